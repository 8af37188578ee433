"""Small packs, a small law table and a small vocabulary, so that these tests stand on their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from energy_audit.exact import NUMBER
from energy_audit.rulebook.load import load_rulebook
from energy_audit.vocabulary import Fact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from energy_audit.rulebook.model import Rulebook

BOOLEAN, TEXT, DATE, INTEGER = pl.Boolean(), pl.String(), pl.Date(), pl.Int64()


@dataclass(frozen=True)
class StubLaw:
    confidence: str = "high"
    legal_status: str = "in_force"
    instrument_zh: str = "节约能源法"
    instrument_en: str = "Energy Conservation Law"
    document_no: str = "主席令第七十七号"
    article: str = "第五十二条"
    enforcing_body: str | None = None
    superseded_by: str | None = None
    effective_from: dt.date | None = dt.date(2018, 10, 26)
    effective_to: dt.date | None = None


LAWS = {
    "ECL-52": StubLaw(),
    "ECL-24": StubLaw(confidence="medium"),
    "DRAFT-1": StubLaw(legal_status="draft"),
    "RUMOUR": StubLaw(confidence="low"),
    "OLD-1": StubLaw(legal_status="superseded"),
}


@dataclass(frozen=True)
class StubDocument:
    id: str
    requirement: str = "mandatory"
    law: tuple[str, ...] = ("ECL-24",)
    tiers: tuple[str, ...] = ("A", "B", "C")
    confidence: str = "high"
    name_zh: str = "能源管理制度"
    name_en: str = "energy management rules"
    duty: bool = True
    suspicion: str = ""


DOCUMENTS = (
    StubDocument("ARC-01"),
    StubDocument("ARC-14", "conditional", name_zh="计量审查报告", name_en="metering review"),
    StubDocument("ARC-30", "recommended"),
    StubDocument("ARC-31", law=("RUMOUR",)),
    StubDocument("ARC-32", law=(), confidence="medium"),
)

FACTS = (
    Fact("period_end", "enterprise", DATE, "期末", "period end"),
    Fact("enterprise_name", "enterprise", TEXT, "单位名称", "name", source="enterprise.enterprise_name"),
    Fact("tce", "enterprise", NUMBER, "综合能耗", "energy consumption", "tce", columns=("energy_consumption.total",)),
    Fact("share", "enterprise", NUMBER, "占比", "share", "%", source="enterprise.share"),
    Fact("staff", "enterprise", INTEGER, "人数", "staff", "人", source="enterprise.staff"),
    Fact("sector", "enterprise", TEXT, "行业", "sector", source="enterprise.sector"),
    Fact("manager", "enterprise", TEXT, "能源管理负责人", "energy manager", source="enterprise.manager"),
    Fact("designated", "enterprise", BOOLEAN, "已指定", "designated", source="enterprise.designated"),
    Fact("filed", "enterprise", BOOLEAN, "已备案", "filed", source="enterprise.filed"),
    Fact("started_on", "project", DATE, "开工日期", "construction started", source="project.started_on"),
    Fact("project_tce", "project", NUMBER, "项目能耗", "project consumption", "tce", source="project.project_tce"),
    Fact("division", "project", TEXT, "项目行业", "division", source="project.division"),
    Fact("document_id", "document", TEXT, "档案编号", "document id", source="document.document_id"),
    Fact("held", "document", BOOLEAN, "具备", "held", source="document.held"),
    Fact("document_binding", "document", BOOLEAN, "有约束力", "binds the unit"),
    Fact("document_condition_holds", "document", BOOLEAN, "条件成立", "condition holds"),
)
VOCABULARY = {fact.name: fact for fact in FACTS}

PACK = """
name = "test"
version = "1"
title = { zh = "试", en = "Test" }
extends = []
"""
TOPIC = """
[topic]
name = "sample"
title = { zh = "样例", en = "Sample" }
"""


def rule_toml(code: str = "KEU001", **changes: str | None) -> str:
    """Write one complete rule; ``changes`` replace keys (as TOML), None leaves one out."""
    lines = {
        "code": f'"{code}"',
        "name": '"consumption-at-or-above-the-line"',
        "subject": '"enterprise"',
        "kind": '"violation"',
        "severity": '"high"',
        "applies": '"designated"',
        "breached": '"tce >= 5000"',
        "title": '{ zh = "超过限值", en = "Above the line" }',
        "meaning": '{ zh = "意", en = "Meaning" }',
        "why": '{ zh = "因", en = "Why" }',
        "remedy": '{ zh = "改正", en = "Put right" }',
        "authority": '"development_and_reform"',
        "first_step": '"order_to_correct"',
        "honesty": '"exact"',
        "message": '{ zh = "综合能耗为{tce}，请核对", en = "Consumption is {tce}; check it" }',
        "citations": '["ECL-52"]',
    }
    merged: dict[str, str | None] = {**lines, **changes}
    return "\n[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in merged.items() if value is not None)


def document_rule_toml(**changes: str | None) -> str:
    """Write a template of document rules."""
    plain: dict[str, str | None] = {
        "name": '"document-missing"',
        "subject": None,
        "kind": None,
        "severity": None,
        "citations": None,
        "breached": '"NOT held"',
        "title": '{ zh = "缺{document_name}", en = "No {document_name}" }',
        "message": '{ zh = "未见{document_name}，请补齐", en = "No {document_name} on file; add it" }',
        **changes,
    }
    text = rule_toml("ARC000", **plain).replace("[[rule]]", "[[document_rule]]")
    return text.replace('code = "ARC000"', 'code_prefix = "ARC"')


def criterion_toml(name: str, holds: str, **changes: str) -> str:
    lines = {
        "name": f'"{name}"',
        "subject": '"enterprise"',
        "holds": f'"{holds}"',
        "title": '{ zh = "判据", en = "Criterion" }',
        "citations": '["ECL-52"]',
        **changes,
    }
    return "\n[[criterion]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())


def parameter_toml(name: str, *values: str, governed_by: str = "period_end") -> str:
    head = (
        f'\n[[parameter]]\nname = "{name}"\nunit = "tce"\ngoverned_by = "{governed_by}"\n'
        'meaning = { zh = "限值", en = "the line" }\n'
    )
    return head + "".join(f"[[parameter.value]]\n{value}\n" for value in values)


def value_toml(value: str, start: str, end: str | None = None, citation: str = '"ECL-52"') -> str:
    last = f"effective_to = {end}\n" if end else ""
    return f"value = {value}\neffective_from = {start}\n{last}citation = {citation}\nlast_checked = 2026-11-23"


@dataclass
class Packs:
    """Writes packs below one rules folder and loads them."""

    folder: Path
    rule = staticmethod(rule_toml)
    document_rule = staticmethod(document_rule_toml)
    criterion = staticmethod(criterion_toml)
    parameter = staticmethod(parameter_toml)
    value = staticmethod(value_toml)

    def write(
        self, text: str, *, pack: str = "test", head: str = PACK, topic: str = TOPIC, root: str = "rules"
    ) -> Path:
        folder = self.folder / root / pack
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pack.toml").write_text(head, encoding="utf-8")
        (folder / "sample.toml").write_text(topic + text, encoding="utf-8")
        return folder

    def case(self, name: str, text: str, *, pack: str = "test", root: str = "rules") -> None:
        folder = self.folder / root / pack / "cases"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")

    def load(self, text: str | None = None, **options: Any) -> Rulebook:
        if text is not None:
            self.write(text)
        options = {"laws": LAWS, "documents": DOCUMENTS, "vocabulary": VOCABULARY, **options}
        return load_rulebook(self.folder / "rules", **options)

    def line_of(self, words: str, *, pack: str = "test", root: str = "rules") -> int:
        """Find the 1-based line of the sample topic that contains ``words``."""
        text = (self.folder / root / pack / "sample.toml").read_text(encoding="utf-8")
        return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    return Packs(tmp_path)


@dataclass(frozen=True)
class Tables:
    """Stands in for ``energy_audit.facts.Facts``."""

    frames: dict[Any, pl.DataFrame]


def make_tables(**subjects: list[dict[str, Any]]) -> Tables:
    """Make fact tables of literal rows; uscc, year and address are filled in."""
    frames = {}
    for subject, rows in subjects.items():
        columns = dict.fromkeys(name for row in rows for name in row if name in VOCABULARY)
        schema = {
            "uscc": TEXT,
            "report_year": INTEGER,
            "subject_key": TEXT,
            "source": pl.UInt32(),
            "row": pl.UInt32(),
            **{name: VOCABULARY[name].dtype for name in columns},
        }
        filled = [
            {"uscc": "A", "report_year": 2025, "subject_key": "", "source": 0, "row": 5 + number, **row}
            for number, row in enumerate(rows)
        ]
        frames[subject] = pl.DataFrame(filled, schema=schema)
    return Tables(frames)


@pytest.fixture
def tables_of() -> Callable[..., Tables]:
    return make_tables
