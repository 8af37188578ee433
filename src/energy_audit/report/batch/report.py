"""The whole batch as frozen data: every figure, list and sentence of its pages is decided here.

``site``, ``summary`` and ``workbook`` draw a ``BatchReport`` and decide nothing, so
the pages cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.lookup import laws
from energy_audit.report.batch.annex import Annex, draw_up_annex
from energy_audit.report.batch.figures import Figure, Sums, key_figures, sums_of
from energy_audit.report.batch.focus import Matter, count_matters
from energy_audit.report.batch.outcome import (
    AuthorityCount,
    LawCount,
    ProblemCount,
    RefusedFile,
    RuleCount,
    count_authorities,
    count_laws,
    count_problems,
    count_rules,
    refused_files,
)
from energy_audit.report.batch.roster import call_roll
from energy_audit.report.batch.tallies import (
    FiledTable,
    Group,
    YearCoverage,
    by_division,
    by_prefecture,
    by_year,
    filed_tables,
    whole,
)
from energy_audit.report.batch.watch import TopConsumers, WatchList, top_consumers, top_emitters, watch_lists, watched
from energy_audit.report.content.waiting import waiting_for, whose
from energy_audit.report.language import words as words_of
from energy_audit.report.limits import Limit, state_limits, state_method
from energy_audit.report.tables.counts import counts_of_units
from energy_audit.report.tables.turnout import Turnout, of_a_year, turnout

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from energy_audit.catalogue import Language
    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

TARGET_LAW: Final = "COVER-GZ"
"""The article of the law table that states the policy's target."""
TARGET_YEAR: Final = 2027
"""The year that article names."""


@dataclass(frozen=True)
class Target:
    """What the policy wants by ``year`` of every key energy user; ``is_draft``: it is not adopted yet."""

    year: int
    text: str
    instrument: str
    article: str
    is_draft: bool


@dataclass(frozen=True)
class Slot:
    """A table that the authority fills: designation list, provincial catalogue, equal factors."""

    name: str
    meaning: str
    loaded: bool


@dataclass(frozen=True)
class Files:
    """Counts of the input files; every file found was read or refused."""

    found: int
    read: int
    refused: int


@dataclass(frozen=True, eq=False)
class BatchReport:
    """Everything the pages of a batch show.

    ``units`` are legal persons at their latest year; ``enterprise_years`` all
    rows of the roster; ``impossible_years`` are filed and can be none. ``pages`` are the relative paths that may be linked.
    """

    lang: Language
    as_of: dt.date
    rulebook: str
    files: Files
    years: tuple[int, ...]
    impossible_years: tuple[int, ...]
    enterprise_years: int
    total: Group
    sums: Sums
    waiting: str
    figures: tuple[Figure, ...]
    limits: tuple[Limit, ...]
    method: tuple[str, ...]
    prefectures: tuple[Group, ...]
    divisions: tuple[Group, ...]
    coverage: tuple[YearCoverage, ...]
    target: Target | None
    filed: tuple[FiledTable, ...]
    turnout: tuple[Turnout, ...]
    matters: tuple[Matter, ...]
    top: TopConsumers
    emitters: TopConsumers
    watch: tuple[WatchList, ...]
    rules: tuple[RuleCount, ...]
    laws: tuple[LawCount, ...]
    authorities: tuple[AuthorityCount, ...]
    problems: tuple[ProblemCount, ...]
    refused: tuple[RefusedFile, ...]
    annex: Annex
    slots: tuple[Slot, ...]
    pages: frozenset[str]
    roster: pl.DataFrame
    tables: BatchTables


def batch_report(material: Material, tables: BatchTables, pages: frozenset[str] = frozenset()) -> BatchReport:
    """Decide the pages of a batch.

    Args:
        material: what the run gave.
        tables: its written tables.
        pages: relative paths of what was or will be written beside the pages, such as ``enterprises/….html`` or
            ``summary.pdf``; nothing else is linked.
    """
    words = words_of(material.options.lang)
    roster = watched(call_roll(material, tables, pages, words), material.rulebook, words)
    units = roster.filter("latest")
    total = whole(units, words(Message("合计", "batch")))
    sums = sums_of(tables)
    waiting = whose(waiting_for(material, words), words)
    slots = _slots(material.reference, words)
    unloaded = tuple(slot.meaning for slot in slots if not slot.loaded)
    refused = refused_files(material, tables)
    files = Files(len(material.intake.files), len(material.intake.files) - len(refused), len(refused))
    target = _target(material.reference, words)
    counted_laws = count_laws(material, tables, words)
    turned_out = turnout(roster, material.reference, words)
    dated = roster.filter(of_a_year())
    years, filed = (tuple(rows["report_year"].drop_nulls().unique().sort()) for rows in (dated, roster))
    return BatchReport(
        lang=material.options.lang,
        as_of=material.options.as_of,
        rulebook=material.rulebook.identity,
        files=files,
        years=years,
        impossible_years=tuple(year for year in filed if year not in years),
        enterprise_years=roster.height,
        total=total,
        sums=sums,
        waiting=waiting,
        figures=key_figures(total, sums, waiting, roster.height, years, words),
        limits=state_limits(
            units=units,
            of_no_year=roster.height - dated.height,
            refused=files.refused,
            absent=tuple((each.year, len(each.absent)) for each in turned_out if each.absent),
            errors=sums.errors,
            cannot_tell=sums.cannot_tell,
            of_no_enterprise=counts_of_units(material.judgement.tally(), material.facts.frames["enterprise"])[1],
            unloaded=unloaded,
            target_is_draft=target is not None and target.is_draft,
            rules_as_of=material.options.rules_as_of,
            words=words,
        ),
        method=state_method(tuple(slot.meaning for slot in slots if slot.loaded), unloaded, words),
        prefectures=by_prefecture(units, material.reference, words),
        divisions=by_division(units),
        coverage=by_year(roster),
        target=target,
        filed=filed_tables(units, words),
        turnout=turned_out,
        matters=count_matters(material, tables, words),
        top=top_consumers(units),
        emitters=top_emitters(units),
        watch=watch_lists(units, material.rulebook, words),
        rules=count_rules(material, tables, words),
        laws=counted_laws,
        authorities=count_authorities(tables),
        problems=count_problems(tables),
        refused=refused,
        annex=draw_up_annex(units, tables, material.rulebook, counted_laws, words),
        slots=slots,
        pages=pages,
        roster=roster,
        tables=tables,
    )


def _slots(reference: Reference, words: Words) -> tuple[Slot, ...]:
    english = {
        "designated_units": "designated key energy users",
        "guizhou_two_high_catalogue": "provincial two-high catalogue",
        "equal_factors": "equal factors of electricity",
    }
    return tuple(
        Slot(
            name=schema.name,
            meaning=words.pick(schema.meaning_zh.removesuffix("（待导入）"), english.get(schema.name, schema.name)),
            loaded=not getattr(reference, schema.name).is_empty(),
        )
        for schema in SCHEMAS.values()
        if schema.slot
    )


def _target(reference: Reference, words: Words) -> Target | None:
    law = laws(reference).get(TARGET_LAW)
    if law is None:
        return None
    return Target(
        year=TARGET_YEAR,
        text=words.pick(law.duty_zh or "", law.duty_en or ""),
        instrument=words.pick(law.instrument_zh, law.instrument_en),
        article=words.article(law.article),
        is_draft=law.legal_status == "draft",
    )
