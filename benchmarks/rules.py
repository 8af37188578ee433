"""A hundred rules as text in a pack, judged on a million enterprise-years, beside the same rules written by hand.

python benchmarks/rules.py [--rows 1000000] [--turns 5]

Both sides give the same thing: one column of four verdicts a rule. The ways take turns in one process, medians are
compared, and the columns must be equal to the last row. Prints a line a way and the ratio; exit 1 above ``GOAL``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.rulebook.judge import judge
from energy_audit.rulebook.load import load_rulebook
from energy_audit.rulebook.model import VERDICT_DTYPE, Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOAL = 1.5
AS_OF = dt.date(2026, 6, 30)
Verdicts = pl.DataFrame

PACK = 'name = "bench"\nversion = "1"\ntitle = { zh = "试", en = "Bench" }\nextends = []\n'
TOPIC = """
[topic]
name = "bench"
title = { zh = "试", en = "Bench" }

[[parameter]]
name = "line"
governed_by = "period_end"
meaning = { zh = "线", en = "Line" }
"""
VALUE = """
[[parameter.value]]
value = {value}
effective_from = {start}
{end}citation = {{ text = "示例", confidence = "high", legal_status = "in_force" }}
last_checked = 2026-11-28
"""
RULE = """
[[rule]]
code = "{code}"
name = "bench-rule-{code}"
subject = "enterprise"
kind = "violation"
severity = "medium"
applies = "{applies}"
breached = "{breached}"
title = {{ zh = "试", en = "Bench" }}
meaning = {{ zh = "试", en = "Bench" }}
why = {{ zh = "试", en = "Bench" }}
remedy = {{ zh = "试", en = "Bench" }}
authority = "industry"
first_step = "advice"
honesty = "exact"
message = {{ zh = "{{tce_calorific}}，请核对", en = "{{tce_calorific}}: check it" }}
citations = [{{ text = "示例", confidence = "high", legal_status = "in_force" }}]
"""
VALUES = ((Decimal(4000), "2000-01-01", "2023-12-31"), (Decimal(5000), "2024-01-01", None))


@dataclass(frozen=True)
class Twin:
    """One rule twice: as text, and as somebody who writes Polars would put it."""

    applies: str
    breached: str
    hand_applies: pl.Expr
    hand_breached: pl.Expr


def twins() -> list[Twin]:
    """Ten shapes of condition that the packs use, each with ten lines of its own."""
    return [shape(step) for step in range(10) for shape in SHAPES]


def number(value: object) -> pl.Expr:
    return pl.lit(Decimal(str(value)), NUMBER)


def line() -> pl.Expr:
    """The parameter, written by hand."""
    late = pl.col("period_end") >= dt.date(2024, 1, 1)
    early = pl.col("period_end") >= dt.date(2000, 1, 1)
    return pl.when(late).then(number(5000)).when(early).then(number(4000))


col = pl.col
KEY_USER = "tier IN ('A', 'B')"


def key_user() -> pl.Expr:
    return col("tier").is_in(["A", "B"])


SHAPES: tuple[Callable[[int], Twin], ...] = (
    lambda n: Twin(KEY_USER, f"tce_calorific >= {5000 + n}", key_user(), col("tce_calorific") >= number(5000 + n)),
    lambda n: Twin(
        "designated = TRUE", f"tce_calorific >= :line + {n}",
        col("designated"), col("tce_calorific") >= line() + number(n),
    ),
    lambda n: Twin(
        "designated = FALSE",
        f"ABS(reported_tce_calorific - tce_calorific) > {n + 1}"
        f" AND ABS(reported_tce_calorific - tce_calorific) > 0.00{n + 1} * tce_calorific",
        ~col("designated"),
        ((col("reported_tce_calorific") - col("tce_calorific")).abs() > number(n + 1))
        & ((col("reported_tce_calorific") - col("tce_calorific")).abs() > number(f"0.00{n + 1}") * col("tce_calorific")),
    ),
    lambda n: Twin(
        KEY_USER, f"energy_manager IS NULL OR energy_staff_full + {n} < 3",
        key_user(), col("energy_manager").is_null() | (col("energy_staff_full") + n < 3),
    ),
    lambda n: Twin(
        f"region_code LIKE '52%' AND tce_equal > {n}", "NOT (ems_certified = TRUE)",
        col("region_code").str.starts_with("52") & (col("tce_equal") > number(n)), ~col("ems_certified"),
    ),
    lambda n: Twin(
        "industry_division IN ('25', '26', '30', '31', '32', '44')",
        f"tce_equal BETWEEN {5000 + n} AND 9999.99",
        col("industry_division").is_in(["25", "26", "30", "31", "32", "44"]),
        col("tce_equal").is_between(number(5000 + n), number("9999.99")),
    ),
    lambda n: Twin(
        "prev_filed = TRUE AND prev_tce_calorific > 0",
        f"tce_calorific - prev_tce_calorific > 0.2{n} * prev_tce_calorific",
        col("prev_filed") & (col("prev_tce_calorific") > number(0)),
        col("tce_calorific") - col("prev_tce_calorific") > number(f"0.2{n}") * col("prev_tce_calorific"),
    ),
    lambda n: Twin(
        f"period_end >= DATE '2024-0{n % 9 + 1}-01'", "submitted_on > submission_deadline",
        col("period_end") >= dt.date(2024, n % 9 + 1, 1), col("submitted_on") > col("submission_deadline"),
    ),
    lambda n: Twin(
        "gross_output > 0", f"tce_calorific / NULLIF(gross_output, 0) > 0.{n + 1}",
        col("gross_output") > number(0),
        col("tce_calorific") / pl.when(col("gross_output") != number(0)).then(col("gross_output")) > number(f"0.{n + 1}"),
    ),
    lambda n: Twin(
        f"employees > {n}", "legal_rep_signed = FALSE OR (sealed = FALSE AND tier <> 'D')",
        col("employees") > n, ~col("legal_rep_signed") | (~col("sealed") & (col("tier") != "D")),
    ),
)  # fmt: skip


def by_hand(twin: Twin, code: str) -> pl.Expr:
    """The four verdicts, three-valued, as one expression."""
    applies, breached = twin.hand_applies, twin.hand_breached
    return (
        pl.when(~applies)
        .then(pl.lit("not_applicable", VERDICT_DTYPE))
        .when(applies.is_null() & ~breached)
        .then(pl.lit("met", VERDICT_DTYPE))
        .when(applies.is_null() | breached.is_null())
        .then(pl.lit("cannot_tell", VERDICT_DTYPE))
        .when(breached)
        .then(pl.lit("breached", VERDICT_DTYPE))
        .otherwise(pl.lit("met", VERDICT_DTYPE))
        .alias(f"verdict.{code}")
    )


def coded() -> Iterator[tuple[str, Twin]]:
    for position, twin in enumerate(twins()):
        yield f"BEN{position:03}", twin


def pack() -> Rulebook:
    """Write the hundred rules as a pack and load it."""
    dated = (
        VALUE.format(value=value, start=start, end=f"effective_to = {end}\n" if end else "")
        for value, start, end in VALUES
    )
    rules = (RULE.format(code=code, applies=twin.applies, breached=twin.breached) for code, twin in coded())
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "bench"
        folder.mkdir()
        (folder / "pack.toml").write_text(PACK, encoding="utf-8")
        (folder / "bench.toml").write_text(TOPIC + "".join(dated) + "".join(rules), encoding="utf-8")
        return load_rulebook(Path(home), laws={})


def facts(rows: int, seed: int = 7) -> pl.DataFrame:
    """Enterprise-years of which one value in twenty is unknown."""
    drawn = random.Random(seed)
    size = 10_000

    def values(draw: Callable[[], Any], dtype: pl.DataType) -> pl.Series:
        return pl.Series([None if drawn.random() < 0.05 else draw() for _ in range(size)], dtype=dtype)

    def tce() -> Decimal:
        return Decimal(drawn.randrange(100, 2_000_000)) / 100

    def day() -> dt.date:
        return dt.date(2024, 1, 1) + dt.timedelta(days=drawn.randrange(700))

    def truth() -> bool:
        return drawn.random() < 0.5

    amounts = (
        "tce_calorific", "tce_equal", "reported_tce_calorific", "prev_tce_calorific", "gross_output",
    )  # fmt: skip
    columns = {
        **{name: values(tce, NUMBER) for name in amounts},
        **{
            name: values(truth, pl.Boolean())
            for name in ("designated", "ems_certified", "prev_filed", "legal_rep_signed", "sealed")
        },
        **{name: values(lambda: drawn.randrange(6), pl.Int64()) for name in ("energy_staff_full", "employees")},
        **{name: values(day, pl.Date()) for name in ("submitted_on", "submission_deadline")},
        "tier": values(lambda: drawn.choice("ABCD"), pl.String()),
        "energy_manager": values(lambda: "示例", pl.String()),
        "region_code": values(lambda: drawn.choice(["520100", "510100"]), pl.String()),
        "industry_division": values(lambda: drawn.choice(["25", "30", "31", "44", "10"]), pl.String()),
        "period_end": pl.Series([dt.date(2022 + number % 4, 12, 31) for number in range(size)]),
    }
    block = pl.DataFrame(columns)
    whole = pl.concat([block] * -(-rows // size)).head(rows).rechunk()
    return whole.with_columns(
        uscc=pl.int_range(rows).cast(pl.String).str.zfill(18),
        report_year=pl.lit(2025, dtype=pl.Int64),
        subject_key=pl.lit(""),
        source=pl.lit(0, dtype=pl.UInt32),
        row=pl.int_range(rows, dtype=pl.UInt32),
    )


@dataclass(frozen=True)
class Tables:
    """Fact tables as the judge takes them."""

    frames: dict[Any, pl.DataFrame]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    chosen = parser.parse_args()
    rulebook, frame = pack(), facts(chosen.rows)
    expressions = [by_hand(twin, code) for code, twin in coded()]

    def judged() -> Verdicts:
        [bench] = judge(rulebook, Tables({"enterprise": frame}), as_of=AS_OF).benches.values()
        return bench.marks

    ways: dict[str, Callable[[], Verdicts]] = {"pack": judged, "by hand": lambda: frame.select(expressions)}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    found: dict[str, Verdicts] = {}
    for _ in range(chosen.turns):
        for way, run in ways.items():
            begun = time.perf_counter()
            found[way] = run()
            seconds[way].append(time.perf_counter() - begun)
    names = [f"verdict.{code}" for code, _ in coded()]
    same = found["pack"].select(names).equals(found["by hand"].select(names))
    median = {way: statistics.median(taken) for way, taken in seconds.items()}
    for way, taken in seconds.items():
        print(f"{way:8} {median[way]:6.2f} s  ({', '.join(f'{each:.2f}' for each in taken)})")
    ratio = median["pack"] / median["by hand"]
    print(f"{len(names)} rules, {chosen.rows:,} enterprise-years: {ratio:.2f}x by hand (goal {GOAL}), equal: {same}")
    return 0 if same and ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
