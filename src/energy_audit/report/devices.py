"""The devices of a batch with their efficiency grade: ``OUT/data/equipment`` and the sheet of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.facts.efficiency import BELOW
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material

_TEXT, _COUNT, _TRUTH = pl.String(), pl.Int64(), pl.Boolean()

EQUIPMENT: Final[dict[str, pl.DataType]] = {
    "uscc": _TEXT,
    "report_year": _COUNT,
    "enterprise_name": _TEXT,
    "equipment_name": _TEXT,
    "equipment_model": _TEXT,
    "equipment_capacity": _TEXT,
    "equipment_quantity": _COUNT,
    "equipment_in_use": _TRUTH,
    "efficiency_ground": _TEXT,
    "efficiency_grade": _COUNT,
    "efficiency_standard": _TEXT,
    "efficiency_confidence": _TEXT,
    "efficiency_missing": _TEXT,
    "efficiency_likely": _COUNT,
    "equipment_eliminated": _TRUTH,
    "elimination_entry": _TEXT,
    "file": _TEXT,
    "sheet": _TEXT,
    "cell": _TEXT,
}
"""One row a device of table 8, in the order of the filings."""


def grades(words: Words) -> dict[int, str]:
    """Name the grades; 4 is below grade 3, the limit value of the standard."""
    named = {grade: words("{grade}级", grade=grade) for grade in (1, 2, 3)}
    return named | {BELOW: words("低于3级")}


def equipment_frame(material: Material) -> pl.DataFrame:
    """Return ``EQUIPMENT``; what a grade lacks is said in the language of the report.

    ``efficiency_grade`` is 1, 2 or 3, 4 where the device is below grade 3, empty where the nameplate does not tell.
    """
    facts, lang = material.facts.frames["equipment"], material.options.lang
    lacking = VOCABULARY["efficiency_missing"]
    words = {code: str(lacking.said(code, lang)) for code, *_ in lacking.codes}
    place = material.locator.row_place("equipment.model", pl.col("source"), pl.col("row"))
    names = material.facts.frames["enterprise"].select("uscc", "report_year", "enterprise_name")
    return (
        facts.join(names, on=["uscc", "report_year"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.col("efficiency_missing").replace(words),
            # an empty text is nothing, so that CSV and Parquet say the same
            **{name: pl.when(each != "").then(each) for name, each in vars(place).items()},
        )
        .sort("uscc", "report_year", "source", "row", nulls_last=True)
        .select(pl.col(name).cast(dtype) for name, dtype in EQUIPMENT.items())
    )
