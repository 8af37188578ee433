"""What stands beside the energy: intensity with its price basis, carbon part by part, media that are not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.content.model import Line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Missing, Words


def companions(facts: Row, words: Words, names: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """Lay out intensity, carbon and what is not counted, each with what it is measured by.

    Args:
        facts: of the enterprise-year.
        words: in which it is said.
        names: of energies and of the regions of grid factors in the reader's language, by their Chinese names.
    """
    lines = [*_intensities(facts, words), *_carbon(facts, words, names or {})]
    lines.append(Line(words("非化石能源占比"), words.percent(facts["nonfossil_share"])))
    if facts["media_tce_low"] is not None:
        media = words.interval(facts["media_tce_low"], facts["media_tce_high"])
        lines.append(
            Line(
                words("外购耗能工质"),
                words("{media} 吨标准煤（单列，不计入综合能耗）", media=media),
            )
        )
    return tuple(lines)


def _intensities(facts: Row, words: Words) -> list[Line]:
    named = (
        ("", words("单位产值能耗（当年价）"), "reported_intensity"),
        ("const_", words("单位产值能耗（可比价）"), ""),
        (
            "value_added_",
            words("单位增加值能耗（价格口径以申报为准）"),
            "",
        ),
    )
    lines = []
    for prefix, label, reported in named:
        computed = [facts[f"{prefix}intensity_{basis}"] for basis in ("calorific", "equal")]
        if computed == [None, None] and prefix:
            continue
        text = _pair(computed, words, "cannot_tell")
        if reported:
            filed = [facts[f"{reported}_{basis}"] for basis in ("calorific", "equal")]
            text = words("{computed}；自报 {reported}", computed=text, reported=_pair(filed, words, "not_filed"))
        if prefix == "const_" and facts["const_intensity_change"] is not None:
            change = words.percent(facts["const_intensity_change"])
            text = words("{intensity}；当量值同比 {change}", intensity=text, change=change)
        lines.append(Line(label, text))
    return lines


def _pair(values: list[Decimal | None], words: Words, why: Missing) -> str:
    if values == [None, None]:
        return words.missing(why)
    calorific, equal = (words.number(value, 4, why) for value in values)
    return words("当量值 {calorific}，等价值 {equal} 吨标准煤/万元", calorific=calorific, equal=equal)


def _carbon(facts: Row, words: Words, names: Mapping[str, str]) -> list[Line]:
    scope = words("（燃料与购入电力热力，不含工业过程）")
    total = _tonnes(facts["co2_t_low"], facts["co2_t_high"], words)
    known = facts["co2_t_low"] is not None or facts["co2_t_high"] is not None
    untold = facts["co2_untold"]
    if not known and untold:
        energies = words.join([names.get(name, name) for name in untold.split("、")])
        total = words("{total}（不能计算的能源：{untold}）", total=total, untold=energies)
    lines = [Line(words("二氧化碳排放"), f"{total}{scope}" if known else total)]
    parts = (
        (words("其中 燃料"), "co2_fuel_t_low", "co2_fuel_t_high"),
        (words("其中 购入电力"), "co2_electricity_t_low", "co2_electricity_t_high"),
        (words("其中 购入热力"), "co2_heat_t_low", "co2_heat_t_high"),
    )
    for label, low, high in parts:
        text = _tonnes(facts[low], facts[high], words)
        if low == "co2_electricity_t_low" and facts["grid_year"] is not None:
            text = words(
                "{emissions}（{region}{year}年电网平均因子）",
                emissions=text,
                region=names.get(facts["grid_region"], facts["grid_region"]),
                year=facts["grid_year"],
            )
        lines.append(Line(label, text))
    if facts["co2_intensity"] is not None:
        lines.append(
            Line(
                words("单位产值二氧化碳（当年价）"),
                f"{words.number(facts['co2_intensity'], 4)} {words.unit('tCO2')}/{words('万元')}",
            )
        )
    return lines


def _tonnes(low: Decimal | None, high: Decimal | None, words: Words) -> str:
    if low is None and high is None:
        return words.missing("cannot_tell")
    return f"{words.interval(low, high)} {words.unit('tCO2')}"
