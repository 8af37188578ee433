"""Facts of each unit-product figure: the limit of the edition in force, the benchmark and the baseline.

Grade 3 binds existing plants, grade 2 new or rebuilt ones (Energy Conservation Law art. 16; the standards' own
clauses). What a figure may mean — several products, editions, plants — is judged case by case; a verdict stands
only where all cases agree. Limits and levels are stated in the unit of the figure where the two can be compared,
otherwise as the table has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.correction import corrected_limits
from energy_audit.energy.intensity import agreed, by_plant, exceeds, in_filed_unit, shared
from energy_audit.energy.product_levels import FIGURE, GRADES, cases_of, level_rows, limit_rows
from energy_audit.energy.product_match import match_products, product_index
from energy_audit.exact import NUMBER
from energy_audit.facts.law_day import law_begins, law_ends
from energy_audit.reference.spelling import normalised
from energy_audit.reference.table_schema import CONFIDENCES

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference


_RATIO = (pl.col("ratio_up"), pl.col("ratio_down"))


def product_facts(intake: Intake, reference: Reference, *, rules_as_of: date | None = None) -> pl.DataFrame:
    """One row a product figure; ``subject_key`` is ``product/indicator``, then ``/site`` where one is named.

    Limits and levels are those of its year, or of ``rules_as_of``.
    """
    figures = _figures(intake, rules_as_of)
    limits = cases_of(figures, limit_rows(reference), "limits", reference)
    levels = cases_of(figures, level_rows(reference), "benchmarks", reference)
    frame = figures
    for each in (
        _limited(figures, reference),
        _judged_by_limit(limits, _conditions_of(figures, intake), reference),
        _judged_by_level(levels),
    ):
        frame = frame.join(each, on=FIGURE, how="left", maintain_order="left")
    return frame.drop(FIGURE, "site", "filed_basis", "start", "end")


def _figures(intake: Intake, rules_as_of: date | None) -> pl.DataFrame:
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
            _believable().alias("product_value"),
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
            "commissioned_on",
            start=law_begins(rules_as_of),
            end=law_ends(rules_as_of),
        )
    )


def _believable() -> pl.Expr:
    """The filed figure, unless it cannot be: zero, negative from a positive consumption, or refuted by its own
    numerator and denominator by more than 1 % (the problems say so); what cannot be is never compared with a limit.
    """
    value, used, made = pl.col("value"), pl.col("numerator"), pl.col("denominator")
    computed = used / pl.when(made != 0).then(made) * pl.col("conversion_factor")
    refuted = ((computed - value).abs() > value.abs() * pl.lit("0.01").cast(NUMBER)).fill_null(value=False)
    impossible = (value == 0) | ((value < 0) & (used >= 0).fill_null(value=True))
    return pl.when(~(impossible.fill_null(value=False) | refuted)).then(value)


def _limited(figures: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Whether the product, whatever the indicator, is one that a standard limited in the year; null if it only may be.

    A standard that replaced another counts for the years before it too, though their numbers are not on file.
    """
    index = product_index(reference, "limits")
    matched = match_products(figures["product_name"], index).select("product_name", "item", "fit")
    years = limit_rows(reference).select("item", "had_predecessor", "effective_from", "effective_to")
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
    # a plant that ran before the edition came into force was not built under its grade 2
    older = pl.col("commissioned_on") < pl.col("effective_from")
    is_new = (
        pl.when(pl.col("product_is_new") & older.fill_null(value=False)).then(None).otherwise(pl.col("product_is_new"))
    )
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
