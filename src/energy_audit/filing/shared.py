"""What several units say of one thing, which no part of a batch can tell: it is told once and handed to every part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Shared:
    """What units of the whole batch have in common, in an order that does not rest on that of their rows.

    Attributes:
        certificates: ``id``, the number of each green certificate that several units list.
        projects: ``report_year``, ``project_code`` and ``document_number`` of each project that several units file, and
            ``times``, in how many rows all of them do.
    """

    certificates: pl.DataFrame
    projects: pl.DataFrame
