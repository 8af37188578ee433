"""Brings the catalogue of every other language up to date with the source: new sentences come in, unused ones go out.

Usage: ``python scripts/messages.py`` writes ``locale/*/LC_MESSAGES/energy_audit.po`` and exits 1 if a sentence has no
translation yet; ``--check`` only looks.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from energy_audit.catalogue import DOMAIN, LOCALES, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT: Final = Path(__file__).parents[1]

KEYWORDS: Final[dict[str, tuple[int, ...]]] = {
    **dict.fromkeys(("words", "w", "t", "_words", "self", "said", "marked", "both"), (1,)),
    **dict.fromkeys(("counted", "plural"), (1, 1)),
    "Message": (1,),
}
"""The calls that say a sentence, and which of their arguments it is; twice where it goes by a number."""

_IN_CONTEXT: Final[Any] = {1: (1,), 2: (1, (2, "c"))}
"""A ``Message`` may have a context."""

_FIELD = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}")
_WAVERING = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n',
    re.MULTILINE,
)
"""Lines of the file's head that change from day to day and tell nothing."""


def place_of_text(call: ast.Call) -> int | None:
    """Say which argument of a call is a sentence; None where it says none."""
    name = _name(call)
    return KEYWORDS[name][0] - 1 if name in KEYWORDS else None


def texts_of_module(
    file: IO[bytes], keywords: Mapping[str, object], _tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Give the calls of a module that say something; Babel's own reader does not look into f-strings before 3.12."""
    del options
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and _name(node) in keywords:
            texts = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            yield node.lineno, _name(node), tuple(text if isinstance(text, str) else None for text in texts), []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def extracted() -> Catalog:
    """Read every sentence of the source and of the templates."""
    found = Catalog(project=DOMAIN, charset="utf-8")
    methods: list[Any] = [
        ("**/*.py", texts_of_module),
        ("**/*.html", "jinja2"),
        ("**/*.js", "jinja2"),
        ("**/*.css", "jinja2"),
    ]
    for folder in ("src/energy_audit", "templates"):
        for name, _, message, _, context in extract_from_dir(
            ROOT / folder, methods, {}, {**KEYWORDS, "Message": _IN_CONTEXT}, comment_tags=(), callback=None
        ):
            found.add(message, None, [(f"{folder}/{name}", 0)], context=context)
    return found


def known(language: str) -> Catalog:
    """Read a language's catalogue as it stands."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, source: Catalog) -> Catalog:
    """Bring a catalogue up to date; a sentence that changed is a new one, no guess stands in for it."""
    catalogue = known(language)
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> str:
    """Write a catalogue, sorted, so that the same sentences give the same file."""
    text = io.BytesIO()
    write_po(text, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return _WAVERING.sub("", text.getvalue().decode())


def fields(text: str) -> set[str]:
    """Name the fields of a sentence."""
    return set(_FIELD.findall(text))


def faults(catalogue: Catalog) -> list[str]:
    """Name every sentence without a translation, or whose translation has other fields."""
    found = []
    for message in catalogue:
        if not message.id:
            continue  # the head of the file
        source, *_ = _forms(message.id)
        translations = _forms(message.string)
        where = ", ".join(name for name, _ in message.locations)
        if not all(translations):
            found.append(f"{where}: no translation: {source}")
        elif message.fuzzy or any(fields(each) != fields(source) for each in translations):
            found.append(f"{where}: other fields than the source: {source} | {' | '.join(translations)}")
    return found


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def main() -> int:
    """Write, or only look; say what lacks a translation."""
    source = extracted()
    left = []
    for folder in sorted(LOCALES.iterdir()):
        catalogue = updated(folder.name, source)
        left += faults(catalogue)
        if "--check" in sys.argv:
            left += (
                []
                if written(catalogue) == file_of(folder.name).read_text("utf-8")
                else [f"{folder.name}: not up to date"]
            )
        else:
            file_of(folder.name).write_text(written(catalogue), encoding="utf-8")
    print("\n".join(left))
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main())
