"""Is a trade two-high: by sector code, where the code is trusted and the product confirmed.

MEE Environment Assessment [2021] No. 45 names six sectors without codes; the mapping to codes carries
its own confidence. A code of medium confidence or better counts; so does a watch product of the province
whose name is confirmed. A code of low confidence, or one whose product is not confirmed, cannot be told.
The most specific product name decides: 磷酸铁 (not to be misjudged) before the 磷酸 it contains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

TRUSTED = ["high", "medium"]


def match_sectors(units: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Match units (enterprises or projects) against the national six sectors and the watch products.

    Args:
        units: ``unit_id`` (unique), ``industry_code`` (4 digits, may be null), ``words`` (all product and
            project names joined, may be empty).
        reference: ``two_high_sectors`` and the provincial slot.

    Returns:
        ``unit_id``, ``sector`` (name), ``sector_match`` (three-valued), ``sector_confidence``,
        ``in_catalogue`` (null while the provincial catalogue is not loaded).
    """
    listed = reference.two_high_sectors.filter(pl.col("scope").is_in(["CN", "GZ-WATCH"])).select(
        "scope", "sector_zh", "industry_code", "product_keywords", "confidence"
    )
    candidates = (
        units.join(listed, on="industry_code", how="inner", maintain_order="left")
        .with_columns(trusted=pl.col("confidence").is_in(TRUSTED), specific=_specificity())
        .filter(
            pl.col("specific").is_null() | (pl.col("specific") == pl.col("specific").max().over("unit_id")),
        )
        .with_columns(
            matched=pl.when(pl.col("trusted") & pl.col("specific").is_not_null()).then(pl.lit(value=True)),
            better=pl.col("confidence").replace_strict({"high": 2, "medium": 1, "low": 0}),
        )
        .sort("matched", "specific", "better", descending=True, nulls_last=True, maintain_order=True)
        .group_by("unit_id", maintain_order=True)
        .agg(
            sector=pl.col("sector_zh").first(),
            sector_match=pl.col("matched").first(),
            sector_confidence=pl.col("confidence").first(),
        )
    )
    matched = units.select("unit_id", "industry_code").join(candidates, on="unit_id", how="left", maintain_order="left")
    return matched.select(
        "unit_id",
        "sector",
        pl.when(pl.col("industry_code").is_null())
        .then(None)
        .when(pl.col("sector").is_null())
        .then(pl.lit(value=False))
        .otherwise(pl.col("sector_match"))
        .alias("sector_match"),
        "sector_confidence",
    ).join(_in_catalogue(units, reference), on="unit_id", how="left", maintain_order="left")


def _specificity() -> pl.Expr:
    """Length of the longest product name found among the words; 0 where the row names none, null where none is found."""
    lengths = pl.struct("product_keywords", "words").map_elements(
        _longest_found, return_dtype=pl.Int64, skip_nulls=False
    )
    return pl.when(pl.col("product_keywords").list.len() == 0).then(pl.lit(0, pl.Int64)).otherwise(lengths)


def _longest_found(row: dict[str, object]) -> int | None:
    """Few rows come here: only units whose code is listed with product names."""
    words = str(row["words"] or "")
    keywords = row["product_keywords"]
    found = [len(str(each)) for each in keywords if str(each) in words] if isinstance(keywords, list) else []
    return max(found, default=None)


def _confirmed() -> pl.Expr:
    """Whether a named product is among the words; a row that names none covers the whole class."""
    named = pl.col("product_keywords").list.len() > 0
    pattern = pl.col("product_keywords").list.join("|")
    return ~named | pl.col("words").str.contains(pattern).fill_null(value=False)


def _in_catalogue(units: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Whether the loaded provincial catalogue lists the unit; null while it is not loaded."""
    catalogue = reference.guizhou_two_high_catalogue
    if catalogue.is_empty():
        return units.select("unit_id", in_catalogue=pl.lit(None, pl.Boolean))
    hits = (
        units.join(catalogue.select("industry_code", "product_keywords"), on="industry_code", how="inner")
        .filter(_confirmed())
        .select("unit_id")
        .unique()
        .with_columns(in_catalogue=pl.lit(value=True))
    )
    return (
        units.select("unit_id")
        .join(hits, on="unit_id", how="left", maintain_order="left")
        .with_columns(pl.col("in_catalogue").fill_null(value=False))
    )
