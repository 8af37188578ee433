"""The paper: A4, tagged, small, with real text in it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.drawn.html import render
from energy_audit.report.drawn.pdf import write_pdf

sys.path.insert(0, str(Path(__file__).parent.parent))
from pdf_structure import elements, faults

pytestmark = pytest.mark.pdf
Reports = Callable[..., EnterpriseReport]


@pytest.fixture(scope="module")
def paper(report_of: Reports, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("paper") / "report.pdf"
    write_pdf(render("enterprise.html", report_of()), target, as_of=dt.date(2026, 11, 23))
    return target


def test_a_rich_report_stays_below_500_kilobytes(paper: Path) -> None:
    assert paper.stat().st_size < 500_000


def test_pages_are_a4_and_sections_are_bookmarked(paper: Path) -> None:
    streams = re.findall(rb"stream\n(.*?)\nendstream", paper.read_bytes(), re.DOTALL)
    objects = b"\n".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")
    boxes = set(re.findall(rb"/MediaBox ?\[([^\]]*)\]", objects))
    assert {tuple(round(float(number)) for number in box.split()) for box in boxes} == {(0, 0, 595, 842)}
    titles = b"".join(bytes.fromhex(text.decode()) for text in re.findall(rb"/Title <([0-9a-f]+)>", objects))
    assert "一、监察结论".encode("utf-16-be") in titles
    assert "十一、签署".encode("utf-16-be") in titles


def test_text_can_be_read_out_again(paper: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    text = subprocess.run([reader, "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    flat = re.sub(r"\s+", "", text)
    assert "贵州示范铁合金有限责任公司" in flat
    assert "—1—" in flat
    assert "能源管理负责人未备案" in flat
    assert "节能监察报告·贵州示范铁合金有限责任公司·2025" in flat


def test_a_reader_can_find_its_way(paper: Path) -> None:
    """Tags, headings, table headings, pictures in words, faces: what PDF/UA asks for, read out of the file."""
    assert faults(paper) == []


def test_its_parts_are_there_as_parts(paper: Path) -> None:
    kinds = Counter(each.kind for each in elements(pypdf.PdfReader(paper)))
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == 11
    assert kinds["/Figure"] >= 2
    assert kinds["/Caption"] >= 8
    assert kinds["/TH"] > 50
    headed = [each for each in elements(pypdf.PdfReader(paper)) if each.node.get("/A", {}).get("/Headers")]
    assert len(headed) > 100


def test_tables_and_figures_are_numbered_without_a_gap(report_of: Reports) -> None:
    """Whatever a report leaves out, the numbers of what it has run from 1."""
    for filing in ({}, {"product": None, "document": None}, {"energy_consumption": []}):
        html = render("enterprise.html", report_of(**filing))
        for kind, tag in (("表", "caption"), ("图", "figcaption")):
            captions = re.findall(rf"<{tag}>(.*?)</{tag}>", html)
            numbers = [int(re.match(rf"{kind} (\d+)　", caption)[1]) for caption in captions]  # type: ignore[index]  # every one has a number
            assert numbers == list(range(1, len(numbers) + 1))


def test_two_faces_are_embedded_and_cut_down(paper: Path) -> None:
    listed = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert len(listed) == 2
    assert all(re.search(r"\byes yes yes\b", line) for line in listed)  # embedded, a subset, with its characters
    assert all(re.match(r"[A-Z]{6}\+", line) for line in listed)
