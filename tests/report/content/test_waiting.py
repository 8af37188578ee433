"""The batch says whom its open verdicts wait for just as the reports of its units do."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import polars as pl

from energy_audit.inspection import inspect
from energy_audit.report.content.reports import EnterpriseReports
from energy_audit.report.content.waiting import _WHERE, waiting_for, whose
from energy_audit.report.language import words
from energy_audit.report.material import Options

FILINGS = Path(__file__).resolve().parents[3] / "sample_data" / "filings"
FILES = (
    "贵阳市/示例贵安数据中心-2025.xlsx",
    "六盘水市/示例盘州焦化-2025.xlsx",
    "黔东南苗族侗族自治州/示例黄平硅业-2025.xlsx",
    "遵义市/示例播州铝业-2025.xlsx",
)


def test_the_batch_counts_what_the_units_are_told() -> None:
    """A basis nobody chose, a limit of a weak standard, no list of the file, what rests on it, a list not complete."""
    material = inspect([FILINGS / name for name in FILES], Options(as_of=dt.date(2026, 6, 30))).material
    reports = EnterpriseReports(material)
    told: Counter[str] = Counter()
    for uscc, year in material.facts.frames["enterprise"].select("uscc", "report_year").iter_rows():
        for each in reports.build(uscc, year).summary.untold:
            told[each.owner] += each.count
    assert {"unit", "authority", "rulebook"} == set(told)
    assert dict(told) == waiting_for(material, words("zh"))


def test_only_who_is_waited_for_is_named() -> None:
    assert "申报资料不足 3 项，规则库依据待核实 1 项" == whose({"rulebook": 1, "unit": 3}, words("zh"))
    assert "" == whose({}, words("en"))


def test_verdicts_are_alike_whose_values_are_the_same_wherever_they_stand() -> None:
    """A filed text that itself looks like a place stays part of the value."""
    value = 'x","file":"y"," \\'
    told = json.dumps({"a": {"value": value, "file": 'f"\\', "sheet": "", "cell": "A1"}}, separators=(",", ":"))
    kept = pl.Series([told]).str.replace_all(_WHERE, "")[0]
    assert kept == f'{{"a":{{"value":{json.dumps(value)},,,}}}}'
