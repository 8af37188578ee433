"""The filing schema: one pandera model a table, each column known once."""

from __future__ import annotations

from energy_audit.exact import LARGEST, NUMBER
from energy_audit.filing.schema import (
    document,
    energy_consumption,
    energy_conversion,
    enterprise,
    equipment,
    metering,
    nonfossil,
    product,
    product_condition,
    project,
    target,
)
from energy_audit.filing.schema.column import Column, FilingModel, Kind, Table

TABLES: dict[str, Table] = {
    table.key: table
    for table in (
        enterprise.TABLE,
        energy_consumption.TABLE,
        energy_conversion.TABLE,
        nonfossil.TABLE,
        product.TABLE,
        product_condition.TABLE,
        target.TABLE,
        equipment.TABLE,
        metering.TABLE,
        project.TABLE,
        document.TABLE,
    )
}
"""Every table of a filing, in the order people fill them in."""

KEYS = ("uscc", "report_year")
"""The columns that say whose a row is, and of which year."""

__all__ = ["KEYS", "LARGEST", "NUMBER", "TABLES", "Column", "FilingModel", "Kind", "Table"]
