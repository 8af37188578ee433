"""Comprehensive energy consumption as an interval, on two bases.

Source: GB/T 2589-2020 clauses 4, 6 and 8. A total is the interval that holds every value
the filing allows: an unreadable quantity opens the end it could move, a factor that is only
a range gives both ends, and nothing unreadable is ever counted as zero. Coal in dispute is as good
as unreadable: the rest of the account stands as a lower bound, the top is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.energy.terms import TERM_KEY
from energy_audit.exact import NUMBER, round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

Basis = Literal["calorific", "equal"]
BASES: tuple[Basis, Basis] = ("calorific", "equal")

_FACTOR = {"calorific": ("factor_low", "factor_high"), "equal": ("equal_factor_low", "equal_factor_high")}


def weigh_terms(terms: pl.DataFrame) -> pl.DataFrame:
    """Give each term its own interval in tce, signed, on both bases; null low = open below, null high = open above."""
    columns: list[pl.Expr] = []
    for basis in BASES:
        low_name, high_name = _FACTOR[basis]
        low, high = pl.col("quantity") * pl.col(low_name), pl.col("quantity") * pl.col(high_name)
        added = pl.col("sign") > 0
        unreadable = _unreadable(pl.col("quantity"), low_name)
        zero = pl.lit(0).cast(NUMBER)
        least = pl.when(added).then(zero)
        most = pl.when(~added).then(zero)
        columns += [
            pl.when(unreadable).then(least).when(added).then(low).otherwise(-high).alias(f"tce_{basis}_low"),
            pl.when(unreadable).then(most).when(added).then(high).otherwise(-low).alias(f"tce_{basis}_high"),
        ]
    return terms.with_columns(columns).with_columns(
        pl.when("counted").then(pl.col(f"tce_{basis}_{end}")).alias(f"tce_{basis}_{end}")
        for basis in BASES
        for end in ("low", "high")
    )


def _unreadable(quantity: pl.Expr, factor: str) -> pl.Expr:
    """A term without quantity, energy, unit or any factor cannot be weighed, nor one that its own parts contradict."""
    missing = quantity.is_null() | pl.col("code").is_null() | pl.col("scale").is_null() | pl.col(factor).is_null()
    return missing | pl.col("in_dispute")


def sum_terms(terms: pl.DataFrame, *, quantity: str = "quantity", by: Sequence[str] = TERM_KEY) -> pl.DataFrame:
    """Add up the counted terms of each set of books.

    Where a factor is only a range, the same unknown factor holds for all terms of that energy, so their net
    quantity is multiplied, not each term: own gas that is produced and burnt nets out.

    Args:
        terms: with factors chosen.
        quantity: the column to weigh (``other_quantity`` asks what the other consumption column would give).
        by: what identifies one set of books.

    Returns:
        ``by`` and, per basis, ``<basis>_low`` and ``<basis>_high`` in tce, unrounded; null = open.
    """
    amount = pl.col(quantity)
    standard = amount * pl.col("scale") * pl.col("sign")
    counted = terms.filter("counted").with_columns(added=pl.col("sign") > 0)
    parts: list[pl.Expr] = []
    for basis in BASES:
        low_name, high_name = _FACTOR[basis]
        unreadable = _unreadable(amount, low_name)
        ranged = pl.col(high_name).is_null() | (pl.col(low_name) != pl.col(high_name))
        exact = amount * pl.col(low_name) * pl.col("sign")
        usable = ~unreadable
        parts += [
            exact.filter(usable & ~ranged).sum().alias(f"{basis}_exact"),
            standard.filter(usable & ranged).sum().alias(f"{basis}_net"),
            (pl.col(low_name) / pl.col("scale")).filter(usable & ranged).min().alias(f"{basis}_from"),
            (pl.col(high_name) / pl.col("scale")).filter(usable & ranged).max().alias(f"{basis}_to"),
            (usable & ranged & pl.col(high_name).is_null()).any().alias(f"{basis}_endless"),
            (unreadable & ~pl.col("added")).any().alias(f"{basis}_low_open"),
            (unreadable & pl.col("added")).any().alias(f"{basis}_high_open"),
        ]
    per_energy = counted.group_by([*by, "code"], maintain_order=True).agg(parts)
    bounds: list[pl.Expr] = []
    for basis in BASES:
        net, start, end = (pl.col(f"{basis}_{name}") for name in ("net", "from", "to"))
        endless = pl.col(f"{basis}_endless")
        none = pl.lit(0).cast(NUMBER)
        # a negative net quantity turns the range round; an endless range leaves the far end open
        range_low = pl.when(net == 0).then(none).when(net > 0).then(net * start).when(~endless).then(net * end)
        range_high = pl.when(net == 0).then(none).when(net < 0).then(net * start).when(~endless).then(net * end)
        bounds += [
            pl.when(~pl.col(f"{basis}_low_open")).then(pl.col(f"{basis}_exact") + range_low).alias(f"{basis}_low"),
            pl.when(~pl.col(f"{basis}_high_open")).then(pl.col(f"{basis}_exact") + range_high).alias(f"{basis}_high"),
        ]
    ends = [f"{basis}_{end}" for basis in BASES for end in ("low", "high")]
    return (
        per_energy.select(*by, "code", *bounds).group_by(by, maintain_order=True).agg(sum_or_open(end) for end in ends)
    )


def sum_or_open(name: str) -> pl.Expr:
    """Sum a column of bounds; one open bound leaves the sum open."""
    return pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)


def settle(low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Round an interval once, half up, to 0.01 tce; the total itself stands only where both ends agree.

    Returns:
        low, high, total.
    """
    rounded_low, rounded_high = round_half_up(low, 2), round_half_up(high, 2)
    return rounded_low, rounded_high, pl.when(rounded_low == rounded_high).then(rounded_low)
