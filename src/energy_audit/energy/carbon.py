"""CO2 of fuels and of bought electricity and heat, beside the energy; process emissions are not covered.

Fuels: consumption less conversion output, times the factor of one chosen value set. Electricity and heat: net purchase,
never below zero, times the average grid factor of the chosen region and year. Where a fuel has no factor in the value
set, the sum cannot be told: it is null, never a part of the truth, and the fuel is named. Raw coal has no value of its
own; its kinds 02-05 exhaust it, so it lies between theirs per unit of heat.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import signed
from energy_audit.energy.consumption import NOTHING
from energy_audit.energy.factors import ELECTRICITY, HEAT
from energy_audit.energy.numbers import ordered
from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, YEAR_KEY, YEAR_NO, repeated
from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.lookup import KJ_PER_KGCE, carbon_by_code
from energy_audit.reference.year_day import end_of_year

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

ENERGY_KEY = [*YEAR_KEY, "code"]
HEAT_SET = "heat_default"
GRID_METRIC = "grid_co2_average"

MWH_PER_10_MWH = pl.lit(10).cast(NUMBER)
"""Grid factors are tCO2/MWh; the standard unit of electricity is 10^4 kWh."""

GJ_PER_TCE = pl.lit(KJ_PER_KGCE / Decimal(1000)).cast(NUMBER)

WITHOUT_CARBON = ["36", "37"]
"""Biomass is counted as carbon-neutral, recovered heat carries the carbon of the fuel already counted."""

# The first two digits of GB/T 2260 and the name by which the grid factors know the province.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆",
}  # fmt: skip


@dataclass(frozen=True)
class CarbonChoice:
    """What carbon is reckoned with.

    Attributes:
        value_set: of ``fuel_carbon``, for fuels; the same fuel has another value in each.
        grid_region: region of the grid factor as the table names it (贵州, 南方, 全国); None takes the unit's province.
        grid_year: year of the grid factor; None takes the latest published one not after the reporting year.
    """

    value_set: str = "ndrc_guides"
    grid_region: str | None = None
    grid_year: int | None = None


BY_DEFAULT = CarbonChoice()


def carbon_of(
    rows: pl.DataFrame, enterprises: pl.DataFrame, reference: Reference, choice: CarbonChoice = BY_DEFAULT
) -> pl.DataFrame:
    """Compute the CO2 of every enterprise-year, tCO2 rounded once to 0.01.

    Args:
        rows: the account's rows (all counted flows; consumption as chosen for the total).
        enterprises: uscc, report_year, region_code.
        reference: fuel and grid factors.
        choice: value set, grid region, grid year.

    Returns:
        uscc, report_year; ``co2_t`` (null unless both ends agree), ``co2_t_low``, ``co2_t_high``; the parts
        ``co2_fuel_t_low``, ``co2_fuel_t_high``, ``co2_electricity_t``, ``co2_heat_t``; null = cannot be told;
        ``co2_untold``: String, the energies that stand in the way, empty where none; ``grid_region``, ``grid_year``.
    """
    emitted = _emitted(_with_factors(rows, enterprises, reference, choice))
    grid = _grid_factors(enterprises, reference, choice).select(*YEAR_KEY, "grid_region", "grid_year")
    return (
        _summed(emitted)
        .join(_untold(emitted), on=YEAR_KEY, how="left", maintain_order="left")
        .join(grid, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(
            pl.col("co2_untold").fill_null(""),
            co2_t=pl.when(pl.col("co2_t_low") == pl.col("co2_t_high")).then("co2_t_low"),
        )
    )


def _summed(emitted: pl.DataFrame) -> pl.DataFrame:
    """Sum the energies of each year and part; one energy that cannot be told leaves it untold, no such energy is zero."""
    sums = {
        "co2_t_low": pl.col("co2_low"),
        "co2_t_high": pl.col("co2_high"),
        "co2_fuel_t_low": _of_part(None, "co2_low"),
        "co2_fuel_t_high": _of_part(None, "co2_high"),
        "co2_electricity_t": _of_part("electricity", "co2_low"),
        "co2_heat_t": _of_part("heat", "co2_low"),
    }
    return (
        emitted.lazy()
        .select(YEAR_NO, *YEAR_KEY, **sums)
        .group_by(YEAR_NO)
        .agg(pl.col(YEAR_KEY).first(), pl.col(*sums).sum(), pl.col(*sums).is_null().any().name.suffix("_untold"))
        .select(
            *YEAR_KEY,
            *(round_half_up(pl.when(~pl.col(f"{name}_untold")).then(name), 2).alias(name) for name in sums),
        )
        .collect()
    )


def _of_part(part: str | None, name: str) -> pl.Expr:
    return pl.when(pl.col("part").eq_missing(pl.lit(part))).then(name).otherwise(NOTHING)


def _untold(emitted: pl.DataFrame) -> pl.DataFrame:
    """The energies of each year that stand in the way, in filing order: ``co2_untold``."""
    return (
        emitted.lazy()
        .filter(pl.col("co2_low").is_null())
        .group_by(YEAR_NO, maintain_order=True)
        .agg(
            pl.col(YEAR_KEY).first(),
            co2_untold=pl.coalesce("energy", "code", pl.lit("?")).unique(maintain_order=True).str.join("、"),
        )
        .drop(YEAR_NO)
        .collect()
    )


def _with_factors(
    rows: pl.DataFrame, enterprises: pl.DataFrame, reference: Reference, choice: CarbonChoice
) -> pl.DataFrame:
    """Join to each counted term what one standard unit of it emits, ``per_unit``; else per GJ, ``per_gj_low``, ``per_gj_high``."""
    years = rows["report_year"].drop_nulls().unique().sort()
    kinds = _emission_by_code(reference, choice, end_of_year(max(years, default=2000)))
    counted = pl.col("counted") & ~pl.col("code").is_in(WITHOUT_CARBON).fill_null(value=False)
    terms = (
        rows.lazy()
        .filter(counted)
        .select(
            *(YEAR_NO, *ENERGY_KEY, "energy_name", "quantity", "scale", "sign", "in_dispute"),
            *("factor_low", "factor_high"),
        )
        .with_row_index("nth")
        .join(kinds.lazy(), on="code", how="left", maintain_order="left")
        .collect()
        .rechunk()  # sums of columns in pieces of their own are dear
    )
    electric = (pl.col("code") == ELECTRICITY).fill_null(value=False)
    grid = _grid_factors(enterprises, reference, choice).select(
        *YEAR_KEY, of_grid=pl.col("grid_factor") * MWH_PER_10_MWH
    )
    bought = terms.select(electric).to_series()
    own = terms.select(YEAR_KEY).filter(bought).join(grid, on=YEAR_KEY, how="left", maintain_order="left")["of_grid"]
    return ordered(
        terms.with_columns(terms["per_unit"].scatter(bought.arg_true(), own)) if own.len() else terms, YEAR_NO
    )


def _emission_by_code(reference: Reference, choice: CarbonChoice, on: date) -> pl.DataFrame:
    """What each energy emits: code, part (null: fuel), per_unit, per_gj_low, per_gj_high; that of electricity hangs on the grid."""
    fuels = _fuel_factors(reference, choice.value_set, on)
    heat = _fuel_factors(reference, HEAT_SET, on).filter(pl.col("code") == HEAT)["per_unit"]
    coal = fuels.filter(pl.col("code").is_in(COAL_PARTS))["per_gj"].drop_nulls()
    codes = pl.concat([fuels["code"], pl.Series([COAL_TOTAL, ELECTRICITY, HEAT])]).unique(maintain_order=True)
    electric, hot = pl.col("code") == ELECTRICITY, pl.col("code") == HEAT
    raw = (pl.col("code") == COAL_TOTAL) & pl.col("per_unit").is_null() & pl.col("per_gj").is_null()
    return (
        codes.to_frame("code")
        .join(fuels, on="code", how="left", maintain_order="left")
        .select(
            "code",
            part=pl.when(electric).then(pl.lit("electricity")).when(hot).then(pl.lit("heat")),
            per_unit=pl.when(electric)
            .then(None)
            .when(hot)
            .then(pl.lit(heat.item() if heat.len() == 1 else None, NUMBER))
            .otherwise("per_unit"),
            **{
                f"per_gj_{end}": pl.when(raw).then(pl.lit(bound, NUMBER)).when(~(electric | hot)).then("per_gj")
                for end, bound in (("low", coal.min()), ("high", coal.max()))
            },
        )
    )


def _emitted(terms: pl.DataFrame) -> pl.DataFrame:
    """Sum the terms of each energy: ``co2_low``, ``co2_high``, tCO2, null = cannot be told; ``nth``: its place in the filing."""
    weighed = _weighed(terms)
    again = repeated(weighed, [YEAR_NO, "code"])
    several = (
        weighed.filter(again)
        .sort("nth")
        .group_by(YEAR_NO, "code", "part", maintain_order=True)
        .agg(
            pl.col(YEAR_KEY).first(),
            pl.col("nth").first(),
            pl.col("energy").first(ignore_nulls=True),
            *(
                pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)
                for name in ("net", "co2_low", "co2_high")
            ),
        )
        .select(weighed.columns)
    )
    # most energies have one term: nothing is to be added up; the others stand where their first term did
    first = several["nth"]
    per_energy = weighed.with_columns(
        weighed[name].scatter(first, several[name]) for name in ("energy", "net", "co2_low", "co2_high")
    ).filter((~again).scatter(first, values=True))
    # electricity and heat that leave the gate carry the carbon of fuels already counted: only net purchases emit
    nothing = (pl.col("part").is_not_null() & (pl.col("net") < 0)) | (pl.col("net") == 0)
    return per_energy.with_columns(
        pl.when(nothing.fill_null(value=False)).then(NOTHING).otherwise(pl.col(name)).alias(name)
        for name in ("co2_low", "co2_high")
    )


def _weighed(terms: pl.DataFrame) -> pl.DataFrame:
    """What each term emits by what one standard unit does; an output takes off what the most would have emitted."""
    net = pl.col("_net")
    net_amount = signed(pl.col("quantity") * pl.col("scale"))
    amounts = terms.with_columns(_each_emits(terms, "low").alias("_low"), _net=net_amount).with_columns(
        _least=net * pl.col("_low")
    )
    # what one unit emits is mostly one figure, and then both ends are
    ranged = terms.select(
        pl.col("per_unit").is_null()
        & (
            pl.col("factor_low").ne_missing(pl.col("factor_high"))
            | pl.col("per_gj_low").ne_missing(pl.col("per_gj_high"))
        )
    ).to_series()
    ends = {"co2_low": amounts["_least"], "co2_high": amounts["_least"]}
    if ranged.any():
        added = pl.col("sign") > 0
        low, high = pl.col("_low"), pl.col("_high")
        some = amounts.filter(ranged)
        wide = some.with_columns(_each_emits(some, "high").alias("_high"))
        for end, per in (
            ("co2_low", pl.when(added).then(low).otherwise(high)),
            ("co2_high", pl.when(added).then(high).otherwise(low)),
        ):
            ends[end] = ends[end].clone().scatter(ranged.arg_true(), wide.select(net * per).to_series())
    known = net.is_not_null() & ~pl.col("in_dispute")
    return amounts.select(
        YEAR_NO,
        *ENERGY_KEY,
        "part",
        "nth",
        pl.col("energy_name").alias("energy"),
        *(
            pl.when(pl.col("quantity") == 0).then(NOTHING).when(known).then(amount).cast(NUMBER).alias(name)
            for name, amount in (("net", net), *((name, pl.lit(each)) for name, each in ends.items()))
        ),
    )


def _each_emits(terms: pl.DataFrame, end: str) -> pl.Series:
    """What one standard unit of each term emits: by itself, or by its heat, as few do: exact products cost a lot."""
    by_heat = terms.select(pl.col("per_unit").is_null() & pl.col(f"per_gj_{end}").is_not_null()).to_series()
    heat = (pl.col(f"factor_{end}") / pl.col("scale") * GJ_PER_TCE).cast(NUMBER)
    own = terms.filter(by_heat).select(heat * pl.col(f"per_gj_{end}")).to_series()
    return terms["per_unit"].scatter(by_heat.arg_true(), own) if own.len() else terms["per_unit"]


def _fuel_factors(reference: Reference, value_set: str, on: date) -> pl.DataFrame:
    """CO2 per standard unit and per GJ of each catalogue code that the value set names without ambiguity."""
    return (
        carbon_by_code(reference, value_set, on)
        .filter(pl.col("confidence") != "low")
        .select(
            code="energy_code",
            per_unit=pl.col("co2_t_per_unit").cast(NUMBER),
            per_gj=pl.col("co2_t_per_gj").cast(NUMBER),
        )
        .unique("code", keep="none")
    )


def _grid_factors(enterprises: pl.DataFrame, reference: Reference, choice: CarbonChoice) -> pl.DataFrame:
    """The average grid factor of each enterprise-year: of the chosen region, else the unit's own province."""
    province = pl.col("region_code").str.slice(0, 2).replace_strict(PROVINCES, default=None, return_dtype=pl.String)
    units = enterprises.select(*YEAR_KEY, grid_region=pl.coalesce(pl.lit(choice.grid_region, pl.String), province))
    wanted = units.select("report_year", "grid_region").unique(maintain_order=True).drop_nulls()
    found = pl.DataFrame(
        [
            (year, region, *grid_factor(reference, region, choice.grid_year or year, exactly=bool(choice.grid_year)))
            for year, region in wanted.iter_rows()
        ],
        schema={"report_year": pl.Int64, "grid_region": pl.String, "grid_factor": NUMBER, "grid_year": pl.Int64},
        orient="row",
    )
    return units.join(found, on=["report_year", "grid_region"], how="left", maintain_order="left")


def grid_factor(
    reference: Reference, region: str, year: int, *, exactly: bool = False
) -> tuple[Decimal | None, int | None]:
    """Return the average grid factor of a region, tCO2/MWh, and its year; weak values do not serve.

    Args:
        reference: the tables.
        region: as the table names it.
        year: the year wanted.
        exactly: only that year; otherwise the latest published one not after it.
    """
    on_time = pl.col("year") == year if exactly else pl.col("year") <= year
    known = reference.grid_co2.filter(
        (pl.col("region_zh") == region) & (pl.col("metric") == GRID_METRIC) & (pl.col("confidence") != "low") & on_time
    ).sort("year")
    if known.is_empty():
        return None, None
    latest = known.row(-1, named=True)
    return latest["value"], latest["year"]
