"""Cuts a batch into parts of some units each, named by everything that their findings and pages rest on.

Most units of a batch are as they were when it was inspected last. What is said of a part is kept under its name, and
only parts with another name are told anew. The name covers every row that was filed for its units, every fact and every
term that came of it, what is wrong with it, where all of this stands, the units' files, and what all parts share. So it
does not matter why a value changed: by the unit's own hand, by another file, by a rule or a table.

A part ends where a unit's code says so, not after a number of units: one that joins or leaves changes its own part only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.cache import key_of
from energy_audit.report.content.page_key import as_lines, places_of_sources, shared_key
from energy_audit.report.content.problems_of_units import problems_of_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from energy_audit.filing.intake import Intake
    from energy_audit.report.material import Material

UNITS_A_PART: Final = 32
"""On average: fewer make more entries, more are told anew where one changed."""

_ROWS_AT_ONCE: Final = 20_000
"""Rows written as text at a time, unless a part alone has more."""


@dataclass(frozen=True)
class UnitParts:
    """The parts of a batch.

    Attributes:
        names: of each part.
        starts: the first code of each part but the first, in their order.
    """

    names: tuple[str, ...]
    starts: pl.Series

    def cut(self, frame: pl.DataFrame) -> list[pl.DataFrame]:
        """Cut a frame with ``uscc``, its rows in their order; rows of nobody are in no part."""
        ordered, ends = _by_part(frame, self.starts)
        return [ordered[first:end] for first, end in pairwise(ends)]


def name_parts(material: Material) -> UnitParts:
    """Cut a batch and name its parts."""
    frames = frames_of(material)
    codes = pl.concat(frame["uscc"] for frame in material.facts.frames.values()).unique().drop_nulls().sort()
    starts = codes[1:].filter(pl.Series([_starts(code) for code in codes[1:]], dtype=pl.Boolean))
    of_all = shared_key(material.rulebook, material.reference, material.options)
    shared = key_of(of_all, *(f"{name} {frame.schema}" for name, frame in frames.items()))
    digests = [hashlib.sha256(shared.encode()) for _ in range(len(starts) + 1)]
    places = places_of_sources(material.intake)
    for frame in frames.values():
        for digest, rows in zip(digests, _texts(frame, starts, places), strict=True):
            digest.update(len(rows).to_bytes(8, "big"))
            digest.update(rows)
    return UnitParts(tuple(digest.hexdigest() for digest in digests), starts)


def frames_of(material: Material) -> dict[str, pl.DataFrame]:
    """Give every row that anything said of a unit rests on, each with ``uscc``."""
    return {
        **{f"facts {subject}": frame for subject, frame in sorted(material.facts.frames.items())},
        **{f"account {name}": frame for name, frame in sorted(vars(material.account).items())},
        **{f"filed {name}": frame for name, frame in sorted(material.intake.tables.items())},
        "problems": problems_of_units(material.intake),
        "files": _files_of_units(material.intake),
        "explained": _explained(material),
    }


def _files_of_units(intake: Intake) -> pl.DataFrame:
    """List the files of each unit and what became of them."""
    files = intake.files
    told = pl.DataFrame(
        {"file": [each.path for each in files], "told": [repr(each) for each in files]},
        schema={"file": pl.String(), "told": pl.String()},
    )
    rows = pl.concat(table.select("uscc", "source").unique() for table in intake.tables.values())
    named = rows.join(intake.sources.select("source", "file"), on="source").join(told, on="file", how="left")
    return named.select("uscc", "file", "told").unique().sort("uscc", "file")


def _explained(material: Material) -> pl.DataFrame:
    """List what each unit says to its own findings and problems; the names of these have the code in second place."""
    said = material.explanations
    told = pl.DataFrame(
        {"finding_id": list(said), "told": [repr(each) for each in said.values()]},
        schema={"finding_id": pl.String(), "told": pl.String()},
    )
    if told.is_empty():
        return told.select(pl.lit(None, pl.String()).alias("uscc"), "finding_id", "told")
    found = told.join(material.judgement.findings.select("finding_id", "uscc"), on="finding_id", how="left")
    code = pl.coalesce("uscc", pl.col("finding_id").str.split("|").list.get(1, null_on_oob=True))
    return found.select(code.alias("uscc"), "finding_id", "told").sort("uscc", "finding_id")


def _starts(code: str) -> bool:
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:4], "big") % UNITS_A_PART == 0


def _by_part(frame: pl.DataFrame, starts: pl.Series) -> tuple[pl.DataFrame, list[int]]:
    """Sort the rows that are somebody's by part; return where each part begins, and the end of all."""
    parts = range(len(starts) + 1)
    owned = frame.filter(pl.col("uscc").is_not_null())
    part = starts.search_sorted(owned["uscc"], side="right").cast(pl.UInt32)
    if not part.is_sorted():
        order = part.to_frame("part").with_row_index("row").sort("part", maintain_order=True)
        owned, part = owned[order["row"]], order["part"]
    return owned, [0, *(part.search_sorted(number, side="right") for number in parts)]


def _texts(frame: pl.DataFrame, starts: pl.Series, places: Mapping[int, str]) -> Iterator[memoryview]:
    """Write the rows of each part as text; those of a few parts at a time, so that memory stays bounded."""
    rows, ends = _by_part(frame, starts)
    first = 0
    while first + 1 < len(ends):
        last = first + 1
        while last + 1 < len(ends) and ends[last + 1] - ends[first] <= _ROWS_AT_ONCE:
            last += 1
        lines = as_lines(rows[ends[first] : ends[last]], places)
        sizes = [0, *lines.str.len_bytes().cast(pl.UInt64).cum_sum()]
        text = memoryview(lines.str.join("").cast(pl.Binary).item())
        for begin, end in pairwise(ends[first : last + 1]):
            yield text[sizes[begin - ends[first]] : sizes[end - ends[first]]]
        first = last
