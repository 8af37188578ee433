"""A line of a paper: pieces of text, some of them blanks that only the office can fill."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BLANK: Final = re.compile(r"〔[^〕]*〕")
FIELD: Final = re.compile(r"\{(\w+)\}")
_PART: Final = re.compile(rf"({BLANK.pattern}|{FIELD.pattern.replace('(', '').replace(')', '')})")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS_TEXT: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``blank``: a marked place for the office to fill."""

    text: str
    blank: bool = False


Line = tuple[Piece, ...]


def clean(text: str) -> str:
    """Make filed text fit to print on one line.

    What XML cannot hold and what could turn the reading direction (and so make
    a paper show another text than it holds) is taken out.
    """
    return _SPACE.sub(" ", _TURNS_TEXT.sub("", _NOT_XML.sub("", text))).strip()


def plain(text: str) -> Line:
    """Return filed or computed text as a line; brackets in it are no blanks."""
    return (Piece(clean(text)),)


def blank(text: str) -> Line:
    """Return a marked blank that says what belongs there."""
    return (Piece(f"〔{text}〕", blank=True),)


def fill(template: str, values: Mapping[str, str | Line]) -> tuple[Line, ...]:
    """Fill a wording; one line for each of its lines.

    Args:
        template: wording with ``{fields}`` and ``〔blanks〕``.
        values: text (taken literally) or a line for each field.

    Raises:
        KeyError: a field has no value.
    """
    return tuple(_filled(line, values) for line in template.split("\n"))


def _filled(template: str, values: Mapping[str, str | Line]) -> Line:
    pieces: list[Piece] = []
    for part in filter(None, _PART.split(template)):
        if BLANK.fullmatch(part):
            pieces.append(Piece(part, blank=True))
        elif field := FIELD.fullmatch(part):
            value = values[field[1]]
            pieces += plain(value) if isinstance(value, str) else value
        else:
            pieces.append(Piece(part))
    return tuple(pieces)


def text_of(line: Line) -> str:
    """Return a line's text without its marks."""
    return "".join(piece.text for piece in line)
