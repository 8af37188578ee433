"""Tells rows that a form prints from rows that somebody filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.filing.schema import Table

_ENERGY = frozenset({"energy_code", "energy_name", "unit", "factor_adopted", "factor_equal", "purchase_amount_unit"})

PRINTED: dict[str, frozenset[str]] = {
    "energy_consumption": _ENERGY
    | {"factor_reference", "factor_source", "factor_equal_source", "ncv_adopted", "density"},
    "energy_conversion": _ENERGY,
    "metering": frozenset({"energy_type", "l1_std", "l2_std", "l3_std"}),
    "target": frozenset({"target_name", "target_unit"}),
    "equipment": frozenset({"seq"}),
    "document": frozenset({"document_id", "title"}),
}
"""Columns that a blank form already holds."""

_WORKED_OUT: dict[str, frozenset[str]] = {
    "energy_consumption": frozenset({"factor_reference", "reported_tce_calorific", "reported_tce_equal"}),
    "energy_conversion": frozenset(
        {"unit", "consumption_industrial", "conversion_output_tce", "factor_adopted", "factor_equal"}
    ),
    "metering": frozenset({"l1_rate", "l2_rate", "l3_rate"}),
    "product": frozenset({"value", "value_prev", "change_pct"}),
}
"""Columns that a blank form works out from the rest of the row, and that no account rests on."""

_SUMS: dict[str, frozenset[str]] = {
    "energy_consumption": frozenset({"consumption_total"}),
    "energy_conversion": frozenset({"conversion_input"}),
}
"""Quantities that a blank form adds up within the row; anywhere else such a formula may bring figures from afar."""

_SUM_OF_BLANKS = r'^=IF\(COUNT\(((?:[A-Z]{1,3}\d+,?)+)\)=0,"",'
"""Blank while the cells it counts are, which is the only thing known of a formula that was saved without its result."""

_OWNER = frozenset({"uscc", "report_year", "site"})


UNWORKED = (FilingProblem.FORMULA_WITHOUT_VALUE.code, FilingProblem.TEXT_BECAME_ZERO.code)
"""What is said of a cell whose formula was saved without its result."""


def left_unworked(table: Table) -> pl.Expr:
    """True of a problem that only says that a blank row's own formula was saved without its result.

    A program that does not calculate (a script, some mobile editors) saves a blank form so; one that converts it to .xls
    saves 0 for a unit that was brought over. Whether the row is blank is for ``is_template_row`` to say.

    Args:
        table: whose problems, unlocated, it is asked of.
    """
    own = pl.col("column").is_in(list(_WORKED_OUT.get(table.key, ())))
    counted = pl.col("value").str.extract(_SUM_OF_BLANKS).str.extract_all(r"\d+")
    of_this_row = counted.list.eval(pl.element().cast(pl.Int64, strict=False)).list.unique() == pl.concat_list(
        pl.col("row").cast(pl.Int64)
    )
    adds_up = pl.col("column").is_in(list(_SUMS.get(table.key, ()))) & of_this_row.fill_null(value=False)
    without_result = pl.col("code") == FilingProblem.FORMULA_WITHOUT_VALUE.code
    return pl.col("code").is_in(UNWORKED) & (own | (without_result & adds_up))


def filled_in(table: str, columns: Iterable[str]) -> list[str]:
    """Return the columns that somebody fills in: a form neither prints them nor works them out.

    Args:
        table: key of the table.
        columns: the columns asked about.
    """
    given: frozenset[str] = frozenset().union(*(each.get(table, ()) for each in (PRINTED, _WORKED_OUT, _SUMS)))
    return [key for key in columns if key not in given | _OWNER]


def answers(table: Table, filed: Iterable[str]) -> list[str]:
    """Return those of the ``filed`` columns of a table that a form does not print."""
    own = set(filed) - _OWNER - PRINTED.get(table.key, frozenset())
    return [column.key for column in table.columns if column.key in own]


def is_template_row(table: Table, filed: Iterable[str], answered: pl.Series | None = None) -> pl.Expr:
    """True where nothing but printed columns and the owner is filled.

    In the archive list a printed document without 是 or 否 is an open answer once any document of the list is
    answered; only a list that is blank throughout is a blank form.

    Args:
        table: which table it is.
        filed: the columns that hold anything.
        answered: the sources of lists of which any document is answered, where the rows are only a part of them.
    """
    blank = ~is_answered(table, filed)
    if table.key != "document":
        return blank
    return blank & (blank.all().over("source") if answered is None else ~pl.col("source").is_in(answered.implode()))


def is_answered(table: Table, filed: Iterable[str]) -> pl.Expr:
    """True where more than printed columns and the owner is filled.

    Args:
        table: which table it is.
        filed: the columns that hold anything.
    """
    own = answers(table, filed)
    return pl.any_horizontal(pl.col(key).is_not_null() for key in own) if own else pl.lit(value=False)
