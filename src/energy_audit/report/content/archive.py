"""The energy-saving management file: each document, its state, and for a missing one its law."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args

from energy_audit.report.content.judged import Archive, Document, DocumentState
from energy_audit.report.content.no_year import of_no_year
from energy_audit.vocabulary.fact import CLAIM_AGAINST_PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.facts.place import Locator
    from energy_audit.report.content.judged import Finding, Law
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words

_STATES: Final[tuple[DocumentState, ...]] = get_args(DocumentState)
"""As they are listed: what needs doing first."""
_LACKING: Final = ("missing", "expired")


def archive_of(
    rows: list[Row],
    facts: Row,
    *,
    names: Mapping[str, str],
    laws: Mapping[str, tuple[Law, ...]],
    found: Mapping[str, tuple[Finding, ...]],
    locator: Locator,
    words: Words,
) -> Archive:
    """Lay out the management file of one enterprise-year.

    Args:
        rows: its document facts, one a document (and project).
        facts: its enterprise facts.
        names: document names in the language of the report, by id.
        laws: articles by document id.
        found: findings by subject key.
        locator: finds cells.
        words: the language.
    """
    due = [row for row in rows if row["document_required"] is not False]
    filed = bool(facts["archive_list_filed"])
    documents = [_document(row, names, laws, found, locator, words) for row in due] if filed else []
    if of_no_year(facts):
        # what a unit owes, and whether a paper still holds, hangs on the year
        remark = words("报告年度不可能，是否应有、是否有效不能判断")
        documents = [replace(document, state="cannot_tell", remark=remark, laws=()) for document in documents]
    documents.sort(key=lambda document: (_STATES.index(document.state), document.id, document.project))
    counted = Counter(document.state for document in documents)
    return Archive(
        filed=filed,
        introduction=_introduction(facts, filed=filed, due=len(due), words=words),
        counts=tuple((state, counted[state]) for state in _STATES if counted[state]),
        lacking=tuple(document for document in documents if document.state in _LACKING),
        others=_gathered([document for document in documents if document.state not in _LACKING]),
        to_ask_for=() if filed else _to_ask_for(due, names, words),
    )


def _gathered(documents: list[Document]) -> tuple[tuple[DocumentState, str, tuple[Document, ...]], ...]:
    """Gather documents by state, unknown ones also by reason; the remark of any other stays with it."""
    gathered: dict[tuple[DocumentState, str], list[Document]] = {}
    for document in documents:
        reason = document.remark if document.state == "cannot_tell" else ""
        gathered.setdefault((document.state, reason), []).append(document)
    return tuple((state, reason, tuple(same)) for (state, reason), same in gathered.items())


def state_of(row: Row) -> DocumentState:
    """Decide the state of a document that may be due; unknown is never held and never missing."""
    if row["document_expired"] is True:
        return "expired"
    if row["document_held"] is True:
        return "held"
    disputed = row.get("document_open_because") == CLAIM_AGAINST_PROJECT
    if (row["document_claimed_not_applicable"] is True and not disputed) or row["document_condition_holds"] is False:
        return "not_applicable"
    if row["document_required"] is None or row["document_held"] is None:
        return "cannot_tell"
    if row["document_requirement"] == "conditional" and row["document_condition_holds"] is None:
        return "cannot_tell"
    return "missing"


def _document(
    row: Row,
    names: Mapping[str, str],
    laws: Mapping[str, tuple[Law, ...]],
    found: Mapping[str, tuple[Finding, ...]],
    locator: Locator,
    words: Words,
) -> Document:
    identity = row["document_id"]
    state = state_of(row)
    return Document(
        id=identity,
        name=names.get(identity) or words.text(row["document_name"]),
        project=row["document_project"] or "",
        requirement=words.code("document_requirement", row["document_requirement"]),
        state=state,
        remark=_remark(row, state, words),
        laws=laws.get(identity, ()) if state in _LACKING else (),
        findings=found.get(row["subject_key"], ()),
        place=locator.locate_one(row["source"], row["row"], "document.held"),
    )


def _remark(row: Row, state: DocumentState, words: Words) -> str:
    remarks = []
    if row["document_valid_until"] is not None:
        day = words.day(row["document_valid_until"])
        remarks.append(words("有效期至{day}", day=day))
    if state == "not_applicable" and row["document_claimed_not_applicable"] is True:
        reason = words.text(row["not_applicable_reason"])
        remarks.append(words("理由：{reason}", reason=reason))
    elif state == "not_applicable" and row["document_project"]:
        remarks.append(words("按附表3 填报的进度和能耗，该项目不应有此项或尚未到期"))
    if row["document_owner_differs"] is True:
        owner = words.text(row["document_owner"])
        remarks.append(words("所属单位为“{owner}”，与申报单位不符", owner=owner))
    if state == "cannot_tell":
        remarks.append(_why_unknown(row, words))
    return words("；").join(remarks)


def _why_unknown(row: Row, words: Words) -> str:
    if row.get("document_open_because") == CLAIM_AGAINST_PROJECT:
        return words.code("document_open_because", CLAIM_AGAINST_PROJECT)
    if row["document_required"] is None:
        return words("档次未定，是否应有不能判断")
    if row["document_held"] is None and row["document_listed"]:
        return words("目录列了该项，但“是否具备”没有可用的填报")
    if row["document_held"] is None:
        return words("目录未列，且未声明目录已列全")
    return words("附条件档案，条件是否成立未说明")


def _introduction(facts: Row, *, filed: bool, due: int, words: Words) -> str:
    if not filed:
        return words(
            "未提交节能管理档案目录，各项是否具备均不能判断。按现有资料可能应有 {due} 项，请按下列目录索取。", due=due
        )
    full = facts["documents_listed_in_full"]
    if full is True:
        return words("单位声明目录已列全，未列出的视为不具备。")
    return words("单位未声明目录已列全，未列出的不能判断。")


def _to_ask_for(due: list[Row], names: Mapping[str, str], words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List what to ask for, by how binding it is."""
    listed = []
    for requirement in ("mandatory", "conditional", "recommended"):
        wanted = dict.fromkeys(
            f"{row['document_id']}\u00a0{names.get(row['document_id']) or row['document_name']}"
            for row in due
            if row["document_requirement"] == requirement
        )
        if wanted:
            listed.append((words.code("document_requirement", requirement), tuple(wanted)))
    return tuple(listed)
