"""What a row of a project leaves blank where it says too little to be judged, and what is unknown for that reason."""

from __future__ import annotations

import polars as pl

from energy_audit.vocabulary.fact import LISTED, Fact

GAPS = {
    "stage": ("项目阶段", "stage"),
    "nature": ("建设性质", "nature"),
    "main_content": ("主要建设内容", "main content"),
    "industry_code": ("所属行业小类", "industry code"),
    "construction_started_on": ("开工日期", "start of construction"),
    "commissioned_on": ("实际投产时间", "day of commissioning"),
    "approval_date": ("节能审查批复时间", "day of the review opinion"),
    "review_status": ("节能审查状态", "state of the review"),
    "approved_tce_calorific": ("年综合能源消费量(当量值)", "yearly consumption by calorific value"),
    "annual_electricity": ("年电力消费量", "yearly electricity"),
    "coal_pq": ("其中:煤炭", "coal"),
}
"""By column of a project: what its review is judged by, as the form and as English name it."""

GAP_FACTS: tuple[Fact, ...] = (
    Fact(
        "project_blanks",
        "project",
        pl.String(),
        "空着或不能采用的栏目",
        "columns blank or of no use",
        meaning="判断节能审查和两高要用，而没有填、读不出或数量不可能的栏目；用不上的不列",
        columns=tuple(f"project.{column}" for column in GAPS),
        phrases=(*LISTED, *GAPS.values()),
    ),
    Fact(
        "project_gaps",
        "project",
        pl.String(),
        "因此未知的事实",
        "facts unknown for that reason",
        meaning="所列栏目空着而未知的事实的名称",
        columns=tuple(f"project.{column}" for column in GAPS),
    ),
)
