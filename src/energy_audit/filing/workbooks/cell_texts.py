"""Says what a cell of a workbook holds as text, by what its XML says from the end of its address on.

A workbook says the same of many cells, and all is learned once: the texts that cells share as soon as a first cell of
their kind is met, numbers many at a time.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from energy_audit.filing.workbooks.grid import cell_text
from energy_audit.filing.workbooks.shared_strings import BLANKS, ESCAPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from energy_audit.filing.workbooks.cell_styles import Shown

_KIND = r'"(?: t="(\w+)")?(?: s="([0-9]+)")?(?: t="(\w+)")?'
_FORMULA = r"(?:<f(?: [^<>]*)?(?:/>|>(?:[^<&]++|&(?:amp|lt|gt|quot|apos|#[0-9]+);)*+</f>))?"
_KIND_ALONE = re.compile(_KIND)
_BEGIN, _END = "><v>", "</v></c>"
_BLANK = re.compile(rf"{_KIND}(?: ?/>|></c>)")
_VALUE = re.compile(rf"{_KIND}>{_FORMULA}<v>([^<]+){_END}")
_TEXT = re.compile(r'"(?: s="[0-9]+")? t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')

_NUMBER = re.compile(r"-?[0-9]++(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?")
_NUMBERS = re.compile(rf"(?:{_NUMBER.pattern}\n)*+")
_AS_WRITTEN = re.compile(r"(?:-?(?:0(?:\.[0-9]{0,3}[1-9])?|[1-9][0-9]{0,8}(?:\.[0-9]{0,5}[1-9])?)\n)*+")
"""Numbers of fifteen digits or fewer, without an exponent and without a 0 at their end."""
_WHOLE = re.compile("[0-9]{1,7}")
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""1900-03-01, from when on all count alike, and 9999-12-31."""
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}

_MOST_SHARED, _MOST_ENTERED = 2**12, 2**16
"""Shared texts that are entered at once, and what may be entered when they are; they would be for each kind of cell."""


class CellTexts(dict[str, str]):
    """The texts of a workbook's cells, as far as they are learned."""

    def __init__(self, shared: Sequence[str], styles: Sequence[Shown], *, days_from_1904: bool) -> None:
        """Begin with none.

        Args:
            shared: texts that cells share.
            styles: what the cell styles show a number as.
            days_from_1904: days count from 1904.
        """
        super().__init__()
        self._shared = shared
        self._styles = styles
        self._from_1904 = days_from_1904
        self._holds_number: dict[str, bool] = {}

    def learn(self, cells: set[str]) -> None:
        """Learn the texts of cells; LookupError or ValueError where one is left to calamine."""
        numbers = {}
        for cell in cells.difference(self):
            if cell in self:
                continue  # entered with another of its kind
            kind, _, value = cell.partition(_BEGIN)
            holds_number = self._holds_number.get(kind)
            if holds_number is None:
                holds_number = self._holds_number[kind] = self._is_number(kind)
            if holds_number:
                numbers[cell] = value.removesuffix(_END)
            else:
                self[cell] = self._understood(cell)
        self.update(zip(numbers, _figures([*numbers.values()]), strict=True))

    def _is_number(self, kind: str) -> bool:
        found = _KIND_ALONE.fullmatch(kind)
        return found is not None and {found[1], found[3]} <= {None, "n"} and self._shown(found[2]) == "number"

    def _shown(self, style: str | None) -> Shown:
        return self._styles[int(style)] if style else "number"

    def _understood(self, cell: str) -> str:
        if (found := _VALUE.fullmatch(cell)) and not (found[1] and found[3]):
            before, style, after, value = found.groups()
            match before or after:
                case "s":
                    return self._shared_text(cell, value)
                case "n" | None:
                    return self._number(value, self._shown(style))
                case "b":
                    return _BOOLEANS[value]
                case "str":
                    return _written(value)
        elif found := _TEXT.fullmatch(cell):
            return _written(found[1])
        elif _BLANK.fullmatch(cell):
            return ""
        raise ValueError(cell)

    def _shared_text(self, cell: str, value: str) -> str:
        if not _WHOLE.fullmatch(value):
            raise ValueError(value)
        text = self._shared[int(value)]
        begin = cell.removesuffix(f"{value}{_END}")
        if len(self._shared) <= _MOST_SHARED and len(self) <= _MOST_ENTERED and "<f" not in begin:
            self.update(zip(_numbered(begin, len(self._shared).bit_length()), self._shared, strict=False))
        return text

    def _number(self, value: str, shown: Shown) -> str:
        if shown == "number" and _NUMBER.fullmatch(value):
            return cell_text(float(value))
        if shown == "day" and not self._from_1904 and _WHOLE.fullmatch(value) and _FIRST_DAY <= int(value) <= _LAST_DAY:
            return dt.date.fromordinal(_DAY_ZERO + int(value)).isoformat()
        raise ValueError(value)


def _figures(values: list[str]) -> Iterable[str]:
    """Write numbers as ``cell_text`` does; most are written so already."""
    listed = "\n".join([*values, ""])
    if listed.count("\n") != len(values) or not _NUMBERS.fullmatch(listed):
        raise ValueError(listed)
    return values if _AS_WRITTEN.fullmatch(listed) else map("{:.15g}".format, map(float, values))


def _written(value: str) -> str:
    if "&" in value or "\r" in value or ESCAPED in value or value.strip(BLANKS) != value:
        raise ValueError(value)
    return cell_text(value)


@lru_cache(maxsize=16)  # workbooks that were filled in on one template have the same kinds of cells
def _numbered(begin: str, bits: int) -> list[str]:
    """Return what cells say that show the first shared texts, as many as are numbered with so many bits."""
    return [f"{begin}{number}{_END}" for number in range(1 << bits)]
