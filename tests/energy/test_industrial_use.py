"""Industrial units count what production used: where a row does not say how much that was, its clerk is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.energy.account import open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Told = Callable[..., list[tuple[str, str]]]

COAL = {
    "energy_name": "原煤",
    "unit": "吨",
    "consumption_total": 900,
    "consumption_nonindustrial": 0,
    "purchase_qty": 900,
}
"""A row without what production used of it."""


@pytest.fixture
def told(intake_of: Callable[..., Intake], unit_of: Callable[..., pl.DataFrame], reference: Reference) -> Told:
    """Code and cell of what is said of the rows of table 2."""

    def make(*rows: dict[str, Any], industrial: bool = True, column: bool = True) -> list[tuple[str, str]]:
        intake = intake_of(energy_consumption=list(rows))
        if not column:
            intake = replace(intake, placement=intake.placement.filter(pl.col("column") != "consumption_industrial"))
        units = unit_of(industrial=industrial, division="30" if industrial else "84")
        found = energy_problems(open_account(intake, units, reference), intake)
        return [tuple(each) for each in found.select("code", "cell").sort("code", "cell").iter_rows()]

    return make


def test_a_blank_cell_is_named(told: Told) -> None:
    assert [("required-missing", "M5")] == told(COAL, COAL | {"consumption_industrial": 900})


def test_zero_is_no_blank_and_what_cannot_be_read_is_told_elsewhere(told: Told) -> None:
    assert [] == told(COAL | {"consumption_industrial": 0}, COAL | {"consumption_industrial": Unread("约九百")})


def test_other_units_owe_none(told: Told) -> None:
    assert [] == told(COAL, industrial=False)


def test_a_row_without_any_consumption_is_told_by_its_total(told: Told) -> None:
    assert [] == told(COAL | {"consumption_total": None})


def test_what_is_counted_with_others_is_not_asked_for(told: Told) -> None:
    """Raw coal is the sum of its kinds, row 40 of everything."""
    kind = COAL | {"energy_name": "一般烟煤", "consumption_industrial": 900}
    total = {"energy_name": "能源合计", "unit": "吨标准煤", "consumption_total": 643}
    assert [] == told(COAL | {"consumption_total": None, "purchase_qty": None}, kind, total)


def test_a_heading_that_is_missing_is_told_once(told: Told) -> None:
    """A column under another heading is not read at all."""
    assert [("missing-column", "")] == told(COAL, COAL, column=False)
