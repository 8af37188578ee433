"""The text of each paper, read back from the document."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from docx.document import Document as DocxDocument

from energy_audit.reference.tables import Reference
from energy_audit.report.papers.case import Case, Unit
from energy_audit.report.papers.wording import Wording, read_wording
from energy_audit.rulebook.model import Rulebook

from .conftest import AS_OF, UNIT, USCC, blanks_of, finding, text_of

Make = Callable[..., Case]
Papers = Callable[[Case, Wording], dict[str, DocxDocument]]

BUILT_EARLY = finding(
    "PRJ006",
    "P1",
    "项目“干熄焦”于2024-05-06开工，而审查申请日期为2024-08-20。请核对两个日期。",
    evidence={
        "construction_started_on": ("2024-05-06", "Q2"),
        "review_applied_on": ("2024-08-20", "O2"),
        "project_name": ("干熄焦〔2024〕", "A2"),
    },
)
OVER_LIMIT = finding("LIM001", "焦炭", "焦炭单位产品能耗 150 kgce/t，限定值 135 kgce/t。请限期治理。")
NO_TRAINING = finding("ARC008", "ARC-08", "未具备。")
LEADS = (finding("PRJ016", "P1", "没有区域削减方案。请提供。"), finding("PRJ026", "P1", "环评未批复。"))
OLD_MOTOR = finding(
    "EQP001",
    "8",
    "设备“主电机”型号Y200L-4列入淘汰目录。请停止使用。",
    evidence={"manufactured_on": ("2008-03-01", "E8"), "equipment_in_use": (True, "F8")},
)
METERS = finding("MET004", "电力", "应配 40 台，实配 36 台。", evidence={"l1_need": (40, "K3")})


@pytest.fixture
def order(case_of: Make, papers_of: Papers, wording: Wording) -> DocxDocument:
    return papers_of(case_of(BUILT_EARLY, OVER_LIMIT, NO_TRAINING), wording)["order"]


def test_an_order_names_the_unit_the_facts_their_cells_and_the_articles(order: DocxDocument) -> None:
    text = text_of(order)
    for part in (
        "限期整改通知书",
        f"示例焦化有限公司（统一社会信用代码：{USCC}）：",
        "2025年1月1日至12月31日",
        "焦炭单位产品能耗 150 kgce/t，限定值 135 kgce/t。",
        "“附表3 固定资产投资项目”开工日期 2024年5月6日（Q2）",
        "《中华人民共和国节约能源法》（2018年修正）第十六条第二款、第七十二条",
        "能源管理负责人节能培训证明",
        "第六十八条：节能主管部门责令停止建设",
        "六十日内",
    ):
        assert part in text, part
    assert "请核对两个日期" not in text, "what a message asks stands under the requirements"


def test_an_order_leaves_to_the_office_what_only_it_knows(order: DocxDocument) -> None:
    blanks = " ".join(blanks_of(order))
    for part in ("机关代字", "机关名称", "案号", "年　月　日前", "执法证号", "印章", "行政复议机关", "人民法院"):
        assert part in blanks, part


def test_the_unverified_limit_of_the_period_is_a_blank_and_never_a_statement(order: DocxDocument) -> None:
    stated = [run.text for each in order.paragraphs for run in each.runs if run.font.highlight_color is None]
    assert not any("整改期限" in text and "六个月" in text for text in stated)
    assert any("不超过六个月" in text for text in blanks_of(order))


def test_brackets_in_filed_text_are_not_taken_for_blanks(order: DocxDocument) -> None:
    assert "干熄焦〔2024〕" in text_of(order)
    assert "〔2024〕" not in blanks_of(order)


def test_an_order_rests_on_the_law_of_the_day_and_on_none_that_is_younger(order: DocxDocument) -> None:
    """Works that began in 2024 are not held against the order of 2025."""
    assert "（2025年）" not in text_of(order)
    assert "依据：《中华人民共和国节约能源法》（2018年修正）第十五条" in text_of(order)


def test_equipment_in_use_is_judged_by_the_law_of_the_year_it_is_used_in_not_of_the_day_it_was_made(
    case_of: Make, papers_of: Papers, wording: Wording, shipped: tuple[Reference, Rulebook]
) -> None:
    """Made in 2008, used in 2025: the law of 2018 holds without a doubt, and none before it is cited."""
    settled = dataclasses.replace(shipped[1].rules["EQP001"], kind="violation", first_step="order_to_correct")
    case = case_of(OLD_MOTOR, rules=(settled,))
    assert [dt.date(2025, 12, 31)] == [each.since for each in case.matters]
    text = text_of(papers_of(case, wording)["order"])
    assert "依据：《中华人民共和国节约能源法》（2018年修正）第十七条" in text
    assert "行为发生后施行" not in text
    assert "行为发生时有效" not in text


def test_a_model_on_an_elimination_list_is_to_be_verified_and_orders_nothing(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    """The filing tells a model, the nameplate decides: until it is seen nothing is held against the unit."""
    papers = papers_of(case_of(OLD_MOTOR), wording)
    assert "order" not in papers
    assert "疑似使用明令淘汰的用能设备" in text_of(papers["suggestion"])


def test_the_hearing_states_the_same_matters_before_the_order(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    text = text_of(papers_of(case_of(OVER_LIMIT), wording)["hearing"])
    assert "焦炭单位产品能耗 150 kgce/t" in text
    assert "在下达限期整改通知书之前" in text


def test_a_notice_lists_tables_documents_and_matters_to_complete(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    case = case_of(
        finding("FIL007"),
        finding("FIL008"),
        finding("MGT001", message="未填能源管理负责人（表1!X5）。"),
        NO_TRAINING,
        finding("ARC004", "ARC-04", "不能判断", verdict="cannot_tell"),
        finding("ARC102", "ARC-14", "已过期", evidence={"document_valid_until": ("2025-12-31", "H9")}),
        finding("ARC011", "ARC-11", "不能判断", verdict="cannot_tell"),
    )
    text = text_of(papers_of(case, wording)["notice"])
    for part in ("1. 表8 主要用能设备", "2. 能源计量器具配备率", "未填能源管理负责人", "提前五日书面通知"):
        assert part in text, part
    rows = [
        [cell.text for cell in row.cells]
        for table in papers_of(case, wording)["notice"].tables
        for row in table.rows
        if row.cells[1].text.startswith("ARC-")
    ]
    expected = [("ARC-04", "未列明"), ("ARC-08", "缺失"), ("ARC-14", "有效期至2025年12月31日，已过期")]
    assert expected == [(row[1], row[4]) for row in rows]


@pytest.mark.parametrize(
    ("code", "filed", "asked"),
    [("GZT001", True, False), ("GZT001", False, True), ("ARC101", False, True)],
)
def test_a_notice_asks_for_the_list_of_the_management_file_only_where_it_was_not_filed(
    code: str, filed: bool, asked: bool, case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    """The target of GZT001 is missed by a document that is lacking, too: the list is there then."""
    case = case_of(finding(code, evidence={"archive_list_filed": (filed, "")}))
    text = text_of(papers_of(case, wording)["notice"])
    assert asked == ("补填的申报表" in text)
    assert asked == ("1. 节能管理档案目录" in text)


@pytest.mark.parametrize(
    ("document", "rows", "state"),
    [
        (
            "ARC-16",
            (finding("ARC103", "ARC-16", evidence={"document_valid_until": ("2026-05-31", "H16")}),),
            "有效期至2026年5月31日，已过期",
        ),
        # listed, its condition unknown: it is not the list that leaves it open
        (
            "ARC-50",
            (
                finding(
                    "ARC050",
                    "ARC-50",
                    verdict="cannot_tell",
                    evidence={
                        "any_product_over_limit": (None, ""),
                        "document_held": (None, ""),
                        "document_listed": (True, "B50"),
                        "tier": ("A", ""),
                    },
                ),
            ),
            "目录已列，是否应有不能判断",
        ),
        (
            "ARC-20",
            (
                finding(
                    "ARC020",
                    "ARC-20",
                    verdict="cannot_tell",
                    evidence={
                        "document_condition_holds": (None, ""),
                        "document_held": (None, ""),
                        "document_listed": (True, "B20"),
                    },
                ),
                finding("ARC105", "ARC-20", evidence={"document_claimed_not_applicable": (True, "C20")}),
            ),
            "填“不适用”，未写理由",
        ),
        (
            "ARC-20",
            (
                finding(
                    "ARC020",
                    "ARC-20",
                    verdict="cannot_tell",
                    evidence={"document_held": (None, ""), "document_listed": (True, "B20"), "tier": ("A", "")},
                ),
            ),
            "目录已列，有无不能判断",
        ),
    ],
)
def test_a_notice_says_of_a_document_what_the_filing_says_of_it(
    document: str,
    rows: tuple[dict[str, object], ...],
    state: str,
    case_of: Make,
    papers_of: Papers,
    wording: Wording,
) -> None:
    notice = papers_of(case_of(*rows), wording)["notice"]
    stated = [
        row.cells[4].text for table in notice.tables for row in table.rows if row.cells[1].text.startswith(document)
    ]
    assert [state] == stated


def test_a_notice_accuses_nobody(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    text = text_of(papers_of(case_of(OVER_LIMIT, *LEADS), wording)["notice"])
    assert "150 kgce/t" not in text
    assert "环评" not in text
    assert "没有需要补充的材料" in text


def test_a_notice_asks_which_of_two_filings_holds_and_brings_up_no_mere_suspicion(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    """Two filings that differ are a fact that only the unit can settle; two-high-one-low is a suspicion."""
    twice = finding("FIL009", message="2025年有不止一份申报，内容不同。请确认以哪一份为准并撤回其余各份。")
    text = text_of(papers_of(case_of(twice, finding("THL002", message="疑似两高一低。")), wording)["notice"])
    assert "需要补正或书面说明的事项" in text
    assert "2025年有不止一份申报，内容不同" in text
    assert "确认以哪一份为准，撤回其余各份" in text
    assert "没有需要补充的材料" not in text
    assert "两高一低" not in text


@pytest.mark.parametrize(
    ("lang", "also"),
    [("zh", "由此不能判断的还有：KEU002。"), ("en", " For this reason these cannot be told either: KEU002.")],
)
def test_no_paper_names_the_codes_of_rules_that_a_finding_tells_for(
    lang: str, also: str, case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    case = case_of(finding("KEU006", message=f"M2.{also}"), lang=lang)
    texts = [text_of(each) for each in papers_of(case, wording).values()]
    assert any("M2." in text for text in texts)
    assert not any("KEU002" in text for text in texts)


def test_a_suggestion_says_that_suspicions_are_not_decided(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    case = case_of(OVER_LIMIT, finding("THL002", message="疑似两高一低。"), finding("MGT001"))
    text = text_of(papers_of(case, wording)["suggestion"])
    assert "尚未定性" in text
    assert "不认定违法，不作为行政处罚的依据" in text
    assert "疑似两高一低。" in text
    assert "150 kgce/t" not in text
    assert "责令" not in text


@pytest.mark.parametrize("code", ["LIM006", "EQP002", "KEU005"])
def test_a_suggestion_leaves_out_what_is_for_the_office_or_the_rulebook_to_settle(
    code: str, case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    case = case_of(finding(code, message="数值可信度低。请对照标准原文核对。"), finding("MGT001"))
    assert {code, "MGT001"} == {each.rule.code for each in case.matters}
    papers = papers_of(case, wording)
    assert "数值可信度低" not in text_of(papers["suggestion"])
    assert "suggestion" not in papers_of(case_of(finding(code)), wording), "and alone it makes no letter"


def test_a_suspicion_in_a_suggestion_is_told_without_asking_the_inspectors(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    case = case_of(finding("THL102", "P1", message="项目“干熄焦”疑似两高一低。请人工核对各判据并确认。"))
    text = text_of(papers_of(case, wording)["suggestion"])
    assert "项目“干熄焦”疑似两高一低。" in text
    assert "并确认" not in text


def test_each_authority_gets_its_own_matters_and_no_others(
    case_of: Make, papers_of: Papers, wording: Wording, shipped: tuple[Reference, Rulebook]
) -> None:
    untrue = dataclasses.replace(shipped[1].rules["MGT002"], authority="statistics", first_step="referral")
    case = case_of(METERS, *LEADS, finding("MGT002", message="统计资料不实。"), rules=(untrue,))
    papers = papers_of(case, wording)
    expected = {
        "referral-market_regulation": ("市场监督管理局", "应配 40 台，实配 36 台", "第七十四条"),
        "referral-ecology": ("生态环境局", "环评未批复", "《中华人民共和国环境影响评价法》（2018年修正）第三十一条"),
        "referral-statistics": ("统计局", "统计资料不实", "依统计法查处"),
    }
    assert set(expected) == {name for name in papers if name.startswith("referral")}
    for name, parts in expected.items():
        text = text_of(papers[name])
        assert all(part in text for part in parts), name
        others = [part for other, (_, fact, _) in expected.items() if other != name for part in (fact,)]
        assert not any(part in text for part in others), name


def test_leads_are_told_apart_from_facts(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    papers = papers_of(case_of(METERS, *LEADS), wording)
    assert "仅为线索，尚未核实，未作违法认定" in text_of(papers["referral-ecology"])
    assert "移送事项" not in text_of(papers["referral-ecology"])
    assert "线索，尚未核实" not in text_of(papers["referral-market_regulation"])
    row = [cell.text for cell in papers["referral-market_regulation"].tables[-1].rows[1].cells]
    assert ["1", "40", "申报/示例.xlsx", "附表3 固定资产投资项目 K3"] == [row[0], row[2].split()[0], row[3], row[4]]


def test_a_law_that_ended_before_the_day_is_no_ground_of_a_referral(
    case_of: Make, papers_of: Papers, shipped: tuple[Reference, Rulebook]
) -> None:
    later = dt.date(2026, 8, 15)
    papers = papers_of(case_of(*LEADS, as_of=later), read_wording(shipped[0], "zh", later))
    text = text_of(papers["referral-ecology"])
    assert "依据：《关于加强高耗能、高排放建设项目生态环境源头防控的指导意见》" in text
    assert "另见：《中华人民共和国环境影响评价法》（2018年修正）第三十一条（已被替代" in text


def test_the_record_counts_every_kind_and_what_could_not_be_told(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    case = case_of(OVER_LIMIT, *LEADS, finding("KEU001"), finding("LIM010", "焦炭", verdict="cannot_tell"))
    text = text_of(papers_of(case, wording)["record"])
    for part in ("违法违规 1 项", "疑似问题 2 项", "提示 1 项", "共 1 项，不视为符合", "ab" * 32, "2026年6月30日"):
        assert part in text, part
    assert "现有资料未发现违法违规" not in text


def test_a_clear_record_does_not_call_the_unknown_in_order(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    text = text_of(papers_of(case_of(finding("LIM010", "焦炭", verdict="cannot_tell")), wording)["record"])
    assert "现有资料未发现违法违规；不能判断的事项不等于符合要求" in text


def test_every_served_paper_has_its_proof_of_service(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    papers = papers_of(case_of(OVER_LIMIT, finding("THL002")), wording)
    assert {"receipt-notice", "receipt-order", "receipt-suggestion"} == {n for n in papers if n.startswith("receipt")}
    text = text_of(papers["receipt-order"])
    assert "限期整改通知书" in text
    assert f"示例焦化有限公司（{USCC}）" in text


def test_what_was_not_filed_of_the_unit_is_a_blank(case_of: Make, papers_of: Papers, wording: Wording) -> None:
    unit = Unit(USCC, 2025, UNIT.name)
    blanks = blanks_of(papers_of(case_of(OVER_LIMIT, unit=unit), wording)["hearing"])
    assert {"〔法定代表人〕", "〔住所〕", "〔联系人及电话〕"} <= set(blanks)


def test_the_page_follows_the_habits_of_official_papers(order: DocxDocument) -> None:
    section = order.sections[0]
    assert (210, 297) == (round(section.page_width.mm), round(section.page_height.mm))
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [37, 35, 28, 26] == [round(side.mm) for side in sides]
    assert (22, 16) == (order.styles["Title"].font.size.pt, order.styles["Normal"].font.size.pt)
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    headings = [each.text for each in order.paragraphs if each.style.name == "Heading 1"]
    assert ["一、", "二、", "三、", "四、"] == [heading[:2] for heading in headings]


def test_every_paper_ends_with_reminders_that_are_all_marked(
    case_of: Make, papers_of: Papers, wording: Wording
) -> None:
    for name, document in papers_of(case_of(OVER_LIMIT, *LEADS, METERS, finding("MGT001")), wording).items():
        texts = [each.text for each in document.paragraphs]
        start = next(i for i, text in enumerate(texts) if text.startswith("办文提示"))
        last_page = document.paragraphs[start:]
        assert len(last_page) > 3, name
        assert document.paragraphs[start].paragraph_format.page_break_before, name
        assert all(run.font.highlight_color is not None for each in last_page for run in each.runs), name


@pytest.mark.parametrize(("confidence", "told"), [("high", False), ("medium", True), (None, False)])
def test_the_office_is_told_to_compare_a_limit_that_is_only_transcribed(
    case_of: Make, papers_of: Papers, wording: Wording, confidence: str | None, told: bool
) -> None:
    row = finding("LIM001", "焦炭", "超过限额。", evidence={"limit_confidence": (confidence, "")})
    text = "\n".join(each.text for each in papers_of(case_of(row), wording)["order"].paragraphs)
    assert told is ("“既有装置单位产品能耗超过限定值”所据数值或目录条目为转录，把握不高，须先核对原文。" in text)


def test_an_english_copy_is_english_throughout(
    case_of: Make, papers_of: Papers, shipped: tuple[Reference, Rulebook]
) -> None:
    unit = Unit(USCC, 2025, "Example Coking Ltd", "A", "1 Road", "B")
    message = "Coke 150 kgce/t, limit 135."
    rows = [
        {**row, "message": message, "evidence": "{}"} for row in (OVER_LIMIT, METERS, *LEADS, NO_TRAINING, BUILT_EARLY)
    ]
    case = case_of(*rows, finding("MGT001", message=message), finding("FIL008", message=message), unit=unit, lang="en")
    english = read_wording(shipped[0], "en", AS_OF)
    for name, document in papers_of(case, english).items():
        lines = [line for line in text_of(document).split("For the office")[0].splitlines() if "INSP" not in line]
        chinese = [line for line in lines if any("\u4e00" <= character <= "\u9fff" for character in line)]
        # Articles are cited as the law numbers them and sheets are called as they are, in Chinese.
        named = ("第", "申报/", "能源计量器具配备率")
        assert [] == [line for line in chinese if not any(part in line for part in named)], name
