"""Facts of a document of the management file."""

from __future__ import annotations

import polars as pl

from energy_audit.vocabulary.fact import REQUIREMENT, WHY_DOCUMENT_OPEN, Fact

FACTS: tuple[Fact, ...] = (
    Fact("document_id", "document", pl.String(), "档案编号", "document id", source="document.document_id"),
    Fact("document_name", "document", pl.String(), "档案名称", "document"),
    Fact(
        "document_requirement",
        "document",
        pl.String(),
        "要求",
        "requirement",
        meaning="mandatory/conditional/recommended",
        codes=REQUIREMENT,
    ),
    Fact(
        "document_required",
        "document",
        pl.Boolean(),
        "按本单位档次应有",
        "required for this tier",
        meaning="档次不能确定且各档要求不同为空",
    ),
    Fact(
        "document_binding",
        "document",
        pl.Boolean(),
        "依据的法律约束本单位",
        "its law binds this unit",
        meaning="仅凭重点用能单位条款的档案对 C 档不具约束力",
    ),
    Fact(
        "document_condition_holds",
        "document",
        pl.Boolean(),
        "附条件档案的条件成立",
        "its condition holds",
        meaning="清单填“是”为是，填“不适用”且有理由为否，其余为空",
        columns=("document.held",),
    ),
    Fact(
        "document_open_because",
        "document",
        pl.String(),
        "有无不能判断的原因",
        "why it cannot be told",
        meaning="填报上的原因优先；是否具备已知的，原因在是否应有",
        columns=("document.held",),
        codes=WHY_DOCUMENT_OPEN,
    ),
    Fact("document_listed", "document", pl.Boolean(), "档案目录列有此项", "listed", columns=("document.document_id",)),
    Fact(
        "document_held",
        "document",
        pl.Boolean(),
        "具备",
        "held",
        meaning="列全而未列为否；未列全而未列为空",
        columns=("document.held",),
    ),
    Fact(
        "document_claimed_not_applicable",
        "document",
        pl.Boolean(),
        "填报不适用",
        "claimed not applicable",
        columns=("document.held",),
    ),
    Fact(
        "not_applicable_reason",
        "document",
        pl.String(),
        "不适用理由",
        "reason",
        source="document.not_applicable_reason",
    ),
    Fact("document_valid_until", "document", pl.Date(), "有效期至", "valid until", source="document.valid_until"),
    Fact(
        "document_expired",
        "document",
        pl.Boolean(),
        "已过有效期",
        "expired",
        meaning="至判定基准日",
        columns=("document.valid_until",),
    ),
    Fact("document_owner", "document", pl.String(), "文件所属单位", "owner", source="document.owner_name"),
    Fact(
        "document_owner_differs",
        "document",
        pl.Boolean(),
        "文件所属单位与申报单位不符",
        "owner differs",
        meaning="曾用名算相符",
        columns=("document.owner_name",),
    ),
    Fact("document_project", "document", pl.String(), "所属项目", "project", source="document.project_code"),
)
