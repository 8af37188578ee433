"""Names the page of an enterprise-year by everything it is made from, so that an equal page need not be made again.

The name covers every value of every row that a report is built from, where these rows stand, what the unit explains,
its files, and what all pages share: rules, reference tables, templates, choices, language, this program and the
libraries that write. A page that looks at a value is therefore never mistaken for one made from another value.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.cache import key_of
from energy_audit.report.edition import edition
from energy_audit.report.explanations import matter_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference
    from energy_audit.report.content.partition import Partition
    from energy_audit.report.content.reports import EnterpriseReports
    from energy_audit.report.material import Material, Options
    from energy_audit.rulebook.model import Rulebook

_ROWS_AT_ONCE: Final = 5_000
"""Rows written as text at a time: pages come in the order of the rows, so a batch of any size holds a few."""


class PageKeys:
    """Names pages.

    Args:
        material: what was found.
        reports: builds the reports that the pages are drawn from.
    """

    def __init__(self, material: Material, reports: EnterpriseReports) -> None:
        self._reports = reports
        sources = places_of_sources(material.intake)
        self._texts = {name: RowTexts(cut, sources) for name, cut in reports.cuts.items()}
        schemas = (f"{name} {cut.frame.schema}" for name, cut in sorted(reports.cuts.items()))
        self._shared = key_of(shared_key(material.rulebook, material.reference, material.options), *schemas)

    def of(self, uscc: str, report_year: int) -> str:
        """Name the page of one enterprise-year."""
        rows = (
            text.of(uscc) if name == "years" else text.of(uscc, report_year)
            for name, text in sorted(self._texts.items())
        )
        files = self._reports.files_of(uscc, report_year)
        return key_of(self._shared, *rows, repr(files), repr(self._explained(uscc, report_year)))

    def _explained(self, uscc: str, report_year: int) -> list[object]:
        """List what the unit says to its own findings and problems."""
        said, cuts = self._reports.explanations, self._reports.cuts
        if not said:
            return []
        matters = (matter_of(problem) for problem in cuts["problems"].rows(uscc, report_year))
        rows = (*cuts["findings"].rows(uscc, report_year), *filter(None, matters))
        ids = {row["finding_id"] for row in rows}
        return [(each, said[each]) for each in sorted(ids & said.keys())]


def shared_key(rulebook: Rulebook, reference: Reference, options: Options) -> str:
    """Name what all pages of a run share: rules, reference tables, choices, templates and editions."""
    return key_of(edition(), rulebook.identity, rulebook.digest, reference.digest, *_choices(options))


class RowTexts:
    """The rows of a partition as text: rows that differ in any value, or in where they stand, are written differently.

    Args:
        cut: the rows.
        sources: ``places_of_sources``.
    """

    def __init__(self, cut: Partition, sources: Mapping[int, str]) -> None:
        self._cut = cut
        self._sources = sources
        self._first = 0
        self._ends = [0]
        self._text = b""

    def of(self, *key: str | int) -> bytes:
        """Write the rows of ``key`` in UTF-8, a line each."""
        first, count = self._cut.place(*key)
        if not count:
            return b""
        if not self._first <= first <= first + count < self._first + len(self._ends):
            self._first = first
            self._write(self._cut.frame.slice(first, max(count, _ROWS_AT_ONCE)))
        place = first - self._first
        return self._text[self._ends[place] : self._ends[place + count]]

    def _write(self, rows: pl.DataFrame) -> None:
        lines = as_lines(rows, self._sources)
        self._ends = [0, *lines.str.len_bytes().cast(pl.UInt64).cum_sum().to_list()]
        self._text = lines.str.join("").cast(pl.Binary).item()


def as_lines(rows: pl.DataFrame, places: Mapping[int, str]) -> pl.Series:
    """Write rows as JSON, in which no line ends within a row; a float in full, also one that is no number.

    The number of a source is that of a block within the batch, and moves when another file changes. So it is written as
    what it stands for.

    Args:
        rows: of any frame.
        places: ``places_of_sources``.
    """
    told = [pl.col(pl.Float32, pl.Float64).cast(pl.String)]
    if "source" in rows.columns:
        told.append(pl.col("source").replace_strict(places, default=None, return_dtype=pl.String))
    short = rows.with_columns(*told).rename({name: str(place) for place, name in enumerate(rows.columns)})
    return short.select(pl.concat_str(pl.struct(pl.all()).struct.json_encode(), pl.lit("\n"))).to_series()


def places_of_sources(intake: Intake) -> dict[int, str]:
    """Digest of each source all that a cell's address is made from."""
    letters = dict(
        intake.placement.select("source", told=pl.struct(pl.exclude("source")).struct.json_encode())
        .group_by("source")
        .agg(pl.col("told").sort().str.join("\n"))
        .iter_rows()
    )
    return {
        source: key_of(json.dumps(stands, ensure_ascii=True), letters.get(source, ""))
        for source, *stands in intake.sources.iter_rows()
    }


def _choices(options: Options) -> tuple[str, ...]:
    """Write the options; a set has no order of its own."""
    return repr(replace(options, formats=frozenset())), *sorted(options.formats)
