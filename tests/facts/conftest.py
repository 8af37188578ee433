"""Facts of filings made of a few literal rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import EnergyAccount, open_account
from energy_audit.facts import Facts, derive_facts, identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Derive = Callable[..., Facts]
AS_OF = date(2026, 6, 30)


ACCOUNTED = ("enterprise", "energy_consumption", "energy_conversion", "nonfossil")
"""The tables that an account is opened from: it is given no others, so that it cannot come to hang on one unseen."""


@pytest.fixture(scope="session")
def account_of(reference: Reference) -> Callable[[Intake, pl.DataFrame], EnergyAccount]:
    """Open the account of a filing; filings that differ only in what no account is made from share one."""
    opened: dict[str, EnergyAccount] = {}

    def make(intake: Intake, identified: pl.DataFrame) -> EnergyAccount:
        own = replace(intake, tables={key: intake.tables[key] for key in ACCOUNTED})
        if not own.problems.is_empty():
            return open_account(own, identified, reference)
        made_from = repr([identified.rows(), *(table.rows() for table in own.tables.values())])
        if made_from not in opened:
            opened[made_from] = open_account(own, identified, reference)
        return opened[made_from]

    return make


@pytest.fixture
def derive(
    intake_of: Callable[..., Intake],
    reference: Reference,
    account_of: Callable[[Intake, pl.DataFrame], EnergyAccount],
) -> Derive:
    """Derive the facts of a filing; ``enterprise`` defaults to a cement works of Qingzhen."""

    def make(*, as_of: date = AS_OF, **tables: list[dict[str, Any]]) -> Facts:
        tables.setdefault("enterprise", [{}])
        tables["enterprise"] = [
            {"enterprise_name": "示例水泥有限公司", "industry_code": "3011", "region_code": "520181", **row}
            for row in tables["enterprise"]
        ]
        intake = intake_of(**tables)
        identified = identify_enterprises(intake, reference)
        return derive_facts(intake, identified, account_of(intake, identified), reference, as_of=as_of)

    return make


@pytest.fixture
def one(derive: Derive) -> Callable[..., dict[str, Any]]:
    """The enterprise facts of a filing of one enterprise."""

    def make(**tables: Any) -> dict[str, Any]:
        return derive(**tables).frames["enterprise"].row(0, named=True)

    return make
