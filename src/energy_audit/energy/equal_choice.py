"""Which known value a filed equal-value factor is: a coal rate of generation or of supply, a constant of software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY
from energy_audit.exact import NUMBER
from energy_audit.reference.equal_factor import KNOWN_SCHEMA, NEAR, known_equal_factors

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

MOST_NAMED = 3


def known_choices(totals: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Name the factor of each enterprise-year that filed one or was given one.

    Args:
        totals: uscc, report_year, equal_factor (tce per 10^4 kWh), equal_factor_origin.
        reference: the tables.

    Returns:
        uscc, report_year, equal_factor_known_as, equal_factor_known_as_en: String; only rows that match.
    """
    chosen = totals.filter(pl.col("equal_factor_origin").is_in(["filed", "given"])).select(*YEAR_KEY, "equal_factor")
    years = chosen["report_year"].drop_nulls().unique().sort()
    known = pl.concat(
        [
            pl.DataFrame(schema={**KNOWN_SCHEMA, "report_year": pl.Int64}),
            *(known_equal_factors(reference, year).with_columns(report_year=pl.lit(year, pl.Int64)) for year in years),
        ]
    )
    # many units file the same few factors
    filed = ["report_year", "equal_factor"]
    near = (pl.col("equal_factor") - pl.col("value")).abs() < pl.lit(NEAR).cast(NUMBER)
    named = (
        chosen.select(filed)
        .unique(maintain_order=True)
        .join(known, on="report_year", how="inner", maintain_order="left_right")
        .filter(near)
        .group_by(filed, maintain_order=True)
        .agg(
            equal_factor_known_as=pl.col("name_zh").head(MOST_NAMED).str.join("；"),
            equal_factor_known_as_en=pl.col("name_en").head(MOST_NAMED).str.join("; "),
        )
    )
    return chosen.join(named, on=filed, how="inner", maintain_order="left").drop("equal_factor")
