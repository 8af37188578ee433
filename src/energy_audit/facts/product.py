"""Facts of each unit-product figure: the limit of the edition in force, the benchmark and the baseline.

Grade 3 binds existing plants, grade 2 new or rebuilt ones (Energy Conservation Law art. 16; the standards' own
clauses). What a figure may mean — several products, editions, plants — is judged case by case; a verdict stands
only where all cases agree. Limits and levels are stated in the unit of the figure where the two can be compared,
otherwise as the table has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.energy.correction import corrected_limits
from energy_audit.energy.intensity import agreed, by_plant, exceeds, in_filed_unit, shared
from energy_audit.energy.measure import measure_ratios
from energy_audit.energy.product_match import basis_of, item_of, match_products, name_parts, product_index, quantity_of
from energy_audit.reference.spelling import normalised
from energy_audit.reference.table_schema import CONFIDENCES

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

FIGURE = "figure"
"""The number of the row of the product table."""

GRADES = ("grade1", "grade2", "grade3")
_BINDING = ("in_force", "superseded")


def product_facts(intake: Intake, reference: Reference) -> pl.DataFrame:
    """One row a product figure; ``subject_key`` is ``product/indicator``, then ``/site`` where one is named."""
    figures = _figures(intake)
    limits = _cases(figures, _limit_rows(reference), "limits", reference)
    levels = _cases(figures, _level_rows(reference), "benchmarks", reference)
    frame = figures
    for each in (
        _limited(figures, reference),
        _judged_by_limit(limits, _conditions_of(figures, intake), reference),
        _judged_by_level(levels),
    ):
        frame = frame.join(each, on=FIGURE, how="left", maintain_order="left")
    return frame.drop(FIGURE, "site", "filed_basis", "start", "end")


def _figures(intake: Intake) -> pl.DataFrame:
    site = pl.col("site").fill_null("")
    return (
        intake.tables["product"]
        .with_row_index(FIGURE)
        .select(
            FIGURE,
            "uscc",
            "report_year",
            pl.concat_str(
                pl.col("product_name").fill_null(""),
                pl.lit("/"),
                pl.col("indicator_name").fill_null(""),
                pl.when(site != "").then(pl.lit("/") + site).otherwise(pl.lit("")),
            ).alias("subject_key"),
            "source",
            "row",
            site,
            "product_name",
            "indicator_name",
            pl.col("value").alias("product_value"),
            pl.col("value_prev").alias("product_value_prev"),
            pl.col("indicator_unit").alias("product_unit"),
            pl.col("numerator").alias("product_numerator"),
            pl.col("denominator").alias("product_denominator"),
            pl.col("change_pct").alias("product_change_pct"),
            pl.when(pl.col("plant_status") == "新建改扩建")
            .then(pl.lit(value=True))
            .when(pl.col("plant_status") == "既有")
            .then(pl.lit(value=False))
            .alias("product_is_new"),
            pl.col("basis").alias("filed_basis"),
            start=pl.date(pl.col("report_year"), 1, 1),
            end=pl.date(pl.col("report_year"), 12, 31),
        )
    )


def _limit_rows(reference: Reference) -> pl.DataFrame:
    return reference.limits.filter(pl.col("legal_status").is_in(_BINDING)).select(
        item_of(pl.lit(""), pl.col("product_zh")),
        "limit_id",
        "metric_zh",
        "unit",
        basis="electricity_basis",
        standard=pl.concat_str("standard_no", pl.lit("-"), "edition"),
        had_predecessor=pl.col("replaces").is_not_null(),
        **{grade: pl.col(grade) for grade in GRADES},
        correction_inputs="correction_inputs",
        effective_from="effective_from",
        effective_to="effective_to",
        confidence="confidence",
    )


def _level_rows(reference: Reference) -> pl.DataFrame:
    """Levels of oil products follow standards that differ in the basis; the others count electricity as calorific."""
    in_coal = ~pl.col("unit").str.starts_with("kgoe")
    return reference.benchmarks.filter(pl.col("legal_status").is_in(_BINDING)).select(
        item_of(pl.col("field_zh"), pl.col("product_zh")),
        "metric_zh",
        "unit",
        basis=pl.when(in_coal).then(pl.lit("calorific")),
        # The catalogue began in 2021: before that no level was missed.
        had_predecessor=pl.lit(value=False),
        benchmark="benchmark",
        baseline="baseline",
        upgrade_deadline="upgrade_deadline",
        effective_from="effective_from",
        effective_to="effective_to",
        confidence="confidence",
    )


def _cases(
    figures: pl.DataFrame, rows: pl.DataFrame, table: Literal["limits", "benchmarks"], reference: Reference
) -> pl.DataFrame:
    """Return every row of a table that may bind a figure, for any part of its year.

    Returns:
        the columns of ``rows`` with ``figure`` and the figure's own columns; may_be_free: a process that the table
        does not name may be meant, or nothing bound for part of the year; unknown_before: an edition that is not on
        file held for part of the year; ratio_up, ratio_down: NUMBER, null where the two cannot be compared;
        at_last: the edition that held last in the year; part_of_year: no edition on file held all year.
    """
    wording = ["product_name", "indicator_name", "product_unit"]
    words = figures.select(wording).unique(maintain_order=True).drop_nulls(["product_name", "indicator_name"])
    matched = match_products(words["product_name"], product_index(reference, table)).filter(pl.col("fit") != "possible")
    names = [pl.col("spelling"), pl.col("base"), pl.col("item_base")]
    candidates = (
        words.with_columns(name_parts(pl.col("product_name")))
        .join(matched, on="product_name", maintain_order="left")
        .join(rows, on="item", maintain_order="left")
        .filter(quantity_of(pl.col("indicator_name"), *names) == quantity_of(pl.col("metric_zh"), *names))
        .drop("spelling", "parts", "item_base", "fit", "metric_zh")
    )
    asked = ["product_unit", "unit", "base"]
    ratios = measure_ratios(candidates.select(asked).unique(maintain_order=True).iter_rows(), reference)
    candidates = candidates.join(
        ratios, left_on=asked, right_on=["filed_unit", "wanted_unit", "product"], how="left", nulls_equal=True
    )
    during = (pl.col("effective_from").is_null() | (pl.col("effective_from") <= pl.col("end"))) & (
        pl.col("effective_to").is_null() | (pl.col("effective_to") >= pl.col("start"))
    )
    return _with_gaps(
        figures.join(candidates, on=wording, nulls_equal=True, maintain_order="left")
        .filter(during)
        .with_columns(_same_basis())
    )


def _same_basis() -> list[pl.Expr]:
    """Drop the ratio where electricity was converted on another basis than the table's; unstated, the table's holds."""
    other = pl.any_horizontal(
        (stated != pl.col("basis")).fill_null(value=False)
        for stated in (pl.col("filed_basis"), basis_of(pl.col("indicator_name")))
    )
    differs = pl.col("by_coal_or_oil") & other
    return [pl.when(~differs).then(ratio).alias(ratio) for ratio in ("ratio_up", "ratio_down")]


def _with_gaps(cases: pl.DataFrame) -> pl.DataFrame:
    """Say what held in the part of the year that the editions on file leave open."""
    one_series = [FIGURE, "item"]
    first = pl.col("effective_from").min().over(one_series)
    earliest = pl.col("effective_from") == first
    begins_late = pl.col("effective_from").is_not_null().all().over(one_series) & (first > pl.col("start"))
    ends_early = (
        pl.col("effective_to").is_not_null().all() & (pl.col("effective_to").max() < pl.col("end").first())
    ).over(one_series)
    had = (earliest & pl.col("had_predecessor")).any().over(one_series)
    return cases.with_columns(
        at_last=(pl.col("effective_from") == pl.col("effective_from").max().over(one_series)).fill_null(value=True),
        unknown_before=(begins_late & had).fill_null(value=False),
        may_be_free=pl.col("may_be_free") | ((begins_late & ~had) | ends_early).fill_null(value=False),
        part_of_year=(begins_late | ends_early).fill_null(value=False),
    )


def _limited(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Whether the product, whatever the indicator, is one that a standard limited in the year; null if it only may be.

    A standard that replaced another counts for the years before it too, though their numbers are not on file.
    """
    index = product_index(reference, "limits")
    matched = match_products(figures["product_name"], index).select("product_name", "item", "fit")
    years = _limit_rows(reference).select("item", "had_predecessor", "effective_from", "effective_to")
    held = (pl.col("had_predecessor") | (pl.col("effective_from") <= pl.col("end")).fill_null(value=True)) & (
        pl.col("effective_to") >= pl.col("start")
    ).fill_null(value=True)
    named = (
        figures.select(FIGURE, "product_name", "start", "end")
        .join(matched, on="product_name")
        .join(years, on="item")
        .filter(held)
        .group_by(FIGURE)
        .agg(certain=(pl.col("fit") != "possible").any())
    )
    return figures.join(named, on=FIGURE, how="left", maintain_order="left").select(
        FIGURE,
        product_limited=pl.when(pl.col("certain"))
        .then(pl.lit(value=True))
        .when(pl.col("certain").is_null() & pl.col("product_name").is_not_null())
        .then(pl.lit(value=False)),
    )


def _conditions_of(figures: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """The filed conditions of each figure: of its product and site, or of no site in particular."""
    conditions = intake.tables["product_condition"].select(
        "uscc",
        "report_year",
        "condition_name",
        "value",
        "unit",
        product=normalised(pl.col("product_name")),
        of_site=pl.col("site").fill_null(""),
    )
    return (
        figures.select(FIGURE, "uscc", "report_year", "site", product=normalised(pl.col("product_name")))
        .join(conditions, on=["uscc", "report_year", "product"])
        .filter((pl.col("of_site") == "") | (pl.col("of_site") == pl.col("site")))
        .select(FIGURE, "condition_name", "value", "unit")
    )


def _judged_by_limit(cases: pl.DataFrame, conditions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """One row a figure that has a limit: the edition that held last in the year, and what all cases say together."""
    bound = cases.select(FIGURE, "limit_id", "correction_inputs", "grade2", "grade3")
    bound = bound.unique([FIGURE, "limit_id"], maintain_order=True)
    moved = corrected_limits(bound, conditions.join(bound, on=FIGURE, how="semi"), reference)
    is_new = pl.col("product_is_new")
    over2, over3 = (exceeds(pl.col("product_value"), pl.col(limit), *_RATIO) for limit in ("limit2", "limit3"))
    judged = cases.join(moved, on=[FIGURE, "limit_id"], maintain_order="left").with_columns(
        over=_settled(by_plant(is_new, over2, over3)),
        limit=in_filed_unit(by_plant(is_new, pl.col("limit2"), pl.col("limit3")), *_RATIO),
        missing=pl.when(is_new)
        .then("missing2")
        .when(~is_new)
        .then("missing3")
        .otherwise(pl.col("missing2").list.set_union("missing3")),
        **_beside_the_figure(*GRADES),
    )
    missing = pl.col("missing").explode(empty_as_null=True, keep_nulls=True).drop_nulls().unique(maintain_order=True)
    return judged.group_by(FIGURE, maintain_order=True).agg(
        limit_standard=_last("standard"),
        **{f"limit_{grade}": _last(grade) for grade in GRADES},
        limit_value=_last("limit"),
        limit_confidence=_weakest(),
        limit_missing_input=missing.str.join("、").replace("", None),
        limit_in_mid_year=pl.col("part_of_year").any() | (~pl.col("at_last")).any(),
        product_over_limit=agreed(pl.col("over")),
    )


def _judged_by_level(cases: pl.DataFrame) -> pl.DataFrame:
    """One row a figure that has levels: those that held last in the year, and what all cases say together."""
    levels = ("benchmark", "baseline")
    judged = cases.with_columns(
        **{f"below_{each}": _settled(exceeds(pl.col("product_value"), pl.col(each), *_RATIO)) for each in levels},
        **_beside_the_figure(*levels),
    )
    return judged.group_by(FIGURE, maintain_order=True).agg(
        benchmark_value=_last("benchmark"),
        baseline_value=_last("baseline"),
        benchmark_confidence=_weakest(),
        baseline_deadline=_last("upgrade_deadline"),
        product_below_baseline=agreed(pl.col("below_baseline")),
        product_below_benchmark=agreed(pl.col("below_benchmark")),
    )


_RATIO = (pl.col("ratio_up"), pl.col("ratio_down"))


def _settled(over: pl.Expr) -> pl.Expr:
    """A case's verdict: none on a weak row or where an unknown edition held; over proves nothing where nothing may bind."""
    stands = (pl.col("confidence") != "low") & ~pl.col("unknown_before") & ~(over & pl.col("may_be_free"))
    return pl.when(stands).then(over)


def _beside_the_figure(*columns: str) -> dict[str, pl.Expr]:
    """Values of a table in the figure's unit; in the table's own where the two cannot be compared."""
    return {each: in_filed_unit(pl.col(each), *_RATIO).fill_null(pl.col(each)) for each in columns}


def _last(column: str) -> pl.Expr:
    """What the products that a figure may mean share, in the editions that held last in the year."""
    return shared(pl.col(column).filter("at_last"))


def _weakest() -> pl.Expr:
    return pl.col("confidence").cast(pl.Enum(CONFIDENCES)).max().cast(pl.String)
