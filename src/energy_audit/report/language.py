"""Numbers, days, units and names in the reader's language.

A sentence stands in Chinese where it is used: ``words("共 {count} 家", count=12)``; its English is in the catalogue
(``energy_audit.catalogue``). Only what many pages share is gathered here: how a number, a day or an interval is
written, and the names of the values that filings, rules and verdicts take. Nothing here invents a value: what is
unknown is written as such.

Days are written by Babel. Numbers are grouped by Python: both languages group by three with commas, and Babel takes
forty times as long for it, once a cell of every page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from babel import Locale
from babel.dates import format_date

from energy_audit.catalogue import Message, counted, said
from energy_audit.report.articles import article_in_english
from energy_audit.report.numbering import chinese_number
from energy_audit.rulebook.wording import unit_word
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.catalogue import Language
    from energy_audit.vocabulary import Fact

Missing = Literal["not_filed", "cannot_tell"]
Value = Decimal | int | bool | str | dt.date

_LOCALES: Final = {"zh": Locale("zh"), "en": Locale("en", "GB")}
"""English in its international form: day before month."""

_FILED_UNITS: Final = {
    text.zh: text
    for text in (
        Message("吨标准煤"),
        Message("吨"),
        Message("万吨"),
        Message("千克"),
        Message("万千瓦时"),
        Message("千瓦时"),
        Message("百万千焦"),
        Message("万立方米"),
        Message("立方米"),
        Message("千克标准煤/吨"),
        Message("千瓦时/吨"),
    )
}
"""Units as enterprises file them, in English."""

_FILED_VALUES: Final = {
    text.zh: text
    for text in (
        Message("拟建"),
        Message("在建"),
        Message("投产", "language"),
        Message("停建"),
        Message("新建"),
        Message("改建"),
        Message("扩建"),
        Message("既有"),
        Message("新建改扩建"),
        Message("鼓励"),
        Message("允许"),
        Message("限制"),
        Message("淘汰"),
        Message("标杆", "language"),
        Message("基准", "language"),
        Message("低于基准"),
        Message("国家"),
        Message("省"),
        Message("市"),
        Message("县"),
        Message("实测"),
        Message("供方"),
        Message("参考", "language"),
    )
}
"""Values that a filing takes from the lists of its form, in English."""

LABELS: Final[dict[str, dict[str, Message]]] = {
    "verdict": {
        "met": Message("符合"),
        "breached": Message("不符合"),
        "not_applicable": Message("不适用"),
        "cannot_tell": Message("不能判断"),
    },
    "kind": {
        "violation": Message("违法违规", "language"),
        "suspicion": Message("疑似问题"),
        "notice": Message("提示"),
    },
    "severity": {
        "high": Message("高"),
        "medium": Message("中"),
        "low": Message("低", " 2"),
        "info": Message("参考"),
    },
    "problem_severity": {"error": Message("错误"), "warning": Message("提醒")},
    "tier": {
        "A": Message("年综合能耗1万吨标准煤及以上"),
        "B": Message("已指定且年综合能耗不足1万吨标准煤"),
        "C": Message("年综合能耗5000吨及以上（未见指定文件）"),
        "D": Message("年综合能耗不足5000吨标准煤"),
    },
    "authority": {
        "development_and_reform": Message("发展改革（节能）部门"),
        "industry": Message("工业和信息化部门"),
        "market_regulation": Message("市场监督管理部门"),
        "statistics": Message("统计部门"),
        "ecology": Message("生态环境部门"),
    },
    "first_step": {
        "order_to_correct": Message("责令限期改正"),
        "written_requirement": Message("书面要求说明或补正"),
        "referral": Message("移送有权部门处理"),
        "advice": Message("提出建议"),
        "none": Message("无须处理"),
    },
    "confidence": {
        "high": Message("把握高"),
        "medium": Message("把握中"),
        "low": Message("把握低"),
    },
    "legal_status": {
        "in_force": Message("现行有效"),
        "superseded": Message("已被替代"),
        "repealed": Message("已废止"),
        "draft": Message("征求意见稿"),
        "policy": Message("政策文件"),
        "practice": Message("通行做法"),
        "reference": Message("参考资料"),
        "note": Message("说明", "language"),
    },
    "honesty": {
        "exact": Message("结论准确"),
        "may_over_report": Message("可能多报，须人工复核"),
        "may_under_report": Message("可能漏报"),
    },
    "subject": {
        "enterprise": Message("单位", "language"),
        "energy": Message("能源品种"),
        "product": Message("产品"),
        "project": Message("项目"),
        "equipment": Message("设备"),
        "metering": Message("计量器具"),
        "document": Message("档案", "language"),
    },
    "flow": {
        "consumption": Message("消费"),
        "output": Message("加工转换产出"),
        "recovered": Message("回收利用"),
    },
    "not_counted": {
        "renewable-output": Message("自发自用的可再生电力，不是加工转换产出，不从合计中扣减"),
        "part-of-parent": Message("已计入上级品种（原煤）"),
        "parent-of-parts": Message("已由分品种（02—05）计入"),
        "total-row": Message("合计行，只核对不相加"),
        "other-flow": Message("不属于本项合计"),
        "": Message("未计入"),
    },
    "basis": {"calorific": Message("当量值"), "equal": Message("等价值")},
    "owner": {
        "unit": Message("被监察单位", "language"),
        "authority": Message("主管部门", "language"),
        "rulebook": Message("规则库", "language"),
        "elsewhere": Message("见前提"),
    },
    "document_state": {
        "held": Message("具备"),
        "missing": Message("缺失"),
        "expired": Message("过期"),
        "not_applicable": Message("不适用"),
        "cannot_tell": Message("不能判断"),
    },
    "criterion": {
        "held": Message("符合判据"),
        "did_not": Message("不符合判据"),
        "cannot_tell": Message("不能判断"),
    },
    "role": {
        "high_energy": Message("高耗能"),
        "high_emission": Message("高排放"),
        "low_level": Message("低水平"),
    },
}
"""Names of the values that filings, rules and verdicts take: group → value → name."""


@dataclass(frozen=True)
class Words:
    """One language's way of writing; call it with a text of the source to say it."""

    lang: Language

    def __call__(self, text: str | Message, /, **values: object) -> str:
        """Say a text of the source in this language, its named fields filled in."""
        return said(text, self.lang, **values)

    def plural(self, text: str | Message, count: int, /, **values: object) -> str:
        """Say a text in the form that ``count`` wants, which fills ``{count}``."""
        return counted(text, self.lang, count, **values)

    def pick(self, zh: str, en: str) -> str:
        """Give one of two texts: where data carries both (rules, tables, the vocabulary), or one language needs none."""
        return zh if self.lang == "zh" else en

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return self.pick("", " ")

    def numeral(self, number: int) -> str:
        """Write the number of a heading as official papers do: 一, 1."""
        return self.pick(chinese_number(number), str(number))

    def missing(self, why: Missing = "not_filed") -> str:
        """Say that a value is absent: never handed in, or not to be told."""
        return self("未提供") if why == "not_filed" else self("不能判断")

    def number(self, value: Decimal | int | None, decimals: int = 2, why: Missing = "not_filed") -> str:
        """Write with thousands separators, rounded half up to ``decimals``."""
        if value is None:
            return self.missing(why)
        return f"{_rounded(value, decimals):,}"

    def quantity(self, value: Decimal | int | None, at_most: int = 4, why: Missing = "not_filed") -> str:
        """Write with as many decimals as it has, ``at_most`` so many."""
        if value is None:
            return self.missing(why)
        text = f"{_rounded(value, at_most):,}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def percent(self, share: Decimal | None, decimals: int = 1, why: Missing = "cannot_tell") -> str:
        """Write a share of 1 as a percentage."""
        return self.missing(why) if share is None else f"{_rounded(share * 100, decimals):,}%"

    def interval(self, low: Decimal | None, high: Decimal | None, decimals: int = 2) -> str:
        """Write ``a – b``; one number where both agree when rounded; ``≥ a`` or ``≤ b`` where one end is open."""
        if low is None and high is None:
            return self.missing("cannot_tell")
        if high is None:
            return f"≥ {self.number(low, decimals)}"
        if low is None:
            return f"≤ {self.number(high, decimals)}"
        ends = tuple(dict.fromkeys((self.number(low, decimals), self.number(high, decimals))))
        return " – ".join(ends)

    def factors(self, low: Decimal | None, high: Decimal | None) -> str:
        """Write a factor or the two ends of its range, up to six decimals."""
        if low is None and high is None:
            return self.missing("cannot_tell")
        ends = dict.fromkeys(self.quantity(end, 6) for end in (low, high) if end is not None)
        return " – ".join(ends)

    def day(self, value: dt.date | None, why: Missing = "not_filed") -> str:
        """Write a day in full: 2026年3月31日, 31 March 2026."""
        if value is None:
            return self.missing(why)
        return str(format_date(value, "long", _LOCALES[self.lang]))

    def year(self, value: int) -> str:
        """Write a year as a period."""
        return self("{year}年1月1日至12月31日", year=value)

    def unit(self, unit: str) -> str:
        """Name a unit as messages do; one that is not known is written as filed."""
        return unit_word(self(_FILED_UNITS[unit]) if unit in _FILED_UNITS else unit, self.lang)

    def yes_no(self, value: bool | None, why: Missing = "not_filed") -> str:
        """Write a truth; null is never no."""
        if value is None:
            return self.missing(why)
        return self("是") if value else self("否")

    def text(self, value: str | None, why: Missing = "not_filed") -> str:
        """Write a filed text; a blank one is named as absent."""
        return value if value and value.strip() else self.missing(why)

    def label(self, group: str, value: str | None) -> str:
        """Name a value of ``LABELS[group]``; null cannot be told, an unnamed value is written as it is."""
        if value is None:
            return self.missing("cannot_tell")
        name = LABELS[group].get(value)
        return value if name is None else self(name)

    def tier(self, value: str | None) -> str:
        """Name a tier with its letter; an empty one cannot be told."""
        if value is None:
            return self.missing("cannot_tell")
        return self("{tier}档：{meaning}", tier=value, meaning=self.label("tier", value))

    def fact(self, fact: Fact) -> str:
        """Name a fact."""
        return self.pick(fact.name_zh, fact.name_en)

    def value(self, value: Value | None, fact: Fact | None = None, why: Missing = "cannot_tell") -> str:
        """Write any value by its type, a fact's by its known names and with its unit."""
        if value is None:
            return self.missing(why)
        if isinstance(value, bool):
            return self.yes_no(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, str):
            return str(fact.said(value, self.lang)) if fact and (fact.codes or fact.phrases) else self.filed(value)
        if fact is None or fact.unit == "year" or fact.name == "report_year":
            return str(value) if isinstance(value, int) else self.quantity(value)
        written = self.number(value) if fact.unit == "tce" else self.quantity(value)
        return " ".join(part for part in (written, self.unit(fact.unit)) if part)

    def code(self, fact: str, value: str | None, why: Missing = "cannot_tell") -> str:
        """Name the code that the fact of that name holds."""
        return self.value(value, VOCABULARY[fact], why)

    def article(self, article: str | None) -> str:
        """Name articles of law, in English by number; empty where none is named."""
        return self.pick(article or "", article_in_english(article or ""))

    def filed(self, value: str | None, why: Missing = "not_filed") -> str:
        """Write a value that a filing takes from a list, in English by its meaning; any other text as filed."""
        return self(_FILED_VALUES[value]) if value in _FILED_VALUES else self.text(value, why)

    def join(self, parts: list[str] | tuple[str, ...]) -> str:
        """List names: 甲、乙 or a, b."""
        return self("、").join(parts)


@lru_cache(maxsize=2)
def words(lang: Language) -> Words:
    """Return the one ``Words`` of a language."""
    return Words(lang)


def _rounded(value: Decimal | int, decimals: int) -> Decimal:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no "-0.00"
