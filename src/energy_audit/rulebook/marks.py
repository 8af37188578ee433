"""The column of one rule or criterion: its expression, and how later stages see it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import ENTERPRISE, Bench, BenchKey, seat
from energy_audit.rulebook.model import VERDICT_DTYPE, Criterion, Rule, Rulebook, Verdict
from energy_audit.rulebook.stages import references

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence


def seat_items(
    bench: Bench,
    items: Sequence[Rule | Criterion],
    benches: Mapping[BenchKey, Bench],
    rulebook: Rulebook,
    as_of: dt.date,
    *,
    also: Iterable[str] = (),
) -> pl.DataFrame:
    """Give the bench's rows with every column that the conditions of ``items`` name, and those in ``also``."""
    named = (name for item in items for condition in item.conditions for name in condition.columns)
    names = dict.fromkeys((*named, *also))
    enterprise = benches[ENTERPRISE]
    seated = seat(bench.facts, names, rulebook=rulebook, as_of=as_of, units=bench.unit, enterprise=enterprise)
    earlier = dict.fromkeys(name for item in items for name in references(item))
    return seated.hstack([mark_seen_from(bench, name, benches) for name in earlier])


def marks_on(seated: pl.DataFrame, items: Sequence[Rule | Criterion]) -> pl.DataFrame:
    """Judge items on rows that have every column they name: one column an item."""
    # each condition is worked out once, though a verdict asks of it several times
    truths = {
        name: truth.alias(name)
        for item in items
        for name, truth in zip(_names(item.column), _truths(item), strict=True)
    }
    # with_columns and not select: a condition of literals alone is one value for all rows
    judged = seated.with_columns(truths.values())
    return judged.select(_mark_of(item.column, is_criterion=isinstance(item, Criterion)) for item in items)


def no_marks(items: Iterable[Rule | Criterion]) -> pl.DataFrame:
    """Give the columns of items that have no row to be judged on: a query costs the same for none as for a thousand."""
    return pl.DataFrame(
        schema={item.column: pl.Boolean() if isinstance(item, Criterion) else VERDICT_DTYPE for item in items}
    )


def _truths(item: Rule | Criterion) -> tuple[pl.Expr, pl.Expr]:
    applies = pl.lit(True) if item.applies is None else item.applies.expr
    return applies, item.holds.expr if isinstance(item, Criterion) else item.breached.expr


def _names(column: str) -> tuple[str, str]:
    """Name the columns of an item's conditions: whether it applies, whether it is breached or holds."""
    return f"{column} applies", f"{column} holds"


@cache
def _mark_of(column: str, *, is_criterion: bool) -> pl.Expr:
    """Give the expression of an item's column: a verdict, or three-valued truth for a criterion."""
    applies, breached = (pl.col(name) for name in _names(column))
    if is_criterion:
        truth = pl.when(applies).then(breached).when(applies.not_()).then(pl.lit(False))
        return truth.alias(column)
    return (
        pl.when(applies.not_())
        .then(verdict_literal("not_applicable"))
        # the fault is known to be absent: no breach whether or not the duty is owed
        .when(applies.is_null() & breached.not_())
        .then(verdict_literal("met"))
        .when(applies.is_null() | breached.is_null())
        .then(verdict_literal("cannot_tell"))
        .when(breached)
        .then(verdict_literal("breached"))
        .otherwise(verdict_literal("met"))
        .alias(column)
    )


@cache
def verdict_literal(verdict: Verdict) -> pl.Expr:
    """Write a verdict as a literal."""
    return pl.lit(verdict, dtype=VERDICT_DTYPE)


def verdicts_of(marks: pl.DataFrame) -> list[str]:
    """List the columns of rules among marks."""
    return [name for name in marks.columns if name.startswith("verdict.")]


def fails(columns: str | Sequence[str]) -> pl.Expr:
    """Tell of which rows a rule has a finding, or each of several; null where it has no mark."""
    mark = pl.col(columns)
    return (mark == verdict_literal("breached")) | (mark == verdict_literal("cannot_tell"))


def mark_seen_from(bench: Bench, name: str, benches: Mapping[BenchKey, Bench]) -> pl.Series:
    """Give an earlier mark row by row of ``bench``: its own, its enterprise's, or any of its children's."""
    if name in bench.marks.columns:
        return bench.marks[name]
    holder = next(other for other in benches.values() if name in other.marks.columns)
    if holder.key.subject == bench.key.subject:
        return holder.marks[name].gather(bench.index)
    per_unit = holder.marks.select(holder.unit.alias("unit"), name).group_by("unit").agg(_any(name))
    return bench.unit.to_frame("unit").join(per_unit, on="unit", how="left", maintain_order="left")[name]


def _any(name: str) -> pl.Expr:
    """Sum children up, three-valued: one breach is a breach; else one unknown is unknown.

    No child at all is unknown too (null after the join): the table may not have been filed.
    """
    mark = pl.col(name)
    if name.startswith("criterion."):
        return mark.any(ignore_nulls=False)
    order: tuple[Verdict, ...] = ("breached", "cannot_tell", "met")
    worst = pl.coalesce(
        pl.when((mark == verdict_literal(verdict)).any()).then(verdict_literal(verdict)) for verdict in order
    )
    return worst.fill_null(verdict_literal("not_applicable")).alias(name)
