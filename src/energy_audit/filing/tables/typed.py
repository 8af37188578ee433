"""Raw texts to typed columns: a table of a whole batch at once.

Most cells are plain and are cast as they are; only distinct texts, and of figures only odd ones, go to
the parsers of ``cells``. A cell that cannot be read becomes null and a problem.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import value_left_out, why_left_out
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.tables.row_units import both_units, by_unit_of_row
from energy_audit.filing.values import cells
from energy_audit.filing.values.decimal_commas import without_doubtful
from energy_audit.filing.values.decimals import as_filed, exact_floats
from energy_audit.filing.values.figures import from_figures, from_floats, from_texts, is_figures, scaled
from energy_audit.filing.values.filed_texts import as_texts
from energy_audit.filing.values.odd_cells import NONE_ODD, Odd, amended
from energy_audit.filing.values.parsers import PARSERS
from energy_audit.filing.values.pieces import cut_alike
from energy_audit.filing.values.words import among, cells_with, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from energy_audit.filing.problems.problem_kind import ProblemKind
    from energy_audit.filing.schema import Column, Table
    from energy_audit.filing.values.words import Words

_KINDS = {kind.code: kind for kind in FilingProblem}

_KNOWN_BY = frozenset(
    (
        *("product_code", "limit_standard", "capacity", "category", "efficiency_level", "nameplate_standard"),
        *("project_code", "document_number", "designated_by", "gec_ids"),
    )
)
"""Texts that things are known by, beside those that must be given: none of them is ever a day."""

_FEW_TEXTS = 8
"""That are parsed once for all parts of a batch."""

_BY_CELL = {
    r"[%％‰万亿]$": marked("末尾的百分号、万、亿如果是单元格格式带出来的，请先把格式改为“常规”再填。"),
    r"^\d{4}-\d{2}-\d{2}(?:$| )|^\d{1,2}:\d{2}:\d{2}$": marked(
        "这一格像是设成了日期或时间格式，请先把格式改为“常规”再填数字。"
    ),
    r"\p{Cf}": marked("里面夹有看不见的字符，请把这一格清空，用键盘重新输入。"),
}
"""By what a figure that cannot be read looks like, what is to be done before another is typed over it."""

_MANY_ROWS = 20_000
"""Fewer are read by one thread in less time than others take to start."""


class _Read(NamedTuple):
    """A column once it is read: its values, the cells that were not simply kept, its distinct texts if it holds texts."""

    values: pl.Series
    odd: Odd
    texts: pl.Series | None = None


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


def typed(
    raw: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None = None,
    words: Words | None = None,
    beside_rows: Mapping[str, Mapping[int, str]] | None = None,
) -> Typing:
    """Type the rows of one table.

    Args:
        raw: ``source``, ``row`` and any of the table's columns, as texts or as Parquet typed them.
        table: its columns.
        multipliers: by column and source, where a heading names another unit than the official one.
        words: the distinct texts of ``raw``, where they are known.
        beside_rows: by column and source, the unit that its heading names though each row has its own.
    """
    filed = [column for column in table.columns if column.key in raw.columns]
    known = words_of(raw, (column.key for column in filed if not column.is_figure)) if words is None else words
    floats = [column.key for column in filed if column.is_figure and raw.schema[column.key].is_float()]
    exact = raw.select(exact_floats(pl.col(floats)))
    plain = {column.key for column in filed if column.kind == "text"}
    odd_words = among({key: texts for key, texts in known.items() if key in plain}, cells.is_odd_text)

    in_headings = beside_rows or {}

    def read(column: Column) -> _Read:
        filed_as = raw[column.key]
        if column.key in exact.columns:
            own = _Read(*from_floats(filed_as, exact[column.key], column))
        else:
            own = _read(filed_as, column, known.get(column.key), odd_words.get(column.key))
        values, odd = scaled(own.values, own.odd, column, raw, (multipliers or {}).get(column.key, {}))
        if column.is_figure:
            values, odd = without_doubtful(raw, values, odd, column.key)
        values, odd = by_unit_of_row(raw, values, odd, table.key, column, in_headings.get(column.key, {}))
        return own._replace(values=values, odd=odd)

    columns, found, spoken = {}, [], {}
    faulty = pl.Series("faulty", [False]).new_from_index(0, raw.height)
    for column, (values, odd, texts) in zip(filed, _side_by_side(read, filed, raw.height), strict=True):
        if texts is not None and len(texts):
            spoken[column.key] = texts
        columns[column.key] = values.alias(column.key)
        wrong = odd.filter(pl.col("code").is_not_null()) if odd.height else odd
        if wrong.height:
            faulty[wrong["at"]] = True
            found.extend(_problems(raw, wrong, column, table, in_headings.get(column.key, {})))
    blank = [pl.lit(None, column.dtype).alias(column.key) for column in table.columns if column.key not in columns]
    places = raw.select("source", "row")
    # a blank column is added, which says its null once; selected, it would be written out row by row
    frame = places.with_columns(*cut_alike([places["row"], *columns.values()]), *blank)
    frame = frame.select("source", "row", *(column.key for column in table.columns))
    return Typing(frame, joined(found), faulty, spoken)


def _side_by_side(read: Callable[[Column], _Read], columns: list[Column], height: int) -> Iterator[_Read]:
    """Read columns on all processors where there are rows enough to share; Polars works on one column with one."""
    if height < _MANY_ROWS:
        yield from map(read, columns)
        return
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        yield from pool.map(read, columns)


def _problems(
    raw: pl.DataFrame, wrong: Odd, column: Column, table: Table, in_headings: Mapping[int, str]
) -> list[pl.DataFrame]:
    hits = raw.select("source", "row", column.key)[wrong["at"]].with_columns(_code=wrong["code"])
    if in_headings:
        hits = hits.with_columns(both_units(raw[wrong["at"]], table.key, column.key, in_headings).alias("_units"))
    first = {stored: text for text, stored in reversed(column.choices)}
    detail = "、".join(text for text, stored in column.choices if first[stored] == text)
    text = as_filed(pl.col(column.key), raw.schema[column.key])
    details: dict[ProblemKind, pl.Expr | str] = {
        FilingProblem.NOT_IN_LIST: detail,
        FilingProblem.UNIT_OF_HEADING_CONTRADICTS_ROW: pl.col("_units"),
        FilingProblem.UNREADABLE_NUMBER: _why(text),
        FilingProblem.UNREADABLE_INTEGER: _why(text),
    }
    return [
        problems_where(
            hits,
            pl.col("_code") == code,
            _KINDS[code],
            table=table.key,
            column=column.key,
            value=value_left_out(text.str.strip_prefix("\x01")),
            detail=details.get(_KINDS[code], why_left_out(text)),
        )
        for code in sorted(hits["_code"].unique())
    ]


def _why(text: pl.Expr) -> pl.Expr:
    """Say what makes a figure unreadable where its cell does, and whoever types it again finds it so again."""
    found = pl.lit("")
    for form, why in _BY_CELL.items():
        found = pl.when(text.str.contains(form)).then(pl.lit(why)).otherwise(found)
    return found


def _read(raw: pl.Series, column: Column, words: pl.Series | None, odd_words: pl.Series | None) -> _Read:
    if raw.dtype == column.dtype and column.kind != "choice" and raw.dtype != pl.String():
        return _Read(raw, NONE_ODD)
    if column.is_figure and is_figures(raw.dtype):
        return _Read(*from_figures(raw, column))
    texts = as_texts(raw)
    if column.is_figure:
        return _Read(*from_texts(texts, column))
    distinct = texts.drop_nulls().unique() if words is None or raw.dtype != pl.String() else words
    if column.kind == "text":
        odd = distinct.filter(cells.is_odd_text(distinct)) if odd_words is None else odd_words
        return _texts(texts, distinct, odd, column)
    return _parsed(texts, distinct, column)


def _texts(raw: pl.Series, distinct: pl.Series, odd: pl.Series, column: Column) -> _Read:
    if odd.is_empty():
        return _Read(raw, NONE_ODD, distinct)
    text = pl.col("text")
    meant = odd.to_frame("text").select("text", value=cells.stripped(text), code=cells.common_code(text))
    nothing, zero = pl.col("value").is_in(cells.PLACEHOLDERS), pl.lit(value=False)
    if column.required and column.key != "uscc":  # a bad code still tells one unit from another
        nothing |= cells.is_no_answer(text)
        zero = cells.is_zero(text) & pl.lit(not column.checks)  # which say it in their way
    known_by = (column.required and column.key != "uscc") or column.key in _KNOWN_BY
    became = cells.became(text, number=column.key in _KNOWN_BY) if known_by else pl.lit(None, pl.String)
    became_zero = pl.when(zero).then(pl.lit(FilingProblem.TEXT_BECAME_ZERO.code))
    meant = meant.with_columns(
        value=pl.when(pl.coalesce("code", became).is_null() & ~nothing & ~zero).then(pl.col("value")),
        code=pl.coalesce("code", became_zero, became),
    )
    plain = distinct.filter(~distinct.is_in(odd.implode()))
    return _Read(*amended(raw, raw, cells_with(raw, odd), meant), _distinct(plain, meant["value"]))


def _distinct(*texts: pl.Series) -> pl.Series:
    return pl.concat(texts).drop_nulls().unique()


def _meant(texts: pl.Series, column: Column) -> pl.DataFrame:
    """Ask the parser of a column what texts mean; the few that a column of its kind mostly holds are asked once."""
    if len(texts) > _FEW_TEXTS:
        return PARSERS[column.kind](texts.to_frame("text"), column)
    return _meaning_of(tuple(sorted(texts)), column)


@lru_cache(maxsize=256)
def _meaning_of(texts: tuple[str, ...], column: Column) -> pl.DataFrame:
    return PARSERS[column.kind](pl.DataFrame({"text": texts}, schema={"text": pl.String()}), column)


def _parsed(raw: pl.Series, distinct: pl.Series, column: Column) -> _Read:
    """Read dates, choices, 是 and 否: each distinct text once."""
    if distinct.is_empty():
        return _Read(pl.Series(raw.name, [None], dtype=column.dtype).new_from_index(0, len(raw)), NONE_ODD)
    meant = _meant(distinct, column)
    if raw.dtype == column.dtype:
        other = meant.filter(pl.col("text").ne_missing(pl.col("value")))
        told = amended(raw, raw, cells_with(raw, other["text"]), other) if other.height else (raw, NONE_ODD)
        return _Read(*told, _distinct(meant["value"]))
    wrong = meant.filter(pl.col("code").is_not_null())
    values = raw.replace_strict(meant["text"], meant["value"], default=None, return_dtype=column.dtype)
    if wrong.is_empty():
        return _Read(values, NONE_ODD)
    at = cells_with(raw, wrong["text"])
    odd = pl.DataFrame({"at": at}).with_columns(
        code=raw.gather(at).replace_strict(wrong["text"], wrong["code"], return_dtype=pl.String)
    )
    return _Read(values, odd)
