"""The notes (comments) of one sheet: their texts, and the old drawing part that gives each its box (ECMA-376 18.7).

The drawing part is edited as text: what other programs write there is not always well-formed XML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from energy_audit.report.ooxml.cells import Spot, address, spot_of
from energy_audit.report.ooxml.parts import Element, writable

if TYPE_CHECKING:
    from energy_audit.report.ooxml.cells import Sheet
    from energy_audit.report.ooxml.parts import Parts

_MAIN: Final = "application/vnd.openxmlformats-officedocument"
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_EMPTY_DRAWING: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
    'width:{width}pt;height:{height}pt;z-index:{id};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_A_SHAPE = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_SHAPE_ID = re.compile(r'"_x0000_s(\d+)"')
_FIRST_ID: Final = 1024
_WIDTH: Final = 240
_LETTERS_A_LINE: Final = 22
_LINE, _LEAST, _MOST = 13, 45, 320
"""Heights of a note, in points."""

_ROW_HEIGHT: Final = 15


class Notes:
    """The notes of a sheet; parts are made when the first note is added."""

    def __init__(self, parts: Parts, part: str, sheet: Sheet) -> None:
        self._parts, self._part, self._sheet = parts, part, sheet
        relations = {each.kind: each.target for each in parts.relations(part) if each.kind == "comments"}
        self._texts_part = relations.get("comments")
        self._root: Element = None if self._texts_part is None else parts.edit(self._texts_part)
        self._by_spot = {} if self._root is None else {spot_of(each.get("ref")): each for each in self._list}

    def text(self, spot: Spot) -> str:
        """Return what a note says; empty where there is none."""
        note = self._by_spot.get(spot)
        return "" if note is None else "".join(run.text or "" for run in self._runs(note))

    def spots(self) -> list[Spot]:
        """List the cells that have a note."""
        return list(self._by_spot)

    def add(self, spot: Spot, text: str, author: str) -> None:
        """Add to the note of a cell, or give it one; what it said before stays as it is."""
        if self._root is None:
            self._begin()
        note = self._by_spot.get(spot)
        if note is None:
            note = etree.Element(self._name("comment"), ref=address(*spot), authorId=str(self._author(author)))
            etree.SubElement(note, self._name("text"))
            place = sum(1 for each in self._by_spot if each < spot)
            self._list.insert(place, note)
            self._by_spot[spot] = note
            self._draw(spot, text)
        else:
            text = f"\n{text}"
        holder = note.find(self._name("text"))
        for plain in holder.findall(self._name("t")):  # a note may be one plain text; a run holds the same
            run = etree.Element(self._name("r"))
            holder.replace(plain, run)
            run.append(plain)
        own = etree.SubElement(etree.SubElement(holder, self._name("r")), self._name("t"))
        own.set(_PRESERVE, "preserve")
        own.text = writable(text)

    def cut(self, spot: Spot, divider: str) -> None:
        """Take away what a note says from a divider on, with the line break before it; a note left empty goes."""
        note = self._by_spot[spot]
        whole = self.text(spot)
        if divider not in whole:
            return
        keep = whole[: whole.index(divider)]
        left = len(keep.removesuffix("\n"))
        if not left:
            self._list.remove(note)
            del self._by_spot[spot]
            self._undraw(spot)
            return
        for run in self._runs(note):
            text = run.text or ""
            run.text, left = text[:left], max(left - len(text), 0)
        for holder in list(note.iter(self._name("r"))):
            if not "".join(holder.itertext(self._name("t"))):
                holder.getparent().remove(holder)

    def _runs(self, note: Element) -> list[Element]:
        holder = note.find(self._name("text"))
        return [each for each in holder.iter(self._name("t")) if each.getparent().tag != self._name("rPh")]

    def _begin(self) -> None:
        self._texts_part = self._parts.free_name("xl/comments{}.xml")
        empty = f'<comments xmlns="{self._sheet.namespace}"><authors/><commentList/></comments>'
        self._parts.put(self._texts_part, empty.encode())
        self._parts.declare(self._texts_part, f"{_MAIN}.spreadsheetml.comments+xml")
        self._parts.relate(self._part, "comments", self._texts_part)
        self._root = self._parts.edit(self._texts_part)

    def _author(self, name: str) -> int:
        authors = self._root.find(self._name("authors"))
        for place, each in enumerate(authors):
            if each.text == name:
                return place
        etree.SubElement(authors, self._name("author")).text = name
        return len(authors) - 1

    def _drawing_part(self) -> str:
        """Name the part that draws the boxes; one is made where the sheet has none."""
        relation = self._sheet.notes_drawing
        for each in self._parts.relations(self._part):
            if each.id == relation:
                return each.target
        name = self._parts.free_name("xl/drawings/vmlDrawing{}.vml")
        self._parts.put(name, _EMPTY_DRAWING.encode())
        self._parts.declare_extension("vml", f"{_MAIN}.vmlDrawing")
        self._sheet.set_notes_drawing(self._parts.relate(self._part, "vmlDrawing", name))
        return name

    def _draw(self, spot: Spot, text: str) -> None:
        part = self._drawing_part()
        drawing = self._parts.data(part).decode("utf-8", "surrogateescape")
        number = max((int(each) for each in _SHAPE_ID.findall(drawing)), default=_FIRST_ID) + 1
        lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.splitlines())
        height = min(_LEAST + _LINE * lines, _MOST)
        row, column = spot[0] - 1, spot[1] - 1
        shape = _SHAPE.format(
            id=number, width=_WIDTH, height=height, row=row, column=column,
            left=column + 1, right=column + 4, top=max(row - 1, 0), bottom=max(row - 1, 0) + height // _ROW_HEIGHT,
        )  # fmt: skip
        kind = "" if 'id="_x0000_t202"' in drawing else _SHAPE_TYPE
        before, end, after = drawing.rpartition("</xml>")
        self._parts.put(part, f"{before}{kind}{shape}{end}{after}".encode("utf-8", "surrogateescape"))

    def _undraw(self, spot: Spot) -> None:
        part = self._drawing_part()
        drawing = self._parts.data(part).decode("utf-8", "surrogateescape")
        row, column = spot[0] - 1, spot[1] - 1

        def left(found: re.Match[str]) -> str:
            own = f"<x:Row>{row}</x:Row>" in found[0] and f"<x:Column>{column}</x:Column>" in found[0]
            return "" if own else found[0]

        self._parts.put(part, _A_SHAPE.sub(left, drawing).encode("utf-8", "surrogateescape"))

    @property
    def _list(self) -> Element:
        return self._root.find(self._name("commentList"))

    def _name(self, tag: str) -> str:
        namespace = self._sheet.namespace if self._root is None else self._root.tag[1:].partition("}")[0]
        return f"{{{namespace}}}{tag}"
