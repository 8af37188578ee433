"""A sheet or file that says the same again within one filing is a copy; one that says otherwise is a second filing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import openpyxl

ENERGY = "表2 能源消费结构"


def _copied(sheet: str, edit: Callable[[Any], object] = lambda _: None) -> Callable[[openpyxl.Workbook], None]:
    """Copy a sheet as Excel does, under the name Excel gives it, and change the copy."""

    def change(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book[sheet])
        copy.title = f"{sheet} (2)"
        edit(copy)

    return change


def test_a_copied_sheet_counts_once(filing: Any, tmp_path: Path, found: Any) -> None:
    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", _copied(ENERGY))])

    assert {(f"{ENERGY} (2)", "A2", "repeated-filing")} == found(intake)
    assert 2 == intake.tables["energy_consumption"].height


def test_a_copied_file_counts_once(filing: Any, tmp_path: Path) -> None:
    folder = filing.csv(tmp_path / "a")
    (folder / "energy_consumption (1).csv").write_bytes((folder / "energy_consumption.csv").read_bytes())

    intake = read_filings([folder])

    assert ["repeated-filing"] == intake.problems["code"].to_list()
    assert 2 == intake.tables["energy_consumption"].height


def test_a_changed_copy_of_a_sheet_is_a_second_filing_and_both_stay(filing: Any, tmp_path: Path, found: Any) -> None:
    def change(copy: Any) -> None:
        copy[filing.cell("energy_consumption", "consumption_total")] = 999

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", _copied(ENERGY, change))])

    assert {(ENERGY, "A2", "double-filing"), (f"{ENERGY} (2)", "A2", "double-filing")} == found(intake)
    assert 4 == intake.tables["energy_consumption"].height


@pytest.mark.parametrize("total", ["合计", "能源合计"])
def test_a_table_over_two_sheets_is_one_table(filing: Any, tmp_path: Path, found: Any, total: str) -> None:
    """Other energies, each sheet with its own total."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet(f"{ENERGY}（续）")
        for row in (["能源名称", "计量单位", "消费量合计"], ["柴油", "吨", 5], [total, "吨标准煤", 7]):
            sheet.append(row)
        book[ENERGY].append([None, None, None, total, "吨标准煤", 12])

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", change)])

    assert not {"double-filing", "repeated-filing"} & {code for *_, code in found(intake)}
    assert Decimal(5) in intake.tables["energy_consumption"]["consumption_total"].to_list()


def test_one_such_device_on_each_of_two_sheets_is_two_devices(filing: Any, tmp_path: Path) -> None:
    filing.tables["equipment"] = [{key: value for key, value in filing.tables["equipment"][0].items() if key != "seq"}]

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", _copied("表8 主要用能设备"))])

    assert 2 == intake.tables["equipment"].height
    assert intake.problems.is_empty()
