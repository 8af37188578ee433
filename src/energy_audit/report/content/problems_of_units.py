"""What is wrong with a filing, unit by unit: what is said of a file or a sheet is said to each unit that has rows there.

A missing column, an unknown heading or a hidden sheet stands in no row, so it is nobody's own; yet whoever reads the
report of a unit must know that its figures were read beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.schema import KEYS

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

_OF_A_ROW = (
    FilingProblem.HIDDEN_ROW.code,
    FilingProblem.STRUCK_OUT.code,
    FilingProblem.FIGURE_NOT_SEEN.code,
    FilingProblem.ONLY_IN_REMARK.code,
    FilingProblem.FIGURE_AS_TEXT.code,
)
"""Kinds that are met while a sheet is read, and concern the one row they stand in."""


def problems_of_units(intake: Intake) -> pl.DataFrame:
    """Return the problems of an intake with their owners, those of a sheet or a file once for each unit in it."""
    problems = intake.problems
    nobodys = pl.col("uscc").is_null() & pl.col("source").is_null() & (pl.col("file") != "")
    shared = problems.with_row_index("_order").filter(nobodys)
    if shared.is_empty():
        return problems
    whose = _whose(intake, shared["file"].unique())
    rest = shared.drop(KEYS).with_columns(_row=pl.col("cell").str.extract(r"(\d+)$").cast(pl.UInt32, strict=False))
    told = []
    # as near as it is known: the units of the row, of the table, of the sheet, of the file
    for on, which in (
        (["file", "sheet", "table", "_row"], pl.col("code").is_in(_OF_A_ROW)),
        (["file", "sheet", "table"], pl.col("table") != ""),
        (["file", "sheet"], pl.col("sheet") != ""),
        (["file"], pl.lit(value=True)),
    ):
        near = rest.filter(which).join(whose.select(*on, *KEYS).unique(), on=on, how="inner")
        told.append(near)
        rest = rest.filter(~pl.col("_order").is_in(near["_order"].implode()))
    own = pl.concat(told).sort("_order", *KEYS).select("_order", *problems.columns)
    kept = problems.with_row_index("_order").filter(~pl.col("_order").is_in(own["_order"].implode()))
    return pl.concat([kept, own]).sort("_order", maintain_order=True).drop("_order")


def _whose(intake: Intake, files: pl.Series) -> pl.DataFrame:
    """Return ``file``, ``sheet``, ``table``, ``_row`` and whose the row is, of the rows of some files that are somebody's."""
    sources = intake.sources.filter(pl.col("file").is_in(files.implode())).select("source", "file", "sheet")
    return pl.concat(
        frame.select("source", *KEYS, _row="row", table=pl.lit(key))
        .drop_nulls(KEYS)
        .join(sources, on="source")
        .drop("source")
        for key, frame in intake.tables.items()
    )
