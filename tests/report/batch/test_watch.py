"""Watch lists: who is near a line, and who fell below one."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.exact import NUMBER
from energy_audit.inspection import open_rules
from energy_audit.report.batch.watch import WatchList, watch_lists
from energy_audit.report.language import words

TOTALS = [f"{total}{end}" for total in ("tce_calorific", "tce_equal", "co2_t") for end in ("", "_low", "_high")]
SCHEMA = {
    **dict.fromkeys(
        ("uscc", "enterprise_name", "prefecture_name", "county_name", "division_name", "tier", "tier_calorific",
         "tier_equal", "why_open", "html", "pdf"),
        pl.String(),
    ),
    **dict.fromkeys((*TOTALS, "margin_5000_tce", "margin_10000_tce"), NUMBER),
    "report_year": pl.Int64(),
    "cannot_tell": pl.Int64(),
    "basis_sensitive": pl.Boolean(),
    "two_high_one_low": pl.Boolean(),
    "rules": pl.List(pl.String),
    "projects": pl.List(pl.String),
}  # fmt: skip


def unit(name: str, tce: str, *rules: str) -> dict[str, Any]:
    margins = {"margin_5000_tce": D(tce) - 5000, "margin_10000_tce": D(tce) - 10000}
    return {"uscc": name, "report_year": 2025, "tce_calorific": D(tce), "rules": list(rules), "projects": [], **margins}


@pytest.fixture(scope="module")
def lists() -> dict[str, WatchList]:
    units = pl.DataFrame(
        [
            unit("远", "3000", "YOY005"),
            unit("近", "4990", "YOY005", "KEU015"),
            unit("表一", "4900", "YOY006", "KEU015"),
            unit("万吨", "9900", "KEU016"),
            unit("无关", "20000"),
        ],
        schema=SCHEMA,
    )
    return {each.key: each for each in watch_lists(units, open_rules()[1], words("zh"))}


def test_units_that_fell_below_the_line_stand_nearest_first(lists: dict[str, WatchList]) -> None:
    """By last year's filing, or by last year's figure in table 1 where that filing is not in the batch."""
    assert [(each.uscc, each.note) for each in lists["fell"].units] == [
        ("近", "比线低 10.00 吨标准煤"),
        ("表一", "比线低 100.00 吨标准煤"),
        ("远", "比线低 2000.00 吨标准煤"),
    ]


def test_a_unit_above_a_line_is_said_to_be_above() -> None:
    units = pl.DataFrame([unit("高", "5365.68", "KEU015")], schema=SCHEMA)
    near = {lang: watch_lists(units, open_rules()[1], words(lang))[0].units[0].note for lang in ("zh", "en")}
    assert near == {"zh": "比线高 365.68 吨标准煤", "en": "above the line by 365.68 tce"}


def test_the_equal_value_is_named_where_it_is_what_is_measured_and_no_distance_is_no_figure() -> None:
    """The list shows the calorific total, of which 0.01 below the line would be untrue."""
    by_equal = {**unit("大学", "2874.79", "KEU015"), "margin_5000_tce": D("-0.01")}
    exactly = unit("金矿", "5000", "KEU015")
    units = pl.DataFrame([by_equal, exactly], schema=SCHEMA)
    notes = {each.uscc: each.note for each in watch_lists(units, open_rules()[1], words("zh"))[0].units}
    assert notes == {"大学": "等价值比线低 0.01 吨标准煤", "金矿": "恰在线上"}


def test_what_is_left_open_is_not_laid_at_the_door_of_the_filings_alone(lists: dict[str, WatchList]) -> None:
    assert "规则库" in lists["untold"].meaning
    assert "申报材料不足" not in lists["untold"].meaning


@pytest.mark.parametrize(("key", "listed"), [("near", ["近", "表一"]), ("near10000", ["万吨"]), ("basis", [])])
def test_each_line_has_its_list(lists: dict[str, WatchList], key: str, listed: list[str]) -> None:
    assert [each.uscc for each in lists[key].units] == listed
