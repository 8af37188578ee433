"""``energy-audit check``: one filing, before it is submitted, said for the clerk who filled it in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from energy_audit.cli.options import (
    EXISTING,
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
    from pathlib import Path

    import polars as pl

    from energy_audit.inspection import Inspection
    from energy_audit.report.language import Words


@click.command("check")
@click.argument("filing", type=EXISTING)
@as_of_option
@basis_option
@equal_factor_option
@rules_option
@lang_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出形式 / form"
)
def command(
    filing: Path,
    as_of: date | None,
    basis: str | None,
    equal_factor: Decimal | None,
    rules: tuple[Path, ...],
    lang: str,
    form: str,
) -> int:
    """报送前自查一份申报：哪个单元格有错、怎样改、监察人员会看什么。

    Check one filing before it is submitted: which cell is wrong, how to mend it, what an inspector will look at.
    """
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.terminal import console
    from energy_audit.inspection import inspect
    from energy_audit.report.data import findings_frame, problems_frame
    from energy_audit.report.language import words
    from energy_audit.report.material import Options

    options = Options(as_of or today(), basis, equal_factor, lang, frozenset({"data"}))  # type: ignore[arg-type]  # click checked the words
    inspection = inspect([filing], options, rules=rules)
    problems, findings = problems_frame(inspection.material), findings_frame(inspection.material)
    ready = (
        problems.filter(severity="error").is_empty()
        and findings.filter(kind="violation", verdict="breached").is_empty()
    )
    if form == "json":
        told = {"ready": ready, "problems": problems.to_dicts(), "findings": findings.to_dicts()}
        click.echo(json.dumps(told, ensure_ascii=False, default=str, indent=2))
    else:
        console().print(_said(inspection, problems, findings, ready, words(options.lang)), markup=True)
    return DONE if ready else FOUND


def _said(inspection: Inspection, problems: pl.DataFrame, findings: pl.DataFrame, ready: bool, w: Words) -> str:
    """Everything in the order to mend it: first what cannot be read, then what would be found, then what to look at."""
    from rich.markup import escape

    lines: list[str] = []
    for kind, title, colour in (
        ("error", w("必须改正", "Must be mended"), "red"),
        ("warning", w("请核对", "Please check"), "yellow"),
    ):
        part = problems.filter(severity=kind)
        if not part.is_empty():
            lines.append(f"[bold {colour}]{title}（{part.height}）[/]")
            lines += [
                f"  [{colour}]{escape(_place(row))}[/]  {escape(row['message'])}" for row in part.iter_rows(named=True)
            ]
    for kind in ("violation", "suspicion", "notice"):
        part = findings.filter(kind=kind, verdict="breached")
        if not part.is_empty():
            lines.append(f"[bold]{w.label('kind', kind)}（{part.height}）[/]")
            for row in part.iter_rows(named=True):
                lines.append(f"  {row['rule']}  {escape(_place(row))}  {escape(row['message'])}")
                if kind != "notice":
                    lines.append(f"      {w('怎样做', 'What to do')}：{escape(row['remedy'])}")
    unknown = findings.filter(verdict="cannot_tell").height
    if unknown:
        lines.append(
            w(
                f"另有 {unknown} 项因申报不全而不能判断，监察时会要求补充。",
                f"{unknown} more cannot be told for lack of data; an inspector will ask for it.",
            )
        )
    lines += _totals(inspection, w)
    lines.append(
        f"[bold green]{w('可以报送。', 'Ready to submit.')}[/]"
        if ready
        else f"[bold red]{w('还不能报送：请先改正上面的红色各项和违法项。', 'Not ready: mend the red items and violations first.')}[/]"
    )
    return "\n".join(lines)


def _totals(inspection: Inspection, w: Words) -> list[str]:
    return [
        w(
            f"{row['enterprise_name'] or row['uscc']} {row['report_year']}：综合能耗 当量值 "
            f"{w.interval(row['tce_calorific_low'], row['tce_calorific_high'])} 吨标准煤，等价值 "
            f"{w.interval(row['tce_equal_low'], row['tce_equal_high'])} 吨标准煤；{w.tier(row['tier'])}",
            f"{row['enterprise_name'] or row['uscc']} {row['report_year']}: calorific "
            f"{w.interval(row['tce_calorific_low'], row['tce_calorific_high'])} tce, equal value "
            f"{w.interval(row['tce_equal_low'], row['tce_equal_high'])} tce; {w.tier(row['tier'])}",
        )
        for row in inspection.material.facts.frames["enterprise"].iter_rows(named=True)
    ]


def _place(row: dict[str, str | None]) -> str:
    """``表2 能源消费结构!F12``; the file where there is no sheet."""
    sheet, cell = row["sheet"] or row["file"] or "", row["cell"] or ""
    return f"{sheet}!{cell}" if cell else sheet
