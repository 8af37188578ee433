"""``rules test``, ``rules lint``, ``rules mutate``: is the rulebook sound, and do its cases hold it."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, ParamSpec

import click

from energy_audit.catalogue import both
from energy_audit.cli.echo import echo
from energy_audit.cli.options import lang_option, rules_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from energy_audit.catalogue import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.cases import CaseResult
    from energy_audit.rulebook.model import Place

P = ParamSpec("P")


def refusal_fails(proof: Callable[P, int]) -> Callable[P, int]:
    """Let a pack or reference table that is refused fail the proof: it was asked whether the rules are sound."""

    @wraps(proof)
    def proved(*args: P.args, **options: P.kwargs) -> int:
        from energy_audit.cli import FOUND
        from energy_audit.errors import DataFileError

        try:
            return proof(*args, **options)
        except DataFileError as refusal:
            echo(str(refusal), err=True)
            return FOUND

    return proved


@click.command("test")
@rules_option
@lang_option
@refusal_fails
def test_rules(rules: tuple[Path, ...], lang: Language) -> int:
    """运行规则旁的全部用例。 / Run the cases that lie beside the rules."""
    from energy_audit import resources
    from energy_audit.cli import DONE, FOUND
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.cases import run_cases

    w = words(lang)
    _, rulebook = open_rules(rules)
    results = run_cases(rulebook, [resources.folder("rules"), *rules])
    failed = [result for result in results if not result.passed]
    for result in failed:
        echo(_said(result, w))
    ran = sum(bool(result.case) for result in results)
    echo(
        w(
            "{identity}：规则 {rules} 条，判据 {criteria} 个，用例 {cases} 个，失败或缺少 {failed} 个",
            identity=rulebook.identity,
            rules=len(rulebook.rules),
            criteria=len(rulebook.criteria),
            cases=ran,
            failed=len(failed),
        )
    )
    return FOUND if failed else DONE


@click.command("lint")
@rules_option
@lang_option
@refusal_fails
def lint_rules(rules: tuple[Path, ...], lang: Language) -> int:
    """检查规则的措辞、编号、参数、恒真恒假的条件，以及参考表之间的引用。 / Check wording, ids, parameters, constant conditions and what tables name of one another."""
    from energy_audit.cli import DONE, FOUND
    from energy_audit.cli.rules_docs import read_all_cases
    from energy_audit.inspection import open_rules
    from energy_audit.reference.links import check_all
    from energy_audit.report.language import words
    from energy_audit.rulebook.constant import constant_conditions
    from energy_audit.rulebook.lint import lint
    from energy_audit.rulebook.skeleton import unfinished

    w = words(lang)
    reference, rulebook = open_rules(rules)
    check_all(reference)
    issues = [*lint(rulebook), *unfinished(rulebook), *constant_conditions(rulebook, read_all_cases(rulebook, rules))]
    for issue in issues:
        echo(f"{at(issue.place)}: {issue.name}: {issue.message}")
    echo(w("规则 {rules} 条，问题 {issues} 处", rules=len(rulebook.rules), issues=len(issues)))
    return FOUND if issues else DONE


@click.command("mutate")
@click.argument("codes", nargs=-1)
@rules_option
@lang_option
@refusal_fails
def mutate_rules(codes: tuple[str, ...], rules: tuple[Path, ...], lang: Language) -> int:
    """逐处改动条件再跑用例，证明每个条件都有用例守着。 / Flip each term and see that a case notices."""
    from energy_audit import resources
    from energy_audit.cli import DONE, FOUND
    from energy_audit.errors import UsageError
    from energy_audit.inspection import open_rules
    from energy_audit.report.language import words
    from energy_audit.rulebook.cases import run_cases
    from energy_audit.rulebook.mutate import mutate
    from energy_audit.rulebook.toml_table import nearest

    w = words(lang)
    _, rulebook = open_rules(rules)
    known = {*rulebook.rules, *rulebook.criteria, *(rule.template for rule in rulebook.rules.values())}
    for code in codes:
        if code not in known:
            raise UsageError(both("没有规则或判据 {code}{nearest}", code=code, nearest=partial(nearest, code, known)))
    folders = [resources.folder("rules"), *rules]
    failed = [result for result in run_cases(rulebook, folders) if result.case and not result.passed]
    if failed:  # a case that fails already would notice every mutant
        for result in failed:
            echo(_said(result, w))
        return FOUND
    mutants = mutate(rulebook, folders, only=codes)
    survived = [mutant for mutant in mutants if mutant.survived]
    equal = [mutant for mutant in mutants if mutant.equivalent]
    killed = sum(bool(mutant.killed_by) for mutant in mutants)
    for mutant in equal:
        echo(f"{w('等价')}: {mutant.item} {mutant.key}: {mutant.change}  ({mutant.equivalent})")
    for mutant in survived:
        echo(f"{mutant.item} {mutant.key}: {mutant.change}")
    echo(
        w(
            "改动 {count} 处，被用例发现 {killed} 处，等价 {equivalent} 处（另列），未发现 {survived} 处",
            count=len(mutants),
            killed=killed,
            equivalent=len(equal),
            survived=len(survived),
        )
    )
    return FOUND if survived else DONE


def at(place: Place) -> str:
    """Write a place as editors read it."""
    return f"{place.file}:{place.line}"


def _said(result: CaseResult, w: Words) -> str:
    """Say of one case what is wrong: missing, not written yet, or another verdict than it expects."""
    from energy_audit.rulebook.cases import NO_CASE
    from energy_audit.rulebook.skeleton import is_unfinished

    expected, actual = (_verdict(word, w) for word in (result.expected, result.actual))
    before = f"{at(result.place)}: {result.item}"
    if result.actual == NO_CASE:
        return w(
            "{before}: 缺少结论为“{expected}”的用例，请在 cases/{item}.toml 中补一个",
            before=before,
            expected=expected,
            item=result.item,
        )
    if is_unfinished(result.case):
        return w(
            "{before}: 用例“{case}”尚未写完：请填 facts，使结论为“{expected}”（现为“{actual}”）",
            before=before,
            case=result.case,
            expected=expected,
            actual=actual,
        )
    return w(
        "{before}: 用例“{case}”应为“{expected}”，实为“{actual}”",
        before=before,
        case=result.case,
        expected=expected,
        actual=actual,
    )


def _verdict(word: str, w: Words) -> str:
    """Name a verdict; the truths of criteria are written as in the case file."""
    return w.label("verdict", word)
