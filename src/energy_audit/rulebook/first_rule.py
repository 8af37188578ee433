"""The rule that comes before all others: where it is breached, nothing else can be told of the enterprise-year.

A report of a year that cannot be is one: which law held, the year alone says. Every other verdict is then
``cannot_tell``, every criterion unknown, whatever their conditions give, and the one finding speaks for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.rulebook.bench import ENTERPRISE
from energy_audit.rulebook.marks import verdict_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rule, Rulebook

UNSURE: Final = "report_year"
"""What is named as not known where the first rule is breached: the key of the row that no year can be read from."""


def stopped_units(marks: pl.DataFrame | None, units: pl.Series, rulebook: Rulebook) -> pl.Series:
    """Give the numbers of the enterprise-years of which the first rule is breached.

    Args:
        marks: of the bench of enterprises, as far as it is judged.
        units: the number of each of its rows.
        rulebook: holds the rule, if any comes first.
    """
    first = rulebook.first
    if first is None or marks is None or first.column not in marks.columns:
        return units.clear()
    return units.filter((marks[first.column] == "breached").fill_null(value=False))


def stopped(benches: Mapping[BenchKey, Bench], rulebook: Rulebook) -> pl.Series:
    """Do ``stopped_units`` for benches that are judged."""
    enterprise = benches.get(ENTERPRISE)
    if enterprise is None:
        return pl.Series(dtype=pl.UInt32)
    return stopped_units(enterprise.marks, enterprise.unit, rulebook)


def is_stopped(benches: Mapping[BenchKey, Bench], rulebook: Rulebook, uscc: str, report_year: int | None) -> bool:
    """Whether nothing can be told of an enterprise-year."""
    enterprise = benches[ENTERPRISE]
    own = enterprise.facts.select((pl.col("uscc") == uscc) & (pl.col("report_year") == report_year)).to_series()
    return enterprise.unit.filter(own.fill_null(value=False)).is_in(stopped(benches, rulebook).implode()).any()


def withheld(marks: pl.DataFrame, units: pl.Series, halted: pl.Series, rulebook: Rulebook) -> pl.DataFrame:
    """Take back what was judged of enterprise-years of which nothing can be told.

    Args:
        marks: what was judged, row by row.
        units: the number of each row's enterprise-year.
        halted: the numbers of those.
        rulebook: holds the rule that keeps its verdict.
    """
    if halted.is_empty():
        return marks
    of_them = units.is_in(halted.implode())
    return marks.with_columns(
        pl.when(~of_them).then(name).otherwise(_nothing(name)).alias(name)
        for name in marks.columns
        if name != _own(rulebook.first)
    )


def without_told(bench: Bench, halted: pl.Series, rulebook: Rulebook) -> Bench:
    """Take the mark off every verdict that the first rule's finding tells."""
    names = [name for name in bench.marks.columns if name.startswith("verdict.") and name != _own(rulebook.first)]
    if halted.is_empty() or not names:
        return bench
    of_them = bench.unit.is_in(halted.implode())
    return bench.having(bench.marks.with_columns(pl.when(~of_them).then(name) for name in names))


def _own(first: Rule | None) -> str:
    return "" if first is None else first.column


def _nothing(name: str) -> pl.Expr:
    return verdict_literal("cannot_tell") if name.startswith("verdict.") else pl.lit(None, pl.Boolean)
