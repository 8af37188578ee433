"""Works the formulas of a workbook out anew after a change, as the clerk's spreadsheet would.

A formula whose result this engine does not reproduce before the change is not trusted after it: its saved result
stands, and it is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from energy_audit.report.ooxml.cells import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from energy_audit.report.ooxml.book import Book
    from energy_audit.report.ooxml.cells import Spot

Value = str | float | bool | None
Cell = tuple[str, "Spot"]
"""Sheet, row and column."""

_DAY_0: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - days in a workbook have no zone
_ERRORS: Final = {"Div": "#DIV/0!", "Name": "#NAME?", "Na": "#N/A", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!"}  # fmt: skip
_NEAR: Final = 1e-9
"""Two programs may differ in the last digit of a number."""


@dataclass(frozen=True)
class Reworked:
    """New results of formulas by cell, and the cells whose result may be out of date."""

    results: Mapping[Cell, Value]
    stale: tuple[str, ...]


def reworked(path: Path, book: Book, changes: Mapping[Cell, Value]) -> Reworked:
    """Work out what a change does to the formulas.

    Args:
        path: the workbook as it is.
        book: the same, opened; tells which cells hold formulas and what they came to.
        changes: what is put into which cells.
    """
    formulas = [
        (name, spot)
        for name in book.names
        if (sheet := book.sheet(name)) is not None
        for spot in sheet.formulas()
        if (name, spot) not in changes
    ]
    if not formulas:
        return Reworked({}, ())
    import formualizer  # noqa: PLC0415 - only where a change is tried on a workbook with formulas

    try:
        engine = formualizer.load_workbook(str(path))
        engine.evaluate_all()
        before = {cell: _plain(engine.evaluate_cell(cell[0], *cell[1])) for cell in formulas}
        for (name, spot), value in changes.items():
            engine.set_value(name, *spot, value)
        engine.evaluate_all()
        after = {cell: _plain(engine.evaluate_cell(cell[0], *cell[1])) for cell in formulas}
    except Exception:  # noqa: BLE001 - the engine raises what it will; without it every saved result stands, and that is said
        return Reworked({}, _named(formulas))
    moved = [cell for cell in formulas if not _same(before[cell], after[cell])]
    trusted = {cell for cell in moved if _same(before[cell], _saved(book, cell))}
    return Reworked(
        {cell: after[cell] for cell in moved if cell in trusted},
        _named(cell for cell in moved if cell not in trusted),
    )


def _named(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(f"{name}!{address(*spot)}" for name, spot in cells)


def _saved(book: Book, cell: Cell) -> Value:
    sheet = book.sheet(cell[0])
    text = "" if sheet is None else sheet.text(cell[1])
    try:
        return float(text)
    except ValueError:
        return text


def _plain(value: Any) -> Value:
    """Turn what the engine gives into what a file holds: days are numbers, errors their names."""
    match value:
        case datetime():
            return (value - _DAY_0).total_seconds() / 86_400
        case date():
            return float((datetime(value.year, value.month, value.day) - _DAY_0).days)  # noqa: DTZ001 - as above
        case {"type": "Error", "kind": str(kind)}:
            return _ERRORS.get(kind, f"#{kind}")
        case None | bool() | float() | str():
            return value
        case int():
            return float(value)
        case _:
            return str(value)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _NEAR * max(1.0, abs(one), abs(other))
    return _text(one) == _text(other)


def _text(value: Value) -> str:
    return str(int(value)) if isinstance(value, bool) else "" if value is None else str(value)
