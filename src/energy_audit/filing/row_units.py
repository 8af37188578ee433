"""Units that a heading and the rows below it both name: where they name different ones, nobody knows which was meant.

A heading of 吨 above a row of 万千瓦时 speaks of other rows; one of 万吨 above a row of 吨 may be ten thousand times off,
and one of coal equivalent above any other unit says that the figure is a result, not a quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.filed_texts import as_texts
from energy_audit.filing.heading_units import multiplier, same_dimension

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENERGIES = frozenset({"energy_consumption", "energy_conversion"})
_UNIT_OF_ROW = {**dict.fromkeys(_ENERGIES, "unit"), "target": "target_unit", "product": "indicator_unit"}
"""By table, the column that says the unit of a row's figures."""

_UNIT_OF_ITS_OWN = {
    ("product", f"{part}{year}"): f"{part}_unit" for part in ("numerator", "denominator") for year in ("", "_prev")
}
"""By table and column, the column that says the unit of these figures."""

_COAL_EQUIVALENT = "吨标准煤"


def contradicted(raw: pl.DataFrame, values: pl.Series, table: str, column: str, named: Mapping[int, str]) -> pl.Series:
    """Find the figures, zeros aside, whose heading names another unit than their row.

    Args:
        raw: the rows as they were filed, with ``source``.
        values: the figures of a column as they were read.
        table: its key.
        column: key of the column.
        named: by source, the unit that the column's heading names though each row has its own.

    Returns:
        Their places, 0-based.
    """
    place = _place(table, column)
    if not named or place not in raw.columns:
        return pl.Series("at", dtype=pl.get_index_type())
    rows = pl.DataFrame({"source": raw["source"], "unit": as_texts(raw[place]), "filed": values != 0})
    rows = rows.with_row_index("at").filter(pl.col("filed"), pl.col("source").is_in([*named]), pl.col("unit") != "")
    pairs = rows.select("source", "unit").unique()
    differing = pairs.filter(
        [_differ(named[source], unit, results=table in _ENERGIES) for source, unit in pairs.iter_rows()]
    )
    return rows.join(differing, on=["source", "unit"], how="semi", maintain_order="left")["at"]


def both_units(raw: pl.DataFrame, table: str, column: str, named: Mapping[int, str]) -> pl.Series:
    """Say of rows which unit their heading names and which they have themselves."""
    heading = raw["source"].replace_strict(dict(named), default="", return_dtype=pl.String)
    place = _place(table, column)
    return heading + " ≠ " + as_texts(raw[place]).fill_null("") if place in raw.columns else heading


def _place(table: str, column: str) -> str:
    return _UNIT_OF_ITS_OWN.get((table, column)) or _UNIT_OF_ROW.get(table, "")


def _differ(named: str, unit: str, *, results: bool) -> bool:
    """Whether two units are told apart; ``results``: above any other unit, coal equivalent makes of a figure a result."""
    size = multiplier(named, unit)
    if size is None:
        return results and same_dimension(named, _COAL_EQUIVALENT) and not same_dimension(unit, _COAL_EQUIVALENT)
    return size != 1
