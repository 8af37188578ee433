"""The command line as a whole: help, exit codes, languages, consoles."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from energy_audit.resources import folder

Run = Callable[..., tuple[Any, str]]
COMMAND = [sys.executable, "-c", "import sys; from energy_audit.cli import main; main(sys.argv[1:])"]
CREDIT_CODE = "91520181000000019R"


def started(*words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """Call the command in a process of its own, where imports, consoles or exit codes are the point; else ``run`` does."""
    return subprocess.run(
        [*COMMAND, *words],
        env={**os.environ, "PYTHONIOENCODING": encoding, "TERM": "dumb"},
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table folder of one small enterprise."""
    folder = tmp_path_factory.mktemp("filing") / "示例单位"
    folder.mkdir()
    (folder / "enterprise.csv").write_text(
        f"uscc,report_year,enterprise_name,industry_code,region_code\n{CREDIT_CODE},2025,示例单位,8411,520103\n",
        encoding="utf-8",
    )
    (folder / "energy_consumption.csv").write_text(
        "uscc,report_year,energy_name,unit,purchase_qty,consumption_total,consumption_nonindustrial,factor_adopted\n"
        f"{CREDIT_CODE},2025,柴油,吨,100,100,100,1.4571\n",
        encoding="utf-8",
    )
    return folder


def test_help_names_every_command() -> None:
    shown = started("--help").stdout.decode()
    for name in ("inspect", "check", "template", "rules", "reference", "demo", "doctor"):
        assert name in shown


def test_python_runs_it_by_its_name() -> None:
    done = subprocess.run([sys.executable, "-m", "energy_audit", "--help"], capture_output=True, check=True)
    assert "python -m energy_audit" in done.stdout.decode().splitlines()[0]


def test_help_imports_no_engine() -> None:
    """Polars and WeasyPrint take longer to import than a person waits for help."""
    code = (
        "import sys\nfrom energy_audit.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'polars', 'weasyprint', 'jinja2', 'rich', 'sqlglot'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert "[]" == done.stderr.strip()


def test_a_check_imports_nothing_that_draws_or_reads_other_forms(tmp_path: Path) -> None:
    """One workbook is read, judged and its copy marked; pages, new workbooks and the old .xls have libraries of their own."""
    code = (
        "import sys\nfrom energy_audit.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "unused = {'jinja2', 'weasyprint', 'xlsxwriter', 'xlrd', 'openpyxl'}\n"
        "print(sorted(unused & set(sys.modules)), file=sys.stderr)"
    )
    copy, workbook = tmp_path / "copy.xlsx", next((folder("sample_data") / "filings").rglob("*-2025.xlsx"))
    command = [sys.executable, "-c", code, "check", str(workbook), "--annotate", str(copy), "--as-of", "2026-06-30"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert copy.exists()
    assert "[]" == done.stderr.strip().splitlines()[-1]


def test_an_inspection_ends_with_0_and_its_files(filing: Path, tmp_path: Path) -> None:
    done = started("inspect", str(filing), "--out", str(tmp_path / "out"), "--format", "html", "--as-of", "2026-06-30")
    assert 0 == done.returncode, done.stderr.decode()
    assert (tmp_path / "out" / "enterprises" / f"{CREDIT_CODE}-2025.html").is_file()
    assert (tmp_path / "out" / "data" / "verdicts.parquet").is_file()


def test_why_a_file_was_refused_is_said_in_the_language_asked_for(filing: Path, tmp_path: Path, run: Run) -> None:
    """On screen, on the page and in the manifest; a file of another kind is only a warning, and refused all the same."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "note.txt").write_text("hello")
    (tmp_path / "in" / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    out = ("--out", tmp_path / "out", "--format", "html", "--lang", "en")
    _, said = run("inspect", filing, tmp_path / "in", *out)
    (first, second) = (line for line in said.splitlines() if "refused " in line)
    assert ("  refused broken.xlsx: The file", "  refused note.txt: Not a filing") == (first[:31], second[:32])
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    reasons = [each["reason"] for each in manifest["inputs"] if each["status"] == "refused"]
    assert [first.partition(": ")[2], second.partition(": ")[2]] == reasons
    assert all(html.escape(reason, quote=False) in index for reason in reasons)
    assert all(each["reason"] == "" for each in manifest["inputs"] if each["status"] == "read")


def test_strict_ends_with_1_where_the_filing_has_errors(filing: Path, tmp_path: Path, run: Run) -> None:
    out = ("--out", tmp_path / "out", "--format", "data", "--as-of", "2026-06-30")
    assert 1 == run("inspect", filing, *out, "--strict")[0]


def test_wrong_words_end_with_2(tmp_path: Path, run: Run) -> None:
    assert 2 == started("inspect", "--out", str(tmp_path / "out")).returncode
    assert 2 == run("rules", "show", "NOPE99")[0]
    assert 2 == run("inspect", tmp_path, "--out", "x", "--format", "docx")[0]


def test_nothing_readable_ends_with_3_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    done = started("inspect", str(tmp_path), "--out", str(tmp_path / "out"))
    assert 3 == done.returncode
    assert "broken.xlsx" in done.stderr.decode()
    assert not (tmp_path / "out").exists()


def test_a_foreign_output_folder_ends_with_3_before_anything_is_read(filing: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert 3 == run("inspect", filing, "--out", tmp_path)[0]
    assert ["letter.txt"] == [each.name for each in tmp_path.iterdir()]


def test_a_pack_that_is_wrong_is_refused_with_file_and_line(tmp_path: Path, filing: Path, run: Run) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "pack.toml").write_text(
        'name = "mine"\nversion = "1"\ntitle = { zh = "我的", en = "mine" }\n', encoding="utf-8"
    )
    (pack / "topic.toml").write_text('[topic]\nname = "t"\ntitel = { zh = "甲", en = "a" }\n', encoding="utf-8")
    code, said = run("inspect", filing, "--out", tmp_path / "out", "--rules", tmp_path)
    assert 2 == code
    assert "topic.toml:3" in said


@pytest.mark.parametrize("encoding", ["cp936", "ascii"])
def test_every_message_prints_on_any_console(filing: Path, tmp_path: Path, encoding: str) -> None:
    done = started("inspect", str(filing), "--out", str(tmp_path / "out"), "--format", "data", encoding=encoding)
    assert 0 == done.returncode, done.stderr.decode(encoding, "replace")
    assert started("doctor", encoding=encoding).returncode == 0


def test_the_same_inputs_give_the_same_bytes_in_any_order_with_any_jobs(filing: Path, tmp_path: Path) -> None:
    """Pages, PDFs, workbook and data; only the record of the run differs."""
    other = tmp_path / "另一家"
    shutil.copytree(filing, other)
    for table in other.iterdir():
        table.write_text(table.read_text("utf-8").replace(CREDIT_CODE, "91520103000000018L"), "utf-8")
    for jobs, inputs in (("1", (filing, other)), ("2", (other, filing))):
        done = started(
            "inspect",
            *map(str, inputs),
            "--out",
            str(tmp_path / jobs),
            "--format",
            "html,xlsx,pdf",
            "--as-of",
            "2026-06-30",
            "--jobs",
            jobs,
            "--no-cache",
        )
        assert 0 == done.returncode, done.stderr
    first, second = (
        {str(f.relative_to(tmp_path / jobs)): f.read_bytes() for f in (tmp_path / jobs).rglob("*") if f.is_file()}
        for jobs in ("1", "2")
    )
    assert first.keys() == second.keys()
    assert ["run.json"] == [name for name in first if first[name] != second[name]]
    assert 3 == sum(name.endswith(".pdf") for name in first)
