"""Writes a filing as a folder of CSV tables, as an export from a database would be: UTF-8 with BOM, Chinese headings."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from energy_audit.filing.schema import TABLES
from form.workbook import shown

if TYPE_CHECKING:
    from pathlib import Path

    from form.filing import Filing


def write_folder(folder: Path, filing: Filing) -> None:
    """Write one CSV a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, rows in filing.tables.items():
        columns = TABLES[key].columns
        with (folder / f"{key}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name_zh for column in columns])
            writer.writerows([shown(row.get(column.key)) for column in columns] for row in rows)
