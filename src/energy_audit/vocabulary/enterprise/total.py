"""Comprehensive energy consumption on both bases, as reckoned here by GB/T 2589, and after each deduction."""

from __future__ import annotations

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.enterprise.ground import OF_CALORIFIC, OF_EQUAL
from energy_audit.vocabulary.fact import Fact

FACTS: tuple[Fact, ...] = (
    Fact(
        "tce_calorific",
        "enterprise",
        NUMBER,
        "综合能耗（当量值）",
        "comprehensive energy consumption, calorific",
        unit="tce",
        meaning="按 GB/T 2589 计算；上下限一致时才有值",
        columns=OF_CALORIFIC,
    ),
    Fact(
        "tce_calorific_low",
        "enterprise",
        NUMBER,
        "综合能耗（当量值）下限",
        "lower bound, calorific",
        unit="tce",
        meaning="空为下不封底",
        columns=OF_CALORIFIC,
    ),
    Fact(
        "tce_calorific_high",
        "enterprise",
        NUMBER,
        "综合能耗（当量值）上限",
        "upper bound, calorific",
        unit="tce",
        meaning="空为上不封顶",
        columns=OF_CALORIFIC,
    ),
    Fact(
        "tce_equal",
        "enterprise",
        NUMBER,
        "综合能耗（等价值）",
        "comprehensive energy consumption, equal value",
        unit="tce",
        columns=OF_EQUAL,
    ),
    Fact(
        "tce_equal_low",
        "enterprise",
        NUMBER,
        "综合能耗（等价值）下限",
        "lower bound, equal value",
        unit="tce",
        columns=OF_EQUAL,
    ),
    Fact(
        "tce_equal_high",
        "enterprise",
        NUMBER,
        "综合能耗（等价值）上限",
        "upper bound, equal value",
        unit="tce",
        columns=OF_EQUAL,
    ),
    Fact(
        "tce_calorific_less_feedstock",
        "enterprise",
        NUMBER,
        "扣除原料用能后（当量值）",
        "less feedstock, calorific",
        unit="tce",
        columns=("nonfossil.feedstock_tce",),
    ),
    Fact(
        "tce_equal_less_feedstock",
        "enterprise",
        NUMBER,
        "扣除原料用能后（等价值）",
        "less feedstock, equal value",
        unit="tce",
        columns=("nonfossil.feedstock_tce",),
    ),
    Fact(
        "tce_calorific_less_nonfossil",
        "enterprise",
        NUMBER,
        "扣除非化石能源后（当量值）",
        "less non-fossil, calorific",
        unit="tce",
        columns=(
            "nonfossil.re_self_kwh",
            "nonfossil.green_power_kwh",
            "nonfossil.gec_kwh",
        ),
    ),
    Fact(
        "tce_equal_less_nonfossil",
        "enterprise",
        NUMBER,
        "扣除非化石能源后（等价值）",
        "less non-fossil, equal value",
        unit="tce",
        columns=(
            "nonfossil.re_self_kwh",
            "nonfossil.green_power_kwh",
            "nonfossil.gec_kwh",
        ),
    ),
)
