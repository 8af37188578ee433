"""The cells of one sheet, read and changed in place (ECMA-376 18.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from energy_audit.filing.problems.sources import letter
from energy_audit.report.ooxml.parts import RELATION, Element, writable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Spot = tuple[int, int]
"""Row and column, counted from 1."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""

_ADDRESS = re.compile(r"^\$?([A-Za-z]{1,3})\$?(\d+)$")
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_AFTER_NOTES: Final = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "AlternateContent", "controls",
    "webPublishItems", "tableParts", "extLst")  # fmt: skip
"""What follows ``legacyDrawing`` in a sheet; the order is fixed by the format."""


class Sheet:
    """One sheet. Cells and rows that do not say where they stand are made to say it."""

    def __init__(self, root: Element, shared: Sequence[str]) -> None:
        self.root = root
        self.namespace = root.tag[1:].partition("}")[0]
        self._shared = shared
        self._rows: dict[int, Element] = {}
        self._cells: dict[Spot, Element] = {}
        self._index()

    def _index(self) -> None:
        row_number = 0
        for row in self._data.iterfind(self._name("row")):
            row_number = int(row.get("r") or row_number + 1)
            row.set("r", str(row_number))
            self._rows[row_number] = row
            column = 0
            for cell in row.iterfind(self._name("c")):
                column = spot_of(cell.get("r"))[1] if cell.get("r") else column + 1
                cell.set("r", address(row_number, column))
                self._cells[row_number, column] = cell

    @property
    def merged(self) -> list[Area]:
        """The merged areas."""
        holder = self.root.find(self._name("mergeCells"))
        return [] if holder is None else [area_of(each.get("ref")) for each in holder]

    @property
    def last_row(self) -> int:
        """The last row that the sheet holds; 0 for none."""
        return max(self._rows, default=0)

    def spots(self) -> Iterator[Spot]:
        """Give the cells that the sheet holds."""
        yield from self._cells

    def formulas(self) -> Iterator[Spot]:
        """Give the cells that hold a formula."""
        for spot, cell in self._cells.items():
            if cell.find(self._name("f")) is not None:
                yield spot

    def is_filled(self, spot: Spot) -> bool:
        """Tell whether a cell holds a value or a formula."""
        cell = self._cells.get(spot)
        return cell is not None and any(len(part) or part.text for part in cell if self._is(part, "v", "f", "is"))

    def text(self, spot: Spot) -> str:
        """Return what a cell holds as text; numbers as the file writes them."""
        cell = self._cells.get(spot)
        if cell is None:
            return ""
        if cell.get("t") == "inlineStr":
            return "".join(cell.itertext(self._name("t")))
        value = cell.findtext(self._name("v")) or ""
        return self._shared[int(value)] if cell.get("t") == "s" and value else value

    def put_text(self, spot: Spot, text: str) -> None:
        """Write a text into a cell; a formula or value that stood there is gone, its format stays."""
        cell = self._emptied(spot)
        cell.set("t", "inlineStr")
        holder = etree.SubElement(etree.SubElement(cell, self._name("is")), self._name("t"))
        holder.set(_PRESERVE, "preserve")
        holder.text = writable(text)

    def put_number(self, spot: Spot, value: float) -> None:
        """Write a number into a cell."""
        etree.SubElement(self._emptied(spot), self._name("v")).text = _number(value)

    def clear(self, spot: Spot) -> None:
        """Empty a cell; its format stays."""
        self._emptied(spot)

    def put_result(self, spot: Spot, value: str | float | bool | None) -> None:
        """Write the result of a formula beside it; an error by its name."""
        cell = self._cells[spot]
        for part in list(cell):
            if self._is(part, "v"):
                cell.remove(part)
        cell.attrib.pop("t", None)
        if isinstance(value, bool):
            cell.set("t", "b")
            text = str(int(value))
        elif isinstance(value, str) or value is None:
            text = writable(value or "")
            cell.set("t", "e" if text.startswith("#") else "str")
        else:
            text = _number(value)
        etree.SubElement(cell, self._name("v")).text = text

    def style(self, spot: Spot) -> int:
        """Return the style that a cell shows: its own, or that of its row or column."""
        row, column = spot
        cell, line = self._cells.get(spot), self._rows.get(row)
        if cell is not None:
            return int(cell.get("s") or 0)
        if line is not None and line.get("customFormat") in {"1", "true"}:
            return int(line.get("s") or 0)
        for each in self.root.iterfind(f"{self._name('cols')}/{self._name('col')}"):
            if int(each.get("min")) <= column <= int(each.get("max")):
                return int(each.get("style") or 0)
        return 0

    def set_style(self, spot: Spot, style: int) -> None:
        """Give a cell a style."""
        self._cell(spot).set("s", str(style))

    def set_notes_drawing(self, relation: str) -> None:
        """Point the sheet at the part that draws its notes."""
        children = list(self.root)
        place = next((place for place, child in enumerate(children) if _local(child) in _AFTER_NOTES), len(children))
        own = etree.Element(self._name("legacyDrawing"))
        own.set(f"{{{RELATION}}}id", relation)
        self.root.insert(place, own)

    @property
    def notes_drawing(self) -> str | None:
        """The relation to the part that draws the notes."""
        own = self.root.find(self._name("legacyDrawing"))
        return None if own is None else own.get(f"{{{RELATION}}}id")

    def deselect(self) -> None:
        """Let the sheet no longer be one of those selected: what is typed into one would go into all of them."""
        for view in self.root.iterfind(f"{self._name('sheetViews')}/{self._name('sheetView')}"):
            view.attrib.pop("tabSelected", None)

    def _emptied(self, spot: Spot) -> Element:
        cell = self._cell(spot)
        for part in list(cell):
            cell.remove(part)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        return cell

    def _cell(self, spot: Spot) -> Element:
        """Find a cell, or make it where it belongs, looking as it looked."""
        if spot not in self._cells:
            row, column = spot
            style = self.style(spot)
            line = self._row(row)
            own = etree.Element(self._name("c"), r=address(row, column))
            if style:
                own.set("s", str(style))
            place = sum(1 for each in line.iterfind(self._name("c")) if spot_of(each.get("r"))[1] < column)
            line.insert(place, own)
            line.attrib.pop("spans", None)
            self._cells[spot] = own
        return self._cells[spot]

    def _row(self, number: int) -> Element:
        if number not in self._rows:
            own = etree.Element(self._name("row"), r=str(number))
            self._data.insert(sum(1 for each in self._rows if each < number), own)
            self._rows[number] = own
        return self._rows[number]

    @property
    def _data(self) -> Element:
        return self.root.find(self._name("sheetData"))

    def _name(self, tag: str) -> str:
        return f"{{{self.namespace}}}{tag}"

    def _is(self, part: Element, *tags: str) -> bool:
        return part.tag in {self._name(tag) for tag in tags}


def address(row: int, column: int) -> str:
    """Write a spot as ``F12``."""
    return f"{letter(column - 1)}{row}"


def spot_of(text: str) -> Spot:
    """Read ``F12``.

    Raises:
        ValueError: it is not so written.
    """
    found = _ADDRESS.match(text)
    if not found:
        raise ValueError(text)
    column = 0
    for character in found[1].upper():
        column = column * 26 + ord(character) - ord("A") + 1
    return int(found[2]), column


def area_of(text: str) -> Area:
    """Read ``F12`` or ``F12:G14``."""
    first, _, last = text.partition(":")
    return (*spot_of(first), *spot_of(last or first))


def is_area(text: str) -> bool:
    """Tell whether a text is ``F12`` or ``F12:G14``."""
    return all(_ADDRESS.match(part) for part in text.split(":", 1))


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(value)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
