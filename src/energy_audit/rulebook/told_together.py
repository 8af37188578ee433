"""One finding for what cannot be told for one reason: without a list of the management file no document is a finding of its own.

The verdicts stay what they are and are counted; where the rule named by ``told_by`` has a
finding for the same enterprise-year - or, where it is a rule of the same subject, of the same row -,
that finding speaks for them and names them. Rules that wait for one table (``awaits``) are told
together only while it is not filed: each may be open for a reason of its own once it is. For the same
reason a rule of rows may speak only for what hangs on the blank cells it names (``speaks_of``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message, said
from energy_audit.rulebook.bench import ENTERPRISE, ENTERPRISE_KEY
from energy_audit.rulebook.first_rule import stopped, without_told
from energy_audit.rulebook.marks import fails, seat_items, verdict_literal
from energy_audit.rulebook.messages import Filler
from energy_audit.rulebook.unknowns import Trace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rule, Rulebook

_ALSO = Message("由此不能判断的还有：{codes}{reason}。")
_COUNT = Message("（共 {count} 项）")
_EASILY_COUNTED = 3


def told_column(rule: Rule) -> str:
    """Name the column of a bench's marks that says where the finding of another rule of the row tells for this one."""
    return f"told.{rule.code}"


def with_told(benches: Mapping[BenchKey, Bench], rulebook: Rulebook, as_of: dt.date) -> dict[BenchKey, Bench]:
    """Lay beside the marks of rows which open verdicts the finding of another rule of the same row tells."""
    laid = dict(benches)
    told = [rule for rule in rulebook.rules.values() if rule.told_by]
    for key, bench in benches.items():
        tellers: dict[str, list[Rule]] = {}
        judged = set(bench.marks.columns) if key != ENTERPRISE else set()
        for rule in told:
            if {rule.column, f"verdict.{rule.told_by}"} <= judged:
                tellers.setdefault(rule.told_by, []).append(rule)
        for code, rules in tellers.items():
            marks = _told_on(bench, rulebook.rules[code], rules, benches, rulebook, as_of)
            laid[key] = laid[key].with_marks(marks)
    return laid


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
    pairs = {(f"verdict.{rule.told_by}", rule.awaits) for rule in told.values()}
    of_unit = [pair for pair in pairs if pair[0] in benches[ENTERPRISE].marks.columns]
    telling = {pair: _telling(benches[ENTERPRISE], *pair).implode() for pair in of_unit}
    halted = stopped(benches, rulebook)
    return {key: without_told(_without(bench, told, telling), halted, rulebook) for key, bench in benches.items()}


def findings_told_alone(findings: pl.DataFrame, rulebook: Rulebook, enterprises: pl.DataFrame) -> pl.DataFrame:
    """Keep the findings that ``told_alone`` keeps, in their order.

    Args:
        findings: of ``Judgement.findings``.
        rulebook: the rules judged.
        enterprises: the facts of the enterprise-years.
    """
    told = {rule.code: rule for rule in rulebook.rules.values() if rule.told_by}
    tellers, awaited = ({code: getattr(rule, key) for code, rule in told.items()} for key in ("told_by", "awaits"))
    facts = sorted(set(awaited.values()) - {""})
    key = [*ENTERPRISE_KEY, "__teller", "__awaits"]
    untold = pl.when(pl.col("verdict").cast(pl.String) == "cannot_tell")
    teller, awaits = (
        untold.then(pl.col("rule").replace_strict(names, default=None, return_dtype=pl.String))
        for names in (tellers, awaited)
    )
    of_units = [code for code in set(tellers.values()) if rulebook.rules[code].subject == "enterprise"]
    speaking = findings.filter(pl.col("rule").is_in(of_units)).select(*ENTERPRISE_KEY, __teller="rule")
    lacking = [
        enterprises.filter(_lacks(fact, enterprises)).select(*ENTERPRISE_KEY, __awaits=pl.lit(fact)) for fact in facts
    ]
    of_tables = [speaking.join(each, on=ENTERPRISE_KEY, nulls_equal=True) for each in lacking]
    telling = pl.concat([speaking.with_columns(__awaits=pl.lit("")), *of_tables])
    named = findings.filter(pl.col("told_by").is_null()).with_columns(__teller=teller, __awaits=awaits)
    # a null teller is nobody's finding
    return named.join(telling, on=key, how="anti", nulls_equal=True, maintain_order="left").drop("__teller", "__awaits")


def is_told_by_another(rule: Rule, benches: Mapping[BenchKey, Bench], uscc: str, report_year: int) -> bool:
    """Whether the finding that a rule names in ``told_by`` speaks for it in an enterprise-year, should it be open there."""
    if not rule.told_by:
        return False
    teller, told = f"verdict.{rule.told_by}", told_column(rule)
    bench = next(each for each in benches.values() if teller in each.marks.columns)
    own = bench.facts.select((pl.col("uscc") == uscc) & (pl.col("report_year") == report_year)).to_series()
    if told in bench.marks.columns:
        return bool(bench.marks[told].filter(own.fill_null(False)).any())
    telling = _telling(bench, teller, rule.awaits)
    return bench.unit.filter(own.fill_null(False)).is_in(telling.implode()).any()


def also_told(teller: Rule, bench: Bench, rulebook: Rulebook, language: Language) -> pl.Series | None:
    """Name what a rule's finding tells for too, row by row of its bench; None where that is never anything.

    Documents are not named one by one: who asks for the list says how many are owed.
    """
    together: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        if rule.told_by == teller.code and rule.column in bench.marks.columns:
            together.setdefault(rule.awaits, []).append(rule)
    if not together:
        return None
    seen = bench.marks.with_columns(bench.facts[awaits] for awaits in together if awaits in bench.facts.columns)
    sentences = [
        _sentence(awaits, sorted(rules, key=lambda rule: rule.code), seen, rulebook, language)
        for awaits, rules in together.items()
    ]
    return seen.select(pl.concat_str(sentences)).to_series()


def without_also(message: str, language: Language) -> str:
    """Return a message without what it tells for too: to the unit, codes of rules say nothing."""
    return message.partition(said(_ALSO, language, codes="\n", reason="").split("\n")[0])[0]


def _sentence(
    awaits: str, rules: Sequence[Rule], seen: pl.DataFrame, rulebook: Rulebook, language: Language
) -> pl.Expr:
    open_ones = [
        pl.when(
            pl.col(told_column(rule))
            if told_column(rule) in seen.columns
            else pl.col(rule.column) == verdict_literal("cannot_tell")
        ).then(pl.lit(rule.code))
        for rule in rules
    ]
    codes = pl.concat_str(open_ones, separator=said("、", language), ignore_nulls=True)
    count = pl.sum_horizontal(code.is_not_null() for code in open_ones)
    counted = [pl.lit(part) for part in said(_COUNT, language, count="\n").split("\n")]
    number = pl.when(count > _EASILY_COUNTED).then(pl.concat_str(counted[0], count.cast(pl.String), counted[1]))
    reason = ""
    if awaits:
        reason = said("（{because}）", language, because=Filler(rulebook, language).is_not(awaits))
    before, after = said(_ALSO, language, codes="\n", reason=reason).split("\n")
    named = pl.concat_str(pl.lit(before), codes, number.otherwise(pl.lit("")), pl.lit(after))
    speaks = (codes != "") & (_lacks(awaits, seen) if awaits else pl.lit(True))
    return pl.when(speaks).then(named).otherwise(pl.lit(""))


def _lacks(fact: str, rows: pl.DataFrame) -> pl.Expr:
    """Whether a fact is known to be false."""
    return pl.col(fact).not_().fill_null(value=False) if fact in rows.columns else pl.lit(False)


def _telling(bench: Bench, column: str, awaits: str) -> pl.Series:
    """The enterprise-years of which a rule has a finding - and lacks what is awaited -, by number."""
    speaking = bench.marks.select(fails(column)).to_series()
    if awaits:
        speaking &= bench.facts.with_columns(lacks=_lacks(awaits, bench.facts))["lacks"]
    return bench.unit.filter(speaking)


def _without(bench: Bench, told: Mapping[str, Rule], telling: Mapping[tuple[str, str], pl.Series]) -> Bench:
    columns = [name for name in bench.marks.columns if name in told]
    if not columns:
        return bench
    units = {pair: pl.lit(bench.unit).is_in(each) for pair, each in telling.items()}
    spoken = {
        name: pl.col(told_column(rule))
        if told_column(rule) in bench.marks.columns
        else units[f"verdict.{rule.told_by}", rule.awaits] & (pl.col(name) == verdict_literal("cannot_tell"))
        for name, rule in ((name, told[name]) for name in columns)
    }
    return bench.having(bench.marks.with_columns(pl.when(~spoken[name]).then(name) for name in columns))
