"""Rows of the energy tables that perhaps do not count, so that the total has two ends: those that say the same twice, perhaps
one row typed twice, those named as a part of another (其中：自产), or as last year's or planned, beside it, and the sum of the
sites beside the sites.

The filing is asked about them (``relations.identical``); until it answers, nobody is a key energy user by a row typed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import BOOKS_NO, GRAND_TOTAL, is_among, repeated
from energy_audit.energy.whole_of_sites import wholes_of_sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.intake import Intake

SAID = {
    "energy_consumption": [
        "opening_stock",
        "purchase_qty",
        "consumption_total",
        "consumption_industrial",
        "consumption_nonindustrial",
        "closing_stock",
    ],
    "energy_conversion": ["consumption_industrial", "conversion_input", "conversion_output", "recovered"],
}
"""The figures of a row."""

WEIGHED_BY = "factor_adopted"
"""Two batches of one energy with factors of their own are two, whatever their amounts."""

_A_PART = r"^[\s(（\[【]*(?:其中|[#＃])"
_ANOTHER_YEAR = r"^[\s(（\[【]*(?:上年|去年|上一年|同期|计划|预算)[^煤焦油气汽电热]*$"
"""Names of rows of no energy's own."""


def same_again(rows: pl.DataFrame, named: Sequence[str], figures: Sequence[str]) -> pl.DataFrame:
    """Keep the rows that say the same as an earlier one, with a figure that is not zero.

    Args:
        rows: of a table, with these columns, ``source`` and ``row``.
        named: what names the thing of which a row speaks.
        figures: what it says of it.

    Returns:
        These rows with ``source_first``, ``row_first``: where the first that says so stands.
    """
    key = [*named, *figures]
    filed = rows.filter(pl.any_horizontal((pl.col(name) != 0).fill_null(value=False) for name in figures))
    again = filed.filter(repeated(filed, key))
    if again.is_empty():
        return again.with_columns(source_first="source", row_first="row")
    again = again.filter(pl.len().over(key) > 1)
    return again.with_columns(
        source_first=pl.col("source").first().over(key), row_first=pl.col("row").first().over(key)
    ).filter((pl.col("source") != pl.col("source_first")) | (pl.col("row") != pl.col("row_first")))


def of_another(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Keep the rows that by their name are a part of another, or of another year, beside a row of the same ``key`` that is not.

    Args:
        rows: of an energy table, with ``energy_name``.
        key: what tells its books and energies apart.
    """
    name = pl.col("energy_name")
    named = (name.str.contains(_A_PART) | name.str.contains(_ANOTHER_YEAR)).fill_null(value=False)
    if not rows.select(named.any()).item():
        return rows.clear()
    return rows.filter(named & (~named).any().over(key))


def mark_repeated(terms: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Mark the terms of rows that say the same as an earlier row of the same set of books, or are perhaps a part of one, or the
    whole of the sites.

    Args:
        terms: with ``code``, ``scale`` and ``books_no``.
        intake: the typed tables.

    Returns:
        ``terms`` with ``perhaps_repeated``: Boolean, never null.
    """
    energy = pl.col("code").is_not_null() & (pl.col("code") != GRAND_TOTAL)
    near = terms.filter(repeated(terms, [BOOKS_NO, "code"])).filter(energy)
    wholes = wholes_of_sites(terms)
    marks = []
    for table, figures in SAID.items():
        named = near.filter(pl.col("table") == table).select("source", "row", BOOKS_NO, "code", "scale")
        filed = intake.tables[table].join(named.unique(["source", "row"]), on=["source", "row"], maintain_order="left")
        later = same_again(filed, [BOOKS_NO, "code", "scale", WEIGHED_BY], figures)
        parts = of_another(filed, [BOOKS_NO, "code"])
        whole = wholes.filter(pl.col("table") == table)
        either = pl.concat(frame.select("source", "row") for frame in (later, parts, whole)).unique()
        marks.append((pl.col("table") == table) & is_among(either))
    return terms.with_columns(perhaps_repeated=pl.any_horizontal(marks))
