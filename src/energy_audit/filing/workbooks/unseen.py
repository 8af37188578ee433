"""Reads from a sheet's XML what calamine does not show, and nothing else.

Error values, formulas saved without a result, numbers shown as percentages, hidden
rows and columns. One pass of expat; declarations that could make it dangerous were
refused before (``package``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.parsers import expat

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.sources import position
from energy_audit.filing.workbooks.archive import Refused
from energy_audit.filing.workbooks.grid import FORMULA_MARK, cell_text

if TYPE_CHECKING:
    from energy_audit.filing.workbooks.package import Package

Overlay = dict[tuple[int, int], str]
"""Cells, 0-based, that must be read otherwise than calamine reads them."""

_ADDRESS = re.compile(r"([A-Za-z]+)(\d+)")
_TRUE = {"1", "true"}
_FLAT = re.compile(r"0(?:\.\d*)?|\.\d+")
_SHOWN_OTHERWISE = {"e", "n"}
"""Kinds of cells, errors and numbers, that calamine may show otherwise."""


@dataclass
class Unseen:
    """What one sheet holds beside plain values; all numbers are 0-based."""

    overlay: Overlay = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def unseen(sheet: bytes, package: Package) -> Unseen:
    """Read one sheet.

    Raises:
        Refused: its XML is damaged.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    scan = _Scan(parser, package.shown_behind)
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as error:
        raise Refused(FilingProblem.CORRUPT_FILE, str(error)) from error
    return scan.found


class _Scan:
    """Keeps where the parser is. Called four times a cell, it works out no more than the cell asks for."""

    def __init__(self, parser: expat.XMLParserType, shown_behind: dict[int, str]) -> None:
        self.found = Unseen()
        self._parser = parser
        self._shown_behind = shown_behind
        self._names: dict[str, str] = {}
        self._row = self._column = -1
        self._passed: list[str] = []
        self._kind = self._style = ""
        self._formula: str | None = None
        self._value = ""
        self._inside = ""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = self._names.get(tag) or self._names.setdefault(tag, tag.rpartition("}")[2])
        if name == "c":
            self._passed.append(given.get("r", ""))
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._formula, self._value = None, ""
        elif name == "f" or (name == "v" and self._kind in _SHOWN_OTHERWISE):
            self._inside = name
            self._formula = "" if name == "f" else self._formula
            self._parser.CharacterDataHandler = self._text
        elif name == "row":
            if "r" in given:
                self._passed.clear()
                self._row = int(given["r"]) - 1
            else:
                self._catch_up()
                self._row += 1
            self._column = -1
            if given.get("hidden") in _TRUE or _is_flat(given.get("ht")):
                self.found.hidden_rows.add(self._row)
        elif name == "col" and (given.get("hidden") in _TRUE or _is_flat(given.get("width"))):
            # a range to the end of the sheet is no column of anybody's
            self.found.hidden_columns.update(range(int(given["min"]) - 1, min(int(given["max"]), 2_000)))

    def _catch_up(self) -> None:
        """Go to the last cell that was passed; one that does not say where it stands is the next of its row."""
        for address in self._passed:
            place = _ADDRESS.fullmatch(address)
            if place:
                self._row = int(place[2]) - 1
                self._column = position(place[1])
            else:
                self._column += 1
        self._passed.clear()

    def _text(self, data: str) -> None:
        if self._inside == "v":
            self._value += data
        elif self._inside == "f":
            self._formula = (self._formula or "") + data

    def _end(self, tag: str) -> None:
        name = self._names[tag]
        if name in {"v", "f"}:
            self._inside = ""
            self._parser.CharacterDataHandler = None
        elif name == "c" and (text := self._otherwise()):
            self._catch_up()
            self.found.overlay[self._row, self._column] = text

    def _otherwise(self) -> str:
        """Return the cell's text where calamine shows another, else an empty text."""
        value = self._value.strip()
        if self._kind == "e":
            return value or "#VALUE!"
        if self._formula is not None and not value and self._kind == "n":
            # a text result that is empty is a blank cell; no result at all is not
            return f"{FORMULA_MARK}={self._formula}"
        if self._kind == "n" and value and self._style.isdigit() and (sign := self._shown_behind.get(int(self._style))):
            try:
                return as_shown(float(value), sign)
            except (ArithmeticError, ValueError):
                return ""
        return ""


def as_shown(value: float, sign: str) -> str:
    """Return a number as its format shows it, with all its digits: a percentage, or with 万 or 亿 behind it."""
    if sign != "%":
        return f"{cell_text(value)}{sign}"
    return f"{(Decimal(cell_text(value)) * 100).normalize():f}%"


def _is_flat(size: str | None) -> bool:
    """Tell a height or width of less than one, in which nothing can be seen."""
    return size is not None and _FLAT.fullmatch(size) is not None
