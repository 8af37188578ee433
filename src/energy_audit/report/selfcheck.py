"""What a clerk must know before a filing is handed in, in the order to mend it: frozen data that screen, page and
annotated copy are drawn from.

Three parts, kept apart: what must be mended, what the inspector will look at, and what nobody can tell yet.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from energy_audit.facts.place import Place
from energy_audit.filing.problem import in_language
from energy_audit.filing.schema import TABLES
from energy_audit.report.content.laws import laws_of
from energy_audit.report.content.reports import EnterpriseReports
from energy_audit.report.explanations import explained, matter_of
from energy_audit.report.language import words as words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import polars as pl

    from energy_audit.report.content.model import EnterpriseReport, Untold
    from energy_audit.report.explanations import Explained, Explanation
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.rulebook.model import Language, Rule

    Row = Mapping[str, Any]

Kind = Literal["error", "violation", "warning", "suspicion", "notice"]
MUST_MEND: Final = ("error", "violation")
LOOK_AT: Final = ("warning", "suspicion", "notice")

INDEX_SHEET: Final = "检查结果"
"""The sheet that ``annotate`` adds; a workbook that carries one is not reproached with it."""

_FILES: Final = frozenset({"not-found", "unreadable-file", "corrupt-file", "encrypted-file", "empty-file", "no-table",
    "too-large", "unsafe-xml", "unknown-encoding", "unsupported-file", "wrong-extension"})  # fmt: skip
_TABLES: Final = frozenset({"missing-table", "ambiguous-table", "no-header", "missing-column", "ambiguous-column",
    "repeated-column", "wrong-unit", "double-filing", "no-enterprise-row", "orphan-row"})  # fmt: skip
_CELLS: Final = frozenset({"unreadable-number", "unreadable-integer", "unreadable-date", "incomplete-date",
    "unreadable-boolean", "number-too-large", "not-in-list", "out-of-range", "bad-format", "error-cell",
    "formula-without-value", "required-missing", "merged-number", "bad-credit-code", "digits-lost"})  # fmt: skip
"""Mended in this order: the file, its tables, single cells; then what disagrees, which often follows from these."""

_SIGNS: Final = {"；Δ ": "；相差 ", "合计 total Δ ": "使合计相差 ", "；Σ ": "；合计 ", "> Σ": "> 合计", "≠ Σ": "≠ 合计",
    " tce": " 吨标准煤"}  # fmt: skip

_SAVED_UNFINISHED: Final = frozenset({"formula-without-value"})
"""One cause, one remedy, however many cells: the workbook was saved by a program that does not calculate."""

_LACKING: Final = {
    "required-missing": ("{n} 个必填的格子还空着：{names}。", "{n} required cells are blank: {names}.", "请补填。", "Fill them in."),
    "missing-column": ("缺少 {n} 个必填栏目：{names}。", "{n} required columns are missing: {names}.", "请补上这些列。", "Add them."),
}  # fmt: skip
"""What a form not filled in lacks is one thing to do, however many cells."""

_WORKED_OUT: Final = frozenset({"reported_tce_calorific", "reported_tce_equal"})
"""Totals that the blank workbook works out itself; left blank, the reason lies in another table."""

_SAME_CAUSE: Final = ("severity", "file", "code")
_SAME_LACK: Final = ("severity", "file", "sheet", "table", "code")
_SAME_WORDS: Final = ("severity", "file", "sheet", "table", "column", "code", "message")

_COLUMN_AND_ROW = re.compile(r"^([A-Z]+)(\d+)")
_SENTENCE = re.compile(r"(?<=[。])|(?<=[.])\s+(?=[A-Z])")


@dataclass(frozen=True)
class Item:
    """One thing to mend or to look at, at one or more cells.

    Attributes:
        kind: problem severity, or kind of the rule.
        code: of the problem or the rule.
        places: cells, the first leads.
        what: what is wrong.
        compared: what it was compared with; empty where nothing was.
        mend: what to do.
        rests_on: further cells that the finding rests on.
        finding_id: of the finding; empty for problems.
        subject_key, facts_digest: by which an explanation speaks to it; empty where it can only be mended.
        explained: what the unit says to it.
        at: what is wrong at a single cell, where ``what`` speaks of several.
    """

    kind: Kind
    code: str
    places: tuple[Place, ...]
    what: str
    compared: str
    mend: str
    rests_on: tuple[Place, ...] = ()
    subject_key: str = ""
    finding_id: str = ""
    facts_digest: str = ""
    explained: Explained | None = None
    at: Mapping[Place, str] = field(default_factory=dict)


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
    """

    lang: Language
    file: str
    as_of: date
    must_mend: tuple[Item, ...]
    look_at: tuple[Item, ...]
    units: tuple[Unit, ...]
    unknown_cells: tuple[Place, ...] = ()
    stray: tuple[Explanation, ...] = ()

    @property
    def ready(self) -> bool:
        """No error and no violation is left; an explanation does not take one away."""
        return bool(self.units) and not self.must_mend

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
    problems = problem_items(material.intake.problems, lang, beside)
    found = [_finding(row, material, words, beside) for row in findings if row["verdict"] == "breached"]
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
    return SelfCheck(lang, file, as_of, _of_kinds(MUST_MEND, items, []), _of_kinds(LOOK_AT, items, []), ())


def problem_items(problems: pl.DataFrame, lang: Language, beside: Mapping[str, Explained] | None = None) -> list[Item]:
    """Return problems as items; the same said of several cells of a column is one item.

    Args:
        problems: as the intake holds them.
        lang: the language.
        beside: by id, what the unit says to a warning.
    """
    rows = [row for row in in_language(problems, lang).iter_rows(named=True) if not _is_our_sheet(row)]
    rows.sort(key=_order)
    gathered: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        gathered[_sameness(row)].append(row)
    return [_problem(same, beside or {}, lang) for same in gathered.values()]


def _sameness(row: Row) -> tuple[Any, ...]:
    """Give what problems share that are said as one."""
    same: tuple[str, ...]
    if row["code"] in _SAVED_UNFINISHED:
        same = _SAME_CAUSE
    elif row["code"] in _LACKING and not row["detail"] and row["column"] not in _WORKED_OUT:
        same = _SAME_LACK
    else:
        same = _SAME_WORDS
    return tuple(row[key] for key in same)


def _is_our_sheet(row: Row) -> bool:
    return bool(row["code"] == "unused-sheet" and row["value"] == INDEX_SHEET)


def _order(row: Row) -> tuple[Any, ...]:
    stage = next((place for place, codes in enumerate((_FILES, _TABLES, _CELLS)) if row["code"] in codes), 3)
    tables = list(TABLES)
    table = tables.index(row["table"]) if row["table"] in tables else len(tables)
    return (stage, table, row["file"] or "", row["sheet"] or "", *_row_then_column(row["cell"] or ""))


def _row_then_column(cell: str) -> tuple[int, int, str]:
    found = _COLUMN_AND_ROW.match(cell)
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, cell)


def _problem(rows: list[Row], beside: Mapping[str, Explained], lang: Language) -> Item:
    first = rows[0]
    matter = matter_of(first) or {}
    what, mend = _what_and_mend(first["message"])
    columns = list(dict.fromkeys(row["column"] for row in rows))
    at: dict[Place, str] = {}
    if first["code"] in _LACKING and len(columns) > 1:
        if len({_place(row) for row in rows}) == len(rows):
            at = {_place(row): _what_and_mend(row["message"])[0] for row in rows}
        what, mend = _lacking(first, columns, len(rows), lang)
    elif first["code"] == "required-missing" and first["column"] in _WORKED_OUT:
        mend = words_of(lang)(
            "模板里这一格由表2 自动得出，空着是因为表2 有用量的行缺折标系数：请补“采用折标系数”"
            "（等价值还要电力、热力的“等价折标系数”）；没有公布系数的，直接填统计报表上的数。",
            "The blank workbook works this out from table 2; it stays blank while a row that is used has no factor."
            " Give the factors, or enter the figure of the statistical return.",
        )
    detail = first["detail"] or ""
    # a comparison (F7 … ≠ …) reads better on a line of its own
    compared = detail if any(sign in detail for sign in ("≠", " > ", " < ")) else ""
    if compared:
        what = what.replace(f"：{detail}", "").replace(f": {detail}", "")
    return Item(
        kind="error" if first["severity"] == "error" else "warning",
        code=first["code"],
        places=tuple(dict.fromkeys(_place(row) for row in rows)),
        at=at,
        what=_in_words(what, lang),
        compared=_in_words(compared, lang),
        mend=mend,
        subject_key=matter.get("subject_key", ""),
        facts_digest=matter.get("facts_digest", ""),
        explained=beside.get(matter.get("finding_id", "")),
    )


def _place(row: Row) -> Place:
    return Place(row["file"] or "", row["sheet"] or "", row["cell"] or "")


def _lacking(row: Row, columns: Sequence[str], count: int, lang: Language) -> tuple[str, str]:
    """Say at once what a sheet lacks, and what to do."""
    table = TABLES[row["table"]]
    words = words_of(lang)
    zh, en, mend_zh, mend_en = _LACKING[row["code"]]
    names = words.join([table.column(column).name_zh for column in columns])
    told = {"n": count, "names": names}
    return words(zh.format(**told), en.format(**told)), words(mend_zh, mend_en)


def _in_words(text: str, lang: Language) -> str:
    """Say the signs of a comparison as a clerk does; the data files keep the signs, which read in any language."""
    if lang == "zh":
        for sign, word in _SIGNS.items():
            text = text.replace(sign, word)
    return text


def _what_and_mend(message: str) -> tuple[str, str]:
    """Divide a message into what is wrong and what to do: its last sentences, from the first that asks."""
    sentences = [sentence for sentence in _SENTENCE.split(message) if sentence.strip()]
    start = next((index for index, sentence in enumerate(sentences) if index and sentence.startswith("请")), None)
    if start is None:
        start = len(sentences) - 1 if len(sentences) > 1 else len(sentences)
    return "".join(sentences[:start]).strip(), "".join(sentences[start:]).strip()


def _finding(row: Row, material: Material, words: Words, beside: Mapping[str, Explained]) -> Item:
    rule = material.rulebook.rules[row["rule"]]
    what, _ = _what_and_mend(row["message"])
    own = Place(row["file"] or "", row["sheet"] or "", row["cell"] or "")
    rests = dict.fromkeys(place for place, _ in _evidence_cells(row) if place != own)
    return Item(
        kind=row["kind"],
        code=row["rule"],
        places=(own,),
        what=what,
        compared=_law(rule, words),
        mend=row["remedy"],
        rests_on=tuple(rests),
        subject_key=row["subject_key"] or "",
        finding_id=row["finding_id"],
        facts_digest=row["facts_digest"],
        explained=beside.get(row["finding_id"]),
    )


def _law(rule: Rule, words: Words) -> str:
    laws = laws_of(rule.citations, words)
    return words("；", "; ").join(f"{law.instrument} {law.article}".strip() for law in laws)


def _evidence_cells(row: Row) -> Iterable[tuple[Place, Any]]:
    for entry in json.loads(row["evidence"] or "{}").values():
        if entry["cell"]:
            yield Place(entry["file"], entry["sheet"], entry["cell"]), entry["value"]


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
    calorific = words.interval(facts["tce_calorific_low"], facts["tce_calorific_high"])
    equal = words.interval(facts["tce_equal_low"], facts["tce_equal_high"])
    return Unit(
        name=facts["enterprise_name"] or owner[0],
        uscc=owner[0],
        report_year=owner[1],
        totals=(
            words(f"综合能耗（当量值）{calorific} 吨标准煤", f"Energy (calorific): {calorific} tce"),
            words(f"综合能耗（等价值）{equal} 吨标准煤", f"Energy (equal value): {equal} tce"),
            words(f"档次：{words.tier(facts['tier'])}", f"Tier: {words.tier(facts['tier'])}"),
        ),
        untold=report.summary.untold,
        report=report,
    )


def places_said(places: Sequence[Place], words: Words, most: int = 3) -> str:
    """Write where: the sheet once, then the cells; a long list is counted."""
    first = places[0]
    sheet = first.sheet or first.file
    cells = [place.cell for place in places if place.cell]
    if not cells:
        return sheet
    shown = words("、", ", ").join(cells[:most])
    more = words(f"等 {len(cells)} 处", f" and {len(cells) - most} more") if len(cells) > most else ""
    return f"{sheet}!{shown}{more}" if sheet else f"{shown}{more}"
