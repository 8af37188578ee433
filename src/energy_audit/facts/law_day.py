"""The days whose law a filing is judged by: those of its year, or one day that all filings are replayed on.

Deeds with a day of their own (a project's start, its approval, its commissioning) keep the law of that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from datetime import date


def law_begins(rules_as_of: date | None) -> pl.Expr:
    """Give the first day whose law matters to a row with a ``report_year``."""
    return day_of_year(pl.col("report_year"), 1, 1) if rules_as_of is None else pl.lit(rules_as_of)


def law_ends(rules_as_of: date | None) -> pl.Expr:
    """Give the last day whose law matters to a row with a ``report_year``; null where the year is unknown."""
    if rules_as_of is None:
        return day_of_year(pl.col("report_year"), 12, 31)
    return pl.when(pl.col("report_year").is_not_null()).then(pl.lit(rules_as_of))
