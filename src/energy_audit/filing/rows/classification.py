"""Codes of the classifications of industries (GB/T 4754) and of regions (GB/T 2260) written with more than their digits.

``C3011``, ``3011 水泥制造`` and ``水泥制造（3011）`` hold exactly one code, which is taken,
and it is said; so do the 12 digits by which the statistics know a village (``520181001002``),
and digits of full width. ``C32`` or ``301`` is a class above the one asked for: nothing is
added to it, and the schema's own check calls it a problem.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, problems_where
from energy_audit.filing.values.words import words_of

if TYPE_CHECKING:
    from energy_audit.filing.schema import Table
    from energy_audit.filing.values.words import Words

REGION = "region_code"
DIGITS = {"industry_code": 4, "trade_division": 2, REGION: 6}
"""Columns that hold such a code, with the length of the class asked for."""

SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
"""GB/T 4754-2017: the divisions of each section, first and last."""

_WORDS = r"[\u4e00-\u9fff\s()\[\]、,:;·-]*"
_WRITTEN = re.compile(rf"{_WORDS}([A-Ta-t]?)(\d+){_WORDS}")
_PLACE = re.compile(r"\s*(\d{6})(?:\d{3}){0,2}\s*")
"""A county, and of the statistical codes of 9 and 12 digits the county that a township or village is in."""


def plain_codes(
    frame: pl.DataFrame, table: Table, words: Words | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, Words]:
    """Take the code out of the words around it, where there is exactly one of the right length.

    Args:
        frame: typed rows.
        table: which table it is.
        words: the distinct texts of ``frame``, where they are known.

    Returns:
        The frame with plain codes; a warning for each cell that held more; the distinct texts of the frame.
    """
    known = dict(words_of(frame) if words is None else words)
    found = []
    for column, texts in [(column, known[column]) for column in sorted(DIGITS.keys() & known.keys())]:
        length = DIGITS[column]
        longer = texts.filter(~texts.str.contains(rf"^[0-9]{{{length}}}$"))
        read = _place if column == REGION else partial(_class, length=length)
        codes = {text: code for text in longer if (code := read(text))}
        if not codes:
            continue
        plain_code = pl.col(column).replace_strict(codes, default=None, return_dtype=pl.String)
        found.append(
            problems_where(
                frame,
                plain_code.is_not_null(),
                FilingProblem.CODE_NORMALISED,
                table=table.key,
                column=column,
                detail=plain_code,
            )
        )
        frame = frame.with_columns(pl.coalesce(plain_code, pl.col(column)).alias(column))
        known |= words_of(frame, [column])
    return frame, joined(found), known


def _place(text: str) -> str:
    """Return the county of a code of any length, or an empty text."""
    written = _PLACE.fullmatch(unicodedata.normalize("NFKC", text))
    return written[1] if written else ""


def _class(text: str, length: int) -> str:
    """Return the one code in a text, or an empty text."""
    written = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text))
    if not written or len(written[2]) != length:
        return ""
    first, last = SECTIONS[written[1].upper()] if written[1] else (1, 97)
    return written[2] if first <= int(written[2][:2]) <= last else ""
