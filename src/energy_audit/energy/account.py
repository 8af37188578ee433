"""The energy account of every enterprise-year: terms, totals on both bases, layers, tiers.

``EnergyAccount`` is all that later stages know of the arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.adopted import judge_adopted
from energy_audit.energy.alternatives import alternatives_of
from energy_audit.energy.carbon import carbon_of
from energy_audit.energy.carbon_factors import BY_DEFAULT, CarbonChoice
from energy_audit.energy.consumption import BASES, Basis, weigh_terms
from energy_audit.energy.equal_choice import known_choices
from energy_audit.energy.factors import ELECTRICITY, HEAT, choose_equal_factors, choose_factors
from energy_audit.energy.heat import with_heat_factors
from energy_audit.energy.layers import layers_of
from energy_audit.energy.magnitude import mark_apart
from energy_audit.energy.media import media_by_year, media_of
from energy_audit.energy.numbers import ordered
from energy_audit.energy.own_supply import conversion_likely_missing, flows_of, mark_renewable_output
from energy_audit.energy.price_slips import mark_mispriced
from energy_audit.energy.recovered import mark_unused_recovery
from energy_audit.energy.repeats import mark_repeated
from energy_audit.energy.resolve import resolve_energy
from energy_audit.energy.sensitivity import sensitivity_of
from energy_audit.energy.terms import BOOKS_NO, YEAR_KEY, YEAR_NO, decide_what_counts, lay_out_terms, unread_rows
from energy_audit.energy.tiers import decide_tiers
from energy_audit.energy.totals import open_ends, pasted_twice, sites_without_consumption, totals_of
from energy_audit.energy.unplaced import mark_unplaced_output
from energy_audit.reference.equal_factor import equal_factors_of

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference


@dataclass(frozen=True)
class EnergyAccount:
    """What the arithmetic gives.

    Attributes:
        rows: one row a term of the sum, in filing order; quantities in filed units, tce signed,
            null low = open below, null high = open above.
        totals: one row an enterprise-year: totals, layers, tiers, carbon, and why a total is open.
        media: one row a filed energy-carrying medium, which no total holds (see ``media_of``).
    """

    rows: pl.DataFrame
    totals: pl.DataFrame
    media: pl.DataFrame


def open_account(
    intake: Intake,
    enterprises: pl.DataFrame,
    reference: Reference,
    *,
    basis: Basis | None = None,
    equal_factor: Decimal | None = None,
    carbon: CarbonChoice = BY_DEFAULT,
) -> EnergyAccount:
    """Compute the account of every enterprise-year.

    Args:
        intake: the typed tables.
        enterprises: one row an enterprise-year: uscc, report_year, region_code, industry_code, industry_division,
            is_industrial, designated, and designation_list_loaded: the list of that year is known (left out: no list is).
        reference: the dated tables.
        basis: the basis that decides for this batch, if one was chosen.
        equal_factor: equal-value factor of electricity for the batch, tce per 10^4 kWh.
        carbon: value set, grid region and grid year of the CO2.
    """
    named = resolve_energy(lay_out_terms(intake, enterprises), reference)
    media = media_of(named, intake, reference)
    resolved = named.filter(pl.col("medium_keys").is_null()).drop("medium_keys")
    flows = flows_of(intake, resolved)
    judged = mark_apart(decide_what_counts(resolved), flows, intake, enterprises)
    judged = mark_mispriced(judged, intake, reference)
    doubted = mark_unused_recovery(mark_repeated(judged, intake), intake)
    counting = mark_unplaced_output(mark_renewable_output(doubted, flows, intake, enterprises), intake, enterprises)
    terms = choose_equal_factors(
        choose_factors(with_heat_factors(counting)),
        equal_factors_of(reference, enterprises),
        given=equal_factor,
    )
    rows = ordered(judge_adopted(weigh_terms(terms)), YEAR_NO, BOOKS_NO)
    flags = _flags(intake, enterprises, rows, flows)
    opened = open_ends(rows, flags, sites_without_consumption(intake), pasted_twice(intake), intake)
    totals = (
        enterprises.join(
            totals_of(rows, opened),
            on=YEAR_KEY,
            how="left",
            maintain_order="left",
        )
        .join(flags, on=YEAR_KEY, how="left", maintain_order="left")
        .join(known_choices(flags, reference), on=YEAR_KEY, how="left", maintain_order="left")
        .join(
            alternatives_of(rows, enterprises, flags, unread_rows(intake.problems, ["consumption_total"])),
            on=YEAR_KEY,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("has_other", "has_filed", "has_reference", "has_default").fill_null(value=False))
    )
    # what was used in all is no less than what was used in industry
    totals = totals.with_columns(
        pl.when(pl.col("has_other") & pl.col(f"other_{basis}_high").is_null())
        .then(pl.max_horizontal(f"other_{basis}_low", f"tce_{basis}_low"))
        .otherwise(f"other_{basis}_low")
        .alias(f"other_{basis}_low")
        for basis in BASES
    )
    if "designation_list_loaded" not in totals.columns:
        totals = totals.with_columns(designation_list_loaded=pl.lit(value=False))
    tiered = decide_tiers(totals, basis=basis)
    layered = tiered.join(layers_of(intake, tiered, rows), on=YEAR_KEY, how="left", maintain_order="left").join(
        carbon_of(rows, enterprises, reference, carbon, opened=opened), on=YEAR_KEY, how="left", maintain_order="left"
    )
    for each in (media_by_year(media), sensitivity_of(rows, tiered)):
        layered = layered.join(each, on=YEAR_KEY, how="left", maintain_order="left")
    return EnergyAccount(rows=rows, totals=layered, media=media)


def _flags(intake: Intake, enterprises: pl.DataFrame, rows: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Facts about the account that the totals need or that explain them."""
    electric = rows.lazy().filter(pl.col("code") == ELECTRICITY)
    single = pl.col("equal_factor_low") == pl.col("equal_factor_high")
    used = (
        electric.filter(pl.col("flow") == "consumption")
        .select(YEAR_NO, "equal_origin", ground=pl.coalesce("factor_equal_source", "equal_citation"))
        .group_by(YEAR_NO)
        .agg(
            equal_factor_origin=pl.col("equal_origin").first(),
            equal_factor_ground=pl.col("ground").first(ignore_nulls=True),
        )
    )
    factor = (
        electric.filter(single)
        .select(YEAR_NO, equal_factor=pl.col("equal_factor_low") / pl.col("scale"))
        .group_by(YEAR_NO)
        # rows with factors of their own have no one factor
        .agg(pl.when(pl.col("equal_factor").n_unique() == 1).then(pl.col("equal_factor").first()))
    )
    summary = (
        rows.lazy()
        .group_by(YEAR_NO)
        .agg(
            pl.col(YEAR_KEY).first(),
            pl.col("disagrees").any(),
            (pl.col("in_dispute") & ~pl.col("apart") & ~pl.col("mispriced")).any(),
        )
        # amounts that cannot be read leave it open whether the kinds add up
        .with_columns(
            coal_parts_disagree=pl.when("disagrees")
            .then(pl.lit(value=True))
            .when(~pl.col("in_dispute"))
            .then(pl.lit(value=False))
        )
        .join(used, on=YEAR_NO, how="left")
        .join(factor, on=YEAR_NO, how="left")
        .join(_net_producers(rows), on=YEAR_NO, how="left")
        # who made neither electricity nor heat is none
        .with_columns(net_producer=pl.when("made").then("net_producer").otherwise(pl.lit(value=False)))
        .drop(YEAR_NO)
        .collect()
    )
    return (
        enterprises.select(YEAR_KEY)
        .join(summary, on=YEAR_KEY, how="left", maintain_order="left")
        .join(
            conversion_likely_missing(intake, enterprises, rows, flows), on=YEAR_KEY, how="left", maintain_order="left"
        )
        .select(
            *YEAR_KEY,
            "has_conversion_table",
            "net_producer",
            "coal_parts_disagree",
            "conversion_table_likely_missing",
            "conversion_unclear",
            "equal_factor_origin",
            "equal_factor_ground",
            "equal_factor",
        )
    )


def _net_producers(rows: pl.DataFrame) -> pl.LazyFrame:
    """Of the years that made electricity or heat, whether they made more of one than they used; null = unreadable."""
    net = pl.col("quantity") * pl.col("scale") * pl.col("sign")

    def net_of(code: str) -> pl.Expr:
        of_code = (pl.col("code") == code) & (pl.col("not_counted_because") != "renewable-output")
        readable = (net.is_not_null() | ~of_code).all()
        made = (of_code & (pl.col("flow") == "output")).any()
        return pl.when(~made).then(pl.lit(value=False)).when(readable).then(net.filter(of_code).sum() < 0)

    power = rows.lazy().filter(pl.col("code").is_in([ELECTRICITY, HEAT]))
    making = power.filter(pl.col("flow") == "output").select(pl.col(YEAR_NO).unique()).collect().to_series()
    return (
        power.filter(pl.col(YEAR_NO).is_in(making.implode()))
        .group_by(YEAR_NO)
        .agg(made=pl.lit(value=True), net_producer=net_of(ELECTRICITY) | net_of(HEAT))
    )
