"""One filing in three forms is one filing: workbook, CSV and Parquet give the same verdicts, alone or mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from energy_audit.filing.intake import read_filings
from energy_audit.filing.schema import TABLES
from energy_audit.inspection import inspect, write_inspection
from energy_audit.report.material import Material, Options
from energy_audit.resources import folder

OPTIONS = Options(as_of=date(2026, 6, 30))
SAMPLES = {
    "cement": "贵阳市/示例清镇水泥-2025.xlsx",
    "coking": "六盘水市/示例盘州焦化-2025.xlsx",
    "manganese": "铜仁市/示例松桃锰业-2025.xlsx",
}


def as_texts(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """A typed table as a clerk's CSV would hold it: filed units, 是 and 否, ISO dates."""
    columns = []
    for column in TABLES[key].columns:
        value = pl.col(column.key)
        if column.kind == "boolean":
            value = value.replace_strict({True: "是", False: "否"}, default=None, return_dtype=pl.String)
        elif column.kind == "number":
            value = (value / column.filed_scale).cast(pl.String)
        elif column.kind == "choice":
            words = {stored: text for text, stored in reversed(column.choices)}
            value = value.replace(words)
        columns.append(value.cast(pl.String).alias(column.key))
    return frame.select(columns)


def written(workbook: Path, target: Path, form: str) -> Path:
    """The workbook's tables as a table folder."""
    target.mkdir(parents=True)
    for key, frame in read_filings([workbook]).tables.items():
        if frame.is_empty():
            continue
        texts = as_texts(frame, key)
        if form == "csv":
            texts.write_csv(target / f"{key}.csv")
        else:
            texts.write_parquet(target / f"{key}.parquet")
    return target


def outcome(material: Material) -> pl.DataFrame:
    """Every verdict; a device's key is its row, which is another line in another form, so it is left out."""
    return (
        material.judgement.verdicts()
        .with_columns(
            pl.when(pl.col("subject") == "equipment").then(pl.lit("")).otherwise("subject_key").alias("subject_key"),
            pl.col("verdict").cast(pl.String),
        )
        .sort("uscc", "report_year", "rule", "subject_key", "verdict")
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_each_form_gives_the_same_verdicts_and_totals(name: str, tmp_path: Path) -> None:
    workbook = folder("sample_data") / "filings" / SAMPLES[name]
    expected = inspect([workbook], OPTIONS).material
    totals = ["tce_calorific", "tce_equal", "tier", "co2_t", "documents_missing"]
    for form in ("csv", "parquet"):
        actual = inspect([written(workbook, tmp_path / form, form)], OPTIONS).material
        assert outcome(expected).equals(outcome(actual))
        assert (
            expected.facts.frames["enterprise"].select(totals).rows()
            == actual.facts.frames["enterprise"].select(totals).rows()
        )


def test_a_mix_of_forms_is_one_batch(tmp_path: Path) -> None:
    base = folder("sample_data") / "filings"
    mixed = [
        base / SAMPLES["cement"],
        written(base / SAMPLES["coking"], tmp_path / "deep" / "er" / "csv", "csv"),
        written(base / SAMPLES["manganese"], tmp_path / "parquet", "parquet"),
    ]
    alone = pl.concat([outcome(inspect([base / each], OPTIONS).material) for each in SAMPLES.values()])
    keys = ["uscc", "report_year", "rule", "subject_key", "verdict"]
    assert alone.sort(keys).equals(outcome(inspect(mixed, OPTIONS).material).sort(keys))


def test_findings_do_not_depend_on_what_else_is_written(tmp_path: Path) -> None:
    """A filing without archive list among them: the notice that asks for it stands for its documents either way."""
    names = [*SAMPLES.values(), "安顺市/示例西秀玻璃-2025.xlsx"]
    filings = [folder("sample_data") / "filings" / name for name in names]
    for name, formats in (("data", {"data"}), ("pages", {"data", "html"})):
        options = replace(OPTIONS, formats=frozenset(formats), verdicts=False)
        write_inspection(inspect(filings, options), tmp_path / name)
    data, pages = ((tmp_path / name / "data" / "findings.csv").read_bytes() for name in ("data", "pages"))
    assert b",ARC101," in data
    assert data == pages
