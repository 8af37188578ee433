"""Values as people read them, and messages with their named fields filled in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from energy_audit.catalogue import Message
from energy_audit.rulebook.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.catalogue import Language

FIELD = re.compile(r"\{([^{}]*)\}")
"""A named field of a message: ``{fact}`` or ``{:parameter}``."""

RANGE = re.compile(r"\{(?P<of>\w+)_low\}(?P<sign>至| to )\{(?P=of)_high\}")
"""Both ends of one quantity, ``{fact_low}至{fact_high}``: said as one value where they agree, as a bound where one is open."""

UNKNOWN = Message("未知")
AT_LEAST, AT_MOST = Message("不低于"), Message("不高于")
_YES_NO = {True: Message("是"), False: Message("否")}
_UNITS: dict[str, Message | Text] = {
    "tce": Message("吨标准煤"),
    "tce/万元": Message("吨标准煤/万元"),
    # messages name the unit that the row was filed in
    "tce/单位": Text("", ""),
    "tce/万kWh": Message("吨标准煤/万kWh"),
    "tCO2": Message("吨二氧化碳"),
    "t": Message("吨"),
    "万kWh": Message("万kWh"),
    "万元": Message("万元", "wording"),
    "台": Message("台"),
    "份": Message("份"),
    "人": Message("人"),
    "个": Text("个", ""),
    "小时": Message("小时"),
    "year": Text("", ""),
    "1": Text("无量纲", "dimensionless"),
}
_CLOSE_UNITS = {"%", "台", "份", "人", "个", "小时"}
"""Units written without a space before them."""


@dataclass(frozen=True)
class Shown:
    """A value with the unit it is counted in."""

    value: Any
    unit: str = ""


def unit_word(unit: str, language: Language) -> str:
    """Give the word for a unit; a unit without one is its own."""
    return _UNITS[unit].of(language) if unit in _UNITS else unit


def exact_text(value: Any) -> str:
    """Write a value exactly, for data and digests: no trailing zeros, ISO dates; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        digits = f"{value:f}" if value else "0"  # normalize() would round to 28 digits
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def value_text(value: Any, language: Language, *, grouped: bool = True) -> str:
    """Write a value for people: thousands grouped, no trailing zeros, 是/否."""
    if value is None:
        return UNKNOWN.of(language)
    if isinstance(value, bool):
        return _YES_NO[value].of(language)
    if isinstance(value, (int, Decimal)) and grouped:
        return f"{Decimal(exact_text(value)):,f}"
    return exact_text(value)


def with_unit(shown: Shown, language: Language, text_after: str = "") -> str:
    """Write a value and its unit; the unit is left out where the text goes on with it."""
    words = value_text(shown.value, language, grouped=shown.unit != "year")
    if shown.value is None or isinstance(shown.value, (bool, str, dt.date)):
        return words
    return words + unit_after(shown.unit, language, text_after)


def unit_after(unit: str, language: Language, text_after: str = "") -> str:
    """Give what follows a number: its unit with the space before it, or nothing where the text goes on with it."""
    word = unit_word(unit, language)
    if not word or text_after.lstrip().startswith((word, unit)):
        return ""
    space = "" if unit in _CLOSE_UNITS and (language == "zh" or unit == "%") else " "
    return f"{space}{word}"


def fill(template: str, language: Language, value_of: Callable[[str], Shown]) -> str:
    """Fill the named fields of a message."""

    def one(match: re.Match[str]) -> str:
        return with_unit(value_of(match[1]), language, template[match.end() :])

    return FIELD.sub(one, template)
