"""Which documents of the management file are to be handed in, and what the filing says of each."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from energy_audit.reference.documents import Document
    from energy_audit.report.content.partition import Row
    from energy_audit.rulebook.model import Rulebook

_DUE: Final = ("mandatory", "conditional")
"""What may be asked for, what binds most first; a recommended document is no duty."""
_OF_THE_LIST: Final = frozenset(
    {"document_held", "document_listed", "documents_listed_in_full", "document_condition_holds"}
)
"""What the list says; where anything else is unknown, it is open whether the document is owed at all."""


@dataclass(frozen=True)
class Wanted:
    """A document to be handed in.

    Attributes:
        project: the project it belongs to, or empty.
        state: missing, expired, cannot_tell (the list does not name it), or of one that the list names:
            no_reason (not applicable, it says, but not why), owed_open (whether it is owed is open),
            held_open (whether it is held is open).
        valid_until: the last day of one that has expired.
    """

    document: Document
    project: str
    state: str
    valid_until: dt.date | None = None


def documents_wanted(rows: Iterable[Row], rulebook: Rulebook, documents: Mapping[str, Document]) -> Iterator[Wanted]:
    """List the documents that are missing, expired or unknown, each once, what binds most first.

    Args:
        rows: one enterprise-year of the contract's ``findings``.
        rulebook: the rules they were judged by.
        documents: the checklist by id.
    """
    found: dict[tuple[str, str], Wanted] = {}
    without_reason: set[tuple[str, str]] = set()
    for row in rows:
        if row["subject"] != "document":
            continue
        identity, _, project = (row["subject_key"] or "").partition("/")
        facts = rulebook.rules[row["rule"]].breached.facts
        evidence = {name: entry["value"] for name, entry in json.loads(row["evidence"] or "{}").items()}
        if row["verdict"] == "breached" and "document_claim_unreasoned" in facts:
            without_reason.add((identity, project))
        if identity not in documents or documents[identity].requirement not in _DUE:
            continue
        if row["verdict"] != "breached" and evidence.get("document_held") is True:
            continue  # it is held; only whether it is owed is open
        if row["verdict"] == "breached" and "document_expired" in facts:
            found[identity, project] = Wanted(documents[identity], project, "expired", _day(evidence))
        elif rulebook.rules[row["rule"]].document and "document_held" in facts and (identity, project) not in found:
            state = "missing" if row["verdict"] == "breached" else _open(evidence)
            found[identity, project] = Wanted(documents[identity], project, state)
    for key, each in found.items():
        if key in without_reason and each.state in {"owed_open", "held_open"}:
            found[key] = Wanted(each.document, each.project, "no_reason")
    yield from sorted(
        found.values(), key=lambda each: (_DUE.index(each.document.requirement), each.document.id, each.project)
    )


def _open(evidence: Mapping[str, Any]) -> str:
    """Say what is open of a document that could not be judged."""
    if evidence.get("document_listed") is not True:
        return "cannot_tell"
    owed = all(value is not None for name, value in evidence.items() if name not in _OF_THE_LIST)
    return "held_open" if owed else "owed_open"


def _day(evidence: Mapping[str, Any]) -> dt.date | None:
    day = evidence.get("document_valid_until")
    return dt.date.fromisoformat(day) if isinstance(day, str) else None
