"""What one finding tells for many, by hand: a list that was not filed leaves every document open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.judge import Judgement, judge
from energy_audit.rulebook.told_together import findings_told_alone

ASKS = {"kind": '"notice"', "applies": '"designated"', "breached": '"filed = FALSE"'}


@pytest.fixture
def judgement(packs: Any, tables_of: Any) -> Judgement:
    """A filed no list and is asked for it; B too, but it is open whether it must; C owes none; D filed one."""
    units = [("A", True, False), ("B", None, False), ("C", False, False), ("D", True, True)]
    enterprise = [{"uscc": uscc, "designated": designated, "filed": filed} for uscc, designated, filed in units]
    documents = [
        {"uscc": uscc, "subject_key": name, "document_id": name, "held": held}
        for uscc, held in (("A", None), ("B", None), ("C", None), ("D", False))
        for name, held in (("ARC-01", held), ("ARC-30", None))
    ]
    text = packs.rule("LST001", **ASKS) + packs.document_rule(applies=None, told_by='"LST001"')
    tables = tables_of(enterprise=enterprise, document=documents)
    return judge(packs.load(text), tables, as_of=dt.date(2026, 6, 30))


TOLD = [
    ("A", "LST001", "breached"),
    ("B", "LST001", "cannot_tell"),
    # nothing else speaks of C's documents
    ("C", "ARC001", "cannot_tell"),
    ("C", "ARC030", "cannot_tell"),
    # D's list was filed: each document is told of
    ("D", "ARC001", "breached"),
    ("D", "ARC030", "cannot_tell"),
]


@pytest.mark.parametrize("size", [1, 3, None])
def test_one_finding_asks_for_the_list_in_the_place_of_one_a_document(judgement: Judgement, size: int | None) -> None:
    batches = list(judgement.finding_batches(size=size))
    assert TOLD == [row for batch in batches for row in batch.select("uscc", "rule", "verdict").iter_rows()]
    assert len(TOLD) == judgement.count_told_alone()


def test_findings_made_before_are_sorted_out_the_same_way(judgement: Judgement) -> None:
    told = findings_told_alone(judgement.findings, judgement.rulebook)
    assert told.equals(pl.concat(judgement.finding_batches()))


def test_the_verdicts_stay_and_are_counted(judgement: Judgement) -> None:
    """A's and B's two documents each are open, and counted so."""
    open_verdicts = judgement.verdicts().filter(pl.col("verdict") == "cannot_tell")
    assert {"A": 2, "B": 3, "C": 2, "D": 1} == dict(open_verdicts.group_by("uscc").len().iter_rows())
    assert {"A": 2, "B": 3, "C": 2, "D": 1} == dict(judgement.tally().select("uscc", "cannot_tell").iter_rows())
    assert {"A", "B", "C", "D"} == set(judgement.findings.filter(rule="ARC030")["uscc"])


@pytest.mark.parametrize("code", ["LST009", "ARC030", "LST002"])
def test_only_a_rule_of_the_enterprise_that_tells_for_itself_tells_for_others(packs: Any, code: str) -> None:
    asks = packs.rule("LST001", **ASKS) + packs.rule("LST002", told_by='"LST001"', **ASKS)
    with pytest.raises(RulebookError, match="told_by"):
        packs.load(asks + packs.document_rule(told_by=f'"{code}"'))
