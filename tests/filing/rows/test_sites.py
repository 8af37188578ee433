"""Sites that repeat each other or the whole are said, since sites are added up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from energy_audit.filing.intake import read_filings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = list[tuple[str | None, str, str]]


@pytest.fixture
def said(filing: Any, tmp_path: Path) -> Callable[[Rows], list[str]]:
    """File an enterprise row for each site, calorific and equal total; return the cells that are said to repeat."""

    def file(sites: Rows) -> list[str]:
        first = filing.tables["enterprise"][0]
        filing.tables["enterprise"] = [
            first | {"site": site, "reported_tce_calorific": Decimal(calorific), "reported_tce_equal": Decimal(equal)}
            for site, calorific, equal in sites
        ]
        problems = read_filings([filing.only("enterprise", "energy_consumption").xlsx(tmp_path / "a.xlsx")]).problems
        found = [cell for code, cell in problems.select("code", "cell").iter_rows() if code == "site-repeated"]
        column = filing.cell("enterprise", "reported_tce_calorific").rstrip("0123456789")
        assert {column} >= {cell.rstrip("0123456789") for cell in found}
        return [cell.removeprefix(column) for cell in found]

    return file


def test_two_sites_with_the_same_totals_are_both_said(said: Any) -> None:
    assert ["2", "3"] == said([("一厂", "500.5", "900"), ("二厂", "500.5", "900"), ("三厂", "7", "8")])


def test_a_site_with_the_figures_of_the_whole_is_said(said: Any) -> None:
    assert ["2", "3"] == said([(None, "500.5", "900"), ("一厂", "500.5", "900")])


def test_the_whole_beside_its_parts_is_said(said: Any) -> None:
    assert ["2"] == said([(None, "800.4", "1300"), ("一厂", "500", "900"), ("二厂", "300", "400")])


@pytest.mark.parametrize(
    "sites",
    [
        [("一厂", "500", "900"), ("二厂", "300", "400")],
        [("一厂", "500", "900"), ("二厂", "500", "901")],
        [("一厂", "0", "0"), ("二厂", "0", "0")],
        [(None, "900", "1300"), ("一厂", "500", "900"), ("二厂", "300", "400")],
    ],
    ids=["of their own", "one total alike by chance", "nothing consumed", "no sum"],
)
def test_sites_with_figures_of_their_own_are_not(said: Any, sites: Rows) -> None:
    assert [] == said(sites)
