"""The clerk's own workbook with every problem marked where it stands: colour, comment, and an index with links.

The copy is the original package with a few parts edited (``ooxml``): the style number of a marked cell, the notes, the
index. All else, pictures, charts and macros included, is carried over byte for byte. Marks of an earlier check are
taken off first: the index remembers how a cell looked before. The original is never written to.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message, both
from energy_audit.errors import OutputRefused
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.package import inspected
from energy_audit.own_output import NOTE_DIVIDER, TOOL
from energy_audit.report.language import words as words_of
from energy_audit.report.ooxml.book import Book
from energy_audit.report.ooxml.cells import address, area_of, is_area, spot_of
from energy_audit.report.selfcheck import index_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.facts.place import Place
    from energy_audit.report.language import Words
    from energy_audit.report.ooxml.cells import Sheet, Spot
    from energy_audit.report.selfcheck.content import SelfCheck

AUTHOR: Final = TOOL
"""Who wrote a comment, and who saved a copy last: a copy that somebody has worked in since is not overwritten."""

SUFFIX: Final = ".已检查"
MARKABLE: Final = {".xlsx", ".xlsm"}

COLOURS: Final = {
    "error": "FFFFB3B3",
    "violation": "FFFF9C8F",
    "warning": "FFFFE699",
    "suspicion": "FFFFCC99",
    "notice": "FFD6E4F0",
    "unknown": "FFE1D9F0",
}
"""Colour by kind, the gravest first; the comment says the kind as well."""

_MOST_CELLS: Final = 20_000
"""Of a range; no table of a filing has so many rows, and a range that claims more must not fill the memory."""


@dataclass(frozen=True)
class Annotated:
    """The copy that was written, and what it lacks of the original."""

    path: Path
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class _Mark:
    kind: str
    text: str


def copy_beside(source: Path) -> Path:
    """Name the copy of a filing: beside it, a new number where somebody has worked in an earlier copy."""
    source = source if source.name else source.resolve()
    stem = source.stem if source.is_file() else source.name
    stem = stem.split(SUFFIX)[0]
    suffix = source.suffix if source.suffix.lower() in MARKABLE else ".xlsx"
    number = 1
    while True:
        name = f"{stem}{SUFFIX}{'' if number == 1 else f'({number})'}{suffix}"
        target = source.parent / name
        if target != source and is_free(target):
            return target
        number += 1


def is_free(target: Path) -> bool:
    """Tell whether a name is unused, or holds a copy that nobody has saved since it was written."""
    if not target.exists():
        return True
    try:
        with zipfile.ZipFile(target) as file:
            return f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>".encode() in file.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def annotate(source: Path, target: Path, check: SelfCheck) -> Annotated:
    """Write the marked copy of a workbook; of anything else, a workbook with the index alone.

    Raises:
        OutputRefused: the target is the original, holds something else, or cannot be written.
    """
    if target.resolve() == source.resolve():
        raise OutputRefused(both("{target} 就是原件，没有写入。请另给一个文件名。", target=target))
    if not is_free(target):
        raise OutputRefused(both("{target} 已经存在且改动过，没有覆盖。请另给一个文件名。", target=target))
    words = words_of(check.lang)
    book = _opened(source)
    try:
        if book is None:
            lacks: tuple[str, ...] = ()
            book = Book.blank()
            index_sheet.write(book, check, words, {})
        else:
            lacks = _mark(book, check, words)
        book.save(target, AUTHOR, check.as_of)
    except OSError as error:
        raise OutputRefused(
            both(
                "无法写入 {target}（{reason}）。请关闭已打开的同名文件，或用 --annotate 另给一个位置。",
                target=target,
                reason=error.strerror or error,
            )
        ) from error
    return Annotated(target, lacks)


def _opened(source: Path) -> Book | None:
    """Open what can be marked; None for a folder, a text file, an older workbook or a package that is not in order."""
    if not source.is_file() or source.suffix.lower() not in MARKABLE:
        return None
    try:
        return None if inspected(source.read_bytes()).damaged else Book.open(source)
    except (Refused, ValueError):
        return None


def _mark(book: Book, check: SelfCheck, words: Words) -> tuple[str, ...]:
    """Mark a workbook; name what it can no longer hold."""
    _unmark(book)
    before: dict[tuple[str, str], str] = {}
    for name, areas in _marks(check, words, index_sheet.name_in(book)).items():
        sheet = book.sheet(name)
        if sheet is not None:
            _mark_sheet(book, name, sheet, areas, before)
    index_sheet.offer_explanations(book, check)
    index_sheet.write(book, check, words, before)
    return (words("数字签名"),) if book.remove_signatures() else ()


def _marks(check: SelfCheck, words: Words, index: str) -> dict[str, dict[str, list[_Mark]]]:
    """Gather by sheet and area what is said there."""
    found: dict[str, dict[str, list[_Mark]]] = defaultdict(lambda: defaultdict(list))

    def mark(place: Place, kind: str, text: str) -> None:
        if place.sheet and is_area(place.cell):
            found[place.sheet][place.cell].append(_Mark(kind, text))

    for number, item in enumerate(check.items, start=1):
        label = index_sheet.kind_said(item.kind, words)
        mend = f"\n{words('改法')}：{item.mend}" if item.mend else ""
        # a law is read in the index; two figures side by side are what the cell is about
        against = (
            f"\n{words(Message('对照', 'annotate'))}：{item.compared}" if item.compared and not item.finding_id else ""
        )
        for place in item.places:
            mark(place, item.kind, f"{number}. [{label}] {item.at.get(place, item.what)}{against}{mend}")
        evidence = words("依据之一，见“{index}”", index=index)
        for place in item.rests_on:
            mark(place, item.kind, f"{number}. [{label}] {evidence}")
    for place in check.unknown_cells:
        mark(place, "unknown", words("缺少这一项，有的规则不能判断"))
    return found


def _mark_sheet(
    book: Book, name: str, sheet: Sheet, areas: dict[str, list[_Mark]], before: dict[tuple[str, str], str]
) -> None:
    ranks = list(COLOURS)
    anchors = {
        (row, column): area[:2]
        for area in sheet.merged
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }
    kinds: dict[Spot, list[str]] = defaultdict(list)
    texts: dict[Spot, list[str]] = defaultdict(list)
    for where, marks in areas.items():
        top, left, bottom, right = area_of(where)
        spots = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)][:_MOST_CELLS]
        for mark in marks:
            for spot in spots:
                anchor = anchors.get(spot, spot)
                # of a range only what is filled in counts
                if len(spots) == 1 or sheet.is_filled(anchor):
                    kinds[anchor].append(mark.kind)
            first = anchors.get(spots[0], spots[0])
            if mark.text not in texts[first]:
                texts[first].append(mark.text)
    styles, notes = book.styles, book.notes(name)
    for spot, named in kinds.items():
        style = sheet.style(spot)
        before[name, address(*spot)] = styles.fill_of(style)
        sheet.set_style(spot, styles.with_fill(style, styles.solid(COLOURS[min(named, key=ranks.index)])))
    for spot, said in texts.items():
        notes.add(spot, "\n".join((NOTE_DIVIDER, *said)), AUTHOR)


def _unmark(book: Book) -> None:
    """Take the marks of an earlier check off again."""
    name = index_sheet.of_earlier_check(book)
    index = book.sheet(name) if name else None
    if name is None or index is None:
        return
    for sheet_name, where, fill in index_sheet.remembered(index):
        sheet, spot = book.sheet(sheet_name), spot_of(where)
        if sheet is not None:
            sheet.set_style(spot, book.styles.with_fill(sheet.style(spot), fill))
    book.remove_sheet(name)
    for other in book.names:
        if book.sheet(other) is None:
            continue
        notes = book.notes(other)
        for spot in notes.spots():
            notes.cut(spot, NOTE_DIVIDER)
