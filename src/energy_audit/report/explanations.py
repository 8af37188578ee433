"""Correct or explain: what a unit says to a finding, on a sheet of its own in its workbook.

An explanation names the rule and the subject, and carries the digest of the facts it was written for. It is shown
beside the finding and never hides it; once the facts change it no longer speaks to them, and that is said. Warnings that
figures disagree, or are unusual, may be right as filed like a finding, and are explained in the same way: by their code and
cell.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import unmarked
from energy_audit.filing.problems.sources import letter
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.workbook import grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from energy_audit.filing.files.discovery import Handed
    from energy_audit.filing.intake import Intake
    from energy_audit.report.language import Words

SHEET: Final = "情况说明"
RULE, SUBJECT, TEXT, NAME, DAY, DIGEST = "规则编号", "对象", "情况说明", "填写人", "填写日期", "事实摘要"
HEADINGS: Final = (RULE, SUBJECT, TEXT, NAME, DAY, DIGEST)
HEADING_ROW: Final = 3
HINT: Final = "规则编号、对象、事实摘要照“检查结果”抄写；已检查的副本里这几格已经填好，只需写说明。说明与该项并列显示，不免除整改。"
LEAST_DIGEST: Final = 8
"""So many characters of the digest are enough to know the facts by."""

_READING: Final = frozenset(kind.code for kind in FilingProblem)
"""What could not be read as it stands is mended, not explained."""

Standing = Literal["current", "lapsed", "unbound", "unmatched"]


@dataclass(frozen=True)
class Explanation:
    """One row of the sheet; ``cell`` is where its text stands. Without a rule it is about nothing that can be found."""

    rule: str
    subject_key: str
    text: str
    name: str
    day: str
    digest: str
    cell: str


@dataclass(frozen=True)
class Explained:
    """An explanation beside the finding it names.

    ``standing``: current - written for these facts; lapsed - the facts have changed since; unbound - it does not say
    for which facts it was written; unmatched - there is no such finding (any more).
    """

    explanation: Explanation
    standing: Standing


def read_explanations(path: Path) -> tuple[Explanation, ...]:
    """Read what a filing explains: the sheet of its workbook, or of each workbook of a folder or an archive.

    A file without the sheet, or that is no workbook, explains nothing. Never raises for content.
    """
    return tuple(each for handed in handed_in([path]) for each in _said_in(handed))


def _said_in(handed: Handed) -> tuple[Explanation, ...]:
    suffix = PurePosixPath(handed.path).suffix.lower()
    if handed.refusal or suffix not in {".xlsx", ".xlsm", ".xls"}:
        return ()
    try:
        sheets = grids(handed.read(), xml=suffix != ".xls")
    except Refused:
        return ()
    texts: Sequence[Sequence[str]] = next((grid.texts for grid in sheets if grid.name.strip() == SHEET), ())
    top = next((index for index, row in enumerate(texts) if {RULE, TEXT} <= {text.strip() for text in row}), None)
    if top is None:
        return ()
    places = {text.strip(): place for place, text in enumerate(texts[top]) if text.strip() in HEADINGS}
    found = []
    for index, row in enumerate(texts[top + 1 :], start=top + 2):
        said = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        if said.get(TEXT):
            found.append(
                Explanation(
                    rule=said.get(RULE, "").upper(),
                    subject_key=said.get(SUBJECT, ""),
                    text=said[TEXT],
                    name=said.get(NAME, ""),
                    day=said.get(DAY, ""),
                    digest=said.get(DIGEST, "").lower(),
                    cell=f"{letter(places[TEXT])}{index}",
                )
            )
    return tuple(found)


def explained(
    explanations: Iterable[Explanation], findings: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, Explained], tuple[Explanation, ...]]:
    """Put explanations beside findings.

    Args:
        explanations: as read.
        findings: rows with ``finding_id``, ``rule``, ``subject_key``, ``facts_digest``.

    Returns:
        By finding_id what was said; and explanations that name no finding. Of two for one finding the current one
        speaks, else the later.
    """
    rows = list(findings)
    beside: dict[str, Explained] = {}
    unmatched = []
    for each in explanations:
        matches = [
            row for row in rows if row["rule"].upper() == each.rule and (row["subject_key"] or "") == each.subject_key
        ]
        if not matches:
            unmatched.append(each)
        for row in matches:
            standing = _standing(each.digest, row["facts_digest"])
            earlier = beside.get(row["finding_id"])
            if earlier is None or earlier.standing != "current":
                beside[row["finding_id"]] = Explained(each, standing)
    return beside, tuple(unmatched)


def matter_of(problem: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what an explanation must name to speak to a problem, as for a finding; None where there is nothing to explain.

    The values are those of the message in Chinese, which tells both figures with their cells.
    """
    if problem["severity"] != "warning" or problem["code"] in _READING:
        return None
    subject = "!".join(part for part in (problem["sheet"], problem["cell"]) if part)
    told = f"{problem['code']}|{problem['value']}|{unmarked(problem['detail'], 'zh')}"
    return {
        "finding_id": f"{problem['code']}|{problem['uscc']}|{problem['report_year']}|{subject}",
        "rule": problem["code"],
        "subject_key": subject,
        "facts_digest": hashlib.sha256(told.encode()).hexdigest()[:16],
        "uscc": problem["uscc"],
        "report_year": problem["report_year"],
    }


def _standing(digest: str, facts: str) -> Standing:
    if not digest:
        return "unbound"
    return "current" if len(digest) >= LEAST_DIGEST and facts.startswith(digest) else "lapsed"


def explained_said(explained: Explained | None, words: Words) -> str:
    """Write an explanation with how it stands; one that has lapsed says so first."""
    if explained is None:
        return ""
    own = explained.explanation
    signed = " ".join(part for part in (own.name, own.day) if part)
    said = f"{own.text}（{signed}）" if signed else own.text
    standing = {
        "current": "",
        "lapsed": words("【说明已失效：所依据的数据变了，请重新说明】"),
        "unbound": words("【没有填事实摘要，无法确认是否针对现在的数据】"),
        "unmatched": "",
    }[explained.standing]
    return f"{standing}{said}"


def stray_said(stray: Explanation, words: Words) -> str:
    """Say why an explanation is shown beside nothing."""
    if not stray.rule:
        return words(
            "情况说明 {cell} 没有写规则编号，看不出说明的是哪一项，监察报告不会显示。请照“检查结果”补上规则编号、对象和事实摘要。",
            cell=stray.cell,
        )
    about = f"{stray.rule} {stray.subject_key}".rstrip()
    return words("情况说明 {cell} 写的是 {about}，现在没有这一项，说明不再需要。", cell=stray.cell, about=about)


def explanations_of(
    filings: Sequence[Path], intake: Intake, findings: Iterable[Mapping[str, Any]]
) -> dict[str, Explained]:
    """Read the explanations that came with a batch and put each beside its own unit's findings.

    Only workbooks that hold the sheet are opened again.

    Args:
        filings: the paths that were read.
        intake: what was read from them.
        findings: rows with uscc, report_year, rule, subject_key, finding_id, facts_digest.

    Returns:
        By finding_id what the unit said.
    """
    holders = set(intake.unused.filter(intake.unused["sheet"].str.strip_chars() == SHEET)["file"])
    if not holders:
        return {}
    units = intake.tables["enterprise"].join(intake.sources, on="source").select("file", "uscc", "report_year").rows()
    own: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for file, uscc, year in units:
        own[file].add((uscc, year))
    explaining = set().union(*(own[file] for file in holders))
    rows: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    problems = intake.problems.filter(intake.problems["uscc"].is_in({uscc for uscc, _ in explaining}))
    matters = (matter for problem in problems.iter_rows(named=True) if (matter := matter_of(problem)))
    for row in chain(findings, matters):
        if (unit := (row["uscc"], row["report_year"])) in explaining:
            rows[unit].append(row)
    beside: dict[str, Explained] = {}
    for handed in handed_in(filings):
        if handed.path in holders:
            mine = (row for unit in own[handed.path] for row in rows[unit])
            beside |= explained(_said_in(handed), mine)[0]
    return beside
