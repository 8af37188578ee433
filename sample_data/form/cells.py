"""What is written in a cell, and how a figure stays exact on its way there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Figure = int | str | Decimal
Cell = str | int | Decimal | date | bool | None
Row = dict[str, Cell]
Plant = Mapping[str, Cell]

NOTHING: Plant = {}


def number(figure: Figure) -> Decimal:
    """Read a figure exactly."""
    return Decimal(str(figure))


def rounded(figure: Decimal, places: int = 2) -> Decimal:
    """Round half up, as totals are."""
    return figure.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
