"""Columns of figures: read as they are where they are plain, and by the parser of ``cells`` where they are odd."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.schema import LARGEST, NUMBER
from energy_audit.filing.values import cells
from energy_audit.filing.values.decimals import exact_numbers
from energy_audit.filing.values.filed_texts import as_texts
from energy_audit.filing.values.odd_cells import NONE_ODD, Odd, amended, cleared, lost, told_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.schema import Column

_NO_NUMBER, _NO_INTEGER = FilingProblem.UNREADABLE_NUMBER.code, FilingProblem.UNREADABLE_INTEGER.code


def is_figures(dtype: pl.DataType) -> bool:
    """Tell whether cells of a type are figures that need not be read."""
    return dtype.is_integer() or (isinstance(dtype, pl.Decimal) and dtype.scale <= (NUMBER.scale or 0))


def from_figures(raw: pl.Series, column: Column) -> tuple[pl.Series, Odd]:
    """Take over cells that are figures already, as ``is_figures`` tells them."""
    values = raw.cast(NUMBER, strict=False)
    odd = lost(raw, values, FilingProblem.NUMBER_TOO_LARGE)
    return _whole(values, odd, column) if column.kind == "integer" else (values, odd)


def _whole_numbers(texts: pl.Series) -> pl.Series | None:
    """Read a column in which all that stands is plain whole numbers; else None."""
    whole = texts.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == texts.null_count() and _reach(whole) < LARGEST else None


def from_floats(raw: pl.Series, exact: pl.Series, column: Column) -> tuple[pl.Series, Odd]:
    """Complete what ``exact_floats`` read by the way of the texts."""
    values, odd = exact, NONE_ODD
    at = lost(raw, exact, FilingProblem.UNREADABLE_NUMBER)["at"]
    if len(at):
        texts = as_texts(raw.gather(at))
        rest, odd = from_texts(texts, column, whole=False)
        values, odd = exact.clone().scatter(at, rest), odd.with_columns(at=at.gather(odd["at"]))
    return _whole(values, odd, column) if column.kind == "integer" else (values, odd)


def from_texts(raw: pl.Series, column: Column, *, whole: bool = True) -> tuple[pl.Series, Odd]:
    """Read texts; only those that are no plain figures need the parser."""
    if whole and column.kind == "integer" and (plain_whole := _whole_numbers(raw)) is not None:
        return plain_whole, NONE_ODD
    plain = exact_numbers(raw)
    values, odd = plain, NONE_ODD
    if plain.null_count() > raw.null_count() or _reach(plain) >= LARGEST:
        at = (raw.is_not_null() & (plain.is_null() | (plain.abs() >= LARGEST))).arg_true()
        meant = cells.numbers(raw.gather(at).unique(maintain_order=True).to_frame("text"), column)
        values, odd = amended(plain, raw, at, meant)
    return _whole(values, odd, column) if whole and column.kind == "integer" else (values, odd)


def scaled(
    values: pl.Series, odd: Odd, column: Column, raw: pl.DataFrame, multipliers: Mapping[int, Decimal]
) -> tuple[pl.Series, Odd]:
    """Bring filed figures to the stored unit, and refuse what is impossibly large."""
    as_read = not multipliers and column.filed_scale == 1 and odd.is_empty()
    # whoever reads texts and floats has refused what is too large
    if column.kind != "number" or (as_read and not is_figures(raw.schema[column.key])):
        return values, odd
    if multipliers:
        scale = (
            raw["source"]
            .replace_strict(
                list(multipliers), [str(value) for value in multipliers.values()], default="1", return_dtype=pl.String
            )
            .cast(NUMBER)
        )
        values = values * scale
    if column.filed_scale != 1:
        values = values * pl.Series([column.filed_scale]).cast(NUMBER)
    if _reach(values) < LARGEST:
        return values, odd
    large = (values.abs() >= LARGEST).fill_null(value=False).arg_true()
    told = pl.DataFrame(
        {"at": large, "code": [FilingProblem.NUMBER_TOO_LARGE.code] * len(large)}, schema=NONE_ODD.schema
    )
    return cleared(values, large), told_once(odd, told)


def _reach(values: pl.Series) -> Decimal:
    """Return how far figures are from zero at most."""
    least, most = values.min(), values.max()
    return max(abs(cast("Decimal", least)), abs(cast("Decimal", most))) if most is not None else Decimal(0)


def _whole(values: pl.Series, odd: Odd, column: Column) -> tuple[pl.Series, Odd]:
    """Keep whole numbers only."""
    whole = values.cast(pl.Int64, strict=False)
    broken = (values.is_not_null() & (whole.is_null() | (whole.cast(NUMBER, strict=False) != values))).arg_true()
    code = FilingProblem.UNREADABLE_YEAR.code if column.key == "report_year" else _NO_INTEGER
    odd = odd.with_columns(pl.col("code").replace(_NO_NUMBER, code))
    if broken.is_empty():
        return whole.alias(column.key), odd
    return (
        cleared(whole, broken).alias(column.key),
        told_once(odd, pl.DataFrame({"at": broken, "code": [code] * len(broken)}, schema=NONE_ODD.schema)),
    )
