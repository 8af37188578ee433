"""Fixtures shared by all tests: the shipped tables and filings made of a few literal rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from energy_audit import garbage, inspection
from energy_audit.filing.batch import UNUSED_SCHEMA
from energy_audit.filing.intake import Intake
from energy_audit.filing.problems.problem import PROBLEM_SCHEMA, conformed
from energy_audit.filing.problems.sources import PLACEMENT_SCHEMA, SOURCE_SCHEMA, letter
from energy_audit.filing.schema import TABLES
from energy_audit.reference.tables import Reference, load_reference
from energy_audit.resources import folder

# an example is judged by what it says, not by how long a busy machine takes over it
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# as the command itself does: beside thousands of collected tests it would look through more for the same nothing
garbage.looked_for_seldom()

USCC = "91520000000000001X"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Unread:
    """A cell that holds something nobody can read."""

    text: str


@pytest.fixture(autouse=True, scope="session")
def _everything_anew() -> Iterator[None]:
    """No test is answered from what an earlier one made; tests of the cache ask for one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENERGY_AUDIT_NO_CACHE", "1")
        yield


@pytest.fixture(autouse=True, scope="session")
def _shipped_rules_opened_once() -> Iterator[None]:
    """All inspections of this process share one opening of the shipped rules; rules given by hand are read each time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load_reference", "load_rulebook"):
            patch.setattr(inspection, name, _opened_once(getattr(inspection, name)))
        yield


def _opened_once(load: Callable[..., Any]) -> Callable[..., Any]:
    opened: dict[Path, Any] = {}

    def asked(rules_dir: Path, extra: Sequence[Path] = (), **more: Any) -> Any:
        if extra:
            return load(rules_dir, extra, **more)
        if rules_dir not in opened:
            opened[rules_dir] = load(rules_dir, **more)
        return opened[rules_dir]

    return asked


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference(folder("rules"))


@pytest.fixture(scope="session")
def intake_of() -> Callable[..., Intake]:
    """Make an ``Intake`` of literal rows: one workbook, one sheet a table, data from row 5 on.

    Numbers may be written as int, str or Decimal, ``Unread`` is a cell that was not read; ``uscc`` and ``report_year``
    default to one enterprise of 2025.
    """
    schemas = {key: table.schema() for key, table in TABLES.items()}
    empty = {
        key: pl.DataFrame(schema={**schema, "source": pl.UInt32(), "row": pl.UInt32()})
        for key, schema in schemas.items()
    }
    sources = [(index, "示例.xlsx", table.sheet, "cell") for index, table in enumerate(TABLES.values())]
    placement = [
        (index, table.key, column.key, letter(i))
        for index, table in enumerate(TABLES.values())
        for i, column in enumerate(table.columns)
    ]
    places = {
        "sources": pl.DataFrame(sources, schema=SOURCE_SCHEMA, orient="row"),
        "placement": pl.DataFrame(placement, schema=PLACEMENT_SCHEMA, orient="row"),
    }

    def make(**tables: Rows) -> Intake:
        typed: dict[str, pl.DataFrame] = {}
        unread = []
        for index, (key, nothing) in enumerate(empty.items()):
            rows = tables.get(key, [])
            if not rows:
                typed[key] = nothing
                continue
            filled = [
                {
                    "uscc": USCC,
                    "report_year": 2025,
                    **{k: _exact(v, schemas[key].get(k)) for k, v in row.items()},
                    "source": index,
                    "row": 5 + number,
                }
                for number, row in enumerate(rows)
            ]
            unread += [
                {"source": index, "row": 5 + number, "table": key, "column": column, "value": value.text}
                for number, row in enumerate(rows)
                for column, value in row.items()
                if isinstance(value, Unread)
            ]
            typed[key] = pl.DataFrame(filled, schema=nothing.schema)
        return Intake(
            tables=typed,
            problems=conformed(
                pl.DataFrame([{**each, "code": "unreadable-number", "severity": "error"} for each in unread])
            )
            if unread
            else pl.DataFrame(schema=PROBLEM_SCHEMA),  # of a frame without columns one row of nulls would come
            files=(),
            unused=pl.DataFrame(schema=UNUSED_SCHEMA),
            **places,
        )

    return make


def _exact(value: object, dtype: pl.DataType | None) -> object:
    if isinstance(value, Unread):
        return None
    if isinstance(dtype, pl.Decimal) and isinstance(value, (int, str)):
        return Decimal(value)
    if isinstance(dtype, pl.Date) and isinstance(value, str):
        return date.fromisoformat(value)
    return value
