"""Finds in the first rows of each source what the parts of a batch rest on and only the whole shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.batch import Batch, Beyond
from energy_audit.filing.own_rows import own_rows
from energy_audit.filing.rows.ownership import alone_in, sheet_scopes
from energy_audit.filing.rows.sum_rows import first_plain_rows, without_sum_rows
from energy_audit.filing.rows.template_rows import is_answered
from energy_audit.filing.schema import KEYS
from energy_audit.filing.tables.typed import typed
from energy_audit.filing.values.words import filled, words_of
from energy_audit.parts.homeless import homeless
from energy_audit.parts.pieces import SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.filing.values.words import Words
    from energy_audit.parts.pieces import Piece


def beyond_parts(batch: Batch, pieces: Mapping[str, list[Piece]]) -> Beyond | None:
    """Find what the parts rest on; None where the first rows do not tell.

    Raises:
        OSError, pl.exceptions.PolarsError: a file is damaged, or has changed.
    """
    plain = {key: _plain_rows(own) for key, own in pieces.items()}
    answered = _answered(pieces["document"], plain["document"])
    heads = (
        own_rows(piece.head, piece.table, batch.multipliers.get("enterprise")).frame for piece in pieces["enterprise"]
    )
    enterprises = pl.concat(head.select("source", *KEYS, SITE) for head in heads)
    several = enterprises.select("source", *KEYS).unique().group_by("source").len().filter(pl.col("len") > 1)
    told = [*((own, plain[key]["source"]) for key, own in pieces.items()), (pieces["document"], answered)]
    told.append((pieces["enterprise"], several["source"]))
    if any({source for piece in own for source in piece.cut_short} - {*sources} for own, sources in told):
        return None
    alone = alone_in(sheet_scopes(batch.sources), enterprises), alone_in(batch.scopes, enterprises)
    return Beyond(alone, plain, answered, passed_over=homeless(batch)["scope"])


def _plain_rows(pieces: Iterable[Piece]) -> pl.DataFrame:
    found = (first_plain_rows(piece.head, piece.table, _words(piece)) for piece in pieces)
    return pl.concat([pl.DataFrame(schema={"source": pl.UInt32(), "row": pl.UInt32()}), *found])


def _answered(documents: Iterable[Piece], plain: pl.DataFrame) -> pl.Series:
    """Return the sources of lists of which any document is answered."""
    found = [pl.Series("source", dtype=pl.UInt32())]
    for piece in documents:
        rows, _, _ = without_sum_rows(piece.head, piece.table, _words(piece), plain)
        frame = typed(rows, piece.table).frame
        found.append(frame.filter(is_answered(piece.table, filled(frame)))["source"])
    return pl.concat(found).unique()


def _words(piece: Piece) -> Words:
    return words_of(piece.head, (column.key for column in piece.table.columns if column.kind != "number"))
