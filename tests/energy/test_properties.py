"""What holds for every filing, not for one: order, units, splitting, monotony, intervals, cents."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from decimal import Decimal as D
from itertools import islice
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_audit.energy.account import open_account
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Books = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""Rows of table 2, and of table 2-1, of one filing."""

Totals = dict[str, Any]
Property = Generator[tuple[Books, ...], tuple[Totals, ...], None]
"""Yields filings, is sent their totals, asserts what must hold of them."""

ENERGIES = [("柴油", "吨", "1.4571"), ("焦炭", "吨", "0.9714"), ("汽油", "吨", "1.4714"), ("其他燃料", "吨标准煤", "1")]
amounts = st.decimals(min_value=0, max_value=10**6, places=3)
# the same twice is perhaps one row typed twice, and has no one total
fuels = st.lists(st.tuples(st.sampled_from(ENERGIES), amounts), min_size=1, max_size=8, unique=True)
powers = st.tuples(amounts, st.decimals(min_value="1.23", max_value=5, places=3))
impossible = st.one_of(
    st.decimals(min_value=0, max_value="10.9", places=3), st.decimals(min_value="13.4", max_value=200, places=3)
)

TOGETHER = 10
"""Draws of a property in one batch: an account of twenty filings takes hardly longer than one of one."""


def units(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "uscc": [code(number) for number in range(count)],
            "report_year": 2025,
            "region_code": "520100",
            "industry_code": "3011",
            "industry_division": "30",
            "is_industrial": True,
            "designated": False,
        }
    )


def code(number: int) -> str:
    return f"9152{number:014d}"


def row(energy: tuple[str, str, str | None], amount: D | None, **more: Any) -> dict[str, Any]:
    name, unit, factor = energy
    return {
        "energy_name": name, "unit": unit, "factor_adopted": factor, "consumption_total": amount,
        "consumption_industrial": amount, "consumption_nonindustrial": 0, "purchase_qty": amount, **more,
    }  # fmt: skip


def power(amount: D, equal: D, **more: object) -> dict[str, Any]:
    return row(("电力", "万千瓦时", "1.229"), amount, factor_equal=equal, **more)


def kept_apart(number: int) -> dict[str, int]:
    """Stocks by which a row of table 2 is no repeat of one of the same amount."""
    return {"opening_stock": number, "closing_stock": number}


@pytest.fixture(scope="module")
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Callable[[list[Books]], list[Totals]]:
    """Open the account of many filings, each of a unit of its own."""

    def make(filings: list[Books]) -> list[Totals]:
        consumption, conversion = (
            [{"uscc": code(number), **each} for number, books in enumerate(filings) for each in books[table]]
            for table in (0, 1)
        )
        intake = intake_of(energy_consumption=consumption, energy_conversion=conversion)
        account = open_account(intake, units(len(filings)), reference)
        totals = {each["uscc"]: each for each in account.totals.iter_rows(named=True)}
        return [totals[code(number)] for number in range(len(filings))]

    return make


def holds_for(**drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., Property]], Callable[..., None]]:
    """Make a test of a property of what is drawn; many draws of it are filed in one batch."""
    draws = st.lists(st.fixed_dictionaries(drawn), min_size=TOGETHER, max_size=TOGETHER)

    def test_of(property_of: Callable[..., Property]) -> Callable[..., None]:
        @settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(draws=draws)
        def test(opened: Callable[[list[Books]], list[Totals]], draws: list[dict[str, Any]]) -> None:
            started = [property_of(**each) for each in draws]
            asked = [next(each) for each in started]
            told = iter(opened([books for filings in asked for books in filings]))
            for each, filings in zip(started, asked, strict=True):
                with pytest.raises(StopIteration):
                    each.send(tuple(islice(told, len(filings))))

        test.__name__, test.__doc__ = property_of.__name__, property_of.__doc__
        return test

    return test_of


@holds_for(rows=st.tuples(fuels, powers).flatmap(lambda drawn: in_two_orders(*drawn)))
def test_order_of_rows_does_not_matter(rows: tuple[list[Any], list[Any]]) -> Property:
    filed, shuffled = rows
    first, second = yield (filed, []), (shuffled, [])
    names = ("tce_calorific", "tce_equal", "tier", "co2_t")
    assert [first[n] for n in names] == [second[n] for n in names]


def in_two_orders(filed: Any, bought: Any) -> st.SearchStrategy[tuple[list[Any], list[Any]]]:
    rows = [row(*each) for each in filed] + [power(*bought)]
    return st.tuples(st.just(rows), st.permutations(rows))


@holds_for(energy=st.sampled_from(ENERGIES), first=amounts, second=amounts)
def test_splitting_a_row_does_not_matter(energy: Any, first: D, second: D) -> Property:
    whole, split = yield (
        ([row(energy, first + second)], []),
        (
            [row(energy, first), row(energy, second, **kept_apart(1))],
            [],
        ),
    )
    assert whole["tce_calorific"] == split["tce_calorific"]


@holds_for(amount=amounts)
def test_units_do_not_matter(amount: D) -> Property:
    """Tonnes, kilograms and 10^4 tonnes with no filed factor: the reference follows the unit."""
    tonnes, kilograms, many_tonnes = (
        ([row(("柴油", unit, None), amount * scale)], [])
        for unit, scale in (("吨", D(1)), ("千克", D(1000)), ("万吨", D("0.0001")))
    )
    by_unit = yield tonnes, kilograms, many_tonnes
    assert 1 == len({each["tce_calorific"] for each in by_unit})


@holds_for(filed=fuels, more=st.tuples(st.sampled_from(ENERGIES), amounts))
def test_adding_fuel_never_lowers_the_total(filed: Any, more: Any) -> Property:
    before = [row(*each) for each in filed]
    less, enlarged = yield (before, []), ([*before, row(*more, **kept_apart(1))], [])
    assert less["tce_calorific"] <= enlarged["tce_calorific"]


@holds_for(filed=fuels, bought=powers, own=amounts)
def test_equal_value_is_at_least_calorific_for_a_net_consumer(filed: Any, bought: Any, own: D) -> Property:
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
    (totals,) = yield (([row(*each) for each in filed] + [power(amount, equal, external_supply=made)], conversion),)
    assert totals["tce_calorific"] <= totals["tce_equal"]


@holds_for(filed=fuels, hidden=amounts, energy=st.sampled_from(ENERGIES))
def test_the_interval_holds_the_truth_whatever_the_unreadable_cell_held(filed: Any, hidden: D, energy: Any) -> Property:
    known = [row(*each) for each in filed]
    apart = kept_apart(1)
    truth, told = yield ([*known, row(energy, hidden, **apart)], []), ([*known, row(energy, None, **apart)], [])
    assert told["tce_calorific_low"] <= truth["tce_calorific"]
    assert told["tce_calorific_high"] is None


@holds_for(gas=amounts, factor=st.decimals(min_value=11, max_value="13.3", places=3), own=amounts)
def test_the_interval_of_a_ranged_factor_holds_every_factor_of_the_range(gas: D, factor: D, own: D) -> Property:
    """Gas bought or made: any one factor of the range, used for both, gives a total inside the interval."""
    output = {"energy_name": "天然气", "unit": "万立方米", "conversion_output": own, "recovered": 0}
    truth, told = yield (
        ([row(("天然气", "万立方米", str(factor)), gas, external_supply=own)], [{**output, "factor_adopted": factor}]),
        ([row(("天然气", "万立方米", None), gas, external_supply=own)], [output]),
    )
    assert told["tce_calorific_low"] <= truth["tce_calorific"] <= told["tce_calorific_high"]


@holds_for(
    filed=fuels,
    bought=st.decimals(min_value=0, max_value=10**5, places=3),
    made=st.decimals(min_value=10**4, max_value=10**6, places=3),
    share=st.decimals(min_value=0, max_value=1, places=2),
)
def test_the_interval_holds_the_truth_whatever_became_of_an_output(
    filed: Any, bought: D, made: D, share: D
) -> Property:
    """Own heat of which any part was used here and the rest sold, and the filing has neither."""
    heat, known = ("热力", "百万千焦", "0.0341"), [row(*each) for each in filed]
    output = {
        "energy_name": "热力", "unit": "百万千焦", "factor_adopted": "0.0341", "conversion_output": made, "recovered": 0,
    }  # fmt: skip
    used = made * share
    whole = row(heat, bought + used) | {"purchase_qty": bought, "external_supply": made - used}
    truth, told = yield ([*known, whole], [output]), ([*known, row(heat, bought)], [output])
    assert truth["tce_calorific"] is not None
    assert holds(told, truth)
    assert told["tce_calorific"] is None


def holds(told: Totals, truth: Totals) -> bool:
    """Whether the interval told holds the true total, on both bases."""
    for basis in ("calorific", "equal"):
        low, high = (told[f"tce_{basis}_{end}"] for end in ("low", "high"))
        true_low, true_high = (truth[f"tce_{basis}_{end}"] for end in ("low", "high"))
        if not ((low is None or low <= true_low) and (high is None or true_high <= high)):
            return False
    return True


@holds_for(filed=fuels, bought=powers, made=amounts, hidden=st.sampled_from(["conversion_output", "recovered"]))
def test_the_interval_holds_the_truth_whatever_an_unreadable_output_or_recovery_held(
    filed: Any, bought: Any, made: D, hidden: str
) -> Property:
    rows = [row(*each) for each in filed] + [power(*bought)]
    output = {"energy_name": "焦炭", "unit": "吨", "factor_adopted": "0.9714", "conversion_output": 0, "recovered": 0}
    truth, told = yield (rows, [output | {hidden: made}]), (rows, [output | {hidden: None}])
    assert holds(told, truth)
    assert told["tce_calorific_low"] is None
    assert told["tce_calorific_high"] is not None


LOST: list[dict[str, Any]] = [
    {"consumption_total": None, "consumption_industrial": None},
    {"energy_name": "看不清"},
    {"unit": "看不清"},
    {"factor_adopted": None},
    {"factor_equal": None},
]


@holds_for(
    filed=fuels,
    hidden=amounts,
    energy=st.sampled_from([*ENERGIES, ("电力", "万千瓦时", "1.229")]),
    lost=st.sampled_from(LOST),
)
def test_the_interval_holds_the_truth_whatever_cell_of_a_row_is_unreadable(
    filed: Any, hidden: D, energy: Any, lost: dict[str, Any]
) -> Property:
    """Quantity, energy or unit: the row is unknown. A factor that is not there: the reference's, which this one is."""
    known = [row(*each) for each in filed]
    whole = row(energy, hidden, **kept_apart(1)) | ({"factor_equal": "3.0"} if energy[0] == "电力" else {})
    told, truth = yield ([*known, whole | lost], []), ([*known, whole], [])
    assert holds(told, truth)


def is_wrong(parts_and_wrong: tuple[D, D, D]) -> bool:
    first, second, wrong = parts_and_wrong
    # kinds that are all zero are kinds nobody told (forms come with printed zeros): 01 alone serves, by its own factor
    told = first + second > 0 and wrong + second > 0
    # within 0.01 % the kinds agree with 01 and count as filed: a slip so small is none
    return told and abs(wrong - first) > (first + second) * D("0.0001")


@holds_for(filed=fuels, coal=st.tuples(amounts, amounts, amounts).filter(is_wrong))
def test_the_interval_holds_the_truth_whichever_coal_figure_is_the_wrong_one(
    filed: Any, coal: tuple[D, D, D]
) -> Property:
    """01 is filed wrong, or a kind is: whichever it was, the true total lies in what is told."""
    first, second, wrong = coal
    known = [row(*each) for each in filed]
    kinds = [row(("无烟煤", "吨", "0.9428"), first), row(("一般烟煤", "吨", "0.7143"), second)]
    slipped = [row(("无烟煤", "吨", "0.9428"), wrong), kinds[1]]
    parent = ("原煤", "吨", "0.7143")
    truth, parent_wrong, kind_wrong = yield (
        ([*known, row(parent, first + second), *kinds], []),
        ([*known, row(parent, wrong), *kinds], []),
        ([*known, row(parent, first + second), *slipped], []),
    )
    assert holds(parent_wrong, truth)
    assert holds(kind_wrong, truth)


@holds_for(filed=fuels, bought=powers, made=amounts, cuts=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_totals_agree_however_rows_are_split(filed: Any, bought: Any, made: D, cuts: list[int]) -> Property:
    """Fuels, electricity with its equal factor, and outputs, each in pieces, in another order: the same to the cent."""

    def pieces(amount: D) -> list[tuple[int, D]]:
        parts = [(amount * cut / 100).quantize(D("0.000001")) for cut in cuts]
        return list(enumerate([*parts, amount - sum(parts, D(0))]))

    coke = ("焦炭", "吨", "0.9714")
    output = {"energy_name": "焦炭", "unit": "吨", "factor_adopted": "0.9714", "recovered": 0}
    sold = row(coke, D(0), external_supply=made, **kept_apart(20))
    whole, split = yield (
        ([*(row(*each) for each in filed), power(*bought), sold], [output | {"conversion_output": made}]),
        (
            [row(coke, D(0), external_supply=piece, **kept_apart(20 + number)) for number, piece in pieces(made)]
            + [power(piece, bought[1], **kept_apart(number)) for number, piece in pieces(bought[0])]
            + [
                row(energy, piece, **kept_apart(number))
                for energy, amount in reversed(filed)
                for number, piece in pieces(amount)
            ],
            [
                output | {"conversion_output": piece, "consumption_industrial": number}
                for number, piece in reversed(pieces(made))
            ],
        ),
    )
    names = ("tce_calorific", "tce_equal", "tier", "co2_t", "tier_sensitive_to_row", "margin_5000_tce")
    assert whole["tce_calorific"] is not None
    assert [whole[n] for n in names] == [split[n] for n in names]


def test_a_million_small_rows_do_not_drift(intake_of: Callable[..., Intake], reference: Reference) -> None:
    """10^6 rows of 0.001 t of coal equivalent and one of 100 are 1100.00: sums are exact, not floating."""
    fuel = ("其他燃料", "吨标准煤", "1")
    intake = intake_of(energy_consumption=[row(fuel, D(amount), uscc=code(0)) for amount in ("0.001", "100")])
    small, large = intake.tables["energy_consumption"][:1], intake.tables["energy_consumption"][1:]
    many = pl.concat([small.select(pl.all().repeat_by(1_000_000)).explode(pl.all()), large])
    apart = pl.int_range(pl.len()).cast(many.schema["opening_stock"])  # no row is a repeat of another
    tables = {
        **intake.tables,
        "energy_consumption": many.with_columns(
            row=pl.int_range(5, pl.len() + 5, dtype=pl.UInt32), opening_stock=apart, closing_stock=apart
        ),
    }
    totals = open_account(replace(intake, tables=tables), units(1), reference).totals.row(0, named=True)
    assert D("1100.00") == totals["tce_calorific"]


@holds_for(
    filed=fuels,
    gas=amounts,
    factor=st.decimals(min_value=11, max_value="13.3", places=3),
    own=amounts,
    wrong=impossible,
)
def test_the_interval_holds_the_truth_whatever_impossible_factor_was_filed(
    filed: Any, gas: D, factor: D, own: D, wrong: D
) -> Property:
    """The true factor is one of the range and was filed wrong, in one table or both: the true total lies in what is told."""
    known = [row(*each) for each in filed]
    output = {"energy_name": "天然气", "unit": "万立方米", "conversion_output": own, "recovered": 0}
    truth, wrong_in_both, wrong_in_one = yield (
        ([*known, row(("天然气", "万立方米", str(factor)), gas)], [{**output, "factor_adopted": factor}]),
        ([*known, row(("天然气", "万立方米", str(wrong)), gas)], [{**output, "factor_adopted": wrong}]),
        ([*known, row(("天然气", "万立方米", str(wrong)), gas)], [{**output, "factor_adopted": None}]),
    )
    assert holds(wrong_in_both, truth)
    assert holds(wrong_in_one, truth)


@holds_for(
    filed=fuels, gas=amounts, wrong=impossible, source=st.sampled_from(["实测", "供方"]),
    factor=st.decimals(min_value=11, max_value="13.3", places=3),
)  # fmt: skip
def test_a_claimed_factor_may_be_the_truth_and_so_may_any_of_the_range(
    filed: Any, gas: D, wrong: D, source: str, factor: D
) -> Property:
    known = [row(*each) for each in filed]
    (told,) = yield (([*known, row(("天然气", "万立方米", str(wrong)), gas, factor_source=source)], []),)
    for true in (factor, wrong):
        total = sum((amount * D(energy[2]) for energy, amount in filed), gas * true)
        assert told["tce_calorific_low"] - D("0.01") <= total <= told["tce_calorific_high"] + D("0.01")


@holds_for(filed=fuels, gas=amounts, wrong=impossible, factor=st.decimals(min_value=11, max_value="13.3", places=3))
def test_no_impossible_factor_decides_a_tier_that_a_possible_one_would_not_give(
    filed: Any, gas: D, wrong: D, factor: D
) -> Property:
    known = [row(*each) for each in filed]
    told, truth = yield (
        ([*known, row(("天然气", "万立方米", str(wrong)), gas)], []),
        ([*known, row(("天然气", "万立方米", str(factor)), gas)], []),
    )
    assert told["tier"] in (None, truth["tier"])
    assert truth["tier"] in told["tiers_possible"].split("/")
