"""Who filed: one row an enterprise-year, its sites added up, two contradicting filings told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import YEAR_KEY, doubled_years, is_among, repeated, unread_rows
from energy_audit.reference.csv_table import LINE
from energy_audit.reference.lookup import region_today
from energy_audit.reference.once import once
from energy_audit.reference.tables import shown_as
from energy_audit.vocabulary.fact import BY_LIST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

ADDED_UP = [
    "gross_output",
    "gross_output_const",
    "value_added",
    "sales_revenue",
    "tax_paid",
    "energy_cost",
    "production_cost",
    "employees",
    "energy_staff_full",
    "energy_staff_part",
    "reported_tce_calorific",
    "reported_tce_equal",
    "reported_tce_calorific_prev",
    "reported_tce_equal_prev",
    "reported_tce_feedstock",
]
"""Columns of the enterprise table that add up over the sites of a legal person."""

ALL_SITES = ["documents_listed_in_full", "sealed", "legal_rep_signed"]
"""Yes only if every site says yes."""

ONE_OF_THE_UNIT = ["energy_manager_filed"]
"""What the legal person owes once: sites that say yes and no leave it open."""

_DENIAL = "未.{0,2}(列|纳|指|认|确)|不(在|是|属)|没有|非重点"
_NONE = r"^(?:[无否非没未不]|[-—–/\\.。、\s]*$)"
_OF_THE_PROVINCE = "省|自治区|国家|国务院|(?:北京|天津|上海|重庆)市"
_BELOW_IT = "[州县区旗盟]|市(?:$|[^监])|^(?:筑|遵|安|毕|铜|六盘水|黔东南|黔南|黔西南)(?:发改|工信|府|能)"
"""How the number of a paper by a city, prefecture or county begins; the marks are those of Guizhou's nine."""


def identify_enterprises(intake: Intake, reference: Reference) -> pl.DataFrame:
    """One row an enterprise-year with the columns of the enterprise table.

    Two filings of the same site with different content leave the columns that differ null; sites are
    added up, a designation by any site is the legal person's, and what else does not add up is taken from the first site.

    Returns:
        The enterprise columns, ``source`` and ``row`` of the first filing, ``site_count``, ``filed_twice``,
        ``industry_division``, ``industry_section``, ``is_industrial``, ``prefecture_code``, ``designated``;
        ``listed_in`` the file of the list, and ``listed_line`` where it alone designates the unit.
    """
    table = intake.tables["enterprise"].filter(pl.col("uscc").is_not_null() & pl.col("report_year").is_not_null())
    values = [name for name in table.columns if name not in {*YEAR_KEY, "site", "source", "row"}]
    unread = {name: is_among(unread_rows(intake.problems, [name], "enterprise")) for name in ("site", "designated_by")}
    # one document designates many
    named = table.select(pl.col("designated_by").unique()).with_columns(
        designated=_names_document(), since=_first_year_named()
    )
    # a paper of a later year designates for its own time; whether it speaks of the year filed nobody can tell
    later = (pl.col("since") > pl.col("report_year")).fill_null(value=False) & pl.col("designated")
    filings = table.join(named, on="designated_by", how="left", nulls_equal=True, maintain_order="left").with_columns(
        # two rows whose sites cannot be read may be two sites
        pl.col("site").fill_null(""),
        site_unread=unread["site"],
        designated=pl.when(~unread["designated_by"] & ~later.fill_null(value=False)).then("designated"),
    )
    doubled = doubled_years(intake).with_columns(doubled=pl.lit(value=True))
    told = (
        _one_a_year(filings, values)
        .join(doubled, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(
            filed_twice=pl.col("filed_twice") | pl.col("doubled").fill_null(value=False),
            designated_by=pl.coalesce("document", "designated_by"),
        )
    )
    return _placed(told.drop("doubled", "document"), reference)


def _one_a_year(filings: pl.DataFrame, values: Sequence[str]) -> pl.DataFrame:
    """Bring filings to one row an enterprise-year, in the order of the first of each; most have only one, which says it all."""
    several = repeated(filings, YEAR_KEY)
    ordered = filings.with_row_index("nth")
    alone = ordered.filter(~several).select(
        *YEAR_KEY,
        "nth",
        "source",
        "row",
        "designated",
        *values,
        site_count=pl.lit(1, pl.Int64),
        filed_twice=pl.lit(value=False),
        document=pl.when("designated").then("designated_by"),
    )
    if not several.any():
        return alone.drop("nth")
    together = _over_filings(ordered.filter(several), values).select(alone.columns)
    return pl.concat([alone, together]).sort("nth").drop("nth")


def _over_filings(filings: pl.DataFrame, values: Sequence[str]) -> pl.DataFrame:
    """Bring the filings of each site of an enterprise-year together, then its sites."""
    first = pl.col("nth", "source", "row").first()
    per_site = filings.group_by(*YEAR_KEY, "site", maintain_order=True).agg(
        first,
        pl.when(~(pl.col("site_unread").any() & (pl.len() > 1))).then(pl.len() > 1).alias("filed_twice"),
        # two filings that say different things say neither
        pl.when(pl.col("designated").n_unique() == 1).then(pl.col("designated").first()).alias("designated"),
        pl.col("designated_by").filter("designated").first().alias("document"),
        *(pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in values),
    )
    return per_site.group_by(YEAR_KEY, maintain_order=True).agg(
        first,
        pl.len().cast(pl.Int64).alias("site_count"),
        pl.col("filed_twice").any(ignore_nulls=False),
        pl.col("designated").any(ignore_nulls=False),
        pl.col("document").filter("designated").first(),
        *(_over_sites(name) for name in values),
    )


def _names_document() -> pl.Expr:
    """Whether a filing names what designates it: a document number holds digits; 无 or 未列入名单 in its place names none.

    Unknown of a claim without a number (是, 省级重点用能单位), of a denial that holds digits, too (2025年未列入名单), and of a paper of a body below the province: only the
    province or the State Council's departments designate (art. 52), though a city may pass their list on.
    """
    filed = pl.col("designated_by").str.normalize("NFKC").str.strip_chars()
    numbered = filed.str.replace_all(r"附[件表录]\s*[0-9]*", "").str.contains("[0-9]")
    issuer = filed.str.extract(r"^(?:贵州)?([^0-9]*)")  # its second character is that of a prefecture
    local = issuer.str.contains(_BELOW_IT) & ~filed.str.contains(_OF_THE_PROVINCE)
    doubtful = numbered & (filed.str.contains(_DENIAL) | local)
    denied = filed.str.contains(_DENIAL) | filed.str.contains(_NONE)
    doubtful |= ~numbered & ~denied
    return pl.when(~doubtful.fill_null(value=False)).then(numbered.fill_null(value=False))


def _first_year_named() -> pl.Expr:
    """The earliest year that a designation names, in its number (〔2025〕) or its title (2025年); null where it names none."""
    filed = pl.col("designated_by").str.normalize("NFKC")
    years = filed.str.extract_all(r"(?:19|20)[0-9]{2}\s*[年〕\]】)]").list.eval(pl.element().str.slice(0, 4))
    return years.list.eval(pl.element().cast(pl.Int64)).list.min()


def _over_sites(name: str) -> pl.Expr:
    column = pl.col(name)
    if name in ADDED_UP:
        return pl.when(column.is_null().any()).then(None).otherwise(column.sum()).alias(name)
    if name in ALL_SITES:
        return column.all(ignore_nulls=False).alias(name)
    if name in ONE_OF_THE_UNIT:
        disputed = column.any() & ~column.all()
        return pl.when(~disputed).then(column.all(ignore_nulls=False)).alias(name)
    return column.first().alias(name)


def _placed(enterprises: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add industry section and division, today's region codes and the designation on file."""
    divisions = reference.industries.filter(pl.col("level") == "division").select(
        industry_division="code", industry_section="section", is_industrial="industrial"
    )
    # a development zone or a name, kept as it was filed, says not yet that it lies outside some province
    coded = pl.when(pl.col("region_code").str.contains(r"^\d{6}$")).then("region_code")
    enterprises = enterprises.with_columns(region_code=coded)
    codes = enterprises["region_code"].drop_nulls().unique().to_list()
    listed = designated(reference).drop("listed_name")
    today = {code: region_today(reference, code) or code for code in codes}
    return (
        enterprises.with_columns(
            industry_division=pl.col("industry_code").str.slice(0, 2),
            region_code=pl.col("region_code").replace(today),
        )
        .join(divisions, on="industry_division", how="left", maintain_order="left")
        .with_columns(
            prefecture_code=pl.concat_str(pl.col("region_code").str.slice(0, 4), pl.lit("00")),
        )
        .join(listed, on=YEAR_KEY, how="left", maintain_order="left")
        # the unit did not file this paper: the value says whose it is, and its place is the list's row
        .with_columns(by_list=pl.col("listed_by").is_not_null() & ~pl.col("designated").fill_null(value=False))
        .with_columns(
            designated=pl.col("designated") | pl.col("by_list"),
            designated_by=pl.when("by_list").then(pl.col("listed_by") + BY_LIST).otherwise("designated_by"),
            listed_line=pl.when("by_list").then("listed_line"),
            listed_in=pl.lit(shown_as(reference.path_of("designated_units"))),
            # the list of one year says nothing of another
            designation_list_loaded=pl.col("report_year").is_in(listed["report_year"].unique().to_list()),
        )
        .drop("listed_by", "by_list")
    )


@once
def designated(reference: Reference) -> pl.DataFrame:
    """Units on the list of an authority, by year, with name, document and line in its file; a draft or a doubtful row designates nobody."""
    sound = pl.col("legal_status").is_in(["in_force", "superseded"]) & (pl.col("confidence") != "low")
    rows = reference.designated_units.filter(sound)
    return rows.group_by("uscc", pl.col("list_year").alias("report_year"), maintain_order=True).agg(
        listed_by=pl.col("document_no").first(),
        listed_name=pl.col("enterprise_name").drop_nulls().first(),
        listed_line=pl.col(LINE).first(),
    )
