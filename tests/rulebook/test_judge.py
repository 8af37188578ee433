"""Verdicts: the four of them, stages, children, batches and counts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.rulebook.judge import Judgement, judge

AS_OF = dt.date(2026, 6, 30)
Make = Callable[..., Any]


def judged(packs: Any, text: str, tables: Any) -> Judgement:
    return judge(packs.load(text), tables, as_of=AS_OF)


def marks(judgement: Judgement, rule: str) -> dict[tuple[str, str], str]:
    """Give a rule's verdict by (uscc, subject_key)."""
    rows = judgement.verdicts().filter(pl.col("rule") == rule)
    return {(uscc, key): verdict for uscc, key, verdict in rows.select("uscc", "subject_key", "verdict").iter_rows()}


@pytest.mark.parametrize(
    ("designated", "tce", "expected"),
    [
        (False, 6000, "not_applicable"),
        (False, None, "not_applicable"),
        (None, 6000, "cannot_tell"),
        (None, 1, "met"),
        (True, 5000, "breached"),
        (True, 4999, "met"),
        (True, None, "cannot_tell"),
    ],
)
def test_verdict_of_a_row(packs: Any, tables_of: Make, designated: bool | None, tce: int | None, expected: str) -> None:
    """The guard comes first; unknown is never met and never breached, but a fault known to be absent is no breach."""
    row = {"designated": designated, "tce": None if tce is None else Decimal(tce)}
    assert [expected] == judged(packs, packs.rule(), tables_of(enterprise=[row])).verdicts()["verdict"].to_list()


def test_rule_without_guard_always_applies(packs: Any, tables_of: Make) -> None:
    rows = [{"uscc": "A", "tce": Decimal(1)}, {"uscc": "B", "tce": None}]
    text = packs.rule(applies=None)
    assert ["met", "cannot_tell"] == judged(packs, text, tables_of(enterprise=rows)).verdicts()["verdict"].to_list()


def test_condition_of_literals_alone_holds_for_every_row(packs: Any, tables_of: Make) -> None:
    rows = [{"uscc": name, "tce": Decimal(1)} for name in "ABC"]
    text = packs.rule(applies=None, breached='"TRUE"')
    assert ["breached"] * 3 == judged(packs, text, tables_of(enterprise=rows)).verdicts()["verdict"].to_list()


def test_missing_fact_and_missing_subject_are_unknown(packs: Any, tables_of: Make) -> None:
    """A fact column that nobody made is unknown; a subject without a table has no rows."""
    text = packs.rule() + packs.rule("PRJ001", subject='"project"', applies=None, breached='"project_tce > 1"')
    verdicts = judged(packs, text, tables_of(enterprise=[{"designated": True}])).verdicts()
    assert [("KEU001", "cannot_tell")] == verdicts.select("rule", "verdict").rows()


def test_criterion_is_three_valued(packs: Any, tables_of: Make) -> None:
    """Its guard being false makes it false, its guard being unknown makes it unknown."""
    text = packs.criterion("big", "tce > 100", applies='"designated"')
    rows = [
        {"uscc": f"{n}", "designated": designated, "tce": tce}
        for n, (designated, tce) in enumerate(
            [(True, Decimal(101)), (True, Decimal(1)), (True, None), (False, None), (None, Decimal(1))],
        )
    ]
    criteria = judged(packs, text, tables_of(enterprise=rows)).criteria("enterprise")
    assert [True, False, None, False, None] == criteria["big"].to_list()
    assert ["uscc", "report_year", "subject_key", "big"] == criteria.columns


def test_later_stages_see_earlier_ones(packs: Any, tables_of: Make) -> None:
    """A chain of criterion, rule and rule is judged in order, however it is written down."""
    text = (
        packs.rule("KEU003", applies=None, breached="\"verdict.KEU002 = 'breached'\"")
        + packs.rule("KEU002", applies="\"verdict.KEU001 = 'met'\"", breached='"criterion.big"')
        + packs.rule("KEU001")
        + packs.criterion("big", "tce > 100")
    )
    rows = [
        {"uscc": "A", "designated": True, "tce": Decimal(200)},
        {"uscc": "B", "designated": True, "tce": Decimal(6000)},
        {"uscc": "C", "designated": True, "tce": None},
    ]
    judgement = judged(packs, text, tables_of(enterprise=rows))
    assert [2, 1, 1] == [len(stage) for stage in judgement.rulebook.stages]
    assert {("A", ""): "breached", ("B", ""): "not_applicable", ("C", ""): "cannot_tell"} == marks(judgement, "KEU002")
    assert {("A", ""): "breached", ("B", ""): "met", ("C", ""): "cannot_tell"} == marks(judgement, "KEU003")


def test_child_rule_uses_facts_verdicts_and_criteria_of_its_enterprise(packs: Any, tables_of: Make) -> None:
    text = (
        packs.rule("KEU001")
        + packs.criterion("big", "tce > 100")
        + packs.rule(
            "PRJ001",
            subject='"project"',
            applies='"criterion.big"',
            breached="\"project_tce * 2 > tce AND verdict.KEU001 = 'met'\"",
        )
    )
    tables = tables_of(
        enterprise=[
            {"uscc": "A", "designated": True, "tce": Decimal(1000)},
            {"uscc": "A", "report_year": 2024, "designated": True, "tce": Decimal(10)},
        ],
        project=[
            {"subject_key": "large", "project_tce": Decimal(600)},
            {"subject_key": "small", "project_tce": Decimal(1)},
            {"subject_key": "last year", "report_year": 2024, "project_tce": Decimal(600)},
            {"subject_key": "stranger", "uscc": "Z", "project_tce": Decimal(600)},
        ],
    )
    assert {
        ("A", "large"): "breached",
        ("A", "small"): "met",
        ("A", "last year"): "not_applicable",
        ("Z", "stranger"): "cannot_tell",
    } == marks(judged(packs, text, tables), "PRJ001")


@pytest.mark.parametrize(
    ("sizes", "criterion", "verdict"),
    [
        ([200, None], True, "breached"),
        ([1, None], None, "cannot_tell"),
        ([1, 2], False, "met"),
        ([None], None, "cannot_tell"),
        ([], None, "cannot_tell"),
    ],
)
def test_enterprise_rule_asks_whether_any_child_fails(
    packs: Any,
    tables_of: Make,
    sizes: list[int | None],
    criterion: bool | None,
    verdict: str,
) -> None:
    """Any child, three-valued; no child at all is unknown, since the table may not have been filed."""
    text = (
        packs.criterion("large", "project_tce > 100", subject='"project"')
        + packs.rule("PRJ001", subject='"project"', applies=None, breached='"project_tce > 100"')
        + packs.rule("KEU001", applies=None, breached='"criterion.large"')
        + packs.rule("KEU002", applies=None, breached="\"verdict.PRJ001 = 'breached'\"")
    )
    projects = [{"subject_key": f"{n}", "project_tce": None if s is None else Decimal(s)} for n, s in enumerate(sizes)]
    judgement = judged(packs, text, tables_of(enterprise=[{"tce": None}], project=projects))
    assert {("A", ""): verdict} == marks(judgement, "KEU001") == marks(judgement, "KEU002")
    assert [criterion] == judgement.criteria_of_enterprises()["large"].to_list()


def test_child_that_is_never_concerned_leaves_the_enterprise_unconcerned(packs: Any, tables_of: Make) -> None:
    text = packs.rule("PRJ001", subject='"project"', applies='"project_tce > 100"', breached='"TRUE"') + packs.rule(
        "KEU001",
        applies=None,
        breached="\"verdict.PRJ001 = 'not_applicable'\"",
    )
    projects = [{"subject_key": "p", "project_tce": Decimal(1)}]
    judgement = judged(packs, text, tables_of(enterprise=[{"tce": None}], project=projects))
    assert {("A", ""): "breached"} == marks(judgement, "KEU001")


def test_document_rule_judges_only_its_own_document(packs: Any, tables_of: Make) -> None:
    """Other documents get no verdict of it, not even not_applicable; general document rules see every row."""
    text = packs.document_rule() + packs.rule("DOC001", subject='"document"', applies=None, breached='"held"')
    documents = [
        {"subject_key": name, "document_id": name, "held": held}
        for name, held in (("ARC-01", False), ("ARC-30", True), ("ARC-99", False))
    ]
    tables = tables_of(enterprise=[{"designated": True}], document=documents)
    judgement = judged(packs, text, tables)
    assert {("A", "ARC-01"): "breached"} == marks(judgement, "ARC001")
    assert {("A", "ARC-30"): "met"} == marks(judgement, "ARC030")
    assert {} == marks(judgement, "ARC014")
    assert 3 == len(marks(judgement, "DOC001"))


def test_document_rule_sees_a_general_document_rule_of_its_row(packs: Any, tables_of: Make) -> None:
    text = packs.document_rule(breached="\"verdict.DOC001 = 'breached'\"") + packs.rule(
        "DOC001", subject='"document"', applies=None, breached='"held"'
    )
    documents = [
        {"subject_key": name, "document_id": name, "held": held} for name, held in (("ARC-30", False), ("ARC-01", True))
    ]
    judgement = judged(packs, text, tables_of(enterprise=[{"designated": True}], document=documents))
    assert {("A", "ARC-01"): "breached"} == marks(judgement, "ARC001")
    assert {("A", "ARC-30"): "met"} == marks(judgement, "ARC030")


def test_as_of_is_the_day_given(packs: Any, tables_of: Make) -> None:
    text = packs.rule(applies=None, breached="\"as_of >= DATE '2026-06-30'\"")
    tables = tables_of(enterprise=[{"tce": None}])
    rulebook = packs.load(text)
    assert ["breached"] == judge(rulebook, tables, as_of=AS_OF).verdicts()["verdict"].to_list()
    day_before = AS_OF - dt.timedelta(days=1)
    assert ["met"] == judge(rulebook, tables, as_of=day_before).verdicts()["verdict"].to_list()


def some_tables(tables_of: Make, order: list[int]) -> Any:
    enterprises = [
        {"uscc": f"{n:02}", "report_year": 2024 + n % 2, "designated": n % 3 != 0, "tce": Decimal(900) * n}
        for n in range(1, 13)
    ]
    projects = [
        {"uscc": f"{n:02}", "report_year": 2024 + n % 2, "subject_key": f"p{k}", "project_tce": Decimal(100) * n * k}
        for n in range(1, 13)
        for k in range(n % 4)
    ]
    return tables_of(enterprise=[enterprises[n] for n in order], project=[projects[n % len(projects)] for n in order])


def some_text(packs: Any) -> str:
    return str(
        packs.rule("KEU001")
        + packs.rule("KEU002", severity='"low"', kind='"notice"', applies=None, breached='"tce >= 3000"')
        + packs.rule("PRJ001", subject='"project"', applies='"designated"', breached='"project_tce > 500"'),
    )


def test_verdicts_do_not_depend_on_the_order_of_rows_or_rules(packs: Any, tables_of: Make) -> None:
    order = list(range(12))
    first = judged(packs, some_text(packs), some_tables(tables_of, order))
    random.Random(1).shuffle(order)  # noqa: S311 - any other order will do
    again = judged(packs, some_text(packs), some_tables(tables_of, order))
    assert first.verdicts().equals(again.verdicts())
    assert first.tally().equals(again.tally())
    assert first.findings.equals(again.findings)


def test_verdicts_come_in_the_order_of_the_contract(packs: Any, tables_of: Make) -> None:
    verdicts = judged(packs, some_text(packs), some_tables(tables_of, list(range(12)))).verdicts()
    assert ["rule", "uscc", "report_year", "subject", "subject_key", "verdict"] == verdicts.columns
    order = ["uscc", "report_year", "rule", "subject_key"]
    assert verdicts.rows() == verdicts.sort(order).rows()


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_batches_together_are_all_verdicts(packs: Any, tables_of: Make, size: int) -> None:
    judgement = judged(packs, some_text(packs), some_tables(tables_of, list(range(12))))
    assert judgement.verdicts().equals(pl.concat(judgement.batches(size)))
    assert judgement.findings.equals(pl.concat(judgement.finding_batches(size=size)))


def test_verdicts_are_counted_as_they_stand_in_the_list(packs: Any, tables_of: Make) -> None:
    judgement = judged(packs, some_text(packs), some_tables(tables_of, list(range(12))))
    key = ("uscc", "report_year", "rule", "verdict")
    listed = judgement.verdicts().with_columns(pl.col("verdict").cast(pl.String)).group_by(key).agg(count=pl.len())
    assert listed.sort("rule", "verdict", "uscc", "report_year").equals(judgement.verdict_counts)


def test_verdicts_are_written_as_parquet(packs: Any, tables_of: Make, tmp_path: Path) -> None:
    judgement = judged(packs, some_text(packs), some_tables(tables_of, list(range(12))))
    judgement.write_verdicts(tmp_path / "verdicts.parquet")
    written = pl.read_parquet(tmp_path / "verdicts.parquet")
    assert judgement.verdicts().with_columns(pl.col("verdict").cast(pl.String)).equals(written)


def test_tally_counts_what_is_breached_by_kind(packs: Any, tables_of: Make) -> None:
    """Only breached verdicts count for their kind; cannot_tell counts for itself."""
    text = (
        packs.rule("KEU001")
        + packs.rule("KEU002", kind='"suspicion"', severity='"low"')
        + packs.rule("KEU003", kind='"notice"', severity='"medium"', applies=None, breached='"tce < 1"')
        + packs.rule("PRJ001", subject='"project"', severity='"info"', applies=None, breached='"project_tce > 1"')
    )
    tables = tables_of(
        enterprise=[
            {"uscc": "A", "designated": True, "tce": Decimal(5000)},
            {"uscc": "B", "designated": False, "tce": Decimal(0)},
            {"uscc": "C", "designated": True, "tce": None},
        ],
        project=[
            {"uscc": "A", "project_tce": Decimal(2)},
            {"uscc": "A", "project_tce": None},
            {"uscc": "C", "project_tce": Decimal(2)},
        ],
    )
    tally = judged(packs, text, tables).tally()
    assert [
        ("A", 2025, 2, 1, 0, 1, "high"),
        ("B", 2025, 0, 0, 1, 0, "medium"),
        ("C", 2025, 1, 0, 0, 3, "info"),
    ] == tally.rows()
    assert [
        "uscc",
        "report_year",
        "violations",
        "suspicions",
        "notices",
        "cannot_tell",
        "worst_severity",
    ] == tally.columns


def test_rulebook_without_rules_judges_nothing(packs: Any, tables_of: Make) -> None:
    judgement = judged(packs, "", tables_of(enterprise=[{"tce": None}]))
    assert judgement.verdicts().is_empty()
    assert judgement.findings.is_empty()
    assert [("A", 2025, 0, 0, 0, 0, None)] == judgement.tally().rows()


def test_subject_without_rules_has_no_criteria(packs: Any, tables_of: Make) -> None:
    criteria = judged(packs, packs.rule(), tables_of(enterprise=[{"tce": None}])).criteria("project")
    assert (["uscc", "report_year", "subject_key"], 0) == (criteria.columns, criteria.height)
