"""Digits that a text cell raises or lowers: 3000 with a small 1 behind it is a footnote to 3000, and its text is 30001."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from energy_audit.filing.workbooks.cell_styles import UNREADABLE, local
from energy_audit.filing.workbooks.struck import cells_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.workbooks.struck import Place

_DIGIT = re.compile(r"\d")
_ASIDE = {"superscript", "subscript"}


def raised_in(parts: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, Mapping[Place, tuple[str, str]]]:
    """Return by sheet name and cell what stands on the line of a figure, and what is raised or lowered beside it.

    Args:
        parts: of the workbook.
        names: by part, the name of its sheet.
    """
    shared = _texts(parts.get("xl/sharedStrings.xml", b""))
    found: dict[str, Mapping[Place, tuple[str, str]]] = {}
    for place, name in names.items():
        sheet = parts.get(place, b"")
        if shared or b"vertAlign" in sheet:
            cells = {at: told for at, cell in cells_of(sheet) if (told := _of_cell(cell, shared))}
            found |= {name: cells} if cells else {}
    return found


def _texts(part: bytes) -> dict[int, tuple[str, str]]:
    """Return by their numbers the shared texts with a digit on the line and one aside."""
    if b"vertAlign" not in part:
        return {}
    try:
        items = [each for _, each in ET.iterparse(io.BytesIO(part)) if local(each.tag) == "si"]  # noqa: S314 - declarations of entities were refused before
    except UNREADABLE:
        return {}
    return {number: told for number, item in enumerate(items) if (told := _parted(item))}


def _of_cell(cell: ET.Element, shared: Mapping[int, tuple[str, str]]) -> tuple[str, str] | None:
    for each in cell:
        if local(each.tag) == "is":
            return _parted(each)
        if local(each.tag) == "v" and cell.get("t") == "s" and (each.text or "").strip().isdigit():
            return shared.get(int(each.text or ""))
    return None


def _parted(item: ET.Element) -> tuple[str, str] | None:
    """Part a text into what stands on the line and what does not, where both have a digit."""
    line, aside = "", ""
    for run in item:
        text = "".join(each.text or "" for each in run.iter() if local(each.tag) == "t")
        if any(local(each.tag) == "vertAlign" and each.get("val") in _ASIDE for each in run.iter()):
            aside += text
        else:
            line += text
    return (line, aside) if _DIGIT.search(line) and _DIGIT.search(aside) else None
