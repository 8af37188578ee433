"""Numbers, days, units and names in the reader's language.

Both texts of a sentence stand side by side where it is used: ``words("共", "in
all")``. Only what many pages share is gathered here: how a number, a day or an
interval is written, and the names of the values that filings, rules and
verdicts take. Nothing here invents a value: what is unknown is written as such.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from energy_audit.report.articles import article_in_english
from energy_audit.rulebook.wording import unit_word
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.rulebook.model import Language
    from energy_audit.vocabulary import Fact

Missing = Literal["not_filed", "cannot_tell"]
Value = Decimal | int | bool | str | dt.date

_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_FILED_UNITS: Final[dict[str, str]] = {
    "吨标准煤": "tce",
    "吨": "t",
    "万吨": "10⁴ t",
    "千克": "kg",
    "万千瓦时": "10⁴ kWh",
    "千瓦时": "kWh",
    "百万千焦": "GJ",
    "万立方米": "10⁴ m³",
    "立方米": "m³",
    "千克标准煤/吨": "kgce/t",
    "千瓦时/吨": "kWh/t",
}
"""Units as enterprises file them, in English."""

_FILED_VALUES: Final[dict[str, str]] = {
    "拟建": "planned",
    "在建": "under construction",
    "投产": "in operation",
    "停建": "stopped",
    "新建": "new",
    "改建": "rebuilt",
    "扩建": "extended",
    "既有": "existing",
    "新建改扩建": "new, rebuilt or extended",
    "鼓励": "encouraged",
    "允许": "allowed",
    "限制": "restricted",
    "淘汰": "to be eliminated",
    "标杆": "benchmark",
    "基准": "baseline",
    "低于基准": "below the baseline",
    "国家": "state",
    "省": "province",
    "市": "prefecture",
    "县": "county",
    "实测": "measured",
    "供方": "from the supplier",
    "参考": "reference",
}
"""Values that a filing takes from the lists of its form, in English."""

LABELS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "verdict": {
        "met": ("符合", "met"),
        "breached": ("不符合", "breached"),
        "not_applicable": ("不适用", "not applicable"),
        "cannot_tell": ("不能判断", "cannot tell"),
    },
    "kind": {
        "violation": ("违法违规", "violation"),
        "suspicion": ("疑似问题", "suspicion"),
        "notice": ("提示", "notice"),
    },
    "severity": {
        "high": ("高", "high"),
        "medium": ("中", "medium"),
        "low": ("低", "low"),
        "info": ("参考", "info"),
    },
    "problem_severity": {"error": ("错误", "error"), "warning": ("提醒", "warning")},
    "tier": {
        "A": ("年综合能耗1万吨标准煤及以上", "10,000 tce a year or more"),
        "B": ("已指定且年综合能耗不足1万吨标准煤", "designated, under 10,000 tce a year"),
        "C": ("年综合能耗5000吨及以上（未见指定文件）", "5,000 tce a year or more, no designation on file"),
        "D": ("年综合能耗不足5000吨标准煤", "under 5,000 tce a year"),
    },
    "authority": {
        "development_and_reform": ("发展改革（节能）部门", "development and reform (energy saving)"),
        "industry": ("工业和信息化部门", "industry and information technology"),
        "market_regulation": ("市场监督管理部门", "market regulation"),
        "statistics": ("统计部门", "statistics"),
        "ecology": ("生态环境部门", "ecology and environment"),
    },
    "first_step": {
        "order_to_correct": ("责令限期改正", "order to correct within a time limit"),
        "written_requirement": ("书面要求说明或补正", "written requirement to explain or complete"),
        "referral": ("移送有权部门处理", "referral to the competent authority"),
        "advice": ("提出建议", "advice"),
        "none": ("无须处理", "none"),
    },
    "confidence": {
        "high": ("把握高", "high confidence"),
        "medium": ("把握中", "medium confidence"),
        "low": ("把握低", "low confidence"),
    },
    "legal_status": {
        "in_force": ("现行有效", "in force"),
        "superseded": ("已被替代", "superseded"),
        "repealed": ("已废止", "repealed"),
        "draft": ("征求意见稿", "draft"),
        "policy": ("政策文件", "policy"),
        "practice": ("通行做法", "practice"),
        "reference": ("参考资料", "reference"),
        "note": ("说明", "note"),
    },
    "honesty": {
        "exact": ("结论准确", "exact"),
        "may_over_report": ("可能多报，须人工复核", "may over-report: check by hand"),
        "may_under_report": ("可能漏报", "may under-report"),
    },
    "subject": {
        "enterprise": ("单位", "enterprise"),
        "energy": ("能源品种", "energy"),
        "product": ("产品", "product"),
        "project": ("项目", "project"),
        "equipment": ("设备", "equipment"),
        "metering": ("计量器具", "metering"),
        "document": ("档案", "document"),
    },
    "flow": {
        "consumption": ("消费", "consumed"),
        "output": ("加工转换产出", "conversion output"),
        "recovered": ("回收利用", "recovered"),
    },
    "not_counted": {
        "renewable-output": (
            "自发自用的可再生电力，不是加工转换产出，不从合计中扣减",
            "own renewable electricity, no output of a conversion: not taken off the total",
        ),
        "part-of-parent": ("已计入上级品种（原煤）", "already counted in its parent (raw coal)"),
        "parent-of-parts": ("已由分品种（02—05）计入", "already counted in its parts (02-05)"),
        "total-row": ("合计行，只核对不相加", "a total: compared, never added"),
        "other-flow": ("不属于本项合计", "belongs to another flow"),
        "": ("未计入", "not counted"),
    },
    "basis": {"calorific": ("当量值", "calorific"), "equal": ("等价值", "equal value")},
    "owner": {
        "unit": ("被监察单位", "the unit"),
        "authority": ("主管部门", "the authority"),
        "rulebook": ("规则库", "the rulebook"),
        "elsewhere": ("见前提", "see there"),
    },
    "document_state": {
        "held": ("具备", "held"),
        "missing": ("缺失", "missing"),
        "expired": ("过期", "expired"),
        "not_applicable": ("不适用", "not applicable"),
        "cannot_tell": ("不能判断", "cannot tell"),
    },
    "criterion": {
        "held": ("符合判据", "holds"),
        "did_not": ("不符合判据", "does not hold"),
        "cannot_tell": ("不能判断", "cannot tell"),
    },
    "role": {
        "high_energy": ("高耗能", "high energy use"),
        "high_emission": ("高排放", "high emission"),
        "low_level": ("低水平", "low level"),
    },
}
"""Names of the values that filings, rules and verdicts take: group → value → (zh, en)."""


@dataclass(frozen=True)
class Words:
    """One language's way of writing; call it with both texts to get the one wanted."""

    lang: Language

    def __call__(self, zh: str, en: str) -> str:
        """Return ``zh`` or ``en``."""
        return zh if self.lang == "zh" else en

    def missing(self, why: Missing = "not_filed") -> str:
        """Say that a value is absent: never handed in, or not to be told."""
        return self("未提供", "not provided") if why == "not_filed" else self("不能判断", "cannot tell")

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
        if self.lang == "zh":
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"

    def year(self, value: int) -> str:
        """Write a year as a period."""
        return self(f"{value}年1月1日至12月31日", f"1 January – 31 December {value}")

    def unit(self, unit: str) -> str:
        """Name a unit as messages do; one that is not known is written as filed."""
        return unit_word(self(unit, _FILED_UNITS.get(unit, unit)), self.lang)

    def yes_no(self, value: bool | None, why: Missing = "not_filed") -> str:
        """Write a truth; null is never no."""
        if value is None:
            return self.missing(why)
        return self("是", "yes") if value else self("否", "no")

    def text(self, value: str | None, why: Missing = "not_filed") -> str:
        """Write a filed text; a blank one is named as absent."""
        return value if value and value.strip() else self.missing(why)

    def label(self, group: str, value: str | None) -> str:
        """Name a value of ``LABELS[group]``; null cannot be told, an unnamed value is written as it is."""
        if value is None:
            return self.missing("cannot_tell")
        pair = LABELS[group].get(value)
        return value if pair is None else self(*pair)

    def tier(self, value: str | None) -> str:
        """Name a tier with its letter; an empty one cannot be told."""
        if value is None:
            return self.missing("cannot_tell")
        return self(f"{value}档：{self.label('tier', value)}", f"tier {value}: {self.label('tier', value)}")

    def fact(self, fact: Fact) -> str:
        """Name a fact."""
        return self(fact.name_zh, fact.name_en)

    def value(self, value: Value | None, fact: Fact | None = None, why: Missing = "cannot_tell") -> str:
        """Write any value by its type, a fact's by its known names and with its unit."""
        if value is None:
            return self.missing(why)
        if isinstance(value, bool):
            return self.yes_no(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, str):
            return str(fact.said(value, self.lang)) if fact and fact.codes else self.filed(value)
        if fact is None or fact.unit == "year" or fact.name == "report_year":
            return str(value) if isinstance(value, int) else self.quantity(value)
        written = self.number(value) if fact.unit == "tce" else self.quantity(value)
        return " ".join(part for part in (written, self.unit(fact.unit)) if part)

    def code(self, fact: str, value: str | None, why: Missing = "cannot_tell") -> str:
        """Name the code that the fact of that name holds."""
        return self.value(value, VOCABULARY[fact], why)

    def article(self, article: str | None) -> str:
        """Name articles of law, in English by number; empty where none is named."""
        return self(article or "", article_in_english(article or ""))

    def filed(self, value: str | None, why: Missing = "not_filed") -> str:
        """Write a value that a filing takes from a list, in English by its meaning; any other text as filed."""
        return self(self.text(value, why), _FILED_VALUES.get(value or "", self.text(value, why)))

    def join(self, parts: list[str] | tuple[str, ...]) -> str:
        """List names: 甲、乙 or a, b."""
        return self("、", ", ").join(parts)


@lru_cache(maxsize=2)
def words(lang: Language) -> Words:
    """Return the one ``Words`` of a language."""
    return Words(lang)


def _rounded(value: Decimal | int, decimals: int) -> Decimal:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no "-0.00"
