"""What the blank workbook prints before anybody fills it in: the energies, the archive, and what last year left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from energy_audit.energy.terms import GRAND_TOTAL
from energy_audit.reference.lookup import factors_on
from energy_audit.report.template.layout import EXTRA_ENERGY_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.reference.documents import Document
    from energy_audit.reference.tables import Reference

Row = dict[str, Any]


@dataclass(frozen=True)
class Printed:
    """Rows by table key: column key → value; an empty row stays open.

    ``notes`` holds what is said of single rows: (table, 0-based row) → comment. ``faint`` are rows that the chosen
    tier does not ask for.
    """

    rows: dict[str, list[Row]]
    notes: Mapping[tuple[str, int], str]
    faint: frozenset[tuple[str, int]]


def printed_rows(reference: Reference, year: int, tier: str | None) -> Printed:
    """Lay out the rows that a form prints.

    Args:
        reference: the reference tables.
        year: report year; its last day decides the reference factors.
        tier: A to D, or None where it is not known.
    """
    energies = _energies(reference, year)
    documents = [{"document_id": each.id, "title": each.name_zh} for each in reference.documents]
    asked = {each.id for each in reference.documents if asks_for(each, tier)}
    return Printed(
        rows={
            "energy_consumption": energies,
            "energy_conversion": [
                {key: value for key, value in row.items() if key != "factor_reference"} for row in energies
            ],
            "document": documents,
        },
        notes={("document", index): _about(each) for index, each in enumerate(reference.documents)},
        faint=frozenset(("document", index) for index, each in enumerate(reference.documents) if each.id not in asked),
    )


def asks_for(document: Document, tier: str | None) -> bool:
    """Tell whether a tier owes a document; an unknown tier may owe any."""
    return tier is None or tier in document.tiers


def _energies(reference: Reference, year: int) -> list[Row]:
    """Print the 40 energies; rows to spare stand above the total, which comes last as on the official form."""
    factors = dict(factors_on(reference, [date(year, 12, 31)]).select("energy_code", "factor").iter_rows())
    rows: list[Row] = [
        {"energy_code": code, "energy_name": name, "unit": unit, "factor_reference": factors.get(code)}
        for code, name, unit in reference.energy_catalogue.select("code", "name_zh", "unit").iter_rows()
    ]
    total = [row for row in rows if row["energy_code"] == GRAND_TOTAL]
    return [*(row for row in rows if row not in total), *({} for _ in range(EXTRA_ENERGY_ROWS)), *total]


_REQUIREMENT = {"mandatory": "必备", "conditional": "附条件", "recommended": "建议"}


def requirement_of(document: Document) -> str:
    """Say how binding a document is, with its condition."""
    said = _REQUIREMENT[document.requirement]
    return f"{said}（{document.condition_zh}）" if document.condition_zh else said


def _about(document: Document) -> str:
    lines = [
        f"{requirement_of(document)}；适用档次：{'、'.join(document.tiers)}",
        f"更新：{document.renewal_zh}" if document.renewal_zh else "",
        "每个项目各一份，须填项目代码" if document.per_project else "",
        f"依据：{document.citation}",
    ]
    return "\n".join(line for line in lines if line)
