"""Lists the sheets of a workbook: their names, and in which part each lies."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from energy_audit.filing.workbooks.cell_styles import local

if TYPE_CHECKING:
    from collections.abc import Mapping

_HIDDEN = {None: False, "visible": False, "hidden": True, "veryHidden": True}
"""By how the list says it, whether a sheet is hidden."""

_USUAL = {"officeDocument": "xl/workbook.xml", "sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
"""Where the parts lie, by kind, that ``package`` looks for nowhere else."""


_NOWHERE = ET.Element("Relationship")


class ListedSheet(NamedTuple):
    """A sheet of cells."""

    name: str
    hidden: bool


class SheetList(NamedTuple):
    """The sheets of a workbook.

    Attributes:
        names: by part, the name of its sheet.
        sheets: all of them in their order; empty where there are others than sheets of cells, or parts lie elsewhere
            than usual: calamine is to list them.
    """

    names: Mapping[str, str]
    sheets: tuple[ListedSheet, ...]


@lru_cache(maxsize=16)  # workbooks that were filled in on one template say the same
def listed_sheets(book: bytes, relations: bytes, root: bytes) -> SheetList:
    """List the sheets.

    Args:
        book: the part of the workbook.
        relations: which parts it refers to.
        root: which part is the workbook's; empty where the file does not say.

    Raises:
        UNREADABLE: one is damaged.
    """
    related = {each.get("Id", ""): each for each in ET.fromstring(relations)}  # noqa: S314 - declarations were refused before
    listed = [each for each in ET.fromstring(book).iter() if local(each.tag) == "sheet"]  # noqa: S314 - as above
    parts = [related.get(_identity(each), _NOWHERE) for each in listed]
    names = {_place(part, "/xl"): each.get("name", "") for each, part in zip(listed, parts, strict=True)}
    is_usual = (
        all(_lies_as_usual(each, "/xl") for each in related.values())
        and bool(root) and all(_lies_as_usual(each, "/") for each in ET.fromstring(root))  # noqa: S314 - as above
        and all(map(_holds_cells, parts)) and all(each.get("state") in _HIDDEN for each in listed)
        and len({*names.values()}) == len(listed)
    )  # fmt: skip
    sheets = [ListedSheet(each.get("name", ""), _HIDDEN[each.get("state")]) for each in listed] if is_usual else []
    return SheetList(names, tuple(sheets))


def _identity(sheet: ET.Element) -> str:
    return next((value for key, value in sheet.attrib.items() if local(key) == "id"), "")


def _place(relation: ET.Element, base: str) -> str:
    return posixpath.normpath(posixpath.join(base, relation.get("Target", "")))[1:]


def _kind(relation: ET.Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _holds_cells(relation: ET.Element) -> bool:
    return _kind(relation) == "worksheet"


def _lies_as_usual(relation: ET.Element, base: str) -> bool:
    return local(relation.tag) == "Relationship" and _USUAL.get(_kind(relation)) in {None, _place(relation, base)}
