"""Whether the industry of a unit is one whose product a mandatory limit binds, whatever the filing calls its products.

The catalogue of benchmark levels names industry, product and standard of the fields it covers; where that standard was
law in the year, a filing of the industry in which nothing was compared with it must not pass without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.product_levels import limit_rows
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.facts.law_day import law_begins, law_ends

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference


def industry_limits(
    enterprises: pl.DataFrame, reference: Reference, *, rules_as_of: date | None = None
) -> pl.DataFrame:
    """Name the products of each unit's industry that a standard limited in the year.

    Args:
        enterprises: uscc, report_year, industry_code.
        reference: levels and limits.
        rules_as_of: the day whose law every filing is judged by, instead of its own.

    Returns:
        uscc, report_year, ``industry_limits``: String, as ``水泥熟料（GB 16780）``, of units that have any.
    """
    fields = (
        reference.benchmarks.select(
            "industry_code", field="field_zh", standard_no=pl.col("reference_standard").str.split("/")
        )
        .explode("standard_no")
        .unique(maintain_order=True)
    )
    law = limit_rows(reference).select(
        "effective_from", "effective_to", standard_no=pl.col("standard").str.replace(r"-\d{4}$", "")
    )
    held = (pl.col("effective_from").is_null() | (pl.col("effective_from") <= pl.col("end"))) & (
        pl.col("effective_to").is_null() | (pl.col("effective_to") >= pl.col("start"))
    )
    return (
        enterprises.select(*YEAR_KEY, "industry_code", start=law_begins(rules_as_of), end=law_ends(rules_as_of))
        .join(fields, on="industry_code", how="inner", maintain_order="left")
        .join(law, on="standard_no", how="inner", maintain_order="left")
        .filter(held)
        .unique([*YEAR_KEY, "field", "standard_no"], keep="first", maintain_order=True)
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(industry_limits=pl.format("{}（{}）", "field", "standard_no").str.join("、"))
    )
