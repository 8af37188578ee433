"""Fills the blank workbook in as a clerk would, from a sample filing, with LibreOffice doing the typing and saving."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from energy_audit.filing.intake import Intake
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.headings import match

OWNER = {"uscc", "report_year", "site"}
OFFICE_PYTHON = "/usr/bin/python3"
CAN_TYPE = (
    shutil.which("soffice") is not None
    and Path(OFFICE_PYTHON).exists()
    and subprocess.run([OFFICE_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
)
"""LibreOffice is there, and a Python that speaks to it."""

Typed = tuple[str, int, int, str]
"""Sheet, row, column, and the keys that are struck."""


def fill(blank: Path, target: Path, filing: Intake, *, but: dict[str, set[str]] | None = None) -> None:
    """Type the rows of a filing into a blank workbook.

    Args:
        blank: the workbook.
        target: where LibreOffice saves the filled one; its folder holds what is needed for it and is clean afterwards.
        filing: one enterprise-year.
        but: table key -> columns left to their formulas.
    """
    book = openpyxl.load_workbook(blank)
    struck = [
        each
        for key, table in TABLES.items()
        for index, row in enumerate(filing.tables[key].sort("source", "row").to_dicts())
        for each in _row(
            book,
            key,
            index,
            {
                column.key: _typed(table.key, column.key, row[column.key])
                for column in table.columns
                if row[column.key] is not None and column.key not in (but or {}).get(key, ())
            },
        )
    ]
    type_in(blank, target, struck)


def type_in(workbook: Path, target: Path, struck: list[Typed]) -> None:
    """Have LibreOffice type into a workbook and save it under another name.

    Raises:
        AssertionError: it could not, or a cell is closed; with what it said.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    listed, profile = target.with_suffix(".json"), target.with_suffix(".profile")
    listed.write_text(json.dumps(struck, ensure_ascii=False), "utf-8")
    script = Path(__file__).with_name("type_in_office.py")
    done = subprocess.run(
        [OFFICE_PYTHON, str(script), str(workbook), str(target), str(listed), str(profile)],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    listed.unlink()
    shutil.rmtree(profile, ignore_errors=True)
    assert 0 == done.returncode, done.stderr[-2000:]


def places(sheet: Worksheet, key: str) -> dict[str, tuple[int, int]]:
    """By column key the row and column (1-based) of its heading."""
    return {
        columns[0]: (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=40)
        for cell in row
        if isinstance(cell.value, str) and len(columns := match(key, (cell.value,)).columns) == 1
        and cell.fill.fgColor.rgb in {"FFFCE4D6", "FFDDEBF7"}
    }  # fmt: skip


def _row(book: Workbook, key: str, index: int, typed: dict[str, str]) -> Iterator[Typed]:
    sheet = book[TABLES[key].sheet]
    where = places(sheet, key)
    if key in {"enterprise", "nonfossil"}:
        for column, text in typed.items():
            if column in where:
                yield sheet.title, where[column][0], where[column][1] + 1, text
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
    for column, text in typed.items():
        if column not in OWNER:
            spot = (line, where[column][1])
            sheet.cell(*spot).value = text  # so that the next row finds this one taken
            yield sheet.title, *spot, text


def _typed(table: str, key: str, value: Any) -> str:
    column = TABLES[table].column(key)
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return format(value / column.filed_scale, "f")
        case date():
            return value.isoformat()
        case _:
            return str(next((text for text, stored in column.choices if stored == value), value))
