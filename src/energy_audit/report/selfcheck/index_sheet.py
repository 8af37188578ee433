"""The sheets that a checked copy gains: the index of what was found, and rows ready to explain it on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message
from energy_audit.report import explanations
from energy_audit.report.explanations import explained_said
from energy_audit.report.ooxml.draft import Draft
from energy_audit.report.selfcheck.content import INDEX_SHEET
from energy_audit.report.selfcheck.item import places_said, rows_said
from energy_audit.report.template.style import FONT, breadth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from energy_audit.facts.place import Place
    from energy_audit.report.language import Words
    from energy_audit.report.ooxml.book import Book
    from energy_audit.report.ooxml.cells import Sheet
    from energy_audit.report.ooxml.styles import Styles
    from energy_audit.report.selfcheck.content import SelfCheck
    from energy_audit.report.selfcheck.item import Item

_WIDTHS: Final = (6, 11, 30, 52, 40, 40, 12, 24, 20, 34)
_MEMORY: Final = (20, 21, 22)
"""In these columns, hidden, stands how the marked cells looked before: sheet, cells, fill."""

_OURS: Final = "energy-audit"
"""Stands above the memory: a sheet of the same name that somebody else made is left alone."""

_MOST_ADDRESSES: Final = 2_000
"""Cells a line of the memory; a cell of a sheet holds 32,767 characters."""

_MOST_ROWS: Final = 20
"""Rows named of what one reason leaves open; an archive has 58."""

_EXPLAINABLE: Final = ("violation", "suspicion", "warning")
_EXPLANATION_WIDTHS: Final = (14, 26, 70, 14, 14, 22)
_LINE_HEIGHT: Final = 14.5
_SIDES = "".join(
    f'<{side} style="thin"><color rgb="FFBFC7CF"/></{side}>' for side in ("left", "right", "top", "bottom")
)


@dataclass(frozen=True)
class _Looks:
    """The styles of the sheets, by number."""

    title: int
    strong: int
    plain: int
    head: int
    boxed: int
    link: int

    @classmethod
    def added_to(cls, styles: Styles) -> _Looks:
        def font(size: int, more: str = "") -> str:
            return f'{more}<sz val="{size}"/><name val="{FONT}"/>'

        return cls(
            title=styles.add(font=font(14, "<b/>")),
            strong=styles.add(font=font(12, "<b/>")),
            plain=styles.add(font=font(10)),
            head=styles.add(font=font(10, "<b/>"), fill="FFDDEBF7", border=_SIDES, wrap=True),
            boxed=styles.add(font=font(10), border=_SIDES, wrap=True),
            link=styles.add(font=font(10, '<u/><color rgb="FF0B5C8A"/>'), border=_SIDES, wrap=True),
        )


def kind_said(kind: str, words: Words) -> str:
    """Name a kind of item as a clerk understands it."""
    return {
        "error": words("必须改正"),
        "violation": words(Message("违法违规", "index sheet")),
        "warning": words("请核对"),
        "suspicion": words("疑似问题"),
        "notice": words("提示"),
    }[kind]


def name_in(book: Book) -> str:
    """Name the index: its own name, unless a sheet that is not ours bears it."""
    name, number = INDEX_SHEET, 1
    while name in book.names and not _is_ours(book.sheet(name)):
        number += 1
        name = f"{INDEX_SHEET}({number})"
    return name


def of_earlier_check(book: Book) -> str | None:
    """Name the index that an earlier check left."""
    return next((name for name in book.names if name.startswith(INDEX_SHEET) and _is_ours(book.sheet(name))), None)


def _is_ours(sheet: Sheet | None) -> bool:
    return sheet is not None and sheet.text((1, _MEMORY[0])) == _OURS


def write(book: Book, check: SelfCheck, words: Words, before: Mapping[tuple[str, str], str]) -> None:
    """Put the index first in a workbook.

    Args:
        book: the workbook.
        check: what was found.
        words: the language.
        before: how marked cells looked: (sheet, cell) → fill.
    """
    looks = _Looks.added_to(book.styles)
    sheet = Draft(_WIDTHS, hidden=_MEMORY, selected=True)
    sheet.put(1, 1, words("检查结果"), looks.title)
    said = [words(check.standing)]
    said += [f"{unit.name} {unit.report_year}：{words('；').join(unit.totals)}" for unit in check.units]
    sheet.heights[1] = 1.5 * _LINE_HEIGHT
    for text in said:
        sheet.heights[sheet.last_row + 1] = _LINE_HEIGHT
        sheet.put(sheet.last_row + 1, 1, text, looks.plain)
    headings = (
        words(Message("序号", "index sheet")),
        words(Message("性质", "index sheet")),
        words("位置（点击跳转）"),
        words("有什么问题"),
        words("与什么比较／依据"),
        words("怎样改"),
        *(
            (explanations.RULE, explanations.SUBJECT, explanations.DIGEST)
            if check.lang == "zh"
            else ("rule", "subject", "facts digest")
        ),
        words("本单位说明"),
    )
    _put_row(sheet, sheet.last_row + 2, headings, looks.head)
    sheet.frozen = sheet.last_row
    for number, item in enumerate(check.items, start=1):
        _item(sheet, number, item, words, looks, book.names)
    _untold(sheet, check, words, looks, book.names)
    _remember(sheet, before)
    book.add_sheet(name_in(book), sheet.xml(book.namespace), first=True)


def _item(sheet: Draft, number: int, item: Item, words: Words, looks: _Looks, sheets: Sequence[str]) -> None:
    cells = (
        number,
        kind_said(item.kind, words),
        places_said(item.places, words),
        item.what,
        item.compared,
        item.mend,
        item.code if item.facts_digest else "",
        item.subject_key,
        item.facts_digest,
        explained_said(item.explained, words),
    )
    line = sheet.last_row + 1
    _put_row(sheet, line, cells, looks.boxed)
    _link(sheet, line, places_said(item.places, words), item.places[0], looks, sheets)


def _link(sheet: Draft, line: int, said: str, to: Place, looks: _Looks, sheets: Sequence[str]) -> None:
    """Let a place be clicked, where the workbook has it."""
    if to.cell and to.sheet in sheets:
        sheet.put(line, 3, said, looks.link)
        quoted = to.sheet.replace("'", "''")
        sheet.links[line, 3] = f"'{quoted}'!{to.cell}"


def _untold(sheet: Draft, check: SelfCheck, words: Words, looks: _Looks, sheets: Sequence[str]) -> None:
    groups = [each for unit in check.units for each in unit.untold]
    if not groups:
        return
    sheet.put(sheet.last_row + 2, 1, words("资料不全、还不能判断的"), looks.strong)
    for each in groups:
        counted = words(Message("{count} 项", "index sheet"), count=each.count)
        line = sheet.last_row + 1
        rows = rows_said(each.places, words, _MOST_ROWS)
        _put_row(sheet, line, ("", counted, rows, each.reason, "", each.ask), looks.boxed)
        if rows:
            _link(sheet, line, rows, each.places[0], looks, sheets)


def _put_row(sheet: Draft, line: int, values: Sequence[str | int], style: int) -> None:
    for place, value in enumerate(values, start=1):
        sheet.put(line, place, value, style)
    # programs differ in whether they fit a row to its text when a file is opened
    lines = max(
        sum(1 + breadth(part) // int(width) for part in str(value).split("\n"))
        for value, width in zip(values, sheet.widths, strict=False)
    )
    sheet.heights[line] = _LINE_HEIGHT * lines


def _remember(sheet: Draft, before: Mapping[tuple[str, str], str]) -> None:
    sheet.put(1, _MEMORY[0], _OURS)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (name, where), fill in before.items():
        alike[name, fill].append(where)
    line = 1
    for (name, fill), cells in sorted(alike.items()):
        for first in range(0, len(cells), _MOST_ADDRESSES):
            line += 1
            for place, value in zip(
                _MEMORY, (name, " ".join(cells[first : first + _MOST_ADDRESSES]), fill), strict=True
            ):
                sheet.put(line, place, value)


def remembered(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """Read back how marked cells looked before: sheet, cell, fill."""
    for line in range(2, sheet.last_row + 1):
        name, cells, fill = (sheet.text((line, place)) for place in _MEMORY)
        for where in cells.split():
            yield name, where, fill


def offer_explanations(book: Book, check: SelfCheck) -> None:
    """Put what may be right as filed, and nobody has explained, on the sheet for it, with only the text left to write."""
    wanted = [
        item
        for item in check.items
        if item.kind in _EXPLAINABLE
        and item.facts_digest
        and (item.explained is None or item.explained.standing != "current")
    ]
    if not wanted:
        return
    if explanations.SHEET not in book.names:
        _add_explanations(book)
    sheet = book.sheet(explanations.SHEET)
    if sheet is None:
        return
    places = _headings(sheet)
    if set(places) != set(explanations.HEADINGS):
        return
    columns = {name: spot[1] for name, spot in places.items()}
    top = places[explanations.RULE][0]
    prepared = {
        tuple(sheet.text((line, columns[name])) for name in (explanations.RULE, explanations.DIGEST))
        for line in range(top + 1, sheet.last_row + 1)
    }
    line = top + 1
    for item in wanted:
        if (item.code, item.facts_digest) in prepared:
            continue
        while any(sheet.is_filled((line, column)) for column in columns.values()):
            line += 1
        for name, value in (
            (explanations.RULE, item.code),
            (explanations.SUBJECT, item.subject_key),
            (explanations.DIGEST, item.facts_digest),
        ):
            if value:
                sheet.put_text((line, columns[name]), value)


def _headings(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Find the headings of the sheet for explanations by name."""
    return {
        text: spot for spot in sheet.spots() if spot[0] <= 20 and (text := sheet.text(spot)) in explanations.HEADINGS
    }


def _add_explanations(book: Book) -> None:
    looks = _Looks.added_to(book.styles)
    sheet = Draft(_EXPLANATION_WIDTHS, frozen=explanations.HEADING_ROW)
    sheet.put(1, 1, explanations.SHEET, looks.title)
    sheet.put(2, 1, explanations.HINT, looks.plain)
    _put_row(sheet, explanations.HEADING_ROW, explanations.HEADINGS, looks.head)
    book.add_sheet(explanations.SHEET, sheet.xml(book.namespace), first=False)
