"""What a rulebook is: packs, topics, rules, criteria, parameters, citations, all frozen.

A rule's conditions are kept in both forms: the SQL its author wrote and the
Polars expression it was compiled to (see ``condition``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from energy_audit.catalogue import Message, said
from energy_audit.vocabulary import Fact, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from energy_audit.catalogue import Language

Kind = Literal["violation", "suspicion", "notice"]
Severity = Literal["high", "medium", "low", "info"]
Authority = Literal["development_and_reform", "industry", "market_regulation", "statistics", "ecology"]
FirstStep = Literal["order_to_correct", "written_requirement", "referral", "advice", "none"]
Honesty = Literal["exact", "may_over_report", "may_under_report"]
Confidence = Literal["high", "medium", "low"]
Verdict = Literal["met", "breached", "not_applicable", "cannot_tell"]

KINDS: tuple[Kind, ...] = get_args(Kind)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Worst first."""
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)
FIRST_STEPS: tuple[FirstStep, ...] = get_args(FirstStep)
HONESTIES: tuple[Honesty, ...] = get_args(Honesty)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""Surest first."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
VERDICT_DTYPE = pl.Enum(VERDICTS)

KEY_FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("uscc", "enterprise", pl.String(), "统一社会信用代码", "unified social credit code"),
        Fact("report_year", "enterprise", pl.Int64(), "报告年度", "report year", "year"),
        Fact("subject_key", "enterprise", pl.String(), "对象", "subject"),
        Fact("as_of", "enterprise", pl.Date(), "检查基准日", "as-of day"),
    )
}
"""Names every condition and message may use: each fact table carries the first three, the judge gives ``as_of``."""


@dataclass(frozen=True)
class Place:
    """A line of a rule file: ``file`` as the user knows it, ``line`` 1-based."""

    file: str
    line: int


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Citation:
    """The ground of a rule or a value: an article of the law table (``id``) or a text of its own (``id`` empty)."""

    id: str
    instrument: Text
    document_no: str
    article: str
    confidence: Confidence
    legal_status: str
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None

    @property
    def reference(self) -> str:
        """What ``legal_basis`` lists: the id, or the text where there is none."""
        return self.id or self.instrument.zh

    @property
    def is_sound(self) -> bool:
        """Is law in force at high or medium confidence, so that a violation may rest on it."""
        return self.legal_status == "in_force" and self.confidence != "low"

    def held_on(self, day: dt.date) -> bool:
        """Was in force on ``day``; without dates it always was."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    @property
    def was_sound(self) -> bool:
        """Is or once was such law: enough for a dated value, which holds for its own dates only."""
        return self.legal_status in {"in_force", "superseded"} and self.confidence != "low"


Scalar = int | Decimal | bool | str | dt.date
"""What a parameter or a fact of a case may be; bool before int wherever both are asked for."""


@dataclass(frozen=True)
class ParameterValue:
    """What a parameter was from ``effective_from`` to ``effective_to`` (both inclusive).

    ``value`` None: no duty existed then.
    """

    value: Scalar | None
    effective_from: dt.date
    effective_to: dt.date | None
    citation: Citation
    last_checked: dt.date


@dataclass(frozen=True)
class Parameter:
    """A dated number (or date, text, truth) of the law, used in SQL as ``:name``.

    ``governed_by`` is the Date fact that picks the value: law of the day it governs.
    """

    name: str
    pack: str
    topic: str
    unit: str
    governed_by: str
    meaning: Text
    dtype: pl.DataType
    values: tuple[ParameterValue, ...]
    place: Place

    def column(self, kind: Kind | None) -> str:
        """Name the column that holds the value for a rule of ``kind``.

        A value on unsound ground may inform, never accuse: violations read a
        column in which such values are null.
        """
        doubtful = any(not value.citation.was_sound for value in self.values)
        return f":{self.name}!" if kind == "violation" and doubtful else f":{self.name}"


@dataclass(frozen=True, eq=False)
class Node:
    """A boolean part of a condition: AND, OR, NOT over parts, or a term such as ``tce >= 5000``.

    ``written`` gives its text, made when somebody reads it: of a thousand parts few are ever shown. ``names`` are
    the columns a term reads: facts, ``:parameters``, ``verdict.X``, ``criterion.X``.
    """

    operator: Literal["and", "or", "not", "term"]
    written: Callable[[], str]
    expr: pl.Expr
    parts: tuple[Node, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The part as its author would write it."""
        return self.written()

    def terms(self) -> Iterator[Node]:
        """Walk the terms, left to right."""
        if self.operator == "term":
            yield self
        for part in self.parts:
            yield from part.terms()


@dataclass(frozen=True, eq=False)
class Condition:
    """One SQL condition: as written, and as compiled to one three-valued Polars expression."""

    text: str
    place: Place
    root: Node
    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    verdicts: tuple[str, ...]
    criteria: tuple[str, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column the condition reads, ``:parameters`` in the form its kind of rule reads."""
        return tuple(dict.fromkeys(name for term in self.root.terms() for name in term.names))

    @property
    def expr(self) -> pl.Expr:
        """Boolean expression over the subject's frame; null where it cannot be told."""
        return self.root.expr


@dataclass(frozen=True)
class Pack:
    """A folder of rules with a version of its own."""

    name: str
    version: str
    title: Text
    extends: tuple[str, ...]
    folder: str


@dataclass(frozen=True)
class Topic:
    """One file of a pack."""

    name: str
    title: Text
    pack: str


@dataclass(frozen=True, eq=False)
class Criterion:
    """A named three-valued condition that later stages may use as ``criterion.<name>``."""

    name: str
    pack: str
    topic: str
    subject: Subject
    role: str
    applies: Condition | None
    holds: Condition
    title: Text
    citations: tuple[Citation, ...]
    evidence: tuple[str, ...]
    place: Place

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The guard, if any, and the condition itself."""
        return (self.holds,) if self.applies is None else (self.applies, self.holds)

    @property
    def column(self) -> str:
        """The name later conditions use."""
        return f"criterion.{self.name}"


@dataclass(frozen=True, eq=False)
class Rule:
    """One duty or watch point: when it applies, when it is breached, on what ground, what to do.

    ``editions`` are the cited articles as they stood before an amendment. ``governed_by`` is the Date fact that picks
    among both, where they held one after the other: a finding names the law of the day it judges. ``told_by`` are the
    rules, of the enterprise or of the same subject and row, the first of which that has a finding says for this one too
    that it cannot be told; where ``awaits`` names a fact, only while that is false: the table both wait for is not filed.
    ``speaks_of`` is the fact of a teller of rows that lists by name what is unknown for the reason that it states: its
    finding speaks only for what hangs on these and on blank cells. Where the one rule that ``comes_first`` is
    breached, no other can be told of the unit, and its finding speaks for all (``first_rule``).
    """

    code: str
    name: str
    pack: str
    topic: str
    subject: Subject
    kind: Kind
    severity: Severity
    applies: Condition | None
    breached: Condition
    title: Text
    meaning: Text
    why: Text
    remedy: Text
    authority: Authority
    first_step: FirstStep
    honesty: Honesty
    message: Text
    unknown: Text | None
    evidence: tuple[str, ...]
    citations: tuple[Citation, ...]
    editions: tuple[Citation, ...]
    governed_by: str
    predecessor: str
    successor: str
    told_by: tuple[str, ...]
    awaits: str
    speaks_of: str
    comes_first: bool
    document: str
    template: str
    place: Place

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The guard, if any, and the breach."""
        return (self.breached,) if self.applies is None else (self.applies, self.breached)

    @property
    def column(self) -> str:
        """The name later conditions use."""
        return f"verdict.{self.code}"

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact the verdict rests on, in order of first use."""
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.facts))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter the verdict rests on, in order of first use."""
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.parameters))


@dataclass(frozen=True)
class Override:
    """A definition of one pack that took the place of another's."""

    what: Literal["rule", "criterion", "parameter"]
    name: str
    winner: str
    loser: str

    def said(self, language: Language) -> str:
        """Say who replaced whose definition."""
        what = {
            "rule": Message("规则", "model"),
            "criterion": Message("判据"),
            "parameter": Message("参数"),
        }[self.what]
        return said(
            "{what} {name}：采用 {winner} 的，替换了 {loser} 的",
            language,
            what=what.of(language),
            name=self.name,
            winner=self.winner,
            loser=self.loser,
        )


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything the judge needs: rules by code, criteria and parameters by name, the stages they run in.

    ``identity`` names packs, versions and content, such as
    ``national@2026.11+guizhou@2026.11 sha256:0123456789ab``. ``digest`` is that of every file of the packs, read
    before them.
    """

    packs: tuple[Pack, ...]
    topics: tuple[Topic, ...]
    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    parameters: Mapping[str, Parameter]
    vocabulary: Mapping[str, Fact]
    stages: tuple[tuple[Rule | Criterion, ...], ...]
    identity: str
    digest: str
    overrides: tuple[Override, ...] = field(default=())

    @cached_property
    def first(self) -> Rule | None:
        """The rule that comes before all others; there is at most one."""
        return next((rule for rule in self.rules.values() if rule.comes_first), None)

    def fact(self, name: str) -> Fact:
        """Return a fact of the vocabulary or one of the key columns."""
        return self.vocabulary.get(name) or KEY_FACTS[name]
