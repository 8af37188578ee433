"""Finds the header of a table by its words, wherever it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.headings import SHARED, is_heading, is_unit, match, meanings, table_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.schema import Table
    from energy_audit.filing.workbooks.grid import Grid

DEEPEST_HEADER = 60
"""Rows from the top of a sheet within which its first header must begin."""

TALLEST_HEADER = 3
"""Rows of stacked headings."""


_FIGURE = re.compile(r"^\s*[-+]?[\d,.]+\s*%?\s*$")
"""What no row of headings holds."""


@dataclass(frozen=True)
class Header:
    """A header row, or several stacked ones: which table, and the heading above each column."""

    table: str
    top: int
    bottom: int
    parts: tuple[tuple[str, ...], ...] = field(repr=False)
    score: int
    own: int


@dataclass(frozen=True)
class Undecided:
    """Headings that fit several tables equally well."""

    top: int
    tables: tuple[str, ...]


def headers(grid: Grid, named: Table | None, within: range | None = None) -> tuple[list[Header], Undecided | None]:
    """Find the headers of a sheet from top to bottom.

    Args:
        grid: the sheet.
        named: the table its name means, if any.
        within: rows to look in; by default all.

    Returns:
        The headers, and the tables that could not be told apart where there is no header for that reason.
    """
    rows = range(len(grid.texts)) if within is None else within
    hits = {index: _hits(grid.texts[index]) for index in rows}
    found: list[Header] = []
    undecided: Undecided | None = None
    for top in rows:
        # one known word is enough to look: the parts of stacked headings may each be no heading alone
        if hits[top] + hits.get(top + 1, 0) and (top < rows.start + DEEPEST_HEADER or hits[top] >= 3):
            titled = _titled(grid, top) if named and any(each.table == named.key for each in found) else None
            header, doubt = _best_at(grid, top, titled or named, rows.stop)
            found.extend([header] if header else [])
            undecided = undecided or doubt
    chosen = _apart(found)
    return chosen, None if chosen else undecided


def _titled(grid: Grid, top: int) -> Table | None:
    """Return the table that the line above a header names: below the one its sheet is named after stands another."""
    above = [text for text in grid.texts[top - 1] if text] if top else []
    return table_named(above[0]) if len(above) == 1 else None


def _hits(row: Sequence[str]) -> int:
    return sum([is_heading(text) for text in row if text and not text[0].isdigit()])


def _best_at(grid: Grid, top: int, named: Table | None, stop: int) -> tuple[Header | None, Undecided | None]:
    best, best_rank = None, (False, 0, 0)
    rivals: list[str] = []
    for height in range(1, min(TALLEST_HEADER, stop - top) + 1):
        if height > 1 and _holds_figures(grid.texts[top + height - 1]):
            break
        parts = stacked(grid, top, height)
        for table, (score, own) in _scores(parts).items():
            # the table the sheet is named after comes first if its own columns are there, then the most columns
            rank = _suits(named, table, score, own), score, 1 - height
            if best is None or rank > best_rank:
                best, best_rank, rivals = Header(table, top, top + height - 1, parts, score, own), rank, []
            elif rank == best_rank and table != best.table:
                rivals.append(table)
    if best is None or not _convinces(best, named):
        return None, None
    if rivals:
        return None, Undecided(top, (best.table, *rivals))
    below = best.bottom + 1
    if below < stop and _holds_units(grid.texts[below], best):
        with_units = replace(best, bottom=below, parts=stacked(grid, top, below - top + 1))
        return with_units if _scores(with_units.parts).get(best.table) == (best.score, best.own) else best, None
    return best, None


def _holds_units(row: Sequence[str], header: Header) -> bool:
    """Tell a row below the headings that says nothing but their units; 吨 in a column of units alone is a row's own."""
    if not all(is_unit(text) for text in row if text):
        return False
    asked = [match(header.table, parts).columns for text, parts in zip(row, header.parts, strict=False) if text]
    columns = [TABLES[header.table].column(keys[0]) for keys in asked if len(keys) == 1]
    return any(column.is_figure for column in columns)


def _suits(named: Table | None, table: str, score: int, own: int) -> bool:
    """Tell whether a table is the one the sheet is named after, and some of its own columns are there."""
    return named is not None and table == named.key and score >= 2 and own >= 1


def _convinces(header: Header, named: Table | None) -> bool:
    if named is not None and header.table == named.key:
        return _suits(named, header.table, header.score, header.own)
    return header.score >= 3 and header.own >= 2


def _holds_figures(row: Sequence[str]) -> bool:
    return any(text and _FIGURE.match(text) for text in row)


@lru_cache(maxsize=4_096)
def _scores(parts: tuple[tuple[str, ...], ...]) -> dict[str, tuple[int, int]]:
    """By table, how many of its columns the headings name, and how many that are not shared."""
    columns: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for table, found in meanings(part).items() if part else ():
            if len(found.columns) == 1:
                columns[table].add(found.columns[0])
    return {table: (len(keys), len(keys - SHARED)) for table, keys in columns.items()}


def _apart(found: list[Header]) -> list[Header]:
    """Of headers that overlap keep the one with most columns."""
    chosen: list[Header] = []
    for header in sorted(found, key=lambda item: (-item.score, item.bottom - item.top, item.top)):
        if all(header.bottom < other.top or header.top > other.bottom for other in chosen):
            chosen.append(header)
    return sorted(chosen, key=lambda item: item.top)


def stacked(grid: Grid, top: int, height: int) -> tuple[tuple[str, ...], ...]:
    """Return the heading of every column: the texts above each other, group headings spread over their columns."""
    width = max((len(row) for row in grid.texts[top : top + height]), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in grid.texts[top : top + height]]
    spread = _spread_merges(grid, rows, top)
    if height > 1 and not spread:
        _spread_right(rows)
    return tuple(_without_repeats(column) for column in zip(*rows, strict=True))


def _spread_merges(grid: Grid, rows: list[list[str]], top: int) -> bool:
    spread = False
    for first_row, first_column, last_row, last_column in grid.merges:
        if first_row < top or last_row >= top + len(rows):
            continue
        spread = True
        text = rows[first_row - top][first_column] if first_column < len(rows[0]) else ""
        for row in rows[first_row - top : last_row - top + 1]:
            row[first_column : last_column + 1] = [text] * len(row[first_column : last_column + 1])
    return spread


def _spread_right(rows: list[list[str]]) -> None:
    """Where merged areas are not known: a heading with another below it is a group, and reaches to the next heading."""
    for index, row in enumerate(rows[:-1]):
        group = ""
        for column in range(len(row)):
            below = any(other[column] for other in rows[index + 1 :])
            if row[column]:
                group = row[column] if below else ""
            elif below:
                row[column] = group


def _without_repeats(texts: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for text in texts:
        if text and (not kept or kept[-1] != text):
            kept.append(text)
    return tuple(kept)
