"""A workbook as literal cells: taken from a sample, edited by hand, written by XlsxWriter."""

from __future__ import annotations

import copy
import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter, range_boundaries

from planting.owner import credit_code

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data" / "filings"

SHEETS = {
    "表1": "表1 基本情况",
    "表2": "表2 能源消费结构",
    "表2-1": "表2-1 加工转换与回收利用",
    "补充表": "补充表 原料用能与可再生能源",
    "表4": "表4 单位产品能耗",
    "表4附": "表4附 修正条件",
    "表6": "表6 节能目标",
    "表8": "表8 主要用能设备",
    "计量": "能源计量器具配备率",
    "附表3": "附表3 固定资产投资项目",
    "档案": "节能管理档案目录",
}
_CODE = re.compile(r"^[0-9A-Z]{18}$")
_PROJECT = re.compile(r"^\d{4}-\d{6}-\d\d-\d\d-\d{6}$")


class Spot(NamedTuple):
    """Where a fault must be found: a sheet, any of these cells, in the file of that name where there are several."""

    sheet: str
    cells: frozenset[str]
    file: str = ""


class Formula(NamedTuple):
    """A formula with the result saved beside it; None where none was saved."""

    text: str
    result: Any


class Shown(NamedTuple):
    """A number with its number format."""

    value: float
    style: str


@dataclass
class Book:
    """Cells by sheet, 1-based row and column; what is merged or hidden."""

    sheets: dict[str, dict[tuple[int, int], Any]] = field(default_factory=dict)
    merges: dict[str, list[str]] = field(default_factory=dict)
    hidden_rows: set[tuple[str, int]] = field(default_factory=set)
    hidden_columns: set[tuple[str, int]] = field(default_factory=set)
    hidden_sheets: set[str] = field(default_factory=set)

    # finding

    def sheet(self, short: str) -> str:
        """Return the full name of a sheet; what is no abbreviation is a name already."""
        return SHEETS.get(short, short)

    def column(self, short: str, heading: str, occurrence: int = 0) -> int:
        """Return the column under a heading in row 1."""
        found = [
            column
            for (row, column), value in sorted(self.sheets[self.sheet(short)].items())
            if row == 1 and value == heading
        ]
        return found[occurrence]

    def at(self, short: str, heading: str, row: int) -> Any:
        """Return what stands under a heading."""
        return self.sheets[self.sheet(short)].get((row, self.column(short, heading)))

    def row(self, short: str, heading: str, value: object) -> int:
        """Return the first row that holds a value under a heading."""
        column, cells = self.column(short, heading), self.sheets[self.sheet(short)]
        return next(row for (row, place), cell in sorted(cells.items()) if place == column and cell == value)

    def height(self, short: str) -> int:
        """Return the number of the last row."""
        return max(row for row, _ in self.sheets[self.sheet(short)])

    def width(self, short: str) -> int:
        """Return the number of the last column."""
        return max(column for _, column in self.sheets[self.sheet(short)])

    def spot(self, short: str, row: int, *columns: int) -> Spot:
        """Name cells of a row."""
        return Spot(self.sheet(short), frozenset(f"{get_column_letter(column)}{row}" for column in columns))

    def under(self, short: str, heading: str, row: int) -> Spot:
        """Name the cell under a heading."""
        return self.spot(short, row, self.column(short, heading))

    # editing

    def put(self, short: str, heading: str, row: int, value: Any) -> Spot:
        """Write a cell under a heading; None blanks it."""
        return self.put_at(short, row, self.column(short, heading), value)

    def put_at(self, short: str, row: int, column: int, value: Any) -> Spot:
        """Write a cell by its numbers."""
        if value is None:
            self.sheets[self.sheet(short)].pop((row, column), None)
        else:
            self.sheets[self.sheet(short)][row, column] = value
        return self.spot(short, row, column)

    def times(self, short: str, heading: str, row: int, factor: str) -> Spot:
        """Multiply a figure."""
        return self.put(short, heading, row, float(Decimal(str(self.at(short, heading, row))) * Decimal(factor)))

    def plus(self, short: str, heading: str, row: int, more: str) -> Spot:
        """Add to a figure."""
        return self.put(short, heading, row, float(Decimal(str(self.at(short, heading, row))) + Decimal(more)))

    def swap(self, short: str, first: str, second: str, row: int) -> None:
        """Exchange two cells of a row."""
        one, other = self.at(short, first, row), self.at(short, second, row)
        self.put(short, first, row, other)
        self.put(short, second, row, one)

    def rename_sheet(self, short: str, name: str) -> None:
        """Give a sheet another name; it keeps its place."""
        old = self.sheet(short)
        self.sheets = {name if key == old else key: cells for key, cells in self.sheets.items()}

    def push_down(self, short: str, rows: int) -> None:
        """Make room above a table."""
        name = self.sheet(short)
        self.sheets[name] = {(row + rows, column): value for (row, column), value in self.sheets[name].items()}

    def drop_column(self, short: str, heading: str) -> None:
        """Delete a column; those to its right move over."""
        gone, name = self.column(short, heading), self.sheet(short)
        self.sheets[name] = {
            (row, column - (column > gone)): value
            for (row, column), value in self.sheets[name].items()
            if column != gone
        }

    # writing

    def save(self, path: Path) -> None:
        """Write the workbook."""
        book = xlsxwriter.Workbook(path)
        styles: dict[str, Any] = {}
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, cells in self.sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in cells.items():
                place = (row - 1, column - 1)
                if isinstance(value, Formula):
                    sheet.write_formula(*place, value.text, None, "" if value.result is None else value.result)
                elif isinstance(value, Shown):
                    style = styles.setdefault(value.style, book.add_format({"num_format": value.style}))
                    sheet.write_number(*place, value.value, style)
                elif isinstance(value, dt.datetime):
                    sheet.write_datetime(*place, value, date)
                elif isinstance(value, str):
                    sheet.write_string(*place, value)
                else:
                    sheet.write(*place, value)
            for area in self.merges.get(name, []):
                left, top, right, bottom = range_boundaries(area)
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, cells.get((top, left), ""))
            for _, row in [item for item in self.hidden_rows if item[0] == name]:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for _, column in [item for item in self.hidden_columns if item[0] == name]:
                sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
            if name in self.hidden_sheets:
                sheet.hide()
        book.close()


@cache
def _sample(name: str) -> Book:
    path = next(SAMPLES.rglob(f"{name}.xlsx"))
    book = Book()
    for sheet in openpyxl.load_workbook(path).worksheets:
        book.sheets[sheet.title] = {
            (cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        book.merges[sheet.title] = [str(area) for area in sheet.merged_cells.ranges]
    return book


def sample(name: str, serial: int, year_shift: int = 0) -> Book:
    """Return a copy of a clean sample, filed by an enterprise of its own.

    Args:
        name: of the sample, without extension.
        serial: number of the enterprise; codes of enterprises and projects follow from it.
        year_shift: how many years later it is filed.
    """
    book = copy.deepcopy(_sample(name))
    codes: dict[str, str] = {}
    for sheet, cells in book.sheets.items():
        for place, value in cells.items():
            if isinstance(value, str) and _CODE.match(value):
                cells[place] = codes.setdefault(value, credit_code(serial * 10 + len(codes)))
            elif isinstance(value, str) and _PROJECT.match(value):
                cells[place] = f"{value[:-6]}{serial % 10_000:04d}{value[-2:]}"
            elif year_shift and place[0] > 1 and cells.get((1, place[1])) == "报告年度":
                cells[place] = value + year_shift
        book.sheets[sheet] = cells
    return book
