"""Problems of a filing as things to mend: in the order to mend them, those with one remedy as one, said for the clerk."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from energy_audit.catalogue import Message, said
from energy_audit.facts.place import Place
from energy_audit.filing.problems.problem import in_language, unmarked
from energy_audit.filing.rows.strangers import OF_NOBODY
from energy_audit.filing.schema import TABLES
from energy_audit.report.explanations import matter_of
from energy_audit.report.language import words as words_of
from energy_audit.report.selfcheck.item import Item, what_and_mend
from energy_audit.report.selfcheck.lacking_factors import cells_said
from energy_audit.report.selfcheck.told_closer import CELLS, closest, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from energy_audit.catalogue import Language
    from energy_audit.report.explanations import Explained
    from energy_audit.report.selfcheck.lacking_factors import Lacking

    Row = Mapping[str, Any]

_FILES: Final = frozenset({"not-found", "unreadable-file", "corrupt-file", "encrypted-file", "empty-file", "no-table",
    "too-large", "unsafe-xml", "unknown-encoding", "quote-left-open", "null-characters", "unsupported-file", "wrong-extension"})  # fmt: skip
_TABLES: Final = frozenset({"missing-table", "ambiguous-table", "no-header", "column-of-no-texts", "missing-column", "ambiguous-column",
    "repeated-column", "wrong-unit", "double-filing", "no-enterprise-row", "orphan-row", "example-row"})  # fmt: skip
"""Mended in this order: the file, whose filing it is, its tables, single cells; then what disagrees, and what formulas
made of all these, which often follow from what came before."""

_IDENTITY: Final = frozenset({"uscc", "report_year"})
"""Typed once, in table 1; while they cannot be read every other table seems to belong to nobody."""

_SIGNS: Final = {"；Δ ": "；相差 ", "；Σ ": "；合计 ", "> Σ": "> 合计", "≠ Σ": "≠ 合计",
    " tce": " 吨标准煤"}  # fmt: skip

_ONE_CAUSE: Final = {
    # saved by a program that does not calculate
    "formula-without-value": Message("{count} 个公式没有保存计算结果，读不出数。"),
    # converted by a program that does not calculate
    "text-became-zero": Message("{count} 个格子是“0”，多半是公式得出的文字在转换格式时丢了。"),
    # whose rows they are is not known
    "orphan-row": Message("{names}有 {count} 行没有写明是哪个单位、哪一年的，不知道算到哪个单位。"),
    # table 1 says another year, or another unit
    "no-enterprise-row": Message("{names}有 {value} 的数据，但“表1 基本情况”没有这个单位这一年的行。"),
    # a book copied into itself
    "repeated-filing": Message("{names}与 {value} 另外报的表完全相同，只计一次。"),
    "hidden-column": Message("{names}有 {count} 列是隐藏的，仍已读取并计入。"),
    # one heading, or one line above the table
    "unit-of-heading-contradicts-row": Message("“{column}”有 {count} 格没有采用：表头或表上方写的单位与各行的计量单位不一致，不知道是哪一个。"),
}  # fmt: skip
"""One cause, one remedy, however many cells and sheets."""

_LACKING: Final = {
    "required-missing": (Message("{count} 个必填的格子还空着：{names}。"), Message("请补填。")),
    "missing-column": (Message("缺少 {count} 个必填栏目：{names}。"), Message("请补上这些列。")),
}  # fmt: skip
"""What a form not filled in lacks is one thing to do, however many cells."""

_MADE_OF: Final = {
    ("energy_consumption", "consumption_total"): Message("模板里“消费量合计”由“工业生产消费”和“非工业生产消费”自动得出：填这两栏，没有用于其中一项的填 0（“——”“无”等于没有填，以文本存的数公式也不算）；没有用过的品种，把这一行填过的内容清空。合计的公式不要改。"),
    ("product", "value"): Message("模板里“本期指标值”由“本期分子项(能耗)”和“本期分母项(产量)”自动得出：填这两栏，公式不要改。"),
}  # fmt: skip
"""What the blank workbook works out from figures beside it: typed over, the figures would still be lacking."""

_WORKED_OUT: Final = frozenset({"reported_tce_calorific", "reported_tce_equal"})
"""Totals that the blank workbook works out itself; left blank, the reason lies in another table."""

_BY_FORMULA: Final = {
    "enterprise": {"industry_code", "region_code", "city_name", "province_name", *_WORKED_OUT,
        "reported_intensity_calorific", "reported_intensity_equal"},
    "energy_consumption": {"consumption_total", "factor_reference", *_WORKED_OUT},
    "energy_conversion": {"unit", "consumption_industrial", "conversion_input", "conversion_output_tce",
        "factor_adopted", "factor_equal"},
    "product": {"value", "value_prev", "change_pct"},
    "metering": {"l1_rate", "l2_rate", "l3_rate"},
}  # fmt: skip
"""What the blank workbook works out in every row: an error there follows from one that was typed in."""

_FOLLOWS: Final = Message("先改好上面列出的各处，这里会自动重算；仍不对的，再检查公式或直接填数。")
_OWNER_FIRST: Final = Message("先改好“表1”的统一社会信用代码和报告年度，这一条会随之消失。")
_ROW_OWNER_FIRST: Final = Message(
    "先改好这一行的统一社会信用代码和报告年度，这张表的行才能归到它名下；改好后仍提示缺少的，再补报。"
)

_BY_TABLE: Final = frozenset({"equal-factor-off-range", "equal-factor-impossible"})
"""Said of one factor in table 2 and again in table 2-1, which brings it over: one matter, both cells."""

_SAME_CAUSE: Final = ("severity", "file", "code")
_SAME_VALUE: Final = ("severity", "file", "code", "value")
_SAME_DETAIL: Final = ("severity", "file", "sheet", "table", "column", "code", "detail")
_ONE_IF: Final = {"no-enterprise-row": _SAME_VALUE, "repeated-filing": _SAME_VALUE, "unit-of-heading-contradicts-row": _SAME_DETAIL}  # fmt: skip
_SAME_LACK: Final = ("severity", "file", "sheet", "table", "code")
_SAME_FACTOR: Final = ("severity", "file", "code", "message")
_SAME_WORDS: Final = ("severity", "file", "sheet", "table", "column", "code", "message")

_COLUMN_AND_ROW = re.compile(r"^([A-Z]+)(\d+)")


def problem_items(
    problems: pl.DataFrame,
    lang: Language,
    beside: Mapping[str, Explained] | None = None,
    lacking: Lacking | None = None,
) -> list[Item]:
    """Return problems as items; the same said of several cells of a column is one item.

    Args:
        problems: as the intake holds them.
        lang: the language.
        beside: by id, what the unit says to a warning.
        lacking: the blank factors for want of which a total is blank.
    """
    rows = closest(list(in_language(problems, lang).iter_rows(named=True)))
    rows.sort(key=_order)
    gathered: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        gathered[_sameness(row)].append(row)
    items = []
    before: set[tuple[str, str]] = set()
    owners = {_row_of(row) for row in rows if row["severity"] == "error" and _STAGES[_stage(row)] == "owner"}
    for same in gathered.values():
        item, first = _problem(same, beside or {}, lang), same[0]
        if blank := _lacking_factors(first, lacking or {}):
            item = _without_factor(item, first, blank, lang)
        elif first["code"] == "missing-table" and first["cell"] and owners.issuperset(map(_row_of, same)):
            item = replace(item, mend=said(_ROW_OWNER_FIRST, lang))
        elif cause := _cause(first, before, lang):
            item = replace(item, mend=cause)
        items.append(item)
        if first["severity"] == "error":
            owner = _STAGES[_stage(first)] == "owner"
            before.add((first["file"] or "", "owner" if owner else first["table"] or ""))
    return items


def _row_of(row: Row) -> tuple[str, str, int]:
    return row["file"] or "", row["sheet"] or "", row["row"] or 0


def _cause(row: Row, before: set[tuple[str, str]], lang: Language) -> str:
    """Say that mending what is listed above mends this too; nothing where it stands for itself."""
    file = row["file"] or ""
    if row["code"] in OF_NOBODY and (file, "owner") in before:
        return said(_OWNER_FIRST, lang)
    tables = {"energy_consumption", "energy_conversion"} | ({row["table"]} if row["code"] == "error-cell" else set())
    follows = _STAGES[_stage(row)] == "worked-out" and any((file, table) in before for table in tables)
    return said(_FOLLOWS, lang) if follows else ""


def _lacking_factors(row: Row, lacking: Lacking) -> list[str]:
    """List the cells for want of which a total was not worked out: mending what is listed above would not fill it."""
    if row["code"] != "required-missing" or row["column"] not in _WORKED_OUT:
        return []
    return cells_said(lacking, row["column"], row["uscc"] or "", row["report_year"] or 0)


def _without_factor(item: Item, row: Row, cells: Sequence[str], lang: Language) -> Item:
    words = words_of(lang)
    mend = words(
        "模板里这一格由表2 自动得出，空着是因为 {cells} 没有填系数：请补填；没有公布系数的，这里直接填统计报表上的数。",
        cells=words("、").join(cells),
    )
    divided = (cell.rpartition("!") for cell in cells)
    return replace(item, mend=mend, rests_on=tuple(Place(row["file"] or "", sheet, at) for sheet, _, at in divided))


def _sameness(row: Row) -> tuple[Any, ...]:
    """Give what problems share that are said as one."""
    same: tuple[str, ...]
    if row["code"] in _ONE_CAUSE:
        same = _ONE_IF.get(row["code"], _SAME_CAUSE)
    elif row["code"] in _BY_TABLE:
        same = _SAME_FACTOR
    elif row["code"] in _LACKING and not row["detail"] and row["column"] not in _WORKED_OUT:
        same = _SAME_LACK
    else:
        same = _SAME_WORDS
    return tuple(row[key] for key in same)


_STAGES: Final = ("files", "owner", "tables", "cells", "disagreements", "worked-out")


def _stage(row: Row) -> int:
    """Give the place in ``_STAGES``."""
    code = row["code"]
    if code in CELLS and row["table"] == "enterprise" and row["column"] in _IDENTITY:
        return 1
    by_formula = row["column"] in _BY_FORMULA.get(row["table"] or "", ())
    if (code == "error-cell" and by_formula) or (code == "required-missing" and row["column"] in _WORKED_OUT):
        return 5
    return next((stage for stage, codes in ((0, _FILES), (2, _TABLES), (3, CELLS)) if code in codes), 4)


def _order(row: Row) -> tuple[Any, ...]:
    stage = _stage(row)
    tables = list(TABLES)
    table = tables.index(row["table"]) if row["table"] in tables else len(tables)
    return (stage, table, row["file"] or "", row["sheet"] or "", *_row_then_column(row["cell"] or ""))


def _row_then_column(cell: str) -> tuple[int, int, str]:
    found = _COLUMN_AND_ROW.match(cell)
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, cell)


def _problem(rows: list[Row], beside: Mapping[str, Explained], lang: Language) -> Item:
    first = rows[0]
    matter = matter_of(first) or {}
    what, mend = what_and_mend(first["message"])
    columns = list(dict.fromkeys(row["column"] for row in rows))
    at: dict[Place, str] = {}
    if first["code"] in _LACKING and len(columns) > 1:
        if len({place_of(row) for row in rows}) == len(rows):
            at = {place_of(row): what_and_mend(row["message"])[0] for row in rows}
        what, mend = _lacking(first, columns, len(rows), lang)
    elif first["code"] in _ONE_CAUSE and len(rows) > 1:
        words = words_of(lang)
        sheets = dict.fromkeys(row["sheet"] or row["file"] or "" for row in rows)
        names = words.join([words("“{name}”", name=sheet) for sheet in sheets])
        column = TABLES[first["table"]].column(columns[0]).name_zh if columns[0] else ""
        told = {"names": names, "count": len(rows), "value": first["value"], "column": column}
        what = words(_ONE_CAUSE[first["code"]], **told)
    elif first["code"] == "required-missing" and first["column"] in _WORKED_OUT:
        mend = said(
            "模板里这一格由表2 自动得出，空着是因为表1 的行业代码没有填对，或表2 有用量的行缺折标系数：请补“采用折标系数”"
            "（等价值还要电力、热力的“等价折标系数”）；没有公布系数的，直接填统计报表上的数。",
            lang,
        )
    if first["code"] == "required-missing":
        made_of = (_MADE_OF.get((first["table"], column)) for column in columns)
        mend = words_of(lang).gap.join([mend, *(said(message, lang) for message in made_of if message)])
    detail = unmarked(first["detail"] or "", lang)
    # a comparison (F7 … ≠ …) reads better on a line of its own
    compared = detail if any(sign in detail for sign in ("≠", " > ", " < ")) else ""
    if compared:
        what = what.replace(f"：{detail}", "").replace(f": {detail}", "")
    return Item(
        kind="error" if first["severity"] == "error" else "warning",
        code=first["code"],
        places=tuple(dict.fromkeys(place_of(row) for row in rows)),
        at=at,
        what=_in_words(what, lang),
        compared=_in_words(compared, lang),
        mend=mend,
        subject_key=matter.get("subject_key", ""),
        facts_digest=matter.get("facts_digest", ""),
        explained=beside.get(matter.get("finding_id", "")),
    )


def _lacking(row: Row, columns: Sequence[str], count: int, lang: Language) -> tuple[str, str]:
    """Say at once what a sheet lacks, and what to do."""
    table = TABLES[row["table"]]
    words = words_of(lang)
    what, mend = _LACKING[row["code"]]
    names = words.join([table.column(column).name_zh for column in columns])
    return words(what, count=count, names=names), words(mend)


def _in_words(text: str, lang: Language) -> str:
    """Say the signs of a comparison as a clerk does; the data files keep the signs, which read in any language."""
    if lang == "zh":
        for sign, word in _SIGNS.items():
            text = text.replace(sign, word)
    return text
