"""The list of the energy-saving management file (节能管理档案目录) of one unit and year."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from energy_audit.resources import folder
from form.cells import NOTHING, Plant, Row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from form.unit import Unit

REASONS = {
    "ARC-20": "市场监管部门尚未开展能源计量审查",
    "ARC-26": "上年度报告未收到审查意见和整改通知",
    "ARC-27": "不生产列入能耗限额标准的产品",
    "ARC-28": "产品未列入能效标杆和基准水平目录",
    "ARC-31": "未被要求开展设备能效检测",
    "ARC-33": "未被责令开展能源审计",
    "ARC-48": "未申报绿电、绿证和可再生能源",
    "ARC-49": "未纳入全国碳市场重点排放单位",
    "ARC-50": "未超能耗限额，不属于强制清洁生产审核范围",
    "ARC-52": "未收到限期整改通知",
    "ARC-53": "无处罚记录",
    "ARC-54": "本年度无合并、分立、停产和产能变化",
    "ARC-58": "不消费煤炭",
}
"""Why a conditional document does not apply, unless ``applies`` says that it does."""

NO_PROJECT = "无新建、改建、扩建项目"
NOT_FOR_PROJECT = {
    "ARC-35": "项目未开工，尚无审查意见",
    "ARC-36": "项目未投产，尚不需验收",
    "ARC-37": "项目未投产",
    "ARC-38": "项目不属于两高目录",
    "ARC-39": "项目早于2025年9月1日，不适用碳排放评价",
}


@cache
def checklist() -> list[dict[str, Any]]:
    """The documents of the checklist, in order."""
    return list(tomllib.loads((folder("rules") / "reference" / "documents.toml").read_text("utf-8"))["document"])


def archive(
    unit: Unit,
    year: int,
    *,
    applies: Collection[str] = (),
    projects: Mapping[str, Collection[str]] | None = None,
    without: Collection[str] = (),
    absent: Collection[str] = (),
    plant: Mapping[str, Plant] = NOTHING,  # type: ignore[assignment]  # an empty mapping of either kind
) -> list[Row]:
    """List the whole file of a unit, held but for what is said.

    Args:
        unit: whose file.
        year: report year.
        applies: conditional documents that apply and are held; the others are 不适用 with a reason.
        projects: for each project code, the per-project documents that are held.
        without: listed as 否.
        absent: left off the list.
        plant: document id → cells to overwrite.
    """
    rows = []
    for document in checklist():
        identity = document["id"]
        if identity in absent:
            continue
        if document["per_project"]:
            rows += _of_projects(unit, year, document, projects or {}, without)
        elif document["requirement"] == "conditional" and identity not in applies and identity not in without:
            rows.append(_not_applicable(document, REASONS[identity]))
        else:
            rows.append(_held(unit, year, document) if identity not in without else _missing(document))
    return [row | dict(plant.get(str(row["document_id"]), {})) for row in rows]


def _of_projects(
    unit: Unit,
    year: int,
    document: dict[str, Any],
    projects: Mapping[str, Collection[str]],
    without: Collection[str],
) -> list[Row]:
    identity = document["id"]
    if not projects:
        return [_not_applicable(document, NO_PROJECT)]
    rows = []
    for code, held in projects.items():
        if identity in held:
            row = _held(unit, year, document)
        elif identity in without:
            row = _missing(document)
        else:
            row = _not_applicable(document, NOT_FOR_PROJECT[identity])
        rows.append(row | {"project_code": code})
    return rows


def _held(unit: Unit, year: int, document: dict[str, Any]) -> Row:
    identity = document["id"]
    return {
        "document_id": identity,
        "held": "是",
        "title": document["name_zh"],
        "document_number": f"示例档〔{year}〕{int(identity[-2:])}号",
        "issued_on": date(year, 12, 20),
        "valid_until": date(2027, 12, 31) if identity in {"ARC-16", "ARC-40"} else None,
        "owner_name": unit.name,
        "file_name": f"{identity}.pdf",
    }


def _missing(document: dict[str, Any]) -> Row:
    return {"document_id": document["id"], "held": "否", "title": document["name_zh"]}


def _not_applicable(document: dict[str, Any], reason: str) -> Row:
    return {
        "document_id": document["id"],
        "held": "不适用",
        "title": document["name_zh"],
        "not_applicable_reason": reason,
    }
