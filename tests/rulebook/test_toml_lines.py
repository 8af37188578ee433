"""The line of every key, in the ways people write TOML."""

from __future__ import annotations

import tomllib

from energy_audit.rulebook.toml_lines import scan_lines

TEXT = '''\
# a comment with [brackets] and "quotes"
title = "x"

[topic]
name = 'y # not a comment'
"quoted key" = { zh = "a, b", en = "c]" }

[[rule]]
code = "A"   # trailing
message.zh = "dotted"
breached = """
a > 1
  AND b"""
list = [
  "one",  # comment
  { zh = "two" },
  3,
]

[[rule]]
code = "B"
applies = """a"""
[rule.title]
zh = "sub-table"
[[rule.value]]
on = 2024-01-01
[[rule.value]]
on = 2025-01-01
literal = \'\'\'
raw "text"\'\'\'
'''


def test_keys_stand_where_they_are_written() -> None:
    """Headers, dotted keys, inline tables, arrays and sub-tables each know their line."""
    lines = scan_lines(TEXT)
    expected = {
        ("title",): 2,
        ("topic",): 4,
        ("topic", "name"): 5,
        ("topic", "quoted key", "en"): 6,
        ("rule", 0): 8,
        ("rule", 0, "code"): 9,
        ("rule", 0, "message", "zh"): 10,
        ("rule", 0, "breached"): 11,
        ("rule", 0, "list"): 14,
        ("rule", 1): 20,
        ("rule", 1, "code"): 21,
        ("rule", 1, "title", "zh"): 24,
        ("rule", 1, "value", 0, "on"): 26,
        ("rule", 1, "value", 1): 27,
        ("rule", 1, "value", 1, "literal"): 29,
    }
    assert expected == {path: lines.line(path) for path in expected}


def test_text_of_a_value_begins_after_its_quotes() -> None:
    """A text in triple quotes begins on the next line when the quotes end theirs."""
    lines = scan_lines(TEXT)
    assert lines.value_line(("rule", 0, "breached")) == 12
    assert lines.value_line(("rule", 1, "applies")) == 22
    assert lines.value_line(("rule", 1, "value", 1, "literal")) == 30


def test_missing_key_stands_at_its_parent() -> None:
    lines = scan_lines(TEXT)
    assert lines.line(("rule", 1, "nothing")) == 20
    assert lines.line(("nowhere",)) == 1


def test_every_key_of_a_file_is_found() -> None:
    """The scan and tomllib see the same keys."""

    def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
        found: set[tuple[str | int, ...]] = set()
        if isinstance(value, dict):
            for key, inner in value.items():
                found |= {(*path, key)} | paths(inner, (*path, key))
        if isinstance(value, list):
            for position, inner in enumerate(value):
                found |= paths(inner, (*path, position))
        return found

    keys = scan_lines(TEXT).keys
    # A parent that only exists through a dotted key has no line of its own.
    implied: set[tuple[str | int, ...]] = {("rule", 0, "message")}
    assert paths(tomllib.loads(TEXT)) - implied <= set(keys)


def test_windows_line_ends_do_not_shift_lines() -> None:
    assert scan_lines(TEXT.replace("\n", "\r\n")).keys == scan_lines(TEXT).keys
