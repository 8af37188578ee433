"""Targets of table 6: missed by their own figures, claimed against them, behind on the five years."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from tests.conftest import Unread

from energy_audit.vocabulary import VOCABULARY

One = Callable[..., dict[str, Any]]
TOTAL = {"target_name": "综合能源消费总量", "target_value": D(5000), "actual_value": D(4900), "achieved": True}
SAVING = {"target_name": "节能量", "target_value": D(300), "actual_value": D(300), "achieved": True}
GREEN = {"target_name": "可再生能源电力消费量", "target_value": D(1000), "actual_value": D(1200), "achieved": True}
FALL = {"target_name": "单位产品能耗下降率", "target_value": D(-3), "actual_value": D("-3.5"), "achieved": True}
OTHER = {"target_name": "其他", "target_value": D(1), "actual_value": D(2), "achieved": True}


@pytest.mark.parametrize(
    ("row", "missed", "contradicted"),
    [
        (TOTAL, False, False),
        (TOTAL | {"actual_value": D(5000)}, False, False),
        (TOTAL | {"actual_value": D("5000.01")}, True, True),
        (TOTAL | {"actual_value": D(6000), "achieved": False}, True, False),
        # after green power it is met
        (TOTAL | {"actual_value": D(6000), "actual_excl_green": D(4000)}, False, False),
        # that it was met is only the unit's own word; that it was missed nobody says against himself
        (TOTAL | {"actual_value": None}, None, None),
        (TOTAL | {"target_value": None}, None, None),
        (TOTAL | {"actual_value": None, "achieved": False}, True, False),
        (TOTAL | {"actual_value": None, "achieved": None}, None, None),
        (SAVING, False, False),
        (SAVING | {"actual_value": D("299.99")}, True, True),
        ({**TOTAL, "target_name": "供电煤耗", "target_value": D(311), "actual_value": D(312)}, True, True),
        ({**TOTAL, "target_name": "能耗强度下降率", "target_value": D(3), "actual_value": D(2)}, True, True),
        # a fall by so much is met from above, a fall to so much from below
        ({**TOTAL, "target_name": "煤炭消费总量削减量", "target_value": D(500), "actual_value": D(700)}, False, False),
        ({**TOTAL, "target_name": "煤炭消费总量削减量", "target_value": D(500), "actual_value": D(400)}, True, True),
        ({**TOTAL, "target_name": "单位产值能耗降幅", "target_value": D(3), "actual_value": D(5)}, False, False),
        ({**TOTAL, "target_name": "吨钢综合能耗降低到", "target_value": D(540), "actual_value": D(535)}, False, False),
        ({**TOTAL, "target_name": "吨钢综合能耗下降至", "target_value": D(540), "actual_value": D(545)}, True, True),
        # more renewable or recovered energy is better, less of what is left without it
        (GREEN, False, False),
        (GREEN | {"actual_value": D(900)}, True, True),
        (GREEN | {"target_name": "非化石能源消费总量"}, False, False),
        (GREEN | {"target_name": "能源消费总量中非化石能源占比"}, False, False),
        (GREEN | {"target_name": "余热余压利用总量"}, False, False),
        (GREEN | {"target_name": "扣除绿电后能源消费总量"}, True, True),
        (GREEN | {"target_name": "光伏玻璃单位产品综合能耗"}, True, True),
        # so is more output for the energy
        (GREEN | {"target_name": "单位能耗产值"}, False, False),
        (GREEN | {"target_name": "能源利用效率提高"}, False, False),
        # a fall filed as a negative change
        (FALL, False, False),
        (FALL | {"actual_value": D("-2.5")}, True, True),
        (FALL | {"actual_value": D("3.5")}, None, None),
        (OTHER, False, None),
        (OTHER | {"achieved": False}, True, False),
    ],
)
def test_a_target_is_missed_by_its_figures(
    one: One, row: dict[str, Any], missed: bool | None, contradicted: bool | None
) -> None:
    facts = one(target=[row])
    assert (missed, contradicted) == (facts["any_target_missed"], facts["target_claim_contradicted"])


@pytest.mark.parametrize(
    ("target", "actual", "unit", "missed"),
    [
        ("3", "2.5", "%", True),
        ("0.03", "0.025", "%", True),
        # one cell in percent format, one typed: 2.5 % misses 3 %, and 3.5 % does not
        ("0.03", "2.5", "%", None),
        ("3", "0.035", "％", None),
        ("3", "0.2", "%", True),
        ("3", "0", "%", True),
        ("0.03", "2.5", "吨标准煤", False),
        # 5,200 t beside 0.5 万吨, 0.04 万吨 beside 300 t: of amounts one may be in another unit
        ("0.5", "5200", "万吨标准煤", None),
        ("300", "0.04", "吨标准煤", None),
        ("300", "1.5", "吨标准煤", None),
        ("300", "1.51", "吨标准煤", True),
        ("300", "0", "吨标准煤", True),
    ],
)
def test_figures_of_two_units_are_not_compared(
    one: One, target: str, actual: str, unit: str, missed: bool | None
) -> None:
    row = {
        "target_name": "单位产值能耗下降率",
        "target_unit": unit,
        "target_value": D(target),
        "actual_value": D(actual),
    }
    assert missed is one(target=[row | {"achieved": True}])["any_target_missed"]


def test_neither_green_power_nor_the_plan_is_judged_in_another_unit(one: One) -> None:
    missed = TOTAL | {"actual_value": D(6000)}
    told = [one(target=[missed | {"actual_excl_green": D(each)}])["any_target_missed"] for each in ("5500", "0.49")]
    assert [True, None] == told
    plan = SAVING | {"period_target": D("0.6"), "period_cumulative": D(5000)}
    assert one(target=[plan])["target_progress_share"] is None


def test_a_value_less_green_power_that_cannot_be_read_may_have_met_the_target(one: One) -> None:
    told = [
        one(target=[TOTAL | {"actual_value": D(6000), "actual_excl_green": each}]) for each in (None, Unread("四千"))
    ]
    assert [True, None] == [each["any_target_missed"] for each in told]
    assert [True, None] == [each["target_claim_contradicted"] for each in told]


def test_one_missed_target_is_named_with_its_figures(one: One) -> None:
    facts = one(target=[TOTAL, SAVING | {"actual_value": D("120.50")}, OTHER | {"achieved": None}])
    assert (True, True, "节能量：目标 300，实际 120.5") == (
        facts["any_target_missed"],
        facts["target_claim_contradicted"],
        facts["targets_missed"],
    )


def test_figures_of_a_missed_target_carry_its_unit(one: One) -> None:
    facts = one(target=[TOTAL | {"actual_value": D("5178.55"), "target_unit": "吨标准煤"}])
    assert "综合能源消费总量：目标 5000 吨标准煤，实际 5178.55 吨标准煤" == facts["targets_missed"]
    english = VOCABULARY["targets_missed"].said(facts["targets_missed"], "en")
    assert "综合能源消费总量: target 5000 吨标准煤, actual 5178.55 吨标准煤" == english


def test_progress_is_the_least_share_of_a_saving_or_fall(one: One) -> None:
    """1200 of 2000 is 0.6; a total has no progress of this kind, and a target of zero gives no share."""
    plan = {"period_target": D(2000), "period_cumulative": D(1200)}
    facts = one(target=[SAVING | plan, TOTAL | {"period_target": D(1), "period_cumulative": D(0)}])
    assert D("0.6") == facts["target_progress_share"]
    assert one(target=[SAVING | {"period_target": D(0), "period_cumulative": D(0)}])["target_progress_share"] is None


@pytest.mark.parametrize(
    ("rows", "filed", "share"),
    [
        ([SAVING], False, None),
        ([SAVING | {"period_target": D(2000)}], True, None),
        ([SAVING | {"period_target": D(2000), "period_cumulative": Unread("一千二")}], True, None),
        ([SAVING | {"period_target": Unread("两千"), "period_cumulative": D(1200)}], None, None),
        ([TOTAL | {"period_target": D(2000)}], False, None),
        ([GREEN | {"period_target": D(2000)}], False, None),
        ([SAVING | {"target_name": Unread("#REF!"), "period_target": D(2000)}], None, None),
        # of two the least share is told only where both are
        ([SAVING | {"period_target": D(2), "period_cumulative": D(1)}, SAVING | {"period_target": D(2)}], True, None),
        (
            [SAVING | {"period_target": D(2), "period_cumulative": D(1)}, TOTAL | {"period_target": D(2)}],
            True,
            D("0.5"),
        ),
    ],
)
def test_a_plan_of_which_it_is_not_told_how_far_it_came_is_not_on_schedule(
    one: One, rows: list[dict[str, Any]], filed: bool | None, share: D | None
) -> None:
    facts = one(target=rows)
    assert (filed, share) == (facts["five_year_target_filed"], facts["target_progress_share"])


@pytest.mark.parametrize(("achieved", "missed"), [(True, None), (False, True), (None, None)])
def test_by_a_name_that_cannot_be_read_nobody_says_that_the_target_was_met(
    one: One, achieved: bool | None, missed: bool | None
) -> None:
    facts = one(target=[TOTAL | {"target_name": Unread("#REF!"), "actual_value": D(6000), "achieved": achieved}])
    assert (missed, False if achieved is False else None) == (
        facts["any_target_missed"],
        facts["target_claim_contradicted"],
    )


def test_no_table_says_nothing(one: One) -> None:
    facts = one()
    assert [None] * 4 == [
        facts[name]
        for name in ("any_target_missed", "target_claim_contradicted", "targets_missed", "target_progress_share")
    ]
