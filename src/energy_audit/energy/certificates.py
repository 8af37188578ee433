"""Green certificates: the same certificate serves once, in one year, for one site of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY

if TYPE_CHECKING:
    from energy_audit.filing.shared import Shared

_BETWEEN = r"[、,;\s]+"
"""What people put between two numbers, after full-width signs have become plain ones."""
_NO_NUMBER = "[~至到—―]|见|附[件表]|详|待|无|共|等|批"
"""What stands in the place of a number and names none: 见附件1, a stretch (GEC1至GEC9), a batch that several may hold."""
_SHORTEST = 4
"""A bare 1 counts the rows of a list, and names no certificate."""


def reused_certificates(nonfossil: pl.DataFrame, shared: Shared | None = None) -> pl.DataFrame:
    """Say of each enterprise-year that lists certificates whether one of them is listed a second time in the batch.

    A second time is another unit, another year, or another site of the same unit; two filings of one site are one.

    Args:
        nonfossil: the supplementary table: uscc, report_year, site, gec_ids.
        shared: what units have in common, where the table is that of a part of the batch.

    Returns:
        uscc, report_year, certificate_used_elsewhere: Boolean, null where something is listed that is no number and no
        number is known to be used twice.
    """
    used = pl.struct(*YEAR_KEY, "site").n_unique().over("id") > 1
    if shared is not None:
        used |= pl.col("id").is_in(shared.certificates["id"].implode())
    return (
        _listed(nonfossil)
        .unique()
        .with_columns(used=pl.when(_is_number()).then(used))
        .group_by(YEAR_KEY)
        .agg(certificate_used_elsewhere=pl.col("used").any(ignore_nulls=False))
    )


def listed_numbers(nonfossil: pl.DataFrame) -> pl.DataFrame:
    """Return the number of each certificate listed: uscc, report_year, site ("" where none is named), id.

    Args:
        nonfossil: as ``reused_certificates`` takes it.
    """
    return _listed(nonfossil).filter(_is_number())


def _is_number() -> pl.Expr:
    named = pl.col("id").str.contains("[0-9]") & (pl.col("id").str.len_chars() >= _SHORTEST)
    return named & ~pl.col("id").str.contains(_NO_NUMBER)


def _listed(nonfossil: pl.DataFrame) -> pl.DataFrame:
    """Everything that stands between two signs of a list, be it a number or not."""
    plain = pl.col("gec_ids").str.normalize("NFKC").str.to_uppercase()
    return (
        nonfossil.select(
            *YEAR_KEY, pl.col("site").fill_null(""), id=plain.str.replace_all(_BETWEEN, ",").str.split(",")
        )
        .explode("id", empty_as_null=True, keep_nulls=True)
        .filter((pl.col("id") != "").fill_null(value=False))
    )
