"""Arithmetic of conditions: exact where it fits, unknown where it does not, and never an error."""

from __future__ import annotations

from decimal import Decimal as D

import polars as pl
import pytest

from energy_audit.exact import NUMBER
from energy_audit.rulebook.bounded import Operation, computed

BIG = D(10) ** 15


def result(operation: Operation, left: list[D | None], right: list[D | None]) -> list[D | None]:
    frame = pl.DataFrame({"a": left, "b": right}, schema={"a": NUMBER, "b": NUMBER})
    return frame.select(computed(operation, pl.col("a"), pl.col("b"))).to_series().to_list()


@pytest.mark.parametrize(
    ("operation", "expected"),
    [("+", "2.75"), ("-", "2.25"), ("*", "0.625"), ("/", "10")],
)
def test_exact_where_every_row_fits(operation: Operation, expected: str) -> None:
    assert [D(expected), None, None] == result(operation, [D("2.5"), None, D(1)], [D("0.25"), D(1), None])


def test_only_the_rows_that_do_not_fit_are_unknown() -> None:
    """10^15 x 10^15 = 10^30 has more than 26 digits before the point; 10^15 / 10^-12 = 10^27 as well."""
    assert [None, D(6)] == result("*", [BIG, D(2)], [BIG, D(3)])
    assert [None, D(2)] == result("/", [BIG, D(6)], [D("0.000000000001"), D(3)])
    assert [D(2) * BIG, D(5)] == result("+", [BIG, D(2)], [BIG, D(3)])


def test_columns_that_fit_row_by_row_though_not_by_their_largest() -> None:
    """The largest of one column never meets the largest of the other."""
    assert [BIG, BIG] == result("*", [BIG, D(1)], [D(1), BIG])


LARGEST = D("99999999999999999999999999.999999999999")
LEAST = LARGEST.copy_negate()


@pytest.mark.parametrize("number", [1, 2, 3, 7, 1000])
def test_whether_a_row_fits_hangs_on_no_other_row(number: int) -> None:
    """A row at the very limit stays known beside rows just beyond it, which floats cannot tell apart, and far beyond."""
    step = D("0.000000000001")
    rows = [(LARGEST, D(0)), (LARGEST, step), (LARGEST, LARGEST), (D(1), D(2)), (None, D(1)), (LARGEST, LEAST)]
    expected = [LARGEST, None, None, D(3), None, D(0)]
    left, right = zip(*rows * number, strict=True)
    assert expected * number == result("+", list(left), list(right))
    assert [value for each in rows for value in result("+", [each[0]], [each[1]])] == expected


@pytest.mark.parametrize(
    ("operation", "right", "expected"),
    [("+", D(0), LARGEST), ("-", D(-1), None), ("*", D(1), LARGEST), ("*", D("-1.1"), None), ("/", D("0.9"), None)],
)
def test_the_largest_number_with_one_literal(operation: Operation, right: D, expected: D | None) -> None:
    frame = pl.DataFrame({"a": [LARGEST, D(9), None]}, schema={"a": NUMBER})
    told = frame.select(computed(operation, pl.col("a"), pl.lit(right, dtype=NUMBER))).to_series().to_list()
    assert [expected, None] == told[::2]
    assert told[1] is not None


def test_constants_that_do_not_fit() -> None:
    both = (pl.lit(LARGEST, dtype=NUMBER), pl.lit(LARGEST, dtype=NUMBER))
    assert [None] == pl.select(computed("*", *both, constant=True)).to_series().to_list()


def test_nothing_at_all() -> None:
    assert [] == result("*", [], [])
    assert [None] == result("/", [None], [None])


def test_literals_beside_columns_and_alone() -> None:
    three, two = (pl.lit(D(number)).cast(NUMBER) for number in (3, 2))
    frame = pl.DataFrame({"a": [D(1), D(2)]}, schema={"a": NUMBER})
    told = frame.with_columns(
        left=computed("-", three, pl.col("a")),
        right=computed("*", pl.col("a"), two),
        alone=computed("*", three, two, constant=True),
    )
    assert [(D(1), D(2), D(2), D(6)), (D(2), D(1), D(4), D(6))] == told.rows()
