"""Writes a filing as untidily as people do, without changing what it says.

A banner above every table, the unit's code and the year only in a line of text, headings stacked in groups
and with units in brackets, full-width digits, thousands separators, 2025.3.1, 万kWh, "/" for nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from energy_audit.filing.schema import TABLES, Column, Table
from form.workbook import WHOSE, Formats, new_sheet, new_workbook, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from form.cells import Cell, Row
    from form.filing import Filing

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")

GROUPS: dict[str, tuple[str, str]] = {
    "enterprise.reported_tce_calorific": ("综合能源消费量（吨标准煤）", "当量值"),
    "enterprise.reported_tce_equal": ("综合能源消费量（吨标准煤）", "等价值"),
    "enterprise.reported_tce_calorific_prev": ("上年综合能源消费量（吨标准煤）", "当量值"),
    "enterprise.reported_tce_equal_prev": ("上年综合能源消费量（吨标准煤）", "等价值"),
    "enterprise.reported_intensity_calorific": ("单位产值综合能耗（吨标准煤/万元）", "当量"),
    "enterprise.reported_intensity_equal": ("单位产值综合能耗（吨标准煤/万元）", "等价"),
    "energy_consumption.consumption_total": ("消费量", "消费量合计"),
    "energy_consumption.consumption_industrial": ("消费量", "工业生产消费"),
    "energy_consumption.consumption_feedstock": ("消费量", "其中：用于原材料"),
    "energy_consumption.consumption_nonindustrial": ("消费量", "非工业生产消费"),
    "energy_consumption.consumption_transport": ("消费量", "合计中：运输工具消费"),
    "energy_consumption.reported_tce_calorific": ("折标量（吨标准煤）", "当量"),
    "energy_consumption.reported_tce_equal": ("折标量（吨标准煤）", "等价"),
}
"""Headings that stand in two rows."""

UNITS_SHOWN = {"万元", "台", "小时", "吨标准煤", "人", "%"}
"""Units that the headings repeat in brackets."""

SPELLINGS = {"万千瓦时": "万kWh", "万立方米": "万m³", "生物质废料用于燃料": "生物质颗粒"}
"""Other words for the same."""


def write_messy(target: Path, filing: Filing) -> None:
    """Write one filing untidily."""
    book, formats = new_workbook(target)
    for key, table in TABLES.items():
        if key in filing.tables:
            sheet = new_sheet(book, table.aliases[-1] if key == "enterprise" else table.sheet, len(table.columns))
            _write_table(sheet, table, filing, formats)
    book.close()


def _write_table(sheet: Worksheet, table: Table, filing: Filing, formats: Formats) -> None:
    first = table.key == "enterprise"
    columns = [column for column in table.columns if first or column.key not in WHOSE]
    sheet.merge_range(
        0, 0, 0, len(columns) - 1, f"{filing.year} 年度重点用能单位能源利用状况报告　{table.sheet}", formats.title
    )
    sheet.set_row(0, 30)
    top = 2
    if not first:
        stated = f"统一社会信用代码：{filing.unit.uscc}　　报告年度：{filing.year}年"
        sheet.write_string(1, 0, stated, formats.note)
    tall = _write_headings(sheet, table, columns, top, formats)
    for line, row in enumerate(filing.tables[table.key], start=top + tall):
        _write_row(sheet, line, columns, row, formats)


def _write_headings(sheet: Worksheet, table: Table, columns: Sequence[Column], top: int, formats: Formats) -> int:
    """Write the headings; return how many rows they take."""
    groups = [GROUPS.get(f"{table.key}.{column.key}") for column in columns]
    if not any(groups):
        for place, column in enumerate(columns):
            sheet.set_column(place, place, 16)
            sheet.write_string(top, place, _heading(column), formats.heading)
        return 1
    place = 0
    while place < len(columns):
        sheet.set_column(place, place, 16)
        group = groups[place]
        if group is None:
            sheet.merge_range(top, place, top + 1, place, _heading(columns[place]), formats.heading)
            place += 1
            continue
        last = place
        while last + 1 < len(columns) and (after := groups[last + 1]) is not None and after[0] == group[0]:
            last += 1
        sheet.merge_range(top, place, top, last, group[0], formats.heading)
        for each in range(place, last + 1):
            below = groups[each]
            sheet.set_column(each, each, 16)
            sheet.write_string(top + 1, each, below[1] if below else "", formats.heading)
        place = last + 1
    return 2


def _heading(column: Column) -> str:
    return f"{column.name_zh}（{column.filed_unit}）" if column.filed_unit in UNITS_SHOWN else f" {column.name_zh} "


def _write_row(sheet: Worksheet, line: int, columns: Sequence[Column], row: Row, formats: Formats) -> None:
    for place, column in enumerate(columns):
        sheet.write_string(line, place, untidy(row.get(column.key), column), formats.text)


def untidy(value: Cell, column: Column) -> str:
    """Write a value as people do."""
    if value is None or (value == 0 and not column.required and not isinstance(value, bool)):
        return "/"
    match value:
        case bool():
            return "√" if value else "×"
        case date():
            return f"{value.year}.{value.month}.{value.day}"
        case Decimal() | int():
            return _untidy_number(Decimal(value), column)
        case _:
            return SPELLINGS.get(value, value)


def _untidy_number(value: Decimal, column: Column) -> str:
    if column.key == "report_year":
        return f"{value}年"
    if column.unit == "%":
        return f"{shown(value)}%"
    if value >= 1000:
        whole, _, part = shown(value).partition(".")
        return f"{int(whole):,}.{part}" if part else f"{int(whole):,}"
    return shown(value).translate(FULL_WIDTH)
