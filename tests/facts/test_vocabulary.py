"""The dictionary of facts."""

from __future__ import annotations

from energy_audit.vocabulary import FACTS, VOCABULARY


def test_no_fact_is_defined_twice() -> None:
    """The later one would take the place of the earlier without a word."""
    names = [fact.name for fact in FACTS]
    assert [] == [name for name in VOCABULARY if names.count(name) > 1]
