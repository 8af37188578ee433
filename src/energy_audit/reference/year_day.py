"""Days of a report year; a mistyped year that no calendar has (20255) counts as the nearest it has.

The year itself stays as filed and is told as impossible. Its days need only lie before or after all others.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

_FIRST: Final = date.min.year
_LAST: Final = date.max.year


def day_of_year(year: pl.Expr, month: int, day: int) -> pl.Expr:
    """Give a day of a year; null where the year is unknown."""
    return pl.date(year.clip(_FIRST, _LAST), month, day)


def end_of_year(year: int) -> date:
    """Give the last day of a year."""
    return date(min(max(year, _FIRST), _LAST), 12, 31)
