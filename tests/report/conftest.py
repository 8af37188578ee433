"""A batch made by hand: a few enterprises with every state the pages must tell apart."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from energy_audit.facts.place import PlaceOfRows
from energy_audit.filing.intake import FileRead
from energy_audit.filing.problems.problem import PROBLEM_SCHEMA
from energy_audit.report.material import Options
from energy_audit.rulebook.model import Citation, Text
from energy_audit.rulebook.verdict_rows import LONG_SCHEMA
from energy_audit.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from energy_audit.reference.tables import Reference

AS_OF = dt.date(2026, 11, 23)
KEY = ("uscc", "report_year")
Row = dict[str, Any]

ENTERPRISE_KEY: dict[str, pl.DataType] = {
    "uscc": pl.String(),
    "report_year": pl.Int64(),
    "subject_key": pl.String(),
    "source": pl.UInt32(),
    "row": pl.UInt32(),
}
ENTERPRISE_SCHEMA: dict[str, pl.DataType] = ENTERPRISE_KEY | {
    fact.name: fact.dtype for fact in VOCABULARY.values() if fact.subject == "enterprise"
}


def text(zh: str, en: str) -> Text:
    return Text(zh, en)


def law(identity: str) -> Citation:
    return Citation(identity, text("节约能源法", "Energy Conservation Law"), "", "第五十二条", "high", "in_force")


def rule(code: str, kind: str, severity: str, title: str, *laws: str, **other: str) -> SimpleNamespace:
    return SimpleNamespace(
        code=code,
        name=code.lower(),
        kind=kind,
        severity=severity,
        subject=other.get("subject", "enterprise"),
        title=text(title, f"title of {code}"),
        meaning=text(f"{title}的含义", f"meaning of {code}"),
        why=text("为什么", "why"),
        remedy=text("补正", "put it right"),
        authority=other.get("authority", "development_and_reform"),
        first_step=other.get("first_step", "order_to_correct"),
        honesty="exact",
        citations=tuple(law(identity) for identity in laws),
        document=other.get("document", ""),
        told_by=(),
        awaits="",
        pack="national",
        topic="key_energy_user",
    )


RULES = (
    rule("KEU001", "violation", "high", "未设立能源管理岗位", "ECL-55"),
    rule("KEU002", "violation", "medium", "未按时报送能源利用状况报告", "ECL-53", "ECL-82"),
    rule(
        "MTR001", "violation", "low", "计量器具配备不足", "ECL-27", authority="market_regulation", first_step="referral"
    ),
    rule("THL001", "suspicion", "high", "疑似两高一低", first_step="written_requirement"),
    rule("KEU015", "notice", "info", "综合能耗接近5000吨线", first_step="none"),
    rule("TIR001", "notice", "info", "档次不能确定", first_step="none"),
    rule("ARC002", "notice", "low", "未交档案目录", first_step="written_requirement", subject="document"),
)


@dataclass(frozen=True)
class HandJudgement:
    """What the pages ask of a judgement, over verdicts written by hand."""

    findings: pl.DataFrame
    long: pl.DataFrame
    suspected: pl.DataFrame
    projects: pl.DataFrame

    def batches(self) -> Iterator[pl.DataFrame]:
        yield self.long

    def count_told_alone(self) -> int:
        return self.findings.height

    @property
    def verdict_counts(self) -> pl.DataFrame:
        return self.long.group_by(*KEY, "rule", pl.col("verdict").cast(pl.String)).agg(count=pl.len())

    def tally(self) -> pl.DataFrame:
        breached = pl.col("verdict") == "breached"
        worst = pl.col("severity").filter(breached)
        return self.findings.group_by(KEY).agg(
            *(
                (breached & (pl.col("kind") == kind)).sum().cast(pl.Int64).alias(f"{kind}s")
                for kind in ("violation", "suspicion", "notice")
            ),
            cannot_tell=(pl.col("verdict") == "cannot_tell").sum().cast(pl.Int64),
            worst_severity=pl.coalesce(
                pl.when((worst == severity).any()).then(pl.lit(severity))
                for severity in ("high", "medium", "low", "info")
            ),
        )

    def criteria(self, subject: str) -> pl.DataFrame:
        assert subject == "project"
        return self.projects

    def criteria_of_enterprises(self) -> pl.DataFrame:
        held = self.projects.group_by(KEY).agg(pl.col("project_two_high_one_low").any(ignore_nulls=False))
        return self.suspected.join(held, on=KEY, how="left")

    def write_verdicts(self, path: Path) -> None:
        self.long.with_columns(pl.col("verdict").cast(pl.String)).write_parquet(path)


def enterprise(uscc: str, year: int = 2025, **facts: Any) -> Row:
    """One enterprise-year; what is not said is unknown."""
    return {"uscc": uscc, "report_year": year, "subject_key": "", "source": 0, "row": 2} | facts


def certain(tce: str) -> Row:
    """A total that is certain on the calorific basis and open on the other."""
    return dict.fromkeys(("tce_calorific", "tce_calorific_low", "tce_calorific_high"), Decimal(tce)) | {
        "margin_10000_tce": Decimal(tce) - 10000,
        "margin_5000_tce": Decimal(tce) - 5000,
    }


def archive(required: int, held: int, missing: int, expired: int, unknown: int, *, inspected: bool | None) -> Row:
    return {
        "archive_list_filed": True,
        "documents_required": required,
        "documents_held": held,
        "documents_missing": missing,
        "documents_expired": expired,
        "documents_unknown": unknown,
        "inspection_record_held": inspected,
    }


NO_LIST: Row = {"archive_list_filed": False}
KEY_USER: Row = {"key_energy_user": True, "statutory_key_user": True}

ENTERPRISES: tuple[Row, ...] = (
    enterprise(
        "91520100000000001A", enterprise_name="贵阳示范水泥有限公司", region_code="520181", industry_code="3011", site_count=2,
        **certain("123456.78"), tce_equal=Decimal("150000.00"), tce_equal_low=Decimal("150000.00"),
        tce_equal_high=Decimal("150000.00"), tier="A", tier_calorific="A", tier_equal="A", basis_sensitive=False,
        **KEY_USER, **archive(30, 30, 0, 0, 0, inspected=True), co2_t=Decimal("456789.12"),
        nonfossil_share=Decimal("0.123456789"), reported_tce_calorific=Decimal("123456.78"), has_product_table=True,
        equal_factor_origin="filed",
    ),
    enterprise(
        "91520100000000002B", enterprise_name='=HYPERLINK("http://x")铁合金', region_code="520123", industry_code="3140", site_count=1,
        **certain("23456.70"), tce_equal_low=Decimal("25000.00"), tce_equal_high=Decimal("31000.00"), tier="A",
        tier_calorific="A", tier_equal="A", basis_sensitive=False, **KEY_USER, **archive(30, 25, 3, 2, 0, inspected=False),
        equal_factor_origin="range",
    ),
    enterprise(
        "91520300000000003C", enterprise_name="遵义<script>alert(1)</script>酒业", region_code="520321", industry_code="1512", site_count=1,
        **certain("5320.00"), tce_equal_low=Decimal("5600.00"), tce_equal_high=Decimal("6100.00"), tier="C",
        tier_calorific="C", tier_equal="C", basis_sensitive=False, key_energy_user=True, **archive(20, 15, 0, 0, 5, inspected=None),
        equal_factor_origin="range",
    ),
    enterprise(
        "91520300000000003C", 2024, enterprise_name="遵义酒业", region_code="520304", industry_code="1512", site_count=1,
        **certain("5200.00"), tier="C", tier_calorific="C", tier_equal="C", basis_sensitive=False, key_energy_user=True, **NO_LIST,
    ),
    enterprise(
        "91520500000000004D", enterprise_name="毕节数据中心", region_code="520502", industry_code="6450", site_count=1,
        **certain("4700.00"), tce_equal_low=Decimal("10500.00"), tce_equal_high=Decimal("12000.00"), tier_calorific="D", tier_equal="A",
        tiers_possible="A/D", tier_undecided_because="basis", basis_sensitive=True,
        **NO_LIST, equal_factor_origin="range",
    ),
    enterprise(
        "91522600000000005E", enterprise_name="凯里医院", region_code="522601", industry_code="8411", site_count=1,
        **certain("812.30"), tier="D", tier_calorific="D", tier_equal="D", basis_sensitive=False, key_energy_user=False,
        statutory_key_user=False, **NO_LIST,
    ),
    enterprise(
        "91430000000000006F", enterprise_name="湖南外省电厂", region_code="430100", industry_code="4411", site_count=1,
        tce_calorific_low=Decimal("8000.00"), tiers_possible="A/C", key_energy_user=True,
        tier_undecided_because="interval", net_producer=True, **NO_LIST,
    ),
    enterprise("坏代码-1", enterprise_name=None, region_code="贵安新区", industry_code=None, site_count=1, **NO_LIST),
)  # fmt: skip

BREACHED: tuple[tuple[str, int, str, str, str], ...] = (
    ("91520100000000002B", 2025, "KEU001", "breached", ""),
    ("91520100000000002B", 2025, "MTR001", "breached", ""),
    ("91520100000000002B", 2025, "THL001", "breached", ""),
    ("91520300000000003C", 2025, "KEU002", "breached", ""),
    ("91520300000000003C", 2025, "KEU015", "breached", ""),
    ("91520300000000003C", 2024, "KEU002", "breached", ""),
    ("91520300000000003C", 2024, "ARC002", "breached", ""),
    ("91520500000000004D", 2025, "TIR001", "breached", ""),
    ("91520500000000004D", 2025, "KEU015", "breached", ""),
    ("91520500000000004D", 2025, "KEU001", "cannot_tell", ""),
    ("91430000000000006F", 2025, "TIR001", "breached", ""),
    ("91430000000000006F", 2025, "KEU001", "cannot_tell", ""),
    ("91430000000000006F", 2025, "KEU002", "cannot_tell", ""),
    ("坏代码-1", 2025, "KEU001", "cannot_tell", ""),
)

PROBLEMS: tuple[Row, ...] = (
    {
        "file": "贵阳/二.xlsx", "sheet": "表2 能源消费结构", "cell": "F12", "table": "energy_consumption",
        "column": "consumption_total", "code": "unreadable-number", "severity": "error", "value": "-壹佰",
        "message": "“消费量合计”应为数字", "detail": "", "source": 1, "row": 12, "uscc": "91520100000000002B", "report_year": 2025,
    },
    {
        "file": "毕节/四.csv", "sheet": "", "cell": "line:2", "table": "enterprise", "column": "enterprise_name", "code": "hidden-row",
        "severity": "warning", "value": "+1", "message": "这一行是隐藏行", "detail": "", "source": 2, "row": 2,
        "uscc": "91520500000000004D", "report_year": 2025,
    },
)  # fmt: skip

DEVICES: tuple[Row, ...] = (
    {
        "equipment_name": "引风机电机", "equipment_model": "YX3-200L-4", "equipment_quantity": 2, "equipment_in_use": True,
        "efficiency_ground": "93.0%", "efficiency_grade": 4, "efficiency_standard": "GB 18613-2020", "efficiency_confidence": "high",
        "row": 7,
    },
    {
        "equipment_name": "变压器", "equipment_model": "S13-M-1000/10", "equipment_quantity": 1, "equipment_in_use": True,
        "efficiency_missing": "transformer-losses", "row": 8,
    },
    {"equipment_name": "回转窑", "equipment_model": "=Φ4.8", "equipment_quantity": 1, "row": 9},
)  # fmt: skip

FILES = (
    ("贵阳/一.xlsx", "a" * 64, 12345, "read", "", 1),
    ("贵阳/二.xlsx", "b" * 64, 23456, "read", "", 1),
    ("毕节/四.csv", "c" * 64, 345, "read", "", 6),
    ("坏/加密.xlsx", "d" * 64, 999, "refused", "文件有密码保护，无法读取。请去掉密码后再交。", 0),
)


def _equipment(devices: tuple[Row, ...]) -> pl.DataFrame:
    first = ENTERPRISES[0]
    schema = ENTERPRISE_KEY | {fact.name: fact.dtype for fact in VOCABULARY.values() if fact.subject == "equipment"}
    owned = [{"uscc": first["uscc"], "report_year": first["report_year"], "source": 0} | device for device in devices]
    return pl.DataFrame(owned, schema=schema)


def _nothing_of(subject: str) -> pl.DataFrame:
    schema = {fact.name: fact.dtype for fact in VOCABULARY.values() if fact.subject == subject}
    return pl.DataFrame(schema=ENTERPRISE_KEY | schema)


def _row_place(column: str, _source: pl.Expr, row: pl.Expr) -> PlaceOfRows:
    assert column == "equipment.model"
    return PlaceOfRows(pl.lit("贵阳/二.xlsx"), pl.lit("表8"), pl.format("G{}", row))


def _findings(
    enterprises: tuple[Row, ...], verdicts: tuple[tuple[str, int, str, str, str], ...], rules: Any
) -> pl.DataFrame:
    names = {(row["uscc"], row["report_year"]): row.get("enterprise_name") for row in enterprises}
    by_code = {each.code: each for each in rules}
    rows = []
    for number, (uscc, year, code, verdict, key) in enumerate(verdicts):
        chosen = by_code[code]
        rows.append(
            {
                "finding_id": f"{number:016x}",
                "facts_digest": f"{number:08x}",
                "rule": code,
                "rule_name": chosen.name,
                "kind": chosen.kind,
                "severity": chosen.severity,
                "verdict": verdict,
                "uscc": uscc,
                "report_year": year,
                "enterprise_name": names.get((uscc, year)),
                "subject": chosen.subject,
                "subject_key": key,
                "message": f"-{chosen.title.zh}" if number == 0 else chosen.title.zh,
                "evidence": json.dumps(
                    {
                        "tce_calorific": {
                            "value": "1.00" if verdict == "breached" else None,
                            "unit": "tce",
                            "file": "贵阳/二.xlsx",
                            "sheet": "表2",
                            "cell": "M5",
                        }
                    },
                    ensure_ascii=False,
                ),
                "legal_basis": ";".join(citation.id for citation in chosen.citations),
                "legal_status": "in_force",
                "confidence": "high",
                "remedy": chosen.remedy.zh,
                "first_step": chosen.first_step,
                "authority": chosen.authority,
                "file": "贵阳/二.xlsx",
                "sheet": "表1 基本情况",
                "cell": "B5",
            }
        )
    schema = dict.fromkeys(
        (
            "finding_id", "facts_digest", "rule", "rule_name", "kind", "severity", "verdict", "uscc", "report_year", "enterprise_name",
            "subject", "subject_key", "message", "evidence", "legal_basis", "legal_status", "confidence", "remedy", "first_step",
            "authority", "file", "sheet", "cell", "told_by",
        ),
        pl.String(),
    )  # fmt: skip
    return pl.DataFrame(rows, schema=schema | {"report_year": pl.Int64()})


def _verdicts(
    enterprises: tuple[Row, ...], verdicts: tuple[tuple[str, int, str, str, str], ...], rules: Any
) -> pl.DataFrame:
    said = {(uscc, year, code): verdict for uscc, year, code, verdict, _ in verdicts}
    rows = [
        (
            each.code,
            row["uscc"],
            row["report_year"],
            each.subject,
            "",
            said.get((row["uscc"], row["report_year"], each.code), "met"),
        )
        for row in enterprises
        for each in rules
    ]
    return pl.DataFrame(rows, schema=LONG_SCHEMA, orient="row").sort("uscc", "report_year", "rule")


@pytest.fixture(scope="session")
def hand_material(reference: Reference) -> Callable[..., Any]:
    """Make a ``Material`` of literal enterprises, verdicts, problems and files; by default the batch above."""

    def make(
        *,
        lang: str = "zh",
        enterprises: tuple[Row, ...] = ENTERPRISES,
        verdicts: tuple[tuple[str, int, str, str, str], ...] = BREACHED,
        problems: tuple[Row, ...] = PROBLEMS,
        files: tuple[tuple[str, str, int, str, str, int], ...] = FILES,
        suspected: dict[str, tuple[bool | None, bool | None]] | None = None,
        projects: tuple[tuple[str, int, str, bool | None], ...] = (),
    ) -> Any:
        held = (
            {"91520100000000002B": (True, True), "91520100000000001A": (True, False)}
            if suspected is None
            else suspected
        )
        facts = pl.DataFrame(list(enterprises), schema=ENTERPRISE_SCHEMA)
        criteria = [(row["uscc"], row["report_year"], *held.get(row["uscc"], (None, None))) for row in enterprises]
        return SimpleNamespace(
            intake=SimpleNamespace(
                tables={},
                problems=pl.DataFrame(list(problems), schema=PROBLEM_SCHEMA),
                files=tuple(FileRead(*file) for file in files),
            ),
            account=SimpleNamespace(
                totals=facts.select("uscc", "report_year").with_columns(grid_region=pl.lit("贵州"), grid_year=pl.lit(2022, pl.Int64))
            ),
            facts=SimpleNamespace(
                frames={
                    "enterprise": facts,
                    "equipment": _equipment(DEVICES if enterprises is ENTERPRISES else ()),
                    "product": _nothing_of("product"),
                    "document": _nothing_of("document"),
                }
            ),
            locator=SimpleNamespace(row_place=_row_place),
            judgement=HandJudgement(
                findings=_findings(enterprises, verdicts, RULES),
                long=_verdicts(enterprises, verdicts, RULES),
                suspected=pl.DataFrame(
                    criteria,
                    schema={
                        "uscc": pl.String, "report_year": pl.Int64, "two_high": pl.Boolean, "two_high_one_low": pl.Boolean,
                    },
                    orient="row",
                ),
                projects=pl.DataFrame(
                    projects,
                    schema={
                        "uscc": pl.String, "report_year": pl.Int64, "subject_key": pl.String,
                        "project_two_high_one_low": pl.Boolean,
                    },
                    orient="row",
                ),
            ),
            rulebook=SimpleNamespace(
                rules={each.code: each for each in RULES},
                parameters={},
                criteria={
                    "two_high": SimpleNamespace(role="two_high", subject="enterprise"),
                    "two_high_one_low": SimpleNamespace(role="two_high_one_low", subject="enterprise"),
                    "project_two_high_one_low": SimpleNamespace(role="two_high_one_low", subject="project"),
                },
                packs=(SimpleNamespace(name="national", version="2026.11", title=text("国家", "National")),),
                identity="national@2026.11 sha256:0123456789ab",
                overrides=(),
                topics=(),
            ),
            reference=reference,
            options=Options(as_of=AS_OF, lang=lang),
        )  # fmt: skip

    return make
