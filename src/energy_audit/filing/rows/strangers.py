"""Rows of the energy tables that are of nobody who filed, in a file or on a sheet of one enterprise: perhaps its own.

A code mistyped, or unreadable, in one row takes that row out of the total of the enterprise whose hand filled in the
sheet. Nobody can say that the row is its own; but nor that its total is whole. What is said of such a row is said of that
enterprise, which leaves the total open (``energy.strays``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENERGY_TABLES: Final = ("energy_consumption", "energy_conversion")

OF_NOBODY: Final = (FilingProblem.ORPHAN_ROW.code, FilingProblem.NO_ENTERPRISE_ROW.code)
"""Kinds of problems that say of rows that nobody is known in table 1 whose they are."""

_PLACE: Final = ["source", "row"]
_ENERGY: Final = ("energy_code", "energy_name")


def strangers_of(
    tables: Mapping[str, pl.DataFrame], scopes: Sequence[pl.DataFrame], alone: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Find the rows of nobody beside the one enterprise of their sheet, or else of their file or folder.

    Rows of another code that hold every energy of the enterprise again are another's whole table, left in the book: it
    lacks none of them.

    Args:
        tables: typed tables, owners filled in.
        scopes: ``source``, ``scope``; of sheets, and of files and folders.
        alone: the enterprise-years alone in these scopes, as ``alone_in`` finds them.

    Returns:
        table, source, row, and the code and year of the enterprise: ``of_uscc``, ``of_year``.
    """
    filed = tables["enterprise"]["uscc"].drop_nulls().unique()
    found = [_none()]
    for key in ENERGY_TABLES:
        frame = tables[key]
        nobodys = pl.col("uscc").is_null() | ~pl.col("uscc").is_in(filed.implode())
        rows = frame.filter(nobodys).select(*_PLACE, *KEYS, _energy())
        if rows.is_empty():  # the usual case costs nothing
            continue
        found += [_beside(rows, frame, key, *each) for each in zip(scopes, alone, strict=True)]
    # a sheet tells closer than its file
    return pl.concat(found).unique(["table", *_PLACE], keep="first", maintain_order=True)


def _beside(
    rows: pl.DataFrame, frame: pl.DataFrame, table: str, scopes: pl.DataFrame, only: pl.DataFrame
) -> pl.DataFrame:
    """Of rows of nobody, those in a scope of one enterprise that may lack them."""
    of_year = only.select("scope", of_uscc="_uscc", of_year="_report_year")
    strange = rows.join(scopes, on="source").join(of_year, on="scope")
    if strange.is_empty():
        return _none()
    own = (
        frame.join(scopes, on="source")
        .join(of_year, on="scope")
        .filter(pl.col("uscc") == pl.col("of_uscc"), pl.col("report_year") == pl.col("of_year"))
        .select("scope", _energy())
        .unique()
    )
    others = ["scope", *KEYS]
    again = strange.drop_nulls("uscc").select(*others, "energy").unique().join(own, on=["scope", "energy"])
    whole = (
        again.group_by(others)
        .agg(again=pl.len())
        .join(own.group_by("scope").agg(own=pl.len()), on="scope")
        .filter(pl.col("again") == pl.col("own"))
    )
    lacking = strange.join(whole, on=others, how="anti", nulls_equal=True, maintain_order="left")
    return lacking.select(pl.lit(table).alias("table"), *_PLACE, "of_uscc", "of_year")


def said_of_its_enterprise(problems: pl.DataFrame, strangers: pl.DataFrame) -> pl.DataFrame:
    """Name the enterprise beside which a row of nobody stands as the one that is told of it.

    Args:
        problems: of ``owner_problems``.
        strangers: as ``strangers_of`` finds them.
    """
    if strangers.is_empty() or problems.is_empty():
        return problems
    told = problems.join(strangers, on=["table", *_PLACE], how="left", maintain_order="left")
    return told.with_columns(
        pl.coalesce("of_uscc", "uscc").alias("uscc"), pl.coalesce("of_year", "report_year").alias("report_year")
    ).drop("of_uscc", "of_year")


def _energy() -> pl.Expr:
    """Name what a row is of: its code, or its name where it has none."""
    return pl.coalesce(_ENERGY).alias("energy")


def _none() -> pl.DataFrame:
    texts, numbers = pl.String(), pl.UInt32()
    return pl.DataFrame(
        schema={"table": texts, "source": numbers, "row": numbers, "of_uscc": texts, "of_year": pl.Int64()}
    )
