"""The equal-value factor of electricity: what the authority loaded, what practice shows, and what a value looks like.

GB/T 2589-2020 takes the coal rate of **generation** of the year before, the 2008 edition that of the same year. That
rate is not public after 2016, so the factor is asked for by year and body and never computed here.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import holds_on
from energy_audit.reference.once import once

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

ELECTRICITY = "33"
WHOLE_COUNTRY = "100000"
"""The region code of a national factor in the ``equal_factors`` slot."""

TCE_PER_10_MWH = {"tce/万千瓦时": Decimal(1), "kgce/kWh": Decimal(10), "gce/kWh": Decimal("0.01")}
"""The units a factor may be stated in, each with its size in tce per 10^4 kWh."""

NEAR = Decimal("0.0005")
"""tce per 10^4 kWh: a filed factor this near to a known one is that one; factors are filed to three decimals."""

KNOWN_SCHEMA = pl.Schema({"value": NUMBER, "name_zh": pl.String(), "name_en": pl.String()})
"""What ``known_equal_factors`` returns."""

_ANSWER = ("factor", "factor_min", "factor_max", "citation", "confidence", "legal_status")


def equal_factor_on(reference: Reference, on: date, region_code: str | None = None) -> pl.DataFrame:
    """Return the equal factor of electricity for a day: the loaded one, else the range seen in practice.

    Loaded factors serve their year and the region they are for; the nearest one serves: county, prefecture,
    province, whole country. One of low confidence serves nobody.

    Args:
        reference: the tables.
        on: the day, in practice the end of the reporting period.
        region_code: six digits; None takes a national factor or the practice range.

    Returns:
        At most one row: factor, factor_min, factor_max (tce per 10^4 kWh), citation, confidence, legal_status.
    """
    nearest = _regions(region_code)
    loaded = (
        reference.equal_factors.filter(pl.col("year") == on.year, pl.col("confidence") != "low")
        .filter(pl.col("region_code").is_in(nearest) & holds_on(on))
        .with_columns(
            factor=(pl.col("factor") * pl.col("unit").replace_strict(TCE_PER_10_MWH, return_dtype=NUMBER)).cast(NUMBER),
            factor_min=pl.lit(None, NUMBER),
            factor_max=pl.lit(None, NUMBER),
            rank=pl.col("region_code").replace_strict(
                {code: rank for rank, code in enumerate(nearest)}, return_dtype=pl.Int64
            ),
        )
        .sort("rank")
        .head(1)
    )
    if loaded.height:
        return loaded.select(_ANSWER)
    practice = reference.energy_factors.filter(basis="equal", energy_code=ELECTRICITY).filter(holds_on(on))
    return practice.select(_ANSWER)


def equal_factors_of(reference: Reference, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Return what is known of the factor for each enterprise-year, should it have filed none.

    Args:
        reference: the tables.
        enterprises: uscc, report_year, region_code.

    Returns:
        uscc, report_year; loaded_equal, seen_low, seen_high: NUMBER, tce per 10^4 kWh, null where there is none;
        equal_citation: String, what they stand on.
    """
    wanted = enterprises.select("report_year", "region_code").unique(maintain_order=True).drop_nulls("report_year")
    if reference.equal_factors.is_empty():
        wanted = wanted.with_columns(asked=pl.lit(None, pl.String))
    else:
        wanted = wanted.with_columns(asked="region_code")
    pairs = wanted.select("report_year", "asked").unique(maintain_order=True)
    answers = [
        (year, region, *_one_answer(equal_factor_on(reference, date(year, 12, 31), region)))
        for year, region in pairs.iter_rows()
        if MINYEAR <= year <= MAXYEAR  # a year that no calendar has is kept as it was filed, and has no factor
    ]
    known = pl.DataFrame(
        answers,
        schema={
            "report_year": pl.Int64,
            "asked": pl.String,
            "loaded_equal": NUMBER,
            "seen_low": NUMBER,
            "seen_high": NUMBER,
            "equal_citation": pl.String,
        },
        orient="row",
    )
    joined = wanted.join(known, on=["report_year", "asked"], how="left", nulls_equal=True, maintain_order="left")
    return (
        enterprises.select("uscc", "report_year", "region_code")
        .join(joined.drop("asked"), on=["report_year", "region_code"], how="left", nulls_equal=True)
        .drop("region_code")
    )


@once
def known_equal_factors(reference: Reference, report_year: int) -> pl.DataFrame:
    """Return the factors that filings of a year are known to take, right or not, each by its name.

    Coal rates of generation and supply up to the year, the constants of local standards and those set in public
    software. They only tell what was taken: none of them serves as a factor.

    Returns:
        value: NUMBER, tce per 10^4 kWh; name_zh, name_en: String; sorted by value, a value may stand twice.
    """
    rates = {"coal_rate_generation": ("发电煤耗", "generation"), "coal_rate_supply": ("供电煤耗", "supply")}
    local = "electricity_equal_value_local"
    by_year = reference.electricity.filter(
        pl.col("metric").is_in([*rates, local]) & (pl.col("year") <= report_year) & (pl.col("year") >= report_year - 8)
    )
    named = []
    for row in by_year.iter_rows(named=True):
        value = row["value"] * TCE_PER_10_MWH[row["unit"]]
        if row["metric"] == local:
            named.append(
                (value, f"{row['region_zh']}地方标准（{row['citation']}）", f"{row['region_en']} local standard")
            )
            continue
        rate_zh, rate_en = rates[row["metric"]]
        named.append(
            (
                value,
                f"{row['year']}年{row['region_zh']}{rate_zh}",
                f"coal rate of {rate_en}, {row['region_en']} {row['year']}",
            )
        )
    named += [
        (row["factor"] * TCE_PER_10_MWH[row["unit"]], row["name_zh"], row["name_en"])
        for row in reference.equal_factor_choices.iter_rows(named=True)
    ]
    return pl.DataFrame(named, schema=KNOWN_SCHEMA, orient="row").sort("value", maintain_order=True)


def _regions(code: str | None) -> list[str]:
    if not code:
        return [WHOLE_COUNTRY]
    return list(dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000", WHOLE_COUNTRY)))


def _one_answer(found: pl.DataFrame) -> tuple[object, object, object, object]:
    if found.is_empty():
        return None, None, None, None
    row = found.row(0, named=True)
    return row["factor"], row["factor_min"], row["factor_max"], row["citation"]
