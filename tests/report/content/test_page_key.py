"""A page is named by everything it is made from: whatever changes, the name changes, and nobody else's does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from energy_audit.energy.carbon_factors import CarbonChoice
from energy_audit.filing.intake import FileRead
from energy_audit.report import edition
from energy_audit.report.content import EnterpriseReports, page_key
from energy_audit.report.content.page_key import PageKeys, RowTexts, places_of_sources
from energy_audit.report.content.partition import YEAR_KEY, Partition
from energy_audit.report.drawn.html import render
from energy_audit.report.explanations import Explained, Explanation, matter_of
from energy_audit.report.material import Material

USCC = "91520000000000001X"
KEY = (USCC, 2025)


@pytest.fixture(scope="module")
def material(material_of: Callable[..., Material]) -> Material:
    return material_of()


def key_of(material: Material, year: int = 2025, **cuts: Partition) -> str:
    """Name the page of the unit, with some cuts replaced."""
    reports = EnterpriseReports(material)
    reports.cuts |= cuts
    return PageKeys(material, reports).of(USCC, year)


def other_value(column: str, dtype: pl.DataType) -> pl.Expr:
    """Change a value of whatever type; nothing becomes something."""
    value = pl.col(column)
    if column == "source":
        return pl.when(value == 3).then(4).otherwise(3).cast(dtype)
    if dtype == pl.String:
        return pl.concat_str(value.fill_null(""), pl.lit("x"))
    if dtype == pl.Boolean:
        return value.is_null() | ~value
    if dtype == pl.Date:
        return value.fill_null(dt.date(2000, 1, 1)).dt.offset_by("1d")
    assert dtype.is_numeric(), (column, dtype)
    return (value.fill_null(0) + 1).cast(dtype)


def with_a_row(cut: Partition) -> pl.DataFrame:
    """Give the rows; where the unit has none, one of which nothing is known."""
    frame = cut.frame
    if not frame.is_empty():
        return frame
    keys = pl.DataFrame({"uscc": [USCC], "report_year": [2025]}).cast({name: frame.schema[name] for name in YEAR_KEY})
    return pl.concat([frame, keys], how="diagonal").select(frame.columns)


def test_every_value_of_every_row_counts(material: Material) -> None:
    reports = EnterpriseReports(material)
    keys, places = PageKeys(material, reports), places_of_sources(material.intake)
    for name, cut in reports.cuts.items():
        by = ("uscc",) if name == "years" else YEAR_KEY
        rows = with_a_row(cut)
        keys._texts[name] = RowTexts(Partition(rows, by), places)
        before = keys.of(*KEY)
        own = (pl.col("uscc") == USCC) & (pl.col("report_year") == 2025)
        unnoticed = []
        for column, dtype in rows.schema.items():
            if column in YEAR_KEY:
                continue
            changed = pl.when(own).then(other_value(column, dtype)).otherwise(pl.col(column))
            keys._texts[name] = RowTexts(Partition(rows.with_columns(changed.alias(column)), by), places)
            if keys.of(*KEY) == before:
                unnoticed.append(column)
        assert [] == unnoticed, name


def test_a_row_more_or_less_or_in_another_place_counts(material: Material) -> None:
    cuts = EnterpriseReports(material).cuts
    rows = cuts["terms"].frame
    turned = Partition(rows.reverse())
    fewer = Partition(rows.filter(pl.int_range(pl.len()) < pl.len() - 1))
    double = Partition(pl.concat([rows, rows.tail(1)]))
    names = {key_of(material), *(key_of(material, terms=each) for each in (turned, fewer, double))}
    assert 4 == len(names)


def test_the_rows_of_others_do_not_count(material: Material) -> None:
    for name, cut in EnterpriseReports(material).cuts.items():
        by = ("uscc",) if name == "years" else YEAR_KEY
        others = with_a_row(cut).with_columns(uscc=pl.lit("91520000000000002A"))
        more = Partition(pl.concat([cut.frame, others]), by)
        assert key_of(material) == key_of(material, **{name: more}), name


def test_another_year_of_the_unit_counts_in_its_trend_alone(material: Material) -> None:
    cuts = EnterpriseReports(material).cuts
    changed = cuts["facts"].frame.with_columns(
        pl.when(pl.col("report_year") == 2024).then(pl.lit("x")).otherwise("enterprise_name").alias("enterprise_name")
    )
    assert key_of(material) == key_of(material, facts=Partition(changed))
    assert key_of(material) != key_of(material, years=Partition(changed, ("uscc",)))
    assert key_of(material, 2024) != key_of(material, 2024, facts=Partition(changed))


def test_the_number_of_a_source_does_not_count_but_where_it_is_does(material: Material) -> None:
    """Another file with one sheet more moves the numbers of all that follow."""
    intake = material.intake

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("source") + 7)

    later = replace(
        material,
        intake=replace(
            intake,
            sources=moved(intake.sources),
            placement=moved(intake.placement),
            tables={name: moved(table) for name, table in intake.tables.items()},
            problems=moved(intake.problems),
        ),
        account=replace(material.account, rows=moved(material.account.rows)),
        facts=replace(
            material.facts,
            frames={name: moved(f) if "source" in f.columns else f for name, f in material.facts.frames.items()},
        ),
    )
    assert key_of(material) == key_of(later)

    def changed(**columns: pl.Expr) -> str:
        return key_of(replace(material, intake=replace(intake, sources=intake.sources.with_columns(**columns))))

    letters = intake.placement.with_columns(letter=pl.col("letter") + "A")
    names = {
        key_of(material),
        changed(file=pl.lit("另一.xlsx")),
        changed(sheet=pl.col("sheet") + "x"),
        changed(form=pl.lit("line")),
        key_of(replace(material, intake=replace(intake, placement=letters))),
    }
    assert 5 == len(names)


def test_the_files_a_unit_came_from_count(material: Material) -> None:
    file = material.intake.files[0]
    changes: tuple[dict[str, Any], ...] = ({"path": "示例.xlsx", "sha256": "aa" * 32}, {"size": 1}, {"enterprises": 9})
    names = {
        key_of(replace(material, intake=replace(material.intake, files=(replace(file, **change),))))
        for change in changes
    }
    stranger = FileRead("别家.xlsx", "bb" * 32, 1, "read", "", 1)
    assert len(changes) + 1 == len(names | {key_of(material)})
    assert key_of(material) == key_of(replace(material, intake=replace(material.intake, files=(file, stranger))))


def test_what_a_unit_explains_counts_and_what_others_explain_does_not(material: Material) -> None:
    doubtful = material.intake.problems.with_columns(
        severity=pl.lit("warning"), code=pl.lit("yearly-change-over-10-percent")
    )
    material = replace(material, intake=replace(material.intake, problems=doubtful))
    finding = material.judgement.findings.filter(uscc=USCC, report_year=2025)["finding_id"][0]
    matter = matter_of(doubtful.row(0, named=True))
    assert matter is not None
    own = Explained(Explanation("R", "", "示例：停产检修", "", "", "", "C4"), "current")
    names = {
        key_of(replace(material, explanations=said))
        for said in (
            {},
            {finding: own},
            {finding: replace(own, standing="lapsed")},
            {finding: replace(own, explanation=replace(own.explanation, text="示例：另有原因"))},
            {matter["finding_id"]: own},
        )
    }
    assert 5 == len(names)
    assert key_of(material) == key_of(replace(material, explanations={"a stranger's": own}))


@pytest.mark.parametrize(
    "choice",
    [
        {"as_of": dt.date(2026, 1, 2)},
        {"basis": "equal"},
        {"equal_factor": Decimal("3.1")},
        {"lang": "en"},
        {"formats": frozenset({"html"})},
        {"verdicts": False},
        {"carbon": CarbonChoice("ipcc-2006", None, None)},
        {"rules_as_of": dt.date(2021, 1, 1)},
    ],
    ids=lambda choice: next(iter(choice)),
)
def test_every_choice_counts(material: Material, choice: dict[str, Any]) -> None:
    assert key_of(material) != key_of(replace(material, options=replace(material.options, **choice)))


def test_no_option_is_left_out(material: Material) -> None:
    """One that is added counts by itself."""
    written = page_key._choices(material.options)[0]
    assert all(f"{name}=" in written for name in vars(material.options))


def test_rules_tables_templates_languages_and_programs_count(
    material: Material, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = {key_of(material)}
    names.add(key_of(replace(material, rulebook=replace(material.rulebook, digest="another"))))
    names.add(key_of(replace(material, rulebook=replace(material.rulebook, identity="another"))))
    table = tmp_path / "reference"
    table.mkdir()
    names.add(key_of(replace(material, reference=replace(material.reference, over=(table,)))))
    (table / "industries.csv").write_text("code\n", encoding="utf-8")
    names.add(key_of(replace(material, reference=replace(material.reference, over=(table,)))))
    for name, other in (
        ("folder", lambda _: table),
        ("LOCALES", table),
        ("LIBRARIES", ("jinja2", "polars")),
        ("code_digest", lambda: "another"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(edition, name, other)
            names.add(key_of(material))
    assert 9 == len(names)


def test_a_report_is_built_from_what_its_name_covers(material: Material) -> None:
    """It holds no other frame, and asks the locator for single cells alone."""
    reports = EnterpriseReports(material)
    whole = reports.build(*KEY)
    assert not any(isinstance(each, (pl.DataFrame, Material)) for each in vars(reports).values())

    class OneCell:
        locate_one = material.locator.locate_one

    reports._locator = OneCell()  # type: ignore[assignment]  # anything else it is asked for is an error
    assert whole == reports.build(*KEY)


def test_equal_names_are_equal_pages(material_of: Callable[..., Material]) -> None:
    """Two runs give the same name and the same page; one of another language neither."""
    runs = [material_of(), material_of(), material_of(lang="en")]
    names = [key_of(run) for run in runs]
    pages = [render("enterprise.html", EnterpriseReports(run).build(*KEY), run.options.lang) for run in runs]
    assert names[0] == names[1] != names[2]
    assert pages[0] == pages[1] != pages[2]


def test_values_that_look_alike_are_written_differently() -> None:
    def written(values: pl.Series) -> bytes:
        frame = pl.DataFrame({"uscc": ["A"] * len(values), "report_year": [2025] * len(values), "value": values})
        return RowTexts(Partition(frame), {}).of("A", 2025)

    texts = [None, "", "null", " ", '"', "\\", "a\nb", 'a","b', "a}\n{b"]
    assert len(texts) == len({written(pl.Series([text], dtype=pl.String)) for text in texts})
    assert written(pl.Series(["a", "b"])) != written(pl.Series(["a\nb"]))
    numbers = [None, float("nan"), float("inf"), 0.1, 0.1 + 1e-17, 0.1 + 2e-17, -0.0, 0.0]
    # 0.1 + 1e-17 is 0.1, and 0.1 + 2e-17 the next float after it
    assert len(numbers) - 1 == len({written(pl.Series([number], dtype=pl.Float64)) for number in numbers})
    exact = [Decimal("1.000000000001"), Decimal("1.000000000002"), Decimal("1.0"), None]
    assert len(exact) == len({written(pl.Series([each], dtype=pl.Decimal(38, 12))) for each in exact})


def test_rows_are_written_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever order they are asked for, the text is that of the whole frame."""
    owners = [f"{number:02}" for number in range(12) for _ in range(number % 4)]
    frame = pl.DataFrame({"uscc": owners, "report_year": 2025, "value": range(len(owners))})
    whole = RowTexts(Partition(frame), {})
    expected = {number: whole.of(f"{number:02}", 2025) for number in range(12)}
    monkeypatch.setattr(page_key, "_ROWS_AT_ONCE", 4)
    parts = RowTexts(Partition(frame), {})
    assert expected == {number: parts.of(f"{number:02}", 2025) for number in range(12)}
    assert expected == {number: parts.of(f"{number:02}", 2025) for number in reversed(range(12))}
    assert b"" == expected[0]
    assert 3 == len(expected[3].splitlines())
