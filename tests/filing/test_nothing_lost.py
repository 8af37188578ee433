"""Whatever is written into a cell is in a table, in a problem, or in a listed unused region."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, range_boundaries

from energy_audit.filing.intake import read_filings
from energy_audit.filing.schema import TABLES
from energy_audit.filing.sheets.headings import match
from energy_audit.filing.values.cells import PLACEHOLDERS

if TYPE_CHECKING:
    from pathlib import Path

    import openpyxl

    from energy_audit.filing.intake import Intake

TABLES_USED = ("enterprise", "energy_consumption", "equipment")
SHEETS = [TABLES[key].sheet for key in TABLES_USED]
JUNK = st.one_of(
    st.sampled_from(
        [
            "随手记",
            "注：见附件",
            "合计",
            "消费量合计",
            "abc",
            "单位：万元",
            "统一社会信用代码：X",
            "2025年",
            "填表人：甲",
            "设备名称",
            "#REF!",
            "1,2,3",
            "是",
        ]
    ),
    st.integers(-10, 10**16),
    st.text(st.characters(whitelist_categories=("L", "N", "P")), min_size=1, max_size=6),
)
COLUMNS = st.tuples(st.sampled_from(SHEETS), st.integers(1, 25), st.lists(st.integers(1, 9), min_size=1, max_size=3))


def _covers(region: str, row: int, column: int) -> bool:
    if re.fullmatch(r"\d+:\d+", region):
        first, last = map(int, region.split(":"))
        return first <= row <= last
    left, top, right, bottom = range_boundaries(region)
    return bool(left <= column <= right and top <= row <= bottom)


def _accounted_for(intake: Intake, sheet: str, row: int, column: int, text: str) -> bool:
    sources = intake.sources.filter(sheet=sheet)
    for place in intake.placement.join(sources, on="source").iter_rows(named=True):
        letter = place["letter"]
        if letter[-1].isdigit():
            if _covers(letter, row, column):
                return True
            continue
        if column_index_from_string(letter) != column:
            continue
        if place["column"] in match(place["table"], (text,)).columns:
            return True  # the heading of a used column
        rows = intake.tables[place["table"]].filter(pl.col("source") == place["source"], pl.col("row") == row)
        if rows.height and rows[place["column"]][0] is not None:
            return True
    problems = intake.problems.filter(pl.col("sheet") == sheet)["cell"]
    if any(cell and _covers(cell, row, column) for cell in problems):
        return True
    regions = intake.unused.filter(pl.col("sheet") == sheet)["cells"]
    return any(_covers(region, row, column) for region in regions)


def _means_blank(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip(" '’‘") in PLACEHOLDERS


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.tuples(COLUMNS, JUNK), min_size=1, max_size=5))
def test_no_cell_with_content_disappears(filing: Any, tmp_path: Path, junk: list) -> None:
    written: dict[tuple[str, int, int], str] = {}

    def edit(book: openpyxl.Workbook) -> None:
        for (sheet, column, rows), value in junk:
            for row in rows:
                book[sheet].cell(row, column, value)
        for sheet in book.worksheets:
            for cells in sheet.iter_rows():
                written.update(
                    {(sheet.title, cell.row, cell.column): str(cell.value) for cell in cells if cell.value is not None}
                )

    intake = read_filings([filing.only(*TABLES_USED).xlsx(tmp_path / "a.xlsx", edit)])

    lost = {
        place: text
        for place, text in written.items()
        if not _means_blank(text) and not _accounted_for(intake, *place, text)
    }
    assert {} == lost
