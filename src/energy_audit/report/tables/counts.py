"""How many findings there are of each kind: of the units filed, and of rows that no table 1 names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.tables.data import COUNTS, KEY

if TYPE_CHECKING:
    import polars as pl


def counts_of_units(tally: pl.DataFrame, enterprises: pl.DataFrame) -> tuple[dict[str, int], int]:
    """Add up ``COUNTS`` of the enterprise-years, and count what was found of all others.

    Args:
        tally: of the judgement.
        enterprises: one row an enterprise-year.

    Returns:
        By name the sums of the units; how many verdicts of rows without an enterprise row are breached or cannot be told.
    """
    units = enterprises.select(KEY).unique()
    own, others = (tally.join(units, on=KEY, how=how, nulls_equal=True) for how in ("semi", "anti"))
    return own.select(COUNTS).sum().row(0, named=True), sum(others.select(COUNTS).sum().row(0))
