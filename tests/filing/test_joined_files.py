"""Text files joined one after another: the headings of the later ones are headings again, however large the file is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal
from tests.many_units import code, left_in_place

from energy_audit.filing.files import tabular
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.onefile import read_file
from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["uscc", "report_year", "energy_code", "energy_name", "unit", "consumption_total", "consumption_industrial"]
OTHER = [*HEAD[:5], "consumption_industrial", "consumption_total"]


def _table(head: list[str], number: int, rows: int = 80) -> str:
    values = {
        "uscc": code(number),
        "report_year": 2025,
        "energy_code": "33",
        "energy_name": "电力",
        "unit": "万千瓦时",
        "自加": "x",
        "site": "东区",
    }
    lines = [
        ",".join(str({**values, "consumption_total": row + 2, "consumption_industrial": row + 1}[key]) for key in head)
        for row in range(rows)
    ]
    return "\n".join([",".join(head), *lines, ""])


@pytest.mark.parametrize(
    ("text", "by_polars"),
    [
        (_table(HEAD, 1) + _table(HEAD, 2) + _table(HEAD, 1, 5), True),
        (_table(HEAD, 1) + _table(OTHER, 2), True),
        (_table(HEAD, 1) + "\n\n" + _table(["自加", *OTHER[:4], *OTHER[5:]], 2), True),
        (_table(HEAD, 1) + _table(HEAD, 2, 0) + _table(OTHER, 3) + _table(HEAD, 3, 0), False),
        (_table(HEAD, 1) + "能源消费结构表\n" + _table(HEAD, 2), False),
        (_table(HEAD, 1) + _table(HEAD[:6], 2), True),
        (_table(HEAD, 1) + _table([*HEAD, "site"], 2), False),
        (_table(HEAD, 1) + "\n填表人：张三\n" + _table(OTHER, 2), False),
        (_table(HEAD, 1) + ",".join(HEAD[:2]) + "\n" + ",".join(["", "", *HEAD[2:]]) + "\n" + _table(HEAD, 2), False),
    ],
)
def test_headings_again_begin_a_table_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, by_polars: bool
) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_text(text, "utf-8")
    small = read_filings([path])
    monkeypatch.setattr(tabular, "LARGE", 100)
    monkeypatch.setattr(tabular, "read_sheet", None if by_polars else tabular.read_sheet)

    large = read_filings([path])

    assert_frame_equal(small.tables["energy_consumption"], large.tables["energy_consumption"])
    assert_frame_equal(small.problems, large.problems)
    places = (intake.unused.select("file", "cells", "reason").rows() for intake in (small, large))
    assert 1 == len({frozenset(each) for each in places})
    read = small.tables["energy_consumption"]
    assert read["consumption_industrial"].drop_nulls().is_in(range(1, 81)).all()
    more = read["consumption_total"] - read["consumption_industrial"]
    assert {Decimal(1)} >= set(more.drop_nulls())


@pytest.mark.parametrize("second", [HEAD, OTHER])
def test_a_file_with_headings_again_does_not_stay_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: list[str]
) -> None:
    path = tmp_path / "energy_consumption.csv"
    path.write_text(_table(HEAD, 1) + _table(second, 2), "utf-8")
    left_in_place(monkeypatch)
    (handed,) = handed_in([path])

    reading = read_file(handed, most_rows=5)

    assert [None, None] == [block.later for block in reading.blocks]
