"""The management file: five states, and the law of what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.archive import _remark, state_of
from energy_audit.report.language import words

Reports = Callable[..., EnterpriseReport]

DUE: dict[str, Any] = {
    "document_required": True,
    "document_requirement": "mandatory",
    "document_condition_holds": None,
    "document_held": None,
    "document_claimed_not_applicable": None,
    "document_expired": None,
}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"document_held": True}, "held"),
        ({"document_held": True, "document_expired": True}, "expired"),
        ({"document_held": False}, "missing"),
        ({"document_held": None}, "cannot_tell"),
        ({"document_held": False, "document_required": None}, "cannot_tell"),
        ({"document_held": False, "document_claimed_not_applicable": True}, "not_applicable"),
        ({"document_held": False, "document_requirement": "conditional"}, "cannot_tell"),
        ({"document_held": False, "document_requirement": "conditional", "document_condition_holds": True}, "missing"),
        ({"document_held": False, "document_requirement": "conditional", "document_condition_holds": False}, "not_applicable"),
    ],
)  # fmt: skip
def test_unknown_is_neither_held_nor_missing(facts: dict[str, Any], state: str) -> None:
    assert state == state_of(DUE | facts)


@pytest.mark.parametrize(
    ("listed", "said"), [(True, "“是否具备”没有可用的填报"), (False, "目录未列"), (None, "目录未列")]
)
def test_a_listed_document_whose_answer_cannot_be_read_is_not_called_unlisted(listed: bool | None, said: str) -> None:
    row = DUE | {"document_listed": listed, "document_valid_until": None, "document_owner_differs": None}
    assert said in _remark(row, "cannot_tell", words("zh"))


@pytest.fixture(scope="module")
def report(report_of: Reports) -> EnterpriseReport:
    return report_of()


def test_a_missing_document_carries_its_law_and_its_finding(report: EnterpriseReport) -> None:
    document = next(each for each in report.archive.lacking if each.id == "ARC-14")
    assert (document.state, document.requirement) == ("missing", "应有")
    assert "能源计量监督管理办法" in [law.instrument for law in document.laws]
    [finding] = document.findings
    assert (finding.rule, finding.kind) == ("ARC014", "violation")


def test_an_expired_document_says_until_when_it_was_valid(report: EnterpriseReport) -> None:
    document = next(each for each in report.archive.lacking if each.id == "ARC-04")
    assert (document.state, document.remark) == ("expired", "有效期至2026年1月31日")
    assert document.place.sheet == "节能管理档案目录"


def test_a_paper_of_another_unit_is_said_to_be_so(report: EnterpriseReport) -> None:
    held = next(documents for state, _, documents in report.archive.others if state == "held")
    remarks = {document.id: document.remark for document in held}
    assert remarks["ARC-03"] == "所属单位为“贵州某某集团有限公司”，与申报单位不符"


def test_unknown_documents_are_gathered_by_reason(report: EnterpriseReport) -> None:
    unknown = {reason: len(documents) for state, reason, documents in report.archive.others if state == "cannot_tell"}
    assert "档次未定，是否应有不能判断" in unknown
    assert dict(report.archive.counts)["cannot_tell"] == sum(unknown.values())


def test_the_reason_why_a_document_is_not_due_is_kept(report: EnterpriseReport) -> None:
    excused = next(documents for state, _, documents in report.archive.others if state == "not_applicable")
    remarks = {document.id: document.remark for document in excused}
    assert remarks["ARC-12"] == "理由：未实行能源管理体系认证"
    # the project of the filing is not in use: the project table says so, no claim is needed
    assert remarks["ARC-36"] == remarks["ARC-37"] == "按附表3 填报的进度和能耗，该项目不应有此项或尚未到期"
    assert set(remarks) == {"ARC-12", "ARC-36", "ARC-37"}


def test_without_a_list_there_is_only_what_to_ask_for(report_of: Reports) -> None:
    archive = report_of(document=None).archive
    assert (archive.filed, archive.lacking, archive.others) == (False, (), ())
    asked = dict(archive.to_ask_for)
    assert set(asked) == {"应有", "符合条件时应有", "建议"}
    assert any(name.startswith("ARC-14") for name in asked["应有"])
