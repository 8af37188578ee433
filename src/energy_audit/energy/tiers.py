"""Which tier a unit is in, and only where it is certain.

A ≥ 10,000 tce; B designated and below 10,000; C 5,000-9,999.99 without a designation on file;
D below 5,000 and not designated (Energy Conservation Law art. 52; Measures for key energy users
art. 2). Which electricity basis decides is not settled by law, so both are computed and a tier
stands only where they agree, a basis was chosen, or the unit is a net producer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from energy_audit.energy.consumption import Basis

STATUTORY_LINE = pl.lit(10_000).cast(NUMBER)
POLICY_LINE = pl.lit(5_000).cast(NUMBER)
_FAR = pl.lit(10**15).cast(NUMBER)


def tier_at(tce: pl.Expr, designated: pl.Expr) -> pl.Expr:
    """The tier of one certain total; below the statutory line none where it is unknown whether the unit is designated."""
    return (
        pl.when(tce.is_null())
        .then(None)
        .when(tce >= STATUTORY_LINE)
        .then(pl.lit("A"))
        .when(designated)
        .then(pl.lit("B"))
        .when(designated.is_null())
        .then(None)
        .when(tce >= POLICY_LINE)
        .then(pl.lit("C"))
        .otherwise(pl.lit("D"))
    )


def tier_of_interval(low: pl.Expr, high: pl.Expr, designated: pl.Expr) -> pl.Expr:
    """The tier that every value of the interval has, else null; a total that can only be negative has none."""
    at_low = tier_at(low.fill_null(-_FAR), designated)
    at_high = tier_at(high.fill_null(_FAR), designated)
    known = low.is_not_null() | high.is_not_null()
    negative = (high < 0).fill_null(value=False)
    return pl.when(known & ~negative & (at_low == at_high)).then(at_low)


def possible_tiers(low: pl.Expr, high: pl.Expr, designated: pl.Expr) -> dict[str, pl.Expr]:
    """Which tiers the interval allows, each as a Boolean that is never null; a negative total says nothing."""
    negative = (high < 0).fill_null(value=False)
    bottom = pl.when(negative).then(-_FAR).otherwise(low.fill_null(-_FAR))
    top = pl.when(negative).then(_FAR).otherwise(high.fill_null(_FAR))
    perhaps, perhaps_not = designated.fill_null(value=True), ~designated.fill_null(value=False)
    return {
        "A": top >= STATUTORY_LINE,
        "B": perhaps & (bottom < STATUTORY_LINE),
        "C": perhaps_not & (bottom < STATUTORY_LINE) & (top >= POLICY_LINE),
        "D": perhaps_not & (bottom < POLICY_LINE),
    }


def decide_tiers(totals: pl.DataFrame, *, basis: Basis | None) -> pl.DataFrame:
    """Decide tier and status of each enterprise-year.

    Args:
        totals: ``tce_<basis>_low|high`` (rounded), ``designated`` (null = unknown), ``designation_list_loaded`` (the list of the
            year is known, so a C unit is certainly not statutory), ``net_producer``, and the alternative
            intervals ``other_<basis>_low|high`` (by total consumption), ``filed_<basis>_low|high`` (with the factors as
            filed where a range stands in their place), ``reference_<basis>_low|high`` (with reference factors in place of
            doubtful ones) and ``default_<basis>_low|high`` (in place of all filed ones), null where there is no
            alternative to consider (``has_other``, ``has_filed``, ``has_reference``, ``has_default``).
        basis: the basis chosen for the batch, if any.

    Returns:
        ``totals`` with ``tier_calorific``, ``tier_equal``, ``tier``, ``tiers_possible``, ``key_energy_user``,
        ``statutory_key_user``, ``key_user_duties``, ``basis_sensitive``, ``deciding_basis`` (null = both), ``tier_with_reference_factors``, ``tier_blocked_by_nonindustrial``, ``tier_blocked_by_factor``
        and ``tier_undecided_because``.
    """
    designated = pl.col("designated")
    bases = ("calorific", "equal")
    named = totals.with_columns(
        tier_of_interval(pl.col(f"{prefix}_{each}_low"), pl.col(f"{prefix}_{each}_high"), designated).alias(
            f"{prefix}_tier_{each}",
        )
        for prefix in ("tce", "other", "filed", "reference", "default")
        for each in bases
    ).rename({f"tce_tier_{each}": f"tier_{each}" for each in bases})
    calorific_decides = pl.lit(value=basis == "calorific") | (
        pl.col("net_producer").fill_null(value=False) & pl.lit(value=basis is None)
    )
    equal_decides = pl.lit(value=basis == "equal")

    def decided(prefix: str) -> pl.Expr:
        calorific, equal = pl.col(f"{prefix}tier_calorific"), pl.col(f"{prefix}tier_equal")
        return (
            pl.when(calorific_decides)
            .then(calorific)
            .when(equal_decides)
            .then(equal)
            .when(calorific == equal)
            .then(calorific)
        )

    possible = {
        (prefix, each): possible_tiers(pl.col(f"{prefix}_{each}_low"), pl.col(f"{prefix}_{each}_high"), designated)
        for prefix in ("tce", "other", "reference", "filed")
        for each in bases
    }

    def allows(prefix: str, letter: str) -> pl.Expr:
        calorific, equal = (possible[prefix, each][letter] for each in bases)
        return pl.when(calorific_decides).then(calorific).when(equal_decides).then(equal).otherwise(calorific | equal)

    open_ = decided("").is_null()
    differs = {
        # a total by total consumption that is open may give another tier: null
        "nonindustrial": pl.col("has_other") & ~open_ & (decided("other_") != decided("")),
        "factor": pl.col("has_reference") & decided("").is_not_null() & decided("reference_").ne_missing(decided("")),
        # the ends of the range give several tiers, or one that the factor as filed would not give
        "range": pl.col("has_filed") & decided("filed_").ne_missing(decided("")),
    }
    may = {
        letter: allows("tce", letter)
        | ((differs["nonindustrial"].fill_null(value=True) | (pl.col("has_other") & open_)) & allows("other", letter))
        # an open total hides no doubt about a factor
        | ((differs["factor"].fill_null(value=False) | (pl.col("has_reference") & open_)) & allows("reference", letter))
        | ((differs["range"].fill_null(value=False) | (pl.col("has_filed") & open_)) & allows("filed", letter))
        for letter in "ABCD"
    }
    flagged = named.with_columns(
        tier_blocked_by_nonindustrial=differs["nonindustrial"],
        tier_blocked_by_factor=(differs["factor"] | differs["range"]).fill_null(value=False),
        blocked_by_range=differs["range"].fill_null(value=False),
        **{f"may_{letter}": each for letter, each in may.items()},
    )
    blocked = pl.col("tier_blocked_by_nonindustrial") | pl.col("tier_blocked_by_factor")
    user = ~pl.col("may_D")
    not_user = ~(pl.col("may_A") | pl.col("may_B") | pl.col("may_C"))
    statutory = ~(pl.col("may_C") | pl.col("may_D"))
    neither_a_nor_b = ~(pl.col("may_A") | pl.col("may_B"))
    not_statutory = neither_a_nor_b & (~pl.col("may_C") | pl.col("designation_list_loaded"))
    deciding = pl.when(calorific_decides).then(pl.lit("calorific")).when(equal_decides).then(pl.lit("equal"))
    known = pl.col("tier_calorific").is_not_null() & pl.col("tier_equal").is_not_null()
    negative = pl.any_horizontal((pl.col(f"tce_{each}_high") < 0).fill_null(value=False) for each in bases)
    return flagged.with_columns(
        # neither a known nor a possible other tier by total consumption leaves it certain
        tier=pl.when(~blocked).then(decided("")),
        tier_with_reference_factors=pl.when("has_default").then(decided("default_")),
        deciding_basis=deciding,
        tiers_possible=pl.concat_str(
            [pl.when(f"may_{letter}").then(pl.lit(letter)) for letter in "ABCD"],
            separator="/",
            ignore_nulls=True,
        ),
        key_energy_user=pl.when(user).then(pl.lit(value=True)).when(not_user).then(pl.lit(value=False)),
        statutory_key_user=pl.when(statutory).then(pl.lit(value=True)).when(not_statutory).then(pl.lit(value=False)),
        # A and B owe the same: which of the two it is does not matter, nor that the law of a C unit waits for a list
        key_user_duties=pl.when(statutory).then(pl.lit(value=True)).when(neither_a_nor_b).then(pl.lit(value=False)),
        basis_sensitive=pl.when(pl.col("net_producer").fill_null(value=False))
        .then(pl.lit(value=False))
        .when(known)
        .then(pl.col("tier_calorific") != pl.col("tier_equal")),
        tier_undecided_because=_reason(decided(""), blocked, negative),
    ).drop("blocked_by_range", *(f"may_{letter}" for letter in "ABCD"))


def _reason(tier: pl.Expr, blocked: pl.Expr, negative: pl.Expr) -> pl.Expr:
    """Say by a code (see the vocabulary) why the tier is open; empty where it is decided."""
    return (
        pl.when(pl.col("blocked_by_range"))
        .then(pl.lit("factor-range"))
        .when(pl.col("tier_blocked_by_factor"))
        .then(pl.lit("factor"))
        .when(pl.col("tier_blocked_by_nonindustrial"))
        .then(pl.lit("nonindustrial"))
        .when(pl.col("tier_blocked_by_nonindustrial").is_null())
        .then(pl.lit("total-open"))
        .when(tier.is_not_null() & ~blocked)
        .then(pl.lit(""))
        .when((pl.col("tier_calorific") != pl.col("tier_equal")).fill_null(value=False))
        .then(pl.lit("basis"))
        .when(negative)
        .then(pl.lit("negative"))
        .when(pl.all_horizontal(_open_by_designation(basis) for basis in ("calorific", "equal")))
        .then(pl.lit("designation"))
        .otherwise(pl.lit("interval"))
    )


def _open_by_designation(basis: str) -> pl.Expr:
    """Whether only an unknown designation keeps the total of a basis from a tier."""
    low, high = pl.col(f"tce_{basis}_low"), pl.col(f"tce_{basis}_high")
    either = [tier_of_interval(low, high, pl.lit(value=each)).is_not_null() for each in (True, False)]
    return pl.col("designated").is_null() & pl.all_horizontal(either)
