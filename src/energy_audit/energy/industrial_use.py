"""What production used: an industrial unit (sections B-D) owes it in every row of table 2 that counts.

The schema cannot ask for it, since a unit of another section has none; yet without it the total of an industrial unit
has no upper end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.terms import YEAR_KEY, is_among, unread_rows
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake

TABLE, INDUSTRIAL = "energy_consumption", "consumption_industrial"

_WHY = Message("（工业单位按它计算综合能耗；没有用于生产的填 0）")


def industrial_use_missing(account: EnergyAccount, intake: Intake) -> pl.DataFrame:
    """Say of industrial units which rows do not state what production used, or that the sheet has no such column.

    Returns:
        A frame of ``PROBLEM_SCHEMA``, not yet located.
    """
    lacking = account.rows.filter(
        pl.col("counted"),
        pl.col("table") == TABLE,
        pl.col("column") == INDUSTRIAL,
        pl.col("quantity").is_null(),
        # a row without any consumption lacks its total first
        pl.col("other_quantity").is_not_null(),
        ~is_among(unread_rows(intake.problems, [INDUSTRIAL])),
    )
    there = intake.placement.filter(pl.col("table") == TABLE, pl.col("column") == INDUSTRIAL)["source"]
    has_column = pl.col("source").is_in(there.implode())
    # each unit with rows there is told; who lists what is wrong with the files says it once of each
    of_sheets = lacking.filter(~has_column).unique(["source", *YEAR_KEY], keep="first", maintain_order=True)
    return joined(
        [
            problems_where(
                lacking,
                has_column,
                FilingProblem.REQUIRED_MISSING,
                table=TABLE,
                column=INDUSTRIAL,
                value=pl.lit(""),
                detail=marked(_WHY),
            ),
            problems_where(
                of_sheets.with_columns(row=pl.lit(None, pl.UInt32)),
                pl.lit(value=True),
                FilingProblem.MISSING_COLUMN,
                table=TABLE,
                column=INDUSTRIAL,
                value=pl.lit(""),
            ),
        ]
    )
