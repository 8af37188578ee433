"""Report years as people type them: read where one year alone can be meant, told where not."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.schema import TABLES
from energy_audit.filing.tables.typed import typed

READ = {
    2025: (
        *("2025", "2025年", "2025年度", " 2025 年 度", "2025年份", "２０２５", "２０２５年度", "(2025)", "（2025年）", "'2025", "2025.0"),
        *("二〇二五年", "二零二五", "二○二五年度", "二O二五年"),
        *("2025-12-31", "2025-12-31 00:00:00", "2025/1/1", "2025年12月31日", "2025-12-31T00:00:00"),
        *("2025年1-12月", "2025年1月—12月", "2025.1.1-2025.12.31", "2025年1月1日至2025年12月31日"),
        *("1905-07-17", "1905/7/17"),
    ),
    2008: ("二〇〇八年", "1905-06-30"),
    25: ("25", "25年", "〇〇25"),
}  # fmt: skip
UNREAD = (
    *("今年", "2026-03-10", "2025年12月", "2025-12", "2024-2025", "2024.1-2025.12", "2025.5", "FY2025", "25-26"),
    *("2025-13-45", "2025-02-30", "1905-10-01", "2025年年", "二〇二", "贰零贰伍"),
)


def year_of(raw: pl.Series) -> tuple[Any, list[str]]:
    frame = pl.DataFrame({"source": [0], "row": [2], "report_year": raw}).cast({"source": pl.UInt32, "row": pl.UInt32})
    told = typed(frame, TABLES["enterprise"])
    return told.frame["report_year"].item(), told.problems["code"].to_list()


@pytest.mark.parametrize(("year", "text"), [(year, text) for year, texts in READ.items() for text in texts])
def test_a_year_that_is_certain_is_read(year: int, text: str) -> None:
    assert (year, []) == year_of(pl.Series([text]))


@pytest.mark.parametrize("text", UNREAD)
def test_a_year_that_is_not_certain_is_told(text: str) -> None:
    assert (None, ["unreadable-year"]) == year_of(pl.Series([text]))


@pytest.mark.parametrize("value", [date(2025, 12, 31), date(1905, 7, 17), 2025.0, 2025])
def test_it_may_be_a_day_or_a_number(value: object) -> None:
    assert (2025, []) == year_of(pl.Series([value]))


def test_a_day_of_another_column_is_no_year() -> None:
    """Only the report year is read so: a number of staff is not."""
    raw = pl.DataFrame({"source": [0], "row": [2], "employees": ["2025-12-31"]}).cast(
        {"source": pl.UInt32, "row": pl.UInt32}
    )
    assert ["unreadable-integer"] == typed(raw, TABLES["enterprise"]).problems["code"].to_list()
