"""What the relations are judged on: each table's rows with energy, unit and factor resolved once.

A *set of books* is one site of an enterprise-year as one filing states it (``TERM_KEY``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.numbers import looked_up, numbered
from energy_audit.energy.resolve import resolve_energy
from energy_audit.energy.terms import BOOKS_NO, TERM_KEY, YEAR_KEY, YEAR_NO, beside, is_among, repeated, with_filing
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

ENERGY_KEY = [*TERM_KEY, "code"]
"""One energy in one set of books."""


@dataclass(frozen=True)
class Books:
    """The tables of a batch, ready to be compared.

    Attributes:
        intake: the typed tables and where their cells stand.
        identified: one row an enterprise-year, sites added up.
        account: the energy account.
        reference: the dated tables.
    """

    intake: Intake
    identified: pl.DataFrame
    account: EnergyAccount
    reference: Reference

    @cached_property
    def consumption(self) -> pl.DataFrame:
        """Table 2 with ``code``, ``scale``, ``filing``, ``counted``, ``in_dispute``, ``apart``, ``price_slip``, ``factor_outside``,
        ``deciding`` (the column that enters the total), ``year_no``, ``books_no``, ``factor`` (the one factor used, per filed unit; null where it is a range or
        none), ``heat_factor``, ``reference_low|high`` and ``is_industrial``.
        """
        rows = self.account.rows.lazy().filter(pl.col("flow") == "consumption")
        terms = rows.select(
            "source",
            "row",
            YEAR_NO,
            BOOKS_NO,
            "site",
            "filing",
            "code",
            "scale",
            "counted",
            "in_dispute",
            "apart",
            "price_slip",
            "factor_outside",
            "heat_factor",
            "reference_low",
            "reference_high",
            deciding="column",
            factor=_single(pl.col("factor_low"), pl.col("factor_high")),
        ).collect()
        table = beside(self.intake.tables["energy_consumption"].drop("site"), terms)
        industrial = self.identified.select(*YEAR_KEY, "is_industrial", "industry_division", "industry_code")
        return table.hstack(looked_up(*numbered(table, YEAR_KEY), industrial))

    @cached_property
    def named_again(self) -> pl.Series:
        """Whether other rows of table 2 in the same books have the energy of a row, too; of hardly any."""
        return repeated(self.consumption, [BOOKS_NO, "code"])

    @cached_property
    def conversion(self) -> pl.DataFrame:
        """Table 2-1 with ``code``, ``scale``, ``filing`` and ``factor`` (filed, else the reference; per filed unit)."""
        table = self.intake.tables["energy_conversion"].with_columns(
            density=pl.lit(None, NUMBER), site=pl.col("site").fill_null("")
        )
        of_energy = pl.col("medium_keys").is_null()
        resolved = resolve_energy(table, self.reference).select(
            *table.columns,
            *(pl.when(of_energy).then(name).alias(name) for name in ("code", "scale", "reference_default")),
        )
        return with_filing(
            resolved.with_columns(factor=pl.coalesce("factor_adopted", "reference_default")), self.intake
        )

    @cached_property
    def totals(self) -> pl.DataFrame:
        """One row an enterprise-year: ``identified`` with what the account found of it."""
        found = self.account.totals.select(
            *YEAR_KEY,
            "tce_calorific",
            "tce_equal",
            "net_producer",
            "equal_factor",
            "has_conversion_table",
            "conversion_table_likely_missing",
            "feedstock_consumed_tce",
        )
        return self.identified.join(found, on=YEAR_KEY, how="left", maintain_order="left")

    @cached_property
    def _unreadable(self) -> pl.DataFrame:
        """Cells that hold something nobody could read, or that had to be filled and were not."""
        return (
            self.intake.problems.filter((pl.col("severity") == "error") & pl.col("source").is_not_null())
            .select("source", "row", "table", "column")
            .drop_nulls()
            .unique()
        )

    def all_read(self, table: str, columns: list[str]) -> pl.Expr:
        """Whether each of these cells of a row could be read, or is a blank that may be blank; never null."""
        return ~is_among(self._unreadable.filter((pl.col("table") == table) & pl.col("column").is_in(columns)))

    def consumption_of(self, named: pl.DataFrame, key: list[str]) -> pl.LazyFrame:
        """Rows of table 2 on the energies that another table names: of a large batch few are, and only these are added up."""
        return self.consumption.lazy().join(named.lazy(), on=key, how="semi", maintain_order="left")


def _single(low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """The factor, where it is one and not a range."""
    return pl.when(low == high).then(low)
