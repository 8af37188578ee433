"""How the total came about: every term with its factor and its cell, so that it can be recomputed by hand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.content.mix import mix_of
from energy_audit.report.content.model import Book, Interval, Mix, Reckoning, Sum, Term
from energy_audit.report.content.no_year import of_no_year
from energy_audit.report.content.two_terms import cell_of, filed_in_two

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.facts.place import Locator
    from energy_audit.report.content.partition import Row
    from energy_audit.report.content.two_terms import Cell
    from energy_audit.report.language import Words

CENT = Decimal("0.01")
_OPENS = {
    "apart": Message("消费量与购进等来源相差几百倍以上，疑为单位填错，没有计入，合计因此没有上限"),
    "at_least": Message(
        "购进金额与购进量得出的单价比市场价格高一百倍以上，疑为单位填错，合计按填报的数量给出下限，没有上限"
    ),
    "mispriced": Message("购进金额与购进量得出的单价比市场价格差一百倍以上，疑为单位填错，没有计入，合计因此没有上限"),
    "disagrees": Message("原煤与分煤种之和不符，不能相加，合计因此没有上限"),
    "in_dispute": Message("原煤、分煤种有数量读不出，不能核对也不能相加，合计因此没有上限"),
    "perhaps_repeated": Message(
        "与前面一行内容相同，像是另一行的其中项，或者等于其他厂区之和，疑为重复计算，合计按计与不计给出上下限"
    ),
    "output_balance_unread": Message("表2 这种能源有数量读不出，不知道去向，合计按扣减与不扣减给出上下限"),
    "output_unplaced": Message("表2 的消费、外供和库存没有包含这部分产出，合计按扣减与不扣减给出上下限"),
    "recovered_unused": Message("表2 没有这种能源的消费和外供，合计按扣减与不扣减给出上下限"),
    "perhaps_renewable": Message("没有填报能发电的投入，可能是可再生电力，合计按扣减与不扣减给出上下限"),
}
"""By mark of a term, why the total is open by it; the first that holds says it."""

_REMARKED = _OPENS | {"output_presumed_sold": Message("表2 未填外供，按本行业视为全部外供")}
"""Marks of a term of which something is to be said."""

_PERHAPS = ("perhaps_repeated", "output_unplaced", "recovered_unused", "perhaps_renewable")
"""Marks of a term that perhaps does not count: sums have it at one end."""


def reckon(
    rows: list[Row], facts: Row, locator: Locator, energy_names: Mapping[str, str], words: Words
) -> tuple[Reckoning, Mix]:
    """Lay out the sum of one enterprise-year and the shares of its energies.

    Args:
        rows: its terms (``EnergyAccount.rows``), in filing order.
        facts: its enterprise facts.
        locator: finds cells.
        energy_names: catalogue name by energy code, in the language of the report.
        words: the language.
    """
    whole = filed_in_two(rows)
    terms = [_term(number, row, locator, energy_names, words, whole) for number, row in enumerate(rows, 1)]
    filings: dict[str, list[Term]] = {}
    for row, term in zip(rows, terms, strict=True):
        filings.setdefault(row["filing"], []).append(term)
    titled = len(filings) > 1
    books = tuple(
        Book(
            words("申报之{number}：{filing}", number=number, filing=filing) if titled else "",
            tuple(own),
            _subtotals([term for term in own if term.counted], words),
        )
        for number, (filing, own) in enumerate(filings.items(), 1)
    )
    counted = [term for term in terms if term.counted]
    notes = _notes(counted, rows, facts, words, twice=titled)
    reckoning = Reckoning(books=books, sums=_sums(facts, words, twice=titled), notes=notes)
    return reckoning, mix_of(counted, words, twice=titled)


def _term(
    number: int,
    row: Row,
    locator: Locator,
    energy_names: Mapping[str, str],
    words: Words,
    whole: Mapping[Cell, Decimal],
) -> Term:
    code = row["code"] or row["energy_code"]
    filed = row["energy_name"] or code
    known = energy_names.get(code) if code else None
    energy = words.text(f"{known} ({filed})" if known and words.lang == "en" else filed)
    return Term(
        number=number,
        energy=energy,
        flow=words.label("flow", row["flow"]),
        site=row["site"] or "",
        quantity=row["quantity"],
        unit=words.unit(row["unit"]) if row["unit"] else words.missing(),
        sign=row["sign"],
        factor=Interval(row["factor_low"], row["factor_high"]),
        factor_origin=_origin(row, words),
        equal_factor=Interval(row["equal_factor_low"], row["equal_factor_high"]),
        equal_origin=words.code("equal_factor_origin", row["equal_origin"]),
        calorific=Interval(row["tce_calorific_low"], row["tce_calorific_high"]),
        equal=Interval(row["tce_equal_low"], row["tce_equal_high"]),
        place=locator.locate_one(row["source"], row["row"], f"{row['table']}.{row['column']}"),
        counted=row["counted"],
        disputed=row["in_dispute"],
        remark=_remark(row, words, whole.get(cell_of(row))),
        perhaps=row["counted"] and any(row[mark] for mark in _PERHAPS),
    )


def _origin(row: Row, words: Words) -> str:
    """Say why the factor was used; a filed one off its reference or its heat value shows the tonnes that hang on it."""
    origin = words.code("factor_reason", row["factor_reason"])
    if row["factor_origin"] == "filed":
        remarks = [origin, *_against_reference(row, words), *_against_heat(row, words)]
        return words("；").join(remarks)
    if row["factor_origin"] == "outside":
        return words("；").join([origin, _against_range(row, words)])
    citation = row["factor_citation"]
    if row["factor_origin"] == "none" and row["reference_low"] is not None:
        reference = words.factors(row["reference_low"], row["reference_high"])
        return words("{origin}；参考值 {reference} 把握低，不采用", origin=origin, reference=reference)
    if row["factor_origin"] == "none" or not citation:
        return origin
    return words("{origin}：{citation}", origin=origin, citation=citation)


def _against_reference(row: Row, words: Words) -> list[str]:
    effect = _cents(row["factor_effect"])
    if not row["factor_off"] and not _telling(effect):
        return []
    reference = words.factors(row["reference_low"], row["reference_high"])
    return [_compared(words("参考值 {reference}", reference=reference), effect, words)]


def _against_range(row: Row, words: Words) -> str:
    """Name the factor that does not serve, and how much more or less it would give than each end that does."""
    filed = words.factors(row["adopted_low"], row["adopted_high"])
    near, far = _cents(row["factor_effect"]), _cents(row["factor_effect_far"])
    if near is None or far is None:
        return words("填报值 {filed}", filed=filed)
    above = row["adopted_low"] > row["reference_high"]
    ends = zip((row["reference_low"], row["reference_high"]), (far, near) if above else (near, far), strict=True)
    # of a factor several times off the two ends are the one value of the standard
    told = dict.fromkeys(_than(end, effect, words) for end, effect in ends)
    return words(
        "填报值 {filed}，如按填报值，合计{told}",
        filed=filed,
        told=words(Message("、", "and")).join(told),
    )


def _than(end: Decimal, effect: Decimal, words: Words) -> str:
    tonnes = words.number(abs(effect), 2)
    more = words("多") if effect > 0 else words("少")
    factor = words.factors(end, end)
    return words("比按 {factor} {more} {tonnes} 吨标准煤", factor=factor, more=more, tonnes=tonnes)


def _against_heat(row: Row, words: Words) -> list[str]:
    effect = _cents(row["heat_effect"])
    if not _telling(effect):
        return []
    factor = words.factors(row["heat_factor"], row["heat_factor"])
    return [_compared(words("低位发热量 {factor}", factor=factor), effect, words)]


def _telling(effect: Decimal | None) -> bool:
    """Less than a tonne is the rounding of a factor, and the tolerance between tables."""
    return effect is not None and abs(effect) >= 1


def _compared(by: str, effect: Decimal | None, words: Words) -> str:
    """Say how much more or less the total is than by another factor; a bare sign would not say which way it reads."""
    if not effect:
        return by
    tonnes = words.number(abs(effect), 2)
    more = words("多") if effect > 0 else words("少")
    return words("合计比按{by} 计算{more} {tonnes} 吨标准煤", by=by, more=more, tonnes=tonnes)


def _remark(row: Row, words: Words, whole: Decimal | None) -> str:
    if not row["counted"]:
        return words.label("not_counted", row["not_counted_because"])
    if row["quantity"] is None:
        return words("数量未提供或无法读取，不按零计")
    if row["factor_low"] is None:
        return words("没有可用的折标系数，合计因此不封闭")
    said = next((words(said) for mark, said in _REMARKED.items() if row[mark]), "")
    if whole is None:
        return said
    part = said or words("这部分表2 有去向")
    return words("该格共填 {whole}，分作两行：{part}", whole=words.quantity(whole), part=part)


def _subtotals(counted: list[Term], words: Words) -> tuple[Sum, ...]:
    """Give the subtotal of what a filing adds and of what it takes off."""
    added = [term for term in counted if term.sign > 0]
    taken = [term for term in counted if term.sign < 0]
    sums = [_subtotal(words("小计：消费"), added)]
    if taken:
        sums.append(_subtotal(words("小计：产出与回收（扣减）"), taken))
    return tuple(sums)


def _sums(facts: Row, words: Words, *, twice: bool) -> tuple[Sum, ...]:
    """Give the total and what was reported; filings that contradict each other report no one total to compare."""
    reported = {basis: facts[f"reported_tce_{basis}"] for basis in ("calorific", "equal")}
    total = Sum(
        label=words("综合能耗合计"),
        calorific=Interval(facts["tce_calorific_low"], facts["tce_calorific_high"]),
        equal=Interval(facts["tce_equal_low"], facts["tce_equal_high"]),
        is_total=True,
    )
    if twice and reported["calorific"] is None and reported["equal"] is None:
        return (total,)
    own = Sum(
        label=words("企业自报（表1），供对照"),
        calorific=Interval(reported["calorific"], reported["calorific"]),
        equal=Interval(reported["equal"], reported["equal"]),
        is_total=False,
    )
    return (total, own)


def _subtotal(label: str, terms: list[Term]) -> Sum:
    calorific = _added(_counting(term, term.calorific) for term in terms)
    return Sum(label, calorific, _added(_counting(term, term.equal) for term in terms), is_total=False)


def _counting(term: Term, tce: Interval) -> Interval:
    """What a term adds to a sum: one that perhaps does not count adds nothing at the end that it would move."""
    if not term.perhaps:
        return tce
    return Interval(Decimal(0), tce.high) if term.sign > 0 else Interval(tce.low, Decimal(0))


def _added(intervals: Iterable[Interval]) -> Interval:
    """Add intervals; one open end opens the sum."""
    listed = list(intervals)
    return Interval(_end([each.low for each in listed]), _end([each.high for each in listed]))


def _end(ends: list[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def _notes(counted: list[Term], rows: list[Row], facts: Row, words: Words, *, twice: bool) -> tuple[str, ...]:
    """Explain how to add up, and wherever the total is not simply the sum of the rows."""
    notes = [words("折标量＝实物量×折标系数；加工转换产出和回收利用以负数计。各行不舍入，合计按四舍五入保留两位小数。")]
    industrial = any(row["column"] == "consumption_industrial" for row in rows)
    notes.append(
        words("工业单位（B—D 门类）按工业生产消费量计。") if industrial else words("非工业单位按消费量合计计。")
    )
    missing = facts["conversion_table_likely_missing"]
    if of_no_year(facts):
        notes.append(
            words("报告年度不可能，不知道按哪一版的系数：各行只按填报的系数或所注版本的系数列出，供核对，合计不给出。")
        )
    elif missing:
        notes.append(words("可能漏填加工转换表：合计上限为未扣减的数，下限不给出。"))
    elif missing is None:
        notes.append(words("不能排除漏填加工转换表：合计的下限不给出。"))
    if twice:
        notes.append(
            words(
                "本年度有内容不同的多份申报：分列如上，互不相加；重复的厂区取各份的下限至上限。请单位确认以哪一份为准。"
            )
        )
    elif missing is False and _disagrees(counted, facts):
        notes.append(
            words("同一品种既消费又产出且系数只有区间时，先求净量再乘同一系数，故合计的上下限可能窄于各行之和。")
        )
    return tuple(notes)


def _disagrees(counted: list[Term], facts: Row) -> bool:
    sums = {
        "tce_calorific": _added(_counting(term, term.calorific) for term in counted),
        "tce_equal": _added(_counting(term, term.equal) for term in counted),
    }
    return any(
        _cents(facts[f"{name}_low"]) != _cents(added.low) or _cents(facts[f"{name}_high"]) != _cents(added.high)
        for name, added in sums.items()
    )


def _cents(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(CENT, rounding=ROUND_HALF_UP)
