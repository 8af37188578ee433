"""What was judged: findings with their law and evidence, documents of the management file, criteria of two-high-one-low.

The report and the official papers are both made of these; the rest of the report is in ``model``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from energy_audit.facts.place import Place
    from energy_audit.rulebook.model import Kind

DocumentState = Literal["missing", "expired", "cannot_tell", "held", "not_applicable"]
CriterionState = Literal["held", "did_not", "cannot_tell"]


@dataclass(frozen=True)
class Law:
    """Articles of one instrument, with how they stand and how sure that is."""

    instrument: str
    article: str
    status: str
    confidence: str
    is_sound: bool


@dataclass(frozen=True)
class Evidence:
    """A value that a verdict rests on, and where it stands.

    ``places`` are its cells, a sheet each, several of one sheet with commas between; ``is_reckoned``: they hold not
    the value but what it was reckoned from.
    """

    name: str
    value: str
    places: tuple[Place, ...]
    is_reckoned: bool = False


@dataclass(frozen=True)
class Instance:
    """One subject for which a rule is breached; ``explanation`` is what the unit says to it."""

    subject: str
    message: str
    finding_id: str
    evidence: tuple[Evidence, ...]
    explanation: str = ""


@dataclass(frozen=True)
class Finding:
    """A breached rule: what, on what ground, on what evidence, what to do, who acts."""

    number: int
    rule: str
    title: str
    kind: Kind
    severity: str
    meaning: str
    laws: tuple[Law, ...]
    remedy: str
    deadline: str
    first_step: str
    authority: str
    honesty: str
    instances: tuple[Instance, ...]


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind; those on documents are set out in the section on the management file."""

    kind: Kind
    title: str
    introduction: str
    findings: tuple[Finding, ...]
    documents: tuple[Finding, ...]
    count: int


@dataclass(frozen=True)
class Document:
    """One item of the management file and its state."""

    id: str
    name: str
    project: str
    requirement: str
    state: DocumentState
    remark: str
    laws: tuple[Law, ...]
    findings: tuple[Finding, ...]
    place: Place


@dataclass(frozen=True)
class Archive:
    """The management file: ``lacking`` needs doing; ``others`` are gathered by state and reason."""

    filed: bool
    introduction: str
    counts: tuple[tuple[DocumentState, int], ...]
    lacking: tuple[Document, ...]
    others: tuple[tuple[DocumentState, str, tuple[Document, ...]], ...]
    to_ask_for: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Criterion:
    """A criterion of two-high-one-low and whether it holds."""

    role: str
    title: str
    state: CriterionState
    laws: tuple[Law, ...]
