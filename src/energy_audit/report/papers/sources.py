"""Opens cases: from what an inspection just found, or from the folder an earlier one wrote."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from energy_audit.catalogue import both
from energy_audit.errors import UsageError
from energy_audit.own_output import MANIFEST, TOOL
from energy_audit.report.content.partition import YEAR_KEY, Partition
from energy_audit.report.language import words as words_of
from energy_audit.report.papers.case import Input, Unit, open_case
from energy_audit.report.tables.contacts import ASKED, CONTACTS, contacts_frame
from energy_audit.rulebook.also_told import tells_for_others

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.reference.tables import Reference
    from energy_audit.report.material import Material
    from energy_audit.report.papers.case import Case
    from energy_audit.rulebook.model import Rulebook


@dataclass(frozen=True)
class Chosen:
    """Which enterprise-years: all where nothing is named."""

    uscc: str | None = None
    report_year: int | None = None

    def takes(self, uscc: str, report_year: int) -> bool:
        """Say whether one is asked for."""
        return self.uscc in {None, uscc} and self.report_year in {None, report_year}


def cases_of(material: Material, chosen: Chosen) -> Iterator[Case]:
    """Open the chosen cases of an inspection, in the order of code and year."""
    options, words = material.options, words_of(material.options.lang)
    findings, contacts = Partition(material.judgement.findings), Partition(contacts_frame(material.intake))
    enterprises = material.facts.frames["enterprise"].select(*YEAR_KEY, "enterprise_name").drop_nulls(YEAR_KEY)
    inputs = _inputs(material)
    documents = {each.id: each for each in material.reference.documents}
    for uscc, year, name in enterprises.sort(YEAR_KEY).unique(YEAR_KEY, keep="first", maintain_order=True).iter_rows():
        if not chosen.takes(uscc, year):
            continue
        yield open_case(
            _unit(uscc, year, words.text(name), contacts),
            findings.rows(uscc, year),
            rulebook=material.rulebook,
            documents=documents,
            inputs=tuple(inputs[uscc, year]),
            as_of=options.as_of,
            words=words,
        )


def _unit(uscc: str, report_year: int, name: str, contacts: Partition) -> Unit:
    """Name a unit with what it filed of itself."""
    row = next(iter(contacts.rows(uscc, report_year)), {})
    told = {key: row.get(key) or "" for key in ASKED}
    return Unit(
        uscc,
        report_year,
        name,
        legal_representative=told["legal_representative"],
        address=told["address"],
        contact=" ".join(filter(None, (told["contact_name"], told["contact_phone"]))),
    )


def _inputs(material: Material) -> dict[tuple[str, int], list[Input]]:
    """Name the files each enterprise-year was read from."""
    intake = material.intake
    rows = pl.concat(table.select(*YEAR_KEY, "source") for table in intake.tables.values()).drop_nulls(YEAR_KEY)
    files = intake.sources.select("source", path="file")
    read = {file.path: file.sha256 for file in intake.files}
    found: dict[tuple[str, int], list[Input]] = defaultdict(list)
    for uscc, year, path in (
        rows.unique().join(files, on="source").select(*YEAR_KEY, "path").unique().sort("path").rows()
    ):
        found[uscc, year].append(Input(path, read.get(path, "")))
    return found


@dataclass(frozen=True)
class Output:
    """The folder of an earlier inspection: its manifest says the day, the language and the rules."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def as_of(self) -> dt.date:
        """The day it was judged on."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def language(self) -> Language:
        """The language its findings are written in."""
        return cast("Language", self.manifest["options"]["lang"])

    def cases(self, chosen: Chosen, reference: Reference, rulebook: Rulebook) -> Iterator[Case]:
        """Open the chosen cases.

        Raises:
            UsageError: other rules are in use than the inspection was judged by, or it was a replay: no paper
                may rest on the law of another day.
        """
        replayed = self.manifest["options"].get("rules_as_of")
        if replayed is not None:
            raise UsageError(
                both(
                    "{folder} 是按 {replayed} 的规则重放的试算，不能据以制作文书；请不加 --rules-as-of 重新检查。",
                    folder=self.folder,
                    replayed=replayed,
                ),
            )
        judged_by = self.manifest["rulebook"]["identity"]
        if judged_by != rulebook.identity:
            raise UsageError(
                both(
                    "{folder} 是按规则 {judged_by} 判定的，现在的规则是 {identity}。请用申报文件重新生成，或加上当时的 --rules。",
                    folder=self.folder,
                    judged_by=judged_by,
                    identity=rulebook.identity,
                ),
            )
        words = words_of(self.language)
        found = self._findings(rulebook)
        findings, incomplete = Partition(found), self._told_for_others(found, rulebook)
        enterprises = pl.read_parquet(self.folder / "data" / "enterprises.parquet").drop_nulls(YEAR_KEY)
        kept = self.folder / "data" / "contacts.parquet"
        contacts = Partition(pl.read_parquet(kept) if kept.is_file() else pl.DataFrame(schema=CONTACTS))
        documents = {each.id: each for each in reference.documents}
        digests = {each["path"]: each["sha256"] for each in self.manifest["inputs"]}
        for uscc, year, name in enterprises.sort(YEAR_KEY).select(*YEAR_KEY, "enterprise_name").iter_rows():
            if not chosen.takes(uscc, year):
                continue
            rows = findings.rows(uscc, year)
            files = sorted({row["file"] for row in rows if row["file"]})
            yield open_case(
                _unit(uscc, year, words.text(name), contacts),
                rows,
                rulebook=rulebook,
                documents=documents,
                inputs=tuple(Input(path, digests.get(path, "")) for path in files),
                as_of=self.as_of,
                words=words,
                incomplete=(uscc, year) in incomplete,
            )

    def _findings(self, rulebook: Rulebook) -> pl.DataFrame:
        """Return its findings, and what other findings tell for: that stands among the verdicts, where they were kept."""
        found = pl.read_parquet(self.folder / "data" / "findings.parquet")
        told = [rule.code for rule in rulebook.rules.values() if rule.told_by]
        if self._verdicts.is_file():
            keyed = found.lazy().with_columns(pl.col("subject_key").fill_null(""))
            untold = (
                pl.scan_parquet(self._verdicts)
                .filter(pl.col("rule").is_in(told), pl.col("verdict") == "cannot_tell")
                .with_columns(pl.col("subject_key").fill_null(""))
                .join(keyed, on=[*YEAR_KEY, "rule", "subject_key"], how="anti", nulls_equal=True)
            )
            # every part of a paper goes through them rule by rule
            found = pl.concat([found, untold.collect()], how="diagonal_relaxed").sort("rule", maintain_order=True)
        return found.with_columns(pl.col("message", "evidence", "subject_key", "file", "sheet", "cell").fill_null(""))

    @property
    def _verdicts(self) -> Path:
        return self.folder / "data" / "verdicts.parquet"

    def _told_for_others(self, found: pl.DataFrame, rulebook: Rulebook) -> frozenset[tuple[Any, ...]]:
        """Enterprise-years of which a finding tells for others that are not on file, as the verdicts were left out."""
        if self._verdicts.is_file():
            return frozenset()
        tellers = {code for rule in rulebook.rules.values() for code in rule.told_by}
        # documents are told for without being named
        unnamed = {code for rule in rulebook.rules.values() if rule.subject == "document" for code in rule.told_by}
        tells = pl.col("rule").is_in(unnamed) | tells_for_others(pl.col("message"), self.language)
        return frozenset(found.filter(pl.col("rule").is_in(tellers), tells).select(YEAR_KEY).iter_rows())


def open_output(path: Path) -> Output | None:
    """Return the earlier output that a folder is; None where it is none."""
    if not (path / "data" / "findings.parquet").is_file():
        return None
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Output(path, manifest) if isinstance(manifest, dict) and manifest.get("tool") == TOOL else None
