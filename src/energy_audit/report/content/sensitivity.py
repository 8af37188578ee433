"""What would change the tier: the other basis, total consumption, the standard's factors, one energy a little off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.content.model import Line
from energy_audit.report.content.no_year import of_no_year
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words


def sensitivity(facts: Row, words: Words) -> tuple[Line, ...]:
    """Lay out, for each thing that may be otherwise, whether the tier would be."""
    return (
        Line(words("换用另一口径"), _by_basis(facts, words)),
        Line(words("全部改用参考系数"), _by_reference(facts, words)),
        Line(words("改按消费量合计"), _by_total(facts, words)),
        Line(words("一种能源多或少5%"), _by_energy(facts, words)),
    )


def _by_basis(facts: Row, words: Words) -> str:
    calorific, equal = words.tier(facts["tier_calorific"]), words.tier(facts["tier_equal"])
    if facts["basis_sensitive"] is None:
        return words.missing("cannot_tell")
    if facts["tier_calorific"] == facts["tier_equal"]:
        return words("档次不变")
    return words("档次改变：当量值{calorific}，等价值{equal}", calorific=calorific, equal=equal)


def _by_reference(facts: Row, words: Words) -> str:
    low, high = facts["default_calorific_low"], facts["default_calorific_high"]
    if of_no_year(facts):
        return words.missing("cannot_tell")
    if low is None and high is None:
        return words("没有与参考值不同的填报系数")
    total = words("当量值 {low} 吨标准煤", low=words.interval(low, high))
    tier = facts["tier_with_reference_factors"]
    if tier is None:
        return words("{total}；档次不能判断", total=total)
    if tier == facts["tier"]:
        return words("{total}；档次不变", total=total)
    return words("{total}；档次为{tier}", total=total, tier=words.tier(tier))


def _by_total(facts: Row, words: Words) -> str:
    if facts["tier_blocked_by_nonindustrial"]:
        return words("会落入另一档次")
    return words("档次不变") if facts["tier"] else words.missing("cannot_tell")


def _by_energy(facts: Row, words: Words) -> str:
    if facts["tier_sensitive_to_row"] is None:
        return words.missing("cannot_tell")
    energies = VOCABULARY["tier_sensitive_energies"].said(facts["tier_sensitive_energies"], words.lang)
    if energies:
        return words("档次随之改变的：{energies}", energies=energies)
    return words("档次不变")
