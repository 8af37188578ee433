"""Do the cases hold the rules? Flips one thing in a condition at a time and sees whether a case notices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import sqlglot
from sqlglot import exp

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.cases import Case, Equivalent, read_cases, read_equivalents, run
from energy_audit.rulebook.condition import compile_condition, text_of
from energy_audit.rulebook.model import Condition, Criterion, Rule, Rulebook
from energy_audit.rulebook.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

Key = Literal["applies", "breached", "holds"]
_FLIPS: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.GTE: (exp.GT, exp.LT),
    exp.GT: (exp.GTE, exp.LTE),
    exp.LTE: (exp.LT, exp.GT),
    exp.LT: (exp.LTE, exp.GTE),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
    exp.And: (exp.Or,),
    exp.Or: (exp.And,),
    exp.Add: (exp.Sub,),
    exp.Sub: (exp.Add,),
}


@dataclass(frozen=True)
class Mutant:
    """A changed condition, and the case that noticed (empty: it survived, so a case is missing).

    ``equivalent`` says why no case can notice, where the change is none.
    """

    item: str
    key: Key
    change: str
    text: str
    killed_by: str
    equivalent: str = ""

    @property
    def survived(self) -> bool:
        """Did every case pass in spite of a real change."""
        return not self.killed_by and not self.equivalent


def mutate(rulebook: Rulebook, rules_dirs: Sequence[Path], *, only: Sequence[str] = ()) -> list[Mutant]:
    """Try every mutant of every rule and criterion that has cases; ``only`` names codes or criteria.

    A generated document rule stands for its template: the one its first case judges. Of the others only what
    is their own is changed.

    Raises:
        RulebookError: a change is called equivalent that is none of the condition's, or that a case notices.
    """
    groups: dict[str, list[Case]] = {}
    for case in read_cases(rulebook, rules_dirs):
        groups.setdefault(case.covers, []).append(case)
    marks: dict[str, list[Equivalent]] = {}
    for mark in read_equivalents(rulebook, rules_dirs):
        marks.setdefault(mark.covers, []).append(mark)
    mutants: list[Mutant] = []
    for covers, cases in groups.items():
        item = cases[0].item
        if only and not {covers, item.code if isinstance(item, Rule) else item.name} & set(only):
            continue
        tried: list[Mutant] = []
        for each in dict.fromkeys(case.item for case in cases):
            own = [case for case in cases if case.item is each]
            tried += _try_all(each, own, rulebook, known={mutant.change for mutant in tried})
        mutants += _marked(tried, marks.get(covers, ()))
    return mutants


def _marked(tried: Sequence[Mutant], marks: Iterable[Equivalent]) -> list[Mutant]:
    """Set apart the mutants that are called equivalent; a mark that is wrong or stale is refused."""
    reasons: dict[str, str] = {}
    for mark in marks:
        meant = [mutant for mutant in tried if mutant.change == mark.change]
        killers = {mutant.killed_by for mutant in meant if mutant.killed_by}
        if not meant or killers:
            why = (
                f"用例“{min(killers)}”发现了它（a case notices it）" if killers else "没有这样的改动（no such change）"
            )
            raise RulebookError(mark.place.file, mark.place.line, f"标为等价的改动不成立：{why}: {mark.change}")
        reasons[mark.change] = mark.reason
    return [replace(mutant, equivalent=reasons.get(mutant.change, "")) for mutant in tried]


def _try_all(
    item: Rule | Criterion, cases: Sequence[Case], rulebook: Rulebook, *, known: Collection[str] = ()
) -> Iterator[Mutant]:
    for key, condition in _conditions(item):
        scope = scope_of(rulebook, item, may_ask_for_null=key == "breached")
        for change, text in mutated_texts(condition, rulebook):
            if change in known:
                continue
            try:
                mutated = replace_condition(item, key, compile_condition(text, condition.place, scope))
            except RulebookError:
                continue  # not a condition at all, so nobody could have written it
            results = run([replace(case, item=mutated) for case in cases], rulebook)
            killers = (result.case for result in results if not result.passed)
            yield Mutant(cases[0].covers, key, change, text, next(killers, ""))


def _conditions(item: Rule | Criterion) -> Iterator[tuple[Key, Condition]]:
    if item.applies is not None:
        yield "applies", item.applies
    if isinstance(item, Rule):
        yield "breached", item.breached
    else:
        yield "holds", item.holds


def replace_condition(item: Rule | Criterion, key: Key, condition: Condition) -> Rule | Criterion:
    """Return the item with another condition."""
    if isinstance(item, Criterion):
        return replace(item, applies=condition) if key == "applies" else replace(item, holds=condition)
    return replace(item, applies=condition) if key == "applies" else replace(item, breached=condition)


def mutated_texts(condition: Condition, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Give (what was changed, the changed SQL), one change at a time, in reading order."""
    tree = sqlglot.parse_one(condition.text)
    for position, node in enumerate(tree.walk()):
        for changed in _changes(node, rulebook):
            change = f"{text_of(node)} → {text_of(changed)}"
            copy = tree.copy()
            target = list(copy.walk())[position]
            if target is copy:
                copy = changed
            else:
                target.replace(changed)
            yield change, text_of(copy)


def _changes(node: exp.Expr, rulebook: Rulebook) -> Iterator[exp.Expr]:
    """Give what may stand in the place of a node."""
    for other in _FLIPS.get(type(node), ()):
        yield other(this=node.this.copy(), expression=node.expression.copy())
    if isinstance(node, (exp.And, exp.Or)):
        yield node.left.copy()
        if type(node.left) is not type(node):  # else its own terms are dropped one by one further in
            yield node.right.copy()
    match node:
        case exp.Not() | exp.Abs():
            yield node.this.copy()
        case exp.Is():
            yield exp.Not(this=node.copy())
        case exp.Like() if node.args.get("negate"):
            yield exp.Like(this=node.this.copy(), expression=node.expression.copy())
        case exp.Boolean():
            yield exp.Boolean(this=not node.this)
        case exp.Literal() if not isinstance(node.parent, exp.Nullif):
            yield from _shifted_literals(node)
        case exp.Placeholder():
            yield from _shifted_parameters(node, rulebook)
        case exp.In() if len(node.expressions) > 1:
            for dropped in node.expressions:
                kept = [item.copy() for item in node.expressions if item is not dropped]
                yield exp.In(this=node.this.copy(), expressions=kept)


def _shifted_literals(node: exp.Literal) -> Iterator[exp.Expr]:
    """Move a number by its last digit, a date by a day."""
    if not node.is_string:
        value = Decimal(str(node.this))
        for sign in (1, -1):
            yield exp.Literal.number(f"{value + sign * _step(value):f}")
    elif isinstance(node.parent, exp.Cast):
        day = dt.date.fromisoformat(node.this)
        for sign in (1, -1):
            yield exp.Literal.string((day + dt.timedelta(days=sign)).isoformat())


def _shifted_parameters(node: exp.Placeholder, rulebook: Rulebook) -> Iterator[exp.Expr]:
    """Move a parameter by the last digit of its values."""
    parameter = rulebook.parameters[node.name]
    if parameter.dtype != NUMBER:
        return
    values = (Decimal(str(value.value)) for value in parameter.values if value.value is not None)
    step = exp.Literal.number(f"{min(map(_step, values), default=Decimal(1)):f}")
    for operator in (exp.Add, exp.Sub):
        yield exp.Paren(this=operator(this=node.copy(), expression=step.copy()))


def _step(value: Decimal) -> Decimal:
    return Decimal((0, (1,), min(int(value.as_tuple().exponent), 0)))
