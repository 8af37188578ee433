"""Which parser of ``cells`` reads a column of which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.values import cells

if TYPE_CHECKING:
    from energy_audit.filing.schema import Column

PARSERS: Final = {
    "date": cells.dates,
    "boolean": cells.booleans,
    "choice": cells.choices,
}


def readable(texts: set[str], column: Column) -> set[str]:
    """Return those of some texts that can be read as what a column that holds no mere texts asks for."""
    words = pl.DataFrame({"text": sorted(texts)}, schema={"text": pl.String()})
    meant = cells.numbers(words, column) if column.is_figure else PARSERS[column.kind](words, column)
    return set(meant.filter(pl.col("code").is_null())["text"])
