"""A figure that stands in a comment alone is not read, and is told by its cell."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.comments import Comment

from energy_audit.filing.workbooks.remarks import said_in
from energy_audit.own_output import NOTE_DIVIDER, TOOL

ROWS = [["能源名称", "计量单位", "消费量合计", "期末库存量"], ["原煤", "吨", 5, None], ["柴油", "吨", 7, 0]]
THREAD = "[线程批注]\n\n你的Excel版本可读取此线程批注。了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924\n\n注释:\n    {}"


def _told(read_sheet_of: Any, *comments: tuple[str, str, str]) -> list[tuple[str, str]]:
    def fill(sheet: Any) -> None:
        for row in ROWS:
            sheet.append(row)
        for cell, text, author in comments:
            sheet[cell].comment = Comment(text, author)

    found = read_sheet_of("energy_consumption", fill).problems.filter(code="only-in-remark")
    return list(found.select("cell", "value").rows())


def test_a_figure_beside_a_blank_cell_is_told(read_sheet_of: Any) -> None:
    assert [("D2", "期末库存 1200 吨")] == _told(read_sheet_of, ("D2", "期末库存\n1200 吨", "张三"))


@pytest.mark.parametrize(
    "comment",
    [
        ("D1", "栏 5，单位 1000 吨", "张三"),  # on a heading
        ("D3", "1200", "张三"),  # beside a 0
        ("D2", "没有库存", "张三"),
        ("D2", f"{NOTE_DIVIDER}\n应填 1200", TOOL),
        ("D2", f"没有库存\n{NOTE_DIVIDER}\n应填 1200", "张三"),
        ("F9", "1200", "张三"),
    ],
)
def test_what_is_no_figure_of_a_blank_cell_is_not(read_sheet_of: Any, comment: tuple[str, str, str]) -> None:
    assert [] == _told(read_sheet_of, comment)


def test_a_comment_of_a_thread_is_what_its_author_wrote() -> None:
    assert "" == said_in(THREAD.format("没有库存"))
    assert "库存 1200" == said_in(THREAD.format("库存 1200"))
