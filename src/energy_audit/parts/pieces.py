"""The rows of a batch as they lie in memory and in files before they are typed, and what is read of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.energy.relations.project import NAMED_BY
from energy_audit.filing.row_spans import places_in, spans_of
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.sheets.rows_in_file import RowsInFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from energy_audit.filing.batch import Batch
    from energy_audit.filing.schema import Table

SITE: Final = "site"
ASKED: Final = {
    "enterprise": (*KEYS, SITE),
    "nonfossil": (*KEYS, SITE, "gec_ids"),
    "project": ("uscc", *NAMED_BY),
}
"""What is read of the whole batch, where it is more than ``KEYS``: sites are filled in; certificates and projects must be
told once."""

_HEAD: Final = 100
"""Rows of a source that are looked at for what only its beginning, or its enterprises, can tell."""

PLACE: Final = "_place"


@dataclass(frozen=True)
class Piece:
    """Rows of one table that lie in one place: a frame in memory, or what is still in one file.

    Attributes:
        table: which table it is.
        rows: the frame, with ``source`` and ``row``; or those in the file.
        source: whose rows they are, where they are in a file.
    """

    table: Table
    rows: pl.DataFrame | RowsInFile
    source: int = 0

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.rows.height

    @cached_property
    def head(self) -> pl.DataFrame:
        """The first rows of each source."""
        if isinstance(self.rows, RowsInFile):
            return of_source(self.source, self.rows.between(0, min(_HEAD, self.height)))
        return self.rows.group_by("source", maintain_order=True).head(_HEAD).select(self.rows.columns)

    @property
    def cut_short(self) -> list[int]:
        """The sources that have more rows than ``head``."""
        if isinstance(self.rows, RowsInFile):
            return [self.source] if self.height > _HEAD else []
        sizes = self.rows.group_by("source").len()
        return sizes.filter(pl.col("len") > _HEAD)["source"].to_list()

    def runs(self) -> pl.DataFrame:
        """Return what is asked of each row that says something else than the row above it, and its place (0-based)."""
        asked = ASKED.get(self.table.key, KEYS)
        if isinstance(self.rows, RowsInFile):
            rows = self.rows.keys(asked)
        else:
            rows = self.rows.lazy().select("source", "row", *(key for key in asked if key in self.rows.columns))
        said = [name for name in rows.collect_schema().names() if name != "row"]
        another = pl.any_horizontal(pl.col(PLACE) == 0, *(pl.col(n).ne_missing(pl.col(n).shift()) for n in said))
        if said:
            runs = rows.with_row_index(PLACE).filter(another).collect(engine="streaming")
        else:  # all rows are one run; a selection of no column would have no row
            runs = pl.DataFrame({PLACE: [0]}, schema={PLACE: pl.get_index_type()})
        if isinstance(self.rows, RowsInFile):
            runs = of_source(self.source, runs.with_columns(row=(pl.col(PLACE) + 1).cast(pl.UInt32)))
        return runs


@dataclass(frozen=True)
class Stretch:
    """Rows of a piece that stand together in a file; those that stand apart from them have the same name.

    Attributes:
        name: of the piece.
        source: whose rows they are.
        rows: those of the file.
        spans: ``start`` and ``end`` of those that are meant, with little between them.
    """

    name: str
    source: int
    rows: RowsInFile
    spans: pl.DataFrame

    def read(self) -> pl.DataFrame:
        """Read the rows."""
        start, end = self.spans["start"].item(0), self.spans["end"].item(-1)
        frame = of_source(self.source, self.rows.between(start, end))
        if self.spans.height == 1:
            return frame
        wanted = pl.Series([False]).new_from_index(0, frame.height)
        wanted[places_in(self.spans) - start] = True
        return frame.filter(wanted)


def pieces_of(batch: Batch, key: str) -> Iterator[Piece]:
    """Give the pieces of a table: those in memory, then those in files."""
    yield from (Piece(TABLES[key], frame) for frame in batch.raw[key])
    yield from (Piece(TABLES[key], rows, source) for source, rows in batch.later.get(key, ()))


def spans_by_part(
    pieces: Iterable[Piece], places: Iterable[pl.Series], part: pl.Series
) -> Iterator[tuple[Piece, pl.DataFrame]]:
    """Give each piece of a table with its spans (``start``, ``end``, ``part``).

    Args:
        pieces: where the rows of the table lie.
        places: of each, the places of its runs.
        part: whose each run is, those of all pieces one after another.
    """
    start = 0
    for piece, at in zip(pieces, places, strict=True):
        yield piece, spans_of(at, part.slice(start, len(at)), piece.height)
        start += len(at)


def of_source(source: int, frame: pl.DataFrame) -> pl.DataFrame:
    """Say of rows whose they are."""
    return frame.with_columns(source=pl.lit(source, pl.UInt32))
