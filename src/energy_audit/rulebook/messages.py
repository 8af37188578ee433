"""What sentences call the columns of rules: names, units, stored codes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import said
from energy_audit.rulebook.wording import value_text

if TYPE_CHECKING:
    from energy_audit.catalogue import Language
    from energy_audit.rulebook.model import Rule, Rulebook


class Filler:
    """Knows the words of one language."""

    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self.rulebook = rulebook
        self.language = language

    def opening_of(self, rule: Rule) -> str:
        """Say what the verdict would have been about, of a rule without words of its own for that."""
        title = rule.title.of(self.language)
        return said("无法判定：{title}。", self.language, title=title)

    def codes(self, name: str) -> dict[str, str]:
        """Give the words of a fact's stored codes."""
        fact = self.rulebook.vocabulary.get(name)
        zh = self.language == "zh"
        return {} if fact is None else {code: words_zh if zh else words_en for code, words_zh, words_en in fact.codes}

    def phrases(self, name: str) -> dict[str, str]:
        """Give what parts of a fact's texts are called in this language."""
        fact = self.rulebook.vocabulary.get(name)
        return {} if fact is None or self.language == "zh" else dict(fact.phrases)

    def unit(self, name: str) -> str:
        """Give the unit of a fact or parameter; ``year`` marks numbers that are not counted."""
        if name.startswith(":"):
            return self.rulebook.parameters[name.strip(":!")].unit
        if name.startswith(("verdict.", "criterion.")):
            return ""
        return "year" if name.endswith("_year") else self.rulebook.fact(name).unit

    def name(self, name: str) -> str:
        """Say in words what a column is."""
        if name.startswith(":"):
            return self.rulebook.parameters[name.strip(":!")].meaning.of(self.language)
        if name.startswith("verdict."):
            rule = self.rulebook.rules[name.removeprefix("verdict.")]
            return f"{rule.code} {rule.title.of(self.language)}"
        if name.startswith("criterion."):
            return self.rulebook.criteria[name.removeprefix("criterion.")].title.of(self.language)
        fact = self.rulebook.fact(name)
        if self.language == "zh":
            return f"是否{fact.name_zh}" if fact.dtype == pl.Boolean() else fact.name_zh
        return fact.name_en

    def is_not(self, name: str) -> str:
        """Say in words that a Boolean fact is false: 未填 for what is called 已填."""
        fact = self.rulebook.fact(name)
        if self.language == "zh" and fact.name_zh.startswith("已"):
            return "未" + fact.name_zh.removeprefix("已")
        value = value_text(value=False, language=self.language)
        return said("{name}：{value}", self.language, name=self.name(name), value=value)
