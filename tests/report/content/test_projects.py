"""Projects: life line and criteria; unit products against their levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.products import product_of
from energy_audit.report.language import words
from energy_audit.vocabulary import VOCABULARY

Reports = Callable[..., EnterpriseReport]


@pytest.fixture(scope="module")
def report(report_of: Reports) -> EnterpriseReport:
    return report_of()


def test_a_life_line_runs_from_review_to_acceptance(report: EnterpriseReport) -> None:
    steps = report.projects[1].steps
    assert [(step.label, step.day, step.state) for step in steps] == [
        ("节能审查申请", dt.date(2021, 5, 10), "done"),
        ("节能审查意见", dt.date(2021, 7, 2), "done"),
        ("开工", dt.date(2021, 9, 1), "done"),
        ("投产", dt.date(2022, 12, 20), "done"),
        ("节能验收", dt.date(2023, 2, 18), "done"),
    ]
    assert steps[1].note == "黔发改环资〔2021〕55号"


def test_what_has_not_happened_differs_from_what_is_not_known(report: EnterpriseReport) -> None:
    steps = report.projects[0].steps
    assert [(step.state, step.note) for step in steps] == [
        ("unknown", "未提供"),
        ("not_done", "尚未"),
        ("done", ""),
        ("not_done", "尚未"),
        ("unknown", "未提供"),
    ]


def test_criteria_are_told_three_ways(report: EnterpriseReport) -> None:
    assert [(each.role, each.title, each.state) for each in report.projects[0].criteria] == [
        ("高耗能", "属高耗能六大类行业", "held"),
        ("高排放", "环评未批复", "held"),
        ("低水平", "能效低于基准水平", "cannot_tell"),
    ]
    assert [each.state for each in report.projects[1].criteria] == ["held", "did_not", "did_not"]
    assert [each.state for each in report.enterprise_criteria] == ["cannot_tell"]


def test_no_project_filed_differs_from_no_project_table(report_of: Reports) -> None:
    absent = report_of(project=None)
    assert (absent.projects, absent.projects_filed) == ((), False)


PRODUCT: dict[str, Any] = {fact.name: None for fact in VOCABULARY.values() if fact.subject == "product"} | {
    "product_name": "水泥熟料",
    "indicator_name": "单位产品综合能耗",
    "product_unit": "kgce/t",
    "product_value": D("121.5"),
    "product_limited": True,
    "limit_standard": "GB 16780-2021",
    "limit_confidence": "high",
    "limit_value": D(117),
    "product_over_limit": True,
    "product_is_new": False,
}


def test_a_figure_over_its_limit_is_said_and_drawn() -> None:
    product = product_of(PRODUCT, words("zh"))
    assert product.outcomes == (("超过限额", "breached"),)
    assert [(mark.label, mark.value) for mark in product.marks] == [("限额", D(117))]


def test_a_comparison_that_cannot_be_made_is_not_drawn() -> None:
    """The unit may be another, or a correction is missing: the level then stays out of the picture."""
    product = product_of(PRODUCT | {"product_over_limit": None, "limit_missing_input": "海拔"}, words("zh"))
    assert product.outcomes == (("是否超限额：不能判断", "unknown"),)
    assert product.marks == ()
    assert product.remark == "修正缺少：海拔"


def test_a_product_without_any_level_says_so() -> None:
    product = product_of(PRODUCT | {"product_limited": False, "limit_standard": None, "limit_value": None}, words("zh"))
    assert product.outcomes == (("无可对照的水平", ""),)
    assert product.standard == "无适用的限额标准"


def test_a_limit_of_low_confidence_says_so() -> None:
    assert product_of(PRODUCT | {"limit_confidence": "low"}, words("zh")).standard == "GB 16780-2021 · 把握低"
