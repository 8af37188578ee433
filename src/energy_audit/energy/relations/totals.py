"""What row 40 of table 2 must be: the energies weighed and added (E-06), the amounts added (E-07)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, power_of_ten, product
from energy_audit.energy.relations.quantities import QUANTITIES
from energy_audit.energy.relations.told import Cell, Piece, off_by, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import COAL_PARTS, GRAND_TOTAL, TERM_KEY
from energy_audit.energy.units import normalised_unit
from energy_audit.filing.problems.problem import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.energy.relations.books import Books

TABLE = "energy_consumption"

TOTAL_ROW = Tolerance("E-06, form 205-1: row 40 in tce; 02-05 are parts of 01", Decimal("0.0005"), Decimal(1))
AMOUNTS = Tolerance("E-07, form 205-1: row 40, column 3", relative=Decimal("0.0005"))

TCE = ["reported_tce_calorific", "reported_tce_equal"]


class TotalProblem(ProblemKind):
    """What the total row can contradict."""

    TOTAL_ROW = (
        "total-row-mismatch", "error", Message("能源合计（40）的“{column}”填的是 {value}，不等于各品种折标后之和：{detail}。请核对各品种是否填全、各行的计量单位和系数，再核对合计行。")
    )  # fmt: skip
    AMOUNTS = (
        "total-amount-mismatch", "error", Message("能源合计（40）的购进金额填的是 {value}，不等于各品种购进金额之和：{detail}。请核对金额和金额单位。")
    )  # fmt: skip


SPANS = ("", "since_", "above_")
"""What a total may sum: all energies of its books; of several, also those since the total above it, or all above it."""


def total_problems(books: Books) -> list[pl.DataFrame]:
    """Judge every total row of each set of books; one of several is told where it sums none of what it may."""
    rows = books.consumption
    total = rows.filter(pl.col("code") == GRAND_TOTAL)
    if total.is_empty():
        return []
    mine = rows.join(total.select(TERM_KEY).unique(), on=TERM_KEY, how="semi", maintain_order="left")
    return [*_weighed(books, mine, total), _amounts(books, mine, total)]


def _weighed(books: Books, rows: pl.DataFrame, total: pl.DataFrame) -> list[pl.DataFrame]:
    """E-06: quantities weighed with each row's factor; the tce columns are added as they stand."""
    tce = {
        name: pl.when(pl.col(name) == 0).then(exact(0)).otherwise(product(pl.col(name), pl.col("factor")))
        for name in QUANTITIES
    } | {name: pl.col(name) for name in TCE}
    both = _beside_sums(total, rows, tce)
    found = []
    for name in tce:
        own = product(pl.col(name), pl.col("scale")) if name in QUANTITIES else pl.col(name)
        unit = pl.col("unit").fill_null("") if name in QUANTITIES else "tce"
        found.append(_told(books, both, name, own, unit, TOTAL_ROW, TotalProblem.TOTAL_ROW))
    return found


def _amounts(books: Books, rows: pl.DataFrame, total: pl.DataFrame) -> pl.DataFrame:
    """E-07, in 10^4 yuan; where no row of the books names its unit, the amounts are added as they stand."""
    money = in_wan_yuan(books, rows)
    own = total.join(money.select("source", "row", "wan_yuan"), on=["source", "row"], how="left", maintain_order="left")
    both = _beside_sums(own, money, {"purchase_amount": pl.col("wan_yuan")})
    unit = pl.col("purchase_amount_unit").fill_null("")
    return _told(books, both, "purchase_amount", pl.col("wan_yuan"), unit, AMOUNTS, TotalProblem.AMOUNTS)


def _told(
    books: Books,
    both: pl.DataFrame,
    name: str,
    own: pl.Expr,
    unit: pl.Expr | str,
    tolerance: Tolerance,
    kind: TotalProblem,
) -> pl.DataFrame:
    counted = pl.col(f"{name}_counted")
    broken = pl.all_horizontal(
        pl.when(f"{span}there")
        .then(tolerance.differs(own, pl.col(f"{span}{name}_{way}")))
        .otherwise(pl.lit(value=True))
        for span in SPANS
        if f"{span}there" in both.columns
        for way in ("counted", "parent")
    )
    said: tuple[Piece, ...] = (Cell(TABLE, name), " ", unit, " ≠ Σ = ", plain(counted), "；Δ ", plain(own - counted))
    return tell(both, broken, kind, books.intake, said, cause=off_by(power_of_ten(own, counted)))


def _beside_sums(total: pl.DataFrame, rows: pl.DataFrame, columns: dict[str, pl.Expr]) -> pl.DataFrame:
    """Put what the energies sum to beside each total row, for each of ``SPANS`` and whether there is any such energy."""
    there = pl.lit(value=True)
    both = total.join(sums_of(rows, columns).with_columns(there=there), on=TERM_KEY, how="inner", maintain_order="left")
    again = total.filter(pl.len().over(TERM_KEY) > 1)
    if again.is_empty():
        return both
    place = [*TERM_KEY, "source", "total_row"]
    ends = again.sort("source", "row").select(
        *TERM_KEY, "source", total_row="row", start=pl.col("row").shift().over(*TERM_KEY, "source").fill_null(0)
    )
    above = rows.join(ends, on=[*TERM_KEY, "source"], how="inner").filter(pl.col("row") < pl.col("total_row"))
    for span, own in (("since_", above.filter(pl.col("row") > pl.col("start"))), ("above_", above)):
        sums = sums_of(own, columns, place)
        found = sums.rename({name: f"{span}{name}" for name in sums.columns if name not in place})
        both = both.join(
            found.with_columns(there.alias(f"{span}there")),
            left_on=[*TERM_KEY, "source", "row"],
            right_on=place,
            how="left",
            maintain_order="left",
        ).with_columns(pl.col(f"{span}there").fill_null(value=False))
    return both


def sums_of(rows: pl.DataFrame, columns: dict[str, pl.Expr], key: Sequence[str] = TERM_KEY) -> pl.DataFrame:
    """Sum over the energies of each set of books, or of each ``key``, both ways of taking coal.

    A factor filed for 01 need not be the mean of its kinds', so a total that fits either way is right.

    Returns:
        ``key`` and per column ``<name>_counted`` (what the account counts) and ``<name>_parent`` (01, never
        02-05); null where a term, an energy or the coal is open.
    """
    energies = rows.lazy().filter((pl.col("code") != GRAND_TOTAL).fill_null(value=True))
    clear = pl.col("code").is_not_null().all() & ~pl.col("in_dispute").any()

    def total(name: str, taken: pl.Expr) -> pl.Expr:
        known = pl.col(name).filter(taken).is_not_null().all()
        return pl.when(clear & known & taken.any()).then(pl.col(name).filter(taken).sum())

    ways = {"counted": pl.col("counted"), "parent": ~pl.col("code").is_in(COAL_PARTS)}
    return (
        energies.select(*key, "code", "counted", "in_dispute", **columns)
        .group_by(key, maintain_order=True)
        .agg(total(name, taken).alias(f"{name}_{way}") for name in columns for way, taken in ways.items())
        .collect()
    )


def in_wan_yuan(books: Books, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``wan_yuan``: the purchase amount in 10^4 yuan; as it stands where the books name no unit at all."""
    money = books.reference.units.filter(pl.col("dimension") == "money").select(
        _spelling=normalised_unit(pl.col("spelling")), _money="multiplier"
    )
    unnamed = pl.col("purchase_amount_unit").is_null().all().over(TERM_KEY)
    return (
        rows.with_columns(_spelling=normalised_unit(pl.col("purchase_amount_unit")), _unnamed=unnamed)
        .join(money.unique("_spelling"), on="_spelling", how="left", maintain_order="left")
        .with_columns(
            wan_yuan=pl.when("_unnamed")
            .then("purchase_amount")
            .otherwise(product(pl.col("purchase_amount"), pl.col("_money")))
        )
        .drop("_spelling", "_money", "_unnamed")
    )
