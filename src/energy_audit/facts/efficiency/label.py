"""The grade that a nameplate states itself: worth something only with the standard and edition it is of."""

from __future__ import annotations

import polars as pl

_GRADE = r"(III|II|I|[123一二三])\s*级"
_NUMBERS = {"1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "三": 3, "I": 1, "II": 2, "III": 3}
_STANDARD = r"(?i)GB\s*(?:/\s*T)?\s*(\d{4,5})\s*[-—–]\s*(\d{4})"


def labelled(devices: pl.DataFrame) -> pl.DataFrame:
    """Read the filed grade and the standard it is of.

    Args:
        devices: efficiency_level, nameplate_standard: String as filed.

    Returns:
        ``devices`` with ``label``: Int64, 1 to 3; ``label_standard``: String, as ``GB 18613-2020``; null where not filed.
    """
    level = pl.col("efficiency_level").str.normalize("NFKC")
    told = pl.concat_str(pl.col("nameplate_standard").fill_null(""), level.fill_null(""), separator=" ").str.normalize(
        "NFKC"
    )
    number, edition = told.str.extract(_STANDARD, 1), told.str.extract(_STANDARD, 2)
    return devices.with_columns(
        label=level.str.extract(_GRADE).replace_strict(_NUMBERS, default=None, return_dtype=pl.Int64),
        label_standard=pl.concat_str(pl.lit("GB "), number, pl.lit("-"), edition),
    )


def label_grade(standard: str) -> pl.Expr:
    """The stated grade where it is of this standard and edition; the same number of another edition is another grade."""
    return pl.when(pl.col("label_standard") == standard).then("label")
