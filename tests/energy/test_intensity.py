"""Comparison is exact, equal is not above, and a verdict of several cases stands only where they agree."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.energy.intensity import (
    agreed,
    by_plant,
    exceeds,
    in_filed_unit,
    intensities,
    output_intensity,
    shared,
)
from energy_audit.exact import NUMBER


def number(value: str | None) -> pl.Expr:
    return pl.lit(None if value is None else D(value), NUMBER)


def over(figure: str | None, level: str | None, up: str = "1", down: str = "1") -> bool | None:
    found: bool | None = pl.select(exceeds(number(figure), number(level), number(up), number(down))).item()
    return found


@pytest.mark.parametrize(
    ("figure", "level", "expected"),
    [
        ("117", "117", False),
        ("117.01", "117", True),
        ("116.99", "117", False),
        ("-100", "-110", True),
        ("-110", "-110", False),
        (None, "117", None),
        ("117", None, None),
        ("1000000000001", "117", None),
    ],
)
def test_equal_is_not_above(figure: str | None, level: str | None, expected: bool | None) -> None:
    assert expected is over(figure, level)


def test_a_ratio_that_does_not_end_is_compared_exactly() -> None:
    """42 kgce/GJ is 42 x 10467/2500 = 175.8456 kgce/Gcal to the last digit."""
    assert False is over("175.8456", "42", "2500", "10467")
    assert True is over("175.845600000001", "42", "2500", "10467")


@given(st.decimals(-1000, 100_000, places=4), st.decimals(-1000, 100_000, places=4), st.sampled_from([1, 10, 1000]))
def test_the_unit_never_changes_the_verdict(figure: D, level: D, scale: int) -> None:
    assert over(str(figure), str(level)) is over(str(figure / scale), str(level), str(scale), "1")


def test_a_level_is_shown_in_the_figures_unit() -> None:
    assert D("0.117") == pl.select(in_filed_unit(number("117"), number("1000"), number("1"))).item()


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([True, True], True),
        ([False, False], False),
        ([True, False], None),
        ([True, None], None),
        ([False, None], None),
        ([None], None),
        ([], None),
    ],
)
def test_cases_must_agree(verdicts: list[bool | None], expected: bool | None) -> None:
    frame = pl.DataFrame({"v": verdicts}, schema={"v": pl.Boolean})
    assert expected is frame.select(agreed(pl.col("v"))).item()


@pytest.mark.parametrize(("values", "expected"), [([1, 1], 1), ([1, 2], None), ([1, None], None), ([None], None)])
def test_values_must_be_shared(values: list[int | None], expected: int | None) -> None:
    frame = pl.DataFrame({"v": values}, schema={"v": pl.Int64})
    assert expected == frame.select(shared(pl.col("v"))).item()


@pytest.mark.parametrize(
    ("is_new", "grade2", "grade3", "expected"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (None, True, False, None),
        (None, True, True, True),
        (None, None, True, None),
        (False, None, True, True),
    ],
)
def test_the_plant_decides_the_grade(is_new: Any, grade2: Any, grade3: Any, expected: Any) -> None:
    three = (pl.lit(value, pl.Boolean) for value in (is_new, grade2, grade3))
    assert expected is pl.select(by_plant(*three)).item()


def test_energy_per_output_value_is_rounded_half_up() -> None:
    """12345 / 80000 = 0.1543125, so 0.1543; 1 / 8000 = 0.000125, so 0.0001; 3 / 20000 = 0.00015, so 0.0002."""
    frame = pl.DataFrame({"tce": ["12345", "1", "3", "5"], "yuan": ["80000", "8000", "20000", "0"]}).cast(NUMBER)
    assert [D("0.1543"), D("0.0001"), D("0.0002"), None] == frame.select(
        output_intensity(pl.col("tce"), pl.col("yuan"))
    ).to_series().to_list()


def test_intensity_by_output_at_both_prices_and_by_value_added() -> None:
    """12 345 / 80 000 = 0.1543125; 12 345 / 75 000 = 0.1646; 12 345 / 20 000 = 0.61725; CO2 30 000 / 80 000 = 0.375."""
    row = {"tce_calorific": D(12345), "tce_equal": None, "co2_t": D(30000)} | {
        "gross_output": D(80000), "gross_output_const": D(75000), "value_added": D(20000),
    }  # fmt: skip
    found = pl.DataFrame([row], schema=dict.fromkeys(row, NUMBER)).select(intensities()).row(0, named=True)
    assert {
        "intensity_calorific": D("0.1543"),
        "intensity_equal": None,
        "const_intensity_calorific": D("0.1646"),
        "const_intensity_equal": None,
        "value_added_intensity_calorific": D("0.6173"),
        "value_added_intensity_equal": None,
        "co2_intensity": D("0.3750"),
    } == found
