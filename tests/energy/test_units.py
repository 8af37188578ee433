"""Units convert exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from energy_audit.energy.units import unit_table, with_unit_factor
from energy_audit.exact import NUMBER
from energy_audit.reference.spelling import normalise
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(folder("rules"))


DIMENSION = {
    "吨": "mass",
    "万立方米": "volume",
    "万千瓦时": "electricity",
    "百万千焦": "heat",
    "吨标准煤": "standard_coal",
    "万元": "money",
}
"""Of what each standard unit is one."""


def unit_factor(reference: Reference, unit: str, standard: str, density: str | None = None) -> Decimal | None:
    """How many of the standard unit of a liquid one filed unit is."""
    given = {"unit": [unit], "dimension": [DIMENSION[standard]], "liquid": [True], "density": [density]}
    rows = pl.DataFrame(given, schema_overrides={"density": pl.String}).with_columns(pl.col("density").cast(NUMBER))
    found: Decimal | None = with_unit_factor(rows, reference).collect()["unit_factor"].item()
    return found


@pytest.mark.parametrize(
    ("unit", "standard", "factor"),
    [
        ("吨", "吨", "1"),
        ("T", "吨", "1"),
        ("公斤", "吨", "0.001"),
        ("㎏", "吨", "0.001"),
        ("万吨", "吨", "10000"),
        ("立方米", "万立方米", "0.0001"),
        ("m³", "万立方米", "0.0001"),
        ("Nm3", "万立方米", "0.0001"),
        ("标方", "万立方米", "0.0001"),
        ("千立方米", "万立方米", "0.1"),
        ("万m³", "万立方米", "1"),
        ("10^4 m³", "万立方米", "1"),
        ("10⁴Nm³", "万立方米", "1"),
        ("亿立方米", "万立方米", "10000"),
        ("度", "万千瓦时", "0.0001"),
        ("kW·h", "万千瓦时", "0.0001"),
        ("万ｋＷｈ", "万千瓦时", "1"),
        ("亿千瓦时", "万千瓦时", "10000"),
        ("MWh", "万千瓦时", "0.1"),
        ("GWh", "万千瓦时", "100"),
        ("GJ", "百万千焦", "1"),
        ("吉焦", "百万千焦", "1"),
        ("TJ", "百万千焦", "1000"),
        ("MJ", "百万千焦", "0.001"),
        ("千焦", "百万千焦", "0.000001"),
        ("大卡", "百万千焦", "0.0000041868"),
        ("万大卡", "百万千焦", "0.041868"),
        ("百万大卡", "百万千焦", "4.1868"),
        ("kgce", "吨标准煤", "0.001"),
        ("万吨标准煤", "吨标准煤", "10000"),
        ("万tce", "吨标准煤", "10000"),
        ("元", "万元", "0.0001"),
        ("千元", "万元", "0.1"),
        ("亿元", "万元", "10000"),
    ],
)
def test_a_unit_converts_exactly(reference: Reference, unit: str, standard: str, factor: str) -> None:
    assert Decimal(factor) == unit_factor(reference, unit, standard)


@pytest.mark.parametrize(
    ("unit", "standard"),
    [
        ("吨", "百万千焦"),  # steam by weight: its heat is not known
        ("吨", "万立方米"),
        ("吨标准煤", "吨"),
        ("万千瓦时", "百万千焦"),  # the electricity made from waste heat is not the heat
        ("GJ", "万千瓦时"),
        ("立方米", "吨"),
        ("吨(万)", "吨"),  # the content of a bracket is never dropped
        ("蒸吨", "百万千焦"),
        ("km3", "万立方米"),
        ("", "吨"),
        ("吨", "万元"),
    ],
)
def test_an_unknown_or_impossible_unit_never_converts(reference: Reference, unit: str, standard: str) -> None:
    assert unit_factor(reference, unit, standard) is None


def test_a_liquid_by_volume_needs_its_density(reference: Reference) -> None:
    assert Decimal("0.00084") == unit_factor(reference, "升", "吨", density="0.84")
    assert Decimal("0.84") == unit_factor(reference, "立方米", "吨", density="0.84")
    assert unit_factor(reference, "升", "吨", density="0") is None
    assert unit_factor(reference, "升", "百万千焦", density="0.84") is None
    assert unit_factor(reference, "GJ", "吨", density="0.84") is None


def test_the_standard_unit_of_every_energy_is_the_base_of_its_dimension(reference: Reference) -> None:
    known = {row["unit_spelling"]: row for row in unit_table(reference).iter_rows(named=True)}
    for energy in reference.energy_catalogue.iter_rows(named=True):
        unit = known[normalise(energy["unit"])]
        assert (energy["dimension"], Decimal(1)) == (unit["unit_dimension"], unit["unit_multiplier"]), energy["code"]


def test_every_spelling_is_known_once(reference: Reference) -> None:
    assert unit_table(reference)["unit_spelling"].is_unique().all()


def test_every_row_has_its_own_factor(reference: Reference) -> None:
    rows = pl.DataFrame(
        {
            "unit": ["L", "L", "L", "公斤", "万 kW·h", "吨", None, "嘻"],
            "dimension": ["mass", "mass", "mass", "mass", "electricity", "heat", "mass", "mass"],
            "liquid": [True, True, False, False, False, False, False, False],
            "density": [Decimal("0.84"), None, Decimal("0.84"), None, None, None, None, None],
        },
        schema_overrides={"density": NUMBER},
    )
    found = with_unit_factor(rows, reference).collect()
    expected = [Decimal("0.00084"), None, None, Decimal("0.001"), Decimal(1), None, None, None]
    assert expected == found["unit_factor"].to_list()
    assert found["unit_dimension"].to_list() == [
        "volume",
        "volume",
        "volume",
        "mass",
        "electricity",
        "mass",
        None,
        None,
    ]
    assert found.schema["unit_factor"] == NUMBER
    assert rows.columns == found.columns[:4]
