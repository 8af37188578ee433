"""The same batch again, with one workbook changed: only what changed is made, and the output is that of a fresh run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from energy_audit.cache import Cache
from energy_audit.cli import main
from energy_audit.report import edition
from energy_audit.report.content import unit_parts
from energy_audit.report.drawn import html, pages
from energy_audit.resources import folder

BOOKS = tuple(
    next((folder("sample_data") / "filings").rglob(f"{name}-2025.xlsx"))
    for name in ("示例云岩医院", "示例汇川大学", "示例南明商场")
)
"""The samples with the shortest reports, one unit each."""

PAGES = ("--format", "html,data", "--no-verdicts")
WHEN = ("--as-of", "2026-06-30", "--jobs", "1", "--quiet")


def inspected(source: Path, out: Path, *more: str) -> dict[str, bytes]:
    """Inspect, and return every file but the one that tells how long it took."""
    with pytest.raises(SystemExit) as ended:
        main(["inspect", str(source), "--out", str(out), *WHEN, *more])
    assert ended.value.code == 0
    return written(out)


def written(out: Path) -> dict[str, bytes]:
    """Return every file but the one that tells how long it took."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of two filings, and let the cache be used."""
    monkeypatch.delenv("ENERGY_AUDIT_NO_CACHE")
    source = tmp_path / "in"
    source.mkdir()
    for book in BOOKS[:2]:
        shutil.copy(book, source)
    return source


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which pages are drawn instead of taken from the cache."""
    names: list[str] = []
    draw = pages.Pages._drawn

    def noted(self: pages.Pages, uscc: str, report_year: int) -> bytes:
        names.append(f"enterprises/{uscc}-{report_year}.html")
        return draw(self, uscc, report_year)

    monkeypatch.setattr(pages.Pages, "_drawn", noted)
    return names


@pytest.mark.pdf
def test_a_second_run_makes_what_changed_and_equals_a_fresh_one(books: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    kept = ("--cache", str(cache))
    first = inspected(books, tmp_path / "1", *kept)
    entries = set(cache.glob("*/*/*"))
    assert first == inspected(books, tmp_path / "2", *kept)
    assert entries == set(cache.glob("*/*/*"))

    book = min(books.iterdir())
    changed = openpyxl.load_workbook(book)
    changed.worksheets[0]["A200"] = "注：本表有更正"
    changed.save(book)
    second = inspected(books, tmp_path / "3", *kept)

    assert second != first
    assert second == inspected(books, tmp_path / "4", "--no-cache")
    new = [path.parent.parent.name for path in set(cache.glob("*/*/*")) - entries]
    # of two units one reading is new, and at the most its report and the summary
    assert 1 == new.count("readings")
    assert new.count("pdf") <= 2


def test_no_cache_keeps_nothing_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    inspected(BOOKS[0], tmp_path / "out", "--no-cache", "--format", "data")
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_verdicts_are_left_out_on_request(tmp_path: Path) -> None:
    whole = inspected(BOOKS[0], tmp_path / "1", "--format", "data")
    less = inspected(BOOKS[0], tmp_path / "2", "--format", "data", "--no-verdicts")
    assert {"data/verdicts.parquet"} == set(whole) - set(less)
    assert {name: whole[name] for name in less if name != "manifest.json"} == {
        name: content for name, content in less.items() if name != "manifest.json"
    }
    assert b'"verdicts": false' in less["manifest.json"]


def test_only_the_page_of_what_changed_is_drawn(books: Path, tmp_path: Path, drawn: list[str]) -> None:
    kept = (*PAGES, "--cache", str(tmp_path / "cache"))
    first = inspected(books, tmp_path / "1", *kept)
    everyone = sorted(name for name in first if name.startswith("enterprises/"))
    assert everyone == sorted(drawn)
    drawn.clear()
    assert first == inspected(books, tmp_path / "2", *kept)
    assert [] == drawn

    book = min(books.iterdir())
    changed = openpyxl.load_workbook(book)
    # one more block of cells moves the numbers of all blocks after it
    changed.copy_worksheet(changed.worksheets[0]).title = "附页"
    changed.worksheets[0]["A200"] = "注：本表有更正"
    changed.save(book)
    second = inspected(books, tmp_path / "3", *kept)
    mine = {name for name in everyone if second[name] != first[name]}
    assert set() < mine < set(everyone)
    assert sorted(mine) == sorted(drawn)
    assert second == inspected(books, tmp_path / "4", *PAGES, "--no-cache")


PACK = """
name = "own"
version = "1"
title = { zh = "示例规则", en = "Example" }
extends = ["national"]
"""

TOPIC = """
[topic]
name = "own"
title = { zh = "示例", en = "Example" }

[[rule]]
code = "XYZ001"
name = "example"
subject = "enterprise"
kind = "suspicion"
severity = "low"
breached = "report_year > 2000"
title = { zh = "示例标题", en = "Example" }
meaning = { zh = "WORDS的含义。", en = "Example." }
why = { zh = "示例理由。", en = "Example." }
remedy = { zh = "示例办法。", en = "Example." }
authority = "development_and_reform"
first_step = "none"
honesty = "exact"
message = { zh = "{report_year}年示例。", en = "Example {report_year}." }
evidence = ["report_year"]
citations = ["ECL-52"]
"""


def test_whatever_else_is_asked_for_is_what_a_fresh_run_gives(
    books: Path, tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cache serves language after language, day after day, rule after rule, and mixes nothing up."""
    kept = ("--cache", str(tmp_path / "cache"))
    plain = inspected(books, tmp_path / "plain", *PAGES, *kept)
    everyone = sorted(drawn)
    table = tmp_path / "tables" / "reference"
    table.mkdir(parents=True)
    industries = (folder("rules") / "reference" / "industries.csv").read_text(encoding="utf-8")
    (table / "industries.csv").write_text(industries.replace("制造", "制造（示例）"), encoding="utf-8")
    askings = [
        ("--lang", "en"),
        ("--as-of", "2026-07-01"),
        ("--basis", "equal"),
        ("--rules", str(tmp_path / "tables")),
    ]
    for number, asked in enumerate(askings):
        drawn.clear()
        again = inspected(books, tmp_path / f"again-{number}", *PAGES, *kept, *asked)
        assert everyone == sorted(drawn), asked
        assert again == inspected(books, tmp_path / f"fresh-{number}", *PAGES, "--no-cache", *asked), asked
        assert again != plain, asked

    templates = tmp_path / "templates"
    shutil.copytree(folder("templates"), templates)
    page = templates / "enterprise.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p>示例</p></body>"), encoding="utf-8")
    drawn.clear()
    with monkeypatch.context() as patch:
        for module in (html, edition):
            patch.setattr(module, "folder", lambda name: templates if name == "templates" else folder(name))
        html.environment.cache_clear()
        again = inspected(books, tmp_path / "again-t", *PAGES, *kept)
    html.environment.cache_clear()
    assert everyone == sorted(drawn)
    assert all("<p>示例</p>".encode() in again[name] for name in again if name.startswith("enterprises/"))

    drawn.clear()
    assert plain == inspected(books, tmp_path / "plain-again", *PAGES, *kept)
    assert [] == drawn


def test_whatever_happens_to_the_files_gives_what_a_fresh_run_gives(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change is told from what the cache holds of all before it, every unit a part of its own."""
    monkeypatch.setattr(unit_parts, "UNITS_A_PART", 1)
    first, second = sorted(books.iterdir())
    third = BOOKS[2]
    again, aside = books / "again.xlsx", books / "aside"

    def noted(book: Path, text: str) -> None:
        changed = openpyxl.load_workbook(book)
        changed.worksheets[0]["A200"] = text
        changed.save(book)

    def moved() -> None:
        aside.mkdir()
        second.rename(aside / second.name)

    changes: dict[str, Callable[[], object]] = {
        "as it was": lambda: None,
        "a file more": lambda: shutil.copy(third, books),
        "a cell changed": lambda: noted(first, "注：本表有更正"),
        "a second file of a unit": lambda: shutil.copy(first, again),
        "the second file changed": lambda: noted(again, "注：再次更正"),
        "moved to a folder": moved,
        "renamed": lambda: (books / third.name).rename(books / "0.xlsx"),
        "a file less": first.unlink,
    }
    formats = ("--format", "html,xlsx,data")
    for number, (name, change) in enumerate(changes.items()):
        change()
        kept = inspected(books, tmp_path / f"kept-{number}", *formats, "--cache", str(tmp_path / "cache"))
        assert kept == inspected(books, tmp_path / f"fresh-{number}", *formats, "--no-cache"), name


def test_a_rule_said_in_other_words_is_read_in_them(books: Path, tmp_path: Path) -> None:
    """No figure and no verdict changes, yet no page of the old words is handed out."""
    kept = ("--cache", str(tmp_path / "cache"))
    runs = []
    for words in ("示例一", "示例二"):
        pack = tmp_path / "rules" / "own"
        pack.mkdir(parents=True, exist_ok=True)
        (pack / "pack.toml").write_text(PACK, encoding="utf-8")
        (pack / "own.toml").write_text(TOPIC.replace("WORDS", words), encoding="utf-8")
        runs.append(inspected(books, tmp_path / words, *PAGES, *kept, "--rules", str(tmp_path / "rules")))
    first, second = (
        "\n".join(page.decode() for name, page in run.items() if name.startswith("enterprises/")) for run in runs
    )
    assert "示例一" in first
    assert "示例二" in second
    assert "示例一" not in second


def test_a_cache_removed_or_damaged_at_any_moment_changes_nothing(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = inspected(books, tmp_path / "fresh", *PAGES, "--no-cache")
    cache = tmp_path / "cache"
    kept = (*PAGES, "--cache", str(cache))
    assert fresh == inspected(books, tmp_path / "1", *kept)
    for path in cache.glob("*/*/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert fresh == inspected(books, tmp_path / "2", *kept)

    # every entry is whole again; now the folder goes between an entry's being seen and its being read
    get = Cache.get
    for kind_lost in ("readings", "page-names", "pages"):

        def going(self: Cache, kind: str, key: str, kind_lost: str = kind_lost) -> bytes | None:
            if kind == kind_lost:
                shutil.rmtree(cache, ignore_errors=True)
            return get(self, kind, key)

        with monkeypatch.context() as patch:
            patch.setattr(Cache, "get", going)
            assert fresh == inspected(books, tmp_path / f"{kind_lost}-gone", *kept)
        assert fresh == inspected(books, tmp_path / f"{kind_lost}-whole", *kept)


def test_two_runs_at_once_over_one_cache_give_what_one_gives(books: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    command = [sys.executable, "-c", "from energy_audit.cli import main; main()", "inspect", str(books), *WHEN, *PAGES]
    running = [
        subprocess.Popen([*command, "--out", str(tmp_path / name), "--cache", str(cache), "--cache-limit", "0.0001"])
        for name in "ab"
    ]
    assert [0, 0] == [run.wait(timeout=300) for run in running]
    fresh = inspected(books, tmp_path / "fresh", *PAGES, "--no-cache")
    assert fresh == written(tmp_path / "a") == written(tmp_path / "b")
    # 0.0001 GiB
    assert sum(path.stat().st_size for path in cache.glob("*/*/*")) <= 107_374
