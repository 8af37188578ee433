"""``rules list`` and ``rules show``: what there is, and one rule in full."""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import Message, both
from energy_audit.cli.options import lang_option, rules_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from energy_audit.catalogue import Language
    from energy_audit.reference.tables import Reference
    from energy_audit.report.drawn.rulebook_page import Entry, Line
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rule, Rulebook

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("list")
@click.option("--topic", help="只列某一主题 / one topic")
@click.option("--kind", help="只列某一类别 / one kind: violation, suspicion, notice")
@click.option("--authority", help="只列某一主管部门 / one authority")
@click.option(
    "--law", help="只列引用某法条（ECL-52）或某文件（ECL）的规则 / rules that cite an article or an instrument"
)
@rules_option
@lang_option
def list_rules(
    topic: str | None, kind: str | None, authority: str | None, law: str | None, rules: tuple[Path, ...], lang: Language
) -> None:
    """列出规则。 / List the rules."""
    from energy_audit.cli.terminal import console
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.model import AUTHORITIES, KINDS

    w = words(lang)
    reference, rulebook = open_rules(rules)
    _known(w("主题"), topic, [each.name for each in rulebook.topics], w)
    _known(w("类别"), kind, KINDS, w)
    _known(w("主管部门"), authority, AUTHORITIES, w)
    articles = set(reference.law["id"].to_list())
    _known(w("法条"), law, {start for each in articles for start in accumulate(each.split("-"), "{}-{}".format)}, w)
    chosen = [
        rule
        for rule in rulebook.rules.values()
        if topic in {None, rule.topic}
        and kind in {None, rule.kind}
        and authority in {None, rule.authority}
        and (law is None or any(each == law or each.startswith(f"{law}-") for each in laws_of(rule, rulebook)))
    ]
    screen = console()
    screen.print(rulebook.identity, soft_wrap=False)
    screen.print(_listed(chosen, rulebook, w), soft_wrap=False)
    screen.print(w("共 {count} 条", count=len(chosen)))
    for override in rulebook.overrides:
        screen.print(override.said(lang))
    for line in replaced_tables(reference, w):
        screen.print(line)


@click.command("show")
@click.argument("code")
@click.option("--html", type=FILE, help="写成网页文件 / write a page instead")
@rules_option
@lang_option
def show_rule(code: str, html: Path | None, rules: tuple[Path, ...], lang: Language) -> None:
    """显示一条规则：查什么、条件、依据、用例。 / Show one rule with its condition, law and cases."""
    from energy_audit.cli.rules_docs import read_all_cases, write_page
    from energy_audit.cli.terminal import console
    from energy_audit.errors import UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.report.drawn.rulebook_page import catalogue
    from energy_audit.report.language import words
    from energy_audit.rulebook.toml_table import nearest

    w = words(lang)
    _, rulebook = open_rules(rules)
    if code.upper() not in rulebook.rules:
        near = partial(nearest, code.upper(), rulebook.rules)
        raise UsageError(
            both("没有编号为 {code} 的规则{near}；全部编号见 energy-audit rules list。", code=code, near=near)
        )
    shown = catalogue(rulebook, read_all_cases(rulebook, rules), lang, only={code.upper()})
    if html is not None:
        write_page(shown, html, lang)
    else:
        rule = rulebook.rules[code.upper()]
        console().print(_in_full(shown.topics[0].rules[0], f"{rule.place.file}:{rule.place.line}", w), soft_wrap=False)


def replaced_tables(reference: Reference, w: Words) -> Iterator[str]:
    """Say which reference tables are taken from a folder given by hand."""
    from energy_audit.reference.columns import SCHEMAS

    for name, path in reference.replaced.items():
        rows = len(getattr(reference, name))
        meaning = f"（{SCHEMAS[name].meaning_zh.removesuffix('（待导入）')}）" if name in SCHEMAS else ""
        called = f"{name}{w.pick(meaning, '')}"
        yield w("参考表 {called}：采用 {path}，{rows} 行", called=called, path=path, rows=rows)


def laws_of(rule: Rule, rulebook: Rulebook) -> set[str]:
    """Give the law ids that a rule or one of its parameters cites."""
    values = (value for name in rule.parameters for value in rulebook.parameters[name].values)
    return {citation.id for citation in (*rule.citations, *(value.citation for value in values)) if citation.id}


def _known(what: str, word: str | None, known: Iterable[str], w: Words) -> None:
    """Refuse a filter that can match nothing, and name what is near."""
    from energy_audit.errors import UsageError
    from energy_audit.rulebook.toml_table import nearest

    choices = sorted(set(known))
    if word is None or word in choices:
        return
    listed = "" if len(choices) > 20 else w("；可用：{choices}", choices=w.join(choices))
    raise UsageError(w("没有{what} {word}", what=what, word=word) + nearest(word, choices, w.lang) + listed)


def _listed(chosen: Iterable[Rule], rulebook: Rulebook, w: Words) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from energy_audit.report.drawn.rulebook_page import topics_of

    drawn = Table(header_style="bold", box=None, pad_edge=False)
    for heading in (
        w(Message("编号", "rules read")),
        w("类别"),
        w("后果"),
        w("内容"),
        w(Message("依据", "rules read")),
    ):
        drawn.add_column(heading, overflow="fold", no_wrap=heading == "code")
    rules = list(chosen)
    for topic in topics_of(rulebook):
        own = [rule for rule in rules if rule.topic == topic.name]
        if not own:
            continue
        drawn.add_row("", "", "", Text(f"— {topic.title.of(w.lang)} ({topic.name})", style="bold"), "")
        for rule in own:
            laws = ", ".join(citation.id or citation.instrument.of(w.lang) for citation in rule.citations)
            kind, severity = w.label("kind", rule.kind), w.label("severity", rule.severity)
            drawn.add_row(rule.code, kind, severity, Text(rule.title.of(w.lang)), Text(laws))
    return drawn


def _in_full(entry: Entry, place: str, w: Words) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = [
        Text(f"{entry.code} {entry.title}", style="bold"),
        Text(" · ".join(entry.badges)),
        Text(entry.name),
    ]
    for section in entry.sections:
        parts.append(Text(section.title, style="bold cyan"))
        parts += [Padding(_line(line), (0, 0, 0, 2)) for line in section.lines]
    parts += [Text(w("位置"), style="bold cyan"), Padding(Text(place), (0, 0, 0, 2))]
    return Group(*parts)


def _line(line: Line) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    if line.style == "code":
        return Group(Text(f"{line.label}:"), Padding(Text(line.text, style="green"), (0, 0, 0, 2)))
    return Text(f"{line.label}  {line.text}" if line.label else line.text)
