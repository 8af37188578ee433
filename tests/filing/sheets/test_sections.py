"""Several enterprises on one sheet: a form and its tables, one below the other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake

CODES = ("9152000071430580XT", "914403001922038216")
ENERGY = ["能源名称", "计量单位", "消费量合计", "工业生产消费"]


def _form(code: str, number: int) -> list[list[object]]:
    return [
        ["表1 基本情况"],
        ["统一社会信用代码", code, "单位名称", f"某某{number}厂"],
        ["报告年度", "2025年", "行业代码", 1512],
        ["行政区划代码", "520382", "综合能源消费量(当量值)", number],
        ["综合能源消费量(等价值)", 2 * number, "从业人员", 10],
    ]


def _table(number: int) -> list[list[object]]:
    return [["表2 能源消费结构", None, "金额单位：千元"], ENERGY, ["电力", "万千瓦时", number, number]]


def _read(path: Path, sheets: dict[str, list[list[object]]]) -> Intake:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return read_filings([path])


def _used(intake: Intake) -> list[tuple[object, ...]]:
    return intake.tables["energy_consumption"].select("uscc", "report_year", "consumption_total").rows()


def test_forms_below_each_other_are_enterprises_of_their_own(tmp_path: Path) -> None:
    rows = [*_form(CODES[0], 1), [], *_form(CODES[1], 2)]

    intake = _read(tmp_path / "a.xlsx", {"表1": rows})

    assert list(CODES) == intake.tables["enterprise"]["uscc"].to_list()
    assert [Decimal(1), Decimal(2)] == intake.tables["enterprise"]["reported_tce_calorific"].to_list()
    assert "repeated-column" not in intake.problems["code"]


@pytest.mark.parametrize("sign_off", [[], ["填表人：某甲  审核人：某乙"]])
def test_the_tables_below_a_form_are_its_enterprises(tmp_path: Path, sign_off: list[object]) -> None:
    rows = [[*row] for number, code in enumerate(CODES, 1) for row in (*_form(code, number), *_table(number), sign_off)]

    intake = _read(tmp_path / "a.xlsx", {"全部": rows})

    assert _used(intake) == [(CODES[0], 2025, Decimal(1)), (CODES[1], 2025, Decimal(2))]
    # the line that ends one enterprise's part is not the next one's
    assert intake.tables["enterprise"]["preparer"].null_count() == 2


def test_a_sheet_for_each_enterprise_says_whose_its_tables_are(tmp_path: Path) -> None:
    sheets = {f"{number}厂": [*_form(code, number), [], *_table(number)] for number, code in enumerate(CODES, 1)}

    intake = _read(tmp_path / "a.xlsx", sheets)

    assert _used(intake) == [(CODES[0], 2025, Decimal(1)), (CODES[1], 2025, Decimal(2))]
    assert {"missing-column"} == set(intake.problems["code"])


def test_a_table_below_a_form_may_name_its_owner_again(tmp_path: Path) -> None:
    """Its headings are labels as well, and must not be taken for a part of the form."""
    table = [
        ["表2 能源消费结构"],
        ["统一社会信用代码", "报告年度", *ENERGY],
        [CODES[0], 2025, "电力", "万千瓦时", 1, 1],
    ]

    intake = _read(tmp_path / "a.xlsx", {"申报": [*_form(CODES[0], 1), *table]})

    assert _used(intake) == [(CODES[0], 2025, Decimal(1))]
    assert {"missing-column"} == set(intake.problems["code"])


@pytest.mark.parametrize(
    "between", [[], [[]], [["表2 能源消费结构"]], [[], ["表2 能源消费结构"], ["单位名称：某某厂  计量单位：吨"]]]
)
def test_a_form_of_single_cells_ends_where_its_statements_end(tmp_path: Path, between: list[list[object]]) -> None:
    """What stands above a table below its title is the table's; without a title it is the form's."""
    form = [
        [f"{label}：{value}"]
        for row in _form(CODES[0], 1)[1:]
        for label, value in zip(row[::2], row[1::2], strict=True)
    ]

    intake = _read(tmp_path / "a.xlsx", {"申报": [*form, *between, ENERGY, ["电力", "万千瓦时", 1, 1]]})

    assert _used(intake) == [(CODES[0], 2025, Decimal(1))]
    assert ["某某1厂"] == intake.tables["enterprise"]["enterprise_name"].to_list()
    assert [10] == intake.tables["enterprise"]["employees"].to_list()
    assert {"missing-column"} == set(intake.problems["code"])
