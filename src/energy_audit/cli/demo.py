"""``energy-audit demo``: the main job on the shipped samples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from energy_audit.cli.options import FOLDER, FormatsType, lang_option

SAMPLE_DAY = date(2026, 6, 30)
"""The samples are filings of 2025, looked at on this day, so that the demo always shows the same."""


@click.command("demo")
@click.option("--out", type=FOLDER, default=Path("demo-output"), show_default=True, help="输出文件夹 / output folder")
@click.option(
    "--format",
    "formats",
    type=FormatsType(),
    default="html,pdf,xlsx,data",
    show_default=True,
    help="输出格式 / what to write",
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="并行进程数，默认为处理器个数 / processes")
@lang_option
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress")
@click.pass_context
def command(ctx: click.Context, *, out: Path, formats: frozenset[str], jobs: int | None, lang: str, quiet: bool) -> int:
    """用随包的示例申报跑一遍 inspect。

    Run inspect on the shipped sample filings.
    """
    from energy_audit.cli.inspect import command as inspect_command
    from energy_audit.resources import folder

    samples = folder("sample_data") / "filings"
    code = ctx.invoke(
        inspect_command,
        filings=(samples,),
        out=out,
        as_of=SAMPLE_DAY,
        formats=formats,
        basis=None,
        equal_factor=None,
        rules=(),
        jobs=jobs,
        lang=lang,
        strict=False,
        quiet=quiet,
    )
    return int(code)
