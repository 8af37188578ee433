"""A large table is held in the pieces its file came in; putting them together would copy it all.

Whoever works on columns that are cut in different places first puts all of them together, so columns of one table
are cut in the same places: wherever any of them is cut already, which copies nothing. And a question whose answer is
short is asked of some rows at a time, so that what is worked out on the way is short as well.
"""

from __future__ import annotations

from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = 2**17
"""Of a piece that is asked at a time."""


def cut_alike(columns: Sequence[pl.Series]) -> list[pl.Series]:
    """Cut columns of the same length wherever one of them is cut."""
    cuts = [column.chunk_lengths() for column in columns]
    if columns[0].is_empty() or all(lengths == cuts[0] for lengths in cuts):
        return list(columns)
    places = sorted({0, *chain.from_iterable(map(accumulate, cuts))})
    return [
        pl.concat([column.slice(start, end - start) for start, end in pairwise(places)], rechunk=False)
        for column in columns
    ]


def in_turn(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Give some rows of a frame at a time, in order; an empty frame once."""
    return frame.iter_slices(ROWS) if frame.height else iter([frame])
