"""What last year's filing held and this year's passes over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]
Rows = list[dict[str, Any]]


def used(code: str | None, amount: object, unit: str = "吨", factor: str = "0.7143", **more: Any) -> dict[str, Any]:
    return {
        "energy_code": code, "unit": unit, "factor_adopted": factor, "consumption_total": amount,
        "consumption_industrial": amount, **more,
    }  # fmt: skip


COAL = used("01", 10_000)
POWER = used("33", 305.9, "万千瓦时", "1.229")  # 375.95 tce, 5 % of 7143 + 375.95
LITTLE = used("33", 305.8, "万千瓦时", "1.229")


def told(judge: Judge, code: str, then: Rows, now: Rows, **unit: Any) -> list[tuple[Any, ...]]:
    years = [{"report_year": 2024, "industry_code": "3011"}, {"report_year": 2025, "industry_code": "3011", **unit}]
    rows = [{"report_year": 2024, **row} for row in then] + [{"report_year": 2025, **row} for row in now]
    found = judge(enterprise=years, energy_consumption=rows)
    return found.filter(pl.col("code") == code).select("table", "column", "report_year", "severity").rows()


HERE = ("enterprise", "reported_tce_calorific", 2025, "warning")


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ([COAL, POWER], [COAL], [HERE]),
        ([COAL, POWER], [COAL, POWER], []),
        ([COAL, LITTLE], [COAL], []),
        # none of it is said
        ([COAL, POWER], [COAL, used("33", 0, "万千瓦时", "1.229")], []),
        # coal by its kinds is coal
        ([COAL, POWER], [used("02", 5000, factor="0.9428"), POWER], []),
        ([COAL, POWER], [POWER], [HERE]),
        # a row that nobody can name may be it, and who filed no table 2 is told of that
        ([COAL, POWER], [COAL, used(None, 300, energy_name="某种能源")], []),
        ([COAL, POWER], [], []),
    ],
)
def test_an_energy_that_weighed_a_twentieth_of_last_year_is_asked_for(
    judge: Judge, then: Rows, now: Rows, found: list[Any]
) -> None:
    assert found == told(judge, "energy-gone-since-last-year", then, now)


@pytest.mark.parametrize(("code", "found"), [("3012", True), ("3011", False), (None, False)])
def test_another_industry_than_last_years_is_asked_about(judge: Judge, code: str | None, found: bool) -> None:
    rows = told(judge, "industry-changed-since-last-year", [COAL], [COAL], industry_code=code)
    assert rows == ([("enterprise", "industry_code", 2025, "warning")] if found else [])
