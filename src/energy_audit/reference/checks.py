"""What a dated table promises, checked when it is loaded: a row that breaks a promise is refused with its line."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.csv_table import LINE
from energy_audit.reference.table_schema import CONFIDENCES, LEGAL_STATUSES, LIST

if TYPE_CHECKING:
    from energy_audit.reference.project_review import ReviewRegime
    from energy_audit.reference.table_schema import TableSchema

_BEGINNING, _END = date(1, 1, 1), date(9999, 12, 31)
_FROM, _TO = pl.col("effective_from").fill_null(_BEGINNING), pl.col("effective_to").fill_null(_END)


def check_table(table: pl.DataFrame, shown: str, schema: TableSchema) -> None:
    """Refuse a table that breaks a promise of its schema.

    Args:
        table: as ``read_table`` returns it, with ``line``.
        shown: the file as the user knows it.
        schema: what the table promises.

    Raises:
        ReferenceTableError: a blank key or required cell, a row without citation, an unknown confidence,
            legal status or choice, dates the wrong way round, a range that does not hold its value, two rows
            of one key at one time, or a gap where the table is declared continuous.
    """
    promises = _promises(schema)
    broken = table.select(bad.any().alias(str(n)) for n, (bad, _, _) in enumerate(promises)).row(0)
    for (bad, column, message), is_broken in zip(promises, broken, strict=True):
        if is_broken:
            row = table.filter(bad).row(0, named=True)
            shown_value = f"列 {column} 的值 {row[column]!r} 不认识；" if column else ""
            raise ReferenceTableError(shown, row[LINE], shown_value + message)
    _refuse_overlaps(table, shown, schema)


def _promises(schema: TableSchema) -> list[tuple[pl.Expr, str, str]]:
    """Return each promise as (what breaks it, the column whose value to show or blank, what to say)."""
    promises = [
        (_is_blank(column, schema.header[column]), "", f"列 {column} 不能为空。")
        for column in (*schema.key, *schema.required)
    ]
    promises.append((pl.col("citation").is_null(), "", "没有依据（citation 为空）；没有依据的值不予采用。"))
    always = (("confidence", CONFIDENCES), ("legal_status", LEGAL_STATUSES))
    for (column, allowed), blank_fits in [*((c, False) for c in always), *((c, True) for c in schema.choices)]:
        known = pl.col(column).is_in(allowed).fill_null(value=blank_fits)
        promises.append((~known, column, f"只能是 {'、'.join(allowed)}。"))
    for column, pattern, form in schema.patterns:
        unlike = pl.col(column).is_not_null() & ~pl.col(column).str.contains(pattern)
        promises.append((unlike, column, f"应为{form}。"))
    for column, other, word, least, most in schema.bounds:
        within = pl.col(column).is_between(pl.lit(least), pl.lit(most))
        promises.append(((pl.col(other) == word) & ~within, column, f"{word} 的值应在 {least} 至 {most} 之间。"))
    promises.append((pl.col("effective_from") > pl.col("effective_to"), "", "起始日晚于终止日。"))
    for low, value, high in schema.ranges:
        outside = (pl.col(low) > pl.col(value)) | (pl.col(value) > pl.col(high)) | (pl.col(low) > pl.col(high))
        promises.append((outside, "", f"{low} ≤ {value} ≤ {high} 不成立。"))
    return promises


def _is_blank(column: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(column).list.len() == 0 if dtype == LIST else pl.col(column).is_null()


def _refuse_overlaps(table: pl.DataFrame, shown: str, schema: TableSchema) -> None:
    repeated = table.filter(pl.struct(schema.key).is_duplicated())
    if repeated.is_empty():
        return
    ordered = (
        repeated.with_columns(_from=_FROM, _to=_TO)
        .sort(*schema.key, "_from", LINE)
        .with_columns(
            _previous_to=pl.col("_to").shift(1).over(schema.key),
            _previous_line=pl.col(LINE).shift(1).over(schema.key),
        )
        .sort(LINE)
    )
    overlap = ordered.filter(pl.col("_from") <= pl.col("_previous_to"))
    if overlap.height:
        first = overlap.row(0, named=True)
        name = "、".join(str(first[column]) for column in schema.key)
        raise ReferenceTableError(
            shown,
            first[LINE],
            both(
                "{name} 与第 {previous_line} 行在同一时间都有效；同一时间只能有一个值。",
                name=name,
                previous_line=first["_previous_line"],
            ),
        )
    if schema.continuous:
        gap = ordered.filter((pl.col("_from") - pl.col("_previous_to")).dt.total_days() > 1)
        if gap.height:
            first = gap.row(0, named=True)
            name = "、".join(str(first[column]) for column in schema.key)
            raise ReferenceTableError(
                shown,
                first[LINE],
                both(
                    "{name} 与第 {previous_line} 行之间有空档；本表要求前后衔接。",
                    name=name,
                    previous_line=first["_previous_line"],
                ),
            )


def check_regimes(regimes: tuple[ReviewRegime, ...], lines: list[int], shown: str) -> None:
    """Refuse review regimes that overlap or leave a gap.

    Raises:
        ReferenceTableError: a regime does not begin on the day after the one before it ends; names its line.
    """
    for (before, after), line in zip(pairwise(regimes), lines[1:], strict=True):
        if before.effective_to is None or (after.effective_from - before.effective_to).days != 1:
            raise ReferenceTableError(
                shown,
                line,
                both(
                    "{id} 没有紧接在 {before} 终止日之后生效；两者之间不能重叠或有空档。", id=after.id, before=before.id
                ),
            )
