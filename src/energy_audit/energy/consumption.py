"""Comprehensive energy consumption as an interval, on two bases.

Source: GB/T 2589-2020 clauses 4, 6 and 8. A total is the interval that holds every value
the filing allows: an unreadable quantity opens the end it could move, a factor that is only
a range gives both ends, and nothing unreadable is ever counted as zero. Coal in dispute is as good
as unreadable: the rest of the account stands as a lower bound, the top is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.energy.arithmetic import known_sum, signed
from energy_audit.energy.terms import BOOKS_NO, TERM_KEY
from energy_audit.exact import NUMBER, round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

Basis = Literal["calorific", "equal"]
BASES: tuple[Basis, Basis] = ("calorific", "equal")

NOTHING = pl.lit(0).cast(NUMBER)

_FACTOR = {"calorific": ("factor_low", "factor_high"), "equal": ("equal_factor_low", "equal_factor_high")}


def weigh_terms(terms: pl.DataFrame) -> pl.DataFrame:
    """Give each term its own interval in tce, signed, on both bases; null low = open below, null high = open above."""
    columns: list[pl.Expr] = []
    factors = [name for basis in BASES for name in _FACTOR[basis]]
    by_factor = dict(zip(factors, multiplied(terms, "quantity", factors), strict=True))
    for basis in BASES:
        none = pl.col("quantity") == 0
        low, high = (pl.when(none).then(NOTHING).otherwise(pl.lit(by_factor[name])) for name in _FACTOR[basis])
        added = pl.col("sign") > 0
        unreadable = _unreadable(pl.col("quantity"), _FACTOR[basis][0])
        least = pl.when("at_least").then(low.fill_null(NOTHING)).when(added).then(NOTHING)
        most = pl.when(~added).then(NOTHING)
        columns += [
            pl.when(unreadable).then(least).when(added).then(low).otherwise(-high).alias(f"tce_{basis}_low"),
            pl.when(unreadable).then(most).when(added).then(high).otherwise(-low).alias(f"tce_{basis}_high"),
        ]
    return terms.with_columns(columns).with_columns(
        pl.when("counted").then(pl.col(f"tce_{basis}_{end}")).alias(f"tce_{basis}_{end}")
        for basis in BASES
        for end in ("low", "high")
    )


def multiplied(terms: pl.DataFrame, amount: str, factors: Sequence[str]) -> list[pl.Series]:
    """Multiply a column by each of several factors that are mostly one and the same: exact products cost a lot."""
    first = terms.select(pl.col(amount) * pl.col(factors[0])).to_series()
    found = [first]
    for factor in factors[1:]:
        other = terms.select(pl.col(factor).ne_missing(pl.col(factors[0]))).to_series()
        own = terms.select(amount, factor).filter(other).select(pl.col(amount) * pl.col(factor)).to_series()
        found.append(first.clone().scatter(other.arg_true(), own) if own.len() else first)
    return found


def _unreadable(quantity: pl.Expr, factor: str) -> pl.Expr:
    """A term without quantity, energy, unit or any factor cannot be weighed, nor one that its own parts contradict.

    Nothing of an energy is nothing, whatever its unit and factor.
    """
    unknown = pl.col("code").is_null() | pl.col("scale").is_null() | pl.col(factor).is_null()
    return quantity.is_null() | (unknown & (quantity != 0)).fill_null(value=False) | pl.col("in_dispute")


def sum_terms(terms: pl.DataFrame, *, quantity: str = "quantity") -> pl.DataFrame:
    """Add up the counted terms of each set of books.

    Where a factor is only a range, the same unknown factor holds for all terms of that energy, so their net
    quantity is multiplied, not each term: own gas that is produced and burnt nets out.

    Args:
        terms: with factors chosen.
        quantity: the column to weigh (``other_quantity`` asks what the other consumption column would give).

    Returns:
        ``TERM_KEY`` and, per basis, ``<basis>_low`` and ``<basis>_high`` in tce, unrounded; null = open.
    """
    counted = _counted_terms(terms, quantity)
    ends = [f"{basis}_{end}" for basis in BASES for end in ("low", "high")]
    summed = counted.group_by(BOOKS_NO, maintain_order=True).agg(
        pl.col(TERM_KEY).first(),
        *(pl.col(f"{basis}_exact").sum() for basis in BASES),
        *(pl.col(f"{end}_open").any() for end in ends),
    )
    ranged = counted.filter(pl.any_horizontal(f"{basis}_ranged" for basis in BASES))
    if ranged.is_empty():
        exact = [pl.when(~pl.col(f"{end}_open")).then(f"{end.split('_')[0]}_exact").alias(end) for end in ends]
        return summed.select(*TERM_KEY, *exact)
    both = summed.join(_sum_ranges(ranged), on=BOOKS_NO, how="left", maintain_order="left")
    return both.select(
        *TERM_KEY,
        *(
            pl.when(~pl.col(f"{basis}_{end}_open"))
            .then(pl.col(f"{basis}_exact") + pl.when("has_range").then(f"{basis}_{end}_range").otherwise(NOTHING))
            .alias(f"{basis}_{end}")
            for basis in BASES
            for end in ("low", "high")
        ),
    )


def _counted_terms(terms: pl.DataFrame, quantity: str) -> pl.DataFrame:
    """Say of each counted term what it adds by its one factor, whether its factor is a range, which ends it opens."""
    factors = [name for basis in BASES for name in _FACTOR[basis]]
    kept = (BOOKS_NO, *TERM_KEY, "code", "scale", "sign", "in_dispute", *factors)
    counted = terms.lazy().filter("counted").select(*kept, _amount=quantity).collect()
    products = multiplied(counted, "_amount", [_FACTOR[basis][0] for basis in BASES])
    amount, added = pl.col("_amount"), pl.col("sign") > 0
    columns: dict[str, pl.Expr] = {}
    for basis, product in zip(BASES, products, strict=True):
        low, high = (pl.col(name) for name in _FACTOR[basis])
        unreadable = _unreadable(amount, _FACTOR[basis][0])
        ranged = (amount != 0) & (high.is_null() | (low != high))
        columns |= {
            f"{basis}_exact": pl.when(~unreadable & (amount == 0))
            .then(NOTHING)
            .when(~unreadable & ~ranged)
            .then(signed(pl.lit(product))),
            f"{basis}_ranged": (~unreadable & ranged).fill_null(value=False),
            f"{basis}_low_open": unreadable & ~added,
            f"{basis}_high_open": unreadable & added,
        }
    return counted.lazy().with_columns(**columns).collect()


def _sum_ranges(terms: pl.DataFrame) -> pl.DataFrame:
    """Weigh the net quantity of each energy whose factor is a range: ``<basis>_<end>_range``, null = open."""
    standard = pl.col("_amount") * pl.col("scale") * pl.col("sign")
    parts: list[pl.Expr] = []
    bounds: list[pl.Expr] = []
    for basis in BASES:
        low, high = (pl.col(name) for name in _FACTOR[basis])
        ranged = pl.col(f"{basis}_ranged")
        parts += [
            standard.filter(ranged).sum().alias(f"{basis}_net"),
            (low / pl.col("scale")).filter(ranged).min().alias(f"{basis}_from"),
            (high / pl.col("scale")).filter(ranged).max().alias(f"{basis}_to"),
            (ranged & high.is_null()).any().alias(f"{basis}_endless"),
        ]
        net, start, end = (pl.col(f"{basis}_{name}") for name in ("net", "from", "to"))
        endless = pl.col(f"{basis}_endless")
        # a negative net quantity turns the range round; an endless range leaves the far end open
        range_low = pl.when(net == 0).then(NOTHING).when(net > 0).then(net * start).when(~endless).then(net * end)
        range_high = pl.when(net == 0).then(NOTHING).when(net < 0).then(net * start).when(~endless).then(net * end)
        bounds += [range_low.alias(f"{basis}_low_range"), range_high.alias(f"{basis}_high_range")]
    per_energy = terms.group_by(BOOKS_NO, "code", maintain_order=True).agg(parts).select(BOOKS_NO, *bounds)
    names = per_energy.columns[1:]
    return per_energy.group_by(BOOKS_NO).agg(*(known_sum(name) for name in names), has_range=pl.lit(value=True))


def settle(low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Round an interval once, half up, to 0.01 tce; the total itself stands only where both ends agree.

    Returns:
        low, high, total.
    """
    rounded_low, rounded_high = round_half_up(low, 2), round_half_up(high, 2)
    return rounded_low, rounded_high, pl.when(rounded_low == rounded_high).then(rounded_low)
