"""CO2 of fuels and of bought electricity and heat, beside the energy; process emissions are not covered.

Fuels: consumption less conversion output, times the factor of one value set (default: the NDRC
guides of the second and third batch). Electricity and heat: net purchase, never below zero, times the provincial average grid
factor of the latest published year not after the reporting year. Where a fuel has no factor in the
value set, the sum cannot be told: it is null, never a part of the truth.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.factors import ELECTRICITY, HEAT
from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.lookup import carbon_by_code

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

YEAR_KEY = ["uscc", "report_year"]
VALUE_SET = "ndrc_guides"
GRID_REGION = "贵州"

HEAT_CO2_PER_GJ = pl.lit("0.11").cast(NUMBER)
"""tCO2/GJ, GB/T 32150-2025 and GB/T 32151.34-2024."""

MWH_PER_10_MWH = pl.lit(10).cast(NUMBER)
"""Grid factors are tCO2/MWh; the standard unit of electricity is 10^4 kWh."""

WITHOUT_CARBON = ["36", "37"]
"""Biomass is counted as carbon-neutral, recovered heat carries the carbon of the fuel already counted."""


def carbon_of(rows: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Compute ``co2_t`` (tCO2) of every enterprise-year.

    Args:
        rows: the account's rows (all counted flows; consumption as chosen for the total).
        reference: fuel and grid factors.

    Returns:
        uscc, report_year, ``co2_t`` (null = cannot be told) and ``grid_year`` (the year of the grid factor used).
    """
    years = rows.select("report_year").unique().drop_nulls().sort("report_year")
    last = date(max(years["report_year"], default=2000), 12, 31)
    fuels = _fuel_factors(reference, last)
    grid = pl.DataFrame(
        [(year, *_grid_factor(reference, year)) for year in years["report_year"]],
        schema={"report_year": pl.Int64, "grid_factor": NUMBER, "grid_year": pl.Int64},
        orient="row",
    )
    burnt = (
        rows.filter(pl.col("counted") & ~pl.col("code").is_in(WITHOUT_CARBON).fill_null(value=False))
        .join(fuels, on="code", how="left", maintain_order="left")
        .join(grid, on="report_year", how="left", maintain_order="left")
    )
    per_standard_unit = (
        pl.when(pl.col("code") == ELECTRICITY)
        .then(pl.col("grid_factor") * MWH_PER_10_MWH)
        .when(pl.col("code") == HEAT)
        .then(HEAT_CO2_PER_GJ)
        .otherwise(pl.col("co2_per_unit"))
    )
    net = pl.col("quantity") * pl.col("scale") * pl.col("sign")
    per_energy = (
        burnt.with_columns(per_unit=per_standard_unit, net=pl.when(pl.col("quantity") == 0).then(0).otherwise(net))
        .group_by(*YEAR_KEY, "code", maintain_order=True)
        .agg(
            net=pl.when(pl.col("net").is_null().any() | pl.col("in_dispute").any())
            .then(None)
            .otherwise(pl.col("net").sum()),
            per_unit=pl.col("per_unit").first(),
            grid_year=pl.col("grid_year").first(),
        )
    )
    # electricity and heat that leave the gate carry the carbon of fuels already counted: only net purchases emit
    sold = pl.col("code").is_in([ELECTRICITY, HEAT]) & (pl.col("net") < 0)
    none = pl.lit(0).cast(NUMBER)
    emitted = pl.when(sold | (pl.col("net") == 0)).then(none).otherwise(pl.col("net") * pl.col("per_unit"))
    return (
        per_energy.with_columns(emitted=emitted)
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(
            co2_t=round_half_up(
                pl.when(pl.col("emitted").is_null().any()).then(None).otherwise(pl.col("emitted").sum()), 2
            ),
            grid_year=pl.col("grid_year").first(),
        )
    )


def _fuel_factors(reference: Reference, on: date) -> pl.DataFrame:
    """CO2 per standard unit of each catalogue code that the value set names without ambiguity."""
    return (
        carbon_by_code(reference, VALUE_SET, on)
        .filter(pl.col("confidence") != "low")
        .select(code="energy_code", co2_per_unit=pl.col("co2_t_per_unit").cast(NUMBER))
        .unique("code", keep="none")
    )


def _grid_factor(reference: Reference, year: int) -> tuple[object, int | None]:
    """The provincial average of the latest published year not after the reporting year; weak values do not serve."""
    known = reference.grid_co2.filter(
        (pl.col("region_zh") == GRID_REGION)
        & (pl.col("metric") == "grid_co2_average")
        & (pl.col("confidence") != "low")
        & (pl.col("year") <= year),
    ).sort("year")
    if known.is_empty():
        return None, None
    latest = known.row(-1, named=True)
    return latest["value"], latest["year"]
