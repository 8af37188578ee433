"""One finding for what cannot be told for one reason: without a list of the management file no document is a finding of its own.

The verdicts stay what they are and are counted; where the rule named by ``told_by`` has a
finding for the same enterprise-year - or, where it is a rule of the same subject, of the same row -,
that finding speaks for them and names them. Rules that wait for one table (``awaits``) are told
together only while it is not filed: each may be open for a reason of its own once it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message, said
from energy_audit.rulebook.bench import ENTERPRISE, ENTERPRISE_KEY
from energy_audit.rulebook.marks import fails, verdict_literal
from energy_audit.rulebook.messages import Filler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rule, Rulebook

_ALSO = Message("由此不能判断的还有：{codes}{reason}。")


def told_alone(benches: Mapping[BenchKey, Bench], rulebook: Rulebook) -> dict[BenchKey, Bench]:
    """Take the mark off every verdict that another finding tells: its column is null there."""
    told = {rule.column: (f"verdict.{rule.told_by}", rule.awaits) for rule in rulebook.rules.values() if rule.told_by}
    of_unit = {pair for pair in told.values() if pair[0] in benches[ENTERPRISE].marks.columns}
    telling = {pair: _telling(benches[ENTERPRISE], *pair).implode() for pair in of_unit}
    return {key: _without(bench, told, telling) for key, bench in benches.items()}


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
    key = [*ENTERPRISE_KEY, "__teller", "__awaits", "__of"]
    untold = pl.when(pl.col("verdict").cast(pl.String) == "cannot_tell")
    teller, awaits = (
        untold.then(pl.col("rule").replace_strict(names, default=None, return_dtype=pl.String))
        for names in (tellers, awaited)
    )
    of_row = [code for code in set(tellers.values()) if rulebook.rules[code].subject != "enterprise"]

    def of(speaker: str) -> pl.Expr:
        """Which row of its subject a finding speaks for, where it is not the whole enterprise-year."""
        return pl.when(pl.col(speaker).is_in(of_row)).then("subject_key")

    speaking = findings.filter(pl.col("rule").is_in(list(tellers.values()))).select(
        *ENTERPRISE_KEY, __teller="rule", __of=of("rule")
    )
    lacking = [
        enterprises.filter(_lacks(fact, enterprises)).select(*ENTERPRISE_KEY, __awaits=pl.lit(fact)) for fact in facts
    ]
    of_tables = [speaking.join(each, on=ENTERPRISE_KEY, nulls_equal=True) for each in lacking]
    telling = pl.concat([speaking.with_columns(__awaits=pl.lit("")), *of_tables], how="diagonal")
    named = findings.with_columns(__teller=teller, __awaits=awaits).with_columns(__of=of("__teller"))
    # a null teller is nobody's finding
    kept = named.join(telling, on=key, how="anti", nulls_equal=True, maintain_order="left")
    return kept.drop("__teller", "__awaits", "__of")


def is_told_by_another(rule: Rule, benches: Mapping[BenchKey, Bench], uscc: str, report_year: int) -> bool:
    """Whether the finding that a rule names in ``told_by`` speaks for it in an enterprise-year, should it be open there."""
    if not rule.told_by:
        return False
    teller = f"verdict.{rule.told_by}"
    bench = next(each for each in benches.values() if teller in each.marks.columns)
    own = bench.facts.select((pl.col("uscc") == uscc) & (pl.col("report_year") == report_year)).to_series()
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
        pl.when(pl.col(rule.column) == verdict_literal("cannot_tell")).then(pl.lit(rule.code)) for rule in rules
    ]
    codes = pl.concat_str(open_ones, separator=said("、", language), ignore_nulls=True)
    reason = ""
    if awaits:
        reason = said("（{because}）", language, because=Filler(rulebook, language).is_not(awaits))
    before, after = said(_ALSO, language, codes="\n", reason=reason).split("\n")
    named = pl.concat_str(pl.lit(before), codes, pl.lit(after))
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


def _without(bench: Bench, told: Mapping[str, tuple[str, str]], telling: Mapping[tuple[str, str], pl.Series]) -> Bench:
    columns = [name for name in bench.marks.columns if name in told]
    if not columns:
        return bench
    units = {
        pair: pl.lit(bench.unit).is_in(telling[pair]) if pair in telling else fails(pair[0])
        for pair in {told[column] for column in columns}
    }
    return bench.having(
        bench.marks.with_columns(
            pl.when(~units[told[name]] | (pl.col(name) != verdict_literal("cannot_tell"))).then(name)
            for name in columns
        )
    )
