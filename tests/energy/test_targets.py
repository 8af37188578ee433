"""Savings and targets, filed against computed; every expected figure is worked out in its comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.energy.savings import accumulated, product_savings
from energy_audit.energy.targets import targets_of
from energy_audit.exact import NUMBER
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

USCC = "91520000000000001X"


def figure(
    name: str, before: tuple[object, object], now: tuple[object, object], unit: str = "吨标准煤"
) -> dict[str, Any]:
    """A product of table 4 by (energy, output) of either year."""
    return {
        "product_name": name, "indicator_name": "单位产品综合能耗", "numerator_unit": unit, "denominator_unit": "吨",
        "numerator_prev": before[0], "denominator_prev": before[1], "numerator": now[0], "denominator": now[1],
        "conversion_factor": 1000,
    }  # fmt: skip


@pytest.fixture
def saved(intake_of: Callable[..., Intake], reference: Reference) -> Callable[..., D | None]:
    def make(*products: dict[str, Any]) -> D | None:
        found = product_savings(intake_of(product=list(products)).tables["product"], reference)
        value: D | None = found["saved"].item()
        return value

    return make


def test_unit_consumption_and_its_change(intake_of: Callable[..., Intake], reference: Reference) -> None:
    """15 000 tce / 100 000 t × 1000 = 150 kgce/t; last year 160: 150 / 160 − 1 = −6.25 %. So filed, nothing is wrong."""
    row = figure("示例产品", (16000, 100_000), (15000, 100_000)) | {
        "indicator_unit": "千克标准煤/吨", "value": 150, "value_prev": 160, "change_pct": "-6.25",
    }  # fmt: skip

    def codes(**changed: object) -> set[str]:
        intake = intake_of(enterprise=[{"industry_code": "3011"}], product=[row | changed])
        identified = identify_enterprises(intake, reference)
        found = relation_problems(intake, identified, open_account(intake, identified, reference), reference)
        return set(found.filter(pl.col("table") == "product")["code"])

    assert set() == codes()
    assert codes(value=151, value_prev=None, change_pct=None) == {"unit-consumption-mismatch"}
    assert codes(change_pct="6.25") == {"change-percent-mismatch"}


def test_saving_by_product(saved: Callable[..., D | None]) -> None:
    """(160 − 150) kgce/t × 100 000 t / 1000 = 1000 tce."""
    assert D(1000) == saved(figure("示例产品", (16000, 100_000), (15000, 100_000)))


@pytest.mark.parametrize(
    ("products", "tce"),
    [
        # (0.16 − 0.15) × 100 000 + (0.5 − 0.6) × 2000 = 1000 − 200
        ([figure("甲", (16000, 100_000), (15000, 100_000)), figure("乙", (500, 1000), (1200, 2000))], "800"),
        # energy in kgce: 16 000 000 kgce are 16 000 tce
        ([figure("甲", (16_000_000, 100_000), (15_000_000, 100_000), "千克标准煤")], "1000"),
        # output doubles at the same figure: nothing is saved
        ([figure("甲", (16000, 100_000), (32000, 200_000))], "0"),
        # a product without last year's figures leaves the sum unknown
        ([figure("甲", (16000, 100_000), (15000, 100_000)), figure("乙", (None, None), (1200, 2000))], None),
        # so does one whose energy is electricity
        ([figure("甲", (16000, 100_000), (15000, 100_000)), figure("乙", (1, 1), (1, 1), "千瓦时")], None),
        # two figures of one product would count it twice
        ([figure("甲", (16000, 100_000), (15000, 100_000))] * 2, None),
        # no output last year
        ([figure("甲", (16000, 0), (15000, 100_000))], None),
    ],
)
def test_savings_of_several_products(
    saved: Callable[..., D | None], products: list[dict[str, Any]], tce: str | None
) -> None:
    assert (None if tce is None else D(tce)) == saved(*products)


def yearly(*savings: tuple[int, str | None]) -> dict[int, D | None]:
    frame = pl.DataFrame(
        [(USCC, year, None if each is None else D(each)) for year, each in savings],
        schema={"uscc": pl.String, "report_year": pl.Int64, "saved": NUMBER},
        orient="row",
    )
    return dict(accumulated(frame).select("report_year", "accumulated").iter_rows())


def test_savings_add_up_within_a_plan_and_begin_anew_with_the_next() -> None:
    """2021: 100; 2022: 100 + 50; 2023: less 30; 2026 begins a new plan."""
    assert {2021: D(100), 2022: D(150), 2023: D(120), 2026: D(7)} == yearly(
        (2021, "100"), (2022, "50"), (2023, "-30"), (2026, "7")
    )


def test_a_year_that_is_missing_or_unknown_leaves_the_sum_unknown() -> None:
    assert {2021: D(100), 2023: None} == yearly((2021, "100"), (2023, "-30"))
    assert {2021: D(100), 2022: None, 2023: None} == yearly((2021, "100"), (2022, None), (2023, "-30"))


@pytest.fixture
def told(intake_of: Callable[..., Intake], reference: Reference) -> Callable[..., dict[str, Any]]:
    """Set a target beside a unit of 12 345 tce calorific, 15 000 equal, 80 000 at current and 75 000 at comparable prices."""

    def make(
        target: dict[str, Any], *, const: str | None = "75000", products: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        units = pl.DataFrame(
            [(USCC, 2025, D(12345), D(15000), D(80000), None if const is None else D(const))],
            schema={
                "uscc": pl.String,
                "report_year": pl.Int64,
                **dict.fromkeys(("tce_calorific", "tce_equal", "gross_output", "gross_output_const"), NUMBER),
            },
            orient="row",
        )
        tables = intake_of(target=[target], product=list(products)).tables
        return targets_of(tables["target"], tables["product"], units, reference).row(0, named=True)

    return make


@pytest.mark.parametrize(
    ("name", "unit", "target", "measure", "calorific", "met"),
    [
        ("能源消费总量", "吨标准煤", 12345, "total", "12345", (True, False)),
        ("能源消费总量", "万吨标准煤", "1.2", "total", "1.2345", (False, False)),
        ("综合能耗总量", "吨标准煤", 15000, "total", "12345", (True, True)),
        # 12 345 / 80 000 = 0.1543 tce per 10^4 yuan; 15 000 / 80 000 = 0.1875
        ("能耗强度", "吨标准煤/万元", "0.16", "intensity", "0.1543", (True, False)),
        ("单位产值能耗", "千克标准煤/万元", "190", "intensity", "154.3", (True, True)),
        ("单位产值能耗下降率", "%", 3, "other", None, (None, None)),
        ("单位产品综合能耗", "千克标准煤/吨", 100, "other", None, (None, None)),
        ("能源消费总量", "吨", 12345, "total", None, (None, None)),
        # the account's total is not that of one kind of energy, nor what is left without it
        ("非化石能源消费总量", "吨标准煤", 1000, "other", None, (None, None)),
        ("煤炭消费总量", "吨标准煤", 1000, "other", None, (None, None)),
        ("扣除原料用能后能源消费总量", "吨标准煤", 1000, "other", None, (None, None)),
        ("综合能耗增速", "%", 2, "other", None, (None, None)),
    ],
)
def test_the_actual_value_by_the_account(
    told: Callable[..., dict[str, Any]],
    name: str,
    unit: str,
    target: object,
    measure: str,
    calorific: str | None,
    met: tuple[bool | None, bool | None],
) -> None:
    row = told({"target_name": name, "target_unit": unit, "target_value": target})
    expected = (measure, None if calorific is None else D(calorific), *met)
    assert expected == tuple(row[k] for k in ("measure", "computed_calorific", "met_calorific", "met_equal"))


def test_a_target_met_by_the_value_less_green_power_is_not_missed_by_the_full_total(
    told: Callable[..., dict[str, Any]],
) -> None:
    target = {"target_name": "能源消费总量", "target_unit": "吨标准煤", "target_value": 13000}
    for green, met in (("12900", (True, None)), ("13100", (True, False)), (None, (True, False))):
        row = told(target | {"actual_excl_green": green})
        assert met == (row["met_calorific"], row["met_equal"])


@pytest.mark.parametrize(
    ("name", "basis"),
    [("综合能源消费总量（当量值）", "calorific"), ("能源消费总量(等价值)", "equal"), ("能源消费总量", None)],
)
def test_the_basis_that_a_target_states(told: Callable[..., dict[str, Any]], name: str, basis: str | None) -> None:
    row = told({"target_name": name, "target_unit": "吨标准煤", "target_value": 13000})
    assert ("total", basis) == (row["measure"], row["stated_basis"])


def test_a_saving_is_met_by_what_the_products_saved(told: Callable[..., dict[str, Any]]) -> None:
    target = {"target_name": "年节能量", "target_unit": "吨标准煤", "target_value": 1000}
    products = [figure("甲", (16000, 100_000), (15000, 100_000))]
    row = told(target, products=products)
    assert (D(1000), True) == (row["computed_calorific"], row["met_calorific"])
    assert told(target | {"target_value": "1000.01"}, products=products)["met_calorific"] is False


def test_saving_by_output_against_the_filed_base(told: Callable[..., dict[str, Any]]) -> None:
    """Base 14 000 / 70 000 = 0.2; × 75 000 = 15 000; − 12 345 = 2655. At current prices 16 000 − 12 345 = 3655."""
    target = {"target_name": "年节能量", "base_tce_calorific": 14000, "base_output_value": 70000}
    row = told(target)
    assert (D("2655.00"), True, None) == (
        row["saving_by_output_calorific"],
        row["at_comparable_prices"],
        row["saving_by_output_equal"],
    )
    row = told(target, const=None)
    assert (D("3655.00"), False) == (row["saving_by_output_calorific"], row["at_comparable_prices"])
