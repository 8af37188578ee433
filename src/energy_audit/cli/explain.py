"""``energy-audit explain``: a finding, from its values over the condition and the clause to the source cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import Message
from energy_audit.cli.echo import echo
from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_as_of_option, rules_option, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.explain import Explanation, Term, Value
    from energy_audit.rulebook.judge import Judgement
    from energy_audit.rulebook.model import Criterion, Rule, Rulebook


@click.command("explain")
@click.argument("finding_id")
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@rules_as_of_option
@lang_option
def command(
    finding_id: str,
    filings: tuple[Path, ...],
    as_of: date | None,
    rules: tuple[Path, ...],
    rules_as_of: date | None,
    lang: Language,
) -> None:
    """说明一条发现：所用数值、条件逐项真假、法条、来源单元格。

    FINDING_ID is the id in findings.csv; FILINGS are the same inputs as of the inspection.
    """
    import polars as pl

    from energy_audit.errors import UsageError
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.explain import explain

    w = words(lang)
    options = Options(as_of or today(), lang=lang, rules_as_of=rules_as_of)
    judgement = inspect(filings, options, rules=rules).material.judgement
    found = judgement.findings.filter(pl.col("finding_id") == finding_id)
    if found.is_empty():
        raise UsageError(
            w(
                "这批申报里没有编号为 {finding_id} 的发现。编号见 data/findings.csv 的第一列；申报文件和 --as-of 须与检查时相同。",
                finding_id=finding_id,
            )
        )
    row = found.row(0, named=True)
    echo(f"{row['rule']} {row['message']}")
    explained = explain(
        judgement, row["rule"], uscc=row["uscc"], report_year=row["report_year"], subject_key=row["subject_key"]
    )
    for each in explained:
        for line in lines_of(each, judgement, w):
            echo(line)
    for line in _laws(judgement.rulebook.rules[row["rule"]], row["legal_basis"].split(";"), w):
        echo(line)


def lines_of(explained: Explanation, judgement: Judgement, w: Words) -> Iterator[str]:
    """Say guard and condition term by term, each with its truth, its values and their cells.

    Criteria that the terms name are taken apart below, each once.
    """
    yield " ".join(part for part in (explained.uscc, str(explained.report_year), explained.subject_key) if part)
    yield f"{w('结论')}: {w.label('verdict', explained.verdict)}"
    yield w("（* 为决定结论的项；方括号内为来源单元格）")
    waiting, told = [explained], {explained.code}
    while waiting:
        each = waiting.pop(0)
        yield from _taken_apart(each, judgement, w)
        for name in dict.fromkeys(value.name for term in _terms(each) for value in term.values):
            if name.startswith("criterion.") and name not in told:
                told.add(name)
                waiting += _criterion(name.removeprefix("criterion."), explained, judgement)


def _taken_apart(explained: Explanation, judgement: Judgement, w: Words) -> Iterator[str]:
    rulebook = judgement.rulebook
    rule = rulebook.rules.get(explained.code)
    if rule is None:
        criterion = rulebook.criteria[explained.code]
        of = f" {explained.subject_key}" if explained.subject_key else ""
        yield f"{w('判据')} {criterion.name}{of}: {criterion.title.of(w.lang)} = {_truth(_marked(explained), w)}"
    if explained.applies:
        yield f"{w('适用条件')}:"
        yield from (_line(term, rulebook, w) for term in explained.applies)
    elif rule is not None:
        yield w("适用条件：一律适用")
    yield f"{w('触发条件') if rule else w('成立条件')}:"
    yield from (_line(term, rulebook, w) for term in explained.breached)


def _marked(explained: Explanation) -> bool | None:
    """Give the truth of a criterion."""
    return {"true": True, "false": False}.get(explained.verdict)


def _terms(explained: Explanation) -> tuple[Term, ...]:
    return (*explained.applies, *explained.breached)


def _criterion(name: str, asked: Explanation, judgement: Judgement) -> list[Explanation]:
    """Explain a criterion for the same row, or for each child of the enterprise that it is asked about."""
    from energy_audit.rulebook.explain import explain

    rulebook = judgement.rulebook
    item: Rule | Criterion = rulebook.rules.get(asked.code) or rulebook.criteria[asked.code]
    same = rulebook.criteria[name].subject == item.subject
    return explain(
        judgement,
        name,
        uscc=asked.uscc,
        report_year=asked.report_year,
        subject_key=asked.subject_key if same else None,
    )


def _line(term: Term, rulebook: Rulebook, w: Words) -> str:
    values = w("，").join(value_of(value, rulebook, w) for value in term.values)
    mark = "*" if term.decided else " "
    shown = f"    {values}" if values and term.operator == "term" else ""
    return f" {mark}{'  ' * (term.depth + 1)}[{_truth(term.truth, w)}] {' '.join(term.text.split())}{shown}"


def value_of(value: Value, rulebook: Rulebook, w: Words) -> str:
    """Say one value: its name, what it is in words, and its file, sheet and cell."""
    from energy_audit.rulebook.wording import Shown, with_unit

    fact = rulebook.vocabulary.get(value.name)
    held = fact.said(value.shown.value, w.lang) if fact else value.shown.value
    if value.name.startswith("verdict.") and isinstance(held, str):
        held = w.label("verdict", held)
    sheets: dict[str, list[str]] = {}
    for each in value.addresses:
        sheets.setdefault(" ".join(filter(None, (each.file, each.sheet))), []).append(each.cell)
    where = w("；").join(f"{sheet} {','.join(cells)}" for sheet, cells in sheets.items())
    said = f"{value.called} = {with_unit(Shown(held, value.shown.unit), w.lang)}"
    return f"{said} [{where}]" if where else said


def _truth(truth: bool | None, w: Words) -> str:
    return {True: w("真"), False: w("假"), None: w("未知")}[truth]


def _laws(rule: Rule, held: Sequence[str], w: Words) -> Iterator[str]:
    """Name the articles; where a day picks among them, those that the finding rests on."""
    for citation in (*rule.citations, *rule.editions):
        if rule.governed_by and citation.reference not in held:
            continue
        named = " ".join(part for part in (citation.id, citation.instrument.of(w.lang), citation.article) if part)
        status, sure = w.label("legal_status", citation.legal_status), w.label("confidence", citation.confidence)
        yield f"{w(Message('依据', 'explain'))}: {named}{w('（{status}，{sure}）', status=status, sure=sure)}"
