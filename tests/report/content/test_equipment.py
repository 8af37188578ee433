"""Devices with their grade, as the page shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from energy_audit.report.content import EnterpriseReport
from energy_audit.report.content.equipment import SHOWN

Reports = Callable[..., EnterpriseReport]

COAL = {
    "energy_name": "原煤", "unit": "吨", "consumption_total": 9000, "consumption_industrial": 9000, "factor_adopted": "0.7143",
}  # fmt: skip


def device(name: str, model: str, **more: object) -> dict[str, Any]:
    return {"device_name": name, "model": model, "quantity": 1, "in_use": True, **more}


def test_every_device_has_its_grade_or_what_it_lacks(report_of: Reports) -> None:
    devices = [
        device("甲电机", "YE4-200L-4", capacity="30kW", efficiency_level="94.9%"),
        device("乙电机", "YE3-200L-4"),
        device("丙变压器", "S11-M-1000/10", no_load_loss=1150, load_loss=10_300),
        device("丁窑", "Φ4.8×74m"),
    ]
    report = report_of(energy_consumption=[COAL], energy_conversion=None, equipment=devices)
    # what is below the limit comes first, the rest in the order of the filing
    assert [(each.name, each.grade, each.ground) for each in report.devices.shown] == [
        ("丙变压器", ("低于3级", "notice"), "P0 1150 W / Pk 10300 W"),
        ("甲电机", ("2级", "met"), "94.9%"),
        ("乙电机", ("不能核定", "unknown"), ""),
        ("丁窑", ("无能效等级", ""), ""),
    ]
    assert report.devices.shown[0].remark == "GB 20052-2024 电力变压器能效限定值及能效等级 表1 · 把握中"
    assert report.devices.shown[2].remark == (
        "缺铭牌效率（%）、IE代码，或能效等级及其标准号；按系列名通常为3级，须核对铭牌，不作判定"
    )
    assert report.devices.counts == (("2级", 1), ("低于3级", 1), ("不能核定", 1), ("无能效等级", 1))


def test_a_page_shows_so_many_and_counts_all(report_of: Reports) -> None:
    devices = [device(f"{number}号电机", "YE3-200L-4") for number in range(SHOWN + 1)]
    report = report_of(energy_consumption=[COAL], energy_conversion=None, equipment=devices)
    assert (len(report.devices.shown), report.devices.count) == (SHOWN, SHOWN + 1)
    assert report.devices.counts == (("不能核定", SHOWN + 1),)


def test_without_table_8_there_is_nothing_to_show(report_of: Reports) -> None:
    assert report_of(energy_consumption=[COAL], energy_conversion=None, equipment=None).devices.count == 0
