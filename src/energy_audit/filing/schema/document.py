"""节能管理档案目录。"""

from __future__ import annotations

import polars as pl

from energy_audit.filing.schema.column import FilingModel, column, table_of


class Document(FilingModel):
    """节能管理档案目录"""

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
    document_id: pl.String = column(
        "档案编号", "text", "ARC-01 至 ARC-58", required=True, key=True, str_matches=r"^ARC-[0-9]{2}$"
    )
    held: pl.String = column(
        "是否具备",
        "choice",
        "是、否、不适用",
        required=True,
        choices={"是": "是", "否": "否", "不适用": "不适用", "有": "是", "无": "否", "√": "是", "×": "否"},
    )
    title: pl.String = column(
        "名称",
        "text",
        "档案文件名称",
        aliases=(
            "档案名称",
            "文件名称",
        ),
    )
    document_number: pl.String = column("文号", "text", "文件文号或证书编号")
    issued_on: pl.Date = column("签发日期", "date", "签发或出具日期")
    valid_until: pl.Date = column("有效期至", "date", "有效期截止日；长期有效留空")
    owner_name: pl.String = column("文件所属单位", "text", "文件上写的单位名称")
    project_code: pl.String = column("项目代码", "text", "属某一项目的档案填项目代码", key=True)
    file_name: pl.String = column("文件名", "text", "电子文件名")
    not_applicable_reason: pl.String = column("不适用理由", "text", "填“不适用”时必须说明")


TABLE = table_of(
    "document",
    "节能管理档案目录",
    Document,
    mandatory=False,
    aliases=(
        "节能管理档案目录",
        "档案目录",
        "档案清单",
    ),
)
