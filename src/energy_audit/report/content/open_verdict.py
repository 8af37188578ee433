"""One verdict that could not be told, and what its finding shows as unknown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from energy_audit.report.content.reason import Reason, why_levels_open, why_limit_open, why_limit_value_open

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rulebook

_ARCHIVE_COUNTS: Final = {"documents_held", "documents_missing", "documents_expired", "documents_unknown"}
_LIMIT_FACTS: Final = {"product_over_limit", "any_product_over_limit"}
_LEVEL_FACTS: Final = {"product_below_baseline", "product_below_benchmark", "any_product_below_baseline"}
_WHICH_LIMIT: Final = {"limit_value"}
LEVELS: Final = frozenset(_LIMIT_FACTS | _LEVEL_FACTS | _WHICH_LIMIT)
"""Facts that are open for a reason of their product's own."""


@dataclass(frozen=True)
class OpenVerdict:
    """A verdict that could not be told, and what is known of its enterprise.

    Attributes:
        row: of ``Judgement.findings``.
        facts: the facts of its enterprise.
        products: its product facts.
        claim: of a verdict on a document that the list says does not apply: ``not_applicable_reason``.
        rulebook: the rules.
        words: the language.
    """

    row: Row
    facts: Row
    products: list[Row]
    claim: Row | None
    rulebook: Rulebook
    words: Words

    @cached_property
    def evidence(self) -> dict[str, Row]:
        """What the finding shows, by name."""
        shown: dict[str, Row] = json.loads(self.row["evidence"] or "{}")
        return shown

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the evidence shows as unknown: facts, and earlier verdicts or criteria that could not be told."""
        open_ = {None, "cannot_tell"}
        return tuple(name for name, entry in self.evidence.items() if entry["value"] in open_ and name[0] != ":")

    @cached_property
    def unknown(self) -> set[str]:
        """The facts among the names."""
        return {name for name in self.names if "." not in name}

    @cached_property
    def levels(self) -> list[Reason]:
        """What kept product figures from being compared; of the one product the row is on, or of every open one."""
        if not self.unknown & LEVELS:
            return []
        if self.unknown & _LIMIT_FACTS:
            why = why_limit_open
        else:
            why = why_levels_open if self.unknown & _LEVEL_FACTS else why_limit_value_open
        of_one, key = self.row["subject"] == "product", self.row["subject_key"]
        concerned = [each for each in self.products if not of_one or each["subject_key"] == key]
        return [reason for each in concerned if (reason := why(each, self.words)) is not None]

    def of_documents(self) -> bool:
        """Whether a document is judged, or documents are counted."""
        return (
            self.row["subject"] == "document"
            or bool(self.unknown & _ARCHIVE_COUNTS)
            or any(
                name.startswith("verdict.") and self.rulebook.rules[name.partition(".")[2]].subject == "document"
                for name in self.names
            )
        )

    def says(self, name: str, value: str | bool) -> bool:
        """Whether the evidence holds a fact of that value."""
        return name in self.evidence and bool(self.evidence[name]["value"] == value)
