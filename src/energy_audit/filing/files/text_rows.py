"""Parts the lines of a text file into rows of cells.

A quote that is never closed, or closed only lines below, makes one cell of all the rows between, and they would be lost
without a word. Nobody writes lines full of commas into a cell, so such lines are read one by one and it is told.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_MANY = 2
"""Delimiters in a line of a cell from which on it is a row by itself."""

_SPELT_OUT = '="'
"""How programs write a text that a spreadsheet must not take for a number: ="01"."""

csv.field_size_limit(2**24)


class TextRows(NamedTuple):
    """The rows of a text, the 1-based line of each, and the first and last lines that one quote had made one row of."""

    rows: list[list[str]]
    lines: list[int]
    torn: list[tuple[int, int]]


def text_rows(lines: Sequence[str], delimiter: str) -> TextRows:
    """Part lines into rows.

    Raises:
        Refused: a cell is longer than any is.
    """
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    found = TextRows([], [], [])
    before = 0
    try:
        for row in reader:
            after = reader.line_num
            if after - before > 1 and any(_holds_rows(cell, delimiter) for cell in row):
                found.torn.append((before + 1, after))
                own = [next(csv.reader([line], delimiter=delimiter), []) for line in lines[before:after]]
                found.lines.extend(range(before + 1, after + 1))
            else:
                own = [row]
                found.lines.append(before + 1)
            found.rows.extend([_plain(cell) for cell in each] for each in own)
            before = after
    except csv.Error as error:
        raise Refused(
            FilingProblem.CORRUPT_FILE, marked("第 {line} 行：{error}", line=before + 1, error=error)
        ) from error
    return found


def read_otherwise(frame: pl.DataFrame, data: bytes, delimiter: str) -> bool:
    """Tell whether a text that Polars parted into rows has any that ``text_rows`` reads otherwise."""
    if b'"' not in data:
        return False
    return _SPELT_OUT.encode() in data or any(
        texts.str.contains("\n", literal=True).any()
        and any(_holds_rows(cell, delimiter) for cell in texts.filter(texts.str.contains("\n", literal=True)))
        for texts in frame
    )


def _holds_rows(cell: str, delimiter: str) -> bool:
    return "\n" in cell and any(line.count(delimiter) >= _MANY for line in cell.split("\n")[1:])


def _plain(cell: str) -> str:
    if cell.startswith(_SPELT_OUT) and cell.endswith('"') and len(cell) > len(_SPELT_OUT):
        cell = cell[len(_SPELT_OUT) : -1]
    return cell_text(cell)
