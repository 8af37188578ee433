"""A table whose title names another year than the filing's is asked about, and nothing else that names a year is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from energy_audit.cache import Cache
from energy_audit.filing.intake import read_filings
from energy_audit.filing.sheets.title_years import years_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENERGY = "表2 能源消费结构"
HEAD = ["能源品种代码", "能源名称", "计量单位", "消费量合计", "工业生产消费"]
COAL = ["01", "原煤", "吨", 5, 5]
CODE = "title-of-another-year"


def _rows(*rows: list[object]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def _told(intake: Any) -> list[tuple[str, str, str]]:
    return intake.problems.filter(code=CODE).select("sheet", "cell", "value").rows()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年能源消费结构表", {2024}),
        ("２０２４ 年度能源消费结构", {2024}),
        ("二〇二四年能源消费结构表", {2024}),
        ("示例化工有限公司2024年度能源购进、消费与库存（吨标准煤）", {2024}),
        ("（2024年）", {2024}),
        ("2024年度", {2024}),
        ("报告期：2024年", {2024}),
        ("报告期：2024年1-12月", {2024}),
        ("2024年1月1日至2024年12月31日能源消费结构表", {2024}),
        ("2024能源消费结构", {2024}),
        ("能源消费结构(2024)", {2024}),
        ("示例起重机械厂2024年能源消费结构表", {2024}),
        ("上年（2024年）能源消费结构表", {2024}),
        ("2024年和2025年能源消费结构表", {2024, 2025}),
        ("2023—2025年能源消费结构表", {2023, 2024, 2025}),
    ],
)
def test_the_years_that_a_title_names(text: str, years: set[int]) -> None:
    assert years == years_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "能源消费结构表",
        "填报日期：2026年3月15日",
        "填报日期：2026年",
        "2026年3月",
        "2026-03-15",
        "2026年报送 能源消费结构表",
        "2024年版能源消费结构表",
        "2024年能源统计报表制度 能源消费结构表",
        "能源消费结构表（2024年制）",
        "按2024年度节能管理办法填报的能源消费结构表",
        "能源消费结构表（2024年修订）",
        "折标系数按GB/T 2589-2020 能源消费结构表",
        "黔府发〔2024〕1号 能源消费结构表",
        "国统制（2024）12号",
        "文号：黔发改环资〔2024〕88号",
        "有效期至：2026年",
        "与2024年比较的能源消费结构表",
        "能源消费结构表（较2024年）",
        "以2020年为基期的能源消费结构表",
        "2024年节能目标表",
        "2024年起新增余热回收装置。",
        "2024年新增主要用能设备表",
        "根据《2024年重点用能单位节能管理通知》填报",
        "注：2024年数据见附表",
        "2024年投产的生产线不在本表",
        "联系电话 20240101",
    ],
)
def test_what_names_a_year_and_is_no_title(text: str) -> None:
    assert set() == years_named(text)


def test_last_years_title_is_asked_about_and_its_rows_are_counted(read_sheet_of: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows(["2024年能源消费结构表"], HEAD, COAL))

    assert [(ENERGY, "A1", "2024年能源消费结构表")] == _told(intake)
    (problem,) = intake.problems.filter(code=CODE).to_dicts()
    assert ("warning", 2025) == (problem["severity"], problem["report_year"])
    assert "2025" in problem["message"]
    assert [2025] == intake.tables["energy_consumption"]["report_year"].to_list()


@pytest.mark.parametrize("title", ["2025年能源消费结构表", "2024年和2025年能源消费结构表", "2021-2025年能源消费结构表"])
def test_a_title_that_names_the_year_of_the_filing_is_not_asked_about(read_sheet_of: Any, title: str) -> None:
    assert [] == _told(read_sheet_of("energy_consumption", _rows([title], HEAD, COAL)))


def test_a_mere_year_below_the_title_and_in_its_corner_is_one(read_sheet_of: Any) -> None:
    intake = read_sheet_of(
        "energy_consumption", _rows(["能源消费结构表"], ["单位名称：示例公司", "2024年", "单位：吨"], HEAD, COAL)
    )

    assert [(ENERGY, "B2", "2024年")] == _told(intake)


def test_a_year_beside_another_label_is_no_title(read_sheet_of: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows(["投产时间", "2015年"], HEAD, COAL))

    assert [] == _told(intake)


def test_the_name_of_a_sheet_is_a_title(read_sheet_of: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows(HEAD, COAL), title="2024年能源消费结构")

    assert [("2024年能源消费结构", "", "2024年能源消费结构")] == _told(intake)


def test_rows_that_say_their_year_are_not_asked_about(read_sheet_of: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows(["2024年能源消费结构表"], [*HEAD, "报告年度"], [*COAL, 2025]))

    assert [] == _told(intake)


def test_a_year_column_left_blank_says_no_year(read_sheet_of: Any) -> None:
    intake = read_sheet_of("energy_consumption", _rows(["2024年能源消费结构表"], [*HEAD, "报告年度"], [*COAL, None]))

    assert [(ENERGY, "A1", "2024年能源消费结构表")] == _told(intake)


def test_targets_and_projects_have_years_of_their_own(read_sheet_of: Any) -> None:
    head = ["目标名称", "计量单位", "目标值", "完成值", "是否完成"]

    assert [] == _told(
        read_sheet_of("target", _rows(["2024年度任务书"], ["（2024年）"], head, ["总量", "吨标准煤", 1, 1, "是"]))
    )


def test_only_the_title_above_a_table_is_asked_about(tmp_path: Path, filing: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for name in (ENERGY, "表8 主要用能设备"):
            sheet = book[name]
            sheet.delete_cols(1, 2)  # code and year are those of table 1
        book["表8 主要用能设备"].insert_rows(1)
        book["表8 主要用能设备"]["A1"] = "2023年主要用能设备表"

    intake = read_filings([filing.xlsx(tmp_path / "filing.xlsx", edit)])

    assert [("表8 主要用能设备", "A1", "2023年主要用能设备表")] == _told(intake)


@pytest.mark.parametrize("rows", [1, 12_000])
def test_a_text_file_is_asked_about_however_it_is_read(tmp_path: Path, filing: Any, rows: int) -> None:
    folder = filing.csv(tmp_path / "tables")
    lines = ["2024年能源消费结构表", ",".join(HEAD), *(["01,原煤,吨,5,5"] * rows)]
    (folder / "energy_consumption.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert [("", "line:1", "2024年能源消费结构表")] == _told(read_filings([folder]))


def test_a_title_is_kept_with_what_was_read(tmp_path: Path, filing: Any) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[ENERGY].delete_cols(1, 2)
        book[ENERGY].title = "2024年能源消费结构"

    file = filing.xlsx(tmp_path / "filing.xlsx", edit)
    cache = Cache(tmp_path / "kept")

    assert ["2024年能源消费结构"] == [value for _, _, value in _told(read_filings([file], cache=cache))]
    assert ["2024年能源消费结构"] == [value for _, _, value in _told(read_filings([file], cache=cache))]
