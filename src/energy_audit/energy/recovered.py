"""Energy that a unit says it recovered, though nobody used it: taken off a total that never held it.

What is recovered and used stands in table 2 as consumption and in table 2-1 as recovered, and nets out; what is
recovered and sold stands in table 2 as supplied. Where it stands in neither, the consumption was left out or nothing is
to be taken off: the total is open between both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_NO, beside, is_among, unread_rows

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

WENT = ["consumption_total", "consumption_industrial", "external_supply", "transfer_out"]
"""Columns of table 2 that say where an energy went."""


def mark_unused_recovery(terms: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Mark recovered energies that no site of the enterprise-year used, supplied or moved out.

    Args:
        terms: with ``code``, ``flow``, ``quantity`` and ``year_no``.
        intake: the typed tables.

    Returns:
        ``terms`` with ``recovered_unused``: Boolean, never null; false where an amount of it cannot be read.
    """
    recovered = (pl.col("flow") == "recovered") & pl.col("code").is_not_null() & (pl.col("quantity") != 0)
    asked = terms.filter(recovered).select(YEAR_NO, "code").unique()
    if asked.is_empty():  # the usual case costs nothing
        return terms.with_columns(recovered_unused=pl.lit(value=False))
    own = terms.filter(pl.col("flow") == "consumption").select("source", "row", YEAR_NO, "code")
    # of an energy that is not known nobody can say that it is another
    unnamed = own.filter(pl.col("code").is_null())[YEAR_NO].unique()
    filed = beside(intake.tables["energy_consumption"], own.join(asked, on=[YEAR_NO, "code"], how="semi"))
    went = pl.any_horizontal((pl.col(name) != 0).fill_null(value=False) for name in WENT)
    used = filed.filter(went | is_among(unread_rows(intake.problems, WENT))).select(YEAR_NO, "code")
    unused = asked.filter(~pl.col(YEAR_NO).is_in(unnamed.implode())).join(used, on=[YEAR_NO, "code"], how="anti")
    marked = terms.join(
        unused.with_columns(_unused=pl.lit(value=True)), on=[YEAR_NO, "code"], how="left", maintain_order="left"
    )
    return marked.with_columns(
        recovered_unused=recovered.fill_null(value=False) & pl.col("_unused").is_not_null()
    ).drop("_unused")
