"""Rows of the energy tables that perhaps do not count, so that the total has two ends: those that say the same twice, perhaps
one row typed twice, parts of another beside it (其中：自产, 峰段, workshops that add up to it), those named as last year's or
planned, and the sum of the sites beside the sites.

The filing is asked about them (``relations.identical``); until it answers, nobody is a key energy user by a row typed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import exact
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
_TARIFF = r"^(?:电力?[(（]?)?(?:尖峰|高峰|低谷|深谷|尖|峰|平|谷)(?:段|时段|期|时)?(?:电量?|用电)?[)）]?$"
"""Electricity by the hour at which it was used: 峰段, 谷电, 电力（平）."""

AMOUNT = {"energy_consumption": "consumption_total", "energy_conversion": "conversion_output"}
"""The figure by which parts add up to their row."""
_OF_A_SUM = "0.001"


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


def of_another(rows: pl.DataFrame, key: Sequence[str], amount: str) -> pl.DataFrame:
    """Keep the rows that are a part of another row of the same ``key``, or of another year, beside one that is not.

    Their name says so, or they stand below such a name in one stretch with the row it is a part of, or under names of
    their own they add up to a third.

    Args:
        rows: of an energy table, in order, with ``energy_name``, ``scale``, ``source`` and ``row``.
        key: what tells its books and energies apart.
        amount: the figure that adds up.
    """
    rows = rows.filter(pl.len().over(key) > 1)
    if rows.is_empty():
        return rows
    name = pl.col("energy_name")
    listed = name.str.contains(_A_PART).fill_null(value=False)
    own_year = pl.any_horizontal(
        name.str.contains(_ANOTHER_YEAR), name.str.replace_all(r"\s", "").str.contains(_TARIFF)
    )
    step = (pl.col("row") != pl.col("row").shift() + 1) | pl.any_horizontal(
        pl.col(each).ne_missing(pl.col(each).shift()) for each in ("source", *key)
    )
    marked = rows.with_columns(_stretch=step.fill_null(value=True).cum_sum(), _listed=listed)
    head = name.first().over("_stretch")
    below = (
        pl.col("_listed").cum_max().over("_stretch")
        & ~pl.col("_listed").first().over("_stretch")
        & name.ne_missing(head)
    )
    named = pl.any_horizontal("_listed", own_year.fill_null(value=False), below, _summed(key, amount))
    marked = marked.with_columns(_named=named)
    return marked.filter(pl.col("_named") & (~pl.col("_named")).any().over(key)).select(rows.columns)


def _summed(key: Sequence[str], amount: str) -> pl.Expr:
    """Whether rows under other names add up to one row of their energy; batches with factors of their own do not."""
    size = pl.col(amount) * pl.col("scale")
    others = size.sum().over(key) - size
    whole = (size > 0) & ((others - size).abs() <= size * exact(_OF_A_SUM))
    alone = (whole.sum().over(key) == 1) & size.is_not_null().all().over(key) & ((size > 0).sum().over(key) > 2)
    names = pl.col("energy_name").ne_missing(pl.col("energy_name").filter(whole).first().over(key)) | whole
    one_factor = pl.col(WEIGHED_BY).drop_nulls().n_unique().over(key) <= 1
    return (alone & ~whole & names.all().over(key) & one_factor).fill_null(value=False)


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
        parts = of_another(filed, [BOOKS_NO, "code"], AMOUNT[table])
        whole = wholes.filter(pl.col("table") == table)
        either = pl.concat(frame.select("source", "row") for frame in (later, parts, whole)).unique()
        marks.append((pl.col("table") == table) & is_among(either))
    return terms.with_columns(perhaps_repeated=pl.any_horizontal(marks))
