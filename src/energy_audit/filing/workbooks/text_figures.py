"""Figures that a sheet with formulas holds as texts: whoever looks at them sees a figure, and no formula counts them.

They are looked for where most programs write a cell the same way; of any other it is not told.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from energy_audit.filing.problems.sources import position

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.filing.workbooks.struck import Place

_FORMULA = re.compile(rb"<f[ >]")
_SHARED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="s"><v>([0-9]+)</v></c>')
_OWN = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
)
_FIGURE = re.compile(r"['‘’]?\s*-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?\s*")


def figures_among(texts: Sequence[str]) -> frozenset[int]:
    """Return the numbers of those texts that are figures, in digits of any width."""
    return frozenset(
        number
        for number, text in enumerate(texts)
        if any(map(str.isdecimal, text))
        and _FIGURE.fullmatch(unicodedata.normalize("NFKC", text))
        and all(each.isdecimal() for each in text if each.isdigit())  # ① is none
    )


def text_figures_in(
    parts: Mapping[str, bytes], names: Mapping[str, str], shared: Sequence[str]
) -> dict[str, frozenset[Place]]:
    """Return by sheet name where a sheet with formulas holds figures as texts.

    Args:
        parts: of the workbook.
        names: by part, the name of its sheet.
        shared: texts that cells share.
    """
    sheets = {name: part for place, name in names.items() if (part := parts.get(place)) and _FORMULA.search(part)}
    figures = figures_among(shared) if sheets else frozenset()
    return {name: found for name, part in sheets.items() if (found := _text_figures(part, figures))}


def _text_figures(sheet: bytes, figures: frozenset[int]) -> frozenset[Place]:
    shared = [(column, row) for column, row, number in _SHARED.findall(sheet) if int(number) in figures]
    own = [
        (column, row)
        for column, row, text in _OWN.findall(sheet)
        if figures_among([html.unescape(text.decode(errors="replace"))])
    ]
    return frozenset((int(row) - 1, position(column.decode())) for column, row in (*shared, *own))
