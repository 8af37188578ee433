"""Rows typed twice and tables of zeros are asked about, each at its cell; what differs is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]
ENTERPRISE = [{"industry_code": "3011", "region_code": "520100"}]


def used(name: str = "柴油", amount: object = 100, unit: str = "吨", **more: object) -> dict[str, Any]:
    return {
        "energy_name": name, "unit": unit, "factor_adopted": "1.4571", "consumption_total": amount,
        "consumption_industrial": amount, "consumption_nonindustrial": 0, "purchase_qty": amount,
        "opening_stock": 0, "closing_stock": 0, **more,
    }  # fmt: skip


def asked(judge: Judge, code: str, **tables: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    found = judge(enterprise=ENTERPRISE, **tables).filter(pl.col("code") == code)
    assert set(found["severity"]) <= {"warning"}
    return found.select("table", "number", "column").rows()


def test_an_energy_row_typed_twice_is_asked_about_at_the_second(judge: Judge) -> None:
    """100 t × 1.4571 = 145.71 are counted twice."""
    rows = [used(), used("汽油"), used()]
    assert [("energy_consumption", 2, "consumption_total")] == asked(judge, "identical-rows", energy_consumption=rows)
    told = judge(enterprise=ENTERPRISE, energy_consumption=rows).filter(pl.col("code") == "identical-rows")
    assert "145.71" in told["message"][0]


def test_the_same_energy_under_its_code_and_its_name_is_the_same(judge: Judge) -> None:
    rows = [used(), used(None, energy_code="21")]  # type: ignore[arg-type]  # no name
    assert [("energy_consumption", 1, "consumption_total")] == asked(judge, "identical-rows", energy_consumption=rows)


@pytest.mark.parametrize(
    "other",
    [
        used(amount=101),
        used("汽油"),
        used(purchase_qty=99),
        used(unit="千克"),
        used(opening_stock=1),
        used(site="二厂"),
    ],
)
def test_rows_that_differ_are_two_rows(judge: Judge, other: dict[str, Any]) -> None:
    assert [] == asked(judge, "identical-rows", energy_consumption=[used(), other])


def test_rows_of_nothing_are_no_repeat(judge: Judge) -> None:
    rows = [used("汽油", 5), used(amount=0), used(amount=0)]
    assert [] == asked(judge, "identical-rows", energy_consumption=rows)


def test_an_output_a_product_and_a_claim_typed_twice_are_asked_about(judge: Judge) -> None:
    output = {"energy_name": "焦炭", "unit": "吨", "conversion_output": 7, "recovered": 0}
    product = {
        "product_name": "焦炭",
        "indicator_name": "单位产品综合能耗",
        "value": 110,
        "numerator": 11,
        "denominator": 100,
    }
    claim = {"feedstock_tce": 0, "re_self_kwh": 5, "green_power_kwh": 0, "gec_kwh": 0}
    found = asked(
        judge,
        "identical-rows",
        energy_consumption=[used()],
        energy_conversion=[output, output],
        product=[product, product, product | {"value": 111}],
        nonfossil=[claim, claim],
    )
    assert sorted(found) == [
        ("energy_conversion", 1, "conversion_output"),
        ("nonfossil", 1, "re_self_kwh"),
        ("product", 1, "value"),
    ]


def test_a_table_of_zeros_is_asked_about_once(judge: Judge) -> None:
    rows = [used(amount=0), used("电力", 0, "万千瓦时", factor_adopted="1.229")]
    assert [("energy_consumption", 0, "consumption_total")] == asked(
        judge, "no-consumption-at-all", energy_consumption=rows
    )


@pytest.mark.parametrize("other", [used("汽油", "0.01"), used("汽油", None)])
def test_one_figure_or_one_unknown_is_not_nothing(judge: Judge, other: dict[str, Any]) -> None:
    assert [] == asked(judge, "no-consumption-at-all", energy_consumption=[used(amount=0), other])
