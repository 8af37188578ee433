"""Tells figures that stand in the comment of a cell that is blank: they are not read, and whoever wrote them thinks they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import LONGEST_VALUE
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.told_struck import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.sheets.reading import SheetReading
    from energy_audit.filing.workbooks.struck import Place


def tell_remarks(sheet: SheetReading, remarks: Mapping[Place, str]) -> None:
    """Tell of each blank cell of a figure what its comment says."""
    for block in sheet.blocks:
        for key, index, place in places_of(block):
            if place in remarks and not block.columns[key][index] and TABLES[block.table].column(key).is_figure:
                text = remarks[place][:LONGEST_VALUE]
                sheet.say(FilingProblem.ONLY_IN_REMARK, sheet.cell(*place), table=block.table, column=key, value=text)
