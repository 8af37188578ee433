"""On what ground a finding stands: the rule's citations and those of the values of law that were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.model import CONFIDENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.rulebook.model import Citation, Parameter, Rule, Rulebook

_STATUSES = ("in_force", "superseded", "reference", "policy", "practice", "draft")
"""Strongest first; a status not listed is weaker than all."""
_NONE = -1


def grounds_of(rule: Rule, rows: pl.DataFrame, rulebook: Rulebook) -> Sequence[pl.Series | pl.Expr]:
    """Give ``legal_basis``, ``legal_status``, ``confidence`` of every row.

    Of a violation those citations that may accuse, and in any case the values in force for the row.
    """
    own = [citation for citation in rule.citations if rule.kind != "violation" or citation.is_sound]
    parameters = [rulebook.parameters[name] for name in rule.parameters]
    if not parameters:
        return [pl.lit(text).alias(name) for name, text in _told(own).items()]
    numbers = rows.select(
        _number_in_force(parameter, parameter.column(rule.kind)).alias(parameter.name) for parameter in parameters
    )
    combinations = numbers.unique()
    told = [_told([*own, *_in_force(parameters, row)]) for row in combinations.iter_rows()]
    grounds = combinations.hstack(pl.DataFrame(told))
    return (
        numbers.join(grounds, on=numbers.columns, how="left", maintain_order="left").drop(numbers.columns).get_columns()
    )


def _in_force(parameters: Sequence[Parameter], numbers: Sequence[int]) -> list[Citation]:
    """List the citations of the numbered values."""
    pairs = zip(parameters, numbers, strict=True)
    return [parameter.values[number].citation for parameter, number in pairs if number != _NONE]


def _number_in_force(parameter: Parameter, column: str) -> pl.Expr:
    """Number the value in force; -1 where there is none or it may not be used (``Parameter.in_force``)."""
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
