"""The loaded provincial catalogue: whole classes, named products, thresholds, dates; three-valued."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from energy_audit.exact import NUMBER
from energy_audit.facts.sectors import match_sectors
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.tables import Reference

DAY = date(2025, 12, 31)
ENTRY = {
    "industry_code": "3140", "product_zh": "铁合金", "product_keywords": [], "threshold_tce": None,
    "confidence": "high", "legal_status": "in_force", "citation": "示例目录",
}  # fmt: skip
UNIT = {"industry_code": "3140", "words": "硅铁", "on": DAY, "tce_low": Decimal(12000), "tce_high": Decimal(13000)}


def listed(reference: Reference, entries: list[dict[str, Any]], **unit: Any) -> bool | None:
    schema = SCHEMAS["guizhou_two_high_catalogue"].header
    catalogue = pl.DataFrame([{**ENTRY, **each} for each in entries], schema=schema)
    loaded: Any = SimpleNamespace(
        two_high_sectors=reference.two_high_sectors,
        industries=reference.industries,
        guizhou_two_high_catalogue=catalogue,
    )
    types = {"industry_code": pl.String, "words": pl.String, "on": pl.Date, "tce_low": NUMBER, "tce_high": NUMBER}
    units = pl.DataFrame([{**UNIT, **unit}], schema=types).with_row_index("unit_id")
    answer: bool | None = match_sectors(units, loaded)["in_catalogue"].item()
    return answer


@pytest.mark.parametrize(
    ("entry", "unit", "expected"),
    [
        ({}, {}, True),
        ({"industry_code": "31"}, {}, True),
        ({"industry_code": "314"}, {}, True),
        ({"industry_code": "32"}, {}, False),
        ({}, {"industry_code": "3110"}, False),
        ({}, {"industry_code": None}, None),
        ({}, {"industry_code": "3150"}, None),  # no class has this code: it may be any of the division
        ({"industry_code": "31"}, {"industry_code": "3150"}, True),
        ({"product_keywords": ["硅铁", "锰硅"]}, {}, True),
        ({"product_keywords": ["工业硅(块)"]}, {}, False),
        ({"product_keywords": ["硅铁"]}, {"words": ""}, None),
        ({"product_keywords": ["硅铁"]}, {"words": None}, None),
        ({"threshold_tce": Decimal(12000)}, {}, True),
        ({"threshold_tce": Decimal("12000.01")}, {}, None),
        ({"threshold_tce": Decimal(13000)}, {}, None),
        ({"threshold_tce": Decimal("13000.01")}, {}, False),
        ({"threshold_tce": Decimal(1)}, {"tce_low": None}, None),
        ({"effective_from": date(2025, 12, 31)}, {}, True),
        ({"effective_from": date(2026, 1, 1)}, {}, False),
        ({"effective_to": date(2025, 12, 31)}, {}, True),
        ({"effective_to": date(2025, 12, 30)}, {}, False),
        ({"legal_status": "draft"}, {}, None),
        ({"legal_status": "draft"}, {"industry_code": "3110"}, False),
        ({"confidence": "low"}, {}, None),
        ({"confidence": "medium"}, {}, True),
    ],
)
def test_an_entry_covers_what_it_says(
    reference: Reference, entry: dict[str, Any], unit: dict[str, Any], expected: bool | None
) -> None:
    assert listed(reference, [entry], **unit) is expected


def test_one_entry_that_holds_is_enough(reference: Reference) -> None:
    entries = [{"product_keywords": ["黄磷"]}, {"legal_status": "draft"}, {"product_keywords": ["硅铁"]}]
    assert listed(reference, entries) is True
    assert listed(reference, entries[:2]) is None


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ("年产10万吨铝锭", True),
        ("年产20万吨电解铝", True),
        ("铜冶炼", True),
        ("年产10万吨再生铝", None),
        ("废铝回收熔炼", None),
        ("再生能源利用的铝冶炼", True),
        ("电解铝及再生铝", True),  # electrolysis is named
    ],
)
def test_metal_won_from_scrap_is_for_a_person_to_say(reference: Reference, words: str, match: bool | None) -> None:
    types = {"industry_code": pl.String, "words": pl.String, "on": pl.Date, "tce_low": NUMBER, "tce_high": NUMBER}
    units = pl.DataFrame([{**UNIT, "industry_code": "3216", "words": words}], schema=types).with_row_index("unit_id")
    assert match is match_sectors(units, reference)["sector_match"].item()


@pytest.mark.parametrize(
    ("code", "match"),
    [("3140", True), ("3150", None), ("2520", None), ("2631", False), ("4413", False), ("1599", False)],
)
def test_a_code_that_no_class_has_clears_nobody(reference: Reference, code: str, match: bool | None) -> None:
    """3150 and 2520 were ferroalloys and coking until 2017."""
    types = {"industry_code": pl.String, "words": pl.String, "on": pl.Date, "tce_low": NUMBER, "tce_high": NUMBER}
    units = pl.DataFrame([{**UNIT, "industry_code": code, "words": "硅铁"}], schema=types).with_row_index("unit_id")
    assert match is match_sectors(units, reference)["sector_match"].item()


@pytest.mark.parametrize(
    ("code", "name", "match", "sector"),
    [
        ("3011", "水泥制造", True, "水泥熟料"),
        ("3011", "水泥厂", True, "水泥熟料"),
        ("3111", "水泥制造", None, "水泥熟料"),  # a slip: no class has this code
        ("3140", "钢压延加工", None, "铁合金"),  # its code in the edition of 2011
        ("3130", "铁合金冶炼", None, "铁合金"),
        ("2911", "轮胎制造", False, None),
        ("3021", "轮胎制造", False, None),  # of no sector either way
        (None, "水泥制造", None, None),
    ],
)
def test_an_industry_named_otherwise_than_it_is_coded_is_not_cleared(
    one: Callable[..., dict[str, Any]], code: str | None, name: str, match: bool | None, sector: str | None
) -> None:
    facts = one(
        enterprise=[{"industry_code": code, "industry_name": name}],
        product=[{"product_name": "水泥熟料"}, {"product_name": "硅铁"}],
    )
    assert match is facts["two_high_sector_match"]
    assert (facts["two_high_sector"] or "").startswith(sector or "")
    assert (sector is None) is (facts["two_high_sector"] is None)
