"""What people type, made into values: one parser a kind of column, all vectorised.

A parser takes a frame with the distinct odd texts of a column (``text``) and adds
``value`` (null where it cannot be read) and ``code`` (why; null where the text is
readable or means blank). Nothing is inferred: the column's kind decides alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.left_out import MARKS, left_out_code
from energy_audit.filing.schema import LARGEST, NUMBER
from energy_audit.filing.schema.column import YES_NO
from energy_audit.filing.values.decimals import exact_numbers
from energy_audit.filing.values.year_texts import plain_year
from energy_audit.filing.workbooks.grid import FORMULA_MARK

if TYPE_CHECKING:
    from energy_audit.filing.schema import Column

SPACES = " \t\r\n\x0b\x0c\u3000\u00a0\u2002\u2003\u2009\u200b\u200e\u202f\ufeff"
_ZERO = r"^0+(?:\.0+)?$"
APOSTROPHES = "^['’‘＇]"

_ODD_TEXT = rf"^['’‘＇#{FORMULA_MARK}{MARKS}{SPACES}]|[{SPACES}]$"

PLACEHOLDERS = (
    "",
    "/",
    "//",
    "\\",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "－",
    "_",
    "无",
    "空",
    "N/A",
    "NA",
    "n/a",
    "na",
    "NULL",
    "null",
    "None",
    "none",
    "nil",
    "暂无",
    "不涉及",
)
"""Texts that mean a blank cell. Blank is missing, never zero."""

NO_ANSWERS = (
    *PLACEHOLDERS,
    *("没有", "待定", "待补", "待补充", "待填", "待填写", "待核实", "未填", "未填写", "未定", "空白", "略"),
    *(
        f"{ahead}{word}"
        for ahead in ("", "暂", "尚", "目前")
        for word in (
            "未设",
            "未设立",
            "未设置",
            "未成立",
            "未明确",
            "未确定",
            "未聘",
            "未聘任",
            "未任命",
            "未配备",
            "未指定",
        )
    ),
    *("空缺", "暂空缺", "缺位", "待聘", "待聘任", "待任命", "待设", "待设立", "待明确", "待确定", "待配备", "待指定"),
    *("不详", "未知", "不清楚", "不知道", "不适用", "无数据", "暂缺", "缺", "N.A", "unknown", "tbd"),
)
"""Texts that say of a required name or text no more than that it is not given."""

EXCEL_ERRORS = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
)

_GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_SPACED = r"^[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?$"
_PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"
_SUFFIX = r"(万亿|万|亿|%|‰)$"
_NO_FIGURES = r"[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
"""Raised, lowered and circled digits: levelled, 10⁴ would be 104 and ①200 be 1200."""

_DAY = r"^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$"
_DIGITS_LOST = r"^\d(?:\.\d+)?[eE]\+\d{2}$"

_IN_TEN_THOUSANDS = ("万", "亿")
_WORD = r"[\p{L}\p{N}%‰°℃]"
_XX = "^x{2,}$"
_PERHAPS_NOTHING = r"^[^\p{L}\p{N}]*0|[xX]{2}|[\u2000-\u33ff\uf900-\uffef]"
"""A zero, crosses, or a sign of which levelling makes another: full width, a Kangxi radical."""
_LONGEST_NO_ANSWER = 12
"""Characters, with brackets around."""
_AROUND = "()[]{}【】<>。.,;、!? "
_TRUE = (
    *[text for text, stored in YES_NO.items() if stored == "是"],
    "true",
    "TRUE",
    "True",
    "Yes",
    "YES",
    "Y",
    "y",
    "1",
    "✔",
    "☑",
)
_FALSE = (
    *[text for text, stored in YES_NO.items() if stored == "否"],
    "false",
    "FALSE",
    "False",
    "No",
    "NO",
    "N",
    "n",
    "0",
    "✗",
    "✕",
    "✖",
    "X",
    "x",
)
_DONE, _NOT_DONE = ("", "已", "已经"), ("未", "尚未", "没有", "不")
"""What stands before the word that a heading asks for (是否完成)."""
_OTHER_WORDS = {
    "在用": (
        ("使用中", "正常使用", "运行", "运行中", "正常运行"),
        (
            "停用",
            "停运",
            "报废",
            "拆除",
            "淘汰",
            "闲置",
            "封存",
            "已停用",
            "已停运",
            "已报废",
            "已拆除",
            "已淘汰",
            "已封存",
        ),
    ),
    "通过能源管理体系认证": (("通过", "已通过", "已认证"), ("未通过", "未认证", "尚未认证")),
}
"""What such a heading is answered with otherwise, yes and no; 备用 and 认证中 are neither."""
_FIRST_SERIAL = 18_264
"""1950-01-01 as a spreadsheet counts days from 1899-12-30."""
_LAST_SERIAL = 73_415
"""2100-12-31."""


def stripped(text: pl.Expr) -> pl.Expr:
    """Take off space of any kind around a text, and the apostrophe that marks a text in a spreadsheet."""
    return text.str.strip_chars(SPACES).str.replace(APOSTROPHES, "").str.strip_chars(SPACES)


def is_odd_text(texts: pl.Series) -> pl.Series:
    """Tell the few texts of a column that are perhaps not kept: space or an apostrophe around, placeholders, errors."""
    spaced = texts.str.contains(f"{_ODD_TEXT}|{_DAY}|{_DIGITS_LOST}")
    short = (texts.str.len_chars() <= _LONGEST_NO_ANSWER) | ~texts.str.contains(_WORD)
    few = texts.to_frame("text").with_row_index("at").filter(short).filter(_perhaps_no_answer(pl.col("text")))
    nothing = few.filter(is_no_answer(pl.col("text")) | is_zero(pl.col("text")))
    return spaced.scatter(nothing["at"], values=True).fill_null(value=False)


def _perhaps_no_answer(text: pl.Expr) -> pl.Expr:
    """Tell quickly what ``is_no_answer`` and ``is_zero`` may be true of: one of their words in it, or a sign that is levelled."""
    words = [word for word in NO_ANSWERS if any(map(str.isalnum, word))]
    worded = text.str.contains_any(words, ascii_case_insensitive=True)
    return worded | text.str.contains(_PERHAPS_NOTHING) | ~text.str.contains(_WORD)


def is_no_answer(text: pl.Expr) -> pl.Expr:
    """Tell a text that names nothing: ``待定``, ``***``, ``（无）``, ``xxx``."""
    words = _levelled(text).str.to_lowercase().str.strip_chars(_AROUND)
    known = words.is_in([word.lower() for word in NO_ANSWERS])
    return known | ~words.str.contains(_WORD) | words.str.contains(_XX)


def answered(text: pl.Expr) -> pl.Expr:
    """Return a text that nobody must give; null where it says no more than that there is none: ``0``, ``***``, ``待定``."""
    return pl.when(~is_no_answer(text) & ~is_zero(text)).then(text)


def became(text: pl.Expr, *, number: bool) -> pl.Expr:
    """Name what a spreadsheet made of a name, or of a long ``number``, that it took for something else; else null."""
    plain = stripped(text)
    lost = pl.when(plain.str.contains(_DIGITS_LOST)).then(pl.lit(FilingProblem.DIGITS_LOST.code))
    day = pl.when(plain.str.contains(_DAY)).then(pl.lit(FilingProblem.TEXT_BECAME_DAY.code))
    return pl.coalesce(day, lost) if number else day


def is_zero(text: pl.Expr) -> pl.Expr:
    """Tell a 0 that stands where a text belongs."""
    return _levelled(text).str.contains(_ZERO)


def _levelled(text: pl.Expr) -> pl.Expr:
    """Half-width, with one kind of minus sign, stripped."""
    return stripped(text.str.normalize("NFKC")).str.replace_all("[−‐‑‒–]", "-")


def common_code(text: pl.Expr) -> pl.Expr:
    """Name what is wrong with a cell of any kind: an error value, a formula without its result, a figure left out."""
    return (
        pl.when(text.str.starts_with(FORMULA_MARK))
        .then(pl.lit(FilingProblem.FORMULA_WITHOUT_VALUE.code))
        .when(stripped(text).str.to_uppercase().is_in(EXCEL_ERRORS))
        .then(pl.lit(FilingProblem.ERROR_CELL.code))
        .otherwise(left_out_code(text))
    )


def _is_placeholder(text: pl.Expr) -> pl.Expr:
    return stripped(text).is_in(PLACEHOLDERS) | _levelled(text).is_in(PLACEHOLDERS)


def numbers(words: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Read numbers: ``１２``, ``1,234.5``, ``3.2万``, ``95%``, ``1.2E+05``."""
    text = _levelled(pl.col("text"))
    if column.key == "report_year":
        text = plain_year(text)
    suffix = text.str.extract(_SUFFIX, 1)
    body = text.str.replace(_SUFFIX, "").str.strip_chars(SPACES)
    share = "1" if column.unit == "%" else "0.01"
    size = suffix.replace_strict(
        {
            "万": "10000",
            "亿": "100000000",
            "万亿": "1000000000000",
            "%": share,
            "‰": "0.1" if share == "1" else "0.001",
        },
        default="1",
        return_dtype=pl.String,
    ).cast(NUMBER)
    # 1.2万 in a column of 万元 is either what the column asks for or ten thousand times as much
    twice = suffix.is_in(["万", "亿", "万亿"]) & pl.lit(column.filed_unit.startswith(_IN_TEN_THOUSANDS))
    doubtful = twice.fill_null(value=False) | pl.col("text").str.contains(_NO_FIGURES)
    digits = (
        pl.when(doubtful).then(None)
        .when(body.str.contains(_GROUPED)).then(body.str.replace_all(",", "", literal=True))
        .when(body.str.contains(_SPACED)).then(body.str.replace_all(" ", "", literal=True))
        .when(body.str.contains(_PLAIN)).then(body)
    )  # fmt: skip
    is_share = suffix.is_in(["%", "‰"]) & pl.lit(column.unit not in {"%", ""})
    parsed = words.with_columns(_digits=digits, _share=is_share.fill_null(value=False)).with_columns(
        # 10^15 and above would overflow the multiplication; the code says why they are null
        value=pl.when(~pl.col("_share")).then(pl.col("_digits").map_batches(exact_numbers, return_dtype=NUMBER)),
        _size=size,
    )
    fits = pl.col("value").abs() < LARGEST
    too_large = pl.col("_digits").is_not_null() & ~pl.col("_share") & ~fits.fill_null(value=False)
    return parsed.with_columns(value=pl.when(fits).then(pl.col("value") * pl.col("_size"))).select(
        "text",
        "value",
        code=pl.coalesce(
            common_code(pl.col("text")),
            pl.when(too_large).then(pl.lit(FilingProblem.NUMBER_TOO_LARGE.code)),
            pl.when(pl.col("value").is_null() & ~_is_placeholder(pl.col("text"))).then(
                pl.lit(FilingProblem.UNREADABLE_NUMBER.code)
            ),
        ),
    )


def dates(words: pl.DataFrame, _: Column) -> pl.DataFrame:
    """Read dates: ``2025.3.1``, ``2025年3月1日``, ``20250301``, a spreadsheet's day count; never a guessed day."""
    text = _levelled(pl.col("text"))
    even = (
        text.str.replace(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$", "")
        .str.replace(r"^(\d{4})(\d{2})(\d{2})$", "${1}-${2}-${3}")
        .str.replace(r"\s*[日号]$", "")
        .str.replace_all(r"\s*[./年月]\s*", "-")
    )
    pieces = even.str.extract_groups(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
    iso = pl.concat_str(
        pieces.struct[0], pl.lit("-"), pieces.struct[1].str.zfill(2), pl.lit("-"), pieces.struct[2].str.zfill(2)
    )
    serial = text.str.extract(r"^(\d{5})(?:\.\d+)?$", 1).cast(pl.Int32, strict=False)
    counted = pl.when(serial.is_between(_FIRST_SERIAL, _LAST_SERIAL)).then(
        pl.lit("1899-12-30").str.to_date() + pl.duration(days=serial)
    )
    incomplete = even.str.contains(r"^\d{4}(?:-\d{1,2})?-?$")
    return words.with_columns(value=pl.coalesce(iso.str.to_date("%Y-%m-%d", strict=False), counted)).select(
        "text",
        "value",
        code=pl.coalesce(
            common_code(pl.col("text")),
            pl.when(pl.col("value").is_not_null() | _is_placeholder(pl.col("text")))
            .then(None)
            .when(incomplete)
            .then(pl.lit(FilingProblem.INCOMPLETE_DATE.code))
            .otherwise(pl.lit(FilingProblem.UNREADABLE_DATE.code)),
        ),
    )


def booleans(words: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Read 是/否, 有/无, √/×, true/false, and what a heading that asks is answered with: 是否完成 with 完成, 未完成."""
    asked = column.name_zh.partition("是否")[2]
    others = _OTHER_WORDS.get(asked, ((), ()))
    yes, no = (
        [*[f"{word}{asked}" for word in answers if asked], *words_of_it]
        for answers, words_of_it in zip((_DONE, _NOT_DONE), others, strict=True)
    )
    text = stripped(pl.col("text"))
    value = (
        pl.when(text.is_in([*_TRUE, *yes]))
        .then(pl.lit(value=True))
        .when(text.is_in([*_FALSE, *no]))
        .then(pl.lit(value=False))
    )
    return words.with_columns(value=value).select(
        "text", "value", code=_code_unless_read(FilingProblem.UNREADABLE_BOOLEAN)
    )


def choices(words: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Read a text that must be on the column's list; what is stored is accepted as well."""
    accepted = {stored: stored for _, stored in column.choices} | dict(column.choices)
    level = {text.lower(): stored for text, stored in accepted.items()}
    text = _levelled(pl.col("text")).str.replace_all(r"\s", "").str.to_lowercase()
    return words.with_columns(value=text.replace_strict(level, default=None, return_dtype=pl.String)).select(
        "text", "value", code=_unlisted(column)
    )


def _unlisted(column: Column) -> pl.Expr:
    """Say that a text is not on the list; a zero where none is listed is what converters make of a text that a formula gave."""
    kind = FilingProblem.NOT_IN_LIST
    if "0" in {text for pair in column.choices for text in pair}:
        return _code_unless_read(kind)
    zero = pl.col("text").str.contains(_ZERO)
    return pl.when(zero).then(_code_unless_read(FilingProblem.TEXT_BECAME_ZERO)).otherwise(_code_unless_read(kind))


def _code_unless_read(kind: FilingProblem) -> pl.Expr:
    blank = pl.col("value").is_not_null() | _is_placeholder(pl.col("text"))
    return pl.coalesce(common_code(pl.col("text")), pl.when(~blank).then(pl.lit(kind.code)))
