"""Faults of headings, sheets and layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planting.book import Book, Spot
from planting.kind import FLAT, Kind, over

if TYPE_CHECKING:
    from planting.kind import Edit


def _heading(short: str, old: str, new: str) -> Edit:
    """Write another heading; found there."""
    return lambda book: book.put_at(short, 1, book.column(short, old), new)


def _drop(short: str, heading: str) -> Edit:
    """Delete a required column; found in the heading row."""

    def edit(book: Book) -> Spot:
        book.drop_column(short, heading)
        return book.spot(short, 1, *range(1, book.width(short) + 1))

    return edit


def _again(short: str, heading: str, filled: object) -> Edit:
    """Add a column under a heading that is there already; found at both."""

    def edit(book: Book) -> list[Spot]:
        first, second = book.column(short, heading), book.width(short) + 1
        book.put_at(short, 1, second, heading)
        book.put_at(short, 2, second, filled)
        return [book.spot(short, 1, first), book.spot(short, 1, second)]

    return edit


def _more(short: str, heading: str, value: object) -> Edit:
    """Add a column of one's own."""

    def edit(book: Book) -> Spot:
        column = book.width(short) + 1
        book.put_at(short, 2, column, value)
        return book.put_at(short, 1, column, heading)

    return edit


def _loose(short: str, away: int, text: object, row: int = 2) -> Edit:
    """Write beside the table, under no heading."""
    return lambda book: book.put_at(short, row, book.width(short) + away, text)


def _banner(short: str, text: str, heading: str) -> Edit:
    """State a unit above the table that differs from the official one; found at the headings it converts."""

    def edit(book: Book) -> Spot:
        column = book.column(short, heading)
        book.push_down(short, 1)
        book.put_at(short, 1, 1, text)
        return book.spot(short, 2, column)

    return edit


def _without(short: str) -> Edit:
    """Delete a mandatory sheet; found at the row of table 1, or at the file."""

    def edit(book: Book) -> Spot:
        del book.sheets[book.sheet(short)]
        if short == "表1":
            return Spot("", frozenset({""}))
        return book.spot("表1", 2, *range(1, book.width("表1") + 1))

    return edit


def _swapped_names(first: str, second: str) -> Edit:
    """Exchange the names of two sheets; found on both."""

    def edit(book: Book) -> list[Spot]:
        one, other = book.sheet(first), book.sheet(second)
        names = {one: other, other: one}
        book.sheets = {names.get(name, name): cells for name, cells in book.sheets.items()}
        return [Spot(one, frozenset({""})), Spot(other, frozenset({""}))]

    return edit


def _sheet(name: str, rows: list[list[object]]) -> Edit:
    """Add a sheet of one's own."""

    def edit(book: Book) -> Spot:
        book.sheets[name] = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
        return Spot(name, frozenset({""}))

    return edit


def _no_header(short: str) -> Edit:
    """Delete the heading row."""

    def edit(book: Book) -> Spot:
        name = book.sheet(short)
        book.sheets[name] = {place: value for place, value in book.sheets[name].items() if place[0] > 1}
        return Spot(name, frozenset({""}))

    return edit


def _hide_row(short: str, row: int) -> Edit:
    def edit(book: Book) -> Spot:
        book.hidden_rows.add((book.sheet(short), row))
        return book.spot(short, row, *range(1, book.width(short) + 1))

    return edit


def _hide_column(short: str, heading: str) -> Edit:
    def edit(book: Book) -> Spot:
        column = book.column(short, heading)
        book.hidden_columns.add((book.sheet(short), column))
        return book.spot(short, 1, column)

    return edit


def _hide_sheet(short: str) -> Edit:
    def edit(book: Book) -> Spot:
        book.hidden_sheets.add(book.sheet(short))
        return Spot(book.sheet(short), frozenset({""}))

    return edit


def _summed(short: str, heading: str, word: str, under: str, wrong: object = None) -> Edit:
    """Close a table with a row that sums it, found at the word; or with one that says something else, found at the figure."""

    def edit(book: Book) -> Spot:
        row = book.height(short) + 1
        figures = [book.at(short, under, each) for each in range(2, row)]
        total = sum(each for each in figures if isinstance(each, int | float))
        figure = book.put(short, under, row, total if wrong is None else wrong)
        named = book.put(short, heading, row, word)
        return named if wrong is None else figure

    return edit


HEADING_FAULTS = [
    Kind("unknown-heading", "a column of one's own stands beside the table", "unknown-column",
         over(FLAT, [_more("表2", "领导批示", "同意"), _more("表8", "车间主任", "张三"), _more("表1", "股票代码", "600000"),
                     _more("表4", "班组", "甲班"), _more("计量", "抽检结果", "合格"), _more("表6", "备忘", "见文件")])),
    Kind("misspelt-heading", "a heading is almost right", "unknown-column",
         over(FLAT, [_heading("表1", "从业人员", "从业人员数量合"), _heading("表1", "能源费用", "能原费用"),
                     _heading("表2", "期初库存量", "期初库存良"), _heading("表8", "年用能量", "年用能"),
                     _heading("表2", "购进金额", "购进金额值"), _heading("表1", "生产成本", "生产总成本")])),
    Kind("misspelt-required-heading", "a required heading is misspelt, so its column is missing", "missing-column",
         over(FLAT, [_drop("表1", "法定代表人"), _drop("表1", "联系电话"), _drop("表1", "单位地址"),
                     _drop("表2", "计量单位"), _drop("表1", "能源管理负责人"), _drop("表1", "单位所在省")], 7)),
    Kind("heading-twice", "a heading stands over two columns", "repeated-column",
         over(FLAT, [_again("表2", "购进金额", 5), _again("表1", "从业人员", 7), _again("表8", "年用能量", 3),
                     _again("表1", "能源费用", 2), _again("表2", "期初库存量", 1), _again("表4", "本期指标值", 9)])),
    Kind("heading-of-two-columns", "a heading may mean either of two columns", "ambiguous-column",
         over(FLAT, [_heading("表2", "折标量(当量)", "折标量(吨标准煤)"), _heading("表1", "综合能源消费量(当量值)", "综合能源消费量"),
                     _heading("表1", "单位产值综合能耗(等价)", "单位产值综合能耗"), _heading("表6", "基期综合能耗(当量)", "基期综合能耗"),
                     _heading("表2", "折标量(等价)", "折标量"), _heading("补充表", "扣除绿电后综合能耗(当量)", "扣除绿电后综合能耗")]),
         also=frozenset({"missing-column"})),
    Kind("sheet-that-may-be-either", "the headings of a sheet fit two tables", "ambiguous-table",
         over(FLAT, [_sheet(name, [["能源品种代码", "能源名称", "计量单位", "工业生产消费", "等价折标系数"], ["33", "电力", "万千瓦时", 5, 3]])
                     for name in ("汇总", "台账", "Sheet2", "能源")], 5)),
    Kind("unit-of-another-kind", "the unit in a heading does not fit the column", "wrong-unit",
         over(FLAT, [_heading("表1", "能源费用", "能源费用(吨)"), _heading("表1", "生产成本", "生产成本(kWh)"),
                     _heading("表1", "销售收入", "销售收入(吨标准煤)"), _heading("表1", "上缴税金", "上缴税金(%)"),
                     _heading("表8", "年运行时间", "年运行时间(万元)"), _heading("表1", "工业增加值", "工业增加值(GJ)")])),
    Kind("unit-over-rows-of-units", "a heading names a unit though each row has its own", "unit-of-row-rules",
         over(FLAT, [_heading("表2", "消费量合计", "消费量合计(吨)"), _heading("表2", "工业生产消费", "工业生产消费(万千瓦时)"),
                     _heading("表2", "购进量(实物量)", "购进量(吨)"), _heading("表2", "期末库存量", "期末库存量(t)")], 6)),
    Kind("unit-above-the-table", "another unit is stated above the table", "unit-from-banner",
         over(FLAT, [_banner("表1", "单位：千元", "能源费用"), _banner("表1", "计量单位：元", "生产成本"),
                     _banner("表1", "金额单位：亿元", "工业增加值")], 6), elsewhere=True,
         also=frozenset({"intensity-mismatch", "project-industry-mismatch", "energy-too-cheap",
                         "energy-out-of-proportion-to-output"})),
    Kind("mandatory-sheet-missing", "table 1 or 2 is not there", "missing-table",
         over(FLAT, [_without("表2"), _without("表1")], 6),
         also=frozenset({"no-enterprise-row"}), elsewhere=True),
    Kind("heading-row-missing", "a table has no headings", "no-header",
         over(FLAT, [_no_header("表8"), _no_header("计量"), _no_header("表6"), _no_header("表4")], 6)),
    Kind("sheets-with-exchanged-names", "two sheets bear each other's names", "table-by-headings",
         over(FLAT, [_swapped_names("表8", "表6"), _swapped_names("计量", "表8"), _swapped_names("表6", "计量"),
                     _swapped_names("补充表", "表8")], 6)),
    Kind("foreign-sheet", "a sheet that is none of the tables", "unused-sheet",
         over(FLAT, [_sheet("车间日报", [["日期", "班次", "产量"], ["1日", "甲", 30]]), _sheet("Sheet9", [["随手记", 1, 2]]),
                     _sheet("计算过程", [["=", 3], ["x", 4]]), _sheet("通讯录", [["姓名", "分机"], ["某甲", 801]])], 6)),
    Kind("text-beside-the-table", "something stands beside the table under no heading", "unused-text",
         over(FLAT, [_loose("表2", 2, "已核对"), _loose("表1", 3, 12345), _loose("表8", 1, "报废？"), _loose("计量", 2, "见证书"),
                     _loose("表6", 4, 0), _loose("表4", 1, "暂估")])),
    Kind("sum-below-the-table", "the last row only sums the others", "sum-row",
         over(FLAT, [_summed("表8", "设备名称", "合计", "数量"), _summed("表8", "序号", "总计", "年用能量"),
                     _summed("表4", "产品名称", "合 计", "本期分子项(能耗)"), _summed("计量", "能源种类", "小计", "进出用能单位-需配置数"),
                     _summed("表2", "能源名称", "小计", "消费量合计"), _summed("表6", "目标名称", "合计：", "年度目标值")], 8)),
    Kind("sum-that-differs", "the last row sums the others to something else", "sum-differs",
         over(FLAT, [_summed("表8", "设备名称", "合计", "数量", 9999), _summed("计量", "能源种类", "小计", "进出用能单位-需配置数", 7777)], 8),
         frozenset({"sum-row"})),
    Kind("hidden-row", "a row with content is hidden", "hidden-row",
         over(FLAT, [_hide_row("表2", 2), _hide_row("表8", 2), _hide_row("表2", 3), _hide_row("计量", 2)], 6)),
    Kind("hidden-column", "a column with content is hidden", "hidden-column",
         over(FLAT, [_hide_column("表2", "消费量合计"), _hide_column("表1", "能源费用"), _hide_column("表2", "计量单位"),
                     _hide_column("表8", "年用能量"), _hide_column("表1", "从业人员")], 6)),
    Kind("hidden-sheet", "a whole sheet is hidden", "hidden-sheet",
         over(FLAT, [_hide_sheet("表2"), _hide_sheet("表8"), _hide_sheet("计量"), _hide_sheet("表6")], 6)),
]  # fmt: skip
