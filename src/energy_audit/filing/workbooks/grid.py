"""One sheet as it was handed in: every cell a text, blank cells empty.

Spreadsheet numbers become texts of 15 significant digits, which is all a
spreadsheet keeps; dates become ISO dates. What a cell means is decided later, by
its column, never by how it looks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.problems.filing_problem import FilingProblem
    from energy_audit.filing.workbooks.number_format import Seen
    from energy_audit.filing.workbooks.struck import Place, Struck

FORMULA_MARK = "\x01"
"""Leads the text of a formula that was saved without its result; cannot occur in a workbook."""

Form = Literal["cell", "line"]
"""Whether a place is told by the cell of a sheet or by the line of a text file."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based, inclusive."""


@dataclass(frozen=True)
class Grid:
    """A sheet, or a text file.

    Attributes:
        name: of the sheet; of the file, without extension, for text files.
        texts: rows of cells from A1 on; rows may differ in length.
        form: ``cell`` for sheets, ``line`` for text files.
        lines: 1-based number of each row, where it is not its place in ``texts``.
        merges: merged areas.
        hidden: the whole sheet is hidden.
        hidden_rows: 0-based rows that are hidden.
        hidden_columns: 0-based columns that are hidden.
        struck: what is struck out.
        seen: by 0-based row and column, what is seen of figures that look otherwise than they are.
        remarks: by 0-based row and column, what the comments say that hold figures.
        text_figures: 0-based row and column of figures that are held as texts beside formulas.
        raised: by 0-based row and column, what stands on the line of a figure, and the digits raised or lowered beside it.
        days_from_1904: a day that is written as a bare number counts from 1904, not from 1900.
    """

    name: str
    texts: list[list[str]]
    form: Form = "cell"
    lines: list[int] | None = None
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    struck: Struck | None = None
    seen: Mapping[Place, Seen] = field(default_factory=dict)
    remarks: Mapping[Place, str] = field(default_factory=dict)
    text_figures: frozenset[Place] = frozenset()
    raised: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    days_from_1904: bool = False

    def row_number(self, index: int) -> int:
        """Return the 1-based row or file line of a 0-based row."""
        return index + 1 if self.lines is None else self.lines[index]

    def at(self, index: int, position: int) -> str:
        """Return the text of a cell by its 0-based row and column; what lies outside is blank."""
        row = self.texts[index]
        return row[position] if position < len(row) else ""

    def is_blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return not any(any(row) for row in self.texts)


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook, and what is to be said of it as a whole: what, of which part of it, and the detail."""

    grids: list[Grid]
    warnings: tuple[tuple[FilingProblem, str, str], ...] = ()


def cell_text(value: object) -> str:
    """Return what a cell holds as text; blank is empty."""
    if isinstance(value, str):
        return "" if not value or value.isspace() else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
