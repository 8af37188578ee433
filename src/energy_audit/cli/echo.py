"""Lines on the terminal that steer it in no way: what was filed is printed, never obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from pathlib import Path

_HARMLESS: Final = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""Signs that steer a terminal or turn a line around, and what stands in their place: ␛ for an escape."""


_PARTED: Final = re.compile(r"[\s&()'`;$!,^%]")
"""Signs at which some shell, of Windows or another, parts an argument or reads more into it."""


def typed(path: Path) -> str:
    """Write a path as an argument of a command that is to be copied: in quotes where a shell would part it."""
    return f'"{path}"' if _PARTED.search(str(path)) else str(path)


def harmless(text: str) -> str:
    """Give a text whose names and values, as they were filed, steer no terminal."""
    return text.translate(_HARMLESS)


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a line, harmless."""
    click.echo(harmless(text), err=err, nl=nl)
