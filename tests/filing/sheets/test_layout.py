"""Tables are found by their words, wherever they stand on a sheet; nothing is passed over in silence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENERGY = "表2 能源消费结构"
HEAD = ["能源品种代码", "能源名称", "计量单位", "消费量合计"]


def _rows(*rows: list[object]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def _totals(intake: Any) -> list[Decimal | None]:
    return intake.tables["energy_consumption"]["consumption_total"].to_list()


def test_banners_blank_rows_and_notes_around_a_table_are_listed_not_read(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption",
        _rows(
            ["能源消费结构表"],
            [],
            [None, "制表机关：某局"],
            HEAD,
            [],
            ["01", "原煤", "吨", 5],
            [],
            ["33", "电力", "万千瓦时", 6],
            ["注：1. 本表按年填报。"],
            ["填表人：张三", None, "联系电话：123"],
        ),
    )

    assert intake.problems.is_empty()
    assert [Decimal(5), Decimal(6)] == _totals(intake)
    assert [6, 8] == intake.tables["energy_consumption"]["row"].to_list()
    assert [("A1", "banner"), ("B3", "banner"), ("A9", "note"), ("A10:C10", "note")] == intake.unused.select(
        "cells", "reason"
    ).rows()


def test_columns_may_stand_in_any_order_and_further_right(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption",
        _rows([], [None, None, "消费量合计", "计量单位", None, "能源名称"], [None, None, 7, "吨", None, "原煤"]),
    )

    assert intake.problems.is_empty()
    assert [(7, "吨", "原煤")] == intake.tables["energy_consumption"].select(
        "consumption_total", "unit", "energy_name"
    ).rows()


@pytest.mark.parametrize("merged", [True, False])
def test_stacked_headings_are_joined(read_sheet_of: Any, merged: bool) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "计量单位", "消费量", None, None, "折标量", None])
        sheet.append([None, None, "合计", "工业生产消费", "非工业生产消费", "当量", "等价"])
        sheet.append(["原煤", "吨", 10, 9, 1, 7, 8])
        if merged:
            for area in ("A1:A2", "B1:B2", "C1:E1", "F1:G1"):
                sheet.merge_cells(area)

    intake = read_sheet_of("energy_consumption", fill)

    assert intake.problems.is_empty()
    names = ["consumption_total", "consumption_industrial", "consumption_nonindustrial"]
    names += ["reported_tce_calorific", "reported_tce_equal"]
    assert [(10, 9, 1, 7, 8)] == intake.tables["energy_consumption"].select(names).rows()


def test_the_line_of_column_numbers_is_no_row(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption",
        _rows([*HEAD, "购进量", "工业生产消费"], ["甲", "乙", "丙", 1, 2, 3], ["01", "原煤", "吨", 5]),
    )

    assert intake.problems.is_empty()
    assert [Decimal(5)] == _totals(intake)


def test_a_group_that_is_not_known_is_not_dropped_from_the_name(read_sheet_of: Any, found: Any) -> None:
    """A column under 上年同期 is not this year's."""
    intake = read_sheet_of(
        "energy_consumption",
        _rows(
            ["能源名称", "计量单位", "本年", "上年同期"],
            [None, None, "消费量合计", "消费量合计"],
            ["原煤", "吨", 10, 99],
        ),
    )

    assert [Decimal(10)] == _totals(intake)
    assert {(ENERGY, "D2", "unknown-column")} == found(intake)


@pytest.mark.parametrize("title", ["Sheet1", "表 ２", "2025年表2 能源消费结构（修订）", "energy_consumption"])
def test_a_sheet_is_known_by_its_name_or_its_headings(read_sheet_of: Any, title: str) -> None:
    intake = read_sheet_of("energy_consumption", _rows(HEAD, ["01", "原煤", "吨", 5]), title)

    assert intake.problems.is_empty()
    assert [Decimal(5)] == _totals(intake)
    assert title in intake.sources["sheet"].to_list()


def test_a_sheet_whose_headings_contradict_its_name_is_read_by_them_with_a_warning(
    read_sheet_of: Any, found: Any
) -> None:
    intake = read_sheet_of(
        "nonfossil", _rows(["设备名称", "型号", "数量", "是否在用"], ["水泵", "IS80", 1, "是"]), "补充表"
    )

    assert {("补充表", "", "table-by-headings")} == found(intake)
    assert "IS80" in intake.tables["equipment"]["model"].to_list()


def test_a_sheet_that_fits_two_tables_is_not_guessed(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of(
        "energy_conversion",
        _rows(["能源品种代码", "能源名称", "计量单位", "工业生产消费"], ["01", "原煤", "吨", 5]),
        "甲",
    )

    assert {("甲", "", "ambiguous-table")} == found(intake)
    assert 2 == intake.tables["energy_consumption"].height
    assert intake.tables["energy_conversion"].is_empty()
    assert ["A1:D1", "A2:D2"] == intake.unused.filter(sheet="甲")["cells"].to_list()


def test_two_tables_on_one_sheet_are_both_read(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption",
        _rows(
            ["表2 能源消费结构"],
            HEAD,
            ["01", "原煤", "吨", 5],
            [],
            ["主要用能设备状况"],
            ["设备名称", "型号", "数量", "是否在用"],
            ["水泵", "IS80", 1, "是"],
        ),
        "Sheet9",
    )

    assert intake.problems.is_empty()
    assert [Decimal(5)] == _totals(intake)
    assert "IS80" in intake.tables["equipment"]["model"].to_list()
    assert ["A1", "A5"] == intake.unused.filter(reason="banner")["cells"].to_list()


def test_an_unknown_heading_is_a_problem_and_its_figures_are_listed(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows([*HEAD, "备用"], ["01", "原煤", "吨", 5, 6]))

    assert {(ENERGY, "E1", "unknown-column")} == found(intake)
    assert [("E2", "unknown-column", "6")] == intake.unused.select("cells", "reason", "text").rows()


def test_a_near_miss_names_the_column_it_probably_means_and_is_not_used(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows([*HEAD[:3], "消费量合记"], ["01", "原煤", "吨", 5]))

    assert {(ENERGY, "D1", "unknown-column"), (ENERGY, "A1", "missing-column")} <= found(intake)
    assert "消费量合计" in intake.problems.filter(code="unknown-column")["message"][0]
    assert intake.tables["energy_consumption"].is_empty()


def test_a_repeated_heading_leaves_both_columns_out(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption", _rows([*HEAD, "工业生产消费", "工业生产消费量"], ["01", "原煤", "吨", 5, 6, 7])
    )

    assert {(ENERGY, "E1", "repeated-column"), (ENERGY, "F1", "repeated-column")} == found(intake)
    assert [None] == intake.tables["energy_consumption"]["consumption_industrial"].to_list()


def test_a_required_column_that_is_absent_is_said_once(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption", _rows([HEAD[0], HEAD[1], HEAD[3]], ["01", "原煤", 5], ["02", "洗精煤", 6])
    )

    assert {(ENERGY, "A1", "missing-column")} == found(intake)
    assert ["unit"] == intake.problems["column"].to_list()


def test_content_beside_and_below_a_table_is_said(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption",
        _rows(HEAD, ["01", "原煤", "吨", 5, None, "核对过"], ["33", "电力", "万千瓦时", 6, None, "再核"]),
    )

    assert {(ENERGY, "F2", "unused-text")} == found(intake)
    assert "F2:F3" in intake.problems["message"][0]
    assert [("F2:F3", "outside", "核对过 再核")] == intake.unused.select("cells", "reason", "text").rows()


def test_a_sheet_that_is_no_table_is_said_unless_it_is_blank(filing: Any, tmp_path: Path, found: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("空白")
        book.create_sheet("草稿")["B3"] = "随手记"

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", edit)])

    assert {("草稿", "", "unused-sheet")} == found(intake)
    assert [("草稿", "B3", "随手记")] == intake.unused.select("sheet", "cells", "text").rows()


def test_a_named_sheet_without_a_header_is_an_error(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of("product", _rows(["白酒", 800], ["啤酒", 900]))

    assert {("表4 单位产品能耗", "", "no-header")} == found(intake)


def test_a_template_with_headings_only_is_not_filed_and_no_problem(read_sheet_of: Any) -> None:
    intake = read_sheet_of("product", _rows([column.name_zh for column in TABLES["product"].columns]))

    assert intake.problems.is_empty()
    assert intake.tables["product"].is_empty()


def test_hidden_rows_and_sheets_are_read_and_said(filing: Any, tmp_path: Path, found: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[ENERGY].row_dimensions[3].hidden = True
        book["表8 主要用能设备"].sheet_state = "hidden"

    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx", edit)])

    assert {(ENERGY, "A3", "hidden-row"), ("表8 主要用能设备", "", "hidden-sheet")} == found(intake)
    assert {"warning"} == set(intake.problems["severity"])
    assert 2 == intake.tables["energy_consumption"].height
    assert 2 == intake.tables["equipment"].height


def test_a_text_merged_over_rows_holds_for_each_a_number_for_none(read_sheet_of: Any, found: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["设备名称", "型号", "数量", "年用能量"])
        sheet.append(["水泵", "IS80", 1, 50])
        sheet.append([None, "IS100", 2, None])
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("D2:D3")

    intake = read_sheet_of("equipment", fill)

    assert ["水泵", "水泵"] == intake.tables["equipment"]["device_name"].to_list()
    assert [None, None] == intake.tables["equipment"]["annual_energy"].to_list()
    assert {("表8 主要用能设备", cell, "merged-number") for cell in ("D2", "D3")} == found(intake)
    assert {"D2:D3"} == set(intake.problems["detail"])


@pytest.mark.parametrize(
    ("between", "totals"),
    [
        ([["33", "", "", 9000]], [5, 9000]),  # a row of few cells, just above the next table
        ([["33", "", "", 9000], [], ["设备清单", "（续表）"]], [5, 9000]),
        ([["设备清单"]], [5]),
        ([["表8 主要用能设备", "第 2 页"]], [5]),
        ([["填报单位：示例", "2025年"]], [5]),
        ([["报告年度", 2025]], [5]),
        ([[], ["设备清单", "（续表）"]], [5]),
    ],
)
def test_a_row_of_few_cells_above_the_next_table_is_none_of_its_banner(
    read_sheet_of: Any, between: list[list[object]], totals: list[int]
) -> None:
    following = [["设备名称", "型号", "数量"], ["水泵", "IS80", 1]]
    intake = read_sheet_of("energy_consumption", _rows(HEAD, ["01", "原煤", "吨", 5], *between, *following))

    assert totals == _totals(intake)
    assert "IS80" in intake.tables["equipment"]["model"].to_list()


def test_a_row_whose_every_figure_is_merged_is_no_blank_row(read_sheet_of: Any, found: Any) -> None:
    """20,000 t for coal and coke together: neither may be passed over."""

    def fill(sheet: Any) -> None:
        sheet.append([*HEAD[:3], "消费量合计"])
        for row in (["01", "原煤", "吨", 20_000], ["10", "焦炭", "吨", None], ["21", "柴油", "吨", 100]):
            sheet.append(row)
        sheet.merge_cells("D2:D3")

    intake = read_sheet_of("energy_consumption", fill)

    assert [None, None, 100] == _totals(intake)
    assert {(ENERGY, cell, "merged-number") for cell in ("D2", "D3")} == found(intake)


def test_a_unit_in_a_heading_is_converted_exactly(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["原料用能消费量（万吨标准煤）", "自发自用可再生电量(千瓦时)", "绿电交易电量（万千瓦时）"])
        sheet.append([0.1234, 5, 6])

    intake = read_sheet_of("nonfossil", fill)

    assert intake.problems.is_empty()
    assert [(1234, Decimal("0.0005"), 6)] == intake.tables["nonfossil"].select(
        "feedstock_tce", "re_self_kwh", "green_power_kwh"
    ).rows()


def test_a_figure_filed_in_ten_thousand_tce_is_stored_in_tce(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["项目名称", "年综合能源消费量(当量值)", "年综合能源消费量(等价值)(吨标准煤)"])
        sheet.append(["技改", 1.5, 20000])

    intake = read_sheet_of("project", fill)

    assert [(15000, 20000)] == intake.tables["project"].select("approved_tce_calorific", "approved_tce_equal").rows()


def test_a_row_of_units_below_the_headings_is_one_of_them(read_sheet_of: Any) -> None:
    """They convert and contradict as they do within a heading, and are no row that says nothing of itself."""
    head = ["能源名称", "计量单位", "消费量合计", "工业生产消费", "折标量(当量)"]
    rows = [["原煤", "吨", 5, 5, 3], ["电力", "万千瓦时", 6, 6, 7]]

    def read(*units: object) -> Any:
        return read_sheet_of("energy_consumption", _rows(head, list(units), *rows))

    plain = read(None, None, "（吨）", None, "吨标准煤")
    assert [Decimal(5), Decimal(6)] == _totals(plain)
    assert ["unit-of-row-rules"] == plain.problems["code"].to_list()
    assert [3, 4] == plain.tables["energy_consumption"]["row"].to_list()

    other = read(None, None, "万吨", None, "万吨标准煤")
    assert [None, Decimal(6)] == _totals(other)  # 万吨 and 吨: nobody knows
    assert [Decimal(30000), Decimal(70000)] == other.tables["energy_consumption"]["reported_tce_calorific"].to_list()


def test_a_unit_of_another_dimension_is_refused(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of("nonfossil", _rows(["原料用能消费量", "绿电交易电量（吨）"], [1, 5]))

    assert {("补充表 原料用能与可再生能源", "B1", "wrong-unit")} == found(intake)
    assert [None] == intake.tables["nonfossil"]["green_power_kwh"].to_list()


def test_a_unit_above_the_table_converts_with_a_warning(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of(
        "nonfossil", _rows(["补充表", None, "单位：万吨标准煤"], ["原料用能消费量", "绿电交易电量"], [1.5, 5])
    )

    assert {("补充表 原料用能与可再生能源", "A2", "unit-from-banner")} == found(intake)
    assert [(15000, 5)] == intake.tables["nonfossil"].select("feedstock_tce", "green_power_kwh").rows()


def test_a_unit_in_a_heading_that_each_row_states_itself_is_said(read_sheet_of: Any, found: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows([*HEAD[:3], "消费量合计（t）"], ["01", "原煤", "吨", 5]))

    assert {(ENERGY, "D1", "unit-of-row-rules")} == found(intake)
    assert [Decimal(5)] == _totals(intake)


@pytest.mark.parametrize(
    ("heading", "unit", "read"),
    [
        ("万吨", "吨", None),  # 5 t or 50,000 t
        ("千瓦时", "万千瓦时", None),
        ("吨标准煤", "吨", None),  # what was burnt, or what it comes to
        ("吨", "万千瓦时", 5),  # speaks of other rows
        ("公斤", "kg", 5),
    ],
)
def test_a_figure_whose_heading_names_another_unit_than_its_row_is_not_read(
    read_sheet_of: Any, found: Any, heading: str, unit: str, read: int | None
) -> None:
    rows = [["01", "原煤", unit, 5], ["02", "无烟煤", unit, 0], ["03", "炼焦烟煤", unit, None]]  # the last is blank
    intake = read_sheet_of("energy_consumption", _rows([*HEAD[:3], f"消费量合计（{heading}）"], *rows))

    told = {(ENERGY, "D2", "unit-of-heading-contradicts-row")} if read is None else set()
    assert told == found(intake) - {(ENERGY, "D1", "unit-of-row-rules")}
    assert [read, 0] == _totals(intake)


@pytest.mark.parametrize(
    "lines",
    [
        [["统一社会信用代码：914403001922038216  报告年度：2025"]],
        [["统一社会信用代码：914403001922038216"], ["报告年度：2025年"]],
        [["统一社会信用代码", "914403001922038216", "报告年度", 2025]],
    ],
)
def test_code_and_year_above_a_table_serve_where_the_columns_are_absent(
    read_sheet_of: Any, lines: list[list[object]]
) -> None:
    intake = read_sheet_of("equipment", _rows(*lines, ["设备名称", "型号", "数量"], ["水泵", "IS80", 1]))

    assert [("914403001922038216", 2025)] == intake.tables["equipment"].select("uscc", "report_year").rows()
    assert ["no-enterprise-row"] == intake.problems["code"].to_list()
    placed = intake.placement.filter(table="equipment", column="uscc")["letter"].to_list()
    assert ["B1" if len(lines[0]) > 1 else "A1"] == placed


def test_traditional_characters_in_headings_are_read(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption", _rows(["能源品種代碼", "能源名稱", "計量單位", "消費量合計"], ["01", "原煤", "吨", 5])
    )

    assert intake.problems.is_empty()
    assert [Decimal(5)] == _totals(intake)


def test_source_numbers_and_rows_identify_every_row(filing: Any, tmp_path: Path) -> None:
    intake = read_filings([filing.xlsx(tmp_path / "a.xlsx")])

    every = pl.concat(frame.select("source", "row") for frame in intake.tables.values())
    assert every.height == every.unique().height


@pytest.mark.parametrize("merged", [True, False])
def test_the_three_rows_of_headings_of_form_205_1_are_read(read_sheet_of: Any, found: Any, merged: bool) -> None:
    """The state's own form: groups over groups, amounts in 千元 by their heading alone."""

    def fill(sheet: Any) -> None:
        sheet.append(
            ["能源名称", "代码", "计量单位", "年初库存量", "购进量", None, "消费量", None, None, None, "年末库存量"]
        )
        sheet.append([None] * 4 + ["实物量", "金额（千元）", "合计", "1.工业生产消费", None, "2.非工业生产消费", None])
        sheet.append([None] * 7 + ["小计", "用于原材料", None, None])
        sheet.append(["甲", "乙", "丙", *range(1, 9)])
        sheet.append(["原煤", "01", "吨", 10, 1200, 960, 1190, 1100, 5, 90, 20])
        if merged:
            for area in ("E1:F1", "G1:J1", "H2:I2", "A1:A3", "B1:B3", "C1:C3", "D1:D3", "K1:K3", "G2:G3", "J2:J3"):
                sheet.merge_cells(area)

    intake = read_sheet_of("energy_consumption", fill)

    (row,) = intake.tables["energy_consumption"].rows(named=True)
    figures = {key: row[key] for key in (
        "opening_stock", "purchase_qty", "purchase_amount", "consumption_total", "consumption_industrial",
        "consumption_feedstock", "consumption_nonindustrial", "closing_stock",
    )}  # fmt: skip
    assert [10, 1200, 960, 1190, 1100, 5, 90, 20] == list(figures.values())
    assert "千元" == row["purchase_amount_unit"]
    assert set() == found(intake)


@pytest.mark.parametrize("merged", [True, False])
def test_stacked_headings_that_are_none_alone_are_read(read_sheet_of: Any, found: Any, merged: bool) -> None:
    """Of the words of the metering table only 能源种类 is a heading by itself."""
    parts = ["标准配备率（%）", "需配置数（台）", "实际配置数/台", "配备率（%）"]

    def fill(sheet: Any) -> None:
        sheet.append(["能源种类", "进出用能单位", None, None, None, "主要用能设备", None, None, None])
        sheet.append([None, *parts, *parts])
        sheet.append(["电力", 100, 2, 2, 100, 95, 20, 19, "95%"])
        for area in ("A1:A2", "B1:E1", "F1:I1") if merged else ():
            sheet.merge_cells(area)

    intake = read_sheet_of("metering", fill)

    (row,) = intake.tables["metering"].rows(named=True)
    figures = [row[f"l{level}_{part}"] for level in (1, 3) for part in ("std", "need", "have", "rate")]
    assert [100, 2, 2, 100, 95, 20, 19, 95] == figures
    assert set() == found(intake)


def test_a_figure_that_is_merged_over_several_columns_is_nobodys(read_sheet_of: Any) -> None:
    """A name over name and code is one, a dash over figures is none, and a figure over a figure and a remark is the figure's."""

    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "能源品种代码", "计量单位", "消费量合计", "工业生产消费", "自加备注"])
        for row in (
            ["原煤", "01", "吨", 5, None],
            ["柴油", None, "吨", 4, 4],
            ["汽油", "20", "吨", 1, 1],
            ["电力", "33", "吨", "/"],
        ):
            sheet.append(row)
        for area in ("D2:E2", "A3:B3", "E4:F4", "D5:E5"):
            sheet.merge_cells(area)

    intake = read_sheet_of("energy_consumption", fill)

    rows = (
        intake.tables["energy_consumption"].select("energy_name", "consumption_total", "consumption_industrial").rows()
    )
    assert [("原煤", None, None), ("柴油", 4, 4), ("汽油", 1, 1)] == rows  # 电力 is a row that nobody filled in
    told = intake.problems.filter(code="merged-number").select("cell", "value").rows()
    assert {("D2", "5"), ("E2", "5")} == set(told)


def test_a_table_below_its_title_is_not_the_one_the_sheet_is_named_after(read_sheet_of: Any, found: Any) -> None:
    """Table 2-1 below table 2 on its sheet has columns of both; its title says which it is."""

    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "计量单位", "消费量合计", "工业生产消费"])
        sheet.append(["电力", "万千瓦时", 100, 100])
        sheet.append([])
        sheet.append(["表2-1 加工转换与回收利用"])
        sheet.append(["能源名称", "计量单位", "工业生产消费", "能源加工转换产出", "回收利用"])
        sheet.append(["电力", "万千瓦时", 100, 10, 0])

    intake = read_sheet_of("energy_consumption", fill)

    assert [2] == intake.tables["energy_consumption"]["row"].to_list()
    below = intake.tables["energy_conversion"].filter(row=6)
    assert [Decimal(10)] == below["conversion_output"].to_list()
    assert "missing-column" not in {code for _, _, code in found(intake)}
