"""Exact arithmetic on filed figures that never raises: what cannot be computed is null, so it is not judged."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import polars as pl

from energy_audit.exact import NUMBER

LARGEST_FACTOR = Decimal(10**12)
"""Beyond it on either side a product could leave ``NUMBER``; no filing holds such a pair."""

SMALLEST_DIVISOR = Decimal("0.000001")
"""A smaller divisor could lift a quotient out of ``NUMBER``; zero is the usual case."""

POWERS = (1, 2, 3, 4)
"""Slips of a unit or a decimal point worth naming: ×10, ×100, ×1000, ×10^4 and their inverses."""

NEAR = Decimal("0.01")
"""A ratio within 1 % of a power of ten is taken for one: wide enough for rounded factors, too narrow for chance."""


@cache
def exact(value: Decimal | str | int) -> pl.Expr:
    """A literal of type ``NUMBER``; made once, as the tolerances of all relations ask for the same few a thousand times."""
    return pl.lit(Decimal(value), NUMBER)


def product(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """``left × right``; null where either is null or too large to multiply."""
    return _at_most(left, LARGEST_FACTOR) * _at_most(right, LARGEST_FACTOR)


def quotient(dividend: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """``dividend ÷ divisor``; null where either is null or the divisor is (nearly) zero."""
    return dividend / pl.when(divisor.abs() >= exact(SMALLEST_DIVISOR)).then(divisor)


def signed(amount: pl.Expr) -> pl.Expr:
    """``amount`` with the sign of its term; a product with it costs ten times as much."""
    return pl.when(pl.col("sign") > 0).then(amount).otherwise(-amount)


def known_sum(name: str) -> pl.Expr:
    """Sum of a column within a group; one unknown leaves the sum unknown."""
    return pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)


def plain(value: pl.Expr) -> pl.Expr:
    """A figure as people write it, without the zeros of its type."""
    return value.cast(pl.String).str.replace(r"(\.\d*?)0+$", "${1}").str.replace(r"\.$", "")


def rounding_of(value: pl.Expr) -> pl.Expr:
    """Half a unit in the last decimal of a figure: how far rounding may have moved it.

    A figure of one significant digit gets none: half its last digit would excuse any error.
    """
    found: pl.Expr = exact(0)
    for decimals in range(6, -1, -1):
        unit = Decimal(1).scaleb(-decimals)
        significant = value.abs() >= exact(unit * 10)
        half = pl.when(significant).then(exact(unit / 2)).otherwise(exact(0))
        found = pl.when(value.round(decimals, mode="half_away_from_zero") == value).then(half).otherwise(found)
    return found


def power_of_ten(filed: pl.Expr, expected: pl.Expr) -> pl.Expr:
    """How many tens a figure is off: 3 where it is 1000 times what was expected, -1 where a tenth, else null."""
    found: pl.Expr = pl.lit(None, pl.Int8)
    usable = (filed > 0) & (expected > 0) & (filed < exact(10**20)) & (expected < exact(10**20))
    small, large = pl.when(usable).then(filed), pl.when(usable).then(expected)
    for power in POWERS:
        ten, as_up, as_down = _as_power(power)
        up = (small - large * ten).abs() <= large * ten * exact(NEAR)
        down = (small * ten - large).abs() <= large * exact(NEAR)
        found = pl.when(up).then(as_up).when(down).then(as_down).otherwise(found)
    return found


@cache
def _as_power(power: int) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Ten to a power, the power and its negative as literals."""
    return exact(10**power), pl.lit(power, pl.Int8), pl.lit(-power, pl.Int8)


def times(power: pl.Expr) -> pl.Expr:
    """``×1000`` or ``÷1000``, for a power of ``POWERS`` or its inverse; null where there is no power."""
    said = {sign * power: f"{mark}{10**power}" for power in POWERS for sign, mark in ((1, "×"), (-1, "÷"))}
    return power.replace_strict(said, default=None, return_dtype=pl.String)


def _at_most(value: pl.Expr, bound: Decimal) -> pl.Expr:
    return pl.when(value.abs() <= exact(bound)).then(value)
