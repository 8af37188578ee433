"""What would change the tier: the other basis, total consumption, the standard's factors, one energy a little off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.content.model import Line

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words


def sensitivity(facts: Row, words: Words) -> tuple[Line, ...]:
    """Lay out, for each thing that may be otherwise, whether the tier would be."""
    return (
        Line(words("换用另一口径", "Under the other basis"), _by_basis(facts, words)),
        Line(words("全部改用参考系数", "With reference factors throughout"), _by_reference(facts, words)),
        Line(words("改按消费量合计", "By total consumption"), _by_total(facts, words)),
        Line(words("一种能源多或少5%", "With one energy 5 % off"), _by_energy(facts, words)),
    )


def _by_basis(facts: Row, words: Words) -> str:
    calorific, equal = words.tier(facts["tier_calorific"]), words.tier(facts["tier_equal"])
    if facts["basis_sensitive"] is None:
        return words.missing("cannot_tell")
    if facts["tier_calorific"] == facts["tier_equal"]:
        return words("档次不变", "the same tier")
    return words(
        f"档次改变：当量值{calorific}，等价值{equal}", f"another tier: calorific {calorific}, equal value {equal}"
    )


def _by_reference(facts: Row, words: Words) -> str:
    low, high = facts["default_calorific_low"], facts["default_calorific_high"]
    if low is None and high is None:
        return words("没有与参考值不同的填报系数", "no filed factor differs from its reference")
    total = words(f"当量值 {words.interval(low, high)} 吨标准煤", f"calorific {words.interval(low, high)} tce")
    tier = facts["tier_with_reference_factors"]
    if tier is None:
        return words(f"{total}；档次不能判断", f"{total}; tier cannot be told")
    if tier == facts["tier"]:
        return words(f"{total}；档次不变", f"{total}; the same tier")
    return words(f"{total}；档次为{words.tier(tier)}", f"{total}; tier {words.tier(tier)}")


def _by_total(facts: Row, words: Words) -> str:
    if facts["tier_blocked_by_nonindustrial"]:
        return words("会落入另一档次", "another tier")
    return words("档次不变", "the same tier") if facts["tier"] else words.missing("cannot_tell")


def _by_energy(facts: Row, words: Words) -> str:
    if facts["tier_sensitive_to_row"] is None:
        return words.missing("cannot_tell")
    energies = facts["tier_sensitive_energies"]
    if energies:
        return words(f"档次随之改变的：{energies}", f"the tier follows: {energies}")
    return words("档次不变", "the same tier")
