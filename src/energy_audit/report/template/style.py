"""The looks of the blank workbook: colours, borders and number formats; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

    from energy_audit.filing.schema import Column

FONT = "宋体"
"""Every Excel and WPS in China has it; other programs put their own in its place."""

REQUIRED_FILL, OPTIONAL_FILL, COMPUTED_FILL = "#FCE4D6", "#DDEBF7", "#EDEDED"
LINE, FAINT = "#7F7F7F", "#808080"


@dataclass(frozen=True)
class Styles:
    """One format for each kind of cell."""

    title: Format
    section: Format
    text: Format
    note: Format
    link: Format
    example: Format
    required: Format
    optional: Format
    printed: Format
    faint: Format
    boxed: Format
    entry: dict[str, Format]
    computed: dict[str, Format]

    def heading(self, column: Column) -> Format:
        """Return the heading's format: required columns stand out by colour as well as by their mark."""
        return self.required if column.required else self.optional

    def cell(self, column: Column, *, computed: bool) -> Format:
        """Return the format of an open cell; what a formula fills is shaded, and may still be typed over."""
        return (self.computed if computed else self.entry)[column.kind]


def styles(book: xlsxwriter.Workbook) -> Styles:
    """Add the formats to a workbook."""
    base: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    box = {**base, "border": 1, "border_color": LINE}
    heading = {**box, "bold": True, "align": "center", "text_wrap": True}
    kinds: dict[str, dict[str, Any]] = {
        # a text cell keeps leading zeros and eighteen digits as they are typed
        "text": {"num_format": "@"},
        "choice": {"num_format": "@"},
        "boolean": {"num_format": "@", "align": "center"},
        "number": {"num_format": "General", "align": "right"},
        "integer": {"num_format": "0", "align": "right"},
        "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    }
    computed = {"bg_color": COMPUTED_FILL, "locked": False}
    return Styles(
        title=book.add_format({**base, "font_size": 14, "bold": True}),
        section=book.add_format({**base, "font_size": 12, "bold": True, "font_color": "#0B5C8A"}),
        text=book.add_format({**base, "text_wrap": True, "valign": "top"}),
        note=book.add_format({**base, "font_color": FAINT}),
        link=book.add_format({**base, "font_color": "#0B5C8A", "underline": 1}),
        example=book.add_format({**base, "font_color": FAINT, "italic": True}),
        required=book.add_format({**heading, "bg_color": REQUIRED_FILL}),
        optional=book.add_format({**heading, "bg_color": OPTIONAL_FILL}),
        printed=book.add_format({**box, "num_format": "@", "locked": False}),
        faint=book.add_format({**box, "num_format": "@", "locked": False, "font_color": FAINT}),
        boxed=book.add_format({**box, "text_wrap": True, "valign": "top"}),
        entry={kind: book.add_format({**box, **own, "locked": False}) for kind, own in kinds.items()},
        # a formula in a text cell would show itself instead of its result
        computed={
            kind: book.add_format(
                {**box, **own, **computed} | ({"num_format": "General"} if own["num_format"] == "@" else {})
            )
            for kind, own in kinds.items()
        },
    )


def breadth(text: str) -> int:
    """Return how many half-width characters a text takes."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
