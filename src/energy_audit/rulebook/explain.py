"""Why, and why not: a rule's conditions term by term on one row, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.catalogue import both
from energy_audit.errors import UsageError
from energy_audit.rulebook.addresses import Address, addresses_of
from energy_audit.rulebook.bench import bench_of
from energy_audit.rulebook.first_rule import UNSURE, is_stopped
from energy_audit.rulebook.marks import seat_items
from energy_audit.rulebook.messages import Filler
from energy_audit.rulebook.model import Condition, Criterion, Node, Rule
from energy_audit.rulebook.toml_table import nearest
from energy_audit.rulebook.unknowns import Trace, deciding
from energy_audit.rulebook.wording import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.rulebook.judge import Judgement


@dataclass(frozen=True)
class Value:
    """A value a term reads: what it is called, what it is, the cells it stands in or was reckoned from."""

    name: str
    called: str
    shown: Shown
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class Term:
    """A part of a condition; ``depth`` 0 is the whole, ``truth`` None is unknown, ``decided`` if it made the outcome."""

    text: str
    operator: str
    depth: int
    truth: bool | None
    decided: bool
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Explanation:
    """How one rule came to its verdict on one row.

    ``why_not`` are the terms of the guard that kept the rule out, where it is
    not applicable; ``unknown`` what it would take to tell, where it could not.
    """

    code: str
    uscc: str | None
    report_year: int | None
    subject_key: str | None
    verdict: str
    applies: tuple[Term, ...]
    breached: tuple[Term, ...]
    why_not: tuple[Term, ...]
    unknown: tuple[Value, ...]


def explain(
    judgement: Judgement,
    code: str,
    *,
    uscc: str | None = None,
    report_year: int | None = None,
    subject_key: str | None = None,
) -> list[Explanation]:
    """Explain a rule (or a criterion, by its name) on every row that fits.

    Raises:
        UsageError: no such rule or criterion.
    """
    rulebook = judgement.rulebook
    item: Rule | Criterion | None = rulebook.rules.get(code) or rulebook.criteria.get(code)
    if item is None:
        known = [*rulebook.rules, *rulebook.criteria]
        raise UsageError(both("没有规则 {code}{nearest}", code=code, nearest=partial(nearest, code, known)))
    wanted = {"uscc": uscc, "report_year": report_year, "subject_key": subject_key}
    bench = judgement.benches[bench_of(item)]
    fits = [pl.col(name) == value for name, value in wanted.items() if value is not None]
    chosen = bench.where(bench.facts.select(pl.all_horizontal(pl.lit(True), *fits)).to_series().fill_null(False))
    trace = Trace.of(item, rulebook)
    seated = seat_items(chosen, list(trace.items.values()), judgement.benches, rulebook, judgement.as_of)
    seated = seated.with_columns(trace.columns()).with_columns(chosen.marks[item.column])
    return [_explain_row(item, row, trace, judgement) for row in seated.iter_rows(named=True)]


def _explain_row(item: Rule | Criterion, row: Mapping[str, Any], trace: Trace, judgement: Judgement) -> Explanation:
    truths = trace.truths(row)
    reader = _Reader(item, row, truths, judgement)
    mark = row[item.column]
    first = judgement.rulebook.first
    halted = item is not first and is_stopped(judgement.benches, judgement.rulebook, row["uscc"], row["report_year"])
    unknown = (UNSURE,) if halted else trace.unknown(item, row)
    verdict = mark if isinstance(mark, str) else {True: "true", False: "false", None: "unknown"}[mark]
    guard = item.applies
    kept_out = not halted and guard is not None and truths[id(guard.root)] is False
    return Explanation(
        code=item.code if isinstance(item, Rule) else item.name,
        uscc=row["uscc"],
        report_year=row["report_year"],
        subject_key=row["subject_key"],
        verdict=verdict,
        applies=reader.terms(guard),
        breached=reader.terms(item.conditions[-1]),
        why_not=reader.deciding(guard) if kept_out else (),
        unknown=tuple(map(reader.value, unknown)) if verdict in {"cannot_tell", "unknown"} else (),
    )


class _Reader:
    """Reads terms and their values off one row."""

    def __init__(
        self,
        item: Rule | Criterion,
        row: Mapping[str, Any],
        truths: Mapping[int, bool | None],
        judgement: Judgement,
    ) -> None:
        self.item = item
        self.row = row
        self.truths = truths
        self.judgement = judgement
        self.filler = Filler(judgement.rulebook, judgement.language)

    def terms(self, condition: Condition | None) -> tuple[Term, ...]:
        if condition is None:
            return ()
        decided = {id(node) for node in deciding(condition.root, self.truths)}
        return tuple(self._walk(condition.root, 0, decided))

    def deciding(self, condition: Condition | None) -> tuple[Term, ...]:
        return tuple(term for term in self.terms(condition) if term.decided and term.operator == "term")

    def _walk(self, node: Node, depth: int, decided: set[int]) -> list[Term]:
        values = tuple(map(self.value, dict.fromkeys(node.names)))
        term = Term(node.text, node.operator, depth, self.truths[id(node)], id(node) in decided, values)
        return [term, *(inner for part in node.parts for inner in self._walk(part, depth + 1, decided))]

    def value(self, name: str) -> Value:
        addresses: tuple[Address, ...] = ()
        if not name.startswith((":", "verdict.", "criterion.")):
            fact = self.judgement.rulebook.fact(name)
            addresses = addresses_of(fact, self.item.subject, self.row, self.judgement.locator)
        called = self.filler.name(name)
        return Value(name.rstrip("!"), called, Shown(self.row[name], self.filler.unit(name)), addresses)
