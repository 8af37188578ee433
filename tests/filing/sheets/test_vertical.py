"""A form with a label beside each value gives the same row as a table would."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES

LABELS = {
    "uscc": "9152000071430580XT",
    "report_year": 2025,
    "enterprise_name": "某某公司",
    "industry_code": "1512",
    "region_code": "520382",
    "province_name": "贵州省",
    "city_name": "遵义市",
    "county_name": "仁怀市",
    "address": "某路1号",
    "legal_representative": "甲",
    "contact_name": "乙",
    "contact_phone": "12345",
    "energy_leader_name": "丙",
    "energy_dept_name": "丁部",
    "energy_manager": "戊",
}
SHEET = "表1 基本情况"


def _pairs() -> list[tuple[str, object]]:
    return [(TABLES["enterprise"].column(key).name_zh, value) for key, value in LABELS.items()]


def _cells(intake: Any, *keys: str) -> dict[str, str]:
    rows = intake.tables["enterprise"].join(intake.sources, on="source").join(intake.placement, on="source")
    pairs = rows.filter(pl.col("column").is_in(keys)).select(
        "column", cell=address(pl.col("letter"), pl.col("row"), pl.col("form"))
    )
    return dict(pairs.iter_rows())


@pytest.mark.parametrize("pairs_a_row", [1, 2, 3])
def test_a_form_is_read_with_one_or_more_pairs_a_row(read_sheet_of: Any, pairs_a_row: int) -> None:
    pairs = [*_pairs(), ("综合能源消费量(当量值)", 12000), ("综合能源消费量(等价值)", 13000)]

    def fill(sheet: Any) -> None:
        sheet.append(["重点用能单位基本情况表"])
        for start in range(0, len(pairs), pairs_a_row):
            sheet.append([text for pair in pairs[start : start + pairs_a_row] for text in pair])
        sheet.append(["注：本表由用能单位填报。"])

    intake = read_sheet_of("enterprise", fill)

    assert intake.problems.is_empty()
    row = intake.tables["enterprise"].row(0, named=True)
    assert LABELS == {key: row[key] for key in LABELS}
    assert (Decimal(12000), Decimal(13000)) == (row["reported_tce_calorific"], row["reported_tce_equal"])
    last = {1: "B4", 2: "B3", 3: "F2"}[pairs_a_row]
    assert {"enterprise_name": last} == _cells(intake, "enterprise_name")


@pytest.mark.parametrize("merged", [True, False])
def test_a_group_label_reaches_down_and_a_unit_beside_a_label_converts(read_sheet_of: Any, merged: bool) -> None:
    def fill(sheet: Any) -> None:
        for label, value in _pairs():
            sheet.append([label, None, None, value])
        sheet.append(["综合能源消费量", "当量值", "万吨标准煤", 1.25])
        sheet.append([None, "等价值", "吨标准煤", 13000])
        if merged:
            sheet.merge_cells(start_row=len(LABELS) + 1, end_row=len(LABELS) + 2, start_column=1, end_column=1)

    intake = read_sheet_of("enterprise", fill)

    assert intake.problems.is_empty()
    assert [(12500, 13000)] == intake.tables["enterprise"].select("reported_tce_calorific", "reported_tce_equal").rows()
    assert {"reported_tce_equal": "D17"} == _cells(intake, "reported_tce_equal")


def test_a_fault_in_a_form_is_found_at_the_value(read_sheet_of: Any, found: Any) -> None:
    def fill(sheet: Any) -> None:
        for label, value in _pairs():
            sheet.append([label, value])
        sheet.append(["综合能源消费量(当量值)", "很多", "综合能源消费量(等价值)", None])
        sheet.append(["行业名称", "白酒制造", "又一句"])
        sheet.append(["注册资本", 5000])

    intake = read_sheet_of("enterprise", fill)

    assert {
        (SHEET, "B16", "unreadable-number"),
        (SHEET, "D16", "required-missing"),
        (SHEET, "C17", "unused-text"),
        (SHEET, "A18", "unknown-column"),
    } == found(intake)


def test_a_label_given_twice_with_different_values_counts_for_none(read_sheet_of: Any, found: Any) -> None:
    def fill(sheet: Any) -> None:
        for label, value in [*_pairs(), ("综合能源消费量(当量值)", 1), ("综合能源消费量(等价值)", 2)]:
            sheet.append([label, value])
        sheet.append(["单位地址", "另一处"])

    intake = read_sheet_of("enterprise", fill)

    assert (SHEET, "B18", "repeated-column") in found(intake)
    assert [None] == intake.tables["enterprise"]["address"].to_list()


def test_a_value_may_stand_in_the_cell_of_its_label(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        for label, value in [*_pairs(), ("综合能源消费量(当量值)", 1), ("综合能源消费量(等价值)", 2)]:
            sheet.append([f"{label}：{value}"])

    intake = read_sheet_of("enterprise", fill)

    assert intake.problems.is_empty()
    assert ["某路1号"] == intake.tables["enterprise"]["address"].to_list()
    assert {"address": "A9"} == _cells(intake, "address")


def test_a_table_below_a_form_is_read_too(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        for label, value in [*_pairs(), ("综合能源消费量(当量值)", 1), ("综合能源消费量(等价值)", 2)]:
            sheet.append([label, value])
        sheet.append([])
        sheet.append(["设备名称", "型号", "数量", "是否在用"])
        sheet.append(["水泵", "IS80", 1, "是"])

    intake = read_sheet_of("enterprise", fill)

    assert intake.problems.is_empty()
    assert 1 == intake.tables["enterprise"].height
    assert "IS80" in intake.tables["equipment"]["model"].to_list()


def test_values_in_hidden_rows_and_columns_of_a_form_are_read_and_said(read_sheet_of: Any) -> None:
    def fill(sheet: Any) -> None:
        for label, value in _pairs():
            sheet.append(
                [label, value, "从业人员" if label == "单位名称" else None, 5 if label == "单位名称" else None]
            )
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["D"].hidden = True

    intake = read_sheet_of("enterprise", fill)

    told = set(intake.problems.filter(pl.col("severity") == "warning").select("cell", "code", "column").iter_rows())
    assert {("B5", "hidden-row", "region_code"), ("D3", "hidden-column", "employees")} == told
    assert "520382" == intake.tables["enterprise"]["region_code"][0]


def test_a_cell_may_hold_several_pairs_each_in_its_unit(read_sheet_of: Any, found: Any) -> None:
    """1,200 thousand yuan are 120 times 10^4 yuan; what is no column's is said, not swallowed."""

    def fill(sheet: Any) -> None:
        for label, value in [*_pairs(), ("综合能源消费量(当量值)", 1), ("综合能源消费量(等价值)", 2)]:
            sheet.append([label, value])
        sheet.append(["能源费用（千元）：1200  生产成本：900；微信：某某"])

    intake = read_sheet_of("enterprise", fill)

    (row,) = intake.tables["enterprise"].rows(named=True)
    assert (Decimal(120), Decimal(900)) == (row["energy_cost"], row["production_cost"])
    assert {(SHEET, "A18", "unused-text")} == found(intake)


@pytest.mark.parametrize(
    ("heads", "place"),
    [
        (["指标名称", "上年", "本年"], 1),
        (["指标名称", "本年", "上年"], 0),
        (["指标名称", "2024年", "2025年"], 1),
        (["指标名称", "２０２５年度", "2024 年度"], 0),
    ],
)
def test_of_two_columns_of_years_the_later_is_read(read_sheet_of: Any, heads: list[str], place: int) -> None:
    """A total of 9,999 last year and 12,000 this year: the other one is told, not read."""
    pairs = [*_pairs(), ("综合能源消费量(当量值)", 12000), ("综合能源消费量(等价值)", 13000)]

    def fill(sheet: Any) -> None:
        sheet.append(heads)
        for label, value in pairs:
            values: list[object] = [value, 9999 if isinstance(value, int) and value > 9999 else None]
            sheet.append([label, *(values if place == 0 else values[::-1])])

    intake = read_sheet_of("enterprise", fill)

    row = intake.tables["enterprise"].row(0, named=True)
    assert (12000, 13000, "某某公司") == tuple(
        row[key] for key in ("reported_tce_calorific", "reported_tce_equal", "enterprise_name")
    )
    assert ["9999", "9999"] == intake.problems.filter(code="unused-text")["value"].to_list()
    assert {"unused-text"} == set(intake.problems["code"])


def test_last_years_figure_does_not_stand_for_this_years(read_sheet_of: Any) -> None:
    pairs = [*_pairs(), ("综合能源消费量(当量值)", 12000), ("综合能源消费量(等价值)", None)]

    def fill(sheet: Any) -> None:
        sheet.append(["指标名称", "上年", "本年"])
        for label, value in pairs:
            sheet.append([label, 9999 if value is None else None, value])

    intake = read_sheet_of("enterprise", fill)

    assert [None] == intake.tables["enterprise"]["reported_tce_equal"].to_list()
    assert {"required-missing", "unused-text"} == set(intake.problems["code"])


def test_a_figure_that_its_comma_parted_is_not_read(tmp_path: Path) -> None:
    """A form as CSV: 12,345.6 without quotes is 12 and 345.6."""
    pairs = [*_pairs(), ("综合能源消费量(当量值)", "12,345.6"), ("综合能源消费量(等价值)", '"13,345.6"')]
    file = tmp_path / "enterprise.csv"
    file.write_text("\n".join(f"{label},{value}" for label, value in pairs) + "\n", "utf-8")

    intake = read_filings([file])

    row = intake.tables["enterprise"].row(0, named=True)
    assert (None, Decimal("13345.6")) == (row["reported_tce_calorific"], row["reported_tce_equal"])
    told = intake.problems.filter(code="row-out-of-place").select("cell", "column", "value", "detail").rows()
    assert [("line:16", "reported_tce_calorific", "12", "345.6")] == told
