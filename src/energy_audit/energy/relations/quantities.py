"""Within one row of table 2: the columns of a quantity must fit each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, power_of_ten
from energy_audit.energy.relations.told import Cell, equation, excess, off_by, swapped, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import GRAND_TOTAL
from energy_audit.energy.units import normalised_unit
from energy_audit.filing.problems.problem import ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "energy_consumption"

SPLIT = Tolerance("E-01, form 205-1: column 4 = column 5 + column 7", relative=Decimal("0.0001"))
FEEDSTOCK = Tolerance("E-03, form 205-1: column 6 is a part of column 5")
TRANSPORT = Tolerance("E-04, form 205-1: column 8 is a part of column 4")

UNSTORABLE = ["32", "33", "37"]
"""Heat, electricity, waste heat: nothing of them is in stock (relation E-11)."""

LARGEST_IN_WAN = 10_000
"""In a unit of 10^4 tonnes a figure above 10,000 is most likely in tonnes (relation E-14, used by public checkers)."""

QUANTITIES = [
    "opening_stock",
    "purchase_qty",
    "consumption_total",
    "consumption_industrial",
    "consumption_feedstock",
    "consumption_nonindustrial",
    "consumption_transport",
    "external_supply",
    "transfer_out",
    "closing_stock",
]

TOTAL, INDUSTRIAL = Cell(TABLE, "consumption_total"), Cell(TABLE, "consumption_industrial")
NONINDUSTRIAL, FEED = Cell(TABLE, "consumption_nonindustrial"), Cell(TABLE, "consumption_feedstock")
IN_TRANSPORT = Cell(TABLE, "consumption_transport")


class QuantityProblem(ProblemKind):
    """What the columns of one energy can contradict."""

    SPLIT = (
        "consumption-split-mismatch", "error", Message("“消费量合计”填的是 {value}，不等于工业生产消费与非工业生产消费之和：{detail}。请核对这三栏。")
    )  # fmt: skip
    FEEDSTOCK = (
        "feedstock-over-industrial", "error", Message("“用于原材料”填的是 {value}，超过了它所属的工业生产消费：{detail}。请核对两栏。")
    )  # fmt: skip
    TRANSPORT = (
        "transport-over-total", "error", Message("“运输工具消费”填的是 {value}，超过了它所属的消费量合计：{detail}。请核对两栏。")
    )  # fmt: skip
    UNSTORABLE = (
        "stock-of-unstorable", "warning", Message("“{column}”填的是 {value}，但这种能源不能储存，库存应为 0：{detail}。请核对能源品种和栏目是否错位。")
    )  # fmt: skip
    SWAPPED = (
        "swapped-columns", "warning", Message("“消费量合计”小于其中的工业生产消费，两栏疑为填反：{detail}。请核对。")
    )  # fmt: skip
    WAN_UNIT = (
        "quantity-too-large-for-unit", "warning", Message("计量单位以“万”计，而“{column}”填的是 {value}，疑为按吨填报：{detail}。请核对单位。")
    )  # fmt: skip


def quantity_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each row of table 2 by itself."""
    rows, intake = books.consumption, books.intake
    found = [_split(books), _feedstock(books)]
    found.append(
        tell(
            rows,
            TRANSPORT.exceeds(IN_TRANSPORT.value, TOTAL.value),
            QuantityProblem.TRANSPORT,
            intake,
            excess(IN_TRANSPORT, TOTAL),
        )
    )
    unstorable = pl.col("code").is_in(UNSTORABLE)
    found += [
        tell(rows, unstorable & (cell.value != 0), QuantityProblem.UNSTORABLE, intake, (cell, " ≠ 0"))
        for cell in (Cell(TABLE, "opening_stock"), Cell(TABLE, "closing_stock"))
    ]
    return [*found, *_too_large(books)]


def _split(books: Books) -> pl.DataFrame:
    """E-01, and columns that were swapped; without the non-industrial part only a swap can be seen."""
    rows = books.consumption
    total, industrial, other = TOTAL.value, INDUSTRIAL.value, NONINDUSTRIAL.value
    uneven = rows.lazy().filter(total != industrial + other).collect()
    exchanged = ~SPLIT.differs(industrial, total + other) & (industrial != total)
    said = tell(
        uneven,
        SPLIT.differs(total, industrial + other),
        QuantityProblem.SPLIT,
        books.intake,
        equation(TOTAL, (INDUSTRIAL, " + ", NONINDUSTRIAL), industrial + other),
        cause=pl.coalesce(
            swapped(exchanged),
            _left_out(INDUSTRIAL, total == other),
            _left_out(NONINDUSTRIAL, (total == industrial) & (other != 0)),
            off_by(power_of_ten(total, industrial + other)),
        ),
    )
    alone = tell(
        rows,
        other.is_null() & (industrial > total),
        QuantityProblem.SWAPPED,
        books.intake,
        (TOTAL, " < ", INDUSTRIAL),
    )
    return pl.concat([said, alone])


def _left_out(part: Cell, total_lacks_it: pl.Expr) -> pl.Expr:
    """Say that a sum lacks one part: a spreadsheet adds no figure that was typed as text."""
    said = marked("合计里没有加上“{part}”，那一格可能是文本格式的数字，改成数值格式后重新输入", part=part.heading)
    return pl.when(total_lacks_it.fill_null(value=False)).then(pl.lit(said))


def _feedstock(books: Books) -> pl.DataFrame:
    """E-03; a swap of the two columns is seen where the total then fits."""
    exchanged = ~SPLIT.differs(TOTAL.value, FEED.value + NONINDUSTRIAL.value)
    return tell(
        books.consumption,
        FEEDSTOCK.exceeds(FEED.value, INDUSTRIAL.value),
        QuantityProblem.FEEDSTOCK,
        books.intake,
        excess(FEED, INDUSTRIAL),
        cause=pl.coalesce(swapped(exchanged), off_by(power_of_ten(FEED.value, INDUSTRIAL.value))),
    )


def _too_large(books: Books) -> list[pl.DataFrame]:
    """E-14 for a row filed in 10^4 tonnes."""
    # spellings are compared on the few rows left
    large = books.consumption.filter((pl.col("scale") == LARGEST_IN_WAN) & (pl.col("code") != GRAND_TOTAL))
    rows = large.filter(normalised_unit(pl.col("unit")).str.contains("吨|t"))
    return [
        tell(
            rows,
            pl.col(name) > exact(LARGEST_IN_WAN),
            QuantityProblem.WAN_UNIT,
            books.intake,
            (Cell(TABLE, name), " ", pl.col("unit"), f" > {LARGEST_IN_WAN}"),
        )
        for name in QUANTITIES
    ]
