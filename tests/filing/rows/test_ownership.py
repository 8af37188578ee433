"""Rows belong to who filed them; where that cannot be told it is a problem, not a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

OTHER = "914403001922038216"


def _without_owner(filing: Any) -> None:
    for key, rows in filing.tables.items():
        if key != "enterprise":
            for row in rows:
                row.pop("uscc")
                row.pop("report_year")


@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_a_filing_of_one_enterprise_year_may_leave_its_owner_out(filing: Any, tmp_path: Path, form: str) -> None:
    _without_owner(filing)
    path = filing.xlsx(tmp_path / "a.xlsx") if form == "xlsx" else getattr(filing, form)(tmp_path / "t")

    intake = read_filings([path])

    assert intake.problems.is_empty()
    for frame in intake.tables.values():
        assert {("9152000071430580XT", 2025)} == set(frame.select("uscc", "report_year").iter_rows())


def test_blank_cells_are_taken_over_and_filled_cells_are_not_changed(filing: Any, tmp_path: Path, found: Any) -> None:
    filing.tables["equipment"][0].update(uscc=None)
    filing.tables["equipment"][1].update(report_year=2024)

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert [2025, 2024] == intake.tables["equipment"]["report_year"].to_list()
    assert ["9152000071430580XT"] * 2 == intake.tables["equipment"]["uscc"].to_list()
    assert {("表8 主要用能设备", "A3", "no-enterprise-row")} == found(intake)


def test_an_unreadable_year_is_not_replaced(filing: Any, tmp_path: Path, found: Any) -> None:
    filing.tables["target"][0].update(report_year="今年")

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert [None] == intake.tables["target"]["report_year"].to_list()
    assert {("表6 节能目标", "B2", "unreadable-year"), ("表6 节能目标", "A2", "orphan-row")} == found(intake)


@pytest.mark.parametrize(
    ("year", "code"),
    [("去年", "unreadable-year"), ("#N/A", "error-cell"), (2024, "no-enterprise-row"), (20255, "impossible-year")],
)
def test_a_row_without_a_code_is_of_the_one_enterprise_whatever_its_year(
    filing: Any, tmp_path: Path, year: object, code: str
) -> None:
    """Its year is in doubt, and not whose it is: a row of nobody would be missed by no total."""
    filing.tables["energy_consumption"][1].update(uscc=None, report_year=year)

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert ["9152000071430580XT"] * 2 == intake.tables["energy_consumption"]["uscc"].to_list()
    assert intake.tables["energy_consumption"]["report_year"].to_list()[1] != 2025
    assert code in intake.problems["code"]


def test_with_two_enterprises_a_row_without_owner_is_an_orphan_and_stays(
    filing: Any, tmp_path: Path, found: Any
) -> None:
    filing.tables["enterprise"].append(filing.tables["enterprise"][0] | {"uscc": OTHER})
    filing.tables["energy_consumption"].append(filing.tables["energy_consumption"][0] | {"uscc": OTHER})
    filing.tables["nonfossil"][0].update(uscc=None, report_year=None)

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert ("补充表 原料用能与可再生能源", "A2", "orphan-row") in found(intake)
    assert [(None, None)] == intake.tables["nonfossil"].select("uscc", "report_year").rows()


def test_a_missing_mandatory_table_is_said_an_optional_one_is_not(filing: Any, tmp_path: Path, found: Any) -> None:
    intake = read_filings([filing.only("enterprise").xlsx(tmp_path / "a.xlsx")])

    assert {("表1 基本情况", "A2", "missing-table")} == found(intake)
    assert ["energy_consumption"] == intake.problems["table"].to_list()


def test_tables_without_an_enterprise_table_are_said(filing: Any, tmp_path: Path) -> None:
    intake = read_filings([filing.only("energy_consumption", "equipment").xlsx(tmp_path / "a.xlsx")])

    assert ["missing-table", "no-enterprise-row", "no-enterprise-row"] == sorted(intake.problems["code"])
    assert 2 == intake.tables["energy_consumption"].height


def test_the_tables_of_one_filing_may_lie_in_several_folders(filing: Any, tmp_path: Path) -> None:
    filing.only("enterprise").csv(tmp_path / "in" / "一")
    filing.only("energy_consumption").csv(tmp_path / "in" / "二")

    assert read_filings([tmp_path / "in"]).problems.is_empty()


def test_a_site_is_taken_over_with_its_owner(filing: Any, tmp_path: Path) -> None:
    filing.tables["enterprise"][0]["site"] = "一厂"
    _without_owner(filing)

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert ["一厂", "一厂"] == intake.tables["energy_consumption"]["site"].to_list()
