"""附表3 固定资产投资项目节能审查情况。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, Number, column, table_of


class Project(FilingModel):
    """附表3 固定资产投资项目节能审查情况"""

    uscc: pl.String = column(
        "统一社会信用代码",
        "text",
        "18 位统一社会信用代码，以文本填写",
        required=True,
        key=True,
        aliases=(
            "社会信用代码",
            "信用代码",
            "统一信用代码",
        ),
    )
    report_year: pl.Int64 = column(
        "报告年度",
        "integer",
        "四位数字的年份，如 2025",
        required=True,
        key=True,
        ge=1990,
        le=2100,
        aliases=(
            "年度",
            "年份",
            "报告年份",
        ),
    )
    project_name: pl.String = column("项目名称", "text", "与审批备案文件一致", required=True, key=True)
    project_code: pl.String = column("项目代码", "text", "投资项目在线审批监管平台代码", key=True)
    stage: pl.String = column(
        "项目阶段",
        "choice",
        "拟建、在建、投产、停建",
        choices={"拟建": "拟建", "在建": "在建", "投产": "投产", "已投产": "投产", "建成投产": "投产", "停建": "停建"},
    )
    nature: pl.String = column(
        "建设性质",
        "choice",
        "新建、改建、扩建",
        choices={"新建": "新建", "改建": "改建", "扩建": "扩建", "技术改造": "改建"},
    )
    construction_unit: pl.String = column("建设单位", "text", "建设单位全称")
    construction_unit_uscc: pl.String = column("建设单位统一社会信用代码", "text", "建设单位信用代码")
    main_content: pl.String = column("主要建设内容", "text", "产品、规模与主要装置")
    province_name: pl.String = column("项目所在省", "text", "省级名称")
    city_name: pl.String = column("项目所在地市", "text", "市（州）名称")
    county_name: pl.String = column("项目所在区县", "text", "县（市、区）名称")
    trade_division: pl.String = column("所属行业大类", "text", "2 位数字", str_matches=r"^[0-9]{2}$")
    industry_code: pl.String = column("所属行业小类", "text", "4 位数字", str_matches=r"^[0-9]{4}$")
    review_applied_on: pl.Date = column("节能审查申请日期", "date", "申请节能审查的日期")
    review_level: pl.String = column(
        "节能审查层级",
        "choice",
        "国家、省、市、县",
        choices={
            "国家": "国家",
            "省": "省",
            "省级": "省",
            "市": "市",
            "市级": "市",
            "州": "市",
            "州级": "市",
            "县": "县",
            "县级": "县",
            "区": "县",
            "区级": "县",
        },
    )
    approval_date: pl.Date = column(
        "节能审查批复时间", "date", "节能审查意见的日期；未审查留空", aliases=("节能审查意见日期",)
    )
    planned_start: pl.Date = column("拟投产时间", "date", "计划投产日期")
    construction_started_on: pl.Date = column("开工日期", "date", "实际开工日期；未开工留空")
    commissioned_on: pl.Date = column("实际投产时间", "date", "实际投产日期；未投产留空")
    acceptance_on: pl.Date = column("节能验收日期", "date", "节能审查意见落实情况验收日期")
    authority: pl.String = column("节能审查机关", "text", "作出审查意见的机关")
    document_number: pl.String = column("审查意见文号", "text", "节能审查意见文号；未审查留空")
    review_status: pl.String = column(
        "节能审查状态",
        "choice",
        "无需审查、未申请、审查中、已通过、未通过、已失效",
        choices={
            "无需审查": "not_required",
            "不单独审查": "not_required",
            "未申请": "not_applied",
            "审查中": "pending",
            "已通过": "approved",
            "已批复": "approved",
            "未通过": "rejected",
            "已失效": "expired",
        },
    )
    acceptance_done: pl.String = column(
        "节能验收情况", "choice", "未验收、已验收、不适用", choices={"未验收": "none", "已验收": "done", "不适用": "na"}
    )
    approved_tce_calorific: Number = column(
        "年综合能源消费量(当量值)",
        "number",
        "批复数，含原料用能和可再生能源；地点、工艺和设备未变的改建填新增量，减少的填负数",
        unit="tce",
        filed=("万吨标准煤", 10000),
        signed=True,
    )
    approved_tce_equal: Number = column(
        "年综合能源消费量(等价值)",
        "number",
        "批复数，含原料用能和可再生能源；地点、工艺和设备未变的改建填新增量，减少的填负数",
        unit="tce",
        filed=("万吨标准煤", 10000),
        signed=True,
    )
    actual_tce: Number = column(
        "实际年综合能耗", "number", "投产后实际年综合能耗（当量值）", unit="tce", filed=("万吨标准煤", 10000)
    )
    annual_electricity: Number = column("年电力消费量", "number", "设计年用电量", unit="万千瓦时")
    capacity: Number = column("设计产能", "number", "设计产能")
    capacity_unit: pl.String = column("产能单位", "text", "产能的单位")
    coal_pq_total: Number = column("煤品消费总量(实物)", "number", "设计年消费量", unit="万吨")
    coal_pq: Number = column("其中:煤炭", "number", "实物量", unit="万吨", aliases=("其中:煤炭(实物)",))
    coke_pq: Number = column("其中:焦炭", "number", "实物量", unit="万吨", aliases=("其中:焦炭(实物)",))
    semicoke_pq: Number = column("其中:兰炭", "number", "实物量", unit="万吨", aliases=("其中:兰炭(实物)",))
    coal_sce_total: Number = column("煤品消费总量(折标)", "number", "折标量", unit="tce", filed=("万吨标准煤", 10000))
    coal_sce: Number = column("其中:煤炭(折标)", "number", "折标量", unit="tce", filed=("万吨标准煤", 10000))
    coke_sce: Number = column("其中:焦炭(折标)", "number", "折标量", unit="tce", filed=("万吨标准煤", 10000))
    semicoke_sce: Number = column("其中:兰炭(折标)", "number", "折标量", unit="tce", filed=("万吨标准煤", 10000))
    is_substitution: pl.Boolean = column("是否煤炭消费替代", "boolean", "是否落实煤炭消费替代")
    substitution_source: pl.String = column("煤炭消费替代来源", "text", "替代量来源")
    substitution_qty: Number = column("煤炭消费替代量", "number", "替代量", unit="万吨")
    feed_coal_pq: Number = column("年原料用煤量(实物)", "number", "实物量", unit="万吨")
    feed_coal_sce: Number = column("年原料用煤量(折标)", "number", "折标量", unit="tce", filed=("万吨标准煤", 10000))
    eia_approved: pl.Boolean = column("环评是否批复", "boolean", "环境影响评价文件是否已批复")
    regional_reduction_plan: pl.Boolean = column(
        "区域削减方案", "boolean", "是否有区域污染物削减方案", aliases=("是否有区域削减方案",)
    )
    catalogue_class: pl.String = column(
        "产业结构目录类别",
        "choice",
        "鼓励、允许、限制、淘汰",
        choices={
            "鼓励": "鼓励",
            "鼓励类": "鼓励",
            "允许": "允许",
            "允许类": "允许",
            "限制": "限制",
            "限制类": "限制",
            "淘汰": "淘汰",
            "淘汰类": "淘汰",
        },
    )
    energy_level: pl.String = column(
        "能效水平",
        "choice",
        "优于标杆、标杆与基准之间、低于基准（如已标明）",
        choices={
            "达到标杆": "标杆",
            "标杆": "标杆",
            "优于标杆": "标杆",
            "标杆与基准之间": "基准",
            "基准": "基准",
            "达到基准": "基准",
            "低于基准": "低于基准",
        },
    )
    carbon_evaluated: pl.Boolean = column("是否开展碳排放评价", "boolean", "是否开展碳排放评价")


TABLE = table_of(
    "project",
    "附表3 固定资产投资项目",
    Project,
    mandatory=False,
    aliases=(
        "附表3",
        "固定资产投资项目",
        "固定资产投资项目节能审查情况",
    ),
)
