"""``energy-audit inspect``: a batch of filings in, a folder of findings out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import Language, Message, said
from energy_audit.cli.echo import echo
from energy_audit.cli.options import (
    EXISTING,
    FOLDER,
    FormatsType,
    as_of_option,
    basis_option,
    carbon_set_option,
    equal_factor_option,
    grid_region_option,
    grid_year_option,
    lang_option,
    rules_as_of_option,
    rules_option,
    today,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from energy_audit.inspection import Inspection


@click.command("inspect")
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@click.option("--out", required=True, type=FOLDER, help="输出文件夹：不存在、为空或本工具先前的输出 / output folder")
@as_of_option
@click.option(
    "--format",
    "formats",
    type=FormatsType(),
    default="html,pdf,xlsx,data",
    show_default=True,
    help="输出格式 / what to write",
)
@basis_option
@equal_factor_option
@carbon_set_option
@grid_region_option
@grid_year_option
@rules_option
@rules_as_of_option
@click.option(
    "--no-verdicts", is_flag=True, help="不写 data/verdicts.parquet（每条规则每个对象一行，量大）/ leave it out"
)
@click.option(
    "--cache",
    "cache_folder",
    type=FOLDER,
    default=None,
    envvar="ENERGY_AUDIT_CACHE",
    help="缓存文件夹，可随时删除；默认为本用户的缓存目录 / cache folder, may be deleted; default: this user's",
)
@click.option(
    "--cache-limit",
    type=click.FloatRange(min=0),
    default=4,
    show_default=True,
    help="缓存最多占用的空间，单位 GiB / most the cache may take",
)
@click.option(
    "--no-cache", is_flag=True, envvar="ENERGY_AUDIT_NO_CACHE", help="不用缓存，一切重做 / make everything anew"
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="并行进程数，默认为处理器个数 / processes")
@lang_option
@click.option("--strict", is_flag=True, help="有违法项或申报错误时以 1 退出 / exit 1 on violations or filing errors")
@click.option("--quiet", is_flag=True, help="不显示进度 / no progress")
def command(
    filings: tuple[Path, ...],
    out: Path,
    as_of: date | None,
    formats: frozenset[str],
    basis: str | None,
    equal_factor: Decimal | None,
    carbon_set: str,
    grid_region: str | None,
    grid_year: int | None,
    rules: tuple[Path, ...],
    rules_as_of: date | None,
    no_verdicts: bool,
    cache_folder: Path | None,
    cache_limit: float,
    no_cache: bool,
    jobs: int | None,
    lang: Language,
    strict: bool,
    quiet: bool,
) -> int:
    """检查一批申报（工作簿、CSV/Parquet 表文件夹、压缩包，可混放）。

    Inspect a batch of filings: workbooks, table folders, archives, at any depth.
    """
    from energy_audit.cache import Cache, usual_folder
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.interrupt import prompt_interrupts
    from energy_audit.cli.terminal import telling
    from energy_audit.energy.carbon_factors import CarbonChoice
    from energy_audit.parts.run import inspect_into
    from energy_audit.report.material import Options
    from energy_audit.report.output import refuse_foreign

    refuse_foreign(out)
    carbon = CarbonChoice(carbon_set, grid_region, grid_year)
    options = Options(as_of or today(), basis, equal_factor, lang, formats, not no_verdicts, carbon, rules_as_of)  # type: ignore[arg-type]  # click checked the basis
    workers = jobs or os.cpu_count() or 1
    cache = None if no_cache else Cache(cache_folder or usual_folder(), int(cache_limit * 2**30))
    with prompt_interrupts(), telling(lang, quiet=quiet) as progress:
        inspection, missing = inspect_into(
            out, filings, options, rules=rules, jobs=workers, progress=progress, cache=cache
        )
    if cache:
        cache.trim()
    tell_missing_glyphs(missing, lang)
    found = show_summary(inspection, out, quiet=quiet)
    return FOUND if strict and found else DONE


def tell_missing_glyphs(missing: Mapping[str, Sequence[str]], lang: Language) -> None:
    """Say on the error console which characters stand as codes in PDFs, and what to do."""
    for code, pages in missing.items():
        more = "" if len(pages) == 1 else f" (+{len(pages) - 1})"
        told = said(
            "缺字：{code} {character} 没有字体能显示，PDF 中以〔{code}〕代替：{pages}。请安装含该字的字体（如 fonts-hanazono）后重新生成。",
            lang,
            code=code,
            character=chr(int(code.removeprefix("U+"), 16)),
            pages=f"{pages[0]}{more}",
        )
        echo(told, err=True)


def show_summary(inspection: Inspection, out: Path, *, quiet: bool = False) -> bool:
    """Print what was found; say whether there are violations or filing errors."""
    import polars as pl
    from rich.text import Text

    from energy_audit.cli.rules_read import replaced_tables
    from energy_audit.cli.terminal import console, stage_name, table
    from energy_audit.report.batch.outcome import refused_reasons
    from energy_audit.report.language import words
    from energy_audit.report.limits import nobodys, replayed
    from energy_audit.report.tables.counts import counts_of_units
    from energy_audit.report.tables.turnout import listed_twice

    material = inspection.material
    w = words(material.options.lang)
    files = material.intake.files
    refused = [each for each in files if each.status == "refused"]
    enterprises = material.facts.frames["enterprise"]
    tally = material.judgement.tally()
    errors = material.intake.problems.filter(pl.col("severity") == "error").height
    violations = int(tally["violations"].sum())
    if quiet:
        return bool(violations or errors)
    screen = console()
    screen.print(
        w(
            "找到文件 {files} 个：读取 {read}，拒收 {refused}；单位年度 {filings} 个；申报问题 {problems} 处（错误 {errors}）",
            files=len(files),
            read=len(files) - len(refused),
            refused=len(refused),
            filings=enterprises.height,
            problems=material.intake.problems.height,
            errors=errors,
        )
    )
    for path, reason in refused_reasons(material).items():
        told = w(" {path}：{reason}", path=path, reason=reason)
        screen.print(Text.assemble("  ", (w("拒收"), "yellow"), told))
    counts = enterprises["tier"].fill_null("?").value_counts(sort=False)
    by_tier = dict(counts.iter_rows())
    rows = [
        (w.tier(tier) if tier != "?" else w("档次不能确定"), by_tier.get(tier, 0)) for tier in ("A", "B", "C", "D", "?")
    ]
    screen.print(
        table(w(Message("档次", "inspect")), [w(Message("档次", "inspect 2")), w("单位年度")], rows, right=[1])
    )
    counts_by_kind, of_others = counts_of_units(tally, enterprises)
    kinds = [
        (w.label("kind", kind), counts_by_kind[column])
        for kind, column in (("violation", "violations"), ("suspicion", "suspicions"), ("notice", "notices"))
    ]
    kinds.append((w.label("verdict", "cannot_tell"), counts_by_kind["cannot_tell"]))
    screen.print(table(w("发现"), [w("类别"), w("条数")], kinds, right=[1]))
    if of_others:
        screen.print(nobodys(of_others, w), style="yellow")
    for override in material.rulebook.overrides:
        screen.print(override.said(material.options.lang))
    for line in replaced_tables(material.reference, w):
        screen.print(line)
    for year in listed_twice(material.reference, w).values():
        for told in year.values():
            screen.print(told, style="yellow")
    if material.options.rules_as_of is not None:
        screen.print(replayed(material.options.rules_as_of, w), style="yellow")
    page = out / ("index.html" if "html" in material.options.formats else "data")
    lang = material.options.lang
    seconds = (f"{stage_name(stage, lang)} {value:.1f} s" for stage, value in inspection.clock.seconds.items())
    screen.print(w("用时：{seconds}", seconds=w("，").join(seconds)))
    screen.print(w("请打开：{page}", page=page), style="bold")
    return bool(violations or errors)
