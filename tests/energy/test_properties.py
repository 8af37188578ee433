"""What holds for every filing, not for one: order, units, splitting, monotony, intervals, cents."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_audit.energy.account import open_account
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Open = Callable[..., dict[str, Any]]

ENERGIES = [("柴油", "吨", "1.4571"), ("焦炭", "吨", "0.9714"), ("汽油", "吨", "1.4714"), ("其他燃料", "吨标准煤", "1")]
amounts = st.decimals(min_value=0, max_value=10**6, places=3)
fuels = st.lists(st.tuples(st.sampled_from(ENERGIES), amounts), min_size=1, max_size=8)
powers = st.tuples(amounts, st.decimals(min_value="1.23", max_value=5, places=3))
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def row(energy: tuple[str, str, str], amount: D | None, **more: Any) -> dict[str, Any]:
    name, unit, factor = energy
    return {
        "energy_name": name, "unit": unit, "factor_adopted": factor, "consumption_total": amount,
        "consumption_industrial": amount, "consumption_nonindustrial": 0, "purchase_qty": amount, **more,
    }  # fmt: skip


def power(amount: D, equal: D) -> dict[str, Any]:
    return row(("电力", "万千瓦时", "1.229"), amount, factor_equal=equal)


@pytest.fixture(scope="module")
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Open:
    enterprises = pl.DataFrame(
        {
            "uscc": ["91520000000000001X"],
            "report_year": [2025],
            "region_code": ["520100"],
            "industry_division": ["30"],
            "is_industrial": [True],
            "designated": [False],
        }
    )

    def make(rows: list[dict[str, Any]], conversion: list[dict[str, Any]] = []) -> dict[str, Any]:  # noqa: B006 - never changed
        intake = intake_of(energy_consumption=rows, energy_conversion=conversion)
        return open_account(intake, enterprises, reference).totals.row(0, named=True)

    return make


@some
@given(filed=fuels, bought=powers, data=st.data())
def test_order_of_rows_does_not_matter(opened: Open, filed: Any, bought: Any, data: st.DataObject) -> None:
    rows = [row(*each) for each in filed] + [power(*bought)]
    shuffled = data.draw(st.permutations(rows))
    names = ("tce_calorific", "tce_equal", "tier", "co2_t")
    assert [opened(rows)[n] for n in names] == [opened(shuffled)[n] for n in names]


@some
@given(energy=st.sampled_from(ENERGIES), first=amounts, second=amounts)
def test_splitting_a_row_does_not_matter(opened: Open, energy: Any, first: D, second: D) -> None:
    whole, split = [row(energy, first + second)], [row(energy, first), row(energy, second)]
    assert opened(whole)["tce_calorific"] == opened(split)["tce_calorific"]


@some
@given(amount=st.decimals(min_value=0, max_value=10**6, places=3))
def test_units_do_not_matter(opened: Open, amount: D) -> None:
    """Tonnes, kilograms and 10^4 tonnes with no filed factor: the reference follows the unit."""
    by_unit = [
        opened([row(("柴油", unit, None), amount * scale)])["tce_calorific"]  # type: ignore[arg-type]  # no factor is filed
        for unit, scale in (("吨", D(1)), ("千克", D(1000)), ("万吨", D("0.0001")))
    ]
    assert [by_unit[0]] * 3 == by_unit


@some
@given(filed=fuels, more=st.tuples(st.sampled_from(ENERGIES), amounts))
def test_adding_fuel_never_lowers_the_total(opened: Open, filed: Any, more: Any) -> None:
    before = [row(*each) for each in filed]
    assert opened(before)["tce_calorific"] <= opened([*before, row(*more)])["tce_calorific"]


@some
@given(filed=fuels, bought=powers, own=amounts)
def test_equal_value_is_at_least_calorific_for_a_net_consumer(opened: Open, filed: Any, bought: Any, own: D) -> None:
    """Where electricity consumed ≥ produced and the equal factor exceeds 1.229."""
    amount, equal = bought
    made = min(own, amount)
    conversion = [
        {
            "energy_name": "电力",
            "unit": "万千瓦时",
            "conversion_output": made,
            "recovered": 0,
            "factor_adopted": "1.229",
            "factor_equal": equal,
        }
    ]
    totals = opened([row(*each) for each in filed] + [power(amount, equal)], conversion)
    assert totals["tce_calorific"] <= totals["tce_equal"]


@some
@given(filed=fuels, hidden=amounts, energy=st.sampled_from(ENERGIES))
def test_the_interval_holds_the_truth_whatever_the_unreadable_cell_held(
    opened: Open, filed: Any, hidden: D, energy: Any
) -> None:
    known = [row(*each) for each in filed]
    truth = opened([*known, row(energy, hidden)])["tce_calorific"]
    told = opened([*known, row(energy, None)])
    assert told["tce_calorific_low"] <= truth
    assert told["tce_calorific_high"] is None


@some
@given(gas=amounts, factor=st.decimals(min_value=11, max_value="13.3", places=3), own=amounts)
def test_the_interval_of_a_ranged_factor_holds_every_factor_of_the_range(
    opened: Open, gas: D, factor: D, own: D
) -> None:
    """Gas bought or made: any one factor of the range, used for both, gives a total inside the interval."""
    output = {"energy_name": "天然气", "unit": "万立方米", "conversion_output": own, "recovered": 0}
    truth = opened([row(("天然气", "万立方米", str(factor)), gas)], [{**output, "factor_adopted": factor}])
    told = opened([row(("天然气", "万立方米", None), gas)], [output])  # type: ignore[arg-type]  # no factor is filed
    assert told["tce_calorific_low"] <= truth["tce_calorific"] <= told["tce_calorific_high"]


def test_many_small_rows_do_not_drift(opened: Open) -> None:
    """100 000 rows of 0.001 t and one of 100 t are the same 200 t: sums are exact, not floating."""
    many = [row(("其他燃料", "吨标准煤", "1"), D("0.001"))] * 100_000 + [row(("其他燃料", "吨标准煤", "1"), D(100))]
    assert D("200.00") == opened(many)["tce_calorific"]
