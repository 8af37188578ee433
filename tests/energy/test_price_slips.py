"""Energy bought hundreds of times off any price: a slip of a unit in quantity or money, which leaves the total open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.price_slips import PLAUSIBLE, TIMES_BEYOND, TIMES_FROM_END
from energy_audit.energy.relations import relation_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.facts.tier_cells import tier_deciding_cells
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Row = dict[str, Any]
Told = tuple[EnergyAccount, pl.DataFrame]
Opened = Callable[..., Told]

CODE, DOUBTED = "unit-price-far-off", "unit-price-implausible"
POWER = {
    "energy_code": "33",
    "energy_name": "电力",
    "unit": "万千瓦时",
    "factor_adopted": "1.229",
    "factor_equal": "3.0",
}
COAL = {"energy_code": "01", "energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143"}


def bought(energy: Row, quantity: object, paid: object, unit: str | None = "万元", **more: object) -> Row:
    return energy | {
        "purchase_qty": quantity, "consumption_total": quantity, "consumption_industrial": quantity,
        "purchase_amount": paid, "purchase_amount_unit": unit, **more,
    }  # fmt: skip


SMALL_COAL = bought(COAL, 300, 24)
"""300 t for 240,000 yuan: 214.29 tce at 800 yuan a tonne."""


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Opened:
    def make(*rows: Row, **tables: list[Row]) -> Told:
        sites = sorted({row.get("site") for row in rows}, key=str)
        units = [{"industry_code": "3011", "site": site} for site in sites]
        intake = intake_of(enterprise=units, energy_consumption=list(rows), **tables)
        identified = identify_enterprises(intake, reference)
        account = open_account(intake, identified, reference)
        return account, relation_problems(intake, identified, account, reference)

    return make


def ends(told: Told) -> tuple[D | None, D | None]:
    totals = told[0].totals.row(0, named=True)
    return totals["tce_calorific_low"], totals["tce_calorific_high"]


def codes(told: Told) -> set[str]:
    return set(told[1]["code"])


def rows_told(told: Told) -> list[int]:
    return told[1].filter(pl.col("code") == CODE)["row"].to_list()


def test_kilowatt_hours_in_a_row_of_ten_thousand_make_nobody_a_key_energy_user(opened: Opened) -> None:
    """95 万kWh typed as 950 000, in purchase and use alike, and 600 000 yuan paid for them: 0.63 yuan per 10^4 kWh."""
    told = opened(SMALL_COAL, bought(POWER, 950_000, 60))
    assert (D("214.29"), None) == ends(told)
    totals = told[0].totals.row(0, named=True)
    assert (None, "A/C/D") == (totals["tier"], totals["tiers_possible"])
    problem = told[1].filter(pl.col("code") == CODE).row(0, named=True)
    assert ("error", "purchase_amount", 6) == (problem["severity"], problem["column"], problem["row"])
    assert "0.63" in problem["detail"]
    assert not codes(told) & {DOUBTED, "coal-parts-disagree", "coal-kinds-mismatch"}
    assert totals["conversion_table_likely_missing"] is False
    assert not totals["coal_parts_disagree"]
    # as it was meant
    meant = opened(SMALL_COAL, bought(POWER, 95, 60))
    assert (D("331.05"), D("331.05")) == ends(meant)
    assert not codes(meant) & {CODE, DOUBTED}


def test_ten_thousand_tonnes_in_a_row_of_tonnes_pass_no_threshold_in_silence(opened: Opened) -> None:
    """2 万t typed as 2 t, for 16 million yuan: 8 million yuan a tonne. 1 000 t of diesel stay certain, and 2 t of coal."""
    diesel = bought({"energy_code": "21", "energy_name": "柴油", "unit": "吨", "factor_adopted": "1.4571"}, 1_000, 750)
    told = opened(diesel, bought(COAL, 2, 1_600))
    assert (D("1458.53"), None) == ends(told)  # 1 457.1 + 2 × 0.7143
    assert told[0].totals["tier"][0] is None
    assert [6] == rows_told(told)


def test_what_is_certain_stands_beside_it(opened: Opened) -> None:
    """20 000 t of coal are 14 286 tce: A, whatever the power is."""
    told = opened(bought(COAL, 20_000, 1_600), bought(POWER, 950_000, 60))
    assert (D("14286.00"), None) == ends(told)
    assert "A" == told[0].totals["tier"][0]


@pytest.mark.parametrize(
    ("amount", "least"),
    [(600_000, "331.05"), ("0.06", "214.29")],  # 214.29 + 95 × 1.229, if not less than 95 万kWh were used
)
def test_the_money_may_be_what_slipped(opened: Opened, amount: object, least: str) -> None:
    """元 or 千万元 typed where 万元 is named, beside 95 万kWh: nobody can tell, so nobody is cleared or accused."""
    told = opened(SMALL_COAL, bought(POWER, 95, amount))
    assert (D(least), None) == ends(told)
    assert [6] == rows_told(told)


def test_what_seems_to_have_cost_too_much_is_no_less_than_was_filed(opened: Opened) -> None:
    """8 000 t and 4 000 000 with no unit of money: 元, or 8 000 万t. Either is 5 714.4 tce at least, and a key user's amount."""
    told = opened(bought(COAL, 8_000, 4_000_000, None))
    assert (D("5714.40"), None) == ends(told)
    totals = told[0].totals.row(0, named=True)
    assert ("A/C", True) == (totals["tiers_possible"], totals["key_energy_user"])
    row = told[0].rows.row(0, named=True)
    assert (D("5714.4"), None) == (row["tce_calorific_low"], row["tce_calorific_high"])
    # a row beside it that is too cheap by as much may hold too much: nothing of the energy is certain
    assert (D(0), None) == ends(opened(bought(COAL, 8_000, 4_000_000, None), bought(COAL, 8_000_000, 40, None)))
    # nor is a row that is perhaps typed twice
    again = opened(*[bought(COAL, 8_000, 4_000_000, None)] * 2)
    assert (D("5714.40"), None) == ends(again)


@pytest.mark.parametrize(
    ("energy", "amount", "unit", "slipped"),
    [
        # 20 000 ÷ 2 000 and 1 000 × 2 000 yuan per 10^4 kWh
        (POWER, 100_000, "元", True),
        (POWER, "100000.01", "元", False),
        (POWER, 2_000_000, "万元", True),
        (POWER, "1999999.99", "万元", False),
        (POWER, 20_000_000, "千元", True),
        (POWER, 19_999_999, "千元", False),
        (POWER, 300, "亿元", True),
        # 60 ÷ 40 and 3 500 × 40 yuan a tonne
        (COAL, 15_000, "元", True),
        (COAL, "15000.01", "元", False),
        (COAL, 140_000, "万元", True),
        (COAL, "139999.99", "万元", False),
        # no unit is named: 万元 or 千元
        (POWER, 20_000_000, None, True),
        (POWER, 19_999_999, None, False),
        (POWER, 10, None, True),
        (POWER, "10.01", None, False),
        # nobody knows what is paid
        (POWER, 1, "大洋", False),
        (POWER, 0, "万元", False),
        (POWER, None, "万元", False),
    ],
)
def test_the_boundary_lies_where_a_slip_of_a_thousand_reaches_at_any_price(
    opened: Opened, energy: Row, amount: object, unit: str | None, slipped: bool
) -> None:
    told = opened(bought(energy, 10_000, amount, unit))
    assert slipped is (CODE in codes(told))
    assert slipped is (ends(told)[1] is None)
    assert slipped is told[0].rows["mispriced"].any() is told[0].rows["in_dispute"].any()


def test_every_slip_of_a_thousand_is_beyond_what_a_part_of_the_bill_in_another_unit_gives() -> None:
    """A month's bill of twelve, in 千元 for 万元, is 120 times off the market, a third inside the range."""
    for low, high in PLAUSIBLE.values():
        cheapest, dearest = D(low) * 3, D(high) / 3
        assert dearest / 1000 <= min(D(high) / TIMES_FROM_END, D(low) / TIMES_BEYOND) <= cheapest / 120
        assert cheapest * 1000 >= max(D(low) * TIMES_FROM_END, D(high) * TIMES_BEYOND) >= dearest * 120


@pytest.mark.parametrize(
    "energy",
    [
        {"energy_code": "12", "energy_name": "高炉煤气", "unit": "万立方米"},
        {"energy_code": "36", "energy_name": "工业废料", "unit": "吨"},
    ],
)
def test_energy_without_a_market_has_no_price(opened: Opened, energy: Row) -> None:
    assert CODE not in codes(opened(bought(energy, 100_000, "0.01")))


def test_water_is_no_part_of_the_total(opened: Opened) -> None:
    told = opened(SMALL_COAL, bought({"energy_name": "新水", "unit": "吨"}, 1_000_000_000, "0.01"))
    assert CODE not in codes(told)
    assert (D("214.29"), D("214.29")) == ends(told)


def test_rows_of_one_energy_leave_it_open_together(opened: Opened) -> None:
    """Bought in one row and used in the next: the use is of the same slip; what is paid right by itself is not told."""
    row = bought(POWER, 950_000, 60, consumption_total=0, consumption_industrial=0)
    use = POWER | {"consumption_total": 950_000, "consumption_industrial": 950_000, "purchase_qty": 0}
    told = opened(SMALL_COAL, row, use)
    assert (D("214.29"), None) == ends(told)
    assert [6] == rows_told(told)
    told = opened(SMALL_COAL, bought(POWER, 1_000, 630), bought(POWER, 950_000, 60))
    assert (D("214.29"), None) == ends(told)
    assert [7] == rows_told(told)


def test_only_the_books_that_hold_it_are_open(opened: Opened) -> None:
    told = opened(bought(POWER, 1_000, 630, site="一厂"), bought(POWER, 950_000, 60, site="二厂"))
    assert (D("1229.00"), None) == ends(told)


@pytest.mark.parametrize("site", ["一厂", "二厂"])
def test_the_bill_that_stands_in_another_row_explains_a_price(opened: Opened, site: str) -> None:
    """9 500 万kWh in one row, 57 million yuan in another, of which 1 yuan stands beside the quantity; and the reverse."""
    cheap = bought(POWER, 9_500, "0.0001", site="一厂")
    rest = POWER | {"site": site, "consumption_total": 0, "consumption_industrial": 0, "purchase_amount_unit": "万元"}
    assert CODE in codes(opened(cheap))
    assert CODE not in codes(opened(cheap, rest | {"purchase_qty": 0, "purchase_amount": 5_700}))
    dear = bought(POWER, 1, 5_700, site="一厂")
    assert CODE in codes(opened(dear))
    assert CODE not in codes(opened(dear, bought(POWER, 9_499, None, site=site)))
    # what would not explain it does not
    assert CODE in codes(opened(dear, bought(POWER, 1, None, site=site)))


def test_who_makes_its_own_power_pays_for_standing_by(opened: Opened) -> None:
    """5 000 万kWh used, 4 999 made here, 1 bought for 3 million yuan; without the own it would have slipped."""
    row = bought(POWER, 1, 300, consumption_total=5_000, consumption_industrial=5_000)
    made = [POWER | {"conversion_output": 4_999, "recovered": 0}]
    told = opened(SMALL_COAL, row, energy_conversion=[{k: v for k, v in made[0].items() if k != "factor_equal"}])
    assert CODE not in codes(told)
    assert CODE not in codes(opened(SMALL_COAL, row, nonfossil=[{"re_self_kwh": 4_999}]))
    assert CODE in codes(opened(SMALL_COAL, bought(POWER, 1, 300), nonfossil=[{"re_self_kwh": "0.2"}]))


def test_nothing_used_is_nothing_in_any_unit(opened: Opened) -> None:
    told = opened(
        SMALL_COAL, bought(POWER, 950_000, 60, consumption_total=0, consumption_industrial=0, closing_stock=950_000)
    )
    assert (D("214.29"), D("214.29")) == ends(told)
    assert CODE not in codes(told)
    assert DOUBTED in codes(told)


@pytest.mark.parametrize("slipped", ["01", "02"])
def test_coal_and_its_kinds_are_moved_together(opened: Opened, slipped: str) -> None:
    """The kinds count, the money may stand beside either; 200 000 t for 160 000 yuan are 0.8 yuan a tonne."""
    kind = COAL | {"energy_code": "02", "energy_name": "无烟煤"}
    paid = {"01": None, "02": None} | {slipped: 16}
    told = opened(bought(COAL, 200_000, paid["01"]), bought(kind, 200_000, paid["02"]))
    assert (D(0), None) == ends(told)
    assert CODE in codes(told)
    assert not codes(told) & {"coal-kinds-mismatch", "coal-parts-disagree"}
    assert not told[0].totals["coal_parts_disagree"][0]


def test_what_use_and_supply_show_is_not_said_twice(opened: Opened) -> None:
    """950 000 bought and 95 used: which of the two slipped the price shows, as something to look at."""
    told = opened(SMALL_COAL, bought(POWER, 950_000, 60, consumption_total=95, consumption_industrial=95))
    assert "consumption-far-from-supply" in codes(told)
    assert CODE not in codes(told)
    assert DOUBTED in codes(told)


def test_the_tier_names_the_cells_that_decide_it(intake_of: Callable[..., Intake], reference: Reference) -> None:
    rows = [SMALL_COAL, bought(POWER, 950_000, 60)]
    intake = intake_of(enterprise=[{"industry_code": "3011"}], energy_consumption=rows)
    identified = identify_enterprises(intake, reference)
    account = open_account(intake, identified, reference)
    facts = account.totals.with_columns(tier_blocked_by_nonindustrial=False, filed_twice=False)
    cell = tier_deciding_cells(facts, account, intake)["tier_deciding_cells"][0]
    assert cell.startswith("表2 ")
    assert cell.endswith("6")
    assert "、" not in cell
