"""One finding for what cannot be told for one reason: without a list of the management file no document is a finding of its own.

The verdicts stay what they are and are counted. A rule names in ``told_by``, in order, the rules whose findings may
speak for it: of the enterprise-year, or, where they are of the same subject, of the same row. The first that has a
finding there names what it tells for too. Rules that wait for one table (``awaits``) are told together only while it is
not filed: each may be open for a reason of its own once it is. For the same reason a rule of rows may speak only for
what hangs on the facts that it names (``speaks_of``). Nobody speaks for another who is spoken for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import ENTERPRISE, ENTERPRISE_KEY
from energy_audit.rulebook.first_rule import stopped, without_told
from energy_audit.rulebook.marks import fails, seat_items, verdict_literal
from energy_audit.rulebook.unknowns import Trace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rule, Rulebook


def told_column(rule: Rule) -> str:
    """Name the column of a bench's marks that says which other rule's finding of the row tells for this one."""
    return f"told.{rule.code}"


def with_told(benches: Mapping[BenchKey, Bench], rulebook: Rulebook, as_of: dt.date) -> dict[BenchKey, Bench]:
    """Lay beside the marks of rows, open verdict by open verdict, which rule's finding of the same row tells it; else null."""
    laid = dict(benches)
    for key, bench in benches.items():
        judged = set(bench.marks.columns) if key != ENTERPRISE else set()
        tellers: dict[str, list[Rule]] = {}
        for rule in rulebook.rules.values():
            for code in rule.told_by if rule.column in judged else ():
                if f"verdict.{code}" in judged:
                    tellers.setdefault(code, []).append(rule)
        if not tellers:
            continue
        found = bench.marks.select(fails([f"verdict.{code}" for code in tellers]).any()).row(0, named=True)
        speaks = {
            code: _told_on(bench, rulebook.rules[code], rules, benches, rulebook, as_of)
            for code, rules in tellers.items()
            if found[f"verdict.{code}"]
        }
        told = {told_column(rule): rule for rules in tellers.values() for rule in rules}
        laid[key] = bench.with_marks(_first_tellers(bench.marks, told, speaks, rulebook))
    return laid


def _first_tellers(
    marks: pl.DataFrame, told: Mapping[str, Rule], speaks: Mapping[str, pl.DataFrame], rulebook: Rulebook
) -> pl.DataFrame:
    """Give of every rule the first teller that speaks for it, row by row.

    Args:
        marks: of a bench.
        told: the rules that may be told, by ``told_column``.
        speaks: by teller that has any finding, a column of ``told_column`` each rule: where it has a finding that would tell the rule.
        rulebook: holds the rules.
    """
    seen = marks.hstack([each.alias(f"{code} {each.name}") for code, frame in speaks.items() for each in frame])
    nobody = pl.Series([None], dtype=pl.String()).new_from_index(0, marks.height)
    # tellers first, so that it is known whether they stand; of two open ones that tell each other, the lower code does
    for column, rule in sorted(told.items(), key=lambda each: (each[1].code not in speaks, each[1].code)):
        first = [
            pl.when(pl.col(f"{code} {column}") & _stands(rulebook.rules[code], seen, rulebook)).then(pl.lit(code))
            for code in rule.told_by
            if code in speaks
        ]
        seen = seen.with_columns(pl.coalesce(first).alias(column) if first else nobody.alias(column))
    return seen[list(told)]


def _stands(teller: Rule, seen: pl.DataFrame, rulebook: Rulebook) -> pl.Expr:
    """Whether a teller's finding, where it has one, is told by nobody; an open one of which that is not known does not."""
    of_unit = any(rulebook.rules[code].subject == "enterprise" for code in teller.told_by)
    column = told_column(teller)
    is_alone = pl.lit(value=not teller.told_by)
    if column in seen.columns and not of_unit:
        is_alone = pl.col(column).is_null()
    return (pl.col(teller.column) == verdict_literal("breached")) | is_alone


def _told_on(
    bench: Bench,
    teller: Rule,
    rules: Sequence[Rule],
    benches: Mapping[BenchKey, Bench],
    rulebook: Rulebook,
    as_of: dt.date,
) -> pl.DataFrame:
    """Tell of every row which of ``rules`` are open and told by ``teller``: one column each."""
    speaks = bench.marks.select(fails(teller.column).fill_null(value=False)).to_series()
    part = bench.where(speaks)
    is_open = part.marks.select((pl.col(rule.column) == verdict_literal("cannot_tell")) for rule in rules)
    if teller.speaks_of and not part.facts.is_empty():
        traces = [Trace.of(rule, rulebook) for rule in rules]
        items = {item.column: item for trace in traces for item in trace.items.values()}
        seated = seat_items(part, list(items.values()), benches, rulebook, as_of, also=[teller.speaks_of])
        rows = seated.with_columns(part.marks.select(rule.column for rule in rules))
        hang = (_hangs(rows, rule, trace, teller, rulebook) for rule, trace in zip(rules, traces, strict=True))
        is_open = is_open.with_columns(is_open[rule.column] & each for rule, each in zip(rules, hang, strict=True))
    at = speaks.arg_true()
    return pl.DataFrame(
        pl.repeat(False, len(speaks), dtype=pl.Boolean, eager=True)
        .scatter(at, is_open[rule.column].fill_null(value=False))
        .alias(told_column(rule))
        for rule in rules
    )


def _hangs(rows: pl.DataFrame, rule: Rule, trace: Trace, teller: Rule, rulebook: Rulebook) -> pl.Series:
    """Whether all facts that keep a rule open are blank cells, and one at least is among those that its teller speaks of.

    A parameter without a value matters only once the cells are filled: the rule has a finding of its own then.
    """
    kinds, answers = trace.sorted_out(rule, rows)
    spoken = pl.concat_str(pl.lit("、"), teller.speaks_of, pl.lit("、"))
    hangs: pl.Expr = pl.lit(value=False)
    for number, names in enumerate(answers):
        if not names:
            continue
        facts = [name for name in names if name[0] != ":"]
        named = [spoken.str.contains(f"、{fact}、", literal=True).fill_null(value=False) for fact in facts]
        blank = [pl.col(fact).is_null() if _is_cell(fact, rulebook) else pl.lit(value=False) for fact in facts]
        every = pl.all_horizontal(pl.lit(value=True), *(one | other for one, other in zip(named, blank, strict=True)))
        some = pl.any_horizontal(pl.lit(value=False), *named)
        hangs = pl.when(pl.lit(kinds) == number).then(every & some).otherwise(hangs)
    return rows.with_columns(hangs.alias("hangs"))["hangs"]


def _is_cell(name: str, rulebook: Rulebook) -> bool:
    """Whether a fact is what one cell says, or an amount worked out from one alone: it is unknown where that is blank."""
    fact = rulebook.vocabulary.get(name)
    if fact is None:
        return False
    return bool(fact.source) or (fact.dtype.is_numeric() and len(fact.columns) == 1)


def told_alone(benches: Mapping[BenchKey, Bench], rulebook: Rulebook) -> dict[BenchKey, Bench]:
    """Take the mark off every verdict that another finding tells: its column is null there."""
    told = {rule.column: rule for rule in rulebook.rules.values() if rule.told_by}
    judged = set(benches[ENTERPRISE].marks.columns)
    pairs = {pair for rule in told.values() for pair in _asked_of_units(rule, judged)}
    speaking = {pair: _telling(benches[ENTERPRISE], *pair) for pair in pairs}
    telling = {pair: units.implode() for pair, units in speaking.items() if len(units)}
    halted = stopped(benches, rulebook)
    return {key: without_told(_without(bench, told, telling), halted, rulebook) for key, bench in benches.items()}


def _asked_of_units(rule: Rule, judged: Collection[str]) -> list[tuple[str, str]]:
    """Pair the columns of a rule's tellers that are rules of the enterprise with what it awaits."""
    return [(f"verdict.{code}", rule.awaits) for code in rule.told_by if f"verdict.{code}" in judged]


def findings_told_alone(findings: pl.DataFrame, rulebook: Rulebook, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Keep the findings that ``told_alone`` keeps, in their order.

    Args:
        findings: of ``Judgement.findings``.
        rulebook: the rules judged.
        enterprises: the facts of the enterprise-years.
    """
    pairs = [
        {"rule": rule.code, "__teller": code, "__awaits": rule.awaits}
        for rule in rulebook.rules.values()
        for code in rule.told_by
        if rulebook.rules[code].subject == "enterprise"
    ]
    told = pl.DataFrame(pairs, schema=dict.fromkeys(("rule", "__teller", "__awaits"), pl.String()))
    facts = sorted({*told["__awaits"]} - {""})
    speaking = findings.filter(pl.col("rule").is_in(told["__teller"].unique().implode())).select(
        *ENTERPRISE_KEY, __teller="rule"
    )
    lacking = [
        enterprises.filter(lacks(fact, enterprises)).select(*ENTERPRISE_KEY, __awaits=pl.lit(fact)) for fact in facts
    ]
    of_tables = [speaking.join(each, on=ENTERPRISE_KEY, nulls_equal=True) for each in lacking]
    telling = pl.concat([speaking.with_columns(__awaits=pl.lit("")), *of_tables])
    spoken = telling.join(told, on=["__teller", "__awaits"]).select(
        *ENTERPRISE_KEY, "rule", verdict=pl.lit("cannot_tell").cast(findings.schema["verdict"])
    )
    return findings.filter(pl.col("told_by").is_null()).join(
        spoken, on=spoken.columns, how="anti", nulls_equal=True, maintain_order="left"
    )


def tellers_of(rule: Rule, benches: Mapping[BenchKey, Bench], uscc: str, report_year: int) -> list[str]:
    """Name the rules whose findings speak for a rule in an enterprise-year, in the order in which it asks them."""
    enterprise = benches[ENTERPRISE]
    own = _is_of(enterprise, uscc, report_year)
    asked = _asked_of_units(rule, set(enterprise.marks.columns))
    of_unit = [
        pair[0] for pair in asked if enterprise.unit.filter(own).is_in(_telling(enterprise, *pair).implode()).any()
    ]
    column = told_column(rule)
    of_rows = {
        f"verdict.{code}"
        for bench in benches.values()
        if column in bench.marks.columns
        for code in bench.marks[column].filter(_is_of(bench, uscc, report_year)).drop_nulls()
    }
    return [code for code in rule.told_by if f"verdict.{code}" in {*of_unit, *of_rows}]


def _is_of(bench: Bench, uscc: str, report_year: int) -> pl.Series:
    own = (pl.col("uscc") == uscc) & (pl.col("report_year") == report_year)
    return bench.facts.select(own.fill_null(value=False)).to_series()


def lacks(fact: str, rows: pl.DataFrame) -> pl.Expr:
    """Whether a fact is known to be false."""
    return pl.col(fact).not_().fill_null(value=False) if fact in rows.columns else pl.lit(False)


def _telling(bench: Bench, column: str, awaits: str) -> pl.Series:
    """The enterprise-years of which a rule has a finding - and lacks what is awaited -, by number."""
    speaking = bench.marks.select(fails(column)).to_series()
    if awaits:
        speaking &= bench.facts.with_columns(lacks=lacks(awaits, bench.facts))["lacks"]
    return bench.unit.filter(speaking)


def _without(bench: Bench, told: Mapping[str, Rule], telling: Mapping[tuple[str, str], pl.Series]) -> Bench:
    judged = {column for column, _ in telling}
    units = {pair: pl.lit(bench.unit).is_in(each) for pair, each in telling.items()}

    def spoken(rule: Rule) -> list[pl.Expr]:
        is_open = pl.col(rule.column) == verdict_literal("cannot_tell")
        of_unit = [units[pair] & is_open for pair in _asked_of_units(rule, judged) if pair in units]
        by_row = told_column(rule)
        return [pl.col(by_row).is_not_null(), *of_unit] if by_row in bench.marks.columns else of_unit

    said = {name: each for name in bench.marks.columns if name in told and (each := spoken(told[name]))}
    alone = [pl.when(~pl.any_horizontal(each)).then(name) for name, each in said.items()]
    return bench.having(bench.marks.with_columns(alone)) if alone else bench
