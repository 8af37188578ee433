"""What a figure or a device lacks is asked for once of its row, and the finding names the rules that wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.intake import Intake
from energy_audit.inspection import judge_intake
from energy_audit.reference.tables import Reference
from energy_audit.report.material import Options
from energy_audit.rulebook.model import Rulebook

ENTERPRISE = {"enterprise_name": "示例电石有限公司", "industry_code": "2613", "region_code": "520181"}
CARBIDE = {  # GB 21343-2023, from 2024-12-01: 805 / 823 / 940 kgce/t, no correction
    "product_name": "电石",
    "indicator_name": "单位产品综合能耗",
    "indicator_unit": "千克标准煤/吨",
    "value": 900,
    "plant_status": "既有",
}
MOTOR = {"device_name": "电动机", "category": "电机", "model": "Y160M-4", "quantity": 1, "in_use": True}

Told = Callable[..., dict[str, str]]


@pytest.fixture
def told(intake_of: Callable[..., Intake], reference: Reference, rulebook: Rulebook) -> Told:
    """Judge a filing of one row more: by rule, which others its finding tells for."""

    def make(table: str, row: dict[str, Any]) -> dict[str, str]:
        intake = intake_of(enterprise=[ENTERPRISE], **{table: [row]})
        judgement = judge_intake(intake, reference, rulebook, Options(date(2026, 6, 30))).material.judgement
        rows = pl.concat(judgement.finding_batches()).filter(pl.col("subject") == table)
        also = pl.col("message").str.extract("还有：([A-Z0-9、]*)").fill_null("")
        return dict(rows.filter(pl.col("rule").str.contains("LIM|EQP")).select("rule", also).iter_rows())

    return make


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        # between grade 2 and grade 3: which binds hangs on the status
        ({"plant_status": None}, {"LIM004": "LIM001、LIM002、LIM009、LIM010、LIM011、LIM017"}),
        # over both: the violation asks for the status too
        ({"plant_status": None, "value": 950}, {"LIM017": "LIM001、LIM002、LIM008、LIM009"}),
        # ten times off: nothing else can be said of it
        ({"value": 9401}, {"LIM013": "LIM001、LIM008、LIM010、LIM011"}),
        # what cannot be read is told by its cell; LIM001 waits for it, and near the limit with it
        ({"value": None}, {"LIM001": "LIM011", "LIM008": "", "LIM010": ""}),
        # which limit binds is one question, whatever else hangs on it; a data centre it is not
        ({"indicator_name": "单位产品可比能耗"}, {"LIM001": "LIM005、LIM006、LIM011、LIM012"}),
        ({"product_name": "低品位电石"}, {"LIM001": "LIM005、LIM006、LIM011、LIM012"}),
    ],
)
def test_what_a_figure_lacks_is_one_finding(told: Told, changes: dict[str, Any], found: dict[str, str]) -> None:
    assert found == told("product", CARBIDE | changes)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, {"EQP001": ""}),
        # of 2003 and before only: the date is asked for once
        ({"model": "Y2-160M-4"}, {"EQP003": "EQP001"}),
        ({"in_use": None}, {"EQP005": "EQP001、EQP004"}),
        # neither date nor use is known: one finding names both
        ({"model": "Y2-160M-4", "in_use": None}, {"EQP001": "EQP003、EQP004、EQP005"}),
        ({"model": None, "in_use": None}, {"EQP001": "EQP004、EQP005"}),
        # the entry is of low confidence: it is looked up once
        (
            {
                "device_name": "锅炉",
                "category": "锅炉",
                "model": "DZL4-1.25-AⅡ",
                "capacity": "4 t/h",
                "energy_code": "01",
            },
            {"EQP002": "EQP001"},
        ),
    ],
)
def test_what_a_device_lacks_is_one_finding(told: Told, changes: dict[str, Any], found: dict[str, str]) -> None:
    assert found == {rule: also for rule, also in told("equipment", MOTOR | changes).items() if rule < "EQP006"}


def test_an_overrun_is_told_by_the_cell_of_the_figure(
    intake_of: Callable[..., Intake], reference: Reference, rulebook: Rulebook
) -> None:
    intake = intake_of(enterprise=[ENTERPRISE], product=[CARBIDE | {"value": 950}])
    judgement = judge_intake(intake, reference, rulebook, Options(date(2026, 6, 30))).material.judgement
    (evidence,) = judgement.findings.filter(rule="LIM001", verdict="breached")["evidence"]
    assert evidence.startswith('{"product_value"')


def test_a_total_that_is_open_is_told_once_for_all_that_wait_for_it(
    intake_of: Callable[..., Intake], reference: Reference, rulebook: Rulebook
) -> None:
    """A consumption that cannot be read leaves the total open: whether it is what was filed, and near which line, is one question."""
    unit = ENTERPRISE | {"reported_tce_calorific": 4000, "reported_tce_equal": 4000}
    coal = {
        "energy_code": "01",
        "energy_name": "原煤",
        "unit": "吨",
        "consumption_total": None,
        "factor_adopted": 0.7143,
    }

    def found(**changes: Any) -> dict[str, str]:
        intake = intake_of(enterprise=[unit], energy_consumption=[coal | changes])
        judgement = judge_intake(intake, reference, rulebook, Options(date(2026, 6, 30))).material.judgement
        rows = pl.concat(judgement.finding_batches()).filter(pl.col("rule").str.contains("KEU0(07|08|09|10|15|16)"))
        return dict(rows.select("rule", "message").iter_rows())

    opened = found()
    assert ["KEU007"] == list(opened)
    assert (
        "由此不能判断的还有：KEU008、KEU009、KEU010、KEU015、KEU016（共 5 项）（未算出综合能耗的确定数）"
        in opened["KEU007"]
    )
    # 1,000 t make 714.3 tce, which differs from 4,000 on both bases
    assert {"KEU007", "KEU008"} == set(found(consumption_total=1000, consumption_industrial=1000))
