"""What is struck out in a workbook. Who strikes a row out means it deleted, yet its cells hold what they held.

Nothing is dropped for it: what is struck out as a whole is read and told, and of a cell that is struck out in part it is
not known which of its texts is meant.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from energy_audit.filing.problems.sources import position
from energy_audit.filing.workbooks.cell_styles import UNREADABLE, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Place = tuple[int, int]
"""Row and column of a cell, 0-based."""

Runs = tuple[tuple[str, bool | None], ...]
"""The texts of a cell one after another, each with whether it is struck out; None where the cell's style says it."""

ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_OFF = {"0", "false", "none"}


@dataclass(frozen=True)
class Struck:
    """What is struck out on a sheet.

    Attributes:
        wholly: cells.
        partly: of other cells what is struck out, and what is not.
    """

    wholly: frozenset[Place] = frozenset()
    partly: Mapping[Place, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.wholly or self.partly)


def struck_styles(part: bytes) -> frozenset[int]:
    """Return the numbers of the cell styles that strike out; none of a list of styles that cannot be read."""
    if b"strike" not in part:
        return frozenset()
    try:
        root = ET.fromstring(part)  # noqa: S314 - declarations of entities were refused before
    except UNREADABLE:
        return frozenset()
    listed = {local(each.tag): each for each in root}
    fonts = [number for number, font in enumerate(listed.get("fonts", ())) if _strikes(font)]
    used = listed.get("cellXfs", ())
    return frozenset(number for number, style in enumerate(used) if int(style.get("fontId", "0")) in fonts)


def struck_texts(part: bytes) -> dict[int, Runs]:
    """Return by their numbers the texts shared by cells of which anything is struck out."""
    if b"strike" not in part:
        return {}
    try:
        items = [each for each in ET.fromstring(part) if local(each.tag) == "si"]  # noqa: S314 - as above
    except UNREADABLE:
        return {}
    told = {number: _runs(item) for number, item in enumerate(items)}
    return {number: runs for number, runs in told.items() if any(struck for _, struck in runs)}


def struck_cells(sheet: bytes, styles: frozenset[int], shared: Mapping[int, Runs]) -> Struck:
    """Find the cells of a sheet that are struck out.

    Args:
        sheet: its XML, which has been read before.
        styles: that strike out.
        shared: texts of which anything is struck out.
    """
    told = {}
    for place, cell in cells_of(sheet):
        style = cell.get("s", "")
        runs = _runs_of(cell, shared)
        if runs:
            told[place] = parted(runs, by_style=style.isdigit() and int(style) in styles)
    return struck_of(told)


def struck_of(told: Mapping[Place, tuple[str, str]]) -> Struck:
    """Tell cells that are struck out from those that are in part, by what of each is and what is not."""
    wholly = frozenset(place for place, (struck, left) in told.items() if struck.strip() and not left.strip())
    return Struck(wholly, {place: each for place, each in told.items() if all(map(str.strip, each))})


def parted(runs: Runs, *, by_style: bool) -> tuple[str, str]:
    """Return what is struck out of the texts of a cell, and what is not."""
    known = [(text, by_style if struck is None else struck) for text, struck in runs]
    return "".join(text for text, struck in known if struck), "".join(text for text, struck in known if not struck)


def by_fonts(text: str, starts: Iterable[tuple[int, bool]], *, by_style: bool) -> Runs:
    """Return the texts of a cell in runs, of which only the later ones say where they start and whether they strike out."""
    marks = [(0, by_style), *starts]
    ends = [*(start for start, _ in marks[1:]), len(text)]
    return tuple((text[start:end], struck) for (start, struck), end in zip(marks, ends, strict=True))


def cells_of(sheet: bytes) -> Iterable[tuple[Place, ET.Element]]:
    """Yield every cell of a sheet with its place; one that does not say where it stands is the next of its row."""
    row = column = -1
    for event, each in ET.iterparse(io.BytesIO(sheet), ("start", "end")):  # noqa: S314 - as above
        name = local(each.tag)
        if name == "row" and event == "start":
            row, column = int(each.get("r", row + 2)) - 1, -1
        elif name == "row":
            each.clear()
        elif name == "c" and event == "end":
            if place := ADDRESS.fullmatch(each.get("r", "").upper()):
                row, column = int(place[2]) - 1, position(place[1])
            else:
                column += 1
            yield (row, column), each


def _runs_of(cell: ET.Element, shared: Mapping[int, Runs]) -> Runs:
    for each in cell:
        if local(each.tag) == "is":
            return _runs(each)
        if local(each.tag) == "v" and each.text:
            number = each.text.strip()
            own = shared.get(int(number)) if cell.get("t") == "s" and number.isdigit() else None
            return own or ((each.text, None),)
    return ()


def _runs(item: ET.Element) -> Runs:
    """Return the texts of a shared or inline text; what tells how it is said is none."""
    runs: list[tuple[str, bool | None]] = []
    for each in item:
        if local(each.tag) == "t":
            runs.append((each.text or "", None))
        elif local(each.tag) == "r":
            font = next((part for part in each if local(part.tag) == "rPr"), None)
            text = "".join(part.text or "" for part in each if local(part.tag) == "t")
            runs.append((text, None if font is None else _strikes(font)))
    return tuple(runs)


def _strikes(font: ET.Element) -> bool:
    return any(local(each.tag) in {"strike", "dstrike"} and each.get("val", "1").lower() not in _OFF for each in font)
