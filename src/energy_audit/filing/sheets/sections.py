"""Where a form begins and ends on its sheet, among the tables below it and the forms of other enterprises."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from energy_audit.filing.sheets.header import headers
from energy_audit.filing.sheets.headings import match, table_named
from energy_audit.filing.sheets.notes import is_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.workbooks.grid import Grid

FEWEST_ROWS = 3
FEWEST_LABELS = 4
"""So many labels, in so many rows, make a form."""

_CERTAIN_HEADER = 4
_LABEL = re.compile(r"[\s;；,，]\s*([^\s:;；,，]{1,30})\s*:")

_OWNER = "uscc"
"""What every form names once: where it is named again, another form begins."""


def sections(grid: Grid, table: str) -> list[range]:
    """Split a sheet into the parts of its enterprises, each a form and the tables below it; usually there is one.

    Args:
        grid: the sheet.
        table: key of the table that its forms fill in.
    """
    whole = range(len(grid.texts))
    starts = [index for index in whole if _names_owner(table, grid.texts[index])]
    if len(starts) < 2:
        return [whole]
    tops = {header.top for header in headers(grid, None)[0]}
    starts = [index for index in starts if index not in tops]
    bounds = [0, *(_banner_start(grid, table, index, 0) for index in starts[1:]), len(grid.texts)]
    parts = [range(first, after) for first, after in itertools.pairwise(bounds)]
    forms = [part for part in parts if is_form(labelled_rows(grid, table, form_rows(grid, table, part)))]
    return parts if len(forms) > 1 else [whole]


def form_rows(grid: Grid, table: str, within: range) -> range:
    """Return the rows a form may cover: up to the banner of the first certain header of another table."""
    others = headers(grid, None, within)[0]
    tops = [header.top for header in others if header.table != table and header.score >= _CERTAIN_HEADER]
    return range(within.start, _banner_start(grid, table, tops[0], within.start)) if tops else within


def labelled_rows(grid: Grid, table: str, within: range) -> dict[int, int]:
    """Rows that hold labels of a form, with how many."""
    counts = {}
    for index in within:
        texts = [text for text in grid.texts[index] if text]
        count = sum(1 for number in range(len(texts)) if label_length(table, texts, number))
        if count:
            counts[index] = count
    return counts


def is_form(counts: dict[int, int]) -> bool:
    """Tell a form from a table; a header has all its words in one row, or in two or three stacked ones."""
    labels = sum(counts.values())
    return len(counts) >= FEWEST_ROWS and labels >= FEWEST_LABELS and max(counts.values()) <= max(4, labels / 2)


def label_length(table: str, texts: Sequence[str], start: int) -> int:
    """How many texts from ``start`` on make up a label; 0 where there is none."""
    if column_of(table, (texts[start],)) or stated_inside(table, texts[start]):
        return 1
    return 2 if start + 1 < len(texts) and column_of(table, (texts[start], texts[start + 1])) else 0


def column_of(table: str, parts: tuple[str, ...]) -> str:
    """Return the one column a label means, or an empty text."""
    columns = match(table, parts).columns
    return columns[0] if len(columns) == 1 else ""


class Stated(NamedTuple):
    """A label and its value in one cell; where the label is not known, ``column`` is empty and ``value`` is both."""

    column: str
    unit: str
    value: str


@lru_cache(maxsize=4_096)
def stated_inside(table: str, text: str) -> tuple[Stated, ...]:
    """Split ``单位名称：某某公司  报告年度：2025``; nothing where a text does not begin with a known label."""
    level = text.replace("：", ":")
    label, colon, _ = level.partition(":")
    if not colon:
        return ()
    # the first label is all that stands before the first colon; further ones hold no space
    marks = [(label, 0, len(label) + 1)]
    marks += [(mark[1], mark.start(), mark.end()) for mark in _LABEL.finditer(level, len(label) + 1)]
    ends = [*(start for _, start, _ in marks[1:]), len(level)]
    pairs = []
    for (name, _, begin), end in zip(marks, ends, strict=True):
        key, value = column_of(table, (name,)), level[begin:end].strip()
        told = value if key else f"{name}:{value}"
        pairs.append(Stated(key, match(table, (name,)).unit, told if value else ""))
    begins = bool(pairs and pairs[0].column and pairs[0].value)
    return tuple(pair for pair in pairs if pair.value) if begins else ()


@lru_cache(maxsize=4_096)
def _means_owner(table: str, text: str) -> bool:
    return column_of(table, (text,)) == _OWNER or any(pair.column == _OWNER for pair in stated_inside(table, text))


def _names_owner(table: str, row: Sequence[str]) -> bool:
    return any(_means_owner(table, text) for text in row if "码" in text or "碼" in text or text == _OWNER)


def _banner_start(grid: Grid, table: str, top: int, first: int) -> int:
    """Go up from a row over the lines above it that are its own: blank ones, a title, statements below a title."""
    lines = range(first, top)
    start = top
    while start - 1 in lines and _may_be_banner(table, _filled(grid, start - 1)):
        start -= 1
    titles = [index for index in range(start, top) if _is_title(_filled(grid, index))]
    if not titles:
        # without a title between, statements such as 单位名称：… end the form above rather than begin the table
        stating = [index for index in range(start, top) if _states(table, _filled(grid, index))]
        return stating[-1] + 1 if stating else start
    begin = titles[-1]
    while begin - 1 >= start and not _states(table, _filled(grid, begin - 1)):
        begin -= 1
    return begin


def _filled(grid: Grid, index: int) -> list[str]:
    return [text for text in grid.texts[index] if text]


def _is_title(texts: Sequence[str]) -> bool:
    return not texts or any(table_named(text) for text in texts)


def _states(table: str, texts: Sequence[str]) -> bool:
    return any(stated_inside(table, text) for text in texts)


def _may_be_banner(table: str, texts: Sequence[str]) -> bool:
    if texts and is_note(texts):
        return False
    labels = (number for number in range(len(texts)) if not stated_inside(table, texts[number]))
    if any(label_length(table, texts, number) for number in labels):
        return False
    return len(texts) < 2 or _is_title(texts) or any(":" in text or "：" in text for text in texts)
