"""Each row that sums others is held against them, whichever of them it sums; what may be right is not asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

DEVICES = [["序号", "设备名称", "型号", "数量"], [1, "电机", "YE3", 2], [2, "风机", "4-72-11", 1]]
MORE = [[3, "水泵", "IS80", 4], [4, "空压机", "GA90", 5]]


def _told(read_sheet_of: Any, table: str, rows: list[list[Any]]) -> list[tuple[str, str, str]]:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    found = read_sheet_of(table, fill).problems.filter(code="sum-differs")
    return [(row["cell"], row["value"], row["message"]) for row in found.rows(named=True)]


@pytest.mark.parametrize(
    ("first", "second", "third", "wrong"),
    [
        (3, 9, 12, []),
        (3, 12, 12, []),  # the second 小计 runs on
        (4, 9, 12, ["D4"]),
        (3, 8, 12, ["D7"]),
        (3, 9, 13, ["D8"]),
        (None, 12, 12, []),
        (4, 8, 13, ["D4", "D7", "D8"]),
    ],
)
def test_every_sum_is_held_against_its_rows(
    read_sheet_of: Any, first: int | None, second: int, third: int, wrong: list[str]
) -> None:
    rows = [*DEVICES, ["小计", None, None, first], *MORE, ["小计", None, None, second], ["合计", None, None, third]]

    told = _told(read_sheet_of, "equipment", rows)

    assert wrong == [cell for cell, _, _ in told]


def test_a_second_total_is_judged_as_the_first(read_sheet_of: Any) -> None:
    told = _told(read_sheet_of, "equipment", [*DEVICES, ["合计", None, None, 3], ["总计", None, None, 30]])

    ((cell, value, message),) = told
    assert ("D5", "30") == (cell, value)
    assert "相加的各行之和是 3，相差 27" in message


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([["原煤", "吨", 5, 4], ["小计", None, 9, 4], ["电力", "万千瓦时", 7, 9]], ["C3"]),
        ([["原煤", "吨", 5, 4], ["柴油", "千克", 5, 5], ["小计", None, 6, 9]], []),  # of two units nothing is added
        ([["原煤", "吨", 5, 4], ["柴油", "千克", 5, 5], ["小计", None, 6, 18]], ["D4"]),  # tce are
        ([["原煤", "吨", 5, 4], ["褐煤", "吨", 2, 1], ["小计", None, 5, 4]], []),  # a kind of it, counted within
        ([["褐煤", "吨", 2, 1], ["柴油", "吨", 2, 1], ["小计", None, 9, 2]], ["C4"]),
        ([["原煤", "吨", "约5", 4], ["柴油", "吨", 2, 1], ["小计", None, 9, 5]], []),
        ([["原煤", "吨", 5, 4], ["其中：自产", "吨", 2, 1], ["小计", None, 5, 4]], []),
        ([["原煤", "吨", 5.04, 4], ["柴油", "吨", 5.04, 4], ["小计", None, 10.1, 8]], []),  # rounded
        ([["原煤", "吨", 5, 4], ["小计", "万吨", 5, 4]], []),
        ([["小计", None, 7, 5], ["原煤", "吨", 5, 4], ["柴油", "吨", 2, 1]], []),
        (
            [["电力", "吨", 1, 1], ["小计", None, 7, 5], ["原煤", "吨", 5, 4], ["柴油", "吨", 2, 1]],
            [],
        ),  # above its rows
    ],
)
def test_what_may_be_right_is_not_asked_about(read_sheet_of: Any, rows: list[list[Any]], wrong: list[str]) -> None:
    head = ["能源名称", "计量单位", "消费量合计", "折标量(当量)"]

    assert wrong == [cell for cell, _, _ in _told(read_sheet_of, "energy_consumption", [head, *rows])]


def test_a_blank_sum_and_a_sum_of_blanks_are_none(read_sheet_of: Any) -> None:
    rows = [["能源种类", "进出用能单位-需配置数", "进出用能单位-实际配置数"], ["电力", 5, None], ["合计", None, 4]]

    assert [] == _told(read_sheet_of, "metering", rows)


def test_sums_in_another_unit_are_said_as_filed(read_sheet_of: Any) -> None:
    rows = [["项目名称", "项目阶段", "年综合能源消费量(当量值)"], ["一号窑", "投产", 1.25], ["二号窑", "投产", 2.5]]

    told = _told(read_sheet_of, "project", [*rows, ["合计", None, 3.8], ["总计", None, 37.5]])

    assert [("C5", "37.5")] == [each[:2] for each in told]
    assert f"之和是 {Decimal('3.75')}，相差 {Decimal('33.75')}" in told[0][2]
