"""The first two sheets of the workbook: what it is and does not know, and the batch in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.batch.tallies import TIERS
from energy_audit.report.workbooks.spreadsheet import LONGEST_SHEET, Amount, Field, Link, Spreadsheet, Value

if TYPE_CHECKING:
    from energy_audit.report.batch.report import BatchReport
    from energy_audit.report.batch.tallies import Coverage, Group
    from energy_audit.report.headings import SheetNames
    from energy_audit.report.language import Words


def write_readme(book: Spreadsheet, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write what the workbook is, what its sheets hold, and what the batch does not know."""
    page = book.page(names.readme, (16, 110))
    page.title(words("节能监察结果工作簿"))
    page.line(words("判定基准日"), words.day(report.as_of))
    page.line(words(Message("年度", "workbook cover")), words.join([str(year) for year in report.years]))
    page.line(words(Message("规则", "workbook cover")), report.rulebook)
    page.line(
        words("文件"),
        words(
            "{found} 个，读取 {read}，拒收 {refused}",
            found=report.files.found,
            read=report.files.read,
            refused=report.files.refused,
        ),
    )
    page.section(words("各工作表"))
    for name, meaning in (
        (names.summary, words("主要数字、市州、行业、建档率与监察覆盖")),
        (
            names.enterprises,
            words("一行一个单位一年；名称链接到报告页"),
        ),
        (
            names.findings,
            words("一行一个不符合或不能判断的结论；因同一原因（如未报档案目录、档次不能确定）而不能判断的，并入一条"),
        ),
        (names.problems, words("申报数据的问题，精确到单元格")),
        *(
            [(names.equipment, words("主要用能设备，按铭牌资料对照能效等级"))]
            if not report.tables.equipment.is_empty()
            else []
        ),
        (names.rules, words("每条规则的含义、依据和结论数")),
        (names.laws, words("发现所依据的法条")),
        (names.archive, words("节能管理档案情况")),
        *(
            [(names.absent, words("指定名单内没有申报的单位"))]
            if any(year.listed is not None for year in report.turnout)
            else []
        ),
        (names.files, words("收到的文件及校验值")),
        (names.columns, words("各列的含义，与 CSV、Parquet 的列名对照")),
    ):
        page.line(Link(name, f"internal:'{name}'!A1"), meaning)
    page.section(words("读数之前：这一批不知道什么"))
    for limit in report.limits:
        page.line(None, limit.text)
    page.section(words("方法"))
    for sentence in report.method:
        page.line(None, sentence)
    page.section(words("使用提示"))
    for name, height in (
        (names.findings, report.tables.findings.height),
        (names.problems, report.tables.problems.height),
    ):
        if height > LONGEST_SHEET:
            page.line(
                Link(name, f"internal:'{name}'!A1"),
                words(
                    "共 {rows} 行，工作表放不下，只有前 {listed} 行；全部在 data 文件夹。",
                    rows=height,
                    listed=LONGEST_SHEET,
                ),
            )
    page.line(
        None,
        words("空白单元格是未知，不是零，也不是“否”。以 = + - @ 等开头的文字前加了 ' ，以免被当作公式。"),
    )


def write_summary(book: Spreadsheet, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write key figures, places with a chart, both measures, industries, authorities."""
    page = book.page(names.summary, (34, 16, 12, 12, 12, 12, 12, 14, 20, 14, 14, 14))
    page.title(words("汇总"))
    page.section(words("主要数字"))
    page.block(
        (Field(words("指标"), 34), Field(words("值"), 16), Field(words("说明"), 12)),
        [
            (figure.label, figure.value if figure.amount is None else Amount(figure.amount, figure.form), figure.note)
            for figure in report.figures
        ],
    )
    page.section(words(Message("市州", "workbook cover")))
    places = page.block(
        _group_fields(words("市州"), words),
        [_group_row(group) for group in report.prefectures],
        total=_group_row(report.total),
    )
    page.bars(places, 1)
    for name, measure in (
        (words("建档率（年综合能耗5000吨及以上或已指定）"), "archive"),
        (words("监察覆盖（年综合能耗5000吨及以上或已指定）"), "inspected"),
    ):
        page.section(name)
        rows = page.block(
            _coverage_fields(measure, words),
            [_coverage_row(group, getattr(group, measure)) for group in report.prefectures],
            total=_coverage_row(report.total, getattr(report.total, measure)),
        )
        page.bars(rows, 5, full=1)
    page.section(words(Message("行业大类", "workbook cover")))
    rows = page.block(_group_fields(words("行业"), words), [_group_row(group) for group in report.divisions])
    page.bars(rows, 1)
    page.section(words("违法违规按部门和首步处理"))
    page.block(
        (
            Field(words("部门"), 34),
            Field(words("首步处理"), 16),
            Field(words("违法违规（项）"), 12, "count"),
            Field(words("涉及（家·年）"), 12, "count"),
        ),
        [
            (
                words.label("authority", row.authority),
                words.label("first_step", row.first_step),
                row.violations,
                row.enterprises,
            )
            for row in report.authorities
        ],
    )
    page.stacked_chart(
        words("各市州单位数（按档次）"),
        places,
        [
            (2, "A", "#0072B2"),
            (3, "B", "#56B4E9"),
            (4, "C", "#E69F00"),
            (5, "D", "#999999"),
            (6, words("未定"), "#6B5B95"),
        ],
    )


def _group_fields(name: str, words: Words) -> list[Field]:
    undecided = words("未定")
    return [
        Field(name, 34),
        Field(words("单位（家）"), 16, "count"),
        *(Field(tier or undecided, 12, "count") for tier in TIERS),
        Field(words("5000吨及以上或已指定"), 14, "count"),
        Field(words("综合能耗（当量值）\n吨标准煤"), 20, "tce"),
        Field(words("未计入（家）"), 14, "count", {">0": "unknown"}),
        Field(words("有违法违规（家）"), 14, "count", {">0": "breached"}),
        Field(words("疑似“两高一低”（家）"), 14, "count", {">0": "suspicion"}),
    ]


def _group_row(group: Group) -> list[Value]:
    certain = group.tce if group.tce_units or not group.units else None
    left_out = group.units - group.tce_units
    return [
        group.name,
        group.units,
        *group.tiers,
        group.key_users,
        certain,
        left_out,
        group.violating,
        group.suspected,
    ]


def _coverage_fields(measure: str, words: Words) -> list[Field]:
    held = measure == "archive"
    return [
        Field(words("市州"), 34),
        Field(words("单位（家）"), 16, "count"),
        Field(words(Message("完整", "workbook cover")) if held else words("有记录"), 12, "count"),
        Field(words(Message("不完整", "workbook cover")) if held else words("无记录"), 12, "count", {">0": "breached"}),
        Field(words(Message("不能判断", "workbook cover")), 12, "count", {">0": "unknown"}),
        Field(words(Message("建档率", "workbook cover")) if held else words("覆盖率"), 12, "percent"),
        Field(words("如不能判断的都算"), 12, "percent"),
        Field(words("是否达到5000吨不能判断（家）"), 14, "count"),
    ]


def _coverage_row(group: Group, coverage: Coverage) -> list[Value]:
    return [
        group.name,
        coverage.all,
        coverage.yes,
        coverage.no,
        coverage.unknown,
        coverage.share,
        coverage.share_at_most,
        group.key_unknown,
    ]
