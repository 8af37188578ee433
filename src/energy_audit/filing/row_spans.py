"""Where the rows of each part of a batch stand in its tables: spans of rows, from place ``start`` (0-based) up to ``end``.

A table of a large batch mostly comes unit by unit, so a part has few spans, and they are counted with instead of rows.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_PIECES: Final = 16
"""Up to so many pieces of a table are put together piece by piece, and not row by row."""


def parts_by_code(codes: pl.Series, later: pl.Series) -> pl.Series:
    """Return the part each code belongs to; what has none belongs to the last.

    Args:
        codes: of some rows.
        later: the first code of each part but the first, in their order.
    """
    numbers = pl.DataFrame({"part": later.search_sorted(codes, side="right"), "code": codes})
    last = pl.lit(len(later), pl.UInt32)
    return numbers.select(
        pl.when(pl.col("code").is_null()).then(last).otherwise(pl.col("part").cast(pl.UInt32))
    ).to_series()


def spans_of(at: pl.Series, part: pl.Series, height: int) -> pl.DataFrame:
    """Put runs of the same part together.

    Args:
        at: the place where each begins.
        part: whose it is.
        height: where the last ends.
    """
    runs = pl.DataFrame({"start": at.cast(pl.Int64), "part": part})
    first = pl.col("part").ne_missing(pl.col("part").shift())
    return runs.filter(first).with_columns(end=pl.col("start").shift(-1).fill_null(height))


def told_apart(spans: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tell the longest stretch of each part, in which no gap is longer than what stands before it, from all others."""
    length = pl.col("end") - pl.col("start")
    last = pl.col("end").shift().over("part")
    new = (pl.col("start") - last > length.shift().over("part")).fill_null(value=True)
    told = spans.with_columns(_stretch=new.cum_sum().over("part"))
    held = told.group_by("part", "_stretch").agg(_rows=length.sum())
    longest = held.sort("_rows", "_stretch", descending=[True, False]).unique("part", keep="first", maintain_order=True)
    on = ["part", "_stretch"]
    together = told.join(longest, on=on, how="semi", maintain_order="left")
    apart = told.join(longest, on=on, how="anti", maintain_order="left")
    return together.drop("_stretch"), apart.drop("_stretch")


def places_in(spans: pl.DataFrame) -> pl.Series:
    """Return the places (0-based) of the rows in spans."""
    return spans.select(place=pl.int_ranges("start", "end", dtype=pl.UInt32).explode()).to_series()


def closed_up(spans: pl.DataFrame) -> pl.DataFrame:
    """Return the spans as they are once nothing but them is left."""
    end = (pl.col("end") - pl.col("start")).cum_sum()
    return spans.with_columns(start=end - (pl.col("end") - pl.col("start")), end=end)


def taken(frame: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame that stand in spans."""
    if spans.height > _PIECES:
        return frame[places_in(spans)]
    return pl.concat(frame[start:end] for start, end in spans.select("start", "end").iter_rows())
