"""One row a breached or cannot_tell verdict: what is wrong, where, on what ground, what to do.

Columns are those of the contract's ``findings`` and ``facts_digest``. Only failing
rows come this far, so plain Python per finding is fast enough.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.rulebook.addresses import Address, Locator, address_of, row_address
from energy_audit.rulebook.marks import seat_items
from energy_audit.rulebook.messages import Filler
from energy_audit.rulebook.model import CONFIDENCES, Citation, Language, Rule, Rulebook
from energy_audit.rulebook.unknowns import Trace
from energy_audit.rulebook.wording import FIELD, exact_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from energy_audit.rulebook.bench import Bench, BenchKey

FINDINGS_SCHEMA = pl.Schema(
    {
        "finding_id": pl.String(),
        "facts_digest": pl.String(),
        "rule": pl.String(),
        "rule_name": pl.String(),
        "kind": pl.String(),
        "severity": pl.String(),
        "verdict": pl.String(),
        "uscc": pl.String(),
        "report_year": pl.Int64(),
        "enterprise_name": pl.String(),
        "subject": pl.String(),
        "subject_key": pl.String(),
        "message": pl.String(),
        "evidence": pl.String(),
        "legal_basis": pl.String(),
        "legal_status": pl.String(),
        "confidence": pl.String(),
        "remedy": pl.String(),
        "first_step": pl.String(),
        "authority": pl.String(),
        "file": pl.String(),
        "sheet": pl.String(),
        "cell": pl.String(),
    },
)
FAILING = ("breached", "cannot_tell")
_NAME = "enterprise_name"
_STATUSES = ("in_force", "superseded", "reference", "policy", "practice", "draft")
"""Strongest first; a status not listed is weaker than all."""


@dataclass(frozen=True)
class _Context:
    """What every finding of a batch shares."""

    rulebook: Rulebook
    benches: Mapping[BenchKey, Bench]
    as_of: dt.date
    locator: Locator | None
    language: Language


def build_findings(
    rulebook: Rulebook,
    benches: Iterable[Bench],
    everything: Mapping[BenchKey, Bench],
    *,
    as_of: dt.date,
    locator: Locator | None,
    language: Language,
) -> pl.DataFrame:
    """Build the findings of some benches, ordered by uscc, report_year, rule, subject_key.

    Args:
        rulebook: the rules judged.
        benches: the judged benches, or the part of them to tell of.
        everything: all of them, for what rules see of other subjects.
        as_of: the day they were judged for.
        locator: finds cells; without one findings carry no addresses.
        language: of message and remedy.
    """
    context = _Context(rulebook, everything, as_of, locator, language)
    rows = [row for bench in benches for rule in _rules(bench, rulebook) for row in _of_rule(bench, rule, context)]
    order = ("uscc", "report_year", "rule", "subject_key", "file", "sheet", "cell", "facts_digest")
    frame = pl.DataFrame(rows, schema=FINDINGS_SCHEMA, orient="row", infer_schema_length=None)
    return _with_ids(frame.sort(order, nulls_last=True))


def _rules(bench: Bench, rulebook: Rulebook) -> list[Rule]:
    columns = (name for name in bench.marks.columns if name.startswith("verdict."))
    return [rulebook.rules[name.removeprefix("verdict.")] for name in columns]


def _of_rule(bench: Bench, rule: Rule, context: _Context) -> Iterator[dict[str, Any]]:
    failing = bench.where(bench.marks[rule.column].cast(pl.String).is_in(FAILING))
    if failing.facts.is_empty():
        return
    trace = Trace.of(rule, context.rulebook)
    items = list(trace.items.values())
    shown = _shown_columns(rule, context)
    seated = seat_items(failing, items, context.benches, context.rulebook, context.as_of, also=shown)
    seated = seated.with_columns(trace.columns()).with_columns(failing.marks[rule.column])
    writer = _Writer(rule, trace, context)
    for row in seated.iter_rows(named=True):
        yield writer.finding(row)


def _shown_columns(rule: Rule, context: _Context) -> list[str]:
    """List what messages and evidence show beyond what the conditions read."""
    texts = [text for text in (rule.message, rule.unknown) if text is not None]
    fields = [name for text in texts for name in FIELD.findall(text.of(context.language))]
    names = [*fields, *rule.evidence, *([_NAME] if _NAME in context.rulebook.vocabulary else [])]
    return [column_of(name, rule, context.rulebook) for name in names]


def column_of(name: str, rule: Rule, rulebook: Rulebook) -> str:
    """Give the column of a named field: a parameter is shown as the rule's kind reads it."""
    return rulebook.parameters[name[1:]].column(rule.kind) if name.startswith(":") else name


class _Writer:
    """Writes the findings of one rule."""

    def __init__(self, rule: Rule, trace: Trace, context: _Context) -> None:
        self.rule = rule
        self.trace = trace
        self.context = context
        self.filler = Filler(context.rulebook, context.language)
        self.rests_on = sorted({name for condition in rule.conditions for name in condition.columns})

    def finding(self, row: Mapping[str, Any]) -> dict[str, Any]:
        rule, language = self.rule, self.context.language
        verdict = row[rule.column]
        unknown = self.trace.unknown(rule, row) if verdict == "cannot_tell" else ()
        places = self.addresses(row, unknown)
        place = next((address for address in places.values() if address.cell), None) or row_address(
            row, self.context.locator
        )
        citations = self.citations(row)
        message = (
            self.filler.unknown(rule, row, unknown, places)
            if verdict == "cannot_tell"
            else self.filler.message(rule, row)
        )
        return {
            "finding_id": "",
            "facts_digest": _digest({name: exact_text(row[name]) for name in self.rests_on}),
            "rule": rule.code,
            "rule_name": rule.name,
            "kind": rule.kind,
            "severity": rule.severity,
            "verdict": verdict,
            "uscc": row["uscc"],
            "report_year": row["report_year"],
            "enterprise_name": row.get(_NAME),
            "subject": rule.subject,
            "subject_key": row["subject_key"],
            "message": message,
            "evidence": self.evidence(row, places),
            "legal_basis": ";".join(dict.fromkeys(citation.reference for citation in citations)),
            "legal_status": _strongest_status(citations),
            "confidence": max((citation.confidence for citation in citations), key=CONFIDENCES.index),
            "remedy": rule.remedy.of(language),
            "first_step": rule.first_step,
            "authority": rule.authority,
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
        }

    def addresses(self, row: Mapping[str, Any], unknown: Sequence[str]) -> dict[str, Address]:
        """Locate the facts that matter: what is unknown first, then the rule's evidence."""
        names = dict.fromkeys((*unknown, *self.rule.evidence))
        return {
            name: address_of(self.context.rulebook.fact(name), self.rule.subject, row, self.context.locator)
            if not name.startswith((":", "verdict.", "criterion."))
            else Address()
            for name in names
        }

    def evidence(self, row: Mapping[str, Any], places: Mapping[str, Address]) -> str:
        shown = {}
        for name, place in places.items():
            value = row[column_of(name.rstrip("!"), self.rule, self.context.rulebook)]
            shown[name.rstrip("!")] = {
                "value": value if isinstance(value, (bool, int)) else exact_text(value) if value is not None else None,
                "unit": self.filler.unit(name),
                "file": place.file,
                "sheet": place.sheet,
                "cell": place.cell,
            }
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))

    def citations(self, row: Mapping[str, Any]) -> list[Citation]:
        """List the grounds in use: of a violation those that may accuse, and the values in force for this row."""
        grounds = [citation for citation in self.rule.citations if self.rule.kind != "violation" or citation.is_sound]
        for name in self.rule.parameters:
            parameter = self.context.rulebook.parameters[name]
            value = parameter.in_force(row[parameter.governed_by])
            if value is not None and row[parameter.column(self.rule.kind)] is not None:
                grounds.append(value.citation)
        return grounds


def _strongest_status(citations: Sequence[Citation]) -> str:
    statuses = [citation.legal_status for citation in citations]
    return min(statuses, key=lambda status: _STATUSES.index(status) if status in _STATUSES else len(_STATUSES))


def _digest(content: Mapping[str, str]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Name each finding by rule and subject; a subject filed twice gets a number from its second row on."""
    seen: Counter[str] = Counter()
    ids = []
    for key in frame.select("rule", "uscc", "report_year", "subject", "subject_key").iter_rows():
        text = "|".join("" if part is None else str(part) for part in key)
        seen[text] += 1
        ids.append(hashlib.sha256((text if seen[text] == 1 else f"{text}|{seen[text]}").encode()).hexdigest()[:16])
    return frame.with_columns(pl.Series("finding_id", ids, dtype=pl.String))
