"""Quantities too round to have been measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.relations.told import Cell, tell
from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, TERM_KEY
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

ROUND = 1_000
"""All multiples of this: by chance once in 10^12 for four figures that were read off meters."""
FEWEST = 4
"""Fewer figures may well be round."""


class RoundnessProblem(ProblemKind):
    """What figures can betray by themselves."""

    TOO_ROUND = (
        "quantities-too-round", "warning", Message("表2 的消费量全部是 1000 的整数倍（首个为 {value}），疑为估计数而非计量数：{detail}。请按计量台账填报。")
    )  # fmt: skip


def roundness_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each set of books by its non-zero total consumption; said once, at the first figure."""
    used = pl.col("consumption_total")
    counted = books.consumption.lazy().filter((used != 0) & pl.col("counted") & (pl.col("code") != GRAND_TOTAL))
    whole = used.cast(pl.Int64)  # a filed number is below 10^15
    is_round = (whole % ROUND == 0) & (whole == used)
    measured = counted.filter(~is_round).select(pl.col(BOOKS_NO).unique()).collect().to_series()
    round_books = (
        counted.filter(~pl.col(BOOKS_NO).is_in(measured.implode()))
        .group_by(BOOKS_NO, maintain_order=True)
        .agg(
            pl.col(*TERM_KEY, "source", "row", "consumption_total").first(),
            figures=pl.len(),
        )
        .filter(pl.col("figures") >= FEWEST)
        .collect()
    )
    cell = Cell("energy_consumption", "consumption_total")
    count = pl.col("figures").cast(pl.String)
    return [
        tell(
            round_books,
            pl.lit(value=True),
            RoundnessProblem.TOO_ROUND,
            books.intake,
            (cell, "；", count, " / ", count, f" × {ROUND}"),
        )
    ]
