"""``energy-audit reference``: look a factor, a limit or an article up for a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from energy_audit.catalogue import both
from energy_audit.cli.echo import echo, typed
from energy_audit.cli.listed import ListedGroup
from energy_audit.cli.options import FOLDER, as_of_option, rules_option, today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl


@click.group("reference", cls=ListedGroup)
def command() -> None:
    """查参考表：折标系数、限额、标杆基准、排放因子、法条、档案目录。 / Look reference values up."""


@command.command("list")
@rules_option
def list_tables(rules: tuple[Path, ...]) -> None:
    """列出全部参考表。 / List the tables."""
    from energy_audit import resources
    from energy_audit.cli.terminal import console, table
    from energy_audit.reference.columns import SCHEMAS
    from energy_audit.reference.tables import TOML_TABLES, load_reference

    reference = load_reference(resources.folder("rules"), rules)
    rows = [(name, schema.meaning_zh, len(getattr(reference, name))) for name, schema in SCHEMAS.items()]
    rows += [(name, meaning, len(getattr(reference, name))) for name, meaning in TOML_TABLES.items()]
    console().print(table(both("参考表"), [both("表"), both("内容"), both("行")], rows, right=[2]))


@command.command("show")
@click.argument("name")
@click.argument("words", nargs=-1)
@as_of_option
@click.option("--all-dates", is_flag=True, help="不按日期筛选 / whatever the date")
@rules_option
def show_table(name: str, words: tuple[str, ...], as_of: date | None, all_dates: bool, rules: tuple[Path, ...]) -> None:
    """显示一张表中某日有效、且含有全部 WORDS 的行。 / Show rows in force on a day that hold all WORDS.

    例 / example: energy-audit reference show limits 黄磷 --as-of 2025-12-31
    """
    import polars as pl

    from energy_audit import resources
    from energy_audit.cli.fitting import fitted
    from energy_audit.cli.terminal import console, table
    from energy_audit.errors import UsageError
    from energy_audit.reference.columns import SCHEMAS
    from energy_audit.reference.lookup import holds_on
    from energy_audit.reference.tables import TOML_TABLES, load_reference

    reference = load_reference(resources.folder("rules"), rules)
    if name in TOML_TABLES:
        held = [each for each in getattr(reference, name) if all_dates or _holds(each, as_of or today())]
        frame = pl.DataFrame([{k: _said(v) for k, v in vars(record).items()} for record in held])
    elif name in SCHEMAS:
        frame = getattr(reference, name)
        if not all_dates:
            frame = frame.filter(holds_on(as_of or today()))
    else:
        raise UsageError(
            both("没有参考表“{name}”。可用：{names}", name=name, names=", ".join([*SCHEMAS, *TOML_TABLES]))
        )
    said = frame.select(pl.all().map_elements(_said, return_dtype=pl.String, skip_nulls=False))
    for word in words:
        said = said.filter(pl.any_horizontal(pl.all().str.contains(word, literal=True)))
    shown = [
        column for column in said.columns if column not in {"source", "note"} and said[column].str.len_chars().sum()
    ]
    if name in SCHEMAS and SCHEMAS[name].slot and getattr(reference, name).is_empty():
        echo(
            both(
                "“{name}”还没有导入，一行也没有：先用 energy-audit reference template 写出空白表，填好后加 --rules 其上级目录。",
                name=name,
            )
        )
    elif said.is_empty():
        echo(both("“{name}”中没有当日有效且含有全部关键词的行；加 --all-dates 不限日期。", name=name))
    elif len(said) <= 3:
        for row in said.select(*shown, *({"source", "note"} & set(said.columns))).iter_rows(named=True):
            console().print(table("", ["", name], [(k, v) for k, v in row.items() if v]))
    else:
        screen = console()
        drawn, common, left = fitted(said.select(shown), screen.width, _telling(frame, name))
        screen.print(table(f"{name}: {len(said)}", drawn, said.select(drawn).iter_rows()))
        for column, text in common.items():
            echo(f"{column}: {text}")
        if left:
            echo(both("还有各栏：{columns}。加关键词到三行以内，全部列出。", columns=", ".join(left)))


def _telling(frame: pl.DataFrame, name: str) -> list[str]:
    """Name the columns a reader asks for: what a row is of, its numbers and their unit."""
    from energy_audit.reference.columns import SCHEMAS

    own = SCHEMAS[name].key if name in SCHEMAS else ()
    numbers = [column for column, dtype in frame.schema.items() if dtype.is_numeric()]
    return [*own, *numbers, "unit", "effective_from"]


def _holds(record: object, on: date) -> bool:
    """Whether a record is in force on a day; one without dates always is."""
    start, end = getattr(record, "effective_from", None), getattr(record, "effective_to", None)
    return (start is None or start <= on) and (end is None or on <= end)


@command.command("template")
@click.argument("names", nargs=-1)
@click.option("--out", required=True, type=FOLDER, help="写到哪个规则目录 / the rules folder to write to")
def write_templates(names: tuple[str, ...], out: Path) -> None:
    """写出待主管部门填写的空白参考表（.xlsx）。 / Write the blank tables that an authority fills in.

    不写 NAMES 即全部三张：贵州两高目录、指定名单、电力等价系数。填好后检查时加 --rules OUT。
    Fill them in and give the folder to --rules.
    """
    from energy_audit.errors import OutputRefused, UsageError
    from energy_audit.reference.columns import SCHEMAS
    from energy_audit.reference.sheet import blanks, write_blank
    from energy_audit.reference.tables import REFERENCE

    schemas = {schema.name: schema for schema in blanks(SCHEMAS)}
    for name in names:
        if name not in schemas:
            raise UsageError(both("没有待填的参考表“{name}”。可用：{names}", name=name, names=", ".join(schemas)))
    folder = out / REFERENCE
    for name in names or schemas:
        path = folder / f"{name}.xlsx"
        if path.exists():
            raise OutputRefused(both("{path} 已存在，不覆盖已填的表；请换一个目录。", path=path))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_blank(path, schemas[name])
        except OSError as error:
            raise OutputRefused(both("写不了 {path}：{reason}", path=path, reason=error.strerror or error)) from error
        echo(f"{path}  {schemas[name].meaning_zh}")
    echo(both("填好后：energy-audit inspect 申报 --rules {out} --out 结果", out=typed(out)))


def _said(value: object) -> str:
    """A value as text: lists joined, numbers without the zeros of their scale."""
    from decimal import Decimal

    import polars as pl

    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (tuple, list, pl.Series)):
        return "、".join(str(each) for each in value)
    return str(value)
