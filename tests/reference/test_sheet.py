"""The blank workbook of a table, filled in by hand and read back; and folders that replace single tables."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from energy_audit.errors import ReferenceTableError
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.sheet import NOTES, SHEET, blanks, write_blank
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

UNIT = "91520304000000027E"
GROUND: dict[str, Any] = {"依据（文件名称、文号、条款）": "示例名单〔2025〕1号", "可信度": "高", "法律状态": "现行有效"}
DESIGNATED: dict[str, Any] = {"统一社会信用代码": UNIT, "名单年度": 2025, "指定文号": "示例〔2025〕1号", **GROUND}


def filled(home: Path, name: str, *rows: dict[str, Any]) -> Path:
    """Write the blank workbook of a table and type rows into it."""
    path = home / "reference" / f"{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_blank(path, SCHEMAS[name])
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    place = {cell.value: cell.column for cell in sheet[1]}
    for line, row in enumerate(rows, 2):
        for heading, value in row.items():
            sheet.cell(line, place[heading]).value = value
    book.save(path)
    return home


def opened(*homes: Path) -> Reference:
    return load_reference(folder("rules"), homes)


def fault(home: Path, name: str) -> ReferenceTableError:
    with pytest.raises(ReferenceTableError) as raised:
        getattr(opened(home), name)
    return raised.value


@pytest.mark.parametrize("schema", blanks(SCHEMAS), ids=lambda schema: schema.name)
def test_the_blank_has_a_heading_a_hint_and_a_list_where_there_is_one(tmp_path: Path, schema: Any) -> None:
    path = filled(tmp_path, schema.name) / "reference" / f"{schema.name}.xlsx"
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book[SHEET][1]]
    assert [schema.heading(key) for key in schema.header] == headings
    assert not {heading for heading in headings if heading.isascii()}
    assert {"可信度", "法律状态"} == {
        headings[area.min_col - 1] for rule in book[SHEET].data_validations.dataValidation for area in rule.sqref.ranges
    }
    told = "".join(str(row[0]) for row in book[NOTES].iter_rows(values_only=True))
    assert f"reference/{schema.name}.xlsx" in told
    assert getattr(opened(tmp_path), schema.name).is_empty()


def test_a_filled_workbook_reads_like_the_csv_form(tmp_path: Path) -> None:
    home = filled(tmp_path, "designated_units", {**DESIGNATED, "生效日": datetime(2025, 1, 1), "失效日": "2025-12-31"})
    [row] = opened(home).designated_units.to_dicts()
    assert (UNIT, None, 2025, "示例〔2025〕1号", date(2025, 1, 1), date(2025, 12, 31), "high", "in_force") == tuple(
        row[key]
        for key in (
            "uscc", "enterprise_name", "list_year", "document_no", "effective_from", "effective_to", "confidence",
            "legal_status",
        )
    )  # fmt: skip


def test_numbers_and_lists_keep_their_value(tmp_path: Path) -> None:
    filled(
        tmp_path,
        "equal_factors",
        {"年份": 2025, "行政区划代码": "520000", "等价折标系数": 3.02, "单位": "tce/万千瓦时", **GROUND},
    )
    filled(
        tmp_path,
        "guizhou_two_high_catalogue",
        {
            "行业代码": "3140",
            "产品或工序": "铁合金",
            "产品关键词": "硅铁；锰硅",
            "能耗门槛（吨标准煤）": 10000,
            **GROUND,
        },
    )
    assert [Decimal("3.02")] == opened(tmp_path).equal_factors["factor"].to_list()
    [row] = opened(tmp_path).guizhou_two_high_catalogue.to_dicts()
    assert (["硅铁", "锰硅"], Decimal(10000)) == (row["product_keywords"], row["threshold_tce"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"统一社会信用代码": 915203040000000}, "设为文本"),
        ({"统一社会信用代码": "9152030400000002"}, "18位"),
        ({"名单年度": "二〇二五"}, "整数"),
        ({"依据（文件名称、文号、条款）": None}, "依据"),
        ({"可信度": "很高"}, "confidence"),
        ({"指定文号": None}, "document_no"),
        ({"生效日": datetime(2026, 1, 1), "失效日": datetime(2025, 1, 1)}, "晚于"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    error = fault(filled(tmp_path, "designated_units", DESIGNATED, {**DESIGNATED, **change}), "designated_units")
    assert 3 == error.line
    assert error.file.endswith("reference/designated_units.xlsx")
    assert words in str(error)


def test_a_factor_in_another_unit_is_refused(tmp_path: Path) -> None:
    """0.302 kgce per kWh typed where tce per 10^4 kWh belong would move every total by a factor of ten."""
    row = {"年份": 2025, "行政区划代码": "520000", "等价折标系数": 0.302, "单位": "tce/万千瓦时", **GROUND}
    assert "1.229" in str(fault(filled(tmp_path, "equal_factors", row), "equal_factors"))


@pytest.mark.parametrize(
    ("heading", "words"), [("信用代码", "不认识"), ("名单年度", "重复"), ("", "缺少列：统一社会信用代码")]
)
def test_a_changed_heading_is_refused(tmp_path: Path, heading: str, words: str) -> None:
    home = filled(tmp_path, "designated_units", DESIGNATED)
    path = home / "reference" / "designated_units.xlsx"
    book = openpyxl.load_workbook(path)
    book[SHEET]["A1"].value = heading
    book.save(path)
    error = fault(home, "designated_units")
    assert (1, True) == (error.line, words in str(error))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reference" / "designated_units.xlsx"
    path.parent.mkdir()
    path.write_text("uscc", encoding="utf-8")
    assert "工作簿" in str(fault(tmp_path, "designated_units"))


def test_only_the_tables_given_by_hand_are_replaced_and_the_last_wins(tmp_path: Path) -> None:
    first = filled(tmp_path / "a", "designated_units", DESIGNATED)
    second = filled(tmp_path / "b", "designated_units", {**DESIGNATED, "统一社会信用代码": "91520181000000019R"})
    both = opened(first, second)
    assert ["91520181000000019R"] == both.designated_units["uscc"].to_list()
    assert {"designated_units": second / "reference" / "designated_units.xlsx"} == both.replaced
    assert opened().law.equals(both.law)
    assert {} == opened().replaced


def test_one_table_in_two_files_or_under_a_wrong_name_is_refused(tmp_path: Path) -> None:
    home = filled(tmp_path, "designated_units", DESIGNATED)
    twin = home / "reference" / "designated_units.csv"
    twin.write_text("uscc\n", encoding="utf-8")
    assert "同一张表" in str(fault(home, "designated_units"))
    twin.rename(twin.with_name("designated_unit.csv"))
    with pytest.raises(ReferenceTableError, match=r"designated_units\.csv"):
        opened(home)


def test_csv_saved_with_a_mark_at_its_beginning_is_read(tmp_path: Path) -> None:
    """Excel writes one."""
    shipped = folder("rules") / "reference" / "designated_units.csv"
    copy = tmp_path / "reference" / "designated_units.csv"
    copy.parent.mkdir()
    row = f"{UNIT},,2025,示例〔2025〕1号,,,示例名单,,high,in_force,\n"
    copy.write_text(shipped.read_text(encoding="utf-8") + row, encoding="utf-8-sig")
    assert [UNIT] == opened(tmp_path).designated_units["uscc"].to_list()
