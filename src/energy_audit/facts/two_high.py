"""Which two-high sector an enterprise is of, by the code, the name and the products of its industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import COAL_CODES, YEAR_KEY, YEAR_NO
from energy_audit.facts.law_day import law_ends
from energy_audit.facts.sectors import match_sectors
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.reference.tables import Reference

ENDS = ["tce_calorific_low", "tce_calorific_high", "tce_equal_low", "tce_equal_high"]

_DESCRIBED = ["unit_id", "industry_code", "words", "on", "tce_low", "tce_high"]
_NAMED = "_named"


def two_high_facts(
    identified: pl.DataFrame,
    children: dict[str, pl.DataFrame],
    account: EnergyAccount,
    reference: Reference,
    rules_as_of: date | None,
) -> pl.DataFrame:
    """Return the two-high sector of each enterprise-year; its products and its coal use confirm the code.

    An industry named otherwise than it is coded is of one of the two: what they do not share is not known.

    Args:
        identified: the enterprise-years with industry_code and industry_name.
        children: fact tables of the other subjects; of products the names are read.
        account: the energy account.
        reference: two-high sectors, the provincial catalogue and the names of the industries.
        rules_as_of: the day whose catalogue holds, instead of the end of the filing's year.

    Returns:
        uscc, report_year; two_high_sector, two_high_sector_confidence: String; two_high_sector_match,
        in_provincial_two_high_catalogue: Boolean, three-valued.
    """
    named = children["product"].group_by(YEAR_KEY).agg(products=pl.col("product_name").drop_nulls().str.join(" "))
    coal = (
        account.rows.lazy()
        .filter(pl.col("code").is_in(COAL_CODES) & (pl.col("quantity") > 0).fill_null(value=False))
        .unique(YEAR_NO)
        .select(*YEAR_KEY, fuel=pl.lit("燃煤"))
        .collect()
    )
    units = (
        identified.select(*YEAR_KEY, "industry_code", "industry_name")
        .join(named, on=YEAR_KEY, how="left", maintain_order="left")
        .join(coal, on=YEAR_KEY, how="left", maintain_order="left")
        .join(account.totals.select(*YEAR_KEY, *ENDS), on=YEAR_KEY, how="left", maintain_order="left")
        .with_row_index("unit_id")
        .with_columns(
            words=pl.concat_str("products", "fuel", separator=" ", ignore_nulls=True),
            on=law_ends(rules_as_of),
            # the catalogue's threshold names no basis, so both must agree; an open end leaves it open
            tce_low=_least("tce_calorific_low", "tce_equal_low"),
            tce_high=_most("tce_calorific_high", "tce_equal_high"),
        )
    )
    coded = match_sectors(units.select(_DESCRIBED), reference)
    otherwise = _named_otherwise(units, reference)
    named = match_sectors(otherwise.select(_DESCRIBED), reference)
    both = coded.join(named, on="unit_id", how="left", suffix=_NAMED, maintain_order="left").with_columns(
        otherwise=pl.col("unit_id").is_in(otherwise["unit_id"].implode())
    )
    return units.join(both, on="unit_id", how="left", maintain_order="left").select(
        *YEAR_KEY,
        two_high_sector=pl.coalesce("sector", f"sector{_NAMED}"),
        two_high_sector_match=_shared("sector_match"),
        two_high_sector_confidence=pl.coalesce("sector_confidence", f"sector_confidence{_NAMED}"),
        in_provincial_two_high_catalogue=_shared("in_catalogue"),
    )


def _named_otherwise(units: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """The units whose industry has the name of another class, with the code of that."""
    classes = reference.industries.filter(level="class").select(_name=normalised(pl.col("name_zh")), named="code")
    named = units.with_columns(_name=normalised(pl.col("industry_name"))).join(
        classes.unique("_name", keep="none"), on="_name", how="inner", maintain_order="left"
    )
    return named.filter(pl.col("named") != pl.col("industry_code")).with_columns(industry_code="named")


def _shared(column: str) -> pl.Expr:
    """What holds of the code, unless the name says otherwise."""
    differ = pl.col("otherwise") & pl.col(column).ne_missing(pl.col(f"{column}{_NAMED}"))
    return pl.when(~differ).then(pl.col(column))


def _least(left: str, right: str) -> pl.Expr:
    return pl.when(pl.col(left).is_not_null() & pl.col(right).is_not_null()).then(pl.min_horizontal(left, right))


def _most(left: str, right: str) -> pl.Expr:
    return pl.when(pl.col(left).is_not_null() & pl.col(right).is_not_null()).then(pl.max_horizontal(left, right))
