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
MORE_IS_BETTER = f"节能量|节电量|节煤量|节约|{_FALL}"
LESS_IS_BETTER = "总量|强度|单耗|能耗|消费量|消耗|煤耗|电耗|用电率|线损率|电能比|pue"

_SAVING = "节能量|节约"
_INTENSITY = "强度|单位产值|产值能耗|产值综合能耗|万元产值"
_PER_PRODUCT = "单位产品|单耗|单位增加值|增加值|每吨|吨产品"
_TOTAL = "总量|综合能耗|能源消费|能耗消费"


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
    """What a target's name asks for; a name that asks for a rate or for one product is something else."""
    name = normalised(pl.col("target_name"))
    return (
        pl.when(name.str.contains(_FALL) | name.str.contains(_PER_PRODUCT))
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
    computed, target = pl.col(f"computed_{basis}"), pl.col("target_value")
    return (
        pl.when(pl.col("measure").is_in(["total", "intensity"]))
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
