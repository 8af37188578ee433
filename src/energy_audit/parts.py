"""A batch too large to be judged at once is judged some thousand units at a time, so that memory stays bounded.

A unit's years, sites and tables lie in one part, and nothing that is judged of one unit rests on
another, but for green certificates used in two filings: where there are any such, all is judged
together. Pages and workbook need the whole batch; data files do not.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.clock import Clock
from energy_audit.energy.certificates import reused_certificates
from energy_audit.filing.intake import read_filings
from energy_audit.inspection import Inspection, judge_read, open_rules, write_inspection
from energy_audit.judged_parts import PartJudge, judge_parts
from energy_audit.progress import silent
from energy_audit.report.in_parts import DataInParts
from energy_audit.report.manifest import RunRecord, write_manifest, write_run
from energy_audit.report.output import whole_or_nothing
from energy_audit.stored_parts import stored, without_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from energy_audit.cache import Cache
    from energy_audit.filing.intake import Intake
    from energy_audit.progress import Progress
    from energy_audit.report.material import Options

UNITS_A_PART: Final = 10_000
"""With some 20 energy rows each, a part takes about half a GB."""

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
        cache: holds what earlier runs read and drew.
        units_a_part: how many units are judged together where only data files are asked for.

    Returns:
        What was found - of a batch judged in parts the counts, without single verdicts - and the
        characters that could not be drawn.
    """
    clock = Clock()
    with clock.stage("rules"):
        reference, rulebook = open_rules(rules)
    with clock.stage("read"):
        intake = read_filings(filings, jobs=jobs, progress=progress, cache=cache)
    if options.formats - {"data"} or must_stay_together(intake, units_a_part):
        inspection = judge_read(filings, intake, reference, rulebook, options, clock=clock, progress=progress)
        return inspection, write_inspection(inspection, out, jobs=jobs, progress=progress, cache=cache)
    with whole_or_nothing(out) as folder:
        data = DataInParts(folder / "data")
        judge = PartJudge(tuple(rules), reference, rulebook, options, data.parts)
        rest = without_rows(intake)
        cut = enumerate(parts_of(intake, units_a_part))
        with clock.stage("parts"):
            parts = [stored(part.of(intake), data.parts / f"part-{number:06}", rest) for number, part in cut]
            del intake  # what is judged of it lies on disk
        progress("parts", 0, len(parts))
        # closed at once where the run ends early, so that no process goes on
        with clock.stage("parts"), closing(judge_parts(parts, judge, jobs)) as judged:
            for done, (part, (found, seconds)) in enumerate(zip(parts, judged, strict=True), 1):
                data.add(found)
                part.remove()
                clock.add_parts(seconds)
                progress("parts", done, len(parts))
        with clock.stage("data"):
            whole, tables = data.finish(rest, reference, rulebook, options)
        write_manifest(whole, tables, folder)
        write_run(RunRecord(clock.seconds), folder)
    return Inspection(whole, clock), {}


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
    later = _units(intake).gather_every(units_a_part)[1:]
    frames = {**intake.tables, _PROBLEMS: intake.problems}
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


def must_stay_together(intake: Intake, units_a_part: int) -> bool:
    """Tell whether a batch is judged at once: it is small, or units share a certificate."""
    few = len(_units(intake)) <= units_a_part
    return few or bool(reused_certificates(intake.tables["nonfossil"])["certificate_used_elsewhere"].any())


def _units(intake: Intake) -> pl.Series:
    named = intake.tables["enterprise"].filter(pl.col("report_year").is_not_null() & pl.col("uscc").is_not_null())
    return named["uscc"].unique().sort()
