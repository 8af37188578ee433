"""Figures that stand in a cell and are not used: each is told by its cell, and its row is taken for none that is blank.

What the layout of a sheet makes doubtful is handed on as a text that no figure is: a mark, the figure, the mark, the detail.
"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.filing_problem import FilingProblem

_MARK = "\x02"
"""A character that cannot occur in a workbook."""


def left_out(value: str, detail: str) -> str:
    """Write a figure that is not used since its cell is merged over several rows."""
    return f"{_MARK}{value}{_MARK}{detail}"


def left_out_code(text: pl.Expr) -> pl.Expr:
    """Name what is wrong with such a figure; null of any other text."""
    return pl.when(text.str.starts_with(_MARK)).then(pl.lit(FilingProblem.MERGED_NUMBER.code))


def value_left_out(text: pl.Expr) -> pl.Expr:
    """Return the figure as it was filed; any other text as it is."""
    return text.str.strip_prefix(_MARK).str.replace(f"(?s){_MARK}.*$", "")


def why_left_out(text: pl.Expr) -> pl.Expr:
    """Return the detail; of any other text the empty one."""
    return text.str.extract(f"(?s)^{_MARK}[^{_MARK}]*{_MARK}(.*)$", 1).fill_null("")
