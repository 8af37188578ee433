"""Numbers of parts, tables and figures."""

from __future__ import annotations

import pytest

from energy_audit.report.language import words
from energy_audit.report.numbering import Numbering, chinese_number


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_numbers_are_written_as_headings_do(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize("number", [0, 100, -1])
def test_other_numbers_are_no_headings(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_a_table_keeps_its_number_wherever_it_is_named() -> None:
    numbers = Numbering(words("zh"))
    assert [numbers.table(key) for key in ("a", "b", "a")] == ["表 1", "表 2", "表 1"]
    assert numbers.figure("a") == "图 1"
    assert numbers.table_caption("b", "计算表") == "表 2　计算表"


def test_parts_start_anew_in_each_section() -> None:
    numbers = Numbering(words("zh"))
    assert [numbers.part("x"), numbers.part("x"), numbers.part("y")] == ["（一）", "（二）", "（一）"]
    assert Numbering(words("en")).part("x") == "(1) "
