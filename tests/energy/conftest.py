"""What the tests of the account share: one enterprise-year."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

USCC = "91520000000000001X"


@pytest.fixture(scope="session")
def unit_of() -> Callable[..., pl.DataFrame]:
    """Make one enterprise-year of an industrial unit in Guiyang, as ``open_account`` asks for it."""

    def make(
        year: int = 2025,
        *,
        region: str | None = "520100",
        division: str | None = "30",
        industry: str | None = None,
        industrial: bool | None = True,
        designated: bool = False,
        listed: bool = False,
    ) -> pl.DataFrame:
        return pl.DataFrame(
            [(USCC, year, region, industry or f"{division}11", division, industrial, designated, listed)],
            schema={
                "uscc": pl.String,
                "report_year": pl.Int64,
                "region_code": pl.String,
                "industry_code": pl.String,
                "industry_division": pl.String,
                "is_industrial": pl.Boolean,
                "designated": pl.Boolean,
                "designation_list_loaded": pl.Boolean,
            },
            orient="row",
        )

    return make
