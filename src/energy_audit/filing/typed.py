"""Raw texts to typed columns: a table of a whole batch at once.

Most cells are plain and are cast as they are; only distinct odd texts go to the
parsers of ``cells``. A cell that cannot be read becomes null and a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing import cells
from energy_audit.filing.decimals import exact_numbers
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.problem import joined, problems_where
from energy_audit.filing.schema import LARGEST, NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from energy_audit.filing.schema import Column, Table

_PARSERS = {
    "number": cells.numbers,
    "integer": cells.numbers,
    "date": cells.dates,
    "boolean": cells.booleans,
    "choice": cells.choices,
}
_KINDS = {kind.code: kind for kind in FilingProblem}


def typed(
    raw: pl.DataFrame, table: Table, multipliers: Mapping[str, Mapping[int, Decimal]] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series]:
    """Type the rows of one table.

    Args:
        raw: ``source``, ``row`` and any of the table's columns, as texts or as Parquet typed them.
        table: its columns.
        multipliers: by column and source, where a heading names another unit than the official one.

    Returns:
        The typed frame with all columns of the table; the problems; which rows have a problem.
    """
    columns, found = [], []
    faulty = pl.Series("faulty", [False]).new_from_index(0, raw.height)
    for column in table.columns:
        if column.key not in raw.columns:
            columns.append(pl.Series(column.key, [None], dtype=column.dtype).new_from_index(0, raw.height))
            continue
        values, codes = _read(raw[column.key], column)
        values, codes = _scaled(values, codes, column, raw["source"], (multipliers or {}).get(column.key, {}))
        columns.append(values.alias(column.key))
        if codes is not None and codes.null_count() < len(codes):
            faulty = faulty | codes.is_not_null()
            found.extend(_problems(raw, codes, column, table))
    return pl.DataFrame([raw["source"], raw["row"], *columns]), joined(found), faulty


def _problems(raw: pl.DataFrame, codes: pl.Series, column: Column, table: Table) -> list[pl.DataFrame]:
    hits = raw.select("source", "row", column.key).with_columns(_code=codes).filter(pl.col("_code").is_not_null())
    detail = "、".join(dict.fromkeys(text for text, _ in column.choices))
    return [
        problems_where(
            hits,
            pl.col("_code") == code,
            _KINDS[code],
            table=table.key,
            column=column.key,
            value=pl.col(column.key).cast(pl.String).str.strip_prefix("\x01"),
            detail=detail if _KINDS[code] is FilingProblem.NOT_IN_LIST else "",
        )
        for code in sorted(hits["_code"].unique())
    ]


def _read(raw: pl.Series, column: Column) -> tuple[pl.Series, pl.Series | None]:
    """Return values, and the code of the problem of each cell (None where no cell has one)."""
    if raw.dtype == column.dtype and column.kind != "choice" and raw.dtype != pl.String():
        return raw, None
    if column.kind in {"number", "integer"} and (raw.dtype.is_integer() or _keeps_decimals(raw.dtype)):
        values, codes = raw.cast(NUMBER, strict=False), None
        if values.null_count() > raw.null_count():
            codes = _codes(raw.is_not_null() & values.is_null(), FilingProblem.NUMBER_TOO_LARGE)
        return _whole(values, codes, column) if column.kind == "integer" else (values, codes)
    texts = as_texts(raw)
    if column.kind == "text":
        return _texts(texts)
    return _parsed(texts, column)


def _keeps_decimals(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Decimal) and dtype.scale <= (NUMBER.scale or 0)


def as_texts(raw: pl.Series) -> pl.Series:
    """Turn typed cells into the texts they would be in a workbook: 15 digits, ISO dates."""
    if raw.dtype.is_float():
        frame = raw.to_frame("value")
        return frame.select(
            pl.when(pl.col("value").is_finite())
            .then(pl.col("value").cast(pl.Float64).round_sig_figs(15).cast(pl.String).str.replace(r"\.0$", ""))
            .otherwise(pl.col("value").cast(pl.String))
        ).to_series()
    if isinstance(raw.dtype, pl.Datetime):
        return raw.dt.to_string("%Y-%m-%d %H:%M:%S")
    if raw.dtype in (pl.Binary, pl.Object) or raw.dtype.is_nested():
        return pl.Series(raw.name, [None if value is None else str(value) for value in raw], dtype=pl.String)
    return raw.cast(pl.String)


def _texts(raw: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    odd = cells.is_odd_text(raw)
    if not odd.any():
        return raw, None
    text = pl.col("text")
    frame = raw.to_frame("text").select(value=cells.stripped(text), code=cells.common_code(text))
    frame = frame.with_columns(
        value=pl.when(pl.col("code").is_null() & ~pl.col("value").is_in(cells.PLACEHOLDERS)).then(pl.col("value"))
    )
    return frame["value"], frame["code"]


def _parsed(raw: pl.Series, column: Column) -> tuple[pl.Series, pl.Series | None]:
    plain = exact_numbers(raw) if column.kind in {"number", "integer"} else None
    odd = raw.is_not_null() if plain is None else raw.is_not_null() & (plain.is_null() | (plain.abs() >= LARGEST))
    if odd.any():
        words = raw.filter(odd).unique(maintain_order=True).to_frame("text")
        meant = _PARSERS[column.kind](words, column)
        frame = pl.DataFrame({"text": pl.select(pl.when(odd).then(raw)).to_series()}).join(
            meant, on="text", how="left", maintain_order="left"
        )
        values, codes = frame["value"], frame["code"]
        if plain is not None:
            values = pl.select(pl.when(odd).then(values).otherwise(plain)).to_series()
    else:
        values, codes = plain if plain is not None else _empty(raw, column), None
    return _whole(values, codes, column) if column.kind == "integer" else (values, codes)


def _empty(raw: pl.Series, column: Column) -> pl.Series:
    return pl.Series(raw.name, [None], dtype=column.dtype).new_from_index(0, len(raw))


def _whole(values: pl.Series, codes: pl.Series | None, column: Column) -> tuple[pl.Series, pl.Series | None]:
    """Keep whole numbers only."""
    whole = values.cast(pl.Int64, strict=False)
    broken = values.is_not_null() & (whole.is_null() | (whole.cast(NUMBER, strict=False) != values))
    if not broken.any() and codes is None:
        return whole, None
    told = _codes(broken, FilingProblem.UNREADABLE_INTEGER)
    if codes is not None:
        told = pl.select(pl.coalesce(codes, told)).to_series()
        told = told.replace({FilingProblem.UNREADABLE_NUMBER.code: FilingProblem.UNREADABLE_INTEGER.code})
    return pl.select(pl.when(~broken).then(whole)).to_series().alias(column.key), told


def _codes(where: pl.Series, kind: FilingProblem) -> pl.Series:
    return pl.select(pl.when(where).then(pl.lit(kind.code))).to_series()


def _scaled(
    values: pl.Series,
    codes: pl.Series | None,
    column: Column,
    sources: pl.Series,
    multipliers: Mapping[int, Decimal],
) -> tuple[pl.Series, pl.Series | None]:
    """Bring filed figures to the stored unit, and refuse what is impossibly large."""
    if column.kind != "number":
        return values, codes
    if multipliers:
        scale = sources.replace_strict(
            list(multipliers), [str(value) for value in multipliers.values()], default="1", return_dtype=pl.String
        ).cast(NUMBER)
        values = values * scale
    if column.filed_scale != 1:
        values = values * pl.Series([column.filed_scale]).cast(NUMBER)
    large = values.is_not_null() & (values.abs() >= LARGEST)
    if large.any():
        told = _codes(large, FilingProblem.NUMBER_TOO_LARGE)
        codes = told if codes is None else pl.select(pl.coalesce(codes, told)).to_series()
        values = pl.select(pl.when(~large).then(values)).to_series()
    return values, codes
