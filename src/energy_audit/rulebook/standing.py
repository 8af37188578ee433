"""How the law that rules cite stands on the day judged: in force until its last day, whatever has replaced it since."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from energy_audit.rulebook.model import Criterion, Parameter, Rule, Rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from energy_audit.rulebook.model import Citation

_BY_DATES = {"in_force", "superseded"}
"""The statuses that dates decide between; what was never law does not become it."""

Cites = TypeVar("Cites", Rule, Criterion)


@lru_cache(maxsize=2)
def standing_on(rulebook: Rulebook, day: date) -> Rulebook:
    """Give a rulebook whose citations say how they stand on ``day``; itself where all already do."""
    rules = {code: _with_editions(_cited(rule, day), day) for code, rule in rulebook.rules.items()}
    criteria = {name: _cited(criterion, day) for name, criterion in rulebook.criteria.items()}
    parameters = {name: _valued(parameter, day) for name, parameter in rulebook.parameters.items()}
    now = (*rules.values(), *criteria.values(), *parameters.values())
    before = (*rulebook.rules.values(), *rulebook.criteria.values(), *rulebook.parameters.values())
    if all(each is was for each, was in zip(now, before, strict=True)):
        return rulebook
    stages = tuple(
        tuple(rules[item.code] if isinstance(item, Rule) else criteria[item.name] for item in stage)
        for stage in rulebook.stages
    )
    return replace(rulebook, rules=rules, criteria=criteria, parameters=parameters, stages=stages)


def _cited(item: Cites, day: date) -> Cites:
    citations = tuple(_standing(citation, day) for citation in item.citations)
    return item if _same(citations, item.citations) else replace(item, citations=citations)


def _with_editions(rule: Rule, day: date) -> Rule:
    editions = tuple(_standing(citation, day) for citation in rule.editions)
    return rule if _same(editions, rule.editions) else replace(rule, editions=editions)


def _valued(parameter: Parameter, day: date) -> Parameter:
    citations = [_standing(value.citation, day) for value in parameter.values]
    if _same(citations, [value.citation for value in parameter.values]):
        return parameter
    values = (replace(value, citation=cited) for value, cited in zip(parameter.values, citations, strict=True))
    return replace(parameter, values=tuple(values))


def _same(now: Sequence[Citation], before: Sequence[Citation]) -> bool:
    return all(each is was for each, was in zip(now, before, strict=True))


def _standing(citation: Citation, day: date) -> Citation:
    begun = citation.effective_from is None or citation.effective_from <= day
    if citation.effective_to is None or citation.legal_status not in _BY_DATES or not begun:
        return citation
    status = "superseded" if day > citation.effective_to else "in_force"
    return citation if status == citation.legal_status else replace(citation, legal_status=status)
