"""Days of a project that can only follow one another: a review is applied for before it is given, works begin before they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.energy.relations.told import Cell, tell
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    import polars as pl

    from energy_audit.energy.relations.books import Books

TABLE = "project"

IN_ORDER = (
    ("review_applied_on", "approval_date"),
    ("approval_date", "acceptance_on"),
    ("construction_started_on", "commissioned_on"),
    ("construction_started_on", "acceptance_on"),
)
"""The first never comes after the second. An opinion that comes after the start of works is a finding (PRJ005), no slip."""


class ProjectDateProblem(ProblemKind):
    """What the days of a project can contradict."""

    ORDER = (
        "project-days-out-of-order", "warning", Message("“{column}”填的是 {value}，早于它之前应有的一步：{detail}。请核对两个日期。")
    )  # fmt: skip


def project_date_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each project; a day that is blank or cannot be read is not compared."""
    rows = books.intake.tables[TABLE]
    found = []
    for first, second in IN_ORDER:
        before, after = Cell(TABLE, first), Cell(TABLE, second)
        found.append(
            tell(rows, after.value < before.value, ProjectDateProblem.ORDER, books.intake, (after, " < ", before))
        )
    return found
