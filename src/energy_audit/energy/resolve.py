"""Which energy a row means, in which unit, and what one filed unit is worth by the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import GRAND_TOTAL
from energy_audit.energy.units import with_unit_factor
from energy_audit.exact import NUMBER
from energy_audit.reference.lookup import energy_names, factors_on, media_names, normalised_energy_name
from energy_audit.reference.once import once
from energy_audit.reference.year_day import day_of_year

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

_WRITTEN = ["energy_code", "energy_name", "unit", "density", "report_year"]
"""What a row says of its energy and its unit, and when."""


def resolve_energy(terms: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Resolve energy and unit of every row, and join the reference factor in force on the last day of its report year.

    Code and name must agree where both are given; a name that may mean several energies means none.

    Returns:
        ``terms`` with ``code`` (null = unknown or ambiguous), ``standard_unit``, ``dimension`` (of that unit), ``scale``
        (standard units in one filed unit; null = unknown or impossible unit), ``energy_issue`` and ``unit_issue``
        (problem code or null), ``candidates`` (what the name may mean, for the message), ``medium_keys`` (List, what
        medium of GB/T 2589 table B.1 the row is; null where it is none: water and compressed air are no energies);
        ``reference_default`` (null where the standard gives only a range), ``reference_low``, ``reference_high`` (tce
        per filed unit), ``reference_citation``, ``reference_confidence``.
    """
    # what is filed a million times is written in a few hundred ways
    differs = terms.select((pl.col(name).ne_missing(pl.col(name).first())).any() for name in _WRITTEN)
    told_by = [name for name in _WRITTEN if differs[name].item()] or _WRITTEN
    ways = terms.select(_WRITTEN).unique(told_by, keep="first", maintain_order=True)
    known = _with_reference_factors(_resolved(ways, reference), reference)
    found = known.drop(name for name in _WRITTEN if name not in told_by)
    return terms.join(found, on=told_by, how="left", nulls_equal=True, maintain_order="left")


def written_code() -> pl.Expr:
    """The code of a row as the catalogue writes it: 9, ９ and the 9.0 of programs that know numbers alone are 09."""
    return pl.col("energy_code").str.normalize("NFKC").str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1").str.zfill(2)


def _resolved(terms: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Resolve energy and unit row by row."""
    catalogue = reference.energy_catalogue.select("code", "dimension", "liquid", standard_unit="unit")
    by_code = pl.when(pl.col("energy_code").str.strip_chars() != "").then(written_code())
    named = terms.with_columns(by_code=by_code, name=normalised_energy_name(pl.col("energy_name"))).join(
        _names(reference), on="name", how="left", maintain_order="left"
    )
    named = named.join(media_names(reference), on="name", how="left", maintain_order="left")
    known = pl.col("by_code").is_in(catalogue["code"].to_list())
    contradicts = pl.col("by_code").is_in(pl.col("energy_codes")).not_().fill_null(value=False)
    named = named.with_columns(
        medium_keys=pl.when(~known.fill_null(value=False) & pl.col("by_name").is_null()).then("medium_keys")
    )
    issue = (
        pl.when(pl.col("medium_keys").is_not_null())
        .then(None)
        .when(pl.col("by_code").is_not_null() & ~known)
        .then(pl.lit("unknown-energy"))
        .when(contradicts)
        .then(pl.lit("energy-code-name-disagree"))
        .when(pl.col("by_code").is_not_null())
        .then(None)
        .when(pl.col("energy_codes").list.len() > 1)
        .then(pl.lit("ambiguous-energy"))
        .when(pl.col("by_name").is_null())
        .then(pl.lit("unknown-energy"))
    )
    coded = named.with_columns(energy_issue=issue).with_columns(
        code=pl.when(pl.col("energy_issue").is_null()).then(pl.coalesce("by_code", "by_name"))
    )
    scaled = with_unit_factor(coded.join(catalogue, on="code", how="left", maintain_order="left"), reference).collect()
    unit_issue = (
        pl.when(pl.col("code").is_null() | (pl.col("code") == GRAND_TOTAL) | pl.col("unit_factor").is_not_null())
        .then(None)
        .when(pl.col("unit_dimension").is_null())
        .then(pl.lit("unknown-unit"))
        .when((pl.col("dimension") == "mass") & pl.col("liquid") & (pl.col("unit_dimension") == "volume"))
        .then(pl.lit("density-missing"))
        .otherwise(pl.lit("impossible-unit"))
    )
    return (
        scaled.with_columns(unit_issue=unit_issue)
        .rename({"unit_factor": "scale"})
        .drop("by_code", "by_name", "name", "energy_codes", "liquid", "unit_dimension")
    )


@once
def _names(reference: Reference) -> pl.DataFrame:
    """Every name an energy goes by, with the one code it means or the list of what it may mean."""
    titles = reference.energy_catalogue.select(energy_codes="code", title=pl.concat_str("code", pl.lit(" "), "name_zh"))
    listed = (
        energy_names(reference)
        .explode("energy_codes")
        .join(titles, on="energy_codes", how="left", maintain_order="left")
        .group_by("name", maintain_order=True)
        .agg(
            by_name=pl.col("energy_code").first(),
            energy_codes=pl.col("energy_codes"),
            candidates=pl.col("title").str.join("、"),
        )
    )
    return listed.select("name", "by_name", "energy_codes", "candidates")


def _with_reference_factors(terms: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Join the reference factors row by row, by code and year; given per standard unit, they become those per filed unit."""
    period_end = day_of_year(pl.col("report_year"), 12, 31)
    dated = terms.with_columns(on=period_end)
    factors = factors_on(reference, dated["on"].drop_nulls().unique()).select(
        "on",
        code="energy_code",
        reference_default=pl.col("factor"),
        reference_low=pl.coalesce("factor_min", "factor"),
        reference_high=pl.coalesce("factor_max", "factor"),
        reference_citation="citation",
        reference_confidence="confidence",
    )
    accepted = _accepted_besides(factors, reference)
    per_filed_unit = [
        (pl.col(name) * pl.col("scale")).cast(NUMBER).alias(name)
        for name in ("reference_default", "reference_low", "reference_high")
    ]
    return (
        dated.join(accepted, on=["on", "code"], how="left", maintain_order="left")
        .with_columns(per_filed_unit)
        .drop("on")
    )


def _accepted_besides(factors: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Widen the reference of heat to both editions' values: 0.0341 and 0.03412 are both accepted."""
    catalogue = reference.energy_catalogue.select("code", other=pl.col("factor"), kind="kind")
    other = pl.when(pl.col("kind").is_in(["heat", "recovered"])).then(pl.col("other"))
    return (
        factors.join(catalogue, on="code", how="left", maintain_order="left")
        .with_columns(
            reference_low=pl.min_horizontal("reference_low", other),
            reference_high=pl.max_horizontal("reference_high", other),
        )
        .drop("other", "kind")
    )
