"""Energy that comes from no purchase: what a unit extracts, burns of its own waste, or makes of water, wind and sun.

None of it is the output of a conversion, so a blank table 2-1 is no gap where it explains the consumption, and a filed
output that is such electricity is not taken off the total (GB/T 2589-2020: the full figure holds renewable energy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import (
    BOOKS_NO,
    GRAND_TOTAL,
    PROCESSES,
    YEAR_KEY,
    YEAR_NO,
    beside,
    is_among,
    unread_rows,
)
from energy_audit.exact import NUMBER

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

ENERGY_KEY = [*YEAR_KEY, "code"]

EXTRACTED = {"06": ["01", "02", "03", "04", "05", "17"], "07": ["15", "17", "18"]}
"""By division, the primary energy it extracts; coal mines drain the methane of their seams."""

NEVER_MADE = ["01", "15", "18"]
"""Raw coal, natural gas and crude oil, which no conversion makes."""

PRIMARY_POWER = ["4413", "4414", "4415", "4416", "4419"]
"""Hydro, nuclear, wind, solar and other power: their electricity comes from no purchase and no conversion input."""

OWN_WASTE = ["34", "35", "36", "38", "39"]
"""Waste, biomass and residual fuels are often the unit's own and come from no purchase."""

BY_PRODUCTS = ["12", "13", "37"]
"""Furnace gases and waste heat: where no purchase is stated, their making was left out."""

ELECTRICITY = "33"
WASTE_HEAT = "37"

NO_FUEL = ["19", "21", "32", "33"]
"""Motor fuels, bought heat and electricity: a unit that uses nothing else burns nothing that makes power."""

REFINING_AND_COKING = "25"
POWER_AND_HEAT = "44"
NO_CONVERTERS = ["4413", "4414", "4415", "4416", "4420"]
"""Classes of division 44 that convert no fuel: hydro, nuclear, wind, solar power, and the grid."""

TOLERANCE = pl.lit("0.005").cast(NUMBER)
"""Consumption may differ from purchases and stock change by 0.5 % (relation E-02)."""

SUPPLY = (
    "unit", "opening_stock", "purchase_qty", "consumption_total", "external_supply", "transfer_out", "gain_loss", "closing_stock",
)  # fmt: skip
"""What tells whether an energy was used beyond what was there."""

_INPUTS = ["conversion_input", *PROCESSES, "recovered"]


def extracted_here() -> pl.Expr:
    """Whether the unit extracts this energy itself, of industry_division, industry_code and code."""
    mined = pl.any_horizontal(
        (pl.col("industry_division") == division) & pl.col("code").is_in(codes) for division, codes in EXTRACTED.items()
    )
    powered = pl.col("industry_code").is_in(PRIMARY_POWER) & (pl.col("code") == ELECTRICITY)
    return (mined | powered).fill_null(value=False)


def converts_by_trade() -> pl.Expr:
    """Whether the business is to turn one energy into another for sale, of industry_division and industry_code; never null."""
    division, industry = pl.col("industry_division"), pl.col("industry_code")
    power_or_heat = (division == POWER_AND_HEAT) & ~industry.is_in(NO_CONVERTERS).fill_null(value=False)
    return ((division == REFINING_AND_COKING) | power_or_heat).fill_null(value=False)


def conversion_likely_missing(
    intake: Intake, enterprises: pl.DataFrame, rows: pl.DataFrame, flows: pl.DataFrame
) -> pl.DataFrame:
    """Say which enterprise-years probably left out table 2-1.

    They filed none, and their business is conversion, or they used more of an energy than they bought, drew from stock,
    extracted, burnt of their own waste or made of renewable sources.

    Args:
        intake: the typed tables.
        enterprises: uscc, report_year, industry_code, industry_division.
        rows: terms with ``code``, ``scale`` and ``apart``: a slip of a unit is no sign of a table left out, but where a
            fuel is burnt that may have made the energy, nobody knows which of the two it is.
        flows: ``flows_of`` these rows.

    Returns:
        uscc, report_year, ``has_conversion_table``; ``conversion_table_likely_missing``: Boolean, null where a cell that
        cannot be read, or may be a slip, decides; ``conversion_unclear``: it is the industry code of a unit that burns a
        fuel, or with such a cell more was used than was there, so that a total without table 2-1 may be a gross figure.
    """
    filed = intake.tables["energy_conversion"].select(YEAR_KEY).unique().with_columns(filed=pl.lit(value=True))
    beyond = _beyond_supply(intake, enterprises, rows, flows)
    return (
        enterprises.select(*YEAR_KEY, "industry_code", "industry_division")
        .join(filed, on=YEAR_KEY, how="left", maintain_order="left")
        .join(beyond.with_columns(told=pl.lit(value=True)), on=YEAR_KEY, how="left", maintain_order="left")
        .with_columns(beyond=pl.when("told").then("beyond").otherwise(pl.lit(value=False)))
        .join(_trade_unread(intake, rows), on=YEAR_KEY, how="left", maintain_order="left")
        .select(
            *YEAR_KEY,
            has_conversion_table=pl.col("filed").fill_null(value=False),
            conversion_table_likely_missing=pl.col("filed").is_null()
            & (pl.when(pl.col("trade_unread").is_null()).then(converts_by_trade()) | pl.col("beyond")),
            conversion_unclear=pl.col("filed").is_null()
            & (pl.col("trade_unread").fill_null(value=False) | pl.col("apparent").fill_null(value=False)),
        )
    )


def _trade_unread(intake: Intake, rows: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years that burn a fuel and whose industry code cannot be read: their business may be conversion."""
    unread = unread_rows(intake.problems, ["industry_code"], "enterprise")
    units = intake.tables["enterprise"].filter(is_among(unread)).select(YEAR_KEY).unique()
    if units.is_empty():
        return units.with_columns(trade_unread=pl.lit(value=True))
    return _burning(rows, units).with_columns(trade_unread=pl.lit(value=True))


def _burning(rows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Those of the enterprise-years ``units`` that burn a fuel, or perhaps do: uscc, report_year."""
    used = (pl.col("flow") == "consumption") & (pl.col("quantity") != 0).fill_null(value=True)
    fuels = rows.lazy().join(units.lazy(), on=YEAR_KEY, how="semi")
    return (
        fuels.filter(used & ~pl.col("code").is_in(NO_FUEL).fill_null(value=False)).select(YEAR_KEY).unique().collect()
    )


def _beyond_supply(intake: Intake, enterprises: pl.DataFrame, rows: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years that used more of an energy than any source explains: uscc, report_year, ``beyond``, ``apparent``.

    Years that certainly did not are left out; null: what was used, bought or in stock cannot be read, or may be a slip of
    a unit. Where it only seems so, as such a cell counts for nothing, that is ``apparent``.
    """
    # an energy whose every row is supplied is supplied, own electricity aside: few are left to be added up
    doubtful = (pl.col("used") > pl.col("supply")) | (pl.col("used") < 0) | pl.col("blank") | pl.col("unread")
    asked = flows.lazy().filter(doubtful | (pl.col("code") == ELECTRICITY)).select(YEAR_NO, *ENERGY_KEY).collect()
    others = asked.filter(pl.col("code") != ELECTRICITY)[YEAR_NO].unique().implode()
    near = flows.lazy().filter((pl.col("code") == ELECTRICITY) | pl.col(YEAR_NO).is_in(others)).collect()
    used = (
        _added_up(near.join(asked, on=ENERGY_KEY, how="semi", maintain_order="left"))
        .join(enterprises.select(*YEAR_KEY, "industry_code", "industry_division"), on=YEAR_KEY, how="left")
        .join(own_renewable(intake), on=YEAR_KEY, how="left")
        .filter(~extracted_here() & ~pl.col("code").is_in([*OWN_WASTE, GRAND_TOTAL]))
    )
    slipped = rows.filter("apart").select(ENERGY_KEY).unique()
    if slipped.height:
        # what burns a fuel may have made it; that is no slip of a unit, and which of the two it is nobody can tell
        makers = _burning(rows, slipped).with_columns(burns=pl.lit(value=True))
        perhaps_made = ~pl.col("code").is_in(NEVER_MADE) & pl.col("burns").fill_null(value=False)
        slipped = slipped.join(makers, on=YEAR_KEY, how="left").with_columns(slip=True, perhaps_made=perhaps_made)
        used = (
            used.join(slipped.drop("burns"), on=ENERGY_KEY, how="left", maintain_order="left")
            .filter(pl.col("slip").is_null() | (pl.col("perhaps_made") & (pl.col("used") > pl.col("supply"))))
            .with_columns(pl.col("unread") | pl.col("slip").fill_null(value=False))
        )
    own = pl.when(pl.col("code") == ELECTRICITY).then("renewable").fill_null(0)
    excess = pl.col("used") - pl.col("supply") - own > pl.col("used") * TOLERANCE
    unstated = pl.col("code").is_in(BY_PRODUCTS) & (pl.col("used") > 0) & pl.col("supply").is_null()
    found = (excess | unstated).fill_null(value=False)
    return (
        used.select(*YEAR_KEY, beyond=pl.when(~pl.col("unread")).then(found), apparent=found & pl.col("unread"))
        .filter(pl.col("beyond").fill_null(value=True))
        .group_by(YEAR_KEY)
        .agg(pl.col("beyond").any(ignore_nulls=False), pl.col("apparent").any())
    )


def flows_of(intake: Intake, rows: pl.DataFrame) -> pl.DataFrame:
    """What each row used and was supplied with (purchase, stock change, less what went out), in filed units."""
    of_rows = (
        rows.lazy()
        .filter(pl.col("flow") == "consumption")
        .select("source", "row", "code", "scale", YEAR_NO, BOOKS_NO)
        .collect()
    )
    stock = (
        pl.col("opening_stock").fill_null(0)
        - pl.col("closing_stock").fill_null(0)
        + pl.col("gain_loss").fill_null(0)
        # what was supplied to others or moved out was not there to be used
        - pl.col("external_supply").fill_null(0)
        - pl.col("transfer_out").fill_null(0)
    )
    bought = pl.col("purchase_qty")
    used = pl.col("consumption_total").fill_null(0)
    unread = unread_rows(intake.problems, SUPPLY)
    return beside(intake.tables["energy_consumption"], of_rows).select(
        YEAR_NO,
        BOOKS_NO,
        *YEAR_KEY,
        "code",
        "scale",
        unread=is_among(unread) if unread.height else pl.lit(value=False),
        used=used,
        unstated=pl.col("consumption_total").is_null(),
        supply=bought.fill_null(0) + stock,
        blank=bought.is_null() & (used > 0),
    )


def _added_up(flows: pl.DataFrame) -> pl.DataFrame:
    """``used`` and ``supply`` by energy, in standard units, the latter null where a purchase is blank; ``unread``: a cell
    of them is.
    """
    used, supply = (pl.col(name) * pl.col("scale") for name in ("used", "supply"))
    return flows.group_by(ENERGY_KEY, maintain_order=True).agg(
        pl.col("unread").any(),
        used=used.sum(),
        supply=pl.when(~pl.col("blank").any()).then(supply.sum()),
    )


def own_renewable(intake: Intake) -> pl.DataFrame:
    """Electricity of the unit's own renewable sources, 10^4 kWh, null where a site leaves it blank."""
    own = pl.col("re_self_kwh")
    return intake.tables["nonfossil"].group_by(YEAR_KEY).agg(renewable=pl.when(own.is_not_null().all()).then(own.sum()))


def mark_renewable_output(
    terms: pl.DataFrame, flows: pl.DataFrame, intake: Intake, enterprises: pl.DataFrame
) -> pl.DataFrame:
    """Mark electricity filed as conversion output that comes from sun, wind or water, and is no conversion's.

    Certain where nothing went into any process, no waste heat was used, and the supplementary table states own
    renewable electricity of that much which the purchases do not leave room for beside the output. Open where nothing
    went in, the unit burns nothing that makes power, and no supplementary table says what it was. Power stations are
    asked about theirs (relation C-08), not judged here.

    Args:
        terms: after ``decide_what_counts``.
        flows: ``flows_of`` these terms.
        intake: the typed tables.
        enterprises: uscc, report_year, industry_code, industry_division.

    Returns:
        ``terms`` with ``perhaps_renewable``: Boolean, never null; a certain one is no longer ``counted``, its
        ``not_counted_because`` is "renewable-output".
    """
    output = (pl.col("flow") == "output") & (pl.col("code") == ELECTRICITY).fill_null(value=False)
    if terms.filter(output).is_empty():
        return terms.with_columns(perhaps_renewable=pl.lit(value=False))
    made = (
        terms.filter(output)
        .group_by(YEAR_KEY)
        .agg(made=(pl.col("quantity") * pl.col("scale")).sum(), readable=pl.col("quantity").is_not_null().all())
    )
    went_in = (
        intake.tables["energy_conversion"]
        .filter(pl.any_horizontal((pl.col(name) != 0).fill_null(value=False) for name in _INPUTS))
        .select(YEAR_KEY)
        .unique()
        .with_columns(went_in=pl.lit(value=True))
    )
    burnt = terms.filter((pl.col("flow") == "consumption") & (pl.col("quantity") != 0).fill_null(value=True))
    fuels = burnt.group_by(YEAR_KEY).agg(
        waste_heat=(pl.col("code") == WASTE_HEAT).any(),
        burns=(~pl.col("code").is_in(NO_FUEL)).fill_null(value=True).any(),
    )
    power = _added_up(flows.filter(pl.col("code") == ELECTRICITY)).drop("code")
    joined = made
    for each in (
        power,
        own_renewable(intake),
        went_in,
        fuels,
        enterprises.select(*YEAR_KEY, "industry_division"),
    ):
        joined = joined.join(each, on=YEAR_KEY, how="left")
    nothing_in = pl.col("went_in").is_null() & ~pl.col("waste_heat").fill_null(value=False) & pl.col("readable")
    ordinary = pl.col("industry_division") != POWER_AND_HEAT
    renewable, amount = pl.col("renewable"), pl.col("made")
    # beside an output of its own the renewable electricity would have to be used, too
    apart = pl.col("used") - pl.col("supply") - amount >= renewable * (1 - TOLERANCE)
    certain = (renewable > 0) & (amount <= renewable * (1 + TOLERANCE)) & ~apart.fill_null(value=False)
    partly = (renewable > 0) & (amount > renewable * (1 + TOLERANCE))
    unsaid = renewable.is_null() & ~pl.col("burns").fill_null(value=False)
    judged = joined.select(
        *YEAR_KEY,
        certain=(nothing_in & ordinary & certain & ~pl.col("unread")).fill_null(value=False),
        perhaps=(nothing_in & ordinary & (partly | unsaid | (certain & pl.col("unread")))).fill_null(value=False),
    )
    marked = terms.join(judged, on=YEAR_KEY, how="left", maintain_order="left")
    sure = output & pl.col("certain").fill_null(value=False)
    return marked.with_columns(
        counted=pl.col("counted") & ~sure,
        not_counted_because=pl.when(sure).then(pl.lit("renewable-output")).otherwise("not_counted_because"),
        perhaps_renewable=output & pl.col("perhaps").fill_null(value=False),
    ).drop("certain", "perhaps")
