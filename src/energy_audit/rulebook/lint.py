"""Rules about rules: how names and messages read, and what nothing uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.rulebook.wording import FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.rulebook.model import Criterion, Parameter, Place, Rule, Rulebook, Text

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_REMEDY_WORDS = ("no", "disallow", "forbid", "must", "should", "require", "add", "fix")
"""A name is the state found, never the remedy or the ban."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ACTION_ZH = re.compile(r"请|应|须|需要|补|核|改|报|办理|提供|停止|淘汰")
_ACTION_EN = re.compile(
    r"\b(add|adjust|apply|ask|attach|bring|check|complete|confirm|correct|explain|file|fill|give|have|keep|label|make|"
    r"mark|name|obtain|prepare|provide|put|remove|renew|replace|report|resolve|review|send|set|state|stop|submit|"
    r"supply|verify|must|should|needs?)\b",
    re.IGNORECASE,
)
_TITLE_ZH, _TITLE_EN, _MESSAGE_ZH, _MESSAGE_EN = 40, 110, 200, 500


@dataclass(frozen=True)
class LintIssue:
    """Something that reads badly or is never used."""

    name: str
    place: Place
    message: str


def lint(rulebook: Rulebook) -> list[LintIssue]:
    """Check names, titles and messages of every rule, and that every parameter and criterion is used."""
    issues: list[LintIssue] = []
    names: dict[str, str] = {}
    for rule in rulebook.rules.values():
        found = [*_name(rule.name), *_title(rule.title), *_message(rule)]
        if rule.name in names:
            found.append(f"name 与 {names[rule.name]} 相同（same name): {rule.name}")
        names[rule.name] = rule.code
        if rule.successor and rule.successor not in rulebook.rules:
            found.append(f"successor 不存在（no such rule): {rule.successor}")
        issues.extend(LintIssue(rule.code, rule.place, message) for message in found)
    for criterion in rulebook.criteria.values():
        issues.extend(LintIssue(criterion.name, criterion.place, message) for message in _title(criterion.title))
    issues.extend(LintIssue(item.name, item.place, "没有规则用到它（nothing uses it）") for item in _unused(rulebook))
    return issues


def _name(name: str) -> Iterator[str]:
    if not _KEBAB.fullmatch(name):
        yield f"name 应为 kebab-case，说明违反的状态（kebab-case, the state found): {name}"
    first = name.split("-", 1)[0]
    if first in _REMEDY_WORDS:
        yield f"name 说的是状态，不以 {first}- 开头（name the state, not the ban or remedy): {name}"


def _title(title: Text) -> Iterator[str]:
    yield from _languages("title", title)
    yield from _length("title", title, _TITLE_ZH, _TITLE_EN)


def _message(rule: Rule) -> Iterator[str]:
    message = rule.message
    yield from _languages("message", message)
    yield from _length("message", message, _MESSAGE_ZH, _MESSAGE_EN)
    fields = {language: set(FIELD.findall(text)) for language, text in (("zh", message.zh), ("en", message.en))}
    if fields["zh"] != fields["en"]:
        yield f"message 两种语言的字段不同（fields differ): {sorted(fields['zh'] ^ fields['en'])}"
    if not fields["zh"] and not rule.document:
        yield "message 未写出任何值（names no value）"
    if not _ACTION_ZH.search(message.zh):
        yield "message.zh 未说明应怎么做（does not say what to do）"
    if not _ACTION_EN.search(message.en):
        yield "message.en 未说明应怎么做（does not say what to do）"


def _languages(key: str, text: Text) -> Iterator[str]:
    if not _CHINESE.search(text.zh):
        yield f"{key}.zh 不是中文（not Chinese）"
    if _CHINESE.search(text.en):
        yield f"{key}.en 含中文（contains Chinese）"


def _length(key: str, text: Text, zh: int, en: int) -> Iterator[str]:
    for language, words, limit in (("zh", text.zh, zh), ("en", text.en, en)):
        if len(words) > limit:
            yield f"{key}.{language} 长 {len(words)} 字，不超过 {limit}（too long）"


def _unused(rulebook: Rulebook) -> Iterator[Parameter | Criterion]:
    items: list[Rule | Criterion] = [*rulebook.rules.values(), *rulebook.criteria.values()]
    parameters = {name for item in items for condition in item.conditions for name in condition.parameters}
    criteria = {name for item in items for condition in item.conditions for name in condition.criteria}
    shown = {name[1:] for rule in rulebook.rules.values() for name in (*FIELD.findall(rule.message.zh), *rule.evidence)}
    yield from (parameter for name, parameter in rulebook.parameters.items() if name not in parameters | shown)
    yield from (item for name, item in rulebook.criteria.items() if name not in criteria and not item.role)
