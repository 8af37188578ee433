"""Reads one TOML table strictly: every refusal names file and line, every key must be asked for.

A rule pack is written by people who are not programmers. A misspelt key must
not pass in silence, so a table is closed after reading and complains about what
nobody asked for, with the nearest key that exists.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from energy_audit.catalogue import said
from energy_audit.errors import RulebookError
from energy_audit.rulebook.model import Place, Text
from energy_audit.rulebook.toml_lines import Path as TomlPath
from energy_audit.rulebook.toml_lines import TomlLines, scan_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from energy_audit.catalogue import Language

Option = TypeVar("Option", bound=str)
_TOML_LINE = re.compile(r"\(at line (\d+)")


def nearest(word: str, known: Iterable[str], language: Language | None = None) -> str:
    """Say which known word is meant, as the end of a sentence; in both languages if none is given, empty if none is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    if not close:
        return ""
    if language is not None:
        return said("，最接近的是 {word}", language, word=close[0])
    return f"，最接近的是 {close[0]}（did you mean {close[0]}?）"


@dataclass
class TomlTable:
    """One table of one file, with the keys asked for so far."""

    file: str
    lines: TomlLines
    data: Mapping[str, Any]
    path: TomlPath = ()
    asked: set[str] = field(default_factory=set)

    @property
    def place(self) -> Place:
        """The line of the table's header."""
        return Place(self.file, self.lines.line(self.path))

    def place_of(self, key: str) -> Place:
        """The line of a key (of the table, where the key is absent)."""
        return Place(self.file, self.lines.line((*self.path, key)))

    def place_of_text(self, key: str) -> Place:
        """The line where the text of a key's value begins."""
        return Place(self.file, self.lines.value_line((*self.path, key)))

    def refuse(self, message: str, key: str = "") -> NoReturn:
        """Raise at the line of ``key``, or of the table."""
        place = self.place_of(key) if key else self.place
        raise RulebookError(place.file, place.line, message)

    def has(self, key: str) -> bool:
        """Is the key given."""
        return key in self.data

    def value(self, key: str) -> Any:
        """Return what stands at ``key``, None if nothing does."""
        self.asked.add(key)
        return self.data.get(key)

    def required(self, key: str) -> Any:
        """Return what stands at ``key``, which must be given."""
        if key not in self.data:
            self.asked.add(key)
            unknown = [name for name in self.data if name not in self.asked]
            close = difflib.get_close_matches(key, unknown, n=1, cutoff=0.7)
            if close:
                self.refuse(f"未知的键 {close[0]}，应为 {key}（unknown key {close[0]!r}, should be {key!r}）", close[0])
            self.refuse(f"缺少 {key}（missing key {key!r}）")
        return self.value(key)

    def text(self, key: str) -> str:
        """Return a required, not blank, text."""
        value = self.required(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{key} 应为非空文本（{key} must be a non-empty text）", key)
        return value

    def text_or(self, key: str, default: str) -> str:
        """Return a text that may be left out or empty."""
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.refuse(f"{key} 应为文本（{key} must be a text）", key)
        return value

    def truth_or(self, key: str, *, default: bool) -> bool:
        """Return true or false, which may be left out."""
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(f"{key} 应为 true 或 false（{key} must be true or false）", key)
        return value

    def choice(self, key: str, known: Sequence[Option]) -> Option:
        """Return one of ``known``."""
        value = self.text(key)
        chosen = next((option for option in known if option == value), None)
        if chosen is None:
            accepted = " | ".join(known)
            self.refuse(f"{key} = {value!r} 应为 {accepted} 之一（not one of them）{nearest(value, known)}", key)
        return chosen

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that may be left out."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"{key} 应为文本列表（{key} must be a list of texts）", key)
        return tuple(value)

    def date_or_none(self, key: str) -> dt.date | None:
        """Return a date without time that may be left out."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.refuse(f"{key} 应为日期，例如 2024-01-01（{key} must be a date）", key)
        return value

    def date(self, key: str) -> dt.date:
        """Return a required date without time."""
        self.required(key)
        value = self.date_or_none(key)
        if value is None:
            self.refuse(f"缺少 {key}（missing key {key!r}）")
        return value

    def bilingual(self, key: str) -> Text:
        """Return a text in both languages, ``{ zh = "…", en = "…" }``."""
        self.required(key)
        table = self.table(key)
        text = Text(table.text("zh"), table.text("en"))
        table.close()
        return text

    def table(self, key: str) -> TomlTable:
        """Return the table at ``key``; empty where it is left out."""
        value = self.value(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.refuse(f"{key} 应为表 {{ … }}（{key} must be a table）", key)
        return TomlTable(self.file, self.lines, value, (*self.path, key))

    def tables(self, key: str) -> list[TomlTable]:
        """Return the tables of an array ``[[key]]``; none where it is left out."""
        value = self.value(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f"{key} 应写作 [[{key}]]（{key} must be an array of tables）", key)
        return [
            TomlTable(self.file, self.lines, item, (*self.path, key, position)) for position, item in enumerate(value)
        ]

    def close(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                self.refuse(f"未知的键 {key}{nearest(key, self.asked)}（unknown key {key!r}）", key)


def read_toml(path: Path, name: str) -> TomlTable:
    """Read a file as its top table; ``name`` is what refusals call the file.

    Raises:
        RulebookError: the file cannot be read, is not UTF-8 or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RulebookError(name, 0, f"读不到文件（cannot be read）: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RulebookError(name, 0, "不是 UTF-8 编码，请另存为 UTF-8（not UTF-8, save it as UTF-8）") from error
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise RulebookError(name, line, f"TOML 语法错误（not valid TOML）: {error}") from error
    return TomlTable(name, scan_lines(text), data)
