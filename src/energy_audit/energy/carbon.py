"""CO2 of fuels and of bought electricity and heat, beside the energy; process emissions are not covered.

Fuels: consumption less conversion output, times the factor of one chosen value set. Electricity and heat: net purchase,
never below zero, times the average grid factor of the chosen region and year. Where a fuel has no factor in the value
set, the sum cannot be told: it is null, never a part of the truth, and the fuel is named. Raw coal has no value of its
own; its kinds 02-05 exhaust it, so it lies between theirs per unit of heat. What leaves the energy between two ends
leaves the CO2 between two: a row perhaps typed twice, recovered energy that nobody used, output that went nowhere, filings
that contradict each other.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import signed
from energy_audit.energy.carbon_factors import BY_DEFAULT, CarbonChoice, emission_by_code, grid_factors
from energy_audit.energy.consumption import NOTHING
from energy_audit.energy.factors import ELECTRICITY
from energy_audit.energy.numbers import ordered
from energy_audit.energy.own_supply import POWER_AND_HEAT
from energy_audit.energy.terms import BOOKS_NO, TERM_KEY, YEAR_KEY, YEAR_NO, repeated
from energy_audit.energy.totals import per_year
from energy_audit.exact import NUMBER, round_half_up
from energy_audit.reference.lookup import KJ_PER_KGCE
from energy_audit.reference.year_day import end_of_year

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

ENERGY_KEY = [*TERM_KEY, "code"]
GROUP = "group"
"""What is added up by itself: an enterprise-year, or one of the sets of books of a year that was filed twice."""

MWH_PER_10_MWH = pl.lit(10).cast(NUMBER)
"""Grid factors are tCO2/MWh; the standard unit of electricity is 10^4 kWh."""

GJ_PER_TCE = pl.lit(KJ_PER_KGCE / Decimal(1000)).cast(NUMBER)

WITHOUT_CARBON = ["36", "37"]
"""Biomass is counted as carbon-neutral, recovered heat carries the carbon of the fuel already counted."""

PARTS = ("co2_t", "co2_fuel_t", "co2_electricity_t", "co2_heat_t")
BOUGHT = PARTS[2:]
SUMS = [f"{part}_{end}" for part in PARTS for end in ("low", "high")]


def carbon_of(
    rows: pl.DataFrame,
    enterprises: pl.DataFrame,
    reference: Reference,
    choice: CarbonChoice = BY_DEFAULT,
    *,
    opened: pl.DataFrame,
) -> pl.DataFrame:
    """Compute the CO2 of every enterprise-year, tCO2 rounded once to 0.01.

    Args:
        rows: the account's rows (all counted flows; consumption as chosen for the total).
        enterprises: uscc, report_year, region_code.
        reference: fuel and grid factors.
        choice: value set, grid region, grid year.
        opened: as ``totals.open_ends`` finds them.

    Returns:
        uscc, report_year; the sum ``co2_t`` and its parts ``co2_fuel_t``, ``co2_electricity_t``, ``co2_heat_t``, each
        also with ``_low`` and ``_high``; null = cannot be told, an end that is open, or ends that do not agree;
        ``co2_untold``: String, the energies that stand in the way, empty where none; ``grid_region``, ``grid_year``.
    """
    emitted = _emitted(_with_factors(rows, enterprises, reference, choice))
    grid = grid_factors(enterprises, reference, choice).select(*YEAR_KEY, "grid_region", "grid_year")
    return (
        _told(_with_carbonless(_by_year(emitted), rows), enterprises, opened)
        .with_columns(
            pl.when(pl.col(f"{part}_low") == pl.col(f"{part}_high")).then(f"{part}_low").alias(part) for part in PARTS
        )
        .join(_untold(emitted), on=YEAR_KEY, how="left", maintain_order="left")
        .join(grid, on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("co2_untold").fill_null(""))
    )


def _with_carbonless(summed: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the years of which all that counts is without carbon: they emit nothing."""
    years = rows.filter("counted").select(YEAR_KEY).unique(maintain_order=True)
    nothing = years.join(summed, on=YEAR_KEY, how="anti", maintain_order="left")
    return pl.concat([summed, nothing.with_columns(NOTHING.alias(name) for name in SUMS).select(summed.columns)])


def _told(summed: pl.DataFrame, enterprises: pl.DataFrame, opened: pl.DataFrame) -> pl.DataFrame:
    """Round the ends that the rows give; one that is open is null, but what is bought is never less than nothing.

    What a power station turns its fuel into is no fuel: it has burnt it, whether its table 2-1 is there or not.
    """
    power = enterprises.select(*YEAR_KEY, power=pl.col("industry_division") == POWER_AND_HEAT)
    both = summed.join(opened, on=YEAR_KEY, how="left", maintain_order="left").join(
        power, on=YEAR_KEY, how="left", maintain_order="left"
    )
    low, high = (pl.col(f"{end}_open").fill_null(value=False) for end in ("low", "high"))
    burnt = low & ~(pl.col("gross_only") & pl.col("power")).fill_null(value=False)
    ends: dict[str, pl.Expr] = {f"{part}_high": pl.when(~high).then(f"{part}_high") for part in PARTS}
    ends["co2_fuel_t_low"] = pl.when(~burnt).then("co2_fuel_t_low")
    ends["co2_t_low"] = pl.when(~low).then("co2_t_low").otherwise(ends["co2_fuel_t_low"])
    for part in BOUGHT:
        ends[f"{part}_low"] = pl.when(~low).then(f"{part}_low").otherwise(NOTHING)
    return both.select(*YEAR_KEY, *(round_half_up(ends[name], 2).alias(name) for name in SUMS))


def _by_year(emitted: pl.DataFrame) -> pl.DataFrame:
    """Sum the energies of each year and part, unrounded; filings that contradict each other span the interval of both."""
    summed = _summed(emitted)
    contradicting = summed.select(pl.col("filing") != "").to_series()
    if not contradicting.any():
        return summed.select(*YEAR_KEY, *SUMS)
    both = per_year(summed.filter(contradicting), SUMS)
    return pl.concat([summed.filter(~contradicting).select(*YEAR_KEY, *SUMS), both])


def _summed(emitted: pl.DataFrame) -> pl.DataFrame:
    """Sum the energies of each group and part; one energy that cannot be told leaves it untold, no such energy is zero."""
    ends = {"low": "co2_low", "high": "co2_high"}
    kinds = {"co2_fuel_t": None, "co2_electricity_t": "electricity", "co2_heat_t": "heat"}
    sums = {f"co2_t_{end}": pl.col(name) for end, name in ends.items()} | {
        f"{part}_{end}": _of_part(kind, name) for part, kind in kinds.items() for end, name in ends.items()
    }
    return (
        emitted.lazy()
        .select(GROUP, *TERM_KEY, **sums)
        .group_by(GROUP)
        .agg(pl.col(TERM_KEY).first(), pl.col(*sums).sum(), pl.col(*sums).is_null().any().name.suffix("_untold"))
        .select(*TERM_KEY, *(pl.when(~pl.col(f"{name}_untold")).then(name).alias(name) for name in sums))
        .collect()
    )


def _of_part(part: str | None, name: str) -> pl.Expr:
    return pl.when(pl.col("part").eq_missing(pl.lit(part))).then(name).otherwise(NOTHING)


def _untold(emitted: pl.DataFrame) -> pl.DataFrame:
    """The energies of each year that stand in the way, in filing order: ``co2_untold``."""
    return (
        emitted.lazy()
        .filter(pl.col("co2_low").is_null())
        .group_by(YEAR_NO, maintain_order=True)
        .agg(
            pl.col(YEAR_KEY).first(),
            co2_untold=pl.coalesce("energy", "code", pl.lit("?")).unique(maintain_order=True).str.join("、"),
        )
        .drop(YEAR_NO)
        .collect()
    )


def _with_factors(
    rows: pl.DataFrame, enterprises: pl.DataFrame, reference: Reference, choice: CarbonChoice
) -> pl.DataFrame:
    """Join to each counted term what one standard unit of it emits, ``per_unit``; else per GJ, ``per_gj_low``, ``per_gj_high``."""
    years = rows["report_year"].drop_nulls().unique().sort()
    kinds = emission_by_code(reference, choice, end_of_year(max(years, default=2000)))
    counted = pl.col("counted") & ~pl.col("code").is_in(WITHOUT_CARBON).fill_null(value=False)
    terms = (
        rows.lazy()
        .filter(counted)
        .select(
            *(YEAR_NO, *ENERGY_KEY, "energy_name", "quantity", "scale", "sign", "in_dispute"),
            *("perhaps_repeated", "recovered_unused", "output_unplaced", _group(rows)),
            *("factor_low", "factor_high"),
        )
        .with_row_index("nth")
        .join(kinds.lazy(), on="code", how="left", maintain_order="left")
        .collect()
        .rechunk()  # sums of columns in pieces of their own are dear
    )
    electric = (pl.col("code") == ELECTRICITY).fill_null(value=False)
    grid = grid_factors(enterprises, reference, choice).select(
        *YEAR_KEY, of_grid=pl.col("grid_factor") * MWH_PER_10_MWH
    )
    bought = terms.select(electric).to_series()
    own = terms.select(YEAR_KEY).filter(bought).join(grid, on=YEAR_KEY, how="left", maintain_order="left")["of_grid"]
    return ordered(
        terms.with_columns(terms["per_unit"].scatter(bought.arg_true(), own)) if own.len() else terms, YEAR_NO
    )


def _group(rows: pl.DataFrame) -> pl.Expr:
    years = rows[YEAR_NO].max()
    apart = pl.col(BOOKS_NO) + pl.lit(0 if years is None else years, pl.UInt32) + 1
    return pl.when(pl.col("filing") == "").then(YEAR_NO).otherwise(apart).alias(GROUP)


def _emitted(terms: pl.DataFrame) -> pl.DataFrame:
    """Sum the terms of each energy: ``co2_low``, ``co2_high``, tCO2, null = cannot be told; ``nth``: its place in the filing."""
    weighed = _weighed(terms)
    again = repeated(weighed, [GROUP, "code"])
    ends = ("net_low", "net_high", "co2_low", "co2_high")
    several = (
        weighed.filter(again)
        .sort("nth")
        .group_by(GROUP, "code", "part", maintain_order=True)
        .agg(
            pl.col(YEAR_NO, *TERM_KEY).first(),
            pl.col("nth").first(),
            pl.col("energy").first(ignore_nulls=True),
            *(pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name) for name in ends),
        )
        .select(weighed.columns)
    )
    # most energies have one term: nothing is to be added up; the others stand where their first term did
    first = several["nth"]
    per_energy = weighed.with_columns(weighed[name].scatter(first, several[name]) for name in ("energy", *ends)).filter(
        (~again).scatter(first, values=True)
    )
    # electricity and heat that leave the gate carry the carbon of fuels already counted: only net purchases emit
    return per_energy.with_columns(
        pl.when(
            ((pl.col("part").is_not_null() & (pl.col(f"net_{end}") < 0)) | (pl.col(f"net_{end}") == 0)).fill_null(
                value=False
            )
        )
        .then(NOTHING)
        .otherwise(pl.col(f"co2_{end}"))
        .alias(f"co2_{end}")
        for end in ("low", "high")
    )


def _weighed(terms: pl.DataFrame) -> pl.DataFrame:
    """What each term emits by what one standard unit does; an output takes off what the most would have emitted."""
    net = pl.col("_net")
    net_amount = signed(pl.col("quantity") * pl.col("scale"))
    amounts = terms.with_columns(_each_emits(terms, "low").alias("_low"), _net=net_amount).with_columns(
        _least=net * pl.col("_low")
    )
    # what one unit emits is mostly one figure, and then both ends are
    ranged = terms.select(
        pl.col("per_unit").is_null()
        & (
            pl.col("factor_low").ne_missing(pl.col("factor_high"))
            | pl.col("per_gj_low").ne_missing(pl.col("per_gj_high"))
        )
    ).to_series()
    added = pl.col("sign") > 0
    ends = {"co2_low": amounts["_least"], "co2_high": amounts["_least"]}
    if ranged.any():
        low, high = pl.col("_low"), pl.col("_high")
        some = amounts.filter(ranged)
        wide = some.with_columns(_each_emits(some, "high").alias("_high"))
        for end, per in (
            ("co2_low", pl.when(added).then(low).otherwise(high)),
            ("co2_high", pl.when(added).then(high).otherwise(low)),
        ):
            ends[end] = ends[end].clone().scatter(ranged.arg_true(), wide.select(net * per).to_series())
    known = net.is_not_null() & ~pl.col("in_dispute")
    # what perhaps does not count is nothing at the end that it would move, as in ``totals.span``; what is perhaps made
    # of renewable sources is no purchase either way
    nothing = {
        "low": pl.col("perhaps_repeated") & added,
        "high": (pl.col("perhaps_repeated") & ~added) | pl.col("recovered_unused") | pl.col("output_unplaced"),
    }
    return amounts.select(
        *(GROUP, YEAR_NO, *ENERGY_KEY, "part", "nth"),
        pl.col("energy_name").alias("energy"),
        *(
            pl.when((pl.col("quantity") == 0) | nothing[end])
            .then(NOTHING)
            .when(known)
            .then(amount)
            .cast(NUMBER)
            .alias(name)
            for end in nothing
            for name, amount in ((f"net_{end}", net), (f"co2_{end}", pl.lit(ends[f"co2_{end}"])))
        ),
    )


def _each_emits(terms: pl.DataFrame, end: str) -> pl.Series:
    """What one standard unit of each term emits: by itself, or by its heat, as few do: exact products cost a lot."""
    by_heat = terms.select(pl.col("per_unit").is_null() & pl.col(f"per_gj_{end}").is_not_null()).to_series()
    heat = (pl.col(f"factor_{end}") / pl.col("scale") * GJ_PER_TCE).cast(NUMBER)
    own = terms.filter(by_heat).select(heat * pl.col(f"per_gj_{end}")).to_series()
    return terms["per_unit"].scatter(by_heat.arg_true(), own) if own.len() else terms["per_unit"]
