"""The one type of every quantity, and the one way it is rounded."""

from __future__ import annotations

import polars as pl

NUMBER = pl.Decimal(38, 12)
"""Every quantity: exact, 12 decimals; Polars keeps 12 decimals in a product of two."""

LARGEST = 10**15
"""Above this a filed number is refused as impossible; it also keeps every product inside ``NUMBER``."""


def round_half_up(value: pl.Expr, decimals: int) -> pl.Expr:
    """Round half away from zero, as a total is rounded once before it is compared; stays ``NUMBER``."""
    return value.round(decimals, mode="half_away_from_zero").cast(NUMBER)
