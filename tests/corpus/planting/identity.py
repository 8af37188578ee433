"""Faults of identity: whose filing it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planting.book import Book, Spot
from planting.kind import FLAT, Kind, Plant, over, put
from planting.owner import credit_code, with_check_digit
from planting.relations import OF_THE_TOTAL

if TYPE_CHECKING:
    from planting.kind import Edit

UNIT = "统一社会信用代码"


def _everywhere(change: str) -> Edit:
    """Change the code on every sheet, so that the filing holds together; it is found on each."""

    def edit(book: Book) -> list[Spot]:
        code = next(
            value for value in book.sheets["表1 基本情况"].values() if isinstance(value, str) and len(value) == 18
        )
        wrong = _CHANGES[change](code)
        spots = []
        for sheet, cells in book.sheets.items():
            for (row, column), value in cells.items():
                if value == code:
                    cells[row, column] = wrong
                    spots.append(book.spot(sheet, row, column))
        return spots

    return edit


def _as_number(code: str) -> float:
    """Keep what a number keeps of a code."""
    return float("".join(char if char.isdigit() else "0" for char in code))


def _confused(code: str) -> str:
    """Write a zero as the letter O."""
    return code.replace("0", "O")


_CHANGES = {
    "last digit": lambda code: code[:-1] + ("7" if code[-1] != "7" else "8"),
    "two swapped": lambda code: code[:9] + code[10] + code[9] + code[11:] if code[9] != code[10] else "9" + code[:17],
    "a digit short": lambda code: code[:-1],
    "a digit more": lambda code: code + "0",
    "letter O": _confused,
    "old organisation code": lambda code: code[8:17],
    "old registration number": lambda code: "52010000" + code[9:16],
    "inner digit": lambda code: with_check_digit(code[:16] + ("5" if code[16] != "5" else "6")),
    "number": _as_number,
    "scientific": lambda code: f"{code[0]}.{code[1:16]}E+17",
}


def _twice(edit_copy: Edit | None) -> Edit:
    """Hand the same filing in twice, the second time perhaps changed."""

    def edit(first: Book, second: Book) -> list[Spot]:
        if edit_copy is None:
            return [Spot(sheet, _row_two(second, sheet), "2.xlsx") for sheet in second.sheets]
        edit_copy(second)
        first_sheet = "表1 基本情况"
        return [
            Spot(first_sheet, _row_two(book, first_sheet), name)
            for book, name in ((first, "1.xlsx"), (second, "2.xlsx"))
        ]

    return edit


def _row_two(book: Book, sheet: str) -> frozenset[str]:
    return book.spot(sheet, 2, *range(1, book.width(sheet) + 1)).cells


def _orphan(short: str, heading: str, value: object) -> Edit:
    """Take the owner off one row of a workbook of several enterprises."""

    def edit(book: Book) -> Spot:
        row = book.height(short)
        book.put(short, heading, row, value)
        return book.spot(short, row, *range(1, book.width(short) + 1))

    return edit


def _stranger(short: str) -> Edit:
    """Give a table to an enterprise that filed no table 1."""

    def edit(book: Book) -> Spot:
        stranger = credit_code(int(book.at("表1", UNIT, 2)[8:16]) + 50_000_000)
        for row in range(2, book.height(short) + 1):
            book.put(short, UNIT, row, stranger)
        return book.spot(short, 2, *range(1, book.width(short) + 1))

    return edit


def _same_figures(book: Book) -> list[Spot]:
    """Give the second site the totals of the first; found at both."""
    for heading in TOTALS:
        book.put("表1", heading, 3, book.at("表1", heading, 2))
    return [book.under("表1", TOTALS[0], row) for row in (2, 3)]


def _whole_beside_sites(book: Book) -> Spot:
    """Add a row without a site that is the sum of the sites."""
    for (row, column), value in list(book.sheets[book.sheet("表1")].items()):
        if row == 2:
            book.put_at("表1", 4, column, value)
    for heading in (*TOTALS, *(f"上年{total}" for total in TOTALS)):
        book.put("表1", heading, 4, book.at("表1", heading, 2) + book.at("表1", heading, 3))
    book.put("表1", "厂区(场所)", 4, None)
    return book.under("表1", TOTALS[0], 4)


TOTALS = ("综合能源消费量(当量值)", "综合能源消费量(等价值)")
SITES = ("示例都匀轮胎-2025",)
SEVERAL = ("示例六枝煤业和洗煤-2025", "示例金沙发电-2024和2025")

IDENTITY_FAULTS = [
    Kind("check-digit-wrong", "the last character of the code is another", "bad-credit-code",
         over(FLAT, [_everywhere("last digit")], 6)),
    Kind("digits-swapped", "two digits of the code are swapped", "bad-credit-code",
         over(FLAT, [_everywhere("two swapped")], 6), also=frozenset({"bad-organisation-code"})),
    Kind("code-too-short-or-long", "the code has 17 or 19 characters", "bad-credit-code",
         over(FLAT, [_everywhere("a digit short"), _everywhere("a digit more")], 6)),
    Kind("letter-for-digit", "zeros of the code are written as the letter O", "bad-credit-code",
         over(FLAT, [_everywhere("letter O")], 6)),
    Kind("digits-lost-to-a-number", "the code became a number such as 9.15201E+17", "digits-lost",
         over(FLAT, [_everywhere("scientific"), _everywhere("number")], 8)),
    Kind("old-code", "the organisation code or registration number of old stands for the code", "old-code",
         over(FLAT, [_everywhere("old organisation code"), _everywhere("old registration number")], 6)),
    Kind("inner-check-digit-wrong", "characters 9-17 fail, the whole passes", "bad-organisation-code",
         over(FLAT, [_everywhere("inner digit")], 6)),
    Kind("row-of-nobody", "a row does not say whose it is, in a workbook of several", "orphan-row",
         over(SEVERAL, [_orphan("表8", UNIT, None), _orphan("表2", "报告年度", None), _orphan("表6", UNIT, "/"),
                        _orphan("计量", "报告年度", ""), _orphan("表4", UNIT, None), _orphan("表4", "报告年度", None)]),
         also=frozenset({"total-row-mismatch", "stock-balance-mismatch", "conversion-input-over-consumption",
                         "equipment-over-consumption", "products-over-total", "reported-total-off-by-power-of-ten",
                         "consumption-beyond-supply", "conversion-output-without-input", "unit-consumption-mismatch",
                         "output-presumed-sold", "output-of-unknown-destination"})),
    Kind("table-of-a-stranger", "a table belongs to an enterprise that filed no table 1", "no-enterprise-row",
         over(FLAT, [_stranger("表8"), _stranger("表6"), _stranger("计量"), _stranger("补充表"), _stranger("表4")], 7)),
    Kind("site-with-the-figures-of-another", "a site repeats another site's totals", "site-repeated",
         over(SITES, [_same_figures], 2), also=OF_THE_TOTAL),
    Kind("whole-beside-its-sites", "a row without a site is the sum of the sites", "site-repeated",
         over(SITES, [_whole_beside_sites], 2), also=OF_THE_TOTAL | {"site-without-energy-table"}),
    Kind("filed-twice-alike", "the same workbook is handed in twice", "repeated-filing",
         tuple(Plant((base, base), _twice(None)) for base in FLAT[:6])),
    Kind("filed-twice-differently", "the same year is handed in again with another figure", "double-filing",
         tuple(Plant((base, base), _twice(put("表1", "从业人员", 2, 4321 + number))) for number, base in enumerate(FLAT[:6])),
         also=frozenset({"repeated-filing"})),
]  # fmt: skip
