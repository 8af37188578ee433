"""Figures whose unit each row names: where its heading names another one too, nobody knows which was meant.

A heading of 吨 above a row of 万千瓦时 speaks of other rows; one of 万吨 above a row of 吨 may be ten thousand times off,
and one of coal equivalent above any other unit says that the figure is a result, not a quantity. 3.2% is a figure only
where the row's unit is a percentage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.schema import NUMBER
from energy_audit.filing.schema.unit_columns import ENERGIES, unit_column
from energy_audit.filing.sheets.columns import COAL_EQUIVALENT
from energy_audit.filing.sheets.heading_units import multiplier, same_dimension
from energy_audit.filing.values.filed_texts import as_texts
from energy_audit.filing.values.odd_cells import NONE_ODD, cleared, told_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.schema import Column
    from energy_audit.filing.values.odd_cells import Odd

_AMOUNTS = ENERGIES | {"equipment", "project"}
"""Tables of which no figure without a unit of its own is a share."""

_NOWHERE: Final = pl.Series("at", dtype=pl.get_index_type())

_PERCENT = ["%", "百分比", "百分数", "百分点"]


def by_unit_of_row(
    raw: pl.DataFrame, values: pl.Series, odd: Odd, table: str, column: Column, named: Mapping[int, str]
) -> tuple[pl.Series, Odd]:
    """Hold the figures of a column against the unit of their row.

    Args:
        raw: the rows as they were filed, with ``source``.
        values: the figures as they were read, 3.2% as 0.032.
        odd: the cells that were not simply kept.
        table: key of the table.
        column: the column; one that has a unit of its own stays as it is.
        named: by source, the unit that its heading names though each row has its own.

    Returns:
        ``values`` and ``odd``: 3.2% is 3.2 where the unit is %, and no amount of tonnes; what heading and row contradict
        each other about is no figure.
    """
    if column.kind != "number" or column.unit:
        return values, odd
    values, wrong = _by_suffix(raw, values, odd, table, column)
    found = {
        FilingProblem.UNREADABLE_NUMBER: wrong,
        FilingProblem.UNIT_OF_HEADING_CONTRADICTS_ROW: _contradicted(raw, values, table, column.key, named),
    }
    for kind, at in found.items():
        if len(at):
            told = pl.DataFrame({"at": at, "code": [kind.code] * len(at)}, schema=NONE_ODD.schema)
            values, odd = cleared(values, at), told_once(odd, told)
    return values, odd


def _by_suffix(
    raw: pl.DataFrame, values: pl.Series, odd: Odd, table: str, column: Column
) -> tuple[pl.Series, pl.Series]:
    """Read what has a percent sign, 万 or 亿 by the unit of its row; return the places of what is no figure by it as well."""
    if odd.is_empty() or raw.schema[column.key] != pl.String():
        return values, _NOWHERE
    signed = raw[column.key].gather(odd["at"]).str.contains("[%％‰万亿]").fill_null(value=False)
    at = odd["at"].filter(signed & values.gather(odd["at"]).is_not_null())
    if at.is_empty():
        return values, _NOWHERE
    place = unit_column(table, column.key)
    units = as_texts(raw[place]).gather(at) if place in raw.columns else pl.Series([""]).new_from_index(0, len(at))
    told = units.fill_null("").str.normalize("NFKC").str.strip_chars()
    large = raw[column.key].gather(at).str.contains("[万亿]").fill_null(value=False)
    percent, unknown = told.is_in(_PERCENT) & ~large, (told == "") & (table not in _AMOUNTS)
    shares = at.filter(percent)
    values = values.clone().scatter(shares, values.gather(shares) * pl.Series([100]).cast(NUMBER))
    # 1.2万 in a row of 万千瓦时 is either what the row asks for or ten thousand times as much
    wrong = (large & told.str.contains("^[百十]?[万亿]")) | ~(large | percent | unknown)
    return values, at.filter(wrong)


def _contradicted(raw: pl.DataFrame, values: pl.Series, table: str, column: str, named: Mapping[int, str]) -> pl.Series:
    """Return the places of the figures, zeros aside, whose heading names another unit than their row."""
    place = unit_column(table, column)
    if not named or place not in raw.columns:
        return _NOWHERE
    rows = pl.DataFrame({"source": raw["source"], "unit": as_texts(raw[place]), "filed": values != 0})
    rows = rows.with_row_index("at").filter(pl.col("filed"), pl.col("source").is_in([*named]), pl.col("unit") != "")
    pairs = rows.select("source", "unit").unique()
    differing = pairs.filter(
        [_differ(named[source], unit, results=table in ENERGIES) for source, unit in pairs.iter_rows()]
    )
    return rows.join(differing, on=["source", "unit"], how="semi", maintain_order="left")["at"]


def both_units(raw: pl.DataFrame, table: str, column: str, named: Mapping[int, str]) -> pl.Series:
    """Say of rows which unit their heading names and which they have themselves."""
    heading = raw["source"].replace_strict(dict(named), default="", return_dtype=pl.String)
    place = unit_column(table, column)
    return heading + " ≠ " + as_texts(raw[place]).fill_null("") if place in raw.columns else heading


def _differ(named: str, unit: str, *, results: bool) -> bool:
    """Whether two units are told apart; ``results``: above any other unit, coal equivalent makes of a figure a result."""
    size = multiplier(named, unit)
    if size is None:
        return results and same_dimension(named, COAL_EQUIVALENT) and not same_dimension(unit, COAL_EQUIVALENT)
    return size != 1
