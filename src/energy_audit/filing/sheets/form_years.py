"""The columns of a form that hold last year's figures: 指标 | 上年 | 本年, or 指标 | 2024年 | 2025年."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from energy_audit.filing.sheets.headings import levelled

if TYPE_CHECKING:
    from energy_audit.filing.workbooks.grid import Grid

_LAST = re.compile(r"^(?:上年|上年度|上一年|上一年度|去年|上期|同期)(?:数|值|实际|同期|数值|完成)?$")
_YEAR = re.compile(r"^(20\d\d)年?度?(?:数|值|实际|数值|完成)?$")


def last_years_columns(grid: Grid, rows: range) -> frozenset[int]:
    """Return the positions (0-based) of the columns whose head, in a row above the labels, names an earlier year.

    Args:
        grid: the sheet.
        rows: those above the first label of the form.
    """
    found: set[int] = set()
    for index in rows:
        heads = {position: text for position, text in enumerate(grid.texts[index]) if text}
        found |= {position for position, text in heads.items() if _LAST.match(levelled(text))}
        years = {position: int(year[1]) for position, text in heads.items() if (year := _YEAR.match(_flat(text)))}
        if len(years) > 1:
            found |= {position for position, year in years.items() if year < max(years.values())}
    return frozenset(found)


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
