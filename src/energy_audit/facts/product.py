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
from energy_audit.energy.measure import with_conversion
from energy_audit.energy.product_levels import FIGURE, GRADES, RATIO, cases_of, level_rows, limit_rows, other_basis
from energy_audit.energy.product_match import basis_of, match_products, product_index, product_meant, spelling_of
from energy_audit.exact import NUMBER, round_half_up
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
    figures = _figures(intake, reference, rules_as_of)
    meant = figures.with_columns(product_name=product_meant(pl.col("product_name"), pl.col("indicator_name")))
    limits = cases_of(meant, limit_rows(reference), "limits", reference)
    levels = cases_of(meant, level_rows(reference), "benchmarks", reference)
    moved = _corrected(limits, _conditions_of(figures, intake), reference)
    frame = figures
    for each in (
        _limited(meant, reference),
        _judged_by_limit(limits, moved),
        _judged_by_level(levels, limits, moved, reference),
        _far_off(limits, levels),
    ):
        frame = frame.join(each, on=FIGURE, how="left", maintain_order="left")
    no_unit = pl.col("product_unit").is_null() & pl.col("of_ratio").fill_null(value=False)
    return (
        frame.with_columns(
            pl.col("product_far_off").fill_null(value=False),
            product_unit=pl.when(no_unit).then(pl.lit(RATIO)).otherwise("product_unit"),
        )
        .with_columns(
            product_gaps=_gaps(),
            limit_open_because=pl.when(_several_rows())
            .then(pl.lit("rows"))
            .otherwise(pl.coalesce("limit_open_because", _none_found())),
        )
        .rename({"commissioned_on": "plant_commissioned_on"})
        .drop(FIGURE, "site", "filed_basis", "start", "end", "of_ratio", "editions_differ", "level_uncorrected")
    )


def _figures(intake: Intake, reference: Reference, rules_as_of: date | None) -> pl.DataFrame:
    site = pl.col("site").fill_null("")
    return (
        with_conversion(intake.tables["product"], reference)
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
    """The filed figure, unless it cannot be: zero, negative from a positive consumption, of an output of zero, or refuted
    by its own numerator and denominator by more than 1 % (the problems say so); what cannot be is never compared with a
    limit.
    """
    value, used, made = pl.col("value"), pl.col("numerator"), pl.col("denominator")
    computed = used / pl.when(made != 0).then(made) * pl.col("conversion")
    refuted = ((computed - value).abs() > value.abs() * pl.lit("0.01").cast(NUMBER)).fill_null(value=False)
    impossible = (value == 0) | ((value < 0) & (used >= 0).fill_null(value=True))
    nothing_made = (made == 0).fill_null(value=False)
    return pl.when(~(impossible.fill_null(value=False) | nothing_made | refuted)).then(value)


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
    """The filed conditions of each figure: of its product and site, or of no site in particular.

    What is filed of a product holds for each line that makes it, but for what is filed of the line itself.
    """
    conditions = intake.tables["product_condition"].select(
        "uscc",
        "report_year",
        "condition_name",
        "value",
        "unit",
        product=normalised(pl.col("product_name")),
        of_site=pl.col("site").fill_null(""),
    )
    named = figures.select(
        FIGURE,
        "uscc",
        "report_year",
        "site",
        line=normalised(pl.col("product_name")),
        plain=spelling_of(pl.col("product_name")),
    )
    return (
        named.join(conditions, on=["uscc", "report_year"])
        .filter((pl.col("product") == pl.col("line")) | (pl.col("product") == pl.col("plain")))
        .filter((pl.col("of_site") == "") | (pl.col("of_site") == pl.col("site")))
        .with_columns(own=pl.col("product") == pl.col("line"), name=normalised(pl.col("condition_name")))
        .filter(pl.col("own") == pl.col("own").max().over(FIGURE, "name"))
        .select(FIGURE, "condition_name", "value", "unit")
    )


def _corrected(cases: pl.DataFrame, conditions: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """``corrected_limits`` of every limit that may bind a figure."""
    bound = cases.select(FIGURE, "limit_id", "correction_inputs", "grade2", "grade3")
    bound = bound.unique([FIGURE, "limit_id"], maintain_order=True)
    return corrected_limits(bound, conditions.join(bound, on=FIGURE, how="semi"), reference)


def _judged_by_limit(cases: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """One row a figure that has a limit: the edition that held last in the year, and what all cases say together."""
    # a plant that ran before the edition came into force was not built under its grade 2, and one called new without a
    # date may be such a one; a plant that began to run since may have been built under it, whatever it is called
    older = pl.col("commissioned_on") < pl.col("effective_from")
    called_new = pl.col("product_is_new")
    doubtful = pl.when(called_new).then(older.fill_null(value=True)).otherwise((~older).fill_null(value=False))
    is_new = pl.when(~doubtful).then(called_new)
    over2, over3 = (exceeds(pl.col("product_value"), pl.col(limit), *_RATIO) for limit in ("limit2", "limit3"))
    judged = cases.join(moved, on=[FIGURE, "limit_id"], maintain_order="left").with_columns(
        is_new=is_new,
        over=_settled(by_plant(is_new, over2, over3), "grade3"),
        limit=in_filed_unit(
            pl.coalesce(
                by_plant(is_new, pl.col("limit2"), pl.col("limit3")),
                # whichever of the two binds, it is over the greater
                pl.when(is_new.is_null() & over2 & over3).then(pl.max_horizontal("limit2", "limit3")),
            ),
            *_RATIO,
        ),
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
        limit_value=pl.coalesce(
            _last("limit"),
            # over all that it may be is over the greatest of them
            pl.when(agreed(pl.col("over"))).then(pl.col("limit").filter("at_last").max()),
        ),
        limit_confidence=_weakest(),
        limit_candidates=_several(),
        limit_missing_input=missing.str.join("、").replace("", None),
        plant_grade_open=pl.col("is_new").is_null().any(),
        limit_in_mid_year=pl.col("part_of_year").any() | (~pl.col("at_last")).any(),
        editions_differ=agreed(by_plant(is_new, over2, over3).filter("at_last")).is_not_null(),
        product_over_limit=agreed(pl.col("over")),
        limit_open_because=pl.when(agreed(pl.col("over")).is_null()).then(_open_because(over2, over3)),
        product_basis=shared(_basis_compared().filter("at_last")),
        of_ratio=(pl.col("unit") == RATIO).all(),
    )


def _open_because(over2: pl.Expr, over3: pl.Expr) -> pl.Expr:
    """Why a figure of which limits are on file cannot be held against them (``WHY_LIMIT_OPEN``)."""
    return (
        pl.when(pl.col("product_value").is_null().any())
        .then(pl.lit("value"))
        .when(other_basis().any())
        .then(pl.lit("basis"))
        .when(pl.col("ratio_up").is_null().any())
        .then(pl.lit("unit"))
        .when((pl.col("is_new").is_null() & over2.ne_missing(over3)).any())
        .then(pl.lit("grade"))
        .otherwise(pl.lit("several"))
    )


def _several_rows() -> pl.Expr:
    """Whether other rows give the same product and indicator another figure."""
    return pl.col("product_value").n_unique().over("uscc", "report_year", "subject_key") > 1


def _none_found() -> pl.Expr:
    """Why no limit was found for a figure; null where one was, or where its product is limited by none."""
    return (
        pl.when(pl.col("limit_standard").is_not_null() | (pl.col("product_limited") == pl.lit(value=False)))
        .then(None)
        .when(pl.col("product_limited"))
        .then(pl.lit("indicator"))
        .otherwise(pl.lit("name"))
    )


def _basis_compared() -> pl.Expr:
    """The electricity basis of a figure in coal or oil: as filed, or named by its indicator, else that of the standard."""
    stated = pl.coalesce("filed_basis", basis_of(pl.col("indicator_name")))
    return (
        pl.when("by_coal_or_oil")
        .then(pl.coalesce(stated, pl.concat_str("basis", pl.lit("-assumed"))))
        .otherwise(pl.lit("none"))
    )


def _judged_by_level(
    cases: pl.DataFrame, limits: pl.DataFrame, moved: pl.DataFrame, reference: Reference
) -> pl.DataFrame:
    """One row a figure that has levels: those that held last in the year, and what all cases say together.

    Levels are measured by the standard of the limit (notice [2023] No. 723, column of the standards), so what corrects
    the limit corrects them in proportion; a condition that is missing there leaves nothing to tell here.
    """
    levels = ("benchmark", "baseline")
    since = level_rows(reference).group_by("item").agg(levels_since=pl.col("effective_from").min())
    correction = pl.when(pl.col("limited")).then("correction").otherwise(1)
    corrected = (
        cases.join(_correction_of(limits, moved), on=FIGURE, how="left", maintain_order="left")
        .join(since, on="item", how="left", maintain_order="left")
        .with_columns(known=correction.is_not_null())
        # a level whose correction is not known is shown as the table has it
        .with_columns(
            round_half_up(pl.col(each) * correction.fill_null(1), 2).cast(NUMBER).alias(each) for each in levels
        )
    )
    over = {each: exceeds(pl.col("product_value"), pl.col(each), *_RATIO) for each in levels}
    judged = corrected.with_columns(
        **{f"below_{each}": pl.when("known").then(_settled(over[each], "baseline")) for each in levels},
        **_beside_the_figure(*levels),
    )
    return judged.group_by(FIGURE, maintain_order=True).agg(
        # over the levels of all that it may be is over the greatest of them
        **{
            f"{each}_value": pl.coalesce(
                _last(each), pl.when(agreed(pl.col(f"below_{each}"))).then(pl.col(each).filter("at_last").max())
            )
            for each in levels
        },
        benchmark_confidence=_weakest(),
        benchmark_candidates=_several(),
        baseline_deadline=_last("upgrade_deadline"),
        level_uncorrected=(~pl.col("known")).any(),
        product_below_baseline=agreed(pl.col("below_baseline")),
        product_below_benchmark=agreed(pl.col("below_benchmark")),
        plant_predates_levels=agreed(pl.col("commissioned_on") < pl.col("levels_since")),
    )


def _correction_of(limits: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """What the conditions of the plant make of grade 3, as a share of it; null where limits differ or one is unknown."""
    share = pl.col("limit3") / pl.when(pl.col("grade3") > 0).then("grade3")
    open_ = pl.col("missing3").list.len() > 0
    return (
        limits.filter("at_last")
        .join(moved, on=[FIGURE, "limit_id"], how="inner", maintain_order="left")
        .with_columns(share=pl.when(open_).then(None).otherwise(share.fill_null(1)))
        .group_by(FIGURE, maintain_order=True)
        .agg(correction=agreed(pl.col("share")), limited=pl.lit(value=True))
    )


def _far_off(limits: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """Whether a figure is more than ten times all the limits and levels it may fall under, or less than a tenth: a slip."""
    compared = pl.concat(
        [
            limits.select(FIGURE, "product_value", "ratio_up", "ratio_down", level="grade3"),
            levels.select(FIGURE, "product_value", "ratio_up", "ratio_down", level="baseline"),
        ]
    ).filter(pl.col("level") > 0)
    return compared.group_by(FIGURE).agg(product_far_off=_far(pl.col("level")).all(ignore_nulls=False))


def _far(level: pl.Expr) -> pl.Expr:
    value, ten = pl.col("product_value"), pl.lit(10).cast(NUMBER)
    return exceeds(value, level * ten, *_RATIO) | exceeds(level, value * ten, *reversed(_RATIO))


def _gaps() -> pl.Expr:
    """The facts that are unknown for a reason which a finding of its own states (``LIM003`` to ``LIM006``, ``LIM013``)."""
    is_new, missing = pl.col("product_is_new"), pl.col("limit_missing_input").is_not_null()
    is_slip, weak = pl.col("product_far_off"), pl.col("limit_confidence") == "low"
    by_edition = pl.col("limit_in_mid_year") & pl.col("editions_differ")
    of_levels = is_slip | (missing & pl.col("level_uncorrected"))
    reasons = {
        "product_is_new": pl.lit(value=True),
        "product_over_limit": is_slip | missing | weak | is_new.is_null() | by_edition,
        "product_below_baseline": of_levels,
        "product_below_benchmark": of_levels,
    }
    filed = pl.col("product_value").is_not_null()
    unknown = [
        pl.when(pl.col(name).is_null() & why.fill_null(value=False) & ((name == "product_is_new") | filed)).then(
            pl.lit(name)
        )
        for name, why in reasons.items()
    ]
    return pl.concat_str(unknown, separator="、", ignore_nulls=True).replace("", None)


def _settled(over: pl.Expr, level: str) -> pl.Expr:
    """A case's verdict: none on a weak row, where an unknown edition held, or on a figure that is a slip of its unit; over
    proves nothing where nothing may bind.
    """
    slip = (_far(pl.col(level)) & (pl.col(level) > 0)).fill_null(value=False)
    stands = (pl.col("confidence") != "low") & ~pl.col("unknown_before") & ~(over & pl.col("may_be_free")) & ~slip
    return pl.when(stands).then(over)


def _beside_the_figure(*columns: str) -> dict[str, pl.Expr]:
    """Values of a table in the figure's unit; in the table's own where the two cannot be compared."""
    return {each: in_filed_unit(pl.col(each), *_RATIO).fill_null(pl.col(each)) for each in columns}


def _last(column: str) -> pl.Expr:
    """What the products that a figure may mean share, in the editions that held last in the year."""
    return shared(pl.col(column).filter("at_last"))


def _several() -> pl.Expr:
    """The products of the table that a figure may be of, in its editions that held last in the year; null where it is one."""
    named = pl.col("product_zh").filter("at_last").unique(maintain_order=True)
    return pl.when(named.len() > 1).then(named.str.join("、"))


def _weakest() -> pl.Expr:
    return pl.col("confidence").cast(pl.Enum(CONFIDENCES)).max().cast(pl.String)
