"""Keeps the results of formulas through openpyxl, which writes formulas and drops what they had come to.

Without their results a copy could not be read again before somebody opens it in Excel.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import to_excel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook

Results = dict[str, dict[str, tuple[str, str]]]
"""Sheet → cell → type and text of the result, as the file format writes them."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can hold; fixed, so that equal content gives equal bytes."""

_CELL = re.compile(
    r'<c r="([A-Z]+\d+)"((?: s="\d+")?)((?: t="\w+")?)>(<f[ >].*?</f>|<f[^>]*/>)<v ?/?>(?:</v>)?</c>', re.DOTALL
)
_NO_RESULT = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f>[^<]*</f>)<v></v></c>')
_MODIFIED = re.compile(r"(<dcterms:(?:modified|created)[^>]*>)[^<]*(</dcterms:(?:modified|created)>)")


def results_of(path: Path) -> Results:
    """Read the saved results of every formula of a workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep is said by who writes the copy
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    found: Results = {}
    for sheet in formulas.worksheets:
        own = values[sheet.title]
        found[sheet.title] = {
            cell.coordinate: written
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and (written := _written(own[cell.coordinate])) is not None
        }
    return found


def save_with_results(
    book: Workbook, target: Path, results: Mapping[str, Mapping[str, tuple[str, str]]], day: date
) -> None:
    """Save a workbook and put the results back in place.

    Args:
        book: the workbook.
        target: the file to write; its folder also holds the draft, which is gone afterwards.
        results: by sheet and cell; a sheet that is not named has none.
        day: stands in the file where openpyxl writes the present time.

    Raises:
        OSError: the file cannot be written.
    """
    draft = target.with_name(f".{target.name}.draft")
    names = {f"xl/worksheets/sheet{number}.xml": sheet.title for number, sheet in enumerate(book.worksheets, start=1)}
    try:
        book.save(draft)
        with zipfile.ZipFile(draft) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in source.namelist():
                data = source.read(name)
                if name in names:
                    data = _restored(data.decode(), results.get(names[name], {})).encode()
                elif name == "docProps/core.xml":
                    data = _MODIFIED.sub(rf"\g<1>{day.isoformat()}T00:00:00Z\g<2>", data.decode()).encode()
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(entry, data)
    finally:
        draft.unlink(missing_ok=True)


def with_empty_results(content: bytes) -> bytes:
    """Give every formula of a new workbook that has no result an empty text for one.

    XlsxWriter leaves such a result without a type, and then nobody can tell it from a formula never worked out.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _NO_RESULT.sub(r'<c r="\1"\2 t="str">\3<v></v></c>', data.decode()).encode()
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return made.getvalue()


def _restored(sheet: str, results: Mapping[str, tuple[str, str]]) -> str:
    def put(found: re.Match[str]) -> str:
        if found[1] not in results:
            return found[0]
        kind, text = results[found[1]]
        typed = f' t="{kind}"' if kind else ""
        return f'<c r="{found[1]}"{found[2]}{typed}>{found[4]}<v>{escape(text)}</v></c>'

    return _CELL.sub(put, sheet)


def _written(cell: Any) -> tuple[str, str] | None:
    """Return type and text of a result; None where there is none."""
    value = cell.value
    match value:
        case None:
            return None if cell.data_type == "n" else ("str", "")
        case bool():
            return "b", "1" if value else "0"
        case int() | float():
            return "", repr(value)
        case datetime() | date() | time() | timedelta():
            return "", repr(to_excel(value))
        case _:
            return ("e" if cell.data_type == "e" else "str"), str(value)
