"""What a number format shows a number as, so that what is seen can be held against what the cell holds.

The codes are those of ECMA-376 18.8.31. Of days, fractions, exponents and numerals of other scripts it is not told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|([_*].)|\[([^\]]*)\]|(General|G/通用格式)|([0#?])|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_CURRENCY = re.compile(r"\$([^-]*)")
_RED = {"red", "红色", "color3"}
_COLOURS = re.compile(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color\d+|[黑蓝青绿红白黄]色|洋红")
_UNTOLD = re.compile(r"[A-Za-z@/]")
"""What stands for days, times, fractions, exponents and texts."""
_NUMERAL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+")
_MINUS = re.compile(r"[-−(（]")
_PLACES = {"digit", "general"}
_PATTERN = re.compile(r"[0#?,]*(?:\.[0#?,]*)?")
_LARGEST = Decimal(10) ** 15
"""From where on no figure is read anyway."""
_SAMPLES = (Decimal("1234567.891"), Decimal("-1234567.891"))


@dataclass(frozen=True)
class Seen:
    """What is seen of a figure.

    Attributes:
        text: all that is seen; empty where nothing is.
        figure: how it reads; None where no figure is seen.
        step: one in its last place.
        behind: the words behind it.
    """

    text: str
    figure: Decimal | None = None
    step: Decimal = Decimal(1)
    behind: str = ""

    def reads(self, value: Decimal, factor: Decimal = Decimal(1)) -> bool:
        """Tell whether what is seen, each of it worth ``factor``, is a value but for its rounding."""
        return self.figure is not None and abs(self.figure * factor - value) <= self.step * factor / 2


NOTHING_SEEN = Seen("")


@dataclass(frozen=True)
class _Section:
    """One of the parts of a format that semicolons divide: what it is for, and its pieces, each a kind and a text."""

    pieces: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    is_red: bool
    is_known: bool

    def holds(self, value: Decimal) -> bool:
        """Tell whether it is for a value."""
        if self.condition is None:
            return True
        sign, bound = self.condition
        return {
            "<": value < bound, ">": value > bound, "=": value == bound,
            "<=": value <= bound, ">=": value >= bound, "<>": value != bound,
        }[sign]  # fmt: skip


def seen_as(code: str, value: Decimal) -> Seen | None:
    """Return what a format shows of a number.

    None where that is not told, and of zero, which many formats leave out.
    """
    sections = _sections(code)
    if not value or abs(value) >= _LARGEST or not sections:
        return None
    conditioned = any(each.condition for each in sections)
    if conditioned:
        section = next((each for each in sections if each.holds(value)), sections[-1])
    else:
        section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if not section.is_known:
        return None
    minus = value < 0 and (conditioned or section is sections[0])
    return _shown(section, abs(value), "-" if minus else "")


@lru_cache(maxsize=4096)
def shows_otherwise(code: str) -> bool:
    """Tell a format that shows some number as another, or with words, or not at all; most do nothing of it."""
    bounds = [each.condition[1] for each in _sections(code) if each.condition]
    values = [*_SAMPLES, *(bound + one for bound in bounds for one in (-1, 0, 1))]
    return any((seen := seen_as(code, value)) and is_otherwise(seen, value) for value in values)


def is_otherwise(seen: Seen, value: Decimal) -> bool:
    """Tell whether something else is seen than a value: another figure, words behind it, or nothing."""
    return not seen.reads(value) or bool(seen.behind.strip(" )）"))


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token[7] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(tokens) for tokens in parts) if code else ()


def _section(tokens: list[re.Match[str]]) -> _Section:
    pieces: list[tuple[str, str]] = []
    condition, is_red, is_known = None, False, True
    for token in tokens:
        quoted, escaped, room, bracket, general, digit, other = token.groups()
        if bracket is not None:
            if found := _CONDITION.fullmatch(bracket.replace(" ", "")):
                condition = found[1], Decimal(found[2])
            elif currency := _CURRENCY.match(bracket):
                pieces.append(("word", currency[1]))
            elif _COLOURS.fullmatch(bracket):
                is_red |= bracket.lower() in _RED
            else:
                is_known = False
        elif quoted is not None or escaped is not None:
            pieces.append(("word", quoted or escaped or ""))
        elif room:
            pieces.append(("word", " " if room[0] == "_" else ""))
        elif general or digit:
            pieces.append(("general", "") if general else ("digit", digit))
        elif other in ".,%":
            pieces.append((other, other))
        else:
            is_known &= not _UNTOLD.fullmatch(other)
            pieces.append(("word", other))
    return _Section(tuple(pieces), condition, is_red, is_known)


def _shown(section: _Section, size: Decimal, sign: str) -> Seen | None:
    """Write a number into a section."""
    pieces = section.pieces
    places = [at for at, (kind, _) in enumerate(pieces) if kind in _PLACES]
    if not places:
        return Seen("".join(text for kind, text in pieces if kind == "word").strip())
    first, last = places[0], places[-1]
    percents = sum(kind == "%" for kind, _ in pieces)
    scaled = size * Decimal(100) ** percents / Decimal(1000) ** _scaling(pieces, last)
    within = "".join(text for _, text in pieces[first : last + 1])
    if ("word", ".") in pieces[first:last]:  # 0!.0, shows ten thousands with one decimal
        scaled = scaled.scaleb(-len(within.partition(".")[2].replace(",", "")))
    figure = f"{size.normalize():f}" if within == "" else _written(within, scaled)
    if figure is None:
        return None
    before, behind = (
        "".join(text for kind, text in part if kind not in {",", "."}) for part in (pieces[:first], pieces[last + 1 :])
    )
    return _read(f"{sign}{before}{figure}{behind}".strip(), is_negative=bool(sign) or section.is_red)


def _scaling(pieces: Sequence[tuple[str, str]], last: int) -> int:
    """Count the commas that divide by a thousand: those behind the last place, or right before the point."""
    kinds = "".join(kind if kind in {",", "."} else "0" if kind == "digit" else " " for kind, _ in pieces)
    return kinds[last + 1 :].count(",") + len(re.findall(r",(?=,*\.)", kinds[:last]))


def _written(places: str, value: Decimal) -> str | None:
    """Write a number as places such as ``#,##0.0#`` say; None where words stand between them."""
    if not _PATTERN.fullmatch(places):
        return None
    wholes, _, parts = places.replace("?", "#").partition(".")
    parts = parts.replace(",", "")
    rounded = value.quantize(Decimal(1).scaleb(-len(parts)), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:{',' if ',' in wholes.rstrip(',') else ''}f}".partition(".")
    while parts.endswith("#") and decimals.endswith("0"):
        parts, decimals = parts[:-1], decimals[:-1]
    return f"{whole.zfill(wholes.count('0'))}.{decimals}".removesuffix(".")


def _read(text: str, *, is_negative: bool) -> Seen | None:
    """Read a text as a person reads it; None where that is no one figure."""
    numerals = [*_NUMERAL.finditer(text)]
    if not numerals:
        return Seen(text)
    first = numerals[0]
    plain = first[0].replace(",", "")
    figure = Decimal(plain.rstrip(".") or 0)
    negative = is_negative or _MINUS.search(text[: first.start()])
    step = Decimal(1).scaleb(-len(plain.partition(".")[2]))
    return Seen(text, -figure if negative else figure, step, text[first.end() :])
