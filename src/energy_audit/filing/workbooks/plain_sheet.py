"""Reads a sheet that is written as nearly every program writes it.

Its XML is parted into rows, each row into cells, and what follows the address of a cell is understood once, however
many cells say the same. Every character of the rows is accounted for: a sheet where anything else stands, or stands in
another order, is not read here but by calamine and ``unseen``; so is one with anything hidden, with an error value, with
a percentage, or with a formula without its result.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from energy_audit.filing.workbooks.shared_strings import BLANKS

if TYPE_CHECKING:
    from energy_audit.filing.workbooks.cell_texts import CellTexts
    from energy_audit.filing.workbooks.grid import Area

LARGEST = 4 * 2**20
"""Bytes of a sheet; a larger one takes more memory here than there."""

_MANY_FIGURES = 2**15
"""Bytes of cells; where more hold rather figures than texts nearly each is another, and calamine reads them faster."""

_ROOMIEST = 1_000_000
"""Cells of the spanned area; of a larger one it is judged first how much it holds."""

_CELL = '<c r="'
_SHARED = ' t="s"'
_NOWHERE = f'{_CELL}"'
_MAY_MATTER = ("hidden", ' width="0', "sheetData", "<!")
"""What beside the cells may change what they are."""

_ATTRIBUTES = r'(?: (?!hidden|ht="[0.])[\w:]+="[^"<]*")*'
_NO_CELLS = re.compile(rf"(?:<row{_ATTRIBUTES} ?/>)*")
_ROW = re.compile(rf'{_NO_CELLS.pattern}<row r="([0-9]+)"{_ATTRIBUTES}>')

_MERGES = re.compile(
    r'<mergeCells(?: count="[0-9]+")?>((?:<mergeCell ref="[A-Z]+[0-9]+:[A-Z]+[0-9]+" ?/>)*)</mergeCells>'
)
_MERGED = re.compile(r'"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')

_COLUMNS = {
    letters: place
    for place, letters in enumerate([*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2))])
}


class PlainSheet(NamedTuple):
    """The texts of a sheet from A1 on, rows as long as they need to be, and its merged areas."""

    texts: list[list[str]]
    merges: tuple[Area, ...]


def plain_sheet(part: bytes, known: CellTexts) -> PlainSheet | None:
    """Read a sheet; None of one that is not plain.

    Args:
        part: its XML.
        known: the texts of its workbook's cells.
    """
    if len(part) > LARGEST:
        return None
    try:
        text = part.decode().replace("<sheetData/>", "<sheetData></sheetData>")
        before, begin, rest = text.partition("<sheetData>")
        cells, end, after = rest.rpartition("</sheetData>")
        if not begin or not end or not after.rstrip(BLANKS).endswith("</worksheet>") or "mergeCell" in before:
            return None
        if any(each in before or each in after for each in _MAY_MATTER):
            return None
        if len(cells) > _MANY_FIGURES and cells.count(_CELL) > 2 * cells.count(_SHARED):
            return None
        return PlainSheet(_rows(cells, known), _merges(after))
    except (LookupError, ValueError):
        return None


def _rows(cells: str, known: CellTexts) -> list[list[str]]:
    if _NOWHERE in cells:
        raise ValueError(_NOWHERE)
    *parted, last = cells.split("</row>")
    _matched(_NO_CELLS, last)
    written = [_parted(row) for row in parted]
    known.learn({*chain.from_iterable(row.cells for row in written)})
    rows: list[list[str]] = []
    width = 0
    for number, contents, columns in written:
        texts = [*map(known.__getitem__, contents)]
        if not any(texts):
            continue  # no cells, or such as are only coloured
        width = max(width, columns[-1] + 1 if columns else len(texts))
        missing = number - 1 - len(rows)
        if missing < 0 or number * width > _ROOMIEST:
            raise ValueError(number)
        if missing:
            rows += ([] for _ in range(missing))
        rows.append(_spread(texts, columns) if columns else texts)
    return rows


class _Row(NamedTuple):
    """A row as it is written: its number, what its cells say, and their columns where one is left out."""

    number: int
    cells: list[str]
    columns: list[int]


def _parted(row: str) -> _Row:
    begin, *written = row.split(_CELL)
    number = _matched(_ROW, begin)[1]
    if not written:
        return _Row(int(number), [], [])
    if len(written) > len(_COLUMNS):
        raise ValueError(number)
    addresses = _addresses(number, len(written))
    if written[-1].startswith(addresses[-1]):  # then no column is left out; if they stand in no order, none is known
        return _Row(int(number), [*map(str.removeprefix, written, addresses)], [])
    cells, columns = [], []
    for cell in written:
        address, quote, rest = cell.partition('"')
        columns.append(_COLUMNS[address.removesuffix(number)])
        cells.append(quote + rest)
        if not address.endswith(number):
            raise ValueError(address)
    if any(column >= following for column, following in pairwise(columns)):
        raise ValueError(columns)
    return _Row(int(number), cells, columns)


def _spread(texts: list[str], columns: list[int]) -> list[str]:
    """Put texts into their columns."""
    row = [""] * (columns[-1] + 1)
    for column, text in zip(columns, texts, strict=True):
        row[column] = text
    return row


@lru_cache(maxsize=2048)  # sheets have their first rows in common
def _addresses(number: str, count: int) -> list[str]:
    """Return the addresses of the first cells of a row."""
    return [f"{letters}{number}" for letters in islice(_COLUMNS, count)]


def _matched(form: re.Pattern[str], text: str) -> re.Match[str]:
    found = form.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found


def _merges(after: str) -> tuple[Area, ...]:
    if "mergeCell" not in after:
        return ()
    found = _MERGES.search(after)
    listed = _MERGED.findall(found[1]) if found else []
    if after.count("mergeCell") != len(listed) + len(("begin", "end")):
        raise ValueError(after)
    return tuple(
        (int(top) - 1, _COLUMNS[left], int(bottom) - 1, _COLUMNS[right]) for left, top, right, bottom in listed
    )
