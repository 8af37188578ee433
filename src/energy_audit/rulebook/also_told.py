"""What one finding says of the others that it tells for (``told_together``): the rules that cannot be told for the same reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message, said
from energy_audit.rulebook.marks import verdict_literal
from energy_audit.rulebook.messages import Filler
from energy_audit.rulebook.told_together import lacks, told_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.catalogue import Language
    from energy_audit.rulebook.bench import Bench
    from energy_audit.rulebook.model import Rule, Rulebook

_ALSO = Message("由此不能判断的还有：{codes}{reason}。")
_COUNT = Message("（共 {count} 项）")
_EASILY_COUNTED = 3


def also_told(teller: Rule, bench: Bench, rulebook: Rulebook, language: Language) -> pl.Series | None:
    """Name what a rule's finding tells for too, row by row of its bench; None where that is never anything.

    Documents are not named one by one: who asks for the list says how many are owed.
    """
    together: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        if teller.code in rule.told_by and rule.column in bench.marks.columns:
            together.setdefault(rule.awaits, []).append(rule)
    if not together:
        return None
    seen = bench.marks.with_columns(bench.facts[awaits] for awaits in together if awaits in bench.facts.columns)
    sentences = [
        _sentence(teller, awaits, sorted(rules, key=lambda rule: rule.code), seen, rulebook, language)
        for awaits, rules in together.items()
    ]
    return seen.select(pl.concat_str(sentences)).to_series()


def without_also(message: str, language: Language) -> str:
    """Return a message without what it tells for too: to the unit, codes of rules say nothing."""
    return message.partition(said(_ALSO, language, codes="\n", reason="").split("\n")[0])[0]


def tells_for_others(messages: pl.Expr, language: Language) -> pl.Expr:
    """Whether a message names what it tells for too (``also_told``)."""
    return messages.str.contains(said(_ALSO, language, codes="\n", reason="").split("\n")[0], literal=True)


def _sentence(
    teller: Rule, awaits: str, rules: Sequence[Rule], seen: pl.DataFrame, rulebook: Rulebook, language: Language
) -> pl.Expr:
    open_ones = [
        pl.when(
            (pl.col(told_column(rule)) == teller.code).fill_null(value=False)
            if told_column(rule) in seen.columns and teller.subject != "enterprise"
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
    speaks = (codes != "") & (lacks(awaits, seen) if awaits else pl.lit(True))
    return pl.when(speaks).then(named).otherwise(pl.lit(""))
