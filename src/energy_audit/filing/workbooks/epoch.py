"""Days of a workbook that counts them from 1904, as a Mac once did.

Cells that are formatted as dates are dates already; what is left are bare day
counts in columns of dates, which everything downstream takes as counted from 1900.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS_BETWEEN = 1_462
"""From day 0 of the one calendar to day 0 of the other."""

_DAY_COUNT = re.compile(r"^(\d{5})((?:\.\d+)?)$")


def counted_from_1900(table: str, texts: Mapping[str, list[str | None]]) -> dict[str, list[str | None]]:
    """Bring the bare day counts in the date columns of a table to the usual calendar."""
    dates = {column.key for column in TABLES[table].columns if column.kind == "date"}
    return {key: [_moved(text) for text in cells] if key in dates else cells for key, cells in texts.items()}


def _moved(text: str | None) -> str | None:
    count = _DAY_COUNT.match(text or "")
    return f"{int(count[1]) + DAYS_BETWEEN}{count[2]}" if count else text
