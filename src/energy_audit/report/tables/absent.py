"""Who was designated and did not file: ``OUT/data/absent``, where a list of a year filed for is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.language import words as words_of
from energy_audit.report.tables.turnout import turnout

if TYPE_CHECKING:
    from energy_audit.report.material import Material

ABSENT: Final[dict[str, pl.DataType]] = {
    "uscc": pl.String(),
    "report_year": pl.Int64(),
    "enterprise_name": pl.String(),
    "document_no": pl.String(),
    "doubt": pl.String(),
}
"""One row a designated unit and year without a filing: name and document as the list has them; ``doubt`` as in ``Absent``."""


def absent_frame(material: Material, enterprises: pl.DataFrame) -> pl.DataFrame | None:
    """Return ``ABSENT``; None where no list can tell, so that nobody takes an empty table for a full turnout.

    Args:
        material: its facts of the enterprises, reference tables and language.
        enterprises: uscc, report_year, enterprise_name of all that filed.
    """
    key = ("uscc", "report_year")
    possible = material.facts.frames["enterprise"].select(*key, "report_year_possible")
    filed = enterprises.join(possible, on=key, how="left", nulls_equal=True)
    years = turnout(filed, material.reference, words_of(material.options.lang))
    if all(year.listed is None for year in years):
        return None
    rows = [
        (unit.uscc, year.year, unit.name or None, unit.document_number or None, unit.doubt or None)
        for year in years
        for unit in year.absent
    ]
    return pl.DataFrame(rows, ABSENT, orient="row").sort(key)
