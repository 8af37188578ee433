"""Raw texts to typed columns: a table of a whole batch at once.

Most cells are plain and are cast as they are; only distinct texts, and of figures only odd ones, go to
the parsers of ``cells``. A cell that cannot be read becomes null and a problem.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import polars as pl

from energy_audit.filing import cells
from energy_audit.filing.decimals import as_filed, exact_floats, exact_numbers
from energy_audit.filing.filing_problem import FilingProblem
from energy_audit.filing.pieces import cut_like
from energy_audit.filing.problem import joined, problems_where
from energy_audit.filing.schema import LARGEST, NUMBER
from energy_audit.filing.words import among, cells_with, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from energy_audit.filing.schema import Column, Table
    from energy_audit.filing.words import Words

_PARSERS = {
    "number": cells.numbers,
    "integer": cells.numbers,
    "date": cells.dates,
    "boolean": cells.booleans,
    "choice": cells.choices,
}
_KINDS = {kind.code: kind for kind in FilingProblem}
_NO_NUMBER, _NO_INTEGER = FilingProblem.UNREADABLE_NUMBER.code, FilingProblem.UNREADABLE_INTEGER.code

_MANY_ROWS = 20_000
"""Fewer are read by one thread in less time than others take to start."""


class Typing(NamedTuple):
    """A table once it is typed.

    Attributes:
        frame: ``source``, ``row`` and all columns of the table.
        problems: the cells that could not be read.
        faulty: which rows have such a problem.
        words: the distinct texts of ``frame``.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame
    faulty: pl.Series
    words: Words


Odd = pl.DataFrame
"""Cells that are not simply kept: ``at`` (0-based place in the column) and ``code`` (null where nothing is wrong)."""

_NONE_ODD: Final = pl.DataFrame(schema={"at": pl.get_index_type(), "code": pl.String()})


def typed(
    raw: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None = None,
    words: Words | None = None,
) -> Typing:
    """Type the rows of one table.

    Args:
        raw: ``source``, ``row`` and any of the table's columns, as texts or as Parquet typed them.
        table: its columns.
        multipliers: by column and source, where a heading names another unit than the official one.
        words: the distinct texts of ``raw``, where they are known.
    """
    filed = [column for column in table.columns if column.key in raw.columns]
    known = words_of(raw, (column.key for column in filed if not column.is_figure)) if words is None else words
    floats = [pl.col(column.key) for column in filed if column.is_figure and raw.schema[column.key].is_float()]
    exact = raw.select(exact_floats(each).name.keep() for each in floats)
    plain = {column.key for column in filed if column.kind == "text"}
    odd_words = among({key: texts for key, texts in known.items() if key in plain}, cells.is_odd_text)

    def read(column: Column) -> tuple[pl.Series, Odd, bool]:
        filed_as = raw[column.key]
        if column.key in exact.columns:
            values, odd = _floats(filed_as, exact[column.key], column)
        else:
            values, odd = _read(filed_as, column, known.get(column.key), odd_words.get(column.key))
        kept = values is filed_as
        return (*_scaled(values, odd, column, raw, (multipliers or {}).get(column.key, {})), kept)

    columns, found, same = {}, [], {}
    faulty = pl.Series("faulty", [False]).new_from_index(0, raw.height)
    for column, (values, odd, kept) in zip(filed, _side_by_side(read, filed, raw.height), strict=True):
        if kept and column.key in known:
            same[column.key] = known[column.key]
        columns[column.key] = values.alias(column.key)
        wrong = odd.filter(pl.col("code").is_not_null())
        if wrong.height:
            faulty[wrong["at"]] = True
            found.extend(_problems(raw, wrong, column, table))
    blank = [pl.lit(None, column.dtype).alias(column.key) for column in table.columns if column.key not in columns]
    places = raw.select("source", "row")
    frame = places.with_columns(*(cut_like(places["row"], column) for column in columns.values()), *blank)
    frame = frame.select("source", "row", *(column.key for column in table.columns))
    return Typing(frame, joined(found), faulty, {**words_of(frame, columns.keys() - same), **same})


def _side_by_side(
    read: Callable[[Column], tuple[pl.Series, Odd, bool]], columns: list[Column], height: int
) -> Iterator[tuple[pl.Series, Odd, bool]]:
    """Read columns on all processors where there are rows enough to share; Polars works on one column with one."""
    if height < _MANY_ROWS:
        yield from map(read, columns)
        return
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        yield from pool.map(read, columns)


def _problems(raw: pl.DataFrame, wrong: Odd, column: Column, table: Table) -> list[pl.DataFrame]:
    hits = raw.select("source", "row", column.key)[wrong["at"]].with_columns(_code=wrong["code"])
    detail = "、".join(dict.fromkeys(text for text, _ in column.choices))
    return [
        problems_where(
            hits,
            pl.col("_code") == code,
            _KINDS[code],
            table=table.key,
            column=column.key,
            value=as_filed(pl.col(column.key), raw.schema[column.key]).str.strip_prefix("\x01"),
            detail=detail if _KINDS[code] is FilingProblem.NOT_IN_LIST else "",
        )
        for code in sorted(hits["_code"].unique())
    ]


def _read(
    raw: pl.Series, column: Column, words: pl.Series | None, odd_words: pl.Series | None
) -> tuple[pl.Series, Odd]:
    """Return values, and the cells that were not simply kept."""
    if raw.dtype == column.dtype and column.kind != "choice" and raw.dtype != pl.String():
        return raw, _NONE_ODD
    if column.is_figure and (raw.dtype.is_integer() or _keeps_decimals(raw.dtype)):
        values = raw.cast(NUMBER, strict=False)
        odd = _lost(raw, values, FilingProblem.NUMBER_TOO_LARGE)
        return _whole(values, odd, column) if column.kind == "integer" else (values, odd)
    texts = as_texts(raw)
    if column.kind == "integer" and (whole := _whole_numbers(texts)) is not None:
        return whole, _NONE_ODD
    if column.is_figure:
        return _figures(texts, exact_numbers(texts), column)
    distinct = texts.drop_nulls().unique() if words is None or raw.dtype != pl.String() else words
    if column.kind == "text":
        return _texts(texts, distinct.filter(cells.is_odd_text(distinct)) if odd_words is None else odd_words)
    return _parsed(texts, distinct, column)


def _whole_numbers(texts: pl.Series) -> pl.Series | None:
    """Read a column in which all that stands is plain whole numbers; else None."""
    whole = texts.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == texts.null_count() and _reach(whole) < LARGEST else None


def _keeps_decimals(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Decimal) and dtype.scale <= (NUMBER.scale or 0)


def _lost(before: pl.Series, after: pl.Series, kind: FilingProblem) -> Odd:
    """The cells that a conversion made null."""
    if after.null_count() == before.null_count():
        return _NONE_ODD
    at = (before.is_not_null() & after.is_null()).arg_true()
    return pl.DataFrame({"at": at, "code": [kind.code] * len(at)}, schema=_NONE_ODD.schema)


def as_texts(raw: pl.Series) -> pl.Series:
    """Turn typed cells into the texts they would be in a workbook: 15 digits, ISO dates; texts are what they are."""
    if raw.dtype == pl.String():
        return raw
    if raw.dtype.is_float():
        return _of_fifteen_digits(raw.cast(pl.Float64))
    if isinstance(raw.dtype, pl.Datetime):
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


def _texts(raw: pl.Series, odd: pl.Series) -> tuple[pl.Series, Odd]:
    if odd.is_empty():
        return raw, _NONE_ODD
    text = pl.col("text")
    meant = odd.to_frame("text").select("text", value=cells.stripped(text), code=cells.common_code(text))
    meant = meant.with_columns(
        value=pl.when(pl.col("code").is_null() & ~pl.col("value").is_in(cells.PLACEHOLDERS)).then(pl.col("value"))
    )
    return _amended(raw, raw, cells_with(raw, odd), meant)


def _amended(values: pl.Series, texts: pl.Series, at: pl.Series, meant: pl.DataFrame) -> tuple[pl.Series, Odd]:
    """Put what the texts at some places mean (``text``, ``value``, ``code``) into their places."""
    told = texts.gather(at).to_frame("text").join(meant, on="text", how="left", maintain_order="left")
    return values.clone().scatter(at, told["value"]), pl.DataFrame({"at": at, "code": told["code"]})


def _parsed(raw: pl.Series, distinct: pl.Series, column: Column) -> tuple[pl.Series, Odd]:
    """Read dates, choices, 是 and 否: each distinct text once."""
    if distinct.is_empty():
        return pl.Series(raw.name, [None], dtype=column.dtype).new_from_index(0, len(raw)), _NONE_ODD
    meant = _PARSERS[column.kind](distinct.to_frame("text"), column)
    if raw.dtype == column.dtype:
        other = meant.filter(pl.col("text").ne_missing(pl.col("value")))
        return _amended(raw, raw, cells_with(raw, other["text"]), other) if other.height else (raw, _NONE_ODD)
    wrong = meant.filter(pl.col("code").is_not_null())
    at = cells_with(raw, wrong["text"])
    odd = pl.DataFrame({"at": at}).with_columns(
        code=raw.gather(at).replace_strict(wrong["text"], wrong["code"], return_dtype=pl.String)
    )
    return raw.replace_strict(meant["text"], meant["value"], default=None, return_dtype=column.dtype), odd


def _floats(raw: pl.Series, exact: pl.Series, column: Column) -> tuple[pl.Series, Odd]:
    """Complete what ``exact_floats`` read by the way of the texts."""
    values, odd = exact, _NONE_ODD
    at = _lost(raw, exact, FilingProblem.UNREADABLE_NUMBER)["at"]
    if len(at):
        texts = as_texts(raw.gather(at))
        rest, odd = _figures(texts, exact_numbers(texts), column, whole=False)
        values, odd = exact.clone().scatter(at, rest), odd.with_columns(at=at.gather(odd["at"]))
    return _whole(values, odd, column) if column.kind == "integer" else (values, odd)


def _figures(raw: pl.Series, plain: pl.Series, column: Column, *, whole: bool = True) -> tuple[pl.Series, Odd]:
    """Read figures; ``plain`` are those that need no parser, read already."""
    values, odd = plain, _NONE_ODD
    if plain.null_count() > raw.null_count() or _reach(plain) >= LARGEST:
        at = (raw.is_not_null() & (plain.is_null() | (plain.abs() >= LARGEST))).arg_true()
        meant = _PARSERS[column.kind](raw.gather(at).unique(maintain_order=True).to_frame("text"), column)
        values, odd = _amended(plain, raw, at, meant)
    return _whole(values, odd, column) if whole and column.kind == "integer" else (values, odd)


def _reach(values: pl.Series) -> Decimal:
    """Return how far figures are from zero at most."""
    least, most = values.min(), values.max()
    return max(abs(cast("Decimal", least)), abs(cast("Decimal", most))) if most is not None else Decimal(0)


def _whole(values: pl.Series, odd: Odd, column: Column) -> tuple[pl.Series, Odd]:
    """Keep whole numbers only."""
    whole = values.cast(pl.Int64, strict=False)
    broken = (values.is_not_null() & (whole.is_null() | (whole.cast(NUMBER, strict=False) != values))).arg_true()
    odd = odd.with_columns(pl.col("code").replace(_NO_NUMBER, _NO_INTEGER))
    if broken.is_empty():
        return whole.alias(column.key), odd
    return (
        _cleared(whole, broken).alias(column.key),
        _told_once(odd, pl.DataFrame({"at": broken, "code": [_NO_INTEGER] * len(broken)}, schema=_NONE_ODD.schema)),
    )


def _told_once(odd: Odd, more: Odd) -> Odd:
    """Add further cells; what was said of a cell already stays."""
    said = odd.filter(pl.col("code").is_not_null())
    return pl.concat([said, more.join(said, on="at", how="anti")]).sort("at")


def _scaled(
    values: pl.Series, odd: Odd, column: Column, raw: pl.DataFrame, multipliers: Mapping[int, Decimal]
) -> tuple[pl.Series, Odd]:
    """Bring filed figures to the stored unit, and refuse what is impossibly large."""
    if column.kind != "number":
        return values, odd
    if multipliers:
        scale = (
            raw["source"]
            .replace_strict(
                list(multipliers), [str(value) for value in multipliers.values()], default="1", return_dtype=pl.String
            )
            .cast(NUMBER)
        )
        values = values * scale
    if column.filed_scale != 1:
        values = values * pl.Series([column.filed_scale]).cast(NUMBER)
    if _reach(values) < LARGEST:
        return values, odd
    large = (values.abs() >= LARGEST).fill_null(value=False).arg_true()
    told = pl.DataFrame(
        {"at": large, "code": [FilingProblem.NUMBER_TOO_LARGE.code] * len(large)}, schema=_NONE_ODD.schema
    )
    return _cleared(values, large), _told_once(odd, told)


def _cleared(values: pl.Series, at: pl.Series) -> pl.Series:
    return values.clone().scatter(at, pl.Series([None], dtype=values.dtype))
