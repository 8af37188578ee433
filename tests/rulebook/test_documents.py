"""One rule a document, each with its own law, condition and weight."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rulebook.conftest import StubDocument, StubLaw

from energy_audit.errors import RulebookError
from energy_audit.rulebook.documents import grounds_of_document


def test_one_rule_a_document(packs: Any) -> None:
    rules = packs.load(packs.document_rule()).rules
    assert ["ARC001", "ARC014", "ARC030", "ARC031", "ARC032"] == list(rules)
    rule = rules["ARC014"]
    assert ("document", "ARC-14", "ARC", "document-missing-arc-14") == (
        rule.subject,
        rule.document,
        rule.template,
        rule.name,
    )
    assert "缺计量审查报告" == rule.title.zh
    assert "No metering review on file; add it" == rule.message.en


def test_weight_follows_the_documents_own_law(packs: Any) -> None:
    """Demanded by sound law: violation. Recommended, rumoured or without law: notice of low severity."""
    rules = packs.load(packs.document_rule()).rules
    assert [
        ("violation", "medium", ["ECL-24"]),
        ("violation", "medium", ["ECL-24"]),
        ("notice", "low", ["ECL-24"]),
        ("notice", "low", ["RUMOUR"]),
        ("notice", "low", [""]),
    ] == [(rule.kind, rule.severity, [cited.id for cited in rule.citations]) for rule in rules.values()]
    assert "advice" == rules["ARC030"].first_step
    assert "order_to_correct" == rules["ARC001"].first_step


def test_a_paper_that_may_lawfully_be_absent_is_only_suspected(packs: Any) -> None:
    documents = (StubDocument("ARC-36", suspicion="the article says in principle"), StubDocument("ARC-37"))
    rules = packs.load(packs.document_rule(), documents=documents).rules
    assert [("suspicion", "medium", "written_requirement"), ("violation", "medium", "order_to_correct")] == [
        (rule.kind, rule.severity, rule.first_step) for rule in rules.values()
    ]


def test_an_article_of_another_office_is_referred_to_it(packs: Any) -> None:
    """The first article that names an office decides; one that names the energy-saving office changes nothing."""
    laws = {
        "ECL-24": StubLaw(),
        "STAT-45": StubLaw(enforcing_body="统计机构"),
        "EIA-1": StubLaw(enforcing_body="生态环境主管部门"),
        "OWN-1": StubLaw(enforcing_body="管理节能工作的部门（属地）"),
    }
    documents = (
        StubDocument("ARC-21", law=("ECL-24", "STAT-45", "EIA-1")),
        StubDocument("ARC-22", "recommended", law=("EIA-1",)),
        StubDocument("ARC-23", law=("ECL-24", "OWN-1")),
    )
    rules = packs.load(packs.document_rule(), documents=documents, laws=laws).rules
    assert [
        ("statistics", "referral"),
        ("ecology", "advice"),
        ("development_and_reform", "order_to_correct"),
    ] == [(rule.authority, rule.first_step) for rule in rules.values()]


def test_template_may_give_weight_and_further_citations(packs: Any) -> None:
    text = packs.document_rule(kind='"notice"', severity='"high"', citations='["ECL-52"]')
    rule = packs.load(text).rules["ARC001"]
    assert ("notice", "high", ["ECL-52", "ECL-24"]) == (
        rule.kind,
        rule.severity,
        [cited.id for cited in rule.citations],
    )


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        ('"designated AND document_condition_holds"', ["designated AND TRUE", "designated AND (tce > 5)"]),
        ('"designated"', ["designated", "(designated) AND (tce > 5)"]),
        (None, ["TRUE", "(tce > 5)"]),
    ],
)
def test_condition_of_a_document_joins_the_guard(packs: Any, guard: str | None, expected: list[str]) -> None:
    text = packs.document_rule(applies=guard, applies_conditions='{ "ARC-14" = "tce > 5" }')
    rules = packs.load(text).rules
    assert expected == [rules[code].applies.text for code in ("ARC001", "ARC014")]


def test_conditional_document_without_its_own_sql_asks_the_fact(packs: Any) -> None:
    rules = packs.load(packs.document_rule()).rules
    assert "(designated) AND document_condition_holds" == rules["ARC014"].applies.text
    assert "designated" == rules["ARC001"].applies.text


def test_whether_the_law_binds_matters_only_where_a_law_does(packs: Any) -> None:
    """A notice on a paper that no law demands reaches every unit of the tiers that should hold it."""
    rules = packs.load(packs.document_rule(applies='"document_binding = TRUE AND designated"')).rules
    assert ["document_binding = TRUE AND designated", "designated"] == [
        rules[code].applies.text for code in ("ARC001", "ARC030")
    ]


@pytest.mark.parametrize(
    ("tiers", "law", "cited"),
    [
        (("A", "B", "C"), ("ECL-24", "KEU-METER", "ECL-55"), ["ECL-24"]),
        (("A", "B", "D"), ("ECL-24", "KEU-METER"), ["ECL-24"]),
        (("A", "B"), ("ECL-24", "KEU-METER"), ["ECL-24", "KEU-METER"]),
        (("A", "B", "C"), ("KEU-METER",), ["KEU-METER"]),
    ],
)
def test_a_paper_owed_by_other_units_too_rests_on_no_article_for_key_users(
    tiers: tuple[str, ...], law: tuple[str, ...], cited: list[str]
) -> None:
    assert cited == grounds_of_document(StubDocument("ARC-14", law=law, tiers=tiers))


def test_condition_of_an_unknown_document_is_refused(packs: Any) -> None:
    packs.write(packs.document_rule(applies_conditions='{ "ARC-15" = "tce > 5" }'))
    with pytest.raises(RulebookError, match="ARC-15") as refusal:
        packs.load()
    assert packs.line_of("applies_conditions") == refusal.value.line


def test_fault_in_a_template_is_refused_at_its_line(packs: Any) -> None:
    packs.write(packs.document_rule(breached='"NOT hold"'))
    with pytest.raises(RulebookError, match="held") as refusal:
        packs.load()
    assert packs.line_of("breached =") == refusal.value.line


def test_other_documents_verdict_is_out_of_reach(packs: Any) -> None:
    """A document's rule is judged on that document's rows, where no other document has a verdict."""
    text = packs.rule("DOC001", subject='"document"', document='"ARC-01"', breached="\"verdict.ARC014 = 'met'\"")
    packs.write(packs.document_rule() + text)
    with pytest.raises(RulebookError, match="ARC-14"):
        packs.load()


def test_document_belongs_to_document_rules_only(packs: Any) -> None:
    packs.write(packs.rule(document='"ARC-01"'))
    with pytest.raises(RulebookError, match="document") as refusal:
        packs.load()
    assert packs.line_of('document = "ARC-01"') == refusal.value.line
