"""A random sample of the units of a batch that anybody can draw again and come to the same (双随机).

The office publishes the list and a seed nobody could choose (a lottery number of a day to come, a figure called out at
the meeting). Each unit's lot is SHA-256 of the seed and its code; the smallest lots are drawn. No order of the list, no
spelling of a name and no machine has a say in it.
"""

from __future__ import annotations

import hashlib
from datetime import MAXYEAR
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.headings import title
from energy_audit.report.tables.data import append_csv, start_csv

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from energy_audit.report.language import Words

COLUMNS: Final = (
    "uscc", "enterprise_name", "prefecture_name", "county_name", "division_name", "report_year", "tier",
    "tce_calorific_low", "tce_calorific_high", "violations", "suspicions", "cannot_tell",
)  # fmt: skip
"""What the list says of each unit drawn."""


def lot(seed: str, uscc: str) -> str:
    """Return a unit's lot: SHA-256 of seed, line feed and credit code in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(f"{seed}\n{uscc}".encode()).hexdigest()


def drawable(units: pl.DataFrame, tiers: Collection[str] = (), last: int = MAXYEAR) -> pl.DataFrame:
    """Return the units that take part, each by its latest year.

    Args:
        units: ``enterprises`` of an inspection, with names of places.
        tiers: only these; all where empty, those of an undecided tier among them.
        last: the year of the inspection: a filing of a later one, which cannot be, hides none of the unit's others.
    """
    ordered = units.drop_nulls("uscc").sort("uscc", pl.col("report_year") <= last, "report_year")
    latest = ordered.unique("uscc", keep="last", maintain_order=True)
    return latest.filter(pl.col("tier").is_in(list(tiers))) if tiers else latest


def draw(units: pl.DataFrame, seed: str, count: int, per: str | None = None) -> pl.DataFrame:
    """Draw units.

    Args:
        units: those that take part, one row each.
        seed: what was published for the draw.
        count: how many; all where there are fewer.
        per: a column: so many of each of its values.

    Returns:
        The rows drawn, in the order of their lots (of the groups first), with ``lot``.
    """
    lots = units.with_columns(lot=pl.Series([lot(seed, uscc) for uscc in units["uscc"]], dtype=pl.String))
    if per is None:
        return lots.sort("lot").head(count)
    ranked = lots.filter(pl.col("lot").rank("ordinal").over(per) <= count)
    return ranked.sort(per, "lot", nulls_last=True)


def write_list(drawn: pl.DataFrame, path: Path, words: Words) -> None:
    """Write the list as CSV for spreadsheets, under the headings of people."""
    names = {"lot": words("抽签值"), **{key: title(key, words).replace("\n", " ") for key in COLUMNS}}
    rows = drawn.select(pl.col(key).cast(pl.String).fill_null("").alias(name) for key, name in names.items())
    start_csv(path, dict(rows.schema))
    append_csv(path, rows)
