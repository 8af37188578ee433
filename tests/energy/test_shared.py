"""What units have in common is said the same way in whatever order their rows come, and to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from energy_audit.energy.shared import shared_by_units, with_own_share
from energy_audit.filing.intake import Intake

UNITS = ["甲", "乙"] * 20
NONFOSSIL = pl.DataFrame(
    {
        "uscc": UNITS,
        "report_year": 2025,
        "site": None,
        "gec_ids": [f"GEC{number // 2}" for number in range(len(UNITS))],
    },
    schema_overrides={"site": pl.String()},
)
PROJECTS = pl.DataFrame(
    {
        "uscc": UNITS,
        "report_year": 2025,
        "project_code": [f"2024-{number // 2}" for number in range(len(UNITS))],
        "document_number": "〔2024〕1号",
    }
)


def test_the_order_of_rows_does_not_show() -> None:
    told = shared_by_units(NONFOSSIL, PROJECTS)
    assert told.certificates.height == told.projects.height == 20
    for seed in range(5):
        again = shared_by_units(*(rows.sample(fraction=1, shuffle=True, seed=seed) for rows in (NONFOSSIL, PROJECTS)))
        assert again.certificates.equals(told.certificates)
        assert again.projects.equals(told.projects)


def test_a_part_is_told_of_what_it_has_a_share_in(intake_of: Callable[..., Intake]) -> None:
    told = shared_by_units(NONFOSSIL, PROJECTS)
    whole = intake_of(
        nonfossil=[{"gec_ids": "gec7、OWN"}], project=[{"project_code": "2024-3", "document_number": "〔2024〕1号"}]
    )

    own = with_own_share(replace(whole, shared=told)).shared

    assert own is not None
    assert [("GEC7",)] == own.certificates.rows()
    assert [(2025, "2024-3", "〔2024〕1号", 2)] == own.projects.rows()
    assert with_own_share(whole) is whole
