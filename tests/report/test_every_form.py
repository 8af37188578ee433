"""Page, PDF, workbook, CSV, Parquet and JSON of one real inspection say the same numbers."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from energy_audit.inspection import inspect, write_inspection
from energy_audit.report.material import Options
from energy_audit.resources import folder

pytestmark = pytest.mark.pdf
SAMPLES = folder("sample_data") / "filings"
SUBJECT = ("rule", "uscc", "report_year", "subject_key")
COUNTS = ("violations", "suspicions", "notices", "cannot_tell")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inspect a unit with breaches and one whose total is an interval."""
    target = tmp_path_factory.mktemp("every") / "out"
    filings = [SAMPLES / "六盘水市" / "示例盘州焦化-2025.xlsx", SAMPLES / "毕节市"]
    options = Options(as_of=dt.date(2026, 6, 30), formats=frozenset({"html", "pdf", "xlsx", "data"}))
    assert write_inspection(inspect(filings, options), target) == {}
    return target


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / "data" / "enterprises.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shown(low: str, high: str) -> str:
    """Write a total as every page does: both ends, one where they agree, or the end that is known."""
    ends = [f"{Decimal(end):,.2f}" if end else "" for end in (low, high)]
    if not all(ends):
        return f"≥ {ends[0]}" if ends[0] else f"≤ {ends[1]}" if ends[1] else "不能判断"
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def printed(path: Path) -> str:
    return flat(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout)


def test_page_and_pdf_of_each_unit_say_what_the_data_file_says(out: Path) -> None:
    rows = rows_of(out)
    assert len(rows) >= 4
    for row in rows:
        name = f"{row['uscc']}-{row['report_year']}"
        page = flat((out / "enterprises" / f"{name}.html").read_text(encoding="utf-8"))
        paper = printed(out / "enterprises" / f"{name}.pdf")
        for text in (page, paper):
            for basis in ("calorific", "equal"):
                assert flat(shown(row[f"tce_{basis}_low"], row[f"tce_{basis}_high"])) in text
            assert f"提示{row['notices']}项" in text
            assert f"疑似问题{row['suspicions']}项" in text
            if row["violations"] != "0":
                assert f"判定违法违规{row['violations']}项" in text
            if row["cannot_tell"] != "0":
                assert f"另有{row['cannot_tell']}项不能判断" in text


def test_data_files_workbook_and_manifest_count_the_same(out: Path) -> None:
    rows = rows_of(out)
    in_csv = {count: sum(int(row[count]) for row in rows) for count in COUNTS}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert in_csv == {count: manifest["counts"][count] for count in COUNTS}
    findings = pl.read_parquet(out / "data" / "findings.parquet")
    breached = findings.filter(verdict="breached")
    assert in_csv["violations"] == breached.filter(kind="violation").height
    untold = pl.read_parquet(out / "data" / "verdicts.parquet").filter(verdict="cannot_tell")
    assert in_csv["cannot_tell"] == untold.height
    told = findings.filter(verdict="cannot_tell").with_columns(pl.col("subject_key").fill_null(""))
    assert told.join(untold, on=SUBJECT, how="anti").is_empty()
    for each in untold.join(told, on=SUBJECT, how="anti").iter_rows(named=True):
        own = findings.filter(uscc=each["uscc"], report_year=each["report_year"])
        # the list of documents speaks for each of them, and names the list
        assert each["subject"] == "document" or own["message"].str.contains(each["rule"]).any()
    book = openpyxl.load_workbook(out / "inspection.xlsx", read_only=True)
    assert len(list(book["发现"].iter_rows())) - 1 == findings.height
    assert len(list(book["企业"].iter_rows())) - 1 == len(rows)


def test_index_and_summary_say_what_the_data_files_say(out: Path) -> None:
    rows = rows_of(out)
    violations, suspicions = (sum(int(row[count]) for row in rows) for count in ("violations", "suspicions"))
    summary = printed(out / "summary.pdf")
    assert f"发现违法违规{violations}项" in summary
    assert f"疑似问题{suspicions}项" in summary
    index = flat((out / "index.html").read_text(encoding="utf-8"))
    assert f"违法违规{violations}项（各年度合计）；最近年度涉及" in index  # two years are among the samples


def test_those_counted_from_5000_tce_are_said_to_hold_the_designated_units_too(out: Path) -> None:
    """A designated unit is a key energy user whatever it consumed, so no heading may speak of the amount alone."""
    book = openpyxl.load_workbook(out / "inspection.xlsx", read_only=True)
    cells = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value}
    page = {text.strip(" ·") for text in re.split("<[^>]+>", (out / "index.html").read_text(encoding="utf-8"))}
    assert "5000吨及以上或已指定" in cells & page
    assert [] == [
        text for text in cells | page if re.search("^5000吨及以上(（家）)?$|（年综合能耗5000吨及以上）", text)
    ]
    assert "5000吨及以上（家）" not in printed(out / "summary.pdf")
