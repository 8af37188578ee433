"""The cases beside the rules: they pass, they cover every verdict, and they notice every small change."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from energy_audit.rulebook.cases import CaseResult
from energy_audit.rulebook.lint import lint
from energy_audit.rulebook.model import VERDICTS, Condition, Rulebook
from energy_audit.rulebook.mutate import mutate


@pytest.fixture(scope="module")
def expected_verdicts(case_results: list[CaseResult], rulebook: Rulebook) -> dict[str, set[str]]:
    """Which verdicts the cases of each rule expect; generated document rules share those of their template."""
    seen: dict[str, set[str]] = defaultdict(set)
    for result in case_results:
        rule = rulebook.rules.get(result.item)
        seen[rule.template if rule and rule.template else result.item].add(result.expected)
    return seen


def test_every_case_passes(case_results: list[CaseResult]) -> None:
    """Each case reaches the verdict it expects, and no verdict that a rule can reach lacks a case."""
    failed = [f"{each.item} {each.case}: {each.expected} / {each.actual}" for each in case_results if not each.passed]
    assert failed == []


def test_every_rule_has_a_case_for_every_verdict(expected_verdicts: dict[str, set[str]], rulebook: Rulebook) -> None:
    """Met and breached always; not applicable where a rule has a guard; cannot tell where a value can be unknown."""
    lacking: dict[str, set[str]] = {}
    for rule in rulebook.rules.values():
        wanted: set[str] = set(VERDICTS)
        if rule.applies is None:
            wanted.discard("not_applicable")
        if all(_only_asks_for_null(condition) for condition in rule.conditions):
            wanted.discard("cannot_tell")
        missing = wanted - expected_verdicts[rule.template or rule.code]
        if missing:
            lacking[rule.code] = missing
    assert lacking == {}


def test_every_criterion_has_a_case_for_every_truth(expected_verdicts: dict[str, set[str]], rulebook: Rulebook) -> None:
    """A criterion is shown true, false and unknown."""
    lacking = {
        name: {"true", "false", "unknown"} - expected_verdicts[f"criterion_{name}"]
        for name in rulebook.criteria
        if not {"true", "false", "unknown"} <= expected_verdicts[f"criterion_{name}"]
    }
    assert lacking == {}


def test_no_changed_condition_goes_unnoticed(rulebook: Rulebook, rules_dir: Path) -> None:
    """Every mutant of every condition (a bound moved, AND for OR, a day earlier) fails some case."""
    mutants = mutate(rulebook, [rules_dir])
    survivors = [f"{each.item} {each.key}: {each.change}" for each in mutants if each.survived]
    assert len(mutants) > len(rulebook.rules)
    assert survivors == []
    of_documents = {each.change for each in mutants if each.item == "ARC"}
    for own in ("has_limited_product", "has_benchmark_product", "claims_green_power", "consumes_coal"):
        assert f"{own} = TRUE → {own} <> TRUE" in of_documents


def test_names_titles_and_messages_read_well(rulebook: Rulebook) -> None:
    """The linter finds nothing: names state the finding, both languages are complete, nothing lies unused."""
    assert [f"{issue.name}: {issue.message}" for issue in lint(rulebook)] == []


def _only_asks_for_null(condition: Condition) -> bool:
    return all(term.text.endswith("IS NULL") for term in condition.root.terms())
