"""The key figures of a batch: what stands on its first page in large type, each with the units behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.catalogue import Message

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.report.batch.tallies import Coverage, Group
    from energy_audit.report.language import Words
    from energy_audit.report.tables.data import BatchTables


@dataclass(frozen=True)
class Figure:
    """One key figure: ``tone`` names its colour, ``query`` the filter of the index that shows the units behind it.

    ``amount`` is the number that ``value`` writes, None where it cannot be told; ``form`` how a sheet writes it.
    """

    key: str
    label: str
    value: str
    note: str
    tone: str
    query: str
    amount: int | Decimal | None
    form: Literal["count", "tce", "percent"] = "count"


@dataclass(frozen=True)
class Sums:
    """Findings of all enterprise-years, and faults of all filings."""

    violations: int
    suspicions: int
    notices: int
    cannot_tell: int
    errors: int
    warnings: int


def sums_of(tables: BatchTables) -> Sums:
    """Count the findings and the faults."""
    counts = tables.enterprises.select(
        pl.col("violations", "suspicions", "notices", "cannot_tell").sum().cast(pl.Int64)
    ).row(0, named=True)
    errors = tables.problems.filter(severity="error").height
    return Sums(**counts, errors=errors, warnings=tables.problems.height - errors)


def key_figures(
    total: Group, sums: Sums, waiting: str, filings: int, years: tuple[int, ...], words: Words
) -> tuple[Figure, ...]:
    """Draw up the figures of page one.

    Args:
        total: all units, at their latest year.
        sums: findings and faults of all years.
        waiting: whose cells the open verdicts wait for.
        filings: enterprise-years filed.
        years: of which anything was filed.
        words: the language.
    """
    span = words.join([str(year) for year in years])
    archive, inspected = total.archive, total.inspected
    several = len(years) > 1
    left_out = total.units - total.tce_units
    return (
        Figure(
            "units",
            words("受检单位"),
            words.number(total.units, 0),
            words("申报 {filings} 份，年度 {span}", filings=filings, span=span) if filings else "",
            "plain",
            "",
            total.units,
        ),
        Figure(
            "key",
            words("5000吨及以上或已指定"),
            words.number(total.key_users, 0),
            (
                words("其中 {count} 家已指定而不足5000吨；", count=total.designated_below)
                if total.designated_below
                else ""
            )
            + (
                words("另有 {units} 家不能判断", units=total.key_unknown)
                if total.key_unknown
                else words("其余均可判断")
            ),
            "plain",
            "key=yes",
            total.key_users,
        ),
        Figure(
            "tce",
            words("综合能耗合计（当量值）"),
            words.number(total.tce) if total.tce_units or not total.units else words.missing("cannot_tell"),
            words(
                "吨标准煤；{tce_units} 家之和，{left_out} 家不能确定或净输出，未计入",
                tce_units=total.tce_units,
                left_out=left_out,
            )
            if left_out
            else words("吨标准煤；{tce_units} 家之和", tce_units=total.tce_units),
            "plain",
            "",
            total.tce if total.tce_units or not total.units else None,
            "tce",
        ),
        Figure(
            "violations",
            words("违法违规"),
            words.number(sums.violations, 0),
            _in_units(total.violating, words, several=several),
            "breached" if sums.violations else "plain",
            "kind=violation",
            sums.violations,
        ),
        Figure(
            "thol",
            words("疑似“两高一低”"),
            words.number(total.suspected, 0),
            words("家，只是疑似，须人工确认；另有 {units} 家不能判断", units=total.suspected_unknown)
            if total.suspected_unknown
            else words("家，只是疑似，须人工确认"),
            "suspicion" if total.suspected else "plain",
            "thol=yes",
            total.suspected,
        ),
        Figure(
            "archive",
            words("建档率"),
            _share(archive, words),
            words(
                "{all} 家中完整 {yes}、不完整 {no}、不能判断 {unknown}",
                all=archive.all,
                yes=archive.yes,
                no=archive.no,
                unknown=archive.unknown,
            ),
            "plain",
            "key=yes",
            archive.share if archive.all else None,
            "percent",
        ),
        Figure(
            "inspected",
            words("监察覆盖"),
            _share(inspected, words),
            words(
                "{all} 家中有记录 {yes}、无 {no}、不能判断 {unknown}",
                all=inspected.all,
                yes=inspected.yes,
                no=inspected.no,
                unknown=inspected.unknown,
            ),
            "plain",
            "key=yes",
            inspected.share if inspected.all else None,
            "percent",
        ),
        Figure(
            "untold",
            words(Message("不能判断", "batch")),
            words.number(sums.cannot_tell, 0),
            _in_units(total.untold, words, several=several)
            + (words("；{waiting}", waiting=waiting) if waiting else "")
            + words("；不算符合"),
            "unknown" if sums.cannot_tell else "plain",
            "watch=untold",
            sums.cannot_tell,
        ),
    )


def _in_units(units: int, words: Words, *, several: bool) -> str:
    """Say in how many units: findings are counted in all years, units once, at their latest year."""
    if several:
        return words.plural("项（各年度合计）；最近年度涉及 {count} 家", units)
    return words.plural("项，涉及 {count} 家", units)


def _share(coverage: Coverage, words: Words) -> str:
    """Write the certain share; without any unit there is nothing to take a share of."""
    return words.percent(coverage.share) if coverage.all else "—"
