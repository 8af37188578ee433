"""Values as people read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from energy_audit.rulebook.wording import Shown, exact_text, fill, value_text, with_unit


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (Decimal("5000.000000000000"), "5,000", "5,000"),
        (Decimal("0E-12"), "0", "0"),
        (Decimal("1234567.8900"), "1,234,567.89", "1,234,567.89"),
        (Decimal("-0.10"), "-0.1", "-0.1"),
        (Decimal("1E+3"), "1,000", "1,000"),
        (12000, "12,000", "12,000"),
        (True, "是", "yes"),
        (False, "否", "no"),
        (None, "未知", "unknown"),
        (dt.date(2025, 3, 1), "2025-03-01", "2025-03-01"),
        ("在建", "在建", "在建"),
    ],
)
def test_value_in_words(value: Any, zh: str, en: str) -> None:
    assert (zh, en) == (value_text(value, "zh"), value_text(value, "en"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("5000.10"), "5000.1"), (Decimal("0E-12"), "0"), (True, "true"), (None, ""), (7, "7")],
)
def test_value_exactly(value: Any, expected: str) -> None:
    assert expected == exact_text(value)


@pytest.mark.parametrize(
    ("shown", "zh", "en"),
    [
        (Shown(Decimal(5000), "tce"), "5,000 吨标准煤", "5,000 tce"),
        (Shown(Decimal("95.5"), "%"), "95.5%", "95.5%"),
        (Shown(3, "台"), "3台", "3 sets"),
        (Shown(2, "个"), "2个", "2"),
        (Shown(2025, "year"), "2025", "2025"),
        (Shown(None, "tce"), "未知", "unknown"),
        (Shown(Decimal(1), "kJ/kg"), "1 kJ/kg", "1 kJ/kg"),
        (Shown("A", "tce"), "A", "A"),
        (Shown(Decimal(1)), "1", "1"),
    ],
)
def test_value_with_its_unit(shown: Shown, zh: str, en: str) -> None:
    assert (zh, en) == (with_unit(shown, "zh"), with_unit(shown, "en"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("能耗{tce}，请核对", "能耗5,000 吨标准煤，请核对"),
        ("能耗{tce}吨标准煤", "能耗5,000吨标准煤"),
        ("能耗 {tce} tce", "能耗 5,000 tce"),
        ("占{share}%以上", "占20%以上"),
        ("{year}年", "2025年"),
    ],
)
def test_unit_is_not_written_twice(template: str, expected: str) -> None:
    values = {"tce": Shown(Decimal(5000), "tce"), "share": Shown(Decimal(20), "%"), "year": Shown(2025, "year")}
    assert expected == fill(template, "zh", values.__getitem__)
