"""A report year that cannot be is told once for a unit: at its row of table 1, whatever the other tables repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping


def years_told_once(problems: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Leave out the rows of other tables whose impossible year is that of their unit's row in table 1.

    Args:
        problems: with ``table``, ``source`` and ``row``.
        tables: typed tables, owners filled in.
    """
    impossible = problems.filter(code=FilingProblem.IMPOSSIBLE_YEAR.code)
    repeats = [table for table in impossible["table"].unique(maintain_order=True) if table != "enterprise"]
    if not repeats:
        return problems
    place = ["source", "row"]
    told_there = pl.concat(_of_units(tables, table, impossible.filter(table=table).select(place)) for table in repeats)
    return problems.join(told_there, on=[*place, "table", "code"], how="anti", maintain_order="left")


def _of_units(tables: Mapping[str, pl.DataFrame], table: str, impossible: pl.DataFrame) -> pl.DataFrame:
    """Return those rows of a table whose code and year table 1 states, too."""
    return (
        tables[table]
        .lazy()
        .select(*impossible.columns, *KEYS)
        .filter(pl.col("row").is_in(impossible["row"].implode()))  # few are left to be joined
        .join(impossible.lazy(), on=impossible.columns, how="semi")
        .join(tables["enterprise"].lazy().select(KEYS), on=KEYS, how="semi")
        .select(*impossible.columns, table=pl.lit(table), code=pl.lit(FilingProblem.IMPOSSIBLE_YEAR.code))
        .collect()
    )
