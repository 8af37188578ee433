"""The benchmark's complete filings: clean where no fault is planted, and every planted fault is found."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from energy_audit.inspection import inspect
from energy_audit.report.material import Material, Options

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
if not BENCHMARKS.is_dir():
    pytest.skip("benchmarks are part of a checkout only", allow_module_level=True)
sys.path.insert(0, str(BENCHMARKS))
import generate  # noqa: E402 - it lies beside the package, in a checkout alone

OPTIONS = Options(as_of=date(2026, 6, 30), formats=frozenset({"data"}))
UNITS = 30
STATES_WHAT_IT_IS = {"KEU001", "KEU002", "KEU003"}
"""From 5,000 tce; from 10,000 tce; designated and below."""


def inspected(folder: Path, *, form: str = "typed", faults: float = 0.0, units: int = UNITS) -> Material:
    generate.write(folder, generate.filings(units, len(generate.ENERGIES), faults, 1, whole=True), form)
    return inspect([folder], OPTIONS).material


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return inspected(tmp_path_factory.mktemp("clean") / "filings")


def test_nothing_is_held_against_a_unit_without_a_fault_and_nothing_left_open(clean: Material) -> None:
    """Two findings a unit are left, which state what it is: from 5,000 tce, and which kind of key user."""
    findings = clean.judgement.findings
    assert [] == clean.intake.problems["message"].to_list()
    assert STATES_WHAT_IT_IS == set(findings["rule"])
    assert {("notice", "info", "breached")} == set(findings.select("kind", "severity", "verdict").rows())
    assert {"cannot_tell": 0, "breached": 2 * UNITS} == {
        verdict: clean.judgement.verdicts().filter(pl.col("verdict") == verdict).height
        for verdict in ("cannot_tell", "breached")
    }


def test_its_duties_were_judged_and_not_dodged(clean: Material) -> None:
    """A clean unit owes much and has it: papers of the archive, meters, its target, its report."""
    verdicts = clean.judgement.verdicts()
    met = set(verdicts.filter(pl.col("verdict") == "met")["rule"])
    assert {"ARC002", "ARC025", "ARC041", "MET001", "MET003", "MGT002", "TGT001", "KEU007", "FIL002"} <= met


def test_every_unit_uses_5000_tce_and_one_in_five_is_below_10000(clean: Material) -> None:
    units = clean.facts.frames["enterprise"]
    assert UNITS == units.height
    assert units.select(pl.min_horizontal("tce_calorific", "tce_equal").min()).item() >= 5000
    assert {"A": 24, "B": 6} == dict(units["tier"].value_counts().rows())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_form_gives_the_same_verdicts(form: str, tmp_path: Path, clean: Material) -> None:
    """A device goes by its row, which is another line in another form, so its key is left out."""
    key = pl.when(pl.col("subject") == "equipment").then(pl.lit("")).otherwise("subject_key")
    units = clean.facts.frames["enterprise"]["uscc"][:6]
    expected, actual = (
        material.judgement.verdicts()
        .filter(pl.col("uscc").is_in(units.implode()))
        .with_columns(pl.col("verdict").cast(pl.String), subject_key=key)
        .sort("uscc", "rule", "subject_key", "verdict")
        for material in (clean, inspected(tmp_path / "filings", form=form, units=6))
    )
    assert expected.height > 0
    assert expected.equals(actual)


FOUND_AS = {
    "bad-number": "unreadable-number",
    "negative": "out-of-range",
    "unknown-energy": "unknown-energy",
    "unknown-unit": "unknown-unit",
    "blank": "required-missing",
    "sum-differs": "consumption-split-mismatch",
    "bad-code": "bad-credit-code",
    "bad-year": "impossible-year",
    "factor-range": "out-of-range",
    "bad-source": "not-in-list",
}
"""The code of the problem that a planted fault gives."""


@pytest.mark.parametrize("form", ["typed", "csv", "xlsx"])
def test_each_kind_of_planted_fault_is_found_at_its_row(form: str, tmp_path: Path) -> None:
    """Five units of twenty rows, one row in ten faulty: row 10 of all, row 20 and so on, each of the ten kinds once."""
    material = inspected(tmp_path / "filings", form=form, faults=0.1, units=5)
    codes = generate.credit_codes(5)
    expected = set()
    for number, fault in enumerate(generate.FAULTS):
        index, code = 10 * number + 9, FOUND_AS[fault]
        if form == "xlsx":  # each unit has its workbook
            expected.add((f"{codes[index // 20]}.xlsx", index % 20 + 2, code))
        elif form == "csv":
            expected.add(("energy_consumption.csv", index + 2, code))
        else:  # a column of numbers cannot hold a word
            expected.add(("energy_consumption.parquet", index + 1, "required-missing" if number == 0 else code))
    # a row whose code or year is wrong is also one that no unit filed
    told = material.intake.problems.filter(pl.col("code") != "no-enterprise-row")
    assert expected == set(told.select("file", "row", "code").rows())


def test_a_complete_filing_of_fewer_energies_is_refused(tmp_path: Path) -> None:
    """Its unit would use less than 5,000 tce and owe less."""
    words = [sys.executable, str(BENCHMARKS / "generate.py"), str(tmp_path / "out"), "--complete", "--rows", "5"]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (2, False) == (told.returncode, (tmp_path / "out").exists())
    assert "20 energy rows" in told.stderr
