"""Is a trade two-high: by sector code, where the code is trusted and the product confirmed.

MEE Environment Assessment [2021] No. 45 names six sectors without codes; the mapping to codes carries
its own confidence. A code of medium confidence or better counts; so does a watch product of the province
whose name is confirmed. A code of low confidence, or one whose product is not confirmed, cannot be told.
Metal won from scrap cannot be told either, nor a code that no class has.
The most specific product name decides: 磷酸铁 (not to be misjudged) before the 磷酸 it contains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.reference.industry_classes import no_such_class
from energy_audit.reference.lookup import holds_on

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

TRUSTED = ["high", "medium"]

SMELTING = "有色金属冶炼"
SECONDARY = "再生[铜铝铅锌锡镍锑镁金有银]|废旧|废杂|废[铜铝铅锌]"
"""The sector means smelting; most provinces leave out metal won from scrap (``two_high_sectors.csv``, its conditions)."""


def match_sectors(units: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Match units (enterprises or projects) against the national six sectors and the watch products.

    Args:
        units: ``unit_id`` (unique), ``industry_code`` (4 digits, may be null), ``words`` (all product and
            project names joined, may be empty), ``on`` (the day whose catalogue holds), ``tce_low`` and
            ``tce_high`` (consumption, tce, on whatever basis; null is open).
        reference: ``two_high_sectors`` and the provincial slot.

    Returns:
        ``unit_id``, ``sector`` (name), ``sector_match`` (three-valued), ``sector_confidence``,
        ``in_catalogue`` (null while the provincial catalogue is not loaded).
    """
    listed = reference.two_high_sectors.filter(pl.col("scope").is_in(["CN", "GZ-WATCH"])).select(
        "scope", "sector_zh", "industry_code", "product_keywords", "confidence"
    )
    candidates = (
        _with_specificity(
            units.join(listed.with_row_index("entry"), on="industry_code", how="inner", maintain_order="left")
        )
        .with_columns(trusted=pl.col("confidence").is_in(TRUSTED))
        .filter(
            pl.col("specific").is_null() | (pl.col("specific") == pl.col("specific").max().over("unit_id")),
        )
        .with_columns(
            matched=pl.when(pl.col("trusted") & pl.col("specific").is_not_null() & ~_of_scrap()).then(
                pl.lit(value=True)
            ),
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
        pl.when(pl.col("industry_code").is_null() | no_such_class(pl.col("industry_code"), reference))
        .then(None)
        .when(pl.col("sector").is_null())
        .then(pl.lit(value=False))
        .otherwise(pl.col("sector_match"))
        .alias("sector_match"),
        "sector_confidence",
    ).join(_in_catalogue(units, reference), on="unit_id", how="left", maintain_order="left")


def _of_scrap() -> pl.Expr:
    """Whether the sector is smelting and what the unit makes is won from scrap: for a person to say."""
    of_scrap = pl.col("words").str.contains(SECONDARY).fill_null(value=False)
    return (pl.col("sector_zh") == SMELTING) & of_scrap


def _with_specificity(candidates: pl.DataFrame) -> pl.DataFrame:
    """Add ``specific`` (``_specificity``); thousands of units with one code have few words between them."""
    way = ["entry", "words"]
    ways = candidates.select(*way, "product_keywords").unique(way, maintain_order=True)
    told = ways.select(*way, specific=_specificity())
    return candidates.join(told, on=way, how="left", nulls_equal=True, maintain_order="left")


def _specificity() -> pl.Expr:
    """Length of the longest product name found among the words; 0 where the row names none, null where none is found."""
    lengths = pl.struct("product_keywords", "words").map_elements(
        _longest_found, return_dtype=pl.Int64, skip_nulls=False
    )
    return pl.when(pl.col("product_keywords").list.len() == 0).then(pl.lit(0, pl.Int64)).otherwise(lengths)


def _longest_found(row: dict[str, object]) -> int | None:
    """Few rows come here: an entry of the list and the words of units with its code."""
    words = str(row["words"] or "")
    keywords = row["product_keywords"]
    found = [len(str(each)) for each in keywords if str(each) in words] if isinstance(keywords, list) else []
    return max(found, default=None)


def _in_catalogue(units: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Whether the loaded provincial catalogue lists the unit, three-valued; null while it is not loaded.

    An entry covers its class or everything below its division or group, all of it or the products it names, from
    its threshold on. A named product cannot be looked for where the unit names none; an entry that is a draft,
    or of low confidence, decides nothing. A code that no class has clears nobody.
    """
    catalogue = reference.guizhou_two_high_catalogue
    if catalogue.is_empty():
        return units.select("unit_id", in_catalogue=pl.lit(None, pl.Boolean))
    by_length = [
        units.with_columns(entry=pl.col("industry_code").str.head(digits)).join(
            catalogue.rename({"industry_code": "entry"}).filter(pl.col("entry").str.len_chars() == digits), on="entry"
        )
        for digits in (2, 3, 4)
    ]
    hits = (
        pl.concat(by_length)
        .filter(holds_on(pl.col("on")))
        .with_columns(hit=_named() & _above_threshold())
        .with_columns(hit=pl.when(_is_sound() | ~pl.col("hit")).then(pl.col("hit")))
        .group_by("unit_id")
        .agg(in_catalogue=pl.col("hit").any(ignore_nulls=False), listed=pl.len())
    )
    told = (
        pl.when(pl.col("listed").is_not_null())
        .then(pl.col("in_catalogue"))
        .when(pl.col("industry_code").is_not_null())
        .then(pl.lit(value=False))
    )
    # of a code that no class has, nobody knows which entry it should have had
    is_code = ~no_such_class(pl.col("industry_code"), reference)
    return (
        units.select("unit_id", "industry_code")
        .join(hits, on="unit_id", how="left", maintain_order="left")
        .select("unit_id", in_catalogue=pl.when(told | is_code).then(told))
    )


def _named() -> pl.Expr:
    """Whether the unit makes a product of the entry; unknown where the entry names products and the unit none."""
    tells = pl.col("words").fill_null("").str.len_chars() > 0
    none_named = pl.col("product_keywords").list.len() == 0
    return pl.when(none_named | tells).then(_specificity().is_not_null())


def _above_threshold() -> pl.Expr:
    """Whether consumption reaches the entry's threshold, three-valued; true where it has none."""
    line = pl.col("threshold_tce")
    return (
        pl.when(line.is_null() | (pl.col("tce_low") >= line))
        .then(pl.lit(value=True))
        .when(pl.col("tce_high") < line)
        .then(pl.lit(value=False))
    )


def _is_sound() -> pl.Expr:
    return pl.col("legal_status").is_in(["in_force", "superseded"]) & (pl.col("confidence") != "low")
