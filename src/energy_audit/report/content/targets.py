"""Targets: what was filed against what the account gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.content.model import Line, Target

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.report.content.model import Tone
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Missing, Words


def target_of(row: Row, words: Words) -> Target:
    """Lay out one target of table 6 (see ``targets_of``)."""
    return Target(
        name=words.text(row["target_name"]),
        unit=words.unit(row["target_unit"]) if row["target_unit"] else words.missing(),
        target=row["target_value"],
        filed=row["actual_value"],
        computed=_computed(row, words),
        achieved=words.yes_no(row["achieved"], "not_filed"),
        outcome=_outcome(row, words),
        savings=_savings(row, words),
    )


def _computed(row: Row, words: Words) -> str:
    if row["measure"] == "other":
        return words("不能由申报表计算")
    calorific, equal = row["computed_calorific"], row["computed_equal"]
    if row["measure"] == "saving":
        return words.quantity(calorific, why="cannot_tell")
    if row["stated_basis"]:
        value = words.quantity(row[f"computed_{row['stated_basis']}"], why="cannot_tell")
        basis = words.label("basis", row["stated_basis"])
        return f"{basis} {value}"
    texts = (words.quantity(calorific, why="cannot_tell"), words.quantity(equal, why="cannot_tell"))
    return words("当量值 {calorific}，等价值 {equal}", calorific=texts[0], equal=texts[1])


def _outcome(row: Row, words: Words) -> tuple[str, Tone]:
    """Where a target states no basis, it is met or missed only where both say so."""
    bases = [row["stated_basis"]] if row["stated_basis"] else ["calorific", "equal"]
    met = {row[f"met_{basis}"] for basis in bases}
    if row["measure"] == "other" or None in met:
        return (words("按计算不能判断"), "unknown")
    if len(met) > 1:
        return (words("两口径结论不同"), "unknown")
    if met == {True}:
        return (words("按计算已完成"), "met")
    return (words("按计算未完成"), "suspicion" if row["achieved"] else "notice")


def _savings(row: Row, words: Words) -> tuple[Line, ...]:
    """Savings by product and by output, and the sum since the plan began, each filed against computed."""
    prices = words("可比价") if row["at_comparable_prices"] else words("当年价")
    by_output = words(
        "当量值 {calorific}，等价值 {equal}（{prices}）",
        calorific=_tce(row["saving_by_output_calorific"], words),
        equal=_tce(row["saving_by_output_equal"], words),
        prices=prices,
    )
    filed_or_known = (
        (
            words("产品节能量（较上年）"),
            row["saving_product"],
            _tce(row["saving_by_product"], words),
            row["saving_by_product"],
        ),
        (
            words("产值节能量（较所填基期）"),
            row["saving_output_value"],
            by_output,
            row["saving_by_output_calorific"],
        ),
        (
            words("五年累计（产品节能量逐年累加）"),
            row["period_cumulative"],
            _tce(row["saving_accumulated"], words),
            row["saving_accumulated"],
        ),
    )
    return tuple(
        Line(label, words("申报 {filed}；计算 {computed}", filed=_tce(filed, words, "not_filed"), computed=said))
        for label, filed, said, known in filed_or_known
        if filed is not None or known is not None
    )


def _tce(value: Decimal | None, words: Words, why: Missing = "cannot_tell") -> str:
    return words.missing(why) if value is None else f"{words.number(value, 2)} {words.unit('tce')}"
