"""Required texts that say nothing, or something else than they are asked, are told by cell with what stands there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

BASICS, DEVICES = "表1 基本情况", "表8 主要用能设备"


@pytest.mark.parametrize("word", ["待定", "***", "（无）", "——", "/", "无"])
def test_a_word_for_nothing_is_told_with_its_cell(tmp_path: Path, filing: Any, word: str) -> None:
    filing.tables["enterprise"][0] |= {"energy_manager": word, "contact_phone": word}
    filing.tables["equipment"][0]["model"] = word

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx")])

    wanted = {
        (BASICS, filing.cell("enterprise", "energy_manager"), "required-missing", word),
        (BASICS, filing.cell("enterprise", "contact_phone"), "required-missing", word),
        (DEVICES, filing.cell("equipment", "model"), "required-missing", word),
    }
    assert wanted == set(intake.problems.select("sheet", "cell", "code", "value").iter_rows())
    assert all(f"填的是“{word}”，等于没有填" in message for message in intake.problems["message"])
    assert [None] == intake.tables["enterprise"]["energy_manager"].to_list()


@pytest.mark.parametrize("unit", [None, "——"])
def test_the_unit_of_a_total_is_that_of_coal_equivalent(read_sheet_of: Any, unit: str | None) -> None:
    """Tonnes and kilowatt hours add up in nothing else; a total of what is coal equivalent anyway needs no unit."""

    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "计量单位", "消费量合计", "工业生产消费", "折标量(当量)"])
        sheet.append(["原煤", "吨", 1000, 1000, 714.3])
        sheet.append(["柴油", unit, 10, 10, 14.571])
        sheet.append(["合计", unit, 1010, None, 728.871])
        sheet.append(["总计", unit, None, None, 728.871])

    told = read_sheet_of("energy_consumption", fill).problems.filter(code="required-missing", column="unit")

    assert ["B3", "B4"] == told["cell"].to_list()
    assert ["应填“吨标准煤”" in message for message in told["message"]] == [False, True]


@pytest.mark.parametrize("zero", [0, "0"])
def test_a_zero_is_no_name_and_no_telephone_number(tmp_path: Path, filing: Any, zero: object) -> None:
    filing.tables["enterprise"][0] |= {"contact_name": zero, "contact_phone": zero}
    filing.tables["equipment"][0]["device_name"] = zero

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx")])

    wanted = {
        (BASICS, filing.cell("enterprise", "contact_name"), "text-became-zero"),
        (BASICS, filing.cell("enterprise", "contact_phone"), "text-became-zero"),
        (DEVICES, filing.cell("equipment", "device_name"), "text-became-zero"),
    }
    assert wanted == set(intake.problems.select("sheet", "cell", "code").iter_rows())


def test_a_name_and_a_telephone_number_that_are_swapped_are_told(tmp_path: Path, filing: Any) -> None:
    filing.tables["enterprise"][0] |= {"contact_name": "0851-2212345", "contact_phone": "乙某"}

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx")])

    assert {("contact_name", "bad-format"), ("contact_phone", "bad-format")} == set(
        intake.problems.select("column", "code").iter_rows()
    )


@pytest.mark.parametrize(
    "number", ["13900000000", "０８５１－２２１２３４５", "0851-2212345转8001", "12345", "400 800 1234"]
)
def test_telephone_numbers_as_people_write_them(tmp_path: Path, filing: Any, number: str) -> None:
    filing.tables["enterprise"][0]["contact_phone"] = number

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx")])

    assert intake.problems.is_empty()
    assert [number] == intake.tables["enterprise"]["contact_phone"].to_list()


def test_a_model_that_a_spreadsheet_took_for_a_day_is_told(tmp_path: Path, filing: Any) -> None:
    """The fan 9-19 is a day in September, and no list of eliminated fans knows it by that."""
    filing.tables["equipment"][0]["model"] = dt.date(2025, 9, 19)

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx")])

    told = intake.problems.select("cell", "code", "value").rows()
    assert [(filing.cell("equipment", "model"), "text-became-day", "2025-09-19")] == told
    assert [None, "YE3-160M"] == intake.tables["equipment"]["model"].to_list()
