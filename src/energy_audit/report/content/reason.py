"""Why a verdict is open, whose gap that is, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.catalogue import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from energy_audit.report.content.model import Owner
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words


@dataclass(frozen=True)
class Reason:
    """Why, whose gap it is, what to ask for and of whom."""

    text: str
    owner: Owner
    ask: str


def why_limit_open(product: Row, words: Words) -> Reason | None:
    """Say why a product figure could not be compared with its limit; None where it could, or where none binds it.

    What the unit can supply comes first; only where it left nothing out is the gap the rulebook's.

    Args:
        product: its product facts.
        words: the language.
    """
    if product["product_over_limit"] is not None or product["product_limited"] is False:
        return None
    return next(_why_limit_open(product, words))


def why_limit_value_open(product: Row, words: Words) -> Reason | None:
    """Say why it is not known which limit binds a figure, though it may be known that it keeps it; None where it is known."""
    return None if product["limit_value"] is not None else next(_why_limit_open(product, words))


def _why_limit_open(product: Row, words: Words) -> Iterator[Reason]:
    standard = product["limit_standard"] or words("限额标准")
    if product["product_value"] is None:
        yield Reason(
            words("单位产品能耗没有可用的填报值"),
            "unit",
            words("请核实并填写表4“本期指标值”"),
        )
    if product["limit_missing_input"]:
        inputs = product["limit_missing_input"]
        yield Reason(
            words("{standard} 的限额须修正，缺少：{inputs}", standard=standard, inputs=inputs),
            "unit",
            words("请在“表4附 修正条件”中填报"),
        )
    if product["limit_confidence"] == "low":
        yield Reason(
            words("规则库中 {standard} 的限额把握低，未与标准原文核对，不作判定", standard=standard),
            "rulebook",
            words("由监察机构查对标准原文后人工判断；不须企业补报"),
        )
    if product["product_is_new"] is None:
        yield Reason(
            words("装置是既有还是新建改扩建没有填报"),
            "unit",
            words("请填写表4“装置性质”：既有，或新建改扩建（并填“投产日期”）"),
        )
    elif product["plant_grade_open"]:
        yield Reason(
            words("适用 {standard} 的2级还是3级，取决于装置在该版施行前还是施行后投产", standard=standard),
            "unit",
            words("请核对表4“装置性质”，填写“投产日期”"),
        )
    if product["limit_in_mid_year"]:
        yield Reason(
            words("{standard} 在报告年度内开始或停止施行，规则库没有全年一致的限额", standard=standard),
            "rulebook",
            words("由监察机构查对换版前后的标准后人工判断"),
        )
    if product["limit_candidates"]:
        yield _several(product, words("{standard} 的限额", standard=standard), product["limit_candidates"], words)
    yield Reason(
        words("产品、指标或计量单位不能与 {standard} 的限额唯一对应", standard=standard),
        "unit",
        words("请按标准的名称和单位核对表4的产品、指标和单位"),
    )


def _several(product: Row, table: str, candidates: str, words: Words) -> Reason:
    """Name the products of a table among which the filed name does not choose: as the table writes them."""
    return Reason(
        words(
            "产品名称不能与{table}唯一对应，“{product}”可能是：{candidates}",
            table=table,
            product=product["product_name"],
            candidates=words.join(candidates.split("、")),
        ),
        "unit",
        words("请把表4“产品名称”写成其中的一种，并核对指标和单位"),
    )


def why_levels_open(product: Row, words: Words) -> Reason | None:
    """Say why a figure could not be compared with its baseline or benchmark; None where it could, or none is set."""
    no_level = product["baseline_value"] is None and product["benchmark_value"] is None
    compared = product["product_below_baseline"] is not None and product["product_below_benchmark"] is not None
    if no_level or compared:
        return None
    if product["product_value"] is None:
        return why_limit_open(product | {"product_over_limit": None, "product_limited": True}, words)
    if product["limit_missing_input"]:
        inputs, standard = (
            product["limit_missing_input"],
            product["limit_standard"] or words(Message("限额标准", "reason")),
        )
        return Reason(
            words("标杆、基准水平须与 {standard} 的限额同样修正，缺少：{inputs}", standard=standard, inputs=inputs),
            "unit",
            words("请在“表4附 修正条件”中填报"),
        )
    if product["benchmark_confidence"] == "low":
        return Reason(
            words("规则库中的标杆、基准水平把握低，未与原文核对，不作判定"),
            "rulebook",
            words("由监察机构查对原文后人工判断；不须企业补报"),
        )
    if product["benchmark_candidates"]:
        return _several(product, words("标杆、基准水平"), product["benchmark_candidates"], words)
    return Reason(
        words("产品、指标或计量单位不能与标杆、基准水平唯一对应"),
        "unit",
        words("请核对表4的产品、指标和单位"),
    )


def joined(reasons: Sequence[Reason], words: Words) -> Reason:
    """Make one reason of those of several products; where the unit can do something, the gap is called the unit's.

    Raises:
        IndexError: there is none.
    """
    each = tuple(dict.fromkeys(reasons))
    if len(each) == 1:
        return each[0]
    semicolon = words("；")
    owners = {reason.owner for reason in each}
    return Reason(
        semicolon.join(reason.text for reason in each),
        "unit" if "unit" in owners else each[0].owner,
        semicolon.join(dict.fromkeys(reason.ask for reason in each)),
    )
