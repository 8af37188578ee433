"""Which names a condition may use, and of what type they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.rulebook.model import KEY_FACTS, VERDICT_DTYPE, Kind, Parameter, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.rulebook.model import Criterion, Kind, Parameter, Rulebook
    from energy_audit.vocabulary import Fact, Subject

Type = Literal["number", "text", "boolean", "date", "verdict"]
TYPE_ZH: dict[Type, str] = {
    "number": "数值",
    "text": "文本",
    "boolean": "是否",
    "date": "日期",
    "verdict": "判定",
}


@dataclass(frozen=True)
class Scope:
    """The names a condition may use.

    ``criteria`` and ``verdicts`` give the subject of each; ``kind`` is the rule's
    (None for a criterion), since a violation reads parameters on sound ground only.
    """

    subject: Subject
    vocabulary: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    criteria: Mapping[str, Subject]
    verdicts: Mapping[str, Subject]
    kind: Kind | None = None
    may_ask_for_null: bool = False

    def sees(self, subject: Subject) -> bool:
        """May names of ``subject`` be used: the own ones, and those of the enterprise."""
        return subject in {self.subject, "enterprise"}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts that may be used here."""
        return {**KEY_FACTS, **{name: fact for name, fact in self.vocabulary.items() if self.sees(fact.subject)}}


def type_of(dtype: pl.DataType) -> Type:
    """Give the type that conditions know a column of ``dtype`` by.

    Raises:
        TypeError: no fact may have such a dtype.
    """
    known: dict[pl.DataType, Type] = {
        NUMBER: "number",
        pl.Int64(): "number",
        pl.Boolean(): "boolean",
        pl.Date(): "date",
        pl.String(): "text",
    }
    if dtype not in known:
        raise TypeError(f"a fact is {', '.join(map(str, known))}, not {dtype}")
    return known[dtype]


def dtype_of(name: str, vocabulary: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> pl.DataType:
    """Give the dtype of a column that conditions name: fact, ``:parameter``, ``verdict.X``, ``criterion.X``."""
    if name.startswith("verdict."):
        return VERDICT_DTYPE
    if name.startswith("criterion."):
        return pl.Boolean()
    if name.startswith(":"):
        return parameters[name.strip(":!")].dtype
    return (vocabulary.get(name) or KEY_FACTS[name]).dtype


def scope_of(rulebook: Rulebook, item: Rule | Criterion, *, may_ask_for_null: bool) -> Scope:
    """Give the scope that an item of a loaded rulebook was compiled in."""
    return Scope(
        item.subject,
        rulebook.vocabulary,
        rulebook.parameters,
        {name: criterion.subject for name, criterion in rulebook.criteria.items()},
        {code: rule.subject for code, rule in rulebook.rules.items()},
        item.kind if isinstance(item, Rule) else None,
        may_ask_for_null=may_ask_for_null,
    )
