"""The annex tables of a yearly inspection report: who was in the policy's scope, and what each one did wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.batch.watch import LONGEST_LIST, Unit, listed_units

if TYPE_CHECKING:
    from energy_audit.report.batch.outcome import LawCount
    from energy_audit.report.language import Words
    from energy_audit.report.tables.data import BatchTables
    from energy_audit.rulebook.model import Rulebook

LONGEST_ANNEX: Final = LONGEST_LIST
"""An annex ends here and says how many more there are; the workbook holds them all."""


@dataclass(frozen=True)
class KeyUser:
    """One unit at or above 5,000 tce, or designated; counts of documents are None where no list tells."""

    unit: Unit
    required: int | None
    held: int | None
    missing: int | None
    expired: int | None
    archive: str
    inspected: bool | None
    violations: int


@dataclass(frozen=True)
class Breach:
    """One breached violation: whose, what, on what ground, what comes first, where it rests."""

    name: str
    uscc: str
    report_year: int
    rule: str
    title: str
    message: str
    laws: str
    authority: str
    first_step: str
    place: str


@dataclass(frozen=True)
class Annex:
    """Both tables, cut at ``LONGEST_ANNEX``, with the full counts."""

    key_users: tuple[KeyUser, ...]
    all_key_users: int
    breaches: tuple[Breach, ...]
    all_breaches: int


def draw_up_annex(
    units: pl.DataFrame, tables: BatchTables, rulebook: Rulebook, laws: tuple[LawCount, ...], words: Words
) -> Annex:
    """Draw up the annex.

    Args:
        units: the roster at each unit's latest year.
        tables: the written tables.
        rulebook: the rules, to name them.
        laws: the articles that findings rest on, to name them.
        words: the language.
    """
    key_users = units.filter("key_energy_user").sort(
        "prefecture", "county", -pl.col("tce_calorific"), "uscc", nulls_last=True
    )
    first = key_users.head(LONGEST_ANNEX)
    breaches = tables.findings.filter(kind="violation", verdict="breached")
    named = {law.id: f"{law.instrument} {law.article}".strip() for law in laws}
    return Annex(
        key_users=tuple(
            KeyUser(
                unit=unit,
                required=row["documents_required"],
                held=row["documents_held"],
                missing=row["documents_missing"],
                expired=row["documents_expired"],
                archive=row["archive"],
                inspected=row["inspection_record_held"],
                violations=row["violations"],
            )
            for unit, row in zip(listed_units(first, pl.lit("")), first.iter_rows(named=True), strict=True)
        ),
        all_key_users=key_users.height,
        breaches=tuple(
            Breach(
                name=row["enterprise_name"] or "",
                uscc=row["uscc"],
                report_year=row["report_year"],
                rule=row["rule"],
                title=rulebook.rules[row["rule"]].title.of(words.lang),
                message=row["message"] or "",
                laws=words("；").join(named.get(law, law) for law in (row["legal_basis"] or "").split(";") if law),
                authority=row["authority"],
                first_step=row["first_step"],
                place=" ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part),
            )
            for row in breaches.head(LONGEST_ANNEX).iter_rows(named=True)
        ),
        all_breaches=breaches.height,
    )
