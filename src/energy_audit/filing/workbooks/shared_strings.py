"""Reads the texts that the cells of a workbook share.

Nearly all are plain texts, one like the other, and are parted at what stands between them. A list with any other is
parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from energy_audit.filing.workbooks.cell_styles import local
from energy_audit.filing.workbooks.grid import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = " \t\r\n"
"""What XML calls space."""

ESCAPED = "_x"
"""How the escape of a character begins that XML cannot hold."""

_LIST = re.compile(r"(?:<\?xml[^<>]*\?>\s*)?<sst(?: [^<>]*)?>(?=<si><t>)")
_FIRST, _BETWEEN, _LAST = "<si><t>", "</t></si><si><t>", "</t></si></sst>"
_KEPT_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def shared_strings(part: bytes) -> list[str]:
    """Return the texts by their numbers, blank ones empty; none where it is left to calamine what they are.

    Declarations of entities must have been refused before.
    """
    try:
        text = part.decode()
        if ESCAPED in text:
            return []
        return _parted(text) or _parsed(text)
    except (ET.ParseError, ValueError):
        return []


def _parted(text: str) -> list[str]:
    """Part texts that are nothing else; none of a list with formats, escapes, or space that may not count."""
    begin = _LIST.match(text)
    text = text.rstrip(BLANKS)
    if begin is None or not text.endswith(_LAST) or "&" in text or "\r" in text:
        return []
    listed = text[begin.end() + len(_FIRST) : -len(_LAST)]
    found = listed.split(_BETWEEN)
    marks = _BETWEEN.count("<") * (len(found) - 1)
    return found if listed.count("<") == marks and [*map(str.strip, found)] == found else []


def _parsed(text: str) -> list[str]:
    return [cell_text("".join(_texts(item))) for item in ET.fromstring(text) if local(item.tag) == "si"]  # noqa: S314 - see above


def _texts(item: ET.Element) -> Iterator[str]:
    """Yield the runs of a text, without what tells how it looks or is said; ValueError of what is neither."""
    for each in item:
        match local(each.tag):
            case "t" if not len(each):
                text = each.text or ""
                yield text if each.get(_KEPT_SPACE) == "preserve" else text.strip(BLANKS)
            case "r":
                yield from _texts(each)
            case "rPr" | "rPh" | "phoneticPr":
                pass
            case other:
                raise ValueError(other)
