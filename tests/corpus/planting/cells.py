"""Faults of single cells: what people type into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planting.book import Book, Formula, Spot
from planting.kind import FLAT, Kind, over, put

if TYPE_CHECKING:
    from planting.kind import Edit

NUMBERS = [
    ("表1", "能源费用"),
    ("表1", "生产成本"),
    ("表1", "销售收入"),
    ("表8", "年运行时间"),
    ("补充表", "绿电交易电量"),
]
INTEGERS = [("表1", "从业人员"), ("表1", "专职能源管理人数"), ("表1", "兼职能源管理人数"), ("表8", "数量")]
DATES = [("表1", "认证日期"), ("表1", "填报(报出)日期"), ("表8", "投用日期"), ("表8", "出厂日期")]
YES_NO = [("表1", "能源管理负责人是否备案"), ("表1", "单位盖章"), ("表1", "法定代表人签字"), ("表8", "是否在用")]
PEOPLE = [
    "法定代表人",
    "联系人",
    "联系电话",
    "节能主管领导姓名",
    "节能(能源)管理部门名称",
    "能源管理负责人",
    "单位地址",
]


def _typed(columns: list[tuple[str, str]], values: list[object]) -> list[Edit]:
    """Every value once, going round the columns."""
    return [put(*columns[number % len(columns)], 2, value) for number, value in enumerate(values)]


def _merged_down(heading: str, last: int) -> Edit:
    def edit(book: Book) -> Spot:
        spot = book.under("表2", heading, 2)
        (top,) = spot.cells
        letters = top.rstrip("0123456789")
        for row in range(3, last + 1):
            book.put("表2", heading, row, None)
        book.merges.setdefault(book.sheet("表2"), []).append(f"{top}:{letters}{last}")
        return spot._replace(cells=frozenset(f"{letters}{row}" for row in range(2, last + 1)))

    return edit


CELL_FAULTS = [
    Kind(
        "words-for-a-number", "words stand where a number belongs", "unreadable-number",
        over(FLAT, _typed(NUMBERS, ["约三百", "未统计", "见附件", "三千余", "待定", "1.2.3", "12-15", "¥"])),
    ),
    Kind(
        "number-with-its-unit", "the unit stands behind the number in the cell", "unreadable-number",
        over(FLAT, _typed(NUMBERS, ["1200吨", "350 kWh", "88万元", "12000小时左右", "5,000t"])),
    ),
    Kind(
        "thousands-in-the-wrong-place", "a separator stands where none can", "unreadable-number",
        over(FLAT, _typed(NUMBERS, ["12,34", "1,2345", "1,23,456", "1，234，5"])),
    ),
    Kind(
        "fraction-of-a-person", "a fraction stands where a whole number belongs", "unreadable-integer",
        over(FLAT, _typed(INTEGERS, [2.5, "3.5", 120.25, 1.5, "两人", "12人左右"])),
    ),
    Kind(
        "no-such-date", "a text or an impossible day stands where a date belongs", "unreadable-date",
        over(FLAT, _typed(DATES, ["2025-02-30", "去年", "2024.13.01", "2025-6-31", "待取得", "01/02/03"])),
    ),
    Kind(
        "date-without-its-day", "a date lacks its day or month", "incomplete-date",
        over(FLAT, _typed(DATES, ["2024年5月", "2024", "2024.11", "2023-08", "2024年", "2024/6"])),
    ),
    Kind(
        "neither-yes-nor-no", "something else stands where 是 or 否 belongs", "unreadable-boolean",
        over(FLAT, _typed(YES_NO, ["正在办理", "部分", "?", "2", "已过期", "待定"])),
    ),
    Kind(
        "impossibly-large", "a figure is larger than anything on earth", "number-too-large",
        over(FLAT, _typed(NUMBERS[:3], ["123456789012345678", 1e18, "9e20", "999999999999999999999999"])),
        also=frozenset({"energy-cost-over-production-cost"}),
    ),
    Kind(
        "not-on-the-list", "a choice that the list does not have", "not-in-list",
        over(FLAT, [put("表2", "折标系数来源", 2, text) for text in ("百度", "经验值", "同上")]
             + [put("表1", "审核状态", 2, text) for text in ("差不多", "在办")]
             + [put("表4", "电力折算口径", 2, text) for text in ("都行", "按需")], 7),
    ),
    Kind(
        "below-zero", "a figure that cannot be negative is", "out-of-range",
        over(FLAT, [put("表1", "从业人员", 2, -5), put("表1", "能源费用", 2, -100.5), put("表2", "购进金额", 2, "-20"),
                    put("表2", "密度", 2, -0.84), put("表8", "数量", 2, -1), put("补充表", "绿电交易电量", 2, -3)]),
        also=frozenset({"unit-price-implausible"}),
    ),
    Kind(
        "density-of-lead", "a density no liquid has", "out-of-range",
        over(FLAT, [put("表2", "密度", 2, value) for value in (840, 850.5, "720")]),
    ),
    Kind(
        "code-of-the-wrong-length", "an industry or region code has a digit too few or too many", "bad-format",
        over(FLAT, [put("表1", "行业代码(GB/T 4754)", 2, text) for text in ("301", "30111", "3 1")]
             + [put("表1", "行政区划代码", 2, text) for text in ("52010", "5201811", "52018O")]),
        also=frozenset({"region-code-name-disagree"}),
    ),
    Kind(
        "industry-among-words", "the industry code stands among words or behind its section", "code-normalised",
        over(FLAT, [put("表1", "行业代码(GB/T 4754)", 2, text)
                    for text in ("C3042", "3012石灰和石膏制造", "C2622 磷肥制造", "白酒制造（1512）", "Ｃ３２１６")]),
        also=frozenset({"industry-code-name-disagree"}),  # the name beside it stays
    ),
    Kind(
        "industry-without-its-class", "only a division or a section is given", "bad-format",
        over(FLAT, [put("表1", "行业代码(GB/T 4754)", 2, text) for text in ("C32", "黑色金属冶炼和压延加工业(31)", "C", "水泥", "3011、3012")]),
    ),
    Kind(
        "region-without-a-code", "a development zone stands for the region code", "nonstandard-region",
        over(FLAT, [put("表1", "行政区划代码", 2, text) for text in ("贵安新区", "遵义经济技术开发区", "双龙航空港经济区", "高新区", "贵安新区(520115)")]),
    ),
    Kind(
        "error-value", "a formula gave an error", "error-cell",
        over(FLAT, [put("表1", "能源费用", 2, Formula("=1/0", "#DIV/0!")), put("表1", "从业人员", 2, Formula("=A9x", "#NAME?")),
                    put("表1", "单位地址", 2, Formula("=Z1", "#REF!")), put("表1", "认证日期", 2, Formula("=Z1", "#N/A")),
                    put("表2", "购进金额", 2, Formula("=Z1", "#VALUE!")), put("表1", "能源管理负责人", 2, "#REF!")]),
    ),
    Kind(
        "formula-never-computed", "a formula was saved without its result", "formula-without-value",
        over(FLAT, [put("表1", "能源费用", 2, Formula("=SUM(AE2:AF2)", None)),
                    put("表2", "购进金额", 2, Formula("=1+1", None)),
                    put("表1", "从业人员", 2, Formula("=3*4", None)), put("表1", "单位地址", 2, Formula("=A1", None)),
                    put("表8", "投用日期", 2, Formula("=TODAY()", None)), put("表2", "期初库存量", 2, Formula("=0+5", None))]),
    ),
    Kind(
        "required-cell-blank", "a required cell is blank", "required-missing",
        over(FLAT, [put("表1", heading, 2, None) for heading in PEOPLE]),
    ),
    Kind(
        "required-cell-answered-with-nothing", "a required cell says that there is none", "required-missing",
        over(FLAT, [put("表1", PEOPLE[number % len(PEOPLE)], 2, text)
                    for number, text in enumerate(["无", "/", "—", "暂无", "N/A", "空", "-", "无"])]),
    ),
    Kind(
        "quantity-unit-blank", "a row of energy has no unit", "required-missing",
        over(FLAT, [put("表2", "计量单位", row, text) for row in (2, 3) for text in (None, "/", "")]),
    ),
    Kind(
        "one-number-for-several-rows", "a number's cell is merged over several rows", "merged-number",
        over(FLAT, [_merged_down("购进金额", 3), _merged_down("购进金额", 4), _merged_down("期初库存量", 3),
                    _merged_down("购进量(实物量)", 3)], 8),
    ),
    Kind(
        "year-no-calendar-has", "a report year outside what is possible", "impossible-year",
        over(("示例播州铝业-2025", "示例兴义电石-2025"), [put("表1", "报告年度", 2, year) for year in (1025, 2205, 225, 20255)]),
        also=frozenset({"no-enterprise-row", "missing-table", "reported-before-year-end", "reported-long-after-year",
                        "submitted-late"}),
    ),
    Kind(
        "date-in-the-year-column", "the report year is a text", "unreadable-year",
        over(("示例播州铝业-2025", "示例兴义电石-2025"), [put("表1", "报告年度", 2, text) for text in ("2026-03-10", "今年", "25-26")]),
        also=frozenset({"no-enterprise-row", "missing-table"}),
    ),
]  # fmt: skip
