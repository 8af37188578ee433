"""Targets on the page: filed against computed, on the basis that the target states."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.report.content.targets import target_of
from energy_audit.report.language import words


def row(**more: Any) -> dict[str, Any]:
    return {
        "target_name": "能源消费总量", "target_unit": "吨标准煤", "target_value": D(13000), "actual_value": D(12345),
        "achieved": True, "measure": "total", "stated_basis": None, "computed_calorific": D(12345),
        "computed_equal": D(15000), "met_calorific": True, "met_equal": False, "saving_product": None,
        "saving_by_product": None, "saving_output_value": None, "saving_by_output_calorific": None,
        "saving_by_output_equal": None, "period_cumulative": None, "saving_accumulated": None,
        "at_comparable_prices": True, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "computed", "outcome"),
    [
        ({}, "当量值 12,345，等价值 15,000", ("两口径结论不同", "unknown")),
        ({"stated_basis": "calorific"}, "当量值 12,345", ("按计算已完成", "met")),
        # said to be met and missed by the account: a person must look
        ({"stated_basis": "equal"}, "等价值 15,000", ("按计算未完成", "suspicion")),
        ({"stated_basis": "equal", "achieved": False}, "等价值 15,000", ("按计算未完成", "notice")),
        (
            {"computed_equal": None, "met_equal": None},
            "当量值 12,345，等价值 不能判断",
            ("按计算不能判断", "unknown"),
        ),
        ({"measure": "other"}, "不能由申报表计算", ("按计算不能判断", "unknown")),
    ],
)
def test_what_is_said_of_a_target(facts: dict[str, Any], computed: str, outcome: tuple[str, str]) -> None:
    target = target_of(row(**facts), words("zh"))
    assert (computed, outcome) == (target.computed, target.outcome)


def test_savings_stand_filed_against_computed() -> None:
    target = target_of(
        row(saving_product=D(900), saving_by_product=D(1000), period_cumulative=D(2500), saving_accumulated=None),
        words("zh"),
    )
    assert [(each.label, each.text) for each in target.savings] == [
        ("产品节能量（较上年）", "申报 900.00 吨标准煤；计算 1,000.00 吨标准煤"),
        ("五年累计（产品节能量逐年累加）", "申报 2,500.00 吨标准煤；计算 不能判断"),
    ]
