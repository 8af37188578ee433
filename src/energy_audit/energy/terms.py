"""The terms of the sum: every filed quantity that may enter comprehensive energy consumption.

``tce = Σ consumption×factor − Σ conversion output×factor − Σ recovered×factor``
(GB/T 2589-2020 clause 8; statistical form 205-1/205-2). This module lays the terms
out, one a row, with their energy, their unit and whether they count; it multiplies
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.numbers import looked_up, numbered
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.intake import Intake

YEAR_KEY = ["uscc", "report_year"]
"""One enterprise-year."""
TERM_KEY = [*YEAR_KEY, "site", "filing"]
"""One set of books: a site of an enterprise-year, as one filing states it."""
YEAR_NO, BOOKS_NO = "year_no", "books_no"
"""The numbers of these keys among the terms (``numbered``)."""

COAL_TOTAL = "01"
COAL_PARTS = ["02", "03", "04", "05"]
COAL_CODES = [COAL_TOTAL, *COAL_PARTS, "06", "07", "08"]
GRAND_TOTAL = "40"

PROCESSES = [
    "conversion_power",
    "conversion_heat",
    "conversion_coal_wash",
    "conversion_coking",
    "conversion_refining",
    "conversion_gas",
    "conversion_lng",
    "conversion_coal_product",
]
"""Columns of form 205-2: what went into each conversion process."""
FACTOR_TABLES = ["energy_consumption", "energy_conversion"]
COAL_TOLERANCE = pl.lit("0.0001").cast(NUMBER)
"""Raw coal and the sum of its parts may differ by 0.01 % (relation E-08 of form 205-1)."""

_SHARED = ["uscc", "report_year", "site", "source", "row", "energy_code", "energy_name", "unit"]


def lay_out_terms(intake: Intake, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Lay out consumption, conversion output and recovery as one long frame in filing order.

    Args:
        intake: the typed tables.
        enterprises: uscc, report_year, is_industrial (null = unknown).

    Returns:
        One row a term: the shared columns, ``filing``, ``table``, ``flow``, ``column``, ``sign``,
        ``quantity`` (null = unreadable), ``other_quantity`` (consumption by the column that does not
        decide), ``factor_adopted``, ``factor_source``, ``factor_equal``, ``factor_equal_source``, ``density``,
        ``ncv_adopted``, ``blank``, ``factor_unread`` (Boolean, never null: the factor's cell holds something nobody can read),
        ``year_no`` and ``books_no``: UInt32, the same for all terms of an enterprise-year, of a set of books.
    """
    consumption = _consumption_terms(intake.tables["energy_consumption"], enterprises)
    conversion = intake.tables["energy_conversion"].with_columns(
        factor_source=pl.lit(None, pl.String),
        factor_equal_source=pl.lit(None, pl.String),
        density=pl.lit(None, NUMBER),
        ncv_adopted=pl.lit(None, NUMBER),
    )
    consumption = consumption.with_columns(
        blank=pl.col("blank") & ~is_among(unread_rows(intake.problems, ["consumption_industrial", "consumption_total"]))
    )
    flows = [
        consumption,
        _conversion_terms(conversion, "output", "conversion_output"),
        _conversion_terms(conversion, "recovered", "recovered"),
    ]
    unread = pl.concat(unread_rows(intake.problems, ["factor_adopted"], table) for table in FACTOR_TABLES)
    laid_out = with_filing(pl.concat(flows), intake).with_columns(
        pl.col("site").fill_null(""), factor_unread=is_among(unread) if unread.height else pl.lit(value=False)
    )
    books, keys = numbered(laid_out, TERM_KEY)
    years, _ = numbered(keys, YEAR_KEY)
    return laid_out.with_columns(years[books].alias(YEAR_NO), books.alias(BOOKS_NO))


def beside(table: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Set beside the rows of a table what was found of them, by ``source`` and ``row``; rows without any are left out."""
    key = ["source", "row"]
    if table.height == found.height and all((table[name] == found[name]).all() for name in key):
        return table.hstack(found.drop(key))  # in step: nothing needs to be looked up
    return table.join(found, on=key, how="inner", maintain_order="left")


def join_found(rows: pl.DataFrame, found: pl.DataFrame, key: list[str], *, nulls_equal: bool = False) -> pl.DataFrame:
    """Left join of what may well be nothing at all: then no row is looked up for it."""
    if found.is_empty():
        return rows.with_columns(
            pl.lit(None, found.schema[name]).alias(name) for name in found.columns if name not in key
        )
    return rows.join(found, on=key, how="left", nulls_equal=nulls_equal, maintain_order="left")


def is_among(found: pl.DataFrame) -> pl.Expr:
    """Whether a row of a table is one of those found, by ``source`` and ``row``; for few found among many, never null."""
    place = pl.col("source").cast(pl.UInt64) * 2**32 + pl.col("row")
    places = found["source"].cast(pl.UInt64) * 2**32 + found["row"]
    return place.is_in(places.implode()).fill_null(value=False)


def repeated(frame: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """Whether another row may have the same key: true for all that have, and by chance for next to none.

    Equal keys have equal hashes, and these are sorted at a tenth of the cost of a group for nearly every row.
    """
    hashes = frame.select(pl.sum_horizontal(pl.col(name).hash(seed) for seed, name in enumerate(key))).to_series()
    ordered = hashes.sort()
    again = ordered.filter(ordered == ordered.shift(1))
    return hashes.is_in(again.unique().implode()) if len(again) else pl.repeat(False, len(hashes), eager=True)


def doubled_years(intake: Intake) -> pl.DataFrame:
    """Enterprise-years that were filed twice with different content: uscc, report_year."""
    return intake.problems.filter(pl.col("code") == "double-filing").select("uscc", "report_year").unique().drop_nulls()


def with_filing(rows: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Add ``filing``: which of the contradicting filings of its enterprise-year a row belongs to; else empty.

    A filing is a workbook, or the folder of a set of table files, since tables of one filing may come in several
    files. Where one of these holds a table twice with different content, each of the two is a filing.
    """
    doubled = doubled_years(intake)
    if doubled.is_empty():
        return rows.with_columns(filing=pl.lit(""))
    folder = pl.col("file").str.replace(r"[^/]*$", "")
    filings = intake.sources.select(
        "source", filing=pl.when(pl.col("form") == "cell").then(pl.col("file")).otherwise(folder)
    )
    owner = ["uscc", "report_year"]
    apart = (
        intake.problems.filter(pl.col("code") == "double-filing")
        .select("source", "table", *owner)
        .drop_nulls()
        .unique()
        .join(filings, on="source")
        .filter(pl.len().over("filing", "table", *owner) > 1)
        .select(
            "source", *owner, _part=pl.format("#{}", pl.col("source").rank("dense").over("filing", "table", *owner))
        )
    )
    return (
        rows.join(filings, on="source", how="left", maintain_order="left")
        .join(doubled.with_columns(_doubled=pl.lit(value=True)), on=owner, how="left", maintain_order="left")
        .join(apart, on=["source", *owner], how="left", maintain_order="left")
        .with_columns(
            filing=pl.when("_doubled")
            .then(pl.concat_str("filing", pl.col("_part").fill_null("")))
            .otherwise(pl.lit(""))
        )
        .drop("_doubled", "_part")
    )


def _consumption_terms(table: pl.DataFrame, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Choose the consumption column that counts: industrial in sections B-D, total elsewhere."""
    industrial, total = pl.col("consumption_industrial"), pl.col("consumption_total")
    joined = table.hstack(looked_up(*numbered(table, YEAR_KEY), enterprises.select(*YEAR_KEY, "is_industrial")))
    return joined.select(
        *_SHARED,
        pl.lit("energy_consumption").alias("table"),
        pl.lit("consumption").alias("flow"),
        pl.when(pl.col("is_industrial"))
        .then(pl.lit("consumption_industrial"))
        .otherwise(pl.lit("consumption_total"))
        .alias("column"),
        pl.lit(1, pl.Int8).alias("sign"),
        # where the section is unknown, only a figure that is the same both ways may be used
        pl.when(pl.col("is_industrial").is_null())
        .then(pl.when(industrial == total).then(total))
        .when(pl.col("is_industrial"))
        .then(industrial)
        .otherwise(total)
        .alias("quantity"),
        total.alias("other_quantity"),
        "factor_adopted",
        "factor_source",
        "factor_equal",
        "factor_equal_source",
        "density",
        "ncv_adopted",
        (industrial.is_null() & total.is_null()).alias("blank"),
    )


def unread_rows(problems: pl.DataFrame, columns: Sequence[str], table: str = "energy_consumption") -> pl.DataFrame:
    """Rows of a table where one of these cells holds something nobody can read; a blank one holds nothing."""
    unread = problems.filter(
        (pl.col("table") == table)
        & pl.col("column").is_in(columns)
        & (pl.col("severity") == "error")
        & (pl.col("code") != "required-missing")
        & pl.col("source").is_not_null()
        & pl.col("row").is_not_null()
    )
    return unread[["source", "row"]]


def _conversion_terms(table: pl.DataFrame, flow: str, column: str) -> pl.DataFrame:
    """Take one column of the conversion table off the sum; a zero adds no term, a blank is unreadable."""
    return table.filter((pl.col(column) != 0).fill_null(value=True)).select(
        *_SHARED,
        pl.lit("energy_conversion").alias("table"),
        pl.lit(flow).alias("flow"),
        pl.lit(column).alias("column"),
        pl.lit(-1, pl.Int8).alias("sign"),
        pl.col(column).alias("quantity"),
        pl.col(column).alias("other_quantity"),
        "factor_adopted",
        "factor_source",
        "factor_equal",
        "factor_equal_source",
        "density",
        "ncv_adopted",
        pl.lit(value=False).alias("blank"),
    )


def decide_what_counts(terms: pl.DataFrame) -> pl.DataFrame:
    """Mark which terms count, so that raw coal and its parts, and the total row, are never counted twice.

    The parts 02-05 count when they add up to 01 or 01 is blank; 01 counts when only it is
    filed (parts that are all zero are the printed zeros of a form, not a filing); where they disagree or 01 cannot be
    read, the coal terms are in dispute and weigh as unreadable ones.

    Args:
        terms: with ``code`` (resolved, null = unknown) and ``scale`` (filed unit → standard unit).

    Returns:
        ``terms`` with ``counted``, ``not_counted_because`` ("" | "part-of-parent" | "parent-of-parts" |
        "total-row"), ``in_dispute`` and ``disagrees``: in dispute by amounts that can be read, where a
        dispute about amounts that cannot be read accuses nobody of a wrong sum.
    """
    standard = pl.col("quantity") * pl.col("scale")
    is_total, is_part = pl.col("code") == COAL_TOTAL, pl.col("code").is_in(COAL_PARTS)
    group = [BOOKS_NO, "flow"]
    # a row of nobody or of no year has no whole to be a part of
    owned = pl.all_horizontal(pl.col(YEAR_KEY).is_not_null())
    coal = terms.lazy().with_row_index("_term").filter((is_total | is_part) & owned).collect()
    filed_part = is_part & (pl.col("quantity").is_null() | (pl.col("quantity") != 0))
    judged = (
        coal.group_by(group)
        .agg(
            parts=filed_part.sum(),
            parts_readable=standard.filter(filed_part).is_not_null().all(),
            parts_sum=standard.filter(filed_part).sum(),
            totals_readable=standard.filter(is_total).is_not_null().any(),
            totals_unreadable=(is_total & standard.is_null() & ~pl.col("blank")).any(),
            total_sum=standard.filter(is_total).sum(),
        )
        .with_columns(
            agree=(pl.col("parts_sum") - pl.col("total_sum")).abs() <= pl.col("total_sum").abs() * COAL_TOLERANCE,
        )
        .with_columns(
            # what can be read of the parts is more than the whole, or all can be read and is not the whole
            disagree=pl.col("totals_readable")
            & ~pl.col("totals_unreadable")
            & ~pl.col("agree")
            & (pl.col("parts_readable") | (pl.col("parts_sum") > pl.col("total_sum"))),
            coal=pl.when(pl.col("parts") == 0)
            .then(pl.lit("total"))
            .when(pl.col("totals_unreadable"))
            .then(pl.lit("dispute"))
            .when(~pl.col("totals_readable"))
            .then(pl.lit("parts"))
            .when(pl.col("parts_readable") & pl.col("agree"))
            .then(pl.lit("parts"))
            .otherwise(pl.lit("dispute")),
        )
    )
    found = coal.select("_term", *group).join(judged.select(*group, "coal", "disagree"), on=group).drop(group)
    marked = terms.with_row_index("_term").join(found, on="_term", how="left", maintain_order="left")
    reason = (
        pl.when(pl.col("code") == GRAND_TOTAL)
        .then(pl.lit("total-row"))
        .when(is_total & (pl.col("coal") == "parts"))
        .then(pl.lit("parent-of-parts"))
        .when(is_part & (pl.col("coal") == "total"))
        .then(pl.lit("part-of-parent"))
        .otherwise(pl.lit(""))
    )
    in_dispute = ((is_total | is_part) & (pl.col("coal") == "dispute")).fill_null(value=False)
    return marked.with_columns(
        not_counted_because=reason,
        counted=reason == "",
        in_dispute=in_dispute,
        disagrees=in_dispute & pl.col("disagree").fill_null(value=False),
    ).drop("_term", "coal", "disagree")
