"""One rule a document: expands ``[[document_rule]]`` over the checklist, since each document has its own law."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from energy_audit.facts.checklist import KEY_USER_LAW
from energy_audit.rulebook.toml_table import TomlTable, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.rulebook.citations import Law

CONDITION_FACT = "document_condition_holds"
BINDING_GUARD = "document_binding = TRUE"
_CONDITION = re.compile(rf"\b{CONDITION_FACT}\b")
_NAME_FIELD = "{document_name}"
BODIES = {
    "市场监督管理部门": "market_regulation",
    "统计机构": "statistics",
    "生态环境主管部门": "ecology",
}
"""Offices that the law table names as enforcing an article, other than the energy-saving one."""


class Document(Protocol):
    """A document of the checklist (``energy_audit.reference``)."""

    @property
    def id(self) -> str:
        """Such as ``ARC-14``."""

    @property
    def name_zh(self) -> str:
        """Chinese name."""

    @property
    def name_en(self) -> str:
        """English name."""

    @property
    def requirement(self) -> str:
        """``mandatory``, ``conditional`` or ``recommended``."""

    @property
    def law(self) -> Sequence[str]:
        """Law ids that ask for it."""

    @property
    def tiers(self) -> Sequence[str]:
        """Size classes of the units that owe it."""

    @property
    def confidence(self) -> str:
        """How sure the demand is known."""

    @property
    def suspicion(self) -> str:
        """Why its absence is a suspicion, for a person to decide; blank where it is a plain breach."""

    @property
    def duty(self) -> bool:
        """Whether the articles ask the unit to hold it; its absence is no breach otherwise."""


def expand_document_rules(
    template: TomlTable,
    documents: Sequence[Document],
    laws: Mapping[str, Law],
) -> list[TomlTable]:
    """Give one rule table a document; each still knows the template's lines.

    A document the law demands (mandatory, conditional) is a violation where sound
    law in force stands behind it, or a suspicion where the checklist says why; all
    others are notices of low severity. An article of another office is referred to it.

    Raises:
        RulebookError: ``applies_conditions`` names an unknown document.
    """
    prefix = template.text("code_prefix")
    conditions = template.table("applies_conditions")
    ids = [document.id for document in documents]
    for document_id in conditions.data:
        if document_id not in ids:
            conditions.refuse(
                f"未知的档案编号{nearest(document_id, ids)}（unknown document): {document_id}", document_id
            )
    return [
        TomlTable(
            template.file,
            template.lines,
            _rule_data(template.data, prefix, document, conditions.data.get(document.id), laws),
            template.path,
        )
        for document in documents
    ]


def _rule_data(
    template: Mapping[str, Any],
    prefix: str,
    document: Document,
    condition: str | None,
    laws: Mapping[str, Law],
) -> dict[str, Any]:
    data = {
        key: _with_name(value, document)
        for key, value in template.items()
        if key not in {"code_prefix", "applies_conditions"}
    }
    data["code"] = code_of(prefix, document.id)
    data["template"] = prefix
    data["document"] = document.id
    data.setdefault("subject", "document")
    if isinstance(data.get("name"), str):
        data["name"] = f"{data['name']}-{document.id.lower()}"
    binding = _is_binding(document, laws)
    guard = template.get("applies")
    if guard is not None and not binding:
        # nobody is bound to hold it: whether this unit is does not matter
        guard = guard.replace(f"{BINDING_GUARD} AND ", "")
    data["applies"] = _applies(guard, document, condition)
    data["citations"] = [*template.get("citations", ()), *grounds_of_document(document)] or [_checklist(document)]
    body = next((BODIES[law.enforcing_body] for law in _laws_of(document, laws) if law.enforcing_body in BODIES), None)
    if body is not None:
        # meters, statistics and carbon reports belong to other offices: their order, not this one's
        data.update(authority=body, first_step="referral")
    if binding:
        data.setdefault("kind", "violation")
        data.setdefault("severity", "medium")
        if document.suspicion:
            data["kind"] = "suspicion"
            if data.get("first_step") == "order_to_correct":
                data["first_step"] = "written_requirement"
    else:
        data.update(kind="notice", severity="low")
        if data.get("first_step") in {"order_to_correct", "referral"}:
            data["first_step"] = "advice"
    return data


def code_of(prefix: str, document_id: str) -> str:
    """Make the rule code of a document: ``ARC`` and ``ARC-14`` give ``ARC014``."""
    return f"{prefix}{document_id.rpartition('-')[2].zfill(3)}"


def _with_name(value: Any, document: Document) -> Any:
    if isinstance(value, dict) and set(value) <= {"zh", "en"}:
        names = {"zh": document.name_zh, "en": document.name_en}
        return {
            language: text.replace(_NAME_FIELD, names[language]) if isinstance(text, str) else text
            for language, text in value.items()
        }
    return value


def _applies(guard: str | None, document: Document, condition: str | None) -> str:
    """Put the document's own condition into the guard; what is not conditional has none."""
    if document.requirement == "conditional" or condition is not None:
        own = f"({condition})" if condition is not None else CONDITION_FACT
    else:
        own = "TRUE"
    if guard is None:
        return own
    if _CONDITION.search(guard):
        return _CONDITION.sub(lambda _: own, guard)
    return guard if own == "TRUE" else f"({guard}) AND {own}"


def _is_binding(document: Document, laws: Mapping[str, Law]) -> bool:
    return (
        document.duty
        and document.requirement in {"mandatory", "conditional"}
        and document.confidence != "low"
        and any(law.legal_status == "in_force" and law.confidence != "low" for law in _laws_of(document, laws))
    )


def _laws_of(document: Document, laws: Mapping[str, Law]) -> list[Law]:
    return [laws[law_id] for law_id in document.law if law_id in laws]


def grounds_of_document(document: Document) -> list[str]:
    """List the articles that bind every unit owing the document: key users' articles only where no other unit owes it."""
    general = [law for law in document.law if not law.startswith(KEY_USER_LAW)]
    return general if general and {"C", "D"} & set(document.tiers) else list(document.law)


def _checklist(document: Document) -> dict[str, str]:
    """Ground of a document that no law names: the checklist itself, which binds nobody."""
    text = f"节能管理档案清单 {document.id} {document.name_zh}"
    return {"text": text, "confidence": document.confidence, "legal_status": "practice"}
