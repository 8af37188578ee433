"""Types the rows of a few units of a batch before the batch is typed, for what only they can tell of the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.row_spans import places_in, taken
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.rows_in_file import RowsInFile
from energy_audit.filing.typed_batch import typed_batch
from energy_audit.parts.pieces import of_source, spans_by_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from energy_audit.filing.batch import Batch
    from energy_audit.parts.pieces import Piece


@dataclass(frozen=True)
class Untyped:
    """A batch of which is known whose its rows are.

    Attributes:
        batch: what was read, and what its parts rest on.
        pieces: by table, where its rows lie.
        places: by table, the places of the runs of each piece.
        tables: by table, what is asked of the runs of all its pieces.
        units_at_once: so many units are typed together.
    """

    batch: Batch
    pieces: Mapping[str, list[Piece]]
    places: Mapping[str, list[pl.Series]]
    tables: Mapping[str, pl.DataFrame]
    units_at_once: int

    def typed_of(self, units: pl.Series, keys: Iterable[str]) -> Iterator[Mapping[str, pl.DataFrame]]:
        """Give the typed tables of some units, some units at a time.

        Args:
            units: distinct codes; null for the rows of nobody.
            keys: which tables are typed; any others are empty.

        Raises:
            OSError, pl.exceptions.PolarsError: a file is damaged, or has changed.
        """
        told_in = units.to_frame("uscc").with_row_index("part").with_columns(pl.col("part") // self.units_at_once)
        spans = {key: self._spans_of(told_in, key) for key in keys}
        for part in told_in["part"].unique(maintain_order=True):
            raw = {key: list(_rows(spans.get(key, []), part)) for key in TABLES}
            yield typed_batch(replace(self.batch, raw=raw, later={}, problems=self.batch.problems.clear())).tables

    def _spans_of(self, told_in: pl.DataFrame, key: str) -> list[tuple[Piece, pl.DataFrame]]:
        """Return where the rows of those units stand; ``part`` says with which others they are typed."""
        whose = self.tables[key].select("uscc")
        part = whose.join(told_in, on="uscc", how="left", nulls_equal=True, maintain_order="left")["part"]
        spans = spans_by_part(self.pieces[key], self.places[key], part)
        return [(piece, own.drop_nulls("part")) for piece, own in spans]


def _rows(spans: list[tuple[Piece, pl.DataFrame]], part: int) -> Iterator[pl.DataFrame]:
    for piece, all_spans in spans:
        own = all_spans.filter(pl.col("part") == part)
        if own.is_empty():
            continue
        if isinstance(piece.rows, RowsInFile):
            yield of_source(piece.source, piece.rows.at(places_in(own)))
        else:
            yield taken(piece.rows, own)
