"""What a total would be otherwise: by the other consumption column, or by other factors than those that served."""

from __future__ import annotations

import polars as pl

from energy_audit.energy.consumption import BASES
from energy_audit.energy.terms import BOOKS_NO, TERM_KEY, YEAR_KEY, YEAR_NO, is_among
from energy_audit.energy.totals import ENDS, per_year, span
from energy_audit.exact import NUMBER, round_half_up

_REWEIGHED = [
    *(YEAR_NO, BOOKS_NO, *TERM_KEY),
    *("code", "scale", "sign", "quantity", "other_quantity", "counted", "in_dispute", "at_least"),
    *("perhaps_renewable", "perhaps_repeated", "recovered_unused", "output_unplaced"),
    *("factor_low", "factor_high", "factor_origin", "factor_off", "factor_outside", "adopted_low", "adopted_high"),
    *("reference_low", "reference_high", "equal_factor_low", "equal_factor_high", "equal_origin", "equal_off"),
    *("equal_range_low", "equal_range_high"),
]
"""What a total by other factors rests on: of a large batch nothing else is copied for it."""


def alternatives_of(
    rows: pl.DataFrame, enterprises: pl.DataFrame, flags: pl.DataFrame, totals_unread: pl.DataFrame
) -> pl.DataFrame:
    """What the total would be otherwise, for the years where it may differ.

    ``other``: by total consumption; ``filed``: with the factors as filed where a range stands in their place;
    ``reference``: with reference factors in place of doubtful ones; ``default``: in place of all filed ones.

    ``totals_unread``: rows of table 2 whose total consumption cannot be read, so that it may be any.
    """
    differs = pl.col("quantity") != pl.col("other_quantity")
    if totals_unread.height:
        differs |= (pl.col("table") == "energy_consumption") & is_among(totals_unread)
    differing = rows.lazy().filter(differs).select(YEAR_NO, *YEAR_KEY).unique(YEAR_NO).collect()
    rows = rows.select(_REWEIGHED)
    gross_only = flags.filter(pl.col("conversion_table_likely_missing") | pl.col("conversion_unclear")).select(YEAR_KEY)
    industrial = enterprises.filter(pl.col("is_industrial").fill_null(value=False)).select(YEAR_KEY)
    other = _of_years(rows, differing.join(industrial, on=YEAR_KEY, how="semi")[YEAR_NO])
    # a factor that is the reference's one value changes nothing
    same = (
        (pl.col("factor_low") == pl.col("reference_low"))
        & (pl.col("factor_high") == pl.col("reference_high"))
        & (pl.col("reference_low") == pl.col("reference_high"))
    )
    outside, off = pl.col("factor_outside"), pl.col("factor_off")
    filed = pl.col("factor_origin").is_in(["filed", "carried", "outside"]) & pl.col("reference_low").is_not_null()
    in_doubt = pl.col("counted") & (off | pl.col("equal_off"))
    several = pl.col("code").filter(in_doubt).n_unique().over(YEAR_NO) > 1
    variants = {
        "filed": (outside, pl.lit(value=False), "adopted", several),
        "reference": (off & ~outside, pl.col("equal_off"), "reference", several),
        "default": (filed & ~same.fill_null(value=False), pl.col("equal_off"), "reference", pl.lit(value=False)),
    }
    alternatives = [_interval(other, gross_only, "other", quantity="other_quantity")]
    for prefix, (calorific, equal, by, spanned) in variants.items():
        concerned = _of_years_with(rows, (calorific | equal) & pl.col("counted"))
        alternatives.append(_interval(_put_in(concerned, calorific, equal, by, spanned), gross_only, prefix))
    joined = alternatives[0]
    for each in alternatives[1:]:
        joined = joined.join(each, on=YEAR_KEY, how="full", coalesce=True)
    return joined


def _of_years_with(rows: pl.DataFrame, concerned: pl.Expr) -> pl.DataFrame:
    """Keep the rows of the enterprise-years of which any row is concerned."""
    return _of_years(rows, rows.lazy().filter(concerned).select(pl.col(YEAR_NO).unique()).collect().to_series())


def _of_years(rows: pl.DataFrame, years: pl.Series) -> pl.DataFrame:
    return (
        rows
        if len(years) == rows.select(pl.col(YEAR_NO).max() + 1).item()
        else rows.filter(pl.col(YEAR_NO).is_in(years.implode()))
    )


def _put_in(rows: pl.DataFrame, calorific: pl.Expr, equal: pl.Expr, by: str, spanned: pl.Expr) -> pl.DataFrame:
    """Put other factors in the place of those that served; where the equal-value factor is the calorific one, it follows.

    Args:
        rows: the account's rows of whole years.
        calorific: where the calorific factor is replaced.
        equal: where the equal-value factor is replaced, by its range.
        by: ``adopted`` or ``reference``: whose ends come in.
        spanned: where several factors are in doubt any of them may be right, so that each spans from adopted to reference.
    """
    if rows.is_empty():
        return rows
    rows = rows.with_columns(_spanned=spanned)
    wide, wide_equal = pl.col("_spanned") & pl.col("factor_off"), pl.col("_spanned") & pl.col("equal_off")
    spans = {
        "low": pl.min_horizontal("adopted_low", "reference_low"),
        "high": pl.max_horizontal("adopted_high", "reference_high"),
    }
    equal_spans = {
        "low": pl.min_horizontal("equal_factor_low", "equal_range_low"),
        # a range without an upper end stays so
        "high": pl.when(pl.col("equal_range_high").is_not_null()).then(
            pl.max_horizontal("equal_factor_high", "equal_range_high")
        ),
    }
    replaced = rows.with_columns(
        pl.when(wide)
        .then(span)
        .when(calorific)
        .then(pl.col(f"{by}_{end}"))
        .otherwise(pl.col(f"factor_{end}"))
        .alias(f"factor_{end}")
        for end, span in spans.items()
    )
    return replaced.with_columns(
        pl.when(pl.col("equal_origin") == "same")
        .then(pl.col(f"factor_{end}"))
        .when(wide_equal)
        .then(span)
        .when(equal)
        .then(pl.col(f"equal_range_{end}"))
        .otherwise(pl.col(f"equal_factor_{end}"))
        .alias(f"equal_factor_{end}")
        for end, span in equal_spans.items()
    )


def _interval(rows: pl.DataFrame, gross_only: pl.DataFrame, prefix: str, *, quantity: str = "quantity") -> pl.DataFrame:
    if rows.is_empty():  # the usual case costs nothing
        ends = {f"{prefix}_{end}": NUMBER for end in ENDS}
        return pl.DataFrame(schema={**rows.select(YEAR_KEY).schema, **ends, f"has_{prefix}": pl.Boolean})
    yearly = per_year(span(rows, quantity=quantity), ENDS)
    opened = yearly.join(gross_only.with_columns(gross=pl.lit(value=True)), on=YEAR_KEY, how="left")
    each = [
        pl.when(pl.col("gross").is_null() | pl.lit(value=end == "high"))
        .then(round_half_up(pl.col(f"{basis}_{end}"), 2))
        .alias(f"{prefix}_{basis}_{end}")
        for basis in BASES
        for end in ("low", "high")
    ]
    return opened.select(*YEAR_KEY, *each, pl.lit(value=True).alias(f"has_{prefix}"))
