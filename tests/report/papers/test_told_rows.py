"""What one finding of a row tells for others is among the papers' rows again, row by row."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from energy_audit.inspection import open_rules
from energy_audit.report.papers.sources import open_output


def test_a_project_that_one_finding_speaks_for_stays_beside_one_that_is_told_rule_by_rule(tmp_path: Path) -> None:
    """PRJ001 is open of both projects: of the dated one it is a finding, of the bare one PRJ038 speaks."""
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "manifest.json").write_text('{"tool": "energy-audit"}', encoding="utf-8")
    key = {"uscc": "A", "report_year": 2025, "subject": "project"}
    open_ones = [{**key, "rule": "PRJ001", "subject_key": name, "verdict": "cannot_tell"} for name in ("dated", "bare")]
    asked = {**key, "rule": "PRJ038", "subject_key": "bare", "verdict": "breached"}
    pl.DataFrame([*open_ones, asked]).write_parquet(data / "verdicts.parquet")
    beside = dict.fromkeys(("message", "evidence", "file", "sheet", "cell"), "")
    pl.DataFrame([open_ones[0] | beside, asked | beside]).write_parquet(data / "findings.parquet")

    output = open_output(tmp_path)
    assert output is not None
    found = output._findings(open_rules()[1])

    assert [("PRJ001", "bare"), ("PRJ001", "dated"), ("PRJ038", "bare")] == sorted(
        found.select("rule", "subject_key").rows()
    )
