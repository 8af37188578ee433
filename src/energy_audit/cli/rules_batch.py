"""``rules stats`` and ``rules impact``: what the rules do on a batch, and what a change of them would do."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import Message, both
from energy_audit.cli.echo import echo
from energy_audit.cli.options import EXISTING, as_of_option, lang_option, rules_as_of_option, rules_option, today

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from energy_audit.catalogue import Language
    from energy_audit.inspection import Inspection
    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.rulebook.model import Rulebook

SHIPPED = "-"


@click.command("stats")
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@as_of_option
@rules_option
@rules_as_of_option
@lang_option
def rule_stats(
    filings: tuple[Path, ...], as_of: date | None, rules: tuple[Path, ...], rules_as_of: date | None, lang: Language
) -> None:
    """在一批申报上，每条规则触发多少次；从不触发和总是触发的另列。 / How often each rule fires on a batch."""
    import polars as pl

    from energy_audit.cli.terminal import console, table
    from energy_audit.inspection import inspect
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.model import VERDICTS

    w = words(lang)
    options = Options(as_of or today(), lang=lang, rules_as_of=rules_as_of)
    judgement = inspect(filings, options, rules=rules).material.judgement
    counts = pl.concat(
        batch.group_by("rule").agg((pl.col("verdict") == verdict).sum().alias(verdict) for verdict in VERDICTS)
        for batch in judgement.batches()
    )
    counts = counts.group_by("rule").sum().sort("rule")
    headings = [w(Message("规则", "rules batch")), *(w.label("verdict", each) for each in counts.columns[1:])]
    screen = console()
    screen.print(table(w("各规则的判定"), headings, counts.iter_rows(), right=[1, 2, 3, 4]))
    judged = pl.col("met") + pl.col("breached")
    never = counts.filter((pl.col("breached") == 0) & (judged > 0))["rule"].to_list()
    always = counts.filter((pl.col("breached") > 0) & (pl.col("met") == 0))["rule"].to_list()
    unjudged = sorted({*judgement.rulebook.rules} - {*counts.filter(judged > 0)["rule"]})
    for said, codes in (
        (w("从不触发"), never),
        (w("总是触发"), always),
        (w("没有一次判得出"), unjudged),
    ):
        screen.print(f"{said} ({len(codes)}): {w.join(codes) or '—'}")


@click.command("impact")
@click.argument("old", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("new", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("filings", nargs=-1, required=True, type=EXISTING)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="全部变化写成 CSV / every change as CSV")
@click.option("--limit", type=click.IntRange(min=0), default=30, show_default=True, help="屏幕上列多少条 / rows shown")
@as_of_option
@lang_option
def rule_impact(
    old: Path, new: Path, filings: tuple[Path, ...], out: Path | None, limit: int, as_of: date | None, lang: Language
) -> None:
    """比较两套规则在同一批申报上的结果：谁新增，谁消除。 / Whom a change of rules would flag or clear.

    OLD 和 NEW 是规则目录，“-”为随程序提供的规则；含 national 等同名规则包的目录整套替换，其余追加。
    OLD and NEW are rules folders, "-" is the shipped one; a folder that holds a shipped pack of the same name
    stands for the whole, any other is added to the shipped one.
    """
    from energy_audit.filing.intake import read_filings
    from energy_audit.inspection import judge_intake
    from energy_audit.report.language import words
    from energy_audit.report.material import Options
    from energy_audit.rulebook.impact import compare

    w = words(lang)
    options = Options(as_of or today(), lang=lang)
    opened = [_open(folder) for folder in (old, new)]
    clock = [perf_counter()]
    intake = read_filings(filings)
    clock.append(perf_counter())
    judged: list[Inspection] = []
    for reference, rulebook in opened:
        judged.append(judge_intake(intake, reference, rulebook, options))
        clock.append(perf_counter())
    changes = compare(judged[0].material.judgement, judged[1].material.judgement)
    clock.append(perf_counter())
    named = _named(changes, judged[1].material, w)
    if out is not None:
        _write(named, out)
    _show(named, [rulebook for _, rulebook in opened], limit, w)
    names = (
        w("读取"),
        w("按旧规则判定"),
        w("按新规则判定"),
        w("比较"),
    )
    spent = (f"{name} {end - begin:.2f} s" for name, begin, end in zip(names, clock, clock[1:], strict=False))
    echo(f"{w(Message('用时', 'rules batch'))}: {w('，').join(spent)}")


def _open(folder: Path) -> tuple[Reference, Rulebook]:
    """Open a rules folder: the shipped one, another edition of it, or the shipped one with what the folder adds."""
    from energy_audit import resources
    from energy_audit.errors import UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.reference.lookup import laws
    from energy_audit.reference.tables import load_reference
    from energy_audit.rulebook.load import load_rulebook
    from energy_audit.rulebook.packs import find_packs

    if str(folder) == SHIPPED:
        return open_rules()
    if not folder.is_dir():
        raise UsageError(both("没有规则目录 {folder}；“-”为随程序提供的规则。", folder=folder))
    shipped = resources.folder("rules")
    names = {found.pack.name for found in find_packs(shipped, [])}
    own = {found.pack.name for found in find_packs(shipped, [folder]) if found.is_extra}
    if not names & own:
        return open_rules((folder,))
    reference = load_reference(shipped, (folder,))
    return reference, load_rulebook(folder, laws=laws(reference), documents=reference.documents)


def _named(changes: pl.DataFrame, material: Material, w: Words) -> pl.DataFrame:
    """Add the names of the enterprise and its prefecture."""
    import polars as pl

    from energy_audit.report.batch.roster import prefectures

    names = material.facts.frames["enterprise"].select("uscc", "report_year", "enterprise_name")
    places = prefectures(material.reference, w)
    unknown = w("地区不明")
    return changes.join(
        names, on=["uscc", "report_year"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(
        prefecture=pl.col("prefecture_code").replace_strict(places, default=unknown, return_dtype=pl.String),
    )


def _write(changes: pl.DataFrame, out: Path) -> None:
    from energy_audit.errors import OutputRefused
    from energy_audit.report.tables.data import append_csv, start_csv

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        start_csv(out, dict(changes.schema))
        append_csv(out, changes)
    except OSError as error:
        raise OutputRefused(both("写不了 {out}：{reason}", out=out, reason=error.strerror or error)) from error
    echo(str(out))


def _show(changes: pl.DataFrame, rulebooks: list[Rulebook], limit: int, w: Words) -> None:
    from energy_audit.cli.terminal import console, table
    from energy_audit.rulebook.impact import CHANGES, count_by

    said = {
        "flagged": w("新增"),
        "cleared": w("消除"),
        "regraded": w("类别或后果改变"),
    }
    screen = console()
    for name, rulebook in zip((w("旧"), w("新")), rulebooks, strict=True):
        screen.print(f"{name}: {rulebook.identity}")
    for column, title in (("rule", w("按规则")), ("prefecture", w("按市州"))):
        counted = count_by(changes, column)
        screen.print(table(title, ["", *said.values()], counted.iter_rows(), right=(1, 2, 3)), soft_wrap=False)
    rows = changes.head(limit)
    if rows.height:
        headings = [
            w(Message("规则", "rules batch")),
            "",
            w(Message("单位", "rules batch")),
            w(Message("年度", "rules batch")),
            w("对象"),
            w(Message("判定", "rules batch")),
        ]
        screen.print(table("", headings, (_row(row, said, w) for row in rows.iter_rows(named=True))), soft_wrap=False)
    if changes.height > rows.height:
        left = changes.height - rows.height
        screen.print(w("另有 {left} 条，加 --out 文件 可全部写出", left=left))
    counts = {change: changes.filter(change=change) for change in CHANGES}
    sums = (
        w("{change} {count} 条（{units} 家）", change=said[change], count=rows.height, units=rows["uscc"].n_unique())
        for change, rows in counts.items()
    )
    screen.print(w("，").join(sums))


def _row(row: dict[str, object], said: dict[str, str], w: Words) -> tuple[object, ...]:
    before, after = (_verdict(str(row[side]), w) for side in ("before", "after"))
    graded = f"{row['grade_before']} → {row['grade_after']}" if row["change"] == "regraded" else f"{before} → {after}"
    who = row["enterprise_name"] or row["uscc"]
    return row["rule"], said[str(row["change"])], who, row["report_year"], row["subject_key"], graded


def _verdict(word: str, w: Words) -> str:
    from energy_audit.rulebook.impact import ABSENT

    return w("无此规则") if word == ABSENT else w.label("verdict", word)
