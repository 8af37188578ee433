"""The sheets that the others refer to: rules, articles of law, files, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.reference.lookup import laws
from energy_audit.report.data import ENTERPRISES, FINDINGS, PROBLEMS
from energy_audit.report.devices import EQUIPMENT
from energy_audit.report.fields import tones_of
from energy_audit.report.headings import heading
from energy_audit.report.spreadsheet import Field, Spreadsheet

if TYPE_CHECKING:
    from energy_audit.report.batch import BatchReport
    from energy_audit.report.data import BatchTables
    from energy_audit.report.headings import SheetNames
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material


def write_rules(book: Spreadsheet, material: Material, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write every rule with its meaning, ground and verdicts."""
    fields = [
        Field(words("规则", "Rule"), 10),
        Field(words("事项", "What is wrong"), 34, "long"),
        Field(words("性质", "Kind"), 10, tones=tones_of("kind", words)),
        Field(words("程度", "Severity"), 8, tones=tones_of("severity", words)),
        Field(words("对象类别", "Subject"), 10),
        Field(words("不符合", "Breached"), 9, "count"),
        Field(words("涉及（家·年）", "Enterprise-years"), 10, "count"),
        Field(words("不能判断", "Cannot tell"), 9, "count", {">0": "unknown"}),
        Field(words("符合", "Met"), 9, "count"),
        Field(words("不适用", "Not applicable"), 9, "count"),
        Field(words("含义", "Meaning"), 60, "long"),
        Field(words("如何改正", "Remedy"), 50, "long"),
        Field(words("依据", "Ground"), 24),
        Field(words("部门", "Authority"), 22),
        Field(words("首步处理", "First step"), 20),
    ]
    rows = [
        (
            rule.code,
            rule.title,
            words.label("kind", rule.kind),
            words.label("severity", rule.severity),
            words.label("subject", rule.subject),
            rule.breached,
            rule.enterprises,
            rule.cannot_tell,
            rule.met,
            rule.not_applicable,
            material.rulebook.rules[rule.code].meaning.of(words.lang),
            material.rulebook.rules[rule.code].remedy.of(words.lang),
            "; ".join(rule.laws),
            words.label("authority", rule.authority),
            words.label("first_step", rule.first_step),
        )
        for rule in report.rules
    ]
    book.table(names.rules, fields, rows, frozen=2)


def write_laws(book: Spreadsheet, material: Material, tables: BatchTables, names: SheetNames, words: Words) -> None:
    """List every article that a finding names, breached or not to be told."""
    used = set(tables.findings["legal_basis"].drop_nulls().str.split(";").explode().str.strip_chars().to_list())
    fields = [
        Field(words("编号", "Id"), 14),
        Field(words("名称", "Instrument"), 44, "long"),
        Field(words("条款", "Article"), 18),
        Field(words("文号", "Document no."), 28, "long"),
        Field(words("义务", "Duty"), 60, "long"),
        Field(words("后果", "Consequence"), 60, "long"),
        Field(words("判定基准日的效力", "Status on the day"), 14),
        Field(words("把握", "Confidence"), 10),
        Field(words("施行", "In force from"), 12),
        Field(words("失效", "Until"), 12),
    ]
    rows = [
        (
            law.id,
            words(law.instrument_zh, law.instrument_en),
            law.article,
            law.document_no,
            words(law.duty_zh or "", law.duty_en or "") or None,
            words(law.consequence_zh or "", law.consequence_en or "") or None,
            words.label("legal_status", law.status_on(material.options.as_of)),
            words.label("confidence", law.confidence),
            law.effective_from.isoformat() if law.effective_from else None,
            law.effective_to.isoformat() if law.effective_to else None,
        )
        for identity, law in sorted(laws(material.reference).items())
        if identity in used
    ]
    book.table(names.laws, fields, rows, frozen=1)


def write_files(book: Spreadsheet, material: Material, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write the files handed in, with their digests."""
    refused = words("拒收", "refused")
    reasons = {file.path: file.reason for file in report.refused}
    fields = [
        Field(words("文件", "File"), 60),
        Field(words("状态", "Status"), 10, tones={refused: "breached"}),
        Field(words("原因", "Why"), 60, "long"),
        Field(words("单位（份）", "Enterprise rows"), 10, "count"),
        Field(words("大小（字节）", "Bytes"), 12, "count"),
        Field("SHA-256", 68),
    ]
    rows = [
        (
            file.path,
            refused if file.status == "refused" else words("已读取", "read"),
            reasons.get(file.path),
            file.enterprises,
            file.size,
            file.sha256,
        )
        for file in sorted(material.intake.files, key=lambda file: file.path)
    ]
    book.table(names.files, fields, rows, frozen=1)


def write_columns(book: Spreadsheet, names: SheetNames, words: Words) -> None:
    """Write what the columns of the data files are called here and mean."""
    fields = [
        Field(words("数据文件", "Data file"), 14),
        Field(words("列名", "Column"), 30),
        Field(words("名称", "Name"), 34),
        Field(words("单位", "Unit"), 16),
        Field(words("含义", "Meaning"), 80, "long"),
    ]
    rows = []
    tables = {"enterprises": ENTERPRISES, "findings": FINDINGS, "problems": PROBLEMS, "equipment": EQUIPMENT}
    for table, columns in tables.items():
        for name in columns:
            named = heading(name)
            meaning = words(named.meaning_zh, named.meaning_en) or None
            rows.append((table, name, words(named.zh, named.en), words.unit(named.unit) or None, meaning))
    book.table(names.columns, fields, rows, frozen=2)
