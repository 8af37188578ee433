"""Facts of the enterprise-year: who it is, what it filed, its account, and what its children say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.certificates import reused_certificates
from energy_audit.energy.consumption import NOTHING
from energy_audit.energy.factors import ELECTRICITY
from energy_audit.energy.intensity import intensities, output_intensity
from energy_audit.energy.strays import years_with_strays
from energy_audit.energy.terms import COAL_CODES, YEAR_KEY, YEAR_NO, is_among, unread_rows
from energy_audit.exact import NUMBER
from energy_audit.facts.industry_limits import industry_limits
from energy_audit.facts.law_day import law_ends
from energy_audit.facts.target import target_facts
from energy_audit.facts.two_high import two_high_facts
from energy_audit.filing.values.cells import answered
from energy_audit.reference.lookup import holds_on
from energy_audit.reference.report_years import report_years
from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

OPTIONAL_TABLES = {
    "nonfossil": "has_nonfossil_table",
    "product": "has_product_table",
    "target": "has_target_table",
    "equipment": "has_equipment_table",
    "metering": "has_metering_table",
    "project": "has_project_table",
    "document": "archive_list_filed",
}

DEADLINE_MONTH, DEADLINE_DAY = 3, 31
"""The customary last day for the yearly report; the law names none."""

FILED_TOTAL_SHARE = pl.lit("0.001").cast(NUMBER)
"""A filed total may be 0.1 % or 1 tce off the computed one, as between tables."""


def enterprise_facts(
    identified: pl.DataFrame,
    intake: Intake,
    account: EnergyAccount,
    children: dict[str, pl.DataFrame],
    reference: Reference,
    *,
    as_of: date,
    rules_as_of: date | None = None,
) -> pl.DataFrame:
    """One row an enterprise-year, with every enterprise fact except those of the document checklist.

    Args:
        identified: ``identify_enterprises``.
        intake: for what was filed at all.
        account: totals and tiers.
        children: fact frames of product, project and equipment.
        reference: sectors and slots.
        as_of: the day judged.
        rules_as_of: the day whose law every filing is judged by, instead of its own.
    """
    totals = account.totals.drop(
        [name for name in account.totals.columns if name in identified.columns and name not in YEAR_KEY]
    )
    frame = identified.join(totals, on=YEAR_KEY, how="left", maintain_order="left")
    for each in (
        _filed(intake),
        _consumption(account, intake),
        _nonfossil(intake),
        target_facts(intake),
        _children(children, intake),
        two_high_facts(identified, children, account, reference, rules_as_of),
        industry_limits(identified, reference, rules_as_of=rules_as_of),
        _previous(account, identified),
    ):
        frame = frame.join(each, on=YEAR_KEY, how="left", maintain_order="left")
    flags = [*OPTIONAL_TABLES.values(), "green_claims_read", "prev_filed", "any_project"]
    frame = frame.with_columns(intensities()).with_columns(
        const_intensity_change=pl.col("const_intensity_calorific")
        / pl.when(pl.col("prev_const_intensity_calorific") > 0).then("prev_const_intensity_calorific")
        - 1
    )
    year_end = day_of_year(pl.col("report_year"), 12, 31)
    return frame.with_columns(
        *(pl.col(flag).fill_null(value=False) for flag in flags),
        *(_filed_wider(basis) for basis in ("calorific", "equal")),
        industry_limited=pl.col("industry_limits").is_not_null(),
        totals_known=pl.all_horizontal(pl.col(f"tce_{basis}").is_not_null() for basis in ("calorific", "equal")),
        energy_manager_named=pl.when(~is_among(unread_rows(intake.problems, ["energy_manager"], "enterprise"))).then(
            pl.col("energy_manager").is_not_null()
        ),
        report_year_possible=report_years(reference, as_of).hold(pl.col("report_year")),
        report_year_over=_over(intake, as_of, year_end),
        # nothing was handed in on a day that lies ahead
        submitted_on=pl.when(pl.col("submitted_on") <= as_of).then("submitted_on"),
        subject_key=pl.lit(""),
        period_end=law_ends(rules_as_of),
        as_of=pl.lit(as_of),
        submission_deadline=day_of_year(pl.col("report_year") + 1, DEADLINE_MONTH, DEADLINE_DAY),
        two_high_catalogue_loaded=law_ends(rules_as_of).is_in(_days_of_catalogue(frame, reference, rules_as_of)),
        tier_deciding_cells=pl.lit(None, pl.String),
    )


def _over(intake: Intake, as_of: date, year_end: pl.Expr) -> pl.Expr:
    """Whether the year was over when it was reported; a day of submission that is not known may lie within it."""
    unread = is_among(unread_rows(intake.problems, ["submitted_on"], "enterprise"))
    unclear = unread | (pl.col("filed_twice") & pl.col("submitted_on").is_null())
    return (pl.lit(as_of) > year_end) & pl.when(~unclear).then(
        (pl.col("submitted_on") > year_end).fill_null(value=True)
    )


def _filed_wider(basis: str) -> pl.Expr:
    """Whether the filed total is what the tables give with non-industrial use, with bought media, or with both.

    GB/T 2589-2020 clause 6 lets a unit count them; practice differs, so the difference is none.
    """
    filed, total = pl.col(f"reported_tce_{basis}"), pl.col(f"tce_{basis}")
    wider = pl.when(pl.col(f"other_{basis}_low") == pl.col(f"other_{basis}_high")).then(f"other_{basis}_low")
    media = pl.when(pl.col("media_tce_low") == pl.col("media_tce_high")).then("media_tce_low")

    def is_filed(sum_: pl.Expr) -> pl.Expr:
        allowed = pl.max_horizontal(pl.lit(1).cast(NUMBER), sum_.abs() * FILED_TOTAL_SHARE)
        return ((filed - sum_).abs() <= allowed).fill_null(value=False)

    return (is_filed(wider) | is_filed(total + media) | is_filed(wider + media)).alias(f"filed_wider_{basis}")


def _filed(intake: Intake) -> pl.DataFrame:
    """Which of the optional tables hold rows of the enterprise-year."""
    key = pl.concat(
        [
            intake.tables[table].select(YEAR_KEY).unique().with_columns(flag=pl.lit(flag))
            for table, flag in OPTIONAL_TABLES.items()
        ]
    )
    wide = key.group_by(YEAR_KEY, maintain_order=True).agg(
        ((pl.col("flag") == flag).any()).alias(flag) for flag in OPTIONAL_TABLES.values()
    )
    return wide.drop_nulls(YEAR_KEY)


def _consumption(account: EnergyAccount, intake: Intake) -> pl.DataFrame:
    """Coal and electricity used, by total consumption, in standard units; a row unread or of no year leaves them unknown."""
    amount, unresolved = pl.col("other_quantity") * pl.col("scale"), pl.col("code").is_null()
    kinds = {"coal_consumption_t": COAL_CODES, "electricity_consumption": [ELECTRICITY]}
    of_kind = {name: pl.col("code").is_in(codes) for name, codes in kinds.items()}
    counted = account.rows.lazy().filter((pl.col("flow") == "consumption") & pl.col("counted"))
    # said of each row first: a sum or an "any" of a plain column is quick, one of an expression is not
    asked = (
        counted.filter(unresolved | pl.any_horizontal(of_kind.values()))
        .select(
            YEAR_NO,
            *(pl.when(own).then(amount).otherwise(NOTHING).alias(name) for name, own in of_kind.items()),
            *(
                (unresolved | (own & (amount.is_null() | pl.col("in_dispute")))).alias(f"{name}_unknown")
                for name, own in of_kind.items()
            ),
            coal_seen=of_kind["coal_consumption_t"] & (pl.col("other_quantity") > 0),
        )
        .group_by(YEAR_NO)
        .agg(
            pl.col(*kinds).sum(),
            pl.col("^.*_unknown$", "coal_seen").any(),
        )
    )
    strays = years_with_strays(intake, "energy_consumption").with_columns(stray=pl.lit(value=True))
    # who used neither used none of both
    return (
        counted.unique(YEAR_NO, keep="first", maintain_order=True)
        .select(YEAR_NO, *YEAR_KEY)
        .join(asked, on=YEAR_NO, how="left", maintain_order="left")
        .join(strays.lazy(), on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(
            pl.col(*kinds).fill_null(NOTHING),
            pl.col("^.*_unknown$").fill_null(value=False) | pl.col("stray").is_not_null(),
            pl.col("coal_seen").fill_null(value=False),
        )
        .select(
            *YEAR_KEY,
            *(pl.when(~pl.col(f"{name}_unknown")).then(name).alias(name) for name in kinds),
            consumes_coal=pl.when("coal_seen")
            .then(pl.lit(value=True))
            .when(~pl.col("coal_consumption_t_unknown"))
            .then(pl.col("coal_consumption_t") > 0),
        )
        .collect()
    )


def _nonfossil(intake: Intake) -> pl.DataFrame:
    """Claims of the supplementary table, added up over the sites."""
    green, fuel = ["re_self_kwh", "green_power_kwh", "gec_kwh"], ["nuclear_kwh", "biomass_tce"]
    added = ["feedstock_tce", *green, *fuel]
    # most units have no use for the columns of nuclear power and biomass: blank, they claim none
    table = intake.tables["nonfossil"].with_columns(
        answered(pl.col("gec_ids")).alias("gec_ids"),
        *(
            pl.when(~is_among(unread_rows(intake.problems, [name], "nonfossil"))).then(pl.col(name).fill_null(NOTHING))
            for name in fuel
        ),
    )
    claims = table.group_by(YEAR_KEY, maintain_order=True).agg(
        *(pl.when(pl.col(n).is_null().any()).then(None).otherwise(pl.col(n).sum()).alias(n) for n in added),
        pl.col("feedstock_product").drop_nulls().first(),
        pl.col("gec_ids").drop_nulls().str.join("、").replace("", None),
        claims_green_power=pl.any_horizontal((pl.col(n) > 0).any(ignore_nulls=False) for n in green),
        claims_nonfossil=pl.any_horizontal((pl.col(n) > 0).any(ignore_nulls=False) for n in (*green, *fuel)),
        green_claims_read=pl.all_horizontal(pl.col(n).is_not_null().all() for n in green),
    )
    # who claims no certificate and lists none uses none of another's; a list that cannot be read may hold one
    unread = table.filter(is_among(unread_rows(intake.problems, ["gec_ids"], "nonfossil"))).select(YEAR_KEY).unique()
    none = claims.filter((pl.col("gec_kwh") == 0) & pl.col("gec_ids").is_null()).join(unread, on=YEAR_KEY, how="anti")
    used = pl.concat(
        [
            reused_certificates(table, intake.shared),
            none.select(*YEAR_KEY, certificate_used_elsewhere=pl.lit(value=False)),
        ]
    )
    return claims.join(used, on=YEAR_KEY, how="left", maintain_order="left")


def _children(children: dict[str, pl.DataFrame], intake: Intake) -> pl.DataFrame:
    """Whether any product, project or device has a property; unknown where a child that could decide it is unknown."""
    # a product nobody can name may be one with a limit or a benchmark
    named = ~is_among(unread_rows(intake.problems, ["product_name", "indicator_name"], "product"))
    compared, benchmarked = (
        pl.col(name).is_not_null() | pl.when(named).then(pl.lit(value=False))
        for name in ("limit_standard", "benchmark_confidence")
    )
    product = (
        children["product"]
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(
            has_limited_product=pl.col("product_limited").any(ignore_nulls=False),
            has_benchmark_product=benchmarked.any(ignore_nulls=False),
            has_compared_limit=compared.any(ignore_nulls=False),
            any_product_over_limit=(pl.col("product_limited") & pl.col("product_over_limit")).any(ignore_nulls=False),
            any_product_below_baseline=(benchmarked & pl.col("product_below_baseline")).any(ignore_nulls=False),
        )
    )
    device = (
        children["equipment"]
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(
            any_eliminated_equipment=(pl.col("equipment_eliminated") & pl.col("equipment_in_use")).any(
                ignore_nulls=False
            ),
        )
    )
    project = children["project"].group_by(YEAR_KEY, maintain_order=True).agg(any_project=pl.lit(value=True))
    joined = product.join(device, on=YEAR_KEY, how="full", coalesce=True)
    return joined.join(project, on=YEAR_KEY, how="full", coalesce=True)


def _days_of_catalogue(frame: pl.DataFrame, reference: Reference, rules_as_of: date | None) -> list[date]:
    """List the days judged by on which an entry of the provincial catalogue holds."""
    days = frame.select(day=law_ends(rules_as_of))["day"].drop_nulls().unique()
    return [day for day in days if reference.guizhou_two_high_catalogue.select(holds_on(day).any()).item()]


def _previous(account: EnergyAccount, identified: pl.DataFrame) -> pl.DataFrame:
    """The same enterprise's figures of the year before, where its filing is in the batch."""
    earlier = account.totals.select(
        "uscc",
        (pl.col("report_year") + 1).alias("report_year"),
        pl.col("tce_calorific").alias("prev_tce_calorific"),
        pl.col("tce_equal").alias("prev_tce_equal"),
        pl.col("tier").alias("prev_tier"),
        prev_filed=pl.lit(value=True),
    )
    reported = identified.select(
        "uscc",
        (pl.col("report_year") + 1).alias("report_year"),
        pl.col("reported_tce_calorific").alias("prev_reported_tce_calorific"),
        "gross_output_const",
    )
    return earlier.join(reported, on=YEAR_KEY, how="left", maintain_order="left").select(
        pl.exclude("gross_output_const"),
        prev_const_intensity_calorific=output_intensity(pl.col("prev_tce_calorific"), pl.col("gross_output_const")),
    )


def with_archive(frame: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Add the archive's counts (``archive_counts``); what an enterprise-year leaves open is unknown."""
    known = frame.join(counts, on=YEAR_KEY, how="left", maintain_order="left")
    undecided = pl.col("tiers_possible").str.contains("/")
    filed = pl.col("archive_list_filed")
    return known.with_columns(
        # what was not filed, or what an open tier leaves open, is unknown rather than zero
        *(
            pl.when(filed).then(pl.col(name)).alias(name)
            for name in ("documents_held", "documents_missing", "documents_expired")
        ),
        pl.when(undecided & ~filed).then(None).otherwise(pl.col("documents_required")).alias("documents_required"),
    )
