"""Whom the open verdicts of a whole batch wait for: the unit, the authority, the rulebook, or another verdict."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.report.content.partition import YEAR_KEY, Partition
from energy_audit.report.content.untold import LEVELS, whose_gap

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
        "archive_list_filed",
        "two_high_catalogue_loaded",
        "tier",
        "tier_undecided_because",
        "statutory_key_user",
        "filed_twice",
        "conversion_table_likely_missing",
    }
)


def waiting_for(material: Material, words: Words) -> dict[Owner, int]:
    """Count the open verdicts of a batch by whose gap they are, as the reports of the units tell it.

    Verdicts that lack the same of units of the same state have the same owner: each such kind is settled once.
    """
    frames = material.facts.frames
    rows = material.judgement.findings.filter(pl.col("verdict") == "cannot_tell")
    units = {(row["uscc"], row["report_year"]): row for row in frames["enterprise"].iter_rows(named=True)}
    states = {owner: _state(facts) for owner, facts in units.items()}
    products, claims = Partition(frames["product"]), _claims(frames["document"])
    settled: dict[Hashable, Owner] = {}
    counted: Counter[Owner] = Counter()
    for row in rows.iter_rows(named=True):
        owner = (row["uscc"], row["report_year"])
        facts = units.get(owner)
        if facts is None:  # a year without table 1: its unit did not say who it is
            counted["unit"] += 1
            continue
        claim = claims.get((*owner, row["subject_key"])) if row["subject"] == "document" else None
        lacks = _lacks(row)
        # what hangs on products hangs on those of the one unit
        of_products = row["finding_id"] if any(name in LEVELS for name, _ in lacks) else ""
        alike = (
            row["rule"],
            lacks,
            states[owner],
            claim and (claim["not_applicable_reason"] is None, claim["document_open_because"]),
            of_products,
        )
        if alike not in settled:
            settled[alike] = whose_gap(row, facts, products.rows(*owner), claim, material.rulebook, words)
        counted[settled[alike]] += 1
    return dict(counted)


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


def _claims(documents: pl.DataFrame) -> dict[tuple[Any, ...], Row]:
    claimed = documents.filter(pl.col("document_claimed_not_applicable"))
    key = [*YEAR_KEY, "subject_key"]
    told = claimed.select(*key, "not_applicable_reason", "document_open_because")
    return {row[:3]: {"not_applicable_reason": row[3], "document_open_because": row[4]} for row in told.iter_rows()}


def _lacks(row: Row) -> tuple[tuple[str, Any], ...]:
    evidence = json.loads(row["evidence"] or "{}")
    return tuple(
        (name, entry["value"])
        for name, entry in evidence.items()
        if name in _SHOWN or entry["value"] is None or entry["value"] == "cannot_tell"
    )


def _state(facts: Row) -> tuple[Any, ...]:
    return tuple(value for name, value in facts.items() if name in _OF_UNIT or name.startswith("has_"))
