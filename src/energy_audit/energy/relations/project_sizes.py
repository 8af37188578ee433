"""Amounts of a project that were most likely filed in another unit than their heading's: ten thousand times too large.

What they are compared with is the unit that files the project, and the project's own approved consumption, of which its
power and its coal are parts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import exact, product
from energy_audit.energy.terms import YEAR_KEY

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount

WAN = Decimal(10_000)
LARGEST_LIKELY = Decimal(10_000)
"""Relation E-14: above 10,000 (10^4 t) a figure is most likely in tonnes."""
MUCH_LARGER = Decimal(100)
"""A project this many times the whole unit was filed in tce, if a ten-thousandth of it is no larger than twice the unit; so was
power worth this many times all that the project uses filed in kWh."""
TWICE = Decimal(2)
HARDLY_ANY = Decimal(10_000_000)
"""Tce a year that hardly any project in the country uses, and none of a unit a hundred times smaller. A working figure."""
FEW = Decimal(1_000_000)
"""Tce a year that few projects in the country use: where no total of the unit bears such a figure out, it is more likely that of
a project of a hundred tce and more, which no review asks for below a thousand. A working figure."""
TONNES_A_TCE = Decimal(1000)
"""A project that burns, cokes or converts coal has no use of a thousand tonnes of it for each tce that it is approved for;
a washery may. A working figure."""
TCE_PER_10000_KWH = Decimal("1.229")
MINES = "06"
"""Division of coal mines and washeries, through which coal only passes."""


def unit_sizes(identified: pl.DataFrame, account: EnergyAccount) -> pl.DataFrame:
    """One row an enterprise-year: ``whole``, the larger of its two totals in tce, as filed, else as worked out.

    A filed total a hundredth of what was worked out was itself filed in another unit, and says nothing.

    Args:
        identified: ``identify_enterprises``.
        account: the energy account of the same enterprise-years.
    """
    at_most = pl.max_horizontal("tce_calorific_high", "tce_equal_high")
    worked_out = account.totals.select(
        *YEAR_KEY, worked_out=pl.coalesce(pl.max_horizontal("tce_calorific", "tce_equal"), at_most)
    )
    filed = pl.max_horizontal("reported_tce_calorific", "reported_tce_equal")
    slipped = ((filed > 0) & (product(filed, exact(MUCH_LARGER)) < pl.col("worked_out"))).fill_null(value=False)
    return identified.join(worked_out, on=YEAR_KEY, how="left", maintain_order="left").select(
        *YEAR_KEY, whole=pl.coalesce(pl.when(~slipped).then(filed), "worked_out")
    )


def has_size(whole: pl.Expr) -> pl.Expr:
    """Whether the total of a unit says how large it is: one that is not known, nothing or less does not. Never null."""
    return (whole > 0).fill_null(value=False)


def looks_filed_in_tce(filed: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Whether a project's amount was most likely filed in tce under a heading of 10^4 tce.

    Args:
        filed: the amount as stored, in tce.
        whole: what the whole unit filed of itself, in tce; null where nobody knows.

    Returns:
        Boolean, null where no amount was filed.
    """
    dwarfs = (filed > product(whole, exact(MUCH_LARGER))).fill_null(value=True)
    fits_in_tce = ((filed / exact(WAN) <= whole * exact(TWICE)) & has_size(whole)).fill_null(value=False)
    beyond = filed >= pl.when(has_size(whole)).then(exact(HARDLY_ANY)).otherwise(exact(FEW))
    return (dwarfs & (fits_in_tce | beyond)) | (filed > exact(LARGEST_LIKELY * WAN))


def looks_filed_in_kwh(whole: pl.Expr) -> pl.Expr:
    """Whether a project's power was most likely filed in kWh under a heading of 10^4 kWh.

    It is worth more than a hundred times all the energy that the project is approved for, or where nothing is said of that, it is
    as much as ``looks_filed_in_tce`` believes of no project. Of a rebuilding only the increase is approved, and the power
    may be that of the whole plant.

    Args:
        whole: what the whole unit filed of itself, in tce.
    """
    worth = pl.col("annual_electricity") * exact(TCE_PER_10000_KWH)
    approved = _approved(whole)
    return pl.coalesce(
        pl.when(~_rebuilt()).then(worth > product(approved, exact(MUCH_LARGER))), looks_filed_in_tce(worth, whole)
    )


def looks_filed_in_tonnes(whole: pl.Expr) -> pl.Expr:
    """Whether a project's coal was most likely filed in tonnes under a heading of 10^4 t, by what it is approved for."""
    coal = pl.col("coal_pq")
    passes_through = (pl.coalesce(pl.col("industry_code").str.slice(0, 2), "trade_division") == MINES).fill_null(
        value=False
    )
    beyond = coal * exact(WAN) > product(_approved(whole), exact(TONNES_A_TCE))
    return (beyond & ~passes_through & ~_rebuilt()).fill_null(value=False) | (coal > exact(LARGEST_LIKELY))


def _approved(whole: pl.Expr) -> pl.Expr:
    """The larger of the two approved amounts; one that was itself filed in another unit is no measure."""
    amounts = [pl.col(f"approved_tce_{basis}") for basis in ("calorific", "equal")]
    return pl.max_horizontal(
        pl.when((each > 0) & ~looks_filed_in_tce(each, whole).fill_null(value=True)).then(each) for each in amounts
    )


def _rebuilt() -> pl.Expr:
    return (pl.col("nature") == "改建").fill_null(value=False)
