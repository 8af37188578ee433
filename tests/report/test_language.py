"""Numbers, days, units and names as the reader sees them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import get_args

import pytest

from energy_audit.report.language import LABELS, words
from energy_audit.rulebook import model
from energy_audit.vocabulary import VOCABULARY

ZH, EN = words("zh"), words("en")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (D("1234567.885"), "1,234,567.89"),
        (D("1234567.884999"), "1,234,567.88"),
        (D("-1234.565"), "-1,234.57"),
        (D("-0.004"), "0.00"),
        (0, "0.00"),
    ],
)
def test_number_groups_thousands_and_rounds_half_away_from_zero(value: D | int, written: str) -> None:
    assert written == ZH.number(value)


def test_number_is_never_zero_for_unknown() -> None:
    assert (ZH.number(None), EN.number(None)) == ("未提供", "not provided")
    assert (ZH.number(None, why="cannot_tell"), EN.number(None, why="cannot_tell")) == ("不能判断", "cannot tell")


def test_quantity_keeps_the_decimals_it_has() -> None:
    assert [ZH.quantity(D(text)) for text in ("1200.000000000000", "0.97140", "1.23456", "5000")] == [
        "1,200",
        "0.9714",
        "1.2346",
        "5,000",
    ]


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (D("4820.5"), D("4820.50"), "4,820.50"),
        (D("4820.501"), D("4820.499"), "4,820.50"),
        (D(6900), D("8220.4"), "6,900.00 – 8,220.40"),
        (D("971.436"), None, "≥ 971.44"),
        (None, D("365552.82"), "≤ 365,552.82"),
        (None, None, "不能判断"),
    ],
)
def test_interval_shows_both_ends_or_which_end_is_open(low: D | None, high: D | None, written: str) -> None:
    assert written == ZH.interval(low, high)


def test_factors_show_a_range_as_such() -> None:
    assert [ZH.factors(D("0.7143"), D("0.7143")), ZH.factors(D(11), D("13.3")), ZH.factors(None, None)] == [
        "0.7143",
        "11 – 13.3",
        "不能判断",
    ]


def test_days_and_years_are_written_in_full() -> None:
    day = dt.date(2026, 3, 31)
    assert (ZH.day(day), EN.day(day)) == ("2026年3月31日", "31 March 2026")
    assert ZH.day(None) == "未提供"
    assert (ZH.year(2025), EN.year(2025)) == ("2025年1月1日至12月31日", "1 January – 31 December 2025")


def test_units_are_named_in_both_languages_and_unknown_ones_stay_as_filed() -> None:
    assert (ZH.unit("tce"), EN.unit("tce")) == ("吨标准煤", "tce")
    assert (ZH.unit("吨"), EN.unit("吨"), EN.unit("万立方米")) == ("吨", "t", "10⁴ m³")
    assert EN.unit("车") == "车"


def test_percent_of_a_share() -> None:
    assert (ZH.percent(D("0.0345")), ZH.percent(D("-0.196")), ZH.percent(None)) == ("3.5%", "-19.6%", "不能判断")


def test_truth_is_three_valued() -> None:
    assert [ZH.yes_no(True), ZH.yes_no(False), ZH.yes_no(None)] == ["是", "否", "未提供"]


def test_blank_text_is_named_as_absent() -> None:
    assert [ZH.text(" "), ZH.text(None), ZH.text("贵州")] == ["未提供", "未提供", "贵州"]


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("verdict", get_args(model.Verdict)),
        ("kind", get_args(model.Kind)),
        ("severity", get_args(model.Severity)),
        ("authority", get_args(model.Authority)),
        ("first_step", get_args(model.FirstStep)),
        ("honesty", get_args(model.Honesty)),
        ("confidence", get_args(model.Confidence)),
        ("tier", tuple("ABCD")),
        ("problem_severity", ("error", "warning")),
        ("not_counted", ("part-of-parent", "parent-of-parts", "total-row")),
    ],
)
def test_every_value_has_a_name_in_both_languages(group: str, values: tuple[str, ...]) -> None:
    assert set(values) <= set(LABELS[group])
    assert all(ZH.label(group, value) != value and EN.label(group, value) for value in values)


def test_a_code_is_named_by_the_fact_that_holds_it() -> None:
    assert (ZH.code("review_status", "not_applied"), EN.code("review_status", "not_applied")) == (
        "未申请",
        "not applied for",
    )
    assert (ZH.code("review_status", None), ZH.code("review_status", None, "not_filed")) == ("不能判断", "未提供")


def test_label_of_an_unknown_value_is_the_value_and_of_none_cannot_be_told() -> None:
    assert (ZH.label("kind", "其他"), ZH.label("kind", None)) == ("其他", "不能判断")


def test_tier_c_is_named_as_the_contract_says() -> None:
    assert ZH.tier("C") == "C档：年综合能耗5000吨及以上（未见指定文件）"
    assert ZH.tier(None) == "不能判断"


@pytest.mark.parametrize(
    ("fact", "value", "zh", "en"),
    [
        ("tce_calorific", D("5000.005"), "5,000.01 吨标准煤", "5,000.01 tce"),
        ("employees", 1200, "1,200 人", "1,200 people"),
        ("report_year", 2025, "2025", "2025"),
        ("review_status", "not_applied", "未申请", "not applied for"),
        ("energy_manager_filed", False, "否", "no"),
        ("construction_started_on", dt.date(2024, 3, 18), "2024年3月18日", "18 March 2024"),
        ("tce_calorific", None, "不能判断", "cannot tell"),
    ],
)
def test_a_fact_is_written_by_its_type_and_unit(fact: str, value: object, zh: str, en: str) -> None:
    assert (zh, en) == (ZH.value(value, VOCABULARY[fact]), EN.value(value, VOCABULARY[fact]))  # type: ignore[arg-type]


def test_a_figure_without_a_unit_is_called_so() -> None:
    """Limits of data centres are ratios: their unit is 1, which nobody would read as one."""
    assert ("无量纲", "dimensionless") == (words("zh").unit("1"), words("en").unit("1"))
