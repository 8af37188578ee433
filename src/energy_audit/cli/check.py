"""``energy-audit check``: one filing, before it is submitted, said for the clerk who filled it in."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from energy_audit.cli.echo import echo
from energy_audit.cli.options import (
    EXISTING,
    FOLDER,
    as_of_option,
    basis_option,
    equal_factor_option,
    lang_option,
    rules_option,
    today,
)

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from energy_audit.inspection import Inspection
    from energy_audit.report.material import Options
    from energy_audit.report.selfcheck.annotate import Annotated
    from energy_audit.report.selfcheck.content import SelfCheck


EXAMPLES = """\b
例 / examples:
  energy-audit check 申报表.xlsx
  energy-audit check 申报表.xlsx --set "表2 能源消费结构!K12=1200"
"""


@click.command("check", epilog=EXAMPLES)
@click.argument("filing", metavar="申报表.xlsx", type=EXISTING)
@as_of_option
@basis_option
@equal_factor_option
@rules_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出形式 / form"
)
@click.option(
    "--annotate",
    "annotate_to",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="标了颜色和批注的副本写到哪里，默认在旁边生成“….已检查.xlsx” / where the marked copy goes",
)
@click.option("--no-annotate", is_flag=True, help="不生成副本 / no marked copy")
@click.option("--report", type=FOLDER, help="另出自查报告（网页和 PDF）到此文件夹 / folder for the self-check report")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="'工作表!F12=值'",
    help="试改一格看结果会怎样，可多次，不动原件 / try a change",
)
def command(
    filing: Path,
    as_of: date | None,
    basis: str | None,
    equal_factor: Decimal | None,
    rules: tuple[Path, ...],
    lang: str,
    form: str,
    annotate_to: Path | None,
    no_annotate: bool,
    report: Path | None,
    changes: tuple[str, ...],
) -> int:
    """报送前自查一份申报：哪个单元格有错、怎样改、监察人员会看什么。原件不会被改动。

    Check one filing before it is submitted: which cell is wrong, how to mend it, what an inspector will look at.
    """
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.check_screen import Screen
    from energy_audit.cli.check_trial import change_of, try_changes
    from energy_audit.report.language import words
    from energy_audit.report.material import Options

    options = Options(as_of or today(), basis, equal_factor, lang, frozenset({"data"}))  # type: ignore[arg-type]  # click checked the words
    wanted = [change_of(change) for change in changes]
    check, inspection = _checked(filing, options, rules)
    screen = Screen(words(options.lang))
    if wanted:
        judge = partial(_judged, options=options, rules=rules)
        trial = try_changes(filing, wanted, check, judge, options.as_of)
        if form == "json":
            _echo({"changes": [str(each) for each in trial.changes], "gone": _items(trial.gone),
                   "come": _items(trial.come), "ready": trial.ready})  # fmt: skip
        else:
            screen.trial(trial)
        return DONE if trial.ready else FOUND
    copy, trouble = _annotated(filing, check, annotate_to, wanted=not no_annotate)
    pages = _report(filing, check, report) if report else ()
    if form == "json":
        _echo(_told(check, inspection, copy))
    else:
        screen.check(check)
        _say_written(screen, copy, trouble, pages)
    return DONE if check.ready else FOUND


def _checked(filing: Path, options: Options, rules: tuple[Path, ...]) -> tuple[SelfCheck, Inspection | None]:
    """Judge a filing; one in which no unit can be told still has problems to say."""
    from energy_audit.errors import NothingReadable
    from energy_audit.filing.intake import read_filings
    from energy_audit.inspection import inspect
    from energy_audit.report.explanations import read_explanations
    from energy_audit.report.selfcheck.content import self_check, unread

    try:
        inspection = inspect([filing], options, rules=rules)
    except NothingReadable:
        intake = read_filings([filing])
        if not any(each.status == "read" for each in intake.files):
            raise
        return unread(intake.problems, filing.name, options.lang, options.as_of), None
    return self_check(inspection.material, filing.name, read_explanations(filing)), inspection


def _judged(filing: Path, *, options: Options, rules: tuple[Path, ...]) -> SelfCheck:
    return _checked(filing, options, rules)[0]


def _annotated(filing: Path, check: SelfCheck, to: Path | None, *, wanted: bool) -> tuple[Annotated | None, str]:
    """Write the marked copy; where nobody named a place for it, a folder that cannot be written is no failure."""
    from energy_audit.errors import OutputRefused
    from energy_audit.report.selfcheck.annotate import annotate, copy_beside

    if to is not None:
        return annotate(filing, to, check), ""
    if not wanted:
        return None, ""
    try:
        return annotate(filing, copy_beside(filing), check), ""
    except OutputRefused as error:
        return None, str(error)


def _report(filing: Path, check: SelfCheck, folder: Path) -> tuple[Path, ...]:
    from energy_audit.report.selfcheck.pages import write_pages

    return write_pages(check, filing, folder)


def _say_written(screen: Any, copy: Annotated | None, trouble: str, pages: tuple[Path, ...]) -> None:
    w = screen.words
    if copy:
        screen.line(w("已检查的副本：{path}", path=copy.path))
        if copy.lacks:
            named = w.join(copy.lacks)
            said = w("副本里没有带上：{named}；原件没有改动。", named=named)
            screen.line(said, "yellow", 4)
    if trouble:
        screen.line(trouble, "yellow")
    for page in pages:
        screen.line(w("自查报告：{page}", page=page))


def _told(check: SelfCheck, inspection: Inspection | None, copy: Annotated | None) -> dict[str, Any]:
    from energy_audit.report.tables.data import findings_frame, problems_frame

    material = inspection.material if inspection else None
    return {
        "ready": check.ready,
        "file": check.file,
        "as_of": check.as_of,
        "annotated": str(copy.path) if copy else None,
        "must_mend": _items(check.must_mend),
        "look_at": _items(check.look_at),
        "problems": problems_frame(material).to_dicts() if material else [],
        "findings": findings_frame(material).to_dicts() if material else [],
    }


def _items(items: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [
        {
            "kind": item.kind,
            "code": item.code,
            "cells": [str(place) for place in item.places],
            "what": item.what,
            "compared": item.compared,
            "mend": item.mend,
            "subject_key": item.subject_key,
            "finding_id": item.finding_id,
            "facts_digest": item.facts_digest,
            "explanation": item.explained.explanation.text if item.explained else None,
            "explanation_standing": item.explained.standing if item.explained else None,
        }
        for item in items
    ]


def _echo(told: dict[str, Any]) -> None:
    echo(json.dumps(told, ensure_ascii=False, default=str, indent=2))
