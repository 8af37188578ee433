"""What of the year's inspection plan this batch has covered, and what its violations call for.

The matters are those that the 2021 notice of the National Development and Reform Commission names as the focus of
inspection (发改办环资〔2021〕422号): review of projects, limits of consumption, elimination, management of key energy
users, service bodies. Only the office knows its plan, its visits, how a fault was put right and what was fined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.report.language import Words
    from energy_audit.report.material import Material
    from energy_audit.report.tables.data import BatchTables

MATTERS: Final[tuple[tuple[Message, tuple[str, ...]], ...]] = (
    (Message("固定资产投资项目节能审查制度（含“两高”项目）"), ("project_review",)),
    (Message("单位产品能耗限额等强制性节能标准"), ("product_limits",)),
    (Message("落后用能设备和工艺淘汰制度"), ("equipment",)),
    (
        Message("重点用能单位节能管理制度（岗位、档案、报告、计量）"),
        ("key_energy_user", "management", "management_file", "filing", "metering"),
    ),
)
"""Name, topics of rules. Service bodies file nothing, so that no rule judges them: their row is blank."""


@dataclass(frozen=True)
class Matter:
    """One line of the plan; counts are None where no rule judges the matter.

    Attributes:
        name: of the matter.
        units: whose filings a rule of it was applied to; ``open_units``: of whom something of it cannot be told.
        violating: units in violation; ``violations``: how many.
        orders: violations whose first step is an order to correct; ``referrals``: that go to another authority.
    """

    name: str
    units: int | None
    open_units: int | None
    violating: int | None
    violations: int | None
    orders: int | None
    referrals: int | None


def count_matters(material: Material, tables: BatchTables, words: Words) -> tuple[Matter, ...]:
    """Count by matter; violations of any other topic stand in a last line of their own, so that none is left out."""
    named = {topic: words(name) for name, topics in MATTERS for topic in topics}
    other = words("其他")
    matter_of = {rule.code: named.get(rule.topic, other) for rule in material.rulebook.rules.values()}
    judged = _units_judged(material, matter_of)
    found = (
        tables.findings.filter(kind="violation", verdict="breached")
        .with_columns(matter=pl.col("rule").replace_strict(matter_of, default=other, return_dtype=pl.String))
        .group_by("matter")
        .agg(
            violating=pl.col("uscc").n_unique(),
            violations=pl.len(),
            orders=(pl.col("first_step") == "order_to_correct").sum(),
            referrals=(pl.col("first_step") == "referral").sum(),
        )
    )
    counted = {row["matter"]: row for row in judged.join(found, on="matter", how="left").fill_null(0).to_dicts()}
    lines = [_matter(words(name), counted.get(words(name), {})) for name, _ in MATTERS]
    nobody = words("节能服务机构（不在企业申报之内，本表不涉及）")
    lines.append(Matter(nobody, None, None, None, None, None, None))
    if counted.get(other, {}).get("violations"):
        lines.append(_matter(other, counted[other]))
    return tuple(lines)


def _units_judged(material: Material, matter_of: Mapping[str, str]) -> pl.DataFrame:
    """Count the units that a rule of the matter applies to."""
    matter = pl.col("rule").replace_strict(matter_of, return_dtype=pl.String)
    return (
        material.judgement.verdict_counts.filter(pl.col("verdict") != "not_applicable")
        .group_by("uscc", matter=matter)
        .agg(is_open=(pl.col("verdict") == "cannot_tell").any())
        .group_by("matter")
        .agg(units=pl.len(), open_units=pl.col("is_open").sum())
    )


def _matter(name: str, row: Mapping[str, int]) -> Matter:
    counts = ("units", "open_units", "violating", "violations", "orders", "referrals")
    return Matter(name, *(int(row.get(count, 0)) for count in counts))
