"""Whom a paper to a unit is addressed to: ``OUT/data/contacts``, as table 1 of its filing has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

ASKED: Final = ("legal_representative", "address", "contact_name", "contact_phone")

CONTACTS: Final[dict[str, pl.DataType]] = {
    "uscc": pl.String(),
    "report_year": pl.Int64(),
    **dict.fromkeys(ASKED, pl.String()),
}
"""One row an enterprise-year; what was not filed is empty."""


def contacts_frame(intake: Intake) -> pl.DataFrame:
    """Return ``CONTACTS``; of several sites the first that was filed."""
    filed = intake.tables.get("enterprise", pl.DataFrame(schema=CONTACTS)).drop_nulls(["uscc", "report_year"])
    return (
        filed.unique(["uscc", "report_year"], keep="first", maintain_order=True)
        .select(pl.col(name).cast(dtype) for name, dtype in CONTACTS.items())
        .sort("uscc", "report_year")
    )
