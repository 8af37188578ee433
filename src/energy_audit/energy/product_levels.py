"""Every row of the limit or benchmark table that may bind a figure: by product, quantity, unit and part of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.energy.measure import measure_ratios
from energy_audit.energy.product_match import (
    basis_of,
    item_of,
    match_products,
    name_parts,
    named_item,
    names_of_one_process,
    product_index,
    quantity_of,
)
from energy_audit.reference.once import once

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

FIGURE = "figure"
"""The number of the row of the product table."""

GRADES = ("grade1", "grade2", "grade3")

RATIO = "1"
"""The unit, in the tables, of what has none: the power usage effectiveness of a data centre."""

_BINDING = ("in_force", "superseded")
_WORDING = ["product_name", "indicator_name", "product_unit"]


@once
def limit_rows(reference: Reference) -> pl.DataFrame:
    """Return the limits that are or were law, one row an edition.

    Returns:
        item, product_zh, limit_id, metric_zh, unit, basis (of electricity), standard: String; had_predecessor: Boolean, an
        earlier edition held before; grade1, grade2, grade3: NUMBER; correction_inputs: List(String);
        effective_from, effective_to: Date; confidence.
    """
    return reference.limits.filter(pl.col("legal_status").is_in(_BINDING)).select(
        item_of(pl.lit(""), pl.col("product_zh")),
        "product_zh",
        "limit_id",
        "metric_zh",
        "unit",
        pl.col("electricity_basis").alias("basis"),
        pl.concat_str("standard_no", pl.lit("-"), "edition").alias("standard"),
        pl.col("replaces").is_not_null().alias("had_predecessor"),
        *GRADES,
        "correction_inputs",
        "effective_from",
        "effective_to",
        "confidence",
    )


@once
def level_rows(reference: Reference) -> pl.DataFrame:
    """Return the benchmark and baseline levels, one row an edition.

    Levels in oil follow standards that differ in the electricity basis, so theirs is not known, and a figure of a stated one
    is not compared; the others count electricity as calorific. Before the catalogue of 2021 there was none.

    Returns:
        item, product_zh, metric_zh, unit, basis: String; had_predecessor: Boolean; benchmark, baseline: NUMBER;
        upgrade_deadline, effective_from, effective_to: Date; confidence.
    """
    in_oil = pl.col("unit").str.starts_with("kgoe")
    return reference.benchmarks.filter(pl.col("legal_status").is_in(_BINDING)).select(
        item_of(pl.col("field_zh"), pl.col("product_zh")),
        "product_zh",
        "metric_zh",
        "unit",
        pl.when(in_oil).then(pl.lit("not known")).otherwise(pl.lit("calorific")).alias("basis"),
        pl.lit(value=False).alias("had_predecessor"),
        "benchmark",
        "baseline",
        "upgrade_deadline",
        "effective_from",
        "effective_to",
        "confidence",
    )


def cases_of(
    figures: pl.DataFrame, rows: pl.DataFrame, table: Literal["limits", "benchmarks"], reference: Reference
) -> pl.DataFrame:
    """Return every row of a table that may bind a figure, for any part of its year.

    Args:
        figures: figure, product_name, indicator_name, product_unit, filed_basis: String; report_year: Int64;
            start, end: Date, the first and last day of the year.
        rows: ``limit_rows`` or ``level_rows``.
        table: whose names to look the products up under.
        reference: the tables.

    Returns:
        the columns of ``figures`` and ``rows`` without metric_zh; may_be_free: Boolean, a process that the table does
        not name may be meant, or nothing bound for part of the year; unknown_before: an edition that is not on file
        held for part of the year; at_last: the edition that held last in the year; part_of_year: no edition on
        file held all year; ratio_up, ratio_down: NUMBER, null where figure and row cannot be compared.
    """
    worded = _with_ratios(_candidates(figures, rows, table, reference), reference)
    years = figures.select("report_year", "start", "end").unique(maintain_order=True)
    starts = pl.col("effective_from").is_null() | (pl.col("effective_from") <= pl.col("end"))
    ends = pl.col("effective_to").is_null() | (pl.col("effective_to") >= pl.col("start"))
    in_year = _with_gaps(worded.join(years, how="cross").filter(starts & ends)).drop("start", "end")
    return figures.join(in_year, on=[*_WORDING, "report_year"], nulls_equal=True, maintain_order="left").with_columns(
        _on_same_basis()
    )


def _candidates(
    figures: pl.DataFrame, rows: pl.DataFrame, table: Literal["limits", "benchmarks"], reference: Reference
) -> pl.DataFrame:
    """The rows for each distinct wording of a figure: its product's, for its quantity."""
    words = figures.select(_WORDING).unique(maintain_order=True).drop_nulls(["product_name", "indicator_name"])
    matched = match_products(words["product_name"], product_index(reference, table)).filter(pl.col("fit") != "possible")
    if table == "benchmarks":
        unlevelled = _without_level(words["product_name"], reference)
        matched = matched.with_columns(pl.col("may_be_free") | pl.col("product_name").is_in(unlevelled.implode()))
    names = [pl.col("spelling"), pl.col("base"), pl.col("item_base")]
    # with a grade or a qualifier, too: 生铁L08 is 生铁
    whole = names_of_one_process(reference, table).implode()
    is_whole = pl.any_horizontal(named_item(pl.col(name), pl.col("item")).is_in(whole) for name in ("spelling", "base"))
    speaks_of_process = pl.col("indicator_name").str.contains("工序", literal=True)
    return (
        words.with_columns(name_parts(pl.col("product_name")))
        .join(matched, on="product_name", maintain_order="left")
        .filter(~is_whole | speaks_of_process)
        .join(rows, on="item", maintain_order="left")
        .filter(quantity_of(pl.col("indicator_name"), *names) == quantity_of(pl.col("metric_zh"), *names))
        .drop("spelling", "parts", "item_base", "fit", "metric_zh")
    )


def _without_level(names: pl.Series, reference: Reference) -> pl.Series:
    """The names that may also mean a limited product of a process that has no level: 合成氨 may be made of lignite."""
    meant = (
        match_products(names, product_index(reference, "limits"))
        .filter(pl.col("fit") != "possible")
        .join(limit_rows(reference).select("item", "product_zh").unique(), on="item")
    )
    levels = match_products(meant["product_zh"], product_index(reference, "benchmarks"))
    free = levels.filter(pl.col("may_be_free") & (pl.col("fit") != "possible"))["product_name"].unique()
    return meant.filter(pl.col("product_zh").is_in(free.implode()))["product_name"].unique()


def _with_ratios(candidates: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    # a ratio has no unit, and its cell is left blank or says so: nothing else can be meant
    none = (pl.col("unit") == RATIO) & pl.col("product_unit").fill_null("无").is_in(["无", "/", "-"])
    filed = candidates.with_columns(_unit=pl.when(none).then(pl.lit(RATIO)).otherwise("product_unit"))
    asked = ["_unit", "unit", "base"]
    ratios = measure_ratios(filed.select(asked).unique(maintain_order=True).iter_rows(), reference)
    return filed.join(
        ratios,
        left_on=asked,
        right_on=["filed_unit", "wanted_unit", "product"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).drop("base", "_unit")


def _with_gaps(cases: pl.DataFrame) -> pl.DataFrame:
    """Say what held in the part of the year that the editions on file leave open."""
    series = [*_WORDING, "item", "report_year"]
    since, until = pl.col("effective_from"), pl.col("effective_to")
    first, last = since.min().over(series), until.max().over(series)
    begins_late = (since.is_not_null().all().over(series) & (first > pl.col("start"))).fill_null(value=False)
    ends_early = (until.is_not_null().all().over(series) & (last < pl.col("end"))).fill_null(value=False)
    had = ((since == first) & pl.col("had_predecessor")).any().over(series)
    return cases.with_columns(
        at_last=(since == since.max().over(series)).fill_null(value=True),
        unknown_before=begins_late & had,
        may_be_free=pl.col("may_be_free") | (begins_late & ~had) | ends_early,
        part_of_year=begins_late | ends_early,
    )


def _on_same_basis() -> list[pl.Expr]:
    """Drop the ratio where electricity was converted on another basis than the table's; unstated, the table's holds."""
    return [pl.when(~other_basis()).then(ratio).alias(ratio) for ratio in ("ratio_up", "ratio_down")]


def other_basis() -> pl.Expr:
    """Whether a figure in coal or oil states, of electricity, another basis than the table's."""
    other = pl.any_horizontal(
        (stated != pl.col("basis")).fill_null(value=False)
        for stated in (pl.col("filed_basis"), basis_of(pl.col("indicator_name")))
    )
    return pl.col("by_coal_or_oil") & other
