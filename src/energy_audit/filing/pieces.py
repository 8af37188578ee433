"""A large table is held in the pieces its file came in; putting them together would copy it all.

Whoever works on columns that are cut in different places first puts all of them together, so columns of one table
are cut in the same places: what was made in one piece is cut like the others, which copies nothing.
"""

from __future__ import annotations

from itertools import accumulate

import polars as pl


def cut_like(model: pl.Series, column: pl.Series) -> pl.Series:
    """Cut a column in the places where another of the same length is cut."""
    lengths = model.chunk_lengths()
    if column.chunk_lengths() == lengths:
        return column
    whole = column.rechunk()
    starts = accumulate(lengths, initial=0)
    return pl.concat([whole.slice(start, length) for start, length in zip(starts, lengths, strict=False)])
