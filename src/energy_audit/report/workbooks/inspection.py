"""``OUT/inspection.xlsx``: the batch as a workbook, drawn from the tables of ``data`` and the frozen ``BatchReport``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.schema import TABLES
from energy_audit.reference.lookup import laws
from energy_audit.report.devices import EQUIPMENT, grades
from energy_audit.report.headings import sheet_names
from energy_audit.report.language import words as words_of
from energy_audit.report.problem_names import problem_name
from energy_audit.report.tables.data import ENTERPRISES, FINDINGS, KEY, PROBLEMS
from energy_audit.report.workbooks.cover import write_readme, write_summary
from energy_audit.report.workbooks.fields import fields_of, named_values
from energy_audit.report.workbooks.reference import write_columns, write_files, write_laws, write_rules
from energy_audit.report.workbooks.spreadsheet import Field, Spreadsheet, frame_of

if TYPE_CHECKING:
    from pathlib import Path

    from energy_audit.report.batch.report import BatchReport
    from energy_audit.report.headings import SheetNames
    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

MAIN: Final = (
    "enterprise_name",
    "report_year",
    "prefecture_name",
    "county_name",
    "division_name",
    "tce_calorific",
    "tce_equal",
    "tier",
    "two_high_one_low",
    "documents_required",
    "documents_missing",
    "archive",
    "violations",
    "suspicions",
    "notices",
    "cannot_tell",
    "worst_severity",
)
"""What the enterprises sheet shows and prints; the rest of the data file is folded behind it."""
REASONS: Final = ("uscc", "tiers_possible", "why_open", "watch", "latest")
"""Beside that, on the screen: what the roster adds."""
FOUND: Final = (
    "enterprise_name",
    "report_year",
    "rule",
    "rule_title",
    "kind",
    "severity",
    "verdict",
    "subject_key",
    "message",
    "remedy",
)
"""What the findings sheet prints."""
BESIDE: Final = (
    "uscc",
    "subject",
    "first_step",
    "authority",
    "legal_basis",
    "legal_status",
    "confidence",
    "file",
    "sheet",
    "cell",
    "finding_id",
)
"""Beside that, on the screen; evidence and digests, for programs, are in the data files."""
OF_A_BREACH: Final = ("authority", "legal_basis", "legal_status", "confidence")
"""What says on which ground a breach stands; of a verdict that cannot be told, the rule's row says it."""
DEVICE_ASIDE: Final = ("uscc", "efficiency_confidence", "elimination_entry", "file", "sheet", "cell")
"""What the equipment sheet shows beside what it prints."""
ARCHIVE: Final = (
    "uscc",
    "report_year",
    "enterprise_name",
    "archive",
    "documents_required",
    "documents_held",
    "documents_missing",
    "documents_expired",
    "documents_unknown",
    "inspection_record_held",
    "documents",
)
"""The archive sheet."""


def write_workbook(material: Material, tables: BatchTables, report: BatchReport, target: Path) -> None:
    """Write the workbook: readme, summary, enterprises, findings, problems, equipment, rules, law, archive, files, columns.

    Raises:
        OSError: ``target`` cannot be written.
    """
    words = words_of(report.lang)
    names = sheet_names(words)
    about = words("节能监察结果")
    with Spreadsheet(target, title=about, created=report.as_of, words=words) as book:
        write_readme(book, report, names, words)
        write_summary(book, report, names, words)
        _write_enterprises(book, report, names, words)
        _write_findings(book, material, tables, report, names, words)
        _write_problems(book, tables, names, words)
        _write_equipment(book, tables, names, words)
        write_rules(book, material, report, names, words)
        write_laws(book, material, tables, names, words)
        _write_archive(book, material, report, names, words)
        _write_absent(book, report, names, words)
        write_files(book, material, report, names, words)
        write_columns(book, names, words)


def _write_enterprises(book: Spreadsheet, report: BatchReport, names: SheetNames, words: Words) -> None:
    folded = [name for name in ENTERPRISES if name not in {*MAIN, *REASONS}]
    columns = [*MAIN, *REASONS, *folded]
    lists = {each.key: each.title for each in report.watch}
    on_lists = pl.col("watch").list.eval(pl.element().replace(lists)).list.join(words("、")).replace("", None)
    shown = named_values(report.roster, words).with_columns(watch=on_lists)
    drawn = shown["pdf"].is_not_null().any()
    fields = [
        *fields_of(MAIN, shown.schema, words),
        *([Field("PDF", 8)] if drawn else []),
        *fields_of(REASONS, shown.schema, words, place="aside"),
        *fields_of(folded, shown.schema, words, place="folded"),
    ]
    name_at = columns.index("enterprise_name")
    name = pl.col("enterprise_name")
    rows = shown.select(
        pl.when(pl.col("html").is_not_null()).then(_named(name, words)).otherwise(name).alias("enterprise_name"),
        *(column for column in MAIN if column != "enterprise_name"),
        *([pl.when(pl.col("pdf").is_not_null()).then(pl.lit("PDF")).alias("PDF")] if drawn else []),
        *REASONS,
        *folded,
    )
    links = {name_at: "external:" + shown["html"]}
    if drawn:
        links[len(MAIN)] = "external:" + shown["pdf"]
    book.table(names.enterprises, fields, rows, links, frozen=name_at + 1)


def _write_findings(
    book: Spreadsheet, material: Material, tables: BatchTables, report: BatchReport, names: SheetNames, words: Words
) -> None:
    row_of_rule = {rule.code: place for place, rule in enumerate(report.rules, start=2)}
    rules = tables.findings["rule"].unique()
    titles = {code: material.rulebook.rules[code].title.of(words.lang) for code in rules}
    of_rule = {code: f"internal:'{names.rules}'!A{row_of_rule[code]}" for code in rules if code in row_of_rule}
    bases = tables.findings["legal_basis"].unique().drop_nulls()
    shown = named_values(tables.findings, words).with_columns(
        rule_title=pl.col("rule").replace(titles),
        legal_basis=pl.col("legal_basis").replace({each: _articles(each, material, words) for each in bases}),
    )
    shown = shown.with_columns(pl.when(tables.findings["verdict"] == "breached").then(pl.col(OF_A_BREACH)))
    rows = shown.select(FOUND + BESIDE).with_columns(enterprise_name=_named(pl.col("enterprise_name"), words))
    links = {
        FOUND.index("enterprise_name"): _to_enterprises(shown, report, names),
        FOUND.index("rule"): shown["rule"].replace_strict(of_rule, default=None, return_dtype=pl.String),
    }
    schema = {**FINDINGS, "rule_title": pl.String()}
    fields = [*fields_of(FOUND, schema, words), *fields_of(BESIDE, schema, words, place="aside")]
    book.table(names.findings, fields, rows, links, frozen=4)


def _articles(ids: str, material: Material, words: Words) -> str:
    """Name the articles of a finding as its page does; what is no article of the reference tables stays as it is."""
    known = laws(material.reference)
    named = []
    for identity in ids.split(";"):
        law = known.get(identity.strip())
        article = words.article(law.article) if law else ""
        instrument = words.pick(law.instrument_zh, law.instrument_en) if law else identity
        named.append(f"{instrument}{words.gap}{article}".strip())
    return words("；").join(named)


def _write_problems(book: Spreadsheet, tables: BatchTables, names: SheetNames, words: Words) -> None:
    kinds = {code: problem_name(code, words.lang) for code in tables.problems["code"].unique().drop_nulls()}
    shown = named_values(tables.problems, words, severity="problem_severity").with_columns(
        code=pl.col("code").replace(kinds)
    )
    if words.lang == "zh":
        shown = shown.with_columns(table=_sheet_of_table(), column=_heading_of_column(tables.problems))
    book.table(names.problems, fields_of(list(PROBLEMS), PROBLEMS, words), shown, frozen=3)


def _write_equipment(book: Spreadsheet, tables: BatchTables, names: SheetNames, words: Words) -> None:
    """List every device with its grade; a batch that filed none has no such sheet."""
    if tables.equipment.is_empty():
        return
    shown = named_values(tables.equipment, words, efficiency_confidence="confidence").with_columns(
        efficiency_grade=pl.col("efficiency_grade").replace_strict(grades(words), default=None, return_dtype=pl.String),
        efficiency_likely=pl.col("efficiency_likely").replace_strict(
            grades(words), default=None, return_dtype=pl.String
        ),
    )
    main = [name for name in EQUIPMENT if name not in DEVICE_ASIDE]
    fields = [*fields_of(main, shown.schema, words), *fields_of(DEVICE_ASIDE, shown.schema, words, place="aside")]
    book.table(names.equipment, fields, shown.select(*main, *DEVICE_ASIDE), frozen=4)


def _sheet_of_table() -> pl.Expr:
    return pl.col("table").replace({key: table.sheet for key, table in TABLES.items()})


def _heading_of_column(problems: pl.DataFrame) -> pl.Series:
    """Name each column as the form of the filing does; what the form does not know stays as it is."""
    headings = {(table.key, column.key): column.name_zh for table in TABLES.values() for column in table.columns}
    pairs = problems.select("table", "column").iter_rows()
    return pl.Series([headings.get(pair, pair[1]) for pair in pairs], dtype=pl.String)


def _write_archive(book: Spreadsheet, material: Material, report: BatchReport, names: SheetNames, words: Words) -> None:
    at_fault = _documents_at_fault(material, report, words)
    shown = named_values(
        report.roster.join(at_fault, on=KEY, how="left", nulls_equal=True, maintain_order="left"), words
    ).select(ARCHIVE)
    links = {ARCHIVE.index("uscc"): _to_enterprises(shown, report, names)}
    book.table(names.archive, fields_of(ARCHIVE, shown.schema, words), shown, links, frozen=3)


def _write_absent(book: Spreadsheet, report: BatchReport, names: SheetNames, words: Words) -> None:
    """List who was designated and did not file; without a list nobody can be, and there is no such sheet."""
    if all(year.listed is None for year in report.turnout):
        return
    fields = [
        Field(words("年度"), 8),
        Field(words(Message("统一社会信用代码", "workbook")), 22),
        Field(words("名单内未报的单位"), 40),
        Field(words("指定文号"), 30),
        Field(words("核对"), 50),
    ]
    rows = (
        (year.year, unit.uscc, unit.name, unit.document_number, unit.doubt)
        for year in report.turnout
        for unit in year.absent
    )
    book.table(names.absent, fields, frame_of(rows, fields), frozen=3)


def _documents_at_fault(material: Material, report: BatchReport, words: Words) -> pl.DataFrame:
    """Name the documents with a breached verdict: missing, expired, of another owner."""
    named = {document.id: words.pick(document.name_zh, document.name_en) for document in material.reference.documents}
    document = pl.col("subject_key").str.split("/").list.first()
    return (
        report.tables.findings.filter(subject="document", verdict="breached")
        .with_columns(document=document.replace(named))
        .group_by(KEY)
        .agg(documents=pl.col("document").unique(maintain_order=True).str.join(words("、")))
    )


def _to_enterprises(rows: pl.DataFrame, report: BatchReport, names: SheetNames) -> pl.Series:
    """Lead each row to that of its enterprise-year on the enterprises sheet; one without table 1 has none."""
    places = report.roster.select(
        *KEY, target=pl.format(f"internal:'{names.enterprises}'!A{{}}", pl.int_range(2, pl.len() + 2))
    )
    return rows.select(KEY).join(places, on=KEY, how="left", nulls_equal=True, maintain_order="left")["target"]


def _named(name: pl.Expr, words: Words) -> pl.Expr:
    return pl.when(name != "").then(name).otherwise(pl.lit(words("（单位名称未填或不一致）")))
