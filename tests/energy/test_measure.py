"""Units over units: one measure whatever its spelling, and never a comparison across measures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.energy.measure import known_units, measure_of, measure_ratios, ratio_of
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

UNITS = known_units(load_reference(folder("rules")))


def ratio(filed: str | None, wanted: str, product: str = "") -> Fraction | None:
    return ratio_of(measure_of(filed, UNITS, product), measure_of(wanted, UNITS))


@pytest.mark.parametrize(
    ("filed", "wanted", "expected"),
    [
        ("千克标准煤/吨", "kgce/t", "1"),
        ("公斤标准煤/吨", "kgce/t", "1"),
        ("公斤标煤／吨", "kgce/t", "1"),
        ("ｋｇｃｅ/ｔ", "kgce/t", "1"),
        ("千克标准煤每吨", "kgce/t", "1"),
        ("千克标准煤/吨产品", "kgce/t", "1"),
        ("吨标准煤/吨", "kgce/t", "1000"),
        ("吨标准煤/万吨", "kgce/t", "1/10"),
        ("克标准煤/千瓦时", "gce/(kW·h)", "1"),
        ("gce/kWh", "gce/(kW·h)", "1"),
        # 1 tce per 10^4 kWh is 10^6 g over 10^4 kWh: 100 g/kWh.
        ("吨标准煤/万千瓦时", "gce/(kW·h)", "100"),
        ("千瓦时/吨", "kWh/t", "1"),
        ("度/吨", "kWh/t", "1"),
        ("kW·h/t", "kWh/t", "1"),
        # 10^4 kWh per 10^4 t.
        ("万千瓦时/万吨", "kWh/t", "1"),
        ("千克标准煤/重量箱", "kgce/重量箱", "1"),
        ("kgce/重箱", "kgce/重量箱", "1"),
        ("千克标准煤/平方米", "kgce/m2", "1"),
        ("kgce/㎡", "kgce/m2", "1"),
        ("吨标准煤/万平方米", "kgce/10^4 m2", "1000"),
        ("千克标准煤/立方米", "kgce/m3", "1"),
        ("千克标准煤/千升", "kgce/kL", "1"),
        ("千克标准煤/吉焦", "kgce/GJ", "1"),
        # 1 Gcal = 4.1868 GJ, so a figure per Gcal is 1/4.1868 of it per GJ; kept as a fraction, not rounded.
        ("千克标准煤/百万大卡", "kgce/GJ", "2500/10467"),
        ("千克标准油/吨", "kgoe/t", "1"),
        ("kgoe/(t·能量因数)", "kgoe/(t·能量因数)", "1"),
        ("千克/吨", "kg/t", "1"),
        ("kWh/kWh", "1", "1"),
        ("无量纲", "1", "1"),
    ],
)
def test_a_filed_unit_is_converted_exactly(filed: str, wanted: str, expected: str) -> None:
    assert Fraction(expected) == ratio(filed, wanted)


@pytest.mark.parametrize(
    ("filed", "wanted"),
    [
        ("千瓦时/吨", "kgce/t"),
        ("千克标准煤/吨", "kWh/t"),
        ("千克标准煤/平方米", "kgce/t"),
        ("千克标准煤/重量箱", "kgce/t"),
        ("千克/吨", "kgce/t"),
        ("千克标准油/吨", "kgce/t"),
        ("吨标准煤/万元", "kgce/t"),
        ("千克标准煤", "kgce/t"),
        ("吨", "kgce/t"),
        ("千克标准煤/吨/年", "kgce/t"),
        ("标煤/吨", "kgce/t"),
        ("千克标准煤/件", "kgce/t"),
        ("", "kgce/t"),
        (None, "kgce/t"),
    ],
)
def test_an_unknown_or_other_unit_is_never_converted(filed: str | None, wanted: str) -> None:
    assert ratio(filed, wanted) is None


def test_the_product_may_stand_behind_the_unit_of_output_but_no_other_may() -> None:
    assert Fraction(1) == ratio("千克标准煤/吨水泥", "kgce/t", "水泥")
    assert Fraction(1) == ratio("千克标准煤/吨熟料", "kgce/t", "水泥熟料")
    assert ratio("千克标准煤/吨水泥", "kgce/t", "水泥熟料") is None
    assert ratio("千克标准煤/吨熟料", "kgce/t", "水泥") is None


def test_every_unit_of_the_tables_is_a_known_measure(reference: Reference) -> None:
    units = {*reference.limits["unit"], *reference.benchmarks["unit"].drop_nulls()}
    assert [] == sorted(unit for unit in units if measure_of(unit, UNITS) is None)


def test_measure_ratios_names_what_counts_energy_in_coal_or_oil(reference: Reference) -> None:
    pairs = [("吨标准煤/吨", "kgce/t", ""), ("度/吨", "kWh/t", ""), ("度/吨", "kgoe/t", "")]
    assert [
        ("吨标准煤/吨", "kgce/t", "", 1000, 1, True),
        ("度/吨", "kWh/t", "", 1, 1, False),
        ("度/吨", "kgoe/t", "", None, None, True),
    ] == measure_ratios(pairs, reference).rows()


@given(
    st.sampled_from(["千克标准煤", "公斤标煤", "kgce", "吨标准煤", "克标准煤", "tce"]),
    st.sampled_from(["吨", "t", "千克", "万吨", "公斤"]),
    st.sampled_from(["{}/{}", "{} / {}", "{}／{}", "({})/({})"]),
)
def test_spelling_never_changes_a_measure(energy: str, output: str, form: str) -> None:
    assert UNITS[energy][1] / UNITS[output][1] * 1000 == ratio(form.format(energy, output), "kgce/t")
