"""Facts of each fixed-asset project: which review regime governs it, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.relations.project_sizes import (
    looks_filed_in_kwh,
    looks_filed_in_tce,
    looks_filed_in_tonnes,
    unit_sizes,
)
from energy_audit.energy.terms import YEAR_KEY, is_among, unread_rows
from energy_audit.exact import NUMBER
from energy_audit.facts.law_day import law_ends
from energy_audit.facts.project_gaps import with_gaps
from energy_audit.facts.review_line import (
    TCE_PER_10000_KWH,
    acceptance_due_on,
    actual_reaches_line,
    by_regime,
    expiry_of_approval,
    governing_day,
    increase_unstated,
    reaches_line,
    review_required,
)
from energy_audit.facts.sectors import match_sectors
from energy_audit.facts.split_projects import split_candidates

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

TONNES_PER_10000 = pl.lit(10_000).cast(NUMBER)
NOT_REVIEWED = ["not_applied", "pending", "rejected", "not_required"]
NUMBER_OF_A_PAPER = r"[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*年?\s*[〕\]］】)）].*[0-9]|[0-9]\s*号"
"""How a document number looks: 〔2024〕12号, (2024)12, or at least 12号."""
NO_PAPER_YET = "办理|预计"
"""Words in the place of a number that say there is none."""
BOUGHT = "(?:外购|购入|购进|采购|购买)[^，。；、,;：:（()）\\s建产生制冶]{1,10}|以[^，。；、,;：:（()）\\s]{1,10}为(?:主要)?原料"
"""What a project buys and does not make: it ends where it is said what is built with it or made of it."""
ANNEX = r"附[件表录]\s*[0-9一二三四五六七八九十]*\s*号?"
"""见附件1号 names a paper of the filing, and not the number of an opinion."""
VALIDITY_SINCE = date(2017, 1, 1)
"""Orders No. 44 and later say how long an opinion holds; of Order No. 6 no such clause is on file."""
RECEIPT, DECISION = "受理|收件|申请", "批复|意见"
"""Words of a receipt for the application, which is no opinion; a decision may name the application it answers."""

DESIGN = ("approved_tce_calorific", "annual_electricity", "coal_pq")
"""What the line of review is compared with."""

DEEDS = {"approval_date": "节能审查批复时间", "review_applied_on": "节能审查申请日期", "acceptance_on": "节能验收日期"}
"""Days on which something was done: none of them can lie ahead."""


def project_facts(
    intake: Intake,
    identified: pl.DataFrame,
    account: EnergyAccount,
    reference: Reference,
    *,
    as_of: date,
    rules_as_of: date | None = None,
) -> pl.DataFrame:
    """One row a project; ``subject_key`` is its code, else its name.

    Args:
        intake: the typed tables.
        identified: the enterprise-years, with the totals they filed.
        account: the energy account of the same enterprise-years.
        reference: review regimes, exempt trades and two-high sectors.
        as_of: the day judged.
        rules_as_of: the day whose provincial catalogue holds, instead of the filing's own.
    """
    units = unit_sizes(identified, account).join(
        identified.select(*YEAR_KEY, unit_county="county_name"), on=YEAR_KEY, how="left"
    )
    table = _possible(_one_row_each(_with_unread(intake)), units, as_of)
    started = table.with_columns(
        construction_started=_reached("construction_started_on", as_of, ["在建", "投产"], ["拟建"]),
        commissioned=_reached("commissioned_on", as_of, ["投产"], ["拟建", "在建"]).fill_null(
            # one that was stopped may have come into use before, but then it has a day
            pl.when((pl.col("stage") == "停建") & pl.col("commissioned_on").is_null() & ~pl.col("use_unread")).then(
                pl.lit(value=False)
            )
        ),
        reviewed=_reviewed(),
        # 变更电站 is no change decision, and yet its number may be one: the word settles what is asked for, not guilt
        approval_is_change=pl.col("document_number").fill_null("").str.contains("变更"),
        division=pl.coalesce(pl.col("industry_code").str.slice(0, 2), "trade_division"),
        coal_t=pl.col("coal_pq") * TONNES_PER_10000,
        own_content=pl.col("main_content").str.replace_all(BOUGHT, ""),
        approved_tce_higher=pl.max_horizontal("approved_tce_calorific", "approved_tce_equal"),
    ).with_columns(governing=pl.when(~pl.col("start_unread").fill_null(value=True)).then(governing_day(as_of)))
    regimes = reference.project_review
    governed = started.with_columns(
        review_regime=by_regime(regimes, lambda regime: pl.lit(regime.id)),
        review_required=review_required(regimes, reference.simple_industries),
        amounts_reach_line=reaches_line(regimes),
        increase_unstated=increase_unstated(regimes),
        # beside a design that cannot be read the actual use shows nothing: the design may have been reviewed as it is
        actual_reaches_line=pl.when(
            ~pl.col("design_unread").fill_null(value=True) | ~actual_reaches_line(regimes, reference.simple_industries)
        ).then(actual_reaches_line(regimes, reference.simple_industries)),
        approval_expires_on=expiry_of_approval(regimes),
        acceptance_due_on=acceptance_due_on(regimes),
    )
    governed = governed.with_columns(review_open_because=_review_open_because())
    sectors = match_sectors(_described(governed, rules_as_of), reference)
    return (
        governed.with_row_index("unit_id")
        .join(sectors, on="unit_id", how="left", maintain_order="left")
        .pipe(with_gaps)
        .join(
            split_candidates(governed, regimes).with_columns(together=pl.lit(value=True)),
            on=["source", "row"],
            how="left",
            maintain_order="left",
        )
        .with_columns(split_candidate=pl.when("together").then("split_candidate").otherwise(pl.lit(value=False)))
        .select(_facts())
    )


def _with_unread(intake: Intake) -> pl.DataFrame:
    """The filed projects, as far as days that stand there and cannot be read leave them known."""

    def unread(day: str) -> pl.Expr:
        return is_among(unread_rows(intake.problems, [day], "project"))

    return intake.tables["project"].with_columns(
        approval_unread=unread("approval_date"),
        start_unread=unread("construction_started_on"),
        use_unread=unread("commissioned_on"),
        county_unread=unread("county_name"),
        design_unread=pl.any_horizontal(unread(amount) for amount in DESIGN),
        deed_unread=is_among(unread_rows(intake.problems, [*DEEDS], "project")),
        # a day of acceptance that stands there contradicts that there was none
        acceptance_done=pl.when(~unread("acceptance_on") | (pl.col("acceptance_done") == "done")).then(
            "acceptance_done"
        ),
    )


def _possible(table: pl.DataFrame, units: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Take what cannot be as unknown: dates of deeds that lie ahead, amounts filed in another unit, an approved zero.

    ``judged_tce`` is the consumption that the line of review is compared with: what was approved or, of a rebuilding,
    what it adds, which may be nothing or less. The actual consumption never stands for it: of a rebuilding it may be
    that of the whole plant, and the review judges the design.
    """
    amounts = ["approved_tce_calorific", "approved_tce_equal"]
    ahead = [pl.when(pl.col(day) > as_of).then(pl.format(f"{name} {{}}", pl.col(day))) for day, name in DEEDS.items()]
    whole = pl.col("whole")
    in_another_unit = {
        **{name: looks_filed_in_tce(pl.col(name), whole) for name in [*amounts, "actual_tce"]},
        "annual_electricity": looks_filed_in_kwh(whole),
        "coal_pq": looks_filed_in_tonnes(whole),
    }
    sized = table.join(units, on=YEAR_KEY, how="left", maintain_order="left").with_columns(
        pl.when(~slip.fill_null(value=False)).then(pl.col(name)).alias(name) for name, slip in in_another_unit.items()
    )
    rebuilt = (pl.col("nature") == "改建").fill_null(value=False)
    # power worth more than all that a rebuilding adds is that of the whole plant
    power = pl.col("annual_electricity") * TCE_PER_10000_KWH
    more_power_than_added = (power > 0) & (power > pl.col(amounts[0]))
    return sized.with_columns(
        *(pl.when(pl.col(day) <= as_of).then(pl.col(day)).alias(day) for day in DEEDS),
        *(pl.when(pl.col(amount) > 0).then(pl.col(amount)).alias(amount) for amount in amounts),
        # neither a day nobody can read nor one that lies ahead says that there is no opinion
        approval_unclear=pl.col("approval_unread").fill_null(value=True)
        | (pl.col("approval_date") > as_of).fill_null(value=False),
        rebuilt=rebuilt,
        judged_tce=pl.when((pl.col(amounts[0]) > 0) | rebuilt).then(pl.col(amounts[0])),
        judged_electricity=pl.when(~(rebuilt & more_power_than_added).fill_null(value=False)).then(
            "annual_electricity"
        ),
        county_name=pl.coalesce("county_name", "unit_county"),
        dates_ahead=pl.concat_str(ahead, separator="，", ignore_nulls=True).replace("", None),
        any_date_ahead=pl.any_horizontal(pl.col(day) > as_of for day in DEEDS).fill_null(value=False)
        | pl.when(~pl.col("deed_unread").fill_null(value=True)).then(pl.lit(value=False)),
    )


_DIFFERING = {
    "approval_unread": ("approval_date", "document_number"),
    "start_unread": ("construction_started_on",),
    "deed_unread": tuple(DEEDS),
    "design_unread": DESIGN,
}
"""What two listings of a project say differently is as good as unread."""


def _one_row_each(table: pl.DataFrame) -> pl.DataFrame:
    """A project listed twice (in two filings of the same year) is one project; cells that differ are unknown."""
    keyed = table.with_columns(
        subject_key=pl.coalesce(
            pl.when(pl.col("project_code").str.strip_chars() != "").then(pl.col("project_code").str.strip_chars()),
            pl.col("project_name"),
            pl.lit(""),
        ),
    )
    duplicated = pl.struct(*YEAR_KEY, "subject_key").is_duplicated()
    if not keyed.select(duplicated.any()).item():
        return keyed
    values = [name for name in keyed.columns if name not in {*YEAR_KEY, "subject_key", "source", "row", *_DIFFERING}]
    return (
        keyed.group_by(*YEAR_KEY, "subject_key", maintain_order=True)
        .agg(
            pl.col("source").first(),
            pl.col("row").first(),
            *(pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in values),
            *(
                (pl.any_horizontal(pl.col(name).n_unique() > 1 for name in papers) | pl.col(mark).any()).alias(mark)
                for mark, papers in _DIFFERING.items()
            ),
        )
        .select(keyed.columns)
    )


def _reached(day: str, as_of: date, stages: list[str], earlier: list[str]) -> pl.Expr:
    """Whether a milestone was reached by the day judged, by its date or the stage; null where they contradict."""
    passed, ahead = pl.col(day) <= as_of, pl.col(day) > as_of
    says_yes, says_no = pl.col("stage").is_in(stages), pl.col("stage").is_in(earlier)
    contradicts = (passed & says_no) | (ahead & says_yes)
    return (
        pl.when(contradicts.fill_null(value=False))
        .then(None)
        .when(passed | says_yes)
        .then(pl.lit(value=True))
        .when(ahead | says_no)
        .then(pl.lit(value=False))
    )


def _reviewed() -> pl.Expr:
    """Whether a review opinion exists: its date or a number says so; a status alone only denies it.

    正在办理 in place of a number is none; digits that do not look like a document number, or a receipt for the
    application, leave it open, and so does a date that cannot be read or be true. 已通过 or 已失效 without date or
    number proves nothing.
    """
    filed = pl.col("document_number").fill_null("").str.normalize("NFKC")
    number = filed.str.replace_all(ANNEX, "")
    digits = filed.str.contains("[0-9]") & ~number.str.contains(NO_PAPER_YET)
    numbered = (
        digits
        & number.str.contains(NUMBER_OF_A_PAPER)
        & (~number.str.contains(RECEIPT) | number.str.contains(DECISION))
    )
    paper = pl.col("approval_date").is_not_null() | numbered
    denied = pl.col("review_status").is_in(["pending", "rejected", "not_applied"]).fill_null(value=False)
    return (
        pl.when(paper & ~denied)
        .then(pl.lit(value=True))
        .when(pl.col("review_status").is_in(NOT_REVIEWED) & ~paper & ~digits & ~pl.col("approval_unclear"))
        .then(pl.lit(value=False))
    )


def _review_open_because() -> pl.Expr:
    """Why it cannot be told whether the project had to be reviewed, or began without; null where it can."""
    unstated = pl.col("nature").eq_missing(pl.lit("改建")) & pl.col("judged_electricity").is_null()
    # only the first regime has lines of oil and gas, which no project states
    amounts = ("judged_tce", "judged_electricity")
    oil_or_gas = (pl.col("review_regime") == "FAI-6") & pl.all_horizontal(pl.col(*amounts).is_not_null())
    required = (
        pl.when(pl.col("amounts_reach_line") & pl.col("increase_unstated"))
        .then(pl.lit("increase"))
        .when("amounts_reach_line")
        .then(pl.lit("simple-trade"))
        .when(unstated & pl.col("annual_electricity").is_not_null())
        .then(pl.lit("power-of-the-whole"))
        .when(oil_or_gas)
        .then(pl.lit("oil-or-gas"))
        .otherwise(pl.lit("amounts"))
    )
    return (
        pl.when(pl.col("governing").is_null())
        .then(pl.lit("regime"))
        .when(pl.col("review_required").is_null())
        .then(required)
        .when(pl.col("reviewed").is_null())
        .then(pl.lit("opinion"))
        .when(~pl.col("construction_started") & (pl.col("approval_date") < pl.lit(VALIDITY_SINCE)))
        .then(pl.lit("validity"))
        .when(pl.col("construction_started").is_null() | pl.col("construction_started_on").is_null())
        .then(pl.lit("start"))
    )


def _described(projects: pl.DataFrame, rules_as_of: date | None) -> pl.DataFrame:
    """What names a project's product: its title and main content, without what it buys."""
    return projects.with_row_index("unit_id").select(
        "unit_id",
        "industry_code",
        words=pl.concat_str("project_name", "main_content", separator=" ", ignore_nulls=True).str.replace_all(
            BOUGHT, ""
        ),
        on=law_ends(rules_as_of),
        tce_low="judged_tce",
        tce_high="judged_tce",
    )


def _facts() -> list[pl.Expr | str]:
    renamed = {
        "project_content": "main_content",
        "project_own_content": "own_content",
        "project_stage": "stage",
        "project_nature": "nature",
        "project_is_rebuilding": "rebuilt",
        "project_industry_code": "industry_code",
        "project_division": "division",
        "approval_number": "document_number",
        "review_governing_date": "governing",
        "approved_tce": "approved_tce_calorific",
        "project_coal_t": "coal_t",
        "project_two_high_sector": "sector",
        "project_two_high_match": "sector_match",
        "project_two_high_confidence": "sector_confidence",
        "project_in_provincial_catalogue": "in_catalogue",
    }
    kept = [
        "uscc",
        "report_year",
        "subject_key",
        "source",
        "row",
        "project_name",
        "project_code",
        "review_applied_on",
        "review_level",
        "approval_date",
        "review_status",
        "construction_started_on",
        "construction_started",
        "commissioned_on",
        "commissioned",
        "acceptance_on",
        "acceptance_done",
        "reviewed",
        "review_regime",
        "review_required",
        "review_open_because",
        "approval_is_change",
        "actual_reaches_line",
        "approval_expires_on",
        "acceptance_due_on",
        "judged_tce",
        "approved_tce_higher",
        "dates_ahead",
        "any_date_ahead",
        "actual_tce",
        "annual_electricity",
        "eia_approved",
        "regional_reduction_plan",
        "catalogue_class",
        "energy_level",
        "carbon_evaluated",
        "is_substitution",
        "split_candidate",
        "project_blanks",
        "project_gaps",
    ]
    return [*kept, *(pl.col(old).alias(new) for new, old in renamed.items())]
