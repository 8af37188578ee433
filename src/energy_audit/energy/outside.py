"""A factor that its energy cannot have: outside the range of its standard, both ends of the range serve in its place;
several times off the one value of the standard, that value and the factor are the ends.

Natural gas, coke-oven gas and the like have a range and no default (GB/T 2589-2020 table A.1; statistical catalogue).
A factor that no such gas can have would move a unit across a line in silence, so it does not enter the total alone:

- *borne out* — said to be measured or the supplier's, with a heat value that agrees: it is used as filed, because
  measured values go before the table (clause 8). Its tier stands only if the range gives it too.
- *claimed* — said to be measured or the supplier's without such a heat value, or filed with a heat value that agrees
  and no word of its source: it may be true, so the interval holds both ends of the range and the filed factor.
- anything else, and whatever is said to be the reference: both ends of the range.

Where the standard has one value, a factor seven times off it is a slip of its unit or of the row's (raw coal in 10^4
tonnes at 0.7143), and which of the two nobody can tell: both serve, unless it is borne out.

The interval is never narrower than the range, so no filed figure lowers or lifts a total out of it. What the filed
factor would give is kept beside it: a tier stands only where that and both ends agree (see ``tiers``).
"""

from __future__ import annotations

import polars as pl

from energy_audit.energy.arithmetic import rounding_of
from energy_audit.energy.terms import TERM_KEY
from energy_audit.exact import NUMBER

MOST_ROUNDING = pl.lit("0.005").cast(NUMBER)
"""A filed figure may be rounded from an end of the range, by half its last digit and no more than 0.5 %: a working figure."""

HEAT_MARGIN = pl.lit("0.01").cast(NUMBER)
"""A factor agrees with its heat value within 1 %, as between a factor and a heat value in tonnes. A working figure."""

SEVERAL_TIMES = 7
"""What is less than seven times off can be no power of ten off, give or take a fifth, and no fuel is that far off its name."""

_OWN_VALUES = ["实测", "供方"]


def keep_within_range(terms: pl.DataFrame) -> pl.DataFrame:
    """Put the range in the place of filed factors that lie outside it, and widen a slip to its reference.

    Args:
        terms: with ``adopted_low``, ``adopted_high`` (filed, or carried from the other table; null = neither),
            ``factor_low``, ``factor_high``, ``factor_origin``, ``factor_source``, ``heat_factor``, and the reference.

    Returns:
        ``terms`` with ``factor_outside`` (Boolean, never null: a range stands in the place of the filed factor),
        ``factor_off`` true for every factor outside, borne out or not, and ``factor_claimed`` (never null); where outside, ``factor_low`` and
        ``factor_high`` are the ends and ``factor_origin`` is ``outside``.
    """
    nowhere = pl.lit(value=False)
    ranged = pl.col("reference_default").is_null() & pl.col("reference_low").is_not_null()
    low, high = pl.col("reference_low"), pl.col("reference_high")
    least, most = pl.col("adopted_low"), pl.col("adopted_high")
    slip = far_off(least, most).fill_null(value=False)
    beyond = (ranged & ((least < low) | (most > high)).fill_null(value=False)) | slip
    if terms.filter(beyond).is_empty():  # the usual case costs nothing
        return terms.with_columns(factor_outside=nowhere, factor_claimed=nowhere)
    below = least < low - pl.min_horizontal(rounding_of(least), low * MOST_ROUNDING)
    above = most > high + pl.min_horizontal(rounding_of(most), high * MOST_ROUNDING)
    agrees = (pl.col("factor_adopted") - pl.col("heat_factor")).abs() <= pl.col("heat_factor") * HEAT_MARGIN
    own = pl.col("factor_source").is_in(_OWN_VALUES).fill_null(value=False)
    agrees = agrees.fill_null(value=False)
    # table 2-1 has no column for source and heat value: what table 2 says of a factor holds for the same one there
    same = [*TERM_KEY, "code", "_adopted"]
    judged = terms.with_columns(
        _outside=(ranged & (below | above)).fill_null(value=False) | slip,
        _adopted=pl.when(least == most).then((least / pl.col("scale")).cast(NUMBER)),
    ).with_columns(
        _borne_out=(own & agrees).any().over(same),
        factor_claimed=(own | (agrees & pl.col("factor_source").is_null())).any().over(same),
    )
    # of a slip both the value of the standard and the factor may be true, whatever is said of its source
    outside, claimed = pl.col("factor_outside"), pl.col("factor_claimed") | ~ranged
    return (
        judged.with_columns(
            factor_outside=pl.col("_outside") & ~pl.col("_borne_out"),
            factor_off=pl.when(ranged & least.is_not_null()).then(pl.col("_outside")).otherwise(pl.col("factor_off")),
        )
        .with_columns(
            factor_low=pl.when(outside & claimed)
            .then(pl.min_horizontal(low, least))
            .when(outside)
            .then(low)
            .otherwise(pl.col("factor_low")),
            factor_high=pl.when(outside & claimed)
            .then(pl.max_horizontal(high, most))
            .when(outside)
            .then(high)
            .otherwise(pl.col("factor_high")),
            factor_origin=pl.when(outside).then(pl.lit("outside")).otherwise(pl.col("factor_origin")),
        )
        .drop("_outside", "_adopted", "_borne_out")
    )


def far_off(least: pl.Expr, most: pl.Expr) -> pl.Expr:
    """Whether a factor, from its least to its greatest, is several times off the reference; null where either is unknown."""
    # whole numbers multiply fast
    return (most >= pl.col("reference_high") * SEVERAL_TIMES) | (least * SEVERAL_TIMES <= pl.col("reference_low"))
