"""What the tier hangs on: one energy off by its plausible error, or the standard's factors in place of the filed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, YEAR_NO
from energy_audit.energy.tiers import POLICY_LINE, STATUTORY_LINE, tier_of_interval
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from energy_audit.energy.consumption import Basis

BOTH: tuple[Basis, Basis] = ("calorific", "equal")

PLAUSIBLE_ERROR = pl.lit("0.05").cast(NUMBER)
"""An energy may be 5 % off: the margin within which an adopted factor passes unasked. A working figure, no law."""


def sensitivity_of(rows: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Say on which energies the tier hangs, and how far each line is.

    An energy's rows count together, so that splitting a row changes nothing. Each basis is looked at that may decide:
    calorific for a net producer, the chosen one, otherwise both.

    Args:
        rows: the account's rows.
        totals: after ``decide_tiers``: tce_<basis>, its ends, tier_<basis>, deciding_basis, designated.

    Returns:
        uscc, report_year; ``tier_sensitive_energies``: String, the energies, empty where none is found;
        ``tier_sensitive_to_row``: Boolean, null where none is found and a tier that may decide is open; ``margin_5000_tce``,
        ``margin_10000_tce``: NUMBER, of the deciding basis, where both count of the one nearer to the line.
    """
    designated = pl.col("designated")
    ends = totals.select(
        *YEAR_KEY,
        "designated",
        "deciding_basis",
        *(f"tier_{basis}" for basis in BOTH),
        *(f"tce_{basis}{end}" for basis in BOTH for end in ("", "_low", "_high")),
    )
    moves = pl.any_horizontal(_may_decide(basis) & _moves(basis, designated) for basis in BOTH)
    counted = rows.lazy().filter("counted")
    # where all energies of a year together move nothing, none does: few years are left to be looked at closely
    together = (
        counted.select(
            YEAR_NO,
            *YEAR_KEY,
            *(
                pl.max_horizontal(pl.col(f"tce_{basis}_low").abs(), pl.col(f"tce_{basis}_high").abs()).alias(
                    f"weight_{basis}"
                )
                for basis in BOTH
            ),
        )
        .group_by(YEAR_NO)
        .agg(pl.col(YEAR_KEY).first(), *(pl.col(f"weight_{basis}").sum() for basis in BOTH))
        .collect()
    )
    close = together.join(ends, on=YEAR_KEY, how="inner").filter(moves)[YEAR_NO]
    energies = (
        counted.filter(pl.col(YEAR_NO).is_in(close.implode()))
        .group_by(YEAR_NO, "code", "flow", maintain_order=True)
        .agg(
            pl.col(YEAR_KEY).first(),
            energy=pl.col("energy_name").first(ignore_nulls=True),
            **{
                f"weight_{basis}": pl.max_horizontal(
                    pl.col(f"tce_{basis}_low").sum().abs(), pl.col(f"tce_{basis}_high").sum().abs()
                )
                for basis in BOTH
            },
        )
        .join(ends.lazy(), on=YEAR_KEY, how="inner", maintain_order="left")
        .filter(moves)
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(tier_sensitive_energies=pl.coalesce("energy", "code").unique(maintain_order=True).str.join("、"))
        .collect()
    )
    named = (
        together.select(YEAR_KEY)
        .join(energies, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("tier_sensitive_energies").fill_null(""))
    )
    certain = pl.all_horizontal(~_may_decide(basis) | pl.col(f"tier_{basis}").is_not_null() for basis in BOTH)
    hangs = pl.col("tier_sensitive_energies") != ""
    return (
        ends.join(named, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(
            tier_sensitive_to_row=pl.when(hangs | certain).then(hangs),
            margin_5000_tce=_margin(POLICY_LINE),
            margin_10000_tce=_margin(STATUTORY_LINE),
        )
        .select(
            *YEAR_KEY,
            "tier_sensitive_energies",
            "tier_sensitive_to_row",
            "margin_5000_tce",
            "margin_10000_tce",
        )
    )


def _may_decide(basis: str) -> pl.Expr:
    return pl.col("deciding_basis").is_null() | (pl.col("deciding_basis") == basis)


def _moves(basis: str, designated: pl.Expr) -> pl.Expr:
    """Whether a certain tier is no longer certain when the total may lie so much lower or higher; never null."""
    off = pl.col(f"weight_{basis}") * PLAUSIBLE_ERROR
    wider = tier_of_interval(pl.col(f"tce_{basis}_low") - off, pl.col(f"tce_{basis}_high") + off, designated)
    tier = pl.col(f"tier_{basis}")
    return tier.is_not_null() & off.is_not_null() & wider.ne_missing(tier)


def _margin(line: pl.Expr) -> pl.Expr:
    """Distance to a line; where a total that may decide is open, the other's only if the tier is the same."""
    by_basis = {basis: pl.col(f"tce_{basis}") - line for basis in BOTH}
    calorific, equal = by_basis["calorific"], by_basis["equal"]
    nearer = pl.when(calorific.abs() <= equal.abs()).then(calorific).otherwise(equal)
    return (
        pl.when(pl.col("deciding_basis") == "calorific")
        .then(calorific)
        .when(pl.col("deciding_basis") == "equal")
        .then(equal)
        .when(calorific.is_not_null() & equal.is_not_null())
        .then(nearer)
        .when(pl.col("tier_calorific") == pl.col("tier_equal"))
        .then(pl.coalesce(calorific, equal))
    )
