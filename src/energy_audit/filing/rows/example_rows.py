"""Rows copied from the example that the blank workbook shows: told, listed, and never counted as the unit's own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, problems_where
from energy_audit.filing.rows.template_examples import EXAMPLES
from energy_audit.filing.rows.template_rows import filled_in
from energy_audit.filing.schema import TABLES
from energy_audit.filing.tables.typed import typed

if TYPE_CHECKING:
    from energy_audit.filing.schema import Table

_WITHOUT_ROWS: Final = frozenset({"enterprise", "nonfossil"})
"""Forms: their examples stand in comments, and there is no row to copy."""


def without_example_rows(
    raw: pl.DataFrame, frame: pl.DataFrame, table: Table
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Take the rows out that say what the example says in every cell that a clerk fills in.

    What the form prints or works out is not compared: it is there, or not, whichever way the row was copied.

    Args:
        raw: the rows as filed.
        frame: the same rows, typed.
        table: which table it is.

    Returns:
        The rest, as filed and typed; the rows taken out; an error for each, at the first cell of the example.
    """
    example = _example(table.key)
    copied = _copies(frame, example) if example else pl.Series(dtype=pl.get_index_type())
    if copied.is_empty():
        return raw, frame, frame.clear(), joined([])
    rows = frame[copied]
    errors = problems_where(
        rows, pl.lit(value=True), FilingProblem.EXAMPLE_ROW, table=table.key, column=next(iter(example))
    )
    rest = pl.Series([True]).new_from_index(0, frame.height)
    rest[copied] = False
    return raw.filter(rest), frame.filter(rest), rows, errors


def _copies(frame: pl.DataFrame, example: dict[str, Any]) -> pl.Series:
    """Return the places of the copies; each cell is asked only where those before it agree."""
    (key, value), *others = example.items()
    at: pl.Series = (frame[key] == value).arg_true()
    for key, value in others:
        if at.is_empty():
            break
        at = at.filter((frame[key].gather(at) == value).fill_null(value=False))
    return at


@cache
def _example(table: str) -> dict[str, Any]:
    """Return the example as reading types it, without what a form prints or works out."""
    if table in _WITHOUT_ROWS or table not in EXAMPLES:
        return {}
    texts = {key: [text] for key, text in EXAMPLES[table].items()}
    row = typed(pl.DataFrame({"source": [0], "row": [0], **texts}), TABLES[table]).frame
    return {key: row[key].item() for key in filled_in(table, EXAMPLES[table])}
