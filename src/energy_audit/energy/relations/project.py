"""The projects' table: coal by kind, physical and in tce, the energy of a project, its codes, and slips of 10^4."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.arithmetic import exact, plain, product
from energy_audit.energy.relations.project_sizes import (
    FEW,
    LARGEST_LIKELY,
    TCE_PER_10000_KWH,
    WAN,
    has_size,
    looks_filed_in_kwh,
    looks_filed_in_tce,
    looks_filed_in_tonnes,
    unit_sizes,
)
from energy_audit.energy.relations.told import Cell, Piece, equation, excess, tell
from energy_audit.energy.relations.tolerance import Tolerance
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.filing.problems.problem import ProblemKind, marked
from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES
from energy_audit.filing.shared import PROJECT_CELLS

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books
    from energy_audit.filing.shared import Shared

TABLE = "project"

COAL_SUM = Tolerance("J-01, national coal survey, annex 3: total = coal + coke + semicoke")
COAL_WEIGHT = Tolerance("J-02, national coal survey, annex 3: no coal is worth more than its weight in tce")
COAL_PART = Tolerance("J-03, national coal survey, annex 3: coal is a part of the project's energy")
FEED_PART = Tolerance("J-04, national coal survey, annex 3: feedstock coal is a part of the coal")

LARGEST = Decimal(100_000)
"""Relation J-05: no figure of the national coal survey lies above 100,000 (10^4 t)."""

NAMED: Final = 3
"""So many of the other cells that name a project are told."""

NAMED_BY = ("report_year", "project_code", "document_number")
"""What tells projects apart in the whole batch."""

IN_TCE = ["approved_tce_calorific", "approved_tce_equal", "actual_tce", "coal_sce_total", "coal_sce", "coke_sce",
          "semicoke_sce", "feed_coal_sce"]  # fmt: skip
"""Filed in 10^4 tce, stored in tce."""
IN_WAN_TONNES = ["coal_pq_total", "coal_pq", "coke_pq", "semicoke_pq", "feed_coal_pq", "substitution_qty"]


class ProjectProblem(ProblemKind):
    """What a project's row can contradict."""

    COAL_SUM = (
        "project-coal-sum-mismatch", "error", Message("“{column}”填的是 {value}，不等于煤炭、焦炭、兰炭之和：{detail}。请核对。")
    )  # fmt: skip
    COAL_WEIGHT = (
        "project-coal-tce-over-weight", "error", Message("“{column}”填的是 {value} tce，折标量大于实物量：{detail}。请核对实物量、折标量和单位。")
    )  # fmt: skip
    COAL_PART = (
        "project-coal-over-energy", "warning", Message("“{column}”填的是 {value} tce，小于其中的煤品折标量：{detail}。请核对；属能源加工转换项目的请说明。")
    )  # fmt: skip
    FEED_PART = (
        "project-feed-coal-over-coal", "error", Message("“{column}”填的是 {value}，超过了它所属的煤品消费总量：{detail}。请核对。")
    )  # fmt: skip
    TOO_LARGE = (
        "project-figure-impossible", "error", Message("“{column}”填的数为 {value}，超过 100000（万吨）的上限：{detail}。请核对单位。")
    )  # fmt: skip
    WRONG_UNIT = (
        "project-unit-slip", "warning", Message("“{column}”应以万吨标准煤（万吨）填报，疑为按吨填报：{detail}。请核对单位。")
    )  # fmt: skip
    POWER = (
        "project-power-slip", "warning", Message("“{column}”应以万千瓦时填报，疑为按千瓦时填报，没有采用：{detail}。请核对单位。")
    )  # fmt: skip
    NEGATIVE = (
        "project-consumption-negative", "error", Message("“{column}”填的是 {value} tce，是负数，而建设性质不是改建：{detail}。只有地点、工艺和设备未变的改建才填新增量。请核对。")
    )  # fmt: skip
    INDUSTRY = (
        "project-industry-mismatch", "error", Message("“所属行业小类”填的是 {value}，不属于所填的行业大类：{detail}。请核对两个代码。")
    )  # fmt: skip
    DUPLICATE = (
        "project-duplicate", "error", Message("项目代码“{value}”与审查文号在同一年度重复出现：{detail}。请核对是否重复填报或代码填错。")
    )  # fmt: skip
    SUBSTITUTION = (
        "project-substitution-incomplete", "warning", Message("填报了煤炭消费替代，但“{column}”为空：{detail}。请补填替代来源和替代量。")
    )  # fmt: skip


def project_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each project."""
    rows = books.intake.tables[TABLE]
    return [
        *_coal(books, rows),
        *_magnitude(books, rows),
        *_sign(books, rows),
        *_codes(books, rows),
        *_substitution(books, rows),
    ]


def named_projects(projects: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that say of which project they are.

    Args:
        projects: rows of the project table: ``NAMED_BY``.
    """
    return projects.filter(
        pl.all_horizontal(
            (pl.col(name).str.strip_chars() != "").fill_null(value=False)
            for name in ("project_code", "document_number")
        )
    )


def times_filed(projects: pl.DataFrame, shared: Shared | None = None) -> pl.DataFrame:
    """Return the rows that say of which project they are, and ``times``: in how many rows of the batch it stands.

    Args:
        projects: rows of the project table: ``NAMED_BY``.
        shared: what units have in common, where the rows are those of a part of the batch.
    """
    counted = named_projects(projects).with_columns(times=pl.len().over(NAMED_BY))
    if shared is None:
        return counted
    return (
        counted.join(
            shared.projects, on=NAMED_BY, how="left", nulls_equal=True, maintain_order="left", suffix="_of_all"
        )
        .with_columns(times=pl.coalesce("times_of_all", "times"))
        .drop("times_of_all")
    )


def cells_of_projects(projects: pl.DataFrame, sources: pl.DataFrame, placement: pl.DataFrame) -> pl.DataFrame:
    """List where each project that stands in several rows is named: the first few rows of it, in filing order.

    Args:
        projects: rows of the project table: ``NAMED_BY``, source, row.
        sources: file, sheet and form of each source.
        placement: where the columns stand.

    Returns:
        ``PROJECT_CELLS``.
    """
    letters = placement.filter(table=TABLE, column="project_code").select("source", "letter")
    return (
        named_projects(projects)
        .filter(pl.len().over(NAMED_BY) > 1)
        .sort("source", "row")
        .join(sources, on="source", how="left", maintain_order="left")
        .join(letters, on="source", how="left", maintain_order="left")
        .select(*NAMED_BY, "file", "sheet", cell=address(pl.col("letter"), pl.col("row"), pl.col("form")))
        .group_by(NAMED_BY, maintain_order=True)
        .head(NAMED + 1)  # of which one may be the row that is told
        .select(*PROJECT_CELLS)
    )


def _with_others(counted: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Add ``others``: where else the project of a row stands, null where nowhere."""
    intake = books.intake
    cells = cells_of_projects(counted, intake.sources, intake.placement)
    if intake.shared is not None:
        wider = intake.shared.project_cells
        cells = pl.concat([wider, cells.join(wider, on=NAMED_BY, how="anti", nulls_equal=True)])
    letters = intake.placement.filter(table=TABLE, column="project_code").select("source", "letter")
    own = (
        counted.select(*NAMED_BY, "source", "row")
        .join(intake.sources, on="source", how="left", maintain_order="left")
        .join(letters, on="source", how="left", maintain_order="left")
        .select(
            *NAMED_BY,
            "source",
            "row",
            own_file="file",
            own_sheet="sheet",
            own_cell=address(pl.col("letter"), pl.col("row"), pl.col("form")),
        )
    )
    in_file, in_sheet = (pl.col(name) == pl.col(f"own_{name}") for name in ("file", "sheet"))
    book = pl.when(in_file).then(pl.lit("")).otherwise(pl.concat_str("file", pl.lit(" ")))
    sheet = pl.when((in_file & in_sheet) | (pl.col("sheet") == "")).then(pl.lit("")).otherwise(pl.col("sheet") + "!")
    others = (
        own.join(cells, on=NAMED_BY, how="inner", nulls_equal=True, maintain_order="left_right")
        .filter(~(in_file & in_sheet & (pl.col("cell") == pl.col("own_cell"))))
        .group_by("source", "row", maintain_order=True)
        .agg(others=pl.concat_str(book, sheet, "cell").head(NAMED).str.join(", "))
    )
    return counted.join(others, on=["source", "row"], how="left", maintain_order="left")


def _coal(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """J-01 to J-04; ``_pq`` in 10^4 t, ``_sce`` in tce."""
    found = []
    for form in ("pq", "sce"):
        total = Cell(TABLE, f"coal_{form}_total")
        parts = [Cell(TABLE, f"{kind}_{form}") for kind in ("coal", "coke", "semicoke")]
        expected = parts[0].value + parts[1].value + parts[2].value
        shown: tuple[Piece, ...] = (parts[0], " + ", parts[1], " + ", parts[2])
        found.append(
            tell(
                rows,
                COAL_SUM.differs(total.value, expected),
                ProjectProblem.COAL_SUM,
                books.intake,
                equation(total, shown, expected),
            )
        )
        feed = Cell(TABLE, f"feed_coal_{form}")
        found.append(
            tell(
                rows,
                FEED_PART.exceeds(feed.value, total.value),
                ProjectProblem.FEED_PART,
                books.intake,
                excess(feed, total),
            )
        )
    for kind in ("coal", "coke", "semicoke", "feed_coal"):
        weight, tce = Cell(TABLE, f"{kind}_pq"), Cell(TABLE, f"{kind}_sce")
        tonnes = product(weight.value, exact(WAN))
        said: tuple[Piece, ...] = (tce, " tce > ", weight, " 万吨；Δ ", plain(tce.value - tonnes), " t")
        found.append(tell(rows, COAL_WEIGHT.exceeds(tce.value, tonnes), ProjectProblem.COAL_WEIGHT, books.intake, said))
    for basis in ("calorific", "equal"):
        energy, coal = Cell(TABLE, f"approved_tce_{basis}"), Cell(TABLE, "coal_sce_total")
        said = (energy, " < ", coal, "；Δ ", plain(energy.value - coal.value))
        # of a rebuilding that may be what it adds, of which the coal of the whole is no part
        of_all = pl.col("nature").ne_missing("改建")
        more = of_all & COAL_PART.exceeds(coal.value, energy.value)
        found.append(tell(rows, more, ProjectProblem.COAL_PART, books.intake, said))
    return found


def _magnitude(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """J-05, E-14, and a project a hundred times the unit that files it, or power and coal far beyond the project."""
    sized = rows.join(unit_sizes(books.identified, books.account), on=YEAR_KEY, how="left", maintain_order="left")
    whole = pl.col("whole")
    of_the_unit: tuple[Piece, ...] = (" tce > 100 × 全厂综合能耗 ", plain(whole), " tce")
    found = []
    for name in (*IN_TCE, *IN_WAN_TONNES):
        filed = Cell(TABLE, name)
        unit_zh = TABLES[TABLE].column(name).filed_unit
        in_heading = filed.value / exact(WAN) if name in IN_TCE else filed.value
        dwarfs = looks_filed_in_tce(filed.value, whole) & pl.lit(value=name in IN_TCE)
        impossible = in_heading > exact(LARGEST)
        shown: tuple[Piece, ...] = (filed, " = ", plain(in_heading), f" {unit_zh} > ")
        unlikely = in_heading > exact(LARGEST_LIKELY)
        found += [
            tell(sized, impossible, ProjectProblem.TOO_LARGE, books.intake, (*shown, plain(exact(LARGEST)))),
            tell(
                sized,
                unlikely & ~impossible,
                ProjectProblem.WRONG_UNIT,
                books.intake,
                (*shown, plain(exact(LARGEST_LIKELY))),
            ),
            *(
                tell(sized, dwarfs & ~unlikely & known, ProjectProblem.WRONG_UNIT, books.intake, said)
                for known, said in (
                    (has_size(whole), (filed, *of_the_unit)),
                    (~has_size(whole), (filed, " tce ≥ ", plain(exact(FEW)), " tce")),
                )
            ),
        ]
    return [*found, *_parts_beyond(books, sized)]


def _parts_beyond(books: Books, sized: pl.DataFrame) -> list[pl.DataFrame]:
    """Power and coal that are parts of what the project is approved for, and far more than it."""
    power, coal = Cell(TABLE, "annual_electricity"), Cell(TABLE, "coal_pq")
    amounts: tuple[Piece, ...] = tuple(
        piece
        for basis in ("calorific", "equal")
        for piece in ("；", Cell(TABLE, f"approved_tce_{basis}"), " tce")
    )  # fmt: skip
    in_kwh = looks_filed_in_kwh(pl.col("whole"))
    in_tonnes = looks_filed_in_tonnes(pl.col("whole")) & (coal.value <= exact(LARGEST_LIKELY))
    worth = plain(power.value * exact(TCE_PER_10000_KWH))
    return [
        tell(sized, in_kwh, ProjectProblem.POWER, books.intake, (power, " 万千瓦时 = ", worth, " tce", *amounts)),
        tell(sized, in_tonnes, ProjectProblem.WRONG_UNIT, books.intake, (coal, " 万吨", *amounts)),
    ]


def _sign(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Only a rebuilding, which states what it adds, can be approved for less than nothing (Order No. 31 art. 8)."""
    nature = Cell(TABLE, "nature")
    return [
        tell(
            rows,
            (cell.value < 0) & (nature.value != "改建"),
            ProjectProblem.NEGATIVE,
            books.intake,
            (cell, "；", nature),
        )
        for cell in (Cell(TABLE, "approved_tce_calorific"), Cell(TABLE, "approved_tce_equal"))
    ]


def _codes(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """J-06 and J-07."""
    industry, division = Cell(TABLE, "industry_code"), Cell(TABLE, "trade_division")
    strayed = ~industry.value.str.starts_with(division.value)
    code, number = Cell(TABLE, "project_code"), Cell(TABLE, "document_number")
    counted = times_filed(rows, books.intake.shared)
    others = pl.concat_str(pl.lit(marked("；另见 ")), "others")
    said: tuple[Piece, ...] = (code, "，", number, " × ", pl.col("times").cast(pl.String), others)
    counted = _with_others(counted.filter(pl.col("times") > 1), books)
    return [
        tell(rows, strayed, ProjectProblem.INDUSTRY, books.intake, (industry, "；", division)),
        tell(counted, pl.col("times") > 1, ProjectProblem.DUPLICATE, books.intake, said),
    ]


def _substitution(books: Books, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """J-09; a cell that holds something unreadable is not blank."""
    readable = rows.filter(books.all_read(TABLE, ["substitution_source", "substitution_qty"]))
    claimed = Cell(TABLE, "is_substitution")
    source, amount = Cell(TABLE, "substitution_source"), Cell(TABLE, "substitution_qty")
    nameless = source.value.fill_null("").str.strip_chars() == ""
    return [
        tell(readable, claimed.value & lacking, ProjectProblem.SUBSTITUTION, books.intake, (cell, "；", claimed))
        for cell, lacking in ((source, nameless), (amount, amount.value.is_null()))
    ]
