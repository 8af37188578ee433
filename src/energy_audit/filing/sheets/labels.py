"""Reads what stands above a table: ``统一社会信用代码：9152… 报告年度：2025 单位：万元``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets import heading_units
from energy_audit.filing.sheets.headings import levelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEYS = ("uscc", "report_year", "site", "enterprise_name")
_LABELS: dict[str, str] = {
    levelled(name): key
    for key in _KEYS
    for column in (TABLES["enterprise"].column(key),)
    for name in (column.key, column.name_zh, *column.aliases)
}
_PAIR = re.compile(r"([^\s:;,]{1,20})\s*:\s*([^\s:;,]*)(?=[\s;,]|$)")
_UNIT = re.compile(r"^\(?(?:计量|金额)?单位\s*:\s*([^\s:;,()]+)\)?$|[(\s](?:计量|金额)?单位\s*:\s*([^\s:;,()]+)\)?")


def stated(cells: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return code, year, site and name stated above a table.

    Args:
        cells: address and text of every cell above the table, row by row.

    Returns:
        By column key the value and the address of the cell it stands in; what is stated twice differently is left out.
    """
    found: dict[str, tuple[str, str]] = {}
    torn: set[str] = set()
    for key, value, address in _pairs(list(cells)):
        if key in found and found[key][0] != value:
            torn.add(key)
        found.setdefault(key, (value, address))
    return {key: pair for key, pair in found.items() if key not in torn}


def _pairs(cells: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for index, (address, text) in enumerate(cells):
        plain = unicodedata.normalize("NFKC", text).strip()
        for label, value in _PAIR.findall(plain):
            key = _LABELS.get(levelled(label))
            if key and value:
                yield key, value, address
        key = _LABELS.get(levelled(plain))
        if key and index + 1 < len(cells):
            following, value = cells[index + 1]
            if levelled(value) not in _LABELS and ":" not in unicodedata.normalize("NFKC", value):
                yield key, value.strip(), following


def stated_unit(texts: Iterable[str]) -> str:
    """Return the one unit stated above a table for all of it, or an empty text."""
    units = set()
    for text in texts:
        for first, second in _UNIT.findall(unicodedata.normalize("NFKC", text).strip()):
            if heading_units.known(first or second):
                units.add(first or second)
    return units.pop() if len(units) == 1 else ""
