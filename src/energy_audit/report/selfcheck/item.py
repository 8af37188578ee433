"""One thing to mend or to look at, as the self-check, the marked copy and the screen say it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.facts.place import Place
    from energy_audit.report.explanations import Explained
    from energy_audit.report.language import Words

_SENTENCE = re.compile(r"(?<=[。])|(?<=[.])(?=\s+[A-Z])")

Kind = Literal["error", "violation", "warning", "suspicion", "notice"]


@dataclass(frozen=True)
class Item:
    """One thing to mend or to look at, at one or more cells.

    Attributes:
        kind: problem severity, or kind of the rule.
        code: of the problem or the rule.
        places: cells, the first leads.
        what: what is wrong.
        compared: what it was compared with; empty where nothing was.
        mend: what to do.
        rests_on: further cells that the finding rests on.
        finding_id: of the finding; empty for problems.
        subject_key, facts_digest: by which an explanation speaks to it; empty where it can only be mended.
        explained: what the unit says to it.
        at: what is wrong at a single cell, where ``what`` speaks of several.
    """

    kind: Kind
    code: str
    places: tuple[Place, ...]
    what: str
    compared: str
    mend: str
    rests_on: tuple[Place, ...] = ()
    subject_key: str = ""
    finding_id: str = ""
    facts_digest: str = ""
    explained: Explained | None = None
    at: Mapping[Place, str] = field(default_factory=dict)


def places_said(places: Sequence[Place], words: Words, most: int = 3) -> str:
    """Write where: the first sheet, then its cells; a long list is counted, a short one that goes on in other sheets named."""
    first = places[0]
    if len(places) <= most and len({(place.file, place.sheet) for place in places}) > 1:
        return rows_said(places, words, most)
    sheet = first.sheet or first.file
    cells = [place.cell for place in places if place.cell]
    if not cells:
        return sheet
    here = [place.cell for place in places if place.cell and (place.file, place.sheet) == (first.file, first.sheet)]
    shown = words("、").join(here[:most])
    more = words("等 {count} 处", count=len(cells)) if len(cells) > len(here[:most]) else ""
    return f"{sheet}!{shown}{more}" if sheet else f"{shown}{more}"


def rows_said(places: Sequence[Place], words: Words, most: int) -> str:
    """Write which rows of which sheets, each sheet once; empty where there are none."""
    sheets: dict[str, list[Place]] = {}
    for place in places:
        sheets.setdefault(place.sheet or place.file, []).append(place)
    return words("；").join(places_said(each, words, most) for each in sheets.values())


def what_and_mend(message: str) -> tuple[str, str]:
    """Divide a message into what is wrong and what to do: its last sentences, from the first that asks."""
    sentences = [sentence for sentence in _SENTENCE.split(message) if sentence.strip()]
    start = next((index for index, sentence in enumerate(sentences) if index and sentence.startswith("请")), None)
    if start is None:
        start = len(sentences) - 1 if len(sentences) > 1 else len(sentences)
    return "".join(sentences[:start]).strip(), "".join(sentences[start:]).strip()
