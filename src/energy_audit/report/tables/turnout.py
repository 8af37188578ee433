"""Who filed and who did not, by the designation list; without a list nobody can be said to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.facts.identity import designated
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.rows.identity import code_verdict
from energy_audit.reference.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.reference.tables import Reference
    from energy_audit.report.language import Words


@dataclass(frozen=True)
class Absent:
    """A designated unit of which the batch holds no filing for the year.

    ``doubt`` says why it may have filed all the same, so that nobody is called upon for a code that was mistyped.
    """

    uscc: str
    name: str
    document_number: str
    doubt: str = ""


@dataclass(frozen=True)
class Turnout:
    """One report year against the list of that year.

    Attributes:
        listed: units on the list of the year; None where no list of that year is loaded, so that nothing can be told.
        filed: of these, who filed.
        of_no_year: of these, who filed under a year that cannot be alone, perhaps for this one.
        absent: those that did not, by credit code.
        unlisted: units that filed without being on the list.
        twice: sentences: who stands on the list under several codes.
        unsound: further units that only a draft or a row of low confidence names, which owe nothing for it.
    """

    year: int
    listed: int | None
    filed: int
    of_no_year: int
    absent: tuple[Absent, ...]
    unlisted: int
    twice: tuple[str, ...]
    unsound: int

    @property
    def doubtful(self) -> int:
        """Absent units that may have filed under another code."""
        return sum(bool(unit.doubt) for unit in self.absent)


def of_a_year() -> pl.Expr:
    """Whether a filing of the roster is of a year that can be."""
    return pl.col("report_year_possible").fill_null(value=True)


def turnout(roster: pl.DataFrame, reference: Reference, words: Words) -> tuple[Turnout, ...]:
    """Compare who filed with who was designated, year by year.

    A list counts for the report year that it names, as it does where a unit's designation is decided, and so far as it
    designates anybody there.

    Args:
        roster: one row an enterprise-year: uscc, enterprise_name, report_year, report_year_possible.
        reference: its ``designated_units``.
        words: the language.
    """
    lists = designated(reference)
    named = reference.designated_units.select("uscc", report_year="list_year").unique()
    twice = listed_twice(reference, words)
    told = []
    of_no_year = roster.filter(~of_a_year()).select("uscc").unique()
    for year in roster.filter(of_a_year())["report_year"].drop_nulls().unique().sort():
        here = roster.filter(pl.col("report_year") == year).select("uscc", "enterprise_name").unique("uscc")
        due = lists.filter(pl.col("report_year") == year)
        missing = due.join(here, on="uscc", how="anti").sort("uscc")
        # whose filing names a year that cannot be may have meant this one
        absent = missing.join(of_no_year, on="uscc", how="anti", maintain_order="left")
        strangers = here.join(due, on="uscc", how="anti").sort("uscc")
        same_name = {normalise(name): code for code, name in strangers.iter_rows() if name}
        codes_of_one = twice.get(year, {})
        told.append(
            Turnout(
                year=year,
                listed=None if due.is_empty() else due.height,
                filed=due.height - missing.height,
                of_no_year=missing.height - absent.height,
                absent=tuple(
                    Absent(
                        row["uscc"],
                        row["listed_name"] or "",
                        row["listed_by"] or "",
                        _doubt(row["uscc"], row["listed_name"] or "", same_name, codes_of_one, words),
                    )
                    for row in absent.iter_rows(named=True)
                ),
                unlisted=strangers.height if not due.is_empty() else 0,
                twice=tuple(codes_of_one.values()),
                unsound=named.filter(pl.col("report_year") == year).join(due, on="uscc", how="anti").height,
            )
        )
    return tuple(told)


def listed_twice(reference: Reference, words: Words) -> dict[int, dict[str, str]]:
    """Tell by year who stands on the list under several codes, of which one at most can be right, with the line of each.

    Returns:
        By year, by name as it is compared, a sentence; years and names in the order of the list.
    """
    found: dict[int, dict[str, list[tuple[str, str, int]]]] = {}
    for row in designated(reference).drop_nulls("listed_name").iter_rows(named=True):
        by_name = found.setdefault(row["report_year"], {})
        by_name.setdefault(normalise(row["listed_name"]), []).append(
            (row["listed_name"], row["uscc"], row["listed_line"])
        )
    return {
        year: {
            key: words(
                "{year}年度的名单把“{name}”列了 {count} 个代码：{rows}。请核对哪一个有误",
                year=year,
                name=rows[0][0],
                count=len(rows),
                rows=words.join([words("{code}（第 {line} 行）", code=code, line=line) for _, code, line in rows]),
            )
            for key, rows in by_name.items()
            if len(rows) > 1
        }
        for year, by_name in sorted(found.items())
    }


def _doubt(code: str, name: str, same_name: Mapping[str, str], twice: Mapping[str, str], words: Words) -> str:
    """Say why a unit may have filed under another code than the list's."""
    if other := same_name.get(normalise(name)):
        return words("同名单位以 {other} 申报，请先核对哪个代码有误", other=other)
    if said := twice.get(normalise(name)):
        return said
    verdict = code_verdict(code)
    if verdict and verdict[0] is FilingProblem.BAD_CREDIT_CODE:
        return words("名单中的这个代码通不过校验，请先核对名单")
    return ""
