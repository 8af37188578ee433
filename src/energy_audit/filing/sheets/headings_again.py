"""Headings that stand again among the rows of a large text file, as where files were joined one after another.

The later ones may have their columns in another order, so each begins a table of its own, as it does on a sheet.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.header import headers
from energy_audit.filing.sheets.headings import is_heading, table_named
from energy_audit.filing.sheets.notes import numbers_columns
from energy_audit.filing.workbooks.grid import Grid

if TYPE_CHECKING:
    from energy_audit.filing.sheets.columns import Columns
    from energy_audit.filing.sheets.header import Header

_FEWEST = 3
"""Known words of a line of headings, and cells of a row, as against the lines of a title above the headings."""


def witness_of(columns: Columns) -> int:
    """Return the position of a column whose rows mostly hold no letters, so that a heading among them is soon found."""
    kinds = {key: TABLES[columns.table].column(key).kind for key in columns.places}
    by_kind = sorted(columns.places, key=lambda key: (key != "report_year", kinds[key] == "text", columns.places[key]))
    return columns.places[by_kind[0]]


def may_be_heading(text: pl.Expr) -> pl.Expr:
    """Tell the few texts that may be headings by their letters."""
    return text.str.contains(r"^\D*\p{L}{2}").fill_null(value=False)


def headings_again(numbered: pl.DataFrame, columns: Columns, name: str) -> list[tuple[int, Grid, Header]] | None:
    """Find the rows that are headings.

    Args:
        numbered: ``row`` and the cells of the file as ``c0``, ``c1`` …
        columns: those of the first headings.
        name: of the file.

    Returns:
        Of each its place in ``numbered``, its line alone, and its header. None where it is not sure which rows are its:
        headings that take several lines, that have a title above or are of nothing known.
    """
    witness = f"c{witness_of(columns)}"
    texts = numbered[witness].filter(numbered.select(may_be_heading(pl.col(witness))).to_series()).unique()
    among = [text for text in texts if is_heading(text)]
    if not among:
        return []
    found = []
    named = table_named(name)
    for place in numbered[witness].is_in(among).fill_null(value=False).arg_true():
        cells = numbered[place].drop("row").row(0)
        grid = Grid(name, [[text or "" for text in cells]], "line", [numbered["row"][place]])
        header = headers(grid, named)[0]
        hits = sum(1 for text in grid.texts[0] if is_heading(text))
        if not header or hits < _FEWEST or (named and header[0].table != named.key):
            return None
        if not _stands_alone(numbered, place):
            return None
        found.append((place, grid, header[0]))
    return found if all(one + 1 < other for (one, _, _), (other, _, _) in pairwise(found)) else None


def _stands_alone(numbered: pl.DataFrame, place: int) -> bool:
    """Tell headings between two rows of the table from those that have a title above, or their numbers below."""
    around = numbered[max(0, place - 1) : place + 2].drop("row").rows()
    above, below = around[0] if place else around[-1], around[-1]
    filled = sum(1 for text in above if text)
    return filled >= _FEWEST and not numbers_columns([text or "" for text in below])
