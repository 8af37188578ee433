"""Whom the open verdicts of a whole batch wait for: the unit, the authority, the rulebook, or another verdict."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.report.content.open_verdict import LEVELS, OpenVerdict
from energy_audit.report.content.partition import YEAR_KEY, Partition
from energy_audit.report.content.untold_reasons import why_open

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from energy_audit.report.content.model import Owner
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material

_SHOWN: Final = frozenset({"document_listed", "elimination_confidence"})
"""Facts of a finding whose value tells whose gap it is."""
_OF_UNIT: Final = frozenset(
    {
        "report_year_possible",
        "archive_list_filed",
        "green_claims_read",
        "two_high_catalogue_loaded",
        "tier",
        "tier_undecided_because",
        "statutory_key_user",
        "filed_twice",
        "conversion_table_likely_missing",
    }
)

_CLAIM: Final = ("not_applicable_reason", "document_open_because")
"""What is known of a document that the unit says it need not have."""
_WHERE: Final = r'"(?:file|sheet|cell)":"(?:[^"\\]|\\.)*"|"value":"[-.\d]+"'
"""Where a value of the evidence stands, and a figure that is known: no matter to whose gap it is."""


def waiting_for(material: Material, words: Words) -> dict[Owner, int]:
    """Count the open verdicts of a batch by whose gap they are, as the reports of the units tell it.

    Verdicts that lack the same of units of the same state have the same owner: each such kind is settled once.
    """
    frames = material.facts.frames
    units = {(row["uscc"], row["report_year"]): row for row in frames["enterprise"].iter_rows(named=True)}
    products = Partition(frames["product"])
    settled: dict[Hashable, Owner] = {}
    counted: Counter[Owner] = Counter()
    for row in _kinds(material).iter_rows(named=True):
        owner = (row["uscc"], row["report_year"])
        facts = units.get(owner)
        if facts is None:  # a year without table 1: its unit did not say who it is
            counted["unit"] += row["count"]
            continue
        claim = {name: row[name] for name in _CLAIM} if row["claimed"] else None
        lacks = _lacks(row)
        of_products = row["_own"] if any(name in LEVELS for name, _ in lacks) else None
        alike = (
            row["rule"],
            lacks,
            row["state"],
            claim and (claim["not_applicable_reason"] is None, claim["document_open_because"]),
            of_products,
        )
        if alike not in settled:
            verdict = OpenVerdict(row, facts, products.rows(*owner), claim, material.rulebook, words)
            settled[alike] = why_open(verdict).owner
        counted[settled[alike]] += row["count"]
    return dict(counted)


def _kinds(material: Material) -> pl.DataFrame:
    """Give one open verdict of each kind, with ``count``: evidence says the same but for known figures and where all stands.

    ``state`` numbers that of the unit, ``claimed`` tells a document that the unit says it need not have.
    """
    units = material.facts.frames["enterprise"]
    tells = [name for name in units.columns if name in _OF_UNIT or name.startswith("has_")]
    states = units.select(tells).unique().with_row_index("state")
    of_units = (
        units.join(states, on=tells, how="left", nulls_equal=True, maintain_order="left")
        .select(*YEAR_KEY, "state")
        .unique(YEAR_KEY, keep="last", maintain_order=True)
    )
    key = [*YEAR_KEY, "subject", "subject_key"]
    claims = (
        material.facts.frames["document"]
        .filter(pl.col("document_claimed_not_applicable"))
        .select(*key[:2], pl.lit("document").alias("subject"), "subject_key", *_CLAIM, claimed=True)
        .unique(key, keep="last", maintain_order=True)
    )
    with_products = material.facts.frames["product"].select(YEAR_KEY).unique().with_columns(_products=True)
    untold = material.judgement.findings.filter(pl.col("verdict") == "cannot_tell")
    evidence = pl.col("evidence")
    # documents that nobody listed rest on the same cells of a unit: most evidence comes again and again
    told = untold.select(evidence.unique()).with_columns(
        _told=evidence.str.replace_all(_WHERE, ""), _levels=evidence.str.contains_any(sorted(LEVELS))
    )
    kind = ["rule", "state", "claimed", *_CLAIM, "_told", "_own"]
    return (
        untold.join(of_units, on=YEAR_KEY, how="left", nulls_equal=True, maintain_order="left")
        .join(with_products, on=YEAR_KEY, how="left", nulls_equal=True, maintain_order="left")
        .join(claims, on=key, how="left", nulls_equal=True, maintain_order="left")
        .join(told, on="evidence", how="left", nulls_equal=True, maintain_order="left")
        # what hangs on products hangs on those of the one unit
        .with_columns(_own=pl.when(pl.col("_levels") & pl.col("_products")).then("finding_id"))
        .group_by(kind, maintain_order=True)
        .agg(pl.exclude(kind).first(), count=pl.len())
    )


def whose(waiting: Mapping[Owner, int], words: Words) -> str:
    """Say how many points wait for whom, so that nobody is asked for what another lacks; empty where none does."""
    named: dict[Owner, str] = {
        "unit": words("申报资料不足"),
        "authority": words("主管部门名单、目录或口径未定"),
        "rulebook": words("规则库依据待核实"),
        "elsewhere": words("随其他不能判断的事项"),
    }
    return words("，").join(
        words("{whose} {count} 项", whose=text, count=waiting[owner])
        for owner, text in named.items()
        if owner in waiting
    )


def _lacks(row: Row) -> tuple[tuple[str, Any], ...]:
    evidence = json.loads(row["evidence"] or "{}")
    return tuple(
        (name, entry["value"])
        for name, entry in evidence.items()
        if name in _SHOWN or entry["value"] is None or entry["value"] == "cannot_tell"
    )
