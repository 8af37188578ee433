"""Raw coal is the sum of its kinds in every column (E-08).

Where the column that enters the total disagrees, the account has said so already, and one error is said once.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import known_sum, plain, product, quotient
from energy_audit.energy.relations.quantities import QUANTITIES
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, TERM_KEY
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

COAL = Tolerance("E-08, form 205-1: 01 = 02 + 03 + 04 + 05", relative=Decimal("0.0001"))


class CoalProblem(ProblemKind):
    """What the coal rows can contradict."""

    KINDS = (
        "coal-kinds-mismatch", "error", Message("原煤（01）的“{column}”填的是 {value}，不等于分煤种 02—05 之和：{detail}。请核对各煤种。")
    )  # fmt: skip


_KINDS = pl.col("code").is_in([COAL_TOTAL, *COAL_PARTS]) & pl.col("scale").is_not_null()


def coal_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 2; a sum is judged where one kind of coal is not zero and all of them are known."""
    disputed = books.consumption.lazy().filter("in_dispute").select(TERM_KEY)
    coal = (
        books.consumption.lazy()
        .filter(_KINDS)
        .join(disputed, on=TERM_KEY, how="anti", nulls_equal=True, maintain_order="left")
        .collect()
    )
    return _judged(books, coal, "energy_consumption", QUANTITIES)


def conversion_coal_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 2-1 in the same way."""
    coal = books.conversion.filter(_KINDS)
    return _judged(books, coal, "energy_conversion", ["consumption_industrial", "conversion_input"])


def _judged(books: Books, coal: pl.DataFrame, table: str, columns: list[str]) -> list[pl.DataFrame]:
    parts = (
        coal.filter(pl.col("code") != COAL_TOTAL)
        .with_columns(product(pl.col(name), pl.col("scale")).alias(name) for name in columns)
        .group_by(TERM_KEY, maintain_order=True)
        .agg(known_sum(name).name.suffix("_parts") for name in columns)
    )
    total = coal.filter(pl.col("code") == COAL_TOTAL).filter(pl.len().over(TERM_KEY) == 1)
    both = total.join(parts, on=TERM_KEY, how="inner", maintain_order="left")
    found = []
    for name in columns:
        expected = quotient(pl.col(f"{name}_parts"), pl.col("scale"))
        said: tuple[Piece, ...] = (
            Cell(table, name), " ≠ 02 + 03 + 04 + 05 = ", plain(expected), "；Δ ", plain(pl.col(name) - expected),
        )  # fmt: skip
        broken = COAL.differs(pl.col(name), expected) & (pl.col(f"{name}_parts") != 0)
        found.append(tell(both, broken, CoalProblem.KINDS, books.intake, said))
    return found
