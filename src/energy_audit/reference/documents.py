"""The documents of an energy-saving management file (节能管理档案): the checklist, one record a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One item of the checklist.

    Attributes:
        id: ARC-nn, the ``document_id`` of a filing.
        tiers: A-D, who needs it.
        requirement: mandatory, conditional or recommended.
        condition_zh: when a conditional document is due; blank otherwise.
        renewal_cycle: annual, on_change, per_project, …
        per_project: due once for each project (ARC-35 to ARC-39), not once a unit.
        law: ids of the law table that it rests on.
        duty: whether those articles ask the unit to hold it; otherwise its absence is no breach.
        suspicion: why its absence is a suspicion for a person to decide and no plain breach; blank otherwise.
    """

    id: str
    name_zh: str
    name_en: str
    category: str
    tiers: tuple[str, ...]
    requirement: str
    renewal_cycle: str
    per_project: bool
    law: tuple[str, ...]
    citation: str
    confidence: str
    legal_status: str
    duty: bool = True
    suspicion: str = ""
    condition_zh: str = ""
    renewal_zh: str = ""
    evidence_fields: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
