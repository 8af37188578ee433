"""The rule that comes before all others, by hand: of A it is breached, of B it is not, of C it cannot be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.bench import ENTERPRISE
from energy_audit.rulebook.explain import explain
from energy_audit.rulebook.first_rule import is_stopped
from energy_audit.rulebook.judge import Judgement, judge
from energy_audit.rulebook.told_together import findings_told_alone

FIRST = {"kind": '"notice"', "applies": None, "breached": '"filed = FALSE"', "comes_first": "true"}


@pytest.fixture
def judgement(packs: Any, tables_of: Any) -> Judgement:
    text = packs.rule("FST001", **FIRST)
    text += packs.rule("LIN001", applies=None, breached='"tce >= 5000"')
    text += packs.rule("LIN002", applies='"designated"', breached='"manager IS NULL"')
    text += packs.rule("LIN003", applies=None, breached="\"verdict.LIN001 = 'breached' OR criterion.large\"")
    text += packs.criterion("large", "tce >= 5000")
    text += packs.rule("PRJ001", subject='"project"', applies=None, evidence=None, breached='"project_tce > 1"')
    text += packs.rule("PRJ002", subject='"project"', applies=None, evidence=None, breached='"criterion.large"')
    text += packs.document_rule(applies=None)
    units = [("A", False), ("B", True), ("C", None)]
    tables = tables_of(
        enterprise=[{"uscc": uscc, "filed": filed, "tce": 6000, "designated": False} for uscc, filed in units],
        project=[{"uscc": uscc, "subject_key": "p", "project_tce": 0} for uscc, _ in units],
        document=[{"uscc": uscc, "subject_key": "ARC-01", "document_id": "ARC-01", "held": True} for uscc, _ in units],
    )
    return judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))


def test_where_it_is_breached_nothing_else_can_be_told(judgement: Judgement) -> None:
    """Else A would be above the line, its duty not applicable, its project and its document sound."""
    verdicts = judgement.verdicts()
    told = {uscc: dict(rows.select("rule", "verdict").rows()) for (uscc,), rows in verdicts.group_by("uscc")}
    assert {rule: "cannot_tell" for rule in told["A"] if rule != "FST001"} | {"FST001": "breached"} == told["A"]
    rest = {
        "LIN001": "breached", "LIN002": "not_applicable", "LIN003": "breached", "PRJ001": "met", "PRJ002": "breached",
        "ARC001": "met",
    }  # fmt: skip
    assert rest | {"FST001": "met"} == told["B"]
    assert rest | {"FST001": "cannot_tell"} == told["C"]
    assert len(told["A"]) == len(told["B"])


def test_its_criteria_are_unknown(judgement: Judgement) -> None:
    assert [None, True, True] == judgement.criteria("enterprise")["large"].to_list()
    assert [None, True, True] == judgement.criteria_of_enterprises()["large"].to_list()


@pytest.mark.parametrize("size", [1, None])
def test_one_finding_speaks_for_all(judgement: Judgement, size: int | None) -> None:
    found = pl.concat(judgement.finding_batches(size=size))
    assert ["FST001"] == found.filter(uscc="A")["rule"].to_list()
    assert ["LIN001", "LIN003", "PRJ002"] == found.filter(uscc="B")["rule"].to_list()
    assert found.height == judgement.count_told_alone()
    told = findings_told_alone(judgement.findings, judgement.rulebook, judgement.benches[ENTERPRISE].facts)
    assert found.equals(told)


def test_each_verdict_it_stops_names_it_and_the_year(judgement: Judgement) -> None:
    stopped = judgement.findings.filter(pl.col("uscc") == "A", pl.col("rule") != "FST001")
    assert {"FST001"} == set(stopped["told_by"])
    assert {"cannot_tell"} == set(stopped["verdict"])
    assert all("未知：报告年度 2025" in message for message in stopped["message"])
    others = judgement.findings.filter(pl.col("uscc") != "A")
    assert {None} == set(others["told_by"])
    assert not any("报告年度" in message for message in others["message"])


def test_all_are_counted(judgement: Judgement) -> None:
    assert [("A", 6), ("B", 0), ("C", 1)] == judgement.tally().select("uscc", "cannot_tell").rows()


@pytest.mark.parametrize(("uscc", "is_so"), [("A", True), ("B", False), ("C", False)])
def test_it_is_known_of_which_unit_nothing_can_be_told(judgement: Judgement, uscc: str, is_so: bool) -> None:
    assert is_so is is_stopped(judgement.benches, judgement.rulebook, uscc, 2025)


def test_an_explanation_names_the_year_and_no_condition(judgement: Judgement) -> None:
    [each] = explain(judgement, "LIN002", uscc="A")
    assert ("cannot_tell", ["report_year"]) == (each.verdict, [value.name for value in each.unknown])
    assert () == each.why_not
    [other] = explain(judgement, "LIN002", uscc="B")
    assert ("not_applicable", ()) == (other.verdict, other.unknown)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": '"project"', "breached": '"project_tce > 1"'},
        {"applies": '"designated"'},
        {"breached": '"criterion.large"'},
        {"comes_first": '"yes"'},
    ],
)
def test_it_waits_for_nothing(packs: Any, changes: dict[str, str]) -> None:
    with pytest.raises(RulebookError, match="comes_first"):
        packs.load(packs.rule("FST001", **{**FIRST, **changes}) + packs.criterion("large", "tce >= 5000"))


def test_there_is_only_one(packs: Any) -> None:
    with pytest.raises(RulebookError, match="comes_first"):
        packs.load(packs.rule("FST001", **FIRST) + packs.rule("FST002", **FIRST))
