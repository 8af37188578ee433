"""Texts of figures to ``NUMBER``, rounded half up at the twelfth decimal; Polars alone would round half to even."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

import polars as pl

from energy_audit.filing.schema import LARGEST, NUMBER

SMALLEST = Decimal("1E-12")

_LONGEST_KEPT = len(".123456789012")
"""A text that is no longer holds no further decimals, unless it has an exponent and is next to nothing."""
_NEXT_TO_NOTHING = Decimal("1E-9")
_SHORTEST_EXPONENT = len("1E-9")


def exact_numbers(texts: pl.Series) -> pl.Series:
    """Read plain figures, with or without exponent; null where a text is none or is impossibly large."""
    values = texts.cast(NUMBER, strict=False)
    length = texts.str.len_bytes()
    long = (length > _LONGEST_KEPT) | ((values.abs() < _NEXT_TO_NOTHING) & (length >= _SHORTEST_EXPONENT))
    long = long.fill_null(value=False)
    if not long.any():
        return values
    words = texts.filter(long).unique()
    rounded = pl.DataFrame(
        {"text": words, "value": [_rounded(word) for word in words]}, schema={"text": pl.String(), "value": NUMBER}
    )
    found = texts.to_frame("text").join(rounded, on="text", how="left", maintain_order="left")["value"]
    return pl.select(pl.when(long).then(found).otherwise(values)).to_series().alias(texts.name)


def _rounded(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
        if not value.is_finite() or abs(value) >= LARGEST * 10**9:
            return None
        with localcontext() as context:
            context.prec = 60
            return value.quantize(SMALLEST, ROUND_HALF_UP)
    except InvalidOperation:
        return None
