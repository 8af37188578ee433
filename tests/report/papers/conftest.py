"""Cases made of the shipped rules and a few literal findings."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

from energy_audit.inspection import open_rules
from energy_audit.reference.lookup import Law, laws
from energy_audit.reference.tables import Reference
from energy_audit.report.language import words
from energy_audit.report.papers.case import Case, Input, Unit, open_case
from energy_audit.report.papers.issue import PAPERS, drafts_of
from energy_audit.report.papers.setting import set_paper
from energy_audit.report.papers.wording import Wording, read_wording
from energy_audit.rulebook.model import Rule, Rulebook

AS_OF = dt.date(2026, 6, 30)
USCC = "91520000000000001X"
UNIT = Unit(USCC, 2025, "示例焦化有限公司", "示例某甲", "贵阳市示例路 1 号", "示例某乙 0851-00000000")
Row = dict[str, Any]


@pytest.fixture(scope="session")
def shipped() -> tuple[Reference, Rulebook]:
    return open_rules()


@pytest.fixture(scope="session")
def wording(shipped: tuple[Reference, Rulebook]) -> Wording:
    return read_wording(shipped[0], "zh", AS_OF)


@pytest.fixture(scope="session")
def law_table(shipped: tuple[Reference, Rulebook]) -> dict[str, Law]:
    return laws(shipped[0])


@pytest.fixture(scope="session")
def case_of(shipped: tuple[Reference, Rulebook]) -> Callable[..., Case]:
    """Make a case of rows from ``finding``; ``rules`` take the place of shipped rules of the same code."""
    reference, rulebook = shipped

    def make(
        *rows: Row, unit: Unit = UNIT, rules: tuple[Rule, ...] = (), lang: str = "zh", as_of: dt.date = AS_OF
    ) -> Case:
        book = dataclasses.replace(rulebook, rules={**rulebook.rules, **{rule.code: rule for rule in rules}})
        known = [
            {**row, **{name: getattr(book.rules[row["rule"]], name) for name in ("kind", "severity", "subject")}}
            for row in rows
        ]
        return open_case(
            unit,
            known,
            rulebook=book,
            documents={each.id: each for each in reference.documents},
            inputs=(Input("申报/示例.xlsx", "ab" * 32),),
            as_of=as_of,
            words=words("en" if lang == "en" else "zh"),
        )

    return make


def finding(rule: str, key: str = "", message: str = "事实如此。请改正。", **other: Any) -> Row:
    """Make one breached row; ``evidence`` maps a fact to (value, cell)."""
    evidence = {
        name: {"value": value, "unit": "", "file": "申报/示例.xlsx", "sheet": "附表3 固定资产投资项目", "cell": cell}
        for name, (value, cell) in other.pop("evidence", {}).items()
    }
    row = {
        "rule": rule,
        "verdict": "breached",
        "subject_key": key,
        "message": message,
        "finding_id": f"{rule}-{key}",
        "evidence": json.dumps(evidence, ensure_ascii=False),
        "confidence": "high",
    }
    return {**row, **other}


@pytest.fixture(scope="session")
def papers_of(law_table: dict[str, Law]) -> Callable[..., dict[str, DocxDocument]]:
    """Compose and set every paper of a case; read them back."""

    def make(case: Case, wording: Wording) -> dict[str, DocxDocument]:
        drafts, _ = drafts_of(case, wording, law_table, frozenset(PAPERS))
        return {
            name: Document(
                io.BytesIO(set_paper(draft, language=wording.language, subject=case.unit.name, as_of=case.as_of))
            )
            for name, draft in drafts.items()
        }

    return make


def paragraphs_of(document: DocxDocument) -> list[Paragraph]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def text_of(document: DocxDocument) -> str:
    """Return all text, tables included, without the last page that is taken off."""
    return "\n".join(paragraph.text for paragraph in paragraphs_of(document)).split("办文提示")[0] + "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )


def blanks_of(document: DocxDocument) -> list[str]:
    """Return every text that is marked yellow."""
    return [
        run.text
        for paragraph in paragraphs_of(document)
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
