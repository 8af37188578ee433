"""The strokes that pictures are drawn with: elements, texts broken into lines, blocks told apart without colour."""

from __future__ import annotations

import unicodedata
from typing import Final

from markupsafe import Markup, escape

COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Okabe and Ito's set, told apart by readers with any kind of colour vision."""
INK: Final = "#1b2733"
MUTED: Final = "#5b6b7a"
NORMAL: Final = 13.0
SMALL: Final = 11.5

_STRIPES: Final = ("", "/", "-", "\\", "|", "-|", "/\\", "=")
"""Over each colour: plain, rising, level, falling, upright, grid, crossed, close level lines."""
_NEVER_FIRST: Final = "，。；：、）》”’？！"
"""No line begins with these."""


def block(x: float, y: float, width: float, height: float, index: int) -> tuple[Markup, ...]:
    """Draw a filled rectangle whose stripes tell it apart without colour; lines, not SVG patterns, which print with seams."""
    if width <= 0 or height <= 0:
        return ()
    ground = tag("rect", x=x, y=y, width=width, height=height, fill=COLOURS[index % len(COLOURS)])
    strokes = " ".join(_stripes(stripe, x, y, width, height) for stripe in _STRIPES[index % len(_STRIPES)])
    return (
        (ground, tag("path", d=strokes, stroke="#fff", stroke_width=1.4, fill="none")) if strokes.strip() else (ground,)
    )


def _stripes(stripe: str, x: float, y: float, width: float, height: float) -> str:
    """Return the path of parallel lines inside a rectangle, seven units apart (three for ``=``)."""
    if stripe in "-=":
        step = 7 if stripe == "-" else 3
        return " ".join(f"M{x:.1f} {y + at:.1f} h{width:.1f}" for at in range(step // 2 + 1, int(height) + 1, step))
    if stripe == "|":
        return " ".join(f"M{x + at:.1f} {y:.1f} v{height:.1f}" for at in range(4, int(width) + 1, 7))
    drawn = []
    for start in range(-int(height) + 3, int(width) + 1, 8):  # a slanting line enters at `start` and rises as it runs
        first, last = max(start, 0), min(start + height, width)
        if last - first > 1:
            low, high = first - start, last - start
            ends = (height - low, height - high) if stripe == "/" else (low, high)
            drawn.append(f"M{x + first:.1f} {y + ends[0]:.1f} L{x + last:.1f} {y + ends[1]:.1f}")
    return " ".join(drawn)


def swatch(index: int, x: float, y: float) -> tuple[Markup, ...]:
    """Draw the small block of a key."""
    return block(x, y, 20, 13, index)


def text(x: float, y: float, words: str, *, anchor: str = "start", size: float = NORMAL, colour: str = INK) -> Markup:
    """Write one line; its class lets a page's style colour it."""
    classes = "ink" if colour == INK else "muted"
    return tag("text", escape(words), x=x, y=y, text_anchor=anchor, font_size=size, fill=colour, class_=classes)


def tag(name: str, *children: Markup, **attributes: str | float) -> Markup:
    """Build one element; ``stroke_width`` is written ``stroke-width``, ``class_`` ``class``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else _plain(value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{''.join(children)}</{name}>")  # noqa: S704 - children are markup, attributes escaped


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _width(text: str, size: float) -> float:
    """Estimate: a CJK character is as wide as high, another a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


def shortened(text: str, width: float, size: float) -> str:
    """Cut a text that is wider than ``width``, with an ellipsis."""
    if _width(text, size) <= width:
        return text
    while text and _width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break between CJK characters anywhere, between words elsewhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _width(line + piece, size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Split into what may not be broken: one CJK character, or one word with the space before it."""
    pieces: list[str] = []
    for char in text:
        before = pieces[-1][-1] if pieces else "一"
        if char in _NEVER_FIRST and pieces:
            pieces[-1] += char
            continue
        starts = (
            unicodedata.east_asian_width(char) in "WF" or unicodedata.east_asian_width(before) in "WF" or char.isspace()
        )
        if starts:
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
