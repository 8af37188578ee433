"""The floor and the peers: each does one job in a process of its own and prints what it found as JSON.

    python benchmarks/peers.py NAME ARGUMENTS…

Every checker gets the same checks, drawn from the filing schema by ``own.py checks``: a list of
``[column, check, bound]``. It answers with the number of failing rows of each. Seconds are those of the work,
without imports; the harness measures the whole process beside them.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

Checks = list[tuple[str, str, Any]]
Failures = dict[str, int]


def begun() -> float:
    """Start the clock. What imports left is set aside: its one collection would fall into somebody's seconds by chance."""
    gc.collect()
    gc.freeze()
    return time.perf_counter()


def told(started: float, **found: Any) -> None:
    print(json.dumps({"seconds": time.perf_counter() - started, **found}, ensure_ascii=False))


def name_of(column: str, check: str, bound: Any) -> str:
    return f"{column} {check} {bound}"


def floor(folder: str, form: str) -> None:
    """Bare Polars: scan, join factors, weigh, sum an enterprise-year, keep the large; streaming."""
    import polars as pl

    started = begun()
    path = Path(folder) / f"energy_consumption.{'csv' if form == 'csv' else 'parquet'}"
    schema = {"consumption_total": pl.Float64, "factor_adopted": pl.Float64, "report_year": pl.Int64}
    rows = pl.scan_csv(path, schema_overrides=schema, ignore_errors=True) if form == "csv" else pl.scan_parquet(path)
    factors = pl.LazyFrame({"unit": ["吨", "万立方米", "百万千焦", "万千瓦时"], "scale": [1.0, 1.0, 1.0, 1.0]})
    large = (
        rows.join(factors, on="unit")
        .with_columns(tce=pl.col("consumption_total") * pl.col("factor_adopted") * pl.col("scale"))
        .group_by("uscc", "report_year")
        .agg(pl.col("tce").sum())
        .filter(pl.col("tce") >= 10_000)
        .collect(engine="streaming")
    )
    told(started, found=large.height)


def exact(folder: str) -> None:
    """Bare Polars: every number of table 2 as the exact decimal that typed tables hold, and nothing asked of it; streaming."""
    import polars as pl

    started = begun()
    counted = _exact(Path(folder) / "energy_consumption.parquet").select(pl.all().count()).collect(engine="streaming")
    told(started, found=int(counted.sum_horizontal()[0]))


def _exact(file: Path) -> pl.LazyFrame:
    import polars as pl
    from polars import selectors

    return pl.scan_parquet(file).with_columns(selectors.float().cast(pl.Decimal(38, 12), strict=False))


def same_files(folder: str, data: str) -> None:
    """Bare Polars: the same tables in, exact, and the same files out as an inspection wrote them; nothing is judged.

    Args:
        folder: the filings.
        data: the data files of an inspection of them.
    """
    import tempfile

    import polars as pl

    started = begun()
    with tempfile.TemporaryDirectory(dir=Path(data).parent) as aside:
        for file in sorted(Path(folder).glob("*.parquet")):
            _exact(file).select(pl.all().count()).collect(engine="streaming")
        found = 0
        for file in sorted(Path(data).glob("*.parquet")):
            rows = pl.scan_parquet(file)
            rows.sink_parquet(Path(aside) / file.name)
            rows.sink_csv(Path(aside) / f"{file.stem}.csv")
            found += rows.select(pl.len()).collect().item()
    told(started, found=found)


def dataframely(file: str, checks: Checks) -> None:
    import dataframely as dy
    import polars as pl

    def rule(column: str, check: str, bound: Any) -> Any:
        def holds(cls: Any) -> pl.Expr:  # noqa: ARG001 - the library passes the schema
            value = pl.col(column)
            match check:
                case "greater_than_or_equal_to":
                    return value >= bound
                case "less_than_or_equal_to":
                    return value <= bound
                case _:
                    return value.is_in(bound)

        return dy.rule()(holds)

    started = begun()
    frame = pl.read_parquet(file)
    kinds = {pl.String: dy.String, pl.Int64: dy.Int64, pl.Float64: dy.Float64}
    body: dict[str, Any] = {
        name: kinds[type(dtype)](nullable=True)  # type: ignore[index]  # a dtype of no kind listed here is an error in the benchmark
        for name, dtype in frame.schema.items()
    }
    body |= {f"rule_{number}": rule(*each) for number, each in enumerate(checks)}
    schema = type("Energy", (dy.Schema,), body)
    _, failure = schema.filter(frame)
    counts = failure.counts()
    told(
        started,
        failures={name_of(*each): counts[f"rule_{n}"] for n, each in enumerate(checks) if counts.get(f"rule_{n}")},
    )


def pandera_polars(file: str, checks: Checks) -> None:
    import pandera.polars as pa
    import polars as pl

    started = begun()
    _pandera(pl.read_parquet(file), checks, pa, started)


def pandera_pandas(file: str, checks: Checks) -> None:
    import pandas as pd
    import pandera.pandas as pa

    started = begun()
    _pandera(pd.read_parquet(file), checks, pa, started)


def _pandera(frame: Any, checks: Checks, pa: Any, started: float) -> None:
    by_column: dict[str, list[Any]] = {}
    for column, check, bound in checks:
        by_column.setdefault(column, []).append(getattr(pa.Check, check)(bound))
    schema = pa.DataFrameSchema({name: pa.Column(checks=own, nullable=True) for name, own in by_column.items()})
    failures: Failures = {}
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        rows = cases.iter_rows(named=True) if hasattr(cases, "iter_rows") else cases.to_dict("records")
        numbered = {name: [each for each in checks if each[0] == name] for name in by_column}
        for row in rows:
            name = name_of(*numbered[row["column"]][int(row["check_number"])])
            failures[name] = failures.get(name, 0) + 1
    told(started, failures=failures)


def pointblank(file: str, checks: Checks) -> None:
    import pointblank as pb
    import polars as pl

    started = begun()
    plan = pb.Validate(pl.read_parquet(file))
    for column, check, bound in checks:
        match check:
            case "greater_than_or_equal_to":
                plan = plan.col_vals_ge(columns=column, value=bound, na_pass=True)
            case "less_than_or_equal_to":
                plan = plan.col_vals_le(columns=column, value=bound, na_pass=True)
            case _:
                plan = plan.col_vals_in_set(columns=column, set=[*bound, None])
    failed = plan.interrogate(collect_extracts=True).n_failed()
    told(started, failures={name_of(*each): failed[n] for n, each in enumerate(checks, 1) if failed[n]})


def duckdb(file: str, checks: Checks) -> None:
    import duckdb as db

    started = begun()
    tests = []
    for column, check, bound in checks:
        match check:
            case "greater_than_or_equal_to":
                tests.append(f'"{column}" < {bound}')
            case "less_than_or_equal_to":
                tests.append(f'"{column}" > {bound}')
            case _:
                tests.append(f'"{column}" NOT IN ({", ".join(f"{each!r}" for each in bound)})')
    flags = ", ".join(f"coalesce({test}, false) AS f{n}" for n, test in enumerate(tests))
    anything = " OR ".join(f"f{n}" for n in range(len(tests)))
    bad = db.sql(  # the failing rows themselves are kept, as the others keep them
        f"SELECT * FROM (SELECT file_row_number, {flags} FROM read_parquet('{file}', file_row_number=true)) "  # noqa: S608 - our own file
        f"WHERE {anything}"
    ).to_arrow_table()
    counts = {name_of(*each): sum(bad.column(n + 1).to_pylist()) for n, each in enumerate(checks)}
    told(started, failures={name: count for name, count in counts.items() if count})


def great_expectations(file: str, checks: Checks) -> None:
    import great_expectations as gx
    import pandas as pd

    started = begun()
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("a")
    batch = asset.add_batch_definition_whole_dataframe("b")
    suite = gx.ExpectationSuite(name="s")
    for column, check, bound in checks:
        match check:
            case "greater_than_or_equal_to":
                expected: Any = gx.expectations.ExpectColumnValuesToBeBetween(column=column, min_value=bound)
            case "less_than_or_equal_to":
                expected = gx.expectations.ExpectColumnValuesToBeBetween(column=column, max_value=bound)
            case _:
                expected = gx.expectations.ExpectColumnValuesToBeInSet(column=column, value_set=bound)
        suite.add_expectation(expected)
    frame = pd.read_parquet(file)
    found = batch.get_batch({"dataframe": frame}).validate(suite, result_format="COMPLETE")
    counts = [each.result["unexpected_count"] for each in found.results]
    told(started, failures={name_of(*each): count for each, count in zip(checks, counts, strict=True) if count})


def frictionless(file: str, checks: Checks) -> None:
    """Reads the CSV beside the Parquet file; much the slowest, so the harness gives it fewer rows."""
    import frictionless as fl

    started = begun()
    names = {"greater_than_or_equal_to": "minimum", "less_than_or_equal_to": "maximum", "isin": "enum"}
    bounds: dict[str, dict[str, Any]] = {}
    for column, check, bound in checks:
        bounds.setdefault(column, {})[names[check]] = bound
    path = Path(file).with_suffix(".csv")
    header = path.open(encoding="utf-8").readline().strip().split(",")
    texts = {"factor_source"}
    fields = [
        {"name": name, "type": "string" if name in texts or name not in bounds else "number",
         "constraints": bounds.get(name, {})}
        for name in header
    ]  # fmt: skip
    schema = fl.Schema.from_descriptor({"fields": fields, "missingValues": [""]})
    resource = fl.Resource(path=path.name, basepath=str(path.parent), schema=schema)
    report = fl.validate(resource, limit_errors=10**9, limit_rows=None)
    rows = report.flatten(["fieldName", "type", "note"])
    failures: Failures = {}
    for column, kind, note in rows:
        if kind == "constraint-error":
            rule = next(each for each in checks if each[0] == column and f'"{names[each[1]]}"' in note)
            failures[name_of(*rule)] = failures.get(name_of(*rule), 0) + 1
    told(started, failures=failures)


def read_excel(folder: str) -> None:
    """``pl.read_excel`` by calamine, every sheet."""
    import polars as pl

    books = sorted(Path(folder).glob("*.xlsx"))
    started = begun()
    cells = 0
    for book in books:
        for frame in pl.read_excel(book, sheet_id=0, engine="calamine", has_header=False).values():
            cells += frame.height * frame.width - sum(frame.null_count().row(0))
    told(started, found=len(books), cells=cells)


def openpyxl(folder: str) -> None:
    import openpyxl as xl

    books = sorted(Path(folder).glob("*.xlsx"))
    started = begun()
    cells = 0
    for path in books:
        book = xl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            cells += sum(value is not None for row in sheet.iter_rows(values_only=True) for value in row)
        book.close()
    told(started, found=len(books), cells=cells)


CHECKERS = {
    each.__name__: each
    for each in (dataframely, pandera_polars, pandera_pandas, pointblank, duckdb, great_expectations, frictionless)
}
OTHERS = {each.__name__: each for each in (floor, exact, same_files, read_excel, openpyxl)}


def main() -> None:
    name, *arguments = sys.argv[1:]
    if name in CHECKERS:
        file, checks = arguments
        CHECKERS[name](file, [tuple(each) for each in json.loads(Path(checks).read_text(encoding="utf-8"))])
    else:
        OTHERS[name](*arguments)


if __name__ == "__main__":
    main()
