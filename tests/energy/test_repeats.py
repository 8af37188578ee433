"""A row typed twice leaves the total open between once and twice; every figure is worked out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Row = dict[str, Any]
Opened = Callable[..., EnergyAccount]


def coal(used: object = 8000, factor: str = "0.7143", **more: object) -> Row:
    return {
        "energy_code": "01", "energy_name": "原煤", "unit": "吨", "factor_adopted": factor,
        "consumption_total": used, "consumption_industrial": used, **more,
    }  # fmt: skip


def made(amount: object = 100) -> Row:
    return {
        "energy_name": "焦炭", "unit": "吨", "conversion_output": amount, "recovered": 0, "factor_adopted": "0.9714",
    }  # fmt: skip


@pytest.fixture
def opened(intake_of: Callable[..., Intake], reference: Reference) -> Opened:
    def make(*rows: Row, **tables: list[Row]) -> EnergyAccount:
        sites = sorted({row.get("site") for row in rows}, key=str)
        units = [{"industry_code": "3011", "site": site} for site in sites]
        intake = intake_of(enterprise=units, energy_consumption=list(rows), **tables)
        identified = identify_enterprises(intake, reference)
        return open_account(intake, identified, reference)

    return make


def ends(account: EnergyAccount) -> list[D | None]:
    totals = account.totals.row(0, named=True)
    assert [totals["tce_equal_low"], totals["tce_equal_high"]] == [
        totals["tce_calorific_low"],
        totals["tce_calorific_high"],
    ]
    return [totals["tce_calorific_low"], totals["tce_calorific_high"]]


def test_a_use_typed_twice_is_perhaps_one(opened: Opened) -> None:
    """8,000 × 0.7143 = 5,714.40; twice 11,428.80, thrice 17,143.20."""
    assert ends(opened(coal(), coal())) == [D("5714.40"), D("11428.80")]
    assert ends(opened(coal(), coal(10), coal(), coal())) == [D("5721.54"), D("17150.34")]
    # with one row it is no key energy user by law, with both it would be
    assert opened(coal(), coal()).totals["tier"].to_list() == [None]


@pytest.mark.parametrize(
    "other",
    [
        coal(8001),
        coal(factor="0.70"),
        coal(site="二厂"),
        coal(closing_stock=1),
        coal(energy_name="焦炭", energy_code=None, factor="0.9714"),
    ],
)
def test_rows_that_differ_are_both_counted(opened: Opened, other: Row) -> None:
    low, high = ends(opened(coal(), other))
    assert low == high


def test_an_output_typed_twice_is_perhaps_taken_off_once(opened: Opened) -> None:
    """5,714.40 − 97.14, or − 194.28."""
    sold = coal(0, energy_name="焦炭", energy_code=None, factor="0.9714", external_supply=100)
    account = opened(coal(), sold, energy_conversion=[made(), made()])
    assert ends(account) == [D("5520.12"), D("5617.26")]


def test_nothing_typed_twice_is_nothing(opened: Opened) -> None:
    account = opened(coal(), coal(0), coal(0), energy_conversion=[made(0), made(0)])
    assert ends(account) == [D("5714.40"), D("5714.40")]
    assert not account.rows["perhaps_repeated"].any()


@pytest.mark.parametrize(
    "name", ["其中：自产", "（其中）外购", "#洗精煤", "上年同期", "计划", "峰段", "谷 电", "电力（尖峰）"]
)
def test_a_row_that_is_named_as_a_part_of_another_is_perhaps_none(opened: Opened, name: str) -> None:
    """5,714.40; with 1,000 × 0.7143 more 6,428.70."""
    assert ends(opened(coal(), coal(1000, energy_name=name))) == [D("5714.40"), D("6428.70")]
    assert ends(opened(coal(1000, energy_name=name), coal())) == [D("5714.40"), D("6428.70")]


def test_what_stands_below_a_part_is_perhaps_one_as_well(opened: Opened) -> None:
    """(8,000 + 1,000 + 500) × 0.7143 = 6,785.85; a row of the energy's own name below is another row of it."""
    part, next_one = coal(1000, energy_name="其中：自产"), coal(500, energy_name="外购")
    assert ends(opened(coal(), part, next_one)) == [D("5714.40"), D("6785.85")]
    assert ends(opened(coal(), part, coal(500))) == [D("6071.55"), D("6785.85")]
    # without its whole above it nobody knows how far a part reaches
    assert ends(opened(part, next_one, coal())) == [D("6071.55"), D("6785.85")]


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        # 8,000 = 5,000 + 3,000: 5,714.40, or twice that
        ([coal(), coal(5000, energy_name="一车间"), coal(3000, energy_name="二车间")], "5714.40", "11428.80"),
        ([coal(5000, energy_name="一车间"), coal(3000, energy_name="二车间"), coal()], "5714.40", "11428.80"),
        # no sum; batches of one name; batches with factors of their own
        ([coal(), coal(5000, energy_name="一车间"), coal(2900, energy_name="二车间")], "11357.37", "11357.37"),
        ([coal(), coal(5000), coal(3000)], "11428.80", "11428.80"),
        ([coal(), coal(5000, "0.7", energy_name="一车间"), coal(3000, energy_name="二车间")], "11357.30", "11357.30"),
    ],
)
def test_rows_that_add_up_to_one_are_perhaps_its_parts(opened: Opened, rows: list[Row], low: str, high: str) -> None:
    assert ends(opened(*rows)) == [D(low), D(high)]


@pytest.mark.parametrize(
    "rows",
    [
        [coal(), coal(1000, energy_name="计划外原煤")],
        [coal(energy_name="峰段"), coal(1000, energy_name="谷段")],  # the tariffs are all there is
        [coal(energy_name="其中：自产"), coal(1000, energy_name="其中：外购")],  # of nothing that stands there
        [coal(), coal(1000, energy_name="自产")],
        [coal(), coal(1000, energy_name="其中：自产", site="西区")],
        [coal(), {**coal(1000, energy_name="其中：柴油"), "energy_code": "21", "factor_adopted": "0.7143"}],
    ],
)
def test_any_other_row_counts(opened: Opened, rows: list[Row]) -> None:
    low, high = ends(opened(*rows))
    assert low == high == D("6428.70")
