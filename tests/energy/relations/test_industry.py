"""An industry's name is held against its code only where the table gives the name to another code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]


@pytest.mark.parametrize(
    ("code", "name", "asked"),
    [
        ("3011", "水泥制造", False),
        ("3011", "炼铁", True),  # 3110: an ironworks would escape the limits and sectors of its own
        ("1512", "炼 铁", True),
        ("3011", "非金属矿物制品业", False),  # its division
        ("1512", "非金属矿物制品业", True),
        ("30", "水泥制造", False),
        ("3011", "水泥", False),  # a wording of one's own
        ("3011", "Cement", False),
        ("3011", None, False),
        ("3011", "", False),
        (None, "炼铁", False),
    ],
)
def test_only_the_name_of_another_code_is_asked_about(
    judge: Judge, code: str | None, name: str | None, asked: bool
) -> None:
    unit: dict[str, Any] = {"industry_code": code, "industry_name": name}
    assert asked is ("industry-code-name-disagree" in judge(enterprise=[unit])["code"].to_list())


@pytest.mark.parametrize(
    ("code", "told"), [("3011", False), ("0610", False), ("9700", False), ("9999", True), ("0011", True), (None, False)]
)
def test_a_code_of_no_division_is_told(judge: Judge, code: str | None, told: bool) -> None:
    unit = {"industry_code": code, "industry_name": "水泥"}
    assert told == ("industry-code-unknown" in judge(enterprise=[unit])["code"].to_list())


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("3140", False),
        ("3150", True),  # ferroalloys in the edition of 2011: the plant would be of no two-high sector
        ("2520", True),  # coking in that edition
        ("3255", True),
        ("4413", False),
        ("1599", False),  # not all classes of division 15 are on file
        ("31", False),
        (None, False),
    ],
)
def test_a_code_that_no_class_of_a_two_high_division_has_is_asked_about(
    judge: Judge, code: str | None, told: bool
) -> None:
    unit = {"industry_code": code, "industry_name": "示例"}
    assert told == ("industry-class-unknown" in judge(enterprise=[unit])["code"].to_list())
