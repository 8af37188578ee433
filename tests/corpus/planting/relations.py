"""Faults of arithmetic: one figure contradicts another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planting.book import Book, Spot
from planting.kind import COAL, FLAT, Kind, Plant, both, found_at, over, put, row_of, share, times

if TYPE_CHECKING:
    from planting.kind import Edit

CALORIFIC, EQUAL = "综合能源消费量(当量值)", "综合能源消费量(等价值)"
TOTAL, INDUSTRIAL = "消费量合计", "工业生产消费"
TCE, TCE_EQUAL = "折标量(当量)", "折标量(等价)"
OF_2025 = tuple(base for base in FLAT if base.endswith("2025"))
DIESEL = ("示例播州铝业-2025", "示例松桃锰业-2025", "示例玉屏电池材料-2025", "示例威宁水泥-2025", "示例西秀玻璃-2025")
MUCH_COAL = tuple(base for base in COAL if "赫章" not in base)
IN_TCE = tuple(base for base in FLAT if "播州" not in base)
"""Samples whose products are measured in tce."""
MAKERS = ("示例六枝煤业和洗煤-2025", "示例金沙发电-2024和2025", "示例清镇水泥-2024")
TOTALLED = ("示例桐梓化肥-2025",)
WITH_COAL_PROJECT = ("示例威宁水泥-2025", "示例清镇水泥-2024")
WITH_PROJECT = (
    *WITH_COAL_PROJECT,
    "示例开阳磷肥-2024",
    "示例仁怀酒业-2024",
    "示例玉屏电池材料-2025",
    "示例瓮安黄磷-2025",
)
REVIEWED = (*WITH_COAL_PROJECT, "示例开阳磷肥-2024")
"""Samples with a project that has a review document."""
YEARS = (("示例开阳磷肥-2025", "示例开阳磷肥-2024"), ("示例播州铝业-2025", "示例播州铝业-2024"))

OF_THE_TOTAL = frozenset(
    {"intensity-mismatch", "yearly-change-over-10-percent", "equal-below-calorific", "reported-total-not-total-row",
     "reported-total-off-by-power-of-ten", "project-unit-slip", "less-green-mismatch", "output-saving-mismatch", "feedstock-over-total",
     "energy-out-of-proportion-to-output", "energy-too-cheap"}
)  # fmt: skip
"""What rests on the filed total of table 1."""
OF_A_QUANTITY = frozenset(
    {"consumption-split-mismatch", "stock-balance-mismatch", "row-tce-mismatch", "consumption-beyond-supply",
     "swapped-columns", "products-over-total", "conversion-consumption-differs", "conversion-input-over-consumption",
     "equipment-over-consumption", "total-row-mismatch", "coal-kinds-mismatch", "feedstock-over-industrial",
     "transport-over-total", "green-over-electricity", "unit-price-implausible", "unit-price-far-off",
     "reported-total-off-by-power-of-ten",
     "row-tce-off-by-power-of-ten", "row-tce-is-quantity", "feedstock-claim-over-consumption", "coal-parts-disagree",
     "quantities-too-round", "opening-stock-differs", "factor-off-reference", "output-of-unknown-destination",
     "output-presumed-sold"}
)  # fmt: skip
"""What rests on a quantity, a unit or a factor of table 2."""
OF_A_PRODUCT = frozenset(
    {"unit-consumption-mismatch", "change-percent-mismatch", "unit-consumption-change-over-15-percent",
     "product-saving-mismatch", "products-over-total", "previous-unit-consumption-differs"}
)  # fmt: skip
OF_A_CONVERSION = OF_A_QUANTITY | {
    "conversion-input-mismatch", "conversion-output-over-input", "conversion-efficiency-unusual",
    "conversion-output-without-input", "conversion-factor-differs", "stock-balance-mismatch", "output-of-unknown-destination",
    "output-presumed-sold",
}  # fmt: skip
OF_A_PROJECT = frozenset(
    {"project-coal-sum-mismatch", "project-coal-tce-over-weight", "project-coal-over-energy", "project-unit-slip",
     "project-feed-coal-over-coal", "project-figure-impossible"}
)  # fmt: skip


def _day(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day)


def _no_factor(then: Edit) -> Edit:
    """Blank a row's own factor first, so that the reference decides."""

    def edit(book: Book) -> Spot:
        book.put("表2", "采用折标系数", 2, None)
        return then(book)

    return edit


def _less_efficient(by: str) -> Edit:
    """Worsen the year before, its parts as well, and say the change that follows."""

    def edit(book: Book) -> Spot:
        book.times("表4", "上年指标值", 2, by)
        book.times("表4", "上年分子项", 2, by)
        now, then = (float(book.at("表4", heading, 2)) for heading in ("本期指标值", "上年指标值"))
        return book.put("表4", "同比变化率", 2, round((now / then - 1) * 100, 2))

    return edit


def _more_of_everything(by: str) -> Edit:
    """Make a product eat more energy than the whole unit; its own figures agree."""

    def edit(book: Book) -> Spot:
        book.times("表4", "本期分母项(产量)", 2, by)
        return book.times("表4", "本期分子项(能耗)", 2, by)

    return edit


def _copied(*headings: str) -> Edit:
    """Copy last year's figures; found at any of them."""

    def edit(now: Book, then: Book) -> Spot:
        cells: frozenset[str] = frozenset()
        for row in range(2, now.height("表2") + 1):
            for heading in headings:
                cells |= now.put("表2", heading, row, then.at("表2", heading, row)).cells
        return Spot(now.sheet("表2"), cells, "1.xlsx")

    return edit


def _in_the_later(edit_now: Edit) -> Edit:
    """Change the later of two years."""

    def edit(now: Book, _: Book) -> Spot:
        return edit_now(now)._replace(file="1.xlsx")

    return edit


def _pairs(edits: list[Edit]) -> tuple[Plant, ...]:
    return tuple(Plant(pair, _in_the_later(edit)) for edit in edits for pair in YEARS)


def _rounded(book: Book) -> Spot:
    """Round all consumption up to thousands."""
    cells: frozenset[str] = frozenset()
    for row in range(2, book.height("表2") + 1):
        if book.at("表2", TOTAL, row):
            value = round(float(book.at("表2", TOTAL, row)) + 1500, -3)
            book.put("表2", INDUSTRIAL, row, value)
            book.put("表2", "非工业生产消费", row, None)
            cells |= book.put("表2", TOTAL, row, value).cells
    return Spot(book.sheet("表2"), cells)


def _same_project_again(book: Book) -> Spot:
    new = book.height("附表3") + 1
    for (row, column), value in list(book.sheets[book.sheet("附表3")].items()):
        if row == 2:
            book.put_at("附表3", new, column, value)
    book.put("附表3", "项目名称", new, "同一代码的另一个项目")
    code = book.column("附表3", "项目代码")
    return Spot(book.sheet("附表3"), book.spot("附表3", 2, code).cells | book.spot("附表3", new, code).cells)


def _total_row(heading: str, by: str) -> Edit:
    return lambda book: book.times("表2", heading, row_of(book, "表2", "能源合计"), by)


RELATION_FAULTS = [
    # table 1
    Kind("intensity-of-another-unit", "energy per output does not follow from energy and output", "intensity-mismatch",
         over(FLAT, [times("表1", "单位产值综合能耗(当量)", 2, "1.5"), times("表1", "单位产值综合能耗(等价)", 2, "0.1"),
                     times("表1", "单位产值综合能耗(当量)", 2, "10000")], 6)),
    Kind("feedstock-above-the-total", "feedstock is more than everything consumed", "feedstock-over-total",
         over(FLAT, [share("表1", "原料用能消费量", 2, "1.1", CALORIFIC), share("表1", "原料用能消费量", 2, "3", EQUAL)], 6),
         also=frozenset({"feedstock-claim-over-consumption"})),
    Kind("equal-below-calorific", "the equal total is below the calorific one", "equal-below-calorific",
         over(OF_2025, [found_at(EQUAL, share("表1", EQUAL, 2, "0.7", CALORIFIC))], 5), also=OF_THE_TOTAL),
    Kind("a-tenth-more-than-last-year", "the total moved by more than a tenth", "yearly-change-over-10-percent",
         over(FLAT, [found_at(CALORIFIC, share("表1", f"上年{CALORIFIC}", 2, by, CALORIFIC)) for by in ("0.7", "1.4", "0.001")], 6)),
    Kind("energy-costs-more-than-production", "energy cost exceeds production cost", "energy-cost-over-production-cost",
         over(FLAT, [share("表1", "能源费用", 2, by, "生产成本") for by in ("1.2", "10", "10000")], 6)),
    Kind("output-in-another-unit", "energy is out of proportion to output", "energy-out-of-proportion-to-output",
         over(FLAT, [found_at(CALORIFIC, times("表1", "工业总产值(当年价)", 2, by)) for by in ("0.0001", "0.00001")], 6),
         also=frozenset({"intensity-mismatch"})),
    Kind("energy-cost-in-another-unit", "energy costs next to nothing", "energy-too-cheap",
         over(FLAT, [times("表1", "能源费用", 2, by) for by in ("0.0001", "0.00001")], 6)),
    Kind("region-of-elsewhere", "the region code is that of another county", "region-code-name-disagree",
         over(FLAT, [put("表1", "行政区划代码", 2, code) for code in ("520102", "522625", "520324")], 6)),
    Kind("handed-in-late", "handed in after 31 March", "submitted-late",
         over(OF_2025, [put("表1", "实际报送日期", 2, _day(2026, 4, 15)), put("表1", "实际报送日期", 2, "2026.12.1")], 6)),
    Kind("reported-before-the-year-was-over", "reported before the year was over", "reported-before-year-end",
         over(OF_2025, [put("表1", "填报(报出)日期", 2, _day(2025, 12, 20)), put("表1", "填报(报出)日期", 2, "2025年6月30日")], 6)),
    Kind("total-in-kilograms", "table 1 gives the total in kilograms or 10^4 t", "reported-total-off-by-power-of-ten",
         over(OF_2025, [both(times("表1", CALORIFIC, 2, by), times("表1", EQUAL, 2, by)) for by in ("1000", "0.0001", "10")], 6),
         also=OF_THE_TOTAL, elsewhere=True),
    # table 2
    Kind("parts-above-the-whole", "industrial and other consumption are not the total", "consumption-split-mismatch",
         over(FLAT, [found_at(TOTAL, put("表2", "非工业生产消费", row, more)) for row, more in ((2, 777), (3, 55.5))], 8),
         also=frozenset({"products-over-total"})),
    Kind("feedstock-above-industrial", "feedstock exceeds industrial consumption", "feedstock-over-industrial",
         over(FLAT, [share("表2", "其中:用于原材料", 2, by, INDUSTRIAL) for by in ("1.3", "10")], 6),
         also=OF_A_QUANTITY),
    Kind("transport-above-the-total", "transport exceeds all consumption", "transport-over-total",
         over(FLAT, [share("表2", "合计中:运输工具消费", 3, by, TOTAL) for by in ("1.2", "100")], 6)),
    Kind("stock-that-does-not-balance", "opening + purchase - consumption is not closing", "stock-balance-mismatch",
         over(COAL, [share("表2", "期末库存量", "原煤", by, TOTAL) for by in ("0.8", "1.5")], 6), also=frozenset({"opening-stock-differs"})),
    Kind("used-in-another-unit-than-bought", "kilograms, tonnes or ten thousand tonnes in one of two columns", "consumption-far-from-supply",
         # a power station may pass on what it buys
         over(COAL[:4], [both(times("表2", TOTAL, "原煤", by), times("表2", INDUSTRIAL, "原煤", by)) for by in ("1000", "0.001", "10000")], 4),
         also=OF_A_QUANTITY - {"stock-balance-mismatch"}),
    Kind("row-tce-of-another-factor", "quantity times factor is not the tce filed", "row-tce-mismatch",
         over(FLAT, [times("表2", TCE, 2, "1.05"), times("表2", TCE, 3, "0.9"), times("表2", TCE_EQUAL, 2, "1.5")], 6)),
    Kind("row-in-kilograms-of-coal-equivalent", "no factor, tce is off by a power of ten", "row-tce-off-by-power-of-ten",
         over(COAL, [_no_factor(times("表2", TCE, 2, by)) for by in ("1000", "10", "0.001")], 5), elsewhere=True),
    Kind("quantity-copied-into-tce", "no factor, the quantity stands as tce", "row-tce-is-quantity",
         over(COAL, [_no_factor(share("表2", TCE, 2, "1", TOTAL))], 5), elsewhere=True),
    Kind("stock-of-electricity", "electricity is in stock", "stock-of-unstorable",
         over(FLAT, [put("表2", "期末库存量", "电力", 5), put("表2", "期初库存量", "电力", 12.5)], 6), also=OF_A_QUANTITY),
    Kind("price-of-gold", "purchase amount and quantity give an impossible price", "unit-price-implausible",
         over(FLAT, [times("表2", "购进金额", "电力", "20"), times("表2", "购进金额", "电力", "0.05"),
                     times("表2", "购进金额", "电力", "100")], 6)),
    Kind("price-of-no-market", "the price is a slip of unit off any market", "unit-price-far-off",
         over(FLAT, [times("表2", "购进金额", "电力", "1000"), times("表2", "购进金额", "电力", "0.0001"),
                     times("表2", "购进金额", "电力", "10000")], 6)),
    Kind("kilowatt-hours-bought-and-used", "kWh in a row of 10^4 kWh, in purchase and use alike", "unit-price-far-off",
         over(FLAT, [found_at("购进金额", both(*(times("表2", name, "电力", "10000") for name in ("购进量(实物量)", TOTAL, INDUSTRIAL))))], 4),
         also=OF_A_QUANTITY),
    Kind("tonnes-called-ten-thousand-tonnes", "the unit says 万吨, the figure is in 吨", "quantity-too-large-for-unit",
         over(MUCH_COAL, [both(put("表2", "计量单位", "原煤", "万吨"), share("表2", TOTAL, "原煤", "1", TOTAL), spot=1)], 5),
         also=OF_A_QUANTITY | {"factor-off-by-power-of-ten"}, elsewhere=True),
    Kind("electricity-at-another-heat-value", "electricity is not at 1.229", "calorific-factor-not-fixed-value",
         over(FLAT, [put("表2", "采用折标系数", "电力", value) for value in (1.3, 3.0, 1.2)], 6), also=OF_A_QUANTITY | {"factor-off-by-power-of-ten"}),
    Kind("factor-in-kilograms", "a factor is filed in kgce", "factor-off-by-power-of-ten",
         over(DIESEL, [times("表2", "采用折标系数", "柴油", by) for by in ("1000", "10", "0.001")], 6), also=OF_A_QUANTITY),
    Kind("total-and-industrial-swapped", "industrial consumption exceeds the total", "swapped-columns",
         over(FLAT, [both(share("表2", TOTAL, 2, by, INDUSTRIAL), put("表2", "非工业生产消费", 2, None)) for by in ("0.6", "0.9")], 6),
         also=OF_A_QUANTITY),
    Kind("everything-in-round-thousands", "all consumption is in thousands", "quantities-too-round",
         over(("示例清镇水泥-2024", "示例六枝煤业和洗煤-2025", "示例开阳磷肥-2024", "示例黄平硅业-2025"), [_rounded]), also=OF_A_QUANTITY | {"hidden-row"}),
    # row 40
    Kind("total-row-that-does-not-add-up", "row 40 is not the sum of the rows", "total-row-mismatch",
         over(TOTALLED, [_total_row(TCE, "1.1"), _total_row(TOTAL, "0.9"), _total_row("购进量(实物量)", "1.2"),
                         _total_row("期初库存量", "2"), _total_row(TCE_EQUAL, "1.01"), _total_row("其中:用于原材料", "1.5")]),
         also=OF_A_QUANTITY | {"reported-total-not-total-row", "row-tce-mismatch"}),
    Kind("amount-total-that-does-not-add-up", "row 40's amount is not the sum", "total-amount-mismatch",
         over(TOTALLED, [_total_row("购进金额", by) for by in ("1.1", "0.5", "10")])),
    Kind("kinds-of-coal-that-differ-in-stock", "kinds of coal and raw coal differ in another column", "coal-kinds-mismatch",
         over(TOTALLED, [found_at("期初库存量", times("表2", "期初库存量", "原煤", "1.2")), times("表2", "期末库存量", "原煤", "0.5"),
                         times("表2", "购进量(实物量)", "原煤", "1.1")]), also=OF_A_QUANTITY),
    Kind("table-1-against-row-40", "table 1's total is not that of row 40", "reported-total-not-total-row",
         over(TOTALLED, [times("表1", CALORIFIC, 2, by) for by in ("1.05", "0.5", "1000")]), also=OF_THE_TOTAL | {"total-row-mismatch"}),
    # table 2-1
    Kind("inputs-that-do-not-add-up", "processes do not sum to the input", "conversion-input-mismatch",
         over(MAKERS, [times("表2-1", "加工转换投入合计", 2, "0.9")], 2)
         + over(MAKERS[2:], [times("表2-1", "加工转换投入合计", "余热余压", by) for by in ("0.8", "0.5", "0.95")]),
         also=OF_A_CONVERSION),
    Kind("converted-more-than-consumed", "more is converted than was consumed", "conversion-input-over-consumption",
         over(MAKERS[:2], [both(times("表2-1", "加工转换投入合计", 2, by), times("表2-1", "火力发电投入", 2, by), times("表2-1", "原煤入洗投入", 2, by))
                           for by in ("1.2", "2", "10", "1.5")]), also=OF_A_CONVERSION),
    Kind("tables-2-and-2-1-apart", "consumption in table 2-1 is not that of table 2", "conversion-consumption-differs",
         over(MAKERS, [times("表2-1", INDUSTRIAL, 2, by) for by in ("1.3", "1.01", "5")], 6), also=OF_A_CONVERSION),
    Kind("more-out-than-in", "conversion gives more than it takes", "conversion-output-over-input",
         over(MAKERS[:1], [times("表2-1", "能源加工转换产出", "洗精煤", by) for by in ("2", "3", "10")]), also=OF_A_CONVERSION),
    Kind("another-factor-in-table-2-1", "table 2-1 uses another factor than table 2", "conversion-factor-differs",
         over(MAKERS, [times("表2-1", "采用折标系数(当量)", 2, by) for by in ("1.02", "0.9", "1.1")], 6), also=OF_A_CONVERSION),
    # table 4
    Kind("unit-figure-of-other-parts", "numerator over denominator is not the figure", "unit-consumption-mismatch",
         over(FLAT, [times("表4", "本期指标值", 2, by) for by in ("1.08", "0.1", "1.5")], 6), also=OF_A_PRODUCT),
    Kind("last-years-figure-of-other-parts", "the same for last year", "unit-consumption-mismatch",
         over(FLAT, [times("表4", "上年指标值", 2, by) for by in ("1.08", "10")], 6), also=OF_A_PRODUCT),
    Kind("change-that-is-none", "the change is not that of the two figures", "change-percent-mismatch",
         over(FLAT, [put("表4", "同比变化率", 2, value) for value in (9, -7.5, "12%")], 6),
         also=frozenset({"unit-consumption-change-over-15-percent"})),
    Kind("a-leap-from-last-year", "unit consumption moved by more than 15 %", "unit-consumption-change-over-15-percent",
         over(FLAT, [_less_efficient(by) for by in ("1.3", "0.6")], 6), also=OF_A_PRODUCT),
    Kind("product-above-the-whole", "a product uses more than the unit", "products-over-total",
         over(IN_TCE, [_more_of_everything(by) for by in ("40", "1000")], 6), also=frozenset({"product-saving-mismatch"})),
    Kind("this-year-is-last-year", "every figure beside last year's is last year's", "figures-repeated-from-last-year",
         over(FLAT, [found_at(CALORIFIC, both(share("表1", f"上年{CALORIFIC}", 2, "1", CALORIFIC), share("表1", f"上年{EQUAL}", 2, "1", EQUAL))),
                     found_at("本期指标值", both(*(share("表4", f"上年{item}", 2, "1", f"本期{item}{more}") for item, more in
                                              (("指标值", ""), ("分子项", "(能耗)"), ("分母项", "(产量)")))))], 8),
         also=OF_A_PRODUCT),
    # tables 6, 8, metering
    Kind("saving-out-of-the-air", "the saving does not follow from the products", "product-saving-mismatch",
         over(IN_TCE, [put("表6", "产品节能量", 2, value) for value in (999999, 123456.7)], 6)),
    Kind("achieved-though-missed", "the target was missed and is called met", "achieved-contradicts-figures",
         over(("示例威宁水泥-2025", "示例播州铝业-2025", "示例习水酒业-2025"),
              [found_at("是否完成", share("表6", "实际完成值", 2, by, "年度目标值")) for by in ("1.2", "1.01")]
              + [put("表6", "是否完成", 2, "否")], 6), also=frozenset({"target-actual-not-the-total"})),
    Kind("device-above-the-whole", "a device uses more than the unit", "equipment-over-consumption",
         over(FLAT, [times("表8", "年用能量", 2, by) for by in ("1000", "100000")], 6), elsewhere=True),
    Kind("grade-of-a-process-device", "a process device has an efficiency grade", "process-device-with-grade",
         over(("示例威宁水泥-2025", "示例播州铝业-2025"), [put("表8", "设备对标情况(能效级别)", 2, text) for text in ("1级", "2级", "3级")], 5)),
    Kind("rate-of-other-counts", "the metering rate does not follow from the counts", "metering-rate-mismatch",
         over(FLAT, [put("计量", "进出用能单位-配备率", 2, 50), put("计量", "主要用能设备-配备率", 2, 33.3),
                     put("计量", "进出主要次级用能单位-配备率", 3, 12)], 6)),
    Kind("required-rate-as-a-share", "a required rate is filed as a share", "metering-share-for-percent",
         over(FLAT, [put("计量", "进出用能单位-标准配备率", 2, 1), put("计量", "主要用能设备-标准配备率", 2, 0.95)], 6)),
    # projects
    Kind("coal-of-a-project-that-does-not-add-up", "a project's coals are not their total", "project-coal-sum-mismatch",
         over(WITH_COAL_PROJECT, [times("附表3", "煤品消费总量(实物)", 2, "1.2"), times("附表3", "煤品消费总量(折标)", 2, "0.9"),
                                  times("附表3", "煤品消费总量(实物)", 2, "0.5"), times("附表3", "煤品消费总量(折标)", 2, "0.8")]), also=OF_A_PROJECT),
    Kind("coal-worth-more-than-its-weight", "a project's coal weighs less than its tce", "project-coal-tce-over-weight",
         over(WITH_COAL_PROJECT, [both(share("附表3", "其中:煤炭(折标)", 2, by, "其中:煤炭"), times("附表3", "煤品消费总量(折标)", 2, by))
                                  for by in ("1.3", "7", "2")]), also=OF_A_PROJECT),
    Kind("feed-coal-above-coal", "coal as feedstock exceeds the coal", "project-feed-coal-over-coal",
         over(WITH_COAL_PROJECT, [share("附表3", "年原料用煤量(实物)", 2, "1.5", "煤品消费总量(实物)"),
                                  share("附表3", "年原料用煤量(折标)", 2, "2", "煤品消费总量(折标)")], 4), also=OF_A_PROJECT),
    Kind("project-larger-than-a-province", "a project's energy is impossible", "project-figure-impossible",
         over(WITH_PROJECT, [put("附表3", f"年{CALORIFIC}", 2, 145000), put("附表3", f"年{EQUAL}", 2, 987654)], 6), also=OF_A_PROJECT),
    Kind("project-in-tonnes", "a project's energy is filed in tonnes", "project-unit-slip",
         over(WITH_PROJECT, [put("附表3", f"年{CALORIFIC}", 2, 14500), put("附表3", f"年{EQUAL}", 2, 23456)], 6), also=OF_A_PROJECT),
    Kind("project-of-two-industries", "a project's class is not of its division", "project-industry-mismatch",
         over(WITH_PROJECT, [put("附表3", "所属行业小类", 2, "4411"), found_at("所属行业小类", put("附表3", "所属行业大类", 2, "44")), put("附表3", "所属行业小类", 2, "0610")], 6)),
    Kind("project-twice", "one project code stands in two rows", "project-duplicate",
         over(REVIEWED, [_same_project_again], 5)),
    # supplementary table
    Kind("green-above-all-electricity", "more green electricity than electricity", "green-over-electricity",
         over(FLAT, [put("补充表", heading, 2, 9_999_999) for heading in ("绿证对应电量", "绿电交易电量", "自发自用可再生电量")], 6)),
    Kind("feedstock-claim-out-of-the-air", "more feedstock is claimed than was used", "feedstock-claim-over-consumption",
         over(("示例桐梓化肥-2025", "示例松桃锰业-2025"), [times("补充表", "原料用能消费量", 2, by) for by in ("1.5", "10", "1.1", "3")])),
    # two years
    Kind("last-years-total-of-memory", "last year's total is not the one filed last year", "previous-total-differs",
         _pairs([times("表1", f"上年{CALORIFIC}", 2, "1.05"), times("表1", f"上年{EQUAL}", 2, "0.96"), times("表1", f"上年{EQUAL}", 2, "10")]),
         also=frozenset({"yearly-change-over-10-percent"})),
    Kind("last-years-figure-of-memory", "last year's unit figure is not the one filed last year", "previous-unit-consumption-differs",
         _pairs([times("表4", "上年指标值", 2, "1.02"), times("表4", "上年指标值", 2, "0.9")]), also=OF_A_PRODUCT),
    Kind("stock-lost-over-new-year", "opening stock is not last year's closing stock", "opening-stock-differs",
         (
             Plant(YEARS[1], _in_the_later(share("表2", "期初库存量", "柴油", "0.4", TOTAL))),
             *(Plant(YEARS[0], _in_the_later(times("表2", "期初库存量", "原煤", by))) for by in ("1.4", "0.5", "2")),
         ),
         also=frozenset({"stock-balance-mismatch"})),
    Kind("copied-from-last-year", "table 2 repeats last year's figures", "figures-repeated-from-last-year",
         tuple(Plant(pair, _copied("购进量(实物量)", TOTAL, "购进金额", "期初库存量", "期末库存量")) for pair in YEARS),
         also=OF_A_QUANTITY),
]  # fmt: skip
