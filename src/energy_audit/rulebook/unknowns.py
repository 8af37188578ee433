"""The truth of every part of a condition on one row, and which unknown values kept it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from energy_audit.rulebook.model import Criterion, Node, Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

Item = Rule | Criterion


def inner_items(item: Item, rulebook: Rulebook) -> list[Item]:
    """List an item and every criterion and rule of the same rows that its conditions name, and theirs."""
    found = {item.column: item}
    waiting = [item]
    while waiting:
        for condition in waiting.pop().conditions:
            named: list[Item] = [rulebook.criteria[name] for name in condition.criteria]
            named += [rulebook.rules[code] for code in condition.verdicts]
            for other in named:
                if other.subject == item.subject and _document(other) == _document(item) and other.column not in found:
                    found[other.column] = other
                    waiting.append(other)
    return list(found.values())


def _document(item: Item) -> str:
    return item.document if isinstance(item, Rule) else ""


@dataclass(frozen=True)
class Trace:
    """The parts of some items' conditions, each with a column (``#0``, ``#1`` …) for its truth."""

    items: Mapping[str, Item]
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, item: Item, rulebook: Rulebook) -> Trace:
        """Trace an item and what it names on the same rows."""
        items = {inner.column: inner for inner in inner_items(item, rulebook)}
        nodes = [node for inner in items.values() for condition in inner.conditions for node in walk(condition.root)]
        return cls(items, tuple(nodes))

    def columns(self) -> list[pl.Expr]:
        """Give the truth of every part as a column."""
        return [node.expr.alias(f"#{number}") for number, node in enumerate(self.nodes)]

    def truths(self, row: Mapping[str, Any]) -> dict[int, bool | None]:
        """Read the truth of every part off a row, by ``id`` of the node."""
        return {id(node): row[f"#{number}"] for number, node in enumerate(self.nodes)}

    def unknown(self, item: Item, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Name the null columns in the parts that are unknown, in reading order.

        A term that is unknown although all its values are known (a division by zero) gives all of them.
        Where an inner criterion or verdict is unknown, what is unknown in it is named
        instead. Whether the item applies comes first: while that is open, what else is
        missing may not matter.
        """
        return tuple(dict.fromkeys(self._of_item(item, self.truths(row), row)))

    def _of_item(self, item: Item, truths: Mapping[int, bool | None], row: Mapping[str, Any]) -> list[str]:
        for condition in item.conditions:
            names = self._of_node(condition.root, truths, row)
            if names:
                return names
        return []

    def _of_node(self, node: Node, truths: Mapping[int, bool | None], row: Mapping[str, Any]) -> list[str]:
        if truths[id(node)] is not None:
            return []
        if node.operator != "term":
            return [name for part in node.parts for name in self._of_node(part, truths, row)]
        names: list[str] = []
        for name in node.names:
            if row[name] is None or (name.startswith("verdict.") and row[name] == "cannot_tell"):
                inner = self.items.get(name)
                names += (self._of_item(inner, truths, row) if inner is not None else []) or [name]
        return names or list(node.names)  # all known: a division by zero, or a result too large to hold


def walk(node: Node) -> list[Node]:
    """List a part and its own parts, the whole before its parts."""
    return [node, *(inner for part in node.parts for inner in walk(part))]


def deciding(node: Node, truths: Mapping[int, bool | None]) -> list[Node]:
    """List the terms that made ``node`` what it is: the false parts of a false AND, the true parts of a true OR …"""
    if node.operator == "term":
        return [node]
    truth = truths[id(node)]
    if node.operator == "not" or (node.operator == "and") is (truth is True):
        chosen = list(node.parts)
    else:
        chosen = [part for part in node.parts if truths[id(part)] is truth]
    return [term for part in chosen for term in deciding(part, truths)]
