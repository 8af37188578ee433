"""The rows of one table that are somebody's own: typed, and parted from those that only sum, are printed or copied."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.rows.example_rows import without_example_rows
from energy_audit.filing.rows.identity import level_codes
from energy_audit.filing.rows.sum_rows import of_nobody, without_sum_rows
from energy_audit.filing.rows.template_rows import UNWORKED, answers, is_template_row, left_unworked
from energy_audit.filing.schema import TABLES
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.values.words import filled, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from energy_audit.filing.batch import Beyond
    from energy_audit.filing.schema import Table
    from energy_audit.filing.values.words import Words


class _OwnRows(NamedTuple):
    """What a table says that is somebody's own, as filed and typed; what is wrong; the rows set aside, by reason; sums, typed."""

    raw: pl.DataFrame
    frame: pl.DataFrame
    words: Words
    problems: list[pl.DataFrame]
    aside: dict[str, pl.DataFrame]
    sums: pl.DataFrame


def own_rows(
    filed: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None = None,
    beyond: Beyond | None = None,
    beside_rows: Mapping[str, Mapping[int, str]] | None = None,
) -> _OwnRows:
    """Type the rows of one table and set aside those that only sum others, are printed or copied from the example.

    Args:
        filed: the rows as filed.
        table: which table it is.
        multipliers: as ``typed`` takes them.
        beyond: what they rest on, where they are rows of a part.
        beside_rows: as ``typed`` takes them.
    """
    filed_words = words_of(filed, (column.key for column in table.columns if column.kind != "number"))
    raw, sums, summed = without_sum_rows(filed, table, filed_words, beyond.plain[table.key] if beyond else None)
    frame, problems, faulty, spoken = typed(raw, table, multipliers, filed_words, beside_rows)
    answered = beyond.answered if beyond else None
    raw, frame, template = _without_template_rows(raw, frame, table, faulty, problems, answered)
    problems = _of_used_rows(problems, template)
    raw, frame, examples, copied = without_example_rows(raw, frame, table)
    frame, spoken = level_codes(frame, spoken)
    aside = {"sum-row": sums, "template-row": template, "example-row": examples}
    return _OwnRows(raw, frame, spoken, [summed, problems, copied], aside, _sums(sums, table, multipliers, beside_rows))


@cache
def no_rows(table: str) -> pl.DataFrame:
    """Return a typed table without a row."""
    return pl.DataFrame(schema={**TABLES[table].schema(), "source": pl.UInt32(), "row": pl.UInt32()})


def _sums(
    filed: pl.DataFrame,
    table: Table,
    multipliers: Mapping[str, Mapping[int, Decimal]] | None,
    beside_rows: Mapping[str, Mapping[int, str]] | None,
) -> pl.DataFrame:
    """Type rows that only sum others; where a heading has another unit, how far a sum was rounded is not known, and it is left out."""
    if filed.is_empty():
        return no_rows(table.key)
    owned = filed.with_columns(of_nobody(pl.col("uscc"))) if "uscc" in filed.columns else filed
    frame = level_codes(typed(owned, table, multipliers, None, beside_rows).frame)[0]
    return frame.with_columns(
        pl.when(~pl.col("source").is_in(list(sources))).then(key).alias(key)
        for key, sources in (multipliers or {}).items()
    )


def _without_template_rows(
    raw: pl.DataFrame,
    frame: pl.DataFrame,
    table: Table,
    faulty: pl.Series,
    problems: pl.DataFrame,
    answered: pl.Series | None,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Part the rows that somebody filled in, as filed and typed, from those that the form prints."""
    if (unworked := _left_unworked(problems, table)).any():
        filled_in = problems.filter(~unworked).select("source", "row").unique()
        faulty = frame.select(pl.struct("source", "row").is_in(filled_in.to_struct().implode())).to_series()
    filed = filled(frame)
    if any(frame[key].null_count() == 0 for key in answers(table, filed)):  # every row has an answer
        return raw, frame, frame.clear()
    template = frame.with_columns(_template=is_template_row(table, filed, answered))["_template"] & ~faulty
    if not template.any():
        return raw, frame, frame.clear()
    return raw.filter(~template), frame.filter(~template), frame.filter(template)


def _of_used_rows(problems: pl.DataFrame, template: pl.DataFrame) -> pl.DataFrame:
    """Leave out the zeros of rows that nobody filled in: what a converter made of their printed unit concerns nobody."""
    zero = problems["code"] == FilingProblem.TEXT_BECAME_ZERO.code
    if template.is_empty() or not zero.any():
        return problems
    unused = problems.select(pl.struct("source", "row").is_in(template.select("source", "row").to_struct().implode()))
    return problems.filter(~(zero & unused.to_series()))


def _left_unworked(problems: pl.DataFrame, table: Table) -> pl.Series:
    """Tell the problems that say no more than that a blank row's own formula was saved without its result."""
    if not problems["code"].is_in(UNWORKED).any():
        return pl.Series(dtype=pl.Boolean)
    return problems.select(left_unworked(table)).to_series()
