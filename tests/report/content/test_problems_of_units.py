"""What is wrong with a file or a sheet as a whole stands on the page of each unit whose rows were read from it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
from tests.many_units import OPTIONS, bytes_of, code, energy, enterprise, write

from energy_audit.parts.run import inspect_into

if TYPE_CHECKING:
    from pathlib import Path

PAGES = replace(OPTIONS, formats=frozenset({"html", "data"}))


def _pages(base: Path) -> dict[str, str]:
    files = bytes_of(base).items()
    return {name[12:30]: page.decode() for name, page in files if re.fullmatch("enterprises/.*html", name)}


def test_a_column_that_a_file_lacks_is_told_to_each_unit_that_owes_it(tmp_path: Path) -> None:
    """工业生产消费 is owed by industry alone; 计量单位 by everybody."""
    trades = ["3011", "3011", "8411"]
    units = [enterprise(number, industry_code=trade) for number, trade in enumerate(trades)]
    lacking = [{**energy(number), "consumption_industrial": None, "unit": None} for number in range(3)]
    rows = [{key: value for key, value in row.items() if value is not None} for row in lacking]
    alone = {"enterprise": [enterprise(9)], "energy_consumption": [energy(9)]}
    filings = [write(tmp_path / "in" / "a", "csv", enterprise=units, energy_consumption=rows)]
    filings.append(write(tmp_path / "in" / "b", "csv", **alone))

    inspect_into(tmp_path / "out", filings, PAGES)

    pages = _pages(tmp_path / "out")
    unit = {own: "缺少必填栏目“计量单位”" in page for own, page in pages.items()}
    industrial = {own: "缺少必填栏目“工业生产消费”" in page for own, page in pages.items()}
    assert {code(0): True, code(1): True, code(2): True, code(9): False} == unit
    assert {code(0): True, code(1): True, code(2): False, code(9): False} == industrial


def test_a_hidden_row_is_told_to_its_unit_and_a_hidden_sheet_to_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1 基本情况"
    sheet.append(["统一社会信用代码", "报告年度", "单位名称"])
    for number in range(2):
        sheet.append([code(number), 2025, f"示例{number}"])
    table = book.create_sheet("表2 能源消费结构")
    table.append(["统一社会信用代码", "报告年度", "能源名称", "计量单位", "消费量合计", "工业生产消费"])
    for number in range(2):
        table.append([code(number), 2025, "电力", "万千瓦时", 5, 5])
    table.row_dimensions[3].hidden = True
    table.sheet_state = "hidden"
    book.create_sheet("草稿").append(["随手记"])
    book.save(tmp_path / "a.xlsx")

    inspect_into(tmp_path / "out", [tmp_path / "a.xlsx"], PAGES)

    pages = _pages(tmp_path / "out")
    assert [False, True] == ["这一行是隐藏行" in pages[code(number)] for number in range(2)]
    assert all("工作表“表2 能源消费结构”是隐藏的" in page for page in pages.values())
    assert all("工作表“草稿”不是规定的表" in page for page in pages.values())
