"""One finding for what cannot be told for one reason: without a list of the management file no document is a finding of its own.

The verdicts stay what they are and are counted; where the rule named by ``told_by`` has a
finding for the same enterprise-year, that finding speaks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.bench import ENTERPRISE, ENTERPRISE_KEY
from energy_audit.rulebook.marks import fails, verdict_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.rulebook.bench import Bench, BenchKey
    from energy_audit.rulebook.model import Rulebook


def told_alone(benches: Mapping[BenchKey, Bench], rulebook: Rulebook) -> dict[BenchKey, Bench]:
    """Take the mark off every verdict that another finding tells: its column is null there."""
    tellers = {rule.column: f"verdict.{rule.told_by}" for rule in rulebook.rules.values() if rule.told_by}
    telling = {name: _telling(benches[ENTERPRISE], name).implode() for name in set(tellers.values())}
    return {key: _without(bench, tellers, telling) for key, bench in benches.items()}


def findings_told_alone(findings: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Keep the findings that ``told_alone`` keeps, in their order."""
    tellers = {rule.code: rule.told_by for rule in rulebook.rules.values() if rule.told_by}
    key = [*ENTERPRISE_KEY, "__teller"]
    untold = pl.when(pl.col("verdict").cast(pl.String) == "cannot_tell")
    teller = untold.then(pl.col("rule").replace_strict(tellers, default=None, return_dtype=pl.String))
    telling = findings.filter(pl.col("rule").is_in(list(tellers.values()))).select(*ENTERPRISE_KEY, __teller="rule")
    told = findings.with_columns(__teller=teller)
    # a null teller is nobody's finding
    return told.join(telling, on=key, how="anti", nulls_equal=True, maintain_order="left").drop("__teller")


def _telling(enterprise: Bench, column: str) -> pl.Series:
    """The enterprise-years of which a rule has a finding, by number."""
    return enterprise.unit.filter(enterprise.marks.select(fails(column)).to_series())


def _without(bench: Bench, tellers: Mapping[str, str], telling: Mapping[str, pl.Series]) -> Bench:
    columns = [name for name in bench.marks.columns if name in tellers]
    if not columns:
        return bench
    told = {name: pl.lit(bench.unit).is_in(telling[name]) for name in {tellers[column] for column in columns}}
    return bench.having(
        bench.marks.with_columns(
            pl.when(~told[tellers[name]] | (pl.col(name) != verdict_literal("cannot_tell"))).then(name)
            for name in columns
        )
    )
