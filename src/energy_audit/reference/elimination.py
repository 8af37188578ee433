"""Elimination lists against a whole frame of equipment: each distinct combination is matched once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.reference.equipment import Equipment, match_equipment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.reference.equipment import EliminationEntry

JUDGED_ON = "judged_on"
_KNOWN = {
    "model": pl.String(),
    "category": pl.String(),
    "manufactured_year": pl.Int64(),
    "commissioned_year": pl.Int64(),
    "voltage": pl.String(),
    "fuel": pl.String(),
    "grate": pl.String(),
    "evaporation_tph": pl.Float64(),
    "capacity_kva": pl.Float64(),
    JUDGED_ON: pl.Date(),
}
_ADDED = {
    "eliminated": pl.Boolean(),
    "elimination_entry": pl.String(),
    "elimination_confidence": pl.String(),
    "elimination_missing": pl.List(pl.String),
}


def with_elimination(rows: pl.DataFrame, entries: Sequence[EliminationEntry]) -> pl.DataFrame:
    """Add what the elimination lists say of each row.

    Args:
        rows: equipment with ``model`` and any of category (as ``category_of`` gives it), manufactured_year,
            commissioned_year, voltage, fuel (燃煤, 生物质, …), grate, evaporation_tph (t/h),
            capacity_kva; a column that is not
            there is unknown for every row. ``judged_on``: the day whose lists bind; where it is not there, or
            null, every entry binds.
        entries: ``Reference.eliminated_equipment``.

    Returns:
        ``rows`` in their order with eliminated: Boolean (null is cannot tell), elimination_entry: String (id, null
        if none), elimination_confidence: String, elimination_missing: List(String), what would have to be known.
    """
    known = [name for name in _KNOWN if name in rows.columns]
    distinct = rows.select(pl.col(name).cast(_KNOWN[name]) for name in known).unique()
    outcomes = []
    for row in distinct.iter_rows(named=True):
        on = row.pop(JUDGED_ON, None)
        match = match_equipment(entries, Equipment(**{**row, "model": row["model"] or ""}), on=on)
        entry = match.entry
        outcomes.append(
            (
                match.eliminated,
                entry.id if entry else None,
                entry.confidence if entry else None,
                list(match.missing),
            )
        )
    answers = distinct.with_columns(pl.DataFrame(outcomes, schema=_ADDED, orient="row").get_columns())
    typed = rows.with_columns(pl.col(name).cast(_KNOWN[name]) for name in known)
    added = typed.select(known).join(answers, on=known, how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(added.select(list(_ADDED)).get_columns())
