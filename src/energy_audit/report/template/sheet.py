"""Draws one sheet of the blank workbook: headings, open cells, input rules, comments, formulas, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from energy_audit.filing.problems.sources import letter
from energy_audit.filing.rows.template_examples import EXAMPLES, WHEN_NONE
from energy_audit.report.template.layout import (
    EXAMPLE_ROW,
    HEADING_ROW,
    HINT_ROW,
    TITLE_ROW,
    heading,
)
from energy_audit.report.template.lists import answers, rule_of
from energy_audit.report.template.style import breadth

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from energy_audit.filing.schema import Column
    from energy_audit.report.template.formulas import Formulas
    from energy_audit.report.template.layout import Layout
    from energy_audit.report.template.lists import Lists
    from energy_audit.report.template.rows import Printed
    from energy_audit.report.template.style import Styles

A3, A4 = 8, 9
"""Paper sizes, as spreadsheets number them."""

_MOST_ON_A4: Final = 14
_MOST_ON_A_PAGE: Final = 30
_LEAST_PRINTED: Final = 10
"""Columns."""

_NARROWEST, _WIDEST = 9, 34
_NAMING: Final = frozenset({"energy_code", "energy_name", "document_id", "title", "product_name", "project_name"})
"""Columns that say what a row is of; they stay in view while the rest scrolls."""

_HINT: Final = (
    "带 * 的橙色栏必填；灰底栏自动计算，也可直接改填；第 3 行灰字是示例，不会被读取；鼠标停在栏目名上看说明。"
)
_FORM_HINT: Final = "带 * 的橙色栏必填；灰底格自动得出，也可直接改填；鼠标停在栏目名上看说明和示例。"
OPEN: Final = {
    "format_columns": True,
    "format_rows": True,
    "format_cells": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
    "objects": True,
}
"""What the protection leaves to the clerk; only headings and printed notes are closed, and there is no password."""


@dataclass(frozen=True)
class Drawing:
    """All that the sheets are drawn with."""

    book: xlsxwriter.Workbook
    styles: Styles
    lists: Lists
    formulas: Formulas
    printed: Printed


def draw(drawing: Drawing, sheet: Worksheet, layout: Layout) -> None:
    """Draw the sheet of a table."""
    sheet.hide_gridlines(2)
    sheet.set_landscape() if not layout.is_form else sheet.set_portrait()
    sheet.write_string(TITLE_ROW - 1, 0, layout.table.name_zh, drawing.styles.title)
    sheet.set_row(TITLE_ROW - 1, 24)
    sheet.write_string(HINT_ROW - 1, 0, _FORM_HINT if layout.is_form else _HINT, drawing.styles.note)
    if layout.is_form:
        _draw_form(drawing, sheet, layout)
    else:
        _draw_table(drawing, sheet, layout)
    _set_up_page(sheet, layout)
    sheet.protect("", OPEN)


def about(layout: Layout, column: Column, *, computed: bool) -> str:
    """Say what a column means, in a few lines."""
    example = EXAMPLES.get(layout.table.key, {}).get(column.key, "")
    when_none = WHEN_NONE.get(layout.table.key, {}).get(column.key, "选填，没有就留空。")
    lines = [
        f"{column.meaning}。" if column.meaning else "",
        "必填。" if column.required else "没有的填 0，不要留空。" if column.zero_if_none else when_none,
        f"单位：{column.filed_unit}" if column.filed_unit else "",
        f"可选：{'、'.join(answers(column))}" if column.kind == "choice" else "",
        "自动得出；不合用时可直接改填。" if computed else "",
        f"例如 {example}" if example else "",
    ]
    return "\n".join(line for line in lines if line)


def _draw_form(drawing: Drawing, sheet: Worksheet, layout: Layout) -> None:
    given = next(iter(drawing.printed.rows.get(layout.table.key, ())), {})
    formulas = drawing.formulas.of(layout.table.key, 0)
    for place, width in enumerate((32, 34, 32, 34)):
        sheet.set_column(place, place, width)
    for column in layout.columns:
        line, place = layout.spot(column.key)
        formula = formulas.get(column.key, "")
        sheet.set_row(line, 30)
        sheet.write_string(line, place - 1, heading(column), drawing.styles.heading(column))
        told = about(layout, column, computed=bool(formula))
        _comment(sheet, line, place - 1, told)
        _fill(drawing, sheet, (line, place), column, given.get(column.key), formula)
        sheet.data_validation(line, place, line, place, rule_of(layout.table, column, drawing.lists, told))


def _draw_table(drawing: Drawing, sheet: Worksheet, layout: Layout) -> None:
    key = layout.table.key
    computed = drawing.formulas.of(key, layout.first)
    examples = EXAMPLES.get(key, {})
    sheet.set_row(HEADING_ROW - 1, 56)
    for place, column in enumerate(layout.columns):
        told = about(layout, column, computed=column.key in computed)
        sheet.set_column(place, place, _width(drawing, layout, column))
        sheet.write_string(EXAMPLE_ROW - 1, place, examples.get(column.key, ""), drawing.styles.example)
        sheet.write_string(HEADING_ROW - 1, place, heading(column), drawing.styles.heading(column))
        _comment(sheet, HEADING_ROW - 1, place, told)
        rule = rule_of(layout.table, column, drawing.lists, told)
        sheet.data_validation(layout.first - 1, place, layout.last - 1, place, rule)
    rows = list(drawing.printed.rows.get(key, ()))
    for index in range(layout.rows):
        row = rows[index] if index < len(rows) else {}
        formulas = drawing.formulas.of(key, layout.first + index, str(row.get("energy_code") or ""))
        following = drawing.formulas.following(key, layout.first + index, row)
        faint = (key, index) in drawing.printed.faint
        for column in layout.columns:
            spot = layout.spot(column.key, layout.first + index)
            given = row.get(column.key)
            if column.key in following:
                sheet.write_formula(
                    *spot, following[column.key], drawing.styles.cell(column, computed=True), _plain(given)
                )
            else:
                _fill(drawing, sheet, spot, column, given, formulas.get(column.key, ""), faint=faint)
        note = drawing.printed.notes.get((key, index))
        if note:
            _comment(sheet, *layout.spot("title", layout.first + index), note)
    naming = [place for place, column in enumerate(layout.columns[:3]) if column.key in _NAMING]
    sheet.freeze_panes(HEADING_ROW, max(naming, default=-1) + 1)


def _fill(
    drawing: Drawing,
    sheet: Worksheet,
    spot: tuple[int, int],
    column: Column,
    value: Any,
    formula: str,
    *,
    faint: bool = False,
) -> None:
    """Write what stands in an open cell; a given value goes before a formula."""
    style: Format = drawing.styles.cell(column, computed=bool(formula) and value is None)
    style = drawing.styles.faint if faint and column.kind == "text" else style
    match value:
        case None if formula:
            sheet.write_formula(*spot, formula, style, "")
        case None:
            sheet.write_blank(*spot, None, style)
        case Decimal() | int():
            sheet.write_number(*spot, float(value), style)
        case date():
            sheet.write_datetime(*spot, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day in a cell has no zone
        case _:
            sheet.write_string(*spot, str(value), style)


def _plain(value: Any) -> float | str:
    """A value as the result of a formula."""
    return float(value) if isinstance(value, Decimal) else str(value)


def _comment(sheet: Worksheet, line: int, place: int, text: str) -> None:
    height = 24 + 17 * sum(1 + breadth(part) // 36 for part in text.splitlines())
    sheet.write_comment(line, place, text, {"author": "energy-audit", "width": 260, "height": height, "font_size": 9})


def _width(drawing: Drawing, layout: Layout, column: Column) -> int:
    """Wide enough for what is printed in the column, and for its heading on three lines."""
    rows = drawing.printed.rows.get(layout.table.key, ())
    texts: list[str] = [str(row[column.key]) for row in rows if row.get(column.key) is not None]
    texts.append(EXAMPLES.get(layout.table.key, {}).get(column.key, ""))
    longest = max(breadth(text) for text in texts)
    return min(max(longest + 2, breadth(heading(column)) // 2 + 3, _NARROWEST), _WIDEST)


def _set_up_page(sheet: Worksheet, layout: Layout) -> None:
    sheet.set_paper(A4 if layout.is_form or len(layout.columns) <= _MOST_ON_A4 else A3)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    if layout.is_form or len(layout.columns) <= _MOST_ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R第 &P 页 共 &N 页")
    if not layout.is_form:
        sheet.repeat_rows(HEADING_ROW - 1)
        # a narrow table's title and hint run on beyond its last column
        last = max(len(layout.columns), _LEAST_PRINTED)
        sheet.print_area(f"A1:{letter(last - 1)}{layout.last}")


def column_widths(sheet: Worksheet, widths: Mapping[int, int]) -> None:
    """Set several columns' widths."""
    for place, width in widths.items():
        sheet.set_column(place, place, width)
