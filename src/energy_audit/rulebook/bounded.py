"""Exact arithmetic on columns that never aborts a batch: what does not fit ``NUMBER`` is unknown.

Polars ends the query where a decimal result is too large. Whether one is can be told from
floats, but turning decimals into floats takes several times as long as multiplying them.
So the largest of each column is asked first, which nearly always settles it.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Operation = Literal["+", "-", "*", "/"]

_OPERATE: Final[Mapping[Operation, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}

_BOUND: Final = 9.9e25
"""Results beyond this are unknown: ``NUMBER`` holds 26 digits before the point."""


def computed(operation: Operation, left: pl.Expr, right: pl.Expr, *, constant: bool = False) -> pl.Expr:
    """Compute ``left`` with ``right``, both ``NUMBER``; null where either is, or where the result does not fit.

    Args:
        operation: what to do; a divisor must not be zero.
        left: first operand.
        right: second operand.
        constant: neither names a column, so the result is one value for all rows.
    """
    operate = _OPERATE[operation]
    if constant:
        value: pl.Expr = operate(pl.when(_fits(operate, left, right)).then(left), right)
        return value

    def compute(both: Sequence[pl.Series]) -> pl.Series:
        first, second = both
        if not _all_fit(operation, first, second):
            first = pl.select(pl.when(_fits(operate, first, second)).then(first)).to_series()
        result: pl.Series = operate(first, second)
        return result.cast(NUMBER)

    return pl.map_batches([left, right], compute, return_dtype=NUMBER)


def _fits(operate: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Tell row by row, from floats."""
    return operate(left.cast(pl.Float64), right.cast(pl.Float64)).abs() < _BOUND


def _all_fit(operation: Operation, left: pl.Series, right: pl.Series) -> bool:
    """Tell of whole columns, from the largest values, whether every row fits."""
    largest = _largest(left)
    if operation == "/":
        least = _extreme(right.abs().min())
        return least > 0 and largest / least < _BOUND
    other = _largest(right)
    return (largest * other if operation == "*" else largest + other) < _BOUND


def _largest(column: pl.Series) -> float:
    """Give the largest of a column, whatever its sign; without making the column of them that ``abs`` would."""
    return max(abs(_extreme(column.min())), abs(_extreme(column.max())))


def _extreme(value: Any) -> float:
    """A column without any value has nothing that could be too large; as a divisor it gives nulls either way."""
    return 1.0 if value is None else float(value)
