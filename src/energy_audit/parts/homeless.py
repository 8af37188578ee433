"""Tells which folders and workbooks without an enterprise table hold rows of enterprises that others filed.

Where one holds none, its enterprise table is missing, which is said once. Whose rows it holds is seen in their codes;
whether any of them counts, a few units whose rows are typed for it tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.rows.ownership import owned_sources
from energy_audit.filing.schema import KEYS, TABLES

if TYPE_CHECKING:
    from energy_audit.filing.batch import Batch
    from energy_audit.parts.ahead import Untyped


_OWNERS: Final = 20
"""Of a scope are asked, one of whose rows is likely to count; a copy of rows that others filed does not."""


def homeless(batch: Batch) -> pl.DataFrame:
    """Return ``source`` and ``scope`` of the scopes that have no enterprise table."""
    held = batch.blocks.join(batch.scopes, on="source")
    with_enterprise = held.filter(pl.col("table") == "enterprise").select("scope").unique()
    return held.join(with_enterprise, on="scope", how="anti").select("source", "scope").unique()


def sheltered_in(untyped: Untyped) -> pl.Series | None:
    """Return the scopes without an enterprise table some of whose rows are those of enterprises; None where it is open.

    Raises:
        OSError, pl.exceptions.PolarsError: a file is damaged, or has changed.
    """
    without = homeless(untyped.batch)
    none = pl.Series("scope", dtype=pl.UInt32())
    if without.is_empty():
        return none
    enterprises = untyped.tables["enterprise"].select(KEYS).drop_nulls().unique()
    rows = pl.concat(
        frame.select("source", *KEYS)
        .join(enterprises, on=KEYS, how="semi", maintain_order="left")
        .join(without, on="source", maintain_order="left")
        for key, frame in untyped.tables.items()
        if key != "enterprise"
    )
    perhaps = rows.unique(["scope", "uscc"], maintain_order=True).group_by("scope").head(_OWNERS)
    found = [none]
    for tables in untyped.typed_of(perhaps["uscc"].unique().sort(), TABLES):
        owned = owned_sources(tables, tables["enterprise"].select(KEYS), without["source"])
        found.append(owned.join(without, on="source")["scope"])
    sheltered = pl.concat(found).unique().sort()
    return sheltered if len(sheltered) == perhaps["scope"].n_unique() else None
