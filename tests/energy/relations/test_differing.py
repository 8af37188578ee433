"""Two rows that name one thing and say different things are asked about; two of different names are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

Judge = Callable[..., pl.DataFrame]
ENTERPRISE = [{"industry_code": "3011", "region_code": "520100"}]
CLINKER = {"product_name": "水泥熟料", "indicator_name": "单位产品综合能耗", "value": 110}
METERS = {"energy_type": "电力", "l1_std": 100, "l1_need": 2, "l1_have": 2}


def asked(judge: Judge, code: str, **tables: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    found = judge(enterprise=ENTERPRISE, **tables).filter(pl.col("code") == code)
    return found.select("number", "column", "severity").rows()


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"value": 125}, [(1, "value", "warning")]),
        # two lines of the same figure say the same of the product
        ({}, []),
        ({"value": 125, "product_name": "水泥熟料（2号线）"}, []),
        ({"value": 125, "indicator_name": "单位产品综合电耗"}, []),
        ({"value": 125, "report_year": 2024}, []),
        # a blank says nothing else
        ({"value": None}, []),
    ],
)
def test_a_product_of_two_lines_is_asked_to_name_them(
    judge: Judge, second: dict[str, Any], told: list[tuple[int, str, str]]
) -> None:
    assert told == asked(judge, "product-rows-differ", product=[CLINKER, CLINKER | second])


@pytest.mark.parametrize(
    ("second", "told"),
    [
        # once a row, at the first figure that differs
        ({"l1_need": 3, "l1_have": 1}, [(1, "l1_need", "warning")]),
        ({}, []),
        ({"l1_need": 3, "energy_type": "电力（二厂）"}, []),
    ],
)
def test_meters_of_two_sites_are_asked_to_be_added_up(
    judge: Judge, second: dict[str, Any], told: list[tuple[int, str, str]]
) -> None:
    assert told == asked(judge, "metering-rows-differ", metering=[METERS, METERS | second])
