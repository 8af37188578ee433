"""Fills the blank workbook in as a clerk would, from a sample filing, and lets LibreOffice save it."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from energy_audit.filing.headings import match
from energy_audit.filing.intake import Intake
from energy_audit.filing.schema import TABLES

OWNER = {"uscc", "report_year", "site"}


def fill(blank: Path, target: Path, filing: Intake, *, but: dict[str, set[str]] | None = None) -> None:
    """Type the rows of a filing into a blank workbook.

    Args:
        blank: the workbook.
        target: where the filled one goes.
        filing: one enterprise-year.
        but: table key -> columns left to their formulas.
    """
    book = openpyxl.load_workbook(blank)
    for key, table in TABLES.items():
        sheet = book[table.sheet]
        for index, row in enumerate(filing.tables[key].sort("source", "row").to_dicts()):
            typed = {
                column.key: _typed(table.key, column.key, row[column.key])
                for column in table.columns
                if row[column.key] is not None and column.key not in (but or {}).get(key, ())
            }
            _type_row(sheet, key, index, typed)
    book.save(target)


def recalculated(path: Path, folder: Path) -> Path:
    """Open and save a workbook with LibreOffice, which works every formula out."""
    office = shutil.which("soffice")
    assert office is not None
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return folder / path.name


def places(sheet: Worksheet, key: str) -> dict[str, tuple[int, int]]:
    """By column key the row and column (1-based) of its heading."""
    return {
        columns[0]: (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=40)
        for cell in row
        if isinstance(cell.value, str) and len(columns := match(key, (cell.value,)).columns) == 1
        and cell.fill.fgColor.rgb in {"FFFCE4D6", "FFDDEBF7"}
    }  # fmt: skip


def _type_row(sheet: Worksheet, key: str, index: int, typed: dict[str, Any]) -> None:
    where = places(sheet, key)
    if key in {"enterprise", "nonfossil"}:
        for column, value in typed.items():
            if column in where:
                sheet.cell(where[column][0], where[column][1] + 1).value = value
        return
    heading = next(iter(where.values()))[0]
    line = heading + 1 + index
    printed = {"energy_consumption": "energy_code", "energy_conversion": "energy_code", "document": "document_id"}.get(
        key
    )
    if printed:
        place = where[printed][1]
        lines = range(heading + 1, sheet.max_row + 2)
        # a document that is due for each project: the printed row first, then rows to spare
        held = where.get("held", (0, place))[1]
        line = next(
            (
                number
                for number in lines
                if sheet.cell(number, place).value == typed[printed]
                and (held == place or not sheet.cell(number, held).value)
            ),
            0,
        ) or next(number for number in lines if not sheet.cell(number, place).value)
    for column, value in typed.items():
        if column not in OWNER:
            sheet.cell(line, where[column][1]).value = value


def _typed(table: str, key: str, value: Any) -> Any:
    column = TABLES[table].column(key)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return float(value / column.filed_scale)
    return next((text for text, stored in column.choices if stored == value), value)
