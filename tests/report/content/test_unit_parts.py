"""A part of a batch is named by everything that is said of its units: whatever changes, its name changes, and no other's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from energy_audit.filing.intake import FileRead
from energy_audit.report.content import unit_parts
from energy_audit.report.content.unit_parts import UnitParts, name_parts
from energy_audit.report.explanations import Explained, Explanation
from energy_audit.report.material import Material

USCC = "91520000000000001X"
LATER = "91520000000000002A"


@pytest.fixture(scope="module")
def material(material_of: Callable[..., Material]) -> Material:
    return material_of()


@pytest.fixture(autouse=True)
def each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each unit be a part."""
    monkeypatch.setattr(unit_parts, "UNITS_A_PART", 1)


def named(material: Material, frames: dict[str, pl.DataFrame] | None = None) -> str:
    """Name the part of the unit, perhaps by other frames."""
    if frames is None:
        return name_parts(material).names[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit_parts, "frames_of", lambda _: frames)
        patch.setattr(unit_parts, "shared_key", lambda *_: "said of all")  # read from many files, each time anew
        return name_parts(material).names[0]


def with_a_neighbour(material: Material) -> Material:
    """Let there be a second unit, with facts of its own."""
    facts = material.facts.frames["enterprise"]
    both = pl.concat([facts, facts.with_columns(uscc=pl.lit(LATER))])
    return replace(material, facts=replace(material.facts, frames={**material.facts.frames, "enterprise": both}))


def other_value(column: str, dtype: pl.DataType) -> pl.Expr:
    """Change a value of whatever type; nothing becomes something."""
    value = pl.col(column)
    if column == "source":
        return pl.when(value == 3).then(4).otherwise(3).cast(dtype)
    if dtype == pl.String:
        return pl.concat_str(value.cast(pl.String).fill_null(""), pl.lit("x"))
    if dtype == pl.Boolean:
        return value.is_null() | ~value
    if dtype == pl.Date:
        return value.fill_null(dt.date(2000, 1, 1)).dt.offset_by("1d")
    assert dtype.is_numeric(), (column, dtype)
    return (value.fill_null(0) + 1).cast(dtype)


def with_a_row(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows; where there are none, one of which nothing is known."""
    if not frame.is_empty():
        return frame
    return pl.concat([frame, pl.DataFrame({"uscc": [USCC]})], how="diagonal")


def test_every_value_of_every_row_counts(material: Material) -> None:
    for name, frame in unit_parts.frames_of(material).items():
        rows = with_a_row(frame)
        columns = [(column, dtype) for column, dtype in rows.schema.items() if column != "uscc"]
        changes = [rows, *(rows.with_columns(other_value(*column)) for column in columns)]
        assert len(changes) == len({named(material, {name: change}) for change in changes}), name


def test_a_row_more_or_less_or_in_another_place_counts(material: Material) -> None:
    rows = unit_parts.frames_of(material)["account rows"]
    others = (rows, rows.reverse(), rows.head(-1), pl.concat([rows, rows.tail(1)]), rows.rename({"code": "named"}))
    assert 5 == len({named(material, {"terms": each}) for each in others})


def test_the_rows_of_others_and_of_nobody_do_not_count(material: Material) -> None:
    both = with_a_neighbour(material)
    assert 2 == len(name_parts(both).names)
    assert named(material) == named(both)
    for name, frame in unit_parts.frames_of(material).items():
        rows = with_a_row(frame)
        strangers = [rows.with_columns(uscc=pl.lit(whose, pl.String())) for whose in (LATER, None)]
        assert named(both, {name: frame}) == named(both, {name: pl.concat([*strangers, frame])}), name


def test_the_number_of_a_source_does_not_count_but_where_it_is_does(material: Material) -> None:
    intake = material.intake

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("source") + 7) if "source" in frame.columns else frame

    tables = {name: moved(table) for name, table in intake.tables.items()}
    sources, placement, problems = (moved(each) for each in (intake.sources, intake.placement, intake.problems))
    account = replace(material.account, **{name: moved(frame) for name, frame in vars(material.account).items()})
    facts = replace(material.facts, frames={name: moved(frame) for name, frame in material.facts.frames.items()})
    later = replace(intake, sources=sources, placement=placement, tables=tables, problems=problems)
    assert named(material) == named(replace(material, intake=later, account=account, facts=facts))

    renamed = replace(intake, sources=intake.sources.with_columns(sheet=pl.col("sheet") + "x"))
    shifted = replace(intake, placement=intake.placement.with_columns(letter=pl.col("letter") + "A"))
    assert 3 == len({named(material), *(named(replace(material, intake=each)) for each in (renamed, shifted))})


def test_the_files_of_a_unit_count_and_those_of_others_do_not(material: Material) -> None:
    file = material.intake.files[0]

    def with_files(*files: FileRead) -> str:
        return named(replace(material, intake=replace(material.intake, files=files)))

    changes: tuple[dict[str, Any], ...] = ({"sha256": "aa" * 32}, {"size": 1}, {"enterprises": 9})
    assert 4 == len({named(material), *(with_files(replace(file, **change)) for change in changes)})
    assert named(material) == with_files(file, FileRead("别家.xlsx", "bb" * 32, 1, "read", "", 1))


def test_what_a_unit_explains_counts_and_what_others_explain_does_not(material: Material) -> None:
    finding = material.judgement.findings.filter(uscc=USCC)["finding_id"][0]
    own = Explained(Explanation("R", "", "示例：停产检修", "", "", "", "C4"), "current")
    sayings = ({}, {finding: own}, {finding: replace(own, standing="lapsed")}, {f"code|{USCC}|2025|表1!C4": own})
    assert 4 == len({named(replace(material, explanations=said)) for said in sayings})
    others = {f"code|{LATER}|2025|": own, "nobody's": own}
    assert named(material) == named(replace(with_a_neighbour(material), explanations=others))


def test_what_all_share_counts(material: Material) -> None:
    another = (
        replace(material, options=replace(material.options, as_of=dt.date(2026, 1, 2))),
        replace(material, rulebook=replace(material.rulebook, digest="another")),
    )
    assert 3 == len({named(each) for each in (material, *another)})


def test_how_many_rows_are_written_at_a_time_does_not_count(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = with_a_neighbour(material)
    names = set()
    for rows in (0, 3, 20_000):
        monkeypatch.setattr(unit_parts, "_ROWS_AT_ONCE", rows)
        names.add(name_parts(both).names)
    assert 1 == len(names)


def test_one_that_joins_changes_its_own_part_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_parts, "UNITS_A_PART", 8)
    codes = [f"{number:018}" for number in range(400)]

    def starts(units: list[str]) -> set[str]:
        return {code for code in units if unit_parts._starts(code)}

    assert 25 < len(starts(codes)) < 100
    assert starts(codes[:200] + codes[201:]) == starts(codes) - {codes[200]}


def test_rows_are_cut_in_their_order() -> None:
    parts = UnitParts(("1", "2", "3"), pl.Series(["C", "E"]))
    rows = pl.DataFrame({"uscc": ["E", "A", None, "F", "B", "A"], "value": range(6)})
    assert [[1, 4, 5], [], [0, 3]] == [part["value"].to_list() for part in parts.cut(rows)]
