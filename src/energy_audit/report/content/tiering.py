"""The tier, why, and by how much: both bases against both lines, and the layers beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from energy_audit.report.charts import Mark, Span
from energy_audit.report.content.companions import companions
from energy_audit.report.content.model import Interval, Layer, Line, Margin, Tiering
from energy_audit.report.content.sensitivity import sensitivity
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words

LINES = (Decimal(5000), Decimal(10000))
"""tce a year: where policy and where the Energy Conservation Law (art. 52) begin to count a unit."""
BASES = ("calorific", "equal")


def interval_of(facts: Row, basis: str) -> Interval:
    """Return the computed total of a basis."""
    return Interval(facts[f"tce_{basis}_low"], facts[f"tce_{basis}_high"])


def span_of(facts: Row, basis: str, words: Words) -> Span:
    """Return the same for a picture."""
    return Span(words.label("basis", basis), facts[f"tce_{basis}_low"], facts[f"tce_{basis}_high"])


def deciding_basis(chosen: str | None) -> str:
    """Return the basis whose margin page one gives: the chosen one, else calorific (both then give the same tier)."""
    return chosen or "calorific"


def tiering(facts: Row, chosen: str | None, words: Words, names: Mapping[str, str] | None = None) -> Tiering:
    """Lay out the tier of one enterprise-year.

    Args:
        facts: its enterprise facts.
        chosen: the basis chosen for the batch, if any.
        words: the language.
        names: of energies and regions, as ``companions`` takes them.
    """
    return Tiering(
        particulars=_particulars(facts, chosen, words),
        spans=tuple(span_of(facts, basis, words) for basis in BASES),
        lines=tuple(Mark(words.number(line, 0), line) for line in LINES),
        margins=tuple(margin(interval_of(facts, basis), basis, line) for basis in BASES for line in LINES),
        sensitivity=sensitivity(facts, words),
        layers=_layers(facts, words),
        companions=companions(facts, words, names),
    )


def margin(total: Interval, basis: str, line: Decimal) -> Margin:
    """Say how far ``total`` lies from ``line``."""
    tce = Interval(*(None if end is None else end - line for end in (total.low, total.high)))
    share = Interval(*(None if end is None else end / line for end in (tce.low, tce.high)))
    return Margin(basis=basis, line=line, tce=tce, share=share)


def why_undecided(facts: Row, words: Words) -> str:
    """Say why the tier is open; empty where it is decided."""
    if facts["tier"] is not None:
        return ""
    return str(VOCABULARY["tier_undecided_because"].said(facts["tier_undecided_because"], words.lang) or "")


def _particulars(facts: Row, chosen: str | None, words: Words) -> tuple[Line, ...]:
    lines = [
        Line(words("档次"), words.tier(facts["tier"])),
        Line(words("按当量值"), words.tier(facts["tier_calorific"])),
        Line(words("按等价值"), words.tier(facts["tier_equal"])),
    ]
    if facts["tier"] is None:
        possible = (facts["tiers_possible"] or "").replace("/", words("、"))
        lines.append(Line(words("可能的档次"), possible or words.missing("cannot_tell")))
        lines.append(Line(words("不能确定的原因"), why_undecided(facts, words)))
    cells = facts.get("tier_deciding_cells")
    if cells:
        lines.append(Line(words("决定档次的单元格"), str(VOCABULARY["tier_deciding_cells"].said(cells, words.lang))))
    lines += [
        Line(
            words("5000吨及以上或已指定"),
            words.yes_no(facts["key_energy_user"], "cannot_tell"),
        ),
        Line(
            words("法定重点用能单位"),
            words.yes_no(facts["statutory_key_user"], "cannot_tell"),
        ),
        Line(words("指定文件"), words.text(facts.get("designated_by"))),
        Line(words("判定口径"), basis_in_words(facts, chosen, words)),
        Line(words("档次随口径改变"), words.yes_no(facts["basis_sensitive"], "cannot_tell")),
        Line(words("电力等价系数"), _equal_factor(facts, words)),
    ]
    return tuple(lines)


def basis_in_words(facts: Row, chosen: str | None, words: Words) -> str:
    """Say which basis decides."""
    if chosen:
        label = words.label("basis", chosen)
        return words("本批选定：{label}", label=label)
    if facts["net_producer"]:
        return words("电力或热力净输出单位，按当量值判定")
    return words("两个口径并列，一致时才定档")


def _equal_factor(facts: Row, words: Words) -> str:
    origin = words.code("equal_factor_origin", facts["equal_factor_origin"])
    factor = facts["equal_factor"]
    if factor is None:
        ground = facts.get("equal_factor_ground")
        remark = f"{origin}：{ground}" if ground else origin
        return words("没有唯一的值（{remark}）", remark=remark)
    unit = words("吨标准煤/万千瓦时")
    known = facts.get(words.pick("equal_factor_known_as", "equal_factor_known_as_en"))
    ground = facts.get("equal_factor_ground")
    remarks = [origin]
    if ground:
        remarks.append(words("依据：{ground}", ground=ground))
    if known:
        remarks.append(words("即{known}", known=known))
    remark = words("；").join(remarks)
    return words("{factor} {unit}（{remark}）", factor=words.quantity(factor), unit=unit, remark=remark)


def _layers(facts: Row, words: Words) -> tuple[Layer, ...]:
    if facts["has_nonfossil_table"] is False:
        note = words("未填“补充表 原料用能与可再生能源”")
    else:
        note = words("与全口径并列，互不叠加")
    reused = words("有绿证在本批另一处也有填报，在弄清归属前不扣除")
    named = (
        ("less_feedstock", words("扣除原料用能后")),
        ("less_nonfossil", words("扣除非化石能源后")),
    )
    twice = bool(facts.get("certificate_used_elsewhere"))
    return tuple(
        Layer(
            label,
            facts[f"tce_calorific_{layer}"],
            facts[f"tce_equal_{layer}"],
            reused if twice and layer == "less_nonfossil" else note,
        )
        for layer, label in named
    )
