"""A character that no face has is named and marked, never an empty box."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from energy_audit.report.drawn import pdf
from energy_audit.report.drawn.glyphs import NOTE_PLACE, Glyphs, code_of

NOWHERE = "\U0010fffd"
"""A code point for private use: no face has it."""
PAGE = f"<p>示例{NOWHERE}有限公司</p>{NOTE_PLACE}<p>{NOWHERE}</p>"


class Renderer:
    """Has no glyph for some characters, and remembers what it was asked."""

    def __init__(self, *missing: str) -> None:
        self.missing = frozenset(missing)
        self.asked: list[str] = []

    def __call__(self, characters: Iterable[str]) -> frozenset[str]:
        asked = list(characters)
        self.asked += asked
        return self.missing & set(asked)


def test_a_missing_glyph_is_marked_everywhere_and_said_once() -> None:
    glyphs = Glyphs(Renderer(NOWHERE))
    marked = glyphs.mark(PAGE, "甲 2025", "zh")
    assert NOWHERE not in marked
    assert marked.count("〔U+10FFFD〕") == 2
    assert marked.count('class="missing-glyphs"') == 1
    assert NOTE_PLACE not in marked
    assert glyphs.reported == {"U+10FFFD": ["甲 2025"]}


def test_a_page_that_can_be_drawn_is_left_as_it_is() -> None:
    glyphs = Glyphs(Renderer())
    page = f"<p>示例镕㛃𬭁公司</p>{NOTE_PLACE}"
    assert glyphs.mark(page, "甲 2025", "zh") == page
    assert glyphs.reported == {}


def test_common_characters_are_not_asked_for_and_rare_ones_once() -> None:
    renderer = Renderer()
    glyphs = Glyphs(renderer)
    for title in ("甲", "乙"):
        glyphs.mark("<p>贵州省 节能监察 abc 2,589.00\u200b 𬭁㛃</p>", title, "zh")
    assert sorted(renderer.asked) == ["㛃", "𬭁"]


def test_every_page_that_lacks_it_is_named() -> None:
    glyphs = Glyphs(Renderer("𬭁"))
    for title in ("甲", "乙"):
        glyphs.mark("<p>𬭁</p>", title, "en")
    assert glyphs.reported == {"U+2CB41": ["甲", "乙"]}


def test_the_note_speaks_the_language_of_the_page() -> None:
    assert "No face of this machine" in Glyphs(Renderer("𬭁")).mark(f"𬭁{NOTE_PLACE}", "a", "en")


def test_a_code_point_is_named_as_unicode_names_it() -> None:
    assert [code_of(each) for each in "镕㛃𬭁"] == ["U+9555", "U+36C3", "U+2CB41"]


@pytest.mark.pdf
def test_the_renderer_says_what_it_cannot_draw() -> None:
    """What WeasyPrint logs is what is heard; names of people and elements are there with the usual Chinese faces."""
    assert pdf.undrawable(["贵", "镕", "㛃", "𬭁", NOWHERE]) == {NOWHERE}


@pytest.mark.pdf
def test_print_has_the_code_and_no_box(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    page = Glyphs(pdf.undrawable).mark(f"<html><body>{PAGE}</body></html>", "甲", "zh")
    pdf.write_pdf(page, target, as_of=dt.date(2026, 6, 30))
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert "〔U+10FFFD〕" in text.replace("\n", "")
    assert "没有能显示下列字符的字体" in text.replace("\n", "")
