"""Types into a workbook with LibreOffice itself, as a person would, and saves it there.

Run by the Python that LibreOffice speaks to (Debian: /usr/bin/python3 with python3-uno), so it imports nothing of ours:
``python3 type_in_office.py BLANK.xlsx FILLED.xlsx CELLS.json PROFILE_FOLDER``; CELLS is a list of [sheet, row, column,
text], rows and columns counted from 1. Ends with 1 and says which, where a cell is closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

TEXT = 256  # com.sun.star.util.NumberFormat.TEXT


def option(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(pipe: str, started: subprocess.Popen[bytes]) -> Any:
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if started.poll() is not None:
                raise
            time.sleep(0.1)
    raise TimeoutError(pipe)


def type_in(document: Any, cells: list[list[Any]]) -> list[str]:
    """What is typed goes through the program's own reading of it; a cell formatted as text keeps it as it is."""
    formats, closed = document.getNumberFormats(), []
    for name, row, column, text in cells:
        sheet = document.Sheets.getByName(name)
        cell = sheet.getCellByPosition(column - 1, row - 1)
        if sheet.isProtected() and cell.CellProtection.IsLocked:
            closed.append(f"{name} {row},{column}")
        elif formats.getByKey(cell.NumberFormat).Type & TEXT:
            cell.setString(text)
        else:
            cell.FormulaLocal = text
    return closed


def main() -> None:
    blank, filled, listed, profile = (Path(each).resolve() for each in sys.argv[1:])
    pipe = f"energy-audit-{os.getpid()}"
    started = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ]
    )
    try:
        context = connected(pipe, started)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = desktop.loadComponentFromURL(blank.as_uri(), "_blank", 0, (option("Hidden", True),))
        closed = type_in(document, json.loads(listed.read_text("utf-8")))
        document.calculateAll()
        document.storeToURL(filled.as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(True)
        with contextlib.suppress(Exception):  # it is gone before it can answer
            desktop.terminate()
    finally:
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            started.terminate()
    if closed:
        sys.exit("closed: " + "; ".join(closed))


if __name__ == "__main__":
    main()
