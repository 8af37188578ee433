"""Targets, and the year before."""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.fact import Fact

FACTS: tuple[Fact, ...] = (
    Fact(
        "any_target_missed",
        "enterprise",
        pl.Boolean(),
        "有节能目标未完成",
        "a target was missed",
        meaning="按目标值与实际值；名称看不出方向的按企业自评",
        columns=("target.actual_value", "target.target_value", "target.achieved"),
    ),
    Fact(
        "targets_missed",
        "enterprise",
        pl.String(),
        "未完成的节能目标",
        "targets missed",
        columns=("target.actual_value", "target.target_value", "target.achieved"),
        phrases=(
            ("：目标 ", ": target "),
            ("，实际 ", ", actual "),
            ("；", "; "),
            ("没有名称的目标", "a target without a name"),
            ("未填", "not filed"),
        ),
    ),
    Fact(
        "target_claim_contradicted",
        "enterprise",
        pl.Boolean(),
        "自评完成而数字未完成",
        "claimed as met against its own figures",
        columns=("target.actual_value", "target.achieved"),
    ),
    Fact(
        "five_year_target_filed",
        "enterprise",
        pl.Boolean(),
        "填有五年节能量或下降率目标",
        "a five-year saving or fall is filed as target",
        columns=("target.target_name", "target.period_target"),
    ),
    Fact(
        "target_progress_share",
        "enterprise",
        NUMBER,
        "五年目标累计完成的比例（最低的一项）",
        "share of the five-year target reached (the lowest)",
        meaning="只计节能量和下降率类目标；有一项累计数未填或读不出为空",
        columns=("target.period_cumulative", "target.period_target"),
    ),
    Fact("prev_filed", "enterprise", pl.Boolean(), "批次内有上年申报", "the previous year's filing is in the batch"),
    Fact(
        "prev_tce_calorific",
        "enterprise",
        NUMBER,
        "上年综合能耗（当量值，本批计算）",
        "previous year computed, calorific",
        unit="tce",
    ),
    Fact(
        "prev_tce_equal",
        "enterprise",
        NUMBER,
        "上年综合能耗（等价值，本批计算）",
        "previous year computed, equal value",
        unit="tce",
    ),
    Fact(
        "prev_reported_tce_calorific",
        "enterprise",
        NUMBER,
        "上年申报的综合能耗（当量值）",
        "previous filing's reported total, calorific",
        unit="tce",
    ),
    Fact("prev_tier", "enterprise", pl.String(), "上年档次", "previous tier"),
)
