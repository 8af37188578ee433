"""What an adopted factor does to the total: against the standard's value or range, and against the filed heat value.

A factor is a number a reader cannot judge; the tonnes that hang on it are. GB/T 2589-2020 clause 8: measured or
supplier's values first, table values where there is none.
"""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER

REASONS = {"实测": "measured", "供方": "supplier", "参考": "as-table"}
"""What a filed factor is said to be, by the words of table 2; nothing said is ``unstated``."""


def judge_adopted(rows: pl.DataFrame) -> pl.DataFrame:
    """Add why each factor was used and what the adopted one changes.

    Args:
        rows: terms with factors chosen and weighed.

    Returns:
        ``rows`` with ``factor_reason`` (measured | supplier | as-table | unstated | carried | outside | outside-claimed |
        slip | unread | table | range | none); ``factor_effect``: NUMBER, tce by which the filed or carried factor moves the total from
        where the nearest reference value would put it (or would move it, where both ends of the range serve instead),
        signed, 0 inside a range, null without a filed factor or a reference; ``factor_effect_far``: the same against the
        other end of a range that the factor lies outside of, else null; ``heat_effect``: NUMBER, tce, the same against
        the factor by the filed heat value.
    """
    said = pl.col("factor_source").replace_strict(REASONS, default=None, return_dtype=pl.String)
    reason = (
        pl.when(pl.col("factor_origin") == "filed")
        .then(said.fill_null("unstated"))
        .when(pl.col("factor_origin") == "reference")
        .then(pl.lit("table"))
        .when((pl.col("factor_origin") == "outside") & (pl.col("reference_low") == pl.col("reference_high")))
        .then(pl.lit("slip"))
        .when((pl.col("factor_origin") == "outside") & pl.col("factor_claimed"))
        .then(pl.lit("outside-claimed"))
        .otherwise(pl.col("factor_origin"))
    )
    filed = pl.col("factor_adopted")
    adopted = pl.when(pl.col("adopted_low") == pl.col("adopted_high")).then("adopted_low")
    low, high = pl.col("reference_low"), pl.col("reference_high")
    nearest = pl.min_horizontal(pl.max_horizontal(adopted, low), high)
    farthest = pl.when(pl.col("factor_outside")).then(pl.when(adopted > high).then(low).otherwise(high))
    return rows.with_columns(
        factor_reason=reason,
        factor_effect=_effect(rows, pl.when(low.is_not_null()).then(adopted - nearest)),
        factor_effect_far=_effect(rows, adopted - farthest),
        heat_effect=_effect(rows, filed - pl.col("heat_factor")),
    )


def _effect(rows: pl.DataFrame, difference: pl.Expr) -> pl.Series:
    """Tce of a counted term by a difference of its factor; a term that cannot be weighed tells nothing."""
    weighable = (
        pl.col("counted") & ~pl.col("in_dispute") & pl.col("code").is_not_null() & pl.col("quantity").is_not_null()
    )
    differing = rows.lazy().select("quantity", "sign", by=pl.when(weighable).then(difference)).collect()
    # most factors are the reference's own, and exact products cost a lot
    other = differing.select((pl.col("by") != 0).fill_null(value=False)).to_series()
    tonnes = differing.filter(other).select((pl.col("quantity") * pl.col("by") * pl.col("sign")).cast(NUMBER))
    return differing["by"].scatter(other.arg_true(), tonnes.to_series()) if tonnes.height else differing["by"]
