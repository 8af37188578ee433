"""Blank cells of required columns.

The total row of an energy table (code 40) is compared and never added, so it may be left blank: most forms leave it to a
formula, which stays blank while a factor lacks, and the clerk would be sent to the wrong cell. Without a quantity it needs
no unit; with one there is but one unit that different energies add up in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.schema import KEYS
from energy_audit.filing.schema.unit_columns import unit_column
from energy_audit.filing.values.decimals import as_filed

if TYPE_CHECKING:
    from energy_audit.filing.batch import Batch
    from energy_audit.filing.schema import Column, Table

_OF_ENERGIES: Final = frozenset({"energy_consumption", "energy_conversion"})
_TOTAL_CODE: Final = "40"
_TOTAL_NAME: Final = r"^(?:能源)?(?:合计|总计)$"

_OF_A_TOTAL: Final = Message("，合计行是各品种折标后之和，应填“吨标准煤”")
_A_YEAR: Final = Message("，应填四位数字的年份，如 2025")
_NO_TEXT: Final = Message("（填的是“{word}”，等于没有填）")
_NO_FIGURE: Final = Message("（填的是“{word}”，等于没有填；确实为零的填 0）")


def required_missing(frame: pl.DataFrame, table: Table, problems: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Find blank cells of required columns; a cell that could not be read has its problem already.

    Args:
        frame: typed rows of one table.
        table: which table it is.
        problems: what has been found so far.
        batch: what was filed.
    """
    asked = [
        column
        for column in table.columns
        if column.required and (column.key not in KEYS or table.key == "enterprise") and frame[column.key].null_count()
    ]
    if not asked:
        return joined([])
    own = problems.filter(pl.col("table") == table.key, pl.col("row").is_not_null())
    there = batch.placement.filter(pl.col("table") == table.key)
    found = []
    for column in asked:
        sources = there.filter(pl.col("column") == column.key)["source"]
        if sources.is_empty():  # the whole column is missing, which is said once
            continue
        said_already = own.lazy().filter(pl.col("column") == column.key).select("source", "row")
        blank = (
            frame.lazy()
            .select(pl.col("source", "row", *KEYS, column.key))  # a key of its own is named once
            .filter(pl.col(column.key).is_null())
            .join(said_already, on=["source", "row"], how="anti", maintain_order="left")
            .collect()
        )
        if blank.is_empty():
            continue
        totals = _total_rows(frame.filter(pl.col(column.key).is_null())) if table.key in _OF_ENERGIES else frame.clear()
        if column.is_figure:
            blank = blank.join(totals, on=["source", "row"], how="anti", maintain_order="left")
        elif column.key == "unit" and totals.height:
            empty = totals.filter(pl.all_horizontal(pl.col(_quantities(table)).is_null()))
            blank = blank.join(empty, on=["source", "row"], how="anti", maintain_order="left")
        filed = _as_filed(blank, batch.raw[table.key], column.key).filter(pl.col("source").is_in(sources.implode()))
        asked_for = pl.lit(marked(_A_YEAR) if column.key == "report_year" else "")
        if column.key == "unit" and totals.height:
            rows = totals.select("source", "row", _total=pl.lit(value=True))
            filed = filed.join(rows, on=["source", "row"], how="left", maintain_order="left")
            asked_for = pl.when(pl.col("_total")).then(pl.lit(marked(_OF_A_TOTAL))).otherwise(pl.lit(""))
        said = pl.when(pl.col("_filed") != "").then(_word_for_nothing(column)).otherwise(pl.lit("")) + asked_for
        found.append(
            problems_where(
                filed,
                pl.lit(value=True),
                FilingProblem.REQUIRED_MISSING,
                table=table.key,
                column=column.key,
                value=pl.col("_filed"),
                detail=said,
            )
        )
    return joined(found)


def _quantities(table: Table) -> list[str]:
    """Return the columns whose figures are in the unit of their row."""
    return [
        column.key
        for column in table.columns
        if column.kind == "number" and not column.unit and unit_column(table.key, column.key) == "unit"
    ]


def _total_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that hold the total of all energies."""
    name = pl.col("energy_name").str.replace_all(r"\s", "")
    total = (pl.col("energy_code") == _TOTAL_CODE) | name.str.contains(_TOTAL_NAME)
    return frame.filter(total.fill_null(value=False))


def _word_for_nothing(column: Column) -> pl.Expr:
    """Say that the word that stands there is no answer; a dash often stands for a zero, which only its clerk knows."""
    before, after = marked(_NO_FIGURE if column.is_figure else _NO_TEXT, word="\0").split("\0")
    return pl.concat_str(pl.lit(before), pl.col("_filed").str.replace_all(r"[|⟦⟧]", ""), pl.lit(after))


def _as_filed(blank: pl.DataFrame, raw: list[pl.DataFrame], column: str) -> pl.DataFrame:
    """Add what the blank cells hold: nothing, or a word for nothing such as 无."""
    rows = pl.col("row").is_in(blank["row"].implode())
    texts = [
        part.lazy().filter(rows).select("source", "row", _filed=as_filed(pl.col(column), part.schema[column]))
        for part in raw
        if column in part.columns
    ]
    if not texts:
        return blank.with_columns(_filed=pl.lit(""))
    return (
        blank.lazy()
        .join(pl.concat(texts), on=["source", "row"], how="left", maintain_order="left")
        .with_columns(pl.col("_filed").fill_null("").str.strip_chars())
        .collect()
    )
