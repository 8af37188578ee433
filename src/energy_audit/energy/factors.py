"""Which factor each term is multiplied by, and why.

A filed factor comes first (GB/T 2589-2020 clause 8: measured or supplier's values before
table values); a row that files none carries that of the same energy in the other table (forms
205-1 and 205-2 state one factor for both); without either the reference value serves; where the
standard gives only a range, both ends do. Natural gas, coke-oven gas and the like have no default: a factor filed
outside their range does not serve alone (see ``outside``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.outside import keep_within_range
from energy_audit.energy.terms import TERM_KEY, join_found
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from decimal import Decimal

ELECTRICITY, HEAT = "33", "32"

FACTOR_MARGIN = pl.lit("0.05").cast(NUMBER)
"""A filed factor this far off the reference value is checked for its effect on the tier."""

REFERENCE_ROUNDING = pl.lit("0.005").cast(NUMBER)
"""One that is said to be the reference may differ from it by rounding only. A working figure, no law."""

NEGLIGIBLE_FACTOR = pl.lit("0.000000000001").cast(NUMBER)

LEAST_OF_HEAT_VALUE, MOST_OF_HEAT_VALUE = 1 - REFERENCE_ROUNDING, pl.lit(10).cast(NUMBER)
"""Between these many times the heat value lies what making power or heat takes: no less, but for rounding, and no plant
loses nine tenths of its fuel (a working figure). Beyond, the factor is in another unit (0.307 kgce/kWh, 300 gce/kWh)."""


def choose_factors(terms: pl.DataFrame) -> pl.DataFrame:
    """Choose the calorific factor of each term, per filed unit.

    A reference factor of low confidence serves nobody who filed none: the term stays open, and its factor is asked for.
    So does one whose filed factor cannot be read, unless it is said to be the reference: what was measured may be far
    from it. Electricity and heat are worth their heat value, whatever is filed.

    Args:
        terms: with the reference factors, ``heat_factor`` and ``factor_unread``.

    Returns:
        ``terms`` with ``factor_low``, ``factor_high``, ``factor_origin`` (filed | carried | outside | unread | reference |
        range | none), ``factor_citation``, ``factor_confidence``, ``factor_deviation`` (share beyond the reference of a factor
        filed or carried, 0 inside it, null without one), ``factor_off`` (beyond the margin, outside a range, or said to be
        the reference and not it), ``adopted_low``, ``adopted_high`` (the factor filed or carried, per filed unit, used or
        not), and what ``keep_within_range`` says.
    """
    blank = pl.col("factor_adopted").is_null() & pl.col("code").is_not_null()
    carried = _of_other_table(terms, blank).with_columns(
        pl.coalesce("factor_adopted", pl.when(blank).then((pl.col(end) * pl.col("scale")).cast(NUMBER))).alias(end)
        for end in ("adopted_low", "adopted_high")
    )
    filed = pl.col("factor_adopted").is_not_null()
    default = pl.col("reference_default").is_not_null()
    ranged = pl.col("reference_low").is_not_null()
    # what the tables hold unverified is asked for, never filled in
    sound = (pl.col("reference_confidence") != "low").fill_null(value=False)
    said_reference = (pl.col("factor_source") == "参考").fill_null(value=False)
    unread = (
        pl.col("factor_unread") & ~said_reference & ~pl.col("code").is_in([ELECTRICITY, HEAT]).fill_null(value=False)
    )
    origin = (
        pl.when(filed)
        .then(pl.lit("filed"))
        .when(pl.col("adopted_low").is_not_null())
        .then(pl.lit("carried"))
        .when(unread)
        .then(pl.lit("unread"))
        .when(default & sound)
        .then(pl.lit("reference"))
        .when(ranged & sound)
        .then(pl.lit("range"))
        .otherwise(pl.lit("none"))
    )
    low, high = pl.col("reference_low"), pl.col("reference_high")
    # several factors in the other table leave open which of them holds here, so their ends are kept
    above, below = pl.col("adopted_high"), pl.col("adopted_low")
    deviation = (
        pl.when(above > high)
        .then((above - high) / pl.max_horizontal(high, NEGLIGIBLE_FACTOR))
        .when(below < low)
        .then((below - low) / pl.max_horizontal(low, NEGLIGIBLE_FACTOR))
        .when(above.is_not_null() & low.is_not_null())
        .then(pl.lit(0).cast(NUMBER))
    )
    margin = pl.when(said_reference).then(REFERENCE_ROUNDING).otherwise(FACTOR_MARGIN)
    own = pl.col("factor_origin").is_in(["filed", "carried"])
    chosen = (
        carried.with_columns(factor_origin=origin, factor_deviation=deviation)
        .with_columns(
            factor_low=pl.coalesce(
                "adopted_low", *(pl.when(sound & ~unread).then(each) for each in ("reference_default", "reference_low"))
            ),
            factor_high=pl.coalesce(
                "adopted_high",
                *(pl.when(sound & ~unread).then(each) for each in ("reference_default", "reference_high")),
            ),
            factor_off=pl.when(pl.col("factor_deviation").is_null())
            .then(pl.lit(value=False))
            .when(default)
            .then(pl.col("factor_deviation").abs() > margin)
            .otherwise(pl.col("factor_deviation") != 0),
        )
        .pipe(keep_within_range)
    )
    return chosen.with_columns(
        factor_citation=pl.when(own | unread).then(pl.lit("")).otherwise(pl.col("reference_citation")),
        factor_confidence=pl.when(own | unread).then(pl.lit("")).otherwise(pl.col("reference_confidence")),
    )


def _of_other_table(terms: pl.DataFrame, blank: pl.Expr) -> pl.DataFrame:
    """Join the least and greatest factor, per standard unit, that the other table of the same books files for the energy."""
    other = (
        pl.when(pl.col("table") == "energy_consumption")
        .then(pl.lit("energy_conversion"))
        .otherwise(pl.lit("energy_consumption"))
    )
    asking = terms.filter(blank)["table"].unique()
    filed = pl.col("factor_adopted").is_not_null() & other.is_in(asking.implode())
    standard = pl.col("factor_adopted") / pl.col("scale")
    return _carried(
        terms,
        blank,
        terms.lazy().filter(filed).with_columns(table=other),
        [*TERM_KEY, "code", "table"],
        adopted_low=standard.min(),
        adopted_high=standard.max(),
    )


def _carried(terms: pl.DataFrame, blank: pl.Expr, filed: pl.LazyFrame, key: list[str], **said: pl.Expr) -> pl.DataFrame:
    """Join to the terms what those ``filed`` say of the same ``key``; only what a blank term asks for is looked up."""
    asked = terms.lazy().filter(blank).select(key).unique()
    found = (
        filed.join(asked, on=key, how="semi", nulls_equal=True, maintain_order="left")
        .group_by(key, maintain_order=True)
        .agg(**said)
        .collect()
    )
    return join_found(terms, found, key, nulls_equal=True)


def choose_equal_factors(terms: pl.DataFrame, known: pl.DataFrame, *, given: Decimal | None) -> pl.DataFrame:
    """Choose the equal-value factor: it differs from the calorific one for electricity and heat only.

    Electricity: filed, else given for the batch, else loaded for year and region, else the range seen in published
    filings. Heat: filed, else open above the calorific factor, because making heat never takes less than its heat value.
    One that no plant can have is as good as not filed.

    Args:
        terms: after ``choose_factors``.
        known: ``equal_factors_of`` the same enterprise-years.
        given: tce per 10^4 kWh for the whole batch.

    Returns:
        ``terms`` with ``equal_factor_low``, ``equal_factor_high`` (null high = open), ``equal_origin``
        (same | filed | given | loaded | range | none), ``equal_citation``, ``equal_range_low``,
        ``equal_range_high``, ``equal_off`` (filed, but outside that range) and ``equal_impossible`` (filed, but not used).
    """
    own = pl.col("code").is_in([ELECTRICITY, HEAT]).fill_null(value=False)
    needed = (*TERM_KEY, "code", "scale", "factor_equal", "factor_low", "reference_low")
    numbered = terms.with_row_index("_term")
    chosen = _equal_factors(numbered.lazy().filter(own).select("_term", *needed).collect(), known, given)
    return (
        numbered.join(chosen, on="_term", how="left", maintain_order="left")
        .with_columns(
            pl.col("equal_origin").fill_null("same"),
            pl.col("equal_off", "equal_impossible").fill_null(value=False),
            *(
                pl.when(own).then(f"equal_factor_{end}").otherwise(f"factor_{end}").alias(f"equal_factor_{end}")
                for end in ("low", "high")
            ),
        )
        .drop("_term")
    )


def _equal_factors(terms: pl.DataFrame, known: pl.DataFrame, given: Decimal | None) -> pl.DataFrame:
    """Choose for electricity and heat: ``_term`` and what ``choose_equal_factors`` adds."""
    electricity, heat = pl.col("code") == ELECTRICITY, pl.col("code") == HEAT
    scale = pl.col("scale")
    # the consumption table's factor serves the same energy in the conversion table, where that one is blank
    # (factors are per filed unit, so they are carried per standard unit)
    # and one that cannot be serves nowhere
    possible = pl.col("factor_equal").is_between(
        pl.col("reference_low") * LEAST_OF_HEAT_VALUE, pl.col("reference_low") * MOST_OF_HEAT_VALUE
    )
    terms = terms.with_columns(
        equal_impossible=~possible, factor_equal=pl.when(possible.fill_null(value=True)).then("factor_equal")
    )
    blank, per_standard = pl.col("factor_equal").is_null(), pl.col("factor_equal") / scale
    carried = _carried(
        terms,
        blank,
        terms.lazy().filter(~blank),
        [*TERM_KEY, "code"],
        carried_equal=per_standard.drop_nulls().first(),
    )
    filed = pl.coalesce("factor_equal", pl.col("carried_equal") * scale)
    joined = carried.join(known, on=["uscc", "report_year"], how="left", maintain_order="left")
    named = joined.with_columns(
        filed_equal=filed,
        given_equal=pl.lit(given).cast(NUMBER) * scale,
        of_list=pl.col("loaded_equal") * scale,
        range_low=pl.col("seen_low") * scale,
        range_high=pl.col("seen_high") * scale,
    ).with_columns(
        equal_origin=pl.when(pl.col("filed_equal").is_not_null())
        .then(pl.lit("filed"))
        .when(heat)
        .then(pl.lit("none"))
        .when(pl.lit(value=given is not None))
        .then(pl.lit("given"))
        .when(pl.col("loaded_equal").is_not_null())
        .then(pl.lit("loaded"))
        .when(pl.col("seen_low").is_not_null())
        .then(pl.lit("range"))
        .otherwise(pl.lit("none"))
    )
    low: pl.Expr = pl.col("factor_low")
    high: pl.Expr = pl.lit(None, NUMBER)
    for origin, least, most in (
        ("range", "range_low", "range_high"),
        ("filed", "filed_equal", "filed_equal"),
        ("given", "given_equal", "given_equal"),
        ("loaded", "of_list", "of_list"),
    ):
        low = pl.when(pl.col("equal_origin") == origin).then(least).otherwise(low)
        high = pl.when(pl.col("equal_origin") == origin).then(most).otherwise(high)
    return named.select(
        "_term",
        "equal_impossible",
        equal_citation=pl.when(pl.col("equal_origin").is_in(["loaded", "range"])).then("equal_citation"),
        equal_origin="equal_origin",
        equal_factor_low=low,
        equal_factor_high=high,
        equal_range_low=pl.when(electricity).then("range_low").when(heat).then("reference_low"),
        equal_range_high=pl.when(electricity).then("range_high"),
    ).with_columns(equal_off=_outside_range())


def _outside_range() -> pl.Expr:
    """Whether a filed equal-value factor lies outside its range; making heat or power takes at least its heat value."""
    factor, filed = pl.col("equal_factor_low"), pl.col("equal_origin") == "filed"
    outside = (factor < pl.col("equal_range_low")) | (factor > pl.col("equal_range_high")).fill_null(value=False)
    return (filed & outside).fill_null(value=False)
