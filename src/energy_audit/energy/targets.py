"""Targets of table 6: what was filed against what the account gives, on both bases."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.intensity import output_intensity
from energy_audit.energy.measure import known_units, measure_of
from energy_audit.energy.product_match import basis_of
from energy_audit.energy.savings import accumulated, output_saving, product_savings
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.spelling import normalise, normalised

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

BASES = ("calorific", "equal")

_FALL = "(?:下降|降低|降幅|削减|压减|压降|减少|减量|减排|节能率)(?:[^到至]|$)"
"""A fall by so much; a fall to so much (降低到, 下降至) is a target to stay below."""
_SAVED = f"节能量|节电量|节煤量|节约|{_FALL}"
_MORE_OUT_OF_IT = "提高|提升|能源产出|能耗产出|单位能耗(?:产|工业|增加)"
_WELCOME = "可再生|非化石|新能源|清洁能源|绿电|绿色电力|绿证|光伏|余热|余压|余能|回收"
_TAKEN_OFF = "扣除|扣减|剔除|不含|除外|以外"
_SHARE = "占比|比例|比重"
_SPENT = "强度|单耗|能耗|煤耗|电耗|用电率|线损率|电能比|pue"
_AMOUNT = "总量|消费量|消耗"

_SAVING = "节能量|节约"
_INTENSITY = "强度|单位产值|产值能耗|产值综合能耗|万元产值"
_PER_PRODUCT = "单位产品|单耗|单位增加值|增加值|每吨|吨产品"
_TOTAL = "总量|综合能耗|能源消费|能耗消费"
_RATE = f"{_SHARE}|增速|增长|增幅|变化率"
_ONE_KIND = "煤炭|原煤|用煤|煤消费|耗煤|电力消费|用电|电量|天然气|油品|化石|碳排放|二氧化碳"


def with_sides(targets: pl.DataFrame) -> pl.DataFrame:
    """Say of each target from which side its name lets it be met; reckoned once for each name, as units share them.

    Returns:
        ``targets`` with ``adds_up``: a saving or a fall, which add up over the years of a plan; ``from_above``: met by
        more, as a saving, a fall, output for the energy, energy that is welcome; ``from_below``: met by less, as a
        total or an intensity. Boolean, null where no name is filed; of a name that tells neither nobody knows.
    """
    name = normalised(pl.col("target_name"))
    of_the_welcome = _welcome(name) & (name.str.contains(_SHARE) | ~name.str.contains(_SPENT))
    names = (
        targets.select(pl.col("target_name").unique())
        .with_columns(adds_up=name.str.contains(_SAVED))
        .with_columns(from_above=pl.col("adds_up") | name.str.contains(_MORE_OUT_OF_IT) | of_the_welcome)
        .with_columns(from_below=name.str.contains(f"{_SPENT}|{_AMOUNT}") & ~pl.col("from_above"))
    )
    return targets.join(names, on="target_name", how="left", nulls_equal=True, maintain_order="left")


def meets(value: pl.Expr, target: pl.Expr) -> pl.Expr:
    """Whether a value meets its target (see ``with_sides``); null where the name does not tell from which side.

    A fall may be filed as a negative change; then both are, or it cannot be told.
    """
    return (
        pl.when(pl.col("from_below") | filed_as_change(value, target))
        .then(value <= target)
        .when(pl.col("from_above") & (target >= 0))
        .then(value >= target)
    )


def filed_as_change(value: pl.Expr, target: pl.Expr) -> pl.Expr:
    """Whether a fall is filed as a negative change."""
    return pl.col("from_above") & (target < 0) & (value < 0)


def _welcome(name: pl.Expr) -> pl.Expr:
    """Whether a target is for renewable or recovered energy, of which more is better; what is left without it is not."""
    return name.str.contains(_WELCOME) & ~name.str.contains(_TAKEN_OFF)


def targets_of(
    targets: pl.DataFrame, products: pl.DataFrame, units: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """Set what the account gives beside each filed target.

    Args:
        targets: table 6.
        products: table 4.
        units: one row an enterprise-year: uscc, report_year, tce_calorific, tce_equal, gross_output,
            gross_output_const (10^4 yuan).
        reference: for units.

    Returns:
        The filed rows with ``measure`` (total | intensity | saving | other); ``stated_basis``: String, the electricity
        basis that the target's name states, null where it states none; ``computed_calorific|equal``: NUMBER, the
        actual value by the account in the target's own unit, null where it cannot be said; ``met_calorific|equal``:
        Boolean, whether that meets the target; ``saving_by_product``: NUMBER, tce, against last year;
        ``saving_by_output_calorific|equal``: NUMBER, tce, against the filed base, at comparable prices where filed;
        ``at_comparable_prices``: Boolean; ``saving_accumulated``: NUMBER, tce, since the plan began.
    """
    by_product = product_savings(products, reference)
    output = pl.coalesce("gross_output_const", "gross_output")
    named = (
        targets.with_columns(measure=_measure(), stated_basis=basis_of(pl.col("target_name")))
        .join(units, on=YEAR_KEY, how="left", maintain_order="left")
        .join(by_product.rename({"saved": "saving_by_product"}), on=YEAR_KEY, how="left", maintain_order="left")
        .join(accumulated(by_product), on=YEAR_KEY, how="left", maintain_order="left")
        .join(_scales(targets, reference), on="target_unit", how="left", nulls_equal=True, maintain_order="left")
    )
    computed = named.with_columns(
        *(_computed(basis).alias(f"computed_{basis}") for basis in BASES),
        *(
            round_half_up(
                output_saving(pl.col(f"base_tce_{basis}"), pl.col("base_output_value"), pl.col(f"tce_{basis}"), output),
                2,
            ).alias(f"saving_by_output_{basis}")
            for basis in BASES
        ),
        at_comparable_prices=pl.col("gross_output_const").is_not_null(),
        saving_by_product=round_half_up(pl.col("saving_by_product"), 2),
        saving_accumulated=round_half_up(pl.col("accumulated"), 2),
    )
    return computed.with_columns(_met(basis).alias(f"met_{basis}") for basis in BASES).drop(
        "accumulated", "total_scale", "intensity_scale"
    )


def _measure() -> pl.Expr:
    """What a target's name asks for; a rate, one product, one kind of energy or all but that is something else."""
    name = normalised(pl.col("target_name"))
    return (
        pl.when(
            name.str.contains(f"{_FALL}|{_RATE}|{_PER_PRODUCT}|{_ONE_KIND}|{_WELCOME}|{_TAKEN_OFF}|{_MORE_OUT_OF_IT}")
        )
        .then(pl.lit("other"))
        .when(name.str.contains(_SAVING))
        .then(pl.lit("saving"))
        .when(name.str.contains(_INTENSITY))
        .then(pl.lit("intensity"))
        .when(name.str.contains(_TOTAL))
        .then(pl.lit("total"))
        .otherwise(pl.lit("other"))
    )


def _computed(basis: str) -> pl.Expr:
    """The actual value by the account, in the target's unit; intensity at current prices, as table 1 has it."""
    intensity = output_intensity(pl.col(f"tce_{basis}"), pl.col("gross_output")) / pl.col("intensity_scale")
    return (
        pl.when(pl.col("measure") == "total")
        .then(pl.col(f"tce_{basis}") / pl.col("total_scale"))
        .when(pl.col("measure") == "intensity")
        .then(intensity)
        .when(pl.col("measure") == "saving")
        .then(pl.col("saving_by_product") / pl.col("total_scale"))
        .cast(NUMBER)
    )


def _met(basis: str) -> pl.Expr:
    """Whether the account meets the target; what only the value less green power meets, the full total cannot say."""
    computed, target = pl.col(f"computed_{basis}"), pl.col("target_value")
    by_green_alone = ((pl.col("actual_excl_green") <= target) & (computed > target)).fill_null(value=False)
    return (
        pl.when(pl.col("measure").is_in(["total", "intensity"]) & ~by_green_alone)
        .then(computed <= target)
        .when(pl.col("measure") == "saving")
        .then(computed >= target)
    )


def _scales(targets: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """The size of each filed unit in tce, or in tce per 10^4 yuan; null where it is neither."""
    known = known_units(reference)
    coal = {spelling: scale for spelling, (dimension, scale) in known.items() if dimension == "standard_coal"}
    rows = []
    for unit in targets["target_unit"].unique(maintain_order=True):
        measure = measure_of(unit, known)
        per_output = (
            measure.scale if measure and (measure.energy, measure.output) == ("standard_coal", "money") else None
        )
        scales = (coal.get(normalise(unit or "")), per_output)
        rows.append((unit, *(None if each is None else Decimal(each.numerator) / each.denominator for each in scales)))
    schema = {"target_unit": pl.String(), "total_scale": NUMBER, "intensity_scale": NUMBER}
    return pl.DataFrame(rows, schema=schema, orient="row")
