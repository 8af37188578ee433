"""What several units say of one thing, which no part of a batch can tell: it is told once and handed to every part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

PROJECT_CELLS: Final[dict[str, pl.DataType]] = {
    "report_year": pl.Int64(),
    **dict.fromkeys(("project_code", "document_number", "file", "sheet", "cell"), pl.String()),
}


@dataclass(frozen=True)
class Shared:
    """What units of the whole batch have in common, in an order that does not rest on that of their rows.

    Attributes:
        certificates: ``id``, the number of each green certificate that several units list.
        projects: ``report_year``, ``project_code`` and ``document_number`` of each project that several units file, and
            ``times``, in how many rows all of them do.
        project_cells: the same three, and ``file``, ``sheet``, ``cell`` of the first few rows that say so, in filing order.
    """

    certificates: pl.DataFrame
    projects: pl.DataFrame
    project_cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROJECT_CELLS))
