"""What a clerk sees and what the cell holds: where they differ it is told with both, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill

HEAD = ["能源名称", "计量单位", "消费量合计", "购进金额", "金额单位", "采用折标系数", "折标量(当量)"]
ROWS = [["原煤", "吨", 1350000, 1350, "万元", 0.7143, 5], ["电力", "千瓦时", 1350000, 7, "元", 1.229, 5]]


def _read(read_sheet_of: Any, edit: Any) -> Any:
    def fill(sheet: Any) -> None:
        for row in [HEAD, *ROWS]:
            sheet.append(row)
        edit(sheet)

    return read_sheet_of("energy_consumption", fill)


def _formatted(cell: str, code: str, value: float | None = None) -> Any:
    def edit(sheet: Any) -> None:
        sheet[cell].number_format = code
        sheet[cell].value = sheet[cell].value if value is None else value

    return edit


@pytest.mark.parametrize(
    ("cell", "code", "key", "said"),
    [
        ("C2", "#,##0,", "consumption_total", "“1,350”"),
        ("C2", "0.00,,", "consumption_total", "“1.35”"),
        ("C2", '0.0,"万"', "consumption_total", "“1350.0万”"),
        ("C2", '0"000"', "consumption_total", "“1350000000”"),
        ("C2", '"无"', "consumption_total", "“无”"),
        ("C2", '0"千克"', "consumption_total", "“1350000千克”，而计量单位是“吨”"),
        ("C2", '0"tce"', "consumption_total", "“1350000tce”，而计量单位是“吨”"),
        ("D2", '0"元"', "purchase_amount", "“1350元”，而计量单位是“万元”"),
        ("G2", '0"千克标准煤"', "reported_tce_calorific", "“5千克标准煤”，而计量单位是“吨标准煤”"),
    ],
)
def test_a_figure_that_looks_otherwise_is_told_with_both_and_not_used(
    read_sheet_of: Any, cell: str, code: str, key: str, said: str
) -> None:
    clean = _read(read_sheet_of, lambda _: None)
    intake = _read(read_sheet_of, _formatted(cell, code))

    assert intake.tables["energy_consumption"][key][0] is None
    told = intake.problems.filter(code="shown-otherwise")
    assert [cell] == told["cell"].to_list()
    assert f"存的数是“{clean_text(clean, key)}”" in told["message"].item()
    assert f"显示成{said}" in told["message"].item()
    mended = _read(read_sheet_of, _formatted(cell, "General"))
    assert mended.problems.equals(clean.problems)


def clean_text(intake: Any, key: str) -> str:
    return f"{intake.tables['energy_consumption'][key][0].normalize():f}"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("C2", '0"吨"'),
        ("C2", '0.00,"千吨"'),
        ("C2", '0!.0,"万吨"'),
        ("C2", '0!.0,"万"'),
        ("C2", '0,"K"'),
        ("C2", '"约"0'),
        ("C3", '0.00" kWh"'),
        ("C3", '0!.0,"万千瓦时"'),
        ("D2", '0.00"万元"'),
        ("F2", '0.0000"kgce/kg"'),
        ("G2", '0"tce"'),
        ("B2", '0"千克"'),
    ],
)
def test_words_that_fit_the_unit_are_no_matter(read_sheet_of: Any, cell: str, code: str) -> None:
    clean, intake = _read(read_sheet_of, lambda _: None), _read(read_sheet_of, _formatted(cell, code))

    assert clean.problems.equals(intake.problems)
    assert clean.tables["energy_consumption"].equals(intake.tables["energy_consumption"])


def test_the_unit_of_a_heading_is_that_of_its_figures(read_sheet_of: Any) -> None:
    def edit(sheet: Any) -> None:
        sheet["G1"] = "折标量(当量)(万吨标准煤)"
        sheet["G2"].number_format, sheet["G3"].number_format = '0"万吨标准煤"', '0"吨标准煤"'

    intake = _read(read_sheet_of, edit)

    assert [Decimal(50000), None] == intake.tables["energy_consumption"]["reported_tce_calorific"].to_list()
    assert ["G3"] == intake.problems.filter(code="shown-otherwise")["cell"].to_list()


@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: setattr(sheet["C2"], "font", Font(color="FFFFFFFF")),
        lambda sheet: setattr(sheet["C2"], "font", Font(color=Color(theme=0))),
        lambda sheet: setattr(sheet["C2"], "number_format", ";;;"),
        lambda sheet: (
            setattr(sheet["C2"], "font", Font(color="FF1F4E79")),
            setattr(sheet["C2"], "fill", PatternFill("solid", fgColor="FF1F4E79")),
        ),
    ],
)
def test_a_figure_that_nobody_sees_is_counted_and_told(read_sheet_of: Any, edit: Any) -> None:
    intake = _read(read_sheet_of, edit)

    assert Decimal(1350000) == intake.tables["energy_consumption"]["consumption_total"][0]
    told = intake.problems.filter(code="figure-not-seen")
    assert [("C2", "1350000", "warning")] == told.select("cell", "value", "severity").rows()


@pytest.mark.parametrize(
    "edit",
    [
        # white letters on a dark ground, as headings have
        lambda sheet: (
            setattr(sheet["C2"], "font", Font(color="FFFFFFFF")),
            setattr(sheet["C2"], "fill", PatternFill("solid", fgColor="FF1F4E79")),
        ),
        # what the ground is, a rule says
        lambda sheet: (
            setattr(sheet["C2"], "font", Font(color="FFFFFFFF")),
            sheet.conditional_formatting.add(
                "C2", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FFFF0000"))
            ),
        ),
        # a shade of white is seen
        lambda sheet: setattr(sheet["C2"], "font", Font(color=Color(theme=0, tint=-0.5))),
        # a text in white, and a 0 that a format does not show
        lambda sheet: setattr(sheet["A2"], "font", Font(color="FFFFFFFF")),
        _formatted("D2", "0;-0;;@", 0),
    ],
)
def test_what_may_be_seen_is_not_told(read_sheet_of: Any, edit: Any) -> None:
    assert _read(read_sheet_of, edit).problems.filter(code="figure-not-seen").is_empty()


def test_a_sign_that_the_format_brings_is_said_to_come_from_there(read_sheet_of: Any) -> None:
    """Whoever types 5 over 500% gets 5% again."""
    intake = _read(read_sheet_of, _formatted("C2", "0%"))
    message = intake.problems.filter(code="unreadable-number")["message"].item()
    assert "135000000%" in message
    assert message.endswith("请先把格式改为“常规”再填。")


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (1350, "yyyy/m/d", "请先把格式改为“常规”再填数字。"),
        (0.5, "h:mm", "请先把格式改为“常规”再填数字。"),
        ("13\u200b50", "General", "用键盘重新输入。"),
        ("很多", "General", "没有就留空。"),
        ("2025-03", "General", "没有就留空。"),
    ],
)
def test_what_the_cell_makes_of_a_figure_is_said_before_another_is_typed_over_it(
    read_sheet_of: Any, value: object, code: str, said: str
) -> None:
    def edit(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].number_format = value, code

    intake = _read(read_sheet_of, edit)

    assert intake.problems.filter(code="unreadable-number")["message"].item().endswith(said)
