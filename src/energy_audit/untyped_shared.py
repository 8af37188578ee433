"""Tells what units of a batch have in common before the batch is typed.

Which units may have anything in common is seen in a few columns. Whether they have rests on which of their rows count
- a sum, a copied example or a second copy of a filing does not - so the rows of just these units are typed for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.shared import shared_by_units, units_that_share
from energy_audit.filing.intake import no_rows, typed_batch
from energy_audit.filing.row_spans import places_in, taken
from energy_audit.filing.rows_in_file import RowsInFile
from energy_audit.filing.schema import TABLES
from energy_audit.untyped_pieces import of_source, spans_by_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from energy_audit.filing.batch import Batch
    from energy_audit.filing.shared import Shared
    from energy_audit.untyped_pieces import Piece

_TOLD_BY = ("nonfossil", "project")
_RESTS_ON = ("enterprise", *_TOLD_BY)
"""Of which site a filing is, and so whether another is its copy, the enterprise table may say."""


def shared_in(
    batch: Batch,
    pieces: Mapping[str, list[Piece]],
    places: Mapping[str, list[pl.Series]],
    tables: Mapping[str, pl.DataFrame],
    units_at_once: int,
) -> Shared:
    """Tell what units have in common.

    Args:
        batch: what was read, and what its parts rest on.
        pieces: by table, where its rows lie.
        places: by table, the places of the runs of each piece.
        tables: by table, what is asked of the runs of all its pieces.
        units_at_once: so many units are typed together.

    Raises:
        OSError, pl.exceptions.PolarsError: a file is damaged, or has changed.
    """
    units = units_that_share(*(tables[key] for key in _TOLD_BY)).to_frame("uscc")
    told_in = units.with_row_index("part").with_columns(pl.col("part") // units_at_once)
    spans = {key: _spans_of(told_in, tables[key], pieces[key], places[key]) for key in _RESTS_ON}
    told: dict[str, list[pl.DataFrame]] = {key: [no_rows(key)] for key in _TOLD_BY}
    for part in told_in["part"].unique(maintain_order=True):
        raw = {key: list(_rows(spans.get(key, []), part)) for key in TABLES}
        done = typed_batch(replace(batch, raw=raw, later={}, problems=batch.problems.clear()))
        for key, found in told.items():
            found.append(done.tables[key])
    return shared_by_units(*(pl.concat(told[key]) for key in _TOLD_BY))


def _spans_of(
    told_in: pl.DataFrame, table: pl.DataFrame, pieces: list[Piece], places: list[pl.Series]
) -> list[tuple[Piece, pl.DataFrame]]:
    """Return where the rows of those units stand; ``part`` says with which others they are typed."""
    part = table.select("uscc").join(told_in, on="uscc", how="left", nulls_equal=True, maintain_order="left")["part"]
    return [(piece, spans.drop_nulls("part")) for piece, spans in spans_by_part(pieces, places, part)]


def _rows(spans: list[tuple[Piece, pl.DataFrame]], part: int) -> Iterator[pl.DataFrame]:
    for piece, all_spans in spans:
        own = all_spans.filter(pl.col("part") == part)
        if own.is_empty():
            continue
        if isinstance(piece.rows, RowsInFile):
            yield of_source(piece.source, piece.rows.at(places_in(own)))
        else:
            yield taken(piece.rows, own)
