"""Findings by consequence, each with law, evidence and what to do; and what could not be told, by reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.findings import _told_once, _with_days
from energy_audit.report.content.judged import Finding
from energy_audit.report.content.untold import _items
from energy_audit.report.language import words
from energy_audit.rulebook.model import Text

Reports = Callable[..., EnterpriseReport]


@pytest.fixture(scope="module")
def report(report_of: Reports) -> EnterpriseReport:
    return report_of()


def finding(report: EnterpriseReport, rule: str) -> Finding:
    return next(each for group in report.findings for each in (*group.findings, *group.documents) if each.rule == rule)


def test_violations_come_before_suspicions_before_notices(report: EnterpriseReport) -> None:
    assert [group.kind for group in report.findings] == ["violation", "suspicion", "notice"]
    numbers = [each.number for group in report.findings for each in (*group.findings, *group.documents)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_worse_comes_first_and_the_management_file_last(report: EnterpriseReport) -> None:
    violations = report.findings[0]
    severities = [each.severity for each in violations.findings]
    assert severities == sorted(severities, key="高中低".index)
    assert [each.rule for each in violations.findings if each.rule != "LIM001"] == ["KEU010", "PRJ001", "EQP001"]
    assert {each.rule[:3] for each in violations.documents} == {"ARC"}
    assert violations.documents[0].number > violations.findings[-1].number


def test_each_subject_of_a_rule_counts(report: EnterpriseReport) -> None:
    violations = report.findings[0]
    found = (*violations.findings, *violations.documents)
    assert violations.count == sum(len(each.instances) for each in found) > len(found)


def test_a_finding_carries_law_evidence_and_action(report: EnterpriseReport) -> None:
    found = finding(report, "KEU010")
    assert [(law.instrument, law.article, law.status, law.confidence) for law in found.laws] == [
        ("中华人民共和国节约能源法（2018年修正）", "第五十五条、第八十四条", "现行有效", "把握高"),
        ("重点用能单位节能管理办法（2018年修订）", "", "现行有效", "把握中"),
    ]
    [instance] = found.instances
    assert instance.message == "能源管理负责人李某是否备案：否"
    assert [(each.name, each.value, each.places[0].sheet) for each in instance.evidence] == [
        ("能源管理负责人", "李某", "表1 基本情况"),
        ("能源管理负责人已备案", "否", "表1 基本情况"),
    ]
    assert (found.remedy, found.first_step, found.authority) == (
        "在三十日内备案",
        "责令限期改正",
        "发展改革（节能）部门",
    )
    assert found.honesty == ""


def test_a_rule_stands_once_with_every_subject_it_is_breached_for(report: EnterpriseReport) -> None:
    found = finding(report, "EQP001")
    assert len(found.instances) == 2
    assert len({instance.finding_id for instance in found.instances}) == 2


def test_evidence_is_written_by_type_and_unit(report: EnterpriseReport) -> None:
    [instance] = finding(report, "PRJ001").instances
    assert {each.name: each.value for each in instance.evidence} == {
        "开工日期": "2024年3月18日",
        "审查批复日期": "不能判断",
        "节能审查状态": "未申请",
        "设计（批复）年综合能耗（当量值）": "21,500.00 吨标准煤",
    }


def test_a_rule_that_may_over_report_says_so(report: EnterpriseReport) -> None:
    assert finding(report, "THL001").honesty == "可能多报，须人工复核"


def test_a_parameter_is_evidence_by_its_meaning(report_of: Reports) -> None:
    rows = [
        {
            "energy_name": "原煤",
            "unit": "吨",
            "consumption_total": 9000,
            "consumption_industrial": 9000,
            "factor_adopted": "0.7143",
        }
    ]
    found = finding(report_of(energy_consumption=rows, energy_conversion=None), "KEU001")
    assert [(each.name, each.value) for each in found.instances[0].evidence] == [
        ("综合能耗（当量值）", "6,428.70 吨标准煤"),
        ("重点用能单位的线", "5,000 吨标准煤"),
    ]


def reasons(report: EnterpriseReport) -> dict[str, tuple[str, ...]]:
    return {each.reason: each.items for each in report.summary.untold}


def test_every_open_verdict_is_counted_under_one_reason(report: EnterpriseReport) -> None:
    told = sum(topic.cannot_tell for topic in report.annex.topics)
    assert told == sum(each.count for each in report.summary.untold)
    counts = [each.count for each in report.summary.untold]
    assert counts == sorted(counts, reverse=True)


def test_without_an_archive_list_its_documents_are_one_line(report_of: Reports) -> None:
    report = report_of(document=None)
    assert reasons(report)["未提交节能管理档案目录"][-1].startswith("节能管理档案 ")
    assert not any(
        "档案" in item for reason, items in reasons(report).items() for item in items if "目录" not in reason
    )


def test_a_table_not_filed_is_a_reason_of_its_own(report: EnterpriseReport) -> None:
    assert reasons(report)["未填“补充表 原料用能与可再生能源”"] == ("绿证重复使用",)


def test_a_list_the_authority_has_not_loaded_is_a_reason_of_its_own(report: EnterpriseReport) -> None:
    assert reasons(report)["省级“两高”目录尚未导入"] == ("列入省级两高目录",)
    assert "贵州省“两高”项目目录" in [line.label for line in report.annex.slots]


def test_an_open_total_is_a_reason_of_its_own(report: EnterpriseReport) -> None:
    assert reasons(report)["综合能耗只能算出区间"] == ("年综合能耗达到5000吨标准煤",)


def test_an_open_limit_says_what_its_correction_lacks(report: EnterpriseReport) -> None:
    [asked] = [each for each in report.summary.untold if each.items == ("单位产品能耗超过限额",)]
    assert (asked.reason, asked.owner) == ("GB 16780-2021 的限额须修正，缺少：海拔", "unit")
    assert asked.ask == "请在“表4附 修正条件”中填报"


def test_page_one_says_whose_gap_it_is(report: EnterpriseReport) -> None:
    """The unit left out the altitude; the provincial catalogue is nobody's but the authority's."""
    owners = {each.reason: each.owner for each in report.summary.untold}
    assert owners["省级“两高”目录尚未导入"] == "authority"
    assert owners["综合能耗只能算出区间"] == "unit"
    assert "申报资料不足" in report.summary.unknown
    assert "主管部门名单、目录或口径未定" in report.summary.unknown


def test_days_stay_days_in_evidence(report: EnterpriseReport) -> None:
    assert report.cover.as_of == dt.date(2026, 11, 23)


def coal(tonnes: int) -> dict[str, Any]:
    rows = [
        {
            "energy_name": "原煤",
            "unit": "吨",
            "consumption_total": tonnes,
            "consumption_industrial": tonnes,
            "factor_adopted": "0.7143",
        }
    ]
    return {"energy_consumption": rows, "energy_conversion": None}  # fmt: skip


def test_a_c_unit_waits_for_the_designation_list(report_of: Reports) -> None:
    waiting = reasons(report_of(**coal(8000)))["是否法定重点用能单位不能判断：省级指定名单未导入"]
    assert "法定重点用能单位未通过体系认证" in waiting


def test_what_rests_on_an_open_criterion_names_it(report: EnterpriseReport) -> None:
    assert reasons(report)["其前提不能判断（能效低于基准水平）"] == ("有低水平项目",)


def test_where_the_law_of_the_day_is_not_known_the_rule_says_so_itself(report_of: Reports) -> None:
    """The parameter has no value for 2015: no fact is missing, so the reason is the rule's own message."""
    rows = {
        "enterprise": [
            {"enterprise_name": "甲", "industry_code": "3140", "region_code": "520200", "report_year": 2015}
        ],
        "energy_consumption": [coal(8000)["energy_consumption"][0] | {"report_year": 2015}],
    }
    filing: dict[str, Any] = dict.fromkeys(("energy_conversion", "product", "equipment", "project", "document"))
    told = reasons(report_of(year=2015, problems=[], **filing, **rows))
    [reason] = [reason for reason, items in told.items() if "年综合能耗达到5000吨标准煤" in items]
    assert "重点用能单位的线" in reason


def test_page_one_names_six_and_leaves_the_rest_to_the_annex() -> None:
    rules = [SimpleNamespace(title=Text(f"题{n}", ""), subject="enterprise") for n in range(9)]
    documents = [SimpleNamespace(title=Text("档", ""), subject="document")] * 4
    assert _items([*rules, *documents], words("zh")) == (  # type: ignore[list-item]  # all that is read of a rule
        "题0", "题1", "题2", "题3", "题4", "题5", "另有 3 项，见附录", "节能管理档案 4 项",
    )  # fmt: skip


def test_ends_that_agree_are_told_once() -> None:
    """A total of 12 with both ends at 12 is one line of evidence; ends that differ, or one that is open, are two."""
    entry = {"unit": "tce", "file": "", "sheet": "", "cell": ""}
    names = ("tce_calorific", "tce_calorific_low", "tce_calorific_high", "tce_equal_low", "tce_equal_high")

    def told(*values: str | None) -> list[str]:
        evidence = {name: {"value": value, **entry} for name, value in zip(names, values, strict=True)}
        return list(_told_once(evidence))

    assert ["tce_calorific", "tce_equal"] == told("12", "12", "12", "7", "7")
    assert list(names) == told(None, "12", "13", "7", None)


def test_days_of_a_message_are_written_as_a_paper_does() -> None:
    """2024-05-06 is a day; a project code that begins like one is none."""
    words_zh, rows = words("zh"), ["于2024-05-06开工", "项目2024-520281-26-03-000008", "编号2024-05-061"]
    assert ["于2024年5月6日开工", rows[1], rows[2]] == [_with_days(each, words_zh) for each in rows]
