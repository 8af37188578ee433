"""The drop-down lists of the blank workbook, on a hidden sheet, and the input rule of each column.

Lists come from the reference tables, bounds and lengths from the checks of the schema, so a cell refuses exactly
what reading would call a problem. Lists that do not hold every lawful value (only part of the industries and of the
country's counties are on file) advise and do not forbid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.filing.problems.sources import letter
from energy_audit.filing.sheets.heading_units import known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlsxwriter

    from energy_audit.filing.schema import Column, Table
    from energy_audit.reference.tables import Reference

SHEET: Final = "选项说明"
"""Its name says that it explains, so that reading passes over it without a word."""

INDUSTRIAL_CELL: Final = f"'{SHEET}'!$A$2"
"""1 where the industry of table 1 belongs to sections B-D, whose industrial consumption decides; 0 elsewhere; empty
while the industry is not known."""

UNIT_PAIRS, MULTIPLIERS, UNIT_OF = "单位对", "单位倍数", "/"
"""Standard unit/unit → standard units in one such unit, of all pairs of one dimension."""

_NAME = "选项_"
_FIRST_ROW = 3
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""What spreadsheets allow."""

_LIST_OF: Final[dict[str, str]] = {
    "energy_name": "能源",
    "energy_type": "能源",
    "energy_code": "能源编码",
    "unit": "数量单位",
    "purchase_amount_unit": "货币",
    "document_id": "档案编码",
    "industry_name": "行业小类名",
    "industry_code": "行业小类码",
    "county_name": "县名",
    "region_code": "县码",
    "city_name": "市州名",
    "province_name": "省名",
}
"""Column key → list. The condition of a product has units of its own, so ``product_condition.unit`` has none."""

_OPEN_LISTS = {"数量单位", "货币", "行业小类名", "行业小类码", "县名", "县码", "市州名", "省名"}
"""Lists that advise: another value may be right."""

_UNITS_OFFERED = ("mass", "volume", "electricity", "heat", "standard_coal")
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)
_DIGITS = re.compile(r"^\^\[0-9\]\{(\d+)\}\$$")
USCC_LENGTH = 18


@dataclass(frozen=True)
class Lists:
    """The lists as written: name → the name of its range."""

    ranges: Mapping[str, str]

    def of(self, table: Table, column: Column) -> str | None:
        """Name the list that a column is chosen from."""
        if table.key == "product_condition" or column.kind != "text":
            return None
        # equipment names the energy by code or name; people know the name
        return "能源" if (table.key, column.key) == ("equipment", "energy_code") else _LIST_OF.get(column.key)


def write_lists(
    book: xlsxwriter.Workbook, reference: Reference, industry_cell: str, *, industrial: bool | None
) -> Lists:
    """Add the hidden sheet.

    Args:
        book: the workbook.
        reference: the reference tables.
        industry_cell: where table 1 holds the industry code.
        industrial: what the formula comes to when the workbook is written; None while the industry is open.
    """
    sheet = book.add_worksheet(SHEET)
    division = f"VALUE(LEFT({industry_cell},2))"
    # GB/T 4754-2017: sections B, C and D are divisions 06 to 46
    formula = f'=IF({industry_cell}="","",IFERROR(IF(AND({division}>=6,{division}<=46),1,0),""))'
    sheet.write_formula(
        INDUSTRIAL_CELL.split("!")[1].replace("$", ""), formula, None, "" if industrial is None else int(industrial)
    )
    ranges = {}
    # named ranges: Excel moves lists that point at another sheet by address into an extension other programs drop
    for place, (name, values) in enumerate(_values(reference).items(), start=1):
        sheet.write_string(0, place, f"选项 {name}")
        for index, value in enumerate(values):
            sheet.write(_FIRST_ROW - 1 + index, place, value)
        at = letter(place)
        ranges[name] = f"{_NAME}{name}"
        area = f"='{SHEET}'!${at}${_FIRST_ROW}:${at}${_FIRST_ROW + len(values) - 1}"
        book.define_name(ranges[name], area)
    sheet.hide()
    return Lists(ranges)


def _values(reference: Reference) -> dict[str, Sequence[str | float]]:
    energies = reference.energy_catalogue
    pairs = energies.select("unit", "dimension").unique(maintain_order=True).join(reference.units, on="dimension")
    units = reference.units.filter(
        pl.col("dimension").is_in(_UNITS_OFFERED) & (pl.col("spelling").str.contains(r"^\p{Han}+$"))
    )
    classes = reference.industries.filter(pl.col("level") == "class").unique("name_zh", maintain_order=True)
    today = reference.regions.filter(pl.col("replaced_by").is_null())
    regions = {row["code"]: row for row in today.iter_rows(named=True)}
    counties = [row for row in regions.values() if row["level"] == "county"]
    cities = [regions[row["parent"]] for row in counties]
    return {
        "能源": energies["name_zh"].to_list(),
        "能源编码": energies["code"].to_list(),
        "数量单位": list(dict.fromkeys([*energies["unit"].to_list(), *_common(units)])),
        UNIT_PAIRS: [f"{standard}{UNIT_OF}{unit}" for standard, unit in pairs.select("unit", "spelling").iter_rows()],
        MULTIPLIERS: pairs["multiplier"].cast(pl.Float64).to_list(),
        "货币": ["万元", "千元", "元", "亿元"],
        "档案编码": [document.id for document in reference.documents],
        "行业小类名": classes["name_zh"].to_list(),
        "行业小类码": classes["code"].to_list(),
        "县名": [row["name_zh"] for row in counties],
        "县码": [row["code"] for row in counties],
        # one a county, so that a county is looked up; as a drop-down the next two serve
        "县属市州": [city["name_zh"] for city in cities],
        "县属省": [regions[city["parent"]]["name_zh"] for city in cities],
        "市州名": list(dict.fromkeys(city["name_zh"] for city in cities)),
        "省名": list(dict.fromkeys(regions[city["parent"]]["name_zh"] for city in cities)),
    }


def _common(units: pl.DataFrame) -> list[str]:
    """Units in Chinese, those nearest to the standard unit of their dimension first."""
    near = units.filter(pl.col("multiplier").cast(pl.Float64).is_between(1e-4, 1e4))
    known_units = near.filter(pl.col("spelling").map_elements(known, return_dtype=pl.Boolean))
    return known_units["spelling"].to_list()


def rule_of(table: Table, column: Column, lists: Lists, message: str) -> dict[str, Any]:
    """Return the input rule of a column, as XlsxWriter takes it."""
    told = {
        "input_title": _cut(column.name_zh, _LONGEST_TITLE),
        "input_message": _cut(message, _LONGEST_MESSAGE),
        "error_title": "请核对",
        "ignore_blank": True,
    }
    name = lists.of(table, column)
    if name:
        kind = "information" if name in _OPEN_LISTS else "stop"
        error = "列表中没有这一项。确实无误可以保留。" if kind == "information" else "请从下拉列表中选择。"
        return {
            "validate": "list",
            "source": f"={lists.ranges[name]}",
            "error_type": kind,
            "error_message": error,
            **told,
        }
    match column.kind:
        case "choice":
            return {"validate": "list", "source": answers(column), "error_message": "请从下拉列表中选择。", **told}
        case "boolean":
            return {"validate": "list", "source": ["是", "否"], "error_message": "请填“是”或“否”。", **told}
        case "date":
            between = {"criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
            return {"validate": "date", **between, "error_message": "请填日期，如 2025-03-01。", **told}
        case "number" | "integer":
            return {**_figure(column), **told}
        case _:
            return {**_text(column), **told}


def answers(column: Column) -> list[str]:
    """The accepted texts of a choice, one for each stored value: the first that the schema names."""
    first: dict[str, str] = {}
    for text, stored in column.choices:
        first.setdefault(stored, text)
    return list(first.values())


def _figure(column: Column) -> dict[str, Any]:
    bounds = dict(column.checks)
    low, high = bounds.get("greater_than_or_equal_to"), bounds.get("less_than_or_equal_to")
    said = "整数" if column.kind == "integer" else "数字，不带单位"
    rule: dict[str, Any] = {"validate": "integer" if column.kind == "integer" else "decimal"}
    if low is not None and high is not None:
        between = {"criteria": "between", "minimum": low, "maximum": high}
        return {**rule, **between, "error_message": f"请填 {low} 至 {high} 的{said}。"}
    if low is not None:
        return {**rule, "criteria": ">=", "value": low, "error_message": f"请填不小于 {low} 的{said}。"}
    any_figure = {"criteria": "between", "minimum": -(10**14), "maximum": 10**14}
    return {**rule, **any_figure, "error_message": f"请填{said}，可以为负。"}


def _text(column: Column) -> dict[str, Any]:
    digits = _DIGITS.match(str(dict(column.checks).get("str_matches", "")))
    length = int(digits[1]) if digits else USCC_LENGTH if column.key.endswith("uscc") else None
    if length is None:
        return {"validate": "any"}
    return {
        "validate": "length",
        "criteria": "==",
        "value": length,
        "error_message": f"应为 {length} 位。{column.meaning}。",
    }


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
