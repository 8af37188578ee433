"""Whom a change of the rules would newly flag, and whom it would clear: two judgements of the same filings compared.

Only breached rows are compared, rule by rule on the wide verdict columns: the
long form of two judgements of a province would not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import ENTERPRISE, ENTERPRISE_KEY, KEYS, bench_of
from energy_audit.rulebook.marks import verdict_literal
from energy_audit.rulebook.model import KEY_FACTS, Rule

if TYPE_CHECKING:
    from energy_audit.rulebook.judge import Judgement

CHANGES = ("flagged", "cleared", "regraded")
"""Breached only under the new rules; only under the old; under both, but of another kind or severity."""
ABSENT = "absent"
"""In place of a verdict: there is no such rule, or it does not judge this row."""
SCHEMA = pl.Schema(
    {
        "rule": pl.String(),
        "change": pl.Enum(CHANGES),
        **{name: KEY_FACTS[name].dtype for name in KEYS},
        "subject": pl.String(),
        "before": pl.String(),
        "after": pl.String(),
        "grade_before": pl.String(),
        "grade_after": pl.String(),
        "prefecture_code": pl.String(),
    }
)


def compare(old: Judgement, new: Judgement) -> pl.DataFrame:
    """List every row whose breach of a rule begins, ends or is graded otherwise.

    Args:
        old: the filings judged by the rules as they are.
        new: the same filings, the same day, judged by the rules as they would be.

    Returns:
        ``SCHEMA``; ``before`` and ``after`` are verdicts or ``ABSENT``, grades are ``kind/severity`` (empty
        where there is no such rule). Ordered by rule, change, uscc, report_year, subject_key.
    """
    codes = sorted({*old.rulebook.rules, *new.rulebook.rules})
    parts = [part for code in codes for part in _of_rule(code, old, new)]
    if not parts:
        return SCHEMA.to_frame()
    found = _with_prefecture(pl.concat(parts), old, new).select(SCHEMA.names()).cast(SCHEMA)
    return found.sort("rule", "change", *KEYS, nulls_last=True)


def count_by(changes: pl.DataFrame, column: str) -> pl.DataFrame:
    """Count the changes by a column: one row a value, one column a kind of change."""
    counted = changes.group_by(column).agg((pl.col("change") == change).sum().alias(change) for change in CHANGES)
    return counted.sort(column, nulls_last=True)


def _of_rule(code: str, old: Judgement, new: Judgement) -> list[pl.DataFrame]:
    rules = old.rulebook.rules.get(code), new.rulebook.rules.get(code)
    before, after = _marks(rules[0], old), _marks(rules[1], new)
    was, now = _breached(before), _breached(after)
    changed = {
        "flagged": now.join(was, on=KEYS, how="anti", nulls_equal=True),
        "cleared": was.join(now, on=KEYS, how="anti", nulls_equal=True),
    }
    grades = _grade(rules[0]), _grade(rules[1])
    if grades[0] != grades[1]:
        changed["regraded"] = now.join(was, on=KEYS, how="semi", nulls_equal=True)
    judged = rules[1] or rules[0]
    return [
        _looked_up(_looked_up(rows, before, "before"), after, "after").with_columns(
            rule=pl.lit(code),
            change=pl.lit(change, dtype=pl.Enum(CHANGES)),
            subject=pl.lit(judged.subject if judged else ""),
            grade_before=pl.lit(grades[0]),
            grade_after=pl.lit(grades[1]),
        )
        for change, rows in changed.items()
        if not rows.is_empty()
    ]


def _marks(rule: Rule | None, judgement: Judgement) -> pl.DataFrame:
    """Give the verdicts of a rule beside the keys; no rows where there is no such rule."""
    if rule is None:
        return judgement.benches[ENTERPRISE].facts.select(KEYS).clear().with_columns(verdict=verdict_literal("met"))
    bench = judgement.benches[bench_of(rule)]
    return bench.facts.select(KEYS).with_columns(bench.marks[rule.column].alias("verdict"))


def _breached(marks: pl.DataFrame) -> pl.DataFrame:
    return marks.filter(pl.col("verdict") == verdict_literal("breached")).select(KEYS)


def _looked_up(rows: pl.DataFrame, marks: pl.DataFrame, name: str) -> pl.DataFrame:
    found = rows.join(marks, on=KEYS, how="left", nulls_equal=True, maintain_order="left")
    return found.with_columns(pl.col("verdict").cast(pl.String).fill_null(ABSENT).alias(name)).drop("verdict")


def _grade(rule: Rule | None) -> str:
    return f"{rule.kind}/{rule.severity}" if rule else ""


def _with_prefecture(rows: pl.DataFrame, old: Judgement, new: Judgement) -> pl.DataFrame:
    """Add the prefecture of the enterprise; null where it cannot be told."""
    for judgement in (new, old):
        facts = judgement.benches[ENTERPRISE].facts
        if "prefecture_code" in facts.columns:
            places = facts.select(*ENTERPRISE_KEY, "prefecture_code").unique(ENTERPRISE_KEY, keep="first")
            return rows.join(places, on=ENTERPRISE_KEY, how="left", nulls_equal=True)
    return rows.with_columns(prefecture_code=pl.lit(None, dtype=pl.String))
