"""The checks of the schema on typed values: what the pandera model asks, said by cell.

Native expressions generated from the model tell in a millisecond which columns hold a value that fails. Of a few rows
pandera itself is then asked to validate these; of many the expressions name the cells, many times faster. Both name the
same cells, which a test holds. A figure or choice that fails becomes null, since it is not known; what identifies a row
keeps its text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.schema.column import Check
from energy_audit.filing.values.decimals import as_filed
from energy_audit.filing.values.words import filled

if TYPE_CHECKING:
    from collections.abc import Container

    from energy_audit.filing.schema import Column, Table
    from energy_audit.filing.values.words import Words

FEW_ROWS = 200
"""Up to here pandera itself validates what fails; beyond, the expressions drawn from its model say which cells do."""

_ZERO = r"^0+(?:\.0+)?$"

_HIT = "_hit"
_YEAR = "report_year"
_REGION = "region_code"
"""Development zones have no code of GB/T 2260; what was filed stays, since a region is never refused."""
_CHINESE = r"\p{Han}"


def checked(
    frame: pl.DataFrame, table: Table, raw: pl.DataFrame, words: Words | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take impossible values out.

    Args:
        frame: typed rows.
        table: its schema.
        raw: the same rows as they were filed, for what the cells hold.
        words: the distinct texts of ``frame``, where they are known.

    Returns:
        The frame with nulls where a value fails, and the problems.
    """
    failures = by_expressions(frame, table, words)
    if failures and frame.height <= FEW_ROWS:
        failures = by_pandera(frame, table, {column for column, _ in failures})
    found: list[pl.DataFrame] = []
    cleared: dict[str, pl.Expr] = {}
    for (column, rule), rows in failures.items():
        own = table.column(column)
        filed = raw.select("source", "row", column)[rows.arg_true()]
        kind, detail = _kind(rule, own)
        in_words = pl.col(column).str.contains(_CHINESE) if column == _REGION else pl.lit(value=False)
        said = partial(
            problems_where, table=table.key, column=column, value=as_filed(pl.col(column), raw.schema[column])
        )
        zero = _became_zero(column, kind, raw)
        found.append(said(filed, ~in_words & ~zero, kind, detail=detail))
        found.append(said(filed, zero, FilingProblem.TEXT_BECAME_ZERO))
        if column == _REGION:
            found.append(said(filed, in_words, FilingProblem.NONSTANDARD_REGION))
        if not own.key_part:
            kept = in_words.fill_null(value=False)
            cleared[column] = pl.when(~rows | kept).then(cleared.get(column, pl.col(column)))
    return frame.with_columns(**cleared) if cleared else frame, joined(found)


def _became_zero(column: str, kind: FilingProblem, raw: pl.DataFrame) -> pl.Expr:
    """Whether a zero stands where a text of some form belongs: so converters store a text that a formula looked up."""
    if kind is not FilingProblem.BAD_FORMAT:
        return pl.lit(value=False)
    return as_filed(pl.col(column), raw.schema[column]).str.contains(_ZERO).fill_null(value=False)


Failures = dict[tuple[str, Check], pl.Series]
"""By column and rule (name and bound of the check): which rows fail."""


def by_pandera(frame: pl.DataFrame, table: Table, asked: Container[str] | None = None) -> Failures:
    """Validate with the model's own columns, lazily, and read the failure cases back into rows.

    Args:
        frame: typed rows.
        table: its schema.
        asked: the columns to validate; all, where none are named. Each takes pandera two milliseconds.
    """
    columns = {key: own for key, own in table.model.to_schema().columns.items() if asked is None or key in asked}
    try:
        pa.DataFrameSchema(columns).validate(frame.select(*columns), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return {}
    failures: Failures = {}
    for column, number, index in cases.select("column", "check_number", "index").iter_rows():
        rule = table.column(column).checks[number]
        rows = failures.setdefault((column, rule), pl.Series(_HIT, [False]).new_from_index(0, frame.height))
        rows[index] = True
    return dict(sorted(failures.items()))


def by_expressions(frame: pl.DataFrame, table: Table, words: Words | None = None) -> Failures:
    """Check with expressions generated from the model.

    First every column is asked for its least and greatest figure, every known text once, and only the rules that fail
    somewhere are asked of every row.
    """
    there = set(filled(frame))
    rules = [(column.key, rule) for column in table.columns if column.key in there for rule in column.checks]
    words = words or {}
    unknown = [pair for pair in rules if pair[0] not in words]
    reached = frame.select(
        _fails_somewhere(pl.col(column), *rule).alias(f"{n}") for n, (column, rule) in enumerate(unknown)
    )
    failing = [pair for n, pair in enumerate(unknown) if reached[f"{n}"].item()] + [
        (column, rule)
        for column, rule in rules
        if column in words and words[column].to_frame(column).select(_fails(pl.col(column), *rule).any()).item()
    ]
    failing.sort()
    tried = frame.select(
        _fails(pl.col(column), *rule).fill_null(value=False).alias(f"{n}") for n, (column, rule) in enumerate(failing)
    )
    return {pair: tried[f"{n}"].alias(_HIT) for n, pair in enumerate(failing)}


def _fails_somewhere(value: pl.Expr, name: str, bound: Any) -> pl.Expr:
    """Tell whether a check fails on any row; where nothing is filed, the answer is null or no."""
    match name:
        case "greater_than_or_equal_to" | "greater_than":
            return _fails(value.min(), name, bound)
        case "less_than_or_equal_to" | "less_than":
            return _fails(value.max(), name, bound)
        case _:
            return _fails(value, name, bound).any()


def _fails(value: pl.Expr, name: str, bound: Any) -> pl.Expr:
    """The opposite of a check; null where the value is missing.

    Raises:
        NotImplementedError: the schema uses a check that has no expression here.
    """
    match name:
        case "greater_than_or_equal_to":
            return value < pl.lit(bound)
        case "greater_than":
            return value <= pl.lit(bound)
        case "less_than_or_equal_to":
            return value > pl.lit(bound)
        case "less_than":
            return value >= pl.lit(bound)
        case "str_matches":
            return ~value.str.contains(bound)
        case "isin":
            return ~value.is_in(bound)
        case _:
            raise NotImplementedError(f"check {name!r} of the schema has no expression")


def _kind(rule: tuple[str, Any], column: Column) -> tuple[FilingProblem, str]:
    name, bound = rule
    signs = {
        "greater_than_or_equal_to": marked("不小于"),
        "greater_than": marked("大于"),
        "less_than_or_equal_to": marked("不大于"),
        "less_than": marked("小于"),
    }
    if name in signs and column.key == _YEAR:
        beyond = Message("早于 {bound} 年") if name.startswith("greater") else Message("晚于 {bound} 年")
        return FilingProblem.IMPOSSIBLE_YEAR, marked(beyond, bound=bound)
    if name in signs:
        return FilingProblem.OUT_OF_RANGE, f"{signs[name]} {bound}"
    if name == "isin":
        return FilingProblem.NOT_IN_LIST, "、".join(bound)
    return FilingProblem.BAD_FORMAT, column.meaning
