"""Verdicts row by row: one row every rule x subject, made of the columns in which they are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import KEYS
from energy_audit.rulebook.marks import verdicts_of
from energy_audit.rulebook.model import VERDICT_DTYPE

if TYPE_CHECKING:
    from collections.abc import Collection

    from energy_audit.rulebook.bench import Bench

LONG_SCHEMA = pl.Schema(
    {
        "rule": pl.String(),
        "uscc": pl.String(),
        "report_year": pl.Int64(),
        "subject": pl.String(),
        "subject_key": pl.String(),
        "verdict": VERDICT_DTYPE,
    },
)
_UNIT = "__unit"


def verdict_rows(benches: Collection[Bench]) -> pl.DataFrame:
    """Give the rows of ``LONG_SCHEMA``, ordered by uscc, report_year, rule, subject_key.

    Texts are sorted once a bench, for all its rules. The whole is then put in order by one number a row, of its
    enterprise-year, rule and place: no two are equal, and such are sorted in half the time.
    """
    judged = {bench.key: verdicts_of(bench.marks) for bench in benches if len(bench.unit)}
    names = sorted({name for each in judged.values() for name in each})
    numbers = {name: number for number, name in enumerate(names)}
    places: list[pl.Series] = []
    columns: dict[str, list[pl.Series]] = {name: [] for name in LONG_SCHEMA if name != "rule"}
    for bench in benches:
        rules = judged.get(bench.key, [])
        keys = bench.facts[list(KEYS)]
        own = keys.hstack([bench.unit.cast(pl.UInt64).alias(_UNIT), *bench.marks[rules]])
        if not keys["subject_key"].is_sorted(nulls_last=True):
            own = own.sort("subject_key", nulls_last=True, maintain_order=True)
        subject = pl.Series([bench.key.subject]).new_from_index(0, own.height)
        for name in rules:
            places.append(own[_UNIT] * len(names) + numbers[name])
            for column in KEYS:
                columns[column].append(own[column])
            columns["subject"].append(subject)
            columns["verdict"].append(own[name])
    if not places:
        return pl.DataFrame(schema=LONG_SCHEMA)
    place = pl.concat(places)
    count = len(place)
    ordered = (place * count + pl.int_range(count, dtype=pl.UInt64, eager=True)).sort()
    rows, rule = ordered % count, ordered // count % len(names)
    codes = pl.Series([name.removeprefix("verdict.") for name in names])
    # column by column, so that one alone is there twice
    said = {name: pl.concat(each, rechunk=True).gather(rows) for name, each in columns.items()}
    return pl.DataFrame({"rule": codes.gather(rule), **said}, schema=LONG_SCHEMA)
