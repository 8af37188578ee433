"""``energy-audit why-not``: which guard kept a rule from firing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.cli.echo import echo
from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_as_of_option, rules_option, today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.explain import Explanation, Term
    from energy_audit.rulebook.judge import Judgement
    from energy_audit.rulebook.model import Rule


@click.command("why-not")
@click.argument("code")
@click.argument("uscc")
@click.argument("year", type=int)
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@rules_as_of_option
@lang_option
def command(
    code: str,
    uscc: str,
    year: int,
    filings: tuple[Path, ...],
    as_of: date | None,
    rules: tuple[Path, ...],
    rules_as_of: date | None,
    lang: Language,
) -> None:
    """说明某单位某年为何没有触发某条规则：哪一项条件挡住了，数值是多少。

    Say which term of rule CODE kept it from firing for USCC in YEAR, with the values.
    """
    from energy_audit.cli.explain import lines_of
    from energy_audit.errors import UsageError
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.explain import explain

    w = words(lang)
    options = Options(as_of or today(), lang=lang, rules_as_of=rules_as_of)
    judgement = inspect(filings, options, rules=rules).material.judgement
    explained = explain(judgement, code.upper(), uscc=uscc, report_year=year)
    if not explained:
        raise UsageError(_nothing_judged(code.upper(), uscc, year, judgement, w))
    rule = judgement.rulebook.rules[code.upper()]
    echo(f"{rule.code} {rule.title.of(lang)}")
    for each in explained:
        for line in lines_of(each, judgement, w):
            echo(line)
        echo(_because(each, judgement, w))
    if any(each.verdict == "cannot_tell" for each in explained):
        for line in _told_elsewhere(rule, judgement, uscc, year, w):
            echo(line)


def _told_elsewhere(rule: Rule, judgement: Judgement, uscc: str, year: int, w: Words) -> Iterator[str]:
    """Say which finding speaks for a rule that cannot be told, and while what is not filed: the list has no finding of it."""
    from energy_audit.rulebook.first_rule import is_stopped
    from energy_audit.rulebook.messages import Filler
    from energy_audit.rulebook.told_together import tellers_of

    first = judgement.rulebook.first
    if first is not None and rule is not first and is_stopped(judgement.benches, judgement.rulebook, uscc, year):
        named = w("{code} {title}", code=first.code, title=first.title.of(w.lang))
        yield w("不单列发现，由 {named} 一并说明。", named=named)
        return
    for code in tellers_of(rule, judgement.benches, uscc, year):
        teller = judgement.rulebook.rules[code]
        named = w("{code} {title}", code=teller.code, title=teller.title.of(w.lang))
        if rule.awaits:
            because = Filler(judgement.rulebook, w.lang).is_not(rule.awaits)
            yield w("不单列发现，由 {named} 一并说明（{because}）。", named=named, because=because)
        else:
            yield w("不单列发现，由 {named} 一并说明。", named=named)


def _because(explained: Explanation, judgement: Judgement, w: Words) -> str:
    """Say in one sentence what kept the rule from firing."""
    from energy_audit.cli.explain import value_of

    def values(terms: tuple[Term, ...]) -> str:
        shown = dict.fromkeys(value_of(value, judgement.rulebook, w) for term in terms for value in term.values)
        return w("；").join(shown)

    if explained.verdict == "not_applicable":
        why = values(explained.why_not)
        return w("不适用，因为：{why}", why=why)
    if explained.verdict == "met":
        why = values(tuple(term for term in explained.breached if term.decided and term.operator == "term"))
        return w("适用而没有触发，因为：{why}", why=why)
    if explained.verdict == "cannot_tell":
        why = w("、").join(value.called for value in explained.unknown)
        return w("不能判断，因为不知道：{why}", why=why)
    return w("这条规则已经触发，可用 explain 查看该发现。")


def _nothing_judged(code: str, uscc: str, year: int, judgement: Judgement, w: Words) -> str:
    """Say why there is no row: no such filing, or a filing without what the rule judges."""
    from energy_audit.rulebook.bench import ENTERPRISE
    from energy_audit.rulebook.toml_table import nearest

    filed = judgement.benches[ENTERPRISE].facts.select("uscc", "report_year")
    years = sorted(filed.filter(uscc=uscc)["report_year"].drop_nulls().to_list())
    if not years:
        near = nearest(uscc, filed["uscc"].drop_nulls().unique().to_list(), w.lang)
        return w("申报里没有代码为 {uscc} 的单位", uscc=uscc) + near
    if year not in years:
        listed = ", ".join(map(str, years))
        return w("{uscc} 没有 {year} 年度的申报，有：{listed}", uscc=uscc, year=year, listed=listed)
    what = w.label("subject", judgement.rulebook.rules[code].subject)
    return w(
        "{uscc} {year} 年的申报里没有规则 {code} 所判的对象（{what}），所以没有结论。",
        uscc=uscc,
        year=year,
        code=code,
        what=what,
    )
