"""Whose gap keeps a product figure from being compared: the unit is never asked for what the rulebook lacks."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.report.content.reason import joined, why_levels_open, why_limit_open
from energy_audit.report.language import words
from energy_audit.vocabulary import VOCABULARY

ZH, EN = words("zh"), words("en")
OPEN: dict[str, Any] = {fact.name: None for fact in VOCABULARY.values() if fact.subject == "product"} | {
    "product_name": "煤炭（井工开采）",
    "product_value": D("10.35"),
    "product_limited": True,
    "product_is_new": False,
    "limit_standard": "GB 29444-2012",
    "limit_confidence": "high",
    "limit_value": D("11.8"),
    "limit_in_mid_year": False,
    "plant_grade_open": False,
}


@pytest.mark.parametrize(
    ("facts", "owner", "says", "asks"),
    [
        ({"product_value": None}, "unit", "没有可用的填报值", "本期指标值"),
        ({"limit_missing_input": "海拔、矿石品位"}, "unit", "缺少：海拔、矿石品位", "表4附"),
        ({"limit_confidence": "low"}, "rulebook", "GB 29444-2012 的限额把握低", "不须企业补报"),
        ({"product_is_new": None}, "unit", "新建改扩建没有填报", "装置性质"),
        ({"product_is_new": True, "plant_grade_open": True}, "unit", "2级还是3级", "投产日期"),
        ({"limit_in_mid_year": True}, "rulebook", "在报告年度内开始或停止施行", "人工判断"),
        ({}, "unit", "不能与 GB 29444-2012 的限额唯一对应", "表4的产品"),
        # both lack something: what the unit can supply comes first
        ({"limit_missing_input": "海拔", "limit_confidence": "low"}, "unit", "缺少：海拔", "表4附"),
        # a weak limit is the rulebook's gap, whatever else was left blank
        ({"limit_confidence": "low", "product_is_new": None}, "rulebook", "把握低", "不须企业补报"),
    ],
)
def test_an_open_limit_names_whose_gap_it_is(facts: dict[str, Any], owner: str, says: str, asks: str) -> None:
    reason = why_limit_open(OPEN | facts, ZH)
    assert reason is not None
    assert reason.owner == owner
    assert says in reason.text
    assert asks in reason.ask
    assert getattr(why_limit_open(OPEN | facts, EN), "owner", None) == owner


@pytest.mark.parametrize(
    "facts", [{"product_over_limit": False}, {"product_over_limit": True}, {"product_limited": False}]
)
def test_a_limit_that_was_compared_or_does_not_bind_is_no_gap(facts: dict[str, Any]) -> None:
    assert why_limit_open(OPEN | facts, ZH) is None


def test_a_name_that_fits_several_products_of_a_standard_is_told_which() -> None:
    several = OPEN | {"limit_candidates": "甲醇（烟煤）、甲醇（褐煤）", "product_name": "甲醇"}
    reason = why_limit_open(several, ZH)
    assert reason is not None
    assert "“甲醇”可能是：甲醇（烟煤）、甲醇（褐煤）" in reason.text
    reason = why_limit_open(several, EN)
    assert reason is not None
    assert "甲醇（烟煤）, 甲醇（褐煤）" in reason.text
    levels = {"baseline_value": D(13), "benchmark_value": D(9), "benchmark_candidates": "烟煤制甲醇、褐煤制甲醇"}
    reason = why_levels_open(several | levels, ZH)
    assert reason is not None
    assert "烟煤制甲醇、褐煤制甲醇" in reason.text


@pytest.mark.parametrize(
    ("facts", "owner"),
    [
        ({"benchmark_confidence": "low"}, "rulebook"),
        ({"benchmark_confidence": "high"}, "unit"),
        ({"product_value": None}, "unit"),
        # what the unit can supply comes first, here as with the limit
        ({"benchmark_confidence": "low", "limit_missing_input": "海拔"}, "unit"),
    ],
)
def test_an_open_level_names_whose_gap_it_is(facts: dict[str, Any], owner: str) -> None:
    reason = why_levels_open(OPEN | {"baseline_value": D(13), "benchmark_value": D(9)} | facts, ZH)
    assert reason is not None
    assert reason.owner == owner


def test_a_level_corrected_as_its_limit_is_open_for_want_of_the_same_input() -> None:
    levels = {"baseline_value": D(120), "benchmark_value": D(100), "benchmark_confidence": "high"}
    reason = why_levels_open(OPEN | levels | {"limit_missing_input": "海拔"}, ZH)
    assert reason is not None
    assert reason.text == "标杆、基准水平须与 GB 29444-2012 的限额同样修正，缺少：海拔"
    assert (reason.owner, "表4附" in reason.ask) == ("unit", True)


def test_no_level_is_no_gap() -> None:
    assert why_levels_open(OPEN, ZH) is None


def test_several_products_give_one_reason_and_what_the_unit_can_supply_counts() -> None:
    weak, lacking = (
        why_limit_open(OPEN | facts, ZH) for facts in ({"limit_confidence": "low"}, {"limit_missing_input": "海拔"})
    )
    assert weak is not None
    assert lacking is not None
    both = joined([weak, lacking, weak], ZH)
    assert both.owner == "unit"
    assert both.text == f"{weak.text}；{lacking.text}"
    assert joined([weak, weak], ZH) == weak
