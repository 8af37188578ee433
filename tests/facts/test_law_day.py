"""Which day's law a filing is judged by: its own year's, or that of one day for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from energy_audit.energy.account import open_account
from energy_audit.facts import derive_facts, identify_enterprises
from energy_audit.facts.law_day import law_begins, law_ends

REPLAY = date(2026, 7, 1)


def test_a_filing_has_the_law_of_its_year_unless_one_day_is_given() -> None:
    years = pl.DataFrame({"report_year": [2024, None]}, schema={"report_year": pl.Int64})
    days = years.select(
        own_first=law_begins(None), own_last=law_ends(None), first=law_begins(REPLAY), last=law_ends(REPLAY)
    )
    assert (date(2024, 1, 1), date(2024, 12, 31), REPLAY, REPLAY) == days.row(0)
    assert days["own_last"][1] is None
    assert days["last"][1] is None


def test_a_replay_takes_limits_and_period_of_its_day_and_leaves_deeds_alone(
    intake_of: Callable[..., Any], reference: Any
) -> None:
    """GB 21256-2013 holds for sintering until 2026-06-30, GB 21256-2025 since; a project keeps its regime."""
    intake = intake_of(
        enterprise=[{"report_year": 2025, "industry_code": "3110", "region_code": "520181"}],
        product=[
            {
                "report_year": 2025, "product_name": "烧结工序", "indicator_name": "工序单位产品能耗", "value": 45,
                "indicator_unit": "kgce/t", "plant_status": "既有",
            }
        ],
        project=[{"report_year": 2025, "project_name": "示例项目", "construction_started_on": date(2024, 3, 1)}],
    )  # fmt: skip
    identified = identify_enterprises(intake, reference)
    account = open_account(intake, identified, reference)

    def facts(rules_as_of: date | None) -> tuple[Any, ...]:
        frames = derive_facts(
            intake, identified, account, reference, as_of=date(2026, 6, 30), rules_as_of=rules_as_of
        ).frames
        product, project = frames["product"].row(0, named=True), frames["project"].row(0, named=True)
        return frames["enterprise"]["period_end"].item(), product["limit_grade3"], project["review_regime"]

    own, replayed = facts(None), facts(REPLAY)
    assert (date(2025, 12, 31), "FAI-2") == (own[0], own[2])
    assert (REPLAY, "FAI-2") == (replayed[0], replayed[2])
    grades = dict(reference.limits.filter(product_zh="烧结工序").select("edition", "grade3").iter_rows())
    assert grades["2013"] != grades["2025"]
    assert (grades["2013"], grades["2025"]) == (own[1], replayed[1])
