"""The quick sheet writes what XlsxWriter's own sheet writes, to the byte, cell by cell and a table at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from energy_audit.report.workbooks.inline_sheet import Cells, InlineSheet

TEXTS = (
    "", " ", "贵州示例有限公司", " 前有空格", "后有空格 ", "　全角空格", "a\nb", "末行\n", "\ttab", "tab\t", "\x1c", "\x85", "\u2028",
    "<b>&\"'", "a & b < c > d", "_x000D_", "_x005F_", "\x00\x01\x1f", "\x7f", "\ufffe\uffff", "<r>", "<r><t>a</t></r>", "<r>&", "a</r>",
    "𬭁镕㛃", "=1+1", "'", "x" * 32_767, "𬭁" * 16_384, "1.5", "True", "\x1ca", "a\x1f", "\xa0a", "a\u2003", "a\ufffe", "x\x85",
)  # fmt: skip
NUMBERS = (0.0, -0.0, 1.0, 1e15, 1e16, 0.1, 1 / 3, -2.5, 123456789.123456789, 5e-324, 1.7e308)
LINKS = (
    ("internal:'说明'!A1", "说明"),
    ("internal:'说明'!A2", "说明"),
    ("internal:'说明'!A1", "<另&一>"),
    ("external:enterprises/91520000000000001X-2025.html", "单位"),
    ("external:enterprises/a b#c.html", " 单位 "),
)


class PlainSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter's worksheets have no types
    """As XlsxWriter's manual says."""

    def text(self, row: int, column: int, text: str, style: Any) -> None:
        self.write_string(row, column, text, style)

    def number(self, row: int, column: int, number: float, style: Any) -> None:
        self.write_number(row, column, number, style)

    def link(self, row: int, column: int, target: str, text: str, style: Any) -> None:
        self.write_url(row, column, target, style, text)


def book(target: Path, kind: type[Worksheet]) -> bytes:
    """Write a workbook of every text, number and link, twice each, in and beyond column Z, on two sheets."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as made:
        made.set_properties({"created": dt.datetime(2026, 6, 30)})
        style, wrapped = made.add_format({"bold": True}), made.add_format({"text_wrap": True})
        for name in ("说明", "明细"):
            sheet = made.add_worksheet(name, kind)
            sheet.set_row(3, 30, wrapped)
            sheet.set_column(2, 2, 20, wrapped)
            for row, text in enumerate(TEXTS * 2):
                sheet.text(row, 0, text, style)
                sheet.text(row, 2, text, wrapped)
                sheet.text(row, 30, text, None)
                sheet.number(row, 31, NUMBERS[row % len(NUMBERS)], style)
                target_, shown = LINKS[row % len(LINKS)]
                sheet.link(row, 40, target_, shown, style)
    return target.read_bytes()


@pytest.mark.filterwarnings("error")
def test_a_quick_sheet_is_written_as_a_plain_one(tmp_path: Path) -> None:
    assert book(tmp_path / "plain.xlsx", PlainSheet) == book(tmp_path / "quick.xlsx", InlineSheet)


def table(target: Path, *, at_once: int) -> bytes:
    """Write a table of texts, numbers and links; cell by cell, or ``at_once`` so many rows."""
    texts = [None if row % 7 == 3 else TEXTS[row % len(TEXTS)] for row in range(60)]
    numbers = [None if row % 5 == 1 else NUMBERS[row % len(NUMBERS)] for row in range(60)]
    links = [None if row < 3 or row % 4 == 2 else LINKS[row % len(LINKS)] for row in range(60)]
    texts = [None if text and text.startswith("<r>") else text for text in texts]
    points = [30.0 if row % 2 else 15.5 for row in range(60)]
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as made:
        made.set_properties({"created": dt.datetime(2026, 6, 30)})
        number, linked, unused, text, head = (made.add_format({"font_size": size}) for size in (8, 9, 10, 11, 12))
        sheet = made.add_worksheet("明细", InlineSheet if at_once else PlainSheet)
        sheet.set_row(0, 45)
        sheet.write_string(0, 0, "名称", head)
        for row in range(0 if at_once else 60):
            sheet.set_row(row + 1, points[row])
            for column in range(30):
                found = (texts, numbers, links)[column % 3][row]
                if isinstance(found, tuple):
                    sheet.link(row + 1, column, *found, linked)
                elif isinstance(found, str):
                    sheet.text(row + 1, column, found, text)
                elif found is not None:
                    sheet.number(row + 1, column, found, number)
            sheet.text(row + 1, 30, "末列", text)
        for first in range(0, 60 if at_once else 0, at_once or 1):
            some = slice(first, first + at_once)
            shown = pl.Series([each[1] if each else None for each in links[some]], dtype=pl.String)
            kinds = (
                Cells(sheet.held_texts(pl.Series(texts[some], dtype=pl.String)), text),
                Cells(pl.Series([None if each is None else sheet.held_number(each) for each in numbers[some]]), number),
                Cells(
                    sheet.held_texts(shown),
                    unused,
                    pl.Series([each[0] if each else None for each in links[some]], dtype=pl.String),
                    shown,
                    linked,
                ),
            )
            last = Cells(sheet.held_texts(pl.Series(["末列"] * at_once)), text)
            sheet.rows(first + 1, [*kinds * 10, last], pl.Series(points[some]))
        sheet.autofilter(0, 0, 60, 30)
    return target.read_bytes()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("at_once", [60, 20, 1])
def test_the_rows_of_a_table_are_written_as_their_cells(tmp_path: Path, at_once: int) -> None:
    """Styles are numbered, blanks left out and links listed alike, however many rows are written at once."""
    assert table(tmp_path / "plain.xlsx", at_once=0) == table(tmp_path / "rows.xlsx", at_once=at_once)


def test_a_text_that_looks_like_markup_stays_a_text(tmp_path: Path) -> None:
    """XlsxWriter takes ``<r>…</r>`` for formatted text and writes it as it is: from a filing it would spoil the file."""
    texts = ["<r>&</r>", "<r><t>a</t></r>"]
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx"), {"constant_memory": True}) as made:
        sheet = made.add_worksheet("明细", InlineSheet)
        held = sheet.held_texts(pl.Series(texts))
        sheet.rows(0, [Cells(held, made.add_format())], pl.Series([15.5, 15.5]))
    cells = openpyxl.load_workbook(tmp_path / "book.xlsx")["明细"]["A"]
    assert texts == [cell.value for cell in cells]
