"""What an inspection report is: frozen data, every decision taken, nothing left to the page but drawing.

``None`` in a number or a truth is unknown; it prints as 未提供 or 不能判断, never as nothing or zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from energy_audit.catalogue import Language
    from energy_audit.facts.place import Place
    from energy_audit.report.charts import Mark, Share, Span
    from energy_audit.report.content.judged import Archive, Criterion, FindingGroup
    from energy_audit.rulebook.model import Verdict

Tone = Literal["", "met", "breached", "suspicion", "notice", "unknown"]
Owner = Literal["unit", "authority", "rulebook", "elsewhere"]
"""Whose gap keeps a verdict open: the unit's filing, a list the authority has not loaded, a value of the rulebook that
is not verified, or another verdict that is open itself."""
StepState = Literal["done", "not_done", "unknown"]


@dataclass(frozen=True)
class Interval:
    """tce between two ends; ``low`` None: open below, ``high`` None: open above."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Line:
    """A name and its text, for lists of particulars."""

    label: str
    text: str


@dataclass(frozen=True)
class Cover:
    """Who was inspected, for which year, by what form and on which basis."""

    name: str
    running_title: str
    uscc: str
    report_year: int
    as_of: dt.date
    particulars: tuple[Line, ...]


@dataclass(frozen=True)
class Figure:
    """One key figure of page one."""

    label: str
    text: str
    unit: str
    note: str
    tone: Tone


@dataclass(frozen=True)
class Untold:
    """What could not be told for one reason, whose gap that is, what would settle it; ``rules`` are for the annex.

    ``places``: the rows of tables that are concerned, by the cell each is named by; none where the unit as a whole is.
    """

    reason: str
    owner: Owner
    ask: str
    items: tuple[str, ...]
    rules: tuple[str, ...]
    count: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Summary:
    """Page one: the verdict in three sentences, the key figures, what could not be told and why."""

    tier: str
    violations: str
    unknown: str
    tone: Tone
    figures: tuple[Figure, ...]
    untold: tuple[Untold, ...]


@dataclass(frozen=True)
class Term:
    """One row of the sum, as it can be recomputed by hand; tce signed.

    ``disputed``: a total and its parts disagree, so that neither may be added; ``perhaps``: it may not count, so that sums
    have it at one end only.
    """

    number: int
    energy: str
    flow: str
    site: str
    quantity: Decimal | None
    unit: str
    sign: int
    factor: Interval
    factor_origin: str
    equal_factor: Interval
    equal_origin: str
    calorific: Interval
    equal: Interval
    place: Place
    counted: bool
    disputed: bool
    remark: str
    perhaps: bool


@dataclass(frozen=True)
class Sum:
    """A row under the terms: subtotal, total, self-reported figure."""

    label: str
    calorific: Interval
    equal: Interval
    is_total: bool


@dataclass(frozen=True)
class Book:
    """The terms of one filing and their subtotals; ``title`` names it where a year was filed more than once."""

    title: str
    terms: tuple[Term, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class Reckoning:
    """How the total came about; filings that contradict each other stand apart and are never added up."""

    books: tuple[Book, ...]
    sums: tuple[Sum, ...]
    notes: tuple[str, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of every filing."""
        return tuple(term for book in self.books for term in book.terms)


@dataclass(frozen=True)
class Margin:
    """How far a total lies above (+) or below (-) a line, in tce and as a share of the line."""

    basis: str
    line: Decimal
    tce: Interval
    share: Interval


@dataclass(frozen=True)
class Layer:
    """A total after a deduction; it stands beside the full figure, never instead of it."""

    label: str
    calorific: Decimal | None
    equal: Decimal | None
    note: str


@dataclass(frozen=True)
class Tiering:
    """The tier, why, by how much and what would change it; ``companions`` are carbon, intensity and what stands apart."""

    particulars: tuple[Line, ...]
    spans: tuple[Span, ...]
    lines: tuple[Mark, ...]
    margins: tuple[Margin, ...]
    sensitivity: tuple[Line, ...]
    layers: tuple[Layer, ...]
    companions: tuple[Line, ...]


@dataclass(frozen=True)
class Mix:
    """Shares of the energies consumed, calorific, gross of conversion output."""

    parts: tuple[Share, ...]
    note: str


@dataclass(frozen=True)
class Product:
    """A unit product against its limit and benchmark."""

    name: str
    indicator: str
    unit: str
    value: Decimal | None
    previous: Decimal | None
    standard: str
    limit: Decimal | None
    baseline: Decimal | None
    benchmark: Decimal | None
    outcomes: tuple[tuple[str, Tone], ...]
    remark: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Device:
    """A device and its efficiency grade; ``ground`` is what of its nameplate was looked at, ``remark`` the standard or what is lacking."""

    name: str
    model: str
    capacity: str
    quantity: int | None
    in_use: str
    ground: str
    grade: tuple[str, Tone]
    remark: str
    place: Place


@dataclass(frozen=True)
class Devices:
    """Devices of table 8: those shown, how many rows there are, and how many of each grade."""

    shown: tuple[Device, ...]
    count: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Target:
    """A target of table 6: filed against computed; ``outcome`` says whether the computed value meets it."""

    name: str
    unit: str
    target: Decimal | None
    filed: Decimal | None
    computed: str
    achieved: str
    outcome: tuple[str, Tone]
    savings: tuple[Line, ...]


@dataclass(frozen=True)
class Step:
    """A station of a project's life."""

    label: str
    day: dt.date | None
    state: StepState
    note: str


@dataclass(frozen=True)
class Project:
    """A project's life line, its figures, its criteria."""

    name: str
    code: str
    steps: tuple[Step, ...]
    particulars: tuple[Line, ...]
    criteria: tuple[Criterion, ...]
    place: Place


@dataclass(frozen=True)
class Problem:
    """A fault of the filing, by cell; ``explanation`` is what the unit says to it."""

    severity: str
    is_error: bool
    place: Place
    value: str
    message: str
    explanation: str = ""


@dataclass(frozen=True)
class Problems:
    """Faults of the filing; ``more`` of them are left to the data file."""

    shown: tuple[Problem, ...]
    errors: int
    warnings: int
    more: int


@dataclass(frozen=True)
class TopicCount:
    """How the rules of one topic came out; ``codes`` names each rule under its verdict, with how often where not once."""

    topic: str
    rules: int
    met: int
    breached: int
    not_applicable: int
    cannot_tell: int
    codes: tuple[tuple[Verdict, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Annex:
    """What the report was made with, so that it can be made again."""

    topics: tuple[TopicCount, ...]
    identity: tuple[Line, ...]
    inputs: tuple[Line, ...]
    slots: tuple[Line, ...]


@dataclass(frozen=True)
class EnterpriseReport:
    """The whole inspection report of one enterprise-year."""

    lang: Language
    cover: Cover
    summary: Summary
    reckoning: Reckoning
    tiering: Tiering
    mix: Mix
    trend: tuple[tuple[int, tuple[Span, ...]], ...]
    products: tuple[Product, ...]
    targets: tuple[Target, ...]
    devices: Devices
    findings: tuple[FindingGroup, ...]
    archive: Archive
    enterprise_criteria: tuple[Criterion, ...]
    projects: tuple[Project, ...]
    projects_filed: bool
    problems: Problems
    annex: Annex
