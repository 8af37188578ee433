"""The data files of a batch that is judged part by part: what each part found is written before the next is judged."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.energy.account import EnergyAccount
from energy_audit.facts import Facts, Locator
from energy_audit.filing.problem import joined
from energy_audit.report.contacts import CONTACTS, contacts_frame
from energy_audit.report.data import (
    ENTERPRISES,
    FINDINGS,
    PROBLEMS,
    BatchTables,
    append_csv,
    batch_tables,
    problems_frame,
    start_csv,
    write_table,
)
from energy_audit.report.devices import EQUIPMENT
from energy_audit.report.material import Material
from energy_audit.rulebook.judge import Judgement

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.filing.intake import Intake


@dataclass(frozen=True, eq=False)
class Tallied(Judgement):
    """What is left of a judgement whose verdicts are written: how many an enterprise-year has."""

    counts: pl.DataFrame = field(default_factory=pl.DataFrame)

    def tally(self) -> pl.DataFrame:
        """Give what the parts counted."""
        return self.counts


class DataInParts:
    """Writes ``OUT/data`` part by part. Parts come in the order of their units, which is that of the files.

    Args:
        folder: ``OUT/data``.
        verdicts: whether ``verdicts.parquet`` is written.
    """

    def __init__(self, folder: Path, *, verdicts: bool) -> None:
        self.folder = folder
        self.verdicts = verdicts
        self.parts = folder / "parts"
        self.parts.mkdir(parents=True)
        start_csv(folder / "findings.csv", FINDINGS)
        self.count = 0
        self.enterprises: list[pl.DataFrame] = []
        self.tallies: list[pl.DataFrame] = []
        self.problems: list[pl.DataFrame] = []
        self.equipment: list[pl.DataFrame] = []
        self.contacts: list[pl.DataFrame] = []
        self.totals: list[pl.DataFrame] = []
        self.facts: list[pl.DataFrame] = []
        self.frame: Material | None = None

    def add(self, material: Material) -> None:
        """Write what one part found, and keep what is said of the whole batch.

        Raises:
            OSError: the folder cannot be written.
        """
        tables = batch_tables(material)
        for findings in tables.finding_batches():
            append_csv(self.folder / "findings.csv", findings)
            findings.write_parquet(self.parts / f"findings-{self.count:06}.parquet")
            self.count += 1
        if self.verdicts:
            material.judgement.write_verdicts(self.parts / f"verdicts-{len(self.enterprises):06}.parquet")
        self.enterprises.append(tables.enterprises)
        self.tallies.append(material.judgement.tally())
        self.problems.append(material.intake.problems)
        self.equipment.append(tables.equipment)
        self.contacts.append(contacts_frame(material.intake))
        self.totals.append(material.account.totals)
        self.facts.append(material.facts.frames["enterprise"])
        self.frame = self.frame or _emptied(material)

    def finish(self, intake: Intake) -> tuple[Material, BatchTables]:
        """Put the files together.

        Args:
            intake: the whole batch.

        Returns:
            What the manifest and the summary are written from: the whole batch without its single verdicts.

        Raises:
            ValueError: nothing was added.
        """
        if self.frame is None:
            raise ValueError("a batch has at least one part")
        whole = replace(
            self.frame,
            intake=replace(intake, problems=joined(self.problems)),
            account=replace(self.frame.account, totals=pl.concat(self.totals)),
            facts=Facts({**self.frame.facts.frames, "enterprise": pl.concat(self.facts)}),
            judgement=Tallied(self.frame.rulebook, self.frame.options.as_of, {}, counts=pl.concat(self.tallies)),
        )
        tables = BatchTables(whole, enterprises=pl.concat(self.enterprises), problems=problems_frame(whole))
        write_table(iter([tables.enterprises]), ENTERPRISES, self.folder, "enterprises")
        write_table(iter([tables.problems]), PROBLEMS, self.folder, "problems")
        write_table(iter(self.equipment), EQUIPMENT, self.folder, "equipment")
        write_table(iter(self.contacts), CONTACTS, self.folder, "contacts")
        for name in ("findings", *(["verdicts"] if self.verdicts else [])):
            _put_together(self.parts, name, self.folder / f"{name}.parquet", FINDINGS)
        shutil.rmtree(self.parts)
        return whole, tables


def _emptied(material: Material) -> Material:
    """Return what all parts share, without any row."""
    rulebook, options = material.rulebook, material.options
    intake = replace(material.intake, tables={})
    return Material(
        intake=intake,
        account=EnergyAccount(*(getattr(material.account, each.name).clear() for each in fields(material.account))),
        facts=Facts({subject: frame.clear() for subject, frame in material.facts.frames.items()}),
        judgement=Tallied(rulebook, options.as_of, {}),
        rulebook=rulebook,
        reference=material.reference,
        locator=Locator(intake),
        options=options,
    )


def _put_together(folder: Path, name: str, target: Path, schema: dict[str, Any]) -> None:
    files = sorted(folder.glob(f"{name}-*.parquet"))
    if files:
        pl.scan_parquet(files).sink_parquet(target)
    else:
        pl.DataFrame(schema=schema).write_parquet(target)
