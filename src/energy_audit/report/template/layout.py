"""Where every column of the blank workbook stands: a table below its heading row, or a form of labels and values.

Headings say the official name with its unit and are marked where they are required; reading takes both off again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from energy_audit.filing.problems.sources import letter
from energy_audit.filing.sheets.vertical import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.schema import Column, Table

REQUIRED_MARK: Final = "*"
TITLE_ROW, HINT_ROW, EXAMPLE_ROW, HEADING_ROW = 1, 2, 3, 4
"""1-based. The example stands above the heading, where nothing is read as data."""

FIRST_ROW: Final = HEADING_ROW + 1
_FORM_TOP: Final = 4
_PAIRS_A_LINE: Final = 2

_SAID_ONCE: Final = ("uscc", "report_year", "site")
"""A workbook of one unit says these in table 1 only."""

_BLANK_ROWS: Final = {
    "product": 20,
    "product_condition": 20,
    "target": 10,
    "equipment": 100,
    "metering": 20,
    "project": 15,
}
EXTRA_ENERGY_ROWS: Final = 8
"""For an energy that needs several rows, because its unit or factor differs."""

EXTRA_DOCUMENT_ROWS: Final = 30
"""For documents that are due once for each project."""


@dataclass(frozen=True)
class Layout:
    """One sheet: its table, its columns in order, the rows open for data."""

    table: Table
    rows: int

    @property
    def is_form(self) -> bool:
        """Tables with one row an enterprise are forms."""
        return self.table.key in FORMS

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the sheet shows."""
        if self.table.key == "enterprise":
            return self.table.columns
        return tuple(column for column in self.table.columns if column.key not in _SAID_ONCE)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {column.key: place for place, column in enumerate(self.columns)}

    @property
    def first(self) -> int:
        """The first row of data, 1-based."""
        return _FORM_TOP if self.is_form else FIRST_ROW

    @property
    def last(self) -> int:
        """The last row of data, 1-based."""
        return self.first + self.rows - 1

    def spot(self, key: str, row: int = 0) -> tuple[int, int]:
        """Return row and column of an entry cell, 0-based as XlsxWriter counts; ``row`` is 1-based."""
        place = self._place[key]
        if self.is_form:
            line, side = divmod(place, _PAIRS_A_LINE)
            return _FORM_TOP - 1 + line, side * 2 + 1
        return row - 1, place

    def cell(self, key: str, row: int = 0) -> str:
        """Return the address of an entry cell on its own sheet."""
        line, place = self.spot(key, row)
        return f"{letter(place)}{line + 1}"

    def away(self, key: str, row: int = 0) -> str:
        """Return the address as other sheets write it."""
        line, place = self.spot(key, row)
        return f"'{self.table.sheet}'!${letter(place)}${line + 1}"

    def span(self, key: str, first: int, last: int) -> str:
        """Return the range of a column between two rows, as other sheets write it."""
        name = letter(self._place[key])
        return f"'{self.table.sheet}'!${name}${first}:${name}${last}"


def layout_of(table: Table, printed: Sequence[object] = ()) -> Layout:
    """Lay a table out: as many rows as are printed, or as are usually needed."""
    extra = EXTRA_DOCUMENT_ROWS if table.key == "document" else 0
    return Layout(table, max(len(printed) + extra, _BLANK_ROWS.get(table.key, 1)))


def heading(column: Column) -> str:
    """Return the heading as it is printed: mark, official name, unit."""
    mark = REQUIRED_MARK if column.required else ""
    unit = f"\n({column.filed_unit})" if column.filed_unit else ""
    return f"{mark}{column.name_zh}{unit}"
