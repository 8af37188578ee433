"""The total a unit reports in table 1: against the total rows (C-04), and its magnitude against the account.

Whether it agrees with what is computed from the rows (B-02) is a rule's matter, not a problem of the filing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import GRAND_TOTAL, YEAR_KEY
from energy_audit.filing.problems.problem import NO_PROBLEMS, ProblemKind, marked

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

CORE = Tolerance("C-04, forms 205-1 and 205-2: consumption − output − recovery", Decimal("0.0005"), Decimal(1))

UNIT = marked("疑为千克、吨或万吨标准煤之误")


class ReportedProblem(ProblemKind):
    """What the reported total can contradict."""

    CORE = (
        "reported-total-not-total-row", "error", Message("表1“{column}”填的是 {value}，与表2、表2-1 的能源合计行不符：{detail}。请核对合计行和表1。")
    )  # fmt: skip
    SLIP = (
        "reported-total-off-by-power-of-ten", "warning", Message("表1“{column}”填的是 {value}，与按表2 计算的数量级不符：{detail}。请核对单位。")
    )  # fmt: skip


def reported_problems(books: Books) -> list[pl.DataFrame]:
    """Judge the totals of enterprise-years with one site and one filing; a sum of sites has no cell of its own."""
    years = books.totals.filter((pl.col("site_count") == 1) & ~pl.col("filed_twice"))
    core = _core(books, years)
    told = core.select("source", "row", "column")
    return [core, *(_slip(books, years, basis, told) for basis in ("calorific", "equal"))]


def _core(books: Books, years: pl.DataFrame) -> pl.DataFrame:
    """C-04; without a conversion table (and none likely missing) the total is the consumption of row 40."""
    industrial = pl.col("deciding") == "consumption_industrial"
    consumed = _total_rows(
        books.consumption,
        consumed=pl.when(industrial).then("consumption_industrial").otherwise("consumption_total"),
    )
    if consumed.is_empty():
        return NO_PROBLEMS
    deducted = _total_rows(books.conversion, deducted=pl.col("conversion_output") + pl.col("recovered"))
    nothing = ~pl.col("has_conversion_table") & ~pl.col("conversion_table_likely_missing")
    both = (
        years.join(consumed, on=YEAR_KEY, how="inner", maintain_order="left")
        .join(deducted, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(pl.when(nothing).then(exact(0)).otherwise("deducted").alias("deducted"))
    )
    filed, expected = Cell("enterprise", "reported_tce_calorific"), pl.col("consumed") - pl.col("deducted")
    said: tuple[Piece, ...] = (
        filed, " ≠ ", plain(pl.col("consumed")), " − ", plain(pl.col("deducted")), " = ", plain(expected),
        "；Δ ", plain(filed.value - expected),
    )  # fmt: skip
    return tell(
        both,
        CORE.differs(filed.value, expected),
        ReportedProblem.CORE,
        books.intake,
        said,
        cause=off_by(power_of_ten(filed.value, expected), UNIT),
    )


def _total_rows(rows: pl.DataFrame, **value: pl.Expr) -> pl.DataFrame:
    """The figure of an enterprise-year's total row, in tce; of several, where all say the same."""
    ((name, amount),) = value.items()
    total = rows.lazy().filter(pl.col("code") == GRAND_TOTAL)
    figures = total.select(*YEAR_KEY, product(amount, pl.col("scale")).alias(name))
    same = pl.col(name).n_unique().over(YEAR_KEY) == 1
    return figures.filter(same).unique(YEAR_KEY, keep="first", maintain_order=True).collect()


def _slip(books: Books, years: pl.DataFrame, basis: str, told: pl.DataFrame) -> pl.DataFrame:
    """A total a power of ten off the account; not said again where C-04 says it."""
    filed, computed = Cell("enterprise", f"reported_tce_{basis}"), pl.col(f"tce_{basis}")
    # what is less than five times off cannot be ten times off
    far = (computed < filed.value / 5) | (filed.value < computed / 5)
    rest = years.filter(far).join(
        told.filter(pl.col("column") == filed.column), on=["source", "row"], how="anti", maintain_order="left"
    )
    power = power_of_ten(filed.value, computed)
    said: tuple[Piece, ...] = (filed, " ≠ ", plain(computed), "；Δ ", plain(filed.value - computed))
    return tell(rest, power.is_not_null(), ReportedProblem.SLIP, books.intake, said, cause=off_by(power, UNIT))
