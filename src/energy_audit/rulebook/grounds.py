"""On what ground a finding stands: the rule's citations and those of the values of law that were in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.rulebook.model import CONFIDENCES
from energy_audit.vocabulary.fact import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.rulebook.model import Citation, Parameter, Rule, Rulebook

_STATUSES = ("in_force", "superseded", "reference", "policy", "practice", "draft")
"""Strongest first; a status not listed is weaker than all."""
_NONE = -1
_SINCE = "law since"


def grounds_of(rule: Rule, rows: pl.DataFrame, rulebook: Rulebook) -> Sequence[pl.Series | pl.Expr]:
    """Give ``legal_basis``, ``legal_status``, ``confidence`` of every row.

    Of a violation those citations that may accuse, and in any case the values in force for the row. Where a day
    governs the rule, those that held on the row's day. No finding is surer than what its evidence says of the
    transcribed numbers or list entries that it rests on.
    """
    *basis, confidence = _of_law(rule, rows, rulebook)
    surenesses = [name for name, fact in rulebook.vocabulary.items() if fact.codes == CONFIDENCE]
    stated = [pl.col(name) for name in rule.evidence if name in surenesses and name in rows.columns]
    return [*basis, _weakest(confidence, stated) if stated else confidence]


def _weakest(of_law: pl.Series | pl.Expr, stated: Sequence[pl.Expr]) -> pl.Expr:
    """Give the weakest confidence of all; what is not stated weakens nothing."""
    said = of_law if isinstance(of_law, pl.Expr) else pl.lit(of_law)
    weakest = said
    for level in CONFIDENCES:  # strongest first, so that the weakest has the last word
        weakest = (
            pl.when(pl.any_horizontal(each == level for each in (said, *stated))).then(pl.lit(level)).otherwise(weakest)
        )
    return weakest.alias("confidence")


def _of_law(rule: Rule, rows: pl.DataFrame, rulebook: Rulebook) -> Sequence[pl.Series | pl.Expr]:
    parameters = [rulebook.parameters[name] for name in rule.parameters]
    if not parameters and not rule.governed_by:
        return _alike(_told(_usual(rule)))
    numbers = rows.select(
        *(_number_in_force(each, each.column(rule.kind)).alias(each.name) for each in parameters),
        *_day_of_law(rule),
    )
    combinations = numbers.unique()
    told = [
        _told([*_own(rule, row), *_in_force(parameters, [row[each.name] for each in parameters])])
        for row in combinations.iter_rows(named=True)
    ]
    if len(told) == 1:
        return _alike(told[0])
    grounds = combinations.hstack(pl.DataFrame(told))
    return (
        numbers.join(grounds, on=numbers.columns, how="left", nulls_equal=True, maintain_order="left")
        .drop(numbers.columns)
        .get_columns()
    )


def _alike(told: Mapping[str, str]) -> list[pl.Expr]:
    return [pl.lit(text).alias(name) for name, text in told.items()]


def _usual(rule: Rule) -> list[Citation]:
    """List the citations of a rule where no day picks among them."""
    return [citation for citation in rule.citations if rule.kind != "violation" or citation.is_sound]


def _day_of_law(rule: Rule) -> list[pl.Expr]:
    """Give the first day since which the citations of the row's day have held: rows between two changes are alike."""
    if not rule.governed_by:
        return []
    changes = sorted(
        {
            day
            for each in (*rule.citations, *rule.editions)
            for day in (each.effective_from, _day_after(each.effective_to))
            if day
        }
    )
    day = pl.col(rule.governed_by)
    since: pl.Expr = pl.when(day.is_not_null()).then(pl.lit(dt.date.min))
    for change in changes:
        since = pl.when(day >= change).then(pl.lit(change)).otherwise(since)
    return [since.alias(_SINCE)]


def _day_after(day: dt.date | None) -> dt.date | None:
    return None if day is None else day + dt.timedelta(days=1)


def _own(rule: Rule, row: Mapping[str, Any]) -> list[Citation]:
    """List the citations that held on the day; all usual ones where the day is unknown or none is on file for it."""
    day = row.get(_SINCE)
    if day is None:
        return _usual(rule)
    cited = (*rule.citations, *rule.editions)
    held = [each for each in cited if each.held_on(day) and (rule.kind != "violation" or each.was_sound)]
    return held or _usual(rule)


def _in_force(parameters: Sequence[Parameter], numbers: Sequence[int]) -> list[Citation]:
    """List the citations of the numbered values."""
    pairs = zip(parameters, numbers, strict=True)
    return [parameter.values[number].citation for parameter, number in pairs if number != _NONE]


def _number_in_force(parameter: Parameter, column: str) -> pl.Expr:
    """Number the value in force; -1 where there is none or it may not be used."""
    day = pl.col(parameter.governed_by)
    number = pl.lit(_NONE, dtype=pl.Int32)
    for index, value in reversed(list(enumerate(parameter.values))):
        in_force = day >= pl.lit(value.effective_from)
        if value.effective_to is not None:
            in_force &= day <= pl.lit(value.effective_to)
        number = pl.when(in_force).then(pl.lit(index, dtype=pl.Int32)).otherwise(number)
    return pl.when(pl.col(column).is_not_null()).then(number).otherwise(pl.lit(_NONE, dtype=pl.Int32))


def _told(citations: Sequence[Citation]) -> dict[str, str]:
    """The weakest ground in use sets the confidence, the strongest the status."""
    statuses = [citation.legal_status for citation in citations]
    return {
        "legal_basis": ";".join(dict.fromkeys(citation.reference for citation in citations)),
        "legal_status": min(statuses, key=lambda each: _STATUSES.index(each) if each in _STATUSES else len(_STATUSES)),
        "confidence": max((citation.confidence for citation in citations), key=CONFIDENCES.index),
    }
