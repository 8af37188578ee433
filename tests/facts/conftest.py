"""Facts of filings made of a few literal rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_audit.energy.account import open_account
from energy_audit.facts import Facts, derive_facts, identify_enterprises
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

Derive = Callable[..., Facts]
AS_OF = date(2026, 6, 30)


@pytest.fixture
def derive(intake_of: Callable[..., Intake], reference: Reference) -> Derive:
    """Derive the facts of a filing; ``enterprise`` defaults to a cement works of Qingzhen."""

    def make(*, as_of: date = AS_OF, **tables: list[dict[str, Any]]) -> Facts:
        tables.setdefault("enterprise", [{}])
        tables["enterprise"] = [
            {"enterprise_name": "示例水泥有限公司", "industry_code": "3011", "region_code": "520181", **row}
            for row in tables["enterprise"]
        ]
        intake = intake_of(**tables)
        identified = identify_enterprises(intake, reference)
        account = open_account(intake, identified, reference)
        return derive_facts(intake, identified, account, reference, as_of=as_of)

    return make


@pytest.fixture
def one(derive: Derive) -> Callable[..., dict[str, Any]]:
    """The enterprise facts of a filing of one enterprise."""

    def make(**tables: Any) -> dict[str, Any]:
        return derive(**tables).frames["enterprise"].row(0, named=True)

    return make
