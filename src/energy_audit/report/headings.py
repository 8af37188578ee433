"""What sheets and columns are called and mean, in both languages; facts keep the names of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.report.language import Words


@dataclass(frozen=True)
class Heading:
    """One column of a written table."""

    zh: str
    en: str
    unit: str = ""
    meaning_zh: str = ""
    meaning_en: str = ""


UNITS_SHOWN: Final = ("tce", "tCO2", "tce/万kWh")

_OWN: Final[dict[str, Heading]] = {
    "uscc": Heading("统一社会信用代码", "credit code"),
    "sites": Heading("厂区数", "sites"),
    "two_high": Heading(
        "属“两高”",
        "two-high",
        "",
        "单位自身或其申报的任一项目符合判据；疑似，须人工确认；空为不能判断",
        "by its own criteria or any filed project's; suspected; empty: cannot tell",
    ),
    "two_high_one_low": Heading(
        "疑似“两高一低”",
        "suspected two-high-one-low",
        "",
        "单位自身或其申报的任一项目符合判据；须人工确认；空为不能判断",
        "by its own criteria or any filed project's; a person must confirm; empty: cannot tell",
    ),
    "co2_t": Heading(
        "二氧化碳排放",
        "CO2 emissions",
        "tCO2",
        "燃料与外购电力、热力，不含工业过程；取值体系和年份见 manifest.json",
        "fuels, bought electricity and heat; value set and years in manifest.json",
    ),
    "violations": Heading(
        "违法违规", "violations", "", "违法违规类规则中不符合的结论数", "breached verdicts of kind violation"
    ),
    "suspicions": Heading(
        "疑似问题", "suspicions", "", "疑似类规则中成立的结论数", "breached verdicts of kind suspicion"
    ),
    "notices": Heading("提示", "notices", "", "提示类规则中成立的结论数", "breached verdicts of kind notice"),
    "cannot_tell": Heading(
        "不能判断", "cannot tell", "", "不能判断的结论数，不算符合", "verdicts that cannot be told, never met"
    ),
    "worst_severity": Heading(
        "最重程度", "worst severity", "", "所有不符合的规则中最重的", "worst of all that is breached"
    ),
    "finding_id": Heading(
        "发现编号", "finding id", "", "同一规则同一对象在任何一次运行都相同", "the same rule and subject in any run"
    ),
    "facts_digest": Heading("事实摘要", "facts digest", "", "事实变化时随之变化", "changes when the facts do"),
    "rule": Heading("规则", "rule"),
    "rule_title": Heading("事项", "what is wrong"),
    "rule_name": Heading("规则名称", "rule name"),
    "kind": Heading("性质", "kind", "", "违法违规、疑似问题、提示", "violation, suspicion, notice"),
    "severity": Heading("程度", "severity"),
    "verdict": Heading("结论", "verdict", "", "不符合或不能判断", "breached or cannot tell"),
    "subject": Heading("对象类别", "subject"),
    "subject_key": Heading("对象", "subject key"),
    "message": Heading("说明", "message"),
    "evidence": Heading(
        "证据",
        "evidence",
        "",
        "JSON：名称、数值、单位、单元格（另有的工作表列于 further）",
        "JSON: name, value, unit, cells (of other sheets under further)",
    ),
    "legal_basis": Heading("依据", "legal basis", "", "法条编号，见“法条”表", "ids of articles"),
    "legal_status": Heading("依据效力", "legal status"),
    "confidence": Heading("把握", "confidence"),
    "remedy": Heading("如何改正", "remedy", "", "不能判断的为空", "empty where it cannot be told"),
    "first_step": Heading("首步处理", "first step", "", "不能判断的为空", "empty where it cannot be told"),
    "authority": Heading("部门", "authority"),
    "file": Heading("文件", "file"),
    "sheet": Heading("工作表", "sheet"),
    "cell": Heading("单元格", "cell"),
    "table": Heading("申报表", "table"),
    "column": Heading("栏目", "column"),
    "code": Heading("问题类别", "kind of problem"),
    "value": Heading("填报内容", "value"),
    "archive": Heading(
        "档案情况", "state of the file", "", "完整、不完整、不能判断", "complete, incomplete, cannot tell"
    ),
    "inspection_record_held": Heading("监察记录", "inspection record"),
    "documents_unknown": Heading("不能判断的档案数", "documents that cannot be told"),
    "prefecture_name": Heading("市州", "prefecture"),
    "county_name": Heading("区县", "county"),
    "division_name": Heading("行业大类", "industry division"),
    "tiers_possible": Heading("可能的档次", "possible tiers"),
    "why_open": Heading("档次不能确定的原因", "why the tier is open"),
    "watch": Heading("关注名单", "watch lists"),
    "latest": Heading("最近年度", "latest year", "", "统计家数时取的年度", "the year that counts of units take"),
    "documents": Heading("不符合的档案", "documents at fault"),
}


def heading(column: str) -> Heading:
    """Return the heading of a column.

    Raises:
        KeyError: nobody has named it.
    """
    if column in _OWN:
        return _OWN[column]
    fact = VOCABULARY[column]
    return Heading(fact.name_zh, fact.name_en, fact.unit, fact.meaning, "")


def title(column: str, words: Words) -> str:
    """Write a heading, its unit on a second line; what counts needs none."""
    named = heading(column)
    unit = words.unit(named.unit) if named.unit in UNITS_SHOWN else ""
    return "\n".join(part for part in (words(named.zh, named.en), unit) if part)


@dataclass(frozen=True)
class SheetNames:
    """What the sheets are called."""

    readme: str
    summary: str
    enterprises: str
    findings: str
    problems: str
    equipment: str
    rules: str
    laws: str
    archive: str
    absent: str
    files: str
    columns: str


def sheet_names(words: Words) -> SheetNames:
    """Name the sheets of the workbook."""
    return SheetNames(
        readme=words("说明", "Readme"),
        summary=words("汇总", "Summary"),
        enterprises=words("企业", "Enterprises"),
        findings=words("发现", "Findings"),
        problems=words("问题", "Problems"),
        equipment=words("设备", "Equipment"),
        rules=words("规则", "Rules"),
        laws=words("法条", "Law"),
        archive=words("档案", "Archive"),
        absent=words("应报未报", "Not filed"),
        files=words("文件", "Files"),
        columns=words("字段", "Columns"),
    )
