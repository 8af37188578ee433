"""The year that the title of a table names: ``2024年能源消费结构表``, ``(2024年)`` below it, ``报告期：2024年1-12月``.

Only a title counts, since only it says of which year the rows are: not a date, the number of a standard or of a
document, a note, a comparison with another year, nor a plan or a base. What is no title for certain is none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from energy_audit.filing.sheets.headings import table_named
from energy_audit.filing.sheets.notes import is_note
from energy_audit.filing.sheets.reading import Title

if TYPE_CHECKING:
    from collections.abc import Sequence

OF_THE_YEAR = frozenset({"energy_consumption", "energy_conversion", "nonfossil", "product", "equipment", "metering"})
"""Tables that speak of the reporting year alone; targets, projects and documents have years of their own."""

_LONGEST = 60
"""Characters; what is longer is a sentence."""

_YEAR = r"(?<!\d)(20\d\d)(?!\d)"
_CHINESE_YEAR = re.compile(r"[二2][〇○零0oO][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")

_NO_YEAR = re.compile(
    r"《[^》]*》"  # the title of something else
    rf"|[(\[〔【]{_YEAR}[)\]〕】]第?\d+号"  # 黔府发〔2024〕1号
    rf"|\d+(?:\.\d+)*[-—–]{_YEAR}(?!年)"  # GB/T 2589-2020
    rf"|{_YEAR}(?:年版?第?\d+号|年?版|年?度?(?:修订|修正|印发|发布|填报|填表|报送|上报|编制|制)|年起)"
    rf"|{_YEAR}年?度?[^\d()，,]{{0,12}}(?:制度|办法|通知|规定|细则|规程)"  # the regime by which a form is printed
    rf"|(?:[与较比同以自从]|截至|截止){_YEAR}年"
    rf"|{_YEAR}(?:年\d{{1,2}}月|[-./]\d{{1,2}}(?!\d))(?:\d{{1,2}}日|[-./]\d{{1,2}}(?!\d))?"  # a day or a month
)
_WHOLE_YEAR = re.compile(rf"{_YEAR}(?:年|[-./])0?1月?(?:0?1日)?(?:-|—+|–|~|至|到)(?:20\d\d年)?12月(?:31日)?")
"""2024年1—12月"""
_SEVERAL_YEARS = re.compile(rf"{_YEAR}年?度?(?:-|—+|–|~|至|到){_YEAR}年?度?")
"""2021—2025年"""
_ONE_YEAR = re.compile(rf"{_YEAR}年度?")
_BARE_YEAR = re.compile(rf"^\(?{_YEAR}\)?(?=[^\d年])|(?<=[^\d\-—–/第]){_YEAR}\)?$")
"""2024能源消费结构, 能源消费结构(2024)"""

_OTHER_MATTER = re.compile(
    r"比较|对比|相比|同比|环比|对照|基期|基准|基年|目标|计划|规划|方案|措施|预测|预计|新增|淘汰|有效期"
    r"|施行|实施|执行|文号|依据|根据|按照|参照|数据来源|摘自|引自|标准(?!煤)|日期|[。;；!?]"
)
"""What else a year may be named for."""

_PERIOD = re.compile(r"^(?:(?:数据|统计|报告|填报|所属)?(?:年度|年份|期间|期|时期|时间)):?$")
_TITLE = re.compile(
    r"(?:(?<![本附上下见])表|情况|状况|报告|汇总|明细|清单|台账|统计|数据|一览|结构|消费|消耗|库存|能耗)(?:\([^()]*\))*$"
)
"""How a title ends, but for its unit."""
_AROUND = "()[]【】—-_:：、,,. "


def titles_in(table: str, cells: Sequence[tuple[str, str]], sheet: str) -> tuple[Title, ...]:
    """Return what names a year above a table, and the name of its sheet if that does.

    Args:
        table: its key.
        cells: address and text of what stands above it, row by row.
        sheet: the sheet's name; empty where the file has none.
    """
    if table not in OF_THE_YEAR:
        return ()
    found = [Title("", sheet, tuple(sorted(years)))] if (years := years_named(sheet) or _year_of_sheet(sheet)) else []
    before = "", ""
    for cell, text in cells:
        beside = before[1] if _row(before[0]) == _row(cell) else ""
        if (years := years_named(text)) and not (beside and _is_only_a_year(text) and not _leads_to_a_year(beside)):
            found.append(Title(cell, text, tuple(sorted(years))))
        before = cell, text
    return tuple(found)


def _row(cell: str) -> str:
    return re.sub(r"^[A-Z]+|^line:", "", cell)


def _is_only_a_year(text: str) -> bool:
    return not _ONE_YEAR.sub("", _flat(text)).strip(_AROUND)


def _leads_to_a_year(text: str) -> bool:
    """Tell a text after which a mere year is that of the table from the label of anything else: 投产时间 | 2015年."""
    flat = _flat(text)
    return bool(_PERIOD.match(flat) or _TITLE.search(flat) or re.search(r":.", flat)) or table_named(flat) is not None


def _year_of_sheet(name: str) -> frozenset[int]:
    found = re.fullmatch(rf"\(?{_YEAR}\)?", _flat(name))
    return frozenset([int(found[1])]) if found else frozenset()


@lru_cache(maxsize=4_096)
def years_named(text: str) -> frozenset[int]:
    """Return the years of which a title says that its table is; none of what is no title."""
    if "20" not in (flat := _flat(text)) or len(flat) > _LONGEST or is_note([flat]):
        return frozenset()
    years: set[int] = set()

    def take(found: re.Match[str]) -> str:
        ends = [int(each) for each in found.groups() if each]
        years.update(range(ends[0], ends[-1] + 1))
        return ""

    rest = flat
    for whole in (_WHOLE_YEAR, _SEVERAL_YEARS):
        rest = whole.sub(take, rest)
    rest = _NO_YEAR.sub("", rest)
    rest = _ONE_YEAR.sub(take, rest)
    if not years:
        rest = _BARE_YEAR.sub(take, rest)
    return frozenset(years) if years and _is_title(rest) else frozenset()


def _is_title(rest: str) -> bool:
    """Tell whether what is said beside a year makes it a title's."""
    if _OTHER_MATTER.search(rest):
        return False
    words = rest.strip(_AROUND)
    return (
        not words
        or any(pattern.search(text) for text in (rest, words) for pattern in (_PERIOD, _TITLE))
        or table_named(words) is not None
    )


def _flat(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), plain)
