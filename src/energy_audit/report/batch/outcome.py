"""What was found: verdicts counted by rule, by article of law and by authority, faults of filings by kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.problems.problem import in_language
from energy_audit.reference.lookup import laws
from energy_audit.report.tables.data import KEY
from energy_audit.rulebook.model import AUTHORITIES, KINDS, SEVERITIES, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables
    from energy_audit.rulebook.model import Citation, Rule, Rulebook

LAW_SEPARATOR = ";"
"""Between the ids of ``legal_basis``."""


@dataclass(frozen=True)
class RuleCount:
    """One rule: its verdicts, and the enterprise-years it is breached in."""

    code: str
    title: str
    kind: str
    severity: str
    subject: str
    authority: str
    first_step: str
    laws: tuple[str, ...]
    met: int
    breached: int
    not_applicable: int
    cannot_tell: int
    enterprises: int


@dataclass(frozen=True)
class LawCount:
    """One article: the breached verdicts that rest on it, by kind, and the enterprise-years concerned."""

    id: str
    instrument: str
    article: str
    legal_status: str
    confidence: str
    violations: int
    suspicions: int
    notices: int
    enterprises: int


@dataclass(frozen=True)
class AuthorityCount:
    """What lies with one authority: breached violations by first step."""

    authority: str
    first_step: str
    violations: int
    enterprises: int


@dataclass(frozen=True)
class ProblemCount:
    """One kind of fault of the filings."""

    code: str
    severity: str
    problems: int
    files: int
    example: str


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be read, and why."""

    path: str
    size: int
    reason: str


def count_rules(material: Material, tables: BatchTables, words: Words) -> tuple[RuleCount, ...]:
    """Count every rule of the rulebook: by kind, what is breached first, then by severity, then most breached."""
    verdicts: dict[str, dict[str, int]] = defaultdict(dict)
    counted = material.judgement.verdict_counts.group_by("rule", "verdict").agg(pl.col("count").sum())
    for code, verdict, count in counted.iter_rows():
        verdicts[code][verdict] = count
    breached = tables.findings.filter(verdict="breached")
    concerned = dict(breached.group_by("rule").agg(pl.struct(KEY).n_unique()).iter_rows())
    counts = [
        _rule_count(rule, verdicts.get(rule.code, {}), concerned.get(rule.code, 0), words)
        for rule in material.rulebook.rules.values()
    ]
    return tuple(
        sorted(
            counts,
            key=lambda count: (
                KINDS.index(count.kind),
                count.breached == 0,
                SEVERITIES.index(count.severity),
                -count.breached,
                count.code,
            ),
        )
    )


def _rule_count(rule: Rule, verdicts: Mapping[str, int], enterprises: int, words: Words) -> RuleCount:
    return RuleCount(
        code=rule.code,
        title=rule.title.of(words.lang),
        kind=rule.kind,
        severity=rule.severity,
        subject=rule.subject,
        authority=rule.authority,
        first_step=rule.first_step,
        laws=tuple(citation.id or citation.instrument.of(words.lang) for citation in rule.citations),
        enterprises=enterprises,
        **{verdict: verdicts.get(verdict, 0) for verdict in VERDICTS},
    )


def count_laws(material: Material, tables: BatchTables, words: Words) -> tuple[LawCount, ...]:
    """Count the breached verdicts by article; one that rests on two articles counts under both.

    What is no article of the law table (a standard, a working value) is named and stands as the rule that cites it says.
    """
    known = laws(material.reference)
    texts = _cited_texts(material.rulebook)
    by_law = (
        tables.findings.filter(verdict="breached")
        .with_columns(law=pl.col("legal_basis").str.split(LAW_SEPARATOR))
        .explode("law")
        .with_columns(pl.col("law").str.strip_chars())
        .filter(pl.col("law").is_not_null() & (pl.col("law") != ""))
        .group_by("law")
        .agg(
            *((pl.col("kind") == kind).sum().alias(kind) for kind in KINDS),
            enterprises=pl.struct(KEY).n_unique(),
        )
        .sort("violation", "suspicion", "notice", "law", descending=[True, True, True, False])
    )
    counts = []
    for row in by_law.iter_rows(named=True):
        law, text = known.get(row["law"]), texts.get(row["law"])
        named = words.pick(law.instrument_zh, law.instrument_en) if law else text and text.instrument.of(words.lang)
        counts.append(
            LawCount(
                id=row["law"],
                instrument=named or row["law"],
                article=words.article(law.article if law else text.article if text else ""),
                legal_status=law.status_on(material.options.as_of) if law else text.legal_status if text else "",
                confidence=law.confidence if law else text.confidence if text else "",
                violations=row["violation"],
                suspicions=row["suspicion"],
                notices=row["notice"],
                enterprises=row["enterprises"],
            )
        )
    return tuple(counts)


def _cited_texts(rulebook: Rulebook) -> dict[str, Citation]:
    """Return what rules and values cite in words of their own, by those words; see ``Citation.reference``."""
    cited = [citation for rule in rulebook.rules.values() for citation in rule.citations]
    cited += [value.citation for parameter in rulebook.parameters.values() for value in parameter.values]
    return {citation.reference: citation for citation in reversed(cited) if not citation.id}


def count_authorities(tables: BatchTables) -> tuple[AuthorityCount, ...]:
    """Count the violations by the authority they lie with and by its first step."""
    counted = (
        tables.findings.filter(verdict="breached", kind="violation")
        .group_by("authority", "first_step")
        .agg(violations=pl.len(), enterprises=pl.struct(KEY).n_unique())
    )
    rows = [AuthorityCount(*row) for row in counted.iter_rows()]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                AUTHORITIES.index(row.authority),
                -row.violations,
                row.first_step,
            ),
        )
    )


def count_problems(tables: BatchTables) -> tuple[ProblemCount, ...]:
    """Count the faults of the filings by kind, errors first, with one message as an example."""
    counted = (
        tables.problems.group_by("severity", "code")
        .agg(problems=pl.len(), files=pl.col("file").n_unique(), example=pl.col("message").first())
        .sort("severity", "problems", "code", descending=[False, True, False])
    )
    return tuple(
        ProblemCount(
            code=row["code"],
            severity=row["severity"],
            problems=row["problems"],
            files=row["files"],
            example=row["example"] or "",
        )
        for row in counted.iter_rows(named=True)
    )


def refused_files(material: Material, tables: BatchTables) -> tuple[RefusedFile, ...]:
    """List the files that were refused, by path, each with its reason in the language of the report."""
    said = _reasons(tables.problems)
    refused = sorted((file for file in material.intake.files if file.status == "refused"), key=lambda file: file.path)
    return tuple(RefusedFile(file.path, file.size, said.get(file.path) or file.reason) for file in refused)


def refused_reasons(material: Material) -> dict[str, str]:
    """Say by path why files were refused, in the language of the report."""
    refused = [file for file in material.intake.files if file.status == "refused"]
    own = material.intake.problems.filter(pl.col("file").is_in([file.path for file in refused]))
    said = _reasons(in_language(own, material.options.lang))
    return {file.path: said.get(file.path) or file.reason for file in refused}


def _reasons(problems: pl.DataFrame) -> dict[str, str]:
    """Take the first problem of each file; what is only a warning (a file of another kind) where there is no error."""
    by_file = problems.sort(pl.col("severity") != "error", maintain_order=True).unique("file", keep="first")
    return dict(by_file.select("file", "message").iter_rows())
