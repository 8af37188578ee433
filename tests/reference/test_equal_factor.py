from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import TYPE_CHECKING

import polars as pl
import pytest

from energy_audit.errors import ReferenceTableError
from energy_audit.reference.equal_factor import equal_factor_on, equal_factors_of, known_equal_factors
from energy_audit.reference.tables import Reference, load_reference

if TYPE_CHECKING:
    from pathlib import Path

END_OF_2024 = date(2024, 12, 31)


def loaded(rules: Path, *rows: str) -> Reference:
    slot = rules / "reference" / "equal_factors.csv"
    slot.write_text(slot.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return load_reference(rules)


def test_it_is_a_range_of_low_confidence_until_one_is_loaded(reference: Reference) -> None:
    row = equal_factor_on(reference, END_OF_2024, "520000").row(0, named=True)
    assert (None, D("2.8"), D("3.5"), "low", "practice") == tuple(
        row[k] for k in ("factor", "factor_min", "factor_max", "confidence", "legal_status")
    )


def test_a_loaded_one_serves_its_year_and_region(rules: Path) -> None:
    tables = loaded(rules, "2024,520000,3.02,tce/万千瓦时,,,某文件 第一条,,high,in_force,")
    for region in ("520000", "520300", "520302"):
        assert D("3.02") == equal_factor_on(tables, END_OF_2024, region)["factor"].item()
    for on, region in ((date(2023, 12, 31), "520000"), (END_OF_2024, "510000"), (END_OF_2024, None)):
        assert equal_factor_on(tables, on, region)["factor"].item() is None


def test_the_nearest_region_serves(rules: Path) -> None:
    tables = loaded(
        rules,
        "2024,100000,0.301,kgce/kWh,,,全国文件,,high,in_force,",
        "2024,520000,3.02,tce/万千瓦时,,,省文件,,high,in_force,",
        "2024,520300,304,gce/kWh,,,市文件,,medium,in_force,",
    )
    answers = [equal_factor_on(tables, END_OF_2024, code)["factor"].item() for code in ("520302", "520100", "450100")]
    assert [D("3.04"), D("3.02"), D("3.01")] == answers


def test_one_of_low_confidence_serves_nobody(rules: Path) -> None:
    tables = loaded(rules, "2024,520000,3.02,tce/万千瓦时,,,传闻,,low,practice,")
    assert equal_factor_on(tables, END_OF_2024, "520000")["factor"].item() is None


def test_another_unit_is_refused_with_its_line(rules: Path) -> None:
    with pytest.raises(ReferenceTableError, match=r"equal_factors\.csv:2"):
        _ = loaded(rules, "2024,520000,3.02,吨/度,,,某文件,,high,in_force,").equal_factors


def test_every_enterprise_year_gets_what_is_known_for_its_region(rules: Path) -> None:
    tables = loaded(rules, "2024,520000,3.02,tce/万千瓦时,,,省文件,,high,in_force,")
    units = pl.DataFrame(
        {"uscc": ["a", "b", "c"], "report_year": [2024, 2023, 2024], "region_code": ["520302", "520302", None]}
    )
    found = equal_factors_of(tables, units)
    assert [D("3.02"), None, None] == found["loaded_equal"].to_list()
    assert [None, D("2.8"), D("2.8")] == found["seen_low"].to_list()
    assert "省文件" == found["equal_citation"][0]


@pytest.mark.parametrize("year", [20255, 0, -5])
def test_a_year_that_no_calendar_has_gets_none(reference: Reference, year: int) -> None:
    """It is a problem of one filing and must not end a batch."""
    units = pl.DataFrame({"uscc": ["a"], "report_year": [year], "region_code": ["520302"]})
    assert [(None, None)] == equal_factors_of(reference, units).select("loaded_equal", "seen_low").rows()


@pytest.mark.parametrize(
    ("year", "value", "name"),
    [
        (2024, "3.019", "2023年全国供电煤耗"),
        (2021, "3.055", "2020年全国供电煤耗"),
        (2017, "2.94", "2016年全国发电煤耗"),
        (2025, "3.15", "公开软件常数0.315"),
        (2025, "4.04", "旧统计口径0.404"),
    ],
)
def test_common_choices_are_known_by_name(reference: Reference, year: int, value: str, name: str) -> None:
    """301.9 gce/kWh = 3.019 tce per 10^4 kWh; 0.315 kgce/kWh = 3.15."""
    known = known_equal_factors(reference, year).filter(pl.col("value") == pl.lit(value).cast(pl.Decimal(38, 12)))
    assert any(each.startswith(name) for each in known["name_zh"])


def test_no_rate_of_a_later_year_is_taken_for_an_earlier_filing(reference: Reference) -> None:
    assert not any(each.startswith("2024年") for each in known_equal_factors(reference, 2023)["name_zh"])
