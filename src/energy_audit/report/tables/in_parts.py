"""The data files of a batch that is judged part by part: what each part found is written before the next is judged."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.energy.account import EnergyAccount
from energy_audit.facts import Facts, Locator
from energy_audit.filing.intake import counted
from energy_audit.filing.problems.problem import joined
from energy_audit.report.devices import EQUIPMENT
from energy_audit.report.material import Material
from energy_audit.report.tables.contacts import CONTACTS, contacts_frame
from energy_audit.report.tables.data import (
    ENTERPRISES,
    FINDINGS,
    PROBLEMS,
    BatchTables,
    append_csv,
    batch_tables,
    problems_frame,
    start_csv,
    write_absent,
    write_table,
)
from energy_audit.rulebook.judge import Judgement
from energy_audit.rulebook.verdict_rows import LONG_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.tables import Reference
    from energy_audit.report.material import Options
    from energy_audit.rulebook.model import Rulebook

OF_TOTALS = ("uscc", "report_year", "grid_region", "grid_year")
"""What the manifest says of the totals."""

OF_ENTERPRISES = ("uscc", "report_year", "subject_key", "tier", "report_year_possible")
"""What the summary and the list of the absent say of the enterprises."""

ZSTD_OF_TEXTS = 1
"""How hard findings are pressed: a fifth quicker than by the usual 3, and no larger."""

ROWS_A_GROUP = 100_000
"""Rows a group of a Parquet file; set, so that the file does not depend on how it was put together."""


@dataclass(frozen=True, eq=False)
class Tallied(Judgement):
    """What is left of a judgement whose verdicts are written: how many an enterprise-year has."""

    counts: pl.DataFrame = field(default_factory=pl.DataFrame)

    def tally(self) -> pl.DataFrame:
        """Give what the parts counted."""
        return self.counts


@dataclass(frozen=True)
class PartFound:
    """What is said of the whole batch from one part, whose findings and verdicts are written.

    Attributes:
        enterprises: its rows of ``ENTERPRISES``.
        equipment: of ``EQUIPMENT``.
        contacts: of ``CONTACTS``.
        tally: ``Judgement.tally``.
        problems: of ``PROBLEM_SCHEMA``.
        filed: ``source`` of each row of the enterprise table.
        totals: ``OF_TOTALS``.
        facts: ``OF_ENTERPRISES``.
    """

    enterprises: pl.DataFrame
    equipment: pl.DataFrame
    contacts: pl.DataFrame
    tally: pl.DataFrame
    problems: pl.DataFrame
    filed: pl.DataFrame
    totals: pl.DataFrame
    facts: pl.DataFrame


@dataclass(frozen=True)
class PartFiles:
    """The files of one part, for ``DataInParts`` to put together.

    Attributes:
        folder: where they lie.
        number: of the part.
    """

    folder: Path
    number: int

    @property
    def verdicts(self) -> Path:
        """The verdicts, if they are written."""
        return self.folder / f"verdicts-{self.number:06}.parquet"

    @property
    def texts(self) -> Path:
        """The findings, as the lines of a CSV."""
        return self.folder / f"findings-{self.number:06}.csv"

    def findings(self) -> list[Path]:
        """List the files of findings, in the order they were put in."""
        return sorted(self.folder.glob(f"findings-{self.number:06}-*.arrow"))

    def put_findings(self, findings: pl.DataFrame) -> None:
        """Write more findings.

        Raises:
            OSError: the folder cannot be written.
        """
        append_csv(self.texts, findings)
        findings.write_ipc(
            self.folder / f"findings-{self.number:06}-{len(self.findings()):06}.arrow", compression="lz4"
        )


def write_part(material: Material, files: PartFiles) -> PartFound:
    """Write the findings and verdicts of one part.

    Raises:
        OSError: the folder cannot be written.
    """
    tables = batch_tables(material)
    for findings in tables.finding_batches():
        files.put_findings(findings)
    if material.options.verdicts:
        material.judgement.write_verdicts(files.verdicts)
    return PartFound(
        tables.enterprises,
        tables.equipment,
        contacts_frame(material.intake),
        material.judgement.tally(),
        material.intake.problems,
        material.intake.tables["enterprise"].select("source"),
        material.account.totals.select(OF_TOTALS),
        material.facts.frames["enterprise"].select(OF_ENTERPRISES),
    )


class DataInParts:
    """Writes ``OUT/data`` part by part. Parts come in the order of their units, which is that of the files.

    Args:
        folder: ``OUT/data``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / "parts"
        self.parts.mkdir(parents=True)
        start_csv(folder / "findings.csv", FINDINGS)
        self.found: list[PartFound] = []

    def add(self, found: PartFound) -> None:
        """Take in the next part.

        Raises:
            OSError: the folder cannot be written.
        """
        texts = PartFiles(self.parts, len(self.found)).texts
        if texts.exists():
            append_file(texts, self.folder / "findings.csv")
            texts.unlink()
        self.found.append(found)

    def finish(
        self, intake: Intake, reference: Reference, rulebook: Rulebook, options: Options
    ) -> tuple[Material, BatchTables]:
        """Put the files together.

        Args:
            intake: the whole batch; its tables and the counts of its files are not read.
            reference: the tables it was judged by.
            rulebook: the rules it was judged by.
            options: as chosen.

        Returns:
            What the manifest and the summary are written from: the whole batch without its single verdicts.

        Raises:
            ValueError: nothing was added.
        """
        if not self.found:
            raise ValueError("a batch has at least one part")
        nothing = pl.DataFrame()
        files = counted(intake.files, pl.concat(each.filed for each in self.found), intake.sources)
        whole = Material(
            intake=replace(intake, files=files, problems=joined(each.problems for each in self.found)),
            account=EnergyAccount(nothing, pl.concat(each.totals for each in self.found), nothing),
            facts=Facts({"enterprise": pl.concat(each.facts for each in self.found)}),
            judgement=Tallied(rulebook, options.as_of, {}, counts=pl.concat(each.tally for each in self.found)),
            rulebook=rulebook,
            reference=reference,
            locator=Locator(replace(intake, tables={})),
            options=options,
        )
        enterprises = pl.concat(each.enterprises for each in self.found)
        tables = BatchTables(whole, enterprises=enterprises, problems=problems_frame(whole))
        write_table(iter([tables.enterprises]), ENTERPRISES, self.folder, "enterprises")
        write_table(iter([tables.problems]), PROBLEMS, self.folder, "problems")
        write_table((each.equipment for each in self.found), EQUIPMENT, self.folder, "equipment")
        write_table((each.contacts for each in self.found), CONTACTS, self.folder, "contacts")
        write_absent(tables, self.folder)
        findings = sorted(self.parts.glob("findings-*.arrow"))
        rows = pl.scan_ipc(findings) if findings else None
        _put_together(rows, FINDINGS, self.folder / "findings.parquet", level=ZSTD_OF_TEXTS)
        if options.verdicts:
            verdicts = pl.scan_parquet(sorted(self.parts.glob("verdicts-*.parquet")))
            _put_together(verdicts, LONG_SCHEMA, self.folder / "verdicts.parquet")
        shutil.rmtree(self.parts)
        return whole, tables


def append_file(source: Path, target: Path) -> None:
    """Write a file's content at the end of another that exists.

    Within the system where it knows how: 0.4 processor seconds a GB instead of 1.4.

    Raises:
        OSError: one cannot be read, or the other not written.
    """
    done = 0
    with source.open("rb") as read, target.open("r+b") as written:
        written.seek(0, os.SEEK_END)
        # another file system, or one that cannot, leaves the rest, or all, to be read and written
        with contextlib.suppress(OSError, AttributeError):
            while copied := os.copy_file_range(read.fileno(), written.fileno(), 2**30):
                done += copied
        read.seek(done)
        written.seek(0, os.SEEK_END)
        shutil.copyfileobj(read, written, 2**20)


def _put_together(rows: pl.LazyFrame | None, schema: Any, target: Path, *, level: int | None = None) -> None:
    whole = pl.LazyFrame(schema=schema) if rows is None else rows
    whole.sink_parquet(target, compression_level=level, row_group_size=ROWS_A_GROUP)
