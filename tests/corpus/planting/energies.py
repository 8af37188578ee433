"""Faults in what energies, units and factors are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planting.book import Book, Spot
from planting.kind import COAL, FLAT, Kind, over, put, row_of, times

if TYPE_CHECKING:
    from planting.kind import Edit

CODE, NAME, UNIT = "能源品种代码", "能源名称", "计量单位"
CHANGED_ARITHMETIC = frozenset(
    {"row-tce-mismatch", "factor-off-reference", "factor-outside-range", "unit-price-implausible", "row-tce-off-by-power-of-ten",
     "reported-total-off-by-power-of-ten", "products-over-total", "total-row-mismatch", "factor-off-by-power-of-ten",
     "calorific-factor-not-fixed-value", "row-tce-is-quantity", "green-over-electricity", "equipment-over-consumption",
     "metering-rate-mismatch", "quantity-too-large-for-unit", "quantities-too-round", "feedstock-claim-over-consumption"}
)  # fmt: skip
"""What the arithmetic may rightly find once a row means another energy or unit."""


def renamed(row: int, name: str) -> Edit:
    """Give a row another name and no code."""

    def edit(book: Book) -> Spot:
        book.put("表2", CODE, row, None)
        return book.put("表2", NAME, row, name)

    return edit


def _coded(row: int, code: str) -> Edit:
    """Give a row another code and no name; the pair is said at the name."""

    def edit(book: Book) -> Spot:
        name = book.put("表2", NAME, row, None)
        return name._replace(cells=name.cells | book.put("表2", CODE, row, code).cells)

    return edit


def _against_name(row: int, code: str) -> Edit:
    """Give a row the code of another energy; found at either of the pair."""

    def edit(book: Book) -> Spot:
        spot = book.put("表2", CODE, row, code)
        return spot._replace(cells=spot.cells | book.under("表2", NAME, row).cells)

    return edit


def _by_volume(unit: str) -> Edit:
    """File diesel by volume without its density."""
    return lambda book: book.put("表2", UNIT, row_of(book, "表2", "柴油"), unit)


def _with_kinds(parts: list[tuple[str, str, str]]) -> Edit:
    """Add kinds of coal below raw coal that do not add up to it; said at the first of the coals."""

    def edit(book: Book) -> Spot:
        coal = row_of(book, "表2", "原煤")
        for code, name, part in parts:
            new = book.height("表2") + 1
            for column in range(1, book.width("表2") + 1):
                if (value := book.sheets[book.sheet("表2")].get((coal, column))) is not None:
                    book.put_at("表2", new, column, value)
            book.put("表2", CODE, new, code)
            book.put("表2", NAME, new, name)
            for heading in (
                "期初库存量",
                "购进量(实物量)",
                "购进金额",
                "消费量合计",
                "工业生产消费",
                "期末库存量",
                "折标量(当量)",
                "折标量(等价)",
            ):
                book.times("表2", heading, new, part)
        total, industrial = (book.under("表2", heading, coal) for heading in ("消费量合计", "工业生产消费"))
        return Spot(total.sheet, total.cells | industrial.cells)

    return edit


ENERGY_FAULTS = [
    Kind("energy-nobody-knows", "a name that no energy has", "unknown-energy",
         over(FLAT, [renamed(2, name) for name in ("混合燃料", "动力", "节能灯", "厂内自用", "XX燃料", "2号料")]), also=CHANGED_ARITHMETIC),
    Kind("code-nobody-knows", "a code that no energy has, and no name", "unknown-energy",
         over(FLAT, [_coded(2, code) for code in ("99", "00", "41", "AB", "330")]), also=CHANGED_ARITHMETIC | {"energy-code-name-disagree"}),
    Kind("energy-of-two-kinds", "a name that fits several energies", "ambiguous-energy",
         over(FLAT, [renamed(2, name) for name in ("煤气", "洗煤", "燃气", "煤气")]), also=CHANGED_ARITHMETIC),
    Kind("code-against-name", "the code is that of another energy", "energy-code-name-disagree",
         over(FLAT, [_against_name(row, code) for row, code in ((2, "23"), (3, "12"), (2, "22"), (3, "24"))], 8),
         also=CHANGED_ARITHMETIC),
    Kind("unit-nobody-knows", "a unit that is none", "unknown-unit",
         over(FLAT, [put("表2", UNIT, 2, unit) for unit in ("车", "堆", "罐", "袋", "船", "桶装")]), also=CHANGED_ARITHMETIC),
    Kind("unit-of-something-else", "a unit that this energy cannot be measured in", "impossible-unit",
         over(FLAT, [put("表2", UNIT, "电力", unit) for unit in ("吨", "立方米", "千克", "公斤", "万立方米")], 6),
         also=CHANGED_ARITHMETIC),
    Kind("coal-in-kilowatt-hours", "coal is measured in kilowatt hours", "impossible-unit",
         over(COAL, [put("表2", UNIT, "原煤", unit) for unit in ("万千瓦时", "升", "kWh", "度")], 5), also=CHANGED_ARITHMETIC),
    Kind("litres-without-density", "a liquid is filed by volume without its density", "density-missing",
         over(("示例播州铝业-2025", "示例松桃锰业-2025", "示例玉屏电池材料-2025", "示例威宁水泥-2025"),
              [_by_volume("升"), _by_volume("L"), _by_volume("千升"), _by_volume("公升")], 6), also=CHANGED_ARITHMETIC),
    Kind("kinds-of-coal-that-do-not-add-up", "kinds of coal stand beside raw coal and sum to less", "coal-parts-disagree",
         over(COAL, [_with_kinds([("02", "无烟煤", "0.5"), ("04", "一般烟煤", "0.3")]), _with_kinds([("04", "一般烟煤", "0.6")]),
                     _with_kinds([("05", "褐煤", "1.4")])], 5),
         also=CHANGED_ARITHMETIC | {"conversion-input-over-consumption", "coal-kinds-mismatch"}),
    Kind("factor-out-of-the-air", "an adopted factor is far off the reference", "factor-off-reference",
         over([FLAT[at] for at in (9, 1, 2, 3, 10, 5, 6, 7)], [times("表2", "采用折标系数", row, by) for row, by in ((2, "1.4"), (3, "0.6"), (2, "0.5"), (3, "1.8"))], 8),
         also=CHANGED_ARITHMETIC),
    Kind("gas-factor-outside-its-range", "the factor of natural gas is one that no natural gas has", "factor-outside-range",
         over([FLAT[at] for at in (0, 3, 4, 8)], [times("表2", "采用折标系数", "天然气(气态)", by) for by in ("1.4", "0.8", "0.1", "10")]),
         also=CHANGED_ARITHMETIC),
]  # fmt: skip
