"""Facts of each unit-product figure: the limit of the edition in force, the benchmark and the baseline.

Grade 3 binds existing plants, grade 2 new or rebuilt ones (Energy Conservation Law art. 16; the standards'
own clauses). A limit that needs a correction whose input was not filed cannot be told. Where the edition
changed within the year the verdict stands only if it is the same under each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import holds_on
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

PRODUCT_KEY = ["source", "row"]


def product_facts(intake: Intake, reference: Reference) -> pl.DataFrame:
    """One row a product figure; ``subject_key`` is ``product/indicator``."""
    table = _figures(intake)
    limits = _limits(table, intake, reference)
    levels = _levels(table, reference)
    return (
        table.join(limits, on=PRODUCT_KEY, how="left", maintain_order="left")
        .join(levels, on=PRODUCT_KEY, how="left", maintain_order="left")
        .join(_listed(reference), on="product", how="left", maintain_order="left")
        .with_columns(pl.col("product_limited").fill_null(value=False))
        .drop("product", "metric", "measure", "start", "end", "site")
    )


def _figures(intake: Intake) -> pl.DataFrame:
    return intake.tables["product"].select(
        "uscc",
        "report_year",
        pl.concat_str(pl.col("product_name").fill_null(""), pl.lit("/"), pl.col("indicator_name").fill_null("")).alias(
            "subject_key"
        ),
        *PRODUCT_KEY,
        pl.col("site").fill_null(""),
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
        normalised(pl.col("product_name")).alias("product"),
        _metric(pl.col("indicator_name"), pl.col("product_name")).alias("metric"),
        normalised(pl.col("indicator_unit")).alias("measure"),
        pl.date(pl.col("report_year"), 1, 1).alias("start"),
        pl.date(pl.col("report_year"), 12, 31).alias("end"),
    )


def _metric(indicator: pl.Expr, product: pl.Expr) -> pl.Expr:
    """The indicator without the words that only repeat its subject: 单位黄磷综合能耗, 单位产品能耗 → 综合能耗."""
    bare = (
        normalised(indicator)
        .str.replace_all("单位产品", "", literal=True)
        .str.replace_many(["单位"], [""])
        .str.strip_prefix(normalised(product))
    )
    return pl.when(bare == "能耗").then(pl.lit("综合能耗")).otherwise(bare)


def _listed(reference: Reference) -> pl.DataFrame:
    """Products that some standard limits, whatever the indicator."""
    return (
        reference.limits.select(normalised(pl.col("product_zh")).alias("product"))
        .unique()
        .with_columns(product_limited=pl.lit(value=True))
    )


def _limits(table: pl.DataFrame, intake: Intake, reference: Reference) -> pl.DataFrame:
    """Join every edition that was in force at any time of the year, then judge them together."""
    limits = reference.limits.filter(pl.col("legal_status").is_in(["in_force", "superseded"])).select(
        normalised(pl.col("product_zh")).alias("product"),
        _metric(pl.col("metric_zh"), pl.col("product_zh")).alias("metric"),
        normalised(pl.col("unit")).alias("limit_unit"),
        pl.concat_str("standard_no", pl.lit("-"), "edition").alias("limit_standard"),
        "grade1",
        "grade2",
        "grade3",
        "correction_inputs",
        "effective_from",
        "effective_to",
        pl.col("confidence").alias("limit_confidence"),
    )
    filed = (
        intake.tables["product_condition"]
        .filter(pl.col("value").is_not_null())
        .group_by("uscc", "report_year", product=normalised(pl.col("product_name")))
        .agg(filed_conditions=pl.col("condition_name"))
    )
    editions = (
        table.join(limits, on=["product", "metric"], how="inner", maintain_order="left")
        .filter(
            (pl.col("effective_from").is_null() | (pl.col("effective_from") <= pl.col("end")))
            & (pl.col("effective_to").is_null() | (pl.col("effective_to") >= pl.col("start"))),
        )
        .join(filed, on=["uscc", "report_year", "product"], how="left", maintain_order="left")
        .with_columns(
            at_end=holds_on(pl.col("end")),
            missing=pl.col("correction_inputs").list.set_difference(
                pl.col("filed_conditions").fill_null(pl.lit([], pl.List(pl.String)))
            ),
            comparable=pl.col("measure") == pl.col("limit_unit"),
        )
        .with_columns(
            applicable=pl.when(pl.col("product_is_new"))
            .then(pl.col("grade2"))
            .when(~pl.col("product_is_new"))
            .then(pl.col("grade3")),
            corrected=pl.col("correction_inputs").list.len() > 0,
        )
        .with_columns(_over_limit().alias("over"))
    )
    return (
        editions.sort("at_end", maintain_order=True, descending=True)
        .group_by(PRODUCT_KEY, maintain_order=True)
        .agg(
            pl.col("limit_standard").first(),
            limit_grade1=pl.col("grade1").first(),
            limit_grade2=pl.col("grade2").first(),
            limit_grade3=pl.col("grade3").first(),
            limit_value=pl.when(~pl.col("corrected").first()).then(pl.col("applicable").first()),
            limit_confidence=pl.col("limit_confidence").first(),
            limit_missing_input=pl.col("missing").first().list.join("、").replace("", None),
            limit_in_mid_year=pl.len() > 1,
            product_over_limit=pl.when(pl.col("over").null_count() > 0)
            .then(None)
            .when(pl.col("over").n_unique() == 1)
            .then(pl.col("over").first()),
        )
    )


def _over_limit() -> pl.Expr:
    """Whether the figure is over the limit; unknown where a correction would move the limit.

    Corrections loosen or tighten by unknown amounts, so a limit that has one is never judged from its plain
    number; nor is a figure in another unit, or one of a plant that does not say whether it is new.
    """
    judged = pl.col("comparable") & ~pl.col("corrected") & (pl.col("limit_confidence") != "low")
    return pl.when(judged).then(pl.col("product_value") > pl.col("applicable"))


def _levels(table: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Benchmark and baseline in force at the end of the year."""
    levels = reference.benchmarks.select(
        normalised(pl.col("product_zh")).alias("product"),
        normalised(pl.col("unit")).alias("level_unit"),
        _metric(pl.col("metric_zh"), pl.col("product_zh")).alias("metric"),
        "benchmark",
        "baseline",
        "upgrade_deadline",
        "effective_from",
        "effective_to",
        pl.col("confidence").alias("benchmark_confidence"),
    )
    trusted = pl.col("benchmark_confidence") != "low"
    comparable = pl.col("measure") == pl.col("level_unit")
    return (
        table.join(levels, on=["product", "metric"], how="inner", maintain_order="left")
        .filter(holds_on(pl.col("end")))
        .group_by(PRODUCT_KEY, maintain_order=True)
        .agg(
            benchmark_value=pl.col("benchmark").first().cast(NUMBER),
            baseline_value=pl.col("baseline").first().cast(NUMBER),
            benchmark_confidence=pl.col("benchmark_confidence").first(),
            baseline_deadline=pl.col("upgrade_deadline").first(),
            product_below_baseline=pl.when(comparable & trusted)
            .then(pl.col("product_value") > pl.col("baseline"))
            .first(),
            product_below_benchmark=pl.when(comparable & trusted)
            .then(pl.col("product_value") > pl.col("benchmark"))
            .first(),
        )
    )
