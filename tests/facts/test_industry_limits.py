"""Whether a unit's industry is one with a mandatory limit, and whether anything of its filing was compared with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import Unread

from energy_audit.facts import Facts

Derive = Callable[..., Facts]

CLINKER = {
    "product_name": "水泥熟料", "indicator_name": "单位产品综合能耗", "indicator_unit": "千克标准煤/吨", "value": 105,
}  # fmt: skip


def told(derive: Derive, industry: str, year: int, product: dict[str, Any]) -> tuple[object, ...]:
    facts = derive(
        enterprise=[{"industry_code": industry, "report_year": year}], product=[{**product, "report_year": year}]
    )
    row = facts.frames["enterprise"].row(0, named=True)
    return row["industry_limits"], row["industry_limited"], row["has_compared_limit"]


@pytest.mark.parametrize(
    ("industry", "year", "product", "expected"),
    [
        ("3011", 2025, CLINKER, ("水泥熟料（GB 16780）", True, True)),
        # a name that is no name of the standard, and an indicator that it does not limit
        ("3011", 2025, CLINKER | {"product_name": "熟建材"}, ("水泥熟料（GB 16780）", True, False)),
        ("3011", 2025, CLINKER | {"indicator_name": "单位产品水耗"}, ("水泥熟料（GB 16780）", True, False)),
        ("1511", 2025, CLINKER | {"product_name": "白酒"}, (None, False, False)),
        # one that cannot be read may be a name of the standard
        ("3011", 2025, CLINKER | {"product_name": Unread("#REF!")}, ("水泥熟料（GB 16780）", True, None)),
        ("3011", 2025, CLINKER | {"indicator_name": Unread("#REF!")}, ("水泥熟料（GB 16780）", True, None)),
        # several fields of one industry
        ("2612", 2025, CLINKER | {"product_name": "盐酸"}, ("烧碱（GB 21257）、纯碱（GB 29140）", True, False)),
    ],
)
def test_an_industry_with_a_limit_is_told_whatever_its_products_are_called(
    derive: Derive, industry: str, year: int, product: dict[str, Any], expected: tuple[object, ...]
) -> None:
    assert expected == told(derive, industry, year, product)
