"""How each column of a written table looks in the workbook: width, number form, colours, names of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.report.data import FACTOR, TCE
from energy_audit.report.headings import title
from energy_audit.report.spreadsheet import Field, Form, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.report.language import Words

_WIDTHS: Final = {
    "uscc": 22,
    "enterprise_name": 32,
    "report_year": 9,
    "industry_code": 9,
    "division_name": 24,
    "prefecture_name": 16,
    "county_name": 16,
    "why_open": 30,
    "watch": 26,
    "message": 60,
    "remedy": 40,
    "evidence": 30,
    "file": 28,
    "sheet": 18,
    "cell": 10,
    "rule_name": 30,
    "legal_basis": 20,
    "value": 20,
    "finding_id": 18,
    "documents": 60,
    "code": 22,
}
_LONG: Final = {"message", "remedy", "why_open", "documents"}
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


def fields_of(columns: Sequence[str], schema: Mapping[str, pl.DataType], words: Words) -> list[Field]:
    """Lay out columns of a table by their names and types."""
    return [
        Field(title(name, words), _WIDTHS.get(name, 14), _form(name, schema[name]), tones_of(name, words))
        for name in columns
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
        "complete": words("完整", "complete"),
        "incomplete": words("不完整", "incomplete"),
        "cannot_tell": words("不能判断", "cannot tell"),
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
