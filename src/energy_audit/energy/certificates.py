"""Green certificates: the same certificate serves once, in one year, for one site of one unit."""

from __future__ import annotations

import polars as pl

from energy_audit.energy.terms import YEAR_KEY

_BETWEEN = r"[、,;\s]+"
"""What people put between two numbers, after full-width signs have become plain ones."""


def reused_certificates(nonfossil: pl.DataFrame) -> pl.DataFrame:
    """Say of each enterprise-year that lists certificates whether one of them is listed a second time in the batch.

    A second time is another unit, another year, or another site of the same unit; two filings of one site are one.

    Args:
        nonfossil: the supplementary table: uscc, report_year, site, gec_ids.

    Returns:
        uscc, report_year, certificate_used_elsewhere: Boolean.
    """
    plain = pl.col("gec_ids").str.normalize("NFKC").str.to_uppercase()
    place = [*YEAR_KEY, "site"]
    numbers = (
        nonfossil.select(
            *YEAR_KEY, pl.col("site").fill_null(""), id=plain.str.replace_all(_BETWEEN, ",").str.split(",")
        )
        .explode("id", empty_as_null=True, keep_nulls=True)
        .filter((pl.col("id") != "").fill_null(value=False))
        .unique()
    )
    return (
        numbers.with_columns(used=pl.struct(place).n_unique().over("id"))
        .group_by(YEAR_KEY)
        .agg(certificate_used_elsewhere=(pl.col("used") > 1).any())
    )
