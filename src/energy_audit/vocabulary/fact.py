"""What a fact is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import polars as pl

Subject = Literal["enterprise", "energy", "product", "project", "equipment", "metering", "document"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


@dataclass(frozen=True)
class Fact:
    """One fact: what it is called, what it holds, where it comes from.

    ``source`` is the ``table.column`` of the one cell it is read from, ``columns``
    the ``table.column`` cells that a derived value rests on.
    """

    name: str
    subject: Subject
    dtype: pl.DataType
    name_zh: str
    name_en: str
    unit: str = ""
    meaning: str = ""
    source: str = ""
    columns: tuple[str, ...] = ()
