"""Rows of a sheet that name one product or one energy metered, and say different things of it.

Each is judged once: what its rows say differently is unknown, and a figure over its limit hidden with it. So it is told
which rows are meant, and how to keep two lines or two sites apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.relations.told import Cell, tell
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.energy.relations.books import Books

_PRODUCT = (["product_name", "indicator_name"], ["value", "numerator", "denominator"])
_METERING = (["energy_type"], [f"l{level}_{part}" for level in (1, 2, 3) for part in ("need", "have", "std")])
"""What names the subject of a row, and its figures; the first that differs carries the question."""


class DifferingProblem(ProblemKind):
    """What two rows of one name may disagree in."""

    PRODUCT = (
        "product-rows-differ", "warning", Message("同一产品、同一指标填了不止一行，“{column}”不同：{detail}，不能判断以哪一行为准，限额和能效水平因此都不作判定。分产线填报的，请在产品名称后加括号注明，例如“水泥熟料（1号线）”；属重复的，请删去一行。")
    )  # fmt: skip
    METERING = (
        "metering-rows-differ", "warning", Message("同一能源种类填了不止一行，“{column}”不同：{detail}，不能判断以哪一行为准，配备率因此不作判定。请把各厂区的台数相加后并为一行，或在能源种类后加括号注明厂区。")
    )  # fmt: skip


def differing_products(books: Books) -> list[pl.DataFrame]:
    """Look for rows of one product and indicator with different figures."""
    return _differing(books, "product", *_PRODUCT, DifferingProblem.PRODUCT)


def differing_meters(books: Books) -> list[pl.DataFrame]:
    """Look for rows of one energy with different counts or rates."""
    return _differing(books, "metering", *_METERING, DifferingProblem.METERING)


def _differing(
    books: Books, table: str, named: Sequence[str], figures: Sequence[str], kind: DifferingProblem
) -> list[pl.DataFrame]:
    """Ask at each later row of a name, at the first figure that is not as in the first row; what is blank says nothing."""
    key = [*YEAR_KEY, "source", *named]
    complete = pl.all_horizontal(pl.col(name).is_not_null() for name in key)
    rows = books.intake.tables[table].filter(complete & (pl.len().over(key) > 1))
    first = rows.with_columns(
        source_first="source",
        row_first=pl.col("row").first().over(key),
        **{f"{name}_first": pl.col(name).first().over(key) for name in figures},
    )
    differs = {name: (pl.col(name) != pl.col(f"{name}_first")).fill_null(value=False) for name in figures}
    at = pl.coalesce(pl.when(each).then(pl.lit(name)) for name, each in differs.items())
    return [
        tell(
            first,
            at == name,
            kind,
            books.intake,
            (Cell(table, name), " ≠ ", Cell(table, name, f"{name}_first", source="source_first", row="row_first")),
        )
        for name in figures
    ]
