"""Reads a sheet that is written as nearly every program writes it.

Its XML is parted into rows, each row into cells, and what follows the address of a cell is understood once, however
many cells say the same. Every character of the rows is accounted for: a sheet where anything else stands, or stands in
another order, is not read here but by calamine and ``unseen``; so is one with anything hidden, with an error value, with
a percentage, or with a formula without its result.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from energy_audit.filing.shared_strings import BLANKS

if TYPE_CHECKING:
    from energy_audit.filing.cell_texts import CellTexts
    from energy_audit.filing.grid import Area

LARGEST = 4 * 2**20
"""Bytes of a sheet; a larger one takes more memory here than there."""

_ROOMIEST = 1_000_000
"""Cells of the spanned area; of a larger one it is judged first how much it holds."""

_CELL = '<c r="'
_NOWHERE = f'{_CELL}"'
_MAY_MATTER = ("hidden", "sheetData", "<!")
"""What beside the cells may change what they are."""

_ATTRIBUTES = r'(?: (?!hidden)[\w:]+="[^"<]*")*'
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
        return PlainSheet(_rows(cells, known), _merges(after))
    except (LookupError, ValueError):
        return None


def _rows(cells: str, known: CellTexts) -> list[list[str]]:
    if _NOWHERE in cells:
        raise ValueError(_NOWHERE)
    *parted, last = cells.split("</row>")
    _matched(_NO_CELLS, last)
    rows: list[list[str]] = []
    width = 0
    for row in parted:
        begin, *written = row.split(_CELL)
        number = _matched(_ROW, begin)[1]
        texts = _texts(written, number, known)
        if not any(texts):
            continue  # no cells, or such as are only coloured
        width = max(width, len(texts))
        missing = int(number) - 1 - len(rows)
        if missing < 0 or int(number) * width > _ROOMIEST:
            raise ValueError(number)
        if missing:
            rows += ([] for _ in range(missing))
        rows.append(texts)
    return rows


def _texts(written: list[str], number: str, known: CellTexts) -> list[str]:
    """Return the texts of a row from its first column on."""
    if not written:
        return []
    if len(written) > len(_COLUMNS):
        raise ValueError(number)
    addresses = _addresses(number, len(written))
    if written[-1].startswith(addresses[-1]):  # then no column is left out; if they stand in no order, none is known
        return [*map(known.__getitem__, map(str.removeprefix, written, addresses))]
    texts: list[str] = []
    for cell in written:
        address, quote, rest = cell.partition('"')
        column = _COLUMNS[address.removesuffix(number)]
        if column < len(texts) or not address.endswith(number):
            raise ValueError(address)
        texts += [""] * (column - len(texts))
        texts.append(known[quote + rest])
    return texts


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
