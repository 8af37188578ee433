"""Comments that hold figures: a person reads them beside the cell, and nobody who computes does.

What this tool wrote into a checked copy is no comment of anybody's.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from energy_audit.filing.problems.sources import position
from energy_audit.filing.workbooks.cell_styles import UNREADABLE, local
from energy_audit.filing.workbooks.struck import ADDRESS
from energy_audit.own_output import NOTE_DIVIDER, TOOL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from energy_audit.filing.workbooks.struck import Place

_FIGURE = re.compile(r"\d")
_FOR_OLD_PROGRAMS = re.compile(r"(?s)^\[.*?linkid=\d+\s*(?:[^\n:：]*[:：])?")
"""What stands before a comment of a thread, for programs that know none."""


def remarks_in(
    parts: Mapping[str, bytes], names: Mapping[str, str]
) -> tuple[dict[str, Mapping[Place, str]], list[str]]:
    """Return by sheet name what the comments say that hold figures, where any do, and the lists that cannot be read.

    Args:
        parts: of the workbook.
        names: by part, the name of its sheet.
    """
    if not any("comments" in part for part in parts):
        return {}, []
    found: dict[str, Mapping[Place, str]] = {}
    unread = []
    for part, name in names.items():
        said: dict[Place, str] = {}
        for target in _lists_of(parts, part):
            try:
                root = ET.fromstring(parts.get(target, b"<comments/>"))  # noqa: S314 - declarations of entities were refused before
                said |= {place: own for place, text in _listed(root) if (own := said_in(text))}
            except UNREADABLE:
                unread.append(target)
        if said:
            found[name] = said
    return found, unread


def said_in(text: str) -> str:
    """Return what a person wrote into a comment, in one line; nothing of what holds no figure."""
    own = _FOR_OLD_PROGRAMS.sub("", text.partition(NOTE_DIVIDER)[0])
    return " ".join(own.split()) if _FIGURE.search(own) else ""


def _lists_of(parts: Mapping[str, bytes], sheet: str) -> Iterator[str]:
    """Name the lists of comments of a sheet; of one whose relations cannot be read they are not known."""
    folder, _, file = sheet.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    if relations is None:
        return
    try:
        root = ET.fromstring(relations)  # noqa: S314 - as above
    except UNREADABLE:
        return
    for relation in root:
        if not relation.get("Type", "").endswith("/comments"):
            continue
        yield posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def _listed(root: ET.Element) -> Iterator[tuple[Place, str]]:
    authors = [each.text or "" for each in root.iter() if local(each.tag) == "author"]
    for comment in (each for each in root.iter() if local(each.tag) == "comment"):
        place, author = ADDRESS.fullmatch(comment.get("ref", "")), int(comment.get("authorId", "-1"))
        if place and not (0 <= author < len(authors) and authors[author] == TOOL):
            texts = (each.text or "" for each in comment.iter() if local(each.tag) == "t")
            yield (int(place[2]) - 1, position(place[1])), "".join(texts)
