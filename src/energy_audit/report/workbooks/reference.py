"""The sheets that the others refer to: rules, articles of law, files, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.reference.lookup import laws
from energy_audit.report.devices import EQUIPMENT
from energy_audit.report.headings import heading
from energy_audit.report.tables.data import ENTERPRISES, FINDINGS, PROBLEMS
from energy_audit.report.workbooks.fields import tones_of
from energy_audit.report.workbooks.spreadsheet import Field, Spreadsheet, frame_of

if TYPE_CHECKING:
    from energy_audit.report.batch.report import BatchReport
    from energy_audit.report.headings import SheetNames
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables


def write_rules(book: Spreadsheet, material: Material, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write every rule with its meaning, ground and verdicts."""
    fields = [
        Field(words("规则"), 10),
        Field(words("事项"), 34, "long"),
        Field(words("性质"), 10, tones=tones_of("kind", words)),
        Field(words("程度"), 8, tones=tones_of("severity", words)),
        Field(words(Message("对象类别", "workbook reference")), 10),
        Field(words(Message("不符合", "workbook reference")), 9, "count"),
        Field(words("涉及（家·年）"), 10, "count"),
        Field(words(Message("不能判断", "workbook reference")), 9, "count", {">0": "unknown"}),
        Field(words(Message("符合", "workbook reference")), 9, "count"),
        Field(words(Message("不适用", "workbook reference")), 9, "count"),
        Field(words("含义"), 60, "long"),
        Field(words(Message("如何改正", "workbook reference")), 50, "long"),
        Field(words(Message("依据", "workbook reference")), 24),
        Field(words("部门"), 22),
        Field(words("首步处理"), 20),
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
    book.table(names.rules, fields, frame_of(rows, fields), frozen=2)


def write_laws(book: Spreadsheet, material: Material, tables: BatchTables, names: SheetNames, words: Words) -> None:
    """List every article that a finding names, breached or not to be told."""
    used = set(tables.findings["legal_basis"].drop_nulls().str.split(";").explode().str.strip_chars().to_list())
    fields = [
        Field(words("编号"), 14),
        Field(words("名称"), 44, "long"),
        Field(words("条款"), 18),
        Field(words("文号"), 28, "long"),
        Field(words("义务"), 60, "long"),
        Field(words(Message("后果", "workbook reference")), 60, "long"),
        Field(words("判定基准日的效力"), 14),
        Field(words("把握"), 10),
        Field(words("施行"), 12),
        Field(words("失效"), 12),
    ]
    rows = [
        (
            law.id,
            words.pick(law.instrument_zh, law.instrument_en),
            law.article,
            law.document_no,
            words.pick(law.duty_zh or "", law.duty_en or "") or None,
            words.pick(law.consequence_zh or "", law.consequence_en or "") or None,
            words.label("legal_status", law.status_on(material.options.as_of)),
            words.label("confidence", law.confidence),
            law.effective_from.isoformat() if law.effective_from else None,
            law.effective_to.isoformat() if law.effective_to else None,
        )
        for identity, law in sorted(laws(material.reference).items())
        if identity in used
    ]
    book.table(names.laws, fields, frame_of(rows, fields), frozen=1)


def write_files(book: Spreadsheet, material: Material, report: BatchReport, names: SheetNames, words: Words) -> None:
    """Write the files handed in, with their digests."""
    refused = words("拒收")
    reasons = {file.path: file.reason for file in report.refused}
    fields = [
        Field(words(Message("文件", "workbook reference")), 60),
        Field(words(Message("状态", "workbook reference")), 10, tones={refused: "breached"}),
        Field(words("原因"), 60, "long"),
        Field(words("单位（份）"), 10, "count"),
        Field(words("大小（字节）"), 12, "count"),
        Field("SHA-256", 68),
    ]
    rows = [
        (
            file.path,
            refused if file.status == "refused" else words("已读取"),
            reasons.get(file.path),
            file.enterprises,
            file.size,
            file.sha256,
        )
        for file in sorted(material.intake.files, key=lambda file: file.path)
    ]
    book.table(names.files, fields, frame_of(rows, fields), frozen=1)


def write_columns(book: Spreadsheet, names: SheetNames, words: Words) -> None:
    """Write what the columns of the data files are called here and mean."""
    fields = [
        Field(words("数据文件"), 14),
        Field(words("列名"), 30),
        Field(words(Message("名称", "workbook reference")), 34),
        Field(words("单位"), 16),
        Field(words("含义"), 80, "long"),
    ]
    rows = []
    tables = {"enterprises": ENTERPRISES, "findings": FINDINGS, "problems": PROBLEMS, "equipment": EQUIPMENT}
    for table, columns in tables.items():
        for name in columns:
            named = heading(name)
            meaning = named.meaning.of(words.lang) if named.meaning else None
            rows.append((table, name, named.name.of(words.lang), words.unit(named.unit) or None, meaning or None))
    book.table(names.columns, fields, frame_of(rows, fields), frozen=2)
