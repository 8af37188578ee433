"""The cells of a column that are not simply kept: where they stand, and what is wrong with them, if anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from energy_audit.filing.problems.filing_problem import FilingProblem

Odd = pl.DataFrame
"""``at`` (0-based place in the column) and ``code`` (null where nothing is wrong)."""

NONE_ODD: Final = pl.DataFrame(schema={"at": pl.get_index_type(), "code": pl.String()})


def lost(before: pl.Series, after: pl.Series, kind: FilingProblem) -> Odd:
    """The cells that a conversion made null."""
    if after.null_count() == before.null_count():
        return NONE_ODD
    at = (before.is_not_null() & after.is_null()).arg_true()
    return pl.DataFrame({"at": at, "code": [kind.code] * len(at)}, schema=NONE_ODD.schema)


def amended(values: pl.Series, texts: pl.Series, at: pl.Series, meant: pl.DataFrame) -> tuple[pl.Series, Odd]:
    """Put what the texts at some places mean (``text``, ``value``, ``code``) into their places."""
    told = texts.gather(at).to_frame("text").join(meant, on="text", how="left", maintain_order="left")
    return values.clone().scatter(at, told["value"]), pl.DataFrame({"at": at, "code": told["code"]})


def cleared(values: pl.Series, at: pl.Series) -> pl.Series:
    """Leave the cells at some places blank."""
    return values.clone().scatter(at, pl.Series([None], dtype=values.dtype))


def told_once(odd: Odd, more: Odd) -> Odd:
    """Add further cells; what was said of a cell already stays."""
    said = odd.filter(pl.col("code").is_not_null())
    return pl.concat([said, more.join(said, on="at", how="anti")]).sort("at")
