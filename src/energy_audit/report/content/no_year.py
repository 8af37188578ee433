"""A unit whose report year cannot be: its report shows what was filed, and holds nothing of it against anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row


def of_no_year(facts: Row) -> bool:
    """Whether the enterprise facts are of a year that cannot be."""
    return facts.get("report_year_possible") is False
