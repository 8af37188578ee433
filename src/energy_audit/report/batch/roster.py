"""The roster: one row an enterprise-year with everything the pages of a batch show, sort and filter by.

It is the ``enterprises`` table with names for its codes, the facts behind the
policy's measures, the rules it breaches and the pages that were written for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.reference.lookup import region_today
from energy_audit.report.tables.data import KEY, page_name
from energy_audit.rulebook.model import KINDS, SEVERITIES
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

PROVINCE: Final = "52"
"""Guizhou in GB/T 2260."""
OUTSIDE: Final = "outside"
"""In place of a prefecture: a region of another province."""
UNRECOGNISED: Final = "unrecognised"
"""In place of a prefecture: no region that can be told."""

FACTS: Final = (
    "report_year_possible",
    "archive_list_filed",
    "documents_unknown",
    "inspection_record_held",
    "tiers_possible",
    "tier_undecided_because",
    "margin_5000_tce",
    "margin_10000_tce",
    "equal_factor_origin",
    "co2_t_low",
    "co2_t_high",
    "net_producer",
    "has_conversion_table",
    "has_nonfossil_table",
    "has_product_table",
    "has_target_table",
    "has_equipment_table",
    "has_metering_table",
    "has_project_table",
)
"""Facts of the enterprise that are not columns of the ``enterprises`` table."""

GRADES: Final = tuple(f"{kind} {severity}" for kind in KINDS if kind != "notice" for severity in SEVERITIES)
"""What a unit may have against it, the gravest first; a suspicion is never graver than a violation, a notice no fault."""


def call_roll(material: Material, tables: BatchTables, pages: frozenset[str], words: Words) -> pl.DataFrame:
    """Return the roster, in the order of ``tables.enterprises``.

    Args:
        material: facts and reference tables.
        tables: the written tables.
        pages: relative paths of the pages that were written; no other is linked.
        words: the language of names.

    Returns:
        ``ENTERPRISES`` and ``FACTS``; ``prefecture`` (code, ``OUTSIDE`` or ``UNRECOGNISED``), ``county``
        (code, null where only the prefecture is known), ``division`` (two digits or null) and their ``…_name``;
        ``latest``: the enterprise's latest year in the batch, of those that can be if any can; ``archive``: complete, incomplete or cannot_tell;
        ``gravest``: the first of ``GRADES`` it has, null where it has none; ``gravity``: higher is graver, by the gravest
        first and by how many there are of it, then by the next; ``rules``: codes of its breached rules; ``projects``: its suspected two-high-one-low projects;
        ``why_open``: why its tier is open, null where it is not; ``html``, ``pdf``: its pages, null where not written.
    """
    facts = material.facts.frames["enterprise"].select(*KEY, *FACTS)
    roll = tables.enterprises.join(facts, on=KEY, how="left", nulls_equal=True, maintain_order="left")
    roll = named(roll, material.reference, words)
    roll = roll.join(_breached_rules(tables.findings), on=KEY, how="left", nulls_equal=True)
    roll = roll.join(_graded(tables.findings), on=KEY, how="left", nulls_equal=True).with_columns(
        pl.col(GRADES).fill_null(0)
    )
    roll = roll.join(_suspected_projects(material), on=KEY, how="left", nulls_equal=True)
    roll = roll.sort(KEY, nulls_last=True)
    names = [page_name(uscc, year) for uscc, year in roll.select(KEY).iter_rows()]
    return roll.with_columns(
        pl.col("rules", "projects").fill_null([]),
        gravest=pl.coalesce(pl.when(pl.col(grade) > 0).then(pl.lit(grade)) for grade in GRADES),
        gravity=pl.struct(GRADES).rank("dense"),
        archive=_archive_state(),
        latest=_latest(),
        why_open=_why_open(roll, words),
        **{form: _links(names, form, pages) for form in ("html", "pdf")},
    ).drop(GRADES)


def _latest() -> pl.Expr:
    """Whether it is the latest year of its enterprise; one that cannot be hides none that can."""
    can_be = pl.col("report_year_possible").fill_null(value=False)
    counts = can_be | ~can_be.any().over("uscc")
    year = pl.when(counts).then(pl.col("report_year").fill_null(0))
    return (year == year.max().over("uscc")).fill_null(value=False)


def named(roll: pl.DataFrame, reference: Reference, words: Words) -> pl.DataFrame:
    """Add ``prefecture``, ``county``, ``division`` and their ``…_name`` to rows with ``region_code`` and ``industry_code``."""
    roll = roll.join(_places(roll, reference, words), on="region_code", how="left", nulls_equal=True)
    return roll.join(_industries(roll, reference, words), on="industry_code", how="left", nulls_equal=True)


def prefectures(reference: Reference, words: Words) -> dict[str, str]:
    """Return the nine prefectures of today, code to name, and what stands in place of one."""
    today = reference.regions.filter(pl.col("replaced_by").is_null(), level="prefecture").sort("code")
    names = dict(today.select("code", words.pick("name_zh", "name_en")).iter_rows())
    return names | {
        OUTSIDE: words("外省"),
        UNRECOGNISED: words("未识别"),
    }


def _archive_state() -> pl.Expr:
    """Complete: nothing missing, expired or unknown, and a list was filed. Unknown is never complete."""
    lacks = (pl.col("documents_missing") > 0) | (pl.col("documents_expired") > 0)
    whole = (
        pl.col("archive_list_filed")
        & (pl.col("documents_missing") == 0)
        & (pl.col("documents_expired") == 0)
        & (pl.col("documents_unknown") == 0)
    )
    return (
        pl.when(pl.col("archive_list_filed") & lacks)
        .then(pl.lit("incomplete"))
        .when(whole)
        .then(pl.lit("complete"))
        .otherwise(pl.lit("cannot_tell"))
    )


def _places(roll: pl.DataFrame, reference: Reference, words: Words) -> pl.DataFrame:
    """Name every region code of the roll; an old code counts where its place is today."""
    named = dict(reference.regions.select("code", words.pick("name_zh", "name_en")).iter_rows())
    of_prefecture = prefectures(reference, words)
    rows = []
    for code in roll["region_code"].unique().sort():
        prefecture, county = _place(code, reference, of_prefecture)
        rows.append((code, prefecture, of_prefecture[prefecture], county, named.get(county) if county else None))
    schema = ("region_code", "prefecture", "prefecture_name", "county", "county_name")
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")


def _place(code: str | None, reference: Reference, known: dict[str, str]) -> tuple[str, str | None]:
    if code is None or len(code) != 6 or not code.isdigit():
        return UNRECOGNISED, None
    if not code.startswith(PROVINCE):
        return OUTSIDE, None
    today = region_today(reference, code) or code
    prefecture = today[:4] + "00"
    if prefecture not in known:
        return UNRECOGNISED, None
    listed = not reference.regions.filter(code=today, level="county").is_empty()
    return prefecture, today if listed else None


def _industries(roll: pl.DataFrame, reference: Reference, words: Words) -> pl.DataFrame:
    """Name the division of every industry code; a division without a name on file goes by its section's."""
    name = words.pick("name_zh", "name_en")
    sections = dict(reference.industries.filter(level="section").select("section", name).iter_rows())
    divisions = {
        division: own or words("{sections}（{division}）", sections=sections[section], division=division)
        for division, own, section in reference.industries.filter(level="division")
        .select("division", name, "section")
        .iter_rows()
    }
    rows = []
    for code in roll["industry_code"].unique().sort():
        division = code[:2] if code and code[:2] in divisions else None
        rows.append((code, division, divisions[division] if division else words("未识别")))
    schema = ("industry_code", "division", "division_name")
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")


def _breached_rules(findings: pl.DataFrame) -> pl.DataFrame:
    breached = findings.filter(verdict="breached")
    return breached.group_by(KEY).agg(rules=pl.col("rule").unique().sort())


def _graded(findings: pl.DataFrame) -> pl.DataFrame:
    """Count the breached verdicts of each of ``GRADES``."""
    grade = pl.concat_str("kind", "severity", separator=" ")
    breached = findings.filter(verdict="breached")
    return breached.group_by(KEY).agg((grade == each).sum().alias(each) for each in GRADES)


def _suspected_projects(material: Material) -> pl.DataFrame:
    """List the projects that meet a two-high-one-low criterion of the packs."""
    marks = material.judgement.criteria("project")
    names = [
        name
        for name, each in material.rulebook.criteria.items()
        if each.role == "two_high_one_low" and each.subject == "project" and name in marks.columns
    ]
    suspected = marks.filter(pl.any_horizontal(names)) if names else marks.clear()
    return suspected.group_by(KEY).agg(projects=pl.col("subject_key").unique().sort())


def _why_open(roll: pl.DataFrame, words: Words) -> pl.Expr:
    fact = VOCABULARY["tier_undecided_because"]
    codes = roll[fact.name].unique().drop_nulls()
    said = {code: fact.said(code, words.lang) for code in codes}
    return pl.when(pl.col("tier").is_null()).then(pl.col(fact.name).replace("", None).replace(said))


def _links(names: list[str], form: str, pages: frozenset[str]) -> pl.Series:
    paths = (f"enterprises/{name}.{form}" for name in names)
    return pl.Series([path if path in pages else None for path in paths], dtype=pl.String)
