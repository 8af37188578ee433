"""Each declared formula by hand, at its edges, and what an unusable condition leaves: no limit, and why."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.correction import corrected_limits
from energy_audit.exact import NUMBER
from energy_audit.reference.tables import Reference

Conditions = list[tuple[str, str, str | None]]


@pytest.fixture
def correct(reference: Reference) -> Any:
    """Correct one limit of the table under conditions of (name, value, unit)."""

    def make(limit_id: str, *conditions: tuple[str, str | None, str | None]) -> dict[str, Any]:
        bound = reference.limits.filter(limit_id=limit_id).select(
            pl.lit(0).alias("figure"), "limit_id", "correction_inputs", "grade2", "grade3"
        )
        filed = pl.DataFrame(
            [(0, name, None if value is None else D(value), unit) for name, value, unit in conditions],
            schema={"figure": pl.Int32, "condition_name": pl.String, "value": NUMBER, "unit": pl.String},
            orient="row",
        )
        return corrected_limits(bound, filed, reference).row(0, named=True)

    return make


CLINKER = "GB16780-2021-02"  # 107 / 117 kgce/t
CEMENT = "GB16780-2021-01"  # 87 / 94 kgce/t


@pytest.mark.parametrize("altitude", [("1500", "米"), ("1.5", "千米"), ("0", "m"), ("850", "M")])
def test_up_to_1500_m_the_limit_stands(correct: Any, altitude: tuple[str, str]) -> None:
    moved = correct(CLINKER, ("海拔", *altitude))
    assert (D(107), D(117), []) == (moved["limit2"], moved["limit3"], moved["missing3"])


def test_above_1500_m_pressure_loosens_grade_3_only(correct: Any) -> None:
    """1.179 - 0.211 x 81060/101325 = 1.179 - 0.211 x 0.8 = 1.0102; 117 x 1.0102 = 118.1934, half up 118.19."""
    moved = correct(CLINKER, ("海拔高度", "1850", "米"), ("大气压力", "81060", "帕"))
    assert (D(107), D("118.19")) == (moved["limit2"], moved["limit3"])


def test_pressure_may_be_filed_in_kilopascals(correct: Any) -> None:
    in_pa = correct(CLINKER, ("海拔", "1850", "米"), ("大气压", "81060", "Pa"))
    in_kpa = correct(CLINKER, ("海拔", "1850", "米"), ("大气压", "81.06", "千帕"))
    assert in_pa["limit3"] == in_kpa["limit3"] != D(117)


def test_one_metre_above_1500_m_needs_the_pressure(correct: Any) -> None:
    moved = correct(CLINKER, ("海拔", "1501", "米"))
    assert (D(107), [], None, ["大气压"]) == tuple(moved[k] for k in ("limit2", "missing2", "limit3", "missing3"))


@pytest.mark.parametrize(
    ("conditions", "missing"),
    [
        ((), ["海拔"]),
        ((("海拔", "1200", "帕"),), ["海拔（单位或数值不能采用）"]),
        ((("海拔", "1200", None),), ["海拔（单位或数值不能采用）"]),
        ((("海拔", None, "米"),), ["海拔（单位或数值不能采用）"]),
        ((("海拔", "12000", "米"),), ["海拔（单位或数值不能采用）"]),
        ((("海拔", "1200", "米"), ("海拔高度", "1600", "米")), ["海拔（单位或数值不能采用）"]),
        ((("海拔", "1900", "米"), ("大气压", "81.06", "帕")), ["大气压（单位或数值不能采用）"]),
    ],
)
def test_an_unusable_condition_leaves_no_limit(correct: Any, conditions: Conditions, missing: list[str]) -> None:
    moved = correct(CLINKER, *conditions)
    assert (None, missing) == (moved["limit3"], moved["missing3"])


def test_the_same_condition_filed_twice_alike_counts_once(correct: Any) -> None:
    assert D(117) == correct(CLINKER, ("海拔", "1200", "米"), ("海拔", "1.2", "千米"))["limit3"]


@pytest.mark.parametrize(
    ("ratio", "unit", "limit2", "limit3"),
    [
        ("75", "%", "87", "94"),
        # +5 points: 87 + 5 x 1.15 = 92.75; 94 + 5 x 1.20 = 100.
        ("80", "%", "92.75", "100"),
        ("0.8", "1", "92.75", "100"),
        # -12.5 points: 87 - 14.375 = 72.625; 94 - 15 = 79.
        ("62.5", "%", "72.625", "79"),
    ],
)
def test_cement_follows_its_clinker_ratio(correct: Any, ratio: str, unit: str, limit2: str, limit3: str) -> None:
    moved = correct(CEMENT, ("熟料比例", ratio, unit), ("海拔", "1000", "米"))
    assert (D(limit2), D(limit3)) == (moved["limit2"], moved["limit3"])


def test_cement_is_corrected_for_clinker_before_altitude(correct: Any) -> None:
    """(94 + 5 x 1.20) x 1.0102 = 101.02; grade 2 knows no altitude."""
    moved = correct(CEMENT, ("熟料比例", "80", "%"), ("海拔", "1850", "米"), ("大气压", "81060", "帕"))
    assert (D("92.75"), D("101.02")) == (moved["limit2"], moved["limit3"])


def test_grade_2_of_cement_lacks_only_what_moves_it(correct: Any) -> None:
    moved = correct(CEMENT)
    assert (["熟料比例"], ["熟料比例", "海拔"]) == (moved["missing2"], moved["missing3"])


@pytest.mark.parametrize(
    ("limit_id", "grade", "limit2", "limit3"),
    [
        # Ferrosilicon 8300 / 8400: 1 point less silica than 98 %: + 40.
        ("GB21341-2022-01", "97", "8340", "8440"),
        # High-carbon ferromanganese 2400 / 2550: 4 points more than 39 %: - 200.
        ("GB21341-2022-03", "43", "2200", "2350"),
        # Silicomanganese 4000 / 4250: 3.5 points less than 36 %: + 350.
        ("GB21341-2022-05", "32.5", "4350", "4600"),
        # Low-carbon silicomanganese 4900 / 4990 at 38 %.
        ("GB21341-2022-07", "38", "4900", "4990"),
        # Low-carbon ferromanganese 1100 / 1140: 1 point above 44 %: - 30.
        ("GB21341-2022-09", "45", "1070", "1110"),
        # Low-carbon ferrochrome 1800 / 1950: 2 points below 48 %: + 70.
        ("GB21341-2022-15", "46", "1870", "2020"),
        # Blast-furnace ferromanganese, coke 1320 / 1350 kg/t: 1 point above 37 %: - 30.
        ("GB21341-2022-17", "38", "1290", "1320"),
        # Blast furnace of steel asks for the ores as well: see below.
    ],
)
def test_ferroalloys_follow_the_grade_of_their_ore(
    correct: Any, limit_id: str, grade: str, limit2: str, limit3: str
) -> None:
    moved = correct(limit_id, ("入炉矿品位", grade, "%"))
    assert (D(limit2), D(limit3)) == (moved["limit2"], moved["limit3"])


def test_ferrochrome_needs_its_chromium_iron_ratio(correct: Any) -> None:
    """3300 / 3500 at 40 %; the formula holds from a ratio of 2.2 on: 41 % takes 80 off."""
    ore = ("矿石品位", "41", "%")
    assert (D(3220), D(3420)) == tuple(correct("GB21341-2022-11", ore, ("铬铁比", "2.2", "1")).values())[2:4]
    assert ["铬铁比"] == correct("GB21341-2022-11", ore)["missing3"]
    assert ["铬铁比（超出修正公式适用范围）"] == correct("GB21341-2022-11", ore, ("铬铁比", "2.19", "1"))["missing3"]


@pytest.mark.parametrize(
    ("grade", "limit3"),
    [
        ("62", "415"),
        ("65", "415"),
        # 2 points below 62 %: 415 + 2 x 3.61.
        ("60", "422.22"),
        # 7 points below count as 5: 415 + 18.05.
        ("55", "433.05"),
    ],
)
def test_the_blast_furnace_gains_by_poor_ore_up_to_5_points(correct: Any, grade: str, limit3: str) -> None:
    ores = [(name, "0", "%") for name in ("稀土矿比例", "钒钛矿比例", "红土镍矿比例")]
    assert D(limit3) == correct("GB21256-2025-03", ("入炉品位", grade, "%"), *ores)["limit3"]


def test_sinter_adds_up_its_ores(correct: Any) -> None:
    """46 / 52 + 10 x 0.15 + 20 x 0.2 + 5 x 1.2 = + 11.5."""
    moved = correct(
        "GB21256-2025-01", ("稀土矿比例", "10", "%"), ("钒钛磁铁矿比例", "20", "%"), ("红土镍矿比例", "5", "%")
    )
    assert (D("57.5"), D("63.5")) == (moved["limit2"], moved["limit3"])


def test_thin_tiles_need_no_correction_and_thick_ones_a_table_not_on_file(correct: Any) -> None:
    thin, thick = (correct("GB21252-2023-01", ("厚度", mm, "毫米")) for mm in ("14.99", "15"))
    assert (D("5.5"), D(7)) == (thin["limit2"], thin["limit3"])
    assert (None, ["厚度（修正公式未收录）"]) == (thick["limit3"], thick["missing3"])


@pytest.mark.parametrize(
    ("limit_id", "name", "share", "limit3"),
    [
        ("GB29140-2024-03", "日晒盐比例", "0", "200"),
        ("GB29140-2024-03", "日晒盐比例", "100", "236"),  # 200 x 1.18
        ("GB29140-2024-03", "日晒盐比例", "50", None),
        ("GB29141-2024-01", "发烟硫酸比例", "0", "-110"),
        ("GB29141-2024-01", "发烟硫酸比例", "100", "-75"),  # -110 + 35
        ("GB29141-2024-01", "发烟硫酸比例", "1", None),
        ("GB31825-2024-07", "特殊工艺", "0", "280"),
        ("GB31825-2024-07", "特殊工艺", "100", None),
    ],
)
def test_all_or_none(correct: Any, limit_id: str, name: str, share: str, limit3: str | None) -> None:
    assert (None if limit3 is None else D(limit3)) == correct(limit_id, (name, share, "%"))["limit3"]


def test_a_condition_without_a_formula_leaves_no_limit_filed_or_not(correct: Any) -> None:
    moved = correct("GB21345-2024-01", ("P2O5含量", "24", "%"))
    assert (None, None) == (moved["limit2"], moved["limit3"])
    assert ["P2O5含量（修正公式未收录）", "Fe2O3含量", "CO2含量", "固定碳"] == moved["missing3"]


def test_a_formula_that_covers_half_of_what_a_limit_asks_does_not_open_it(correct: Any) -> None:
    moved = correct("GB21256-2025-04", ("废钢比", "20", "%"))
    assert (None, ["钢种", "转炉用途"]) == (moved["limit3"], moved["missing3"])


def test_a_limit_without_corrections_stands_and_a_blank_grade_stays_blank(correct: Any) -> None:
    assert (D(2800), D(3300)) == tuple(correct("GB21347-2023-01").values())[2:4]
    assert (None, D(515), []) == tuple(correct("GB29449-2024-04")[k] for k in ("limit2", "limit3", "missing2"))
