"""Whatever a PDF depends on beside its page names the renderer; another of it draws every PDF anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from energy_audit.report.drawn import renderer
from energy_audit.report.drawn.renderer import renderer_digest

pytestmark = pytest.mark.pdf


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    renderer_digest.cache_clear()


@pytest.fixture
def digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str | None]:
    """Digest a renderer whose fonts, settings, templates and system libraries lie in ``tmp_path``."""
    for name in ("face.otf", "fonts.conf", "libharfbuzz.so.0"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.css").write_text("p { color: black }", encoding="utf-8")
    (tmp_path / "maps").write_text(
        f"7f00 r-xp 0 00:00 1 {tmp_path}/libharfbuzz.so.0\n7f01 rw-p 0 00:00 0 [heap]\n", encoding="utf-8"
    )
    told = {"fc-list": [f"{tmp_path}/face.otf: "], "fc-conflist": [f"+ {tmp_path}/fonts.conf: No description"]}
    monkeypatch.setattr(renderer, "_told_by", lambda tool, *_: told.get(tool))
    monkeypatch.setattr(renderer, "folder", lambda _: tmp_path / "templates")
    monkeypatch.setattr(renderer, "LOADED", tmp_path / "maps")

    def named() -> str | None:
        renderer_digest.cache_clear()
        return renderer_digest()

    return named


@pytest.mark.parametrize("file", ["face.otf", "fonts.conf", "libharfbuzz.so.0", "templates/page.css"])
def test_another_file_is_another_renderer(tmp_path: Path, digest: Callable[[], str | None], file: str) -> None:
    before = digest()
    assert before == digest()
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8").swapcase(), encoding="utf-8")
    os.utime(path, (1, 1))
    assert before != digest()


def test_another_library_or_python_is_another_renderer(
    digest: Callable[[], str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {digest()}
    monkeypatch.setattr(renderer.metadata, "version", lambda name: "0" if name == "pydyf" else "1")
    names.add(digest())
    monkeypatch.setattr(renderer.metadata, "version", lambda _: "1")
    names.add(digest())
    monkeypatch.setattr(renderer.sys, "version", "4.0")
    names.add(digest())
    assert 4 == len(names)


def test_this_machine_is_named_the_same_twice_and_its_shaper_is_seen() -> None:
    first = renderer_digest()
    renderer_digest.cache_clear()
    assert first == renderer_digest()
    if renderer.LOADED.exists():
        assert any("harfbuzz" in path.name for path in renderer._shaping_libraries())


def test_fonts_that_cannot_be_listed_name_no_renderer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    renderer_digest.cache_clear()
    assert renderer_digest() is None
    failing = tmp_path / "fc-list"
    failing.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    failing.chmod(0o755)
    renderer_digest.cache_clear()
    assert renderer_digest() is None
