"""表1 基本情况：单位身份、能源管理组织、总量与产值。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import NAME, PERSON, TELEPHONE, FilingModel, Number, column, table_of


class Enterprise(FilingModel):
    """表1 基本情况：单位身份、能源管理组织、总量与产值"""

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
    site: pl.String = column(
        "厂区(场所)",
        "text",
        "同一法人有多个厂区分别填报时的厂区名；只有一个厂区可不填",
        key=True,
        aliases=(
            "厂区",
            "场所",
        ),
    )
    enterprise_name: pl.String = column(
        "单位名称",
        "text",
        "营业执照上的全称",
        required=True,
        aliases=(
            "企业名称",
            "用能单位名称",
            "填报单位",
            "单位详细名称",
            "企业详细名称",
        ),
        str_matches=NAME,
    )
    former_names: pl.String = column("曾用名", "text", "改名前的全称，多个以顿号分开")
    unit_type: pl.String = column(
        "单位类型/所有制",
        "text",
        "中央企业、地方国有、集体、民营等",
        aliases=(
            "单位类型",
            "所有制",
        ),
    )
    industry_code: pl.String = column(
        "行业代码(GB/T 4754)",
        "text",
        "国民经济行业分类 4 位小类代码",
        required=True,
        aliases=(
            "行业代码",
            "国民经济行业代码",
            "行业小类代码",
        ),
        str_matches=r"^[0-9]{4}$",
    )
    industry_name: pl.String = column("行业名称", "text", "与行业代码对应的名称", str_matches=NAME)
    region_code: pl.String = column(
        "行政区划代码", "text", "单位所在县（市、区）的 6 位代码", required=True, str_matches=r"^[0-9]{6}$"
    )
    province_name: pl.String = column(
        "单位所在省",
        "text",
        "省级名称",
        required=True,
        aliases=(
            "省",
            "所在省",
        ),
        str_matches=NAME,
    )
    city_name: pl.String = column(
        "单位所在地市",
        "text",
        "市（州）名称",
        required=True,
        aliases=(
            "市州",
            "地市",
            "所在地市",
            "市（州）",
        ),
        str_matches=NAME,
    )
    county_name: pl.String = column(
        "单位所在区县",
        "text",
        "县（市、区）名称；开发区填实际所属县",
        required=True,
        aliases=(
            "区县",
            "县区",
            "所在区县",
        ),
        str_matches=NAME,
    )
    address: pl.String = column(
        "单位地址",
        "text",
        "详细地址",
        required=True,
        aliases=(
            "详细地址",
            "地址",
        ),
        str_matches=NAME,
    )
    postcode: pl.String = column("邮编", "text", "6 位邮政编码")
    legal_representative: pl.String = column(
        "法定代表人", "text", "姓名", required=True, aliases=("法定代表人姓名", "法人代表"), str_matches=PERSON
    )
    contact_name: pl.String = column("联系人", "text", "姓名", required=True, str_matches=PERSON)
    contact_phone: pl.String = column(
        "联系电话", "text", "手机或带区号的固定电话", required=True, aliases=("联系人电话",), str_matches=TELEPHONE
    )
    contact_email: pl.String = column("电子邮箱", "text", "联系人的邮箱")
    energy_leader_name: pl.String = column(
        "节能主管领导姓名", "text", "分管节能的单位领导", required=True, str_matches=PERSON
    )
    energy_leader_title: pl.String = column("节能主管领导职务", "text", "分管领导的职务")
    energy_dept_name: pl.String = column(
        "节能(能源)管理部门名称",
        "text",
        "负责能源管理的部门",
        required=True,
        aliases=("能源管理部门名称",),
        str_matches=PERSON,
    )
    energy_dept_lead: pl.String = column("节能管理部门负责人", "text", "部门负责人姓名")
    energy_manager: pl.String = column(
        "能源管理负责人", "text", "受聘的能源管理负责人姓名", required=True, str_matches=PERSON
    )
    energy_manager_filed: pl.Boolean = column("能源管理负责人是否备案", "boolean", "是否已向主管部门备案")
    energy_staff_full: pl.Int64 = column("专职能源管理人数", "integer", "专职人数", unit="人")
    energy_staff_part: pl.Int64 = column("兼职能源管理人数", "integer", "兼职人数", unit="人")
    employees: pl.Int64 = column("从业人员", "integer", "年末从业人员数", unit="人")
    ems_certified: pl.Boolean = column("是否通过能源管理体系认证", "boolean", "GB/T 23331 认证")
    ems_cert_date: pl.Date = column("认证日期", "date", "体系认证证书日期")
    ems_cert_body: pl.String = column("认证机构", "text", "发证机构名称")
    gross_output: Number = column(
        "工业总产值(当年价)", "number", "报告年度工业总产值；非工业单位不填", unit="万元", aliases=("工业总产值",)
    )
    gross_output_const: Number = column("工业总产值(可比价)", "number", "可比价工业总产值", unit="万元")
    value_added: Number = column("工业增加值", "number", "报告年度工业增加值", unit="万元")
    sales_revenue: Number = column("销售收入", "number", "报告年度销售收入", unit="万元")
    tax_paid: Number = column("上缴税金", "number", "报告年度上缴税金", unit="万元")
    energy_cost: Number = column("能源费用", "number", "报告年度能源费用", unit="万元")
    production_cost: Number = column("生产成本", "number", "报告年度生产成本", unit="万元")
    reported_tce_calorific: Number = column(
        "综合能源消费量(当量值)",
        "number",
        "单位自报数，含原料用能",
        unit="吨标准煤",
        required=True,
        aliases=("综合能源消费量当量值",),
    )
    reported_tce_equal: Number = column(
        "综合能源消费量(等价值)",
        "number",
        "单位自报数，含原料用能",
        unit="吨标准煤",
        required=True,
        aliases=("综合能源消费量等价值",),
    )
    reported_tce_calorific_prev: Number = column(
        "上年综合能源消费量(当量值)", "number", "上一年度自报数", unit="吨标准煤"
    )
    reported_tce_equal_prev: Number = column("上年综合能源消费量(等价值)", "number", "上一年度自报数", unit="吨标准煤")
    reported_tce_feedstock: Number = column("原料用能消费量", "number", "2022 年起须填报，没有填 0", unit="吨标准煤")
    reported_intensity_calorific: Number = column(
        "单位产值综合能耗(当量)", "number", "当量综合能耗除以工业总产值", unit="吨标准煤/万元"
    )
    reported_intensity_equal: Number = column(
        "单位产值综合能耗(等价)", "number", "等价综合能耗除以工业总产值", unit="吨标准煤/万元"
    )
    designated_by: pl.String = column(
        "重点用能单位指定文号",
        "text",
        "5000 吨以上不满 1 万吨而被省级以上部门指定为重点用能单位的文件文号",
        aliases=("指定文号",),
    )
    documents_listed_in_full: pl.Boolean = column(
        "档案目录是否列全", "boolean", "“节能管理档案目录”表是否已列出全部档案"
    )
    responsible_person: pl.String = column(
        "单位负责人/填报负责人",
        "text",
        "对报告负责的单位负责人",
        aliases=(
            "单位负责人",
            "填报负责人",
        ),
    )
    statistics_lead: pl.String = column("统计负责人", "text", "统计负责人姓名")
    preparer: pl.String = column(
        "填表人/填报人",
        "text",
        "填表人姓名",
        aliases=(
            "填表人",
            "填报人",
        ),
    )
    preparer_phone: pl.String = column("填表人电话", "text", "填表人的电话")
    report_date: pl.Date = column(
        "填报(报出)日期",
        "date",
        "报表填写完成的日期",
        aliases=(
            "填报日期",
            "报出日期",
        ),
    )
    legal_rep_signed: pl.Boolean = column("法定代表人签字", "boolean", "法定代表人是否已签字")
    sealed: pl.Boolean = column("单位盖章", "boolean", "是否已盖单位公章")
    submitted_on: pl.Date = column("实际报送日期", "date", "实际报送主管部门的日期", aliases=("报送日期",))
    review_status: pl.String = column(
        "审核状态",
        "choice",
        "报送件当前状态",
        choices={"草稿": "draft", "已报送": "submitted", "退回": "returned", "已接收": "accepted"},
    )


TABLE = table_of(
    "enterprise",
    "表1 基本情况",
    Enterprise,
    mandatory=True,
    aliases=(
        "表1",
        "基本情况",
        "基本情况表",
        "表1 基本情况表",
    ),
)
