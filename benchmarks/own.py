"""The project's own side of each comparison, one job in a process of its own; prints JSON as ``peers.py`` does.

python benchmarks/own.py NAME ARGUMENTS…
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

AS_OF = dt.date(2026, 6, 30)


def begun() -> float:
    """Start the clock. What imports left is set aside: its one collection would fall into somebody's seconds by chance."""
    gc.collect()
    gc.freeze()
    return time.perf_counter()


def told(started: float, **found: Any) -> None:
    print(json.dumps({"seconds": time.perf_counter() - started, **found}, ensure_ascii=False))


def checks(target: str) -> None:
    """Write the checks of table 2 for the peers."""
    from energy_audit.filing.schema import TABLES

    started = begun()
    filed = set(_energy_columns())
    listed = [
        (column.key, *check)
        for column in TABLES["energy_consumption"].columns
        for check in column.checks
        if column.key in filed
    ]
    Path(target).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    told(started, found=len(listed))


def _energy_columns() -> list[str]:
    sys.path.insert(0, str(Path(__file__).parent))
    from generate import tables

    return tables(1, 1, 0.0, 1)["energy_consumption"].columns


CHECKED_AT_ONCE = 1_000_000
"""Rows; ``inspect`` checks fewer, since no part of a large batch has more."""


def check_rows(file: str) -> None:
    """The checks of table 2 on typed rows, every failure kept, as ``inspect`` makes them.

    Only the columns that have checks are read, as DuckDB reads them.
    """
    import polars as pl

    from energy_audit.filing.schema import TABLES
    from energy_audit.filing.tables.checks import by_expressions

    started = begun()
    table = TABLES["energy_consumption"]
    asked = [column.key for column in table.columns if column.checks]
    scanned = pl.scan_parquet(file)
    filed = [name for name in scanned.collect_schema().names() if name in asked]
    empty = {name: pl.lit(None, dtype) for name, dtype in table.schema().items() if name not in filed}
    named: Counter[str] = Counter()
    for start in range(0, scanned.select(pl.len()).collect().item(), CHECKED_AT_ONCE):
        frame = scanned.select(filed).slice(start, CHECKED_AT_ONCE).collect()
        for (column, (check, bound)), rows in by_expressions(frame.with_columns(**empty), table).items():
            named[f"{column} {check} {list(bound) if check == 'isin' else bound}"] += int(rows.sum())
    told(started, failures=named)


def same_failures(file: str) -> None:
    """Compare, cell by cell, what the expressions and plain pandera find."""
    import polars as pl

    from energy_audit.filing.schema import TABLES
    from energy_audit.filing.tables.checks import by_expressions, by_pandera

    started = begun()
    table = TABLES["energy_consumption"]
    frame = pl.read_parquet(file)
    frame = frame.select(
        pl.col(name).cast(dtype, strict=False) if name in frame.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in table.schema().items()
    )
    ours, theirs = (
        {(column, rule, row) for (column, rule), rows in found.items() for row in rows.arg_true().to_list()}
        for found in (by_expressions(frame, table), by_pandera(frame, table))
    )
    told(started, found=len(ours), differ=len(ours ^ theirs))


def typed_tables(folder: str) -> None:
    """Read a table folder into typed tables, every failure kept, as ``inspect --format data`` does.

    A large batch is cut into parts before it is typed, and each part is dropped once it is typed, as it is by whoever
    judged it. All are typed here, one after the other by one process; ``inspect`` has as many as there are processors.
    """
    from energy_audit.parts.run import UNITS_A_PART, read_in_parts
    from energy_audit.parts.untyped import Cut

    started = begun()
    read = read_in_parts([Path(folder)], UNITS_A_PART)
    with tempfile.TemporaryDirectory() as aside:
        parts = read.stored(Path(aside)) if isinstance(read, Cut) else [partial(replace, read)]
        del read
        found = rows = 0
        for part in parts:
            intake = part()
            found += intake.problems.height
            rows += intake.tables["energy_consumption"].height
            del intake
    told(started, found=found, rows=rows)


def rules(folder: str) -> None:
    """Conditions of the packs as they were compiled from text, against the same written by hand; on the energy rows."""
    from energy_audit.inspection import inspect
    from energy_audit.report.material import Options
    from energy_audit.rulebook.bench import BenchKey
    from energy_audit.rulebook.marks import seat_items

    started = begun()
    material = inspect([Path(folder)], Options(AS_OF, formats=frozenset({"data"}))).material
    benches, book = material.judgement.benches, material.rulebook
    by_hand = written_by_hand()
    judged = [book.rules[code] for code in by_hand]
    seated = seat_items(benches[BenchKey("energy")], judged, benches, book, AS_OF)
    ways = {
        "compiled": [condition.expr for rule in judged for condition in (rule.applies, rule.breached) if condition],
        "by_hand": [condition for both in by_hand.values() for condition in both],
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    found = {}
    for _ in range(7):
        for way, conditions in ways.items():
            since = time.perf_counter()
            found[way] = seated.select(condition.alias(str(number)) for number, condition in enumerate(conditions))
            seconds[way].append(time.perf_counter() - since)
    if not found["compiled"].equals(found["by_hand"]):
        sys.exit("the rules written by hand no longer say what the pack says: two different things were timed")
    median = {way: sorted(taken)[len(taken) // 2] for way, taken in seconds.items()}
    told(started, rows=seated.height, **median)


def written_by_hand() -> dict[str, tuple[Any, Any]]:
    """Five rules of the pack on energy rows as somebody who writes Polars would put them: applies, breached."""
    from polars import col

    ncv, unit, code = col("ncv_adopted"), col("energy_unit"), col("energy_code")
    standard, adopted, heat = col("factor_equal_standard"), col("factor_adopted"), col("heat_factor")
    stated, source_stated = col("factor_adopted_stated"), col("factor_source_stated")
    in_tonnes, tolerance = unit.is_in(["吨", "t"]), col(":heat_value_tolerance")
    return {
        "ENG001": (
            stated & (col("factor_source") == "参考"),
            col("factor_deviation").abs() > col(":reference_rounding"),
        ),
        "ENG002": (
            (col("factor_source") == "实测")
            & (stated | source_stated)
            & ~code.is_in(["32", "33", "37"])
            & ~((code == "39") & unit.str.ends_with("标准煤")),
            ncv.is_null(),
        ),
        "ENG003": (
            col("heat_value_stated") & (ncv > 0) & ~code.is_in(["32", "33", "37", "39"]),
            (in_tonnes & ((adopted * col(":heat_value_kj_per_kgce") - ncv).abs() > tolerance * ncv))
            | (~in_tonnes & ((adopted - heat).abs() > tolerance * heat)),
        ),
        "ENG004": (
            code == "33",
            col("factor_equal_stated")
            & ((standard < col(":equal_factor_low")) | (standard > col(":equal_factor_high"))),
        ),
        "ENG005": (
            col("key_energy_user") & code.is_in(["01", "02", "03", "04", "05"]) & (col("consumption_total") > 0),
            col("factor_source") == "参考",
        ),
    }


def workbooks(folder: str, path: str) -> None:
    """Every cell of every sheet: ``plain`` stops at the grids, ``whole`` goes on to tables, notes and addresses.

    ``exact`` reads each sheet a second time, as one with a hidden row or an error value is.
    """
    from energy_audit.filing.files.discovery import handed_in
    from energy_audit.filing.files.onefile import read_file
    from energy_audit.filing.workbooks import package
    from energy_audit.filing.workbooks.workbook import grids

    books = sorted(Path(folder).glob("*.xlsx"))
    started = begun()
    if path == "exact":
        package.plain_sheet = lambda *_: None
        package.exact_needed = lambda _: True
    if path != "whole":
        sheets = [grid for book in books for grid in grids(book.read_bytes(), xml=True)]
        cells = sum(len(row) - row.count("") for grid in sheets for row in grid.texts)
        told(started, found=len(books), cells=cells)
    else:
        readings = [read_file(handed) for handed in handed_in([Path(folder)])]
        told(started, found=len(readings))


def _report_pages(folder: str, number: int) -> list[str]:
    from energy_audit.inspection import inspect
    from energy_audit.report.content import EnterpriseReports
    from energy_audit.report.drawn.html import render
    from energy_audit.report.material import Options

    material = inspect([Path(folder)], Options(AS_OF)).material
    reports = EnterpriseReports(material)
    keys = material.facts.frames["enterprise"].select("uscc", "report_year").rows()[:number]
    return [render("enterprise.html", reports.build(*key), "zh") for key in keys]


def html(folder: str, number: str) -> None:
    """Build and render enterprise pages."""
    from energy_audit.inspection import inspect
    from energy_audit.report.content import EnterpriseReports
    from energy_audit.report.drawn.html import render
    from energy_audit.report.material import Options

    material = inspect([Path(folder)], Options(AS_OF)).material
    keys = material.facts.frames["enterprise"].select("uscc", "report_year").rows()[: int(number)]
    reports = EnterpriseReports(material)
    render("enterprise.html", reports.build(*keys[0]), "zh")  # templates are compiled once
    started = begun()
    for key in keys:
        render("enterprise.html", reports.build(*key), "zh")
    told(started, found=len(keys))


def pdf(page: str, number: str, jobs: str) -> None:
    """Draw one page many times; the first, which also loads fonts and libraries, is not counted."""
    from energy_audit.report.drawn.pdf import write_pdf

    text = Path(page).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        if jobs == "1":
            target = Path(folder) / "a.pdf"
            write_pdf(text, target, as_of=AS_OF)
            started = begun()
            for _ in range(int(number)):
                write_pdf(text, target, as_of=AS_OF)
            told(started, found=int(number), bytes=target.stat().st_size)
            return
        with ProcessPoolExecutor(int(jobs), mp_context=get_context("spawn")) as pool:
            targets = [Path(folder) / f"{n}.pdf" for n in range(int(number))]
            list(pool.map(_drawn, [text] * int(jobs) * 2, targets * 2))  # both warm
            started = begun()
            list(pool.map(_drawn, [text] * int(number), targets))
            told(started, found=int(number))


def _drawn(text: str, target: Path) -> None:
    from energy_audit.report.drawn.pdf import write_pdf

    write_pdf(text, target, as_of=AS_OF)


def pages(folder: str, target: str) -> None:
    """Write the pages that ``pdf`` draws: a whole report, its first sections on four sheets, and two characters."""
    started = begun()
    (page,) = _report_pages(folder, 1)
    head, *sections = re.split(r"(?=<section id=)", page)
    last, close = sections[-1].split("</section>", 1)
    sections[-1] = f"{last}</section>"
    drafts = (f"{head}{''.join(sections[:count])}{close}" for count in range(1, len(sections) + 1))
    four = next(draft for draft in drafts if _sheets(draft) >= FOUR)
    Path(target, "enterprise.html").write_text(page, encoding="utf-8")
    Path(target, "four.html").write_text(four, encoding="utf-8")
    Path(target, "two.html").write_text(
        '<!doctype html><html lang="zh"><head><title>节能</title><style>body{font-family:"Noto Sans CJK SC"}</style>'
        "</head><body><p>节能</p></body></html>",
        encoding="utf-8",
    )
    told(started, whole=_sheets(page), four=_sheets(four))


FOUR = 4


def _sheets(page: str) -> int:
    from weasyprint import HTML

    from energy_audit.resources import folder

    return len(HTML(string=page, base_url=folder("templates").as_uri() + "/").render().pages)


JOBS = {
    each.__name__: each
    for each in (checks, check_rows, same_failures, typed_tables, rules, workbooks, html, pdf, pages)
}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    name, *arguments = sys.argv[1:]
    JOBS[name](*arguments)


if __name__ == "__main__":
    main()
