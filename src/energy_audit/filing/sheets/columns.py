"""From the headings of a table to its columns: which position holds which column, and in what unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import marked
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets import heading_units
from energy_audit.filing.sheets.headings import match, nearest
from energy_audit.filing.sheets.reading import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from energy_audit.filing.schema import Column


UNIT_BESIDE = {"purchase_amount": "purchase_amount_unit"}
"""Amounts of money whose unit has a column of its own."""

COAL_EQUIVALENT = "吨标准煤"

MONEY = "万元"
"""A unit of money; any other converts into it."""


class Heading(NamedTuple):
    """The heading above one column: its stacked parts, and the address of the lowest."""

    parts: tuple[str, ...]
    cell: str

    @property
    def text(self) -> str:
        """The parts as a person would say them."""
        return "/".join(self.parts)


@dataclass
class Columns:
    """Where the columns of a table stand.

    ``places`` holds the 0-based position by key; ``unused`` the positions whose heading names no column;
    ``implied`` value and cell of a column that is absent, since a heading says the same of every row; ``beside_rows`` the
    unit that a heading, or a line above the table, names though each row has its own.
    """

    table: str
    places: dict[str, int] = field(default_factory=dict)
    multipliers: dict[str, Decimal] = field(default_factory=dict)
    unused: dict[int, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    implied: dict[str, tuple[str, str]] = field(default_factory=dict)
    beside_rows: dict[str, str] = field(default_factory=dict)

    def known(self) -> set[str]:
        """Columns that are there, if only with a problem of their own."""
        return {*self.places, *(note.column for note in self.notes if note.column)}

    def leave_out(self, position: int, heading: Heading, kind: FilingProblem, **told: str) -> None:
        """Do not use a column, and say why."""
        self.unused[position] = heading.text
        self.notes.append(Note(kind, cell=heading.cell, table=self.table, value=heading.text, **told))


@lru_cache(maxsize=1_024)
def placed(table: str, headings: tuple[Heading, ...], stated_unit: str = "") -> Columns:
    """Match every heading of a table; most workbooks of a batch have the same, so the result is shared and not changed.

    Args:
        table: key of the table.
        headings: one a position; without parts where there is none.
        stated_unit: the unit written above the table, if any.
    """
    result = Columns(table)
    claims: dict[str, list[int]] = defaultdict(list)
    for position, heading in enumerate(headings):
        if heading.parts:
            columns = match(table, heading.parts).columns
            if len(columns) == 1:
                claims[columns[0]].append(position)
            else:
                _leave_out(result, position, heading, columns)
    for key, positions in claims.items():
        if len(positions) == 1 and _implies(result, key, headings[positions[0]], claims, stated_unit):
            result.places[key] = positions[0]
        elif len(positions) == 1:
            _settle(result, TABLES[table].column(key), headings[positions[0]], positions[0], stated_unit=stated_unit)
        else:
            where = "、".join(headings[position].cell for position in positions)
            for position in positions:
                result.leave_out(position, headings[position], FilingProblem.REPEATED_COLUMN, column=key, detail=where)
    return result


def _implies(result: Columns, key: str, heading: Heading, claims: Iterable[str], stated_unit: str) -> bool:
    """Take the unit of an amount of money from its heading, or from above the table, where no column gives it."""
    beside = UNIT_BESIDE.get(key, "")
    if not beside or beside in claims:
        return False
    unit = match(result.table, heading.parts).unit or stated_unit
    if not heading_units.same_dimension(unit, MONEY):
        return False
    result.implied[beside] = (unit, heading.cell)
    return True


def _leave_out(result: Columns, position: int, heading: Heading, columns: Sequence[str]) -> None:
    if columns:
        names = "、".join(TABLES[result.table].column(key).name_zh for key in columns)
        result.leave_out(position, heading, FilingProblem.AMBIGUOUS_COLUMN, detail=names)
    else:
        hint = suggestion(result.table, "".join(heading.parts))
        result.leave_out(position, heading, FilingProblem.UNKNOWN_COLUMN, detail=hint)


def suggestion(table: str, heading: str) -> str:
    """Return the end of a sentence that names the column an unknown heading probably means."""
    close = nearest(table, heading)
    return marked("。是否应为“{close}”？如是，请改成这个名称", close=close) if close else ""


def _settle(result: Columns, column: Column, heading: Heading, position: int, *, stated_unit: str) -> None:
    """Place a column, converting from the unit its heading names; a unit that cannot be converted leaves it out."""
    unit = match(result.table, heading.parts).unit
    official = column.filed_unit
    from_banner = not unit and bool(official) and heading_units.same_dimension(stated_unit, official)
    unit = stated_unit if from_banner else unit
    told = {"cell": heading.cell, "table": result.table, "column": column.key}
    if unit and not official and column.kind == "number":
        result.notes.append(Note(FilingProblem.UNIT_OF_ROW_RULES, value=heading.text, **told))
        result.beside_rows[column.key] = unit
    elif not official and column.kind == "number" and _speaks_of_amounts(stated_unit, column.key):
        result.beside_rows[column.key] = stated_unit
    elif unit and official:
        multiplier = heading_units.multiplier(unit, official)
        if multiplier is None:
            result.leave_out(position, heading, FilingProblem.WRONG_UNIT, column=column.key, detail=official)
            return
        if multiplier != 1:
            result.multipliers[column.key] = multiplier
            if from_banner:
                result.notes.append(Note(FilingProblem.UNIT_FROM_BANNER, value=unit, detail=official, **told))
    result.places[column.key] = position


def _speaks_of_amounts(stated_unit: str, key: str) -> bool:
    """Whether a unit above the table is one of amounts as rows have them; 吨标准煤 is that of results, and stands in many."""
    of_results = heading_units.same_dimension(stated_unit, COAL_EQUIVALENT)
    return bool(stated_unit) and key not in UNIT_BESIDE and not of_results


def lacking(table: str, present: Iterable[str], cell: str) -> list[Note]:
    """Return a problem for each required column that a table lacks.

    Code and year may be taken over from the enterprise table, so only that table must have them.
    """
    known = set(present) | (set() if table == "enterprise" else {"uscc", "report_year"})
    return [
        Note(FilingProblem.MISSING_COLUMN, cell=cell, table=table, column=column.key)
        for column in TABLES[table].columns
        if column.required and column.key not in known
    ]
