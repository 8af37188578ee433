"""What was found of a part is taken from an earlier run only where all that it is judged by is the same."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import polars as pl
import pytest

from energy_audit.cache import Cache
from energy_audit.filing.intake import Intake, read_filings
from energy_audit.filing.shared import Shared
from energy_audit.parts import judged as judged_parts
from energy_audit.parts.run import inspect_into
from energy_audit.report.material import Options
from energy_audit.report.tables.kept_part import KIND, kept_part
from energy_audit.resources import folder

OPTIONS = Options(dt.date(2026, 6, 30), formats=frozenset({"data"}))
UNITS = 24
HEAD = "统一社会信用代码,报告年度,单位名称,行业代码"
ENERGY = "统一社会信用代码,报告年度,能源代码,能源名称,计量单位,消费量合计,工业消费量"
Judged = list[int]


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tables of thirty units each and some workbooks."""
    base = tmp_path_factory.mktemp("kept") / "filings"
    for number in range(3):
        units = [f"915200000{100 * unit + number:08}X" for unit in range(30)]
        tables = {
            "表1": (HEAD, (f"{unit},2025,示例单位{unit[-4:]},3011" for unit in units)),
            "表2": (ENERGY, (f"{unit},2025,33,电力,万千瓦时,{unit[12:17]},{unit[12:17]}" for unit in units)),
        }
        (base / f"{number}").mkdir(parents=True)
        for name, (head, rows) in tables.items():
            (base / f"{number}" / f"{name}.csv").write_text("\n".join((head, *rows)), encoding="utf-8")
    for path in sorted((folder("sample_data") / "filings").rglob("示例[六贵]*.xlsx"))[:5]:
        shutil.copy(path, base)
    return base


@pytest.fixture(scope="module")
def first(filings: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A cache and the output of the run that filled it."""
    base = tmp_path_factory.mktemp("first")
    inspect_into(base / "out", [filings], OPTIONS, units_a_part=UNITS, cache=Cache(base / "cache"))
    return base / "cache", base / "out"


@pytest.fixture
def cache(first: tuple[Path, Path], tmp_path: Path) -> Cache:
    """The filled cache, for one test."""
    shutil.copytree(first[0], tmp_path / "cache")
    return Cache(tmp_path / "cache")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Counts the units of the parts that are judged."""
    counts: Judged = []
    judge = judged_parts.judge_intake

    def counted(intake: Intake, *others: object, **more: object) -> object:
        counts.append(intake.tables["enterprise"].height)
        return judge(intake, *others, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(judged_parts, "judge_intake", counted)
    return counts


def differing(one: Path, other: Path) -> list[str]:
    """The files of two outputs that are not equal; how long a run took is its own."""
    names = {path.relative_to(base).as_posix() for base in (one, other) for path in base.rglob("*") if path.is_file()}
    assert "data/findings.csv" in names
    return sorted(
        name
        for name in names - {"run.json"}
        if not ((one / name).exists() and (other / name).exists())
        or (one / name).read_bytes() != (other / name).read_bytes()
    )


def test_a_second_run_judges_nothing_and_writes_the_same(
    filings: Path, first: tuple[Path, Path], cache: Cache, judged: Judged, tmp_path: Path
) -> None:
    inspect_into(tmp_path / "again", [filings], OPTIONS, units_a_part=UNITS, cache=cache)
    assert judged == []
    assert differing(first[1], tmp_path / "again") == []


def test_processes_take_what_is_kept(filings: Path, first: tuple[Path, Path], cache: Cache, tmp_path: Path) -> None:
    entries = sorted((cache.folder / KIND).rglob("*"))
    inspect_into(tmp_path / "again", [filings], OPTIONS, units_a_part=UNITS, cache=cache, jobs=2)
    assert differing(first[1], tmp_path / "again") == []
    assert sorted((cache.folder / KIND).rglob("*")) == entries


def _another_figure(filings: Path) -> None:
    table = filings / "1" / "表2.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count("01201,01201") == 1
    table.write_text(text.replace("01201,01201", "99999,99999"), encoding="utf-8")


def _one_file_more(filings: Path) -> None:
    (filings / "0新报").mkdir()
    row = "91520000000002850X,2025,示例新报单位,3011"
    (filings / "0新报" / "表1.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")


def _one_file_less(filings: Path) -> None:
    next(iter(sorted(filings.glob("*.xlsx")))).unlink()


@pytest.mark.parametrize("change", [_another_figure, _one_file_more, _one_file_less])
def test_only_what_changed_is_judged_and_all_is_as_if_all_were(
    change: Callable[[Path], None], filings: Path, cache: Cache, judged: Judged, tmp_path: Path
) -> None:
    shutil.copytree(filings, tmp_path / "filings")
    change(tmp_path / "filings")
    inspect_into(tmp_path / "again", [tmp_path / "filings"], OPTIONS, units_a_part=UNITS, cache=cache)
    some = len(judged)
    judged.clear()
    inspect_into(tmp_path / "anew", [tmp_path / "filings"], OPTIONS, units_a_part=UNITS)
    assert differing(tmp_path / "anew", tmp_path / "again") == []
    assert 1 <= some <= 2
    assert len(judged) >= 4


def test_another_choice_is_judged_anew(filings: Path, cache: Cache, judged: Judged, tmp_path: Path) -> None:
    inspect_into(tmp_path / "other", [filings], replace(OPTIONS, verdicts=False), units_a_part=UNITS, cache=cache)
    assert len(judged) >= 4


def test_a_damaged_entry_is_made_anew(
    filings: Path, first: tuple[Path, Path], cache: Cache, judged: Judged, tmp_path: Path
) -> None:
    damaged, cut, *_ = (path for path in sorted((cache.folder / KIND).rglob("*")) if path.is_file())
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    cut.write_bytes(cut.read_bytes()[:-1])
    inspect_into(tmp_path / "again", [filings], OPTIONS, units_a_part=UNITS, cache=cache)
    assert len(judged) == 2
    assert differing(first[1], tmp_path / "again") == []


@pytest.fixture(scope="module")
def intake(filings: Path) -> Intake:
    """One part, with rows in many tables."""
    whole = read_filings(sorted(filings.glob("*.xlsx")))
    return replace(whole, problems=read_filings([filings / "0"]).problems.head(3))


def _with(intake: Intake, table: str, frame: pl.DataFrame) -> Intake:
    return replace(intake, tables={**intake.tables, table: frame})


def _one_cell_changed(intake: Intake) -> Iterator[Intake]:
    """The part with another value, or none, in one cell after another."""
    for name, frame in intake.tables.items():
        for column in frame.columns:
            filled = frame[column].is_not_null().arg_true()
            if column != "source" and len(filled):
                here = pl.int_range(pl.len()) == filled[0]
                yield _with(intake, name, frame.with_columns(pl.when(~here).then(column).alias(column)))
    for column in intake.problems.columns if intake.problems.height else ():
        if intake.problems[column].dtype == pl.String:
            yield replace(intake, problems=intake.problems.with_columns(pl.lit("另一").alias(column)))


def _frame_by_frame(intake: Intake) -> Iterator[Intake]:
    """The rows of one table alone, of the next, and so on; last the problems."""
    nothing = {name: frame.clear() for name, frame in intake.tables.items()}
    for name, frame in intake.tables.items():
        if frame.height:
            yield replace(intake, tables={**nothing, name: frame}, problems=intake.problems.clear())
    assert intake.problems.height
    yield replace(intake, tables=nothing)


def test_every_cell_counts(intake: Intake, tmp_path: Path) -> None:
    """Where one table is filed alone each of its cells; where all are filed each table."""
    alone = [each for one in _frame_by_frame(intake) for each in (one, *_one_cell_changed(one))]
    last_rows = [_with(intake, name, frame.head(-1)) for name, frame in intake.tables.items() if frame.height]
    together = [intake, replace(intake, problems=intake.problems.head(-1)), *last_rows]
    names = [kept_part(each, Cache(tmp_path), "shared").name for each in (*alone, *together)]
    assert len(names) > 100
    assert len({*names}) == len(names)


def test_how_rows_lie_in_memory_does_not_count(intake: Intake, tmp_path: Path) -> None:
    """Where and how often a text lies there, and what lies under a blank, differ from run to run."""

    def otherwise(frame: pl.DataFrame) -> pl.DataFrame:
        turned = frame.reverse().with_row_index("_at", offset=1)
        order = pl.DataFrame({"_at": range(frame.height, 0, -1)}, schema={"_at": pl.UInt32})
        return order.join(turned, on="_at", how="left", maintain_order="left").drop("_at")

    tables = {name: otherwise(frame) for name, frame in intake.tables.items()}
    turned = replace(intake, tables=tables, problems=otherwise(intake.problems))
    assert all(frame.equals(intake.tables[name]) for name, frame in tables.items())
    assert turned.problems.equals(intake.problems)
    assert len({kept_part(each, Cache(tmp_path), "shared").name for each in (intake, turned)}) == 1


def test_what_units_share_counts(intake: Intake, tmp_path: Path) -> None:
    def name_of(**columns: list[object]) -> str:
        frames = {name: pl.DataFrame({"id": values}) for name, values in columns.items()}
        return kept_part(replace(intake, shared=Shared(**frames)), Cache(tmp_path), "shared").name

    none = name_of(certificates=[], projects=[])
    assert len({none, name_of(certificates=["G1"], projects=[]), name_of(certificates=[], projects=["G1"])}) == 3


def test_all_that_is_judged_of_an_intake_counts() -> None:
    """A field that is added has to be looked at in ``kept_part``."""
    counted = {"tables", "problems", "sources", "placement", "shared"}
    assert {field.name for field in fields(Intake)} - {"files", "unused"} == counted


def test_where_rows_stand_counts_and_the_number_of_their_source_does_not(intake: Intake, tmp_path: Path) -> None:
    def name_of(each: Intake, shared: str = "shared") -> str:
        return kept_part(each, Cache(tmp_path), shared).name

    def later(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("source") + 7)

    moved = replace(
        intake,
        tables={name: later(frame) for name, frame in intake.tables.items()},
        problems=later(intake.problems),
        sources=later(intake.sources),
        placement=later(intake.placement),
    )
    elsewhere = intake.sources.with_columns(pl.col("sheet") + "1")
    shifted = intake.placement.with_columns(pl.col("letter") + "A")
    assert name_of(moved) == name_of(intake)
    others = (replace(intake, sources=elsewhere), replace(intake, placement=shifted))
    assert len({name_of(intake), name_of(intake, "another"), *map(name_of, others)}) == 4
