"""The main path: read → account → facts → verdicts → report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit import resources
from energy_audit.catalogue import both
from energy_audit.clock import Clock
from energy_audit.energy.account import open_account
from energy_audit.energy.problems import energy_problems
from energy_audit.energy.relations import relation_problems
from energy_audit.energy.report_years import of_possible_years, year_problems
from energy_audit.errors import NothingReadable, UsageError
from energy_audit.facts import Locator, derive_facts, identify_enterprises
from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.problem import in_language, joined
from energy_audit.filing.schema import KEYS
from energy_audit.progress import silent
from energy_audit.reference.lookup import laws
from energy_audit.reference.report_years import report_years
from energy_audit.reference.tables import load_reference
from energy_audit.report.explanations import explanations_of
from energy_audit.report.material import Material, Options
from energy_audit.rulebook.judge import judge
from energy_audit.rulebook.load import load_rulebook
from energy_audit.rulebook.standing import standing_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.filing.intake import Intake
    from energy_audit.progress import Progress
    from energy_audit.reference.tables import Reference
    from energy_audit.rulebook.judge import Judgement
    from energy_audit.rulebook.model import Rulebook


@dataclass(frozen=True)
class Inspection:
    """What was found, and the seconds each stage took."""

    material: Material
    clock: Clock


def open_rules(extra: Sequence[Path] = ()) -> tuple[Reference, Rulebook]:
    """Load the reference tables and the rule packs, shipped ones first.

    Args:
        extra: further rule folders; a pack there may add or replace rules, a table in a ``reference`` folder
            there takes the place of the shipped one.

    Raises:
        RulebookError, ReferenceTableError: with file and line.
    """
    shipped = resources.folder("rules")
    reference = load_reference(shipped, extra)
    rulebook = load_rulebook(shipped, extra, laws=laws(reference), documents=reference.documents)
    return reference, rulebook


def inspect(
    filings: Sequence[Path],
    options: Options,
    *,
    rules: Sequence[Path] = (),
    jobs: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Inspection:
    """Read filings and judge them.

    Args:
        filings: workbooks, table folders, folders or archives of any number of these.
        options: the day judged, basis, language.
        rules: further rule folders.
        jobs: processes for reading workbooks.
        progress: told (stage, done, total).
        cache: holds what earlier runs read from workbooks.

    Raises:
        NothingReadable: no enterprise-year could be read; says why each file was refused.
        RulebookError, ReferenceTableError: a rule folder is not as it must be.
    """
    clock = Clock()
    with clock.stage("rules"):
        reference, rulebook = open_rules(rules)
    with clock.stage("read"):
        intake = read_filings(filings, jobs=jobs, progress=progress, cache=cache)
    return judge_read(filings, intake, reference, rulebook, options, clock=clock, progress=progress)


def judge_read(
    filings: Sequence[Path],
    intake: Intake,
    reference: Reference,
    rulebook: Rulebook,
    options: Options,
    *,
    clock: Clock,
    progress: Progress = silent,
) -> Inspection:
    """Judge what was read from ``filings``, with the explanations that came with them.

    Raises:
        NothingReadable: there is no enterprise-year among them.
    """
    inspection = judge_intake(intake, reference, rulebook, options, clock=clock, progress=progress)
    material = inspection.material
    said = explanations_of(filings, material.intake, _findings(material.judgement))
    return Inspection(replace(material, explanations=said), clock)


def judge_intake(
    intake: Intake,
    reference: Reference,
    rulebook: Rulebook,
    options: Options,
    *,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Inspection:
    """Judge filings that have been read.

    Raises:
        NothingReadable: there is no enterprise-year among them.
        UsageError: the chosen grid region is none.
    """
    clock = clock or Clock()
    rulebook = standing_on(rulebook, options.as_of)
    identified = identify_enterprises(intake, reference)
    if identified.is_empty():
        raise NothingReadable(_why_nothing(intake))
    _refuse_unknown_region(options, reference)
    with clock.stage("account"):
        progress("account", 0, 3)
        account = open_account(
            intake,
            identified,
            reference,
            basis=options.basis,
            equal_factor=options.equal_factor,
            carbon=options.carbon,
        )
        progress("account", 1, 3)
        found = [intake.problems, energy_problems(account, intake)]
        progress("account", 2, 3)
        found.append(relation_problems(intake, identified, account, reference))
        years = report_years(reference, options.as_of)
        found.append(year_problems(intake, years, options.as_of))
        told = replace(intake, problems=of_possible_years(joined(found), years))
        progress("account", 3, 3)
    with clock.stage("judge"):
        facts = derive_facts(told, identified, account, reference, as_of=options.as_of, rules_as_of=options.rules_as_of)
        locator = Locator(told, identified, account.rows)
        judgement = judge(
            rulebook, facts, as_of=options.as_of, locator=locator, language=options.lang, progress=progress
        )
    return Inspection(Material(told, account, facts, judgement, rulebook, reference, locator, options), clock)


def _findings(judgement: Judgement) -> Iterator[dict[str, Any]]:
    """Give the findings row by row; they are made only if somebody reads them."""
    yield from judgement.findings.iter_rows(named=True)


def write_inspection(
    inspection: Inspection, out: Path, *, jobs: int = 1, progress: Progress = silent, cache: Cache | None = None
) -> Mapping[str, Sequence[str]]:
    """Write everything an inspection gives out, and return which characters could not be drawn; see ``publish``."""
    from energy_audit.report.publish import publish  # noqa: PLC0415 - whoever checks one filing draws nothing

    return publish(inspection.material, out, clock=inspection.clock, jobs=jobs, progress=progress, cache=cache)


def _refuse_unknown_region(options: Options, reference: Reference) -> None:
    region, known = options.carbon.grid_region, reference.grid_co2["region_zh"].unique(maintain_order=True)
    if region is not None and region not in known:
        raise UsageError(both("电网因子表里没有地区“{region}”。可用：{known}", region=region, known=", ".join(known)))


def _why_nothing(intake: Intake) -> str:
    """Say of the first refused files why none could be used, and of those read which cell does not say whose they are."""
    refused = [f"  {each.path}：{each.reason}" for each in intake.files if each.status == "refused"]
    more = f"\n  …另有 {len(refused) - 10} 个" if len(refused) > 10 else ""
    nothing = "  没有找到任何文件" if not intake.files else "  读到的文件里没有“表1 基本情况”的内容"
    of_nobody = intake.problems.filter(pl.col("column").is_in(KEYS), table="enterprise", severity="error").head(10)
    zh, en = ("\n".join(_told(in_language(of_nobody, language))) for language in ("zh", "en"))
    listed = "\n".join(filter(None, ("\n".join(refused[:10]) + more, zh))) or nothing
    return f"没有读到任何一个单位的申报（需要“表1 基本情况”）：\n{listed}\nNo filing could be read.\n{en}".rstrip()


def _told(problems: pl.DataFrame) -> Iterator[str]:
    for row in problems.iter_rows(named=True):
        yield f"  {row['file']} {row['sheet']}!{row['cell']}  {row['message']}"
