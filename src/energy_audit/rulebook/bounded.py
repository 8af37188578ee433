"""Exact arithmetic on columns that never aborts a batch: what does not fit ``NUMBER`` is unknown.

Polars ends the query where a decimal result is too large. That is so rare that it is not looked
for beforehand: only where Polars gave up are the rows found that made it.
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

_BEYOND: Final = 1.01e26
"""No result that floats put here fits: ``NUMBER`` holds 26 digits before the point, and floats err by far less."""


def computed(operation: Operation, left: pl.Expr, right: pl.Expr, *, constant: bool = False) -> pl.Expr:
    """Compute ``left`` with ``right``, both ``NUMBER``; null where either is, or where the result does not fit.

    Args:
        operation: what to do; a divisor must not be zero.
        left: first operand.
        right: second operand.
        constant: neither names a column; the one result is computed now.
    """
    operate = _OPERATE[operation]

    def compute(both: Sequence[pl.Series]) -> pl.Series:
        first, second = both
        try:
            result: pl.Series = operate(first, second)
        except pl.exceptions.ComputeError:
            result = _row_by_row(operate, first, second)
        return result.cast(NUMBER)

    if constant:
        return pl.lit(compute([pl.select(side).to_series() for side in (left, right)]).item(), dtype=NUMBER)
    return pl.map_batches([left, right], compute, return_dtype=NUMBER)


def _row_by_row(operate: Callable[[Any, Any], Any], first: pl.Series, second: pl.Series) -> pl.Series:
    """Compute what fits; floats tell at once of nearly all rows whether they do."""
    height = max(len(first), len(second))
    first, second = (side if len(side) == height else side.new_from_index(0, height) for side in (first, second))
    size = operate(first.cast(pl.Float64), second.cast(pl.Float64)).abs()
    return _halved(operate, pl.select(pl.when(size >= _BEYOND).then(None).otherwise(first)).to_series(), second)


def _halved(operate: Callable[[Any, Any], Any], first: pl.Series, second: pl.Series) -> pl.Series:
    """Compute rows, and where some do not fit each half of them: whether a row fits hangs on no other row."""
    try:
        result: pl.Series = operate(first, second)
    except pl.exceptions.ComputeError:
        half = len(first) // 2
        if not half:
            return pl.Series([None], dtype=NUMBER)
        parts = [_halved(operate, first[rows], second[rows]) for rows in (slice(half), slice(half, None))]
        return pl.concat(parts)
    return result
