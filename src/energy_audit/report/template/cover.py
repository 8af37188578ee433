"""The two sheets around the tables: how to fill the workbook in, with the archive to gather, and room to explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from energy_audit.filing.schema import TABLES
from energy_audit.report import explanations
from energy_audit.report.template.rows import asks_for, requirement_of
from energy_audit.report.template.sheet import A4, OPEN, column_widths
from energy_audit.report.template.style import breadth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from energy_audit.reference.documents import Document
    from energy_audit.report.template.style import Styles

SHEET: Final = "填报说明"
EXPLANATION_ROWS: Final = 30
_LINE_HEIGHT: Final = 15
_LETTERS_A_LINE: Final = 96
"""Half-width characters that the two text columns hold, with room for fonts that run wider."""

_TIERS: Final = {
    "A": "年综合能耗 1 万吨标准煤及以上",
    "B": "已被指定、不满 1 万吨标准煤",
    "C": "5000 吨及以上不满 1 万吨标准煤、未见指定文件",
    "D": "不满 5000 吨标准煤",
}
_STEPS: Final = (
    "先填“表1 基本情况”。信用代码和年度只在这里填一次，其他各表不用再填。选了行业名称和区县，代码会自动带出；列表里没有的，直接填代码。",
    "“表2 能源消费结构”已印好 40 个品种：用到哪个填哪一行，没用到的整行留空，不要删行，也不要填 0。",
    "计量单位可以改成账上用的单位（从下拉列表选），但同一行的数量和折标系数都要按这个单位。",
    "工业单位（采矿、制造、电力燃气水）每一行都要填“工业生产消费”，没有的填 0；其他单位填“非工业生产消费”。",
    "“参考折标系数”空着的品种（如天然气），标准没有给出单一数值：请填“采用折标系数”并写明来源，否则总量得不出来。",
    "电力的“等价折标系数”按主管部门公布的填，并写明来源。没有公布的留空，工具不会替您假定；表1 的等价值总量就请直接填统计报表上的数。",
    "有自发电、余热回收、洗煤、炼焦等加工转换的，必须填“表2-1”，否则能耗会多算。",
    "没有的内容留空。空白表示“没有提供”，0 表示“确实为零”，两者不一样。",
    "橙色栏带 * 的必填。灰底栏是自动计算，与账面不符时可以直接改填数字。",
    "“节能管理档案目录”逐项选“是、否、不适用”；选“不适用”要写理由。全部选完后，把表1 的“档案目录是否列全”选“是”。",
    "多个厂区的，每个厂区各填一份本工作簿，表1 写明厂区名，一起报送。",
)
_CHECK: Final = (
    "填完保存并关闭，再在本机运行自查：energy-audit check 申报表.xlsx（把“申报表.xlsx”换成您的文件名，或把文件拖到窗口里）。",
    "自查会在旁边生成“申报表.已检查.xlsx”：有问题的格子标了颜色和批注。照着改原来的文件，再查一次，直到显示“可以报送”。",
    "确有原因、不属于错误的，写在“情况说明”表里，自查和报告会把说明和该项一起列出。",
)


def write_cover(
    sheet: Worksheet, styles: Styles, documents: Sequence[Document], *, year: int, tier: str | None
) -> None:
    """Write the instructions and the archive checklist of the tier."""
    column_widths(sheet, {0: 10, 1: 58, 2: 44})
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"能源利用状况申报工作簿（{year} 年度）", styles.title)
    line = _listed(sheet, styles, 2, "怎样填", _STEPS)
    line = _listed(sheet, styles, line + 1, "填完以后", _CHECK)
    sheet.write_string(line + 1, 0, "各表", styles.section)
    line += 2
    for table in TABLES.values():
        sheet.write_url(line, 0, f"internal:'{table.sheet}'!A1", styles.link, "打开")
        sheet.write_string(line, 1, table.name_zh, styles.text)
        sheet.write_string(line, 2, "必报" if table.mandatory else "有此情况的填报", styles.text)
        line += 1
    asked = [document for document in documents if asks_for(document, tier)]
    whose = f"{tier} 档（{_TIERS[tier]}）" if tier else "各档"
    sheet.write_string(line + 1, 0, f"节能管理档案清单：{whose}，{len(asked)} 项", styles.section)
    line += 2
    for document in asked:
        sheet.write_string(line, 0, document.id, styles.boxed)
        sheet.write_string(line, 1, f"□ {document.name_zh}", styles.boxed)
        whose = "" if tier else f"；{'、'.join(document.tiers)} 档"
        sheet.write_string(line, 2, f"{requirement_of(document)}{whose}", styles.boxed)
        longest = max(breadth(document.name_zh) / 52, breadth(requirement_of(document)) / 40)
        sheet.set_row(line, _LINE_HEIGHT * (1 + int(longest)))
        line += 1
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R第 &P 页 共 &N 页")
    sheet.protect("", OPEN)


def _listed(sheet: Worksheet, styles: Styles, line: int, title: str, texts: Sequence[str]) -> int:
    sheet.write_string(line, 0, title, styles.section)
    for number, text in enumerate(texts, start=1):
        sheet.write_string(line + number, 0, str(number), styles.text)
        sheet.merge_range(line + number, 1, line + number, 2, text, styles.text)
        sheet.set_row(line + number, _LINE_HEIGHT * (1 + breadth(text) // _LETTERS_A_LINE))
    return line + len(texts) + 1


def write_explanations(sheet: Worksheet, styles: Styles) -> None:
    """Write the sheet on which a finding can be explained; nothing on it is read as data of a table."""
    widths = (14, 26, 70, 14, 14, 22)
    column_widths(sheet, dict(enumerate(widths)))
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, explanations.SHEET, styles.title)
    sheet.write_string(1, 0, explanations.HINT, styles.note)
    for place, name in enumerate(explanations.HEADINGS):
        sheet.write_string(explanations.HEADING_ROW - 1, place, name, styles.optional)
    for index in range(EXPLANATION_ROWS):
        for place, name in enumerate(explanations.HEADINGS):
            kind = "date" if name == explanations.DAY else "text"
            sheet.write_blank(explanations.HEADING_ROW + index, place, None, styles.entry[kind])
    sheet.freeze_panes(explanations.HEADING_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", OPEN)
