"""PDFs that an earlier run drew are taken from it; only what changed is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from energy_audit.cache import Cache
from energy_audit.report.drawn import drawing as drawing_module
from energy_audit.report.drawn.drawing import Drawing, PdfJob

AS_OF = dt.date(2026, 6, 30)


class Pen:
    """Draws, and knows what."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def __call__(self, html: str, target: Path, *, as_of: dt.date) -> None:
        """Write page and day."""
        self.drawn.append(html)
        target.write_text(f"{html} on {as_of}", encoding="utf-8")


@pytest.fixture(autouse=True)
def _known_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_module, "renderer_digest", lambda: "renderer")


def draw(folder: Path, pages: str, cache: Cache | None, *, as_of: dt.date = AS_OF) -> tuple[list[str], list[str]]:
    """Draw pages named by their letters; returns what was drawn and what stands in the files."""
    folder.mkdir()
    pen = Pen()
    told: list[int] = []
    jobs = [PdfJob(page, folder / f"{number}.pdf", page) for number, page in enumerate(pages)]
    lost = Drawing(as_of, cache=cache, draw=pen).draw(jobs, len(jobs), lambda _, done, __: told.append(done))
    assert [] == lost
    assert list(range(1, len(pages) + 1)) == told
    return pen.drawn, [job.target.read_text(encoding="utf-8") for job in jobs]


def test_only_changed_pages_are_drawn_and_files_are_the_same(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert ["a", "b", "c"] == draw(tmp_path / "1", "abc", cache)[0]
    drawn, written = draw(tmp_path / "2", "aXc", cache)
    assert ["X"] == drawn
    assert written == draw(tmp_path / "3", "aXc", None)[1]


def test_another_day_or_renderer_draws_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache")
    draw(tmp_path / "1", "ab", cache)
    assert ["a", "b"] == draw(tmp_path / "2", "ab", cache, as_of=dt.date(2026, 7, 1))[0]
    monkeypatch.setattr(drawing_module, "renderer_digest", lambda: "another")
    assert ["a", "b"] == draw(tmp_path / "3", "ab", cache)[0]
    assert [] == draw(tmp_path / "4", "ab", cache)[0]


def test_nothing_is_kept_where_the_fonts_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_module, "renderer_digest", lambda: None)
    cache = Cache(tmp_path / "cache")
    for run in "12":
        assert ["a"] == draw(tmp_path / run, "a", cache)[0]
    assert not cache.folder.exists()


def test_no_more_pages_are_made_than_can_be_drawn(tmp_path: Path) -> None:
    """A page is made when its turn comes, so that a batch of any size holds a few at a time."""
    made: list[str] = []

    def pages() -> Iterator[PdfJob]:
        for page in "abcd":
            made.append(page)
            yield PdfJob(page, tmp_path / f"{page}.pdf", page)

    seen: list[int] = []
    Drawing(AS_OF, draw=Pen()).draw(pages(), 4, lambda *_: seen.append(len(made)))
    assert [1, 2, 3, 4] == seen
