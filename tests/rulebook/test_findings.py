"""Findings: one row a breached or cannot_tell verdict, complete enough to act on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from energy_audit.rulebook.judge import judge

AS_OF = dt.date(2026, 6, 30)
END = dt.date(2025, 12, 31)
Make = Callable[..., Any]
FIRST_ID = "1530ad6529212f5d"
"""SHA-256 of ``KEU001|A|2025|enterprise|``, its first 16 digits: the same on any machine."""


@dataclass(frozen=True)
class Spot:
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class StubLocator:
    """Puts a table's columns on a sheet of the table's name: the cell is ``column@row``."""

    def locate_one(self, source: int | None, row: int | None, column: str) -> Spot:
        if source is None:
            return Spot()
        table, _, name = column.partition(".")
        return Spot(f"{source}.xlsx", table, f"{name}@{row}" if name else "")

    def locate_range(self, uscc: str, report_year: int, column: str) -> Spot:
        table, _, name = column.partition(".")
        return Spot(f"{uscc}-{report_year}.xlsx", table, f"{name}@all")


def found(packs: Any, text: str, tables: Any, *, language: str = "zh") -> list[dict[str, Any]]:
    judgement = judge(packs.load(text), tables, as_of=AS_OF, locator=StubLocator(), language=language)  # type: ignore[arg-type]
    return judgement.findings.to_dicts()


def test_breach_is_told_completely(packs: Any, tables_of: Make) -> None:
    text = packs.parameter("line", packs.value("5000", "2018-01-01", citation='"ECL-24"')) + packs.rule(
        breached='"tce >= :line AND manager IS NULL"',
        message='{ zh = "{enterprise_name}用能{tce}，线为{:line}，请设岗", en = "Uses {tce}; the line is {:line}; appoint one" }',
        evidence='["manager", "tce", ":line"]',
    )
    row = {"designated": True, "tce": Decimal("12345.60"), "period_end": END, "enterprise_name": "甲厂"}
    [finding] = found(packs, text, tables_of(enterprise=[row]))
    evidence = json.loads(finding.pop("evidence"))
    assert {
        "finding_id": finding["finding_id"],
        "facts_digest": finding["facts_digest"],
        "rule": "KEU001",
        "rule_name": "consumption-at-or-above-the-line",
        "kind": "violation",
        "severity": "high",
        "verdict": "breached",
        "uscc": "A",
        "report_year": 2025,
        "enterprise_name": "甲厂",
        "subject": "enterprise",
        "subject_key": "",
        "message": "甲厂用能12,345.6 吨标准煤，线为5,000 吨标准煤，请设岗",
        "legal_basis": "ECL-52;ECL-24",
        "legal_status": "in_force",
        "confidence": "medium",
        "remedy": "改正",
        "first_step": "order_to_correct",
        "authority": "development_and_reform",
        "file": "0.xlsx",
        "sheet": "enterprise",
        "cell": "manager@5",
        "told_by": None,
    } == finding
    assert {
        "manager": {"value": None, "unit": "", "file": "0.xlsx", "sheet": "enterprise", "cell": "manager@5"},
        "tce": {
            "value": "12345.6",
            "unit": "tce",
            "file": "A-2025.xlsx",
            "sheet": "energy_consumption",
            "cell": "total@all",
        },
        ":line": {"value": "5000", "unit": "tce", "file": "", "sheet": "", "cell": ""},
    } == evidence


def test_met_and_not_applicable_give_no_finding(packs: Any, tables_of: Make) -> None:
    rows = [{"uscc": "A", "designated": True, "tce": Decimal(1)}, {"uscc": "B", "designated": False, "tce": None}]
    assert [] == found(packs, packs.rule(), tables_of(enterprise=rows))


@pytest.mark.parametrize(
    ("row", "unknown"),
    [
        ({"designated": True}, "综合能耗（energy_consumption total@all）、行业（enterprise sector@5）"),
        ({"designated": True, "sector": "A"}, "综合能耗（energy_consumption total@all）"),
        ({"designated": True, "tce": Decimal(6000)}, "行业（enterprise sector@5）"),
        ({"tce": Decimal(6000)}, "是否已指定（enterprise designated@5）"),
    ],
)
def test_cannot_tell_names_only_what_decided_it(packs: Any, tables_of: Make, row: dict[str, Any], unknown: str) -> None:
    """Null facts in the undecided part are named; those elsewhere are not, nor the breach while the guard is open."""
    text = packs.rule(breached="\"tce >= 5000 AND sector <> 'B' AND NOT (filed AND share > 1 AND FALSE)\"")
    [finding] = found(packs, text, tables_of(enterprise=[row]))
    assert "cannot_tell" == finding["verdict"]
    assert f"无法判定：超过限值。未知：{unknown}。请补充后重新检查。" == finding["message"]


def test_cannot_tell_asks_for_the_unknown_and_allows_no_step(packs: Any, tables_of: Make) -> None:
    """Neither the remedy nor the first step of a breach stands beside a verdict that accuses nobody."""
    row = {"designated": True, "sector": "A"}
    [finding] = found(packs, packs.rule(), tables_of(enterprise=[row]))
    assert ("cannot_tell", "先补齐或查清：综合能耗（energy_consumption total@all）。", "") == (
        finding["verdict"],
        finding["remedy"],
        finding["first_step"],
    )
    [finding] = found(packs, packs.rule(), tables_of(enterprise=[row]), language="en")
    assert finding["remedy"].startswith("First supply or find out: ")


def test_cannot_tell_points_at_the_cell_to_fill(packs: Any, tables_of: Make) -> None:
    text = packs.rule(breached='"tce >= 5000 AND filed"', evidence='["tce"]')
    [finding] = found(packs, text, tables_of(enterprise=[{"designated": True, "tce": Decimal(6000)}]))
    assert "filed@5" == finding["cell"]
    assert ["filed", "tce"] == list(json.loads(finding["evidence"]))


def test_cannot_tell_looks_into_criteria_and_verdicts_of_the_same_rows(packs: Any, tables_of: Make) -> None:
    """What is missing is a fact the filer can supply, not the name of an inner rule."""
    text = (
        packs.criterion("big", "tce > 100 AND filed")
        + packs.rule("KEU001", breached='"criterion.big AND share > 1"')
        + packs.rule("KEU002", applies=None, breached="\"verdict.KEU001 = 'breached'\"")
    )
    row = {"designated": True, "tce": Decimal(6000), "share": Decimal(2)}
    messages = [finding["message"] for finding in found(packs, text, tables_of(enterprise=[row]))]
    assert all("未知：是否已备案（enterprise filed@5）。" in message for message in messages)
    assert 2 == len(messages)


def test_cannot_tell_names_an_undecided_rule_of_the_enterprise(packs: Any, tables_of: Make) -> None:
    text = packs.rule("KEU001") + packs.rule(
        "PRJ001",
        subject='"project"',
        applies=None,
        breached="\"verdict.KEU001 = 'breached'\"",
    )
    tables = tables_of(enterprise=[{"designated": True}], project=[{"subject_key": "p"}])
    messages = {finding["rule"]: finding["message"] for finding in found(packs, text, tables, language="en")}
    assert (
        "Cannot tell: Above the line. Unknown: KEU001 Above the line. Supply this and check again."
        == messages["PRJ001"]
    )


def test_cannot_tell_says_when_no_value_of_law_was_in_force(packs: Any, tables_of: Make) -> None:
    text = packs.parameter("line", packs.value("5000", "2030-01-01")) + packs.rule(breached='"tce >= :line"')
    row = {"designated": True, "tce": Decimal(6000), "period_end": END}
    [finding] = found(packs, text, tables_of(enterprise=[row]), language="en")
    assert "Unknown: the line (no usable value for that date)." in finding["message"]
    assert {":line": None} == {
        name: fact["value"] for name, fact in json.loads(finding["evidence"]).items() if ":" in name
    }


def test_own_words_for_cannot_tell(packs: Any, tables_of: Make) -> None:
    text = packs.rule(unknown='{ zh = "{sector}行业能耗不明。", en = "Consumption in {sector} is not known." }')
    row = {"designated": True, "sector": "25"}
    [finding] = found(packs, text, tables_of(enterprise=[row]))
    assert "25行业能耗不明。未知：综合能耗（energy_consumption total@all）。" == finding["message"]


def test_both_languages_are_complete(packs: Any, tables_of: Make) -> None:
    text = packs.rule(message='{ zh = "已备案：{filed}，请核对{tce}", en = "Filed: {filed}; check {tce}" }')
    rows = [{"designated": True, "tce": Decimal(5000), "filed": False}]
    judgement = judge(packs.load(text), tables_of(enterprise=rows), as_of=AS_OF)
    assert ["已备案：否，请核对5,000 吨标准煤"] == judgement.findings["message"].to_list()
    english = judgement.findings_in("en")
    assert ["Filed: no; check 5,000 tce"] == english["message"].to_list()
    assert ["Put right"] == english["remedy"].to_list()
    assert judgement.findings["finding_id"].to_list() == english["finding_id"].to_list()


def test_enterprise_fact_of_a_child_keeps_its_own_address(packs: Any, tables_of: Make) -> None:
    """In a project's finding, a fact of the enterprise is shown at the enterprise's row."""
    text = packs.rule(
        "PRJ001",
        subject='"project"',
        applies=None,
        breached='"project_tce > staff"',
        evidence='["staff", "project_tce"]',
    )
    tables = tables_of(
        enterprise=[{"staff": 3, "row": 9, "source": 1}],
        project=[{"subject_key": "p", "project_tce": Decimal(5), "row": 20, "source": 2}],
    )
    [finding] = found(packs, text, tables)
    evidence = json.loads(finding["evidence"])
    assert ("1.xlsx", "staff@9") == (evidence["staff"]["file"], evidence["staff"]["cell"])
    assert ("2.xlsx", "project_tce@20") == (evidence["project_tce"]["file"], evidence["project_tce"]["cell"])
    assert 3 == evidence["staff"]["value"]
    assert ("1.xlsx", "staff@9") == (finding["file"], finding["cell"])


def test_finding_without_a_cell_still_names_its_file(packs: Any, tables_of: Make) -> None:
    text = packs.rule("KEU001", evidence="[]")
    [finding] = found(packs, text, tables_of(enterprise=[{"designated": True, "tce": Decimal(6000)}]))
    assert ("0.xlsx", "") == (finding["file"], finding["cell"])


def test_without_a_locator_there_are_no_addresses(packs: Any, tables_of: Make) -> None:
    tables = tables_of(enterprise=[{"designated": True, "tce": Decimal(6000)}])
    finding = judge(packs.load(packs.rule()), tables, as_of=AS_OF).findings.to_dicts()[0]
    assert ("", "", "") == (finding["file"], finding["sheet"], finding["cell"])


def test_finding_id_names_rule_and_subject_and_digest_the_facts(packs: Any, tables_of: Make) -> None:
    """Another amount leaves the id and changes the digest; a fact the rule does not rest on changes neither."""

    def one(**row: Any) -> dict[str, Any]:
        return found(packs, packs.rule(), tables_of(enterprise=[{"designated": True, **row}]))[0]

    first = one(tce=Decimal(6000))
    assert FIRST_ID == first["finding_id"]
    assert 16 == len(first["facts_digest"])
    other_amount, other_fact = one(tce=Decimal(6001)), one(tce=Decimal("6000.00"), staff=7)
    assert first["finding_id"] == other_amount["finding_id"] == other_fact["finding_id"]
    assert first["facts_digest"] != other_amount["facts_digest"]
    assert first["facts_digest"] == other_fact["facts_digest"]
    assert first["finding_id"] != one(tce=Decimal(6000), uscc="B")["finding_id"]


def test_digest_changes_with_a_value_that_is_only_shown(packs: Any, tables_of: Make) -> None:
    """The amount decides; the staff is shown beside it, as evidence or in the message, and may be what was answered for."""

    def digest(text: str, staff: int) -> str:
        row = {"designated": True, "tce": Decimal(6000), "staff": staff}
        return str(found(packs, text, tables_of(enterprise=[row]))[0]["facts_digest"])

    in_evidence = packs.rule(evidence='["tce", "staff"]')
    in_message = packs.rule(evidence='["tce"]', message='{ zh = "有{staff}，请设岗", en = "Has {staff}; appoint one" }')
    for text in (in_evidence, in_message):
        assert digest(text, 7) == digest(text, 7)
        assert digest(text, 7) != digest(text, 8)


def test_subject_filed_twice_gets_two_ids(packs: Any, tables_of: Make) -> None:
    text = packs.rule("PRJ001", subject='"project"', applies=None, breached='"project_tce > 1"')
    projects = [{"subject_key": "p", "project_tce": Decimal(5)}, {"subject_key": "p", "project_tce": Decimal(6)}]
    ids = [finding["finding_id"] for finding in found(packs, text, tables_of(project=projects))]
    assert 2 == len(set(ids))
    alone = found(packs, text, tables_of(project=projects[:1]))
    assert alone[0]["finding_id"] in ids


@pytest.mark.parametrize(
    ("kind", "citations", "expected"),
    [
        ("violation", '["ECL-52", "DRAFT-1", "RUMOUR"]', ("ECL-52", "in_force", "high")),
        ("violation", '["ECL-52", "ECL-24"]', ("ECL-52;ECL-24", "in_force", "medium")),
        ("suspicion", '["ECL-52", "RUMOUR"]', ("ECL-52;RUMOUR", "in_force", "low")),
        ("notice", '["DRAFT-1"]', ("DRAFT-1", "draft", "high")),
        ("notice", '[{ text = "通知", confidence = "low", legal_status = "practice" }]', ("通知", "practice", "low")),
    ],
)
def test_ground_of_a_finding(packs: Any, tables_of: Make, kind: str, citations: str, expected: tuple[str, ...]) -> None:
    """A violation names only what it may rest on; the weakest ground in use sets the confidence."""
    text = packs.rule(kind=f'"{kind}"', citations=citations)
    [finding] = found(packs, text, tables_of(enterprise=[{"designated": True, "tce": Decimal(6000)}]))
    assert expected == (finding["legal_basis"], finding["legal_status"], finding["confidence"])


def test_findings_come_in_the_order_of_the_contract(packs: Any, tables_of: Make) -> None:
    text = packs.rule("KEU002") + packs.rule("KEU001")
    rows = [
        {"uscc": uscc, "report_year": year, "designated": True, "tce": Decimal(6000)}
        for uscc in "BA"
        for year in (2025, 2024)
    ]
    findings = found(packs, text, tables_of(enterprise=rows))
    keys = [(finding["uscc"], finding["report_year"], finding["rule"]) for finding in findings]
    assert sorted(keys) == keys
    assert 8 == len(keys)


def test_cannot_tell_shows_known_values_that_cannot_be_computed_with(packs: Any, tables_of: Make) -> None:
    """A division by zero leaves a verdict open though nothing is blank: the values say why."""
    text = packs.rule(breached='"tce / NULLIF(staff, 0) > 1"')
    row = {"designated": True, "tce": Decimal(6000), "staff": 0}
    [finding] = found(packs, text, tables_of(enterprise=[row]))
    assert (
        "综合能耗 6,000 吨标准煤（energy_consumption total@all）、人数 0人（enterprise staff@5）" in finding["message"]
    )


def test_derived_fact_without_cells_has_no_address(packs: Any, tables_of: Make) -> None:
    text = packs.rule(breached="\"period_end > DATE '2024-01-01'\"")
    [finding] = found(packs, text, tables_of(enterprise=[{"designated": True, "period_end": END}]))
    assert {"period_end": ""} == {name: fact["cell"] for name, fact in json.loads(finding["evidence"]).items()}


def test_first_cell_that_exists_is_shown(packs: Any, tables_of: Make) -> None:
    """A derived fact shows the first of its columns that the filing has."""

    class Partly(StubLocator):
        def locate_range(self, *_: object) -> Spot:
            return Spot()

    tables = tables_of(enterprise=[{"designated": True, "tce": Decimal(6000)}])
    findings = judge(packs.load(packs.rule()), tables, as_of=AS_OF, locator=Partly()).findings
    assert [("0.xlsx", "")] == findings.select("file", "cell").rows()
