"""Characters that no installed face can draw: named and marked in print, instead of an empty box.

Names of people and places hold rare characters (𬭁, 镕, 㛃 …) that a machine may have no face for. Which they are is
asked of the renderer itself: it looks through every face of the machine, and says of what it cannot draw.
"""

from __future__ import annotations

import logging
import unicodedata
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from energy_audit.report.language import words as words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from energy_audit.catalogue import Language

NOTE_PLACE: Final = "<!-- missing glyphs -->"
"""Where a page says which characters are marked; a page without the place marks them all the same."""
_UNDRAWN: Final = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
"""Categories of characters that leave no ink."""


class Glyphs:
    """Finds and marks what cannot be drawn; each character is asked for once.

    Args:
        undrawable: says which of some characters no face has.
    """

    def __init__(self, undrawable: Callable[[Iterable[str]], frozenset[str]]) -> None:
        self._undrawable = undrawable
        self._drawable: set[str] = set()
        self._missing: set[str] = set()
        self.reported: dict[str, list[str]] = {}

    def mark(self, html: str, title: str, lang: Language) -> str:
        """Replace each character that cannot be drawn by its code, and say so where the page has a place for it.

        Args:
            html: a page.
            title: what the page is called in ``reported``.
            lang: language of the note.
        """
        rare = {each for each in set(html) if not _is_common(each)}
        if new := rare - self._drawable - self._missing:
            missing = self._undrawable(sorted(new))
            self._missing |= missing
            self._drawable |= new - missing
        here = sorted(rare & self._missing)
        for each in here:
            self.reported.setdefault(code_of(each), []).append(title)
            html = html.replace(each, f"〔{code_of(each)}〕")
        return html.replace(NOTE_PLACE, _note(here, lang), 1) if here else html


def code_of(character: str) -> str:
    """Name a character by its code point: U+2CB41."""
    return f"U+{ord(character):04X}"


def _is_common(character: str) -> bool:
    """Whether every Chinese face has it (GB 2312), or it leaves no ink."""
    if character < "\u0250" or unicodedata.category(character) in _UNDRAWN:
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _note(missing: list[str], lang: Language) -> str:
    words = words_of(lang)
    codes = words.join([code_of(each) for each in missing])
    text = words(
        "本机没有能显示下列字符的字体，已用统一码〔U+…〕标出：{codes}。原字见网页和数据文件；装上含这些字的字体后重新生成。",
        codes=codes,
    )
    return str(Markup('<p class="missing-glyphs">{}</p>').format(text))


class _Listener(logging.Handler):
    """Hears of what code points the renderer had no glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the code point of a warning about a missing glyph."""
        if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.heard |= {chr(each) for each in record.args if isinstance(each, int)}


def heard_missing(draw: Callable[[str], object], characters: Iterable[str]) -> frozenset[str]:
    """Draw characters one by one on a page that is thrown away; return those the renderer has no glyph for.

    Args:
        draw: draws a page with the renderer.
        characters: what to draw.
    """
    listener, log = _Listener(), logging.getLogger("weasyprint")
    level, handlers, upward = log.level, log.handlers[:], log.propagate
    log.handlers, log.propagate = [listener], False
    log.setLevel(logging.WARNING)
    try:
        draw("".join(str(Markup("<p>{}</p>").format(each)) for each in characters))
    finally:
        log.handlers, log.propagate = handlers, upward
        log.setLevel(level)
    return frozenset(listener.heard)
