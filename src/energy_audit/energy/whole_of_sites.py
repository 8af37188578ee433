"""The sum of a unit's sites beside the sites themselves: an energy filed for each works and once more for the whole unit.

Counted as another site it would double the total, so that it has two ends until the unit says what the row is.
"""

from __future__ import annotations

import polars as pl

from energy_audit.energy.arithmetic import exact
from energy_audit.energy.terms import GRAND_TOTAL, YEAR_NO

OF_A_SUM = "0.001"
"""How far the sum of the sites may lie off the figure of the whole: 0.1 %, as between tables."""

THE_WHOLE = r"^(?:全厂|全公司|全集团|公司|集团|总厂|合计|总计|全部|汇总)$"
"""What stands for a site and is none."""


def wholes_of_sites(terms: pl.DataFrame) -> pl.DataFrame:
    """Find the rows of a site whose energy is the sum of what all other sites of the unit used, or made, of it.

    Of two sites with the same figure both may be right, unless one is named as the whole.

    Args:
        terms: of the account: ``year_no``, ``filing``, ``site``, ``code``, ``flow``, ``other_quantity``, ``scale``.

    Returns:
        source, row, table of these rows, and ``of_the_others``: what the other sites have together, in the row's unit.
    """
    several = terms.lazy().select(YEAR_NO, "site", "filing").unique().group_by(YEAR_NO)
    years = several.agg(sites=pl.col("site").n_unique(), filings=pl.col("filing").n_unique()).filter(
        (pl.col("sites") > 1) & (pl.col("filings") == 1)
    )
    of_several = years.select(YEAR_NO).collect()
    kept = ["source", "row", "table", YEAR_NO, "site", "code", "flow", "scale"]
    if of_several.is_empty():  # the usual case costs nothing
        return terms.select(kept[:3]).clear().with_columns(of_the_others=exact(0))
    energies = terms.filter(
        pl.col(YEAR_NO).is_in(of_several[YEAR_NO].implode()),
        pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL),
    ).with_columns(amount=pl.col("other_quantity") * pl.col("scale"))
    energy = [YEAR_NO, "code", "flow"]
    by_site = (
        energies.group_by(YEAR_NO, "code", "flow", "site", maintain_order=True)
        .agg(pl.col("amount").sum(), known=pl.col("amount").is_not_null().all())
        .filter(pl.col("known").all().over(energy), pl.col("amount") > 0)
    )
    others = pl.col("amount").sum().over(energy) - pl.col("amount")
    by_name = pl.col("site").str.strip_chars().str.contains(THE_WHOLE)
    wholes = by_site.with_columns(others=others, sites=pl.len().over(energy)).filter(
        (pl.col("others") - pl.col("amount")).abs() <= pl.col("amount") * exact(OF_A_SUM),
        (pl.col("sites") > 2) | ((pl.col("sites") == 2) & by_name),
    )
    # of two that are both named as the whole, neither is that of the other
    alone = wholes.filter(pl.len().over(energy) == 1)
    return energies.join(alone.select(*energy, "site", "others"), on=[*energy, "site"]).select(
        *kept[:3], of_the_others=pl.col("others") / pl.col("scale")
    )
