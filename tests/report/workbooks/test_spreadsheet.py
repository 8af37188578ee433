"""Tables of the workbook: how many links a sheet holds, how tall its rows are, what is blank."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from energy_audit.report.language import words
from energy_audit.report.workbooks import spreadsheet
from energy_audit.report.workbooks.spreadsheet import Field, Spreadsheet


def written(target: Path, rows: pl.DataFrame, fields: list[Field], links: dict[int, pl.Series]) -> Worksheet:
    with Spreadsheet(target, title="试", created=dt.date(2026, 6, 30), words=words("zh")) as book:
        book.table("明细", fields, rows, links)
    return openpyxl.load_workbook(target)["明细"]


@pytest.mark.parametrize("at_once", [100, 2])
def test_a_sheet_keeps_the_first_links_and_the_texts_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Links are counted row by row, in a row from left to right."""
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 4)
    monkeypatch.setattr(spreadsheet, "_ROWS_AT_ONCE", at_once)
    rows = pl.DataFrame({"one": ["a", "b", "c", "d"], "n": [1, 2, 3, 4], "other": ["p", "q", "r", "s"]})
    targets = pl.Series(["internal:'明细'!A1", None, "internal:'明细'!A2", "internal:'明细'!A3"])
    others = pl.Series([None, "external:q.html", "external:r.html", "external:s.html"])
    fields = [Field("一", 9), Field("数", 9, "count"), Field("二", 9)]
    sheet = written(tmp_path / "book.xlsx", rows, fields, {2: others, 0: targets})
    linked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert ["A2", "C3", "A4", "C4"] == linked
    assert ["a", 1, "p", "d", 4, "s"] == [cell.value for number in (2, 5) for cell in sheet[number]]
    assert sheet["A2"].font.underline
    assert not sheet["A5"].font.underline


def test_rows_are_as_tall_as_their_longest_wrapped_text(tmp_path: Path) -> None:
    """A Chinese character takes two places; a text that is not wrapped takes one line."""
    rows = pl.DataFrame({"a": ["x" * 10, "x" * 11, "能" * 11, None, "x" * 900], "b": ["y" * 99] * 5})
    sheet = written(tmp_path / "book.xlsx", rows, [Field("甲", 11, "long"), Field("乙", 5)], {})
    heights = [sheet.row_dimensions[row].height for row in range(2, 7)]
    assert [15.75, 30, 44.25, 15.75, 408.75] == heights


def test_unknown_is_blank_and_everything_else_is_what_it_is(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {
            "text": ["=1+1", None, ""],
            "yes": [True, None, False],
            "tce": pl.Series([Decimal("12.50"), None, Decimal("-0.01")], dtype=pl.Decimal(38, 2)),
            "none": pl.Series([None, None, None], dtype=pl.Null),
        }
    )
    fields = [Field("文", 9, "long"), Field("是", 9), Field("吨", 9, "tce"), Field("无", 9, "long")]
    sheet = written(tmp_path / "book.xlsx", rows, fields, {})
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [["'=1+1", "是", 12.5, None], [None] * 4, ["", "否", -0.01, None]] == values
