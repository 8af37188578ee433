"""Filings of a few literal rows, and the relations judged on them as the inspection judges them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.energy.relations import relation_problems
from energy_audit.facts.identity import identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.filing.problems.problem import FilingProblem, joined, problems_where
from energy_audit.reference.tables import Reference

Tables = dict[str, list[dict[str, Any]]]
Unread = tuple[str, int, str]
Judge = Callable[..., pl.DataFrame]
JudgeAll = Callable[[Sequence[tuple[Tables, Sequence[Unread]]]], list[pl.DataFrame]]


def judged(intake: Intake, reference: Reference) -> pl.DataFrame:
    identified = identify_enterprises(intake, reference)
    return relation_problems(intake, identified, open_account(intake, identified, reference), reference)


@pytest.fixture(scope="session")
def judge_all(intake_of: Callable[..., Intake], reference: Reference) -> JudgeAll:
    """Judge many filings in one batch, each as an enterprise of its own.

    A filing is its tables and the cells (table, row from 0, column) that nobody could read. Returns the problems
    of each, in order, with ``number``: the row from 0 in the filing's own table.
    """

    def made(filings: Sequence[tuple[Tables, Sequence[Unread]]]) -> list[pl.DataFrame]:
        tables: Tables = {}
        unread: list[tuple[str, int, str]] = []
        first: list[dict[str, int]] = []
        for index, (own, spoilt) in enumerate(filings):
            first.append({table: len(tables.get(table, [])) for table in own})
            for table, rows in own.items():
                tables.setdefault(table, []).extend({"uscc": _code(index), **row} for row in rows)
            unread += [(table, first[index][table] + number, column) for table, number, column in spoilt]
        intake = intake_of(**tables)
        problems = [
            problems_where(
                intake.tables[table],
                pl.col("row") == 5 + number,
                FilingProblem.UNREADABLE_NUMBER,
                table=table,
                column=column,
            )
            for table, number, column in unread
        ]
        found = judged(replace(intake, problems=joined(problems)), reference)
        return [
            found.filter(pl.col("uscc") == _code(index)).with_columns(
                number=pl.col("row").cast(pl.Int64) - 5 - pl.col("table").replace_strict(start, default=0)
            )
            for index, start in enumerate(first)
        ]

    return made


@pytest.fixture(scope="session")
def judge(judge_all: JudgeAll) -> Judge:
    """Judge one filing; ``unread`` names cells (table, row from 0, column) that nobody could read."""

    def made(*, unread: Sequence[Unread] = (), **tables: list[dict[str, Any]]) -> pl.DataFrame:
        return judge_all([(tables, unread)])[0]

    return made


def _code(index: int) -> str:
    return f"9152{index:014d}"
