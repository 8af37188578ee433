"""Units that a heading and the rows below it both name: where they name different ones, nobody knows which was meant.

A heading of 吨 above a row of 万千瓦时 speaks of other rows; one of 万吨 above a row of 吨 may be ten thousand times off,
and one of coal equivalent above any other unit says that the figure is a result, not a quantity.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from energy_audit.filing.heading_units import multiplier, same_dimension

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

UNIT_OF_ROW = {
    "energy_consumption": "unit",
    "energy_conversion": "unit",
    "target": "target_unit",
    "product": "indicator_unit",
}
"""By table, the column that says the unit of a row's figures."""

_COAL_EQUIVALENT = "吨标准煤"
_SOMETHING = re.compile(r"[1-9１-９]")


def contradicted(
    table: str, headings: Mapping[str, str], texts: Mapping[str, Sequence[str | None]]
) -> Iterator[tuple[str, int, str]]:
    """Find the figures, zeros aside, whose heading names another unit than their row.

    Args:
        table: its key.
        headings: by column, the unit that its heading names though the row has its own.
        texts: by column, the rows as they were filed.

    Yields:
        Column, number of the row, its unit.
    """
    units = texts.get(UNIT_OF_ROW.get(table, ""), ())
    for column, named in headings.items():
        differing = {unit for unit in set(units) if unit and _differ(named, unit)}
        for number, unit in enumerate(units if differing else ()):
            if unit in differing and _SOMETHING.search(texts[column][number] or ""):
                yield column, number, unit or ""


def _differ(named: str, unit: str) -> bool:
    size = multiplier(named, unit)
    if size is None:
        return same_dimension(named, _COAL_EQUIVALENT) and not same_dimension(unit, _COAL_EQUIVALENT)
    return size != 1
