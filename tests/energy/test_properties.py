"""What holds for every filing, not for one: order, units, splitting, monotony, intervals, cents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from energy_audit.energy.account import open_account
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Open = Callable[..., dict[str, Any]]

ENERGIES = [("柴油", "吨", "1.4571"), ("焦炭", "吨", "0.9714"), ("汽油", "吨", "1.4714"), ("其他燃料", "吨标准煤", "1")]
amounts = st.decimals(min_value=0, max_value=10**6, places=3)
fuels = st.lists(st.tuples(st.sampled_from(ENERGIES), amounts), min_size=1, max_size=8)
powers = st.tuples(amounts, st.decimals(min_value="1.23", max_value=5, places=3))
some = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


UNIT = pl.DataFrame(
    {
        "uscc": ["91520000000000001X"],
        "report_year": [2025],
        "region_code": ["520100"],
        "industry_code": ["3011"],
        "industry_division": ["30"],
        "is_industrial": [True],
        "designated": [False],
    }
)


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
    def make(rows: list[dict[str, Any]], conversion: list[dict[str, Any]] = []) -> dict[str, Any]:  # noqa: B006 - never changed
        intake = intake_of(energy_consumption=rows, energy_conversion=conversion)
        return open_account(intake, UNIT, reference).totals.row(0, named=True)

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
            "conversion_power": 1,  # fuel went in: output of unknown origin would leave an interval
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


def holds(told: dict[str, Any], truth: dict[str, Any]) -> bool:
    """Whether the interval told holds the true total, on both bases."""
    for basis in ("calorific", "equal"):
        low, high = (told[f"tce_{basis}_{end}"] for end in ("low", "high"))
        true_low, true_high = (truth[f"tce_{basis}_{end}"] for end in ("low", "high"))
        if not ((low is None or low <= true_low) and (high is None or true_high <= high)):
            return False
    return True


@some
@given(filed=fuels, bought=powers, made=amounts, hidden=st.sampled_from(["conversion_output", "recovered"]))
def test_the_interval_holds_the_truth_whatever_an_unreadable_output_or_recovery_held(
    opened: Open, filed: Any, bought: Any, made: D, hidden: str
) -> None:
    rows = [row(*each) for each in filed] + [power(*bought)]
    output = {"energy_name": "焦炭", "unit": "吨", "factor_adopted": "0.9714", "conversion_output": 0, "recovered": 0}
    truth = opened(rows, [output | {hidden: made}])
    told = opened(rows, [output | {hidden: None}])
    assert holds(told, truth)
    assert told["tce_calorific_low"] is None
    assert told["tce_calorific_high"] is not None


@some
@given(filed=fuels, hidden=amounts, energy=st.sampled_from([*ENERGIES, ("电力", "万千瓦时", "1.229")]), data=st.data())
def test_the_interval_holds_the_truth_whatever_cell_of_a_row_is_unreadable(
    opened: Open, filed: Any, hidden: D, energy: Any, data: st.DataObject
) -> None:
    """Quantity, energy or unit: the row is unknown. A factor that is not there: the reference's, which this one is."""
    known = [row(*each) for each in filed]
    whole = row(energy, hidden) | ({"factor_equal": "3.0"} if energy[0] == "电力" else {})
    lost = data.draw(
        st.sampled_from(
            [
                {"consumption_total": None, "consumption_industrial": None},
                {"energy_name": "看不清"},
                {"unit": "看不清"},
                {"factor_adopted": None},
                {"factor_equal": None},
            ]
        )
    )
    assert holds(opened([*known, whole | lost]), opened([*known, whole]))


@some
@given(filed=fuels, parts=st.tuples(amounts, amounts), wrong=amounts)
def test_the_interval_holds_the_truth_whichever_coal_figure_is_the_wrong_one(
    opened: Open, filed: Any, parts: tuple[D, D], wrong: D
) -> None:
    """01 is filed wrong, or a kind is: whichever it was, the true total lies in what is told."""
    # kinds that are all zero are kinds nobody told (forms come with printed zeros): 01 alone serves, by its own factor
    assume(parts[0] + parts[1] > 0 and wrong + parts[1] > 0)
    known = [row(*each) for each in filed]
    kinds = [row(("无烟煤", "吨", "0.9428"), parts[0]), row(("一般烟煤", "吨", "0.7143"), parts[1])]
    parent = ("原煤", "吨", "0.7143")
    truth = opened([*known, row(parent, parts[0] + parts[1]), *kinds])
    assert holds(opened([*known, row(parent, wrong), *kinds]), truth)
    # within 0.01 % the kinds agree with 01 and count as filed: a slip so small is none
    assume(abs(wrong - parts[0]) > (parts[0] + parts[1]) * D("0.0001"))
    slipped = [row(("无烟煤", "吨", "0.9428"), wrong), kinds[1]]
    assert holds(opened([*known, row(parent, parts[0] + parts[1]), *slipped]), truth)


@some
@given(filed=fuels, bought=powers, made=amounts, cuts=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_totals_agree_however_rows_are_split(opened: Open, filed: Any, bought: Any, made: D, cuts: list[int]) -> None:
    """Fuels, electricity with its equal factor, and outputs, each in pieces, in another order: the same to the cent."""

    def pieces(amount: D) -> list[D]:
        parts = [(amount * cut / 100).quantize(D("0.000001")) for cut in cuts]
        return [*parts, amount - sum(parts, D(0))]

    output = {"energy_name": "焦炭", "unit": "吨", "factor_adopted": "0.9714", "recovered": 0}
    whole = opened([row(*each) for each in filed] + [power(*bought)], [output | {"conversion_output": made}])
    split = opened(
        [power(piece, bought[1]) for piece in pieces(bought[0])]
        + [row(energy, piece) for energy, amount in reversed(filed) for piece in pieces(amount)],
        [output | {"conversion_output": piece} for piece in reversed(pieces(made))],
    )
    names = ("tce_calorific", "tce_equal", "tier", "co2_t", "tier_sensitive_to_row", "margin_5000_tce")
    assert [whole[n] for n in names] == [split[n] for n in names]


def test_a_million_small_rows_do_not_drift(intake_of: Callable[..., Intake], reference: Reference) -> None:
    """10^6 rows of 0.001 t of coal equivalent and one of 100 are 1100.00: sums are exact, not floating."""
    fuel = ("其他燃料", "吨标准煤", "1")
    intake = intake_of(energy_consumption=[row(fuel, D("0.001")), row(fuel, D(100))])
    small, large = intake.tables["energy_consumption"][:1], intake.tables["energy_consumption"][1:]
    many = pl.concat([small.select(pl.all().repeat_by(1_000_000)).explode(pl.all()), large])
    tables = {
        **intake.tables,
        "energy_consumption": many.with_columns(row=pl.int_range(5, pl.len() + 5, dtype=pl.UInt32)),
    }
    totals = open_account(replace(intake, tables=tables), UNIT, reference).totals.row(0, named=True)
    assert D("1100.00") == totals["tce_calorific"]


impossible = st.one_of(
    st.decimals(min_value=0, max_value="10.9", places=3), st.decimals(min_value="13.4", max_value=200, places=3)
)


@some
@given(
    filed=fuels,
    gas=amounts,
    factor=st.decimals(min_value=11, max_value="13.3", places=3),
    own=amounts,
    wrong=impossible,
)
def test_the_interval_holds_the_truth_whatever_impossible_factor_was_filed(
    opened: Open, filed: Any, gas: D, factor: D, own: D, wrong: D
) -> None:
    """The true factor is one of the range and was filed wrong, in one table or both: the true total lies in what is told."""
    known = [row(*each) for each in filed]
    output = {"energy_name": "天然气", "unit": "万立方米", "conversion_output": own, "recovered": 0}
    truth = opened([*known, row(("天然气", "万立方米", str(factor)), gas)], [{**output, "factor_adopted": factor}])
    for output_factor in (wrong, None):
        books = [*known, row(("天然气", "万立方米", str(wrong)), gas)], [{**output, "factor_adopted": output_factor}]
        assert holds(opened(*books), truth)


@some
@given(
    filed=fuels, gas=amounts, wrong=impossible, source=st.sampled_from(["实测", "供方"]),
    factor=st.decimals(min_value=11, max_value="13.3", places=3),
)  # fmt: skip
def test_a_claimed_factor_may_be_the_truth_and_so_may_any_of_the_range(
    opened: Open, filed: Any, gas: D, wrong: D, source: str, factor: D
) -> None:
    known = [row(*each) for each in filed]
    told = opened([*known, row(("天然气", "万立方米", str(wrong)), gas, factor_source=source)])
    for true in (factor, wrong):
        total = sum((amount * D(energy[2]) for energy, amount in filed), gas * true)
        assert told["tce_calorific_low"] - D("0.01") <= total <= told["tce_calorific_high"] + D("0.01")


@some
@given(filed=fuels, gas=amounts, wrong=impossible, factor=st.decimals(min_value=11, max_value="13.3", places=3))
def test_no_impossible_factor_decides_a_tier_that_a_possible_one_would_not_give(
    opened: Open, filed: Any, gas: D, wrong: D, factor: D
) -> None:
    known = [row(*each) for each in filed]
    told = opened([*known, row(("天然气", "万立方米", str(wrong)), gas)])
    truth = opened([*known, row(("天然气", "万立方米", str(factor)), gas)])
    assert told["tier"] in (None, truth["tier"])
    assert truth["tier"] in told["tiers_possible"].split("/")
