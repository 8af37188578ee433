"""A frame cut by enterprise-year once, so that each report takes its own rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]
YEAR_KEY = ("uscc", "report_year")


class Partition:
    """The rows of a frame by ``key``, in the frame's own order; rows without a key belong to nobody."""

    def __init__(self, frame: pl.DataFrame, key: Sequence[str] = YEAR_KEY) -> None:
        self.frame = frame.drop_nulls(key).sort(key, maintain_order=True)
        runs = (
            self.frame.select(key)
            .with_row_index("_at")
            .group_by(key, maintain_order=True)
            .agg(first=pl.col("_at").min(), count=pl.len())
        )
        self._runs = {tuple(row[:-2]): (row[-2], row[-1]) for row in runs.iter_rows()}

    def rows(self, *key: str | int) -> list[Row]:
        """Return the rows of ``key`` as dictionaries; none where it is unknown."""
        first, count = self.place(*key)
        return self.frame.slice(first, count).to_dicts() if count else []

    def place(self, *key: str | int) -> tuple[int, int]:
        """Return at which row of ``frame`` those of ``key`` begin, and how many they are."""
        return self._runs.get(key, (0, 0))
