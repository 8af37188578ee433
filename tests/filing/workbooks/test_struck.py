"""What is struck out or flattened in a workbook is counted and told; of a cell struck out in part nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

ROWS = [["原煤", "吨", 5, 5], ["柴油", "吨", 7, 7], ["电力", "万千瓦时", 9, 9]]


def _fill(sheet: Any) -> None:
    for row in [["能源名称", "计量单位", "消费量合计", "工业生产消费"], *ROWS]:
        sheet.append(row)


def _told(intake: Any, *codes: str) -> list[tuple[str, ...]]:
    return list(intake.problems.filter(intake.problems["code"].is_in(codes)).select("cell", "code", "value").rows())


def test_a_row_that_is_struck_out_is_counted_and_told_once(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        _fill(sheet)
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        sheet["D4"].font = Font(strike=True)
        sheet["C2"].font = Font(strike=False)
        sheet["F9"].font = Font(strike=True)  # nothing stands there

    intake = read_sheet_of("energy_consumption", fill)

    assert [5, 7, 9] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    assert [("A3", "struck-out", "柴油"), ("D4", "struck-out", "9")] == _told(intake, "struck-out")
    messages = intake.problems.filter(code="struck-out")["message"]
    assert "A3 到 D3 共 4 格" in messages[0]
    assert "共" not in messages[1]


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ((("1200", True), ("1350", False)), "struck-in-part"),
        ((("1200", True), ("13", True)), "struck-out"),
        ((("1200", False), (" ", True)), None),
    ],
)
def test_a_figure_that_is_struck_out_in_part_is_not_read(
    read_sheet_of: Any, runs: tuple[tuple[str, bool], ...], code: str | None
) -> None:
    """~~1200~~1350 is one text of eight figures."""
    texts = [TextBlock(InlineFont(strike=struck or None), text) for text, struck in runs]

    def fill(sheet: Any) -> None:
        _fill(sheet)
        sheet["C3"] = CellRichText(*texts)

    intake = read_sheet_of("energy_consumption", fill)

    whole = Decimal("".join(text for text, _ in runs).strip())
    read = None if code == "struck-in-part" else whole
    assert [5, read, 9] == intake.tables["energy_consumption"]["consumption_total"].to_list()
    assert ([("C3", code, "".join(text for text, _ in runs))] if code else []) == _told(
        intake, "struck-in-part", "struck-out"
    )


def test_a_code_that_is_struck_out_in_part_is_not_taken_for_a_blank_one(read_sheet_of: Any) -> None:
    code = CellRichText(TextBlock(InlineFont(strike=True), "91520"), "9152000071430580XT")

    def fill(sheet: Any) -> None:
        sheet.append(["统一社会信用代码", "能源名称", "计量单位", "消费量合计", "工业生产消费"])
        sheet.append([code, *ROWS[0]])

    intake = read_sheet_of("energy_consumption", fill)

    assert [None] == intake.tables["energy_consumption"]["uscc"].to_list()
    assert {"orphan-row", "struck-in-part"} <= set(intake.problems["code"])


def test_what_is_struck_out_of_a_form_is_told_by_its_cell(read_sheet_of: Any) -> None:
    pairs = [
        ("统一社会信用代码", "9152000071430580XT"),
        ("报告年度", 2025),
        ("单位名称", "示例"),
        ("从业人员", 40),
        ("邮政编码", 1),
    ]

    def fill(sheet: Any) -> None:
        for pair in pairs:
            sheet.append(pair)
        sheet["B4"].font = Font(strike=True)

    intake = read_sheet_of("enterprise", fill)

    assert 40 == intake.tables["enterprise"]["employees"].item()
    assert [("B4", "struck-out", "40")] == _told(intake, "struck-out")


def test_a_row_or_column_without_height_or_width_is_hidden(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        _fill(sheet)
        sheet.row_dimensions[3].height = 0.1
        sheet.row_dimensions[4].height = 10
        sheet.column_dimensions["C"].width = 0.1
        sheet.column_dimensions["D"].width = 0.8
        sheet.column_dimensions["B"].width = 10

    intake = read_sheet_of("energy_consumption", fill)

    told = [("A3", "hidden-row"), ("C1", "hidden-column"), ("D1", "hidden-column")]
    assert told == [(cell, code) for cell, code, _ in sorted(_told(intake, "hidden-row", "hidden-column"))]
