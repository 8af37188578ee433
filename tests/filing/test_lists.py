"""A list of many enterprises on one sheet: its 合计 is held against all rows above it, told once by its cell, of no unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from energy_audit.filing.files import tabular
from energy_audit.filing.intake import Intake, read_filings

CODES = ("91520181000000019R", "91520304000000027E", "91520628000000035H")
UNITS = ["统一社会信用代码", "报告年度", "单位名称", "工业总产值", "综合能源消费量(当量值)"]
ENERGY = ["统一社会信用代码", "报告年度", "企业名称", "能源名称", "计量单位", "消费量合计", "折标量(当量)"]


def _read(tmp_path: Path, units: list[list[Any]], energy: list[list[Any]]) -> Intake:
    book = openpyxl.Workbook()
    for title, head, rows in (("表1 基本情况", UNITS, units), ("表2 能源消费结构", ENERGY, energy)):
        sheet = book.create_sheet(title)
        for row in (head, *rows):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "名单.xlsx")
    return read_filings([tmp_path])


def _filed(number: int, code: str) -> tuple[list[Any], list[list[Any]]]:
    """A unit of 100 · n 万元 that used 10 · n t of coal, 7 · n tce, and 5 · n 万千瓦时, 6 · n tce."""
    name = f"示例名单{number}号有限公司"
    energies = [("原煤", "吨", 10 * number, 7 * number), ("电力", "万千瓦时", 5 * number, 6 * number)]
    return [code, 2025, name, 100 * number, 13 * number], [[code, 2025, name, *each] for each in energies]


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """Read a list of three units, 600 万元 and 78 tce in all, under these sums: what is said of no unit, by cell."""
    rows = [_filed(number, code) for number, code in enumerate(CODES, 1)]

    def make(of_units: list[Any], of_energy: list[Any]) -> list[tuple[str, str, str]]:
        energies = [row for _, own in rows for row in own]
        intake = _read(tmp_path, [*(unit for unit, _ in rows), of_units], [*energies, of_energy])
        assert (3, 6) == (intake.tables["enterprise"].height, intake.tables["energy_consumption"].height)
        assert intake.problems.filter(
            pl.col("code").is_in(["orphan-row", "bad-credit-code", "no-enterprise-row"])
        ).is_empty()
        found = intake.problems.filter(pl.col("code").is_in(["sum-row", "sum-differs"]))
        assert found["uscc"].null_count() == found.height
        return [(row["cell"], row["code"], row["detail"]) for row in found.rows(named=True) if row["code"] != "sum-row"]

    return make


NONE: list[Any] = [None, None]


def test_the_sum_of_a_list_is_held_against_all_its_units(told: Any) -> None:
    assert [] == told(["合计", None, None, 600, 78], ["合计", *NONE, *NONE, None, 78])
    ((cell, code, detail),) = told(["合计", None, None, 600, 87], ["合计", *NONE, *NONE, None, 78])
    assert ("E5", "sum-differs") == (cell, code)
    assert "sum=78|difference=9" in detail


@pytest.mark.parametrize("word", ["合计", "全市合计", "合 计", "总计（3家）"])
@pytest.mark.parametrize("column", [0, 2])
def test_a_sum_says_so_in_the_place_of_the_code_or_of_the_name(told: Any, word: str, column: int) -> None:
    """The name stands in a column of its own in table 2, which is none of the form's."""
    said = [*NONE, None]
    said[column] = word
    found = told([*said, 605, 78], [*said, *NONE, None, 88])
    assert [("D5", "sum-differs"), ("G8", "sum-differs")] == [(cell, code) for cell, code, _ in found]


def test_amounts_of_several_units_of_measure_are_not_added(told: Any) -> None:
    """60 t and 30 万千瓦时 make no 90."""
    assert [] == told(["合计", None, None, 600, 78], ["合计", *NONE, *NONE, 95, 78])


def test_a_sum_that_names_the_year_is_of_no_unit_either(told: Any) -> None:
    found = told(["合计", 2025, None, 600, 97], ["合计", 2025, None, *NONE, None, 78])
    assert ["E5"] == [cell for cell, _, _ in found]


def test_a_code_that_cannot_be_read_is_no_sum(tmp_path: Path) -> None:
    """会计 and 统计 end otherwise; a unit so named stays one."""
    unit, energies = _filed(1, CODES[0])
    other = [CODES[1], 2025, "示例会计", 100, 13]
    assert 2 == _read(tmp_path, [unit, other], energies).tables["enterprise"].height


def test_a_sum_of_one_unit_that_leaves_its_code_blank_is_held_against_that_unit(tmp_path: Path) -> None:
    """The first unit has no 小计 of its own; 26 tce are those of the second, 62 are nobody's."""
    units, energies = zip(*(_filed(number, code) for number, code in enumerate(CODES, 1)), strict=True)
    for stated, cells in ((26, []), (62, ["G6"])):
        own = [*energies[0], *energies[1], [None, None, None, "小计", None, None, stated], *energies[2]]
        found = _read(tmp_path, [*units], own).problems.filter(code="sum-differs")
        assert cells == found["cell"].to_list()


@pytest.mark.parametrize(("stated", "cells"), [(78, []), (87, ["E2"])])
def test_a_sum_above_its_units_is_held_against_those_below(tmp_path: Path, stated: int, cells: list[str]) -> None:
    units, energies = zip(*(_filed(number, code) for number, code in enumerate(CODES, 1)), strict=True)
    intake = _read(tmp_path, [["合计", None, None, 600, stated], *units], [row for own in energies for row in own])
    assert 3 == intake.tables["enterprise"].height
    assert cells == intake.problems.filter(code="sum-differs")["cell"].to_list()
    assert "bad-credit-code" not in intake.problems["code"]


def test_sums_of_cities_within_a_list_and_the_sum_of_all(tmp_path: Path) -> None:
    """1 and 2 are of one city, 39 tce; 3 of another, 39; together 78."""
    units, energies = zip(*(_filed(number, code) for number, code in enumerate(CODES, 1)), strict=True)

    def city(name: str, tce: int) -> list[Any]:
        return [None, None, name, None, tce]

    for wrong, cells in ((39, []), (57, ["E4"])):
        rows = [*units[:2], city("贵阳市小计", wrong), units[2], city("遵义市小计", 39), city("全省合计", 78)]
        intake = _read(tmp_path, rows, [row for own in energies for row in own])
        assert cells == intake.problems.filter(code="sum-differs")["cell"].to_list()


def test_a_sum_in_the_column_of_numbers_is_one_too(tmp_path: Path) -> None:
    """序号 is no column of table 1; its last cell says 合计, as a merged one does."""
    units, energies = zip(*(_filed(number, code) for number, code in enumerate(CODES, 1)), strict=True)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表1 基本情况"
    total = ["合计", None, None, None, 600, 88]
    for row in (["序号", *UNITS], *([number, *unit] for number, unit in enumerate(units, 1)), total):
        sheet.append(row)
    sheet.merge_cells("A5:D5")
    second = book.create_sheet("表2 能源消费结构")
    for row in (ENERGY, *(row for own in energies for row in own)):
        second.append(row)
    book.save(tmp_path / "名单.xlsx")
    intake = read_filings([tmp_path])
    assert 3 == intake.tables["enterprise"].height
    assert ["F5"] == intake.problems.filter(code="sum-differs")["cell"].to_list()


def test_a_large_text_says_what_a_small_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units, energies = zip(*(_filed(number, code) for number, code in enumerate(CODES, 1)), strict=True)
    total = [None, None, "合计", None, None, None, 88]
    for name, head, rows in (
        ("enterprise", UNITS, units),
        ("energy_consumption", ENERGY, [*(row for own in energies for row in own), total]),
    ):
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (head, *rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = ["code", "cell", "uscc", "detail"]
    small = read_filings([tmp_path]).problems.select(told)
    monkeypatch.setattr(tabular, "LARGE", 0)
    large = read_filings([tmp_path]).problems.select(told)
    assert {"sum-row", "sum-differs"} <= {*large["code"]}
    assert small.filter(pl.col("code") != "unknown-column").equals(large.filter(pl.col("code") != "unknown-column"))
