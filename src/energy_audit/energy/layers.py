"""The layers beside the full figure: less feedstock, less non-fossil. They never replace it and do not cumulate.

Feedstock: NDRC Environment [2022] No. 803 — only energy that becomes olefins, aromatics, alkynes,
alcohols, synthetic ammonia and the like; a reductant in a ferroalloy furnace is never deducted.
Non-fossil: the notice of 2024 on green certificates (physical electricity, then certificates, never twice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.certificates import reused_certificates
from energy_audit.energy.consumption import NOTHING
from energy_audit.energy.factors import ELECTRICITY
from energy_audit.energy.terms import YEAR_KEY, YEAR_NO, beside, is_among, unread_rows
from energy_audit.exact import NUMBER, round_half_up

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

FEEDSTOCK_PRODUCTS = ["烯烃", "芳烃", "炔烃", "醇类", "合成氨"]
"""Products of No. 803 (2022); ``其他`` is filed for everything the rule does not name."""

CLAIM_TOLERANCE = pl.lit("1.001").cast(NUMBER)
"""A claim may exceed what table 2 shows by 0.1 % (relation Z-01)."""

CALORIFIC_ELECTRICITY = pl.lit("1.229").cast(NUMBER)
"""tce per 10^4 kWh, GB/T 2589-2020 table A.2."""

_GREEN = ["re_self_kwh", "green_power_kwh", "gec_kwh", "nuclear_kwh"]


def layers_of(intake: Intake, totals: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Compute the two layers on both bases.

    Args:
        intake: for the supplementary table and the feedstock column of table 2.
        totals: per enterprise-year ``tce_calorific``, ``tce_equal``, ``equal_factor``.
        rows: the account's rows, for the factors used.

    Returns:
        uscc, report_year, ``tce_<basis>_less_feedstock``, ``tce_<basis>_less_nonfossil`` (null where the
        supplementary table was not filed or a part of it is unreadable), ``feedstock_consumed_tce``,
        ``nonfossil_share`` (of the calorific total, 0-1).
    """
    claims = _claims(intake)
    consumed = _feedstock_consumed(intake, rows)
    electricity = _electricity_used(rows)
    joined = (
        totals.select(*YEAR_KEY, "tce_calorific", "tce_equal", "equal_factor")
        .join(claims, on=YEAR_KEY, how="left", maintain_order="left")
        .join(consumed, on=YEAR_KEY, how="left", maintain_order="left")
        .join(electricity, on=YEAR_KEY, how="left", maintain_order="left")
        .join(
            reused_certificates(intake.tables["nonfossil"], intake.shared),
            on=YEAR_KEY,
            how="left",
            maintain_order="left",
        )
    )
    # a claim beyond what table 2 shows contradicts itself: the layer cannot be told
    deductible = (
        pl.when(pl.col("feedstock_named").not_() | (pl.col("feedstock_claim") == 0))
        .then(pl.lit(0).cast(NUMBER))
        .when(pl.col("feedstock_claim") <= pl.col("feedstock_consumed_tce") * CLAIM_TOLERANCE)
        .then(pl.col("feedstock_claim"))
    )
    # so does green electricity beyond the electricity used; a certificate that stands twice in the batch serves nobody
    # until it is settled whose it is
    within = (pl.col("green_kwh") == 0) | (pl.col("green_kwh") <= pl.col("electricity_used"))
    twice = pl.col("certificate_used_elsewhere").fill_null(value=False) & pl.col("gec_claimed").fill_null(value=True)
    green = pl.when(within & ~twice).then(pl.col("green_kwh"))
    nonfossil_calorific = green * CALORIFIC_ELECTRICITY + pl.col("biomass_claim")
    nonfossil_equal = (
        pl.when(green == 0)
        .then(pl.col("biomass_claim"))
        .otherwise(
            green * pl.col("equal_factor") + pl.col("biomass_claim"),
        )
    )
    return joined.select(
        *YEAR_KEY,
        round_half_up(pl.col("tce_calorific") - deductible, 2).alias("tce_calorific_less_feedstock"),
        round_half_up(pl.col("tce_equal") - deductible, 2).alias("tce_equal_less_feedstock"),
        round_half_up(pl.col("tce_calorific") - nonfossil_calorific, 2).alias("tce_calorific_less_nonfossil"),
        round_half_up(pl.col("tce_equal") - nonfossil_equal, 2).alias("tce_equal_less_nonfossil"),
        round_half_up(pl.col("feedstock_consumed_tce"), 2).alias("feedstock_consumed_tce"),
        pl.when(pl.col("tce_calorific") > 0)
        .then(round_half_up(nonfossil_calorific / pl.col("tce_calorific"), 6))
        .alias("nonfossil_share"),
    )


def _claims(intake: Intake) -> pl.DataFrame:
    """What the supplementary table claims; a blank cell beside filled ones stays unknown.

    Nuclear power and biomass are columns most units have no use for: blank beside filed own, traded and certified
    electricity, they are none. One that holds something unreadable stays unknown.
    """
    told = pl.all_horizontal(pl.col(name).is_not_null() for name in ("re_self_kwh", "green_power_kwh", "gec_kwh"))
    table = intake.tables["nonfossil"].join(
        _unreadable(intake), on=["source", "row"], how="left", maintain_order="left"
    )
    table = table.with_columns(
        pl.when(told & ~pl.col("unreadable").list.contains(name).fill_null(value=False))
        .then(pl.col(name).fill_null(0))
        .otherwise(name)
        .alias(name)
        for name in ("nuclear_kwh", "biomass_tce")
    )
    named = pl.col("feedstock_product").is_in(FEEDSTOCK_PRODUCTS)
    claim = pl.col("feedstock_tce")
    return table.group_by(YEAR_KEY, maintain_order=True).agg(
        feedstock_named=pl.when((claim == 0).all()).then(pl.lit(value=False)).otherwise(named.any(ignore_nulls=False)),
        feedstock_claim=pl.when(claim.is_null().any()).then(None).otherwise(claim.filter(named).sum()),
        green_kwh=pl.sum_horizontal([_all_known(name) for name in _GREEN], ignore_nulls=False),
        biomass_claim=_all_known("biomass_tce"),
        gec_claimed=_all_known("gec_kwh") > 0,
    )


def _unreadable(intake: Intake) -> pl.DataFrame:
    """Columns of the supplementary table whose cell holds something nobody can read: source, row, unreadable."""
    return (
        intake.problems.filter((pl.col("table") == "nonfossil") & (pl.col("severity") == "error"))
        .group_by("source", "row")
        .agg(unreadable=pl.col("column"))
    )


def _electricity_used(rows: pl.DataFrame) -> pl.DataFrame:
    """Electricity consumed, 10^4 kWh, by total consumption; one unreadable row leaves it unknown."""
    amount = pl.col("other_quantity") * pl.col("scale")
    return (
        rows.lazy()
        .filter((pl.col("flow") == "consumption") & (pl.col("code") == ELECTRICITY))
        .group_by(YEAR_KEY, maintain_order=True)
        .agg(electricity_used=pl.when(amount.is_null().any()).then(None).otherwise(amount.sum()))
        .collect()
    )


def _all_known(name: str) -> pl.Expr:
    """Sum a column of the sites; one blank leaves the sum unknown."""
    return pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum())


def _feedstock_consumed(intake: Intake, rows: pl.DataFrame) -> pl.DataFrame:
    """Feedstock use by table 2 at the factors the account used; unknown where a cell cannot be read or none is filled in.

    Beside one that is filled in, a blank cell is none.
    """
    used = (
        rows.lazy()
        .filter((pl.col("flow") == "consumption") & pl.col("counted"))
        .select(
            *("source", "row", YEAR_NO),
            factor=pl.when(pl.col("factor_low") == pl.col("factor_high")).then("factor_low"),
        )
        .collect()
    )
    filed = intake.tables["energy_consumption"].select(*YEAR_KEY, "source", "row", "consumption_feedstock")
    table = beside(filed, used)
    unread = is_among(unread_rows(intake.problems, ["consumption_feedstock"]))
    amount, factor = pl.col("consumption_feedstock"), pl.col("factor")
    # hardly any row is feedstock
    stated = (
        table.lazy()
        .filter((amount != 0) | unread)
        .group_by(YEAR_NO)
        .agg(feedstock=(amount * factor).sum(), untold=(((amount != 0) & factor.is_null()) | unread).any())
    )
    return (
        table.lazy()
        .group_by(YEAR_NO, maintain_order=True)
        .agg(pl.col(YEAR_KEY).first(), filled=amount.is_not_null().any())
        .join(stated, on=YEAR_NO, how="left", maintain_order="left")
        .select(
            *YEAR_KEY,
            feedstock_consumed_tce=pl.when("filled", ~pl.col("untold").fill_null(value=False)).then(
                pl.col("feedstock").fill_null(NOTHING)
            ),
        )
        .collect()
    )
