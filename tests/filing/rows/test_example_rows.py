"""Rows copied from the blank workbook's example are told, listed, and never counted as the unit's own."""

from __future__ import annotations

from typing import Any

import pytest

from energy_audit.filing.rows.template_examples import EXAMPLES
from energy_audit.filing.schema import TABLES
from energy_audit.report.template.layout import heading

WITH_ROWS = [table for table in EXAMPLES if table not in {"enterprise", "nonfossil"}]


def _copied(table: str, **changed: str) -> tuple[list[str], list[str]]:
    example = {**EXAMPLES[table], **changed}
    return [heading(TABLES[table].column(key)) for key in example], list(example.values())


@pytest.mark.parametrize("table", WITH_ROWS)
def test_an_example_left_in_is_told_and_not_counted(read_sheet_of: Any, table: str) -> None:
    def fill(sheet: Any) -> None:
        for row in _copied(table):
            sheet.append(row)

    intake = read_sheet_of(table, fill)

    assert intake.tables[table].is_empty()
    (told,) = intake.problems.filter(code="example-row").rows(named=True)
    assert (table, TABLES[table].sheet, "error") == (told["table"], told["sheet"], told["severity"])
    assert told["cell"].endswith("2")
    (listed,) = intake.unused.filter(sheet=TABLES[table].sheet).rows(named=True)
    assert ("2:2", "example-row") == (listed["cells"], listed["reason"])


@pytest.mark.parametrize(
    ("table", "own"),
    [
        ("energy_consumption", {"closing_stock": "17044"}),
        ("energy_conversion", {"conversion_output": "3500"}),
        ("product_condition", {"value": "1250"}),
        ("metering", {"l3_have": "66"}),
        ("equipment", {"model": "YE4-355M-4"}),
    ],
)
def test_a_row_with_a_figure_of_its_own_is_the_units(read_sheet_of: Any, table: str, own: dict[str, str]) -> None:
    def fill(sheet: Any) -> None:
        for row in _copied(table, **own):
            sheet.append(row)

    intake = read_sheet_of(table, fill)

    assert 1 == intake.tables[table].height
    assert intake.problems.filter(code="example-row").is_empty()


def test_what_the_form_prints_or_works_out_makes_no_copy_another_row(read_sheet_of: Any) -> None:
    """Pasted into the row of another energy, or without the cells of formulas, it is the example all the same."""

    def fill(sheet: Any) -> None:
        pasted = _copied("energy_consumption", energy_code="04", energy_name="一般烟煤", consumption_total="1")
        for row in [*pasted, ["05", "褐煤", "吨"]]:
            sheet.append(row)

    intake = read_sheet_of("energy_consumption", fill)

    assert intake.tables["energy_consumption"].is_empty()
    assert ["2:2"] == intake.unused.filter(reason="example-row")["cells"].to_list()
