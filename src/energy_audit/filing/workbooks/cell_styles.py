"""Says what the cell styles of a workbook make of a number: as it is, a percentage, ten thousands, a day.

A number format is only taken for what it surely is; of any other it is left to calamine what it shows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from xml.etree import ElementTree as ET

UNREADABLE = (ET.ParseError, LookupError, ValueError)
"""What is raised of XML that is damaged, or in an encoding that nobody knows."""

Shown = Literal["number", "percent", "day", "万", "亿", ""]
"""What a style shows a number as, 万 and 亿 what it writes behind it; empty where it is left to calamine."""

_MAGNITUDES: tuple[Literal["万", "亿"], ...] = ("万", "亿")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_QUOTED = re.compile(r'"([^"]*)"')
_SCALED = re.compile(r"[0#?],+(?![0#?])|!\.")
"""Commas behind the last digit divide by thousands, and 0!.0, is how ten thousands are shown."""

# what every workbook has, by the numbers of 18.8.30 of ECMA-376
_PERCENT_FORMATS = {"9", "10"}
_NUMBER_FORMATS = {str(number) for number in (*range(5), *range(11, 14), *range(37, 41), 48, 49)}
_DAY_FORMATS = {"14"}

_PERCENT = re.compile(rb"%|numFmtId=[\"'](?:9|10)[\"']")
_NUMBER = re.compile(r'(?:General|\[Red\]|"[^"&]*"|[\\_][-() ]|\* |[0#?.,;@()+ -])+')
"""A format of nothing but digits, signs and texts in quotes."""
_DAY = re.compile(r'y{2,4}(?:[-/]|\\-|"年")m{1,2}(?:[-/]|\\-|"月")d{1,2}(?:"日")?(?:;@)?')


@lru_cache(maxsize=16)  # workbooks that were filled in on one template say the same
def cell_styles(part: bytes) -> tuple[Shown, ...]:
    """Return by the number of each cell style what it shows a number as; nothing of what cannot be told.

    Raises:
        UNREADABLE: it is damaged, and may show percentages.
    """
    try:
        root = ET.fromstring(part)  # noqa: S314 - declarations of entities were refused before
    except UNREADABLE:
        if _PERCENT.search(part):
            raise
        return ()
    codes = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter() if local(each.tag) == "numFmt"
    }
    used = next((each for each in root.iter() if local(each.tag) == "cellXfs"), ())
    return tuple(_shown(style.get("numFmtId", ""), codes) for style in used if local(style.tag) == "xf")


@lru_cache(maxsize=16)
def is_readable(part: bytes) -> bool:
    """Whether a list of styles is sound."""
    try:
        ET.fromstring(part)  # noqa: S314 - as above
    except UNREADABLE:
        return False
    return True


def _shown(number: str, codes: dict[str, str]) -> Shown:
    code = codes.get(number, "")
    if shows_percent(code) or number in _PERCENT_FORMATS:
        return "percent"
    if magnitude := shown_magnitude(code):
        return magnitude
    if _DAY.fullmatch(code) or (not code and number in _DAY_FORMATS):
        return "day"
    return "number" if _NUMBER.fullmatch(code) or (not code and number in _NUMBER_FORMATS) else ""


def shows_percent(code: str) -> bool:
    """Tell a number format that shows 0.032 as 3.2%; one that writes "%" behind 3.2 shows it as it is."""
    return "%" in code and "%" in _LITERAL.sub("", code)


def shown_magnitude(code: str) -> Literal["万", "亿", ""]:
    """Return the 万 or 亿 that a number format writes behind a figure which it does not divide by as much."""
    if not any(each in code for each in _MAGNITUDES) or _SCALED.search(_LITERAL.sub("", code)):
        return ""
    written = {quoted.strip() for quoted in _QUOTED.findall(code)}
    return next((each for each in _MAGNITUDES if each in written), "")


def local(tag: str) -> str:
    """Take the namespace off a name."""
    return tag.rpartition("}")[2]
