"""Says what a cell of a workbook holds as text, by what its XML says from the end of its address on.

A workbook says the same of many cells, and all is understood once: the texts that cells share are entered as soon as a
first cell of their kind is met, anything else when it is met.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from energy_audit.filing.grid import cell_text
from energy_audit.filing.shared_strings import BLANKS, ESCAPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.cell_styles import Shown

_KIND = r'"(?: t="(\w+)")?(?: s="([0-9]+)")?(?: t="(\w+)")?'
_FORMULA = r"(?:<f(?: [^<>]*)?(?:/>|>(?:[^<&]++|&(?:amp|lt|gt|quot|apos|#[0-9]+);)*+</f>))?"
_END = "</v></c>"
_BLANK = re.compile(rf"{_KIND}(?: ?/>|></c>)")
_VALUE = re.compile(rf"{_KIND}>{_FORMULA}<v>([^<]+){_END}")
_TEXT = re.compile(r'"(?: s="[0-9]+")? t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WHOLE = re.compile("[0-9]{1,7}")
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""1900-03-01, from when on all count alike, and 9999-12-31."""
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}

_MOST_SHARED, _MOST_ENTERED = 2**12, 2**16
"""Shared texts that are entered at once, and what may be entered when they are; they would be for each kind of cell."""


class CellTexts(dict[str, str]):
    """The texts of a workbook's cells; LookupError or ValueError of any that is left to calamine."""

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

    def __missing__(self, cell: str) -> str:
        text = self[cell] = self._understood(cell)
        return text

    def _understood(self, cell: str) -> str:
        if (found := _VALUE.fullmatch(cell)) and not (found[1] and found[3]):
            before, style, after, value = found.groups()
            match before or after:
                case "s":
                    return self._shared_text(cell, value)
                case "n" | None:
                    return self._number(value, self._styles[int(style)] if style else "number")
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


def _written(value: str) -> str:
    if "&" in value or "\r" in value or ESCAPED in value or value.strip(BLANKS) != value:
        raise ValueError(value)
    return cell_text(value)


@lru_cache(maxsize=16)  # workbooks that were filled in on one template have the same kinds of cells
def _numbered(begin: str, bits: int) -> list[str]:
    """Return what cells say that show the first shared texts, as many as are numbered with so many bits."""
    return [f"{begin}{number}{_END}" for number in range(1 << bits)]
