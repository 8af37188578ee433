"""Tells rows that a form prints from rows that somebody filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

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

_OWNER = frozenset({"uscc", "report_year", "site"})


def is_template_row(table: Table, filed: Iterable[str]) -> pl.Expr:
    """True where nothing but printed columns and the owner is filled.

    In the archive list a printed document without 是 or 否 is an open answer once any document of the list is
    answered; only a list that is blank throughout is a blank form.

    Args:
        table: which table it is.
        filed: the columns that hold anything.
    """
    printed = _OWNER | PRINTED.get(table.key, frozenset())
    answers = [pl.col(column.key).is_null() for column in table.columns if column.key in set(filed) - printed]
    blank = pl.all_horizontal(answers) if answers else pl.lit(value=True)
    return blank & blank.all().over("source") if table.key == "document" else blank
