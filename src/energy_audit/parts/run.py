"""A batch too large to be judged at once is judged some thousand units at a time, so that memory stays bounded.

A unit's years, sites and tables lie in one part, and nothing that is judged of one unit rests on
another, but for green certificates used in two filings and projects filed by two units: these are told
of the whole batch and handed to each part. Pages and workbook need the whole batch; data files do not.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.clock import Clock
from energy_audit.energy.shared import shared_by_units
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.onefile import read_file, with_rows
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.files.trial import trials
from energy_audit.filing.intake import Intake, intake_of, read_filings
from energy_audit.filing.unit_cuts import part_starts, units_fitting
from energy_audit.inspection import Inspection, judge_read, open_rules, write_inspection
from energy_audit.parts.judged import PartJudge, judge_parts
from energy_audit.parts.stored import stored, without_rows
from energy_audit.parts.untyped import Cut, NotInParts, cut_untyped
from energy_audit.progress import silent
from energy_audit.report.manifest import RunRecord, write_manifest, write_run
from energy_audit.report.output import whole_or_nothing
from energy_audit.report.tables.in_parts import DataInParts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.parts.stored import StoredPart
    from energy_audit.parts.untyped import UntypedPart
    from energy_audit.progress import Progress
    from energy_audit.reference.tables import Reference
    from energy_audit.report.material import Options
    from energy_audit.rulebook.model import Rulebook

UNITS_A_PART: Final = 10_000
"""With some 20 energy rows each, a part takes about half a GB; of those that file more, it has fewer (``ROWS_A_PART``)."""

_PROBLEMS: Final = "problems"


def inspect_into(
    out: Path,
    filings: Sequence[Path],
    options: Options,
    *,
    rules: Sequence[Path] = (),
    jobs: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
    units_a_part: int = UNITS_A_PART,
) -> tuple[Inspection, Mapping[str, Sequence[str]]]:
    """Read filings, judge them and write what was found; see ``inspect`` and ``publish`` for what is raised.

    Args:
        out: the folder to write.
        filings: what was handed in.
        options: the day judged, basis, language, formats.
        rules: further rule folders.
        jobs: processes for reading and for PDFs.
        progress: told (stage, done, total).
        cache: holds what earlier runs read, found of parts and drew.
        units_a_part: how many units are judged together at most where only data files are asked for.

    Returns:
        What was found - of a batch judged in parts the counts, without single verdicts - and the
        characters that could not be drawn.
    """
    run = _Run(out, tuple(filings), options, tuple(rules), jobs, progress, cache, units_a_part)
    with run.clock.stage("rules"):
        run.reference, run.rulebook = open_rules(rules)
    try:
        return run.inspected(before_typing=not options.formats - {"data"})
    except NotInParts:
        return run.inspected(before_typing=False)


@dataclass
class _Run:
    """One inspection: what is asked, and what it is judged by."""

    out: Path
    filings: tuple[Path, ...]
    options: Options
    rules: tuple[Path, ...]
    jobs: int
    progress: Progress
    cache: Cache | None
    units_a_part: int
    clock: Clock = field(default_factory=Clock)
    reference: Reference = field(init=False)
    rulebook: Rulebook = field(init=False)

    def inspected(self, *, before_typing: bool) -> tuple[Inspection, Mapping[str, Sequence[str]]]:
        """Read, judge and write; a large batch in parts, cut before it is typed where that may be and can.

        Raises:
            NotInParts: it turns out that it must be typed whole.
        """
        with self.clock.stage("read"):
            read = self._read(before_typing=before_typing)
        if isinstance(read, Intake) and (self.options.formats - {"data"} or is_small(read, self.units_a_part)):
            return self._together(read)
        with whole_or_nothing(self.out) as folder:
            data = DataInParts(folder / "data")
            with self.clock.stage("parts"):
                rest = read.whole if isinstance(read, Cut) else without_rows(read)
                parts: Sequence[StoredPart | UntypedPart] = (
                    read.stored(data.parts) if isinstance(read, Cut) else self._stored(read, data.parts)
                )
                del read  # what is judged of it lies on disk
            return self._judged(parts, rest, data, folder), {}

    def _read(self, *, before_typing: bool) -> Intake | Cut:
        read = partial(read_in_parts, units_a_part=self.units_a_part) if before_typing else read_filings
        return read(self.filings, jobs=self.jobs, progress=self.progress, cache=self.cache)

    def _stored(self, intake: Intake, folder: Path) -> list[StoredPart]:
        shared = shared_by_units(
            intake.tables["nonfossil"], intake.tables["project"], (intake.sources, intake.placement)
        )
        rest, cut = replace(without_rows(intake), shared=shared), enumerate(parts_of(intake, self.units_a_part))
        return [stored(part.of(intake), folder / f"part-{number:06}", rest) for number, part in cut]

    def _together(self, intake: Intake) -> tuple[Inspection, Mapping[str, Sequence[str]]]:
        filings, options, clock, progress = self.filings, self.options, self.clock, self.progress
        inspection = judge_read(filings, intake, self.reference, self.rulebook, options, clock=clock, progress=progress)
        return inspection, write_inspection(inspection, self.out, jobs=self.jobs, progress=progress, cache=self.cache)

    def _judged(
        self, parts: Sequence[StoredPart | UntypedPart], rest: Intake, data: DataInParts, folder: Path
    ) -> Inspection:
        judge = PartJudge(self.rules, self.reference, self.rulebook, self.options, data.parts, self.cache)
        self.progress("parts", 0, len(parts))
        # closed at once where the run ends early, so that no process goes on
        with self.clock.stage("parts"), closing(judge_parts(parts, judge, self.jobs)) as judged:
            for done, (part, (found, seconds)) in enumerate(zip(parts, judged, strict=True), 1):
                data.add(found)
                part.remove()
                self.clock.add_parts(seconds)
                self.progress("parts", done, len(parts))
        with self.clock.stage("data"):
            whole, tables = data.finish(rest, self.reference, self.rulebook, self.options)
        write_manifest(whole, tables, folder)
        write_run(RunRecord(self.clock.seconds), folder)
        return Inspection(whole, self.clock)


def read_in_parts(
    filings: Sequence[Path],
    units_a_part: int,
    *,
    jobs: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Intake | Cut:
    """Read filings as ``read_filings`` does; those of a large batch are cut before they are typed, if they can be."""
    files = handed_in(filings)
    read = partial(read_file, most_rows=units_a_part)
    readings = list(read_all(files, jobs, progress, read, cache))
    cut = cut_untyped(readings, units_a_part, progress)
    if cut is not None:
        progress("check", 1, 1)
        return cut
    with trials(expected=False):
        return intake_of([with_rows(*each) for each in zip(files, readings, strict=True)], progress)


@dataclass(frozen=True)
class Part:
    """The units from one code up to another; the last part also has the rows of nobody.

    Attributes:
        rows: its rows of each table and of the problems, by number, in their order.
    """

    rows: Mapping[str, pl.Series]

    def of(self, intake: Intake) -> Intake:
        """Return what was handed in for the units of the part; files, sheets and places are those of the batch."""
        tables = {name: frame[self.rows[name]] for name, frame in intake.tables.items()}
        return replace(intake, tables=tables, problems=intake.problems[self.rows[_PROBLEMS]])


def parts_of(intake: Intake, units_a_part: int) -> list[Part]:
    """Cut a batch by the codes of its units, in their order; every part has units of its own."""
    frames = {**intake.tables, _PROBLEMS: intake.problems}
    units, rows_of_all = _units(intake), sum(table.height for table in intake.tables.values())
    later = part_starts(units, units_fitting(units_a_part, len(units), rows_of_all))
    rows = {name: _rows_by_part(frame["uscc"], later) for name, frame in frames.items()}
    return [Part({name: each[number] for name, each in rows.items()}) for number in range(len(later) + 1)]


def _rows_by_part(codes: pl.Series, later: pl.Series) -> list[pl.Series]:
    """Sort out once whose each row is: looked for anew for each part, a batch twice as large would take four times as long.

    Args:
        codes: of a table's rows.
        later: the first code of each part but the first, in their order.
    """
    last = len(later)
    numbers = later.search_sorted(codes, side="right") if last else pl.zeros(len(codes), pl.UInt32, eager=True)
    placed = pl.DataFrame({"part": numbers, "code": codes}).select(
        part=pl.when(pl.col("code").is_null()).then(pl.lit(last, pl.UInt32)).otherwise(pl.col("part").cast(pl.UInt32))
    )
    ordered = placed.with_row_index("row").sort("part", maintain_order=True)
    ends = [0, *(ordered["part"].search_sorted(number, side="right") for number in range(last + 1))]
    return [ordered["row"][start:end] for start, end in pairwise(ends)]


def is_small(intake: Intake, units_a_part: int) -> bool:
    """Tell whether a batch is judged at once."""
    return len(_units(intake)) <= units_a_part


def _units(intake: Intake) -> pl.Series:
    named = intake.tables["enterprise"].filter(pl.col("report_year").is_not_null() & pl.col("uscc").is_not_null())
    return named["uscc"].unique().sort()
