"""Use and supply hundreds of times apart: a slip of a unit, which leaves the total open; every figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest
from tests.conftest import Unread

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Row = dict[str, Any]
Told = tuple[EnergyAccount, pl.DataFrame]
Opened = Callable[..., Told]

CODE = "consumption-far-from-supply"


def coal(used: object, bought: object = None, **more: object) -> Row:
    return {
        "energy_code": "01", "energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143", "purchase_qty": bought,
        "consumption_total": used, "consumption_industrial": used, **more,
    }  # fmt: skip


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Opened:
    def make(*rows: Row, industry: str = "3011", **tables: list[Row]) -> Told:
        sites = sorted({row.get("site") for row in rows}, key=str)
        units = [{"industry_code": industry, "site": site} for site in sites]
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


@pytest.mark.parametrize(
    ("used", "slip"),
    [
        (12, "÷1000"),
        ("1.2", "÷10000"),
        ("1.2e7", "×1000"),
        ("24", ""),  # 500 times: what lay in stock hides a round power of ten, not the slip
        (6_000_000, ""),
        ("24.1", None),  # less than 500 times
        (5_999_000, None),
        (12_000, None),
        (1_200, None),
        (0, None),  # nothing used is no slip of a unit
    ],
)
def test_use_hundreds_of_times_apart_from_what_was_bought_is_told_and_leaves_the_total_open(
    opened: Opened, used: object, slip: str | None
) -> None:
    told = opened(coal(used, 12_000))
    problems = told[1].filter(pl.col("code") == CODE)
    if slip is None:
        assert problems.is_empty()
        assert not told[0].rows["apart"].any()
        return
    (detail,) = problems["detail"]
    assert slip in detail
    assert (["error"], ["consumption_total"]) == (problems["severity"].to_list(), problems["column"].to_list())
    assert (D(0), None) == ends(told)
    totals = told[0].totals.row(0, named=True)
    assert (None, "A/C/D") == (totals["tier"], totals["tiers_possible"])
    # it is no sign of a table left out, and the balance does not say the same again
    assert totals["conversion_table_likely_missing"] is False
    assert not codes(told) & {"stock-balance-mismatch", "consumption-beyond-supply"}


def test_what_is_certain_stands_beside_a_slip(opened: Opened) -> None:
    """10 000 t of diesel are 14 571 tce: A, whatever the coal is."""
    diesel = {"energy_code": "21", "energy_name": "柴油", "factor_adopted": "1.4571"}
    told = opened(coal(12, 12_000), coal(10_000, 10_000) | diesel)
    assert (D("14571.00"), None) == ends(told)
    assert "A" == told[0].totals["tier"][0]


@pytest.mark.parametrize(
    "more",
    [
        {"opening_stock": 0, "closing_stock": 11_988},  # it lies in stock
        {"external_supply": 11_988},
        {"transfer_out": 11_988},
    ],
)
def test_what_is_accounted_for_is_no_slip(opened: Opened, more: Row) -> None:
    assert CODE not in codes(opened(coal(12, 12_000, **more)))


def test_a_stock_that_was_filed_and_does_not_account_for_it_is_no_excuse(opened: Opened) -> None:
    told = opened(coal(12, 12_000, opening_stock=0, closing_stock=0))
    assert CODE in codes(told)
    assert (D(0), None) == ends(told)


@pytest.mark.parametrize(("industry", "told"), [("0610", False), ("4420", False), ("5162", False), ("3011", True)])
def test_who_extracts_or_passes_energy_on_may_buy_what_it_does_not_use(
    opened: Opened, industry: str, told: bool
) -> None:
    assert told is (CODE in codes(opened(coal(12, 12_000), industry=industry)))


def test_what_one_site_buys_for_another_is_no_slip(opened: Opened) -> None:
    """Site one buys all and uses 10, site two uses the rest; with a slip at site two the year does not balance."""
    assert CODE not in codes(opened(coal(10, 12_000, site="一厂"), coal(11_990, 0, site="二厂")))
    told = opened(coal(9_000, 9_000, site="一厂"), coal(12, 12_000, site="二厂"))
    assert [6] == told[1].filter(pl.col("code") == CODE)["row"].to_list()
    assert (D("6428.70"), None) == ends(told)


def test_what_other_sites_lack_is_no_slip_of_who_bought_it_though_some_of_it_lies_in_a_stock_not_filed(
    opened: Opened,
) -> None:
    """Site one bought 9 000 and used 10, site two used 8 500 of it: 490 are in stock, and no unit slipped."""
    assert CODE not in codes(opened(coal(10, 9_000, site="一厂"), coal(8_500, None, site="二厂")))
    assert CODE not in codes(opened(coal(10, 9_000, site="一厂"), coal(8_500, 5, site="二厂")))
    # what the other lacks is not nearly what is left over here, or is left over there
    assert CODE in codes(opened(coal(10, 9_000, site="一厂"), coal(4_000, None, site="二厂")))
    assert CODE in codes(opened(coal(4_000, 9_000, site="一厂"), coal(12_000, 5, site="二厂")))


def test_rows_of_one_energy_are_judged_together(opened: Opened) -> None:
    """12 000 t bought in one row and 12 000 used in the next are one energy; so are 12 000 bought and 12 used."""
    assert CODE not in codes(opened(coal(0, 12_000), coal(12_000, 0)))
    told = opened(coal(0, 12_000), coal(12, 0))
    assert CODE in codes(told)
    assert (D(0), None) == ends(told)


def test_what_was_made_here_accounts_for_the_use(opened: Opened) -> None:
    power = {"energy_code": "33", "energy_name": "电力", "unit": "万千瓦时", "factor_adopted": "1.229"}
    row = coal(6_000, 1) | power
    assert CODE in codes(opened(row))
    made = [power | {"conversion_output": 5_999, "recovered": 0}]
    assert CODE not in codes(opened(row, energy_conversion=made))
    sun = [{"re_self_kwh": 5_999}]
    assert CODE not in codes(opened(row, nonfossil=sun))


def test_a_purchase_that_is_blank_or_cannot_be_read_says_nothing(opened: Opened) -> None:
    assert CODE not in codes(opened(coal(12)))


@pytest.mark.parametrize("other", [{"unit": None}, {"unit": "车"}, {"consumption_total": None}])
def test_a_row_of_the_same_energy_that_cannot_be_added_up_may_hold_what_is_missing(opened: Opened, other: Row) -> None:
    """What the second row used is not known in tonnes, so nobody knows that only 12 of the 12 000 were used."""
    assert CODE not in codes(opened(coal(12, 12_000), coal(11_988, 0) | other))


def test_what_was_made_here_and_cannot_be_read_may_account_for_the_use(opened: Opened) -> None:
    power = {"energy_code": "33", "energy_name": "电力", "unit": "万千瓦时", "factor_adopted": "1.229"}
    row = coal(6_000, 1) | power
    made = [power | {"conversion_output": Unread("约5999"), "recovered": 0}]
    assert CODE not in codes(opened(row, energy_conversion=made))
    assert CODE not in codes(opened(row, nonfossil=[{"re_self_kwh": Unread("约5999")}]))


def test_power_that_the_fuels_burnt_may_have_made_leaves_the_bottom_open_too(opened: Opened) -> None:
    """Without table 2-1, 20 000 t of coal (14 286 tce) may have made power that was sold, and is to be taken off."""
    power = {"energy_code": "33", "energy_name": "电力", "unit": "万千瓦时", "factor_adopted": "1.229"}
    told = opened(coal(20_000, 20_000), coal(6_000, 8) | power)
    assert CODE in codes(told)
    assert (None, None) == ends(told)
    totals = told[0].totals.row(0, named=True)
    assert (None, None) == (totals["tier"], totals["conversion_table_likely_missing"])
    # what was supplied and hardly used was not made here
    little = opened(coal(20_000, 20_000), coal(6, 6_000) | power)
    assert D("14286.00") == ends(little)[0]
    assert little[0].totals["conversion_table_likely_missing"][0] is False
    # who burns nothing has made none, and no conversion makes raw coal
    bought = coal(100, 100) | power
    assert (D("122.90"), None) == ends(opened(bought, coal(6_000, 8)))
    assert D(0) == ends(opened(coal(6_000, 8) | power))[0]
