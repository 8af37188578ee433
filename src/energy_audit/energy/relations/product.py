"""Table 4: a unit figure is energy by output, this year and last, and all products together fit the total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product, quotient, rounding_of
from energy_audit.energy.measure import with_conversion
from energy_audit.energy.relations.told import Cell, Piece, equation, off_by, swapped, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.savings import numerators_in_tce
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind, marked
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "product"

FIGURE = Tolerance("U-01, form 205-3: figure = numerator ÷ denominator × factor", relative=Decimal("0.001"))
CHANGE = Tolerance("U-02, change in per cent of last year's figure", absolute=Decimal("0.05"))
WITHIN_TOTAL = Tolerance("U-04, energy allotted to products is a part of the total", relative=Decimal("0.005"))
STEADY = Tolerance("U-06, proposed: a change above 15 % is to be explained in table 5", absolute=Decimal(15))

INTERMEDIATE = "熟料|合成氨|焦炭|氧化铝|生铁|烧结|球团|粗钢|电石|原煤"
"""Products that are often made into another product of the same unit, whose figure then holds theirs."""


class UnitProblem(ProblemKind):
    """What the figures of a product can contradict."""

    FIGURE = (
        "unit-consumption-mismatch", "error", Message("“{column}”填的是 {value}，不等于分子除以分母再乘换算系数：{detail}。请核对能耗、产量、单位和换算系数。")
    )  # fmt: skip
    NOTHING_MADE = (
        "unit-consumption-of-no-output", "error", Message("“{column}”填的是 {value}，产量却是 0：{detail}。没有产量就没有单位产品能耗，请核对产量；全年未生产的请清空指标值。")
    )  # fmt: skip
    NO_OUTPUT = (
        "product-of-no-output", "warning", Message("“{column}”填的是 0，却有能耗：{detail}。请核对产量；确实全年没有生产的请说明能耗从何而来。")
    )  # fmt: skip
    CHANGE = (
        "change-percent-mismatch", "error", Message("“同比变化率”填的是 {value}，不等于本期与上年指标值之比减 1：{detail}。请核对，并以百分数填写。")
    )  # fmt: skip
    WITHIN_TOTAL = (
        "products-over-total", "warning", Message("各产品能耗之和超过了单位综合能耗，“{column}”填的是 {value}：{detail}。请核对分摊和单位。")
    )  # fmt: skip
    STEADY = (
        "unit-consumption-change-over-15-percent", "warning", Message("“同比变化率”为 {value}，变化超过 15%：{detail}。请核对；属实请在“情况说明”中写明原因。")
    )  # fmt: skip


def product_problems(books: Books) -> list[pl.DataFrame]:
    """Judge table 4."""
    rows = with_conversion(books.intake.tables[TABLE], books.reference)
    change, now, before = Cell(TABLE, "change_pct"), Cell(TABLE, "value"), Cell(TABLE, "value_prev")
    expected = (quotient(now.value, before.value) - exact(1)) * exact(100)
    off = CHANGE.differs(change.value, expected, slack=rounding_of(change.value))
    as_share = ~CHANGE.differs(product(change.value, exact(100)), expected)
    reversed_sign = ~CHANGE.differs(-change.value, expected)
    cause = (
        pl.when(reversed_sign.fill_null(value=False))
        .then(pl.lit(marked("疑为正负号填反")))
        .when(as_share.fill_null(value=False))
        .then(pl.lit(marked("疑为填了小数而不是百分数")))
    )
    return [
        _figure(books, rows, ""),
        _figure(books, rows, "_prev"),
        *(_of_nothing(books, rows, year) for year in ("", "_prev")),
        *(_no_output(books, rows, year) for year in ("", "_prev")),
        tell(
            rows,
            off,
            UnitProblem.CHANGE,
            books.intake,
            equation(change, (now, " ÷ ", before, " × 100 − 100"), expected.round(4)),
            cause=cause,
        ),
        tell(
            rows,
            ~off.fill_null(value=False) & STEADY.exceeds(change.value.abs(), exact(0)),
            UnitProblem.STEADY,
            books.intake,
            (change, " %"),
        ),
        _within_total(books, rows),
    ]


def _figure(books: Books, rows: pl.DataFrame, year: str) -> pl.DataFrame:
    """U-01 of this year or of last; the filed figure may be rounded to its last decimal."""
    filed = Cell(TABLE, f"value{year}")
    energy, output = Cell(TABLE, f"numerator{year}"), Cell(TABLE, f"denominator{year}")
    # a factor left blank follows from the units, and is shown as what follows from them
    factor, followed = Cell(TABLE, "conversion_factor"), pl.col("conversion")
    expected = product(quotient(energy.value, output.value), followed)
    upside_down = product(quotient(output.value, energy.value), followed)
    exchanged = ~FIGURE.differs(filed.value, upside_down, slack=rounding_of(filed.value))
    cause = pl.coalesce(
        swapped(exchanged, marked("分子、分母疑为填反")),
        off_by(
            power_of_ten(filed.value, expected),
            marked("请核对换算系数和单位"),
        ),
    )
    differs = FIGURE.differs(filed.value, expected, slack=rounding_of(filed.value))
    forms: tuple[tuple[pl.Expr, Piece], ...] = (
        (factor.value.is_not_null(), factor),
        (factor.value.is_null(), plain(followed)),
    )
    return pl.concat(
        tell(
            rows,
            differs & form,
            UnitProblem.FIGURE,
            books.intake,
            equation(filed, (energy, " ÷ ", output, " × ", said), expected),
            cause=cause,
        )
        for form, said in forms
    )


def _of_nothing(books: Books, rows: pl.DataFrame, year: str) -> pl.DataFrame:
    """A figure for a year in which nothing was made."""
    filed, output = Cell(TABLE, f"value{year}"), Cell(TABLE, f"denominator{year}")
    return tell(
        rows,
        (filed.value != 0) & (output.value == 0),
        UnitProblem.NOTHING_MADE,
        books.intake,
        (filed, "；", output),
    )


def _no_output(books: Books, rows: pl.DataFrame, year: str) -> pl.DataFrame:
    """Energy for a product of which nothing was made; where its figure is filed too, that is told."""
    filed, energy = Cell(TABLE, f"denominator{year}"), Cell(TABLE, f"numerator{year}")
    told = (pl.col(f"value{year}") != 0).fill_null(value=False)
    broken = (filed.value == 0) & (energy.value > 0) & ~told
    return tell(rows, broken, UnitProblem.NO_OUTPUT, books.intake, (filed, "；", energy))


def _within_total(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """U-04, said at the largest product; a product with several figures counts once, an intermediate not twice.

    A product's energy is gross of the energy it yields (a power station's coal), so what table 2-1 takes off the
    total is added back. The sum of what is readable is a lower bound: what exceeds the total does so for certain.
    """
    energy = numerators_in_tce(rows, books.reference).with_columns(
        tce=product(pl.col("numerator"), pl.col("tce_scale")), name=normalised(pl.col("product_name"))
    )
    own = (
        energy.filter(pl.col("tce") > 0)
        .sort("tce", descending=True, maintain_order=True)
        .unique([*YEAR_KEY, "site", "name"], keep="first", maintain_order=True)
    )
    final = ~pl.col("name").str.contains(INTERMEDIATE)
    summed = own.group_by(YEAR_KEY, maintain_order=True).agg(
        pl.col("source", "row", "numerator").first(),
        together=pl.max_horizontal(pl.col("tce").filter(final).sum(), pl.col("tce").max()),
    )
    both = summed.join(books.totals, on=YEAR_KEY, how="inner", suffix="_enterprise", maintain_order="left").join(
        _taken_off(books), on=YEAR_KEY, how="left", maintain_order="left"
    )
    taken_off = pl.when(pl.col("has_conversion_table")).then("taken_off").otherwise(exact(0))
    # a total filed in the wrong unit is told as such; it does not accuse the products as well
    known_totals = ["reported_tce_calorific", "reported_tce_equal", "tce_calorific", "tce_equal"]
    total = pl.max_horizontal(known_totals) + taken_off
    filed = pl.col("reported_tce_calorific").is_not_null() & pl.col("reported_tce_equal").is_not_null()
    known = filed & ~pl.col("conversion_table_likely_missing")
    said: tuple[Piece, ...] = (
        Cell(TABLE, "numerator"), "；Σ ", plain(pl.col("together")), " tce > ", plain(total), " tce；Δ ",
        plain(pl.col("together") - total),
    )  # fmt: skip
    return tell(
        both,
        known & WITHIN_TOTAL.exceeds(pl.col("together"), total),
        UnitProblem.WITHIN_TOTAL,
        books.intake,
        said,
        cause=off_by(power_of_ten(pl.col("together"), total)),
    )


def _taken_off(books: Books) -> pl.DataFrame:
    """What output and recovery take off the total in tce, on the basis that takes more; null where it is open."""
    flows = books.account.rows.filter(pl.col("counted"))
    off = pl.max_horizontal(-pl.col("tce_calorific_low"), -pl.col("tce_equal_low"))
    own = pl.col("flow") != "consumption"
    unknown = pl.col("tce_calorific_low").is_null() | pl.col("tce_equal_low").is_null()
    return flows.group_by(YEAR_KEY, maintain_order=True).agg(
        taken_off=pl.when(~(own & unknown).any()).then(off.filter(own).sum())
    )
