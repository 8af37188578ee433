"""``--rules-as-of``: filings judged by the law of another day, said on every page, and never ground of a paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from energy_audit import resources

Run = Callable[..., tuple[Any, str]]
FILING = resources.folder("sample_data") / "filings" / "贵阳市" / "示例清镇水泥-2025.xlsx"
SAID = "规则重放：全部申报改按2021年5月29日的规则"


def verdict(out: Path, rule: str) -> str:
    verdicts = pl.read_parquet(out / "data" / "verdicts.parquet")
    found: str = verdicts.filter(rule=rule)["verdict"].item()
    return found


def test_a_replay_judges_by_the_law_of_its_day_and_says_so(run: Run, tmp_path: Path) -> None:
    """The guidance on two-high projects is of 30 May 2021: the day before, nobody was two-high."""
    plain, replay = tmp_path / "plain", tmp_path / "replay"
    run("inspect", FILING, "--out", plain, "--as-of", "2026-06-30", "--format", "data")
    day = ("--rules-as-of", "2021-05-29")
    _, text = run("inspect", FILING, "--out", replay, "--as-of", "2026-06-30", "--format", "html,data", *day)
    assert ("breached", "not_applicable") == (verdict(plain, "THL001"), verdict(replay, "THL001"))
    options = [json.loads((out / "manifest.json").read_text("utf-8"))["options"] for out in (plain, replay)]
    assert [None, "2021-05-29"] == [each["rules_as_of"] for each in options]
    pages = [replay / "index.html", *(replay / "enterprises").glob("*.html")]
    assert 2 == len(pages)
    assert all(SAID in told for told in (text, *(page.read_text("utf-8") for page in pages)))
    code, text = run("why-not", "THL001", "91520181000000019R", "2025", FILING, "--as-of", "2026-06-30", *day)
    assert (0, True) == (code, "[假] period_end >= DATE '2021-05-30'" in text)


def test_no_paper_rests_on_a_replay(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "replay"
    run("inspect", FILING, "--out", out, "--as-of", "2026-06-30", "--format", "data", "--rules-as-of", "2021-05-29")
    code, text = run("papers", out, "--out", tmp_path / "papers")
    assert (2, True) == (code, "2021-05-29" in text)
