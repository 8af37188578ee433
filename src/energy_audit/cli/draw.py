"""``energy-audit draw``: a random sample of the units of an inspection, that can be drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both
from energy_audit.cli.options import EXISTING, lang_option

if TYPE_CHECKING:
    from energy_audit.catalogue import Language

PER = {"prefecture": "prefecture", "tier": "tier", "industry": "division"}

COUNTED = ("violations", "suspicions", "cannot_tell")

EXAMPLES = """\b
例 / examples:
  energy-audit draw 检查结果 --count 10 --seed "2026年7月1日公布的号码 052318" --save 抽查名单.csv
  energy-audit draw 检查结果 --count 2 --per prefecture --tier A --tier B --seed 052318
"""


@click.command("draw", epilog=EXAMPLES)
@click.argument("output", metavar="OUT", type=EXISTING)
@click.option(
    "--count",
    required=True,
    type=click.IntRange(1),
    help="抽几家；与 --per 合用时为每组几家 / how many (of each group)",
)
@click.option("--seed", required=True, help="公布的抽签种子，任意文字 / the seed that was published, any text")
@click.option("--per", type=click.Choice(list(PER)), help="按市州、档次或行业大类各抽 / so many of each")
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    type=click.Choice(["A", "B", "C", "D"]),
    help="只从这些档次中抽，可多次 / only these",
)
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="名单另存为 CSV / write the list")
@lang_option
def command(
    output: Path, count: int, seed: str, per: str | None, tiers: tuple[str, ...], save: Path | None, lang: Language
) -> int:
    """从一次检查的单位中随机抽取（双随机）：同一名单、同一种子，谁抽都一样，可当众复核。

    Draw units of an earlier inspection at random, by their lots: SHA-256 of the seed, a line feed and the credit code,
    the smallest first. Each unit takes part once, by its latest year.
    """
    import polars as pl

    from energy_audit.cli import DONE
    from energy_audit.cli.terminal import console
    from energy_audit.errors import OutputRefused, UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.report.batch.roster import named
    from energy_audit.report.batch.sampling import draw, drawable, write_list
    from energy_audit.report.headings import title
    from energy_audit.report.language import words
    from energy_audit.report.papers.sources import open_output

    earlier = open_output(output)
    if earlier is None:
        raise UsageError(both("“{folder}”不是 inspect 的输出文件夹。请先运行 energy-audit inspect。", folder=output))
    if not seed.strip():
        raise UsageError(both("抽签种子不能为空。请用事先公布的文字或号码。"))
    if save is not None and save.exists():
        raise UsageError(both("“{path}”已经存在，不覆盖。请换一个文件名。", path=save))
    w = words(lang)
    units = pl.read_parquet(output / "data" / "enterprises.parquet")
    taking_part = drawable(named(units, open_rules()[0], w), tiers, earlier.as_of.year)
    drawn = draw(taking_part, seed, count, PER[per] if per else None)
    screen = console()
    for number, row in enumerate(drawn.iter_rows(named=True), 1):
        screen.print(f"{number:>3}. {row['enterprise_name'] or w('（单位名称未填或不一致）')}  {row['uscc']}")
        place = " ".join(filter(None, (row["prefecture_name"], row["county_name"])))
        tier = w.tier(row["tier"]) if row["tier"] else w("档次不能确定")
        told = [place, tier, *(f"{title(key, w)} {row[key]}" for key in COUNTED)]
        screen.print(f"     {' · '.join(told)}")
    screen.print(w("从 {all} 家中抽取 {drawn} 家；种子：{seed}", all=taking_part.height, drawn=drawn.height, seed=seed))
    screen.print(w("复核办法：对每家计算 SHA-256（种子、换行、信用代码，UTF-8），从小到大取前几家。"))
    if save is not None:
        try:
            write_list(drawn, save, w)
        except OSError as error:
            raise OutputRefused(both("无法写入“{path}”：{error}。请换一个位置。", path=save, error=error)) from error
        screen.print(w("名单已存：{path}", path=save))
    return DONE
