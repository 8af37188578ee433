"""Reads text files into the same shapes as sheets.

A text file is decoded strictly: a byte order mark, else UTF-8, else UTF-16
without a mark, else GB18030 if what comes out is Chinese as it is written.
Anything else is refused, never guessed. Small and irregular files are read line
by line; a large regular one by Polars, its header found in its first lines.
"""

from __future__ import annotations

import codecs
import csv
import itertools
from typing import TYPE_CHECKING

from energy_audit.filing.files.large_text import is_utf8, leave_large, read_large
from energy_audit.filing.files.null_characters import are_few, replaced
from energy_audit.filing.files.text_rows import text_rows
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.sheets.headings import is_heading, table_named
from energy_audit.filing.sheets.layout import read_sheet
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import Grid

if TYPE_CHECKING:
    from energy_audit.filing.sheets.reading import SheetReading
    from energy_audit.filing.sheets.rows_in_file import Left

LARGE = 2**17
"""Bytes beyond which a text file is read by Polars; line by line that takes twice as long, and more the longer it is."""

_DELIMITERS = ",\t;|"
_HEAD_LINES = 60
_HEAD_LENGTH = 2**18
BEGIN = 4 * _HEAD_LENGTH
"""Bytes that hold the first lines of a file, and mostly tell how it is written."""
_COMMON_SHARE = 0.9
"""Of the Chinese characters of a GB18030 filing, how many GB 2312 must have; misread Big5 has about half."""


def decoded(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        Refused: the encoding cannot be told.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding) or _refuse()
    begin = data[:4096]
    text = _in_bytes(data) if b"\x00" not in begin or are_few(begin) else None
    if text is None and b"\x00" in begin:
        even, odd = begin[::2].count(0), begin[1::2].count(0)
        text = _strictly(data, "utf-16-le" if odd > even else "utf-16-be")
    return _refuse() if text is None else text


def _in_bytes(data: bytes) -> str | None:
    """Return a text whose figures and commas take a byte each; None where it is none."""
    text = _strictly(data, "utf-8")
    if text is None:
        text = _strictly(data, "gb18030")
        if text is None or not _reads_as_chinese(text):
            return None
    return text


def _refuse() -> str:
    raise Refused(FilingProblem.UNKNOWN_ENCODING)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_chinese(text: str) -> bool:
    foreign = [char for char in text[:200_000] if char > "\x7f"]
    common = sum(1 for char in foreign if _in_gb2312(char))
    return common >= _COMMON_SHARE * len(foreign)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def read_text(data: bytes, stem: str) -> SheetReading:
    """Read a CSV; its name, else its headings, tell the table.

    Raises:
        Refused: unknown encoding, or no table of text.
    """
    if b"\x00" not in data:
        return _read(data, stem)
    text, damaged = replaced(decoded(data))
    sheet = _read(text.encode(), stem)
    if damaged:
        first, last = (str(damaged[place]) for place in (0, -1))
        more = marked("（到第 {last} 行，共 {count} 行）", last=last, count=len(damaged)) if damaged[1:] else ""
        sheet.say(FilingProblem.NULL_CHARACTERS, f"line:{first}", value=first, detail=more)
    return sheet


def _read(data: bytes, stem: str) -> SheetReading:
    if len(data) > LARGE and (large := _large(data, stem)) is not None:
        return large
    text = decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows, lines, torn = text_rows(text.removesuffix("\n").split("\n"), _delimiter(_head(text)))
    sheet = read_sheet(Grid(stem, rows, "line", lines), table_named(stem))
    for first, last in torn:
        sheet.say(FilingProblem.QUOTE_LEFT_OPEN, f"line:{first}", value=str(first), detail=str(last))
    return sheet


def leave_text(left: Left, begin: bytes, stem: str) -> tuple[SheetReading, str] | None:
    """Leave the rows of a file that begins with ``begin`` where they are; see ``leave_large``. None where it is to be read."""
    plain = begin.removeprefix(codecs.BOM_UTF8)
    return leave_large(left, *_begun(plain, stem)) if _may_be_utf8(plain) else None


def _may_be_utf8(plain: bytes) -> bool:
    return b"\x00" not in plain[:4096] and is_utf8(plain[:BEGIN], whole=False)


def _large(data: bytes, stem: str) -> SheetReading | None:
    """Read a large file, if it is regular, from its bytes: its text is twice as long again.

    What is read is found to be UTF-8 on the way, so a file is looked through for it only where reading fails.
    """
    plain = data.removeprefix(codecs.BOM_UTF8)
    may_be_utf8 = _may_be_utf8(plain)
    reading = _regular(plain, stem) if may_be_utf8 else None
    if reading is None and not (may_be_utf8 and is_utf8(plain)):
        reading = _regular(decoded(data).encode(), stem)
    return reading


def _regular(plain: bytes, stem: str) -> SheetReading | None:
    if b"\r" in plain:
        plain = plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return read_large(plain, *_begun(plain, stem))


def _begun(plain: bytes, stem: str) -> tuple[Grid, str]:
    """Return the first lines of a file, and its delimiter."""
    # the last character may be cut
    head = _head(plain[:BEGIN].decode(errors="ignore"))
    delimiter = _delimiter(head)
    rows, lines, _ = text_rows(head, delimiter)
    return Grid(stem, rows, "line", lines), delimiter


def _head(text: str) -> list[str]:
    return text[:_HEAD_LENGTH].split("\n", _HEAD_LINES)[:_HEAD_LINES]


def _delimiter(head: list[str]) -> str:
    """The delimiter that yields the most headings, then the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        cells = list(itertools.chain.from_iterable(csv.reader(head, delimiter=delimiter)))
        return sum(1 for cell in cells if cell and is_heading(cell)), len(cells)

    try:
        return max(_DELIMITERS, key=worth)
    except csv.Error as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error
