"""Rows that only sum others are said at their word, listed, and never counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

DEVICES = [["序号", "设备名称", "型号", "数量"], [1, "电机", "YE3-160M", 2], [2, "风机", "4-72", 1]]


@pytest.mark.parametrize(("row", "cell"), [(["合计", None, None, 3], "A4"), ([None, "总 计：", "—", 3], "B4")])
def test_a_sum_of_devices_is_no_device(read_sheet_of: Any, found: Any, row: list[object], cell: str) -> None:
    def fill(sheet: Any) -> None:
        for each in [*DEVICES, row]:
            sheet.append(each)

    intake = read_sheet_of("equipment", fill)

    assert {("表8 主要用能设备", cell, "sum-row")} == found(intake)
    assert ["电机", "风机"] == intake.tables["equipment"]["device_name"].to_list()
    (listed,) = intake.unused.filter(sheet="表8 主要用能设备").rows(named=True)
    assert ("4:4", "sum-row") == (listed["cells"], listed["reason"])
    assert "3" in listed["text"]


def test_a_sum_of_projects_is_no_project(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["项目名称", "项目代码", "项目阶段", "年综合能源消费量(当量值)"])
        sheet.append(["一号窑", "2020-520000-15-03-000001", "投产", 1.2])
        sheet.append(["合计", None, None, 1.2])

    assert ["一号窑"] == read_sheet_of("project", fill).tables["project"]["project_name"].to_list()


def test_the_sum_of_a_list_of_enterprises_is_no_enterprise(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["序号", "统一社会信用代码", "报告年度", "单位名称"])
        sheet.append([1, "9152000071430580XT", 2025, "某某公司"])
        sheet.append(["合计", "合计", None, None])

    assert 1 == read_sheet_of("enterprise", fill).tables["enterprise"].height


def test_among_energies_a_part_sum_is_left_out_and_the_total_row_stays(read_sheet_of: Any, found: Any) -> None:
    """小计 has no code and would leave the whole total open; 合计 is row 40, which is compared, never added."""

    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "计量单位", "消费量合计"])
        for row in (["原煤", "吨", 5], ["小计", None, 5], ["电力", "万千瓦时", 7], ["合计", "吨标准煤", 12]):
            sheet.append(row)

    intake = read_sheet_of("energy_consumption", fill)

    assert {("表2 能源消费结构", "A3", "sum-row")} == found(intake)
    assert ["原煤", "电力", "合计"] == intake.tables["energy_consumption"]["energy_name"].to_list()


@pytest.mark.parametrize(
    ("said", "energy", "kept"),
    [
        ("合　计", None, ["原煤"]),
        ("合计", "原煤", ["原煤", "原煤"]),  # of an energy it is the whole of all sites
        ("小计", "原煤", ["原煤"]),
    ],
)
def test_a_sum_may_be_said_in_the_place_of_the_site(
    read_sheet_of: Any, said: str, energy: str | None, kept: list[str]
) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["厂区(场所)", "能源名称", "计量单位", "消费量合计", "折标量(当量)"])
        sheet.append([None, "原煤", "吨", 5, 3.57])
        sheet.append([said, energy, "吨标准煤", None, 3.57])

    intake = read_sheet_of("energy_consumption", fill)

    assert kept == intake.tables["energy_consumption"]["energy_name"].to_list()
    told = intake.problems.filter(code="sum-row")["cell"].to_list()
    assert told == ["A3"] * (2 - len(kept))


def test_where_nothing_stands_above_it_a_sum_is_all_there_is(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["能源种类", "进出用能单位-需配置数", "进出用能单位-实际配置数"])
        sheet.append(["合计", 5, 4])

    assert [Decimal(4)] == read_sheet_of("metering", fill).tables["metering"]["l1_have"].to_list()


@pytest.mark.parametrize("name", ["计量泵", "总计量站变压器", "合计仪", "审计用电脑"])
def test_a_name_that_only_holds_the_word_is_a_name(read_sheet_of: Any, name: str) -> None:
    def fill(sheet: Any) -> None:
        for each in [*DEVICES, [3, name, "X", 1]]:
            sheet.append(each)

    assert name == read_sheet_of("equipment", fill).tables["equipment"]["device_name"][-1]
