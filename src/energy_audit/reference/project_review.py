"""The regimes of the energy review of fixed-asset projects (固定资产投资项目节能审查), by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - resolved at run time, where the TOML values are typed
from decimal import Decimal  # noqa: TC003 - resolved at run time, where the TOML values are typed


@dataclass(frozen=True)
class ReviewThreshold:
    """Who reviews, or that nobody does, by yearly consumption.

    ``min_tce`` is included, ``max_tce`` excluded where ``max_exclusive``. ``and_*`` must hold as well,
    any ``or_*`` suffices. Electricity is converted at its calorific value unless ``electricity_basis`` says otherwise.
    """

    level: str
    confidence: str
    min_tce: int | None = None
    max_tce: int | None = None
    max_exclusive: bool = False
    and_max_kwh: int | None = None
    max_kwh_exclusive: bool = False
    and_max_coal_t: int | None = None
    max_coal_exclusive: bool = False
    or_kwh: int | None = None
    or_kwh_range: tuple[int, ...] = ()
    or_oil_t: int | None = None
    or_oil_t_range: tuple[int, ...] = ()
    or_gas_m3: int | None = None
    or_gas_m3_range: tuple[int, ...] = ()
    or_coal_t: int | None = None
    or_coal_t_range: tuple[int, ...] = ()
    electricity_basis: str = ""
    article: str = ""
    extra_zh: str = ""
    note_zh: str = ""


@dataclass(frozen=True)
class ReviewPenalty:
    """What follows from a breach of the regime; no fine where the regime names none."""

    act_zh: str
    consequence_zh: str
    confidence: str
    article: str = ""
    fine_min_yuan: int | None = None
    fine_max_yuan: int | None = None
    source: str = ""


@dataclass(frozen=True)
class ReviewRegime:
    """One edition of the review measures; dates include both ends, no end where it is in force."""

    id: str
    instrument_zh: str
    document_no: str
    effective_from: date
    law: tuple[str, ...]
    citation: str
    confidence: str
    legal_status: str
    carbon_required: bool
    county_review_barred: bool
    threshold: tuple[ReviewThreshold, ...]
    effective_to: date | None = None
    expansion_by_increase: bool = False
    """Of an expansion, as of a rebuilding, only what it adds counts; else all that is used once it is built."""
    penalty: tuple[ReviewPenalty, ...] = ()
    validity_years: int | None = None
    validity_article: str = ""
    validity_confidence: str = ""
    validity_zh: str = ""
    change_ratio: Decimal | None = None
    change_article: str = ""
    change_confidence: str = ""
    change_zh: str = ""
    change_triggers_zh: tuple[str, ...] = ()
    acceptance_zh: str = ""
    acceptance_article: str = ""
    acceptance_confidence: str = ""
    acceptance_months_after_trial: int | None = None
    carbon_zh: str = ""
    carbon_confidence: str = ""
    fine_note_zh: str = ""
    source: str = ""


@dataclass(frozen=True)
class SimpleIndustry:
    """A trade that the state lists as exempt from review; ``codes`` are GB/T 4754 codes or beginnings of codes.

    Dates include both ends and are matched with the day that governs a project.
    """

    id: str
    name_zh: str
    codes: tuple[str, ...]
    effective_from: date
    citation: str
    source: str
    confidence: str
    legal_status: str
    effective_to: date | None = None
