"""The fixed wording of the papers, what each may take up and who receives a referral: ``rules/reference/papers.toml``."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - resolved at run time, where the TOML values are typed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.tables import shown_as
from energy_audit.reference.toml_records import line_of_each, parse_toml, records
from energy_audit.report.papers.line import FIELD, Line, Piece, fill
from energy_audit.rulebook.model import AUTHORITIES, FIRST_STEPS, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.catalogue import Language
    from energy_audit.reference.tables import Reference
    from energy_audit.reference.toml_records import TomlFile

FILE: Final = "papers"
_WHOSE: Final = ("own", "other", "any")
_SERVED: Final = ("enterprise", "authority", "")


@dataclass(frozen=True)
class Taking:
    """What a paper takes up: findings of a kind, by their first step and by whose business they are."""

    kind: str
    first_steps: tuple[str, ...]
    authority: str


@dataclass(frozen=True)
class Paper:
    """A paper: its name, whom it is served on, what it takes up and on what ground.

    Attributes:
        served_on: enterprise, authority, or empty for papers that stay in the file.
        needs_law_in_force: a violation stands in it only on law in force at high or medium confidence.
        leaves_out: codes of rules whose next step is not the addressee's: the office's own, or the rulebook's.
        only_exact: kinds of which it takes up no rule that may report too much.
    """

    id: str
    name_zh: str
    name_en: str
    served_on: str
    needs_law_in_force: bool
    takes: tuple[Taking, ...]
    law: tuple[str, ...]
    citation: str
    confidence: str
    legal_status: str
    last_checked: dt.date
    deadline_zh: str
    deadline_en: str
    source: str = ""
    note: str = ""
    only_exact: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """Return its title."""
        return self.name_zh if language == "zh" else self.name_en

    def deadline(self, language: Language) -> str:
        """Return by when the law wants it."""
        return self.deadline_zh if language == "zh" else self.deadline_en


@dataclass(frozen=True)
class Passage:
    """A passage of fixed wording, with the ground it stands on."""

    id: str
    zh: str
    en: str
    citation: str
    confidence: str
    legal_status: str
    last_checked: dt.date
    law: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Say whether the ground it stands on is in force on a day."""
        started = self.effective_from is None or self.effective_from <= day
        return started and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class Recipient:
    """Who receives a referral to an authority, and why it is their business."""

    id: str
    zh: str
    en: str
    duty_zh: str
    duty_en: str
    law: tuple[str, ...]
    citation: str
    confidence: str
    legal_status: str
    last_checked: dt.date
    source: str = ""
    note: str = ""


_Named = TypeVar("_Named", Paper, Passage, Recipient)


@dataclass(frozen=True)
class Wording:
    """All of ``papers.toml``, spoken in one language on one day."""

    papers: Mapping[str, Paper]
    passages: Mapping[str, Passage]
    recipients: Mapping[str, Recipient]
    language: Language
    as_of: dt.date

    def say(self, passage_id: str, /, **values: str | Line) -> tuple[Line, ...]:
        """Return a passage, filled, line by line.

        Nothing where its ground is not in force on the day. A passage of low
        confidence becomes one blank: the office must check it before it is said.
        """
        passage = self.passages[passage_id]
        if not passage.holds_on(self.as_of):
            return ()
        lines = fill(passage.zh if self.language == "zh" else passage.en, values)
        if passage.confidence != "low":
            return lines
        return tuple((Piece("〔" + "".join(piece.text for piece in line) + "〕", blank=True),) for line in lines)

    def line(self, passage_id: str, /, **values: str | Line) -> Line:
        """Return a passage of one line; an empty line where its ground is not in force on the day."""
        return next(iter(self.say(passage_id, **values)), ())

    def recipient(self, authority: str) -> Line:
        """Return the addressee of a referral."""
        chosen = self.recipients[authority]
        return fill(chosen.zh if self.language == "zh" else chosen.en, {})[0]

    def duty(self, authority: str) -> str:
        """Say why a referral goes there."""
        chosen = self.recipients[authority]
        return chosen.duty_zh if self.language == "zh" else chosen.duty_en


def read_wording(reference: Reference, language: Language, as_of: dt.date) -> Wording:
    """Read ``papers.toml`` of the reference folder.

    Raises:
        ReferenceTableError: a record is not as it must be, names law that is not in the law table, or a text
            has other fields in one language than in the other; names file and line.
    """
    path = reference.path_of(FILE)
    file = parse_toml(path, shown_as(path))
    papers, passages = records(file, "paper", Paper), records(file, "passage", Passage)
    recipients = records(file, "recipient", Recipient)
    known = set(reference.law["id"])
    _check_law(file, "paper", [paper.law for paper in papers], known)
    _check_law(file, "passage", [passage.law for passage in passages], known)
    _check_law(file, "recipient", [recipient.law for recipient in recipients], known)
    _check_papers(file, papers)
    _check_passages(file, passages)
    if missing := sorted(set(AUTHORITIES) - {each.id for each in recipients}):
        raise ReferenceTableError(
            file.shown, 0, both("缺少移送对象 {missing} 的 [[recipient]]。", missing=", ".join(missing))
        )
    return Wording(_by_id(papers), _by_id(passages), _by_id(recipients), language, as_of)


def _by_id(found: tuple[_Named, ...]) -> dict[str, _Named]:
    return {each.id: each for each in found}


def _check_law(file: TomlFile, head: str, cited: list[tuple[str, ...]], known: set[str]) -> None:
    for ids, line in zip(cited, line_of_each(file, head), strict=True):
        if unknown := sorted(set(ids) - known):
            raise ReferenceTableError(
                file.shown, line, both("法条编号 {unknown} 不在 law.csv 中。", unknown=", ".join(unknown))
            )


def _check_papers(file: TomlFile, papers: tuple[Paper, ...]) -> None:
    for paper, line in zip(papers, line_of_each(file, "paper"), strict=True):
        unknown = {taking.kind for taking in paper.takes} - set(KINDS)
        unknown |= {step for taking in paper.takes for step in taking.first_steps} - set(FIRST_STEPS)
        unknown |= {taking.authority for taking in paper.takes} - set(_WHOSE)
        unknown |= {paper.served_on} - set(_SERVED)
        unknown |= set(paper.only_exact) - set(KINDS)
        if unknown:
            raise ReferenceTableError(
                file.shown, line, both("不认识的取值 {unknown}。", unknown=", ".join(sorted(unknown)))
            )


def _check_passages(file: TomlFile, passages: tuple[Passage, ...]) -> None:
    for passage, line in zip(passages, line_of_each(file, "passage"), strict=True):
        if set(FIELD.findall(passage.zh)) != set(FIELD.findall(passage.en)):
            raise ReferenceTableError(file.shown, line, both("{id} 的中英文所填字段不同。", id=passage.id))
