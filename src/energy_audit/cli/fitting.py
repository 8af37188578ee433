"""Which columns of a table fit the screen: a cell cut off in the middle would read as another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

WIDEST = 24
"""Longer texts are folded within so many cells."""
_FRAME = 3


def fitted(rows: pl.DataFrame, width: int, first: Sequence[str] = ()) -> tuple[list[str], dict[str, str], list[str]]:
    """Sort the columns of text rows into those to draw, those that every row shares, and those that find no room.

    Args:
        rows: String columns, more than one row.
        width: cells of the screen.
        first: the columns that find room before the others, the most telling one first.

    Returns:
        the columns drawn; value by column of what all rows share; the names left over.
    """
    from rich.cells import cell_len

    common = {name: rows[name][0] for name in rows.columns if rows[name].n_unique() == 1}
    chosen: set[str] = set()
    used = 1
    wanted = dict.fromkeys([*(name for name in first if name in rows.columns), *rows.columns])
    for name in wanted:
        if name in common:
            continue
        need = min(WIDEST, max(cell_len(name), *(cell_len(text or "") for text in rows[name].unique()))) + _FRAME
        if used + need <= width:
            chosen.add(name)
            used += need
    varied = [name for name in rows.columns if name not in common]
    return (
        [name for name in varied if name in chosen],
        {name: text for name, text in common.items() if text},
        [name for name in varied if name not in chosen],
    )
