"""Values of whole columns as texts: the same words as ``wording`` gives for one value, one expression a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.wording import AT_LEAST, AT_MOST, FIELD, RANGE, UNKNOWN, unit_after, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from energy_audit.catalogue import Language

_FIELD_OR_RANGE = re.compile(f"{RANGE.pattern}|{FIELD.pattern}")
_ESCAPES = {
    **{chr(code): f"\\u{code:04x}" for code in range(0x20)},
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    '"': '\\"',
    "\\": "\\\\",
}
"""What a JSON text may not hold as it is (RFC 8259, section 7), in the spelling of Python's ``json``."""


def exact(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Write a column exactly (``wording.exact_text``), but unknown stays null."""
    text = column.cast(pl.String)
    return text.str.strip_chars_end("0").str.strip_chars_end(".") if isinstance(dtype, pl.Decimal) else text


def with_unit(column: pl.Expr, dtype: pl.DataType, unit: str, language: Language, text_after: str = "") -> pl.Expr:
    """Write a column for people, with its unit (``wording.with_unit``), but for what ``is_grouped``."""
    if isinstance(dtype, pl.Boolean):
        yes, no = (pl.lit(value_text(truth, language)) for truth in (True, False))
        text: pl.Expr = pl.when(column).then(yes).when(column.not_()).then(no)
    else:
        text = exact(column, dtype)
    if dtype.is_numeric():
        return digits_with_unit(text, unit, language, text_after)
    return text.fill_null(UNKNOWN.of(language))


def is_grouped(dtype: pl.DataType, unit: str) -> bool:
    """Whether the thousands of a column are told apart for people: it needs ``with_grouped``, then ``digits_with_unit``."""
    return dtype.is_numeric() and unit != "year"


def digits_with_unit(digits: pl.Expr, unit: str, language: Language, text_after: str = "") -> pl.Expr:
    """Write numbers whose digits are written for people, with their unit."""
    return pl.concat_str(digits, pl.lit(unit_after(unit, language, text_after))).fill_null(UNKNOWN.of(language))


def grouped_column(name: str) -> str:
    """Name the column that holds another's numbers as ``with_grouped`` writes them."""
    return f",{name}"


def with_grouped(rows: pl.DataFrame, numbers: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """Add columns (``grouped_column``) of numbers with a comma after every third digit before the point.

    Args:
        rows: the rows.
        numbers: by name, what writes them as ``exact`` does.
    """
    if not numbers:
        return rows.lazy()
    points = rows.select(
        digits.str.find(".", literal=True).fill_null(digits.str.len_bytes()).cast(pl.Int64).alias(_point(name))
        for name, digits in numbers.items()
    )
    longest = points.max().row(0, named=True)
    commas = {name: ((longest[_point(name)] or 1) - 1) // 3 for name in numbers}
    return (
        rows.hstack(points)
        .lazy()
        .with_columns(
            _grouped(name, digits, commas[name]).alias(grouped_column(name)) for name, digits in numbers.items()
        )
    )


def _point(name: str) -> str:
    return f"point {name}"


def _grouped(name: str, digits: pl.Expr, commas: int) -> pl.Expr:
    """Write numbers with up to some commas: slices do so in a quarter of the time that patterns take."""
    point = pl.col(_point(name))
    length = point - digits.str.starts_with("-").cast(pl.Int64)
    text = digits
    for number in range(1, commas + 1):
        starts = [point - 3 * group for group in range(number, 0, -1)]
        inner = (digits.str.slice(start, 3) for start in starts[:-1])
        parted = pl.concat_str(digits.str.head(starts[0]), *inner, digits.str.slice(starts[-1]), separator=",")
        text = pl.when(length > 3 * number).then(parted).otherwise(text)
    return text


def filled(template: str, of_field: Callable[[str, str], pl.Expr], language: Language) -> pl.Expr:
    """Fill the named fields of a message; ``of_field`` gets a field's name and the text that follows it."""
    parts, end = [], 0
    for match in _FIELD_OR_RANGE.finditer(template):
        after = template[match.end() :]
        parts.append(pl.lit(template[end : match.start()]))
        if match["of"]:
            low, high = f"{match['of']}_low", f"{match['of']}_high"
            parts.append(_range(of_field(low, match["sign"]), match["sign"], of_field(high, after), language))
        else:
            parts.append(of_field(match[0].strip("{}"), after))
        end = match.end()
    return pl.concat_str(*parts, pl.lit(template[end:]))


def _range(low: pl.Expr, sign: str, high: pl.Expr, language: Language) -> pl.Expr:
    """Say both ends of a quantity, one where they agree, and as a bound the only one known."""
    unknown = pl.lit(UNKNOWN.of(language))
    return (
        pl.when(low == high)
        .then(high)
        .when(low == unknown)
        .then(pl.concat_str(pl.lit(AT_MOST.of(language)), high))
        .when(high == unknown)
        .then(pl.concat_str(pl.lit(AT_LEAST.of(language)), low))
        .otherwise(pl.concat_str(low, pl.lit(sign), high))
    )


def quoted(text: pl.Expr) -> pl.Expr:
    """Write texts as JSON strings; unknown stays null."""
    return pl.concat_str(pl.lit('"'), escaped(text), pl.lit('"'))


def escaped(text: pl.Expr) -> pl.Expr:
    """Write texts as they stand between the quotes of a JSON string."""
    return text.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
