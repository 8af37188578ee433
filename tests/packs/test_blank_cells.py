"""What blank cells of a project leave open is told once: by name, with the number of rules that wait for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.intake import Intake
from energy_audit.inspection import judge_intake
from energy_audit.reference.tables import Reference
from energy_audit.report.material import Options
from energy_audit.rulebook.judge import Judgement
from energy_audit.rulebook.model import Rulebook

ENTERPRISE = {"enterprise_name": "示例水泥有限公司", "industry_code": "3011", "region_code": "520181"}
NAME_AND_DAY = {"project_name": "示例项目甲", "construction_started_on": "2024-05-01"}
NO_AMOUNTS = {
    "project_name": "示例项目丙",
    "construction_started_on": "2024-05-01",
    "stage": "投产",
    "commissioned_on": "2025-03-01",
    "nature": "新建",
    "industry_code": "3011",
    "main_content": "建设熟料生产线",
    "approval_date": "2024-01-05",
    "document_number": "示例〔2024〕5号",
    "review_status": "approved",
    "acceptance_done": "done",
    "acceptance_on": "2025-02-01",
}
NAMED = (
    "PRJ003、PRJ005、PRJ006、PRJ007、PRJ008、PRJ009、PRJ011、PRJ012、PRJ013、PRJ015、PRJ016、PRJ017、PRJ018、PRJ019、PRJ020、"
    "PRJ021、PRJ022、PRJ024、PRJ027、PRJ028、PRJ030、PRJ033、PRJ034、PRJ035、PRJ037、THL101、THL102、THL103、THL104"
)


@pytest.fixture
def judged_alone(
    intake_of: Callable[..., Intake], reference: Reference, rulebook: Rulebook
) -> Callable[[dict[str, dict[str, Any]]], Judgement]:
    """Judge projects, each of a unit of its own, by the unit's code."""

    def make(projects: dict[str, dict[str, Any]]) -> Judgement:
        intake = intake_of(
            enterprise=[ENTERPRISE | {"uscc": unit} for unit in projects],
            project=[cells | {"uscc": unit} for unit, cells in projects.items()],
        )
        return judge_intake(intake, reference, rulebook, Options(date(2026, 6, 30))).material.judgement

    return make


@pytest.fixture
def judged(judged_alone: Callable[[dict[str, dict[str, Any]]], Judgement]) -> Callable[..., Judgement]:
    return lambda **cells: judged_alone({"91520000000000001X": cells})


def told(judgement: Judgement) -> list[tuple[str, str]]:
    rows = pl.concat(judgement.finding_batches()).filter(subject="project")
    return rows.select("rule", "verdict").rows()


def test_a_project_with_a_name_and_a_day_is_one_finding_that_names_cells_and_rules(
    judged: Callable[..., Judgement],
) -> None:
    """Twenty-nine rules wait for its blank cells; a lone project is no part of another, and whether the assessment was approved is another cell of one rule alone."""
    judgement = judged(**NAME_AND_DAY)
    assert told(judgement) == [("PRJ026", "cannot_tell"), ("PRJ038", "breached")]
    said = pl.concat(judgement.finding_batches()).filter(rule="PRJ038")["message"].item()
    assert said == (
        "项目“示例项目甲”有栏目空着或不能采用：项目阶段、建设性质、主要建设内容、所属行业小类、节能审查批复时间、节能审查状态、"
        "年综合能源消费量(当量值)、年电力消费量。请补填；尚未开工的，项目阶段填“拟建”。"
        f"由此不能判断的还有：{NAMED}（共 29 项）。"
    )
    verdicts = judgement.verdicts().filter(pl.col("subject") == "project", pl.col("verdict") == "cannot_tell")
    assert verdicts["rule"].to_list() == sorted([*NAMED.split("、"), "PRJ026"])


def test_a_project_without_amounts_is_told_once_for_them_and_once_for_each_other_cell(
    judged: Callable[..., Judgement],
) -> None:
    judgement = judged(**NO_AMOUNTS)
    assert [rule for rule, verdict in told(judgement) if verdict == "cannot_tell"] == ["PRJ016", "PRJ026", "THL102"]
    english = judgement.findings_in("en").filter(rule="PRJ038")["message"].item()
    assert english.endswith(
        "leaves cells blank or of no use: yearly consumption by calorific value, yearly electricity. Fill these in; "
        "where nothing has started, give the stage as planned. For this reason these cannot be told either: "
        "PRJ015, PRJ018, PRJ024, PRJ034, THL104 (5 in all)."
    )


def test_what_is_open_for_another_reason_is_told_for_itself(judged: Callable[..., Judgement]) -> None:
    """A wind farm may be exempt from review: that is for the authority to look up, and no blank cell hides it."""
    cells = NO_AMOUNTS | {"industry_code": "4415", "approved_tce_calorific": 12000, "approval_date": None}
    judgement = judged(**cells | {"document_number": None, "review_status": None})
    rules = [rule for rule, verdict in told(judgement) if verdict == "cannot_tell"]
    assert "PRJ003" in rules
    assert "PRJ038" in dict(told(judgement))
    assert "PRJ018" not in rules


WHOLE = NO_AMOUNTS | {
    "approved_tce_calorific": 12000,
    "annual_electricity": 900,
    "actual_tce": 11000,
    "review_level": "省",
    "eia_approved": True,
    "regional_reduction_plan": True,
    "catalogue_class": "允许",
    "energy_level": "标杆",
}


def test_no_cell_is_asked_for_that_no_rule_waits_for(
    judged: Callable[..., Judgement], judged_alone: Callable[[dict[str, dict[str, Any]]], Judgement]
) -> None:
    """Each cell left blank in its turn: where it is asked for, at least one rule waits for it, and all that wait are told."""
    assert [rule for rule, verdict in told(judged(**WHOLE)) if verdict == "cannot_tell" or rule == "PRJ038"] == []
    cells = {f"9152{number:014}": cell for number, cell in enumerate(sorted(set(WHOLE) - {"project_name"}))}
    # no two units file the same project
    of_all = judged_alone(
        {unit: WHOLE | {"document_number": f"示例〔2024〕{unit}号", cell: None} for unit, cell in cells.items()}
    ).findings.filter(subject="project")
    asked = set()
    for unit, cell in cells.items():
        findings = of_all.filter(uscc=unit)
        spoken = findings.filter(pl.col("told_by") == "PRJ038").height
        assert findings.filter(rule="PRJ038").height == bool(spoken), cell
        if spoken:
            asked.add(cell)
            assert findings.filter(pl.col("told_by").is_null(), verdict="cannot_tell").is_empty(), cell
    days = {"construction_started_on", "commissioned_on", "approval_date"}
    assert asked == days | {"industry_code", "main_content", "approved_tce_calorific"}
