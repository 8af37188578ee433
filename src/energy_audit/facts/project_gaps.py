"""Projects of which the filing says too little: no day tells which measures govern them."""

from __future__ import annotations

import polars as pl

from energy_audit.vocabulary.project_gaps import GAPS


def undated() -> pl.Expr:
    """Whether nothing tells which measures apply, as nothing was filed; a day nobody can read is told by its cell.

    Asks for ``governing``, ``any_date_ahead`` and the marks of unread days.
    """
    unread = pl.any_horizontal(
        pl.col(name).fill_null(value=True) for name in ("start_unread", "use_unread", "deed_unread", "approval_unread")
    )
    return pl.col("governing").is_null() & ~unread & ~pl.col("any_date_ahead").fill_null(value=True)


def blanks() -> pl.Expr:
    """What is left blank of that by which a review is judged, in the order of the form; null where nothing is."""
    names = [pl.when(pl.col(column).is_null()).then(pl.lit(name)) for column, (name, _) in GAPS.items()]
    return pl.concat_str(names, separator="、", ignore_nulls=True).replace("", None)
