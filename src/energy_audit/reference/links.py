"""What the tables owe one another: every name that one uses, another holds. Reads every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.spelling import normalise
from energy_audit.reference.tables import TOML_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.reference.tables import Reference


def check_all(reference: Reference) -> None:
    """Read and check every table, and the names they use of one another.

    Raises:
        ReferenceTableError: the first fault, with its file, and its line where one table alone shows it.
    """
    for name in (*SCHEMAS, *TOML_TABLES):
        getattr(reference, name)
    codes = set(reference.energy_catalogue["code"])
    law = set(reference.law["id"])
    media = set(reference.energy_factors.filter(basis="medium")["key"])
    _owe("energy_aliases.csv", reference.energy_aliases["codes"].explode(), codes | media, "energy_catalogue.csv")
    _owe("energy_factors.csv", reference.energy_factors["energy_code"], codes, "energy_catalogue.csv")
    _owe("fuel_carbon.csv", reference.fuel_carbon["energy_codes"].explode(), codes, "energy_catalogue.csv")
    _owe("energy_catalogue.csv", reference.energy_catalogue["parent"], codes, "energy_catalogue.csv")
    _owe(
        "energy_catalogue.csv",
        reference.energy_catalogue["standard_key"],
        set(reference.energy_factors["key"]),
        "energy_factors.csv",
    )
    _owe(
        "energy_catalogue.csv",
        (normalise(unit) for unit in reference.energy_catalogue["unit"]),
        {normalise(unit) for unit in reference.units["spelling"]},
        "units.csv",
    )
    _owe("law.csv", reference.law["liability_ref"], law, "law.csv")
    _owe("law.csv", reference.law["superseded_by"], law, "law.csv")
    _owe("documents.toml", (i for document in reference.documents for i in document.law), law, "law.csv")
    _owe("project_review.toml", (i for regime in reference.project_review for i in regime.law), law, "law.csv")
    _owe("eliminated_equipment.toml", (i for e in reference.eliminated_equipment for i in e.law), law, "law.csv")
    _owe("regions.csv", reference.regions["replaced_by"], set(reference.regions["code"]), "regions.csv")
    _refuse_twins("units.csv", reference.units["spelling"])
    _refuse_twins("energy_aliases.csv", reference.energy_aliases["alias"])


def _owe(file: str, used: Iterable[str | None], held: set[str], holder: str) -> None:
    missing = sorted({name for name in used if name is not None} - held)
    if missing:
        raise ReferenceTableError(
            f"rules/reference/{file}",
            0,
            both("用到的 {missing} 在 {holder} 中没有。", missing=", ".join(missing), holder=holder),
        )


def _refuse_twins(file: str, names: Iterable[str]) -> None:
    """Refuse two spellings that become one when they are compared."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(normalise(name), name)
        if other != name:
            raise ReferenceTableError(
                f"rules/reference/{file}",
                0,
                both("{other} 与 {name} 比对时是同一写法，只能留一个。", other=other, name=name),
            )
