"""Articles as the reader sees them: instrument, articles, how they stand, how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.content.judged import Law

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Citation


def laws_of(citations: Iterable[Citation], words: Words) -> tuple[Law, ...]:
    """Return each instrument once with its articles, in the order cited; articles that stand differently stay apart."""
    articles: dict[tuple[str, str, str, bool], dict[str, None]] = {}
    for citation in citations:
        standing = (citation.instrument.of(words.lang), citation.legal_status, citation.confidence, citation.is_sound)
        articles.setdefault(standing, {})[citation.article] = None
    return tuple(
        Law(
            instrument=instrument,
            article=words("、").join(words.article(each) for each in named if each),
            status=words.label("legal_status", status),
            confidence=words.label("confidence", confidence),
            is_sound=is_sound,
        )
        for (instrument, status, confidence, is_sound), named in articles.items()
    )
