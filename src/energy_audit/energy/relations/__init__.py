"""What must agree inside a filing, between its tables and between years; and slips that figures betray.

A relation is judged where all its cells are readable and is otherwise silent: an unknown is neither a
contradiction nor an agreement. A broken relation is a problem of the filing, never a verdict on the enterprise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.energy.relations.balance import balance_problems
from energy_audit.energy.relations.books import Books
from energy_audit.energy.relations.coal import coal_problems
from energy_audit.energy.relations.conversion import conversion_problems
from energy_audit.energy.relations.efficiency import efficiency_problems
from energy_audit.energy.relations.enterprise import enterprise_problems
from energy_audit.energy.relations.equipment import equipment_problems
from energy_audit.energy.relations.identical import identical_problems
from energy_audit.energy.relations.metering import metering_problems
from energy_audit.energy.relations.nonfossil import nonfossil_problems
from energy_audit.energy.relations.place import place_problems
from energy_audit.energy.relations.prices import price_problems
from energy_audit.energy.relations.product import product_problems
from energy_audit.energy.relations.project import project_problems
from energy_audit.energy.relations.quantities import quantity_problems
from energy_audit.energy.relations.reported import reported_problems
from energy_audit.energy.relations.roundness import roundness_problems
from energy_audit.energy.relations.target import target_problems
from energy_audit.energy.relations.totals import total_problems
from energy_audit.energy.relations.weights import weight_problems
from energy_audit.energy.relations.years import year_problems
from energy_audit.filing.problem import joined
from energy_audit.filing.sources import located

if TYPE_CHECKING:
    import polars as pl

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference

_JUDGES = (
    enterprise_problems,
    place_problems,
    reported_problems,
    quantity_problems,
    balance_problems,
    weight_problems,
    total_problems,
    coal_problems,
    price_problems,
    conversion_problems,
    efficiency_problems,
    nonfossil_problems,
    product_problems,
    target_problems,
    equipment_problems,
    metering_problems,
    project_problems,
    year_problems,
    roundness_problems,
    identical_problems,
)


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
    found = joined(part for judge in _JUDGES for part in judge(books))
    ordered = found.sort("uscc", "report_year", "source", "row", "column", "code", maintain_order=True)
    return located(ordered, intake.sources, intake.placement)
