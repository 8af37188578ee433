"""What is compared with what: groups of cases, the data they run on, their sizes."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_data" / "filings"
CHECKERS = ("dataframely", "pandera_polars", "pandera_pandas", "pointblank", "duckdb", "great_expectations")
ROWS_A_UNIT = 20


@dataclass(frozen=True)
class Sizes:
    """How much of everything; energy rows are 20 an enterprise-year."""

    energy_rows: tuple[int, ...] = (100_000, 1_000_000)
    whole_rows: tuple[int, ...] = (20_000, 100_000)
    two_table_rows: int = 100_000
    check_rows: int = 1_000_000
    slow_rows: int = 20_000
    workbooks: int = 200
    pages: int = 20
    pdfs: int = 6
    turns: int = 3

    @classmethod
    def full(cls) -> Sizes:
        return cls(
            energy_rows=(1_000_000, 10_000_000), whole_rows=(100_000, 1_000_000, 10_000_000), two_table_rows=10_000_000,
            workbooks=1000, pages=200, pdfs=20, turns=5,
        )  # fmt: skip

    @classmethod
    def small(cls) -> Sizes:
        return cls((20_000,), (20_000,), 20_000, 20_000, 2_000, 10, 5, 2, 1)


@dataclass(frozen=True)
class Case:
    """One thing to run; ``rows`` are what its seconds are divided by."""

    name: str
    command: list[str]
    rows: int = 0
    turns: int = 1
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Cases that take turns; ratios are to ``floor``, by the time of their work. ``note``: what one must know of them."""

    title: str
    floor: str
    cases: Callable[[Path, Sizes, str, str], list[Case]]
    note: str = ""


COMPLETE = "complete"
"""Typed filings that hold all their units owe; every other form holds tables 1 and 2 alone."""


def folder_of(data: Path, rows: int, form: str) -> Path:
    return data / f"{form}-{rows}"


def made(data: Path, rows: int, form: str, python: str) -> Path:
    """Make one set of filings, if it is not there, and return its folder."""
    folder = folder_of(data, rows, form)
    if not folder.exists():
        draft = folder.with_suffix(".making")
        words = [python, str(HERE / "generate.py"), str(draft), "--enterprises", str(rows // ROWS_A_UNIT)]
        kind = ["--complete"] if form == COMPLETE else ["--form", form]
        subprocess.run([*words, "--faults", "0.01", *kind], check=True)
        draft.rename(folder)
    return folder


def prepared(data: Path, sizes: Sizes, python: str) -> Path:
    """Make what is missing of the data; the same seed gives the same bytes."""
    # an installed package has its modules compiled, as the peers have
    subprocess.run([python, "-m", "compileall", "-q", str(HERE.parent / "src")], check=True)
    data.mkdir(parents=True, exist_ok=True)
    sets = {(rows, form) for rows in sizes.energy_rows for form in ("typed", "csv")}
    sets |= {(rows, COMPLETE) for rows in sizes.whole_rows}
    sets |= {(rows, "typed") for rows in (sizes.two_table_rows, rule_rows(sizes), sizes.check_rows, sizes.slow_rows)}
    sets |= {(sizes.slow_rows, "csv"), (sizes.workbooks * ROWS_A_UNIT, "xlsx"), (sizes.pages * ROWS_A_UNIT, "typed")}
    for rows, form in sorted(sets):
        made(data, rows, form, python)
    # frictionless reads the CSV beside the Parquet file
    beside = folder_of(data, sizes.slow_rows, "typed") / "energy_consumption.csv"
    if not beside.exists():
        beside.write_bytes((folder_of(data, sizes.slow_rows, "csv") / "energy_consumption.csv").read_bytes())
    _own(python, "checks", data / "checks.json")
    if not (data / "four.html").exists():
        _own(python, "pages", SAMPLES, data)
    return data


def _own(python: str, *words: object) -> None:
    subprocess.run([python, str(HERE / "own.py"), *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def own(python: str, *words: object) -> list[str]:
    return [python, str(HERE / "own.py"), *map(str, words)]


def peer(python: str, *words: object) -> list[str]:
    return [python, str(HERE / "peers.py"), *map(str, words)]


def tables(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    cases = []
    for rows in sizes.energy_rows:
        for form, name in (("typed", "Parquet"), ("csv", "CSV")):
            folder = folder_of(data, rows, form)
            cases += [
                Case(f"Polars floor, {name}, {rows:,}", peer(peers, "floor", folder, form), rows, sizes.turns),
                Case(f"typed tables, {name}, {rows:,}", own(python, "typed_tables", folder), rows, sizes.turns),
            ]
        folder = folder_of(data, rows, "typed")
        file = folder / "energy_consumption.parquet"
        cases += [
            Case(f"bare Polars to exact decimals, Parquet, {rows:,}", peer(peers, "exact", folder), rows, sizes.turns),
            Case(f"checks of table 2 alone, Parquet, {rows:,}", own(python, "check_rows", file), rows, sizes.turns),
        ]
    return cases


def checks(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    file = folder_of(data, sizes.check_rows, "typed") / "energy_consumption.parquet"
    slow = folder_of(data, sizes.slow_rows, "typed") / "energy_consumption.parquet"
    listed = data / "checks.json"
    cases = [Case("energy-audit", own(python, "check_rows", file), sizes.check_rows, sizes.turns)]
    cases += [Case(name, peer(peers, name, file, listed), sizes.check_rows, sizes.turns) for name in CHECKERS]
    return [
        *cases,
        Case("frictionless", peer(peers, "frictionless", slow, listed), sizes.slow_rows, 1),
        Case("cells that differ from plain pandera", own(python, "same_failures", slow), sizes.slow_rows, 1),
    ]


WHAT_IS_FILED = (
    "Filings are complete: 20 energy rows a unit and all else that a key energy user owes, 74 rows in seven more tables, "
    "58 of them the list of its archive. One energy row in 100 has a planted fault; a unit without one has nothing to "
    "answer for and is told in two notices what it is. Of “two tables alone” the rest is not filed, so that each unit has "
    "some 14 findings."
)


def whole(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    """The complete filings at each size; the other filings once, in cases whose names say so."""
    cases = []
    without = ["--format", "data", "--no-verdicts"]
    for rows in sizes.whole_rows:
        folder, turns = folder_of(data, rows, COMPLETE), turns_of(sizes, rows)
        cases.append(Case(f"Polars floor, {rows:,}", peer(peers, "floor", folder, "typed"), rows, turns))
        out = data / "out"
        cases += [
            Case(f"inspect --format data, {rows:,}", inspect(python, folder, out, *without), rows, turns),
            # of what has just been written; its turn is before the verdicts, which it does not write
            Case(
                f"bare Polars writes the same files, {rows:,}",
                peer(peers, "same_files", folder, out / "data"),
                rows,
                turns,
            ),
            Case(f"inspect and verdicts.parquet, {rows:,}", inspect(python, folder, out, *without[:2]), rows, turns),
        ]
    rows = sizes.two_table_rows
    folder, turns, tail = folder_of(data, rows, "typed"), turns_of(sizes, rows), f"two tables alone, {rows:,}"
    return [
        *cases,
        Case(f"Polars floor, {tail}", peer(peers, "floor", folder, "typed"), rows, turns),
        Case(f"inspect, {tail}", inspect(python, folder, data / "out", *without), rows, turns),
    ]


def turns_of(sizes: Sizes, rows: int) -> int:
    return sizes.turns if rows <= 1_000_000 else 1


def inspect(python: str, folder: Path, out: Path, *flags: str) -> list[str]:
    start = "import sys; from energy_audit.cli import main; main(sys.argv[1:])"
    return [python, "-c", start, "inspect", str(folder), "--out", str(out), "--as-of", "2026-06-30", "--quiet",
            "--no-cache", *flags]  # fmt: skip


def rules(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    del peers
    rows = rule_rows(sizes)
    return [Case("text rules and by hand", own(python, "rules", folder_of(data, rows, "typed")), rows, sizes.turns)]


def rule_rows(sizes: Sizes) -> int:
    return max(sizes.whole_rows[:2])


def workbooks(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    folder, count = folder_of(data, sizes.workbooks * ROWS_A_UNIT, "xlsx"), sizes.workbooks
    return [
        Case("energy-audit, cells", own(python, "workbooks", folder, "plain"), count, sizes.turns),
        Case("energy-audit, every sheet read exactly", own(python, "workbooks", folder, "exact"), count, sizes.turns),
        Case("energy-audit, tables", own(python, "workbooks", folder, "whole"), count, sizes.turns),
        Case("pl.read_excel", peer(peers, "read_excel", folder), count, sizes.turns),
        Case("openpyxl", peer(peers, "openpyxl", folder), count, sizes.turns),
    ]


def reports(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    del peers
    whole, four, two = (data / f"{name}.html" for name in ("enterprise", "four", "two"))
    return [
        Case("PDF of two characters", own(python, "pdf", two, sizes.pdfs, 1), sizes.pdfs, sizes.turns),
        Case("PDF, 4 pages", own(python, "pdf", four, sizes.pdfs, 1), sizes.pdfs, sizes.turns),
        Case("PDF, 4 pages, 2 processes", own(python, "pdf", four, sizes.pdfs * 2, 2), sizes.pdfs * 2, sizes.turns),
        Case("PDF of a whole report", own(python, "pdf", whole, sizes.pdfs, 1), sizes.pdfs, sizes.turns),
        Case("enterprise HTML", own(python, "html", SAMPLES, sizes.pages), min(sizes.pages, 40), sizes.turns),
    ]


def start_up(data: Path, sizes: Sizes, python: str, peers: str) -> list[Case]:
    del data, peers
    turns = 4 * sizes.turns
    help_ = "import sys; from energy_audit.cli import main; main(['--help'])"
    return [
        Case("python -c pass", [python, "-c", "pass"], 1, turns),
        Case("energy-audit --help", [python, "-c", help_], 1, turns),
    ]


GROUPS = {
    "tables": Group("Typed tables, every failure kept", "Polars floor, Parquet", tables),
    "checks": Group("The same checks on one table", "energy-audit", checks),
    "whole": Group("The whole inspection", "Polars floor", whole, WHAT_IS_FILED),
    "rules": Group("Rules", "", rules),
    "workbooks": Group("Workbooks", "energy-audit, cells", workbooks),
    "reports": Group("Reports", "PDF of two characters", reports),
    "start": Group("Start", "python -c pass", start_up),
}
