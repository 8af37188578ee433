"""Texts of figures to ``NUMBER``, rounded half up at the twelfth decimal; Polars alone would round half to even."""

from __future__ import annotations

import struct
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

import polars as pl

from energy_audit.filing.schema import LARGEST, NUMBER

SMALLEST = Decimal("1E-12")

_LONGEST_KEPT = len(".123456789012")
"""A text that is no longer holds no further decimals, unless it has an exponent and is next to nothing."""
_NEXT_TO_NOTHING = Decimal("1E-9")
_SHORTEST_EXPONENT = len("1E-9")

_FLOAT_DECIMALS = 6
_FLOAT_LIMIT = 10**15
"""Floats hold fifteen digits for certain."""
_LIFT = 3 * 2.0**51
(_LIFT_BITS,) = struct.unpack("<q", struct.pack("<d", _LIFT))


def exact_numbers(texts: pl.Series) -> pl.Series:
    """Read plain figures, with or without exponent; null where a text is none or is impossibly large."""
    values = texts.cast(NUMBER, strict=False)
    at = _at_rounded(texts, values)
    if at.is_empty():
        return values
    doubtful = texts.gather(at)
    words = doubtful.unique()
    rounded = pl.DataFrame(
        {"text": words, "value": map(_rounded, words)}, schema={"text": pl.String(), "value": NUMBER}
    )
    found = doubtful.to_frame("text").join(rounded, on="text", how="left", maintain_order="left")["value"]
    return values.scatter(at, found)


def _at_rounded(texts: pl.Series, values: pl.Series) -> pl.Series:
    """Return the places (0-based) of the texts that may have been rounded when they were read."""
    length = texts.str.len_bytes()
    at = (length > _LONGEST_KEPT).arg_true()
    tiny = values.is_between(-_NEXT_TO_NOTHING, _NEXT_TO_NOTHING, closed="none")
    if not tiny.any():
        return at
    at_tiny = (tiny & (length >= _SHORTEST_EXPONENT)).arg_true()
    at_tiny = at_tiny.filter(texts.gather(at_tiny).str.contains("[eE]"))  # others are plain zeros, such as 0.00
    return pl.concat([at, at_tiny]).unique() if len(at_tiny) else at


def exact_floats(value: pl.Expr) -> pl.Expr:
    """Read the floats that stand for a figure of up to six decimals and fifteen digits; null where one does not.

    Such a figure in millionths is a whole number n below 2^53, so both ``value * 10^6`` and ``n / 10^6`` round to the
    nearest float, and the float is that figure's own if and only if the division gives it back.

    Between 2^52 and 2^53 floats are the whole numbers and their bits count them, so 3 * 2^51 is added: that rounds to
    a whole number, and the bits say which. It takes a third of the time that rounding and conversion take.
    """
    floats = value.cast(pl.Float64)
    lifted = floats * 10**_FLOAT_DECIMALS + _LIFT
    millionths = lifted - _LIFT
    # a column of millions: Polars divides by one number as it multiplies by its reciprocal, which rounds twice
    millions = floats * 0 + 10**_FLOAT_DECIMALS
    own = (millionths / millions == value) & (millionths.abs() < _FLOAT_LIMIT)
    stored = 10 ** ((NUMBER.scale or 0) - _FLOAT_DECIMALS)
    whole = lifted.reinterpret(dtype=pl.Int64) - _LIFT_BITS
    return pl.when(own).then(whole.cast(pl.Int128) * pl.lit(stored, pl.Int128)).reinterpret(dtype=NUMBER)


def as_filed(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Say what a cell holds as its file does; figures that were filed as floats have no zeros behind them.

    A float is said the same way whether or not the floats beside it let their column be read as figures.
    """
    text = value.cast(pl.String)
    if dtype.is_float():
        return pl.coalesce(_without_zeros(exact_floats(value).cast(pl.String)), text)
    return _without_zeros(text) if dtype == NUMBER else text


def _without_zeros(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars_end("0").str.replace(r"\.$", ".0")


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
