"""The quick sheet writes what XlsxWriter's own sheet writes, to the byte."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from energy_audit.report.inline_sheet import InlineSheet

TEXTS = (
    "", " ", "贵州示例有限公司", " 前有空格", "后有空格 ", "　全角空格", "a\nb", "末行\n", "\ttab", "tab\t", "\x1c", "\x85", "\u2028",
    "<b>&\"'", "a & b < c > d", "_x000D_", "_x005F_", "\x00\x01\x1f", "\x7f", "\ufffe\uffff", "<r>", "<r><t>a</t></r>", "<r>&", "a</r>",
    "𬭁镕㛃", "=1+1", "'", "x" * 32_767, "𬭁" * 16_384, "1.5", "True",
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
