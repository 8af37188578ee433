"""Asks about a table whose title names another year than the filing: perhaps last year's, left in the book.

The rows are counted as they are, since whoever wrote the title may have forgotten it alone. Rows that say their year
themselves are not asked about: what a row says is closer to it than a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import NO_PROBLEMS, conformed, said

if TYPE_CHECKING:
    from collections.abc import Mapping


def title_problems(
    titles: pl.DataFrame, filed: Mapping[str, pl.DataFrame], tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Find titles that name none of the years of the rows below them that took their year over.

    Args:
        titles: ``TITLE_SCHEMA``.
        filed: typed tables, owners as they were filed.
        tables: the same rows, owners filled in.
    """
    if titles.is_empty():  # the usual case costs nothing
        return NO_PROBLEMS
    found = []
    for (table,), own in titles.group_by("table", maintain_order=True):
        key = str(table)
        taken_over = filed[key]["report_year"].is_null() & tables[key]["report_year"].is_not_null()
        owners = (
            tables[key]
            .filter(taken_over)
            .select("source", "uscc", "report_year")
            .filter(pl.col("source").is_in(own["source"].implode()))
            .unique(maintain_order=True)
        )
        asked = owners.join(own, on="source", maintain_order="left")
        found.append(asked.filter(~pl.col("report_year").is_in(pl.col("years"))))
    told = pl.concat(found).unique(["file", "sheet", "cell", "table", "uscc", "report_year"], maintain_order=True)
    if told.is_empty():
        return NO_PROBLEMS
    told = told.with_columns(detail=pl.col("report_year").cast(pl.String))
    return conformed(said(told, FilingProblem.TITLE_OF_ANOTHER_YEAR))
