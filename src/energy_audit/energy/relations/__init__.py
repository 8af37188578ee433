"""What must agree inside a filing, between its tables and between years; and slips that figures betray.

A relation is judged where all its cells are readable and is otherwise silent: an unknown is neither a
contradiction nor an agreement. A broken relation is a problem of the filing, never a verdict on the enterprise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.energy.relations.balance import balance_problems
from energy_audit.energy.relations.books import Books
from energy_audit.energy.relations.coal import coal_problems, conversion_coal_problems
from energy_audit.energy.relations.conversion import conversion_problems
from energy_audit.energy.relations.differing import differing_meters, differing_products
from energy_audit.energy.relations.efficiency import efficiency_problems
from energy_audit.energy.relations.energy_name import names_of_consumption, names_of_conversion
from energy_audit.energy.relations.enterprise import enterprise_problems
from energy_audit.energy.relations.equipment import equipment_problems
from energy_audit.energy.relations.identical import identical_problems
from energy_audit.energy.relations.industry import industry_problems
from energy_audit.energy.relations.left_out import left_out_problems
from energy_audit.energy.relations.metering import metering_problems
from energy_audit.energy.relations.nonfossil import nonfossil_problems
from energy_audit.energy.relations.place import place_problems
from energy_audit.energy.relations.prices import price_problems
from energy_audit.energy.relations.product import product_problems
from energy_audit.energy.relations.project import project_problems
from energy_audit.energy.relations.project_dates import project_date_problems
from energy_audit.energy.relations.quantities import quantity_problems
from energy_audit.energy.relations.reported import reported_problems
from energy_audit.energy.relations.roundness import roundness_problems
from energy_audit.energy.relations.target import target_problems
from energy_audit.energy.relations.totals import total_problems
from energy_audit.energy.relations.weights import weight_problems
from energy_audit.energy.relations.years import year_problems
from energy_audit.filing.problems.problem import joined
from energy_audit.filing.problems.sources import located

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

_JUDGES: tuple[tuple[str | None, Callable[[Books], list[pl.DataFrame]]], ...] = (
    ("enterprise", enterprise_problems),
    ("enterprise", place_problems),
    ("enterprise", industry_problems),
    ("enterprise", reported_problems),
    ("energy_consumption", names_of_consumption),
    ("energy_conversion", names_of_conversion),
    ("energy_consumption", quantity_problems),
    ("energy_consumption", balance_problems),
    ("energy_consumption", weight_problems),
    ("energy_consumption", total_problems),
    ("energy_consumption", coal_problems),
    ("energy_conversion", conversion_coal_problems),
    ("energy_consumption", price_problems),
    ("energy_conversion", conversion_problems),
    ("energy_conversion", efficiency_problems),
    ("nonfossil", nonfossil_problems),
    ("product", product_problems),
    ("product", differing_products),
    ("target", target_problems),
    ("equipment", equipment_problems),
    ("metering", metering_problems),
    ("metering", differing_meters),
    ("project", project_problems),
    ("project", project_date_problems),
    (None, year_problems),
    ("energy_consumption", left_out_problems),
    ("energy_consumption", roundness_problems),
    (None, identical_problems),
)
"""What judges the rows of a table, which is not asked where nobody filed it; and what judges several tables."""


def relation_problems(
    intake: Intake, identified: pl.DataFrame, account: EnergyAccount, reference: Reference
) -> pl.DataFrame:
    """Judge every relation and look for slips.

    Args:
        intake: the typed tables.
        identified: one row an enterprise-year, its sites added up (``identify_enterprises``).
        account: the energy account of the same enterprise-years.
        reference: the dated tables.

    Returns:
        A frame of ``PROBLEM_SCHEMA``, located, in the order of enterprise, year and cell.
    """
    books = Books(intake, identified, account, reference)
    filed = {None, *(name for name, table in intake.tables.items() if not table.is_empty())}
    found = joined(part for table, judge in _JUDGES if table in filed for part in judge(books))
    ordered = found.sort("uscc", "report_year", "source", "row", "column", "code", maintain_order=True)
    return located(ordered, intake.sources, intake.placement)
