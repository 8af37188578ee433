"""``OUT/index.html``: the batch at a glance in one file that opens from disk, without a server or a network.

Style, script and data stand inside the page. The page may run its own script and
nothing else: a content security policy names the script's digest, so that text
from a filing can never run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from markupsafe import Markup

from energy_audit.catalogue import Message
from energy_audit.report.batch.pictures import Pictures
from energy_audit.report.batch.roster import GRADES
from energy_audit.report.drawn.html import environment
from energy_audit.report.language import words as words_of
from energy_audit.report.workbooks.fields import archive_states

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.report.batch.report import BatchReport
    from energy_audit.report.language import Words

NOSCRIPT_ROWS: Final = 10_000
"""Without script the page lists so many enterprises; the workbook and the data files hold all."""

SCRIPT: Final = "batch/index.js"

MAP_PLACES: Final = {
    "520500": "1 / 1",
    "520300": "1 / 2",
    "520600": "1 / 3",
    "520200": "2 / 1",
    "520100": "2 / 2",
    "522600": "2 / 3",
    "522300": "3 / 1",
    "520400": "3 / 2",
    "522700": "3 / 3",
}
"""Row and column of each prefecture's tile: roughly where it lies on the map of Guizhou."""

_COLUMNS: Final = {
    "uscc": "uscc",
    "year": "report_year",
    "name": "enterprise_name",
    "prefecture": "prefecture",
    "county": "county",
    "division": "division",
    "tier": "tier",
    "calorific": "tce_calorific",
    "calorificLow": "tce_calorific_low",
    "calorificHigh": "tce_calorific_high",
    "equal": "tce_equal",
    "equalLow": "tce_equal_low",
    "equalHigh": "tce_equal_high",
    "key": "key_energy_user",
    "thol": "two_high_one_low",
    "gravest": "gravest",
    "gravity": "gravity",
    "violations": "violations",
    "suspicions": "suspicions",
    "notices": "notices",
    "untold": "cannot_tell",
    "archive": "archive",
    "latest": "latest",
    "why": "why_open",
    "watch": "watch",
    "html": "html",
    "pdf": "pdf",
}
"""What each column of the page's data is called in the roster."""


def write_index(report: BatchReport, folder: Path) -> None:
    """Write ``folder/index.html``.

    Raises:
        OSError: the file cannot be written.
    """
    (folder / "index.html").write_text(index_html(report), encoding="utf-8", newline="\n")


def index_html(report: BatchReport) -> str:
    """Draw the page."""
    made = environment(report.lang)
    words = words_of(report.lang)
    script = made.loader.get_source(made, SCRIPT)[0] if made.loader else ""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return made.get_template("index.html").render(
        report=report,
        draw=Pictures(words),
        map_places=MAP_PLACES,
        script=Markup(script),  # noqa: S704 - our own file, shipped with the package
        script_digest=digest,
        grades=grades(words),
        data=script_safe(index_data(report, words)),
        noscript_rows=NOSCRIPT_ROWS,
    )


def index_data(report: BatchReport, words: Words) -> dict[str, Any]:
    """Return what the page's script works on: columns of equal length, names of codes, rules, words.

    tce are texts with two decimals, exactly as in the data files.
    """
    roster = report.roster
    codes = {rule.code: place for place, rule in enumerate(report.rules)}
    columns = {key: _plain(roster[name]) for key, name in _COLUMNS.items()}
    columns["rules"] = [sorted(codes[code] for code in broken) for broken in roster["rules"]]
    return {
        "lang": report.lang,
        "columns": columns,
        "names": {
            "prefecture": {group.code: group.name for group in report.prefectures},
            "county": {part.code: part.name for group in report.prefectures for part in group.parts if part.code},
            "division": {group.code: group.name for group in report.divisions if group.code},
            "archive": archive_states(words),
            "gravest": grades(words),
            "tier": {tier: words("{tier}档", tier=tier) for tier in "ABCD"},
        },
        "countyOf": {part.code: group.code for group in report.prefectures for part in group.parts if part.code},
        "rules": [{"code": rule.code, "title": rule.title, "kind": rule.kind} for rule in report.rules],
        "severalYears": len(report.years) + len(report.impossible_years) > 1,
        "words": _script_words(words),
    }


def grades(words: Words) -> dict[str, str]:
    """Name every one of ``GRADES``."""
    kinds = {"violation": words(Message("违规", "grade")), "suspicion": words(Message("疑似", "grade"))}
    split = ((grade, *grade.split(" ")) for grade in GRADES)
    return {grade: f"{kinds[kind]} {words.label('severity', severity)}" for grade, kind, severity in split}


def script_safe(data: object) -> Markup:
    """Write JSON that no text inside can end or leave: ``<``, ``>``, ``&`` and the line separators are escaped."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704 - made safe above


def _plain(column: pl.Series) -> list[Any]:
    """Decimals become text, so that no digit is lost on the way through a float."""
    return (column.cast(pl.String) if column.dtype.is_decimal() else column).to_list()


def _script_words(words: Words) -> dict[str, str]:
    return {
        "untold": words("不能判断"),
        "open": words("未定"),
        "noName": words("（单位名称未填或不一致）"),
        "found": words("筛出 {found} 条，共 {all} 条；确定的综合能耗（当量值）合计 {tce} 吨标准煤"),
        "more": words("再显示 {n} 条"),
        "none": words("没有符合条件的单位。请减少筛选条件。"),
        "details": words("明细"),
        "report": words("报告"),
        "noPage": words("本次没有生成单独的报告页"),
        "breaches": words("发现的事项"),
        "nothing": words("没有不符合的规则。"),
        "equal": words(Message("等价值", "site")),
        "tce": words("吨标准煤"),
        "remove": words("去掉筛选条件："),
        "copied": words("链接已复制"),
        "copy": words("请手工复制这个地址："),
        "printed": words("只打印前 {n} 条，其余见工作簿。"),
        "violation": words(Message("违法违规", "site")),
        "suspicion": words("疑似问题"),
        "notice": words("提示"),
    }
