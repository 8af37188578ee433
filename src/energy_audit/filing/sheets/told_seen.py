"""Tells figures that look otherwise than they are: 1,350 where the cell holds 1,350,000, 5吨 in a row of 千克, white on white.

Whoever filed it saw one figure and everybody who computes has the other. Which was meant is not known, so it is not used;
one that cannot be seen at all counts as a hidden row does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import left_out
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import TABLES
from energy_audit.filing.schema.unit_columns import unit_column
from energy_audit.filing.sheets import heading_units
from energy_audit.filing.sheets.told_struck import places_of, tell_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.sheets.reading import Block, SheetReading
    from energy_audit.filing.workbooks.number_format import Seen
    from energy_audit.filing.workbooks.struck import Place

_SIZES = {
    "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12, "k": 1000, "m": 10**6,
}  # fmt: skip
"""What formats write behind a figure that they divided."""

_ANY_UNIT = "吨标准煤/单位"
"""The unit of factors: of which energy and which quantity is not said."""


def tell_seen(sheet: SheetReading, seen: Mapping[Place, Seen]) -> None:
    """Leave out the figures of a sheet that read otherwise than they are, and tell those that nobody sees, row by row."""
    for number, block in enumerate(sheet.blocks):
        table = TABLES[block.table]
        columns = {key: list(texts) for key, texts in block.columns.items()}
        by_row: dict[int, dict[Place, str]] = defaultdict(dict)
        for key, index, place in places_of(block):
            text, looks = columns[key][index], seen.get(place)
            if looks is None or not text or not table.column(key).is_figure or key == "report_year":
                continue
            if not looks.text:
                by_row[place[0]][place] = text
            elif detail := _otherwise(looks, text, *_unit(block, key, index)):
                columns[key][index] = left_out(FilingProblem.SHOWN_OTHERWISE, text, detail)
        for row in sorted(by_row):
            tell_row(sheet, FilingProblem.FIGURE_NOT_SEEN, block.table, sorted(by_row[row].items()))
        sheet.blocks[number] = replace(block, columns=columns)


def tell_raised(sheet: SheetReading, raised: Mapping[Place, tuple[str, str]]) -> None:
    """Leave out the figures beside which digits are raised or lowered: of which of them they are made is not known."""
    for number, block in enumerate(sheet.blocks):
        columns = {key: list(texts) for key, texts in block.columns.items()}
        for key, index, place in places_of(block):
            text = columns[key][index]
            if text and place in raised and TABLES[block.table].column(key).is_figure:
                line, aside = raised[place]
                detail = marked("“{aside}”是上标或下标，行内写的是“{line}”", aside=aside, line=line)
                columns[key][index] = left_out(FilingProblem.DIGITS_RAISED, text, detail)
        sheet.blocks[number] = replace(block, columns=columns)


def tell_text_figures(sheet: SheetReading, places: frozenset[Place]) -> None:
    """Tell the figures that are texts: they are read, and the formulas beside them leave them out."""
    for block in sheet.blocks:
        for key, index, place in places_of(block):
            column, text = TABLES[block.table].column(key), block.columns[key][index]
            if place in places and text and column.is_figure and key != "report_year":
                told = {"table": block.table, "column": key, "value": text}
                sheet.say(FilingProblem.FIGURE_AS_TEXT, sheet.cell(*place), **told)


def _unit(block: Block, key: str, index: int) -> tuple[str, Decimal]:
    """Return the unit that a figure is filed in, and how many of it its heading counts in."""
    column = TABLES[block.table].column(key)
    if column.filed_unit:
        return column.filed_unit, block.multipliers.get(key, Decimal(1))
    texts = block.columns.get(unit_column(block.table, key), ())
    return (texts[index] or "" if texts else ""), Decimal(1)


def _otherwise(looks: Seen, text: str, unit: str, size: Decimal) -> str:
    """Say what a figure looks like where that is not the figure; empty where it is, but for its rounding and its unit."""
    try:
        value = Decimal(text)
    except InvalidOperation:  # a day, or read with its 万 or %
        return ""
    behind = looks.behind.strip(" ()（）[]/").lower()
    factor: Decimal | None = Decimal(_SIZES.get(behind, 1))
    units = heading_units.known(behind) and heading_units.known(unit) and unit != _ANY_UNIT
    if units and behind not in _SIZES and (factor := heading_units.multiplier(behind, unit)) is not None:
        factor /= size
    if factor is not None and looks.reads(value, factor):
        return ""
    return (
        marked("“{shown}”，而计量单位是“{unit}”", shown=looks.text, unit=unit)
        if units
        else marked("“{shown}”", shown=looks.text)
    )
