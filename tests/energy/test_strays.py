"""A row of table 2 whose year no table 1 states may be one of a stated year: the total of that year is then open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_audit.energy.account import open_account
from energy_audit.facts import derive_facts, identify_enterprises
from energy_audit.reference.tables import Reference

DAY = date(2026, 6, 30)
AMOUNT = {"consumption_industrial": 6_000, "consumption_total": 6_000}
COAL = {"energy_code": "01", "energy_name": "原煤", "unit": "吨", "factor_adopted": 0.7143, **AMOUNT}
POWER = {"energy_code": "33", "energy_name": "电力", "unit": "万千瓦时", "factor_adopted": 1.229, **AMOUNT}
OUTPUT = {
    "energy_code": "33",
    "energy_name": "电力",
    "unit": "万千瓦时",
    "factor_adopted": 1.229,
    "conversion_output": 10,
}


@pytest.fixture
def unit(intake_of: Callable[..., Any], reference: Reference) -> Callable[..., dict[str, Any]]:
    """Give the facts of 2025 of a unit with these energy rows, each of its year."""

    def make(*rows: tuple[dict[str, Any], int | None], conversion: tuple[int | None, ...] = ()) -> dict[str, Any]:
        intake = intake_of(
            enterprise=[{"report_year": 2025, "industry_code": "3011", "region_code": "520181"}],
            energy_consumption=[{**row, "report_year": year} for row, year in rows],
            energy_conversion=[{**OUTPUT, "report_year": year} for year in conversion],
        )
        identified = identify_enterprises(intake, reference)
        account = open_account(intake, identified, reference)
        facts = derive_facts(intake, identified, account, reference, as_of=DAY)
        return facts.frames["enterprise"].filter(report_year=2025).row(0, named=True)

    return make


@pytest.mark.parametrize("year", [2024, 25, 2052, None])
def test_a_row_of_a_year_nobody_states_opens_the_total(unit: Callable[..., dict[str, Any]], year: int | None) -> None:
    facts = unit((COAL, 2025), (POWER, year))
    assert (4_285, None) == (int(facts["tce_calorific_low"]), facts["tce_calorific_high"])
    assert (None, None, None) == (facts["tier"], facts["electricity_consumption"], facts["coal_consumption_t"])
    assert facts["consumes_coal"] is True
    assert facts["co2_t_high"] is None


def test_an_energy_split_over_rows_may_lack_one(unit: Callable[..., dict[str, Any]]) -> None:
    facts = unit((COAL, 2025), (POWER, 2025), (POWER | {"consumption_industrial": 9}, 2024))
    assert facts["tce_calorific_high"] is None


def test_a_whole_other_year_beside_lacks_nothing(unit: Callable[..., dict[str, Any]]) -> None:
    """Last year's table left in the book has every energy again."""
    facts = unit((COAL, 2025), (POWER, 2025), (COAL, 2024), (POWER, 2024))
    assert facts["tce_calorific_low"] == facts["tce_calorific_high"]
    assert 6_000 == facts["electricity_consumption"]


def test_what_was_made_may_be_taken_off_yet(unit: Callable[..., dict[str, Any]]) -> None:
    for years in ((2024,), (2025, None)):
        facts = unit((COAL, 2025), (POWER, 2025), conversion=years)
        assert (None, True) == (facts["tce_calorific_low"], facts["tce_calorific_high"] is not None), years
