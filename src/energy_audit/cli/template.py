"""``energy-audit template``: the blank filing workbook for a clerk to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both
from energy_audit.cli.echo import typed
from energy_audit.cli.options import EXISTING, lang_option, today

if TYPE_CHECKING:
    from energy_audit.report.template.blank import Tier


EXAMPLES = """\b
例 / example:
  energy-audit template 申报表.xlsx --year 2025 --industry 3011 --tier A
"""


@click.command("template", epilog=EXAMPLES)
@click.argument("target", metavar="申报表.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--year", type=click.IntRange(1990, 2100), help="报告年度，默认上一年 / report year (default: last year)")
@click.option("--industry", metavar="CODE", help="4 位行业代码，如 3011 / four-digit industry code")
@click.option("--tier", type=click.Choice(["A", "B", "C", "D"]), help="只列该档的档案清单 / archive list of one tier")
@click.option(
    "--prefill", type=EXISTING, help="用上年的申报预填：单位信息、库存、上年数 / carry last year's filing over"
)
@lang_option
def command(
    target: Path, year: int | None, industry: str | None, tier: Tier | None, prefill: Path | None, lang: str
) -> None:
    """生成空白申报工作簿，有下拉选项、填写说明和自动计算。

    Write the blank filing workbook, with drop-downs, comments and formulas. An existing file is never overwritten.
    """
    from energy_audit import resources
    from energy_audit.cli.terminal import console
    from energy_audit.errors import UsageError
    from energy_audit.filing.problems.problem import unmarked
    from energy_audit.reference.tables import load_reference
    from energy_audit.report.language import words
    from energy_audit.report.template.blank import Choices, write_template
    from energy_audit.report.template.prefill import read_prefill

    w = words("en" if lang == "en" else "zh")
    reference = load_reference(resources.folder("rules"))
    last = read_prefill(prefill, reference) if prefill else None
    chosen = year or (last.year + 1 if last else today().year - 1)
    if last and chosen != last.year + 1:
        # the stock that closed one year opens the next, and no other
        raise UsageError(
            both(
                "{prefill} 是 {year} 年度的申报，只能带入 {next_year} 年度，不能带入 {chosen} 年度。",
                prefill=prefill,
                year=last.year,
                next_year=last.year + 1,
                chosen=chosen,
            )
        )
    write_template(target, Choices(chosen, industry, tier, last), reference)
    screen = console()
    screen.print(
        w(
            "已生成 {target}（{chosen} 年度）。用 Excel 或 WPS 打开填写，先看第一页“填报说明”。",
            target=target,
            chosen=chosen,
        )
    )
    if last:
        carried = w(
            "已从 {year} 年度带入：单位信息、{energies} 个品种的期初库存、{products} 个产品和上年数。",
            year=last.year,
            energies=len(last.stock),
            products=len(last.products),
        )
        screen.print(carried)
        before = last.enterprise["industry_code"]
        if industry and before and before != industry:
            screen.print(
                w(
                    "  行业没有带入：上年申报的是 {before}，这次按 --industry 填 {industry}。其余照样带入；上年的产品、库存已不属于本行业的，请删去。",
                    before=" ".join(filter(None, (before, last.enterprise["industry_name"]))),
                    industry=industry,
                )
            )
        for each in last.left_open:
            screen.print(f"  {unmarked(each, w.lang)}")
    # a command is copied as it stands: no line break within it, and quotes that every shell knows
    screen.print(w("填好后自查：energy-audit check {target}", target=typed(target)), soft_wrap=True)
