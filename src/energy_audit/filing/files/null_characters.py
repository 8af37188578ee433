"""Null characters in a text: nobody types them and no screen shows them; a program that was cut off leaves them behind.

What stood there is not known, so each becomes the sign for a character that cannot be read, and no figure is made of
what is left around it.
"""

from __future__ import annotations

from typing import NamedTuple

NULL, UNREADABLE = "\0", "\ufffd"

_FEW = 1 / 8
"""Of the bytes of a file. In UTF-16 every figure and comma has one null, and Chinese alone is no valid UTF-8."""


class Replaced(NamedTuple):
    """A text without null characters, and the 1-based lines that had any."""

    text: str
    lines: list[int]


def replaced(text: str) -> Replaced:
    """Replace the null characters of a text; a line of nothing else is blank."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    damaged = [number for number, line in enumerate(lines, 1) if NULL in line]
    for number in damaged:
        line = lines[number - 1]
        lines[number - 1] = line.replace(NULL, UNREADABLE) if line.strip(NULL) else ""
    return Replaced("\n".join(lines), damaged)


def are_few(begin: bytes) -> bool:
    """Tell by how it begins a file in which nulls are damage from one whose characters take two bytes."""
    written = begin.rstrip(b"\0")
    return written.count(0) < _FEW * len(written)
