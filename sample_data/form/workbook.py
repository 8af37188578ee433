"""Draws filings as the workbook a clerk would hand in: one sheet a table, official names, one heading row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import xlsxwriter

from energy_audit.filing.schema import TABLES, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from form.cells import Cell, Row
    from form.filing import Filing

SAVED_ON = datetime(2026, 3, 20)  # noqa: DTZ001 - a workbook's date has no zone; fixed so that equal data gives equal bytes
FONT = "宋体"
HEADER_FILL = "#DDEBF7"
WIDEST = 34
A3 = 8
"""Paper size, as spreadsheets number them."""

MOST_ON_A_PAGE = 24
"""Columns."""

WHOSE = {"uscc", "report_year"}
"""A workbook of one unit, filled in as a form, says these in 表1 only."""


@dataclass(frozen=True)
class Formats:
    """The looks of cells."""

    title: Format
    note: Format
    heading: Format
    text: Format
    number: Format
    day: Format


def new_workbook(target: Path) -> tuple[xlsxwriter.Workbook, Formats]:
    """Open a workbook with its formats."""
    target.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": "能源利用状况报告（示例）", "author": "示例", "created": SAVED_ON})
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": "#7F7F7F"}
    return book, Formats(
        title=book.add_format({**base, "font_size": 14, "bold": True, "align": "center"}),
        note=book.add_format(base),
        heading=book.add_format({**cell, "bold": True, "bg_color": HEADER_FILL, "align": "center", "text_wrap": True}),
        text=book.add_format({**cell, "num_format": "@"}),
        number=book.add_format({**cell, "num_format": "General", "align": "right"}),
        day=book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
    )


def new_sheet(book: xlsxwriter.Workbook, name: str, columns: int) -> Worksheet:
    """Add a sheet that prints on landscape A3, one page wide unless that would be too small to read."""
    sheet: Worksheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A3)
    if columns <= MOST_ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    return sheet


def write_workbook(target: Path, filings: Sequence[Filing]) -> None:
    """Write the filings that share one workbook."""
    book, formats = new_workbook(target)
    for key, table in TABLES.items():
        if not any(key in filing.tables for filing in filings):
            continue
        rows = [row for filing in filings for row in filing.tables.get(key, ())]
        as_form = filings[0].style == "form"
        columns = [column for column in table.columns if not as_form or key == "enterprise" or column.key not in WHOSE]
        sheet = new_sheet(book, table.sheet, len(columns))
        if as_form and key == "enterprise":
            write_form(sheet, columns, rows[0], formats)
        else:
            write_rows(sheet, columns, rows, formats)
        for filing in filings:
            if key in filing.hidden:
                sheet.set_row(filing.hidden[key] + 1, None, None, {"hidden": True})
    book.close()


def write_rows(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Row], formats: Formats) -> None:
    """Write one heading row and the rows below it."""
    sheet.set_row(0, 42)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        texts = [column.name_zh, *(shown(row.get(column.key)) for row in rows)]
        sheet.set_column(place, place, _width(texts))
        sheet.write_string(0, place, column.name_zh, formats.heading)
        for index, row in enumerate(rows, start=1):
            write_cell(sheet, index, place, row.get(column.key), formats)


def write_form(sheet: Worksheet, columns: Sequence[Column], row: Row, formats: Formats) -> None:
    """Write 表1 as a form: a label beside each value, two pairs a line."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 3, 36)
    sheet.merge_range(0, 0, 0, 3, "表1 基本情况表", formats.title)
    sheet.set_row(0, 28)
    for place, column in enumerate(columns):
        line, side = divmod(place, 2)
        sheet.write_string(line + 1, side * 2, column.name_zh, formats.heading)
        write_cell(sheet, line + 1, side * 2 + 1, row.get(column.key), formats)


def write_cell(sheet: Worksheet, line: int, place: int, value: Cell, formats: Formats) -> None:
    """Write one value as its own kind of cell."""
    match value:
        case None:
            sheet.write_blank(line, place, None, formats.text)
        case bool():
            sheet.write_string(line, place, shown(value), formats.text)
        case Decimal() | int():
            sheet.write_number(line, place, float(value), formats.number)
        case date():
            sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), formats.day)  # noqa: DTZ001 - a day in a cell has no zone
        case _:
            sheet.write_string(line, place, value, formats.text)


def shown(value: Cell) -> str:
    """Return a value as text."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return format(value.normalize() if value % 1 else value.quantize(Decimal(1)), "f")
        case _:
            return str(value)


def _width(texts: Sequence[str]) -> int:
    longest = max(
        sum(2 if east_asian_width(character) in "WF" else 1 for character in text) for text in texts[1:] or [""]
    )
    heading = sum(2 if east_asian_width(character) in "WF" else 1 for character in texts[0])
    return min(max(longest + 2, heading // 2 + 3, 9), WIDEST)
