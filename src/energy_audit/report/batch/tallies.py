"""How many: units by place, industry and tier, and the two measures of the policy with honest denominators.

A unit is one legal person at its latest year in the batch, so that a batch of
two years does not count it twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.report.batch.roster import prefectures
from energy_audit.report.tables.turnout import of_a_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words

LINE: Final = 5_000
"""tce, from which the policy counts."""
TIERS: Final = ("A", "B", "C", "D", "")
"""The tiers, and the empty one of units whose tier cannot be told."""

FILED_TABLES: Final = (
    ("has_conversion_table", Message("加工转换与回收利用")),
    ("has_nonfossil_table", Message("原料用能与可再生能源")),
    ("has_product_table", Message("单位产品能耗")),
    ("has_target_table", Message("节能目标")),
    ("has_equipment_table", Message("主要用能设备")),
    ("has_metering_table", Message("能源计量器具")),
    ("has_project_table", Message("固定资产投资项目")),
    ("archive_list_filed", Message("节能管理档案目录", "tallies")),
)
"""The tables that need not be filed: fact, name."""


@dataclass(frozen=True)
class Coverage:
    """A measure over key energy users: those of whom it is so, is not so, and of whom it cannot be told."""

    yes: int
    no: int
    unknown: int

    @property
    def all(self) -> int:
        """The denominator: every unit, the unknown ones too."""
        return self.yes + self.no + self.unknown

    @property
    def share(self) -> Decimal | None:
        """Share of 1 that is certain; None where there is no unit."""
        return Decimal(self.yes) / self.all if self.all else None

    @property
    def share_at_most(self) -> Decimal | None:
        """The share if every unknown turned out well."""
        return Decimal(self.yes + self.unknown) / self.all if self.all else None


@dataclass(frozen=True)
class Group:
    """The units of one place, industry or the whole batch.

    Attributes:
        tiers: units per tier, in the order of ``TIERS``.
        key_users: units certainly at or above 5,000 tce (or designated); ``key_unknown`` may be.
        designated_below: of the former, those that are designated and certainly below 5,000 tce on either basis.
        violating: units with a breached violation.
        suspected: units suspected of two-high-one-low; of ``suspected_unknown`` it cannot be told.
        tce: calorific tce of the ``tce_units`` units whose total is certain and not negative: what a net producer
            gives off is consumed, and counted, elsewhere.
        archive: is the management file complete, over ``key_users``.
        inspected: does the file hold an inspection record, over ``key_users``.
    """

    code: str
    name: str
    units: int
    tiers: tuple[int, ...]
    key_users: int
    key_unknown: int
    designated_below: int
    violating: int
    violations: int
    suspected: int
    suspected_unknown: int
    untold: int
    tce: Decimal
    tce_units: int
    archive: Coverage
    inspected: Coverage
    parts: tuple[Group, ...] = ()


@dataclass(frozen=True)
class YearCoverage:
    """The two measures over the filings of one year; ``steady`` over those units alone that filed in every year.

    Who files changes from year to year, so that two years say how the same units fared only by ``steady``.
    """

    year: int
    units: int
    archive: Coverage
    inspected: Coverage
    steady_units: int
    steady_archive: Coverage
    steady_inspected: Coverage


@dataclass(frozen=True)
class FiledTable:
    """How many units filed one of the optional tables."""

    name: str
    filed: int
    units: int


def whole(units: pl.DataFrame, name: str) -> Group:
    """Tally all units as one group."""
    return next(iter(_groups(units.with_columns(code=pl.lit("")), "code", {"": name}).values()), _empty("", name))


def by_prefecture(units: pl.DataFrame, reference: Reference, words: Words) -> tuple[Group, ...]:
    """Tally the nine prefectures, always all of them, with their counties; other places only where units lie there."""
    names = prefectures(reference, words)
    county_names = dict(
        reference.regions.filter(pl.col("replaced_by").is_null(), level="county")
        .select("code", words.pick("name_zh", "name_en"))
        .iter_rows()
    )
    found = _groups(units, "prefecture", names)
    groups = []
    for code, name in names.items():
        group = found.get(code)
        if group is None and not code.isdigit():
            continue
        inside = units.filter(pl.col("prefecture") == code).with_columns(pl.col("county").fill_null(""))
        counties = _groups(inside, "county", county_names | {"": words("未写明区县")})
        groups.append(_with_parts(group or _empty(code, name), counties))
    return tuple(groups)


def by_division(units: pl.DataFrame) -> tuple[Group, ...]:
    """Tally the industry divisions that have units, most units first."""
    known = units.with_columns(pl.col("division").fill_null(""))
    names = dict(known.select("division", "division_name").unique().iter_rows())
    return tuple(sorted(_groups(known, "division", names).values(), key=lambda group: (-group.units, group.code)))


def by_year(roster: pl.DataFrame) -> tuple[YearCoverage, ...]:
    """Measure every year on the filings of that year; of one that cannot be there is nothing to measure."""
    years = roster.filter(pl.col("report_year").is_not_null() & of_a_year()).with_columns(
        pl.col("report_year").cast(pl.String)
    )
    every_year = pl.col("report_year").n_unique().over("uscc") == years["report_year"].n_unique()
    groups = _groups(years, "report_year", {})
    steady = _groups(years.filter(pl.col("uscc").is_not_null() & every_year), "report_year", {})
    told = []
    for year in sorted(groups):
        own, same = groups[year], steady.get(year) or _empty(year, year)
        told.append(
            YearCoverage(int(year), own.units, own.archive, own.inspected, same.units, same.archive, same.inspected)
        )
    return tuple(told)


def same_units(years: Sequence[YearCoverage]) -> bool:
    """Whether the same units filed in every year, so that the years can be joined by a line."""
    return all(year.units == year.steady_units for year in years)


def filed_tables(units: pl.DataFrame, words: Words) -> tuple[FiledTable, ...]:
    """Count who filed which optional table."""
    filed = units.select(pl.col(fact).fill_null(value=False).sum() for fact, _ in FILED_TABLES).row(0, named=True)
    return tuple(FiledTable(words(name), filed[fact], units.height) for fact, name in FILED_TABLES)


def _groups(units: pl.DataFrame, by: str, names: dict[str, str]) -> dict[str, Group]:
    key_user = pl.col("key_energy_user").fill_null(value=False)
    # a negative total of a net producer tells of no size
    below = pl.all_horizontal(
        pl.col(f"tce_{basis}_high").is_between(0, LINE, closed="left") for basis in ("calorific", "equal")
    )
    held = pl.col("inspection_record_held")
    summed = pl.col("tce_calorific") >= 0
    tallied = units.group_by(by).agg(
        pl.len().alias("units"),
        *(_count(pl.col("tier").fill_null("") == tier).alias(f"tier_{tier}") for tier in TIERS),
        key_users=_count(key_user),
        key_unknown=_count(pl.col("key_energy_user").is_null()),
        designated_below=_count(key_user & below),
        violating=_count(pl.col("violations") > 0),
        violations=pl.col("violations").sum(),
        suspected=_count(pl.col("two_high_one_low")),
        suspected_unknown=_count(pl.col("two_high_one_low").is_null()),
        untold=_count(pl.col("cannot_tell") > 0),
        tce=pl.col("tce_calorific").filter(summed).sum(),
        tce_units=_count(summed),
        archive_yes=_count(key_user & (pl.col("archive") == "complete")),
        archive_no=_count(key_user & (pl.col("archive") == "incomplete")),
        archive_unknown=_count(key_user & (pl.col("archive") == "cannot_tell")),
        inspected_yes=_count(key_user & held),
        inspected_no=_count(key_user & ~held),
        inspected_unknown=_count(key_user & held.is_null()),
    )
    return {
        row[by]: _group(row, row[by], names.get(row[by], row[by])) for row in tallied.sort(by).iter_rows(named=True)
    }


def _count(where: pl.Expr) -> pl.Expr:
    return where.fill_null(value=False).sum()


def _group(row: dict[str, object], code: str, name: str) -> Group:
    counted: dict[str, int] = {key: value for key, value in row.items() if isinstance(value, int)}
    tce = row["tce"]
    return Group(
        code=code,
        name=name,
        units=counted["units"],
        tiers=tuple(counted[f"tier_{tier}"] for tier in TIERS),
        key_users=counted["key_users"],
        key_unknown=counted["key_unknown"],
        designated_below=counted["designated_below"],
        violating=counted["violating"],
        violations=counted["violations"],
        suspected=counted["suspected"],
        suspected_unknown=counted["suspected_unknown"],
        untold=counted["untold"],
        tce=tce if isinstance(tce, Decimal) else Decimal(0),
        tce_units=counted["tce_units"],
        archive=Coverage(*(counted[f"archive_{state}"] for state in ("yes", "no", "unknown"))),
        inspected=Coverage(*(counted[f"inspected_{state}"] for state in ("yes", "no", "unknown"))),
    )


def _empty(code: str, name: str) -> Group:
    nobody = Coverage(0, 0, 0)
    return Group(
        code=code,
        name=name,
        units=0,
        tiers=(0,) * len(TIERS),
        key_users=0,
        key_unknown=0,
        designated_below=0,
        violating=0,
        violations=0,
        suspected=0,
        suspected_unknown=0,
        untold=0,
        tce=Decimal(0),
        tce_units=0,
        archive=nobody,
        inspected=nobody,
    )


def _with_parts(group: Group, parts: dict[str, Group]) -> Group:
    ordered = sorted(parts.values(), key=lambda part: (part.code == "", -part.units, part.code))
    return replace(group, parts=tuple(ordered))
