"""The tables of a batch, as other programs read them: CSV and Parquet under ``OUT/data``.

Each table is made here once. Pages, workbook and files are all drawn from these
frames, so they cannot disagree. Columns, order and formats are those of the
contract, section 6.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl
from polars.io.plugins import register_io_source

from energy_audit.exact import round_half_up
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import in_language
from energy_audit.progress import silent
from energy_audit.report.devices import EQUIPMENT, equipment_frame
from energy_audit.report.tables.absent import ABSENT, absent_frame
from energy_audit.report.tables.contacts import CONTACTS, contacts_frame
from energy_audit.rulebook.told_together import findings_told_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from energy_audit.progress import Progress
    from energy_audit.report.material import Material

TCE: Final = pl.Decimal(38, 2)
"""Tonnes are written with two decimals."""
FACTOR: Final = pl.Decimal(38, 6)
"""Factors and shares are written with six decimals."""

_TEXT, _COUNT, _TRUTH = pl.String(), pl.Int64(), pl.Boolean()

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which a spreadsheet may take a text for a formula (OWASP, CSV injection)."""

_NO_STARTS: Final = ("A", "＋")
"""No text from the first up to the second, without it, begins with one of them."""

KEY: Final = ("uscc", "report_year")
"""What names an enterprise-year."""

COUNTS: Final = ("violations", "suspicions", "notices", "cannot_tell")

ENTERPRISES: Final[dict[str, pl.DataType]] = {
    "uscc": _TEXT,
    "report_year": _COUNT,
    "enterprise_name": _TEXT,
    "region_code": _TEXT,
    "industry_code": _TEXT,
    "sites": _COUNT,
    "tce_calorific": TCE,
    "tce_calorific_low": TCE,
    "tce_calorific_high": TCE,
    "tce_equal": TCE,
    "tce_equal_low": TCE,
    "tce_equal_high": TCE,
    "tce_calorific_less_feedstock": TCE,
    "tce_equal_less_feedstock": TCE,
    "tce_calorific_less_nonfossil": TCE,
    "tce_equal_less_nonfossil": TCE,
    "reported_tce_calorific": TCE,
    "reported_tce_equal": TCE,
    "co2_t": TCE,
    "nonfossil_share": FACTOR,
    "tier_calorific": _TEXT,
    "tier_equal": _TEXT,
    "tier": _TEXT,
    "key_energy_user": _TRUTH,
    "statutory_key_user": _TRUTH,
    "basis_sensitive": _TRUTH,
    "two_high": _TRUTH,
    "two_high_one_low": _TRUTH,
    "documents_required": _COUNT,
    "documents_held": _COUNT,
    "documents_missing": _COUNT,
    "documents_expired": _COUNT,
    "violations": _COUNT,
    "suspicions": _COUNT,
    "notices": _COUNT,
    "cannot_tell": _COUNT,
    "worst_severity": _TEXT,
}
"""One row an enterprise-year."""

FINDINGS: Final[dict[str, pl.DataType]] = {
    "finding_id": _TEXT,
    "facts_digest": _TEXT,
    "rule": _TEXT,
    "rule_name": _TEXT,
    "kind": _TEXT,
    "severity": _TEXT,
    "verdict": _TEXT,
    "uscc": _TEXT,
    "report_year": _COUNT,
    "enterprise_name": _TEXT,
    "subject": _TEXT,
    "subject_key": _TEXT,
    "message": _TEXT,
    "evidence": _TEXT,
    "legal_basis": _TEXT,
    "legal_status": _TEXT,
    "confidence": _TEXT,
    "remedy": _TEXT,
    "first_step": _TEXT,
    "authority": _TEXT,
    "file": _TEXT,
    "sheet": _TEXT,
    "cell": _TEXT,
}
"""One row a breached or cannot_tell verdict that no other row tells; ``remedy`` and ``first_step`` are those of a breach, else empty."""

PROBLEMS: Final[dict[str, pl.DataType]] = dict.fromkeys(
    ("file", "sheet", "cell", "table", "column", "code", "severity", "value", "message"), _TEXT
)
"""One row a fault of a filing, by cell."""

_OTHER_NAMES: Final = {"sites": "site_count"}
_CODE: Final = re.compile(r"[0-9A-Z]{18}")


@dataclass(frozen=True, eq=False)
class BatchTables:
    """The tables of a batch, typed and sorted as they are written; verdicts, far more, stay with the judgement.

    A large batch has millions of findings. Who can do with a part at a time asks for
    ``finding_batches``; who asks for ``findings`` gets them whole, made when first asked for.
    """

    material: Material
    enterprises: pl.DataFrame
    problems: pl.DataFrame

    @cached_property
    def findings(self) -> pl.DataFrame:
        """One row a breached or cannot_tell verdict, but for those that another row tells (``told_together``)."""
        return findings_frame(self.material)

    @cached_property
    def equipment(self) -> pl.DataFrame:
        """One row a device."""
        return equipment_frame(self.material)

    def finding_batches(self) -> Iterator[pl.DataFrame]:
        """Give the rows of ``findings`` in the same order, so that memory stays bounded; whole where pages need them."""
        if self.material.options.formats - {"data"}:
            yield self.findings
            return
        for findings in self.material.judgement.finding_batches():
            yield _typed_findings(findings)


def batch_tables(material: Material) -> BatchTables:
    """Make every table once."""
    return BatchTables(material, enterprises=enterprises_frame(material), problems=problems_frame(material))


def enterprises_frame(material: Material) -> pl.DataFrame:
    """Return ``ENTERPRISES``: facts of the enterprise-year with the counts of its findings.

    ``worst_severity`` is the worst of its breached verdicts of any kind; empty where none is breached.
    """
    facts = material.facts.frames["enterprise"]
    counted = (
        facts.join(_suspected(material), on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .join(material.judgement.tally(), on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col(COUNTS).fill_null(0))
    )
    return counted.select(
        _typed(_OTHER_NAMES.get(name, name), dtype).alias(name) for name, dtype in ENTERPRISES.items()
    ).sort(KEY, nulls_last=True)


def findings_frame(material: Material) -> pl.DataFrame:
    """Return ``FINDINGS``, sorted by uscc, report_year, rule, subject_key."""
    return _typed_findings(
        findings_told_alone(material.judgement.findings, material.rulebook, material.facts.frames["enterprise"])
    )


def _typed_findings(findings: pl.DataFrame) -> pl.DataFrame:
    """Give the rows their types; what cannot be told asks nobody to mend or order anything, its message says what is asked."""
    for_breach = pl.when(pl.col("verdict").cast(pl.String) == "breached").then(pl.col("remedy", "first_step"))
    return (
        findings.with_columns(for_breach)
        .select(_typed(name, dtype) for name, dtype in FINDINGS.items())
        .sort(*KEY, "rule", "subject_key", "finding_id", nulls_last=True)
    )


def problems_frame(material: Material) -> pl.DataFrame:
    """Return ``PROBLEMS`` in the language of the report, in the order of the filings: file, sheet, row, column."""
    spoken = in_language(_once_a_file(material.intake.problems), material.options.lang)
    return spoken.sort("file", "sheet", "row", "cell", "code", "message", nulls_last=True, maintain_order=True).select(
        _typed(name, dtype) for name, dtype in PROBLEMS.items()
    )


def _once_a_file(problems: pl.DataFrame) -> pl.DataFrame:
    """Say once of a file which column it lacks, where each unit with rows in it is told."""
    lacks = (pl.col("code") == FilingProblem.MISSING_COLUMN.code) & pl.col("source").is_not_null()
    if not problems.select(lacks.any()).item():
        return problems
    again = lacks & ~pl.struct("source", "column", lacks=lacks).is_first_distinct()
    return problems.filter(~again)


def page_name(uscc: str | None, report_year: int | None) -> str:
    """Name the pages of an enterprise-year, without folder and ending.

    A code that is not 18 of 0-9 and A-Z cannot name a file on every system, so
    a digest of it does.
    """
    code = uscc or ""
    if not _CODE.fullmatch(code):
        code = f"unknown-{hashlib.sha256(code.encode()).hexdigest()[:8]}"
    return f"{code}-{'undated' if report_year is None else report_year}"


def write_data(tables: BatchTables, folder: Path, *, progress: Progress = silent) -> None:
    """Write the tables to ``folder`` (made if absent) as CSV and Parquet.

    Args:
        tables: what is written.
        folder: where to.
        progress: told how many findings are written.

    Raises:
        OSError: ``folder`` cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_table(iter([tables.enterprises]), ENTERPRISES, folder, "enterprises")
    total = tables.material.judgement.count_told_alone()
    write_table(_told(tables.finding_batches(), total, progress), FINDINGS, folder, "findings")
    write_table(iter([tables.equipment]), EQUIPMENT, folder, "equipment")
    write_table(iter([tables.problems]), PROBLEMS, folder, "problems")
    write_table(iter([contacts_frame(tables.material.intake)]), CONTACTS, folder, "contacts")
    write_absent(tables, folder)


def write_absent(tables: BatchTables, folder: Path) -> None:
    """Write who did not file; without a list of any year that was filed for nobody can be said to, and there is no such file."""
    absent = absent_frame(tables.material, tables.enterprises)
    if absent is not None:
        write_table(iter([absent]), ABSENT, folder, "absent")


def _told(batches: Iterator[pl.DataFrame], total: int, progress: Progress) -> Iterator[pl.DataFrame]:
    done = 0
    progress("data", done, total)
    for batch in batches:
        yield batch
        done += batch.height
        progress("data", done, total)


def write_table(batches: Iterator[pl.DataFrame], schema: dict[str, pl.DataType], folder: Path, name: str) -> None:
    """Write a table part by part, to both files in one pass."""
    csv = folder / f"{name}.csv"
    start_csv(csv, schema)

    def written(*_: object) -> Iterator[pl.DataFrame]:
        for batch in batches:
            append_csv(csv, batch)
            yield batch

    register_io_source(written, schema=schema).sink_parquet(folder / f"{name}.parquet")


def start_csv(path: Path, schema: dict[str, pl.DataType]) -> None:
    """Write the headings; the marker before them tells spreadsheets that the file is UTF-8."""
    pl.DataFrame(schema=schema).write_csv(path, include_bom=True, line_terminator="\n")


def append_csv(path: Path, rows: pl.DataFrame) -> None:
    """Write more rows."""
    with path.open("ab") as text:
        escape_formulas(rows).write_csv(text, include_header=False, line_terminator="\n")


def escape_formulas(table: pl.DataFrame) -> pl.DataFrame:
    """Put ``'`` before every text that a spreadsheet could take for a formula."""
    text = pl.col(pl.String)
    # first characters are looked at only where some text stands outside of where most do: to compare costs far less
    doubtful = _holding(table, (text < _NO_STARTS[0]) | (text >= _NO_STARTS[1]))
    return table.with_columns(
        pl.when(pl.col(name).str.slice(0, 1).is_in(FORMULA_STARTS))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in _holding(table[doubtful], text.str.slice(0, 1).is_in(FORMULA_STARTS))
    )


def _holding(table: pl.DataFrame, condition: pl.Expr) -> list[str]:
    """Name the columns that fulfil a condition on some row."""
    holds = table.select(condition.any())
    return [name for name in holds.columns if holds[name].any()]


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    """Bring one column to its written type; a blank text is nothing, so that CSV and Parquet say the same."""
    column = pl.col(name)
    if isinstance(dtype, pl.Decimal):
        return round_half_up(column, dtype.scale).cast(dtype)
    typed = column.cast(dtype)
    return pl.when(typed != "").then(typed) if dtype == pl.String else typed


def _suspected(material: Material) -> pl.DataFrame:
    """Read the composites of the packs by their role: of the unit itself, or of any of its projects.

    A project that fits makes the unit fit. Where projects were filed but one
    cannot be told, the unit is unknown unless it fits by itself; where none
    were filed, the unit's own criteria stand alone. A rulebook without such
    criteria leaves the columns empty.
    """
    marks = material.judgement.criteria_of_enterprises()
    facts = material.facts.frames["enterprise"].select(*KEY, "has_project_table")
    filed = pl.col("has_project_table").fill_null(value=False)
    columns = {}
    for role in ("two_high", "two_high_one_low"):
        chosen = [(name, each) for name, each in material.rulebook.criteria.items() if each.role == role]
        own = _any([name for name, each in chosen if each.subject == "enterprise"])
        either = _any([name for name, _ in chosen])
        columns[role] = pl.when(filed).then(either).otherwise(own)
    return marks.join(facts, on=KEY, how="left", nulls_equal=True).select(*KEY, **columns)


def _any(names: list[str]) -> pl.Expr:
    """Three-valued or; unknown where there is nothing to ask."""
    return pl.any_horizontal(names) if names else pl.lit(None, pl.Boolean)
