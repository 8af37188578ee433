"""Green certificates: the same certificate serves once, in one year, for one site of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY

if TYPE_CHECKING:
    from energy_audit.filing.shared import Shared

_BETWEEN = r"[、,;\s]+"
"""What people put between two numbers, after full-width signs have become plain ones."""


def reused_certificates(nonfossil: pl.DataFrame, shared: Shared | None = None) -> pl.DataFrame:
    """Say of each enterprise-year that lists certificates whether one of them is listed a second time in the batch.

    A second time is another unit, another year, or another site of the same unit; two filings of one site are one.

    Args:
        nonfossil: the supplementary table: uscc, report_year, site, gec_ids.
        shared: what units have in common, where the table is that of a part of the batch.

    Returns:
        uscc, report_year, certificate_used_elsewhere: Boolean.
    """
    used = pl.struct(*YEAR_KEY, "site").n_unique().over("id") > 1
    if shared is not None:
        used |= pl.col("id").is_in(shared.certificates["id"].implode())
    return (
        listed_numbers(nonfossil)
        .unique()
        .with_columns(used=used)
        .group_by(YEAR_KEY)
        .agg(certificate_used_elsewhere=pl.col("used").any())
    )


def listed_numbers(nonfossil: pl.DataFrame) -> pl.DataFrame:
    """Return the number of each certificate listed: uscc, report_year, site ("" where none is named), id.

    Args:
        nonfossil: as ``reused_certificates`` takes it.
    """
    plain = pl.col("gec_ids").str.normalize("NFKC").str.to_uppercase()
    return (
        nonfossil.select(
            *YEAR_KEY, pl.col("site").fill_null(""), id=plain.str.replace_all(_BETWEEN, ",").str.split(",")
        )
        .explode("id", empty_as_null=True, keep_nulls=True)
        .filter((pl.col("id") != "").fill_null(value=False))
    )
