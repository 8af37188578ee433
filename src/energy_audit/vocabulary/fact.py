"""What a fact is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import polars as pl

Subject = Literal["enterprise", "energy", "product", "project", "equipment", "metering", "document"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


@dataclass(frozen=True)
class Fact:
    """One fact: what it is called, what it holds, where it comes from.

    ``codes`` say in words what each stored code means: (code, 中文, English); ``phrases`` are parts of a text and how
    English says them. ``source`` is the ``table.column`` of the one cell it is read from, ``columns``
    the ``table.column`` cells that a derived value rests on.
    """

    name: str
    subject: Subject
    dtype: pl.DataType
    name_zh: str
    name_en: str
    unit: str = ""
    meaning: str = ""
    source: str = ""
    columns: tuple[str, ...] = ()
    codes: tuple[tuple[str, str, str], ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()

    def said(self, value: object, language: str) -> object:
        """Return a stored code, and in English the phrases of a text, in words; any other value as it is."""
        if isinstance(value, str) and language != "zh":
            for zh, en in self.phrases:
                value = value.replace(zh, en)
        return next(((zh if language == "zh" else en) for code, zh, en in self.codes if code == value), value)


LISTED = (("、", ", "),)
"""The ``phrases`` of a text that names several things."""

BY_LIST = "（导入的名单）"
"""Behind a designation that the unit did not file itself: the list of the authority names it."""
COUNTED = "energy_consumption.consumption_counted"
"""Among a fact's ``columns``: the consumption that counts, industrial in sections B-D and the total elsewhere."""
OF_ELECTRICITY = "@33"
"""Behind a column of table 2: only its cells in the rows of electricity."""

CONFIDENCE = (("high", "高", "high"), ("medium", "中", "medium"), ("low", "低", "low"))
REGIMES = (
    ("FAI-6", "2010年节能评估和审查暂行办法（第6号令）", "Order No. 6 of 2010"),
    ("FAI-44", "2016年节能审查办法（第44号令）", "Order No. 44 of 2016"),
    ("FAI-2", "2023年节能审查办法（第2号令）", "Order No. 2 of 2023"),
    ("FAI-31", "2025年节能审查和碳排放评价办法（第31号令）", "Order No. 31 of 2025"),
)
WHY_LIMIT_OPEN = (
    (
        "value",
        "指标值没有填、读不出，或与分子、分母、产量不符",
        "the figure is blank, cannot be read, or disagrees with its own energy and output",
    ),
    (
        "rows",
        "同一产品、同一指标填了几行，数值不同；请只留一行，分产线填报的在产品名称中写明产线",
        "several rows of one product and indicator give different figures: leave one, or name the lines",
    ),
    ("unit", "所填计量单位不能与限额的单位比较", "its unit cannot be compared with that of the limit"),
    (
        "basis",
        "电力折算口径与标准规定的不同，请按标准的口径填报",
        "electricity is converted on another basis than the standard's: file it on that",
    ),
    (
        "grade",
        "按装置性质和投产日期看不出适用2级还是3级，而两级结论不同",
        "status and commissioning date leave open whether grade 2 or 3 binds, and the two differ",
    ),
    (
        "several",
        "可能适用的限额不止一个、结论不一，或所填产品可能不受限额约束；请按标准的产品名称写明工艺、规格",
        "several limits may apply and do not agree, or none may bind what is named: name process and size as the standard does",
    ),
    (
        "indicator",
        "这一年所填指标在收录的标准中没有对应的限额；请按标准的指标名称填报，或对照当时有效的版本",
        "the standards on file have no limit of this indicator for the year: name it as the standard does, or see the edition then in force",
    ),
    (
        "name",
        "产品名称没有填，或只是与限额标准所列产品相近；请按标准的产品名称填报",
        "the product is not named, or only resembles one that is limited: name it as the standard does",
    ),
)
"""Why it cannot be told whether a product is over its limit."""

WHY_REVIEW_OPEN = (
    ("regime", "没有开工、投产、批复或申请日期，看不出适用哪一办法", "no date tells which measures apply"),
    (
        "simple-trade",
        "所属行业可能在国家不单独审查的行业目录内，须由主管部门对照目录",
        "the trade may be on the list of those exempt from review, which the authority must look up",
    ),
    (
        "increase",
        "第44号令（2017年1月至2023年5月）对改建、扩建项目按新增能耗计算，所填可能是建成后的总量，须说明建设性质和新增能耗",
        "Order No. 44 (January 2017 to May 2023) counts what a rebuilding or expansion adds; the amount filed may be the total: state the nature and what is added",
    ),
    (
        "power-of-the-whole",
        "改建项目所填用电大于新增能耗，须填新增用电",
        "of a rebuilding the electricity filed is more than all it adds: file what is added",
    ),
    (
        "oil-or-gas",
        "第6号令另有用油、用气门槛，须由主管部门核对用油用气量",
        "Order No. 6 also has lines of oil and gas, which the authority must check",
    ),
    ("amounts", "缺设计年综合能耗、用电或用煤", "design consumption, electricity or coal is lacking"),
    ("opinion", "看不出是否已取得节能审查意见", "whether there is an opinion is not shown"),
    (
        "validity",
        "没有查到第6号令（2010年）规定审查意见的有效期，须向原审查机关确认",
        "no clause of Order No. 6 of 2010 on how long an opinion holds is on file: ask the body that gave it",
    ),
    ("start", "看不出是否已开工、何时开工", "whether and when construction started is not shown"),
)
REVIEW = (
    ("not_required", "无需审查", "not required"),
    ("not_applied", "未申请", "not applied for"),
    ("pending", "审查中", "pending"),
    ("approved", "已通过", "approved"),
    ("rejected", "未通过", "rejected"),
    ("expired", "已失效", "lapsed"),
)
ACCEPTANCE = (("none", "未验收", "not accepted"), ("done", "已验收", "accepted"), ("na", "不适用", "not applicable"))
REQUIREMENT = (
    ("mandatory", "应有", "mandatory"),
    ("conditional", "符合条件时应有", "where its condition holds"),
    ("recommended", "建议", "recommended"),
)
CLAIM_AGAINST_PROJECT = "claim-against-project"
"""A paper is claimed not to apply, and the project table says that it is owed."""

WHY_DOCUMENT_OPEN = (
    ("no-list", "没有报送节能管理档案目录，请补报", "no list of the management file was handed in; file it"),
    (
        CLAIM_AGAINST_PROJECT,
        "目录填“不适用”，附表3 填报的开工、投产和能耗却表明该项目应有，请核对",
        "the list says not applicable, yet start, commissioning and amounts of the project table say it is owed: check",
    ),
    (
        "no-reason",
        "目录填“不适用”而没有写明理由，请补写理由",
        "the list says that it does not apply and gives no reason; give it",
    ),
    (
        "claim",
        "目录填“不适用”并写明了理由，没有填明是否具备",
        "the list says, with its reason, that it does not apply, and does not say whether it is held",
    ),
    (
        "unusable",
        "目录列有此项，“是否具备”没有可用的填报，请填“是”“否”或“不适用”",
        "it is listed, but whether it is held was not filed usably; say yes, no or not applicable",
    ),
    (
        "both-ways",
        "目录列了几行，有的填“是”，有的填“否”，请核对；不是同一份材料的，写明各自的名称",
        "it is listed several times, as held and as not held: check, and name each paper where they are not one",
    ),
    (
        "ahead",
        "目录填“是”，签发日期却还没有到，不能证明已经具备，请核对签发日期",
        "it is listed as held, yet its day of issue has not come, which proves nothing; check the day of issue",
    ),
    (
        "project",
        "目录所列该材料没有注明属于哪个项目，请补填项目代码",
        "the list does not say to which project the paper belongs; give the project's code",
    ),
    (
        "not-listed",
        "目录没有列出此项，也没有声明已列全，请补列，或在表1声明目录已列全",
        "the list neither has it nor is declared complete; list it, or declare the list complete in table 1",
    ),
    ("owed", "本单位是否应有此项尚不能确定", "whether the unit owes it cannot be told yet"),
)
EQUAL_ORIGIN = (
    ("filed", "申报值", "filed"),
    ("given", "本批指定值", "given for the batch"),
    ("loaded", "已导入的等价系数表", "the table of equal factors that was loaded"),
    ("range", "公开填报所见区间", "range seen in published filings"),
    ("none", "没有", "none"),
    ("same", "与当量系数相同", "same as calorific"),
)
FACTOR_REASON = (
    ("measured", "企业填报（实测）", "as filed, measured"),
    ("supplier", "企业填报（供方提供）", "as filed, supplier's value"),
    ("as-table", "企业填报（取参考值）", "as filed, said to be the reference"),
    ("unstated", "企业填报（来源未注明）", "as filed, origin not stated"),
    ("carried", "另一表同品种填报的系数", "as filed for the same energy in the other table"),
    (
        "outside",
        "填报系数超出标准区间，改按区间两端计",
        "filed outside the range of the standard: both ends of the range serve",
    ),
    (
        "outside-claimed",
        "称实测或供方提供而超出标准区间，热值未能印证：区间与填报值一并计入上下限",
        "said to be measured or the supplier's, outside the range, not borne out by a heat value: the range and it both serve",
    ),
    (
        "slip",
        "填报系数与参考值相差数倍以上，疑为单位填错：参考值与填报值一并计入上下限",
        "filed several times off the reference, probably a slip of a unit: the reference and it both serve",
    ),
    ("unread", "填报的系数读不出", "the filed factor cannot be read"),
    ("table", "标准参考值", "reference value"),
    ("range", "标准给出的区间", "range of the standard"),
    ("none", "无系数", "no factor"),
)
ELIMINATION_LACKS = (
    ("型号中的机座号", "the frame number within the model"),
    ("型号后的额定电压", "the rated voltage behind the model"),
    ("设备概况中的炉排形式", "the kind of grate, in the description"),
    ("主要消耗能源品种", "the main energy consumed"),
    ("容量（kVA）", "the capacity in kVA"),
    ("容量（t/h）", "the capacity in t/h"),
    ("出厂日期", "the date of manufacture"),
    ("投用日期", "the date put into use"),
    ("设备分类", "the category"),
    *LISTED,
)
ELIMINATION_OPEN = (
    (
        "相符的目录条目可信度低，须对照目录原文",
        "the entry that fits is of low confidence and must be checked in the original list",
    ),
    ("是否在用没有填，或读不出，或前后不一", "its use is not stated, not readable or contradicted in the row"),
    ("型号没有填，或读不出", "the model is not filed or cannot be read"),
    ("缺", "lacking "),
    ("；", "; "),
    *ELIMINATION_LACKS,
)
GRADE_LACKS = (
    (
        "motor-efficiency",
        "缺铭牌效率（%）、IE代码，或能效等级及其标准号",
        "lacks the efficiency (%), the IE code, or the grade with its standard",
    ),
    (
        "motor-rating",
        "缺额定功率（kW）或极数，或不在标准的规格内",
        "lacks rated power (kW) or poles, or is no rating of the standard",
    ),
    (
        "motor-contradiction",
        "铭牌效率、IE代码与所填等级互相矛盾",
        "efficiency, IE code and stated grade contradict each other",
    ),
    ("boiler-efficiency", "缺热效率（%）", "lacks the thermal efficiency (%)"),
    ("boiler-fuel", "缺燃料种类", "lacks the fuel"),
    (
        "boiler-class",
        "缺煤种或燃烧方式，可能的等级不一",
        "lacks the class of coal or the burning: the grades it may be of differ",
    ),
    (
        "boiler-kind",
        "型号不是工业锅炉型号，标准不适用或无法确定",
        "no model of an industrial boiler: the standard does not apply or cannot be told to",
    ),
    ("boiler-contradiction", "热效率与所填等级互相矛盾", "efficiency and stated grade contradict each other"),
    (
        "transformer-losses",
        "缺空载损耗、负载损耗（W）；系列名不能代替",
        "lacks no-load and load loss (W); a series name does not replace them",
    ),
    (
        "transformer-kind",
        "型号中读不出容量、电压或结构（有载调压、单相的未收录）",
        "capacity, voltage or kind cannot be read from the model (on-load taps and single-phase are not on file)",
    ),
    (
        "transformer-scope",
        "不是10 kV配电变压器的标准容量，未收录其等级表",
        "no rating of a 10 kV distribution transformer: its table is not on file",
    ),
    (
        "transformer-unit",
        "损耗数值与容量不相称，请核对单位（W）",
        "the losses do not fit the capacity; check their unit (W)",
    ),
    (
        "transformer-cases",
        "缺联结组或绝缘等级，可能的等级不一",
        "lacks connection or insulation class: the grades it may be of differ",
    ),
    ("transformer-contradiction", "损耗与所填等级互相矛盾", "losses and stated grade contradict each other"),
    ("edition", "报告年度施行的标准未收录", "the standard in force in the report year is not on file"),
    ("no-table", "未收录该类设备的能效等级表", "the grades of this kind of device are not on file"),
)
WHY_OPEN = (
    (
        "year",
        "所填报告年度不可能，不知道按哪一年的系数和标准",
        "the report year filed cannot be, so that it is not known which year's factors and standards hold",
    ),
    (
        "factor-range",
        "填报的折标系数超出标准区间或与参考值相差数倍以上，按区间两端（参考值）、按填报值会落入不同档次",
        "a filed factor lies outside the range of the standard, or several times off its value; by the standard and by the filed value the tiers differ",
    ),
    (
        "factor",
        "填报的折标系数偏离参考值，改用参考系数会落入另一档次",
        "a filed factor is off its reference, which would give another tier",
    ),
    ("nonindustrial", "按消费量合计计算会落入另一档次", "by total consumption the tier would be another"),
    (
        "total-open",
        "消费量合计读不出或算不准，按合计计算可能落入另一档次",
        "total consumption cannot be read or settled, and by it the tier may be another",
    ),
    (
        "basis",
        "当量值与等价值口径的档次不同，尚未确定采用哪一口径",
        "the two electricity bases give different tiers and none is chosen",
    ),
    ("negative", "综合能耗为负值", "the total is negative"),
    (
        "designation",
        "指定文号读不出、看不出是省级以上部门所发、晚于报告年度，或两份申报所填不同",
        "the document of designation cannot be read, is not seen to be of the province or above, is of a later year, or two filings differ",
    ),
    ("interval", "综合能耗不能算准，上下限落入不同档次", "the total is open and its ends fall into different tiers"),
)
