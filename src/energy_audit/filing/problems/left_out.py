"""Figures that stand in a cell and are not used: each is told by its cell, and its row is taken for none that is blank.

What the layout of a sheet makes doubtful is handed on as a text that no figure is: a mark, the figure, the mark, the detail.
"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem

_MARKS = {
    FilingProblem.MERGED_NUMBER: "\x02",
    FilingProblem.ROW_OUT_OF_PLACE: "\x03",
    FilingProblem.STRUCK_IN_PART: "\x04",
    FilingProblem.SHOWN_OTHERWISE: "\x05",
    FilingProblem.DIGITS_RAISED: "\x06",
}
"""By what is wrong, a character that cannot occur in a workbook."""
MARKS = "".join(_MARKS.values())
_MARK = f"[{MARKS}]"


def left_out(kind: FilingProblem, value: str, detail: str) -> str:
    """Write a figure that is not used."""
    return f"{_MARKS[kind]}{value}{_MARKS[kind]}{detail}"


def left_out_code(text: pl.Expr) -> pl.Expr:
    """Name what is wrong with such a figure; null of any other text."""
    return pl.coalesce(pl.when(text.str.starts_with(mark)).then(pl.lit(kind.code)) for kind, mark in _MARKS.items())


def value_left_out(text: pl.Expr) -> pl.Expr:
    """Return the figure as it was filed; any other text as it is."""
    return text.str.replace(f"^{_MARK}", "").str.replace(f"(?s){_MARK}.*$", "")


def why_left_out(text: pl.Expr) -> pl.Expr:
    """Return the detail; of any other text the empty one."""
    return text.str.extract(f"(?s)^{_MARK}[^{MARKS}]*{_MARK}(.*)$", 1).fill_null("")
