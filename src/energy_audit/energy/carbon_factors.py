"""What a unit of each energy emits: the fuels by one value set, electricity by the grid of a region and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.factors import ELECTRICITY, HEAT
from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, YEAR_KEY
from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import carbon_by_code
from energy_audit.reference.once import once

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from energy_audit.reference.tables import Reference

HEAT_SET = "heat_default"
GRID_METRIC = "grid_co2_average"

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


@once
def emission_by_code(reference: Reference, choice: CarbonChoice, on: date) -> pl.DataFrame:
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


@once
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


def grid_factors(enterprises: pl.DataFrame, reference: Reference, choice: CarbonChoice) -> pl.DataFrame:
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


@once
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
