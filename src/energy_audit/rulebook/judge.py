"""Rulebook + facts → verdicts, stage by stage; all rules of a bench and stage in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import polars as pl
from polars.io.plugins import register_io_source

from energy_audit.progress import silent
from energy_audit.rulebook.alike import asked_alike, judged_alike
from energy_audit.rulebook.bench import (
    ENTERPRISE,
    ENTERPRISE_KEY,
    KEYS,
    Bench,
    BenchKey,
    FactTables,
    bench_of,
    keys_of_units,
    lay_benches,
)
from energy_audit.rulebook.findings import build_findings
from energy_audit.rulebook.first_rule import stopped_units, withheld
from energy_audit.rulebook.marks import fails, mark_seen_from, verdict_literal, verdicts_of
from energy_audit.rulebook.model import KINDS, SEVERITIES, Criterion, Rule, Rulebook, Verdict
from energy_audit.rulebook.told_together import told_alone, with_told
from energy_audit.rulebook.verdict_rows import LONG_SCHEMA, verdict_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.progress import Progress
    from energy_audit.rulebook.addresses import Locator
    from energy_audit.vocabulary import Subject

_ENTERPRISES_A_BATCH = 20_000
FINDINGS_A_BATCH = 300_000
"""About two fifths of a GB of texts: the findings of a part are one batch."""


def judge(
    rulebook: Rulebook,
    facts: FactTables,
    *,
    as_of: dt.date,
    locator: Locator | None = None,
    language: Language = "zh",
    progress: Progress = silent,
) -> Judgement:
    """Judge every rule on every row of its subject.

    Args:
        rulebook: the rules.
        facts: fact tables; a missing subject has no rows, a missing fact is unknown.
        as_of: the day the conditions know as ``as_of``; no rule reads the clock.
        locator: finds the cells that findings rest on.
        language: of ``Judgement.findings``.
        progress: told how many rules and criteria are judged.
    """
    items = [item for stage in rulebook.stages for item in stage]
    done = 0
    progress("judge", done, len(items))
    benches = lay_benches({ENTERPRISE, *(bench_of(item) for item in items)}, facts)
    halted = benches[ENTERPRISE].unit.clear()
    for stage in rulebook.stages:
        by_bench: dict[BenchKey, list[Rule | Criterion]] = {}
        for item in stage:
            by_bench.setdefault(bench_of(item), []).append(item)
        judged: dict[BenchKey, pl.DataFrame] = {}
        for asked in asked_alike(by_bench):
            judged |= judged_alike(asked, benches, rulebook, as_of)
            done += sum(map(len, asked.values()))
            progress("judge", done, len(items))
        # the rule that comes first names no other, so that it is judged in the first stage
        halted = halted if len(halted) else stopped_units(judged.get(ENTERPRISE), benches[ENTERPRISE].unit, rulebook)
        benches |= {
            key: benches[key].with_marks(withheld(marks, benches[key].unit, halted, rulebook))
            for key, marks in judged.items()
        }
    return Judgement(rulebook, as_of, with_told(benches, rulebook, as_of), locator, language)


@dataclass(frozen=True, eq=False)
class Judgement:
    """Every verdict, kept wide; ``verdicts`` and ``batches`` give it row by row."""

    rulebook: Rulebook
    as_of: dt.date
    benches: Mapping[BenchKey, Bench]
    locator: Locator | None = None
    language: Language = "zh"

    @cached_property
    def findings(self) -> pl.DataFrame:
        """One row a breached or cannot_tell verdict, in the judgement's language (see ``findings_in``)."""
        return self.findings_in(self.language)

    def findings_in(self, language: Language) -> pl.DataFrame:
        """Build the findings in one language: the contract's columns and ``facts_digest``."""
        return self._findings_of(self.benches, language, self.benches)

    def verdicts(self) -> pl.DataFrame:
        """Give one row every rule x subject, ordered by uscc, report_year, rule, subject_key.

        Columns: rule, uscc, report_year, subject, subject_key, verdict. For a large
        batch use ``batches`` or ``write_verdicts``: this form is long.
        """
        return verdict_rows(self.benches.values())

    def batches(self, size: int = _ENTERPRISES_A_BATCH) -> Iterator[pl.DataFrame]:
        """Give the rows of ``verdicts`` in the same order, some thousand enterprises at a time."""
        for benches in self._in_batches(self.benches, size):
            yield verdict_rows(benches.values())

    def finding_batches(self, size: int | None = None) -> Iterator[pl.DataFrame]:
        """Give the rows of ``findings`` that tell for themselves, in the same order, ``size`` enterprise-years at a time.

        Without ``size`` as many as have about ``FINDINGS_A_BATCH`` findings: what they say takes most of the memory.
        What another finding tells (``told_together``) is left out.
        """
        told, failing = self._told_alone, self._failures_told_alone
        if size is None:
            size = max(1, self._units * FINDINGS_A_BATCH // max(self.count_told_alone(), FINDINGS_A_BATCH))
        for benches, of_told in zip(self._in_batches(self.benches, size), self._in_batches(told, size), strict=True):
            yield self._findings_of(benches, self.language, {key: of_told[key] for key in failing})

    def count_told_alone(self) -> int:
        """Count the rows of all ``finding_batches``."""
        return sum(self._failures_told_alone.values())

    @cached_property
    def verdict_counts(self) -> pl.DataFrame:
        """Count how often each verdict was given by a rule in an enterprise-year: uscc, report_year, rule, verdict, count.

        Ordered by rule and verdict. As long as a page of each enterprise-year needs it, so for batches with pages.
        """
        parts = [
            bench.marks.select(names)
            .with_columns(unit=bench.unit)
            .unpivot(index="unit", variable_name="rule", value_name="verdict")
            for bench in self.benches.values()
            if (names := verdicts_of(bench.marks))
        ]
        if not parts:
            return LONG_SCHEMA.to_frame().select(
                *ENTERPRISE_KEY, "rule", pl.col("verdict").cast(pl.String), count=pl.len()
            )
        counted = pl.concat(parts).group_by("unit", "rule", "verdict").agg(count=pl.len())
        rule = pl.col("rule").str.strip_prefix("verdict.")
        return (
            counted.join(keys_of_units(self.benches), on="unit", how="left")
            .select(*ENTERPRISE_KEY, rule, pl.col("verdict").cast(pl.String), "count")
            .sort("rule", "verdict", *ENTERPRISE_KEY)
        )

    @cached_property
    def _told_alone(self) -> dict[BenchKey, Bench]:
        return told_alone(self.benches, self.rulebook)

    @cached_property
    def _failures_told_alone(self) -> dict[BenchKey, int]:
        """How many verdicts of a bench have a finding that tells for itself; without the benches that have none."""
        failing = {
            name: count for _, marks in _side_by_side(self._told_alone) for name, count in _failing(marks).items()
        }
        judged = {key: verdicts_of(bench.marks) for key, bench in self._told_alone.items()}
        counts = {key: sum(failing.get(name, 0) for name in names) for key, names in judged.items()}
        return {key: count for key, count in counts.items() if count}

    def _in_batches(self, benches: Mapping[BenchKey, Bench], size: int) -> Iterator[Mapping[BenchKey, Bench]]:
        """Cut benches with the rows of ``self.benches`` into some enterprise-years each; one batch is the whole as it is."""
        if 0 < self._units <= size:
            yield benches
            return
        ordered = {key: bench.by_unit() for key, bench in benches.items()}
        for start in range(0, self._units, size):
            yield _renumbered({key: _from_to(bench, start, start + size) for key, bench in ordered.items()})

    @cached_property
    def _units(self) -> int:
        """How many enterprise-years there are in all benches."""
        return max((cast("int", bench.unit.max()) + 1 for bench in self.benches.values() if len(bench.unit)), default=0)

    def _findings_of(
        self, benches: Mapping[BenchKey, Bench], language: Language, told: Mapping[BenchKey, Bench]
    ) -> pl.DataFrame:
        return build_findings(
            self.rulebook,
            list(told.values()),
            benches,
            as_of=self.as_of,
            locator=self.locator,
            language=language,
        )

    def write_verdicts(self, path: Path) -> None:
        """Write ``verdicts`` as Parquet without ever holding it whole."""

        def read(
            _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
        ) -> Iterator[pl.DataFrame]:
            yield from self.batches()

        register_io_source(read, schema=LONG_SCHEMA).with_columns(pl.col("verdict").cast(pl.String)).sink_parquet(path)

    def criteria(self, subject: Subject) -> pl.DataFrame:
        """Give uscc, report_year, subject_key and one boolean column a criterion of ``subject``."""
        bench = self.benches.get(BenchKey(subject))
        if bench is None:
            return pl.DataFrame(schema=dict.fromkeys(KEYS, pl.String()) | {"report_year": pl.Int64()})
        names = [name for name in bench.marks.columns if name.startswith("criterion.")]
        marks = bench.marks.select(pl.col(name).alias(name.removeprefix("criterion.")) for name in names)
        return bench.facts.select(KEYS).hstack(marks)

    def criteria_of_enterprises(self) -> pl.DataFrame:
        """Give uscc, report_year and every criterion as a boolean: a child's holds if it holds for any child."""
        bench = self.benches[ENTERPRISE]
        marks = [
            mark_seen_from(bench, criterion.column, self.benches).alias(name)
            for name, criterion in self.rulebook.criteria.items()
        ]
        return bench.facts.select(ENTERPRISE_KEY).hstack(marks)

    def tally(self) -> pl.DataFrame:
        """Count an enterprise-year's findings.

        Columns: uscc, report_year, violations, suspicions, notices (breached rules of
        each kind), cannot_tell (of any kind), worst_severity (of what is breached, null if nothing is).
        """
        return self._tallied

    @cached_property
    def _tallied(self) -> pl.DataFrame:
        counts = (
            pl.concat(_tally(*each, self.rulebook) for each in _side_by_side(self.benches))
            .group_by("unit")
            .agg(pl.all().sum())
        )
        worst = pl.coalesce(pl.when(pl.col(f"severity.{name}") > 0).then(pl.lit(name)) for name in SEVERITIES)
        of_units = keys_of_units(self.benches).join(counts, on="unit", how="left", maintain_order="left")
        return of_units.select(
            *ENTERPRISE_KEY,
            *(pl.col(f"kind.{kind}").fill_null(0).alias(f"{kind}s") for kind in KINDS),
            pl.col("cannot_tell").fill_null(0),
            worst.alias("worst_severity"),
        )


def rules_judged(bench: Bench, rulebook: Rulebook) -> list[Rule]:
    """List the rules that a bench holds verdicts of, by code."""
    return sorted(_rules_of(bench.marks, rulebook), key=lambda rule: rule.code)


def _rules_of(marks: pl.DataFrame, rulebook: Rulebook) -> list[Rule]:
    return [rulebook.rules[name.removeprefix("verdict.")] for name in verdicts_of(marks)]


def _from_to(bench: Bench, unit: int, end: int) -> Bench:
    """Cut some enterprise-years out of a bench in their order."""
    first, after = (bench.unit.search_sorted(number) for number in (unit, end))
    return bench.slice(first, after - first)


def _renumbered(benches: dict[BenchKey, Bench]) -> dict[BenchKey, Bench]:
    """Let the rows' index place them in their subject's whole frame as it is cut."""
    renumbered = dict(benches)
    for key, bench in benches.items():
        whole = benches.get(BenchKey(key.subject))
        if whole is not None:
            renumbered[key] = bench.placed_in(whole)
    return renumbered


def _side_by_side(benches: Mapping[BenchKey, Bench]) -> list[tuple[pl.Series, pl.DataFrame]]:
    """Give units and marks: one frame of all benches with the same units row by row, as those of most documents are."""
    found: list[tuple[pl.Series, pl.DataFrame]] = []
    for bench in benches.values():
        same = next((place for place, (unit, _) in enumerate(found) if bench.unit.equals(unit)), None)
        if same is None:
            found.append((bench.unit, bench.marks))
        else:
            found[same] = bench.unit, found[same][1].hstack(bench.marks)
    return found


def _failing(marks: pl.DataFrame) -> dict[str, int]:
    """Count the findings of each rule that has any, by its column: a hundred rules have none."""
    counts = marks.select(fails(verdicts_of(marks)).sum())
    return {count.name: count.item() for count in counts if count.item()}


def _tally(unit: pl.Series, marks: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Count what fails by kind and severity, row by row that fails any rule."""
    marks = unit.to_frame("unit").hstack([marks[name] for name in _failing(marks)])
    rules = _rules_of(marks, rulebook)

    def count(verdict: Verdict, chosen: list[Rule], name: str) -> pl.Expr:
        hits = (pl.col([rule.column for rule in chosen]) == verdict_literal(verdict)).cast(pl.UInt32)
        return pl.sum_horizontal(pl.lit(0, dtype=pl.UInt32), hits).cast(pl.Int64).alias(name)

    # on most rows of a table nothing fails
    failing = pl.any_horizontal(pl.lit(value=False), fails([rule.column for rule in rules]))
    return marks.filter(failing).select(
        "unit",
        *(count("breached", [rule for rule in rules if rule.kind == kind], f"kind.{kind}") for kind in KINDS),
        count("cannot_tell", rules, "cannot_tell"),
        *(
            count("breached", [rule for rule in rules if rule.severity == severity], f"severity.{severity}")
            for severity in SEVERITIES
        ),
    )
