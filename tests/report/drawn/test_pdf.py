"""PDF files: the same bytes from the same page, closed to the outside, and clear about what is missing."""

from __future__ import annotations

import datetime as dt
import gc
import os
import re
import sys
import zlib
from pathlib import Path

import pytest

from energy_audit.errors import MissingLibrary
from energy_audit.report.drawn import pdf
from energy_audit.report.drawn.pdf import write_pdf
from energy_audit.resources import folder

AS_OF = dt.date(2026, 11, 23)
PAGE = (
    '<html lang="zh-CN"><head><title>节能监察报告</title><meta name="description" content="书面监察">'
    '<style>body { font-family: "Noto Serif CJK SC" }</style></head><body><h1>结论</h1><p>贵州{extra}</p></body></html>'
)


@pytest.fixture(autouse=True)
def _fresh_import() -> None:
    pdf.weasyprint_library.cache_clear()


@pytest.mark.pdf
def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write_pdf(PAGE, first, as_of=AS_OF)
    write_pdf(PAGE, second, as_of=AS_OF)
    assert first.read_bytes().startswith(b"%PDF-1.7")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.pdf
def test_a_page_that_is_drawn_is_let_go_of_at_once(tmp_path: Path) -> None:
    """However seldom Python looks for garbage, the memory of one page does not add to the next one's."""

    def laid_out() -> int:
        from weasyprint.formatting_structure.boxes import Box

        return sum(issubclass(type(each), Box) for each in gc.get_objects())

    gc.disable()
    try:
        write_pdf(PAGE, tmp_path / "a.pdf", as_of=AS_OF)
        first = laid_out()
        write_pdf(PAGE, tmp_path / "b.pdf", as_of=AS_OF)
        assert laid_out() <= first
    finally:
        gc.enable()


def unpacked(content: bytes) -> bytes:
    """Return every compressed stream of a PDF, unpacked."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    return b"\n".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")


@pytest.mark.pdf
def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_pdf(PAGE, target, as_of=AS_OF)
    content = unpacked(target.read_bytes())
    assert b"pdfuaid" in content
    assert "节能监察报告".encode() in content
    assert b"/StructTreeRoot" in content
    assert b"/Outlines" in content
    assert b"zh-CN" in content


@pytest.mark.pdf
def test_a_stopped_clock_is_set_going_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    write_pdf(PAGE, tmp_path / "a.pdf", as_of=AS_OF)
    assert os.environ["SOURCE_DATE_EPOCH"] == "12"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    write_pdf(PAGE, tmp_path / "b.pdf", as_of=AS_OF)
    assert "SOURCE_DATE_EPOCH" not in os.environ


@pytest.mark.pdf
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1:9/x.png",
        "data:text/plain,x",
        "ftp://example.org/x",
        Path(__file__).as_uri(),
        folder("templates").as_uri() + "/../pyproject.toml",
        folder("templates").as_uri() + "/%2e%2e/pyproject.toml",
        "file://elsewhere" + folder("templates").as_posix() + "/style/tokens.css",
    ],
)
def test_nothing_outside_the_templates_is_fetched(address: str) -> None:
    with pytest.raises(ValueError, match=r"only files of templates/"):
        pdf._only_from(folder("templates")).fetch(address)


@pytest.mark.pdf
def test_files_of_the_templates_are_fetched() -> None:
    with_tokens = pdf._only_from(folder("templates")).fetch(folder("templates").as_uri() + "/style/tokens.css")
    assert b"--ink" in with_tokens.read()
    with_tokens.close()


@pytest.mark.pdf
def test_a_picture_from_elsewhere_is_left_out(tmp_path: Path) -> None:
    plain, reaching = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write_pdf(PAGE, plain, as_of=AS_OF)
    write_pdf(
        PAGE.replace("{extra}", '<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x">'),
        reaching,
        as_of=AS_OF,
    )
    assert b"/Subtype /Image" not in reaching.read_bytes()


def test_a_missing_library_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingLibrary, match=r"apt install libpango-1\.0-0") as caught:
        write_pdf(PAGE, tmp_path / "a.pdf", as_of=AS_OF)
    assert caught.value.exit_code == 3
    assert not (tmp_path / "a.pdf").exists()
