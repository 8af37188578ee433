"""The truth of every part of a condition on one row, and which unknown values kept it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.rulebook.model import VERDICT_DTYPE, Criterion, Node, Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    def sorted_out(self, item: Item, rows: pl.DataFrame) -> tuple[pl.Series, list[tuple[str, ...] | None]]:
        """Do ``unknown`` for every row at once: rows that lack the same columns have the same answer.

        Args:
            item: the rule that was judged.
            rows: columns named by the conditions, and the item's own column.

        Returns:
            For every row the number of its answer, and the answers: None where the item is not open.
        """
        is_open = rows[item.column] == "cannot_tell"
        if not is_open.any():
            return pl.repeat(0, rows.height, dtype=pl.UInt32, eager=True), [None]
        opened = (rows if is_open.all() else rows.filter(is_open)).with_columns(self.columns())
        numbers, answers = self._answers_of(item, opened)
        if opened.height == rows.height:
            return numbers, answers
        whole = pl.repeat(len(answers), rows.height, dtype=pl.UInt32, eager=True)
        return whole.scatter(is_open.arg_true(), numbers), [*answers, None]

    def _answers_of(self, item: Item, rows: pl.DataFrame) -> tuple[pl.Series, list[tuple[str, ...] | None]]:
        """Do ``sorted_out`` on open rows with the truth of every part."""
        names = dict.fromkeys(name for node in self.nodes for name in node.names)
        lacking = rows.null_count().row(0, named=True)
        # what is unknown on no row, or on every row, tells no rows apart
        flags = [
            _is_open(name)
            for name in (*names, *(f"#{number}" for number in range(len(self.nodes))))
            if name.startswith("verdict.") or 0 < lacking[name] < rows.height
        ]
        if not flags:
            return pl.repeat(0, rows.height, dtype=pl.UInt32, eager=True), [self.unknown(item, rows.row(0, named=True))]
        patterns = rows.select(_packed(flags))
        kinds = patterns.with_row_index("first").group_by(patterns.columns, maintain_order=True).agg(pl.first("first"))
        answers: dict[tuple[str, ...] | None, int] = {}
        numbers = []
        for index in kinds["first"]:
            row = rows.row(index, named=True)
            answer = self.unknown(item, row)
            numbers.append(answers.setdefault(answer, len(answers)))
        if len(answers) == 1:
            return pl.repeat(0, rows.height, dtype=pl.UInt32, eager=True), list(answers)
        kinds = kinds.with_columns(pl.Series("number", numbers, dtype=pl.UInt32))
        return patterns.join(kinds, on=patterns.columns, how="left", maintain_order="left")["number"], list(answers)

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


def _is_open(name: str) -> pl.Expr:
    column = pl.col(name)
    if name.startswith("verdict."):
        return column.is_null() | (column == pl.lit("cannot_tell", dtype=VERDICT_DTYPE))
    return column.is_null()


def _packed(flags: list[pl.Expr]) -> list[pl.Expr]:
    """Pack truths into whole numbers, 60 to a number."""
    return [
        pl.sum_horizontal(flag.cast(pl.UInt64) * 2**bit for bit, flag in enumerate(flags[start : start + 60])).alias(
            f"pattern {start}"
        )
        for start in range(0, len(flags), 60)
    ]


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
