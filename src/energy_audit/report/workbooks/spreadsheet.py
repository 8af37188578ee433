"""Draws tables into a workbook: frozen headings, filters, widths, number formats, links; it knows nothing of energy.

The same tables give the same bytes: the only date in the file is the one handed
in. Rows are written through to disk some thousand at a time, so a large batch needs
no large memory.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import polars as pl
import xlsxwriter

from energy_audit.report.tables.data import FORMULA_STARTS, escape_formulas
from energy_audit.report.workbooks.inline_sheet import Cells, InlineSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from energy_audit.report.language import Words

Form = Literal["text", "long", "count", "plain", "tce", "share", "percent"]
Place = Literal["main", "aside", "folded"]
Tone = Literal["breached", "suspicion", "unknown", "met"]

LONGEST_SHEET: Final = 1_048_000
"""Excel holds 1,048,576 rows; what a longer table has beyond this stays in the data files."""
MOST_LINKS: Final = 65_000
"""Excel keeps 65,530 links a sheet."""
LONGEST_TEXT: Final = 32_000
"""Excel keeps 32,767 characters a cell."""

_ROWS_AT_ONCE: Final = 5_000
"""Rows of a table that are put together at a time."""

LINE: Final = 14.5
"""Height of a line of text, in points."""
TALLEST_ROW: Final = 409
"""Excel's tallest row, in points."""

_NUMBER_FORMATS: Final = {
    # a space as wide as the one character behind each number keeps it off the text of the next column
    "count": "#,##0_ ",
    "plain": "0",
    "tce": "#,##0.00_ ",
    "share": "0.000000_ ",
    "percent": "0.0%_ ",
}
_COLOURS: Final = {
    "breached": ("#B3261E", "#FBE9E7"),
    "suspicion": ("#8A4800", "#FFF1E0"),
    "unknown": ("#574A80", "#EFECF6"),
    "met": ("#1F7A4D", "#E6F4EC"),
}


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere: ``internal:'sheet'!A1`` or ``external:relative/path``."""

    text: str
    target: str


@dataclass(frozen=True)
class Amount:
    """A number written in a form of its own, in a column where each row has another."""

    number: int | Decimal
    form: Form


Value = str | int | bool | Decimal | Link | Amount | None


@dataclass(frozen=True)
class Field:
    """One column: heading, width in characters, how values are written, colour by text or by ``">0"``.

    ``place``: ``main`` columns lead and are what is printed; ``aside`` are for the screen; ``folded`` are hidden until
    the reader unfolds them.
    """

    title: str
    width: float
    form: Form = "text"
    tones: Mapping[str, Tone] = field(default_factory=dict)
    place: Place = "main"


def frame_of(rows: Iterable[Sequence[str | int | None]], fields: Sequence[Field]) -> pl.DataFrame:
    """Make a table of a few rows."""
    names = [str(place) for place in range(len(fields))]
    return pl.DataFrame(list(rows), schema=names, orient="row", infer_schema_length=None)


class Spreadsheet:
    """A workbook being written; use it in a ``with`` block."""

    def __init__(self, target: Path, *, title: str, created: dt.date, words: Words) -> None:
        self._book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
        midnight = dt.datetime(created.year, created.month, created.day)  # noqa: DTZ001 - the format has no time zone
        self._book.set_properties({"title": title, "created": midnight})
        self._ink = _Ink(self._book, words)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the file."""
        self._book.close()

    def page(self, name: str, widths: Sequence[float]) -> Page:
        """Add a sheet to write blocks on, one below the other."""
        sheet = self._book.add_worksheet(name, InlineSheet)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_default_row(LINE + 2)
        sheet.hide_gridlines(2)
        _set_up_print(sheet)
        return Page(self._book, sheet, self._ink, name, widths)

    def table(
        self,
        name: str,
        fields: Sequence[Field],
        rows: pl.DataFrame,
        links: Mapping[int, pl.Series] | None = None,
        *,
        frozen: int = 0,
    ) -> None:
        """Add a sheet with one table, its headings filtered and frozen, and its first ``frozen`` columns frozen too.

        Args:
            name: of the sheet.
            fields: how each column looks.
            rows: as many columns, named anyhow; unknown stays blank.
            links: by the place of a column, where its texts lead, as in ``Link``; null for nowhere.
            frozen: columns.
        """
        sheet = self._book.add_worksheet(name, InlineSheet)
        for place, each in enumerate(fields):
            folded = {"level": 1, "hidden": True} if each.place == "folded" else {}
            opens = bool(place) and fields[place - 1].place == "folded" and not folded
            sheet.set_column(place, place, each.width, None, folded | ({"collapsed": True} if opens else {}))
        if fields[-1].place == "folded":
            sheet.set_column(len(fields), len(fields), None, None, {"collapsed": True})
        sheet.freeze_panes(1, frozen)
        sheet.set_row(0, 45)
        self._ink.heading(sheet, 0, fields)
        listed = rows.head(LONGEST_SHEET)
        targets = _first_links(links or {}, len(listed))
        for first in range(0, len(listed), _ROWS_AT_ONCE):
            some = listed.slice(first, _ROWS_AT_ONCE).get_columns()
            leading = {place: column.slice(first, _ROWS_AT_ONCE) for place, column in targets.items()}
            cells = [
                self._ink.cells(sheet, column, each.form, leading.get(place))
                for place, (column, each) in enumerate(zip(some, fields, strict=True))
            ]
            sheet.rows(first + 1, cells, _heights(some, fields))
        last = max(len(listed), 1)
        sheet.autofilter(0, 0, last, len(fields) - 1)
        self._ink.colour(sheet, 1, last, fields)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, sum(each.place == "main" for each in fields) - 1)
        _set_up_print(sheet)


class Page:
    """A sheet of blocks: titles, lines, small tables, charts."""

    def __init__(self, book: Any, sheet: Any, ink: _Ink, name: str, widths: Sequence[float]) -> None:
        self._widths = widths
        self._book = book
        self._sheet = sheet
        self._ink = ink
        self._name = name
        self._row = 0

    def title(self, text: str) -> None:
        """Write the page's title."""
        self._sheet.set_row(self._row, 24)
        self._sheet.write_string(self._row, 0, text, self._ink.title)
        self._row += 1

    def section(self, text: str) -> None:
        """Write a heading after a blank line."""
        self._row += 1
        self._sheet.write_string(self._row, 0, text, self._ink.section)
        self._row += 1

    def line(self, *values: Value) -> None:
        """Write a name and what there is to say of it, in a row as high as its wrapped text."""
        long = [
            (pl.Series([value]), Field("", self._widths[place], "long"))
            for place, value in enumerate(values)
            if place and isinstance(value, str)
        ]
        if long:
            columns, fields = zip(*long, strict=True)
            self._sheet.set_row(self._row, max(LINE + 2, _heights(columns, fields).item()))
        for place, value in enumerate(values):
            self._ink.write(self._sheet, self._row, place, value, "long" if place else "text")
        self._row += 1

    def block(
        self, fields: Sequence[Field], rows: Iterable[Sequence[Value]], *, total: Sequence[Value] = ()
    ) -> tuple[int, int]:
        """Write a small table; returns its first and last row of values, 0-based (last < first where there is none)."""
        self._sheet.set_row(self._row, 32)
        self._ink.heading(self._sheet, self._row, fields)
        first = self._row + 1
        for row in rows:
            self._row += 1
            self._write_row(row, fields)
        last = self._row
        if total:
            self._row += 1
            self._write_row(total, fields, total=True)
        if last >= first:
            self._ink.colour(self._sheet, first, last, fields)
        self._row += 1
        return first, last

    def bars(self, rows: tuple[int, int], column: int, *, full: int | None = None) -> None:
        """Draw a bar in the cells of a column; ``full`` is what fills a cell, by default the largest."""
        first, last = rows
        if last >= first:
            rule = {"type": "data_bar", "bar_color": "#9CC7E0", "min_type": "num", "min_value": 0}
            if full is not None:
                rule |= {"max_type": "num", "max_value": full}
            self._sheet.conditional_format(first, column, last, column, rule)

    def stacked_chart(self, title: str, rows: tuple[int, int], columns: Sequence[tuple[int, str, str]]) -> None:
        """Draw below columns stacked from ``(column, name, colour)``, one a row of a block, labelled by its first column."""
        first, last = rows
        chart = self._book.add_chart({"type": "column", "subtype": "stacked"})
        for column, name, colour in columns:
            chart.add_series(
                {
                    "name": name,
                    "categories": [self._name, first, 0, last, 0],
                    "values": [self._name, first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 320})
        self._sheet.insert_chart(self._row + 1, 0, chart)
        self._row += 18

    def _write_row(self, row: Sequence[Value], fields: Sequence[Field], *, total: bool = False) -> None:
        for place, (value, each) in enumerate(zip(row, fields, strict=True)):
            self._ink.write(self._sheet, self._row, place, value, each.form, total=total)


class _Ink:
    """The formats of one workbook, and how a value becomes a cell."""

    def __init__(self, book: Any, words: Words) -> None:
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        self._words = words
        self._forms = {
            "text": book.add_format(base | {"indent": 1}),
            "long": book.add_format(base | {"indent": 1, "text_wrap": True}),
            **{form: book.add_format(base | {"num_format": written}) for form, written in _NUMBER_FORMATS.items()},
            "plain": book.add_format(base | {"num_format": _NUMBER_FORMATS["plain"], "align": "center"}),
        }
        bold = base | {"bold": True, "top": 1}
        self._totals = {
            "text": book.add_format(bold | {"indent": 1}),
            "long": book.add_format(bold | {"indent": 1}),
            **{form: book.add_format(bold | {"num_format": written}) for form, written in _NUMBER_FORMATS.items()},
        }
        head = base | {"bold": True, "text_wrap": True, "bg_color": "#E4ECF3", "bottom": 1, "valign": "vcenter"}
        self._head = {
            "text": book.add_format(head | {"indent": 1}),
            "number": book.add_format(head | {"align": "center"}),
        }
        self._link = book.add_format(base | {"font_color": "#0B5C8A", "underline": 1, "text_wrap": True, "indent": 1})
        self.title = book.add_format(base | {"bold": True, "font_size": 14})
        self.section = book.add_format(base | {"bold": True, "font_size": 11, "font_color": "#0B5C8A"})
        self._tones = {
            tone: book.add_format({"font_color": ink, "bg_color": ground}) for tone, (ink, ground) in _COLOURS.items()
        }

    def heading(self, sheet: Any, row: int, fields: Sequence[Field]) -> None:
        for place, each in enumerate(fields):
            kind = "text" if each.form in {"text", "long"} else "number"
            sheet.write_string(row, place, each.title, self._head[kind])

    def write(self, sheet: InlineSheet, row: int, place: int, value: Value, form: Form, *, total: bool = False) -> None:
        """Write one cell; unknown stays blank."""
        if isinstance(value, Amount):
            form, value = value.form, value.number
        style = (self._totals if total else self._forms)[form]
        if isinstance(value, Link):
            sheet.link(row, place, value.target, _safe(value.text), self._link)
        elif isinstance(value, bool):
            sheet.text(row, place, self._words.yes_no(value), style)
        elif isinstance(value, str):
            sheet.text(row, place, _safe(value), style)
        elif value is not None:
            sheet.number(row, place, float(value), style)

    def cells(self, sheet: InlineSheet, column: pl.Series, form: Form, targets: pl.Series | None) -> Cells:
        """Prepare the cells of a column, as ``write`` writes them one by one."""
        if column.dtype == pl.String:
            texts = _safe_texts(column)
            return Cells(sheet.held_texts(texts), self._forms[form], targets, texts, self._link)
        if column.dtype == pl.Boolean:
            said = {value: self._words.yes_no(value) for value in (True, False)}
            texts = column.replace_strict(said, default=None, return_dtype=pl.String)
            return Cells(sheet.held_texts(texts), self._forms[form])
        values = column.drop_nulls().unique()
        held = pl.Series([sheet.held_number(float(value)) for value in values], dtype=pl.String)
        return Cells(column.replace_strict(values, held, default=None, return_dtype=pl.String), self._forms[form])

    def colour(self, sheet: Any, first: int, last: int, fields: Sequence[Field]) -> None:
        """Colour the values that a field's tones name."""
        for place, each in enumerate(fields):
            for value, tone in each.tones.items():
                rule: dict[str, Any] = (
                    {"type": "cell", "criteria": ">", "value": 0}
                    if value == ">0"
                    else {"type": "cell", "criteria": "==", "value": f'"{value}"'}
                )
                sheet.conditional_format(first, place, last, place, rule | {"format": self._tones[tone]})


def _first_links(links: Mapping[int, pl.Series], rows: int) -> dict[int, pl.Series]:
    """Keep as many links as a sheet may have, row by row and in a row from left to right."""
    columns = {place: links[place].head(rows) for place in sorted(links)}
    if sum(targets.len() - targets.null_count() for targets in columns.values()) <= MOST_LINKS:
        return columns
    a_row = pl.select(pl.sum_horizontal(targets.is_not_null() for targets in columns.values())).to_series()
    before = a_row.cum_sum() - a_row
    kept = {}
    for place, targets in columns.items():
        kept[place] = pl.select(pl.when(before < MOST_LINKS).then(targets)).to_series()
        before += targets.is_not_null()
    return kept


def _heights(columns: Sequence[pl.Series], fields: Sequence[Field]) -> pl.Series:
    """Give the heights that the longest wrapped text of each row takes, in points; programs that open the file do not all find it.

    A Chinese character is twice as wide as a Latin one, and three bytes long: half of bytes and characters is the width.
    """
    lines = [
        ((column.str.len_bytes() + column.str.len_chars()) / 2 / (each.width - 1)).ceil()
        for column, each in zip(columns, fields, strict=True)
        if each.form == "long" and column.dtype == pl.String
    ]
    most = pl.max_horizontal(pl.repeat(1.0, len(columns[0])), *lines)
    return pl.select(pl.min_horizontal(LINE * most + 1, TALLEST_ROW)).to_series()


def _safe(text: str) -> str:
    """Escape what could start a formula and cut what no cell holds."""
    escaped = f"'{text}" if text.startswith(FORMULA_STARTS) else text
    return escaped if len(escaped) <= LONGEST_TEXT else escaped[:LONGEST_TEXT] + "…"


def _safe_texts(texts: pl.Series) -> pl.Series:
    """Do the same to a column."""
    escaped = escape_formulas(texts.to_frame()).to_series()
    cut = escaped.str.slice(0, LONGEST_TEXT) + "…"
    return pl.select(pl.when(escaped.str.len_chars() <= LONGEST_TEXT).then(escaped).otherwise(cut)).to_series()


def _set_up_print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C— &P / &N —")
