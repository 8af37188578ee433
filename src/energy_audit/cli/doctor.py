"""``energy-audit doctor``: what this machine lacks, and how to get it."""

from __future__ import annotations

import click

from energy_audit.catalogue import Language, said
from energy_audit.cli.options import lang_option


@click.command("doctor")
@lang_option
def command(lang: Language) -> int:
    """检查 PDF 所需的系统库、中文字体和随包数据是否齐全。

    Check the system libraries for PDF, the Chinese fonts and the shipped data.
    """
    from rich.text import Text

    from energy_audit.cli import DONE
    from energy_audit.cli.health import checks
    from energy_audit.cli.terminal import console

    screen = console()
    missing = 0
    for check in checks(lang):
        mark = ("OK  ", "green") if check.fine else (said("缺少", lang), "red")
        screen.print(Text.assemble(mark, f" {check.name}"))
        if not check.fine:
            missing += 1
            screen.print(f"     {check.advice}")
    lacking = said("缺少 {count} 项；没有它们，网页、表格和数据文件仍可生成。", lang, count=missing)
    screen.print(lacking if missing else said("一切就绪。", lang))
    return DONE
