"""Options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from energy_audit.catalogue import both
from energy_audit.errors import UsageError

FORMATS = ("html", "pdf", "xlsx", "data")


class DecimalType(click.ParamType[Decimal]):
    """A positive exact number."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read the number, or say what is wrong with it."""
        if isinstance(value, Decimal):
            return value
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            self.fail(both("“{value}”不是数字", value=value), param, ctx)
        if not number.is_finite() or number <= 0:
            self.fail(both("“{value}”应为正数", value=value), param, ctx)
        return number


class FormatsType(click.ParamType[frozenset[str]]):
    """A comma-separated choice of output formats; data files are always written."""

    name = "html,pdf,xlsx,data"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        """Read the list, or name what is unknown."""
        if isinstance(value, frozenset):
            return value
        chosen = {each.strip().lower() for each in str(value).split(",") if each.strip()}
        unknown = chosen - set(FORMATS)
        if unknown:
            self.fail(
                both(
                    "不认识的格式 {unknown}；可用 {formats}",
                    unknown=", ".join(sorted(unknown)),
                    formats=",".join(FORMATS),
                ),
                param,
                ctx,
            )
        return frozenset(chosen | {"data"})


def as_date(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    """Turn click's date and time into a day."""
    return value.date() if value else None


FOLDER = click.Path(path_type=Path, file_okay=False)


class ExistingPath(click.ParamType[Path]):
    """A file or folder that is there."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Find it, or name what is nearly called so.

        Raises:
            UsageError: it does not exist, or is an empty text: a variable of a script that was never set.
        """
        del param, ctx
        if not value:  # which would mean the folder one is in, with all that lies in it
            raise UsageError(both("这里应写文件或文件夹的路径，给出的却是空的。当前文件夹请写成“.”。"))
        path = Path(value)
        if path.exists():
            return path
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        near = get_close_matches(path.name, beside, 1)
        if near:
            raise UsageError(
                both(
                    "找不到“{path}”，请核对文件名和所在文件夹。是不是“{near}”？",
                    path=path,
                    near=path.with_name(near[0]),
                )
            )
        raise UsageError(
            both("找不到“{path}”，请核对文件名和所在文件夹。当前文件夹是 {here}。", path=path, here=Path.cwd())
        )


EXISTING = ExistingPath()
DAY = "YYYY-MM-DD"

as_of_option = click.option(
    "--as-of",
    metavar=DAY,
    type=click.DateTime(["%Y-%m-%d"]),
    callback=as_date,
    help="判定基准日，默认今天 / the day everything is judged on (default: today)",
)
basis_option = click.option(
    "--basis",
    type=click.Choice(["calorific", "equal"]),
    help="判定档次采用的电力口径：当量值或等价值 / the electricity basis that decides the tier",
)
equal_factor_option = click.option(
    "--equal-factor",
    type=DecimalType(),
    help="等价口径电力折标系数，tce/万kWh，用于未填报的单位 / equal-value factor where none was filed",
)
carbon_set_option = click.option(
    "--carbon-set",
    type=click.Choice(["ndrc_guides", "mee_power_guide", "steel_2015", "provincial_inventory_guide"]),
    default="ndrc_guides",
    show_default=True,
    help="燃料碳排放的取值体系 / value set for the CO2 of fuels",
)
grid_region_option = click.option(
    "--grid-region",
    help="电网排放因子的地区（贵州、南方、全国…），默认单位所在省 / region of the grid factor (default: own province)",
)
grid_year_option = click.option(
    "--grid-year",
    type=click.IntRange(2000, 2100),
    help="电网排放因子的年份，默认报告年度及以前最近公布的 / year of the grid factor (default: latest up to the report year)",
)
rules_as_of_option = click.option(
    "--rules-as-of",
    metavar=DAY,
    type=click.DateTime(["%Y-%m-%d"]),
    callback=as_date,
    help="重放：改按这一天的规则、限额和目录判定全部申报，默认按各申报年度 / replay by the law of this day",
)
rules_option = click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="追加或替换的规则目录，可多次 / further rule folders",
)
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言 / language"
)


def today() -> date:
    """The only place where the clock is read."""
    return datetime.now().astimezone().date()
