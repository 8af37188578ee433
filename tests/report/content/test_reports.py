"""Page one, annex and the whole of a report; partitions of a batch."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from decimal import Decimal as D

import polars as pl
import pytest

from energy_audit.report.content import EnterpriseReport, EnterpriseReports, build_enterprise
from energy_audit.report.content.front import _findings_sentence, _tone, _unknown_sentence
from energy_audit.report.content.judged import FindingGroup
from energy_audit.report.content.partition import Partition
from energy_audit.report.language import words
from energy_audit.report.material import Material
from energy_audit.rulebook.model import KINDS

Reports = Callable[..., EnterpriseReport]
Materials = Callable[..., Material]
USCC = "91520000000000001X"


@pytest.fixture(scope="module")
def report(report_of: Reports) -> EnterpriseReport:
    return report_of()


def coal(tonnes: object) -> list[dict[str, object]]:
    return [
        {
            "energy_name": "原煤",
            "unit": "吨",
            "consumption_total": tonnes,
            "consumption_industrial": tonnes,
            "factor_adopted": "0.7143",
        }
    ]


def test_the_cover_says_who_when_how_and_on_which_basis(report: EnterpriseReport) -> None:
    lines = {line.label: line.text for line in report.cover.particulars}
    assert lines["被监察单位"] == "贵州示范铁合金有限责任公司"
    assert lines["曾用名"] == "贵州示范硅锰厂"
    assert lines["所属地区"] == "贵州省六盘水市盘州市（520200）"
    assert lines["行业"] == "3140 铁合金冶炼"
    assert lines["监察期间"] == "2025年1月1日至12月31日"
    assert lines["监察形式"] == "书面监察"
    assert lines["判定基准日"] == "2026年11月23日"


def test_the_verdict_is_three_sentences(report: EnterpriseReport) -> None:
    summary = report.summary
    assert summary.tier == (
        "2025年综合能耗：当量值 ≥ 8,039.40 吨标准煤，等价值 ≥ 11,889.61 吨标准煤；"
        "重点用能单位档次不能确定（可能为A、C档；综合能耗不能算准，上下限落入不同档次）。"
    )
    count = report.findings[0].count
    # the notices: the papers that no article asks for and that are not held: ARC-29, 30, 37 of a project, 47, 51, 55
    assert summary.violations == f"判定违法违规 {count} 项，疑似问题 1 项，提示 6 项；首要的是“能源管理负责人未备案”。"
    assert summary.unknown.endswith("不能判断不等于符合要求。")
    assert summary.tone == "breached"


@pytest.mark.parametrize(
    ("tonnes", "said"),
    [
        (7000, "属C档（年综合能耗5000吨及以上（未见指定文件）），按当量值比5,000吨线高出 0.10 吨（0.0%）。"),
        ("6999.86", "属C档（年综合能耗5000吨及以上（未见指定文件）），按当量值比5,000吨线高出 0.00 吨（0.0%）。"),
        (6000, "属D档（年综合能耗不足5000吨标准煤），按当量值比5,000吨线低 714.20 吨（14.3%）。"),
        (20000, "属A档（年综合能耗1万吨标准煤及以上），按当量值比10,000吨线高出 4,286.00 吨（42.9%）。"),
    ],
)
def test_a_decided_tier_gives_its_margin(report_of: Reports, tonnes: object, said: str) -> None:
    report = report_of(energy_consumption=coal(tonnes), energy_conversion=None)
    assert report.summary.tier.split("；")[1] == said


def test_a_total_of_which_nothing_is_known_has_no_unit(report_of: Reports) -> None:
    """A consumption nobody can read opens the top, an output nobody can read the bottom."""
    rows = [*coal(3000), {**coal(600)[0], "consumption_total": None, "consumption_industrial": None}]
    output = [{"energy_name": "焦炭", "unit": "吨", "conversion_output": None, "recovered": 0}]
    report = report_of(energy_consumption=rows, energy_conversion=output)
    assert report.summary.tier.startswith("2025年综合能耗：当量值 不能判断，等价值 不能判断；")
    assert (report.summary.figures[0].text, report.summary.figures[0].unit) == ("不能判断", "")


def test_a_chosen_basis_is_named_and_decides_the_margin(report_of: Reports) -> None:
    rows = [
        {
            "energy_name": "电力",
            "unit": "万千瓦时",
            "consumption_total": 2000,
            "consumption_industrial": 2000,
            "factor_adopted": "1.229",
        }
    ]
    report = report_of(energy_consumption=rows, energy_conversion=None, basis="equal", equal_factor=D(3))
    assert {line.label: line.text for line in report.cover.particulars}["折算口径"] == "本批选定：等价值"
    assert "按等价值比5,000吨线高出 1,000.00 吨（20.0%）" in report.summary.tier


def test_without_a_list_the_documents_cannot_be_told(report_of: Reports) -> None:
    figure = report_of(document=None).summary.figures[3]
    assert (figure.text, figure.note, figure.tone) == ("不能判断", "未提交目录", "unknown")


def test_the_annex_names_what_the_report_was_made_with(report: EnterpriseReport) -> None:
    identity = {line.label: line.text for line in report.annex.identity}
    assert identity["工具"].startswith("energy-audit ")
    assert identity["规则库"].startswith("national@2026.11")
    assert [(line.label, line.text) for line in report.annex.inputs] == [("示例.xlsx", "3f" * 8)]
    assert [(topic.topic, topic.rules) for topic in report.annex.topics] == [("重点用能单位", 10), ("节能管理档案", 58)]
    breached = [len(each.instances) for group in report.findings for each in group.findings]
    assert report.annex.topics[0].breached == sum(breached)


def test_errors_come_before_warnings_and_are_counted(report: EnterpriseReport) -> None:
    problems = report.problems
    assert (problems.errors, problems.warnings, problems.more) == (1, 1, 0)
    first = problems.shown[0]
    assert (first.is_error, first.place.cell, first.value) == (True, "J10", "约三千")


def test_a_page_shows_a_hundred_faults_and_counts_the_rest(report_of: Reports) -> None:
    fault = {
        "file": "示例.xlsx", "sheet": "表2", "cell": "A1", "table": "energy_consumption", "column": "unit", "code": "x",
        "severity": "warning", "value": "v", "message": "m", "detail": "", "source": 1, "row": 1, "uscc": USCC, "report_year": 2025,
    }  # fmt: skip
    problems = report_of(problems=[fault] * 130).problems
    assert (len(problems.shown), problems.warnings, problems.more) == (100, 130, 30)


def test_an_unknown_enterprise_year_is_refused(material_of: Materials) -> None:
    with pytest.raises(KeyError):
        build_enterprise(material_of(), USCC, 1999)


def test_one_report_is_the_same_alone_and_out_of_a_batch(material_of: Materials) -> None:
    material = material_of()
    batch = EnterpriseReports(material)
    batch.build(USCC, 2024)
    assert build_enterprise(material, USCC, 2025) == batch.build(USCC, 2025)


def walked(value: object) -> Iterator[object]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from walked(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from walked(each)
    else:
        yield value


def test_english_reports_say_in_english_what_the_tool_says(report_of: Reports) -> None:
    """Only what was filed, the law's own articles and names of packs stay Chinese."""
    report = report_of(lang="en")
    ours = [
        report.summary.tier, report.summary.violations, report.summary.unknown, *(each.label for each in report.summary.figures),
        *(line.label for line in report.tiering.particulars), *(line.label for line in report.cover.particulars),
        *report.reckoning.notes, report.archive.introduction, *(line.text for line in report.annex.slots),
    ]  # fmt: skip
    chinese = [text for text in ours if any("一" <= char <= "鿿" for char in text)]
    assert all("补充表" in text for text in chinese), chinese


def test_english_reports_name_the_region_of_the_grid_and_the_energies_without_co2(report_of: Reports) -> None:
    """Power is bought; coking products other than coke have no carbon on file."""
    power = {
        "energy_name": "电力",
        "unit": "万千瓦时",
        "purchase_qty": 100,
        "consumption_total": 100,
        "consumption_industrial": 100,
    }
    other = {"energy_name": "其他焦化产品", "unit": "吨", "consumption_total": 5, "consumption_industrial": 5}
    report = report_of(lang="en", energy_consumption=[power, other | {"purchase_qty": 5}])
    said = " ".join(line.text for line in report.tiering.companions)
    assert "Guizhou 20" in said
    assert "Other coking products" in said
    assert not re.search("[\u4e00-\u9fff]", said)


def test_an_intensity_that_is_not_known_has_no_unit(report_of: Reports) -> None:
    """Without an output there is none to work out, and none was filed."""
    report = report_of(energy_consumption=[{"energy_name": "原煤", "unit": "吨", "consumption_total": 5}])
    (line,) = [each for each in report.tiering.companions if each.label == "单位产值能耗（当年价）"]
    assert "不能判断；自报 未提供" == line.text


def test_a_report_is_frozen_and_holds_no_frames(report: EnterpriseReport) -> None:
    assert not any(isinstance(leaf, (pl.DataFrame, list, dict)) for leaf in walked(report))
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.lang = "en"  # type: ignore[misc]  # that is the point


def test_a_partition_keeps_order_and_leaves_out_rows_of_nobody() -> None:
    frame = pl.DataFrame(
        {"uscc": ["B", "A", None, "B", "A"], "report_year": [2025, 2025, 2025, 2025, 2024], "row": [1, 2, 3, 4, 5]}
    )
    partition = Partition(frame)
    assert [row["row"] for row in partition.rows("B", 2025)] == [1, 4]
    assert [row["row"] for row in partition.rows("A", 2024)] == [5]
    assert partition.rows("C", 2025) == []


@pytest.mark.parametrize(
    ("violations", "suspicions", "unknown", "tone"),
    [(1, 1, 1, "breached"), (0, 1, 1, "suspicion"), (0, 0, 1, "unknown"), (0, 0, 0, "met")],
)
def test_the_tone_of_page_one_is_that_of_the_worst(violations: int, suspicions: int, unknown: int, tone: str) -> None:
    assert tone == _tone({"violation": violations, "suspicion": suspicions, "notice": 5}, unknown)


def test_nothing_open_and_nothing_breached_is_said_plainly() -> None:
    groups = tuple(FindingGroup(kind, "", "", (), (), 0) for kind in KINDS)
    assert _findings_sentence(groups, words("zh")) == "现有资料未发现违法违规；疑似问题 0 项，提示 0 项。"
    assert _unknown_sentence((), 0, words("zh")) == "没有因资料不足而不能判断的事项。"
