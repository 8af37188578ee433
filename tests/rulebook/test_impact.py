"""Whom a change of rules flags, clears or grades otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from energy_audit.rulebook.impact import SCHEMA, compare, count_by
from energy_audit.rulebook.judge import judge

AS_OF = dt.date(2026, 6, 30)
ROWS = [
    {"uscc": uscc, "tce": None if tce is None else Decimal(tce), "designated": designated}
    for uscc, tce, designated in (
        ("BIG", 6000, True),
        ("MIDDLE", 5500, True),
        ("SMALL", 100, True),
        ("OUT", 9000, False),
        ("OPEN", None, True),
    )
]


@pytest.fixture
def changed(packs: Any, tables_of: Callable[..., Any]) -> Callable[[str, str], pl.DataFrame]:
    """Judge the same rows by two texts of the rules."""

    def compared(old: str, new: str) -> pl.DataFrame:
        tables = tables_of(enterprise=ROWS)
        return compare(*(judge(packs.load(text), tables, as_of=AS_OF) for text in (old, new)))

    return compared


def who(changes: pl.DataFrame) -> list[tuple[Any, ...]]:
    return changes.select("rule", pl.col("change").cast(pl.String), "uscc", "before", "after").rows()


def test_the_same_rules_change_nothing(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule(), packs.rule())
    assert found.is_empty()
    assert SCHEMA == found.schema


def test_a_lower_line_flags_those_between(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule(breached='"tce >= 6000"'), packs.rule(breached='"tce >= 5000"'))
    assert [("KEU001", "flagged", "MIDDLE", "met", "breached")] == who(found)


def test_a_higher_line_clears_them(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule(breached='"tce >= 5000"'), packs.rule(breached='"tce >= 6000"'))
    assert [("KEU001", "cleared", "MIDDLE", "breached", "met")] == who(found)


def test_a_dropped_guard_says_that_the_rule_did_not_apply(
    packs: Any, changed: Callable[[str, str], pl.DataFrame]
) -> None:
    found = changed(packs.rule(), packs.rule(applies=None))
    assert [("KEU001", "flagged", "OUT", "not_applicable", "breached")] == who(found)


def test_what_could_not_be_told_is_no_change_of_breach(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule(), packs.rule(breached='"tce IS NULL OR tce >= 5000"'))
    assert [("KEU001", "flagged", "OPEN", "cannot_tell", "breached")] == who(found)


def test_a_new_rule_flags_and_a_dropped_one_clears(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule("KEU001"), packs.rule("KEU002"))
    assert [
        ("KEU001", "cleared", "BIG", "breached", "absent"),
        ("KEU001", "cleared", "MIDDLE", "breached", "absent"),
        ("KEU002", "flagged", "BIG", "absent", "breached"),
        ("KEU002", "flagged", "MIDDLE", "absent", "breached"),
    ] == who(found)


def test_a_notice_that_becomes_a_violation_is_graded_otherwise(
    packs: Any, changed: Callable[[str, str], pl.DataFrame]
) -> None:
    found = changed(packs.rule(kind='"notice"', severity='"low"'), packs.rule())
    assert [("KEU001", "regraded", each, "breached", "breached") for each in ("BIG", "MIDDLE")] == who(found)
    assert {("notice/low", "violation/high")} == set(found.select("grade_before", "grade_after").rows())


def test_changes_are_counted_by_rule(packs: Any, changed: Callable[[str, str], pl.DataFrame]) -> None:
    found = changed(packs.rule("KEU001") + packs.rule("KEU003", name='"other"'), packs.rule("KEU002"))
    assert [("KEU001", 0, 2, 0), ("KEU002", 2, 0, 0), ("KEU003", 0, 2, 0)] == count_by(found, "rule").rows()
