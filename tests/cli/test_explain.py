"""``explain`` and ``why-not`` on the shipped samples: values, terms, clause, cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl
import pytest

from energy_audit import inspection, resources
from energy_audit.cli import main
from energy_audit.report.material import Options
from energy_audit.rulebook.judge import Judgement

AS_OF = "2026-06-30"
FILINGS = resources.folder("sample_data") / "filings" / "贵阳市"


@pytest.fixture(scope="module", autouse=True)
def _inspected_once_a_choice() -> Iterator[None]:
    """The commands look at what one inspection found; another filing, day, language or law is another inspection."""
    inspect = cache(inspection.inspect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            inspection, "inspect", lambda filings, options, rules=(): inspect(tuple(filings), options, rules=rules)
        )
        yield


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    return inspection.inspect([FILINGS], Options(dt.date.fromisoformat(AS_OF))).material.judgement


@pytest.fixture(scope="module")
def findings(judgement: Judgement) -> pl.DataFrame:
    return judgement.findings


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*words: str) -> tuple[int | str | None, str]:
        with pytest.raises(SystemExit) as left:
            main([*words, str(FILINGS), "--as-of", AS_OF])
        told = capsys.readouterr()
        return left.value.code, told.out + told.err

    return called


def test_a_breach_is_told_from_values_to_clause(run: Any, findings: pl.DataFrame) -> None:
    """Every term carries its truth, stored codes are in words, and each value has file, sheet and cell."""
    found = findings.filter(rule="PRJ007", verdict="breached").row(0, named=True)
    code, text = run("explain", found["finding_id"])
    assert 0 == code
    assert found["message"] in text
    assert "[真] review_status = 'not_required'" in text
    assert "节能审查状态 = 无需审查" in text
    assert f"{found['file']} {found['sheet']} " in text
    for law in found["legal_basis"].split(";"):
        assert f"依据: {law}" in text
    assert len(found["legal_basis"].split(";")) == text.count("依据: "), "law of another day is not its ground"


def test_criteria_are_taken_apart_down_to_their_cells(run: Any, findings: pl.DataFrame) -> None:
    found = findings.filter(rule="THL002", verdict="cannot_tell").row(0, named=True)
    code, text = run("explain", found["finding_id"], "--lang", "en")
    assert 0 == code
    assert "criterion two_high_one_low: " in text
    assert "criterion enterprise_over_limit: " in text
    assert "[unknown] any_product_over_limit = TRUE" in text
    assert "[true] period_end >= DATE '2021-05-30'" in text


def test_an_unknown_finding_says_where_ids_stand(run: Any) -> None:
    code, text = run("explain", "0000000000000000")
    assert 2 == code
    assert "findings.csv" in text


@pytest.fixture(scope="module")
def case_of(judgement: Judgement) -> Any:
    """Find a unit whose verdict of a rule is as wanted."""
    verdicts = judgement.verdicts()

    def found(rule: str, verdict: str) -> tuple[str, str]:
        row = verdicts.filter((pl.col("rule") == rule) & (pl.col("verdict") == verdict)).row(0, named=True)
        return row["uscc"], str(row["report_year"])

    return found


@pytest.mark.parametrize(
    ("rule", "verdict", "words"),
    [
        ("FIL005", "not_applicable", "不适用，因为："),
        ("KEU005", "met", "适用而没有触发，因为："),
        ("KEU001", "cannot_tell", "不能判断，因为不知道："),
        ("KEU001", "breached", "这条规则已经触发"),
    ],
)
def test_why_not_says_what_kept_the_rule_out(run: Any, case_of: Any, rule: str, verdict: str, words: str) -> None:
    code, text = run("why-not", rule.lower(), *case_of(rule, verdict))
    assert 0 == code
    assert text.startswith(f"{rule} ")
    assert words in text


def test_why_not_names_the_guard_with_its_value(run: Any, case_of: Any) -> None:
    _, text = run("why-not", "FIL005", *case_of("FIL005", "not_applicable"))
    last = text.splitlines()[-1]
    assert "= 否" in last
    assert "表1 基本情况" in last


@pytest.mark.parametrize(
    ("rule", "verdict", "teller"),
    [
        ("KEU002", "cannot_tell", "不单列发现，由 KEU006 "),
        ("KEU005", "met", ""),
    ],
)
def test_why_not_says_which_finding_speaks_for_a_rule(
    run: Any, case_of: Any, rule: str, verdict: str, teller: str
) -> None:
    _, text = run("why-not", rule, *case_of(rule, verdict))
    assert teller in text
    assert bool(teller) is ("不单列发现" in text)


def test_why_not_tells_a_wrong_code_unit_year_and_subject_apart(run: Any, case_of: Any) -> None:
    uscc, year = case_of("KEU005", "met")
    for words, said in (
        (("KEU0055", uscc, year), "KEU005"),
        (("KEU005", uscc[:-1] + "_", year), uscc),
        (("KEU005", uscc, "1999"), year),
    ):
        code, text = run("why-not", *words)
        assert 2 == code
        assert said in text
