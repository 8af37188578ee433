"""The energy account of every enterprise-year: terms, totals on both bases, layers, tiers.

``EnergyAccount`` is all that later stages know of the arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.adopted import judge_adopted
from energy_audit.energy.carbon import BY_DEFAULT, CarbonChoice, carbon_of
from energy_audit.energy.consumption import BASES, Basis, settle, sum_or_open, sum_terms, weigh_terms
from energy_audit.energy.equal_choice import known_choices
from energy_audit.energy.factors import ELECTRICITY, HEAT, choose_equal_factors, choose_factors
from energy_audit.energy.heat import with_heat_factors
from energy_audit.energy.layers import layers_of
from energy_audit.energy.media import media_by_year, media_of
from energy_audit.energy.own_supply import conversion_likely_missing, mark_renewable_output
from energy_audit.energy.resolve import resolve_energy
from energy_audit.energy.sensitivity import sensitivity_of
from energy_audit.energy.terms import TERM_KEY, decide_what_counts, lay_out_terms
from energy_audit.energy.tiers import decide_tiers
from energy_audit.exact import round_half_up
from energy_audit.reference.equal_factor import equal_factors_of

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

YEAR_KEY = ["uscc", "report_year"]


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
    counting = mark_renewable_output(decide_what_counts(resolved), intake, enterprises)
    terms = choose_equal_factors(
        choose_factors(with_heat_factors(counting)),
        equal_factors_of(reference, enterprises),
        given=equal_factor,
    )
    rows = judge_adopted(weigh_terms(terms))
    flags = _flags(intake, enterprises, rows)
    totals = (
        enterprises.join(
            _totals(rows, flags, sites_without_consumption(intake)), on=YEAR_KEY, how="left", maintain_order="left"
        )
        .join(flags, on=YEAR_KEY, how="left", maintain_order="left")
        .join(known_choices(flags, reference), on=YEAR_KEY, how="left", maintain_order="left")
        .join(_alternatives(rows, enterprises, flags), on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("has_other", "has_filed", "has_reference", "has_default").fill_null(value=False))
    )
    if "designation_list_loaded" not in totals.columns:
        totals = totals.with_columns(designation_list_loaded=pl.lit(value=False))
    tiered = decide_tiers(totals, basis=basis)
    layered = tiered.join(layers_of(intake, tiered, rows), on=YEAR_KEY, how="left", maintain_order="left").join(
        carbon_of(rows, enterprises, reference, carbon), on=YEAR_KEY, how="left", maintain_order="left"
    )
    for each in (media_by_year(media), sensitivity_of(rows, tiered)):
        layered = layered.join(each, on=YEAR_KEY, how="left", maintain_order="left")
    return EnergyAccount(rows=rows, totals=layered, media=media)


def _per_year(per_books: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Add up the sites of an enterprise-year; two filings of the same site span the interval of both."""
    one_site = per_books.group_by(*YEAR_KEY, "site", maintain_order=True).agg(
        pl.when(pl.col(name).is_null().any())
        .then(None)
        .otherwise(pl.col(name).min() if name.endswith("_low") else pl.col(name).max())
        .alias(name)
        for name in names
    )
    return one_site.group_by(YEAR_KEY, maintain_order=True).agg(sum_or_open(name) for name in names)


_ENDS = [f"{basis}_{end}" for basis in BASES for end in ("low", "high")]


def sites_without_consumption(intake: Intake) -> pl.DataFrame:
    """Sites that filed table 1 but no table 2, while another site of the year did: uscc, report_year, site, source, row."""
    key = [*YEAR_KEY, "site"]
    filled = pl.col("site").fill_null("")
    told = intake.tables["energy_consumption"].select(*YEAR_KEY, filled).unique()
    sites = intake.tables["enterprise"].select(*YEAR_KEY, filled, "source", "row")
    return sites.join(told, on=key, how="anti", maintain_order="left").join(
        told.select(YEAR_KEY).unique(), on=YEAR_KEY, how="semi", maintain_order="left"
    )


def _totals(rows: pl.DataFrame, flags: pl.DataFrame, silent_sites: pl.DataFrame) -> pl.DataFrame:
    """Totals per enterprise-year; where a conversion table is probably missing, the gross figure is only the top."""
    summed = (
        _per_year(_span(rows), _ENDS)
        .join(flags, on=YEAR_KEY, how="left", maintain_order="left")
        .join(_uneven_filings(rows), on=YEAR_KEY, how="left", maintain_order="left")
        .join(silent_sites.select(YEAR_KEY).unique().with_columns(silent=True), on=YEAR_KEY, how="left")
    )
    gross_only = pl.col("conversion_table_likely_missing").fill_null(value=False)
    columns: dict[str, pl.Expr] = {}
    for basis in BASES:
        low, high, total = settle(
            pl.when(~gross_only & pl.col("uneven").is_null()).then(pl.col(f"{basis}_low")),
            pl.when(pl.col("uneven").is_null() & pl.col("silent").is_null()).then(pl.col(f"{basis}_high")),
        )
        columns |= {f"tce_{basis}_low": low, f"tce_{basis}_high": high, f"tce_{basis}": total}
    return summed.select(*YEAR_KEY, **columns)


def _span(rows: pl.DataFrame, *, quantity: str = "quantity") -> pl.DataFrame:
    """Sum the terms; where an output is perhaps renewable electricity, the top is the sum without it."""
    summed = sum_terms(rows, quantity=quantity)
    if not rows["perhaps_renewable"].any():
        return summed
    whole = sum_terms(rows.filter(~pl.col("perhaps_renewable")), quantity=quantity)
    highs = [f"{basis}_high" for basis in BASES]
    return summed.drop(highs).join(whole.select(*TERM_KEY, *highs), on=TERM_KEY, how="left", maintain_order="left")


def _uneven_filings(rows: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years whose contradicting filings share one conversion table: which books it belongs to is unknown."""
    of_table = [
        pl.col("filing").filter(pl.col("table") == table).n_unique().alias(table)
        for table in ("energy_consumption", "energy_conversion")
    ]
    consumption, conversion = pl.col("energy_consumption"), pl.col("energy_conversion")
    return (
        rows.group_by(YEAR_KEY)
        .agg(of_table)
        .filter((conversion > 0) & (conversion != consumption))
        .select(*YEAR_KEY, uneven=pl.lit(value=True))
    )


def _alternatives(rows: pl.DataFrame, enterprises: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """What the total would be otherwise, for the years where it may differ.

    ``other``: by total consumption; ``filed``: with the factors as filed where a range stands in their place;
    ``reference``: with reference factors in place of doubtful ones; ``default``: in place of all filed ones.
    """
    rows = rows.select(_REWEIGHED)
    gross_only = flags.filter(pl.col("conversion_table_likely_missing").fill_null(value=False)).select(YEAR_KEY)
    industrial = enterprises.filter(pl.col("is_industrial").fill_null(value=False)).select(YEAR_KEY)
    other = _of_years_with(rows, pl.col("quantity") != pl.col("other_quantity")).join(
        industrial, on=YEAR_KEY, how="semi", maintain_order="left"
    )
    # a factor that is the reference's one value changes nothing
    same = (
        (pl.col("factor_low") == pl.col("reference_low"))
        & (pl.col("factor_high") == pl.col("reference_high"))
        & (pl.col("reference_low") == pl.col("reference_high"))
    )
    outside, off = pl.col("factor_outside"), pl.col("factor_off")
    filed = pl.col("factor_origin").is_in(["filed", "carried", "outside"]) & pl.col("reference_low").is_not_null()
    in_doubt = pl.col("counted") & (off | pl.col("equal_off"))
    several = pl.col("code").filter(in_doubt).n_unique().over(YEAR_KEY) > 1
    variants = {
        "filed": (outside, pl.lit(value=False), "adopted", several),
        "reference": (off & ~outside, pl.col("equal_off"), "reference", several),
        "default": (filed & ~same.fill_null(value=False), pl.col("equal_off"), "reference", pl.lit(value=False)),
    }
    alternatives = [_interval(_span(other, quantity="other_quantity"), gross_only, "other")]
    for prefix, (calorific, equal, by, spanned) in variants.items():
        concerned = _of_years_with(rows, (calorific | equal) & pl.col("counted"))
        alternatives.append(_interval(_span(_put_in(concerned, calorific, equal, by, spanned)), gross_only, prefix))
    joined = alternatives[0]
    for each in alternatives[1:]:
        joined = joined.join(each, on=YEAR_KEY, how="full", coalesce=True)
    return joined


_REWEIGHED = [
    *TERM_KEY,
    *("code", "scale", "sign", "quantity", "other_quantity", "counted", "in_dispute", "perhaps_renewable"),
    *("factor_low", "factor_high", "factor_origin", "factor_off", "factor_outside", "adopted_low", "adopted_high"),
    *("reference_low", "reference_high", "equal_factor_low", "equal_factor_high", "equal_origin", "equal_off"),
    *("equal_range_low", "equal_range_high"),
]
"""What a total by other factors rests on: of a large batch nothing else is copied for it."""


def _of_years_with(rows: pl.DataFrame, concerned: pl.Expr) -> pl.DataFrame:
    """Keep the rows of the enterprise-years of which any row is concerned."""
    years = rows.lazy().filter(concerned).select(YEAR_KEY).unique().collect()
    return rows.clear() if years.is_empty() else rows.join(years, on=YEAR_KEY, how="semi", maintain_order="left")


def _put_in(rows: pl.DataFrame, calorific: pl.Expr, equal: pl.Expr, by: str, spanned: pl.Expr) -> pl.DataFrame:
    """Put other factors in the place of those that served; where the equal-value factor is the calorific one, it follows.

    Args:
        rows: the account's rows of whole years.
        calorific: where the calorific factor is replaced.
        equal: where the equal-value factor is replaced, by its range.
        by: ``adopted`` or ``reference``: whose ends come in.
        spanned: where several factors are in doubt any of them may be right, so that each spans from adopted to reference.
    """
    wide, wide_equal = spanned & pl.col("factor_off"), spanned & pl.col("equal_off")
    spans = {
        "low": pl.min_horizontal("adopted_low", "reference_low"),
        "high": pl.max_horizontal("adopted_high", "reference_high"),
    }
    equal_spans = {
        "low": pl.min_horizontal("equal_factor_low", "equal_range_low"),
        # a range without an upper end stays so
        "high": pl.when(pl.col("equal_range_high").is_not_null()).then(
            pl.max_horizontal("equal_factor_high", "equal_range_high")
        ),
    }
    replaced = rows.with_columns(
        pl.when(wide)
        .then(span)
        .when(calorific)
        .then(pl.col(f"{by}_{end}"))
        .otherwise(pl.col(f"factor_{end}"))
        .alias(f"factor_{end}")
        for end, span in spans.items()
    )
    return replaced.with_columns(
        pl.when(pl.col("equal_origin") == "same")
        .then(pl.col(f"factor_{end}"))
        .when(wide_equal)
        .then(span)
        .when(equal)
        .then(pl.col(f"equal_range_{end}"))
        .otherwise(pl.col(f"equal_factor_{end}"))
        .alias(f"equal_factor_{end}")
        for end, span in equal_spans.items()
    )


def _interval(per_books: pl.DataFrame, gross_only: pl.DataFrame, prefix: str) -> pl.DataFrame:
    yearly = _per_year(per_books, _ENDS)
    opened = yearly.join(gross_only.with_columns(gross=pl.lit(value=True)), on=YEAR_KEY, how="left")
    ends = [
        pl.when(pl.col("gross").is_null() | pl.lit(value=end == "high"))
        .then(round_half_up(pl.col(f"{basis}_{end}"), 2))
        .alias(f"{prefix}_{basis}_{end}")
        for basis in BASES
        for end in ("low", "high")
    ]
    return opened.select(*YEAR_KEY, *ends, pl.lit(value=True).alias(f"has_{prefix}"))


def _flags(intake: Intake, enterprises: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Facts about the account that the totals need or that explain them."""
    consumed = pl.col("flow") == "consumption"
    net = pl.col("quantity") * pl.col("scale") * pl.col("sign")

    def net_of(code: str) -> pl.Expr:
        of_code = (pl.col("code") == code) & (pl.col("not_counted_because") != "renewable-output")
        readable = (net.is_not_null() | ~of_code).all()
        made = (of_code & (pl.col("flow") == "output")).any()
        return pl.when(~made).then(pl.lit(value=False)).when(readable).then(net.filter(of_code).sum() < 0)

    power = (
        rows.lazy()
        .filter(pl.col("code").is_in([ELECTRICITY, HEAT]))
        .group_by(YEAR_KEY)
        .agg(
            used=pl.lit(value=True),
            net_producer=net_of(ELECTRICITY) | net_of(HEAT),
            equal_factor_origin=pl.col("equal_origin").filter((pl.col("code") == ELECTRICITY) & consumed).first(),
            equal_factor_ground=pl.coalesce("factor_equal_source", "equal_citation")
            .filter((pl.col("code") == ELECTRICITY) & consumed)
            .drop_nulls()
            .first(),
            equal_factor=(pl.col("equal_factor_low") / pl.col("scale"))
            .filter((pl.col("code") == ELECTRICITY) & (pl.col("equal_factor_low") == pl.col("equal_factor_high")))
            .first(),
        )
    )
    summary = (
        rows.lazy()
        .group_by(YEAR_KEY)
        .agg(
            # amounts that cannot be read leave it open whether the kinds add up
            coal_parts_disagree=pl.when(pl.col("disagrees").any())
            .then(pl.lit(value=True))
            .when(~pl.col("in_dispute").any())
            .then(pl.lit(value=False))
        )
        .join(power, on=YEAR_KEY, how="left")
        # who used neither electricity nor heat made none
        .with_columns(net_producer=pl.when("used").then("net_producer").otherwise(pl.lit(value=False)))
        .collect()
    )
    return (
        enterprises.select(YEAR_KEY)
        .join(summary, on=YEAR_KEY, how="left", maintain_order="left")
        .join(conversion_likely_missing(intake, enterprises, rows), on=YEAR_KEY, how="left", maintain_order="left")
        .select(
            *YEAR_KEY,
            "has_conversion_table",
            "net_producer",
            "coal_parts_disagree",
            "conversion_table_likely_missing",
            "equal_factor_origin",
            "equal_factor_ground",
            "equal_factor",
        )
    )
