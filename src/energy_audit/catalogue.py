"""Every sentence the program says: in Chinese where it is used, in other languages in one catalogue a language.

A sentence stands in the source once, in Chinese, with named fields::

    said("共 {count} 家，只列前 {listed} 家。", language, count=120, listed=20)

Its English stands in ``locale/en/LC_MESSAGES/energy_audit.po`` under the Chinese text. ``Message`` is a sentence that a
table holds until the reader's language is known; its context tells apart two uses of the same Chinese words that English
calls by two names. Chinese is never looked up, so that the catalogue is read only when something is said in another
language. ``make messages`` brings the catalogue up to date with the source.

Rule packs, the vocabulary and the reference tables are data and carry both languages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]

SOURCE: Final = "zh"
"""The language of the source, which needs no catalogue."""

LOCALES: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "energy_audit"


@dataclass(frozen=True)
class Message:
    """A sentence or name in Chinese, to be said later.

    Attributes:
        zh: the Chinese text, with named fields: ``{count}``.
        context: where it is used, if its translation depends on that.
    """

    zh: str
    context: str = ""

    def of(self, language: Language, /, **values: object) -> str:
        """Say it; without values its fields stay as they are."""
        return said(self, language, **values)


def said(text: str | Message, language: Language, /, **values: object) -> str:
    """Say a text of the source in a language, its named fields filled in; without values they stay as they are.

    Raises:
        KeyError: the text names a field that has no value.
    """
    template = (text if isinstance(text, str) else text.zh) if language == SOURCE else _translated(text, language)
    return template.format(**values) if values else template


def counted(text: str | Message, language: Language, number: int, /, **values: object) -> str:
    """Say a text in the form that its language wants for ``number``, which fills ``{count}``."""
    zh = _zh(text)
    if language != SOURCE:
        known = catalogue(language)
        context = text.context if isinstance(text, Message) else ""
        zh = known.npgettext(context, zh, zh, number) if context else known.ngettext(zh, zh, number)
    return zh.format(count=number, **values)


def both(text: str | Message, /, **values: object) -> str:
    """Say a text in Chinese and in English, for errors and usage: they may come before the reader's language is known.

    A value that is a function is asked for its words in either language.
    """
    languages: tuple[Language, ...] = ("zh", "en")
    return " / ".join(
        said(text, lang, **{name: value(lang) if callable(value) else value for name, value in values.items()})
        for lang in languages
    )


def _zh(text: str | Message) -> str:
    return text.zh if isinstance(text, Message) else text


def _translated(text: str | Message, language: Language) -> str:
    if isinstance(text, Message) and text.context:
        return catalogue(language).pgettext(text.context, text.zh)
    return (
        catalogue(language).gettext(_zh(text)) if _zh(text) else ""
    )  # the empty text names the catalogue's own header


def file_of(language: str) -> Path:
    """Name the file that holds a language's translations."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def catalogue(language: Language) -> GNUTranslations:
    """Read a language's catalogue, once a process (about 0.1 s)."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - Chinese never needs it, and --help is quick
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with file_of(language).open("rb") as source:
        read = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)
