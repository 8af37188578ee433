"""The distinct texts of a table's columns: what is asked of every cell is asked of each text once.

Filings say the same few words again and again, so a question costs what its distinct texts cost, and only cells
whose text is in question are looked at one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Words = Mapping[str, pl.Series]
    """By text column, every text that stands in it; a text that has gone since may be there still."""


def filled(frame: pl.DataFrame) -> list[str]:
    """Return the columns that hold anything at all."""
    nulls = frame.select(pl.all().null_count()).row(0, named=True) if frame.height else {}
    return [key for key, count in nulls.items() if count < frame.height]


def words_of(frame: pl.DataFrame, columns: Iterable[str] | None = None) -> dict[str, pl.Series]:
    """Return the distinct texts of the text columns of a frame, or of those named, that hold any."""
    wanted = set(frame.columns if columns is None else columns)
    there = [key for key in filled(frame) if key in wanted and frame.schema[key] == pl.String()]
    distinct = frame.select(pl.col(key).drop_nulls().unique().implode() for key in there)
    return {key: distinct[key].item() for key in there}


def of_both(one: Words, other: Words) -> dict[str, pl.Series]:
    """Return the texts of two frames together."""
    return {key: pl.concat([words[key] for words in (one, other) if key in words]) for key in {**one, **other}}


def cells_with(texts: pl.Series, wanted: pl.Series) -> pl.Series:
    """Return the places (0-based) of the cells that hold one of ``wanted``."""
    if wanted.is_empty():
        return pl.Series(dtype=pl.get_index_type())
    return texts.is_in(wanted.implode()).fill_null(value=False).arg_true()
