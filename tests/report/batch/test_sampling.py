"""A draw that anybody can make again: by the lots alone, whatever the order of the list."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from energy_audit.report.batch.sampling import draw, drawable, lot

CODES = [f"9152010000000{number:04d}X" for number in range(40)]


@pytest.fixture
def units() -> pl.DataFrame:
    tiers = ["A", "B", "C", "D"]
    return pl.DataFrame({"uscc": CODES, "report_year": 2025, "tier": [tiers[at % 4] for at in range(40)]})


def test_a_lot_is_what_any_tool_computes() -> None:
    """As ``sha256sum`` has it of the seed, a line feed and the code."""
    assert "2f3e9a8a41cf9f3c5bece129c93ea3adc8bc3599309ec3f7bc4dde235e8d4506" == lot("052318", CODES[1])
    assert lot("052318", CODES[1]) != lot("052319", CODES[1])


def test_the_smallest_lots_are_drawn_whatever_the_order_of_the_list(units: pl.DataFrame) -> None:
    expected = sorted(CODES, key=lambda code: hashlib.sha256(f"052318\n{code}".encode()).hexdigest())[:7]
    assert expected == draw(units, "052318", 7)["uscc"].to_list()
    assert expected == draw(units.reverse(), "052318", 7)["uscc"].to_list()


def test_a_longer_list_goes_on_where_the_shorter_ended(units: pl.DataFrame) -> None:
    """A unit that falls away is replaced by the next, and nobody else changes."""
    assert draw(units, "s", 5)["uscc"].to_list() == draw(units, "s", 9)["uscc"].to_list()[:5]
    assert 40 == draw(units, "s", 99).height


def test_so_many_of_each_group(units: pl.DataFrame) -> None:
    drawn = draw(units, "s", 3, "tier")
    assert {"A": 3, "B": 3, "C": 3, "D": 3} == dict(drawn["tier"].value_counts().iter_rows())
    of_a = draw(units.filter(tier="A"), "s", 3)["uscc"].to_list()
    assert of_a == drawn.filter(tier="A")["uscc"].to_list()


def test_each_unit_takes_part_once_by_its_latest_year() -> None:
    rows = {
        "uscc": ["1", "1", "2", "3", None],
        "report_year": [2024, 2025, 2025, 2025, 2025],
        "tier": ["A", "C", "A", None, "A"],
    }
    units = pl.DataFrame(rows)
    assert [("1", 2025), ("2", 2025), ("3", 2025)] == drawable(units).select("uscc", "report_year").rows()
    assert ["2"] == drawable(units, ("A",))["uscc"].to_list()
