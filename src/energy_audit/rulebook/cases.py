"""Runs the cases that lie beside the rules, and demands one for every verdict a rule can reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.bench import KEYS, seat
from energy_audit.rulebook.marks import marks_on
from energy_audit.rulebook.model import VERDICTS, Condition, Criterion, Place, Rule, Rulebook
from energy_audit.rulebook.packs import CASES_FOLDER, find_packs
from energy_audit.rulebook.parameters import dtype_of_value
from energy_audit.rulebook.scope import dtype_of
from energy_audit.rulebook.stages import references
from energy_audit.rulebook.toml_table import TomlTable, nearest, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

TRUTHS = ("true", "false", "unknown")
_CRITERION_PREFIX = "criterion_"


@dataclass(frozen=True)
class Case:
    """One example: the facts, and the verdict (or truth) that a rule (or criterion) must reach on them."""

    item: Rule | Criterion
    covers: str
    name: str
    expected: str
    inputs: Mapping[str, Any]
    place: Place


@dataclass(frozen=True)
class Equivalent:
    """A change of a condition that no case can notice since it changes no verdict, and why that is so."""

    covers: str
    change: str
    reason: str
    place: Place


@dataclass(frozen=True)
class CaseResult:
    """What came of one case; ``case`` is empty where a verdict has no case at all."""

    item: str
    case: str
    expected: str
    actual: str
    place: Place

    @property
    def passed(self) -> bool:
        """Did the rule reach what the case expects."""
        return self.expected == self.actual


NO_CASE = "no case"
"""What ``actual`` says where a verdict has no case."""


def run_cases(rulebook: Rulebook, rules_dirs: Sequence[Path]) -> list[CaseResult]:
    """Run every case below the packs of ``rules_dirs`` and report what is not covered.

    Args:
        rulebook: as loaded from the same folders.
        rules_dirs: the folder of the shipped packs first, then those given by hand.

    Raises:
        RulebookError: a case file that fits no rule, an unknown fact, a value of the wrong type.
    """
    cases = read_cases(rulebook, rules_dirs)
    return [*run(cases, rulebook), *_uncovered(rulebook, cases)]


def run(cases: Sequence[Case], rulebook: Rulebook) -> list[CaseResult]:
    """Run cases, those of one rule in one frame."""
    results: list[CaseResult] = []
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.item.column, []).append(case)
    for group in groups.values():
        marks = marks_on(case_frame(group, rulebook), [group[0].item]).to_series()
        results.extend(
            CaseResult(_label(case.item), case.name, case.expected, _word(mark), case.place)
            for case, mark in zip(group, marks, strict=True)
        )
    return results


def case_frame(cases: Sequence[Case], rulebook: Rulebook) -> pl.DataFrame:
    """Lay the cases of one item out as rows with every column its conditions name."""
    item = cases[0].item
    names = [*dict.fromkeys(name for condition in item.conditions for name in condition.columns), *references(item)]
    governing = (rulebook.parameters[name.strip(":!")].governed_by for name in names if name.startswith(":"))
    inputs = dict.fromkeys((*KEYS, *(name for name in names if not name.startswith(":")), *governing))
    columns = {name: dtype_of(name, rulebook.vocabulary, rulebook.parameters) for name in inputs}
    frame = pl.DataFrame(
        {name: pl.Series([case.inputs.get(name) for case in cases], dtype=dtype) for name, dtype in columns.items()},
    )
    return seat(frame, names, rulebook=rulebook, as_of=None)


def read_cases(rulebook: Rulebook, rules_dirs: Sequence[Path]) -> list[Case]:
    """Read every case file of the packs, except those of rules that another pack overrides."""
    return [
        _read_case(table, covers, items, rulebook)
        for covers, items, file in _case_files(rulebook, rules_dirs)
        for table in file.tables("case")
    ]


def read_equivalents(rulebook: Rulebook, rules_dirs: Sequence[Path]) -> list[Equivalent]:
    """Read what the case files say of mutants that are no change at all."""
    return [
        _read_equivalent(table, covers)
        for covers, _, file in _case_files(rulebook, rules_dirs)
        for table in file.tables("equivalent")
    ]


def _case_files(
    rulebook: Rulebook, rules_dirs: Sequence[Path]
) -> Iterator[tuple[str, list[Rule] | list[Criterion], TomlTable]]:
    """Give every case file with what it covers."""
    for found in find_packs(rules_dirs[0], rules_dirs[1:]):
        for path in sorted((found.folder / CASES_FOLDER).glob("*.toml")):
            file = read_toml(path, f"{found.shown_as}/{CASES_FOLDER}/{path.name}")
            items = _items_of(path.stem, rulebook, file)
            if items[0].place.file.startswith(f"{found.shown_as}/"):
                file.asked |= {"case", "equivalent"}
                file.close()
                yield path.stem, items, file


def _read_equivalent(table: TomlTable, covers: str) -> Equivalent:
    equivalent = Equivalent(covers, table.text("change"), table.text("reason"), table.place)
    table.close()
    return equivalent


def _items_of(stem: str, rulebook: Rulebook, file: TomlTable) -> list[Rule] | list[Criterion]:
    """Find what a case file is about: a rule, a criterion, or all rules of a document template."""
    if stem in rulebook.rules:
        return [rulebook.rules[stem]]
    name = stem.removeprefix(_CRITERION_PREFIX)
    if name != stem and name in rulebook.criteria:
        return [rulebook.criteria[name]]
    generated = [rule for rule in rulebook.rules.values() if rule.template == stem]
    if not generated:
        known = [*rulebook.rules, *(f"{_CRITERION_PREFIX}{name}" for name in rulebook.criteria)]
        raise RulebookError(file.file, 0, f"没有这条规则（no such rule): {stem}{nearest(stem, known)}")
    return generated


def _read_case(table: TomlTable, covers: str, items: Sequence[Rule | Criterion], rulebook: Rulebook) -> Case:
    item = items[0]
    if table.has("document"):
        document = table.text("document")
        found = [other for other in items if isinstance(other, Rule) and other.document == document]
        if not found:
            table.refuse(f"没有为 {document} 生成的规则（no rule for this document）", "document")
        item = found[0]
    case = Case(
        item=item,
        covers=covers,
        name=table.text("name"),
        expected=_read_expected(table, item),
        inputs=_read_inputs(table, item, rulebook),
        place=table.place,
    )
    table.close()
    return case


def _read_expected(table: TomlTable, item: Rule | Criterion) -> str:
    expected = table.required("expect")
    word = _word(expected) if isinstance(expected, bool) else expected
    known = VERDICTS if isinstance(item, Rule) else TRUTHS
    if word not in known:
        table.refuse(f"expect 应为 {' | '.join(known)} 之一（not one of them）{nearest(str(word), known)}", "expect")
    return str(word)


def _read_inputs(table: TomlTable, item: Rule | Criterion, rulebook: Rulebook) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    facts = table.table("facts")
    visible = {name for name, fact in rulebook.vocabulary.items() if fact.subject in {item.subject, "enterprise"}}
    visible |= {*KEYS, "as_of"}
    for name in facts.data:
        if name not in visible:
            facts.refuse(f"{item.subject} 没有这个事实（no such fact here): {name}{nearest(name, visible)}", name)
        inputs[name] = _typed(facts, name, rulebook.fact(name).dtype)
    inputs.update(_judged_inputs(table, "verdicts", "verdict", rulebook.rules))
    inputs.update(_judged_inputs(table, "criteria", "criterion", rulebook.criteria))
    if isinstance(item, Rule) and item.document:
        inputs.setdefault("document_id", item.document)
    year = inputs.get("report_year")
    if year is not None:
        inputs.setdefault("period_end", dt.date(year, 12, 31))
    return inputs


def _judged_inputs(table: TomlTable, key: str, prefix: str, known: Iterable[str]) -> Iterator[tuple[str, Any]]:
    given = table.table(key)
    for name in given.data:
        if name not in known:
            given.refuse(f"未知的 {prefix}（unknown): {name}{nearest(name, known)}", name)
        value = given.value(name)
        if prefix == "verdict" and value not in VERDICTS:
            given.refuse(f"判定应为 {' | '.join(VERDICTS)} 之一（not a verdict）", name)
        if prefix == "criterion" and not isinstance(value, bool):
            given.refuse("criterion 应为 true 或 false，未知则不写（leave out what is unknown）", name)
        yield f"{prefix}.{name}", value


def _typed(facts: TomlTable, name: str, dtype: pl.DataType) -> Any:
    value = facts.value(name)
    if dtype == pl.Int64() and isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, (dict, list, dt.datetime, dt.time)) or dtype_of_value(value) != dtype:
        facts.refuse(f"{name} 应为 {_kind(dtype)}（wrong type of value）", name)
    return Decimal(value) if dtype == NUMBER and isinstance(value, int) else value


def _kind(dtype: pl.DataType) -> str:
    return {pl.Boolean: "true/false", pl.Date: "日期 2024-01-01", pl.String: "文本", pl.Int64: "整数"}.get(
        dtype.base_type(),
        "数值" if dtype == NUMBER else str(dtype),
    )


def _word(mark: Any) -> str:
    """Name a truth as cases do; a verdict is its own name."""
    if mark is None:
        return "unknown"
    return str(mark).lower() if isinstance(mark, bool) else str(mark)


def _label(item: Rule | Criterion) -> str:
    return item.code if isinstance(item, Rule) else f"{_CRITERION_PREFIX}{item.name}"


def _uncovered(rulebook: Rulebook, cases: Iterable[Case]) -> Iterator[CaseResult]:
    covered = {(case.covers, case.expected) for case in cases}
    seen: set[str] = set()
    items: list[Rule | Criterion] = [*rulebook.rules.values(), *rulebook.criteria.values()]
    for item in items:
        covers = item.template if isinstance(item, Rule) and item.template else _label(item)
        if covers in seen:
            continue
        seen.add(covers)
        for wanted in _reachable(item):
            if (covers, wanted) not in covered:
                yield CaseResult(covers, "", wanted, NO_CASE, item.place)


def _reachable(item: Rule | Criterion) -> Iterator[str]:
    """Say which verdicts need a case: a rule without a guard always applies, one that only asks for nulls can always tell."""
    can_be_unknown = any(map(_can_be_unknown, item.conditions))
    if isinstance(item, Criterion):
        yield from (truth for truth in TRUTHS if truth != "unknown" or can_be_unknown)
        return
    for verdict in VERDICTS:
        if verdict == "not_applicable" and item.applies is None:
            continue
        if verdict == "cannot_tell" and not can_be_unknown:
            continue
        yield verdict


def _can_be_unknown(condition: Condition) -> bool:
    return any(term.names and not term.text.endswith("IS NULL") for term in condition.root.terms())
