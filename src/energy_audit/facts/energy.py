"""Facts of each energy row of table 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.energy.factors import ELECTRICITY
from energy_audit.energy.heat import other_unit
from energy_audit.energy.terms import GRAND_TOTAL, beside, doubled_years, is_among, unread_rows, with_filing
from energy_audit.exact import round_half_up

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake


_QUANTITIES: Final = (
    "opening_stock", "closing_stock", "purchase_qty", "consumption_total", "consumption_industrial",
    "consumption_nonindustrial", "consumption_feedstock", "consumption_transport", "external_supply", "transfer_out",
    "gain_loss", "purchase_amount", "purchase_outside_qty", "reported_tce_calorific", "reported_tce_equal",
)  # fmt: skip
_OF_FACTORS: Final = ("factor_adopted", "factor_equal", "factor_source", "ncv_adopted")


def _mere_zeros(intake: Intake) -> pl.Expr:
    """A row of an energy that was not used, filled with zeros and nothing about its factor: there is nothing to judge.

    One with a cell that could not be read says more than zeros.
    """
    none = pl.all_horizontal(pl.col(name).fill_null(0) == 0 for name in _QUANTITIES)
    unsaid = pl.all_horizontal(pl.col(name).is_null() for name in _OF_FACTORS)
    unread = is_among(unread_rows(intake.problems, [*_QUANTITIES, *_OF_FACTORS]))
    return (pl.col("consumption_total") == 0).fill_null(value=False) & none & unsaid & ~unread


def energy_facts(intake: Intake, account: EnergyAccount) -> pl.DataFrame:
    """One row an energy row; ``subject_key`` is the energy code, or the name as filed where it means none."""
    resolved = (
        account.rows.lazy()
        .filter(pl.col("flow") == "consumption")
        .select(
            "source",
            "row",
            "code",
            "scale",
            "reference_low",
            "reference_high",
            # a reference that is not verified bears a factor out, but contradicts none
            pl.when(
                pl.col("factor_adopted").is_not_null()
                & ((pl.col("reference_confidence") != "low") | (pl.col("factor_deviation") == 0))
            )
            .then("factor_deviation")
            .alias("factor_deviation"),
            "factor_reason",
            round_half_up(pl.col("factor_effect"), 2).alias("factor_effect_tce"),
            round_half_up(pl.col("heat_factor"), 6).alias("heat_factor"),
            round_half_up(pl.col("heat_effect"), 2).alias("heat_effect_tce"),
            pl.when(pl.col("tce_calorific_low") == pl.col("tce_calorific_high"))
            .then(round_half_up(pl.col("tce_calorific_low"), 2))
            .alias("row_tce_calorific"),
        )
        .collect()
    )
    # neither the total row nor a medium is an energy: nothing of them is judged
    table = intake.tables["energy_consumption"].filter(~is_among(account.media))
    of_energies = pl.col("code").ne_missing(GRAND_TOTAL)
    # most batches have no row of zeros, and then two columns tell
    if table.select(((pl.col("consumption_total") == 0) & pl.col("factor_adopted").is_null()).any()).item():
        of_energies &= ~_mere_zeros(intake)
    facts = (
        beside(table, resolved)
        .lazy()
        .filter(of_energies)
        .select(
            "uscc",
            "report_year",
            pl.coalesce("code", "energy_name", pl.lit("")).alias("subject_key"),
            "source",
            "row",
            pl.col("code").alias("energy_code"),
            "energy_name",
            pl.col("unit").alias("energy_unit"),
            "opening_stock",
            "closing_stock",
            "purchase_qty",
            "consumption_total",
            "consumption_industrial",
            "consumption_nonindustrial",
            "consumption_feedstock",
            "consumption_transport",
            "factor_adopted",
            _stated("factor_adopted", intake).alias("factor_adopted_stated"),
            pl.col("factor_equal").alias("factor_equal_filed"),
            _stated("factor_equal", intake).alias("factor_equal_stated"),
            pl.when(pl.col("code") == ELECTRICITY)
            .then(round_half_up(pl.col("factor_equal") / pl.col("scale"), 6))
            .alias("factor_equal_standard"),
            "factor_source",
            _stated("factor_source", intake).alias("factor_source_stated"),
            "ncv_adopted",
            _stated("ncv_adopted", intake).alias("heat_value_stated"),
            pl.col("reference_low").alias("factor_reference_low"),
            pl.col("reference_high").alias("factor_reference_high"),
            "factor_deviation",
            "factor_reason",
            "factor_effect_tce",
            "heat_factor",
            other_unit().alias("heat_value_other_unit"),
            "heat_effect_tce",
            "row_tce_calorific",
            pl.col("reported_tce_calorific").alias("row_reported_tce_calorific"),
        )
        .collect()
    )
    return _said_once(facts, intake)


def _stated(column: str, intake: Intake) -> pl.Expr:
    """Whether a figure is filed; unknown where its cell holds something nobody can read."""
    unread = unread_rows(intake.problems, [column])
    stated = pl.col(column).is_not_null()
    # a figure that reads but has a fault of its own (a decimal point slipped) is filed all the same
    return pl.when(stated | ~is_among(unread)).then(stated) if unread.height else stated


def _said_once(facts: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Leave out what the second filing of a year states just as the first does; where they differ, both stand."""
    doubled = doubled_years(intake)
    if doubled.is_empty():
        return facts
    of_filings = with_filing(facts, intake).select(*facts.columns, "filing")
    values = [name for name in facts.columns if name not in {"source", "row"}]
    return (
        of_filings.with_columns(nth=pl.int_range(pl.len()).over([*values, "filing"]))
        .filter((pl.col("filing") == "") | pl.struct([*values, "nth"]).is_first_distinct())
        .select(facts.columns)
    )
