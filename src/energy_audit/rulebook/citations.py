"""Turns what a pack cites into citations; a rule or value without a ground is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from energy_audit.rulebook.model import CONFIDENCES, Citation, Text
from energy_audit.rulebook.toml_table import TomlTable, nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

LEGAL_STATUSES = ("in_force", "superseded", "repealed", "draft", "policy", "practice", "reference", "note")


class Law(Protocol):
    """An article of the law table (``energy_audit.reference``)."""

    @property
    def instrument_zh(self) -> str:
        """Name of the instrument in Chinese."""

    @property
    def instrument_en(self) -> str:
        """Name of the instrument in English."""

    @property
    def document_no(self) -> str | None:
        """Number of the issuing document."""

    @property
    def article(self) -> str | None:
        """Article, paragraph, item."""

    @property
    def confidence(self) -> str:
        """How sure its wording is known."""

    @property
    def legal_status(self) -> str:
        """``in_force``, ``superseded``, ``draft`` …"""

    @property
    def enforcing_body(self) -> str | None:
        """Office that enforces it, where another than the energy-saving one does."""

    @property
    def superseded_by(self) -> str | None:
        """Id of what stands in its place since."""

    @property
    def effective_from(self) -> dt.date | None:
        """First day in force."""

    @property
    def effective_to(self) -> dt.date | None:
        """Last day in force; None while it lasts."""


def read_citations(table: TomlTable, key: str, laws: Mapping[str, Law]) -> tuple[Citation, ...]:
    """Read a list of citations: law ids, or tables with a text of their own.

    Raises:
        RulebookError: none given, or an unknown law id (the nearest one is named).
    """
    items = table.required(key)
    if not isinstance(items, list) or not items:
        table.refuse(f"{key} 至少列一条依据（{key} must list at least one citation)", key)
    return tuple(_read(table, key, position, item, laws) for position, item in enumerate(items))


def earlier_editions(citations: Sequence[Citation], laws: Mapping[str, Law]) -> tuple[Citation, ...]:
    """Give the earlier editions of the cited articles: the same article of the law before it was amended.

    A rule names the article that is in force; what the filing of an older year rests on is the text of that year.
    """
    earlier: dict[str, list[str]] = {}
    for law_id, law in laws.items():
        later = laws.get(law.superseded_by or "")
        if law.superseded_by and later and law.article and law.article == later.article:
            earlier.setdefault(law.superseded_by, []).append(law_id)
    known = {citation.id for citation in citations}
    older = (each for citation in citations for each in earlier.get(citation.id, ()) if each not in known)
    return tuple(_of_law(each, laws[each]) for each in older)


def read_citation(table: TomlTable, key: str, laws: Mapping[str, Law]) -> Citation:
    """Read one citation."""
    return _read(table, key, None, table.required(key), laws)


def _read(table: TomlTable, key: str, position: int | None, item: object, laws: Mapping[str, Law]) -> Citation:
    if isinstance(item, str):
        if item not in laws:
            table.refuse(f"未知的法规编号 {item}{nearest(item, laws)}（unknown law id, see law.csv）", key)
        return _of_law(item, laws[item])
    if not isinstance(item, dict):
        table.refuse(f"{key} 应为法规编号或 {{ text, confidence, legal_status }}（law id or table）", key)
    path = (*table.path, key) if position is None else (*table.path, key, position)
    return _of_text(TomlTable(table.file, table.lines, item, path))


def _of_law(law_id: str, law: Law) -> Citation:
    return Citation(
        id=law_id,
        instrument=Text(law.instrument_zh, law.instrument_en),
        document_no=law.document_no or "",
        article=law.article or "",
        confidence=next((level for level in CONFIDENCES if level == law.confidence), "low"),
        legal_status=law.legal_status,
        effective_from=law.effective_from,
        effective_to=law.effective_to,
    )


def _of_text(table: TomlTable) -> Citation:
    text = table.required("text")
    instrument = Text(text, text) if isinstance(text, str) else table.bilingual("text")
    citation = Citation(
        id="",
        instrument=instrument,
        document_no=table.text_or("document_no", ""),
        article=table.text_or("article", ""),
        confidence=table.choice("confidence", CONFIDENCES),
        legal_status=table.choice("legal_status", LEGAL_STATUSES),
        effective_from=table.date_or_none("effective_from"),
        effective_to=table.date_or_none("effective_to"),
    )
    table.close()
    return citation
