"""Days of a project that can only follow one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]
IN_ORDER = {
    "project_name": "示例项目", "review_applied_on": "2023-12-01", "approval_date": "2024-01-05",
    "construction_started_on": "2024-02-01", "acceptance_on": "2024-11-20", "commissioned_on": "2024-12-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({}, []),
        ({"review_applied_on": "2024-01-05"}, []),  # given on the day it was asked for
        ({"review_applied_on": "2024-01-06"}, ["approval_date"]),
        ({"commissioned_on": "2024-02-01"}, []),
        ({"commissioned_on": "2024-01-31"}, ["commissioned_on"]),
        ({"acceptance_on": "2024-01-20"}, ["acceptance_on"]),
        ({"acceptance_on": "2024-01-04", "construction_started_on": None}, ["acceptance_on"]),
        ({"approval_date": None, "review_applied_on": "2026-01-01"}, []),
        # an opinion given late, and an acceptance after the coming into use, are findings and no slips of the pen
        ({"approval_date": "2024-03-01"}, []),
        ({"acceptance_on": "2025-03-01"}, []),
    ],
)
def test_a_day_before_the_step_that_comes_first_is_asked_about(
    judge: Judge, days: dict[str, Any], told: list[str]
) -> None:
    found = judge(enterprise=[{"industry_code": "3011"}], project=[IN_ORDER | days])
    assert told == found.filter(pl.col("code") == "project-days-out-of-order")["column"].to_list()
