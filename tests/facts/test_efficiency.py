"""Efficiency grades by the nameplate: motors by GB 18613-2020, boilers by GB 24500-2020, transformers by GB 20052-2024."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from energy_audit.facts.equipment import equipment_facts
from energy_audit.filing.intake import Intake
from energy_audit.reference.tables import Reference

AS_OF = date(2026, 6, 30)
Grade = Callable[..., tuple[int | None, str | None]]


@pytest.fixture
def grade(intake_of: Callable[..., Intake], reference: Reference) -> Grade:
    def make(*, as_of: date = AS_OF, **device: object) -> tuple[int | None, str | None]:
        intake = intake_of(equipment=[{"quantity": 1, "in_use": True, **device}])
        row = equipment_facts(intake, reference, as_of=as_of).row(0, named=True)
        return row["efficiency_grade"], row["efficiency_missing"]

    return make


@pytest.mark.parametrize(
    ("efficiency", "expected"),
    # 30 kW, 4 poles: 95.9 / 94.9 / 93.6
    [("95.9%", 1), ("95.8%", 2), ("94.9%", 2), ("94.8%", 3), ("93.6%", 3), ("93.5%", 4), ("９３．５％", 4)],
)
def test_a_motor_by_the_efficiency_on_its_nameplate(grade: Grade, efficiency: str, expected: int) -> None:
    found = grade(device_name="电动机", model="YE3-200L-4", capacity="30kW", efficiency_level=efficiency)
    assert (expected, None) == found


@pytest.mark.parametrize(("code", "expected"), [("IE5", 1), ("IE4", 2), ("IE3", 3), ("IE2", 4), ("ie 1", 4)])
def test_a_motor_by_its_ie_code(grade: Grade, code: str, expected: int) -> None:
    assert expected == grade(device_name="电动机", model="YE2-200L-4", efficiency_level=code)[0]


def test_an_ie_code_that_contradicts_the_efficiency_tells_nothing(grade: Grade) -> None:
    """30 kW, 4 poles at 93.0 % is below IE3."""
    found = grade(device_name="电动机", model="Y-200L-4", capacity="30kW", efficiency_level="IE3 93.0%")
    assert found[0] is None


@pytest.mark.parametrize(
    ("device", "lacking"),
    [
        ({"model": "YE3-200L-4", "capacity": "30kW"}, "motor-efficiency"),  # a series is no nameplate
        ({"model": "YE3-200L-4", "capacity": "31kW", "efficiency_level": "95.9%"}, "motor-rating"),  # no such rating
        ({"model": "YE3-200L", "capacity": "30kW", "efficiency_level": "95.9%"}, "motor-rating"),  # poles not said
        # of which edition is not said
        ({"model": "YE3-200L-4", "capacity": "30kW", "efficiency_level": "3级"}, "motor-efficiency"),
        ({"model": "Y-200L-4", "capacity": "30kW", "efficiency_level": "IE3 93.0%"}, "motor-contradiction"),
    ],
)
def test_a_motor_whose_nameplate_does_not_allow_it_says_what_it_lacks(
    grade: Grade, device: dict[str, object], lacking: str
) -> None:
    assert (None, lacking) == grade(device_name="电动机", **device)


@pytest.mark.parametrize(
    ("level", "standard", "expected"),
    [
        ("2级", "GB 18613-2020", 2),
        ("二级", "GB18613—2020", 2),
        ("Ⅲ级", "GB 18613-2020", 3),
        ("2级（GB 18613-2020）", None, 2),
        # the edition of 2012: its grades 1, 2, 3 are IE4, IE3, IE2, that is 2, 3 and below in 2020
        ("1级", "GB 18613-2012", 2),
        ("2级", "GB 18613-2012", 3),
        ("3级", "GB 18613-2012", 4),
        ("2级", "GB 30254-2024", None),  # of another standard
        ("2级", None, None),
    ],
)
def test_a_stated_grade_counts_with_its_standard_and_edition(
    grade: Grade, level: str, standard: str | None, expected: int | None
) -> None:
    found = grade(device_name="电动机", model="YX3-200L-4", efficiency_level=level, nameplate_standard=standard)
    assert expected == found[0]


def test_a_stated_grade_that_the_efficiency_contradicts_tells_nothing(grade: Grade) -> None:
    """30 kW, 4 poles at 94.9 % is grade 2."""
    motor = {"device_name": "电动机", "model": "YE4-200L-4", "capacity": "30kW", "nameplate_standard": "GB 18613-2020"}
    assert (None, "motor-contradiction") == grade(**motor, efficiency_level="1级 94.9%")
    assert (2, None) == grade(**motor, efficiency_level="2级 94.9%")


@pytest.mark.parametrize(
    ("model", "likely"), [("YE2-200L-4", 4), ("YE3-200L-4", 3), ("YE5-200L-4", 1), ("Y-200L-4", None)]
)
def test_the_series_of_a_motor_is_a_hint_and_no_grade(
    intake_of: Callable[..., Intake], reference: Reference, model: str, likely: int | None
) -> None:
    intake = intake_of(equipment=[{"quantity": 1, "in_use": True, "device_name": "电动机", "model": model}])
    row = equipment_facts(intake, reference, as_of=AS_OF).row(0, named=True)
    assert (None, False, likely) == (row["efficiency_grade"], row["efficiency_gradable"], row["efficiency_likely"])


def test_before_the_standard_there_is_no_grade(grade: Grade) -> None:
    """GB 18613-2020 is in force from 2021-06-01."""
    motor = {"device_name": "电动机", "model": "YE3-200L-4", "capacity": "30kW", "efficiency_level": "95.9%"}
    assert grade(as_of=date(2021, 5, 31), **motor)[0] is None
    assert grade(as_of=date(2021, 6, 1), **motor)[0] == 1


@pytest.mark.parametrize(
    ("model", "capacity", "fuel", "efficiency", "expected"),
    [
        # layer burning, up to 20 t/h: grade 3 is 80 to 82 by the class of coal, so 79 is below for every class
        ("SZL10-1.25-AII", "10t/h", "烟煤", "79%", 4),
        ("SZL10-1.25-AII", "10t/h", "烟煤", "81%", None),  # grade 3 for one class, below for another
        ("SZL10-1.25-AII", "10t/h", "烟煤", "83%", None),  # grade 2 or 3
        ("SZL10-1.25-AII", "10t/h", "烟煤", "87%", 1),
        # natural gas, condensing or not is not said: grade 3 is 98 or 92
        ("WNS6-1.25-Q", "6t/h", "天然气", "91%", 4),
        ("WNS6-1.25-Q", "6t/h", "天然气", "95%", None),
        ("WNS6-1.25-Q", "6t/h", "天然气", "103%", 1),
        # biomass: 88 / 84 / 80 up to 10 t/h, 91 / 88 / 86 above
        ("SZL10-1.25-T", "10t/h", "生物质", "86%", 2),
        ("SZL20-1.25-T", "20t/h", "生物质", "86%", 3),
        # a station boiler is no industrial one
        ("DG1025/18.2", "1025t/h", "烟煤", "79%", None),
    ],
)
def test_a_boiler_where_all_that_it_may_be_agrees(
    grade: Grade, model: str, capacity: str, fuel: str, efficiency: str, expected: int | None
) -> None:
    found = grade(device_name="锅炉", model=model, capacity=capacity, energy_code=fuel, efficiency_level=efficiency)
    assert expected == found[0]


@pytest.mark.parametrize(
    ("model", "no_load", "load", "more", "expected"),
    [
        # oil-immersed, steel, 250 kVA: no-load 230 / 260 / 290; load Dyn11 2300 / 2560 / 3200, Yyn0 2195 / 2440 / 3050
        ("S20-M-250/10", 230, 2195, {}, 1),
        ("S20-M-250/10", 231, 2195, {}, 2),
        ("S20-M-250/10", 260, 2440, {}, 2),
        ("S13-M-250/10", 290, 3050, {}, 3),
        ("S13-M-250/10", 291, 3050, {}, 4),
        ("S11-M-250/10", 400, 3050, {}, 4),
        ("S13-M-250/10", 290, 3200, {}, None),  # Dyn11: 3; Yyn0: below
        ("S13-M-250/10", 290, 3200, {"remark": "联结组 Dyn11"}, 3),
        ("S13-M-250/10", 290, 3200, {"remark": "Yyn0"}, 4),
        ("S13-M-250/10", 290, 3201, {}, 4),
        # both must keep to the grade
        ("S20-M-250/10", 230, 3050, {}, 3),
        # amorphous core: 110 / 140 / 140, Yyn0 2470 / 2610 / 3050
        ("SBH15-M-250/10", 140, 2610, {}, 2),
        ("S(B)H15-M-250/10", 141, 2610, {}, 4),
        # 630 kVA and more: one column of load loss
        ("S13-M-1000/10", 830, 10_300, {}, 3),
        ("S13-M-1000/10", 831, 10_300, {}, 4),
        ("S22-M-1000/10", 665, 7415, {}, 1),
        # dry, steel, 1250 kVA: 1205 / 1420 / 1670; load by insulation B 8190/9100, F 8720/9690, H 9335/10370
        ("SCB14-1250/10", 1420, 8190, {}, 2),
        ("SCB14-1250/10", 1420, 8720, {}, None),  # F or H: 2; B: 3
        ("SCB14-1250/10", 1420, 8720, {"device_overview": "F级绝缘"}, 2),
        ("SCB10-1250/10", 2090, 9690, {}, 4),
        ("SCBH15-1250/10", 550, 8190, {}, 2),
    ],
)
def test_a_transformer_by_its_losses(
    grade: Grade, model: str, no_load: int, load: int, more: dict[str, object], expected: int | None
) -> None:
    found = grade(device_name="变压器", model=model, no_load_loss=no_load, load_loss=load, **more)
    assert (expected, None if expected else "transformer-cases") == found


@pytest.mark.parametrize(
    ("device", "lacking"),
    [
        ({"model": "S13-250/10", "efficiency_level": "2级"}, "transformer-losses"),  # of which edition is not said
        ({"model": "S13-250/10", "no_load_loss": 290}, "transformer-losses"),
        ({"model": "S13", "no_load_loss": 290, "load_loss": 3050}, "transformer-kind"),
        ({"model": "S13", "capacity": "9" * 30 + "kVA", "no_load_loss": 290, "load_loss": 3050}, "transformer-kind"),
        ({"model": "SZ13-250/10", "no_load_loss": 290, "load_loss": 3050}, "transformer-kind"),  # taps under load
        ({"model": "S13-250/35", "no_load_loss": 290, "load_loss": 3050}, "transformer-scope"),
        ({"model": "S13-260/10", "no_load_loss": 290, "load_loss": 3050}, "transformer-scope"),
        ({"model": "S13-250/10", "no_load_loss": "0.29", "load_loss": "3.05"}, "transformer-unit"),  # kilowatts
        ({"model": "S13-250/10", "no_load_loss": 290_000, "load_loss": 3050}, "transformer-unit"),
        (
            {"model": "S13-250/10", "no_load_loss": 290, "load_loss": 3050, "efficiency_level": "1级",
             "nameplate_standard": "GB 20052-2024"}, "transformer-contradiction",
        ),
    ],
)  # fmt: skip
def test_a_transformer_says_what_it_lacks(grade: Grade, device: dict[str, object], lacking: str) -> None:
    assert (None, lacking) == grade(device_name="变压器", **device)


def test_a_transformer_by_the_grade_on_its_nameplate(grade: Grade) -> None:
    stated = {"device_name": "变压器", "model": "SCB18-1000/10", "efficiency_level": "一级"}
    assert (1, None) == grade(**stated, nameplate_standard="GB 20052-2024")
    assert (None, "transformer-losses") == grade(**stated, nameplate_standard="GB 20052-2020")


def test_before_the_edition_of_2024_no_losses_are_on_file(grade: Grade) -> None:
    """GB 20052-2024 is in force from 2025-02-01."""
    device = {"device_name": "变压器", "model": "S13-M-1000/10", "no_load_loss": 830, "load_loss": 10_300}
    assert (None, "edition") == grade(as_of=date(2025, 1, 31), **device)
    assert (3, None) == grade(as_of=date(2025, 2, 1), **device)


@pytest.mark.parametrize(
    ("year", "losses", "grade", "gradable"),
    [(2025, True, 4, True), (2024, True, None, None), (2024, False, None, False), (2025, False, None, False)],
)
def test_a_filing_is_graded_by_the_standards_of_its_year_not_by_later_ones(
    intake_of: Callable[..., Intake],
    reference: Reference,
    year: int,
    *,
    losses: bool,
    grade: int | None,
    gradable: bool | None,
) -> None:
    """A transformer of the years before GB 20052-2024 is under an edition that is not on file; two years are judged together."""
    told = {"no_load_loss": 1500, "load_loss": 20_000} if losses else {}
    device = {"device_name": "变压器", "model": "S9-M-1000/10", "quantity": 1, "in_use": True}
    rows = [device | told | {"report_year": year}, device | {"report_year": 2024}, device | {"report_year": 2023}]
    intake = intake_of(enterprise=[{"report_year": each} for each in (2025, 2024, 2023)], equipment=rows)
    found = equipment_facts(intake, reference, as_of=AS_OF)
    assert (year, grade, gradable) == found.select("report_year", "efficiency_grade", "efficiency_gradable").row(0)
    assert ("edition" if year == 2024 else None if losses else "transformer-losses") == found["efficiency_missing"][0]


@pytest.mark.parametrize(
    ("device", "lacking"),
    [
        ({"model": "SZL10-1.25-AII", "capacity": "10t/h", "energy_code": "烟煤"}, "boiler-efficiency"),
        ({"model": "SZL10-1.25-AII", "capacity": "10t/h", "efficiency_level": "82%"}, "boiler-fuel"),
        ({"model": "SZL10-1.25-AII", "energy_code": "烟煤", "efficiency_level": "81%"}, "boiler-class"),
        ({"model": "DG1025/18.2", "energy_code": "烟煤", "efficiency_level": "79%"}, "boiler-kind"),
    ],
)
def test_a_boiler_says_what_it_lacks(grade: Grade, device: dict[str, object], lacking: str) -> None:
    assert (None, lacking) == grade(device_name="锅炉", **device)


def test_a_boiler_by_the_grade_on_its_nameplate(grade: Grade) -> None:
    stated = {
        "device_name": "锅炉",
        "model": "WNS6-1.25-Q",
        "efficiency_level": "2级",
        "nameplate_standard": "GB 24500-2020",
    }
    assert (2, None) == grade(**stated)


def test_a_pump_has_no_grade_here_and_it_is_said(grade: Grade) -> None:
    assert (None, "no-table") == grade(device_name="离心泵", model="IS80-65-160", efficiency_level="2级")


def test_a_process_device_has_none(grade: Grade) -> None:
    assert (None, None) == grade(device_name="回转窑", model="Φ4.8×74m", efficiency_level="-")
