"""``energy-audit rules``: read the rulebook, and prove it by its own cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_option, today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from energy_audit.cli.options import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rule, Rulebook


@click.group("rules")
def command() -> None:
    """查看规则、依据和测试用例。 / Look at the rules, their law and their cases."""


@command.command("list")
@click.option("--topic", help="只列某一主题 / one topic")
@click.option("--kind", type=click.Choice(["violation", "suspicion", "notice"]), help="只列某一类别 / one kind")
@click.option("--authority", help="只列某一主管部门 / one authority")
@click.option("--law", help="只列引用某法条的规则，如 ECL-52 / rules that cite a law id")
@rules_option
@lang_option
def list_rules(
    topic: str | None, kind: str | None, authority: str | None, law: str | None, rules: tuple[Path, ...], lang: Language
) -> None:
    """列出规则。 / List the rules."""
    from energy_audit.cli.terminal import console, table
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words

    w = words(lang)
    _, rulebook = open_rules(rules)
    chosen = [
        rule
        for rule in rulebook.rules.values()
        if (topic is None or rule.topic == topic)
        and (kind is None or rule.kind == kind)
        and (authority is None or rule.authority == authority)
        and (law is None or law in {citation.id for citation in rule.citations})
    ]
    rows = [
        (
            rule.code,
            w.label("kind", rule.kind),
            w.label("severity", rule.severity),
            w.label("subject", rule.subject),
            rule.title.of(w.lang),
            "；".join(citation.reference for citation in rule.citations),
        )
        for rule in chosen
    ]
    headings = [
        w("编号", "code"),
        w("类别", "kind"),
        w("后果", "severity"),
        w("对象", "subject"),
        w("内容", "what"),
        w("依据", "law"),
    ]
    screen = console()
    screen.print(table(f"{rulebook.identity}", headings, rows))
    screen.print(w(f"共 {len(chosen)} 条", f"{len(chosen)} rules"))
    for override in rulebook.overrides:
        screen.print(f"{w('规则被替换', 'overridden')}: {override}")


@command.command("show")
@click.argument("code")
@rules_option
@lang_option
def show_rule(code: str, rules: tuple[Path, ...], lang: Language) -> None:
    """显示一条规则：含义、条件、依据、整改。 / Show one rule with its condition, law and remedy."""
    from difflib import get_close_matches

    from energy_audit.cli.terminal import console, table
    from energy_audit.errors import UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words

    w = words(lang)
    _, rulebook = open_rules(rules)
    rule = rulebook.rules.get(code.upper())
    if rule is None:
        near = "、".join(get_close_matches(code.upper(), rulebook.rules, n=3))
        hint = w(f"是否要找 {near}？", f"Did you mean {near}?") if near else ""
        raise UsageError(w(f"没有编号为 {code} 的规则。{hint}", f"There is no rule {code}. {hint}"))
    console().print(table(f"{rule.code} {rule.name}", ["", rule.title.of(w.lang)], _described(rule, rulebook, w)))


def _described(rule: Rule, rulebook: Rulebook, w: Words) -> list[tuple[str, str]]:
    """The headings of a rule, in the order a reader asks."""
    parameters = [
        f":{name} = {value.value} {rulebook.parameters[name].unit} ({value.effective_from} — {value.effective_to or ''})"
        for name in sorted(rule.parameters)
        for value in rulebook.parameters[name].values
    ]
    facts = [
        f"{name} {w.fact(rulebook.vocabulary[name])}" for name in sorted(rule.facts) if name in rulebook.vocabulary
    ]
    laws = [
        f"{citation.reference}: {citation.instrument.of(w.lang)} {citation.article or ''} "
        f"[{w.label('legal_status', citation.legal_status)} · {w.label('confidence', citation.confidence)}]"
        for citation in rule.citations
    ]
    return [
        (w("类别", "kind"), f"{w.label('kind', rule.kind)} · {w.label('severity', rule.severity)}"),
        (w("对象", "subject"), w.label("subject", rule.subject)),
        (w("含义", "meaning"), rule.meaning.of(w.lang)),
        (w("为何重要", "why"), rule.why.of(w.lang)),
        (w("适用条件", "applies"), rule.applies.text if rule.applies else w("一律适用", "always")),
        (w("触发条件", "breached"), rule.breached.text),
        (w("所用事实", "facts"), "\n".join(facts)),
        (w("参数", "parameters"), "\n".join(parameters)),
        (w("依据", "law"), "\n".join(laws)),
        (w("如何整改", "remedy"), rule.remedy.of(w.lang)),
        (w("主管部门", "authority"), w.label("authority", rule.authority)),
        (w("首步措施", "first step"), w.label("first_step", rule.first_step)),
        (w("把握", "honesty"), w.label("honesty", rule.honesty)),
        (w("位置", "place"), str(rule.place)),
    ]


@command.command("test")
@rules_option
@lang_option
def test_rules(rules: tuple[Path, ...], lang: Language) -> int:
    """运行规则旁的全部用例。 / Run the cases that lie beside the rules."""
    from energy_audit import resources
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.terminal import console
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.cases import run_cases

    w = words(lang)
    _, rulebook = open_rules(rules)
    results = run_cases(rulebook, [resources.folder("rules"), *rules])
    failed = [result for result in results if not result.passed]
    screen = console()
    for result in failed:
        screen.print(
            f"[red]{result.item}[/] {result.case}: {w('应为', 'expected')} {result.expected}, "
            f"{w('实为', 'got')} {result.actual}  {result.place}",
            markup=True,
        )
    screen.print(
        w(
            f"{rulebook.identity}：规则 {len(rulebook.rules)} 条，判据 {len(rulebook.criteria)} 个，"
            f"用例 {len(results)} 个，失败 {len(failed)} 个",
            f"{rulebook.identity}: {len(rulebook.rules)} rules, {len(rulebook.criteria)} criteria, "
            f"{len(results)} cases, {len(failed)} failed",
        )
    )
    return FOUND if failed else DONE


@command.command("lint")
@rules_option
@lang_option
def lint_rules(rules: tuple[Path, ...], lang: Language) -> int:
    """检查规则的措辞、编号和参数。 / Check wording, ids and parameters of the rules."""
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.terminal import console
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.lint import lint

    w = words(lang)
    _, rulebook = open_rules(rules)
    issues = lint(rulebook)
    screen = console()
    for issue in issues:
        screen.print(f"{issue.place}: {issue.name}: {issue.message}")
    screen.print(
        w(f"{len(rulebook.rules)} 条规则，{len(issues)} 处问题", f"{len(rulebook.rules)} rules, {len(issues)} issues")
    )
    return FOUND if issues else DONE


@command.command("mutate")
@click.argument("codes", nargs=-1)
@rules_option
@lang_option
def mutate_rules(codes: tuple[str, ...], rules: tuple[Path, ...], lang: Language) -> int:
    """逐处改动条件再跑用例，证明每个条件都有用例守着。 / Flip each term and see that a case notices."""
    from energy_audit import resources
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.terminal import console
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.mutate import mutate

    w = words(lang)
    _, rulebook = open_rules(rules)
    mutants = mutate(rulebook, [resources.folder("rules"), *rules], only=codes)
    survived = [mutant for mutant in mutants if mutant.survived]
    screen = console()
    for mutant in survived:
        screen.print(f"{mutant.item} {mutant.key}: {mutant.change}")
    screen.print(
        w(
            f"改动 {len(mutants)} 处，被用例发现 {len(mutants) - len(survived)} 处，未发现 {len(survived)} 处",
            f"{len(mutants)} mutants, {len(mutants) - len(survived)} killed, {len(survived)} survived",
        )
    )
    return FOUND if survived else DONE


@command.command("stats")
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@lang_option
def rule_stats(filings: tuple[Path, ...], as_of: date | None, rules: tuple[Path, ...], lang: Language) -> None:
    """在一批申报上，每条规则触发多少次；从不触发和总是触发的另列。 / How often each rule fires on a batch."""
    import polars as pl

    from energy_audit.cli.terminal import console, table
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options

    w = words(lang)
    judgement = inspect(filings, Options(as_of or today(), lang=lang), rules=rules).material.judgement
    counts = (
        judgement.verdicts()
        .group_by("rule")
        .agg(
            (pl.col("verdict") == verdict).sum().alias(verdict)
            for verdict in ("met", "breached", "not_applicable", "cannot_tell")
        )
        .sort("rule")
    )
    headings = [w("规则", "rule"), *(w.label("verdict", each) for each in counts.columns[1:])]
    screen = console()
    screen.print(table(w("各规则的判定", "verdicts by rule"), headings, counts.iter_rows(), right=[1, 2, 3, 4]))
    judged = pl.col("met") + pl.col("breached")
    never = counts.filter((pl.col("breached") == 0) & (judged > 0))["rule"].to_list()
    always = counts.filter((pl.col("breached") > 0) & (pl.col("met") == 0))["rule"].to_list()
    screen.print(f"{w('从不触发', 'never fire')}: {'、'.join(never) or '—'}")
    screen.print(f"{w('总是触发', 'always fire')}: {'、'.join(always) or '—'}")
