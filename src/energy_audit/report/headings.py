"""What sheets and columns are called and mean, in both languages; facts keep the names of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message
from energy_audit.rulebook.model import Text
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from energy_audit.report.language import Words


@dataclass(frozen=True)
class Heading:
    """One column of a written table."""

    name: Message | Text
    unit: str = ""
    meaning: Message | Text | None = None


UNITS_SHOWN: Final = ("tce", "tCO2", "tce/万kWh")

_OWN: Final[dict[str, Heading]] = {
    "uscc": Heading(Message("统一社会信用代码", "headings")),
    "sites": Heading(Message("厂区数", "headings")),
    "two_high": Heading(
        Message("属“两高”"), "", Message("单位自身或其申报的任一项目符合判据；疑似，须人工确认；空为不能判断")
    ),
    "two_high_one_low": Heading(
        Message("疑似“两高一低”", "headings"),
        "",
        Message("单位自身或其申报的任一项目符合判据；须人工确认；空为不能判断"),
    ),
    "co2_t": Heading(
        Message("二氧化碳排放", "headings"),
        "tCO2",
        Message("燃料与外购电力、热力，不含工业过程；取值体系和年份见 manifest.json"),
    ),
    "violations": Heading(Message("违法违规", "headings"), "", Message("违法违规类规则中不符合的结论数")),
    "suspicions": Heading(Message("疑似问题", "headings"), "", Message("疑似类规则中成立的结论数")),
    "notices": Heading(Message("提示", "headings"), "", Message("提示类规则中成立的结论数")),
    "cannot_tell": Heading(Message("不能判断"), "", Message("不能判断的结论数，不算符合")),
    "worst_severity": Heading(Message("最重程度"), "", Message("所有不符合的规则中最重的")),
    "finding_id": Heading(Message("发现编号"), "", Message("同一规则同一对象在任何一次运行都相同")),
    "facts_digest": Heading(Message("事实摘要"), "", Message("事实变化时随之变化")),
    "rule": Heading(Message("规则", "headings 2")),
    "rule_title": Heading(Message("事项", "headings")),
    "rule_name": Heading(Message("规则名称")),
    "kind": Heading(Message("性质", "headings"), "", Message("违法违规、疑似问题、提示")),
    "severity": Heading(Message("程度", "headings")),
    "verdict": Heading(Message("结论"), "", Message("不符合或不能判断")),
    "subject": Heading(Message("对象类别")),
    "subject_key": Heading(Message("对象", "headings")),
    "message": Heading(Message("说明", "headings 2")),
    "evidence": Heading(Message("证据"), "", Message("JSON：名称、数值、单位、单元格（另有的工作表列于 further）")),
    "legal_basis": Heading(Message("依据", "headings"), "", Message("法条编号，见“法条”表")),
    "legal_status": Heading(Message("依据效力")),
    "confidence": Heading(Message("把握", "headings")),
    "remedy": Heading(Message("如何改正"), "", Message("不能判断的为空")),
    "first_step": Heading(Message("首步处理", "headings"), "", Message("不能判断的为空")),
    "authority": Heading(Message("部门", "headings")),
    "file": Heading(Message("文件", "headings")),
    "sheet": Heading(Message("工作表")),
    "cell": Heading(Message("单元格")),
    "table": Heading(Message("申报表")),
    "column": Heading(Message("栏目")),
    "code": Heading(Message("问题类别")),
    "value": Heading(Message("填报内容", "headings")),
    "archive": Heading(Message("档案情况"), "", Message("完整、不完整、不能判断")),
    "inspection_record_held": Heading(Message("监察记录")),
    "documents_unknown": Heading(Message("不能判断的档案数")),
    "prefecture_name": Heading(Message("市州", "headings")),
    "county_name": Heading(Message("区县")),
    "division_name": Heading(Message("行业大类")),
    "tiers_possible": Heading(Message("可能的档次", "headings")),
    "why_open": Heading(Message("档次不能确定的原因")),
    "watch": Heading(Message("关注名单")),
    "latest": Heading(Message("最近年度"), "", Message("统计家数时取的年度")),
    "documents": Heading(Message("不符合的档案")),
}


def heading(column: str) -> Heading:
    """Return the heading of a column.

    Raises:
        KeyError: nobody has named it.
    """
    if column in _OWN:
        return _OWN[column]
    fact = VOCABULARY[column]
    return Heading(Text(fact.name_zh, fact.name_en), fact.unit, Text(fact.meaning, ""))


def title(column: str, words: Words) -> str:
    """Write a heading, its unit on a second line; what counts needs none."""
    named = heading(column)
    unit = words.unit(named.unit) if named.unit in UNITS_SHOWN else ""
    return "\n".join(part for part in (named.name.of(words.lang), unit) if part)


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
        readme=words(Message("说明", "headings")),
        summary=words("汇总"),
        enterprises=words("企业"),
        findings=words("发现"),
        problems=words("问题"),
        equipment=words(Message("设备", "headings")),
        rules=words(Message("规则", "headings")),
        laws=words(Message("法条", "headings")),
        archive=words(Message("档案", "headings")),
        absent=words("应报未报"),
        files=words("文件"),
        columns=words("字段"),
    )
