"""The sentences of findings: named fields filled in, unknown values named with their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.rulebook.addresses import Address
from energy_audit.rulebook.wording import Shown, fill, with_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.rulebook.model import Language, Rule, Rulebook, Text


class Filler:
    """Fills the messages of rules in one language."""

    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self.rulebook = rulebook
        self.language = language

    def message(self, rule: Rule, row: Mapping[str, Any]) -> str:
        """Say what is wrong."""
        return self.fill(rule.message, rule, row)

    def unknown(
        self,
        rule: Rule,
        row: Mapping[str, Any],
        names: Sequence[str],
        places: Mapping[str, Address],
    ) -> str:
        """Say what could not be told, and which unknown values it takes to tell."""
        listed = [self.called(name, row, places.get(name, Address())) for name in names]
        opening = self.opening(rule, row)
        # a rule's own words already say what to do
        if self.language == "zh":
            advice = "" if rule.unknown is not None else "请补充后重新检查。"
            return f"{opening}未知：{'、'.join(listed)}。{advice}"
        advice = "" if rule.unknown is not None else " Supply this and check again."
        return f"{opening} Unknown: {', '.join(listed)}.{advice}"

    def opening(self, rule: Rule, row: Mapping[str, Any]) -> str:
        """Say what the verdict would have been about."""
        if rule.unknown is not None:
            return self.fill(rule.unknown, rule, row)
        title = rule.title.of(self.language)
        return f"无法判定：{title}。" if self.language == "zh" else f"Cannot tell: {title}."

    def fill(self, text: Text, rule: Rule, row: Mapping[str, Any]) -> str:
        """Fill a text's named fields with values and units."""

        def shown(name: str) -> Shown:
            column = self.rulebook.parameters[name[1:]].column(rule.kind) if name.startswith(":") else name
            return Shown(self.said(name, row[column]), self.unit(name))

        return fill(text.of(self.language), self.language, shown)

    def said(self, name: str, value: Any) -> Any:
        """Give a stored code in words."""
        fact = self.rulebook.vocabulary.get(name)
        return value if fact is None else fact.said(value, self.language)

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
        return fact.name_zh if self.language == "zh" else fact.name_en

    def called(self, name: str, row: Mapping[str, Any], place: Address) -> str:
        """Name what kept the verdict open in words, with its cell where it has one, and its value where it is known."""
        zh = self.language == "zh"
        word = self.name(name)
        if row[name] is not None and not name.startswith("verdict."):
            word = f"{word} {with_unit(Shown(self.said(name, row[name]), self.unit(name)), self.language)}"
        elif name.startswith(":"):
            return f"{word}（该日期没有可用的值）" if zh else f"{word} (no usable value for that date)"
        if not place.cell:
            return word
        where = f"{place.sheet or place.file} {place.cell}"
        return f"{word}（{where}）" if zh else f"{word} ({where})"
