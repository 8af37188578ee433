"""Figures whose unit is none of their column's own: another column of their row says it."""

from __future__ import annotations

ENERGIES = frozenset({"energy_consumption", "energy_conversion"})

_UNIT_OF_ROW = {
    **dict.fromkeys((*ENERGIES, "product_condition"), "unit"),
    "target": "target_unit",
    "product": "indicator_unit",
}
"""By table, the column that says the unit of a row's figures."""

_UNIT_OF_ITS_OWN = {
    **{("product", f"{part}{year}"): f"{part}_unit" for part in ("numerator", "denominator") for year in ("", "_prev")},
    ("product", "conversion_factor"): "",
    ("project", "capacity"): "capacity_unit",
    ("energy_consumption", "purchase_amount"): "purchase_amount_unit",
}
"""By table and column, the column that says the unit of these figures; empty where they have none."""


def unit_column(table: str, column: str) -> str:
    """Return the key of the column that says the unit of a figure without a unit of its own; empty where none does."""
    return _UNIT_OF_ITS_OWN.get((table, column), _UNIT_OF_ROW.get(table, ""))
