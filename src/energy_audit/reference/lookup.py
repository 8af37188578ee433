"""One answer by date: which factor or article holds on a day, and what a name means.

A row holds from ``effective_from`` to ``effective_to``, both days included; a blank date is no bound on
that side. Nothing here reads the clock: the day is always handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - annotates a dataclass that callers may inspect
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.reference.tables import Reference

KJ_PER_KGCE = Decimal("29307.6")
"""One kilogram of coal equivalent, in kJ: 7000 kcal of 4.1868 kJ (GB/T 2589-2020, 3.9)."""

_ANSWER = (
    "factor",
    "factor_min",
    "factor_max",
    "ncv_min",
    "ncv_max",
    "ncv_unit",
    "edition",
    "citation",
    "confidence",
    "legal_status",
    "note",
)
_ENERGY = ("name_zh", "name_en", "unit", "dimension", "liquid", "kind", "parent")


def holds_on(on: date | pl.Expr) -> pl.Expr:
    """Return whether a dated row holds on a day; never null where the day is known."""
    starts = pl.col("effective_from").is_null() | (pl.col("effective_from") <= on)
    ends = pl.col("effective_to").is_null() | (pl.col("effective_to") >= on)
    return starts & ends


def factors_on(reference: Reference, days: Iterable[date]) -> pl.DataFrame:
    """Return the one calorific reference factor of every energy of the catalogue, for each day.

    GB/T 2589 in the edition of the day where it has a row, else the statistical catalogue's reference factor.

    Returns:
        One row a day and code, sorted: on: Date, energy_code, name_zh, name_en, unit, dimension, liquid,
        kind, parent; factor, factor_min, factor_max: NUMBER, tce per standard unit, where factor is null if
        only a range (both ends filled) or nothing is given; ncv_min, ncv_max, ncv_unit of GB/T 2589;
        edition, citation, confidence, legal_status, note.
    """
    return _factors_on(reference, tuple(sorted(set(days))))


@once
def _factors_on(reference: Reference, days: tuple[date, ...]) -> pl.DataFrame:
    wanted = pl.DataFrame({"on": days}, schema={"on": pl.Date})
    catalogue = reference.energy_catalogue.rename({"code": "energy_code"})
    standard = reference.energy_factors.filter(basis="calorific").filter(pl.col("energy_code").is_not_null())
    fallback = catalogue.with_columns(
        ncv_min=pl.lit(None, NUMBER),
        ncv_max=pl.lit(None, NUMBER),
        ncv_unit=pl.lit(None, pl.String),
        edition=pl.lit("statistical"),
    )
    columns = ("on", "energy_code", *_ANSWER)
    found = wanted.join(standard, how="cross").filter(holds_on(pl.col("on"))).select(columns)
    rest = (
        wanted.join(fallback, how="cross")
        .filter(holds_on(pl.col("on")))
        .select(columns)
        .join(found, on=("on", "energy_code"), how="anti")
    )
    return (
        pl.concat([found, rest])
        .join(catalogue.select("energy_code", *_ENERGY), on="energy_code")
        .select("on", "energy_code", *_ENERGY, *_ANSWER)
        .sort("on", "energy_code")
    )


@once
def carbon_by_code(reference: Reference, value_set: str, on: date) -> pl.DataFrame:
    """Return the carbon values of one value set by energy code; a fuel that stands for two codes has two rows.

    Returns:
        energy_code and the columns of ``fuel_carbon`` without energy_codes; at most one row a code.
    """
    return (
        reference.fuel_carbon.filter(pl.col("value_set") == value_set)
        .filter(holds_on(on))
        .explode("energy_codes", empty_as_null=True, keep_nulls=True)
        .rename({"energy_codes": "energy_code"})
        .filter(pl.col("energy_code").is_not_null())
    )


@once
def energy_names(reference: Reference) -> pl.DataFrame:
    """Return every name an energy goes by, to be joined on ``normalised_energy_name``.

    Returns:
        name: String (compared spelling, unique), energy_code: String (null where the name stands for several),
        energy_codes: List(String). The codes themselves (01, 1) are names too.
    """
    catalogue = reference.energy_catalogue
    own = [
        catalogue.select(name=column, codes=pl.concat_list("code"))
        for column in ("name_zh", "name_en", "code", pl.col("code").str.strip_chars_start("0"))
    ]
    aliases = reference.energy_aliases.select(name="alias", codes="codes")
    return (
        pl.concat([*own, aliases])
        .with_columns(name=normalised_energy_name(pl.col("name")))
        .explode("codes", empty_as_null=True, keep_nulls=True)
        .filter(pl.col("codes").is_in(catalogue["code"].implode()))
        .group_by("name")
        .agg(energy_codes=pl.col("codes").unique().sort())
        .select(
            "name",
            pl.when(pl.col("energy_codes").list.len() == 1)
            .then(pl.col("energy_codes").list.first())
            .alias("energy_code"),
            "energy_codes",
        )
        .sort("name")
    )


@once
def media_names(reference: Reference) -> pl.DataFrame:
    """Return every name an energy-carrying medium goes by (GB/T 2589 table B.1), as ``energy_names`` for energies.

    Returns:
        name: String (compared spelling, unique), medium_keys: List(String); more than one where the name does not tell.
    """
    media = reference.energy_factors.filter(basis="medium")
    own = [media.select(name=column, keys=pl.concat_list("key")) for column in ("name_zh", "name_en")]
    aliases = reference.energy_aliases.select(name="alias", keys="codes")
    return (
        pl.concat([*own, aliases])
        .with_columns(name=normalised_energy_name(pl.col("name")))
        .explode("keys", empty_as_null=True, keep_nulls=True)
        .filter(pl.col("keys").is_in(media["key"].implode()))
        .group_by("name")
        .agg(medium_keys=pl.col("keys").unique().sort())
        .sort("name")
    )


# 其中：无烟煤, 1.无烟煤, （1）无烟煤, 一、原煤 are names behind a heading or a number.
_HEADING = r"^(其中[:：]?|[0-9一二三四五六七八九十]+[.、．])+"
_NUMBER_IN_BRACKETS = r"^\s*[(（][0-9０-９一二三四五六七八九十]+[)）][.、．]?"


def normalised_energy_name(column: pl.Expr) -> pl.Expr:
    """Return the compared spelling of an energy name, without a numbering or 其中 before it."""
    # before the spelling is levelled, which takes the brackets off and would join number and name
    return normalised(column.str.replace(_NUMBER_IN_BRACKETS, "")).str.replace(_HEADING, "")


def codes_of_energy_name(reference: Reference, name: str) -> tuple[str, ...]:
    """Return the catalogue codes a name may mean: none if unknown, several if the name does not tell."""
    spelling = pl.select(normalised_energy_name(pl.lit(name))).item()
    found = energy_names(reference).filter(pl.col("name") == spelling)
    return tuple(found["energy_codes"].item()) if found.height else ()


@dataclass(frozen=True)
class Law:
    """One article: what it asks, what follows, how sure the text is. ``None`` is not known or not there."""

    id: str
    kind: str
    instrument_zh: str
    instrument_en: str
    citation: str
    confidence: str
    legal_status: str
    document_no: str | None
    article: str | None
    issuer: str | None
    duty_zh: str | None
    duty_en: str | None
    consequence_zh: str | None
    consequence_en: str | None
    fine_text: str | None
    fine_min_yuan: int | None
    fine_max_yuan: int | None
    precondition: str | None
    enforcing_body: str | None
    liability_ref: str | None
    superseded_by: str | None
    effective_from: date | None
    effective_to: date | None
    source: str | None
    note: str | None

    def status_on(self, on: date) -> str:
        """Return the legal status on a day: dates decide between in_force, superseded and not_yet_in_force."""
        if self.legal_status not in {"in_force", "superseded"}:
            return self.legal_status
        if self.effective_from is not None and on < self.effective_from:
            return "not_yet_in_force"
        if self.effective_to is not None:
            return "superseded" if on > self.effective_to else "in_force"
        return self.legal_status


def laws(reference: Reference) -> dict[str, Law]:
    """Return every article by its id."""
    return {row["id"]: Law(**row) for row in reference.law.iter_rows(named=True)}


def region_today(reference: Reference, code: str) -> str | None:
    """Return the code that stands for a region now: itself, or the one that replaced it; None if not of Guizhou's list.

    An old county whose own code is not listed falls to the prefecture that replaced its old one (5224xx to 520500).
    """
    replaced = dict(reference.regions.select("code", "replaced_by").iter_rows())
    for known in (code, code[:4] + "00"):
        if known in replaced:
            return replaced[known] or (known if known == code else None)
    return None
