"""What last year's filing already says: identity, stock that opens the year, the figures of the year before.

Which figures move is read off the schema: wherever a table has ``X`` and ``X_prev``, the one becomes the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from energy_audit.catalogue import both
from energy_audit.errors import NothingReadable, UsageError
from energy_audit.filing.intake import read_filings
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import TABLES
from energy_audit.reference.lookup import codes_of_energy_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from energy_audit.reference.tables import Reference

_OF_ONE_YEAR: Final = frozenset({"report_year", "preparer", "preparer_phone", "responsible_person", "statistics_lead"})
"""Texts of table 1 that belong to the filing, not to the unit."""

_PREVIOUS: Final = "_prev"
_PRODUCT: Final = ("product", ("site", "product_code", "product_name", "indicator_name", "indicator_unit",
    "numerator_unit", "denominator_unit", "conversion_factor", "limit_standard", "basis", "plant_status",
    "commissioned_on"))  # fmt: skip
"""What names a product and stays from year to year."""


@dataclass(frozen=True)
class Prefill:
    """Last year's filing as far as it serves this year's.

    Attributes:
        year: the year that was filed.
        enterprise: column key → value for table 1.
        stock: energy code → unit and quantity that opens this year.
        products: rows for table 4.
        left_open: what could not be carried over, to be said (``marked``).
    """

    year: int
    enterprise: Mapping[str, Any]
    stock: Mapping[str, tuple[str, Decimal]]
    products: list[dict[str, Any]]
    left_open: Sequence[str]


def read_prefill(path: Path, reference: Reference) -> Prefill:
    """Read last year's filing.

    Raises:
        NothingReadable: no enterprise-year could be read in it.
        UsageError: it holds several enterprises.
    """
    intake = read_filings([path])
    tables = intake.tables
    owners = tables["enterprise"].select("uscc", "report_year").drop_nulls().unique().sort("report_year")
    if owners.is_empty():
        refused = [each.reason for each in intake.files if each.reason][:1]
        nothing = both("{path} 里没有读到任何单位的“表1 基本情况”，不能据此预填。", path=path)
        raise NothingReadable("\n".join([nothing, *refused]))
    if owners["uscc"].n_unique() > 1:
        raise UsageError(both("{path} 里有多个单位，无法确定据哪一个预填。请给只有一个单位的工作簿。", path=path))
    uscc, year = owners.row(-1)
    mine = {
        key: frame.filter((pl.col("uscc") == uscc) & (pl.col("report_year") == year)).to_dicts()
        for key, frame in tables.items()
    }
    stock, left_open = _stock(mine["energy_consumption"], reference)
    return Prefill(
        year=year,
        enterprise=_identity(mine["enterprise"][0], sites=len(mine["enterprise"])),
        stock=stock,
        products=[_product(row) for row in mine["product"]],
        left_open=left_open,
    )


def _identity(row: Mapping[str, Any], *, sites: int) -> dict[str, Any]:
    kept = {
        column.key: row[column.key]
        for column in TABLES["enterprise"].columns
        if column.kind == "text" and column.key not in _OF_ONE_YEAR
    }
    # the first site's totals are not the unit's
    return {**kept, **(_became_previous("enterprise", row) if sites == 1 else {"site": None})}


def _product(row: Mapping[str, Any]) -> dict[str, Any]:
    table, keys = _PRODUCT
    return {key: shown(table, key, row[key]) for key in keys} | _became_previous(table, row)


def _became_previous(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    keys = {column.key for column in TABLES[table].columns}
    return {f"{key}{_PREVIOUS}": row[key] for key in keys if f"{key}{_PREVIOUS}" in keys}


def shown(table: str, key: str, value: Any) -> Any:
    """Return a stored value as it is filed: a choice by its first text."""
    column = TABLES[table].column(key)
    if column.kind == "boolean" and value is not None:
        return "是" if value else "否"
    return next((text for text, stored in column.choices if stored == value), value)


def _stock(rows: Sequence[Mapping[str, Any]], reference: Reference) -> tuple[dict[str, tuple[str, Decimal]], list[str]]:
    """Sum closing stock by energy; rows in different units are left to the clerk."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    left_open = []
    for row in rows:
        if row["closing_stock"] is None:
            continue
        codes = codes_of_energy_name(reference, row["energy_code"] or row["energy_name"] or "")
        if len(codes) != 1:
            left_open.append(marked("期末库存 {energy}：品种不能确定，期初库存请自行填写", energy=row["energy_name"]))
            continue
        unit = row["unit"] or ""
        found[codes[0]][unit] = found[codes[0]].get(unit, row["closing_stock"] * 0) + row["closing_stock"]
    for code, by_unit in found.items():
        if len(by_unit) > 1:
            units = ", ".join(by_unit)
            left_open.append(
                marked("期末库存 {energy}：上年用了不同单位（{units}），期初库存请自行填写", energy=code, units=units)
            )
    return {code: next(iter(one.items())) for code, one in found.items() if len(one) == 1}, left_open
