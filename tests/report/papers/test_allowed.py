"""Which findings may stand in which paper: the step must be the law's, the ground in force, the fact established."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from energy_audit.reference.tables import Reference
from energy_audit.report.language import words
from energy_audit.report.papers.allowed import taken_up, why_no_order
from energy_audit.report.papers.case import Case
from energy_audit.report.papers.wording import Wording
from energy_audit.rulebook.model import Rule, Rulebook

from .conftest import finding

Shipped = tuple[Reference, Rulebook]
Make = Callable[..., Case]


def taken(case: Case, wording: Wording, paper: str) -> list[str]:
    return [matter.rule.code for matter in taken_up(wording.papers[paper], case.matters)]


def with_grounds(rule: Rule, **change: Any) -> Rule:
    return dataclasses.replace(rule, citations=tuple(dataclasses.replace(each, **change) for each in rule.citations))


def test_a_violation_with_that_first_step_allows_an_order(case_of: Make, wording: Wording) -> None:
    assert ["LIM001"] == taken(case_of(finding("LIM001", "焦炭")), wording, "order")


def test_a_unit_with_suspicions_only_gets_no_order_and_is_told_why(case_of: Make, wording: Wording) -> None:
    case = case_of(finding("THL002"), finding("PRJ016", "P1"), finding("FIL005"))
    assert [] == taken(case, wording, "order") == taken(case, wording, "hearing")
    assert "没有违法违规事项" in why_no_order(case, words("zh"))
    assert "疑似问题 2 项" in why_no_order(case, words("zh"))


@pytest.mark.parametrize("change", [{"legal_status": "draft"}, {"confidence": "low"}, {"legal_status": "policy"}])
def test_no_order_rests_on_drafts_low_confidence_or_policy(
    case_of: Make, wording: Wording, shipped: Shipped, change: dict[str, Any]
) -> None:
    rule = with_grounds(shipped[1].rules["LIM001"], **change)
    case = case_of(finding("LIM001", "焦炭"), rules=(rule,))
    assert [] == taken(case, wording, "order")
    assert "没有现行有效、把握中等以上的依据" in why_no_order(case, words("zh"))


def test_a_value_of_low_confidence_in_a_finding_keeps_it_out_of_an_order(case_of: Make, wording: Wording) -> None:
    assert [] == taken(case_of(finding("LIM001", "焦炭", confidence="low")), wording, "order")


@pytest.mark.parametrize("kind", ["suspicion", "notice"])
def test_only_a_violation_can_be_ordered_whatever_its_first_step(
    case_of: Make, wording: Wording, shipped: Shipped, kind: str
) -> None:
    rule = dataclasses.replace(shipped[1].rules["LIM001"], kind=kind)  # type: ignore[arg-type]  # one of the kinds
    assert [] == taken(case_of(finding("LIM001", "焦炭"), rules=(rule,)), wording, "order")


def test_law_holds_from_its_first_to_its_last_day(case_of: Make, wording: Wording, shipped: Shipped) -> None:
    rule = with_grounds(
        shipped[1].rules["LIM001"],
        legal_status="superseded",
        effective_from=dt.date(2020, 1, 1),
        effective_to=dt.date(2026, 6, 30),
    )
    row = finding("LIM001", "焦炭")
    assert ["LIM001"] == taken(case_of(row, rules=(rule,), as_of=dt.date(2026, 6, 30)), wording, "order")
    assert [] == taken(case_of(row, rules=(rule,), as_of=dt.date(2026, 7, 1)), wording, "order")
    assert [] == taken(case_of(row, rules=(rule,), as_of=dt.date(2019, 12, 31)), wording, "order")


def test_what_is_another_authoritys_business_is_referred_and_never_ordered(case_of: Make, wording: Wording) -> None:
    case = case_of(finding("MET004", "电力"), finding("ARC103", "ARC-16"))
    assert [] == taken(case, wording, "order")
    assert {"MET004", "ARC103"} == set(taken(case, wording, "referral"))
    assert "应移送" in why_no_order(case, words("zh"))


def test_an_order_of_another_authority_is_referred(case_of: Make, wording: Wording, shipped: Shipped) -> None:
    rule = dataclasses.replace(shipped[1].rules["LIM001"], authority="industry")
    case = case_of(finding("LIM001", "焦炭"), rules=(rule,))
    assert [] == taken(case, wording, "order")
    assert ["LIM001"] == taken(case, wording, "referral")


def test_a_notice_is_never_referred(case_of: Make, wording: Wording) -> None:
    case = case_of(finding("FIL008"), finding("MET007", "电力"), finding("EQP004", "3"))
    assert [] == taken(case, wording, "referral")


def test_no_paper_that_is_served_rests_on_drafts_alone(case_of: Make, wording: Wording, shipped: Shipped) -> None:
    rule = with_grounds(shipped[1].rules["MGT001"], legal_status="draft")
    case = case_of(finding("MGT001"), rules=(rule,))
    assert [] == taken(case, wording, "suggestion") == taken(case, wording, "notice")
    assert ["MGT001"] == taken(case, wording, "record")


def test_the_letter_of_suggestions_takes_no_violation(case_of: Make, wording: Wording) -> None:
    case = case_of(finding("LIM001", "焦炭"), finding("THL002"), finding("MGT001"), finding("KEU001"))
    assert {"THL002", "MGT001"} == set(taken(case, wording, "suggestion"))
