"""One code under two names is asked about, unless the filing itself explains it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "示例旧名（贵州）有限公司", "示例新名有限公司"


@pytest.mark.parametrize(
    ("now", "former", "former_then", "told"),
    [
        (NEW, None, None, True),
        (NEW, f"更早之名、{OLD}", None, False),
        (NEW, "示例旧名(贵州) 有限公司", None, False),  # brackets and spaces make no other name
        (NEW, None, NEW, False),  # the earlier filing may have been corrected
        (f"{OLD}二分厂", None, None, False),
        (OLD, None, None, False),
    ],
)
def test_a_new_name_under_an_old_code(
    filing: Any, tmp_path: Path, found: Any, now: str, former: str | None, former_then: str | None, *, told: bool
) -> None:
    rows = filing.tables["enterprise"]
    later = copy.deepcopy(rows[0]) | {"report_year": 2026, "enterprise_name": now, "former_names": former}
    rows[0] |= {"enterprise_name": OLD, "former_names": former_then}
    rows.append(later)

    problems = found(read_filings([filing.only("enterprise").xlsx(tmp_path / "a.xlsx")]))

    cell = filing.cell("enterprise", "enterprise_name", 1)
    expected = {("表1 基本情况", cell, "name-differs")} if told else set()
    assert expected == {problem for problem in problems if problem[2] == "name-differs"}
