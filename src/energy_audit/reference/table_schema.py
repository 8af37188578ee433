"""What a dated table declares of itself: types, key and promises.

Types are declared and never inferred from the data. Every table ends with the same seven
columns, which say since when, until when, on what ground and how surely a row holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

TEXT = pl.String()
INTEGER = pl.Int64()
DATE = pl.Date()
YES_NO = pl.Boolean()
LIST = pl.List(pl.String)
"""Several values in one cell, separated by ``;``."""

CONFIDENCES = ("high", "medium", "low")
LEGAL_STATUSES = ("in_force", "superseded", "draft", "reference", "practice", "policy", "note")
"""What kind of ground a row stands on. ``in_force`` and ``superseded`` are adopted texts, and their dates
decide on a given day; ``draft`` is a text published for comment and never law; ``policy`` a target;
``practice`` what is done or seen elsewhere; ``note`` a remark on the state of an instrument."""

PROVENANCE: dict[str, pl.DataType] = {
    "effective_from": DATE,
    "effective_to": DATE,
    "citation": TEXT,
    "source": TEXT,
    "confidence": TEXT,
    "legal_status": TEXT,
    "note": TEXT,
}
PROVENANCE_HEADINGS = {
    "effective_from": "生效日",
    "effective_to": "失效日",
    "citation": "依据（文件名称、文号、条款）",
    "source": "来源",
    "confidence": "可信度",
    "legal_status": "法律状态",
    "note": "备注",
}


@dataclass(frozen=True)
class TableSchema:
    """One table under ``rules/reference/``.

    Attributes:
        name: file stem, and the attribute of ``Reference`` that holds it.
        meaning_zh: what the table says, for ``reference list``.
        columns: own columns and their types, in file order; ``PROVENANCE`` follows them.
        key: names one row on any one day.
        required: own columns that no row may leave blank.
        ranges: ``(low, value, high)`` columns that must stand in that order where they are filled.
        bounds: ``(column, other, word, low, high)``: where the other column holds the word, no value lies outside.
        choices: the values a column may hold.
        continuous: rows of one key must follow one another without a gap in time.
        slot: an import slot that is shipped empty and filled by the authority.
        headings: Chinese headings of its own columns in the workbook form, for slots.
        hints: what to fill in, by column, for slots.
        patterns: ``(column, regular expression, what it must be)`` where a cell has a form of its own.
    """

    name: str
    meaning_zh: str
    columns: dict[str, pl.DataType]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()
    ranges: tuple[tuple[str, str, str], ...] = ()
    bounds: tuple[tuple[str, str, str, Decimal, Decimal], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    continuous: bool = False
    slot: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[str, str, str], ...] = ()

    @property
    def header(self) -> dict[str, pl.DataType]:
        """All columns with their types, in file order."""
        return self.columns | PROVENANCE

    def heading(self, key: str) -> str:
        """Give a column's heading in the workbook form."""
        return self.headings.get(key) or PROVENANCE_HEADINGS.get(key, key)

    def is_required(self, key: str) -> bool:
        """No row may leave this column blank."""
        return key in {*self.key, *self.required, "citation", "confidence", "legal_status"}
