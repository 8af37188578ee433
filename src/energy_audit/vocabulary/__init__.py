"""The dictionary of every fact a rule may name; it knows no data.

A fact is a column of a fact table. Its name is unique over all subjects. A rule
on a child subject (an energy row, a project, a document …) may also name facts
of the enterprise it belongs to.
"""

from __future__ import annotations

from energy_audit.vocabulary import document, energy, enterprise, equipment, metering, product, project
from energy_audit.vocabulary.fact import COUNTED, OF_ELECTRICITY, SUBJECTS, Fact, Subject

FACTS: tuple[Fact, ...] = (
    *enterprise.FACTS,
    *energy.FACTS,
    *product.FACTS,
    *project.FACTS,
    *equipment.FACTS,
    *metering.FACTS,
    *document.FACTS,
)
"""Every fact, subject by subject."""

VOCABULARY: dict[str, Fact] = {fact.name: fact for fact in FACTS}
"""Every fact by its name."""

__all__ = ["COUNTED", "FACTS", "OF_ELECTRICITY", "SUBJECTS", "VOCABULARY", "Fact", "Subject"]
