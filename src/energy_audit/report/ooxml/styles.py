"""The styles of a workbook: variants of what is there, and a few of our own, added at the end (ECMA-376 18.8)."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from energy_audit.report.ooxml.parts import Element, parsed

SOLID: Final = '<fill xmlns="{ns}"><patternFill patternType="solid"><fgColor rgb="{rgb}"/><bgColor rgb="{rgb}"/></patternFill></fill>'


class Styles:
    """The styles part. A style is the number of an entry of ``cellXfs``; numbers given out stay valid."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.namespace = root.tag[1:].partition("}")[0]
        self._made: dict[tuple[int, str], int] = {}

    def fill_of(self, style: int) -> str:
        """Return the fill of a style as XML that says by itself what it is."""
        entry = self._list("cellXfs")[style]
        fill = deepcopy(self._list("fills")[int(entry.get("fillId") or 0)])
        fill.tail = None
        etree.cleanup_namespaces(fill)
        return str(etree.tostring(fill, encoding="unicode"))

    def solid(self, rgb: str) -> str:
        """Return a fill of one colour (AARRGGBB)."""
        return SOLID.format(ns=self.namespace, rgb=rgb)

    def with_fill(self, style: int, fill: str) -> int:
        """Return the style that is like another but for its fill."""
        if (style, fill) not in self._made:
            own = deepcopy(self._list("cellXfs")[style])
            own.set("fillId", str(self._place("fills", fill)))
            own.set("applyFill", "1")
            self._made[style, fill] = self._append("cellXfs", own)
        return self._made[style, fill]

    def add(self, *, font: str = "", fill: str = "", border: str = "", wrap: bool = False) -> int:
        """Add a style of our own from the inner XML of font and border and a colour (AARRGGBB)."""
        own = etree.Element(self._name("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0", xfId="0")
        for kind, inner in (("font", font), ("border", border)):
            if inner:
                place = self._place(f"{kind}s", f'<{kind} xmlns="{self.namespace}">{inner}</{kind}>')
                own.set(f"{kind}Id", str(place))
                own.set(f"apply{kind.capitalize()}", "1")
        if fill:
            own.set("fillId", str(self._place("fills", self.solid(fill))))
            own.set("applyFill", "1")
        own.set("applyAlignment", "1")
        etree.SubElement(own, self._name("alignment"), vertical="top", **({"wrapText": "1"} if wrap else {}))
        return self._append("cellXfs", own)

    def _place(self, kind: str, xml: str) -> int:
        """Find an equal entry or append it."""
        wanted = parsed(xml.encode())
        seen = etree.tostring(wanted, method="c14n")
        for place, entry in enumerate(self._list(kind)):
            twin = deepcopy(entry)
            twin.tail = None
            etree.cleanup_namespaces(twin)
            if etree.tostring(twin, method="c14n") == seen:
                return place
        return self._append(kind, wanted)

    def _append(self, kind: str, entry: Element) -> int:
        listed = self._list(kind)
        entry.tail = None
        listed.append(entry)
        listed.set("count", str(len(listed)))
        return len(listed) - 1

    def _list(self, kind: str) -> Element:
        return self.root.find(self._name(kind))

    def _name(self, tag: str) -> str:
        return f"{{{self.namespace}}}{tag}"
