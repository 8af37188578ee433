"""A filing with something of everything, judged for real by a small pack of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.account import open_account
from energy_audit.facts import Locator, derive_facts, identify_enterprises
from energy_audit.filing.intake import FileRead, Intake
from energy_audit.filing.problems.problem import PROBLEM_SCHEMA
from energy_audit.reference.lookup import laws
from energy_audit.reference.tables import Reference
from energy_audit.report.content import EnterpriseReport, EnterpriseReports
from energy_audit.report.material import Material, Options
from energy_audit.rulebook.judge import judge
from energy_audit.rulebook.load import load_rulebook
from energy_audit.rulebook.model import Rulebook

AS_OF = dt.date(2026, 11, 23)
USCC = "91520000000000001X"
Row = dict[str, Any]

PACK = """
name = "national"
version = "2026.11"
title = { zh = "国家规则", en = "National rules" }
extends = []
"""

RULES = r"""
[topic]
name = "key_energy_user"
title = { zh = "重点用能单位", en = "Key energy users" }

[[parameter]]
name = "key_user_line_tce"
unit = "tce"
governed_by = "period_end"
meaning = { zh = "重点用能单位的线", en = "line of key energy users" }
[[parameter.value]]
value = 5000
effective_from = 2018-10-26
citation = "ECL-52"
last_checked = 2026-11-23

[[criterion]]
name = "high_energy_sector"
subject = "project"
role = "high_energy"
holds = "project_division IN ('25','26','30','31','32','44')"
title = { zh = "属高耗能六大类行业", en = "In one of the six energy-intensive divisions" }
citations = ["TH-45"]
evidence = ["project_division"]

[[criterion]]
name = "no_eia"
subject = "project"
role = "high_emission"
holds = "eia_approved = FALSE"
title = { zh = "环评未批复", en = "EIA not approved" }
citations = ["EIA-31"]
evidence = ["eia_approved"]

[[criterion]]
name = "below_baseline_level"
subject = "project"
role = "low_level"
holds = "energy_level = '低于基准'"
title = { zh = "能效低于基准水平", en = "Energy level below the baseline" }
citations = ["TH-723"]
evidence = ["energy_level"]

[[criterion]]
name = "two_high"
subject = "enterprise"
role = "high_energy"
holds = "in_provincial_two_high_catalogue"
title = { zh = "列入省级两高目录", en = "In the provincial two-high catalogue" }
citations = ["TH-45"]
evidence = ["in_provincial_two_high_catalogue"]

[[rule]]
code = "KEU001"
name = "at-or-above-the-line"
subject = "enterprise"
kind = "notice"
severity = "info"
breached = "tce_calorific >= :key_user_line_tce"
title = { zh = "年综合能耗达到5000吨标准煤", en = "Consumption of 5,000 tce or more" }
meaning = { zh = "达到重点用能单位的规模", en = "It has the size of a key energy user" }
why = { zh = "国家对重点用能单位有专门要求", en = "Key energy users have duties of their own" }
remedy = { zh = "按重点用能单位管理", en = "Manage it as a key energy user" }
authority = "development_and_reform"
first_step = "none"
honesty = "exact"
message = { zh = "综合能耗为{tce_calorific}，线为{:key_user_line_tce}", en = "Consumption is {tce_calorific}, the line {:key_user_line_tce}" }
evidence = ["tce_calorific", ":key_user_line_tce"]
citations = ["ECL-52"]

[[rule]]
code = "KEU010"
name = "energy-manager-not-filed"
subject = "enterprise"
kind = "violation"
severity = "high"
breached = "NOT energy_manager_filed"
title = { zh = "能源管理负责人未备案", en = "Head of energy management not on file" }
meaning = { zh = "未向主管部门报备", en = "The authority was not told" }
why = { zh = "责任无人承担", en = "Nobody answers for it" }
remedy = { zh = "在三十日内备案", en = "File within thirty days" }
authority = "development_and_reform"
first_step = "order_to_correct"
honesty = "exact"
message = { zh = "能源管理负责人{energy_manager}是否备案：{energy_manager_filed}", en = "{energy_manager} on file: {energy_manager_filed}" }
evidence = ["energy_manager", "energy_manager_filed"]
citations = ["ECL-55", "ECL-84", "KEU-HEAD"]

[[rule]]
code = "LIM001"
name = "unit-consumption-over-the-limit"
subject = "product"
kind = "violation"
severity = "high"
applies = "product_limited"
breached = "product_over_limit"
title = { zh = "单位产品能耗超过限额", en = "Unit consumption over the limit" }
meaning = { zh = "超过强制性限额标准", en = "It exceeds a mandatory limit" }
why = { zh = "超限额即为落后产能", en = "It marks outdated capacity" }
remedy = { zh = "限期治理", en = "Rectify within the time set" }
authority = "industry"
first_step = "order_to_correct"
honesty = "may_over_report"
message = { zh = "{product_name}的{indicator_name}为{product_value}，限额为{limit_value}", en = "{product_name}: {product_value}, limit {limit_value}" }
evidence = ["product_value", "limit_value", "limit_standard"]
citations = ["ECL-16-2", "ECL-72"]

[[rule]]
code = "EQP001"
name = "eliminated-equipment-in-use"
subject = "equipment"
kind = "violation"
severity = "medium"
applies = "equipment_in_use"
breached = "equipment_eliminated"
title = { zh = "在用设备列入淘汰目录", en = "Eliminated equipment in use" }
meaning = { zh = "使用国家明令淘汰的用能设备", en = "Equipment that the state has eliminated is in use" }
why = { zh = "设备能效低", en = "It wastes energy" }
remedy = { zh = "停止使用并更换", en = "Stop using and replace it" }
authority = "development_and_reform"
first_step = "order_to_correct"
honesty = "exact"
message = { zh = "{equipment_name}（{equipment_model}）列入淘汰目录：{elimination_entry}", en = "{equipment_name} ({equipment_model}): {elimination_entry}" }
evidence = ["equipment_model", "manufactured_on", "elimination_entry"]
citations = ["ECL-17", "ECL-71"]

[[rule]]
code = "PRJ001"
name = "started-before-review"
subject = "project"
kind = "violation"
severity = "high"
applies = "review_required AND construction_started"
breached = "NOT reviewed"
title = { zh = "未通过节能审查擅自开工", en = "Construction started without review" }
meaning = { zh = "应当审查的项目未取得审查意见即开工", en = "A project above the threshold was started unreviewed" }
why = { zh = "源头把关失效", en = "Review is the gate" }
remedy = { zh = "停止建设，限期改造", en = "Stop building, rework" }
authority = "development_and_reform"
first_step = "order_to_correct"
honesty = "exact"
message = { zh = "项目{project_name}于{construction_started_on}开工，未见节能审查意见", en = "{project_name} was started on {construction_started_on} without a review" }
evidence = ["construction_started_on", "approval_date", "review_status", "approved_tce"]
citations = ["ECL-15", "ECL-68"]

[[rule]]
code = "THL001"
name = "suspected-two-high-one-low"
subject = "project"
kind = "suspicion"
severity = "high"
breached = "criterion.high_energy_sector AND (criterion.no_eia OR criterion.below_baseline_level)"
title = { zh = "疑似两高一低项目", en = "Suspected two-high-one-low project" }
meaning = { zh = "高耗能且排放或能效不达标", en = "High energy use with high emission or low level" }
why = { zh = "国家坚决遏制此类项目", en = "Such projects are to be curbed" }
remedy = { zh = "逐条说明判据", en = "Explain each criterion" }
authority = "development_and_reform"
first_step = "written_requirement"
honesty = "may_over_report"
message = { zh = "项目{project_name}符合两高一低的判据，须人工确认", en = "{project_name} meets the criteria; a person must confirm" }
evidence = ["project_division", "eia_approved", "energy_level"]
citations = ["TH-45"]

[[rule]]
code = "THL002"
name = "in-provincial-catalogue"
subject = "enterprise"
kind = "notice"
severity = "low"
breached = "in_provincial_two_high_catalogue"
title = { zh = "列入省级两高目录", en = "Listed in the provincial two-high catalogue" }
meaning = { zh = "属省级目录所列", en = "It is listed" }
why = { zh = "目录内项目从严管理", en = "Listed projects are managed strictly" }
remedy = { zh = "核对目录", en = "Compare with the list" }
authority = "development_and_reform"
first_step = "advice"
honesty = "exact"
message = { zh = "列入目录", en = "Listed" }
evidence = ["in_provincial_two_high_catalogue"]
citations = ["TH-45"]

[[rule]]
code = "THL003"
name = "unit-with-a-low-level-project"
subject = "enterprise"
kind = "notice"
severity = "low"
breached = "criterion.below_baseline_level"
title = { zh = "有低水平项目", en = "It has a low-level project" }
meaning = { zh = "列入目录", en = "It is listed" }
why = { zh = "从严管理", en = "It is managed strictly" }
remedy = { zh = "核对", en = "Check" }
authority = "development_and_reform"
first_step = "advice"
honesty = "exact"
message = { zh = "有低水平项目", en = "It has a low-level project" }
evidence = ["industry_code"]
citations = ["TH-45"]

[[rule]]
code = "KEU020"
name = "statutory-user-without-certified-system"
subject = "enterprise"
kind = "notice"
severity = "low"
applies = "statutory_key_user"
breached = "NOT ems_certified"
title = { zh = "法定重点用能单位未通过体系认证", en = "Statutory user without a certified system" }
meaning = { zh = "鼓励认证", en = "Certification is encouraged" }
why = { zh = "体系管理节能", en = "A system saves energy" }
remedy = { zh = "开展认证", en = "Have it certified" }
authority = "development_and_reform"
first_step = "advice"
honesty = "exact"
message = { zh = "未通过认证", en = "Not certified" }
evidence = ["ems_certified"]
citations = ["KEU-EMS"]

[[rule]]
code = "GRN001"
name = "green-certificates-used-twice"
subject = "enterprise"
kind = "suspicion"
severity = "medium"
breached = "certificate_used_elsewhere"
title = { zh = "绿证重复使用", en = "Green certificates used twice" }
meaning = { zh = "同一绿证出现在其他申报中", en = "A certificate appears in another filing" }
why = { zh = "扣减不实", en = "The deduction would be untrue" }
remedy = { zh = "更正", en = "Correct it" }
authority = "development_and_reform"
first_step = "written_requirement"
honesty = "exact"
message = { zh = "绿证编号重复", en = "A certificate id repeats" }
evidence = ["gec_ids"]
citations = ["TH-1310"]
"""

FILE_RULES = r"""
[topic]
name = "management_file"
title = { zh = "节能管理档案", en = "Management file" }

[[document_rule]]
code_prefix = "ARC"
name = "document-missing"
subject = "document"
applies = "document_required AND document_condition_holds"
breached = "NOT document_held"
title = { zh = "缺少{document_name}", en = "Missing: {document_name}" }
meaning = { zh = "档案应有而没有", en = "A document that is due is not held" }
why = { zh = "无从查验", en = "It cannot be inspected" }
remedy = { zh = "补齐{document_name}并归档", en = "Supply and file it" }
authority = "development_and_reform"
first_step = "order_to_correct"
honesty = "exact"
message = { zh = "档案中没有{document_name}", en = "The file lacks {document_name}" }
evidence = ["document_held", "document_required"]
"""


@pytest.fixture(scope="session")
def small_rulebook(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Rulebook:
    rules = tmp_path_factory.mktemp("rules")
    folder = rules / "national"
    folder.mkdir()
    texts = {"pack.toml": PACK, "key_energy_user.toml": RULES, "management_file.toml": FILE_RULES}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_rulebook(Path(rules), laws=laws(reference), documents=reference.documents)


def used(name: str, amount: object, unit: str, factor: object = None, **more: object) -> Row:
    return {
        "energy_name": name,
        "unit": unit,
        "consumption_total": amount,
        "consumption_industrial": amount,
        "purchase_qty": amount,
        "factor_adopted": factor,
    } | more


ENTERPRISE: Row = {
    "enterprise_name": "贵州示范铁合金有限责任公司",
    "former_names": "贵州示范硅锰厂",
    "industry_code": "3140",
    "industry_name": "铁合金冶炼",
    "region_code": "520200",
    "province_name": "贵州省",
    "city_name": "六盘水市",
    "county_name": "盘州市",
    "address": "红果经济开发区胜境大道 18 号",
    "legal_representative": "王某某",
    "energy_manager": "李某",
    "energy_manager_filed": False,
    "gross_output": 42000,
    "reported_tce_calorific": "8123.40",
    "reported_tce_equal": "14210.00",
    "documents_listed_in_full": True,
}

FILING: dict[str, list[Row]] = {
    "enterprise": [ENTERPRISE, ENTERPRISE | {"report_year": 2024, "reported_tce_calorific": "7600"}],
    "energy_consumption": [
        used("原煤", 1200, "吨", "0.7143"),
        used("焦炭", "4150.5", "吨"),
        used("电力", "2450.8", "万千瓦时", "1.229"),
        used("柴油", "36.2", "吨", "1.4571"),
        used("天然气（气态）", "12.5", "万立方米"),
        used("其他能源", None, "吨标准煤", 1),
        used("原煤", 1100, "吨", "0.7143") | {"report_year": 2024},
        used("焦炭", "4000", "吨") | {"report_year": 2024},
        used("电力", "2300", "万千瓦时", "1.229", factor_equal="3.05") | {"report_year": 2024},
    ],
    "energy_conversion": [
        {"energy_name": "余热余压", "unit": "百万千焦", "conversion_output": 0, "recovered": 1520, "factor_adopted": "0.0341"},
    ],
    "product": [
        {
            "product_name": "硅锰合金", "indicator_name": "单位产品综合能耗", "indicator_unit": "kgce/t", "value": "961.5",
            "value_prev": "975", "plant_status": "既有",
        },
        {
            "product_name": "水泥熟料", "indicator_name": "单位产品综合能耗", "indicator_unit": "kgce/t", "value": "121.5",
            "plant_status": "既有",
        },
        {"product_name": "自备发电", "indicator_name": "供电煤耗", "indicator_unit": "gce/kWh", "value": None},
    ],
    "equipment": [
        {"device_name": "循环水泵电机", "category": "电动机", "model": "Y132M-4", "quantity": 4, "in_use": True, "manufactured_on": "2008-05-01"},
        {"device_name": "除尘风机电机", "category": "电动机", "model": "Y160L-4", "quantity": 2, "in_use": True, "manufactured_on": "2009-03-01"},
    ],
    "project": [
        {
            "project_name": "2×33MVA 矿热炉技改项目", "project_code": "2023-520222-31-03-123456", "stage": "在建", "nature": "改建",
            "industry_code": "3140", "construction_started_on": "2024-03-18", "approved_tce_calorific": 21500,
            "review_status": "not_applied", "eia_approved": False, "main_content": "硅锰合金矿热炉", "review_level": "省",
        },
        {
            "project_name": "余热发电项目", "stage": "投产", "nature": "新建", "industry_code": "4411",
            "review_applied_on": "2021-05-10", "approval_date": "2021-07-02", "document_number": "黔发改环资〔2021〕55号",
            "review_status": "approved", "construction_started_on": "2021-09-01", "commissioned_on": "2022-12-20",
            "acceptance_on": "2023-02-18", "acceptance_done": "done", "approved_tce_calorific": 1800, "actual_tce": 1750,
            "energy_level": "标杆", "eia_approved": True,
        },
    ],
    "document": [
        {"document_id": "ARC-01", "held": "是"},
        {"document_id": "ARC-03", "held": "是", "owner_name": "贵州某某集团有限公司"},
        {"document_id": "ARC-04", "held": "是", "valid_until": "2026-01-31"},
        {"document_id": "ARC-05", "held": "否"},
        {"document_id": "ARC-12", "held": "不适用", "not_applicable_reason": "未实行能源管理体系认证"},
    ],
}  # fmt: skip

PROBLEMS: list[Row] = [
    {
        "file": "示例.xlsx", "sheet": "表2 能源消费结构", "cell": "J10", "table": "energy_consumption", "column": "consumption_industrial",
        "code": "unreadable-number", "severity": "error", "value": "约三千", "message": "“工业生产消费”应为数字，填的是“约三千”。请改填数字。",
        "detail": "", "source": 1, "row": 10, "uscc": USCC, "report_year": 2025,
    },
    {
        "file": "示例.xlsx", "sheet": "表1 基本情况", "cell": "A5", "table": "enterprise", "column": "uscc", "code": "bad-organisation-code",
        "severity": "warning", "value": USCC, "message": "第 9—17 位校验不符，请对照营业执照核对。", "detail": "", "source": 0, "row": 5,
        "uscc": USCC, "report_year": 2025,
    },
]  # fmt: skip


@pytest.fixture(scope="session")
def material_of(
    intake_of: Callable[..., Intake], reference: Reference, small_rulebook: Rulebook
) -> Callable[..., Material]:
    """Judge a filing: that of ``FILING`` with tables replaced, or left out where they are None."""

    def make(
        *,
        lang: str = "zh",
        basis: Any = None,
        equal_factor: Decimal | None = None,
        problems: list[Row] = PROBLEMS,
        **tables: list[Row] | None,
    ) -> Material:
        filed = {key: rows for key, rows in (FILING | tables).items() if rows is not None}
        blank = intake_of(**filed)
        intake = replace(
            blank,
            problems=pl.DataFrame(problems, schema=PROBLEM_SCHEMA),
            files=(FileRead("示例.xlsx", "3f" * 32, 20480, "read", "", 2),),
        )
        options = Options(as_of=AS_OF, basis=basis, equal_factor=equal_factor, lang=lang)  # type: ignore[arg-type]  # a test's own literal
        identified = identify_enterprises(intake, reference)
        account = open_account(intake, identified, reference, basis=basis, equal_factor=equal_factor)
        facts = derive_facts(intake, identified, account, reference, as_of=AS_OF)
        locator = Locator(intake, identified, account.rows)
        judgement = judge(small_rulebook, facts, as_of=AS_OF, locator=locator, language=options.lang)
        return Material(intake, account, facts, judgement, small_rulebook, reference, locator, options)

    return make


@pytest.fixture(scope="session")
def report_of(material_of: Callable[..., Material]) -> Callable[..., EnterpriseReport]:
    """Build the report of the enterprise for 2025 from a filing (see ``material_of``); the full filing only once."""
    full: dict[tuple[int, str], EnterpriseReport] = {}

    def make(year: int = 2025, lang: str = "zh", **filing: Any) -> EnterpriseReport:
        if filing:
            return EnterpriseReports(material_of(lang=lang, **filing)).build(USCC, year)
        if (year, lang) not in full:
            full[year, lang] = EnterpriseReports(material_of(lang=lang)).build(USCC, year)
        return full[year, lang]

    return make
