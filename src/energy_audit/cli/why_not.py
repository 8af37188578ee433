"""``energy-audit why-not``: which guard kept a rule from firing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_option, today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from energy_audit.cli.options import Language


@click.command("why-not")
@click.argument("code")
@click.argument("uscc")
@click.argument("year", type=int)
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@lang_option
def command(
    code: str,
    uscc: str,
    year: int,
    filings: tuple[Path, ...],
    as_of: date | None,
    rules: tuple[Path, ...],
    lang: Language,
) -> None:
    """说明某单位某年为何没有触发某条规则：哪一项条件挡住了，数值是多少。

    Say which term of rule CODE kept it from firing for USCC in YEAR, with the values.
    """
    from energy_audit.cli.explain import lines_of
    from energy_audit.cli.terminal import console
    from energy_audit.errors import UsageError
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.explain import explain

    w = words(lang)
    material = inspect(filings, Options(as_of or today(), lang=lang), rules=rules).material
    explained = explain(material.judgement, code.upper(), uscc=uscc, report_year=year)
    if not explained:
        raise UsageError(
            w(f"{uscc} {year} 年没有规则 {code} 所判的对象。", f"{uscc} {year} has nothing that rule {code} judges.")
        )
    screen = console()
    for each in explained:
        for line in lines_of(each, w):
            screen.print(line, markup=False)
        if each.why_not:
            kept = "；".join(term.text for term in each.why_not)
            screen.print(w(f"没有触发，因为：{kept}", f"It did not fire because: {kept}"), markup=False)
