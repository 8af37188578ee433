"""The package of a workbook: named parts, their types, and the relations between them (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "[Content_Types].xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can hold; fixed, so that equal content gives equal bytes."""

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Element = Any
"""An lxml element; lxml has no types of its own."""


@dataclass(frozen=True)
class Relation:
    """One relation of a part: its id, the last word of its type, and the part or address it leads to."""

    id: str
    kind: str
    target: str


def parsed(data: bytes) -> Element:
    """Parse a part; nothing outside it is read.

    Raises:
        ValueError: it is no well-formed XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def writable(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _NO_XML.sub("", text)


class Parts:
    """The parts of one package by name. Only a part that was changed is written anew, all others as they were."""

    def __init__(self, data: dict[str, bytes]) -> None:
        self._data = data
        self._trees: dict[str, Element] = {}
        self._before: dict[str, bytes] = {}

    @classmethod
    def read(cls, source: Path | BinaryIO) -> Parts:
        """Read a package.

        Raises:
            zipfile.BadZipFile, OSError: it is none, or cannot be read.
        """
        with zipfile.ZipFile(source) as file:
            return cls({each.filename: file.read(each) for each in file.infolist() if not each.is_dir()})

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def names(self) -> list[str]:
        """List the parts in the order of the package."""
        return list(self._data)

    def data(self, name: str) -> bytes:
        """Return a part as it will be written."""
        tree = self._trees.get(name)
        if tree is None or etree.tostring(tree) == self._before[name]:
            return self._data[name]
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))

    def look(self, name: str) -> Element:
        """Parse a part to read it."""
        return self._trees[name] if name in self._trees else parsed(self._data[name])

    def edit(self, name: str) -> Element:
        """Parse a part to change it; later calls return the same tree."""
        if name not in self._trees:
            self._trees[name] = parsed(self._data[name])
            self._before[name] = etree.tostring(self._trees[name])
        return self._trees[name]

    def put(self, name: str, data: bytes) -> None:
        """Write a whole part."""
        self._trees.pop(name, None)
        self._data[name] = data

    def remove(self, name: str) -> None:
        """Take a part out, with its relations and its type."""
        for each in (name, relations_of(name)):
            self._data.pop(each, None)
            self._trees.pop(each, None)
        types = self.edit(_TYPES)
        for entry in list(types):
            if entry.get("PartName") == f"/{name}":
                types.remove(entry)

    def free_name(self, pattern: str) -> str:
        """Return the first part name of a numbered pattern that is not taken."""
        number = 1
        while pattern.format(number) in self._data:
            number += 1
        return pattern.format(number)

    def declare(self, name: str, content_type: str) -> None:
        """Say what type a part has."""
        types = self.edit(_TYPES)
        etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what type all parts of an extension have, unless that is said already."""
        types = self.edit(_TYPES)
        if not any((entry.get("Extension") or "").lower() == extension for entry in types):
            entry = etree.Element(f"{{{_PACKAGE}/content-types}}Default", Extension=extension, ContentType=content_type)
            types.insert(0, entry)

    def relations(self, name: str) -> list[Relation]:
        """List where a part leads; the root is ``""``."""
        holder = relations_of(name)
        if holder not in self._data:
            return []
        folder = posixpath.dirname(name)
        return [
            Relation(
                entry.get("Id"),
                entry.get("Type").rsplit("/", 1)[-1],
                entry.get("Target")
                if entry.get("TargetMode") == "External"
                else posixpath.normpath(posixpath.join("/", folder, entry.get("Target"))).lstrip("/"),
            )
            for entry in self.look(holder)
            if isinstance(entry.tag, str)
        ]

    def relate(self, name: str, kind: str, target: str) -> str:
        """Lead from a part to another; return the id of the relation."""
        holder = relations_of(name)
        if holder not in self._data:
            self._data[holder] = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
        root = self.edit(holder)
        taken = {entry.get("Id") for entry in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        types = {"core-properties": f"{_PACKAGE}/relationships/metadata/core-properties"}
        etree.SubElement(
            root,
            f"{{{_PACKAGE}/relationships}}Relationship",
            Id=f"rId{number}",
            Type=types.get(kind, f"{RELATION}/{kind}"),
            Target=f"/{target}",
        )
        return f"rId{number}"

    def part_away(self, name: str, relation: str) -> None:
        """Take a relation of a part away."""
        root = self.edit(relations_of(name))
        for entry in list(root):
            if entry.get("Id") == relation:
                root.remove(entry)

    def save(self, target: Path) -> None:
        """Write the package whole or not at all: the draft beside it is gone afterwards.

        Raises:
            OSError: it cannot be written.
        """
        draft = target.with_name(f".{target.name}.draft")
        try:
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as made:
                for name in self._data:
                    entry = zipfile.ZipInfo(name, _EPOCH)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    made.writestr(entry, self.data(name))
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


def relations_of(name: str) -> str:
    """Name the part that holds the relations of a part."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
