"""What a PDF/UA reader needs of a paper (ISO 14289-1), read out of the file itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf

HEADINGS = ("/H1", "/H2", "/H3", "/H4")


@dataclass(frozen=True)
class Element:
    """One element of the structure tree and what it lies in."""

    kind: str
    node: Any
    within: tuple[str, ...]


def elements(reader: pypdf.PdfReader) -> Iterator[Element]:
    """Walk the structure tree in reading order."""
    yield from _walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], ())  # type: ignore[index]  # a dictionary


def _walk(node: Any, within: tuple[str, ...]) -> Iterator[Element]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from _walk(each, within)
    elif isinstance(node, dict):
        kind = str(node.get("/S", ""))
        if kind:
            yield Element(kind, node, within)
        if "/K" in node:
            yield from _walk(node["/K"], (*within, kind))


def faults(path: Path) -> list[str]:
    """List what keeps a paper from being read aloud, searched and found; empty for a good one."""
    reader = pypdf.PdfReader(path)
    root: Any = reader.trailer["/Root"]
    tree = list(elements(reader))
    return [
        *_of_the_syntax(path),
        *_of_the_file(reader, root),
        *_of_pages(reader),
        *_of_headings(tree),
        *_of_figures(tree),
        *_of_tables(tree),
        *_of_fonts(reader),
    ]


def _of_the_syntax(path: Path) -> Iterator[str]:
    """ISO 32000: objects, cross-references and streams, as qpdf reads them where it is installed."""
    if qpdf := shutil.which("qpdf"):
        checked = subprocess.run([qpdf, "--check", path], capture_output=True, text=True, check=False)
        if checked.returncode:
            yield checked.stdout + checked.stderr


def _of_the_file(reader: pypdf.PdfReader, root: Any) -> Iterator[str]:
    """Clauses 5, 6.2, 7.1, 7.2: identification, marking, title, language."""
    if not root["/MarkInfo"]["/Marked"]:
        yield "not marked as tagged"
    if not root["/ViewerPreferences"]["/DisplayDocTitle"]:
        yield "the window shows the file name, not the title"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if b'pdfuaid:part="1"' not in root["/Metadata"].get_data():
        yield "does not say that it is PDF/UA"
    if not reader.outline:
        yield "no bookmarks"
    xmp = reader.xmp_metadata
    if xmp is None or not xmp.dc_title:
        yield "no title"


def _of_pages(reader: pypdf.PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: tab order is not that of the structure"
        if "/StructParents" not in page:
            yield f"page {number}: content is not tied to the structure"


def _of_headings(tree: list[Element]) -> Iterator[str]:
    """Clause 7.4.2: one first-level heading, and no level left out on the way down."""
    levels = [HEADINGS.index(each.kind) + 1 for each in tree if each.kind in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first-level headings"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading of level {after} right below level {before}"


def _of_figures(tree: list[Element]) -> Iterator[str]:
    """Clause 7.3: a picture says in words what it shows."""
    for each in tree:
        if each.kind == "/Figure" and not str(each.node.get("/Alt", "")).strip():
            yield "a picture without words"


def _of_tables(tree: list[Element]) -> Iterator[str]:
    """Clause 7.5: cells name their headings, and every heading that is named is there."""
    ids = {bytes(str(each.node["/ID"]), "latin-1") for each in tree if each.kind == "/TH" and "/ID" in each.node}
    for each in tree:
        if each.kind in {"/TD", "/TH"} and (not each.within or "/TR" not in each.within):
            yield "a cell outside a row"
        if each.kind == "/TD":
            named = [bytes(str(one), "latin-1") for one in each.node.get("/A", {}).get("/Headers", [])]
            if any(one not in ids for one in named):
                yield "a cell names a heading that is not there"


def _of_fonts(reader: pypdf.PdfReader) -> Iterator[str]:
    """Clause 7.21: faces embedded, and every glyph mapped to a character."""
    for number, page in enumerate(reader.pages, start=1):
        fonts: Any = page["/Resources"].get("/Font", {})  # type: ignore[union-attr]  # a dictionary
        for name, reference in fonts.items():
            font = reference.get_object()
            if "/ToUnicode" not in font:
                yield f"page {number}: {name} has no characters"
            for descendant in font.get("/DescendantFonts", []):
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                    yield f"page {number}: {name} is not embedded"
