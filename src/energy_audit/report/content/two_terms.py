"""Cells that stand as two terms of the sum: an output of which table 2 places only a part."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row

Cell = tuple[int, int, str]
"""Source, row and column."""


def cell_of(row: Row) -> Cell:
    """Return the cell that a term was filed in."""
    return row["source"], row["row"], row["column"]


def filed_in_two(rows: list[Row]) -> dict[Cell, Decimal]:
    """Return what is filed, in filed units, in each cell of an output that stands as two of these terms; mostly none."""
    if not any(row["output_unplaced"] or row["output_presumed_sold"] for row in rows):
        return {}
    outputs = [row for row in rows if row["flow"] == "output"]
    times = Counter(map(cell_of, outputs))
    whole: dict[Cell, Decimal] = {}
    for row in outputs:
        if times[cell_of(row)] > 1:
            whole[cell_of(row)] = whole.get(cell_of(row), Decimal(0)) + row["quantity"]
    return whole
