"""Compiled templates: kept where Python keeps compiled modules, taken up only by the very same program, never in the way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from energy_audit.catalogue import Language
from energy_audit.report.drawn import compiled
from energy_audit.report.drawn.compiled import CompiledTemplates


def _drawn(folder: Path, source: str = "{{ 1 + 1 }}", lang: Language = "zh", finalize: str = "{}") -> str:
    made = Environment(
        loader=DictLoader({"page.html": source}),
        bytecode_cache=CompiledTemplates(lang, folder),
        autoescape=True,
        finalize=finalize.format,
    )
    return made.get_template("page.html").render()


def _kept(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"}


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_was_compiled_is_taken_up(tmp_path: Path) -> None:
    assert _drawn(tmp_path) == "2"
    kept = _kept(tmp_path)
    assert len(kept) == 1
    # what stands fast was written when it was compiled: it tells that nothing is compiled again
    assert _drawn(tmp_path, finalize="<{}>") == "2"
    assert _kept(tmp_path) == kept


def test_another_text_language_or_edition_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _drawn(tmp_path)
    assert _drawn(tmp_path, "{{ 1 + 2 }}") == "3"
    assert len(_kept(tmp_path)) == 1
    assert _drawn(tmp_path, "{{ 1 + 2 }}", "en", finalize="en {}") == "en 3"
    monkeypatch.setattr(compiled, "edition", lambda: "next")
    assert _drawn(tmp_path, "{{ 1 + 2 }}", finalize="next {}") == "next 3"


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda _: b"", lambda data: data[:40] + b"x" + data[41:]])
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, damage: object) -> None:
    _drawn(tmp_path)
    ((path, data),) = _kept(tmp_path).items()
    path.write_bytes(damage(data))  # type: ignore[operator]  # one of the three above
    assert _drawn(tmp_path, finalize="anew {}") == "anew 2"


def test_where_nothing_can_be_written_templates_are_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert _drawn(tmp_path / "file" / "folder") == "2"


def test_nothing_is_written_where_python_is_told_to_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _drawn(tmp_path) == "2"
    assert not _kept(tmp_path)
