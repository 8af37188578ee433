"""Units that list the same certificate or file the same project are judged in different parts as they are at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.many_units import OPTIONS, bytes_of, code, energy, enterprise, left_in_place, write

from energy_audit.energy.certificates import reused_certificates
from energy_audit.energy.relations.project import times_filed
from energy_audit.energy.shared import shared_by_units
from energy_audit.filing.files.discovery import handed_in
from energy_audit.filing.files.onefile import read_file
from energy_audit.filing.files.readers import read_all
from energy_audit.filing.intake import read_filings
from energy_audit.filing.rows.template_examples import EXAMPLES
from energy_audit.filing.schema import TABLES
from energy_audit.filing.shared import Shared
from energy_audit.parts import ahead, run
from energy_audit.parts.run import inspect_into
from energy_audit.parts.untyped import Cut, cut_untyped
from energy_audit.progress import silent

UNITS = 5
"""Of a part."""

FILED_TWICE = ("2024-520181-30-03-000009", "示例发改环资〔2024〕9号")
"""A project of the first unit and of the last."""

Rows = list[dict[str, Any]]
Writes = Callable[[Path, dict[str, Rows]], None]


def sharing(chance: random.Random, numbers: range) -> dict[str, Rows]:
    """Invent units of which some have certificates and projects in common, in rows that count and rows that do not."""
    certificates = [f"GEC{number:03}" for number in range(6)]
    projects = [(f"2024-520181-30-03-00000{number}", f"示例发改环资〔2024〕{number}号") for number in range(5)]
    tables: dict[str, Rows] = {
        "enterprise": [enterprise(number) for number in numbers],
        "energy_consumption": [energy(number, 9.0 + number, place) for number in numbers for place in range(3)],
        "nonfossil": [],
        "project": [],
    }
    for number in numbers:
        for site in chance.sample([None, "东区", "西区"], chance.choice((0, 1, 1, 2))):
            ids = [f"OWN{number}", *chance.sample(certificates, chance.choice((0, 0, 1, 2)))]
            tables["nonfossil"].append(nonfossil(number, ids, chance, site))
        for own in chance.sample(projects, chance.choice((0, 1, 1, 2))):
            tables["project"].append(project(number, *own, report_year=chance.choice((2025, 2025, 2024))))
        if chance.random() < 0.3:
            tables["project"].append(project(number, *projects[0], project_name="合计"))
        if chance.random() < 0.3:
            tables["project"].append({"uscc": code(number), "report_year": 2025, **EXAMPLES["project"]})
    for number in (numbers[0], numbers[-1]):
        tables["project"].append(project(number, *FILED_TWICE))
    return {key: levelled(rows) for key, rows in tables.items()}


def nonfossil(number: int | None, ids: list[str], chance: random.Random, site: str | None = None) -> dict[str, Any]:
    text = "".join(f"{each}{chance.choice('、，; ')}" for each in ids)
    wide = text.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "GEC"})
    return {
        "uscc": None if number is None else code(number), "report_year": chance.choice((2025, 2025, 2024)), "site": site,
        "feedstock_tce": 0.0, "re_self_kwh": 0.0, "green_power_kwh": 0.0, "gec_kwh": 5.0, "nuclear_kwh": 0.0,
        "biomass_tce": 0.0, "gec_ids": chance.choice((text, wide, text.lower())),
    }  # fmt: skip


def project(number: int | None, project_code: str, document: str, **told: Any) -> dict[str, Any]:
    return {
        "uscc": None if number is None else code(number), "report_year": 2025, "project_name": "技术改造", "stage": "投产",
        "project_code": project_code, "document_number": document, **told,
    }  # fmt: skip


def levelled(rows: Rows) -> Rows:
    """Give all rows the same columns."""
    return [dict.fromkeys({key: None for row in rows for key in row}) | row for row in rows]


def in_tables(form: str, base: Path, tables: dict[str, Rows]) -> None:
    """Write a folder of tables, with rows of nobody, and another with copies of some filings, one of them another."""
    chance = random.Random(7)  # noqa: S311 - a seed makes the same rows again
    nobody = [nonfossil(None, ["GEC001"], chance), nonfossil(None, ["OWN1"], chance)]
    stray = levelled([*tables["project"], project(None, *FILED_TWICE)])
    write(base / "a", form, **tables | {"nonfossil": [*tables["nonfossil"], *nobody], "project": stray})
    some = {code(number) for number in range(0, 12, 3)}
    copies = {key: [dict(row) for row in rows if row["uscc"] in some] for key, rows in tables.items()}
    copies["project"][0]["project_name"] = "又一个"
    write(base / "b", form, **copies)


def in_workbooks(base: Path, tables: dict[str, Rows]) -> None:
    """Write a workbook for each unit."""
    base.mkdir()
    for own in [row["uscc"] for row in tables["enterprise"]]:
        with xlsxwriter.Workbook(base / f"{own}.xlsx") as book:
            for key, rows in tables.items():
                filed = [row for row in rows if row["uscc"] == own]
                sheet = book.add_worksheet(TABLES[key].sheet)
                for place, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *filed]):
                    sheet.write_row(place, 0, ["" if cell is None else cell for cell in row.values()])


FORMS: dict[str, Writes] = {
    "parquet": partial(in_tables, "parquet"),
    "csv": partial(in_tables, "csv"),
    "xlsx": in_workbooks,
}


@pytest.fixture
def batch(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    base = tmp_path / "filings"
    FORMS[request.param](base, sharing(random.Random(3), range(2 * UNITS + 1)))  # noqa: S311 - as above
    return base


@pytest.mark.parametrize("batch", FORMS, indirect=True)
def test_the_files_are_those_of_a_batch_judged_at_once(
    batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, in_parts = tmp_path / "whole", [tmp_path / f"{jobs}" for jobs in (1, 2)]
    inspect_into(whole, [batch], OPTIONS)
    _assert_shared_by_parts(whole / "data")

    left_in_place(monkeypatch)
    monkeypatch.setattr(run._Run, "_together", None)
    if next(batch.rglob("*.*")).suffix != ".xlsx":
        monkeypatch.setattr(run, "read_filings", None)
    for jobs, out in enumerate(in_parts, 1):
        inspect_into(out, [batch], OPTIONS, units_a_part=UNITS, jobs=jobs)

    assert _different(*map(bytes_of, in_parts)) == []
    # findings are pressed otherwise where they are put together
    assert _different(bytes_of(whole), bytes_of(in_parts[0])) in ([], ["data/findings.parquet"])
    assert_frame_equal(*(pl.read_parquet(out / "data" / "findings.parquet") for out in (whole, in_parts[0])))


def _different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in {*one, *other} if one.get(name) != other.get(name)]


def _assert_shared_by_parts(data: Path) -> None:
    """Units of several parts are told of a certificate, and of one project."""
    findings, problems = (pl.read_parquet(data / f"{name}.parquet") for name in ("findings", "problems"))
    used = findings.filter(rule="CRB005", verdict="breached")["uscc"].str.slice(8, 9).cast(pl.Int64)
    assert (used // UNITS).n_unique() > 1
    twice = problems.filter(code="project-duplicate", value=FILED_TWICE[0])
    assert twice.height >= 2
    assert "" not in {*twice["cell"]}
    assert all("；另见 " in message and "另见 。" not in message for message in twice["message"])


def cut(base: Path) -> Cut | None:
    readings = list(read_all(handed_in([base]), 1, silent, partial(read_file, most_rows=UNITS)))
    return cut_untyped(readings, UNITS, silent)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_what_is_shared_is_told_before_the_batch_is_typed_as_it_is_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - as above
    FORMS[form](tmp_path, sharing(chance, range(3 * UNITS)))
    left_in_place(monkeypatch)
    whole = read_filings([tmp_path]).tables

    told = cut(tmp_path)

    assert told is not None
    expected = shared_by_units(whole["nonfossil"], whole["project"])
    assert told.beyond.shared is not None
    assert expected.projects.height > 1
    assert_same(expected, told.beyond.shared)


def assert_same(one: Shared, other: Shared) -> None:
    assert_frame_equal(one.certificates, other.certificates, check_row_order=False)
    assert_frame_equal(one.projects, other.projects, check_row_order=False)


def test_only_units_that_may_share_anything_are_typed_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed: list[int] = []

    def spied(*given: Any) -> Any:
        done = untyped(*given)
        typed.append(done.tables["enterprise"].height)
        return done

    untyped = ahead.typed_batch
    monkeypatch.setattr(ahead, "typed_batch", spied)
    units, chance = range(4 * UNITS), random.Random(1)  # noqa: S311 - as above
    tables = {
        "enterprise": [enterprise(number) for number in units],
        "energy_consumption": [energy(number) for number in units],
    }
    own = [nonfossil(number, [f"OWN{number}"], chance) for number in units]
    write(tmp_path, **tables, nonfossil=own)
    assert cut(tmp_path) is not None
    assert [] == typed

    both = [nonfossil(number, ["OWN1"], chance) for number in (1, *range(8, 14))]
    write(tmp_path, nonfossil=[*own, *both])
    assert cut(tmp_path) is not None
    assert [UNITS, 2] == typed


CERTIFICATES = st.lists(
    st.tuples(
        st.sampled_from([*map(code, range(6)), None]),
        st.sampled_from([2024, 2025, None]),
        st.sampled_from([None, "", "东区"]),
        st.lists(st.sampled_from(["A", "b", "Ｂ", "C", ""]), max_size=3).map("、".join),
    ),
    max_size=12,
)
PROJECTS = st.lists(
    st.tuples(
        st.sampled_from([*map(code, range(6)), None]),
        st.sampled_from([2024, 2025, None]),
        st.sampled_from(["1", "2", " ", None]),
        st.sampled_from(["甲", "乙", "", None]),
    ),
    max_size=12,
)
SCHEMA = {"uscc": pl.String, "report_year": pl.Int64}


@given(CERTIFICATES, PROJECTS, st.integers(1, 6))
def test_each_part_is_told_what_the_whole_tells(
    certificates: list[tuple[Any, ...]], projects: list[tuple[Any, ...]], size: int
) -> None:
    nonfossil = pl.DataFrame(certificates, {**SCHEMA, "site": pl.String, "gec_ids": pl.String}, orient="row")
    project = pl.DataFrame(projects, {**SCHEMA, "project_code": pl.String, "document_number": pl.String}, orient="row")
    shared = shared_by_units(nonfossil, project)
    told = (
        (nonfossil, reused_certificates, lambda rows: reused_certificates(rows, shared)),
        (project, times_filed, lambda rows: times_filed(rows, shared)),
    )
    for table, of_whole, of_part in told:
        whole = of_whole(table)
        part = pl.col("uscc").fill_null("9").rank("dense") // size
        own = [of_part(rows) for rows in table.with_columns(part=part).partition_by("part", include_key=False)]
        assert_frame_equal(whole, pl.concat([whole.clear(), *own]), check_row_order=False)
