"""What a clerk must know before a filing is handed in, in the order to mend it: frozen data that screen, page and
annotated copy are drawn from.

Three parts, kept apart: what must be mended, what the inspector will look at, and what nobody can tell yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.facts.place import Place, places_of
from energy_audit.filing.schema import KEYS
from energy_audit.report.content.findings import cited_by
from energy_audit.report.content.laws import laws_of
from energy_audit.report.content.reports import EnterpriseReports
from energy_audit.report.explanations import explained, matter_of
from energy_audit.report.language import words as words_of
from energy_audit.report.selfcheck.item import Item, what_and_mend
from energy_audit.report.selfcheck.lacking_factors import lacking_factors
from energy_audit.report.selfcheck.problem_items import problem_items
from energy_audit.rulebook.also_told import without_also

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from energy_audit.catalogue import Language
    from energy_audit.report.content.model import EnterpriseReport, Untold
    from energy_audit.report.explanations import Explained, Explanation
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.rulebook.model import Rule

    Row = Mapping[str, Any]

MUST_MEND: Final = ("error", "violation")
LOOK_AT: Final = ("warning", "suspicion", "notice")

INDEX_SHEET: Final = "检查结果"
"""The sheet that ``annotate`` adds; a workbook that carries one is not reproached with it."""


@dataclass(frozen=True)
class Unit:
    """One enterprise-year of the filing: its totals in words, what cannot be told, and its inspection report."""

    name: str
    uscc: str
    report_year: int
    totals: tuple[str, ...]
    untold: tuple[Untold, ...]
    report: EnterpriseReport


@dataclass(frozen=True)
class SelfCheck:
    """A filing before it is handed in.

    Attributes:
        file: name of what was checked.
        must_mend: errors and violations, in the order to mend them.
        look_at: warnings, suspicions and notices.
        units: enterprise-years; none where nothing could be read.
        unknown_cells: cells whose absence leaves a verdict open.
        stray: explanations that name no finding.
        of_nobody: table 1 is there, and does not say whose filing of which year it is.
    """

    lang: Language
    file: str
    as_of: date
    must_mend: tuple[Item, ...]
    look_at: tuple[Item, ...]
    units: tuple[Unit, ...]
    unknown_cells: tuple[Place, ...] = ()
    stray: tuple[Explanation, ...] = ()
    of_nobody: bool = False

    @property
    def ready(self) -> bool:
        """No error and no violation is left; an explanation does not take one away."""
        return bool(self.units) and not self.must_mend

    @property
    def true_to_fact(self) -> bool:
        """Violations are all that is left: the filing itself is right and must not be bent to pass."""
        return bool(self.units and self.must_mend) and all(item.kind == "violation" for item in self.must_mend)

    @property
    def standing(self) -> Message:
        """Say in a word whether the filing may be handed in."""
        if self.true_to_fact:
            return Message("没有必须改正的填报错误，但有违法违规事项：能整改的先整改，一时改不了的照实填报")
        return Message("可以报送") if self.ready else Message("还不能报送")

    @property
    def unanswered(self) -> tuple[Item, ...]:
        """Warnings and suspicions that nobody has explained: no bar to handing in, but the inspector will ask."""
        return tuple(item for item in self.look_at if item.kind != "notice" and item.explained is None)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that has a place, in order."""
        return (*self.must_mend, *self.look_at)


def self_check(material: Material, file: str, explanations: Sequence[Explanation] = ()) -> SelfCheck:
    """Gather what the material of one filing says.

    Args:
        material: of one filing.
        file: how the clerk knows it.
        explanations: read from its workbook.
    """
    lang = material.options.lang
    words = words_of(lang)
    findings = list(material.judgement.findings.iter_rows(named=True))
    matters = (matter_of(problem) for problem in material.intake.problems.iter_rows(named=True))
    beside, stray = explained(explanations, [*findings, *filter(None, matters)])
    lacking = lacking_factors(material.account, material.intake)
    problems = problem_items(material.intake.problems, lang, beside, lacking)
    # a year that cannot be is an error of its cell, told as such with all others
    breached = (row for row in findings if row["verdict"] == "breached")
    first = material.rulebook.first
    found = [_finding(row, material, words, beside) for row in breached if not first or row["rule"] != first.code]
    reports = EnterpriseReports(material)
    owners = [(row["uscc"], row["report_year"]) for row in material.facts.frames["enterprise"].iter_rows(named=True)]
    return SelfCheck(
        lang=lang,
        file=file,
        as_of=material.options.as_of,
        must_mend=_of_kinds(MUST_MEND, problems, found),
        look_at=_of_kinds(LOOK_AT, problems, found),
        units=tuple(_unit(reports.build(*owner), material, owner, words) for owner in owners),
        unknown_cells=_unknown_cells(findings),
        stray=stray,
    )


def unread(problems: pl.DataFrame, file: str, lang: Language, as_of: date) -> SelfCheck:
    """Say what is wrong with a filing in which no enterprise-year could be read."""
    items = problem_items(problems, lang)
    of_nobody = not problems.filter(pl.col("column").is_in(KEYS), table="enterprise", severity="error").is_empty()
    must_mend, look_at = _of_kinds(MUST_MEND, items, []), _of_kinds(LOOK_AT, items, [])
    return SelfCheck(lang, file, as_of, must_mend, look_at, (), of_nobody=of_nobody)


def _finding(row: Row, material: Material, words: Words, beside: Mapping[str, Explained]) -> Item:
    rule = material.rulebook.rules[row["rule"]]
    what, _ = what_and_mend(without_also(row["message"], words.lang))
    own = Place(row["file"] or "", row["sheet"] or "", row["cell"] or "")
    rests = dict.fromkeys(place for place, _ in _evidence_cells(row) if place != own)
    return Item(
        kind=row["kind"],
        code=row["rule"],
        places=(own,),
        what=what,
        compared=_law(rule, row, words),
        mend=row["remedy"],
        rests_on=tuple(rests),
        subject_key=row["subject_key"] or "",
        finding_id=row["finding_id"],
        facts_digest=row["facts_digest"],
        explained=beside.get(row["finding_id"]),
    )


def _law(rule: Rule, row: Row, words: Words) -> str:
    laws = laws_of(cited_by(rule, [row]), words)
    return words("；").join(f"{law.instrument} {law.article}".strip() for law in laws)


def _evidence_cells(row: Row) -> Iterable[tuple[Place, Any]]:
    """Give each value's first cells: a total rests on half the sheet, and a sheet coloured all over says nothing."""
    for entry in json.loads(row["evidence"] or "{}").values():
        for place in places_of(entry)[:1]:
            yield replace(place, cell=place.cell.partition(",")[0]), entry["value"]


def _unknown_cells(findings: Iterable[Row]) -> tuple[Place, ...]:
    open_verdicts = [row for row in findings if row["verdict"] == "cannot_tell"]
    return tuple(
        dict.fromkeys(place for row in open_verdicts for place, value in _evidence_cells(row) if value is None)
    )


def _of_kinds(kinds: Sequence[str], *items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for kind in kinds for part in items for item in part if item.kind == kind)


def _unit(report: EnterpriseReport, material: Material, owner: tuple[str, int], words: Words) -> Unit:
    rows = material.facts.frames["enterprise"].rows_by_key(["uscc", "report_year"], named=True)
    (facts,) = rows[owner]
    return Unit(
        name=facts["enterprise_name"] or owner[0],
        uscc=owner[0],
        report_year=owner[1],
        totals=(
            words("综合能耗（当量值）{calorific}", calorific=_total(facts, "calorific", words)),
            words("综合能耗（等价值）{equal}", equal=_total(facts, "equal", words)),
            words("档次：{tier}", tier=_tier(facts, words)),
        ),
        untold=report.summary.untold,
        report=report,
    )


def _total(facts: Row, basis: str, words: Words) -> str:
    """Write a total with its unit; one of which nothing is known has none."""
    low, high = facts[f"tce_{basis}_low"], facts[f"tce_{basis}_high"]
    tonnes = words.interval(low, high)
    return tonnes if low is None and high is None else words("{tonnes} 吨标准煤", tonnes=tonnes)


def _tier(facts: Row, words: Words) -> str:
    """Name the tier; an open one with what it may be."""
    tier = words.tier(facts["tier"])
    if facts["tier"] is not None:
        return tier
    calorific, equal = facts["tier_calorific"], facts["tier_equal"]
    if calorific is not None and equal is not None and calorific != equal:
        return words(
            "{tier}（按当量值为{calorific}档，按等价值为{equal}档）", tier=tier, calorific=calorific, equal=equal
        )
    possible = (facts["tiers_possible"] or "").replace("/", words("、"))
    return words("{tier}（可能为{possible}档）", tier=tier, possible=possible) if possible else tier
