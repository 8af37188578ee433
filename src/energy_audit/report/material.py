"""What reports are drawn from: everything one inspection found, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from energy_audit.energy.carbon_factors import BY_DEFAULT, CarbonChoice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from energy_audit.energy.account import EnergyAccount
    from energy_audit.energy.consumption import Basis
    from energy_audit.facts import Facts, Locator
    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference
    from energy_audit.report.explanations import Explained
    from energy_audit.rulebook.judge import Judgement
    from energy_audit.rulebook.model import Rulebook

Format = Literal["html", "pdf", "xlsx", "data"]


@dataclass(frozen=True)
class Options:
    """What the person who runs the inspection chose.

    Attributes:
        as_of: the day everything is judged on.
        basis: the electricity basis that decides for the batch, if chosen.
        equal_factor: equal-value factor of electricity for the batch, tce per 10^4 kWh, if given.
        lang: language of the reports.
        formats: what is written beside the data files.
        verdicts: whether ``verdicts.parquet``, one row every rule x subject, is written.
        carbon: value set, grid region and grid year of the CO2.
        rules_as_of: the day whose law every filing is judged by, instead of that of its own year: a replay.
    """

    as_of: date
    basis: Basis | None = None
    equal_factor: Decimal | None = None
    lang: Literal["zh", "en"] = "zh"
    formats: frozenset[str] = frozenset({"html", "pdf", "xlsx", "data"})
    verdicts: bool = True
    carbon: CarbonChoice = BY_DEFAULT
    rules_as_of: date | None = None


@dataclass(frozen=True)
class Material:
    """Filing, account, facts, verdicts and the law they rest on."""

    intake: Intake
    account: EnergyAccount
    facts: Facts
    judgement: Judgement
    rulebook: Rulebook
    reference: Reference
    locator: Locator
    options: Options
    explanations: Mapping[str, Explained] = field(default_factory=dict)
    """By finding_id, what the unit says to a finding; shown beside it, hiding nothing."""
