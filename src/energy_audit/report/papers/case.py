"""One enterprise-year as the papers see it: who it is, what was found, what is still to be handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.filing.schema import TABLES
from energy_audit.report.content.findings import group_findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from energy_audit.reference.documents import Document
    from energy_audit.report.content.model import Finding
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Citation, Rule, Rulebook

_HAS_TABLE: Final = re.compile(r"has_(\w+)_table")
_ARCHIVE: Final = "archive_list_filed"
_ORDER: Final = ("mandatory", "conditional", "recommended")


@dataclass(frozen=True)
class Unit:
    """The inspected unit; what was not filed is empty and becomes a blank."""

    uscc: str
    report_year: int
    name: str
    legal_representative: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Matter:
    """A breached rule with every instance of it, and the law in force that it rests on."""

    rule: Rule
    finding: Finding
    grounds: tuple[Citation, ...]

    @property
    def rests_on_law_in_force(self) -> bool:
        """Has a ground in force on the day, at high or medium confidence."""
        return bool(self.grounds)


@dataclass(frozen=True)
class Wanted:
    """A document of the management file to be handed in: ``state`` missing, expired or cannot_tell."""

    document: Document
    project: str
    state: str


@dataclass(frozen=True)
class Input:
    """A file that was read, with its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Case:
    """Everything the papers of one enterprise-year are filled from."""

    unit: Unit
    matters: tuple[Matter, ...]
    wanted: tuple[Wanted, ...]
    tables: tuple[str, ...]
    archive_list_wanted: bool
    untold: tuple[tuple[str, int], ...]
    inputs: tuple[Input, ...]
    rulebook: str
    as_of: dt.date


def open_case(
    unit: Unit,
    rows: list[Row],
    *,
    rulebook: Rulebook,
    documents: Mapping[str, Document],
    inputs: tuple[Input, ...],
    as_of: dt.date,
    words: Words,
) -> Case:
    """Gather one enterprise-year.

    Args:
        unit: who it is.
        rows: its rows of the contract's ``findings``.
        rulebook: the rules they were judged by.
        documents: the checklist by id.
        inputs: the files read.
        as_of: the day judged.
        words: the language.
    """
    sound = [row for row in rows if not _is_unsound_violation(row)]
    groups = group_findings(sound, rulebook, words)
    matters = tuple(
        Matter(rule, finding, grounds_on(rule, as_of))
        for group in groups
        for finding in (*group.findings, *group.documents)
        for rule in (rulebook.rules[finding.rule],)
    )
    facts = [name for matter in matters if matter.rule.kind == "notice" for name in matter.rule.breached.facts]
    return Case(
        unit=unit,
        matters=matters,
        wanted=tuple(_wanted(rows, rulebook, documents)),
        tables=tuple(_sheets(facts)),
        archive_list_wanted=_ARCHIVE in facts,
        untold=tuple(_untold(rows, rulebook, words)),
        inputs=inputs,
        rulebook=rulebook.identity,
        as_of=as_of,
    )


def grounds_on(rule: Rule, day: dt.date) -> tuple[Citation, ...]:
    """Return the law a rule rests on that is in force on a day, at high or medium confidence."""
    return tuple(
        citation
        for citation in rule.citations
        if citation.is_sound
        and (citation.effective_from is None or citation.effective_from <= day)
        and (citation.effective_to is None or day <= citation.effective_to)
    )


def _is_unsound_violation(row: Row) -> bool:
    """Hold back a violation that a value of low confidence had a part in: such a value informs, it never accuses."""
    return row["kind"] == "violation" and row["verdict"] == "breached" and row["confidence"] == "low"


def _wanted(rows: Iterable[Row], rulebook: Rulebook, documents: Mapping[str, Document]) -> Iterator[Wanted]:
    """List the documents that are missing, expired or unknown, each once, what binds most first."""
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["subject"] != "document":
            continue
        identity, _, project = (row["subject_key"] or "").partition("/")
        rule = rulebook.rules[row["rule"]]
        if rule.document:
            state = "missing" if row["verdict"] == "breached" else "cannot_tell"
        elif row["verdict"] == "breached" and "document_expired" in rule.breached.facts:
            state = "expired"
        else:
            continue
        if identity in documents and found.get((identity, project)) != "expired":
            found[identity, project] = state
    listed = [Wanted(documents[identity], project, state) for (identity, project), state in found.items()]
    yield from sorted(listed, key=lambda each: (_ORDER.index(each.document.requirement), each.document.id, each.project))


def _sheets(facts: Iterable[str]) -> Iterator[str]:
    """Name the tables whose absence a notice is about."""
    tables = dict.fromkeys(found[1] for name in facts if (found := _HAS_TABLE.fullmatch(name)))
    return (TABLES[key].sheet for key in tables if key in TABLES)


def _untold(rows: Iterable[Row], rulebook: Rulebook, words: Words) -> Iterator[tuple[str, int]]:
    """Count what could not be told by rule title; documents, of which there may be fifty, in one sum."""
    counted: dict[str, int] = {}
    documents = 0
    for row in rows:
        if row["verdict"] != "cannot_tell":
            continue
        if row["subject"] == "document":
            documents += 1
            continue
        title = rulebook.rules[row["rule"]].title.of(words.lang)
        counted[title] = counted.get(title, 0) + 1
    yield from counted.items()
    if documents:
        yield words("节能管理档案各项", "documents of the management file"), documents
