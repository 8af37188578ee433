"""What a paper holds before it is set: blocks in order, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from energy_audit.report.papers.line import Line


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 一、 level 2 （一）."""

    level: Literal[1, 2]
    line: Line


@dataclass(frozen=True)
class Paragraph:
    """Running text, indented by two characters as the body of an official paper is."""

    line: Line


@dataclass(frozen=True)
class Table:
    """A table: headings (none for a list of particulars), rows of cells, widths as parts of the whole."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs and when, at the right."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Annex:
    """A new page with a title of its own."""

    title: str


Block = Heading | Paragraph | Table | Signature | Annex


@dataclass(frozen=True)
class Draft:
    """A paper ready to be set.

    Attributes:
        number: the line of the document number; empty where a paper has none.
        addressee: whom it is addressed to; empty where nobody.
        notes: reminders for the office, on a last page that is taken off before the paper goes out.
    """

    title: str
    number: Line
    addressee: Line
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
