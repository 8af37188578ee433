"""What people type is read by the kind of its column, exactly or not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.filing.schema import LARGEST, NUMBER, TABLES
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.values.cells import PLACEHOLDERS


def _typed(table: str, key: str, cell: object) -> tuple[object, str | None]:
    raw = pl.DataFrame(
        {"source": [0], "row": [1], key: [cell]}, schema_overrides={"source": pl.UInt32, "row": pl.UInt32}
    )
    frame, problems, faulty, _ = typed(raw, TABLES[table])
    code = problems["code"].to_list()
    assert faulty.to_list() == [bool(code)]
    return frame[key][0], code[0] if code else None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.5", "1234.5"),
        (" 1234.5 ", "1234.5"),
        ("１２３４．５", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４", "1234"),
        ("1 234 567", "1234567"),
        ("'0012", "12"),
        ("’12", "12"),
        ("+5", "5"),
        (".5", "0.5"),
        ("1.2E+05", "120000"),
        ("1e-07", "0.0000001"),
        ("3.2万", "32000"),
        ("1,234万", "12340000"),
        ("0.5亿", "50000000"),
        ("2万亿", "2000000000000"),
        ("\u3000７\u00a0", "7"),
        ("0", "0"),
        ("0.000000000001", "0.000000000001"),
        ("999999999999999.999999999999", "999999999999999.999999999999"),
    ],
)
def test_numbers_are_read_as_people_type_them(cell: str, value: str) -> None:
    assert (Decimal(value), None) == _typed("energy_consumption", "consumption_total", cell)


@pytest.mark.parametrize("sign", ["-", "－", "−", "–"])
def test_every_minus_sign_is_minus(sign: str) -> None:
    assert (Decimal("-3.5"), None) == _typed("energy_consumption", "gain_loss", f"{sign}3.5")


@pytest.mark.parametrize(("cell", "value"), [("95%", 95), ("95", 95), ("９５％", 95), ("950‰", 95), ("0.95", "0.95")])
def test_a_share_in_a_column_of_percent_keeps_its_percent(cell: str, value: object) -> None:
    assert (Decimal(value), None) == _typed("metering", "l1_rate", cell)


@pytest.mark.parametrize(
    "column",
    ["nonfossil.feedstock_tce", "energy_consumption.consumption_total", "equipment.annual_energy", "project.capacity"],
)
def test_a_percent_in_a_column_of_another_unit_is_unreadable(column: str) -> None:
    assert (None, "unreadable-number") == _typed(*column.split("."), "95%")


@pytest.mark.parametrize("cell", ["1.2万", "1.2亿", "３万"])
@pytest.mark.parametrize("column", ["enterprise.gross_output", "nonfossil.green_power_kwh"])
def test_ten_thousand_in_a_column_of_ten_thousands_is_not_guessed(column: str, cell: str) -> None:
    assert (None, "unreadable-number") == _typed(*column.split("."), cell)


@pytest.mark.parametrize("cell", ["10⁴", "12³", "①200", "5₂", "⑩"])
def test_raised_lowered_and_circled_digits_are_no_figures(cell: str) -> None:
    assert (None, "unreadable-number") == _typed("energy_consumption", "consumption_total", cell)


def test_a_percent_of_no_unit_is_a_share() -> None:
    assert (Decimal("0.1"), None) == _typed("product", "conversion_factor", "10%")


@pytest.mark.parametrize(
    "cell", ["abc", "12吨", "1,23", "1,2345", "12,", "1.2.3", "--5", "1-2", "５万吨", "(5)", "inf", "1e", "一百"]
)
def test_what_is_not_a_number_is_not_guessed(cell: str) -> None:
    assert (None, "unreadable-number") == _typed("energy_consumption", "consumption_total", cell)


@pytest.mark.parametrize("cell", ["1000000000000000", "1e15", "-1e15", "99999999999亿", "1e400", "9" * 60])
def test_a_number_of_ten_to_the_fifteenth_is_too_large(cell: str) -> None:
    assert (None, "number-too-large") == _typed("energy_consumption", "gain_loss", cell)


@pytest.mark.parametrize(
    "table_key", ["energy_consumption.consumption_total", "enterprise.ems_cert_date", "enterprise.address"]
)
@pytest.mark.parametrize("cell", [None, *PLACEHOLDERS, "  ", "\u3000", "／", "Ｎ／Ａ"])
def test_a_placeholder_is_blank_never_zero(table_key: str, cell: str | None) -> None:
    assert (None, None) == _typed(*table_key.split("."), cell)


@pytest.mark.parametrize(
    "cell",
    ["待定", "（无）", "无。", "***", "……", "———", "×××", "xx", "XXX", "N.A.", "不详", "?", " 未填 ", "[略]", "Ｔｂｄ"],
)
@pytest.mark.parametrize("table_key", ["enterprise.contact_name", "equipment.model", "target.target_name"])
def test_a_required_text_that_says_nothing_is_blank(table_key: str, cell: str) -> None:
    assert (None, None) == _typed(*table_key.split("."), cell)


@pytest.mark.parametrize("cell", ["0", "0.0", " 00 ", "０"])
@pytest.mark.parametrize("table_key", ["equipment.model", "product.product_name", "project.project_name"])
def test_a_zero_is_no_name(table_key: str, cell: str) -> None:
    assert (None, "text-became-zero") == _typed(*table_key.split("."), cell)


@pytest.mark.parametrize(
    ("table_key", "cell", "code"),
    [
        ("equipment.model", "2025-09-19", "text-became-day"),  # the fan 9-19
        ("equipment.model", "1972-04-01 00:00:00", "text-became-day"),  # 4-72
        ("document.document_number", "2026-01-03", "text-became-day"),
        ("project.project_code", "2.02052000150300E+23", "digits-lost"),
        ("nonfossil.gec_ids", "1.2E+15", "digits-lost"),
    ],
)
def test_what_a_spreadsheet_took_for_something_else_is_told(table_key: str, cell: str, code: str) -> None:
    assert (None, code) == _typed(*table_key.split("."), cell)


@pytest.mark.parametrize(
    ("table_key", "cell"),
    [
        ("equipment.remark", "2025-09-19"),
        ("equipment.model", "9-19"),
        ("equipment.model", "4-72-11No.5A"),
        ("equipment.model", "E+08"),
        ("enterprise.contact_name", "无名"),
        ("enterprise.energy_dept_name", "缺氧车间"),
        ("energy_consumption.unit", "%"),
        ("energy_consumption.unit", "℃"),
        ("equipment.model", "0.4"),
        ("equipment.model", "X"),
        ("equipment.remark", "***"),  # nobody asks for it: it stays as it is
        ("project.main_content", "待定"),
        ("enterprise.uscc", "0"),
    ],
)
def test_a_text_that_says_something_stays(table_key: str, cell: str) -> None:
    assert (cell, None) == _typed(*table_key.split("."), cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-01",
        "2025.3.1",
        "2025/3/1",
        "2025年3月1日",
        "2025 年 3 月 1 号",
        "20250301",
        "45717",
        "45717.5",
        "２０２５．３．１",
        "2025-03-01 08:30:00",
        "2025-03-01T08:30:00",
    ],
)
def test_dates_are_read_as_people_type_them(cell: str) -> None:
    assert (dt.date(2025, 3, 1), None) == _typed("enterprise", "report_date", cell)


@pytest.mark.parametrize("cell", ["2025年3月", "2025-03", "2025.3", "2025", "2025年"])
def test_a_date_without_day_is_never_completed(cell: str) -> None:
    assert (None, "incomplete-date") == _typed("enterprise", "report_date", cell)


@pytest.mark.parametrize(
    "cell", ["25-3-1", "1/3/2025", "2025-13-01", "2025-02-29", "昨天", "99999", "12345", "2025-3-1 25时"]
)
def test_what_is_not_a_date_is_not_guessed(cell: str) -> None:
    assert (None, "unreadable-date") == _typed("enterprise", "report_date", cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("是", True),
        ("有", True),
        ("√", True),
        ("TRUE", True),
        ("否", False),
        ("无", False),
        ("×", False),
        ("FALSE", False),
        ("-", None),
    ],
)
def test_booleans_are_read_as_people_tick_them(cell: str, value: bool | None) -> None:
    assert (value, None) == _typed("enterprise", "sealed", cell)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("完成", (True, None)),
        ("已完成", (True, None)),
        (" 未完成 ", (False, None)),
        ("尚未完成", (False, None)),
        ("基本完成", (None, "unreadable-boolean")),
        ("已", (None, "unreadable-boolean")),
    ],
)
def test_a_heading_that_asks_is_answered_with_its_own_word(cell: str, read: tuple[bool | None, str | None]) -> None:
    """是否完成: 完成 or 未完成."""
    assert read == _typed("target", "achieved", cell)


@pytest.mark.parametrize(
    ("table", "column", "cell", "read"),
    [
        ("equipment", "in_use", "在用", (True, None)),
        ("equipment", "in_use", "运行中", (True, None)),
        ("equipment", "in_use", "已停用", (False, None)),
        ("equipment", "in_use", "报废", (False, None)),
        ("equipment", "in_use", "备用", (None, "unreadable-boolean")),
        ("enterprise", "ems_certified", "已通过", (True, None)),
        ("enterprise", "ems_certified", "未认证", (False, None)),
        ("enterprise", "ems_certified", "正在认证", (None, "unreadable-boolean")),
        ("enterprise", "sealed", "已停用", (None, "unreadable-boolean")),
    ],
)
def test_a_heading_may_be_answered_with_the_opposite_of_its_word(
    table: str, column: str, cell: str, read: tuple[bool | None, str | None]
) -> None:
    assert read == _typed(table, column, cell)


def test_a_heading_that_does_not_ask_has_no_word_to_be_answered_with() -> None:
    assert (None, "unreadable-boolean") == _typed("enterprise", "sealed", "已")


@pytest.mark.parametrize(
    ("cell", "value"), [("已报送", "submitted"), ("submitted", "submitted"), (" 已 报送 ", "submitted"), ("—", None)]
)
def test_choices_are_stored_by_their_value(cell: str, value: str | None) -> None:
    assert (value, None) == _typed("enterprise", "review_status", cell)


@pytest.mark.parametrize(("cell", "value"), [("无", "否"), ("×", "否"), ("不适用", "不适用"), ("√", "是")])
def test_a_listed_word_is_a_choice_before_it_is_a_placeholder(cell: str, value: str) -> None:
    assert (value, None) == _typed("document", "held", cell)


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+86 851 221", "-某", "@某", "007", "（集团）公司", "1.2E+17"])
def test_a_text_stays_a_text(cell: str) -> None:
    assert (cell, None) == _typed("enterprise", "contact_name", cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("2025", 2025), ("2025年", 2025), ("2025年度", 2025), ("２０２５", 2025), ("2025.0", 2025)]
)
def test_a_year_is_read_with_its_word(cell: str, value: int) -> None:
    assert (value, None) == _typed("enterprise", "report_year", cell)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, Decimal("0.3")),
        (2.9999999999999996, Decimal(3)),
        (1e-7, Decimal("0.0000001")),
        (123456789.125, Decimal("123456789.125")),
        (7, Decimal(7)),
        (Decimal("1.25"), Decimal("1.25")),
    ],
)
def test_a_typed_number_means_its_fifteen_digits(value: object, expected: Decimal) -> None:
    assert (expected, None) == _typed("energy_consumption", "consumption_total", value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, dt.date(2025, 1, 1)])
def test_a_typed_value_that_is_no_number_is_unreadable(value: object) -> None:
    assert (None, "unreadable-number") == _typed("energy_consumption", "consumption_total", value)


@pytest.mark.parametrize("value", [dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 8, 30)])
def test_a_typed_date_is_a_date(value: object) -> None:
    assert (dt.date(2025, 3, 1), None) == _typed("enterprise", "report_date", value)


@given(st.decimals(min_value=-(LARGEST - 1), max_value=LARGEST - 1, places=12, allow_nan=False))
def test_every_number_survives_being_written_and_read(value: Decimal) -> None:
    assert (value, None) == _typed("energy_consumption", "gain_loss", format(value, "f"))


@given(st.integers(min_value=0, max_value=LARGEST - 1))
def test_grouping_does_not_change_a_number(value: int) -> None:
    assert (Decimal(value), None) == _typed("energy_consumption", "gain_loss", f"{value:,}")


@given(st.text(max_size=12))
def test_no_text_whatever_raises_or_becomes_a_number_in_silence(text: str) -> None:
    value, code = _typed("energy_consumption", "gain_loss", text)
    assert value is None or code is None
    if value is not None:
        assert any(char.isdigit() for char in text)
        assert NUMBER == pl.Series([value], dtype=NUMBER).dtype


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("review_level", "州级", "市"),  # an autonomous prefecture is of the rank of a prefecture-level city
        ("review_level", "区级", "县"),
        ("review_level", "乡级", None),
        ("review_status", "已批复", "approved"),
    ],
)
def test_other_words_for_one_choice_of_a_project(column: str, typed: str, meant: str | None) -> None:
    choices = next(each for each in TABLES["project"].columns if each.key == column).choices
    assert meant == dict(choices).get(typed)


@pytest.mark.parametrize("cell", ["未设", "未设立", "未聘任", "未明确", "（未配备）"])
@pytest.mark.parametrize("key", ["energy_dept_name", "energy_manager", "energy_leader_name"])
def test_that_there_is_none_names_nobody(key: str, cell: str) -> None:
    """A unit that has set up no energy department has named none."""
    assert _typed("enterprise", key, cell)[0] is None
    assert _typed("enterprise", key, "示例某甲")[0] == "示例某甲"
