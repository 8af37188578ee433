"""Facts of each document of the energy-saving management file, one row for every document of the checklist.

The checklist is compiled from statutes, orders and notices (no national list exists); each document carries
the law that asks for it. A document that belongs to a project has one row a project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.facts.law_day import law_ends
from energy_audit.facts.project_papers import papers_of_projects
from energy_audit.reference.lookup import laws
from energy_audit.reference.spelling import normalised
from energy_audit.vocabulary.fact import CLAIM_AGAINST_PROJECT

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

YEAR_KEY = ["uscc", "report_year"]
TIERS = "ABCD"

OF_THE_ENTERPRISE = ["documents_listed_in_full", "archive_list_filed", "tiers_possible", "source", "row"]
"""What the facts of a document rest on beside the filed list."""

KEY_USER_LAW = ("KEU-", "ECL-52", "ECL-53", "ECL-54", "ECL-55", "ECL-82", "ECL-83", "ECL-84")
"""Articles that bind key energy users only; a unit of tier C is bound as a general energy user."""

ONE_EACH = ["per_certificate", "per_contract", "per_case", "per_inspection"]
"""Documents of which several may be held, each with its own validity: one that lapsed is a lapse."""


DAY_OF_THE_DEED = {"ARC-35": "review_governing_date", "ARC-36": "commissioned_on"}
"""The deed of a project that a paper proves, whose day's law asked for it: its start, its coming into use."""

OWN_WORDS = ["本单位", "本公司", "本企业", "本厂", "我单位", "我公司", "我厂"]
"""What people write for themselves where a name is asked for."""

OWN_PART = r"(部|科|室|处|办|中心|车间|分厂|班组)$"
"""How a department's name ends; behind the unit's own name it is the unit."""


def document_facts(
    intake: Intake,
    enterprises: pl.DataFrame,
    projects: pl.DataFrame,
    reference: Reference,
    *,
    as_of: date,
    rules_as_of: date | None = None,
) -> pl.DataFrame:
    """One row an enterprise-year and document (and project, for documents of a project).

    Args:
        intake: the archive list as filed.
        enterprises: uscc, report_year, enterprise_name, former_names, documents_listed_in_full, archive_list_filed,
            tiers_possible, source, row.
        projects: project facts, for documents that each project owes.
        reference: the checklist.
        as_of: the day validity is judged.
        rules_as_of: the day whose law asks for papers, instead of that of the filing's year.

    Returns:
        Document facts; ``subject_key`` is the document id, with ``/project`` for documents of a project.
    """
    checklist = _checklist(reference)
    owed = _owed(enterprises, projects, checklist, rules_as_of)
    listed = _listed(intake, enterprises, checklist, as_of=as_of)
    joined = owed.join(
        listed.with_columns(row_of_list=pl.lit(value=True)),
        on=[*YEAR_KEY, "document_id", "document_project"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    # a paper of some project that does not say which: no project may be told to lack it
    stray = (
        listed.filter(pl.col("document_project").is_null())
        .select(*YEAR_KEY, "document_id")
        .unique()
        .with_columns(stray=pl.lit(value=True))
    )
    joined = joined.join(stray, on=[*YEAR_KEY, "document_id"], how="left", maintain_order="left")
    of_project = pl.col("document_project").is_not_null() & pl.col("stray").fill_null(value=False)
    joined = joined.join(
        _lists_with_strange_ids(intake, checklist), on=YEAR_KEY, how="left", maintain_order="left"
    ).with_columns(documents_listed_in_full=pl.col("documents_listed_in_full") & pl.col("strange").is_null())
    owed_by_project = papers_of_projects(projects, reference.project_review, as_of=as_of)
    joined = joined.join(
        owed_by_project,
        on=[*YEAR_KEY, "document_id", "document_project"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    full = pl.col("documents_listed_in_full").fill_null(value=False)
    excused = pl.col("claimed").fill_null(value=False) & pl.col("list_reason").is_not_null()
    # a reason that the project table contradicts settles nothing
    disputed = excused & pl.col("owed_by_project").fill_null(value=False)
    unlisted = pl.when(full & pl.col("archive_list_filed") & ~of_project).then(pl.lit(value=False))
    found = pl.col("row_of_list").fill_null(value=False)
    return joined.select(
        *YEAR_KEY,
        pl.concat_str(
            pl.col("document_id"),
            pl.when(pl.col("document_project").is_not_null())
            .then(pl.concat_str(pl.lit("/"), "document_project"))
            .otherwise(pl.lit("")),
        ).alias("subject_key"),
        pl.coalesce("list_source", "source").alias("source"),
        pl.coalesce("list_row", "row").alias("row"),
        "document_id",
        "document_name",
        "document_requirement",
        "document_law_day",
        _required().alias("document_required"),
        _binding().alias("document_binding"),
        pl.when(pl.col("list_held").fill_null(value=False))
        .then(pl.lit(value=True))
        .when(disputed)
        .then(None)
        .when(excused)
        .then(pl.lit(value=False))
        .otherwise("owed_by_project")
        .alias("document_condition_holds"),
        pl.when(~pl.col("archive_list_filed").fill_null(value=False))
        .then(pl.lit("no-list"))
        .when(found & pl.col("claimed") & pl.col("list_reason").is_null())
        .then(pl.lit("no-reason"))
        .when(found & disputed)
        .then(pl.lit(CLAIM_AGAINST_PROJECT))
        .when(found & pl.col("claimed"))
        .then(pl.lit("claim"))
        .when(found & pl.col("list_held").is_null())
        .then(pl.lit("unusable"))
        .when(found | unlisted.is_not_null())
        .then(pl.lit("owed"))
        .when(of_project)
        .then(pl.lit("project"))
        .otherwise(pl.lit("not-listed"))
        .alias("document_open_because"),
        pl.when(pl.col("archive_list_filed")).then(found).alias("document_listed"),
        pl.when(found).then(pl.col("list_held")).otherwise(unlisted).alias("document_held"),
        pl.when(pl.col("archive_list_filed"))
        .then(pl.col("claimed").fill_null(value=False))
        .alias("document_claimed_not_applicable"),
        pl.col("list_reason").alias("not_applicable_reason"),
        pl.col("list_valid_until").alias("document_valid_until"),
        # listed, but perhaps renewed: unknown
        pl.when(found)
        .then("list_expired")
        .when(pl.col("archive_list_filed"))
        .then(pl.lit(value=False))
        .alias("document_expired"),
        pl.col("list_owner").alias("document_owner"),
        pl.when(found).then(pl.col("owner_differs")).alias("document_owner_differs"),
        "document_project",
    )


def _checklist(reference: Reference) -> pl.DataFrame:
    """The checklist with whom its law binds: every energy user, key energy users, or nobody for certain."""
    sound = {
        law.id
        for law in laws(reference).values()
        if law.kind == "duty" and law.legal_status == "in_force" and law.confidence != "low"
    }
    return pl.DataFrame(
        [
            (
                each.id,
                each.name_zh,
                each.requirement,
                "".join(each.tiers),
                each.per_project,
                each.renewal_cycle in ONE_EACH,
                _bound(tuple(law for law in each.law if law in sound)) if each.duty else "nobody",
            )
            for each in reference.documents
        ],
        schema={
            "document_id": pl.String,
            "document_name": pl.String,
            "document_requirement": pl.String,
            "document_tiers": pl.String,
            "per_project": pl.Boolean,
            "one_each": pl.Boolean,
            "bound": pl.String,
        },
        orient="row",
    )


def _bound(duties: tuple[str, ...]) -> str:
    if not duties:
        return "nobody"
    return "key users" if all(law.startswith(KEY_USER_LAW) for law in duties) else "all"


def _day_of_the_deed(otherwise: pl.Expr) -> pl.Expr:
    """The day whose law asked a project for its paper; the year of the filing where no deed of the project is proven."""
    day = otherwise
    for document, deed in DAY_OF_THE_DEED.items():
        day = pl.when(pl.col("document_id") == document).then(deed).otherwise(day)
    return day


def _owed(
    enterprises: pl.DataFrame, projects: pl.DataFrame, checklist: pl.DataFrame, rules_as_of: date | None
) -> pl.DataFrame:
    """Every document for every enterprise-year; documents of a project once for each of its projects."""
    # sixty rows an enterprise-year: only what they need may be repeated
    enterprises = enterprises.select(*YEAR_KEY, *OF_THE_ENTERPRISE)
    general = enterprises.join(checklist.filter(~pl.col("per_project")), how="cross").with_columns(
        document_project=pl.lit(None, pl.String), document_law_day=law_ends(rules_as_of)
    )
    of_projects = (
        enterprises.join(
            projects.select(*YEAR_KEY, *DAY_OF_THE_DEED.values(), document_project="subject_key"),
            on=YEAR_KEY,
            how="inner",
            maintain_order="left",
        )
        .join(checklist.filter("per_project"), how="cross")
        .with_columns(document_law_day=_day_of_the_deed(law_ends(rules_as_of)))
        .select(general.columns)
    )
    return pl.concat([general, of_projects]).sort(
        "uscc", "report_year", "document_id", "document_project", maintain_order=True
    )


def _listed(intake: Intake, enterprises: pl.DataFrame, checklist: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """The filed list, one row a document (and project): several papers of one kind are judged together."""
    names = enterprises.select(
        *YEAR_KEY,
        own_name=normalised(pl.col("enterprise_name")),
        old_names=normalised(pl.col("former_names").fill_null("")),
    )
    held, claimed = pl.col("held") == "是", pl.col("held") == "不适用"
    owner = normalised(pl.col("owner_name"))
    expired = held & (pl.col("valid_until") < as_of)
    only_project = _only_project_of(intake)
    return (
        intake.tables["document"]
        .with_columns(document_id=_document_id())
        .filter(pl.col("document_id").is_not_null())
        .join(
            checklist.select("document_id", "per_project", "one_each"),
            on="document_id",
            how="inner",
            maintain_order="left",
        )
        .join(names, on=YEAR_KEY, how="left", maintain_order="left")
        .join(only_project, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(
            document_project=pl.when("per_project").then(pl.coalesce("project_code", "only_project")),
            expired=expired.fill_null(value=False),
            differs=held
            & pl.col("owner_name").is_not_null()
            & (owner != pl.col("own_name"))
            & ~owner.is_in(OWN_WORDS)
            # a department of the unit is the unit
            & ~(owner.str.starts_with(pl.col("own_name")) & owner.str.contains(OWN_PART))
            & ~pl.col("old_names").str.contains(owner, literal=True),
        )
        .group_by(*YEAR_KEY, "document_id", "document_project", maintain_order=True)
        .agg(
            list_source=pl.col("source").first(),
            list_row=pl.col("row")
            .sort_by(pl.col("expired") | pl.col("differs").fill_null(value=False), descending=True)
            .first(),
            list_held=pl.when(held.any(ignore_nulls=True))
            .then(pl.lit(value=True))
            .when((pl.col("held") == "否").all(ignore_nulls=False))
            .then(pl.lit(value=False)),
            claimed=claimed.any(),
            list_reason=pl.col("not_applicable_reason").filter(claimed).drop_nulls().first(),
            list_valid_until=pl.col("valid_until").filter(held).sort().first(),
            list_expired=pl.when(pl.col("one_each").first())
            .then(_lapsed())
            .otherwise(pl.col("expired").filter(held).all() & held.any()),
            list_owner=pl.col("owner_name").drop_nulls().first(),
            owner_differs=pl.col("differs").any(),
        )
    )


def _lapsed() -> pl.Expr:
    """Whether one of several papers lapsed without being renewed.

    A valid paper of the same number is its renewal. One of the same title under another number may be that, or another
    meter's: null. One of another title, or papers that nothing names, leave the lapse as it stands.
    """
    number, title = _compared("document_number"), _compared("title")
    expired, valid = pl.col("expired"), pl.col("held").eq_missing(pl.lit("是")) & ~pl.col("expired")
    renewed = number.is_in(number.filter(valid).drop_nulls().implode()).fill_null(value=False)
    namesake = title.is_in(title.filter(valid).drop_nulls().implode()).fill_null(value=False)
    return (
        pl.when((expired & ~renewed & ~namesake).any())
        .then(pl.lit(value=True))
        .when((expired & ~renewed).any())
        .then(None)
        .otherwise(pl.lit(value=False))
    )


def _compared(name: str) -> pl.Expr:
    spelling = normalised(pl.col(name))
    return pl.when(spelling != "").then(spelling)


def _document_id() -> pl.Expr:
    """The id as the checklist writes it: ARC-4, arc04 and full-width ARC－04 all mean ARC-04; null where none is meant."""
    digits = (
        pl.col("document_id")
        .str.normalize("NFKC")
        .str.to_uppercase()
        .str.extract(r"^\s*ARC[\s\-‐–—_]*0*([0-9]{1,2})\s*$")
    )
    return pl.concat_str(pl.lit("ARC-"), digits.str.zfill(2))


def _lists_with_strange_ids(intake: Intake, checklist: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years whose list names documents that the checklist does not know: it cannot be read in full."""
    known = checklist["document_id"].to_list()
    return (
        intake.tables["document"]
        .with_columns(meant=_document_id())
        .filter(~pl.col("meant").is_in(known).fill_null(value=False))
        .select(YEAR_KEY)
        .unique()
        .with_columns(strange=pl.lit(value=True))
    )


def _only_project_of(intake: Intake) -> pl.DataFrame:
    """The project a paper without project code belongs to, where the unit has just one."""
    return (
        intake.tables["project"]
        .with_columns(key=pl.coalesce("project_code", "project_name"))
        .group_by(YEAR_KEY)
        .agg(only_project=pl.when(pl.col("key").n_unique() == 1).then(pl.col("key").first()))
    )


def _required() -> pl.Expr:
    """Whether every tier still possible owes the document; null where the possible tiers disagree."""
    owed = [
        pl.when(pl.col("tiers_possible").str.contains(tier)).then(pl.col("document_tiers").str.contains(tier))
        for tier in TIERS
    ]
    every, some = (
        pl.all_horizontal(each.fill_null(value=True) for each in owed),
        pl.any_horizontal(each.fill_null(value=False) for each in owed),
    )
    return pl.when(every).then(pl.lit(value=True)).when(~some).then(pl.lit(value=False))


def _binding() -> pl.Expr:
    """Whether the document's law binds this unit: key-user articles do not bind tier C (or D)."""
    may_be_statutory = pl.col("tiers_possible").str.contains("A|B")
    may_be_general = pl.col("tiers_possible").str.contains("C|D")
    return (
        pl.when(pl.col("bound") != "key users")
        .then(pl.col("bound") == "all")
        .when(may_be_statutory & ~may_be_general)
        .then(pl.lit(value=True))
        .when(~may_be_statutory)
        .then(pl.lit(value=False))
    )
