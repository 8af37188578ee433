"""Breached rules by consequence: violations, suspicions, notices; a rule once, with every subject it is breached for."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from energy_audit.facts.place import places_of
from energy_audit.report.content.judged import Evidence, Finding, FindingGroup, Instance
from energy_audit.report.content.laws import laws_of
from energy_audit.report.explanations import explained_said
from energy_audit.rulebook.model import KINDS, SEVERITIES
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from energy_audit.report.content.partition import Row
    from energy_audit.report.explanations import Explained
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Citation, Rule, Rulebook

_ISO_DAY: Final = re.compile(r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")
"""A day as the data files write it; papers write 2024年5月6日."""
PER_FILED_UNIT = "tce/单位"
"""The unit of a factor: it depends on the unit that the row was filed in."""


def group_findings(
    rows: list[Row], rulebook: Rulebook, words: Words, explanations: Mapping[str, Explained] | None = None
) -> tuple[FindingGroup, ...]:
    """Group the breached rows of one enterprise-year; the kinds always stand in the same order.

    Args:
        rows: its rows of ``Judgement.findings``.
        rulebook: texts and law of each rule.
        words: the language.
        explanations: by finding_id, what the unit says to it.
    """
    said = explanations or {}
    breached = [row for row in rows if row["verdict"] == "breached"]
    rank = {severity: place for place, severity in enumerate(SEVERITIES)}

    def consequence(row: Row) -> tuple[int, bool, int, str, str]:
        of_file = row["subject"] == "document"
        return KINDS.index(row["kind"]), of_file, rank[row["severity"]], row["rule"], row["subject_key"]

    breached.sort(key=consequence)
    numbered = [
        _finding(number, rulebook.rules[code], list(same), rulebook, words, said)
        for number, (code, same) in enumerate(groupby(breached, key=lambda row: row["rule"]), 1)
    ]
    groups = []
    for kind in KINDS:
        of_kind = [finding for finding in numbered if finding.kind == kind]
        of_documents = [finding for finding in of_kind if rulebook.rules[finding.rule].subject == "document"]
        groups.append(
            FindingGroup(
                kind=kind,
                title=words.label("kind", kind),
                introduction=_introduction(kind, words),
                findings=tuple(finding for finding in of_kind if finding not in of_documents),
                documents=tuple(of_documents),
                count=sum(len(finding.instances) for finding in of_kind),
            )
        )
    return tuple(groups)


def findings_by_document(rows: list[Row], groups: tuple[FindingGroup, ...]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings on each document, by its subject key."""
    of_rule = {finding.rule: finding for group in groups for finding in group.documents}
    found: dict[str, tuple[Finding, ...]] = {}
    for row in rows:
        if row["verdict"] == "breached" and row["rule"] in of_rule:
            found[row["subject_key"]] = (*found.get(row["subject_key"], ()), of_rule[row["rule"]])
    return found


def _introduction(kind: str, words: Words) -> str:
    return {
        "violation": words("有现行有效、把握中等以上的法律依据。"),
        "suspicion": words("须由人工核实后才能定性；不直接作为处理依据。"),
        "notice": words("档次、清单、缺项等提示，不构成违法。"),
    }[kind]


def _finding(
    number: int, rule: Rule, rows: list[Row], rulebook: Rulebook, words: Words, said: Mapping[str, Explained]
) -> Finding:
    lang = words.lang
    return Finding(
        number=number,
        rule=rule.code,
        title=rule.title.of(lang),
        kind=rule.kind,
        severity=words.label("severity", rule.severity),
        meaning=_sentences(rule.meaning.of(lang), rule.why.of(lang), words),
        laws=laws_of(cited_by(rule, rows), words),
        remedy=rule.remedy.of(lang),
        deadline=_deadline(rule, words),
        first_step=words.label("first_step", rule.first_step),
        authority=words.label("authority", rule.authority),
        honesty="" if rule.honesty == "exact" else words.label("honesty", rule.honesty),
        instances=tuple(_instance(row, rulebook, words, said.get(row["finding_id"])) for row in rows),
    )


def cited_by(rule: Rule, rows: Sequence[Mapping[str, Any]]) -> list[Citation]:
    """List the citations of a rule; where a day picks among them, those that its findings rest on."""
    if not rule.governed_by:
        return list(rule.citations)
    held = {reference for row in rows for reference in (row.get("legal_basis") or "").split(";")}
    cited = (*rule.citations, *rule.editions)
    return [citation for citation in cited if citation.reference in held] or list(rule.citations)


def _sentences(first: str, second: str, words: Words) -> str:
    """Put two texts behind each other, whether or not the first ends like a sentence."""
    between = words.gap if first.endswith(("。", ".", "！", "？")) else words("；")
    return f"{first}{between}{second}"


def _instance(row: Row, rulebook: Rulebook, words: Words, said: Explained | None) -> Instance:
    key = row["subject_key"]
    subject = words.label("subject", row["subject"])
    evidence = _told_once(json.loads(row["evidence"] or "{}"))
    per = (evidence.get("energy_unit") or {}).get("value")
    return Instance(
        subject=words("{subject}：{key}", subject=subject, key=key) if key else subject,
        message=_with_days(row["message"], words),
        finding_id=row["finding_id"],
        explanation=explained_said(said, words),
        evidence=tuple(_evidence(name, entry, rulebook, words, per) for name, entry in evidence.items()),
    )


def _with_days(message: str, words: Words) -> str:
    return _ISO_DAY.sub(lambda found: words.day(dt.date.fromisoformat(found[0])), message)


def _told_once(evidence: dict[str, Row]) -> dict[str, Row]:
    """Give one entry for a quantity whose lower and upper end agree, under the name of the quantity."""
    told: dict[str, Row] = {}
    for name, entry in evidence.items():
        of = name.removesuffix("_low").removesuffix("_high")
        low, high = evidence.get(f"{of}_low"), evidence.get(f"{of}_high")
        agree = low is not None and high is not None and low["value"] == high["value"] is not None
        told.setdefault(of if agree and of in VOCABULARY else name, entry)
    return told


def _evidence(name: str, entry: Row, rulebook: Rulebook, words: Words, per: str | None) -> Evidence:
    """Read one entry of the evidence (``{value, unit, file, sheet, cell, further}``): a fact or a parameter; factors are ``per`` filed unit."""
    value = entry["value"]
    if name.startswith(":"):
        parameter = rulebook.parameters[name[1:]]
        written = words.value(_typed(value, parameter.dtype))
        unit = "" if value is None else words.unit(parameter.unit)
        return Evidence(parameter.meaning.of(words.lang), f"{written} {unit}".strip(), ())
    fact = rulebook.fact(name)
    written = words.value(_typed(value, fact.dtype), fact)
    if fact.unit == PER_FILED_UNIT and per and value is not None:
        written = words("{written} 吨标准煤/{per}", written=written, per=per)
    return Evidence(words.fact(fact), written, places_of(entry), is_reckoned=not fact.source)


def _typed(value: Any, dtype: pl.DataType) -> Decimal | int | bool | str | dt.date | None:
    """Bring a value of the JSON back to its type: numbers and days are written as text there."""
    if isinstance(value, str) and dtype.is_decimal():
        return Decimal(value)
    if isinstance(value, str) and dtype.is_temporal():
        return dt.date.fromisoformat(value)
    found: int | bool | str | None = value
    return found


def _deadline(rule: Rule, words: Words) -> str:
    """Say who sets the day by which it must be done; no law cited by a rule sets one for all, so none is made up; advice has none."""
    set_by = {
        "order_to_correct": words("由责令限期改正通知书载明（　　年　　月　　日前）"),
        "written_requirement": words("由书面通知载明（　　年　　月　　日前）"),
        "referral": words("由受移送部门依法确定"),
    }
    return set_by.get(rule.first_step, "")
