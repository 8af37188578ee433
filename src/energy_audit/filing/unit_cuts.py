"""Where a batch is cut into parts of units: by their codes, so that one unit more moves no cut but its own part's."""

from __future__ import annotations

import polars as pl

_TRIES = 8
"""So many codes within as many units as a part may have would each do for a cut."""

ROWS_A_PART = 700_000
"""Of all tables together; judged, they take some 1.3 GB."""

_STEP = 0.7
"""By which fewer units are tried, so that a few rows more or less do not move every cut of a batch."""


def part_starts(codes: pl.Series, most: int) -> pl.Series:
    """Return the first code of each part but the first, in order.

    A part ends before the first code, after three quarters of its units, whose digits say so, and at its most units
    where none does. So equal codes are cut alike whatever stands far from them.

    Args:
        codes: of all units, in order, each once.
        most: units a part may have.
    """
    may_start = (codes.hash() % max(1, most // _TRIES) == 0).arg_true()
    least = most - most // 4
    starts, begin = [], 0
    while len(codes) - begin > most:
        nearest = may_start.search_sorted(begin + least)
        begin = min(begin + most, may_start[nearest] if nearest < len(may_start) else len(codes))
        starts.append(begin)
    return codes.gather(pl.Series(starts, dtype=pl.UInt32))


def units_fitting(most: int, units: int, rows: int) -> int:
    """Return how many units a part may have, so that it has about ``ROWS_A_PART`` rows.

    Args:
        most: however few rows a unit has.
        units: of the batch ...
        rows: ... and the rows of all its tables.
    """
    fitting = float(most)
    while fitting * rows > ROWS_A_PART * units and fitting > 1:
        fitting *= _STEP
    return max(1, round(fitting))
