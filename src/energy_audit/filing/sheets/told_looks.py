"""Tells what a sheet shows to who looks at it and its cells do not hold: lines through texts, other figures, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.filing.sheets.told_remarks import tell_remarks
from energy_audit.filing.sheets.told_seen import tell_raised, tell_seen, tell_text_figures
from energy_audit.filing.sheets.told_struck import tell_struck

if TYPE_CHECKING:
    from energy_audit.filing.sheets.reading import SheetReading


def tell_looks(sheet: SheetReading) -> None:
    """Tell it of all that was read of a sheet."""
    grid = sheet.grid
    if grid.struck:
        tell_struck(sheet, grid.struck)
    if grid.seen:
        tell_seen(sheet, grid.seen)
    if grid.raised:
        tell_raised(sheet, grid.raised)
    if grid.text_figures:
        tell_text_figures(sheet, grid.text_figures)
    if grid.remarks:
        tell_remarks(sheet, grid.remarks)
