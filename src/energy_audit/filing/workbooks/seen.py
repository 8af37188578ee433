"""The figures of a workbook that look otherwise than they are: by their number format, or not to be seen at all.

Nothing is decided here: a figure in thousands may be what its column asks for, which only the column knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from energy_audit.filing.workbooks.cell_styles import UNREADABLE, local
from energy_audit.filing.workbooks.number_format import NOTHING_SEEN, is_otherwise, seen_as, shows_otherwise
from energy_audit.filing.workbooks.struck import cells_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.workbooks.number_format import Seen
    from energy_audit.filing.workbooks.struck import Place

WHITE = "FFFFFF"
_THEME_WHITE = "0"
"""The first colour of a theme, which is that of the paper."""
_INDEXED = {"1": WHITE, "9": WHITE, "65": WHITE}
_COLOURED_LATER = (b"conditionalFormatting", b"tableParts")
"""What gives cells another colour than their style says."""


@dataclass(frozen=True)
class Looks:
    """What cell styles do to a figure, by their numbers; most do nothing of it.

    Attributes:
        formats: the codes of number formats that may show it otherwise.
        faded: styles whose letters have the colour of the cell.
    """

    formats: Mapping[int, str] = field(default_factory=dict)
    faded: frozenset[int] = frozenset()

    @property
    def styles(self) -> frozenset[int]:
        """All of them."""
        return self.faded.union(self.formats)


@lru_cache(maxsize=16)  # as with ``cell_styles``
def looks_of(part: bytes, read_as_shown: frozenset[int]) -> Looks:
    """Return what the cell styles of a workbook do; nothing of a list of styles that cannot be read.

    Args:
        part: the list.
        read_as_shown: styles whose figures are read as they are shown: 3.2%, 1.5万.
    """
    try:
        root = ET.fromstring(part)  # noqa: S314 - declarations of entities were refused before
    except UNREADABLE:
        return Looks()
    codes = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter() if local(each.tag) == "numFmt"
    }
    listed = {local(each.tag): each for each in root}
    fonts = [_colour(font, "color") for font in listed.get("fonts", ())]
    fills = [_filling(fill) for fill in listed.get("fills", ())]
    formats, faded = {}, set()
    for number, style in enumerate(listed.get("cellXfs", ())):
        code = codes.get(style.get("numFmtId", ""), "")
        if number not in read_as_shown and shows_otherwise(code):
            formats[number] = code
        font, fill = int(style.get("fontId", "0")), int(style.get("fillId", "0"))
        if font < len(fonts) and fill < len(fills) and fonts[font] and fonts[font] == fills[fill]:
            faded.add(number)
    return Looks(formats, frozenset(faded))


def seen_in(sheet: bytes, looks: Looks) -> dict[Place, Seen]:
    """Find the figures of a sheet that look otherwise than they are.

    Args:
        sheet: its XML, which has been read before.
        looks: what cell styles do.
    """
    may_fade = not any(each in sheet for each in _COLOURED_LATER)
    found = {}
    for place, cell in cells_of(sheet):
        style = int(cell.get("s") or 0)
        if style not in looks.styles or cell.get("t", "n") != "n":
            continue
        text = next((each.text for each in cell if local(each.tag) == "v"), None)
        if seen := figure_seen(text or "", looks.formats.get(style, ""), faded=may_fade and style in looks.faded):
            found[place] = seen
    return found


def figure_seen(text: str, code: str, *, faded: bool) -> Seen | None:
    """Return what is seen of a figure where that is not the figure itself; of 0 it is not asked."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if faded and value:
        return NOTHING_SEEN
    seen = seen_as(code, value) if code else None
    return seen if seen and is_otherwise(seen, value) else None


def _filling(fill: ET.Element) -> str:
    pattern = next((each for each in fill if local(each.tag) == "patternFill"), None)
    if pattern is None:
        return ""
    kind = pattern.get("patternType", "none")
    return WHITE if kind == "none" else _colour(pattern, "fgColor") if kind == "solid" else ""


def _colour(holder: ET.Element, name: str) -> str:
    """Return a colour as six hexadecimal digits; empty where it is not told for sure."""
    colour = next((each for each in holder if local(each.tag) == name), None)
    if colour is None or colour.get("tint", "0") not in {"0", "0.0"}:
        return ""
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper()
    return WHITE if colour.get("theme") == _THEME_WHITE else _INDEXED.get(colour.get("indexed", ""), "")
