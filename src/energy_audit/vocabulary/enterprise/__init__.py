"""Facts of the enterprise-year, theme by theme in the order in which they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.vocabulary.enterprise import course, intensity, outcome, reported, share, tier, total, unit

if TYPE_CHECKING:
    from energy_audit.vocabulary.fact import Fact

FACTS: tuple[Fact, ...] = tuple(
    fact for theme in (unit, reported, total, tier, intensity, share, course, outcome) for fact in theme.FACTS
)
