"""The sheets that a checked copy gains: the index of what was found, and rows ready to explain it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from energy_audit.report import explanations
from energy_audit.report.explanations import explained_said
from energy_audit.report.selfcheck import INDEX_SHEET, places_said
from energy_audit.report.template_style import breadth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from energy_audit.report.language import Words
    from energy_audit.report.selfcheck import Item, SelfCheck

_WIDTHS: Final = (6, 11, 30, 52, 40, 40, 12, 24, 20, 34)
_MEMORY: Final = 20
"""From this column on, hidden, stands how the marked cells looked before: sheet, cell, fill."""

_LINE = Border(*[Side(style="thin", color="FFBFC7CF")] * 4)
_HEAD = PatternFill("solid", fgColor="FFDDEBF7")
_EXPLAINABLE: Final = ("violation", "suspicion")
_LINE_HEIGHT: Final = 14.5
_PLAIN: Final = "="
"""Text must not become a formula."""


def kind_said(kind: str, words: Words) -> str:
    """Name a kind of item as a clerk understands it."""
    return {
        "error": words("必须改正", "must be mended"),
        "violation": words("违法违规", "violation"),
        "warning": words("请核对", "please check"),
        "suspicion": words("疑似问题", "suspicion"),
        "notice": words("提示", "notice"),
    }[kind]


def write(book: Workbook, check: SelfCheck, words: Words, before: Mapping[tuple[str, str], str]) -> None:
    """Put the index first in a workbook.

    Args:
        book: the workbook.
        check: what was found.
        words: the language.
        before: how marked cells looked: (sheet, cell) → fill.
    """
    sheet = book.create_sheet(INDEX_SHEET, 0)
    book.active = 0
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    _put(sheet, 1, [words("检查结果", "What was found")], font=Font(bold=True, size=14))
    said = [words("可以报送", "Ready to submit") if check.ready else words("还不能报送", "Not ready yet")]
    said += [f"{unit.name} {unit.report_year}：{words('；', '; ').join(unit.totals)}" for unit in check.units]
    for text in said:
        _put(sheet, sheet.max_row + 1, [text])
    headings = [
        words("序号", "no."),
        words("性质", "kind"),
        words("位置（点击跳转）", "place (click)"),
        words("有什么问题", "what is wrong"),
        words("与什么比较／依据", "compared with / law"),
        words("怎样改", "how to mend it"),
        *(
            (explanations.RULE, explanations.SUBJECT, explanations.DIGEST)
            if check.lang == "zh"
            else ("rule", "subject", "facts digest")
        ),
        words("本单位说明", "explanation of the unit"),
    ]
    top = sheet.max_row + 2
    _put(sheet, top, headings, font=Font(bold=True), fill=_HEAD, border=_LINE)
    sheet.freeze_panes = f"A{top + 1}"
    for number, item in enumerate(check.items, start=1):
        _item(sheet, number, item, words, linked=bool(before))
    _untold(sheet, check, words)
    last = sheet.max_row
    _remember(sheet, before)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{chr(ord('A') + len(_WIDTHS) - 1)}{last}"


def _item(sheet: Worksheet, number: int, item: Item, words: Words, *, linked: bool) -> None:
    rule = item.code if item.finding_id else ""
    cells = [
        number,
        kind_said(item.kind, words),
        places_said(item.places, words),
        item.what,
        item.compared,
        item.mend,
        rule,
        item.subject_key,
        item.facts_digest,
        explained_said(item.explained, words),
    ]
    line = sheet.max_row + 1
    _put(sheet, line, cells, border=_LINE, wrap=True)
    first = item.places[0]
    if linked and first.sheet and first.cell:
        cell = sheet.cell(line, 3)
        quoted = first.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{first.cell}")
        cell.font = Font(color="FF0B5C8A", underline="single")


def _untold(sheet: Worksheet, check: SelfCheck, words: Words) -> None:
    groups = [each for unit in check.units for each in unit.untold]
    if not groups:
        return
    _put(
        sheet,
        sheet.max_row + 2,
        [words("资料不全、还不能判断的", "What cannot be told yet")],
        font=Font(bold=True, size=12),
    )
    for each in groups:
        counted = words(f"{each.count} 项", f"{each.count} points")
        _put(sheet, sheet.max_row + 1, ["", counted, "", each.reason, "", each.ask], border=_LINE, wrap=True)


def _put(
    sheet: Worksheet,
    line: int,
    values: Sequence[Any],
    *,
    font: Font | None = None,
    fill: PatternFill | None = None,
    border: Border | None = None,
    wrap: bool = False,
) -> None:
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(line, place)
        cell.value = value
        if isinstance(value, str) and value.startswith(_PLAIN):
            cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=wrap)
        if font:
            cell.font = font
        if fill:
            cell.fill = fill
        if border:
            cell.border = border
    if wrap:
        # programs differ in whether they fit a row to its text when a file is opened
        lines = max(1 + breadth(str(value or "")) // width for value, width in zip(values, _WIDTHS, strict=False))
        sheet.row_dimensions[line].height = _LINE_HEIGHT * lines


def _remember(sheet: Worksheet, before: Mapping[tuple[str, str], str]) -> None:
    for line, ((name, address), fill) in enumerate(sorted(before.items()), start=1):
        for place, value in enumerate((name, address, fill)):
            sheet.cell(line, _MEMORY + place).value = value
    for place in range(3):
        sheet.column_dimensions[chr(ord("A") + _MEMORY - 1 + place)].hidden = True


def remembered(sheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    """Read back how marked cells looked before."""
    for row in sheet.iter_rows(min_col=_MEMORY, max_col=_MEMORY + 2, values_only=True):
        if all(isinstance(value, str) for value in row):
            yield row[0], row[1], row[2]


def offer_explanations(book: Workbook, check: SelfCheck) -> None:
    """Put violations and suspicions that nobody has explained on the sheet for it, with only the text left to write."""
    wanted = [
        item
        for item in check.items
        if item.kind in _EXPLAINABLE and (item.explained is None or item.explained.standing != "current")
    ]
    if not wanted:
        return
    if explanations.SHEET not in book.sheetnames:
        sheet = book.create_sheet(explanations.SHEET)
        _put(sheet, 1, [explanations.SHEET], font=Font(bold=True, size=14))
        _put(sheet, 2, [explanations.HINT])
        _put(sheet, explanations.HEADING_ROW, explanations.HEADINGS, font=Font(bold=True), fill=_HEAD, border=_LINE)
        for place, width in enumerate((14, 26, 70, 14, 14, 22)):
            sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet = book[explanations.SHEET]
    top = next(
        (cell.row for row in sheet.iter_rows(max_row=20) for cell in row if cell.value == explanations.RULE), None
    )
    if top is None:
        return
    places = {cell.value: cell.column for cell in sheet[top] if cell.value in explanations.HEADINGS}
    if set(places) != set(explanations.HEADINGS):
        return
    prepared = {
        (sheet.cell(line, places[explanations.RULE]).value, sheet.cell(line, places[explanations.DIGEST]).value)
        for line in range(top + 1, sheet.max_row + 1)
    }
    line = top + 1
    for item in wanted:
        if (item.code, item.facts_digest) in prepared:
            continue
        while any(sheet.cell(line, place).value not in {None, ""} for place in places.values()):
            line += 1
        given = {
            explanations.RULE: item.code,
            explanations.SUBJECT: item.subject_key,
            explanations.DIGEST: item.facts_digest,
        }
        for name, value in given.items():
            sheet.cell(line, places[name]).value = value
