"""A column in which somebody wrote commas for decimal points: 12,5 and 1.234,5. There 1,234 may be a little more than one.

What has a comma for its decimal point is no figure as it is written here, and is told. What beside it may be read either
way is told as well.
"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.values.odd_cells import NONE_ODD, Odd, cleared, told_once

_WITH_COMMA = r"^\s*[-+]?(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+|0,\d+)\s*$"
_EITHER_WAY = r"^\s*[-+]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+)\s*$"


def without_doubtful(raw: pl.DataFrame, values: pl.Series, odd: Odd, key: str) -> tuple[pl.Series, Odd]:
    """Leave out the figures that may be read either way, of each unit in a source that has one with a comma for its point.

    Args:
        raw: the rows as they were filed, with ``source``; ``uscc`` if there.
        values: the figures of a column as they were read.
        odd: the cells that were not simply kept.
        key: of the column.
    """
    if odd.is_empty() or raw.schema[key] != pl.String():
        return values, odd
    unread = odd.filter(pl.col("code") == FilingProblem.UNREADABLE_NUMBER.code)["at"]
    commas = unread.filter(raw[key].gather(unread).str.contains(_WITH_COMMA).fill_null(value=False))
    if commas.is_empty():  # the usual case costs nothing
        return values, odd
    writers = raw.select(pl.struct(name for name in ("source", "uscc") if name in raw.columns)).to_series()
    same_hand = writers.is_in(writers.gather(commas).unique().implode())
    doubtful = same_hand & raw[key].str.contains(_EITHER_WAY).fill_null(value=False)
    at = (doubtful & values.is_not_null()).arg_true()
    code = [FilingProblem.UNREADABLE_NUMBER.code] * len(at)
    return cleared(values, at), told_once(odd, pl.DataFrame({"at": at, "code": code}, schema=NONE_ODD.schema))
