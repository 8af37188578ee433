"""A row of nobody in the file of one enterprise is perhaps its own: it is told of it, and its total is open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.strays import years_with_strays
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake, read_filings
from energy_audit.reference.tables import Reference

OWN, OTHER, MISTYPED = "9152000071430580XT", "914403001922038216", "9152000071430580XR"
LACKING = [(OWN, 2025)]


def lacks(intake: Intake, table: str = "energy_consumption") -> list[tuple[str, int]]:
    return years_with_strays(intake, table).sort("uscc").rows()


def told(intake: Intake, kind: str) -> list[tuple[Any, ...]]:
    return intake.problems.filter(code=kind).select("table", "cell", "value", "uscc", "report_year").rows()


@pytest.mark.parametrize("code", [MISTYPED, OTHER])
@pytest.mark.parametrize("form", ["xlsx", "csv", "parquet"])
def test_a_row_of_another_code_is_told_of_the_enterprise_of_its_file(
    filing: Any, tmp_path: Path, code: str, form: str
) -> None:
    filing.tables["energy_consumption"][1].update(uscc=code)
    path = filing.xlsx(tmp_path / "a.xlsx") if form == "xlsx" else getattr(filing, form)(tmp_path / "t")

    intake = read_filings([path])

    assert lacks(intake) == LACKING
    assert lacks(intake, "energy_conversion") == []
    # no row changes hands: whose it is nobody knows
    assert intake.tables["energy_consumption"]["uscc"].to_list() == [OWN, code]
    [(table, _, value, uscc, year)] = told(intake, "no-enterprise-row")
    assert (table, value, uscc, year) == ("energy_consumption", f"{code}-2025", OWN, 2025)


def test_another_unit_s_whole_table_left_in_the_book_takes_nothing_from_this_one(filing: Any, tmp_path: Path) -> None:
    rows = filing.tables["energy_consumption"]
    filing.tables["energy_consumption"] = [*rows, *(row | {"uscc": OTHER} for row in rows)]

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert lacks(intake) == []
    # but for one energy it may be this one's
    filing.tables["energy_consumption"].pop()
    assert lacks(read_filings([filing.xlsx(tmp_path / "b.xlsx")])) == LACKING


def test_a_row_of_a_unit_that_filed_elsewhere_is_that_unit_s(filing: Any, tmp_path: Path) -> None:
    other = filing.copy()
    for rows in other.tables.values():
        for row in rows:
            row["uscc"] = OTHER
    filing.tables["energy_consumption"][1].update(uscc=OTHER)

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx"), other.xlsx(tmp_path / "b.xlsx")])

    assert lacks(intake) == []


def test_in_a_file_of_two_units_nobody_can_say_whose_it_is(filing: Any, tmp_path: Path) -> None:
    filing.tables["enterprise"].append(filing.tables["enterprise"][0] | {"uscc": OTHER})
    rows = filing.tables["energy_consumption"]
    filing.tables["energy_consumption"] = [
        *rows,
        *(row | {"uscc": OTHER} for row in rows),
        rows[0] | {"uscc": MISTYPED},
    ]

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    assert lacks(intake) == []
    assert [uscc for *_, uscc, _ in told(intake, "no-enterprise-row")] == [MISTYPED]


def test_the_total_is_a_lower_bound(filing: Any, tmp_path: Path, ends: Callable[[Intake], tuple[Any, Any]]) -> None:
    """1,200.5 t × 0.7143 = 857.52; with 345.678901 × 1.229 of power 1,282.36."""
    del filing.tables["energy_conversion"]
    for row in filing.tables["energy_consumption"]:
        row["consumption_industrial"] = row["consumption_total"]
    whole = ends(read_filings([filing.xlsx(tmp_path / "a.xlsx")]))
    assert whole == (D("1282.36"), D("1282.36"))
    filing.tables["energy_consumption"][1].update(uscc=MISTYPED)
    assert ends(read_filings([filing.xlsx(tmp_path / "b.xlsx")])) == (D("857.52"), None)


@pytest.fixture
def ends(reference: Reference) -> Callable[[Intake], tuple[Any, Any]]:
    def make(intake: Intake) -> tuple[Any, Any]:
        account = open_account(intake, identify_enterprises(intake, reference), reference)
        return account.totals.select("tce_calorific_low", "tce_calorific_high").row(0)

    return make
