"""The archive list as an enterprise filed it, brought to one row a document: what it holds, claims and lets lapse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, is_among, repeated, unread_rows
from energy_audit.filing.values.cells import answered
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.filing.intake import Intake

OWN_WORDS = ["本单位", "本公司", "本企业", "本厂", "我单位", "我公司", "我厂"]
"""What people write for themselves where a name is asked for."""

WITHOUT_END = ["长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限"]
"""What people write for a date that never comes; a blank says the same."""

DOCUMENT_KEY = [*YEAR_KEY, "document_id", "document_project"]
"""Entries that agree in these are papers of one kind."""

OWN_PART = r"(部|科|室|处|办|中心|车间|分厂|班组)$"
"""How a department's name ends; behind the unit's own name it is the unit."""


def listed_documents(
    intake: Intake, entries: pl.DataFrame, enterprises: pl.DataFrame, checklist: pl.DataFrame
) -> pl.DataFrame:
    """The filed list (``list_entries``), one row a document (and project): papers of one kind are judged together."""
    names = enterprises.select(
        *YEAR_KEY,
        own_name=normalised(pl.col("enterprise_name")),
        old_names=pl.when(~is_among(unread_rows(intake.problems, ["former_names"], "enterprise"))).then(
            normalised(pl.col("former_names").fill_null(""))
        ),
    )
    owner = normalised(pl.col("owner_name"))
    only_project = _only_project_of(intake)
    papers = (
        entries.filter(pl.col("document_id").is_not_null())
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
            differs=pl.col("holds")
            & pl.col("owned")
            & (owner != pl.col("own_name"))
            & ~owner.is_in(OWN_WORDS)
            # a department of the unit is the unit
            & ~(owner.str.starts_with(pl.col("own_name")) & owner.str.contains(OWN_PART))
            & ~pl.col("old_names").str.contains(owner, literal=True),
        )
    )
    # nearly every document is one paper, and a group for each of them costs more than all else that is asked of the list
    several = repeated(papers, DOCUMENT_KEY)
    return pl.concat([single_papers(papers.filter(~several)), several_papers(papers.filter(several))])


def single_papers(papers: pl.DataFrame) -> pl.DataFrame:
    """What ``several_papers`` says of documents of which one paper is listed each: what its row says."""
    claimed, held = (pl.col(name).fill_null(value=False) for name in ("claimed", "holds"))
    reason = pl.col("not_applicable_reason")
    return papers.select(
        *DOCUMENT_KEY,
        list_source="source",
        list_row="row",
        list_held=pl.when(held).then(pl.lit(value=True)).when(pl.col("held") == "否").then(pl.lit(value=False)),
        list_ahead="ahead",
        list_both_ways=pl.lit(value=False),
        claimed="claimed",
        unreasoned=pl.col("unreasoned") & ~(claimed & reason.is_not_null()),
        list_reason=pl.when(claimed).then(reason),
        list_valid_until=pl.when(held).then("valid_until"),
        list_expired="expired",
        list_owner="owner_name",
        owner_differs="differs",
    )


def several_papers(papers: pl.DataFrame) -> pl.DataFrame:
    """Judge the papers of one kind together, one row a document (and project)."""
    claimed = pl.col("claimed")
    return papers.group_by(*DOCUMENT_KEY, maintain_order=True).agg(
        list_source=pl.col("source").first(),
        list_row=pl.col("row")
        .sort_by(pl.col("expired").fill_null(value=False) | pl.col("differs").fill_null(value=False), descending=True)
        .first(),
        list_held=pl.when(_both_ways())
        .then(None)
        .when(pl.col("holds").any(ignore_nulls=True))
        .then(pl.lit(value=True))
        .when((pl.col("held") == "否").all(ignore_nulls=False))
        .then(pl.lit(value=False)),
        list_ahead=pl.col("ahead").any(),
        list_both_ways=_both_ways(),
        claimed=claimed.any(ignore_nulls=False),
        unreasoned=pl.col("unreasoned").any(ignore_nulls=False)
        & ~pl.col("not_applicable_reason").filter(claimed).is_not_null().any(),
        list_reason=pl.col("not_applicable_reason").filter(claimed).drop_nulls().first(),
        list_valid_until=pl.col("valid_until").filter("holds").sort().first(),
        list_expired=pl.when(pl.col("one_each").first()).then(_lapsed()).otherwise(_all_expired()),
        list_owner=pl.col("owner_name").drop_nulls().first(),
        owner_differs=pl.col("differs").any(ignore_nulls=False),
    )


def list_entries(intake: Intake, as_of: date) -> pl.DataFrame:
    """The rows of the list as far as they can be read; a cell that holds something nobody can read may say anything.

    Adds ``claimed`` (not to apply), ``unreasoned`` (without a reason), ``owned`` (an owner is named), ``holds``, ``expired``: Boolean,
    null where such a cell decides. A blank cell says none of this. And ``ahead``, never null: it is said to be held and bears
    a day of issue that has not come, so that nobody knows.
    """

    def unread(*columns: str) -> pl.Expr:
        return is_among(unread_rows(intake.problems, columns, "document"))

    claimed = pl.when(~unread("held")).then((pl.col("held") == "不适用").fill_null(value=False))
    stated = pl.when(~unread("not_applicable_reason")).then(pl.col("not_applicable_reason").is_not_null())
    ahead = ((pl.col("held") == "是") & (pl.col("issued_on") > as_of)).fill_null(value=False)
    held = pl.when(~unread("held") & ~ahead).then((pl.col("held") == "是").fill_null(value=False))
    passed = pl.when(~is_among(_unread_ends(intake))).then((pl.col("valid_until") < as_of).fill_null(value=False))
    rows = intake.tables["document"]
    reason = answered(pl.col("not_applicable_reason"))
    rows = rows.with_columns(_meant(rows, "document_id", _document_id()), _meant(rows, "not_applicable_reason", reason))
    return rows.with_columns(
        claimed=claimed,
        unreasoned=claimed & ~stated,
        owned=pl.when(~unread("owner_name")).then(pl.col("owner_name").is_not_null()),
        holds=held,
        ahead=ahead,
        expired=held & passed,
    )


def _meant(rows: pl.DataFrame, column: str, meaning: pl.Expr) -> pl.Expr:
    """What the texts of a column mean: units share them, so each spelling is read once."""
    spellings = rows.select(pl.col(column).unique()).with_columns(meant=meaning)
    return pl.col(column).replace_strict(spellings[column], spellings["meant"], return_dtype=pl.String())


def _both_ways() -> pl.Expr:
    """Whether one paper is said to be held and said not to be; never null. One of another title is another paper."""
    held, title = pl.col("holds").fill_null(value=False), _compared("title").fill_null("")
    titles = title.filter(held)
    denied = (pl.col("held") == "否") & ((title == "") | title.is_in(titles.implode()) | (titles == "").any())
    return (denied.fill_null(value=False) & held.any()).any()


def _all_expired() -> pl.Expr:
    """Whether all papers that are held expired; one that may be held and may have expired leaves it open."""
    valid = pl.col("holds") & ~pl.col("expired")
    open_ = valid.is_null().any() & pl.col("expired").fill_null(value=True).any()
    return pl.when(valid.any()).then(pl.lit(value=False)).when(~open_).then(pl.col("expired").any())


def _lapsed() -> pl.Expr:
    """Whether one of several papers lapsed without being renewed.

    A valid paper of the same number is its renewal. One of the same title under another number may be that, or another
    meter's: null. One of another title, or papers that nothing names, leave the lapse as it stands. So does null a paper
    whose last day cannot be read.
    """
    number, title = _compared("document_number"), _compared("title")
    expired, perhaps = (pl.col("expired").fill_null(value=each) for each in (False, True))
    valid = pl.col("held").eq_missing(pl.lit("是")) & ~perhaps
    renewed = number.is_in(number.filter(valid).drop_nulls().implode()).fill_null(value=False)
    namesake = title.is_in(title.filter(valid).drop_nulls().implode()).fill_null(value=False)
    return (
        pl.when((expired & ~renewed & ~namesake).any())
        .then(pl.lit(value=True))
        .when((perhaps & ~renewed).any())
        .then(None)
        .otherwise(pl.lit(value=False))
    )


def _unread_ends(intake: Intake) -> pl.DataFrame:
    """Rows whose last day of validity cannot be read, and does not say that there is none."""
    dated = intake.problems.filter(~pl.col("value").is_in(WITHOUT_END).fill_null(value=False))
    return unread_rows(dated, ["valid_until"], "document")


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


def lists_with_strange_ids(entries: pl.DataFrame, checklist: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years whose list (``list_entries``) names documents that the checklist does not know: it cannot be read in full.

    Returns:
        uscc, report_year, ``strange``: true; ``strange_expired``, ``strange_claimed``, ``strange_unreasoned``: whether such an
        entry is, or may be, expired, claimed not to apply, without a reason.
    """
    known = checklist["document_id"].to_list()
    return (
        entries.filter(~pl.col("document_id").is_in(known).fill_null(value=False))
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(
            strange=pl.lit(value=True),
            **{
                f"strange_{name}": pl.col(name).fill_null(value=True).any()
                for name in ("expired", "claimed", "unreasoned")
            },
        )
    )


def _only_project_of(intake: Intake) -> pl.DataFrame:
    """The project a paper without project code belongs to, where the unit has just one."""
    return (
        intake.tables["project"]
        .with_columns(key=pl.coalesce("project_code", "project_name"))
        .group_by(YEAR_KEY)
        .agg(only_project=pl.when(pl.col("key").n_unique() == 1).then(pl.col("key").first()))
    )
