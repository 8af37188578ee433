"""What a tier hangs on; every expected figure is worked out in its comment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Open = Callable[..., dict[str, Any]]


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference, unit_of: Callable[..., pl.DataFrame]) -> Open:
    def make(rows: list[dict[str, Any]], *, designated: bool = False, **options: Any) -> dict[str, Any]:
        frame = unit_of(designated=designated)
        return open_account(intake_of(energy_consumption=rows), frame, reference, **options).totals.row(0, named=True)

    return make


def fuel(tce: object, name: str = "其他燃料") -> dict[str, Any]:
    """So many tonnes of coal equivalent of a fuel."""
    factor, unit = ("1", "吨标准煤") if name == "其他燃料" else ("1.4571", "吨")
    return {
        "energy_name": name, "unit": unit, "consumption_total": tce, "consumption_industrial": tce,
        "consumption_nonindustrial": 0, "purchase_qty": tce, "factor_adopted": factor,
    }  # fmt: skip


def power(amount: object, equal: str = "3.0") -> dict[str, Any]:
    return fuel(amount, "电力") | {"unit": "万千瓦时", "factor_adopted": "1.229", "factor_equal": equal}


@pytest.mark.parametrize(
    ("tce", "sensitive"),
    [
        ("4761.90", False),  # + 5 % = 4999.995
        ("4761.91", True),  # + 5 % = 5000.0055
        ("4999.99", True),
        ("5000", True),  # − 5 % = 4750
        ("5263.15", True),  # − 5 % = 4999.9925
        ("5263.16", False),  # − 5 % = 5000.002
        ("9523.80", False),  # + 5 % = 9999.99
        ("9523.81", True),  # + 5 % = 10 000.0005
        ("10526.31", True),  # − 5 % = 9999.9945
        ("10526.32", False),  # − 5 % = 10 000.004
    ],
)
def test_one_energy_off_by_five_per_cent(opened: Open, tce: str, sensitive: bool) -> None:
    totals = opened([fuel(tce)])
    assert (sensitive, "其他燃料" if sensitive else "") == (
        totals["tier_sensitive_to_row"],
        totals["tier_sensitive_energies"],
    )


def test_only_the_energy_that_is_large_enough_is_named(opened: Open) -> None:
    """4000 + 600 × 1.4571 = 4874.26: 5 % of 4000 is 200 (5074.26), 5 % of 874.26 is 43.71 (4917.97)."""
    totals = opened([fuel(4000), fuel(600, "柴油")])
    assert (True, "其他燃料") == (totals["tier_sensitive_to_row"], totals["tier_sensitive_energies"])


def test_splitting_a_row_hides_nothing(opened: Open) -> None:
    """4800 in twelve rows of 400: 5 % of one row is 20, of the energy 240."""
    assert opened([fuel(400)] * 12)["tier_sensitive_to_row"] is True


def test_the_equal_value_basis_counts_where_both_may_decide(opened: Open) -> None:
    """Power 1640 万kWh: 2015.56 calorific, 4920 by 3.0; 5 % of it is 246: 5166. By calorific alone nothing changes."""
    assert opened([power(1640)])["tier_sensitive_energies"] == "电力"
    assert opened([power(1640)], basis="calorific")["tier_sensitive_to_row"] is False


def test_a_designated_unit_has_no_line_at_5000(opened: Open) -> None:
    assert opened([fuel(5000)], designated=True)["tier_sensitive_to_row"] is False


def test_an_interval_far_above_the_line_hangs_on_nothing(opened: Open) -> None:
    """20 000 certain and one row unreadable: A whatever it was; 10 400 certain: 5 % less is 9880."""
    assert opened([fuel(20_000), fuel(None, "柴油")])["tier_sensitive_to_row"] is False
    assert opened([fuel(10_400), fuel(None, "柴油")])["tier_sensitive_energies"] == "其他燃料"


def test_an_open_total_is_not_called_insensitive(opened: Open) -> None:
    """Below 4000 nothing is known to change, but the equal total is an interval: 1500 × 2.8 … 3.5 = 4200 … 5250."""
    row = power(1500) | {"factor_equal": None}
    assert opened([row])["tier_sensitive_to_row"] is None


@pytest.mark.parametrize(
    ("basis", "near_5000", "near_10000"),
    [
        # calorific 4900 + 100 × 1.229 = 5022.90; equal 4900 + 300 = 5200: the nearer one counts
        (None, "22.90", "-4800.00"),
        ("calorific", "22.90", "-4977.10"),
        ("equal", "200.00", "-4800.00"),
    ],
)
def test_margins_are_of_the_basis_that_decides(
    opened: Open, basis: str | None, near_5000: str, near_10000: str
) -> None:
    totals = opened([fuel(4900), power(100)], basis=basis)
    assert (D(near_5000), D(near_10000)) == (totals["margin_5000_tce"], totals["margin_10000_tce"])


def test_reference_factors_throughout(opened: Open) -> None:
    """7000 t of coal at a filed 0.72 = 5040 (C, within 5 %); by the table 7000 × 0.7143 = 5000.10 (C)."""
    coal = fuel(7000, "原煤") | {"factor_adopted": "0.72"}
    totals = opened([coal])
    assert (D("5040.00"), D("5000.10"), "C") == (
        totals["tce_calorific"],
        totals["default_calorific_low"],
        totals["tier_with_reference_factors"],
    )
    # 6990 t: 5032.80 (C) as filed, 6990 × 0.7143 = 4992.957 → 4992.96 (D) by the table; the tier stands, the page says so
    totals = opened([coal | dict.fromkeys(("consumption_total", "consumption_industrial", "purchase_qty"), 6990)])
    assert ("C", "D", D("4992.96")) == (
        totals["tier"],
        totals["tier_with_reference_factors"],
        totals["default_calorific_low"],
    )
