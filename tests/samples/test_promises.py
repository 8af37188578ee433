"""The samples give what ``sample_data/promises.toml`` promises, no more and no less."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from energy_audit.inspection import inspect
from energy_audit.report.material import Options
from energy_audit.rulebook import findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from energy_audit.report.material import Material

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
PROMISES = tomllib.loads((SAMPLES / "promises.toml").read_text("utf-8"), parse_float=Decimal)

TOTALS = (
    "tce_calorific",
    "tce_equal",
    "tce_calorific_less_feedstock",
    "tce_equal_less_feedstock",
    "tce_calorific_less_nonfossil",
    "tce_equal_less_nonfossil",
)
STATUS = ("tier_calorific", "tier_equal", "tier", "key_energy_user", "basis_sensitive")

PROMISED: list[dict[str, Any]] = [
    {"uscc": unit["uscc"], "name": unit["name"], **year} for unit in PROMISES["unit"] for year in unit["year"]
]
YEARS = [pytest.param(year, id=f"{year['uscc']}-{year['report_year']}") for year in PROMISED]


@pytest.fixture(scope="module")
def material() -> Material:
    return inspect([SAMPLES / "filings"], Options(as_of=PROMISES["as_of"])).material


def of(frame: pl.DataFrame, year: dict[str, Any]) -> pl.DataFrame:
    return frame.filter(pl.col("uscc") == year["uscc"], pl.col("report_year") == year["report_year"])


def told(value: object) -> object:
    """Write unknown as the promises do."""
    return "" if value is None else value


@pytest.mark.parametrize("year", YEARS)
def test_totals_are_as_worked_out_by_hand(material: Material, year: dict[str, Any]) -> None:
    row = of(material.account.totals, year).row(0, named=True)
    # a layer that is not promised is the full figure; an end that is not promised is the total
    full = {name: year.get(name, year["_".join(name.split("_")[:2])]) for name in TOTALS}
    ends = {f"{name}_{end}": year.get(f"{name}_{end}", year[name]) for name in TOTALS[:2] for end in ("low", "high")}
    assert full | ends == {name: told(row[name]) for name in [*full, *ends]}


@pytest.mark.parametrize("year", YEARS)
def test_tier_and_status_are_as_promised(material: Material, year: dict[str, Any]) -> None:
    row = of(material.account.totals, year).row(0, named=True)
    assert {name: year[name] for name in STATUS} == {name: told(row[name]) for name in STATUS}


@pytest.mark.parametrize("year", YEARS)
def test_breached_verdicts_are_exactly_the_promised_ones(material: Material, year: dict[str, Any]) -> None:
    kinds = {code: rule.kind for code, rule in material.rulebook.rules.items()}
    verdicts = of(material.judgement.verdicts(), year)
    found: dict[str, list[str]] = {"violations": [], "suspicions": [], "notices": []}
    for verdict in named(verdicts, "breached"):
        found[f"{kinds[verdict.partition(' ')[0]]}s"].append(verdict)
    assert {kind: sorted(year[kind]) for kind in found} == found


@pytest.mark.parametrize("year", YEARS)
def test_what_cannot_be_told_is_exactly_what_was_promised(material: Material, year: dict[str, Any]) -> None:
    """Documents of the management file are counted, everything else is named."""
    open_verdicts = of(material.judgement.verdicts(), year)
    is_document = pl.col("subject") == "document"
    assert sorted(year["cannot_tell"]) == named(open_verdicts.filter(~is_document), "cannot_tell")
    assert year.get("cannot_tell_documents", 0) == len(named(open_verdicts.filter(is_document), "cannot_tell"))


def named(verdicts: pl.DataFrame, verdict: str) -> list[str]:
    found = verdicts.filter(pl.col("verdict") == verdict).select("rule", "subject_key")
    return sorted(f"{rule} {key}".rstrip() for rule, key in found.iter_rows())


@pytest.mark.parametrize("year", YEARS)
def test_problems_are_exactly_the_promised_ones(material: Material, year: dict[str, Any]) -> None:
    """A problem that names no unit belongs to the unit whose file it is in."""
    problems = material.intake.problems
    own = of(problems, year)
    unowned = problems.filter(pl.col("uscc").is_null(), in_files(year["files"]))
    promised = [tuple(each) if len(each) == 4 else (*each, year["files"][0]) for each in year["problems"]]
    assert sorted(promised) == addresses([own, unowned])


def in_files(names: list[str]) -> pl.Expr:
    """A folder of tables is named as the folder."""
    return pl.any_horizontal((pl.col("file") == name) | pl.col("file").str.starts_with(f"{name}/") for name in names)


def addresses(frames: Iterable[pl.DataFrame]) -> list[tuple[str, ...]]:
    return sorted(pl.concat(frames).select("code", "sheet", "cell", "file").iter_rows())


def test_nothing_is_found_that_no_promise_speaks_of(material: Material) -> None:
    """Every enterprise-year that was read is promised, and so is every file with a problem."""
    promised = {(year["uscc"], year["report_year"]) for year in PROMISED}
    read = set(material.account.totals.select("uscc", "report_year").iter_rows())
    assert promised == read
    files = [name for year in PROMISED for name in year["files"]]
    refused = [each["file"] for each in PROMISES["refused"]]
    stray = material.intake.problems.filter(~in_files(files + refused))
    assert stray.is_empty()


def test_refused_files_are_refused_for_the_promised_reason(material: Material) -> None:
    refused = [each.path for each in material.intake.files if each.status == "refused"]
    reasons = material.intake.problems.filter(pl.col("file").is_in(refused)).select("file", "code").iter_rows()
    assert sorted((each["file"], each["code"]) for each in PROMISES["refused"]) == sorted(reasons)


def test_at_least_four_filings_are_wholly_clean(material: Material) -> None:
    """No violation and no problem: the tool does not cry wolf at a proper filing."""
    violations = {code for code, rule in material.rulebook.rules.items() if rule.kind == "violation"}
    accused = material.judgement.verdicts().filter(pl.col("verdict") == "breached", pl.col("rule").is_in(violations))
    faulty = {*accused.select("uscc", "report_year").iter_rows()}
    faulty |= {*material.intake.problems.select("uscc", "report_year").iter_rows()}
    clean = {*material.account.totals.select("uscc", "report_year").iter_rows()} - faulty
    assert len({uscc for uscc, _ in clean}) >= 4, sorted(clean)


@pytest.mark.parametrize("rows", [1, 12, 1_000_000])
def test_findings_do_not_depend_on_how_many_rows_are_written_at_once(
    material: Material, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "_ROWS_AT_ONCE", rows)
    assert material.judgement.findings_in("zh").equals(material.judgement.findings)
