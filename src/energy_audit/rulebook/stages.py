"""The order in which rules and criteria can be judged: each after what its conditions name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.errors import RulebookError
from energy_audit.rulebook.model import Criterion, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Item = Rule | Criterion


def order_stages(rules: Mapping[str, Rule], criteria: Mapping[str, Criterion]) -> tuple[tuple[Item, ...], ...]:
    """Sort into stages: stage 0 names no verdict or criterion, stage n only those of earlier stages.

    Raises:
        RulebookError: a circle of references, or a reference to another document's rule.
    """
    depths: dict[str, int] = {}
    items: dict[str, Item] = {criterion.column: criterion for criterion in criteria.values()}
    items.update({rule.column: rule for rule in rules.values()})
    for item in items.values():
        _refuse_other_document(item, items)
        _depth(item, items, depths, ())
    stages: list[list[Item]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for column in sorted(items):
        stages[depths[column]].append(items[column])
    return tuple(tuple(stage) for stage in stages)


def references(item: Item) -> Iterator[str]:
    """List the columns of other verdicts and criteria that an item's conditions name."""
    for condition in item.conditions:
        yield from (f"verdict.{code}" for code in condition.verdicts)
        yield from (f"criterion.{name}" for name in condition.criteria)


def _depth(item: Item, items: Mapping[str, Item], depths: dict[str, int], path: tuple[str, ...]) -> int:
    column = item.column
    if column in path:
        circle = " → ".join((*path[path.index(column) :], column))
        raise RulebookError(item.place.file, item.place.line, f"循环引用（circular reference）: {circle}")
    if column not in depths:
        inner = [_depth(items[name], items, depths, (*path, column)) for name in references(item)]
        depths[column] = max(inner, default=-1) + 1
    return depths[column]


def _refuse_other_document(item: Item, items: Mapping[str, Item]) -> None:
    """A document's rule is judged on its own rows only, so another document's has no verdict there."""
    own = item.document if isinstance(item, Rule) else ""
    for name in references(item):
        other = items[name]
        if item.subject == "document" and isinstance(other, Rule) and other.document not in {"", own}:
            message = f"{name} 只判定档案 {other.document}，此处用不到（judges another document）"
            raise RulebookError(item.place.file, item.place.line, message)
