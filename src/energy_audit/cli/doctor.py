"""``energy-audit doctor``: what this machine lacks, and how to get it."""

from __future__ import annotations

import click

from energy_audit.cli.options import lang_option


@click.command("doctor")
@lang_option
def command(lang: str) -> int:
    """检查 PDF 所需的系统库、中文字体和随包数据是否齐全。

    Check the system libraries for PDF, the Chinese fonts and the shipped data.
    """
    from energy_audit.cli import DONE
    from energy_audit.cli.health import checks
    from energy_audit.cli.terminal import console

    screen = console()
    missing = 0
    for check in checks(lang):
        mark = "[green]OK  [/]" if check.fine else "[red]缺少[/]" if lang == "zh" else "[red]MISS[/]"
        screen.print(f"{mark} {check.name}", markup=True)
        if not check.fine:
            missing += 1
            screen.print(f"     {check.advice}")
    done = "一切就绪。" if lang == "zh" else "All is there."
    lacking = (
        f"缺少 {missing} 项；没有它们，网页、表格和数据文件仍可生成。"
        if lang == "zh"
        else (f"{missing} missing; pages, workbook and data files work without them.")
    )
    screen.print(lacking if missing else done)
    return DONE
