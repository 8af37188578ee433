"""Where each key of a TOML text stands, so that a refusal can name its line.

tomllib has already accepted the text: this scan follows its structure only and
needs no complaints of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Way to a value: keys, and positions in arrays (``("rule", 0, "title", "zh")``)."""

_BLANK = re.compile(r"(?:[\s]|#[^\n]*)*")
_KEY_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?P<lead>\n?)(?:[^\\]|\\.)*?"{3,5}',
        r"'''(?P<lead>\n?).*?'{3,5}",
        r'"(?P<lead>)(?:[^"\\]|\\.)*"',
        r"'(?P<lead>)[^']*'",
    )
)
_BARE = re.compile(r"[^,\]}\n#]*")


@dataclass(frozen=True)
class TomlLines:
    """Lines (1-based) of the keys and of the first character of the values of one TOML text."""

    keys: Mapping[Path, int]
    values: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line of ``path``, or of its nearest parent that has one; 1 for the whole file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.keys:
                return self.keys[path[:length]]
        return 1

    def value_line(self, path: Path) -> int:
        """Return the line where the text of the value at ``path`` begins (after the opening quotes)."""
        return self.values.get(path) or self.line(path)


@dataclass
class _Scan:
    text: str
    at: int = 0
    keys: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = [end.start() for end in re.finditer("\n", self.text)]

    def line_at(self, position: int) -> int:
        return bisect_left(self.ends, position) + 1

    def skip_blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def key(self) -> Path:
        parts: list[str] = []
        while match := _KEY_PART.match(self.text, self.at):
            parts.append(next(group for group in match.groups() if group is not None))
            self.at = match.end()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return tuple(parts)

    def statement(self, table: Path) -> Path:
        """Read one header or one ``key = value``; return the table that holds what follows."""
        start = self.at
        if self.text.startswith("[", self.at):
            is_array = self.text.startswith("[[", self.at)
            self.at += 2 if is_array else 1
            table = self.resolve(self.key(), is_array=is_array)
            self.at += 2 if is_array else 1
            self.keys.setdefault(table, self.line_at(start))
            if is_array:
                self.keys.setdefault(table[:-1], self.line_at(start))
            return table
        self.pair(table)
        return table

    def resolve(self, parts: Path, *, is_array: bool) -> Path:
        """Turn the words of a header into a path: each array on the way means its latest element."""
        path: Path = ()
        for position, part in enumerate(parts):
            path = (*path, part)
            if is_array and position == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self.key())
        self.keys[path] = self.line_at(start)
        self.at += 1  # the equals sign
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip_blank()
        self.values[path] = self.line_at(self.at)
        for pattern in _STRINGS:
            if match := pattern.match(self.text, self.at):
                self.values[path] += len(match["lead"])
                self.at = match.end()
                return
        if self.text.startswith("{", self.at):
            self.inside(path, "}")
        elif self.text.startswith("[", self.at):
            self.inside(path, "]")
        elif match := _BARE.match(self.text, self.at):
            self.at = match.end()

    def inside(self, path: Path, closing: str) -> None:
        self.at += 1
        position = 0
        while True:
            self.skip_blank()
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if self.text.startswith(",", self.at):
                self.at += 1
                position += 1
            elif closing == "}":
                self.pair(path)
            else:
                self.value((*path, position))


def scan_lines(text: str) -> TomlLines:
    """Scan a TOML text that tomllib accepts (line ends are read as it reads them)."""
    scan = _Scan(text.replace("\r\n", "\n"))
    table: Path = ()
    scan.skip_blank()
    while scan.at < len(scan.text):
        table = scan.statement(table)
        scan.skip_blank()
    return TomlLines(scan.keys, scan.values)
