"""Leaves out what a clerk need not be told, because it is told closer elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from energy_audit.facts.place import Place
from energy_audit.filing.rows.strangers import OF_NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

CELLS: Final = frozenset({"unreadable-number", "unreadable-integer", "unreadable-year", "unreadable-date", "incomplete-date",
    "unreadable-boolean", "number-too-large", "not-in-list", "out-of-range", "impossible-year", "bad-format", "error-cell",
    "formula-without-value", "text-became-zero", "text-became-day", "required-missing", "merged-number", "struck-in-part", "shown-otherwise", "digits-raised", "row-out-of-place", "bad-credit-code", "digits-lost"})  # fmt: skip
"""What is wrong with a single cell."""

_YEAR_OF_ROW: Final = frozenset({"unreadable-year", "impossible-year"})

_SAID_CLOSER: Final = {"factor-off-reference": frozenset({"factor-off-by-power-of-ten"})}
"""What a clerk need not be told of a cell of which something closer is said."""

_BROUGHT_OVER: Final = frozenset({"consumption_industrial", "factor_adopted", "factor_equal"})
"""What the blank workbook brings over from table 2 to table 2-1; what cannot be read there is told where it was typed."""

_TYPED_IN: Final = "energy_consumption"

_SUM, _SUMMED = "consumption_total", frozenset({"consumption_industrial", "consumption_nonindustrial"})
"""The blank workbook adds up the latter; while one of them cannot be read the sum is blank, and only that one is to be mended."""

_SAME_HEADING: Final = frozenset({"repeated-column", "ambiguous-column", "wrong-unit"})
"""What leaves a column out that is there: another one beside it is the last thing that is wanted."""

_IN_HEADING, _IN_ROWS = "unit-of-row-rules", "unit-of-heading-contradicts-row"
"""That a heading names a unit though each row has its own; where they differ the rows say so."""


def place_of(row: Row) -> Place:
    """Return the cell of a problem."""
    return Place(row["file"] or "", row["sheet"] or "", row["cell"] or "")


def closest(rows: list[Row]) -> list[Row]:
    """Leave out what is told closer elsewhere.

    That is something closer of the same cell, the cell a text was typed in of one that repeats it, what cannot be read
    of a sum that is blank for it, a row of nobody whose own year is told, the rows of a table called missing that lack their owner or have another year,
    the heading of a column called missing that is there and was not used, and a unit in a heading whose rows are told.
    """
    told = {(place_of(row), row["code"]) for row in rows}
    typed = {(row["file"], row["code"], row["column"], row["value"]) for row in rows if row["table"] == _TYPED_IN}
    unsummed = {
        (row["file"], row["sheet"], row["row"])
        for row in rows
        if row["column"] in _SUMMED and row["code"] in CELLS and row["code"] != "required-missing"
    }
    of_no_year = {
        (row["file"], row["sheet"], row["row"])
        for row in rows
        if row["code"] in _YEAR_OF_ROW and row["table"] != "enterprise"
    }
    ownerless = {(row["file"], row["table"], None) for row in rows if row["code"] == "orphan-row"}
    ownerless |= {(row["file"], row["table"], row["uscc"]) for row in rows if row["code"] == "no-enterprise-row"}
    unused = {(row["file"], row["sheet"], row["column"]) for row in rows if row["code"] in _SAME_HEADING}
    contradicted = {(row["file"], row["sheet"], row["column"]) for row in rows if row["code"] == _IN_ROWS}
    return [
        row
        for row in rows
        if not any((place_of(row), closer) in told for closer in _SAID_CLOSER.get(row["code"], ()))
        and not (
            row["table"] == "energy_conversion"
            and row["column"] in _BROUGHT_OVER
            and row["code"] == "unreadable-number"
            and (row["file"], row["code"], row["column"], row["value"]) in typed
        )
        and not (
            row["code"] == "required-missing"
            and row["column"] == _SUM
            and (row["file"], row["sheet"], row["row"]) in unsummed
        )
        and not (row["code"] == "missing-column" and (row["file"], row["sheet"], row["column"]) in unused)
        and not (row["code"] == _IN_HEADING and (row["file"], row["sheet"], row["column"]) in contradicted)
        and not (row["code"] in OF_NOBODY and (row["file"], row["sheet"], row["row"]) in of_no_year)
        and not (
            row["code"] == "missing-table"
            and any((row["file"], row["table"], whose) in ownerless for whose in (None, row["uscc"]))
        )
    ]
