"""A workbook as a list of sheets over its package; sheets come and go, the rest of the package stays (ECMA-376 18.2)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

from energy_audit.report.ooxml.cells import Sheet
from energy_audit.report.ooxml.notes import Notes
from energy_audit.report.ooxml.parts import RELATION, Element, Parts, Relation
from energy_audit.report.ooxml.styles import Styles

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CORE: Final = "docProps/core.xml"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_NAME: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EMPTY_CORE: Final = f'<cp:coreProperties xmlns:cp="{_CORE_NAME}"/>'
SIGNATURES: Final = "_xmlsignatures/"


class Book:
    """A workbook. Sheets are parsed when they are asked for; those never asked for are written as they were."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._main = next(each.target for each in parts.relations("") if each.kind == "officeDocument")
        self._root = parts.look(self._main)
        self.namespace = self._root.tag[1:].partition("}")[0]
        self._sheets: dict[str, Sheet] = {}
        self._notes: dict[str, Notes] = {}
        self._styles: Styles | None = None
        self._shared: list[str] | None = None

    @classmethod
    def open(cls, path: Path) -> Book:
        """Open a workbook.

        Raises:
            ValueError: it is none that can be edited.
            OSError: it cannot be read.
        """
        try:
            book = cls(Parts.read(path))
            for name in book.names:
                book.sheet(name)
        except (zipfile.BadZipFile, KeyError, StopIteration, AttributeError, TypeError, IndexError) as error:
            raise ValueError(str(error)) from error
        return book

    @classmethod
    def blank(cls) -> Book:
        """Begin a workbook without a sheet."""
        import xlsxwriter  # noqa: PLC0415 - only where there is no workbook to edit

        stream = io.BytesIO()
        made = xlsxwriter.Workbook(stream, {"in_memory": True})
        made.add_worksheet("-")
        made.close()
        book = cls(Parts.read(stream))
        book.remove_sheet("-")
        core = book.parts.edit(_CORE)
        for each in [each for each in core if each.tag.endswith("}created")]:
            core.remove(each)  # the time of day would make equal content differ
        return book

    @property
    def names(self) -> list[str]:
        """Name all sheets in order."""
        return [each.get("name") for each in self._entries]

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet of cells; None where there is none of that name, or it is a chart."""
        if name not in self._sheets:
            relation = self._relation(name)
            if relation is None or relation.kind != "worksheet":
                return None
            self._sheets[name] = Sheet(self.parts.edit(relation.target), self.shared)
        return self._sheets[name]

    def notes(self, name: str) -> Notes:
        """Return the notes of a sheet."""
        if name not in self._notes:
            sheet, relation = self.sheet(name), self._relation(name)
            if sheet is None or relation is None:
                raise KeyError(name)
            self._notes[name] = Notes(self.parts, relation.target, sheet)
        return self._notes[name]

    @property
    def styles(self) -> Styles:
        """The styles, open for additions."""
        if self._styles is None:
            part = next(each.target for each in self.parts.relations(self._main) if each.kind == "styles")
            self._styles = Styles(self.parts.edit(part))
        return self._styles

    @property
    def shared(self) -> list[str]:
        """The texts that cells share."""
        if self._shared is None:
            part = next((each.target for each in self.parts.relations(self._main) if each.kind == "sharedStrings"), "")
            entries = self.parts.look(part) if part else ()
            self._shared = [
                "".join(text.text or "" for text in each.iter(f"{{{self.namespace}}}t") if not _is_phonetic(text))
                for each in entries
            ]
        return self._shared

    def add_sheet(self, name: str, xml: bytes, *, first: bool) -> None:
        """Add a sheet, before all others or after them; the first is the one that is shown."""
        part = self.parts.free_name("xl/worksheets/sheet{}.xml")
        self.parts.put(part, xml)
        self.parts.declare(part, _SHEET_TYPE)
        relation = self.parts.relate(self._main, "worksheet", part)
        root = self._edited()
        own = etree.Element(f"{{{self.namespace}}}sheet", name=name)
        own.set("sheetId", str(max((int(each.get("sheetId")) for each in self._entries), default=0) + 1))
        own.set(f"{{{RELATION}}}id", relation)
        holder = self._find("sheets")
        holder.insert(0 if first else len(holder), own)
        if first:
            self._move_local_names(by=1, beyond=0)
            for view in root.iter(f"{{{self.namespace}}}workbookView"):
                view.attrib.pop("firstSheet", None)
                view.attrib.pop("activeTab", None)
            for other in self.names[1:]:
                sheet = self.sheet(other)
                if sheet is not None:
                    sheet.deselect()

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out, with the names that belong to it."""
        place, relation = self.names.index(name), self._relation(name)
        self._edited()
        holder = self._find("sheets")
        holder.remove(holder[place])
        self._move_local_names(by=-1, beyond=place)
        for view in self._root.iter(f"{{{self.namespace}}}workbookView"):
            view.attrib.pop("firstSheet", None)
            view.attrib.pop("activeTab", None)
        self._sheets.pop(name, None)
        if relation is not None:
            self.parts.part_away(self._main, relation.id)
            self.parts.remove(relation.target)

    def remove_signatures(self) -> bool:
        """Take digital signatures out, which no changed file can keep; tell whether there were any."""
        signed = [name for name in self.parts.names() if name.startswith(SIGNATURES)]
        for name in signed:
            self.parts.remove(name)
        for each in self.parts.relations("") if signed else ():
            if each.target.startswith(SIGNATURES):
                self.parts.part_away("", each.id)
        return bool(signed)

    def save(self, target: Path, author: str, day: date) -> None:
        """Save the workbook, with who saved it last and on which day.

        Raises:
            OSError: it cannot be written.
        """
        core = next((each.target for each in self.parts.relations("") if each.kind == "core-properties"), None)
        if core is None:
            core = _CORE
            self.parts.put(core, _EMPTY_CORE.encode())
            self.parts.declare(core, _CORE_TYPE)
            self.parts.relate("", "core-properties", core)
        root = self.parts.edit(core)
        own = root.find(f"{{{_CORE_NAME}}}lastModifiedBy")
        if own is None:
            own = etree.SubElement(root, f"{{{_CORE_NAME}}}lastModifiedBy")
        own.text = author
        for each in root:
            if isinstance(each.tag, str) and each.tag.endswith("}modified"):
                each.text = f"{day.isoformat()}T00:00:00Z"
        self.parts.save(target)

    @property
    def _entries(self) -> list[Element]:
        return list(self._find("sheets"))

    def _edited(self) -> Element:
        """Open the workbook part for editing; it is the same tree from then on."""
        self._root = self.parts.edit(self._main)
        return self._root

    def _find(self, tag: str) -> Element:
        return self._root.find(f"{{{self.namespace}}}{tag}")

    def _relation(self, name: str) -> Relation | None:
        wanted = next((each.get(f"{{{RELATION}}}id") for each in self._entries if each.get("name") == name), None)
        return next((each for each in self.parts.relations(self._main) if each.id == wanted), None)

    def _move_local_names(self, *, by: int, beyond: int) -> None:
        """Names that belong to one sheet count the sheets; those of a sheet that goes go with it."""
        for each in self._root.findall(f"{{{self.namespace}}}definedNames/{{{self.namespace}}}definedName"):
            place = each.get("localSheetId")
            if place is None or int(place) < beyond:
                continue
            if by < 0 and int(place) == beyond:
                each.getparent().remove(each)
            else:
                each.set("localSheetId", str(int(place) + by))


def _is_phonetic(text: Element) -> bool:
    return bool(text.getparent().tag.endswith("}rPh"))
