"""Typed cells as the texts they would be in a workbook."""

from __future__ import annotations

import polars as pl


def as_texts(raw: pl.Series) -> pl.Series:
    """Turn typed cells into the texts they would be in a workbook: 15 digits, ISO dates; texts are what they are."""
    if raw.dtype == pl.String():
        return raw
    if raw.dtype.is_float():
        return _of_fifteen_digits(raw.cast(pl.Float64))
    if isinstance(raw.dtype, pl.Datetime):
        if raw.dtype.time_zone is not None:  # midnight in China is the evening before in UTC
            raw = raw.dt.convert_time_zone("Asia/Shanghai")
        return raw.dt.to_string("%Y-%m-%d %H:%M:%S")
    if raw.dtype in (pl.Binary, pl.Object) or raw.dtype.is_nested():
        return pl.Series(raw.name, [None if value is None else str(value) for value in raw], dtype=pl.String)
    return raw.cast(pl.String)


def _of_fifteen_digits(raw: pl.Series) -> pl.Series:
    value = pl.col("value")
    near = value.abs().log10()
    rounded = raw.to_frame("value").select(
        pl.when(value.is_finite())
        .then(value.round_sig_figs(15).cast(pl.String).str.replace(r"\.0$", ""))
        .otherwise(value.cast(pl.String))
        .alias("text"),
        # just below a power of ten Polars counts one digit too many and rounds to fourteen
        doubtful=value.is_finite() & ((near - near.round(0)).abs() < 1e-13) & (value != value.round_sig_figs(15)),
    )
    at = rounded["doubtful"].fill_null(value=False).arg_true()
    texts = rounded["text"].alias(raw.name)
    return texts.scatter(at, [f"{number:.15g}" for number in raw.gather(at)]) if len(at) else texts
