"""Figures keep twelve decimals, rounded half up; none is cut."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.filing.schema import TABLES
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.values.decimals import exact_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1234567890125", "0.123456789013"),
        ("-0.1234567890125", "-0.123456789013"),
        ("0.12345678901249999", "0.123456789012"),
        ("123456789.0000000000005", "123456789.000000000001"),
        ("2.5E-12", "0.000000000003"),
        ("5e-13", "0.000000000001"),
        ("1.2345E+3", "1234.5"),
        ("0.00", "0"),
        ("-0.000", "0"),
        ("-5e-13", "-0.000000000001"),
        ("0e-13", "0"),
        ("7", "7"),
    ],
)
def test_the_thirteenth_decimal_rounds_half_up(text: str, expected: str) -> None:
    assert [Decimal(expected)] == exact_numbers(pl.Series([text])).to_list()


def test_every_text_of_a_column_is_read_as_it_is_alone() -> None:
    texts = ["0.00", None, "5e-13", "1.5", "0.1234567890125", "", "x" * 20, "-0.000", "4E-13", "5e-13", "1e40"]
    alone = [exact_numbers(pl.Series([text], dtype=pl.String())).item() for text in texts]
    assert alone == exact_numbers(pl.Series(texts)).to_list()


@pytest.mark.parametrize("text", ["abc", "1e40", "1" * 40, "Infinity", "1e999999999", "NaN", ""])
def test_what_is_no_figure_or_none_on_earth_is_null(text: str) -> None:
    assert [None] == exact_numbers(pl.Series([text])).to_list()


@given(st.decimals(-(10**14), 10**14, places=15))
def test_any_figure_is_the_one_rounded_by_the_rule(value: Decimal) -> None:
    expected = value.quantize(Decimal("1E-12"), ROUND_HALF_UP)
    assert [expected] == exact_numbers(pl.Series([f"{value:f}"])).to_list()


@pytest.mark.parametrize(
    "raw",
    [
        pl.Series(["0.1234567890125"]),
        pl.Series(["０.1234567890125"]),
        pl.Series(["0.1234567890125"]).cast(pl.Decimal(38, 13)),
        pl.Series([0.1234567890125]),
    ],
    ids=["text", "full width", "decimal of Parquet", "float"],
)
def test_every_way_to_file_a_figure_rounds_alike(raw: Any) -> None:
    frame = pl.DataFrame({"gross_output": raw}).with_columns(source=pl.lit(0, pl.UInt32), row=pl.lit(1, pl.UInt32))
    values, problems, *_ = typed(frame, TABLES["enterprise"])
    assert problems.is_empty()
    assert Decimal("0.123456789013") == values["gross_output"][0]
