"""Where the cells of an enterprise-year are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from energy_audit.facts.place import Locator, Place, places_of
from energy_audit.filing.intake import Intake
from energy_audit.vocabulary import COUNTED, OF_ELECTRICITY, VOCABULARY

Make = Callable[..., Intake]
A, B = "91520000000000001X", "915200000000000028"
SHEET = "表2 能源消费结构"


def row(uscc: str = A, **more: Any) -> dict[str, Any]:
    return {"uscc": uscc, "energy_name": "原煤", **more}


def owners(*usccs: str) -> pl.DataFrame:
    return pl.DataFrame({"uscc": usccs, "report_year": [2025] * len(usccs)})


def letter_of(intake: Intake, column: str) -> str:
    return intake.placement.filter(pl.col("table") == "energy_consumption", pl.col("column") == column)["letter"].item()


def test_rows_of_another_unit_between_are_left_out(intake_of: Make) -> None:
    """Rows 5, 6 and 8 are A's, row 7 is B's: A's cells are two stretches."""
    intake = intake_of(energy_consumption=[row(), row(), row(B), row()])
    at = letter_of(intake, "factor_adopted")
    found = Locator(intake).ranges(["energy_consumption.factor_adopted"], owners(A, B))
    assert [(A, f"{at}5", f"{at}5:{at}6,{at}8"), (B, f"{at}7", f"{at}7")] == [
        (uscc, first[: len(at) + 1], cells) for uscc, first, cells in found.select("uscc", "cell", "cells").iter_rows()
    ]


def test_rows_between_that_are_not_there_are_left_out(intake_of: Make) -> None:
    """Row 7 may be another unit's that is judged elsewhere, or a mere sum: it is not among A's cells."""
    intake = intake_of(energy_consumption=[row(), row(), row(B), row(), row()])
    table = intake.tables["energy_consumption"].filter(pl.col("uscc") == A)
    at = letter_of(intake, "factor_adopted")
    alone = replace(intake, tables={**intake.tables, "energy_consumption": table})
    found = Locator(alone).ranges(["energy_consumption.factor_adopted"], owners(A))
    assert [f"{at}5:{at}6,{at}8:{at}9"] == found["cells"].to_list()


def test_cells_of_one_energy_are_not_those_between(intake_of: Make) -> None:
    intake = intake_of(energy_consumption=[row(energy_name="电力"), row(), row(energy_name="电力")])
    source = intake.tables["energy_consumption"]["source"][0]
    terms = pl.DataFrame(
        {"source": [source] * 3, "row": [5, 6, 7], "table": ["energy_consumption"] * 3, "code": ["33", "01", "33"]},
        schema_overrides={"source": pl.UInt32, "row": pl.UInt32},
    )
    at = letter_of(intake, "factor_equal")
    found = Locator(intake, terms=terms).ranges([f"energy_consumption.factor_equal{OF_ELECTRICITY}"], owners(A))
    assert [f"{at}5,{at}7"] == found["cells"].to_list()


def test_cells_of_several_columns_stand_together_once(intake_of: Make) -> None:
    intake = intake_of(energy_consumption=[row()])
    unit, factor = letter_of(intake, "unit"), letter_of(intake, "factor_adopted")
    columns = [f"energy_consumption.{name}" for name in ("unit", "factor_adopted", "unit")]
    [found] = Locator(intake).ranges(columns, owners(A)).to_dicts()
    assert ("示例.xlsx", SHEET, f"{unit}5", f"{unit}5,{factor}5") == (
        found["file"],
        found["sheet"],
        found["cell"],
        found["cells"],
    )


def test_sites_filed_in_two_workbooks_are_both_named(intake_of: Make) -> None:
    intake = intake_of(energy_consumption=[row(site="东"), row(site="西")])
    table = intake.tables["energy_consumption"]
    number = intake.sources["source"].max() + 1
    both = table.with_columns(source=pl.when(site_of("西")).then(pl.lit(number)).otherwise("source").cast(pl.UInt32))
    own = table["source"][0]
    intake = replace(
        intake,
        tables={**intake.tables, "energy_consumption": both},
        sources=pl.concat(
            [
                intake.sources,
                intake.sources.filter(source=own).with_columns(
                    source=pl.lit(number).cast(intake.sources.schema["source"]), file=pl.lit("西厂.xlsx")
                ),
            ]
        ),
        placement=pl.concat(
            [
                intake.placement,
                intake.placement.filter(source=own).with_columns(
                    source=pl.lit(number).cast(intake.placement.schema["source"])
                ),
            ]
        ),
    )
    at = letter_of(intake_of(energy_consumption=[row()]), "unit")
    found = Locator(intake).ranges(["energy_consumption.unit"], owners(A))
    assert [("示例.xlsx", f"{at}5"), ("西厂.xlsx", f"{at}6")] == found.select("file", "cells").rows()


def test_filings_that_contradict_each_other_are_all_named(intake_of: Make) -> None:
    """What differs stands in table 1 or in table 2: the fact rests on both, in every file of the year."""
    intake = intake_of(enterprise=[{"uscc": A}, {"uscc": A}], energy_consumption=[row(), row()])
    found = Locator(intake).ranges(VOCABULARY["filed_twice"].columns, owners(A))
    assert ["表1 基本情况", SHEET] == found["sheet"].to_list()
    assert all(":" in cells for cells in found["cells"])


def site_of(name: str) -> pl.Expr:
    return pl.col("site") == name


@pytest.mark.parametrize(
    ("is_industrial", "column"),
    [(True, "consumption_industrial"), (False, "consumption_total"), (None, "consumption_total")],
)
def test_the_consumption_that_counts_is_the_one_cited(intake_of: Make, is_industrial: bool | None, column: str) -> None:
    """Industrial consumption in sections B-D, total consumption elsewhere and where the section is unknown."""
    intake = intake_of(energy_consumption=[row()])
    units = owners(A).with_columns(is_industrial=pl.lit(is_industrial, pl.Boolean))
    assert Place("示例.xlsx", SHEET, f"{letter_of(intake, column)}5") == Locator(intake, units).locate_range(
        A, 2025, COUNTED
    )


def test_rows_of_electricity_are_told_by_the_account(intake_of: Make) -> None:
    intake = intake_of(energy_consumption=[row(), row(energy_name="电力"), row()])
    source = intake.tables["energy_consumption"]["source"][0]
    terms = pl.DataFrame(
        {"source": [source] * 2, "row": [5, 6], "table": ["energy_consumption"] * 2, "code": ["01", "33"]},
        schema_overrides={"source": pl.UInt32, "row": pl.UInt32},
    )
    at = letter_of(intake, "factor_equal")
    locator = Locator(intake, terms=terms)
    assert f"{at}6" == locator.locate_range(A, 2025, f"energy_consumption.factor_equal{OF_ELECTRICITY}").cell
    assert f"{at}5:{at}7" == locator.locate_range(A, 2025, "energy_consumption.factor_equal").cell


def test_an_entry_of_evidence_names_further_sheets() -> None:
    entry = {"file": "甲.xlsx", "sheet": "表2", "cell": "M2:M4,U2:U4"}
    further = {"file": "甲.xlsx", "sheet": "表2-1", "cell": "O2"}
    assert (Place(**entry), Place(**further)) == places_of({**entry, "further": [further]})
    assert () == places_of({"file": "甲.xlsx", "sheet": "表2", "cell": ""})
