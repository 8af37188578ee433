"""One enterprise-year as the papers see it: who it is, what was found, what is still to be handed in."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from energy_audit.filing.schema import TABLES
from energy_audit.reference.year_day import end_of_year
from energy_audit.report.content.findings import group_findings
from energy_audit.report.papers.wanted import documents_wanted
from energy_audit.rulebook.also_told import without_also
from energy_audit.vocabulary.fact import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from energy_audit.reference.documents import Document
    from energy_audit.report.content.judged import Finding
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.report.papers.wanted import Wanted
    from energy_audit.rulebook.model import Citation, Rule, Rulebook

_HAS_TABLE: Final = re.compile(r"has_(\w+)_table")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ARCHIVE: Final = "archive_list_filed"


@dataclass(frozen=True)
class Unit:
    """The inspected unit; what was not filed is empty and becomes a blank."""

    uscc: str
    report_year: int
    name: str
    legal_representative: str = ""
    address: str = ""
    contact: str = ""
    of_no_year: bool = False
    """Its report year cannot be: no period is inspected, and nothing else could be told."""

    def period(self, words: Words) -> str:
        """Name the year inspected; a blank for the office where the one filed cannot be."""
        if self.of_no_year:
            return words("〔监察期间；申报所填年度为 {year}，不可能〕", year=self.report_year)
        return words.year(self.report_year)


@dataclass(frozen=True)
class Matter:
    """A breached rule with every instance of it, and the law that it rests on.

    Attributes:
        grounds: in force on the day judged, at high or medium confidence.
        then: in force on ``since`` at such confidence and no longer; an act is judged by the law of its day.
        since: the earliest day of an act among the evidence, of equipment in use the last day of the report year
            (what goes on is judged by the law of its last known day); None where there is no such day.
        to_compare: a number or list entry among its evidence is a transcription that is not sure.
    """

    rule: Rule
    finding: Finding
    grounds: tuple[Citation, ...]
    then: tuple[Citation, ...]
    since: dt.date | None
    to_compare: bool = False

    @property
    def rests_on_law_in_force(self) -> bool:
        """Has a ground in force on the day, at high or medium confidence."""
        return bool(self.grounds)

    @property
    def rests_on_drafts(self) -> bool:
        """Rests on nothing but drafts, which bind nobody yet."""
        return all(citation.legal_status == "draft" for citation in self.rule.citations)

    def is_younger_than_the_act(self, ground: Citation) -> bool:
        """Say whether a ground took effect only after ``since``."""
        begun = ground.effective_from
        return self.since is not None and begun is not None and begun > self.since


@dataclass(frozen=True)
class Input:
    """A file that was read, with its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Case:
    """Everything the papers of one enterprise-year are filled from.

    ``incomplete``: what one finding tells for others is not known, so that neither what is wanted nor what could not be
    told can be listed whole.
    """

    unit: Unit
    matters: tuple[Matter, ...]
    wanted: tuple[Wanted, ...]
    tables: tuple[str, ...]
    archive_list_wanted: bool
    untold: tuple[tuple[str, int], ...]
    inputs: tuple[Input, ...]
    rulebook: str
    as_of: dt.date
    incomplete: bool = False


def open_case(
    unit: Unit,
    rows: list[Row],
    *,
    rulebook: Rulebook,
    documents: Mapping[str, Document],
    inputs: tuple[Input, ...],
    as_of: dt.date,
    words: Words,
    incomplete: bool = False,
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
        incomplete: rows that another one tells for are missing.
    """
    if first := _breached_first(rows, rulebook):
        unit, rows = replace(unit, of_no_year=True), [row for row in rows if row["rule"] == first]
    doubtful = {row["rule"] for row in rows if _is_doubtful_violation(row)}
    rows = [row | {"message": without_also(row["message"] or "", words.lang)} for row in rows]
    groups = group_findings(rows, rulebook, words)
    days = _days_of_acts(rows, unit.report_year)
    unsure = {row["rule"] for row in rows if _rests_on_an_unsure_transcription(row, rulebook)}
    matters = tuple(
        replace(
            _matter(rulebook.rules[finding.rule], finding, as_of, days.get(finding.rule), doubtful),
            to_compare=finding.rule in unsure,
        )
        for group in groups
        for finding in (*group.findings, *group.documents)
    )
    facts = list(_not_filed(rows, rulebook))
    return Case(
        unit=unit,
        matters=matters,
        wanted=tuple(documents_wanted(rows, rulebook, documents)),
        tables=tuple(_sheets(facts)),
        archive_list_wanted=_ARCHIVE in facts,
        untold=tuple(_untold(rows, rulebook, words)),
        inputs=inputs,
        rulebook=rulebook.identity,
        as_of=as_of,
        incomplete=incomplete,
    )


def _breached_first(rows: list[Row], rulebook: Rulebook) -> str:
    """Return the code of the rule that all others wait for, where it is breached."""
    first = rulebook.first
    if first is None or not any(row["rule"] == first.code and row["verdict"] == "breached" for row in rows):
        return ""
    return first.code


def _matter(rule: Rule, finding: Finding, as_of: dt.date, since: dt.date | None, doubtful: Collection[str]) -> Matter:
    if rule.code in doubtful:
        return Matter(rule, finding, (), (), since)
    grounds = grounds_on(rule, as_of)
    if rule.governed_by and since is not None:  # law that began after the deed judges others
        grounds = tuple(each for each in grounds if each.effective_from is None or each.effective_from <= since)
    earlier = grounds_on(rule, since) if since is not None else ()
    return Matter(rule, finding, grounds, tuple(each for each in earlier if each not in grounds), since)


def _days_of_acts(rows: Iterable[Row], report_year: int) -> dict[str, dt.date]:
    """Find the day by whose law each breached rule is judged: the earliest among its evidence.

    Equipment is not held against the day it was made: it is used on, and the
    filing says so up to the last day of its year.
    """
    found: dict[str, dt.date] = {}
    for row in rows:
        if row["verdict"] != "breached":
            continue
        if row["subject"] == "equipment":
            found[row["rule"]] = end_of_year(report_year)
            continue
        for entry in json.loads(row["evidence"] or "{}").values():
            if entry["cell"] and isinstance(entry["value"], str) and _DAY.fullmatch(entry["value"]):
                day = dt.date.fromisoformat(entry["value"])
                found[row["rule"]] = min(day, found.get(row["rule"], day))
    return found


def grounds_on(rule: Rule, day: dt.date) -> tuple[Citation, ...]:
    """Return the law a rule rests on that is in force on a day, at high or medium confidence."""
    cited = (*rule.citations, *rule.editions)
    return tuple(citation for citation in cited if citation.confidence != "low" and _holds(citation, day))


def _holds(citation: Citation, day: dt.date) -> bool:
    """Say whether an article is in force on a day; one that has a successor still is until its last day."""
    if citation.effective_from is not None and day < citation.effective_from:
        return False
    if citation.effective_to is not None and citation.legal_status in {"in_force", "superseded"}:
        return day <= citation.effective_to
    return citation.legal_status == "in_force"


def _is_doubtful_violation(row: Row) -> bool:
    """Say whether a value of low confidence had a part in a violation: such a value informs, it never accuses."""
    return (row["kind"], row["verdict"], row["confidence"]) == ("violation", "breached", "low")


def _rests_on_an_unsure_transcription(row: Row, rulebook: Rulebook) -> bool:
    """Say whether the evidence of a breach states a confidence that is not high."""
    stated = (
        entry["value"]
        for name, entry in json.loads(row["evidence"] or "{}").items()
        if name in rulebook.vocabulary and rulebook.vocabulary[name].codes == CONFIDENCE
    )
    return row["verdict"] == "breached" and any(value not in {None, "high"} for value in stated)


def _not_filed(rows: Iterable[Row], rulebook: Rulebook) -> Iterator[str]:
    """Name the facts that notices turn on; not one that the evidence shows to be there: other parts brought that up."""
    for row in rows:
        rule = rulebook.rules[row["rule"]]
        if (rule.kind, row["verdict"]) == ("notice", "breached"):
            evidence = json.loads(row["evidence"] or "{}")
            yield from (name for name in rule.breached.facts if evidence.get(name, {}).get("value") is not True)


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
        yield words("节能管理档案各项"), documents
