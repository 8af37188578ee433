"""Every official name finds its column; no name means two."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.heading_units import known, multiplier
from energy_audit.filing.sheets.headings import is_heading, levelled, match, nearest, table_named

COLUMNS = [(table.key, column) for table in TABLES.values() for column in table.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda value: getattr(value, "key", value))
def test_every_name_of_a_column_means_it_and_only_it(table: str, column: Any) -> None:
    for name in (column.key, column.name_zh, *column.aliases):
        assert (column.key,) == match(table, (name,)).columns
        assert (column.key,) == match(table, (f" {name.replace('(', '（').replace(')', '）')}\n",)).columns
        assert is_heading(name)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda value: getattr(value, "key", value))
def test_every_official_unit_is_known_and_can_stand_in_the_heading(table: str, column: Any) -> None:
    if column.filed_unit:
        assert known(column.filed_unit)
        found = match(table, (f"{column.name_zh}（{column.filed_unit}）",))
        assert ((column.key,), 1) == (found.columns, multiplier(found.unit, column.filed_unit))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_every_name_of_a_table_means_it(table: Any) -> None:
    for name in (table.key, table.sheet, table.name_zh, *table.aliases):
        assert table is table_named(name)
        assert table is table_named(f"  {name} ")


@pytest.mark.parametrize("name", ["附表2", "表21", "表2-3", "Sheet1", "products", "汇总"])
def test_a_name_that_only_resembles_a_table_means_none(name: str) -> None:
    assert table_named(name) is None


@pytest.mark.parametrize(
    ("parts", "column"),
    [
        (("综合能源消费量（吨标准煤）", "当量值"), "reported_tce_calorific"),
        (("综合能源消费量", "等价值（吨标准煤）"), "reported_tce_equal"),
        (("综合能源消费量", "当量值", "吨标准煤"), "reported_tce_calorific"),
        (("上年综合能源消费量", "当量值"), "reported_tce_calorific_prev"),
        (("1.单位名称",), "enterprise_name"),
        (("（一）单位名称：",), "enterprise_name"),
        (("基本信息", "单位名称"), "enterprise_name"),
    ],
)
def test_stacked_and_numbered_headings(parts: tuple[str, ...], column: str) -> None:
    assert (column,) == match("enterprise", parts).columns


@pytest.mark.parametrize("parts", [("去年", "单位名称"), ("单位名称", "上年")])
def test_a_part_that_changes_the_meaning_is_never_dropped(parts: tuple[str, ...]) -> None:
    assert () == match("enterprise", parts).columns


@pytest.mark.parametrize(
    ("table", "heading"),
    [("enterprise", "综合能源消费量(吨标准煤)"), ("energy_consumption", "折标量"), ("project", "煤品消费总量")],
)
def test_a_heading_without_the_word_that_tells_two_columns_apart_fits_both(table: str, heading: str) -> None:
    assert 2 == len(match(table, (heading,)).columns)


@pytest.mark.parametrize(
    ("unit", "into", "expected"),
    [
        ("千瓦时", "万千瓦时", "0.0001"),
        ("kgce/万元", "吨标准煤/万元", "0.001"),
        ("t/m³", "千克/升", "1"),
        ("吨", "万千瓦时", None),
        ("某", "吨", None),
        ("kgce/t", "吨标准煤/万元", None),
    ],
)
def test_units_convert_within_their_dimension_only(unit: str, into: str, expected: str | None) -> None:
    assert (None if expected is None else Decimal(expected)) == multiplier(unit, into)


def test_levelling_keeps_what_tells_names_apart() -> None:
    assert "其中煤炭折标" == levelled("其中：煤炭（折标）")
    assert "消费量合计" == nearest("energy_consumption", "消费量和计")
    assert "" == nearest("energy_consumption", "完全无关的一句话")
