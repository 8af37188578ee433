"""LibreOffice opens every paper, and what it prints holds every word of the document."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from energy_audit.reference.lookup import Law
from energy_audit.report.papers import issue_papers
from energy_audit.report.papers.case import Case
from energy_audit.report.papers.wording import Wording

from .conftest import USCC, finding, paragraphs_of

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="LibreOffice or pdftotext is missing"
)


def convert(profile: Path, to: Path, *files: Path) -> None:
    arguments = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*arguments, "--outdir", str(to), *map(str, files)], check=False, timeout=180, capture_output=True)


def test_every_paper_prints_whole(
    tmp_path: Path, case_of: Callable[..., Case], wording: Wording, law_table: dict[str, Law]
) -> None:
    """Every paragraph and cell of every paper is found in its PDF."""
    probe = tmp_path / "probe.txt"
    probe.write_text("probe", encoding="utf-8")
    convert(tmp_path / "profile", tmp_path, probe)
    if not (tmp_path / "probe.pdf").exists():
        pytest.skip("LibreOffice has no Writer here: it cannot open text documents")
    case = case_of(
        finding("LIM001", "焦炭", evidence={"commissioned_on": ("2020-05-06", "Q2")}),
        finding("ARC008", "ARC-08"),
        finding("THL002"),
        finding("MET004", "电力"),
        finding("PRJ016", "P1"),
        finding("FIL008"),
    )
    issue_papers([case], tmp_path / "out", wording, law_table)
    files = sorted((tmp_path / "out" / f"{USCC}-2025").glob("*.docx"))
    assert len(files) > 8
    convert(tmp_path / "profile", tmp_path, *files)
    for file in files:
        printed = subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / f"{file.stem}.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "— 1 —" in printed, file.name
        printed = _bare(re.sub(r"— \d+ —", "", printed))
        for paragraph in paragraphs_of(Document(str(file))):
            assert _bare(paragraph.text) in printed, f"{file.name}: {paragraph.text}"


def _bare(text: str) -> str:
    """Keep letters and digits: lines end where the page wants, and a comma hung in the margin is not read back."""
    return re.sub(r"\W+", "", text)
