"""``energy-audit explain``: a finding, from its values over the condition and the clause to the source cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_option, today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from energy_audit.cli.options import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.explain import Explanation, Term


@click.command("explain")
@click.argument("finding_id")
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@lang_option
def command(
    finding_id: str, filings: tuple[Path, ...], as_of: date | None, rules: tuple[Path, ...], lang: Language
) -> None:
    """说明一条发现：所用数值、条件逐项真假、法条、来源单元格。

    FINDING_ID is the id in findings.csv; FILINGS are the same inputs as of the inspection.
    """
    import polars as pl

    from energy_audit.cli.terminal import console
    from energy_audit.errors import UsageError
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.explain import explain

    w = words(lang)
    material = inspect(filings, Options(as_of or today(), lang=lang), rules=rules).material
    found = material.judgement.findings.filter(pl.col("finding_id") == finding_id)
    if found.is_empty():
        raise UsageError(w(f"这批申报里没有编号为 {finding_id} 的发现。", f"No finding {finding_id} in these filings."))
    row = found.row(0, named=True)
    screen = console()
    screen.print(f"{row['rule']} {row['message']}")
    explained = explain(
        material.judgement,
        row["rule"],
        uscc=row["uscc"],
        report_year=row["report_year"],
        subject_key=row["subject_key"],
    )
    for each in explained:
        for line in lines_of(each, w):
            screen.print(line, markup=False)
    rule = material.rulebook.rules[row["rule"]]
    for citation in rule.citations:
        screen.print(
            f"{w('依据', 'law')}: {citation.instrument.of(lang)} {citation.article} "
            f"({w.label('legal_status', citation.legal_status)}, {w('可信度', 'confidence')} {w.label('confidence', citation.confidence)})",
            markup=False,
        )


def lines_of(explained: Explanation, w: Words) -> Iterator[str]:
    """Say guard and condition term by term, each with its truth, its values and their cells."""
    yield f"{explained.uscc} {explained.report_year} {explained.subject_key or ''}: {w.label('verdict', explained.verdict)}"
    for title, terms in (
        (w("适用条件", "applies"), explained.applies),
        (w("触发条件", "breached"), explained.breached),
    ):
        yield f"{title}:"
        yield from (_line(term, w) for term in terms)


def _line(term: Term, w: Words) -> str:
    from energy_audit.rulebook.wording import with_unit

    truth = {True: w("真", "true"), False: w("假", "false"), None: w("未知", "unknown")}[term.truth]
    values = ", ".join(
        f"{value.called} = {with_unit(value.shown, w.lang)}"
        + (f" [{value.address.sheet or value.address.file}!{value.address.cell}]" if value.address.cell else "")
        for value in term.values
    )
    mark = "*" if term.decided else " "
    return f" {mark}{'  ' * (term.depth + 1)}[{truth}] {term.text}" + (f"    ({values})" if values else "")
