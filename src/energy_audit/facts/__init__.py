"""Typed tables and arithmetic become fact tables, one a subject: wide frames that rules are judged on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.facts.document import document_facts
from energy_audit.facts.energy import energy_facts
from energy_audit.facts.enterprise import enterprise_facts, with_archive
from energy_audit.facts.equipment import equipment_facts
from energy_audit.facts.identity import identify_enterprises
from energy_audit.facts.metering import metering_facts
from energy_audit.facts.place import Locator, Place
from energy_audit.facts.product import product_facts
from energy_audit.facts.project import project_facts
from energy_audit.facts.tier_cells import tier_deciding_cells
from energy_audit.facts.unknown_years import owned, without_year
from energy_audit.reference.report_years import report_years
from energy_audit.vocabulary import VOCABULARY, Subject

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference
    from energy_audit.vocabulary import Fact

KEYS = {
    "uscc": pl.String(),
    "report_year": pl.Int64(),
    "subject_key": pl.String(),
    "source": pl.UInt32(),
    "row": pl.UInt32(),
}


@dataclass(frozen=True)
class Facts:
    """Fact frames by subject.

    Each has ``uscc``, ``report_year``, ``subject_key`` (unique within the enterprise-year), ``source`` and
    ``row`` of the table row it stands on, and the subject's facts as in the vocabulary; null = unknown.
    """

    frames: dict[Subject, pl.DataFrame]


def derive_facts(
    intake: Intake,
    identified: pl.DataFrame,
    account: EnergyAccount,
    reference: Reference,
    *,
    as_of: date,
    rules_as_of: date | None = None,
) -> Facts:
    """Derive every fact of the vocabulary.

    Args:
        intake: the typed tables.
        identified: ``identify_enterprises(intake, reference)``.
        account: the energy account of the same enterprise-years.
        reference: the dated tables.
        as_of: the day judged.
        rules_as_of: the day whose law every filing is judged by, instead of that of its own year (``law_day``).
    """

    def of_rows(subject: Subject, derive: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        # a table of the same name; where nobody filed it, there is nothing to be derived
        return _none_of(subject) if intake.tables[subject].is_empty() else derive()

    product = of_rows("product", lambda: product_facts(intake, reference, rules_as_of=rules_as_of))
    project = of_rows(
        "project",
        lambda: project_facts(intake, identified, account, reference, as_of=as_of, rules_as_of=rules_as_of),
    )
    equipment = of_rows("equipment", lambda: equipment_facts(intake, reference, as_of=as_of, rules_as_of=rules_as_of))
    children = {"product": product, "project": project, "equipment": equipment}
    enterprise = enterprise_facts(
        identified, intake, account, children, reference, as_of=as_of, rules_as_of=rules_as_of
    )
    enterprise = tier_deciding_cells(enterprise, account, intake)
    document, counts = document_facts(intake, enterprise, project, reference, as_of=as_of, rules_as_of=rules_as_of)
    frames: dict[Subject, pl.DataFrame] = {
        "enterprise": with_archive(enterprise, counts),
        "energy": energy_facts(intake, account),
        "product": product,
        "project": project,
        "equipment": equipment,
        "metering": of_rows("metering", lambda: metering_facts(intake)),
        "document": document,
    }
    years = report_years(reference, as_of)
    conformed = {subject: _conformed(frame, subject) for subject, frame in frames.items()}
    return Facts({name: without_year(frame, name, years) for name, frame in owned(conformed, years).items()})


def _facts_of(subject: Subject) -> list[Fact]:
    return [fact for fact in VOCABULARY.values() if fact.subject == subject and fact.name not in KEYS]


@cache
def _none_of(subject: Subject) -> pl.DataFrame:
    return pl.DataFrame(schema=KEYS | {fact.name: fact.dtype for fact in _facts_of(subject)})


@cache
def _columns_of(subject: Subject) -> list[pl.Expr]:
    return [*map(pl.col, KEYS), *(pl.col(fact.name).cast(fact.dtype) for fact in _facts_of(subject))]


def _conformed(frame: pl.DataFrame, subject: Subject) -> pl.DataFrame:
    """Bring a frame to its keys and facts with the vocabulary's types; extra columns stay out.

    Rows without an enterprise have nobody to be judged as; intake has reported them.
    """
    owned = frame.filter(pl.col("uscc").is_not_null() & pl.col("report_year").is_not_null())
    conformed = owned.select(_columns_of(subject))
    return _one_answer_each(conformed) if subject in {"product", "metering"} else conformed


def _one_answer_each(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a subject: where two filings of a year state it differently, what differs is unknown."""
    key = ["uscc", "report_year", "subject_key"]
    if not frame.select(pl.struct(key).is_duplicated().any()).item():
        return frame
    values = [name for name in frame.columns if name not in KEYS]
    return (
        frame.group_by(key, maintain_order=True)
        .agg(
            pl.col("source").first(),
            pl.col("row").first(),
            *(pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in values),
        )
        .select(frame.columns)
    )


__all__ = ["Facts", "Locator", "Place", "derive_facts", "identify_enterprises"]
