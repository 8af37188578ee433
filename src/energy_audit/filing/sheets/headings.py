"""Which column a heading means, and which table a name means.

Headings match a column's key, official name or aliases once width, spaces,
brackets and punctuation are levelled. A heading that is almost right is not
used; its likely column is named instead.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from energy_audit.filing.schema import TABLES, Table
from energy_audit.filing.sheets import heading_units

SHARED = frozenset({"uscc", "report_year", "site"})
"""Columns that many tables have; they do not tell one table from another."""

NEAR = 0.72
"""How alike (difflib ratio) an unknown heading must be for its likely column to be named."""

_PAIRS = (
    "萬万與与專专業业產产從从價价會会體体儲储蘭兰關关況况準准減减劃划別别製制動动務务區区單单廠厂縣县參参發发變变臺台號号員员團团國国場场執执報报擬拟換换數数據据時时"
    "標标檔档機机條条構构氣气濟济煉炼熱热環环電电蓋盖碼码稱称稅税種种類类級级經经結结統统綜综綠绿編编繳缴職职聯联節节補补裝装見见規规計计認认設设證证評评話话詳详請请"
    "負负責责質质購购費费資资轉转輸输達达運运進进適适郵邮採采銘铭銷销門门間间階阶際际領领額额驗验項项總总實实審审導导層层屬属應应開开錄录徑径態态備备後后損损優优餘余"
    "壓压礦矿鋁铝鋅锌鹽盐歷历範范圍围預预狀状裏里內内"
)
_TRADITIONAL = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
"""Traditional characters that occur in headings, to simplified ones."""

_PUNCTUATION = re.compile(r"[\s()\[\]{}<>〈〉《》“”\"'‘’:;、,。./\\\-—–_·*#]")
_ORDINAL = re.compile(
    r"^(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.)])(?=\D)"
)
_LAST_BRACKET = re.compile(r"^(.+?)[(\[](?:单位:?)?([^()\[\]]*(?:\([^()]*\))?)[)\]]$")
_AFTER_COMMA = re.compile(r"^(.+?)[,，、/](.+)$")

NEUTRAL_GROUPS = frozenset(
    {
        "其中",
        "合计中",
        "消费量",
        "能源消费量",
        "实物量",
        "本期",
        "本年",
        "本年度",
        "报告期",
        "报告年度",
        "指标",
        "基本信息",
        "项目",
    }
)
"""Group headings that add nothing to the name below them."""

NEUTRAL_PARTS = frozenset({"小计", "合计", "数量", "数值", "实物量", "本期", "本年"})
"""Words below a heading that add nothing to it."""


@dataclass(frozen=True)
class Match:
    """What a heading was found to mean.

    ``columns`` holds one key, several where it is ambiguous, none where it is unknown;
    ``unit`` is the unit taken off.
    """

    columns: tuple[str, ...] = ()
    unit: str = ""


@lru_cache(maxsize=65_536)
def levelled(text: str) -> str:
    """Level what people write differently and mean alike."""
    seen = (
        unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    )  # marks where files were joined
    plain = "".join(seen.split()).translate(_TRADITIONAL)
    return _PUNCTUATION.sub("", _ORDINAL.sub("", plain)).lower()


@cache
def _names(table: str) -> dict[str, tuple[str, ...]]:
    """Every levelled name of a table's columns, with the columns it may mean."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for column in TABLES[table].columns:
        for name in (column.key, column.name_zh):
            found[levelled(name)][column.key] = None
    for column in TABLES[table].columns:
        for name in column.aliases:
            found[levelled(name)][column.key] = None
    for name, keys in _stems(table).items():
        if len(keys) > 1:
            found.setdefault(name, keys)
    return {name: tuple(keys) for name, keys in found.items()}


def _stems(table: str) -> dict[str, dict[str, None]]:
    """What official names begin with before their bracket: 折标量 begins 折标量(当量) and 折标量(等价)."""
    stems: dict[str, dict[str, None]] = defaultdict(dict)
    for column in TABLES[table].columns:
        if bracket := _LAST_BRACKET.match(_flat(column.name_zh)):
            stems[levelled(bracket[1])][column.key] = None
    return stems


@cache
def _all_names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Every levelled name, with the columns it may mean in each table."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for table in TABLES:
        for name, columns in _names(table).items():
            found[name][table] = columns
    return dict(found)


@lru_cache(maxsize=65_536)
def is_heading(text: str) -> bool:
    """Tell whether a text is a heading of any table."""
    return any(levelled(part) in _all_names() for part, _ in _without_unit(text))


_NOTHING = Match()


def match(table: str, parts: tuple[str, ...]) -> Match:
    """Find the column of a table that a heading of one or more stacked parts means."""
    return meanings(parts).get(table, _NOTHING)


@lru_cache(maxsize=65_536)
def meanings(parts: tuple[str, ...]) -> dict[str, Match]:
    """Find the column that a heading means, in every table that has it."""
    found: dict[str, Match] = {}
    for reading in _readings(parts):
        for text, unit in _without_unit(reading):
            for table, columns in _all_names().get(levelled(text), {}).items():
                found.setdefault(table, Match(columns, unit))
    return found


def _readings(parts: tuple[str, ...]) -> list[str]:
    """Ways to read stacked headings, the fullest first; a part that is only a unit goes into brackets."""
    words = [part for part in parts if not is_unit(part)] or list(parts)
    units = [_stripped(part) for part in parts if part not in words]
    tail = f"({units[-1]})" if units else ""
    readings = ["".join(words) + tail]
    while len(words) > 1 and levelled(words[0]) in NEUTRAL_GROUPS:
        words = words[1:]
        readings.append("".join(words) + tail)
    while len(words) > 1 and levelled(words[-1]) in NEUTRAL_PARTS:
        words = words[:-1]
        readings.append("".join(words) + tail)
    if len(words) > 1 and levelled(words[0]) in _all_names() and _names_a_part(levelled(words[1])):
        readings.append("".join(words[1:]) + tail)  # a column of its own that stands over its share: 其中…
    # a unit in brackets may stand in the upper part: 综合能源消费量(吨标准煤) over 当量值
    for index, word in enumerate(words[:-1]):
        bracket = _LAST_BRACKET.match(_flat(word))
        if bracket and heading_units.known(bracket[2]):
            rest = [*words[:index], bracket[1], *words[index + 1 :]]
            readings.append("".join(rest) + f"({bracket[2]})")
    return readings


_PART = ("其中", "合计中")


def _names_a_part(name: str) -> bool:
    """Tell a heading of what is a share of the column above it, with or without its 其中."""
    return name.startswith(_PART) or name in _names_of_parts()


@cache
def _names_of_parts() -> frozenset[str]:
    columns = (column for table in TABLES.values() for column in table.columns)
    return frozenset(
        levelled(name) for column in columns if column.name_zh.startswith(_PART) for name in column.aliases
    )


def _without_unit(text: str) -> list[tuple[str, str]]:
    """The text as it is, then without a known unit at its end."""
    flat = _flat(text)
    readings = [(text, "")]
    for pattern in (_LAST_BRACKET, _AFTER_COMMA):
        found = pattern.match(flat)
        if found and heading_units.known(found[2]):
            readings.append((found[1], found[2]))
    return readings


@lru_cache(maxsize=65_536)
def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_unit(text: str) -> bool:
    """Tell a heading, or a part of one, that is only a unit: ``（万千瓦时）``."""
    return heading_units.known(_stripped(text))


def _stripped(text: str) -> str:
    return _flat(text).strip("()[]").removeprefix("单位:").removeprefix("单位")


def nearest(table: str, text: str) -> str:
    """Return the official heading that an unknown one is closest to, or an empty text."""
    candidates = _names(table)
    close = difflib.get_close_matches(levelled(text), list(candidates), n=1, cutoff=NEAR)
    if not close:
        return ""
    return TABLES[table].column(candidates[close[0]][0]).name_zh


_ENDS = {True: r"(?![-\d附])", False: r"(?![a-z])"}
"""What may not follow a table's name: 表2 is not 表2-1, product is not products."""


@lru_cache(maxsize=4_096)
def table_named(name: str) -> Table | None:
    """Find the table that a sheet or file name means: exactly, else as the longest name it contains."""
    plain = _sheet_levelled(name)
    if plain in _table_names():
        return TABLES[_table_names()[plain]]
    inside = [
        (len(known), key)
        for known, key in _table_names().items()
        # most names hold no table's name at all
        if known in plain
        and len(known) > 1
        and re.search(rf"(?<![附a-z]){re.escape(known)}{_ENDS[known[-1].isdigit()]}", plain)
    ]
    return TABLES[max(inside)[1]] if inside else None


@cache
def _table_names() -> dict[str, str]:
    return {
        _sheet_levelled(name): table.key
        for table in TABLES.values()
        for name in (table.key, table.sheet, table.name_zh, *table.aliases)
    }


def _sheet_levelled(name: str) -> str:
    plain = _flat(name).translate(_TRADITIONAL).lower().replace("—", "-").replace("–", "-")
    return re.sub(r"[()\[\]《》:、,.]", "", plain)
