"""A footnote behind a figure is none of its digits, and which they are is not guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont


def _read(read_sheet_of: Any, cell: str, *runs: tuple[str, str | None]) -> Any:
    def fill(sheet: Any) -> None:
        sheet.append(["能源名称", "计量单位", "消费量合计", "工业生产消费"])
        sheet.append(["原煤", "吨", 3000, 3000])
        sheet[cell] = CellRichText(*(TextBlock(InlineFont(vertAlign=aside), text) for text, aside in runs))

    return read_sheet_of("energy_consumption", fill)


@pytest.mark.parametrize("aside", ["superscript", "subscript"])
def test_a_figure_with_a_footnote_is_told_and_not_used(read_sheet_of: Any, aside: str) -> None:
    intake = _read(read_sheet_of, "C2", ("3000", None), ("1", aside))

    assert intake.tables["energy_consumption"]["consumption_total"].item() is None
    told = intake.problems.filter(code="digits-raised")
    assert [("C2", "30001")] == told.select("cell", "value").rows()
    assert "“1”是上标或下标，行内写的是“3000”" in told["message"].item()


@pytest.mark.parametrize(
    ("cell", "runs", "read"),
    [
        ("C2", (("30", None), ("00", "baseline")), Decimal(3000)),
        ("C2", (("3000", "superscript"),), Decimal(3000)),  # all of it stands off the line
        ("B2", (("m", None), ("3", "superscript")), Decimal(3000)),  # a unit
        ("B2", (("1 m", None), ("3", "superscript")), Decimal(3000)),  # no figure is asked for there
    ],
)
def test_what_is_no_footnote_of_a_figure_is_read(
    read_sheet_of: Any, cell: str, runs: tuple[tuple[str, str | None], ...], read: Decimal
) -> None:
    intake = _read(read_sheet_of, cell, *runs)

    assert read == intake.tables["energy_consumption"]["consumption_total"].item()
    assert intake.problems.filter(code="digits-raised").is_empty()
