"""Energy whose use and supply lie hundreds of times apart: kilograms for tonnes, kWh for 10^4 kWh, tonnes for 10^4 tonnes.

Which of the two cells slipped nobody can tell, so that such a use weighs as one that cannot be read: the rest of the
account is its lower bound, the top is open. A stock that is blank explains nothing; one that is filed, and what was
supplied to others, does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.own_supply import (
    ELECTRICITY,
    OWN_WASTE,
    extracted_here,
)
from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, YEAR_KEY, YEAR_NO, is_among, unread_rows

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

TIMES_APART = 500
"""Slips of a unit are of a thousand or ten thousand times; half of that leaves room for what went into stock beside one.
No practice of buying explains it: it is five hundred years' supply, or a day's. The tool's own."""

MOST_OF_IT = 0.5
"""One site has bought for others if they lack half of what it has left over: the rest may lie in a stock that was not filed.
The tool's own."""

PASS_ON = ["44", "45", "51", "52"]
"""Divisions that buy energy for others: power and heat, gas, wholesale and retail trade."""


def mark_apart(terms: pl.DataFrame, flows: pl.DataFrame, intake: Intake, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Mark the consumption of energies that were used and supplied hundreds of times apart.

    Judged is each energy of a set of books; none that other sites of the enterprise-year bought for it, or lack. What was
    made here explains a use, and who passes energy on or extracts it may have more than it uses.

    Args:
        terms: after ``decide_what_counts``.
        flows: ``flows_of`` these terms.
        intake: the typed tables.
        enterprises: uscc, report_year, industry_code, industry_division.

    Returns:
        ``terms`` with ``apart``: Boolean, never null; what is apart is ``in_dispute``, what was so before is not apart.
    """
    flows = flows.filter(pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL))
    # where no row that was supplied is apart, the sum hardly is
    supplied = flows.filter((pl.col("supply") > 0) & (pl.col("supply") != pl.col("used")))
    asked = supplied.filter(_used_little() | _used_much(pl.col("supply")))
    if asked.is_empty():  # the usual case costs nothing
        return terms.with_columns(apart=pl.lit(value=False))
    near = flows.join(asked.select(YEAR_NO, "code").unique(), on=[YEAR_NO, "code"], how="semi", maintain_order="left")
    year_of = [*YEAR_KEY, "code"]
    books = (
        _summed(near)
        .join(made_here(terms, intake), on=year_of, how="left")
        .join(enterprises.select(*YEAR_KEY, "industry_code", "industry_division"), on=YEAR_KEY, how="left")
        .with_columns(
            pl.col("own").fill_null(0),
            pl.col("own_unread").fill_null(value=False),
            left_over=_rough(pl.col("supply")) - _rough(pl.col("used")),
            unread_in_all=pl.col("unread").any().over(year_of),
        )
    )
    passed_on = pl.col("industry_division").is_in(PASS_ON).fill_null(value=True)
    left_over = pl.col("left_over")
    # one site may have bought what others used
    bought_for_others = (-left_over).clip(0).sum().over(year_of) >= left_over * MOST_OF_IT
    too_little = _used_little() & (pl.col("used") > 0) & ~passed_on & ~bought_for_others
    own_waste = pl.col("code").is_in(OWN_WASTE)
    lacking = -left_over - _rough(pl.col("own"))
    bought_by_others = left_over.clip(0).sum().over(year_of) >= lacking * MOST_OF_IT
    may_be_made = own_waste | pl.col("own_unread")
    too_much = _used_much(pl.col("supply") + pl.col("own")) & ~pl.col("blank") & ~may_be_made & ~bought_by_others
    found = books.filter(
        (pl.col("supply") > 0) & (too_little | too_much) & ~extracted_here() & ~pl.col("unread_in_all")
    ).select(BOOKS_NO, "code", apart=pl.lit(value=True))
    apart = pl.col("apart").fill_null(value=False) & (pl.col("flow") == "consumption") & ~pl.col("in_dispute")
    return (
        terms.join(found, on=[BOOKS_NO, "code"], how="left", maintain_order="left")
        .with_columns(apart=apart)
        .with_columns(in_dispute=pl.col("in_dispute") | pl.col("apart"))
    )


def _used_little() -> pl.Expr:
    """Whether hundreds of times less was used than supplied."""
    return _rough(pl.col("supply")) >= _rough(pl.col("used")) * TIMES_APART


def _used_much(supply: pl.Expr) -> pl.Expr:
    """Whether hundreds of times more was used than there was."""
    return _rough(pl.col("used")) >= _rough(supply) * TIMES_APART


def _rough(figure: pl.Expr) -> pl.Expr:
    """A figure as a magnitude: no multiple of it is out of range, as one of an exact figure may be."""
    return figure.cast(pl.Float64)


def _summed(flows: pl.DataFrame) -> pl.DataFrame:
    """Add up the flows of each energy of a set of books in standard units."""
    return flows.group_by(BOOKS_NO, "code", maintain_order=True).agg(
        pl.col(YEAR_KEY).first(),
        *((pl.col(name) * pl.col("scale")).sum() for name in ("used", "supply")),
        pl.col("blank").any(),
        # of a row without a use or a unit that can be read nobody knows what it adds
        unread=(pl.col("unread") | pl.col("unstated") | pl.col("scale").is_null()).any(),
    )


def made_here(terms: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """What each enterprise-year made itself, in standard units: uscc, report_year, code, ``own``, ``own_unread``."""
    unread_output = unread_rows(intake.problems, ["conversion_output", "recovered"], "energy_conversion")
    unread_sun = unread_rows(intake.problems, ["re_self_kwh"], "nonfossil")
    made = terms.filter(pl.col("flow") != "consumption").select(
        *YEAR_KEY,
        "code",
        own=pl.col("quantity") * pl.col("scale"),
        own_unread=is_among(unread_output) | pl.col("scale").is_null(),
    )
    sun = intake.tables["nonfossil"].select(
        *YEAR_KEY, code=pl.lit(ELECTRICITY), own="re_self_kwh", own_unread=is_among(unread_sun)
    )
    return pl.concat([made, sun]).group_by(*YEAR_KEY, "code").agg(pl.col("own").sum(), pl.col("own_unread").any())
