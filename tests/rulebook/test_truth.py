"""Conditions against a plain-Python evaluator with three values."""

from __future__ import annotations

import datetime as dt
import itertools
import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.exact import NUMBER
from energy_audit.rulebook.condition import compile_condition
from energy_audit.rulebook.model import VERDICT_DTYPE, VERDICTS, Place
from energy_audit.rulebook.scope import Scope
from energy_audit.vocabulary import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
DTYPES: dict[str, pl.DataType] = {
    "x": NUMBER,
    "y": NUMBER,
    "n": pl.Int64(),
    "p": pl.Boolean(),
    "q": pl.Boolean(),
    "s": pl.String(),
    "d": pl.Date(),
    "verdict.R": VERDICT_DTYPE,
    "criterion.c": pl.Boolean(),
}
SCOPE = Scope(
    "enterprise",
    {name: Fact(name, "enterprise", dtype, name, name) for name, dtype in DTYPES.items() if "." not in name},
    {},
    {"c": "enterprise"},
    {"R": "enterprise"},
    may_ask_for_null=True,
)


def judged(sql: str, rows: list[Row]) -> list[bool | None]:
    frame = pl.DataFrame([{name: row.get(name) for name in DTYPES} for row in rows], schema=DTYPES)
    condition = compile_condition(sql, Place("t", 1), SCOPE)
    return frame.with_columns(verdict=condition.expr)["verdict"].to_list()


# -- the plain evaluator: None is unknown


def all_of(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def any_of(values: list[bool | None]) -> bool | None:
    return opposite(all_of([opposite(value) for value in values]))


def known(compute: Callable[..., Any], *values: Any) -> Any:
    return None if any(value is None for value in values) else compute(*values)


@dataclass(frozen=True)
class Sample:
    """A piece of SQL and what plain Python makes of it."""

    sql: str
    value: Callable[[Row], Any]


COMPARISONS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DAYS = [dt.date(2024, 2, 29), dt.date(2025, 1, 1), dt.date(2025, 12, 31)]
AMOUNTS = [Decimal(text) for text in ("-1", "0", "0.1", "0.3", "4999.99", "5000", "5000.01")]
WORDS = ["", "a", "ab", "b%", "能耗"]


def column(name: str) -> Sample:
    return Sample(name, lambda row: row[name])


def literal(value: Any, sql: str) -> Sample:
    return Sample(sql, lambda _: value)


numbers = st.recursive(
    st.sampled_from([column("x"), column("y"), column("n"), *(literal(amount, f"({amount})") for amount in AMOUNTS)]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*"]), inner, inner).map(lambda parts: arithmetic(*parts)),
        inner.map(lambda one: Sample(f"ABS({one.sql})", lambda row: known(abs, one.value(row)))),
        inner.map(lambda one: Sample(f"(-{one.sql})", lambda row: known(operator.neg, one.value(row)))),
    ),
    max_leaves=3,
)


def arithmetic(sign: str, left: Sample, right: Sample) -> Sample:
    compute = {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign]
    return Sample(f"({left.sql} {sign} {right.sql})", lambda row: known(compute, left.value(row), right.value(row)))


def compared(sign: str, left: Sample, right: Sample) -> Sample:
    return Sample(
        f"{left.sql} {sign} {right.sql}", lambda row: known(COMPARISONS[sign], left.value(row), right.value(row))
    )


def between(value: Sample, low: Sample, high: Sample) -> Sample:
    return Sample(
        f"{value.sql} BETWEEN {low.sql} AND {high.sql}",
        lambda row: all_of(
            [
                known(operator.ge, value.value(row), low.value(row)),
                known(operator.le, value.value(row), high.value(row)),
            ],
        ),
    )


def member(value: Sample, members: list[Sample], negated: bool) -> Sample:
    def one(row: Row) -> bool | None:
        found = any_of([known(operator.eq, value.value(row), item.value(row)) for item in members])
        return opposite(found) if negated else found

    word = "NOT IN" if negated else "IN"
    return Sample(f"{value.sql} {word} ({', '.join(item.sql for item in members)})", one)


def like(pattern: str, negated: bool) -> Sample:
    regex = re.compile("".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)

    def one(row: Row) -> bool | None:
        found = known(lambda text: bool(regex.fullmatch(text)), row["s"])
        return opposite(found) if negated else found

    return Sample(f"s {'NOT LIKE' if negated else 'LIKE'} '{pattern}'", one)


texts = st.sampled_from(WORDS).map(lambda word: literal(word, f"'{word}'"))
days = st.sampled_from(DAYS).map(lambda day: literal(day, f"DATE '{day}'"))
amounts = st.sampled_from(AMOUNTS).map(lambda amount: literal(amount, str(amount)))
signs = st.sampled_from(list(COMPARISONS))
terms = st.one_of(
    st.sampled_from([column("p"), column("q"), literal(True, "TRUE"), literal(False, "FALSE")]),
    st.tuples(signs, numbers, numbers).map(lambda parts: compared(*parts)),
    st.tuples(signs, st.just(column("d")), days).map(lambda parts: compared(*parts)),
    st.tuples(signs, st.just(column("s")), texts).map(lambda parts: compared(*parts)),
    st.tuples(st.sampled_from(["=", "<>"]), st.just(column("p")), st.just(column("q"))).map(lambda p: compared(*p)),
    st.tuples(numbers, numbers, numbers).map(lambda parts: between(*parts)),
    st.tuples(st.just(column("d")), days, days).map(lambda parts: between(*parts)),
    st.tuples(
        st.sampled_from([column("x"), column("n")]), st.lists(amounts, min_size=1, max_size=3), st.booleans()
    ).map(
        lambda parts: member(*parts),
    ),
    st.tuples(st.just(column("s")), st.lists(texts, min_size=1, max_size=3), st.booleans()).map(lambda p: member(*p)),
    st.tuples(st.sampled_from(["a%", "%b", "_", "%", "b%", "能_", ""]), st.booleans()).map(lambda p: like(*p)),
    st.sampled_from(["x", "s", "d", "p"]).map(lambda name: Sample(f"{name} IS NULL", lambda row: row[name] is None)),
    st.sampled_from(["x", "s"]).map(lambda name: Sample(f"{name} IS NOT NULL", lambda row: row[name] is not None)),
)
conditions = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: Sample(
                " AND ".join(f"({part.sql})" for part in parts),
                lambda row: all_of([part.value(row) for part in parts]),
            ),
        ),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: Sample(
                " OR ".join(f"({part.sql})" for part in parts),
                lambda row: any_of([part.value(row) for part in parts]),
            ),
        ),
        inner.map(lambda one: Sample(f"NOT ({one.sql})", lambda row: opposite(one.value(row)))),
    ),
    max_leaves=5,
)
rows = st.fixed_dictionaries(
    {
        "x": st.none() | st.sampled_from(AMOUNTS),
        "y": st.none() | st.sampled_from(AMOUNTS),
        "n": st.none() | st.integers(-1, 5000),
        "p": st.none() | st.booleans(),
        "q": st.none() | st.booleans(),
        "s": st.none() | st.sampled_from([*WORDS, "ab\nc"]),
        "d": st.none() | st.sampled_from(DAYS),
    },
)


@settings(max_examples=300)
@given(conditions, st.lists(rows, min_size=1, max_size=6))
def test_conditions_agree_with_plain_three_valued_logic(condition: Sample, filed: list[Row]) -> None:
    """Every allowed operator, nested at will, gives true, false or unknown as plain Python does."""
    assert [condition.value(row) for row in filed] == judged(condition.sql, filed)


TRUTHS: list[bool | None] = [True, False, None]


@pytest.mark.parametrize(("sql", "table"), [("p AND q", all_of), ("p OR q", any_of)])
def test_truth_tables_of_and_and_or(sql: str, table: Callable[[list[bool | None]], bool | None]) -> None:
    pairs = list(itertools.product(TRUTHS, TRUTHS))
    assert [table(list(pair)) for pair in pairs] == judged(sql, [{"p": p, "q": q} for p, q in pairs])


def test_not_of_unknown_is_unknown() -> None:
    assert [False, True, None] == judged("NOT p", [{"p": value} for value in TRUTHS])


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("x >= 5000", [False, True, True, None, False]),
        ("x > 5000", [False, False, True, None, False]),
        ("x < 5000.01", [True, True, False, None, True]),
        ("x BETWEEN 4999.99 AND 5000", [True, True, False, None, False]),
        ("x = 0.1", [False, False, False, None, True]),
        ("x * 3 = 0.3", [False, False, False, None, True]),
        ("x IN (0.1, 5000.01)", [False, False, True, None, True]),
        ("x + 0.2 = 0.3", [False, False, False, None, True]),
        ("x - 5000 >= 0", [False, True, True, None, False]),
    ],
)
def test_decimal_literals_compare_exactly(sql: str, expected: list[bool | None]) -> None:
    """The line, one cent below and above it, and a tenth that no binary float holds."""
    amounts = [Decimal("4999.99"), Decimal(5000), Decimal("5000.01"), None, Decimal("0.1")]
    assert expected == judged(sql, [{"x": amount} for amount in amounts])


@pytest.mark.parametrize("number", [1, 2, 8, 9, 40])
def test_text_in_a_short_or_a_long_list(number: int) -> None:
    """Both ways of looking it up know the first and the last of the list, no beginning of one, and unknown."""
    texts = [f"燃料油及其他油品{place:02}" for place in range(number)]
    listed = ", ".join(f"'{text}'" for text in texts)
    rows = [{"s": text} for text in (texts[0], texts[-1], "燃料油及其他油品", "", None)]
    assert [True, True, False, False, None] == judged(f"s IN ({listed})", rows)
    assert [False, False, True, True, None] == judged(f"s NOT IN ({listed})", rows)


def test_literal_compares_exactly_where_a_float_would_not() -> None:
    """Twelve decimals of a large amount are beyond a binary float and still decide."""
    above = Decimal("99999999999.000000000001")
    assert [True] == judged("x > 99999999999", [{"x": above}])
    assert [False] == judged("x BETWEEN 1.5 AND 99999999999.0", [{"x": above}])


def test_division_by_zero_is_unknown() -> None:
    filed = [{"x": Decimal(1), "y": y} for y in (Decimal(0), Decimal("0.5"), None)]
    assert [None, True, None] == judged("x / NULLIF(y, 0) >= 2", filed)


def test_division_keeps_twelve_decimals() -> None:
    assert [True] == judged("x / NULLIF(y, 0) = 0.333333333333", [{"x": Decimal(1), "y": Decimal(3)}])


@pytest.mark.parametrize("sql", ["x * y > 0", "x + x > 0", "x - (-x) > 0", "x / NULLIF(y, 0) > 0"])
def test_result_beyond_the_number_type_is_unknown_and_spares_the_other_rows(sql: str) -> None:
    """One absurd figure does not abort the batch."""
    huge = Decimal(6) * 10**25
    tiny = Decimal("0.000000000001")
    filed = [{"x": huge, "y": tiny if "/" in sql else huge}, {"x": Decimal(2), "y": Decimal(1)}]
    assert [None, True] == judged(sql, filed)


def test_integers_do_not_wrap() -> None:
    assert [True] == judged("n * n > 9000000000000000000", [{"n": 4 * 10**9}])


def test_integer_column_compares_with_a_fraction() -> None:
    assert [False, True] == judged("n > 1.5", [{"n": 1}, {"n": 2}])


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("verdict.R = 'met'", [True, False, False, None]),
        ("verdict.R <> 'met'", [False, True, True, None]),
        ("'breached' = verdict.R", [False, True, False, None]),
        ("verdict.R IN ('met', 'not_applicable')", [True, False, True, None]),
        ("verdict.R = 'cannot_tell'", [False, False, False, True]),
        ("verdict.R IN ('breached', 'cannot_tell')", [False, True, False, True]),
    ],
)
def test_verdict_that_could_not_be_told_is_unknown_to_later_rules(sql: str, expected: list[bool | None]) -> None:
    """cannot_tell may be met or breached, so comparing it with either is unknown."""
    assert expected == judged(sql, [{"verdict.R": verdict} for verdict in VERDICTS])


def test_criterion_is_a_truth_value() -> None:
    assert [True, False, None] == judged("criterion.c", [{"criterion.c": value} for value in TRUTHS])
