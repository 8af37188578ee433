"""What could not be told, gathered by reason, each with what to ask for.

A verdict that cannot be told is never a verdict of met. Sixty of them often have
four reasons: no archive list, a table not filed, a tier left open, a list that
the authority has not loaded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from energy_audit.facts.place import Place
from energy_audit.report.content.model import Untold
from energy_audit.report.content.open_verdict import OpenVerdict
from energy_audit.report.content.reason import Reason
from energy_audit.report.content.untold_reasons import lies_in_its_row, why_open

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rule, Rulebook

_MOST_ITEMS_NAMED: Final = 6


@dataclass
class _Open:
    """The rules that one reason leaves open, and the rows of tables that it lies in."""

    rules: list[Rule] = field(default_factory=list)
    places: dict[Place, None] = field(default_factory=dict)

    def add(self, rule: Rule, row: Row, *, of_row: bool) -> None:
        self.rules.append(rule)
        if of_row and row.get("cell"):
            self.places[Place(row.get("file") or "", row.get("sheet") or "", row["cell"])] = None


def gather_untold(
    rows: list[Row], facts: Row, products: list[Row], documents: list[Row], rulebook: Rulebook, words: Words
) -> tuple[Untold, ...]:
    """Gather the cannot_tell rows of one enterprise-year; the reason with most verdicts first.

    Args:
        rows: its rows of ``Judgement.findings``.
        facts: its enterprise facts.
        products: its product facts.
        documents: its document facts.
        rulebook: the rules.
        words: the language.
    """
    gathered: dict[Reason, _Open] = defaultdict(_Open)
    claimed = {each["subject_key"]: each for each in documents if each["document_claimed_not_applicable"]}
    for row in rows:
        if row["verdict"] == "cannot_tell":
            rule = rulebook.rules[row["rule"]]
            claim = claimed.get(row["subject_key"]) if row["subject"] == "document" else None
            verdict = OpenVerdict(row, facts, products, claim, rulebook, words)
            if row.get("told_by") and not verdict.levels:
                # the finding of the row says what it lacks; of a product it is said whose gap that is, too
                gathered[_told_by_its_row(rulebook.rules[row["told_by"]], words)].add(rule, row, of_row=False)
                continue
            gathered[why_open(verdict)].add(rule, row, of_row=lies_in_its_row(verdict))
    untold = [
        Untold(
            reason=reason.text,
            owner=reason.owner,
            ask=reason.ask,
            items=_items(open_.rules, words),
            rules=tuple(dict.fromkeys(f"{rule.code} {rule.title.of(words.lang)}" for rule in open_.rules)),
            count=len(open_.rules),
            places=tuple(open_.places),
        )
        for reason, open_ in gathered.items()
    ]
    return tuple(sorted(untold, key=lambda each: -each.count))


def _items(rules: list[Rule], words: Words) -> tuple[str, ...]:
    """Name some of what is open; documents, of which there may be fifty, only by their number."""
    titles = list(dict.fromkeys(rule.title.of(words.lang) for rule in rules if rule.subject != "document"))
    documents = sum(rule.subject == "document" for rule in rules)
    more = len(titles) - _MOST_ITEMS_NAMED
    listed = titles[:_MOST_ITEMS_NAMED]
    if more > 0:
        listed.append(words("另有 {more} 项，见附录", more=more))
    if documents:
        listed.append(words("节能管理档案 {documents} 项", documents=documents))
    return tuple(listed)


def _told_by_its_row(teller: Rule, words: Words) -> Reason:
    """What one finding of a row says for all that is open of it."""
    return Reason(teller.title.of(words.lang), "unit", teller.remedy.of(words.lang).rstrip("。."))
