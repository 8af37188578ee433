"""Whose gap an open verdict is: nobody is asked for what he filed, or for what is not his to say."""

from __future__ import annotations

import json
from decimal import Decimal as D
from typing import Any

import pytest

from energy_audit.inspection import open_rules
from energy_audit.report.content.untold import gather_untold
from energy_audit.report.content.untold_reasons import _heading
from energy_audit.report.language import words
from energy_audit.vocabulary import COUNTED, VOCABULARY

ZH, EN = words("zh"), words("en")
RULEBOOK = open_rules()[1]
UNKNOWN: dict[str, Any] = {fact.name: None for fact in VOCABULARY.values()}
FACTS = UNKNOWN | {"archive_list_filed": True, "tier": "A", "statutory_key_user": False, "has_product_table": True}
OVER_A_WEAK_LIMIT = UNKNOWN | {
    "subject_key": "焦炭",
    "product_value": D(130),
    "product_limited": True,
    "product_is_new": False,
    "limit_standard": "GB 21342-2013",
    "limit_confidence": "low",
    "limit_in_mid_year": False,
}


def document(identity: str, *unknown: str) -> dict[str, Any]:
    """An open verdict on a document that is listed."""
    evidence = {name: {"value": None} for name in unknown} | {"document_listed": {"value": True}}
    return {
        "rule": identity.replace("-", "0"), "subject": "document", "subject_key": identity, "verdict": "cannot_tell",
        "message": "", "evidence": json.dumps(evidence),
    }  # fmt: skip


def filed(identity: str, *, claimed: bool, reason: str | None) -> dict[str, Any]:
    return {"subject_key": identity, "document_claimed_not_applicable": claimed, "not_applicable_reason": reason}


@pytest.mark.parametrize(
    ("claimed", "reason", "says", "owner", "asks"),
    [
        (True, "没有超限额产品", "填“不适用”并写明理由，理由能否成立取决于产品是否超限额", "rulebook", "不须企业补报"),
        (True, None, "填了“不适用”，没有写明理由", "unit", "写明不适用的理由"),
        (False, None, "“是否具备”没有可用的填报", "unit", "填“是”“否”或“不适用”"),
    ],
)
def test_a_claim_that_a_document_does_not_apply_is_not_called_blank(
    claimed: bool, reason: str | None, says: str, owner: str, asks: str
) -> None:
    row = document("ARC-50", "any_product_over_limit", "document_held")
    documents = [filed("ARC-50", claimed=claimed, reason=reason)]
    [told] = gather_untold([row], FACTS, [OVER_A_WEAK_LIMIT], documents, RULEBOOK, ZH)
    assert says in told.reason
    assert (told.owner, asks in told.ask) == (owner, True)
    [english] = gather_untold([row], FACTS, [OVER_A_WEAK_LIMIT], documents, RULEBOOK, EN)
    assert english.owner == owner


def test_a_conditional_document_claimed_away_without_a_reason_is_asked_for_the_reason() -> None:
    row = document("ARC-20", "document_condition_holds", "document_held")
    [told] = gather_untold([row], FACTS, [], [filed("ARC-20", claimed=True, reason=None)], RULEBOOK, ZH)
    assert (told.reason, told.owner) == ("档案目录对该项填了“不适用”，没有写明理由", "unit")


@pytest.mark.parametrize(
    ("because", "owner", "ask"),
    [
        ("basis", "authority", "由主管部门确定采用哪一口径；企业无须补正"),
        ("interval", "unit", "请核实总量和口径；决定档次的单元格：表2!M5"),
    ],
)
def test_a_unit_need_mend_nothing_where_only_the_basis_is_open(because: str, owner: str, ask: str) -> None:
    facts = FACTS | {"tier": None, "tier_undecided_because": because, "tier_deciding_cells": "表2!M5"}
    row = {
        "rule": "KEU004", "subject": "enterprise", "subject_key": "", "verdict": "cannot_tell", "message": "",
        "evidence": json.dumps({"tier": {"value": None}}),
    }  # fmt: skip
    [told] = gather_untold([row], facts, [], [], RULEBOOK, ZH)
    assert (told.owner, told.ask) == (owner, ask)


def test_english_puts_commas_between_the_cells_that_decide() -> None:
    cells = "内容不同的两份申报、表2-1 加工转换与回收利用（未填报）、表2!M5"
    facts = FACTS | {"tier": None, "tier_undecided_because": "interval", "tier_deciding_cells": cells}
    row = {
        "rule": "KEU004", "subject": "enterprise", "subject_key": "", "verdict": "cannot_tell", "message": "",
        "evidence": json.dumps({"tier": {"value": None}}),
    }  # fmt: skip
    [told] = gather_untold([row], facts, [], [], RULEBOOK, EN)
    assert "two filings that differ, 表2-1 加工转换与回收利用 (not filed), 表2!M5" in told.ask


def test_of_a_target_the_actual_value_is_asked_for() -> None:
    """The target itself was set by the authority: what is lacking is what was reached."""
    row = document("ARC-01") | {"rule": "TGT001", "subject": "enterprise", "subject_key": ""}
    row |= {"evidence": json.dumps({"any_target_missed": {"value": None}, "targets_missed": {"value": None}})}
    [told] = gather_untold([row], FACTS | {"has_target_table": True}, [], [], RULEBOOK, ZH)
    assert told.ask == "请填写或核实：表6 节能目标“实际完成值”"


def test_of_green_claims_left_blank_one_thing_is_asked_and_that_none_is_a_zero() -> None:
    """Own renewable, green-power and certificate electricity: rules that wait for different ones wait for the same cells."""
    facts = FACTS | {
        "has_nonfossil_table": True, "green_claims_read": False,
        "re_self_kwh": D(0), "green_power_kwh": None, "gec_kwh": None,
    }  # fmt: skip
    waits = {
        "CRB004": ["re_self_kwh", "green_power_kwh", "gec_kwh", "claims_green_power"],
        "CRB005": ["gec_ids", "certificate_used_elsewhere", "claims_green_power"],
        "CRB006": ["gec_kwh", "gec_ids"],
        "CRB009": ["nonfossil_share", "claims_nonfossil"],
    }
    rows = [
        {"rule": code, "subject": "enterprise", "subject_key": "", "verdict": "cannot_tell", "message": "",
         "evidence": json.dumps({name: {"value": None} for name in names})}
        for code, names in waits.items()
    ]  # fmt: skip
    [told] = gather_untold(rows, facts, [], [], RULEBOOK, ZH)
    assert (told.count, told.owner) == (4, "unit")
    assert "“绿电交易电量”" in told.ask
    assert "“绿证对应电量”；没有的填 0" in told.ask
    assert "自发自用" not in told.ask


def test_a_limit_left_open_by_the_plant_status_asks_for_that_cell() -> None:
    """Under both grades, so that the limit is kept; how near it is to the one that binds waits for the plant."""
    product = OVER_A_WEAK_LIMIT | {
        "subject_key": "水泥熟料/综合电耗", "product_over_limit": False, "limit_value": None, "limit_confidence": "high",
        "product_is_new": None,
    }  # fmt: skip
    row = {
        "rule": "LIM011", "subject": "product", "subject_key": "水泥熟料/综合电耗", "verdict": "cannot_tell", "message": "",
        "evidence": json.dumps({"limit_value": {"value": None}}),
    }  # fmt: skip
    [told] = gather_untold([row], FACTS | {"has_product_table": True}, [product], [], RULEBOOK, ZH)
    assert told.ask == "请填写表4“装置性质”：既有，或新建改扩建（并填“投产日期”）"


def test_what_rests_on_a_document_waits_for_the_list_too() -> None:
    row = document("ARC-07") | {"rule": "MGT008", "subject": "enterprise", "subject_key": ""}
    row |= {"evidence": json.dumps({"verdict.ARC007": {"value": "cannot_tell"}})}
    [told] = gather_untold([row], FACTS | {"archive_list_filed": False}, [], [], RULEBOOK, ZH)
    assert (told.reason, told.owner) == ("未提交节能管理档案目录", "unit")
    [told] = gather_untold([row], FACTS, [], [], RULEBOOK, ZH)
    assert told.reason == "其前提不能判断（缺少：能源管理负责人备案表或回执）"


def test_how_many_documents_are_held_waits_for_the_list_too() -> None:
    row = document("ARC-07") | {"rule": "GZT001", "subject": "enterprise", "subject_key": ""}
    row |= {"evidence": json.dumps({"documents_held": {"value": None}, "documents_missing": {"value": None}})}
    [told] = gather_untold([row], FACTS | {"archive_list_filed": False}, [], [], RULEBOOK, ZH)
    assert (told.reason, told.owner) == ("未提交节能管理档案目录", "unit")


def test_what_keeps_most_verdicts_open_comes_first() -> None:
    """One claim without a reason, two documents whose state is blank: the two are said first, wherever they stand."""
    one, two, three = (document(identity, "document_held") for identity in ("ARC-01", "ARC-02", "ARC-03"))
    claims = [filed("ARC-01", claimed=True, reason=None)]
    for rows in ([one, two, three], [two, three, one]):
        told = gather_untold(rows, FACTS, [], claims, RULEBOOK, ZH)
        assert [2, 1] == [each.count for each in told]
        assert "没有写明理由" in told[1].reason


def test_every_column_a_fact_rests_on_has_a_heading_of_the_form() -> None:
    """Which of the two consumption columns counts depends on the industry: asked for is the total, which all fill in."""
    columns = {column for fact in VOCABULARY.values() for column in (fact.source, *fact.columns) if column}
    named = {column: _heading(column) for column in columns}
    assert len(named) > 100
    assert "表2 能源消费结构“消费量合计”" == named[COUNTED]
    assert "表2 能源消费结构“等价折标系数”" == named["energy_consumption.factor_equal@33"]


def at(row: dict[str, Any], sheet: str, cell: str) -> dict[str, Any]:
    return row | {"file": "申报表.xlsx", "sheet": sheet, "cell": cell}


def test_the_rows_that_a_reason_lies_in_are_named() -> None:
    """Eight conditional documents without a word: which of the 58 lines they are is what a clerk must know."""
    rows = [
        at(document("ARC-33", "document_condition_holds"), "档案", "B37"),
        at(document("ARC-35", "document_condition_holds"), "档案", "B39"),
        at(document("ARC-35", "document_condition_holds") | {"rule": "ARC036"}, "档案", "B39"),
    ]
    [told] = gather_untold(rows, FACTS, [], [], RULEBOOK, ZH)
    assert (told.count, [str(place) for place in told.places]) == (3, ["档案!B37", "档案!B39"])


def test_a_standard_that_is_not_on_file_is_asked_of_nobody_who_filed() -> None:
    row = document("2", "efficiency_gradable") | {"rule": "EQP006", "subject": "equipment"}
    [told] = gather_untold([row], FACTS, [], [], RULEBOOK, ZH)
    assert ("规则库没有收录报告年度施行的能效标准", "rulebook") == (told.reason, told.owner)


def test_what_lies_elsewhere_names_no_row() -> None:
    """The document waits for a table that was not filed, the verdict on the unit for a cell of its own."""
    waits = at(document("ARC-48", "re_self_kwh"), "档案", "B52")
    unit = at(document("ARC-01", "legal_rep_signed") | {"rule": "FIL001", "subject": "enterprise"}, "表1", "B7")
    told = gather_untold([waits, unit], FACTS | {"has_nonfossil_table": False}, [], [], RULEBOOK, ZH)
    assert [each.places for each in told] == [(), ()]
    assert any("补充表" in each.reason for each in told)
