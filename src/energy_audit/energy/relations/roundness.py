"""Quantities too round to have been measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact
from energy_audit.energy.relations.told import Cell, tell
from energy_audit.energy.terms import GRAND_TOTAL, TERM_KEY
from energy_audit.filing.problem import ProblemKind

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
    figures = books.consumption.lazy().filter((used != 0) & pl.col("counted") & (pl.col("code") != GRAND_TOTAL))
    is_round = used % exact(ROUND) == 0
    round_books = (
        figures.with_columns(all_round=is_round)
        .group_by(TERM_KEY, maintain_order=True)
        .agg(
            pl.col("source", "row", "consumption_total").first(),
            pl.col("all_round").all(),
            figures=pl.len(),
        )
        .filter(pl.col("all_round") & (pl.col("figures") >= FEWEST))
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
