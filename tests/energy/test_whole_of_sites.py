"""The sum of the sites filed beside them leaves the total open between once and twice; every figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Opened = Callable[..., tuple[EnergyAccount, list[tuple[str, int]]]]
CODE = "sum-of-sites-beside-them"


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Opened:
    """Open the account of coal by site, and say at which rows the filing is asked about a sum."""

    def make(*rows: tuple[str | None, object], **tables: list[dict[str, Any]]) -> Any:
        coal = {"energy_code": "01", "energy_name": "原煤", "unit": "吨", "factor_adopted": "0.7143"}
        used = [coal | {"site": site, "consumption_total": q, "consumption_industrial": q} for site, q in rows]
        units = [{"industry_code": "3011", "site": site} for site in dict(rows)]
        intake = intake_of(enterprise=units, energy_consumption=used, **tables)
        identified = identify_enterprises(intake, reference)
        account = open_account(intake, identified, reference)
        told = relation_problems(intake, identified, account, reference)
        return account, told.filter(code=CODE)["row"].to_list()

    return make


def ends(account: EnergyAccount) -> list[D]:
    totals = account.totals.row(0, named=True)
    return [totals["tce_calorific_low"], totals["tce_calorific_high"]]


@pytest.mark.parametrize("whole", [None, "全厂", "总部"])
def test_the_whole_beside_its_sites_is_perhaps_counted_twice(opened: Opened, whole: str | None) -> None:
    """7,000 t × 0.7143 = 5,000.10 tce once, 10,000.20 twice: no key energy user by law."""
    account, asked = opened(("一厂", 3000), ("二厂", 4000), (whole, 7000))
    assert [D("5000.10"), D("10000.20")] == ends(account)
    assert account.totals["tier"][0] is None
    assert [7] == asked


@pytest.mark.parametrize(
    "rows",
    [
        [("一厂", 3000), ("二厂", 4000), (None, "7007.01")],  # 0.1 % of it is 7.00701, and 7.01 off
        [("一厂", 3000), ("二厂", 3000)],
        [("一厂", 3000), ("二厂", 3000), ("三厂", 3000)],
        [("一厂", 3000), ("二厂", 3000), ("三厂", 0)],
        [("一厂", 3000), (None, 3000)],
        [("一厂", 3000), ("全厂", 2000)],
        [("公司", 3000), ("全厂", 3000)],
    ],
)
def test_sites_that_are_no_sum_are_all_counted(opened: Opened, rows: list[tuple[str | None, object]]) -> None:
    account, asked = opened(*rows)
    total = sum((D(str(used)) for _, used in rows), D(0)) * D("0.7143")
    assert [round(total, 2)] * 2 == ends(account)
    assert [] == asked


def test_a_tenth_of_a_per_cent_is_rounding(opened: Opened) -> None:
    """7,007 beside 7,000: 5,000.10 tce without it, 10,005.20 with it."""
    account, asked = opened(("一厂", 3000), ("二厂", 4000), (None, 7007))
    assert [D("5000.10"), D("10005.20")] == ends(account)
    assert [7] == asked


def test_the_same_figure_under_a_site_and_under_the_whole_is_perhaps_one(opened: Opened) -> None:
    account, asked = opened(("一厂", 3000), ("全厂", 3000))
    assert [D("2142.90"), D("4285.80")] == ends(account)
    assert [6] == asked


def test_one_of_the_sites_that_cannot_be_read_leaves_the_sum_unknown(opened: Opened) -> None:
    account, asked = opened(("一厂", 3000), ("二厂", None), ("三厂", 1000), (None, 4000))
    assert [D("5714.40"), None] == ends(account)
    assert [] == asked


def test_what_was_made_is_asked_about_too(opened: Opened) -> None:
    coke = {"energy_name": "焦炭", "unit": "吨", "recovered": 0, "factor_adopted": "0.9714"}
    made = [coke | {"site": site, "conversion_output": q} for site, q in (("一厂", 100), ("二厂", 200), (None, 300))]
    account, asked = opened(("一厂", 3000), ("二厂", 1000), energy_conversion=made)
    # taken off twice at the bottom: 4,000 × 0.7143 − 600 × 0.9714; table 2 places none of it, and the top takes off nothing
    assert [D("2274.36"), D("2857.20")] == ends(account)
    assert [7] == asked
