"""How each column of a written table looks in the workbook: width, number form, colours, names of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.headings import title
from energy_audit.report.tables.data import FACTOR, TCE
from energy_audit.report.workbooks.spreadsheet import Field, Form, Place, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.report.language import Words

_WIDTHS: Final = {
    "uscc": 22,
    "enterprise_name": 26,
    "report_year": 7,
    "industry_code": 9,
    "division_name": 16,
    "prefecture_name": 13,
    "county_name": 11,
    "why_open": 30,
    "watch": 26,
    "message": 56,
    "remedy": 34,
    "evidence": 30,
    "file": 28,
    "sheet": 18,
    "cell": 10,
    "rule": 9,
    "rule_title": 26,
    "kind": 9,
    "severity": 7,
    "verdict": 9,
    "subject_key": 16,
    "authority": 24,
    "first_step": 16,
    "legal_basis": 40,
    "tier": 7,
    "tce_calorific": 13,
    "tce_equal": 13,
    "two_high_one_low": 10,
    "documents_required": 9,
    "documents_missing": 9,
    "archive": 10,
    "violations": 8,
    "suspicions": 8,
    "notices": 8,
    "cannot_tell": 8,
    "worst_severity": 8,
    "value": 20,
    "finding_id": 18,
    "documents": 60,
    "code": 22,
    "equipment_name": 16,
    "equipment_model": 22,
    "equipment_quantity": 7,
    "equipment_in_use": 7,
    "efficiency_grade": 9,
    "efficiency_likely": 9,
    "efficiency_standard": 24,
    "efficiency_missing": 44,
    "equipment_eliminated": 9,
}
_LONG: Final = {
    "message",
    "remedy",
    "why_open",
    "documents",
    "enterprise_name",
    "rule_title",
    "legal_basis",
    "division_name",
    "prefecture_name",
    "county_name",
    "subject_key",
    "watch",
    "file",
    "authority",
    "equipment_name",
    "efficiency_standard",
    "efficiency_missing",
}
_COUNT_TONES: Final[dict[str, Tone]] = {
    "violations": "breached",
    "suspicions": "suspicion",
    "cannot_tell": "unknown",
    "documents_missing": "breached",
    "documents_expired": "suspicion",
    "documents_unknown": "unknown",
}
_LABELS: Final = {
    "kind": "kind",
    "severity": "severity",
    "worst_severity": "severity",
    "verdict": "verdict",
    "subject": "subject",
    "legal_status": "legal_status",
    "confidence": "confidence",
    "first_step": "first_step",
    "authority": "authority",
}
"""Columns whose values have names in the reader's language."""


def fields_of(
    columns: Sequence[str],
    schema: Mapping[str, pl.DataType],
    words: Words,
    *,
    place: Place = "main",
) -> list[Field]:
    """Lay out columns of a table by their names and types, all in one place; only what is printed is wrapped."""
    forms = {name: _form(name, schema[name]) for name in columns}
    if place != "main":
        forms = {name: "text" if form == "long" else form for name, form in forms.items()}
    return [
        Field(title(name, words), _WIDTHS.get(name, 14), forms[name], tones_of(name, words), place) for name in columns
    ]


def named_values(frame: pl.DataFrame, words: Words, **groups: str) -> pl.DataFrame:
    """Give values that are codes their names in the reader's language.

    Args:
        frame: any of the written tables.
        words: the language.
        groups: label groups that differ from the usual one of a column.
    """
    labels = {name: group for name, group in (_LABELS | groups).items() if name in frame.columns}
    shown = {
        name: pl.col(name).replace({value: words.label(group, value) for value in frame[name].unique().drop_nulls()})
        for name, group in labels.items()
    }
    if "archive" in frame.columns:
        shown["archive"] = pl.col("archive").replace(archive_states(words))
    return frame.with_columns(**shown)


def archive_states(words: Words) -> dict[str, str]:
    """Name the states of a management file."""
    return {
        "complete": words("完整"),
        "incomplete": words("不完整"),
        "cannot_tell": words("不能判断"),
    }


def tones_of(name: str, words: Words) -> dict[str, Tone]:
    """Say which values of a column are coloured."""
    if name in _COUNT_TONES:
        return {">0": _COUNT_TONES[name]}
    if name == "kind":
        return {words.label("kind", "violation"): "breached", words.label("kind", "suspicion"): "suspicion"}
    if name == "verdict":
        return {words.label("verdict", "breached"): "breached", words.label("verdict", "cannot_tell"): "unknown"}
    if name in {"severity", "worst_severity"}:
        return {
            words.label("severity", "high"): "breached",
            words.label("severity", "medium"): "suspicion",
            words.label("problem_severity", "error"): "breached",
        }
    if name in {"two_high_one_low", "basis_sensitive"}:
        return {words.yes_no(value=True): "suspicion"}
    if name == "archive":
        states = archive_states(words)
        return {states["complete"]: "met", states["incomplete"]: "breached", states["cannot_tell"]: "unknown"}
    return {}


def _form(name: str, dtype: pl.DataType) -> Form:
    if dtype == TCE:
        return "tce"
    if dtype == FACTOR:
        return "share"
    if name == "report_year":
        return "plain"
    if dtype.is_integer():
        return "count"
    return "long" if name in _LONG else "text"
