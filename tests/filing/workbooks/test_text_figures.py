"""A figure that is held as a text is read, and told where formulas stand beside it, which leave it out of their sums."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = ["统一社会信用代码", "能源名称", "计量单位", "消费量合计", "工业生产消费", "采用折标系数"]
CODE = "9152000071430580XT"


def _told(read_sheet_of: Any, total: object, *figures: object) -> Any:
    def fill(sheet: Any) -> None:
        sheet.append(HEAD)
        for figure in figures:
            sheet.append([CODE, "原煤", "吨", 5, figure, 0.7143])
        sheet.append([CODE, "合计", "吨标准煤", None, total, None])

    return read_sheet_of("energy_consumption", fill)


@pytest.mark.parametrize("text", ["900", "９００", "1,200", "-3.5", "'900", " 900 "])
def test_a_figure_that_is_a_text_is_read_and_told_by_its_cell(read_sheet_of: Any, text: str) -> None:
    intake = _told(read_sheet_of, "=SUM(E2:E3)", 5, text)

    told = intake.problems.filter(code="figure-as-text")
    assert [("E3", "consumption_industrial", "warning")] == told.select("cell", "column", "severity").rows()


@pytest.mark.parametrize("text", ["无", "900吨", "12,3", "", "①", "2025年"])
def test_what_is_no_plain_figure_is_told_otherwise_or_not_at_all(read_sheet_of: Any, text: str) -> None:
    assert _told(read_sheet_of, "=SUM(E2:E3)", 5, text).problems.filter(code="figure-as-text").is_empty()


def test_without_formulas_it_is_no_matter(read_sheet_of: Any) -> None:
    assert _told(read_sheet_of, 5, "900").problems.filter(code="figure-as-text").is_empty()
