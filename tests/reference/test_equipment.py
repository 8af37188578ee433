"""Models against the elimination lists: never too much, never without its conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from energy_audit.reference.elimination import with_elimination
from energy_audit.reference.equipment import Equipment, Match, match_equipment
from energy_audit.reference.model_number import category_of, normalise_model

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference


def match(reference: Reference, model: str, **known: Any) -> Match:
    return match_equipment(reference.eliminated_equipment, Equipment(model, **known))


@pytest.mark.parametrize(
    ("written", "model"),
    [
        ("J02-51-4", "JO2-51-4"),
        ("SLl-100/10", "SL1-100/10"),
        ("Y1OOL-2", "Y100L-2"),
        ("y160m-4", "Y160M-4"),
        ("Ｙ１６０Ｍ－４", "Y160M-4"),
        ("三相异步电动机 Y160M-4", "Y160M-4"),
        ("Y280M-4 380V", "Y280M-4"),
        ("Y160M-4/380V", "Y160M-4"),
        ("Y160M-4 15kW", "Y160M-4"),
        ("YBK-160M-4 660/1140V", "YBK-160M-4"),
        ("S9-315/10kV", "S9-315/10"),
        ("S9-315/10/0.4kV", "S9-315/10"),
        ("S9-315/10-0.4", "S9-315/10"),
        ("S9 315/10", "S9-315/10"),
        ("DZL2-1.0-AⅡ.P", "DZL2-1.0-AII.P"),
        ("LSG0.5-8", "LSG0.5-8"),
        ("Y-80L-2", "Y-80L-2"),
    ],
)
def test_a_model_is_read_as_the_lists_write_it(written: str, model: str) -> None:
    assert model == normalise_model(written)


@pytest.mark.parametrize("model", ["Y160M-4", "Y-160M-4", "Y160M4", "y160m－4", "Y160M-4 380V"])
def test_a_listed_motor_is_found_however_it_is_written(reference: Reference, model: str) -> None:
    found = match(reference, model, category="motor")
    assert found.verdict == "breached"
    assert found.entry is not None
    assert found.entry.id == "b2-motor-y"
    assert found.entry.law == ("ECL-17", "ECL-71")


@pytest.mark.parametrize(
    "model",
    ["YE3-160M-4", "YE4-160M-4", "YX3-160M-4", "YVF2-160M-4", "YBX3-160M-4", "Y160M-8", "Y2-80M-4", "YE2-160M-4"],
)
def test_a_prefix_is_no_match(reference: Reference, model: str) -> None:
    found = match(reference, model, category="motor", manufactured_year=2015)
    assert (found.verdict, found.entry) == ("met", None)


@pytest.mark.parametrize(
    ("year", "verdict", "missing"), [(None, "cannot_tell", ("出厂年份",)), (2003, "breached", ()), (2004, "met", ())]
)
def test_a_motor_of_the_third_list_depends_on_its_year(
    reference: Reference, year: int | None, verdict: str, missing: tuple[str, ...]
) -> None:
    found = match(reference, "Y2-160M-4", category="motor", manufactured_year=year)
    assert (verdict, missing) == (found.verdict, found.missing)


@pytest.mark.parametrize(
    ("year", "verdict", "entry"),
    [(None, "cannot_tell", "b4-trafo-s9-old"), (1997, "breached", "b4-trafo-s9-old"), (1998, "met", "b4-trafo-s9-new")],
)
def test_an_s9_transformer_is_only_eliminated_if_old(
    reference: Reference, year: int | None, verdict: str, entry: str
) -> None:
    found = match(reference, "S9-315/10", category="transformer", commissioned_year=year)
    assert found.entry is not None
    assert (verdict, entry) == (found.verdict, found.entry.id)


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ("S7-315/10", "breached"),
        ("SL7-1600/10", "breached"),
        ("S7-20/10", "met"),
        ("S7-315", "cannot_tell"),
        ("S7-315 10kV", "breached"),
        ("S7-315 35kV", "met"),
        ("S8-1600", "breached"),
        ("S8-2000", "met"),
        ("SG(B)8-2500", "breached"),
        ("SGB8-3150", "met"),
        ("SGB10-500", "met"),
        ("S11-315/10", "met"),
        ("S13-M-315/10", "met"),
        ("SJ1-100", "breached"),
    ],
)
def test_transformers_by_series_and_size(reference: Reference, model: str, verdict: str) -> None:
    assert verdict == match(reference, model, category="transformer").verdict


def test_an_unknown_voltage_cannot_tell(reference: Reference) -> None:
    unknown = match(reference, "YBK-160M-4", category="motor")
    assert (unknown.verdict, unknown.missing) == ("cannot_tell", ("额定电压",))
    assert match(reference, "YBK-160M-4", category="motor", voltage="660/1140V").verdict == "breached"
    assert match(reference, "YBK-160M-4", category="motor", voltage="10kV").verdict == "met"
    assert match(reference, "YBK2-160M-4", category="motor", voltage="660/1140V").verdict == "met"


def test_an_entry_of_low_confidence_never_accuses(reference: Reference) -> None:
    found = match(reference, "AO-5022", category="motor")
    assert found.verdict == "cannot_tell"
    assert found.entry is not None
    assert found.entry.confidence == "low"
    assert match(reference, "AO2-5022", category="motor").verdict == "met"


def test_a_short_series_needs_the_category(reference: Reference) -> None:
    """SG names resistance furnaces and dry transformers."""
    assert match(reference, "SG-100").missing == ("设备类别",)
    assert match(reference, "SG-100", category="transformer").verdict == "met"


def test_a_listed_model_is_found_under_another_category(reference: Reference) -> None:
    assert match(reference, "Y160M-4", category="fan").verdict == "breached"


def test_a_blank_model_cannot_tell(reference: Reference) -> None:
    assert (match(reference, " ").verdict, match(reference, " ").missing) == ("cannot_tell", ("型号",))


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({}, "cannot_tell"),
        ({"fuel": "燃煤"}, "cannot_tell"),
        # the entry binds, but where (built-up areas …) is for the province to say, and no Guizhou paper was seen
        ({"fuel": "燃煤", "evaporation_tph": 10}, "cannot_tell"),
        ({"fuel": "燃煤", "evaporation_tph": 20, "grate": "链条炉排"}, "met"),
        ({"fuel": "燃煤", "evaporation_tph": 20, "grate": "固定炉排"}, "breached"),
        ({"fuel": "天然气"}, "met"),
        ({"fuel": "生物质", "evaporation_tph": 2}, "breached"),
        ({"fuel": "生物质", "evaporation_tph": 4}, "met"),
    ],
)
def test_boilers_are_told_by_what_they_are(reference: Reference, known: dict[str, Any], verdict: str) -> None:
    assert verdict == match(reference, "SZL10-1.25", category="boiler", **known).verdict


def test_an_entry_binds_once_its_last_day_of_use_is_over(reference: Reference) -> None:
    motor = Equipment("JK111-2", category="motor")
    entries = reference.eliminated_equipment
    assert match_equipment(entries, motor, on=date(2017, 12, 31)).verdict == "met"
    assert match_equipment(entries, motor, on=date(2018, 1, 1)).verdict == "breached"


def test_an_entry_without_a_later_day_binds_from_the_day_of_its_list(reference: Reference) -> None:
    """The lists of 2009 and 2024 forbid use from their own day on."""
    entries = reference.eliminated_equipment
    old, new = Equipment("JO2-51-4", category="motor"), Equipment("3W-0.9/7", category="compressor")
    assert match_equipment(entries, old, on=date(2009, 12, 4)).verdict == "breached"
    assert match_equipment(entries, new, on=date(2024, 1, 31)).verdict == "met"
    assert match_equipment(entries, new, on=date(2024, 2, 1)).verdict == "breached"


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("水泵", "pump"),
        ("水泵电机", "motor"),
        ("离心引风机", "fan"),
        ("电力变压器", "transformer"),
        ("燃煤锅炉", "boiler"),
        ("螺杆空压机", "compressor"),
        ("工艺设备", None),
        # what a name ends in is the thing; what stands before it is what it serves or where it stands
        ("锅炉给水泵", "pump"),
        ("锅炉引风机（1#）", "fan"),
        ("空压机冷却水泵机组", "pump"),
        ("锅炉房2号变压器", "transformer"),
        ("变压器（锅炉房）", "transformer"),
        ("电炉变压器", "transformer"),
        ("余热锅炉本体", "boiler"),
        ("锅炉给水泵配套电动机 2#", "motor"),
    ],
)
def test_the_name_of_an_equipment_gives_its_category(name: str, category: str | None) -> None:
    assert category == category_of(name)


@pytest.mark.parametrize(
    ("filed", "name", "category"),
    [
        ("泵", "锅炉给水泵", "pump"),
        ("风机", "锅炉引风机", "fan"),
        ("锅炉", "给水泵", "pump"),
        ("风机", "引风机电机", "motor"),
        ("电机", "引风机", "motor"),  # the motor of that fan
        ("变压器", "锅炉房", "transformer"),
        ("变压器", "1#", "transformer"),
        ("工艺设备", "锅炉房", None),  # a place is no device
        ("工艺设备", "蒸汽锅炉", "boiler"),
        (None, "电动机", "motor"),
        (None, None, None),
    ],
)
def test_the_filed_class_of_a_device_decides_where_its_name_does_not(
    filed: str | None, name: str | None, category: str | None
) -> None:
    assert category == category_of(name or "", filed or "")


@pytest.mark.parametrize("category", ["fan", "pump", "compressor"])
def test_a_machine_filed_with_the_model_of_an_old_motor_is_not_cleared(reference: Reference, category: str) -> None:
    """The model is a motor's, and the machine's own is not filed: whose it is must be said."""
    found = match(reference, "JO2-41-4", category=category)
    assert (found.verdict, found.missing) == ("cannot_tell", ("设备类别",))
    assert match(reference, "JO2-41-4", category="transformer").verdict == "met"
    # a pump's own model that only begins like a motor's
    assert match(reference, "JWQ50-15", category="pump").verdict == "met"
    # and the model of a fan, entered as its motor
    assert match(reference, "9-27-101No5", category="motor").missing == ("设备类别",)


@pytest.mark.parametrize(
    ("model", "written"),
    [("Y2132M-4", "Y2-132M-4"), ("Y3 160L-6", "Y3-160L-6"), ("YB2225S-4", "YB2-225S-4"), ("YE3132M-4", "YE3-132M-4")],
)
def test_a_hyphen_that_was_dropped_behind_a_series_is_put_back_where_nothing_else_can_be_meant(
    model: str, written: str
) -> None:
    """There is no frame 2132; 280 is a frame, so that Y280M-4 stays what it is."""
    assert normalise_model(model) == written
    assert (normalise_model("Y280M-4"), normalise_model("Y132M-4")) == ("Y280M-4", "Y132M-4")


@pytest.mark.parametrize(("since", "verdict"), [(1997, "cannot_tell"), (1998, "met"), (None, "cannot_tell")])
def test_a_sealed_s9_is_asked_about_by_the_year_it_came_into_use(
    reference: Reference, since: int | None, verdict: str
) -> None:
    assert match(reference, "S9-M-315/10", category="transformer", commissioned_year=since).verdict == verdict


@pytest.mark.parametrize(("made", "verdict"), [(2003, "breached"), (2004, "met"), (None, "cannot_tell")])
def test_a_second_series_motor_is_found_however_it_is_written(
    reference: Reference, made: int | None, verdict: str
) -> None:
    assert match(reference, "Y2132M-4", category="motor", manufactured_year=made).verdict == verdict


def test_a_frame_is_matched_row_by_row(reference: Reference) -> None:
    rows = pl.DataFrame(
        {
            "row": [1, 2, 3, 4, 5],
            "model": ["Y160M-4", "YE3-160M-4", "Y2-160M-4", None, "Y160M-4"],
            "category": ["motor"] * 5,
            "manufactured_year": [None, 2015, None, 2000, None],
        }
    )
    found = with_elimination(rows, reference.eliminated_equipment)
    assert found["row"].to_list() == [1, 2, 3, 4, 5]
    assert found["eliminated"].to_list() == [True, False, None, None, True]
    assert found["elimination_entry"].to_list() == ["b2-motor-y", None, "b3-motor-y2", None, "b2-motor-y"]
    assert found["elimination_missing"].to_list() == [[], [], ["出厂年份"], ["型号"], []]


def test_each_row_is_matched_by_the_lists_of_its_own_day(reference: Reference) -> None:
    rows = pl.DataFrame(
        {
            "model": ["3W-0.9/7"] * 3,
            "category": ["compressor"] * 3,
            "judged_on": [date(2023, 12, 31), date(2024, 12, 31), None],
        }
    )
    assert [False, True, True] == with_elimination(rows, reference.eliminated_equipment)["eliminated"].to_list()


def test_every_entry_can_be_found_by_a_model_it_lists(reference: Reference) -> None:
    for entry in reference.eliminated_equipment:
        for model in entry.models:
            known = Equipment(model, category=entry.category, manufactured_year=2000, commissioned_year=1990)
            assert match_equipment([entry], known).verdict == "breached", model


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ("S7-1000/10", "breached"),
        ("S7-1000KVA/10KV", "breached"),
        ("SL7-1000-10", "breached"),
        ("S7 1000kVA", "cannot_tell"),  # listed for 10 kV; the voltage is not stated
        ("S7-1000kVA", "cannot_tell"),
        ("S7", "cannot_tell"),  # neither size nor voltage
        ("S7-2000kVA", "met"),  # the list ends at 1600
        ("S7-M-1000/10", "cannot_tell"),  # the sealed kind is not named by the list
        ("S8-M-1000/10", "cannot_tell"),
        ("S8-M-2000/10", "met"),
        ("S8-1000kVA", "breached"),
        ("S8 1600kVA", "breached"),
        ("S8-2000kVA", "met"),
        ("S8", "cannot_tell"),
        ("S11-1000kVA", "met"),
        ("S13-M-1000/10", "met"),
        ("S7-20kVA/10kV", "met"),  # the list begins at 30
    ],
)
def test_the_kva_behind_a_transformer_are_its_size(reference: Reference, model: str, verdict: str) -> None:
    assert verdict == match(reference, model, category="transformer").verdict


@pytest.mark.parametrize(
    ("model", "verdict"),
    [
        ("Y160M-4×2", "breached"),
        ("Y160M-4*2", "breached"),
        ("Y160M-4（2台）", "breached"),
        ("Y160M-4 B3", "breached"),
        ("Y160M-4-B35 IP44", "breached"),
        ("Y180L-4-22", "breached"),  # 22 kW
        ("Y180L-4 22", "breached"),
        ("Y160M1-2-11", "breached"),
        ("Y160M-4、Y180L-4", "breached"),
        ("Y160M-4，YE3-180L-4", "breached"),
        ("YE3-160M-4;Y180L-4", "breached"),
        ("Y160M-4/Y180L-4", "breached"),
        ("电机：Y160M-4 泵：IS80-65-160", "breached"),
        ("Y160M-4和YE3-180L-4", "breached"),
        ("YE3-160M-4、YE4-180L-4", "met"),
        ("YE3-160M-4（原Y160M-4）", "met"),  # what it took the place of
        ("YE3-160M-4 替代Y160M-4", "met"),
        ("YX3", "met"),
        ("YE3", "met"),
        ("Y系列", "cannot_tell"),
        ("Y2系列", "met"),  # listed only if made by 2003
        ("YB", "cannot_tell"),
        ("JO2系列", "breached"),  # the whole series is listed
    ],
)
def test_a_motor_is_found_whatever_stands_behind_or_beside_its_model(
    reference: Reference, model: str, verdict: str
) -> None:
    assert match(reference, model, category="motor", manufactured_year=2010).verdict == verdict


@pytest.mark.parametrize(
    ("model", "entry", "missing"),
    [
        ("Y315L-4", "b2-motor-y", ("机座号",)),  # L1-4 or L2-4, both of them listed
        ("Y-160M-2", "b2-motor-y", ("机座号",)),
        ("Y200-4", "b2-motor-y", ("机座号",)),
        ("Y280M", "b2-motor-y", ("机座号",)),
        ("Y112M", "b3-motor-y-extra", ("机座号", "出厂年份")),
        ("Y2-315-4", "b3-motor-y2", ("机座号", "出厂年份")),
        ("Y2-160", "b3-motor-y2", ("机座号", "出厂年份")),
    ],
)
def test_a_motor_filed_by_part_of_its_size_may_be_listed(
    reference: Reference, model: str, entry: str, missing: tuple[str, ...]
) -> None:
    found = match(reference, model, category="motor")
    assert found.entry is not None
    assert ("cannot_tell", entry, missing) == (found.verdict, found.entry.id, found.missing)


@pytest.mark.parametrize(
    "model", ["Y160M-8", "Y315", "Y400-4", "YE3-160", "YKK450-4", "Y2-400-4", "YB3-160", "YVF2-160"]
)
def test_part_of_a_size_that_no_list_has_is_on_none(reference: Reference, model: str) -> None:
    """Eight poles, high voltage and other series are not listed; Y315 alone may be any of its listed sizes."""
    found = match(reference, model, category="motor")
    assert ("cannot_tell" if model == "Y315" else "met") == found.verdict


def test_a_series_without_its_size_asks_for_the_size(reference: Reference) -> None:
    assert match(reference, "Y系列", category="motor").missing == ("机座号",)
    second = match(reference, "Y2系列", category="motor")
    assert second.entry is not None
    assert (second.entry.id, second.missing) == ("b3-motor-y2", ("机座号", "出厂年份"))


@pytest.mark.parametrize("model", ["S7-315/10、S7-500/10", "S11-315/10，S7-500/10"])
def test_one_listed_transformer_among_several_is_found(reference: Reference, model: str) -> None:
    assert match(reference, model, category="transformer").verdict == "breached"
