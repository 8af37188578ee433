"""A total that the blank workbook left blank: the clerk is sent to the factor it lacks, not to the total."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from energy_audit.filing.sheets.headings import match
from energy_audit.inspection import inspect
from energy_audit.report.material import Options
from energy_audit.report.selfcheck.content import self_check
from energy_audit.report.selfcheck.item import Item
from energy_audit.resources import folder

SAMPLE = next(folder("sample_data").rglob("示例清镇水泥-2025.xlsx"))
SHEET = "表2 能源消费结构"

Editor = Callable[[Workbook, dict[str, int]], None]


@pytest.fixture
def mended(tmp_path: Path) -> Callable[[Editor], dict[str, Item]]:
    """Edit the sample's table 2 (columns by key); return what must be mended, by cell, sheet left out where it is table 2."""

    def told(edit: Editor) -> dict[str, Item]:
        book = openpyxl.load_workbook(SAMPLE)
        heading = next(row for row in book[SHEET].iter_rows() if any("消费量合计" in str(cell.value) for cell in row))
        columns = {
            key: cell.column for cell in heading for key in match("energy_consumption", (str(cell.value),)).columns
        }
        edit(book, columns)
        book.save(tmp_path / "申报表.xlsx")
        material = inspect([tmp_path], Options(date(2026, 6, 30))).material
        return {
            str(place).removeprefix(f"{SHEET}!"): item
            for item in self_check(material, "申报表.xlsx").must_mend
            for place in item.places
        }

    return told


def energy_row(book: Workbook, name: str) -> int:
    return next(cell.row for row in book[SHEET].iter_rows() for cell in row if cell.value == name)


def clear(book: Workbook, heading: str) -> str:
    """Blank the value beside or below a heading of table 1 and return its cell."""
    sheet = book["表1 基本情况"]
    at = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(heading))
    value = at.offset(column=1) if isinstance(at.offset(column=1).value, int | float) else at.offset(row=1)
    value.value = None
    return f"表1 基本情况!{value.coordinate}"


def test_the_factors_for_want_of_which_a_total_is_blank_are_named(mended: Callable[[Editor], dict[str, Item]]) -> None:
    blanked, lacking = [], []

    def edit(book: Workbook, columns: dict[str, int]) -> None:
        sheet, gas = book[SHEET], book[SHEET].max_row + 1
        for key, value in (("energy_code", "15"), ("energy_name", "天然气（气态）"), ("unit", "万立方米"),
                           ("consumption_total", 12), ("consumption_industrial", 12), ("consumption_nonindustrial", 0)):  # fmt: skip
            sheet.cell(gas, columns[key], value)
        power = sheet.cell(energy_row(book, "电力"), columns["factor_equal"])
        power.value = None
        lacking.extend((sheet.cell(gas, columns["factor_adopted"]).coordinate, power.coordinate))
        blanked.extend(clear(book, f"综合能源消费量({basis})") for basis in ("当量值", "等价值"))

    told = mended(edit)
    calorific, equal = (told[cell].mend for cell in blanked)
    gas, power = lacking
    assert (True, False) == (f"{SHEET}!{gas}" in calorific, f"{SHEET}!{power}" in calorific)
    assert f"{SHEET}!{gas}、{SHEET}!{power}" in equal
    assert [gas, power] == [place.cell for place in told[blanked[1]].rests_on]


def test_a_blank_total_row_is_no_error(mended: Callable[[Editor], dict[str, Item]]) -> None:
    """It is compared, never added; a formula that waits for a factor leaves it blank."""

    def edit(book: Workbook, columns: dict[str, int]) -> None:
        sheet, below = book[SHEET], book[SHEET].max_row + 1
        for key, value in (("energy_code", "40"), ("energy_name", "能源合计"), ("unit", "吨标准煤")):
            sheet.cell(below, columns[key], value)

    assert {} == mended(edit)


def test_a_sum_that_is_blank_for_a_text_is_told_at_the_text(mended: Callable[[Editor], dict[str, Item]]) -> None:
    typed = []

    def edit(book: Workbook, columns: dict[str, int]) -> None:
        row = energy_row(book, "柴油")
        book[SHEET].cell(row, columns["consumption_total"]).value = None
        part = book[SHEET].cell(row, columns["consumption_industrial"], "约三百")
        typed.append(part.coordinate)

    assert typed == [cell for cell in mended(edit) if not cell.startswith("表1")]
