"""A batch judged in parts gives the files of a batch judged at once."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.intake import Intake, read_filings
from energy_audit.inspection import open_rules
from energy_audit.parts.judged import PartJudge, judge_parts
from energy_audit.parts.run import inspect_into, is_small, parts_of
from energy_audit.parts.stored import stored, without_rows
from energy_audit.report.material import Options
from energy_audit.resources import folder

OPTIONS = Options(dt.date(2026, 6, 30), formats=frozenset({"data"}))
TABLES = ("enterprises", "findings", "problems", "absent", "verdicts")
LISTED = "\n".join(
    (
        "uscc,enterprise_name,list_year,document_no,effective_from,effective_to,citation,source,confidence,legal_status,note",
        *(
            f"9152012{n}00000000{n}X,示例未报{n}公司,{year},示例〔{year}〕1号,,,示例〔{year}〕1号,,high,in_force,"
            for year in (2024, 2025)
            for n in range(4)
        ),
    )
)
"""A list of units of which none filed."""


@pytest.fixture(scope="module")
def filings() -> list[Path]:
    """The samples; 示例播州铝业 and 示例贵安数据中心 claim the same certificate."""
    return [path for path in sorted((folder("sample_data") / "filings").rglob("*.*")) if path.is_file()]


@pytest.fixture(scope="module")
def both(filings: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Judged at once and five units at a time, or six."""
    assert 5 < len(parts_of(read_filings(filings), 6))
    base = tmp_path_factory.mktemp("parts")
    (base / "rules" / "reference").mkdir(parents=True)
    (base / "rules" / "reference" / "designated_units.csv").write_text(LISTED, encoding="utf-8")
    for name, units in (("whole", 10_000), ("parts", 6)):
        inspect_into(base / name, filings, OPTIONS, rules=(base / "rules",), units_a_part=units)
    return base / "whole", base / "parts"


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_the_same(both: tuple[Path, Path], table: str) -> None:
    whole, parts = (pl.read_parquet(base / "data" / f"{table}.parquet") for base in both)
    assert whole.height > 5
    assert whole.equals(parts)
    assert whole.schema == parts.schema


@pytest.mark.parametrize("name", [f"data/{table}.csv" for table in TABLES[:4]])
def test_texts_are_the_same_to_the_byte(both: tuple[Path, Path], name: str) -> None:
    whole, parts = ((base / name).read_bytes() for base in both)
    assert whole == parts


def test_a_batch_of_more_units_than_a_part_is_cut(filings: list[Path]) -> None:
    intake = read_filings([path for path in filings if path.suffix == ".xlsx"][:8])
    units = intake.tables["enterprise"]["uscc"].n_unique()
    assert is_small(intake, units)
    assert not is_small(intake, units - 1)


def test_the_manifest_is_the_same_and_nothing_is_left_over(both: tuple[Path, Path]) -> None:
    whole, parts = (json.loads((base / "manifest.json").read_text(encoding="utf-8")) for base in both)
    assert whole == parts
    names = [sorted(path.relative_to(base).as_posix() for path in base.rglob("*")) for base in both]
    assert names[0] == names[1]


def test_two_processes_give_the_bytes_of_one(filings: list[Path], both: tuple[Path, Path], tmp_path: Path) -> None:
    inspect_into(tmp_path / "two", filings, OPTIONS, rules=(both[1].parent / "rules",), units_a_part=6, jobs=2)
    names = sorted(path.relative_to(both[1]).as_posix() for path in both[1].rglob("*") if path.is_file())
    assert "data/findings.parquet" in names
    assert [] == [
        name
        for name in names
        if name != "run.json" and (both[1] / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ]


class Dies(PartJudge):
    """A judge whose process is killed at the second part, as the system does where memory is short."""

    here = os.getpid()

    def __call__(self, number: int, part: Callable[[], Intake]) -> tuple[Any, dict[str, float]]:
        if number == 1 and os.getpid() != self.here:
            (self.folder / "findings-000001.csv").write_text("half", encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(number, part)

    def __reduce__(self) -> tuple[Any, ...]:
        return _dying, (self.here, *super().__reduce__()[1])


def _dying(here: int, *parts: Any) -> Dies:
    Dies.here = here
    rules, options, folder = parts
    return Dies(rules, *open_rules(rules), options, folder)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_what_a_killed_process_left_is_judged_here(filings: list[Path], tmp_path: Path) -> None:
    """The other process had begun with the first part and left half a file of the second; here all is judged in one."""
    intake = read_filings([path for path in filings if path.suffix == ".xlsx"][:4])
    cut = [part.of(intake) for part in parts_of(intake, 1)]
    assert 3 <= len(cut)
    for name, kind, jobs in (("sound", PartJudge, 1), ("killed", Dies, 2)):
        (tmp_path / name).mkdir()
        judge = kind((), *open_rules(), OPTIONS, tmp_path / name)
        parts = [stored(part, tmp_path / name / f"{number}", without_rows(intake)) for number, part in enumerate(cut)]
        found = [each for each, _ in judge_parts(parts, judge, jobs)]
        assert intake.tables["enterprise"]["uscc"].n_unique() == sum(
            each.enterprises["uscc"].n_unique() for each in found
        )
    texts = [
        [(path.name, path.read_bytes()) for path in sorted((tmp_path / name).glob("*.csv"))]
        for name in ("sound", "killed")
    ]
    assert texts[0] == texts[1]


def test_a_year_no_calendar_has_stops_no_batch(tmp_path: Path) -> None:
    years = (2025, -(10**6), 0, 9999, 20255, 10**12)
    for number, own in enumerate(years):
        code = f"9152000000000000{number}X"
        head = f"统一社会信用代码,报告年度,单位名称,行业代码\n{code},{own},单位{number},3011\n"
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "表1.csv").write_text(head, encoding="utf-8")
        terms = f"统一社会信用代码,报告年度,能源代码,能源名称,计量单位,消费量合计\n{code},{own},33,电力,万千瓦时,7\n"
        (tmp_path / f"{number}" / "表2.csv").write_text(terms, encoding="utf-8")
    formats = frozenset({"data", "html", "xlsx"})

    inspect_into(tmp_path / "out", sorted(tmp_path.iterdir()), Options(dt.date(2026, 6, 30), formats=formats))

    told = pl.read_parquet(tmp_path / "out" / "data" / "enterprises.parquet")
    assert {*years} == {*told["report_year"]}
