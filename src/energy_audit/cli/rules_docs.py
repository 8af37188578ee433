"""``rules docs``: the catalogue as one static page, and the README's table of topics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both, said
from energy_audit.cli.echo import echo
from energy_audit.cli.options import lang_option, rules_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.catalogue import Language
    from energy_audit.report.drawn.rulebook_page import Catalogue
    from energy_audit.rulebook.cases import Case
    from energy_audit.rulebook.model import Rulebook

README_BEGIN, README_END = "<!-- rules:begin -->", "<!-- rules:end -->"


@click.command("docs")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写到这个网页文件 / the page to write")
@click.option("--readme", is_flag=True, help="只打印 README 的规则表 / print the README's table instead")
@rules_option
@lang_option
def write_docs(out: Path | None, readme: bool, rules: tuple[Path, ...], lang: Language) -> None:
    """把全部规则写成一个网页，双击即开。 / Write all rules as one page that opens from disk."""
    from energy_audit.errors import UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.report.drawn.rulebook_page import catalogue

    if (out is None) is not readme:
        raise UsageError(both("请给出 --out 文件，或者 --readme，二者取一。"))
    _, rulebook = open_rules(rules)
    if out is None:
        echo(readme_block(rulebook, lang))
    else:
        write_page(catalogue(rulebook, read_all_cases(rulebook, rules), lang), out, lang)


def read_all_cases(rulebook: Rulebook, rules: Sequence[Path]) -> list[Case]:
    """Read the cases beside the shipped packs and those given by hand."""
    from energy_audit import resources
    from energy_audit.rulebook.cases import read_cases

    return read_cases(rulebook, [resources.folder("rules"), *rules])


def write_page(shown: Catalogue, out: Path, lang: Language) -> None:
    """Write a page and say where it is.

    Raises:
        OutputRefused: the file cannot be written.
    """
    from energy_audit.errors import OutputRefused
    from energy_audit.report.drawn.rulebook_page import page_html

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page_html(shown, lang), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputRefused(both("写不了 {out}：{reason}", out=out, reason=error.strerror or error)) from error
    echo(said("请打开：{page}", lang, page=out))


def readme_block(rulebook: Rulebook, lang: Language) -> str:
    """Draw the README's table of topics and the commands about rules; a test holds both READMEs to it."""
    from energy_audit.report.drawn.rulebook_page import kind_counts, topics_of
    from energy_audit.report.language import words
    from energy_audit.rulebook.model import KINDS

    w = words(lang)
    kinds = [w.label("kind", kind) for kind in KINDS]
    lines = [
        README_BEGIN,
        f"| {w('主题')} | `--topic` | {' | '.join(kinds)} | {w('合计')} |",
        f"|---|---|{'--:|' * (len(kinds) + 1)}",
    ]
    totals = dict.fromkeys(KINDS, 0)
    for topic in topics_of(rulebook):
        counts = kind_counts(rulebook, topic.name)
        totals = {kind: totals[kind] + counts[kind] for kind in KINDS}
        cells = " | ".join(str(count) for count in (*counts.values(), sum(counts.values())))
        lines.append(f"| {topic.title.of(lang)} | `{topic.name}` | {cells} |")
    sums = " | ".join(str(count) for count in (*totals.values(), sum(totals.values())))
    lines.append(f"| {w('合计')} | | {sums} |")
    return "\n".join([*lines, "", "```text", *_commands(lang), "```", README_END])


def _commands(lang: Language) -> list[str]:
    """List the commands that read, prove, change and explain rules, with the first line of their help."""
    from energy_audit.cli import COMMANDS
    from energy_audit.cli.rules import command

    said = {f"rules {name}": each.help or "" for name, each in command.commands.items()}
    said |= {name: COMMANDS[name] for name in ("explain", "why-not")}
    width = max(map(len, said))
    place = 0 if lang == "zh" else -1
    first = {name: text.splitlines()[0].split(" / ")[place].strip() for name, text in said.items()}
    return [f"energy-audit {name.ljust(width)}  {text}" for name, text in first.items()]
