"""The distinct texts of a table's columns: what is asked of every cell is asked of each text once.

Filings say the same few words again and again, so a question costs what its distinct texts cost, and only cells
whose text is in question are looked at one by one.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.values.pieces import in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Words = Mapping[str, pl.Series]
    """By text column, every text that stands in it; a text that has gone since may be there still."""

_SAMPLE = 10_000
_FEW = 0.2
"""Of the first ``_SAMPLE`` rows, the share with another text than the row above up to which a column comes in runs."""


def filled(frame: pl.DataFrame) -> list[str]:
    """Return the columns that hold anything at all."""
    nulls = frame.null_count().row(0)
    return [key for key, count in zip(frame.columns, nulls, strict=True) if count < frame.height]


def words_of(frame: pl.DataFrame, columns: Iterable[str] | None = None) -> dict[str, pl.Series]:
    """Return the distinct texts of the text columns of a frame, or of those named, that hold any."""
    wanted = set(frame.columns if columns is None else columns)
    there = [key for key in filled(frame) if key in wanted and frame.schema[key] == pl.String()]
    if not there:
        return {}
    another = {key: pl.col(key).ne_missing(pl.col(key).shift()) for key in there}
    changes = frame.head(_SAMPLE).select(another[key].mean().alias(key) for key in there).row(0, named=True)
    # where a text is mostly that of the row above, the rest is compared with all others
    texts = {key: pl.col(key).filter(another[key]) if changes[key] < _FEW else pl.col(key) for key in there}
    asked = [texts[key].drop_nulls().unique().implode() for key in there]
    parts = pl.concat(piece.select(asked) for piece in in_turn(frame.select(there)))
    once = parts if parts.height == 1 else parts.select(pl.all().explode().unique().implode())
    return {key: once[key].item() for key in there}


def among(words: Words, asked: Callable[[pl.Series], pl.Series]) -> dict[str, pl.Series]:
    """Return by column the texts of which a question is answered with yes; it is asked of all columns at once."""
    if not words:
        return {}
    answers = asked(pl.concat(words.values()))
    ends = list(accumulate(len(texts) for texts in words.values()))
    return {
        key: texts.filter(answers.slice(end - len(texts), len(texts)))
        for (key, texts), end in zip(words.items(), ends, strict=True)
    }


def of_both(one: Words, other: Words) -> dict[str, pl.Series]:
    """Return the texts of two frames together."""
    return {key: pl.concat([words[key] for words in (one, other) if key in words]) for key in {**one, **other}}


def cells_with(texts: pl.Series, wanted: pl.Series) -> pl.Series:
    """Return the places (0-based) of the cells that hold one of ``wanted``."""
    if wanted.is_empty():
        return pl.Series(dtype=pl.get_index_type())
    return texts.is_in(wanted.implode()).fill_null(value=False).arg_true()
