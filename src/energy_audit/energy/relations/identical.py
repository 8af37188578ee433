"""Two rows that say the same, and a table of nothing but zeros: perhaps right, never to be passed over.

Rows may be split as a unit likes, so that two equal ones both count. But the same energy with the same figures twice is
more often a row typed twice than two batches of exactly the same amount: it is asked. So is a year without any energy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, TERM_KEY, is_among, repeated
from energy_audit.exact import round_half_up
from energy_audit.filing.problem import NO_PROBLEMS, ProblemKind, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.energy.relations.books import Books

_CONSUMPTION = [
    "opening_stock",
    "purchase_qty",
    "consumption_total",
    "consumption_industrial",
    "consumption_nonindustrial",
    "closing_stock",
]
_CONVERSION = ["conversion_input", "conversion_output", "recovered"]
_ADDED_UP = {
    "nonfossil": (["feedstock_product"], ["feedstock_tce", "re_self_kwh", "green_power_kwh", "gec_kwh", "nuclear_kwh", "biomass_tce"]),
    "product": (["product_name", "indicator_name"], ["value", "numerator", "denominator"]),
}  # fmt: skip
"""Other tables whose rows are added up: what names a thing, and its figures; the first that is filed carries the question."""


class IdenticalProblem(ProblemKind):
    """What a filing may hold by mistake, though nothing contradicts it."""

    TWICE = (
        "identical-rows", "warning", Message("“{table}”有两行内容相同，“{column}”都是 {value}，两行都已计入：{detail}。如系重复录入，请删去一行；确为两笔的，请合并为一行或说明。")
    )  # fmt: skip
    ALL_ZERO = (
        "no-consumption-at-all", "warning", Message("“{table}”各品种的消费量全部是 0：{detail}。全年停产的，请说明并附停产证明；否则请补填实际消费量。")
    )  # fmt: skip


def identical_problems(books: Books) -> list[pl.DataFrame]:
    """Look for rows typed twice, and for energy tables that hold zeros alone."""
    of_energy = pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL)
    named = [*TERM_KEY, "code", "scale"]
    consumption, conversion = (
        books.consumption.filter(of_energy & books.named_again),
        books.conversion.filter(of_energy),
    )
    weighed = books.account.rows.filter((pl.col("flow") == "consumption") & is_among(consumption)).select(
        "source",
        "row",
        tce=pl.when(pl.col("tce_calorific_low") == pl.col("tce_calorific_high")).then("tce_calorific_low"),
    )
    consumption = consumption.join(weighed, on=["source", "row"], how="left", maintain_order="left")
    more = round_half_up(pl.col("tce"), 2).cast(pl.Decimal(38, 2)).cast(pl.String)
    effect = pl.when(pl.col("tce").is_not_null() & pl.col("counted")).then(
        pl.format(
            f"；{marked('如系重复，当量值多计')} {{}} {marked('吨标准煤')}",
            more,
        )
    )
    found = [
        _twice(
            books,
            consumption,
            "energy_consumption",
            named,
            _CONSUMPTION,
            "consumption_total",
            effect,
        ),
        _twice(books, conversion, "energy_conversion", named, _CONVERSION, "conversion_output", None),
    ]
    for table, (named, figures) in _ADDED_UP.items():
        rows = books.intake.tables[table]
        for figure in figures:
            first = pl.coalesce(pl.when(pl.col(name) != 0).then(pl.lit(name)) for name in figures) == figure
            found.append(
                _twice(
                    books,
                    rows.filter(first),
                    table,
                    ["uscc", "report_year", "site", "source", *named],
                    figures,
                    figure,
                    None,
                )
            )
    return [*found, _zeros(books)]


def _twice(
    books: Books,
    rows: pl.DataFrame,
    table: str,
    named: Sequence[str],
    figures: list[str],
    said_at: str,
    effect: pl.Expr | None,
) -> pl.DataFrame:
    """Ask at the later of two rows that name the same thing with the same figures, one of which is not zero."""
    if rows.is_empty():
        return NO_PROBLEMS
    filed = rows.filter(pl.any_horizontal((pl.col(name) != 0).fill_null(value=False) for name in figures))
    key = [*named, *figures]
    again = filed.filter(repeated(filed, key)).filter(pl.len().over(key) > 1)
    later = again.with_columns(
        source_first=pl.col("source").first().over(key), row_first=pl.col("row").first().over(key)
    ).filter((pl.col("source") != pl.col("source_first")) | (pl.col("row") != pl.col("row_first")))
    said: list[Piece] = [
        Cell(table, said_at),
        " = ",
        Cell(table, said_at, source="source_first", row="row_first"),
    ]
    if effect is not None:
        said.append(effect.fill_null(""))
    return tell(later, pl.lit(value=True), IdenticalProblem.TWICE, books.intake, said)


def _zeros(books: Books) -> pl.DataFrame:
    """Sets of books in which every consumption was filed and is zero; said once, at the first figure."""
    used = [pl.col(name) for name in ("consumption_total", "consumption_industrial")]
    nothing = (used[0] == 0) & (used[1].fill_null(0) == 0)
    zero = books.consumption.lazy().filter(nothing).select(pl.col(BOOKS_NO).unique()).collect().to_series()
    empty = (
        books.consumption.lazy()
        .filter(pl.col(BOOKS_NO).is_in(zero.implode()))
        .group_by(BOOKS_NO, maintain_order=True)
        .agg(
            pl.col(*TERM_KEY, "source", "row", "consumption_total").first(),
            rows=pl.len(),
            nothing=nothing.fill_null(value=False).all(),
        )
        .filter("nothing")
        .collect()
    )
    said = (
        Cell("energy_consumption", "consumption_total"),
        "；",
        pl.col("rows").cast(pl.String),
        " / ",
        pl.col("rows").cast(pl.String),
        " = 0",
    )
    return tell(empty, pl.lit(value=True), IdenticalProblem.ALL_ZERO, books.intake, said)
