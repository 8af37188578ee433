"""Finds conditions that never change their mind: always true, or never true, on all of their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.rulebook.cases import case_frame
from energy_audit.rulebook.lint import LintIssue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from energy_audit.rulebook.cases import Case
    from energy_audit.rulebook.model import Condition, Criterion, Rule, Rulebook

Truths = set[bool | None]


def constant_conditions(rulebook: Rulebook, cases: Sequence[Case]) -> list[LintIssue]:
    """Name every guard and condition that its cases do not see both true and false.

    The rules of one document template count together: a guard that is TRUE for one
    document asks for something at another. What has no case at all is named by ``run_cases``.
    """
    by_item: dict[str, list[Case]] = {}
    for case in cases:
        by_item.setdefault(case.item.column, []).append(case)
    seen: dict[tuple[str, int], tuple[Condition, Truths]] = {}
    for own in by_item.values():
        for place, condition, truths in _truths(own, rulebook):
            _, earlier = seen.setdefault((own[0].covers, place), (condition, set()))
            earlier |= truths
    return [
        LintIssue(covers, condition.place, _message(condition, truths))
        for (covers, _), (condition, truths) in seen.items()
        if not {True, False} <= truths
    ]


def _truths(cases: Sequence[Case], rulebook: Rulebook) -> Iterator[tuple[int, Condition, Truths]]:
    """Evaluate each condition of one item on all of its cases."""
    item: Rule | Criterion = cases[0].item
    frame = case_frame(cases, rulebook)
    for place, condition in enumerate(item.conditions):
        # with_columns: a condition of literals alone is one value for all rows
        marks = frame.with_columns(condition.expr.alias("truth"))["truth"]
        yield place - len(item.conditions), condition, set(marks.to_list())


def _message(condition: Condition, truths: Truths) -> str:
    text = " ".join(condition.text.split())
    if True in truths:
        return f"条件在全部用例上恒为真，或缺少使它为假的用例（never false on its cases）: {text}"
    if False in truths:
        return f"条件在全部用例上恒为假，或缺少使它为真的用例（never true on its cases）: {text}"
    return f"条件在全部用例上都不能判断（unknown on all of its cases）: {text}"
