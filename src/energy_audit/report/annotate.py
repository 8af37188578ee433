"""The clerk's own workbook with every problem marked where it stands: colour, comment, and an index with links.

Content, formulas with their results, formats, merged cells and input rules stay; comments are kept and added to.
Marks of an earlier check are taken off first: the index remembers how a cell looked before. What openpyxl cannot
carry over (pictures, controls …) is named, never lost in silence. The original is never written to.
"""

from __future__ import annotations

import warnings
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET  # the parsed text is what this module wrote

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import range_boundaries

from energy_audit.errors import OutputRefused
from energy_audit.report import index_sheet
from energy_audit.report.formula_results import results_of, save_with_results
from energy_audit.report.language import words as words_of
from energy_audit.report.selfcheck import INDEX_SHEET

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from energy_audit.facts.place import Place
    from energy_audit.report.language import Words
    from energy_audit.report.selfcheck import SelfCheck

AUTHOR: Final = "energy-audit"
"""Who wrote a comment, and who saved a copy last: a copy that somebody has worked in since is not overwritten."""

DIVIDER: Final = "----- 自查 -----"
"""Divides what the clerk's comment said from what is added."""

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

_MOST_CELLS: Final = 400
_PARTS: Final = {
    "xl/media/": ("图片", "pictures"),
    "xl/charts/chart": ("图表", "charts"),
    "xl/drawings/drawing": ("图形", "drawings"),
    "xl/ctrlProps/": ("控件", "form controls"),
    "xl/activeX/": ("控件", "controls"),
    "xl/embeddings/": ("嵌入的文件", "embedded files"),
    "xl/pivotTables/": ("数据透视表", "pivot tables"),
    "xl/slicers/": ("切片器", "slicers"),
}
_EXTENSIONS: Final = {
    b"<x14:dataValidations": ("部分下拉选项", "some drop-down lists"),
    b"<x14:conditionalFormattings": ("部分条件格式", "some conditional formats"),
}


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
        raise OutputRefused(f"{target} 就是原件，没有写入。请另给一个文件名。 / that is the original; choose a name.")
    if not is_free(target):
        raise OutputRefused(f"{target} 已经存在且改动过，没有覆盖。请另给一个文件名。 / {target} exists and was kept.")
    words = words_of(check.lang)
    try:
        original = _opened(source)
        if original is not None:
            return _marked(original, source, target, check, words)
        book = openpyxl.Workbook()
        book.remove(book.active)
        index_sheet.write(book, check, words, {})
        _save(book, target, {}, check)
    except OSError as error:
        raise OutputRefused(
            f"无法写入 {target}（{error.strerror or error}）。请关闭已打开的同名文件，或用 --annotate 另给一个位置。"
            f" / {target} cannot be written."
        ) from error
    return Annotated(target, ())


def _opened(source: Path) -> Workbook | None:
    """Open what can be marked; None for a folder, a text file, an older workbook or one that openpyxl cannot read."""
    if not source.is_file() or source.suffix.lower() not in MARKABLE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what cannot be kept is found by comparing the two files
            return openpyxl.load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm", rich_text=True)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers raise; the index alone still serves
        return None


def _marked(book: Workbook, source: Path, target: Path, check: SelfCheck, words: Words) -> Annotated:
    results = results_of(source)
    _unmark(book)
    before: dict[tuple[str, str], str] = {}
    for sheet_name, cells in _marks(check, words).items():
        if sheet_name in book.sheetnames:
            _mark_sheet(book[sheet_name], cells, before)
    index_sheet.offer_explanations(book, check)
    index_sheet.write(book, check, words, before)
    _save(book, target, results, check)
    return Annotated(target, _lacking(source, target, words))


def _save(book: Workbook, target: Path, results: dict[str, Any], check: SelfCheck) -> None:
    book.properties.lastModifiedBy = AUTHOR
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True
    save_with_results(book, target, results, check.as_of)


def _marks(check: SelfCheck, words: Words) -> dict[str, dict[str, list[_Mark]]]:
    """Gather by sheet and area what is said there."""
    found: dict[str, dict[str, list[_Mark]]] = defaultdict(lambda: defaultdict(list))

    def mark(place: Place, kind: str, text: str) -> None:
        if place.sheet and place.cell:
            found[place.sheet][place.cell].append(_Mark(kind, text))

    for number, item in enumerate(check.items, start=1):
        label = index_sheet.kind_said(item.kind, words)
        mend = f"\n{words('改法', 'Mend')}：{item.mend}" if item.mend else ""
        for place in item.places:
            mark(place, item.kind, f"{number}. [{label}] {item.what}{mend}")
        for place in item.rests_on:
            mark(
                place,
                item.kind,
                words(
                    f"{number}. [{label}] 依据之一，见“{INDEX_SHEET}”", f"{number}. [{label}] evidence; see the index"
                ),
            )
    for place in check.unknown_cells:
        mark(place, "unknown", words("缺少这一项，有的规则不能判断", "Without this some rules cannot be judged"))
    return found


def _mark_sheet(sheet: Worksheet, areas: dict[str, list[_Mark]], before: dict[tuple[str, str], str]) -> None:
    ranks = list(COLOURS)
    anchors = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    kinds: dict[tuple[int, int], list[str]] = defaultdict(list)
    texts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for area, marks in areas.items():
        left, top, right, bottom = range_boundaries(area)
        spots = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)][:_MOST_CELLS]
        for mark in marks:
            for spot in spots:
                anchor = anchors.get(spot, spot)
                # of a range only what is filled in counts
                if len(spots) == 1 or sheet.cell(*anchor).value is not None:
                    kinds[anchor].append(mark.kind)
            first = anchors.get(spots[0], spots[0])
            if mark.text not in texts[first]:
                texts[first].append(mark.text)
    for spot, named in kinds.items():
        cell = sheet.cell(*spot)
        before[sheet.title, cell.coordinate] = ET.tostring(cell.fill.to_tree("fill"), encoding="unicode")
        colour = COLOURS[min(named, key=ranks.index)]
        cell.fill = PatternFill("solid", fgColor=colour, bgColor=colour)
    for spot, said in texts.items():
        _add_comment(sheet.cell(*spot), "\n".join(said))


def _add_comment(cell: Any, text: str) -> None:
    earlier = cell.comment
    whole = f"{earlier.text.rstrip()}\n{DIVIDER}\n{text}" if earlier else f"{DIVIDER}\n{text}"
    comment = Comment(whole, earlier.author if earlier else AUTHOR)
    comment.width, comment.height = 320, min(60 + 18 * sum(1 + len(line) // 22 for line in whole.splitlines()), 420)
    cell.comment = comment


def _unmark(book: Workbook) -> None:
    """Take the marks of an earlier check off again."""
    if INDEX_SHEET not in book.sheetnames:
        return
    for sheet_name, address, fill in index_sheet.remembered(book[INDEX_SHEET]):
        if sheet_name in book.sheetnames:
            book[sheet_name][address].fill = PatternFill.from_tree(ET.fromstring(fill))  # noqa: S314 - written by this module
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and DIVIDER in cell.comment.text:
                    own = cell.comment.text.split(DIVIDER)[0].rstrip()
                    cell.comment = Comment(own, cell.comment.author) if own else None
    del book[INDEX_SHEET]


def _lacking(source: Path, target: Path, words: Words) -> tuple[str, ...]:
    """Name what the original holds and the copy does not."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        had, has = _parts(old), _parts(new)
        lacking = [words(*names) for prefix, names in _PARTS.items() if had[prefix] > has[prefix]]
        sheets = [name for name in old.namelist() if name.startswith("xl/worksheets/sheet")]
        for mark, names in _EXTENSIONS.items():
            if any(mark in old.read(name) for name in sheets):
                lacking.append(words(*names))
    return tuple(dict.fromkeys(lacking))


def _parts(file: zipfile.ZipFile) -> Counter[str]:
    return Counter(prefix for name in file.namelist() for prefix in _PARTS if name.startswith(prefix))
