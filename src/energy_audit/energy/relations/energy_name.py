"""A name that nobody knows beside a code that is known: the code counts, but perhaps the wrong line was picked.

People write a name in many ways and add whence it comes and what it is for (洗精煤（自产）, 蒸汽(1.0MPa), 峰段), so a name is
asked about only where it speaks of an energy and has nothing to do with that of its code. Names that are known are
compared when the energy is resolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.resolve import written_code
from energy_audit.filing.problems.problem import ProblemKind, problems_where
from energy_audit.reference.lookup import energy_names, media_names, normalised_energy_name
from energy_audit.reference.once import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.energy.relations.books import Books
    from energy_audit.reference.tables import Reference

_WIDE: Final = frozenset({"07", "08", "10", "31", "35", "36", "37", "38", "39", "40"})
"""Codes of what has no other, of wastes and of the total: their names have nothing in common (木屑, 粗酚, 烟气显热)."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_IS_AN_ENERGY = re.compile("(?<![暖发供加炼采选送输配])(?:煤|焦|炭|油|气|汽|电|电力|热力|燃料)$")
"""How the name of an energy ends; a use, a place or a tariff does not (二车间, 热水锅炉, 供热, 峰段) and goes with any code."""

_BEHIND = r"[(（\[【〔,，、;；].*"
"""What is said behind the name."""

_OF_ANY = frozenset("外购入自发网市用号车成品量其他它")
"""What names of several energies have beside the energy: 外购电, 用电, 0号柴油."""


class EnergyNameProblem(ProblemKind):
    """What a name can leave open beside its code."""

    UNKNOWN_BESIDE_CODE = (
        "energy-name-unknown-beside-code", "warning", Message("不认识能源名称“{value}”，这一行按代码计为 {detail}。请核对代码是否选错；代码无误的，名称请改用统计目录的名称。")
    )  # fmt: skip


def names_of_consumption(books: Books) -> list[pl.DataFrame]:
    """Judge the names of table 2."""
    return [_unknown_beside_code(books, "energy_consumption")]


def names_of_conversion(books: Books) -> list[pl.DataFrame]:
    """Judge the names of table 2-1."""
    return [_unknown_beside_code(books, "energy_conversion")]


def _unknown_beside_code(books: Books, table: str) -> pl.DataFrame:
    reference, rows = books.reference, books.intake.tables[table]
    pair = ["energy_code", "energy_name"]
    names = reference.energy_catalogue.select("code", energy=pl.concat_str("code", pl.lit(" "), "name_zh"))
    unknown = (
        rows.lazy()
        .select(pair)
        .drop_nulls()
        .unique()
        .with_columns(
            code=written_code(),
            name=normalised_energy_name(pl.col("energy_name")),
            head=normalised_energy_name(pl.col("energy_name").str.replace(_BEHIND, "")),
        )
        .join(names.lazy(), on="code")
        .join(energy_names(reference).lazy(), on="name", how="anti")
        .join(media_names(reference).lazy(), on="name", how="anti")
        .collect()
    )
    foreign = [_is_foreign(reference, *each) for each in unknown.select("code", "name", "head").iter_rows()]
    doubted = unknown.filter(pl.Series(foreign, dtype=pl.Boolean)).select(*pair, "energy")
    told = rows.join(doubted, on=pair, how="inner", maintain_order="left")
    return problems_where(
        told,
        pl.lit(value=True),
        EnergyNameProblem.UNKNOWN_BESIDE_CODE,
        table=table,
        column="energy_name",
        value=pl.col("energy_name"),
        detail=pl.col("energy"),
    )


def _is_foreign(reference: Reference, code: str, name: str, head: str) -> bool:
    """Tell whether an unknown name is that of an energy, which cannot be that of the code."""
    if code in _WIDE or not _IS_AN_ENERGY.search(head):
        return False
    meanings, longest, own = _spellings(reference)
    found, named = longest(name), own[code]
    # 余热蒸汽 also says 蒸汽; 焦炉煤气 says 煤气, which may be another
    if any(code in meanings[spelling] for spelling in found) or any(spelling in name for spelling in named.alone):
        return False
    others = [spelling for spelling in found if len(spelling) > 1]
    for spelling in others:  # 柴油（外购）: what is left of it may still name the energy of the code
        name = name.replace(spelling, "")
    return not {*name} & (named.title if others else named.letters)


@dataclass(frozen=True)
class _Own:
    """How the energy of a code is named.

    Attributes:
        alone: spellings that no other energy has, of two letters at least.
        title: letters of its name in the catalogue.
        letters: of all its spellings, but for ``_OF_ANY``.
    """

    alone: tuple[str, ...]
    title: frozenset[str]
    letters: frozenset[str]


@once
def _spellings(reference: Reference) -> tuple[dict[str, list[str]], Callable[[str], list[str]], dict[str, _Own]]:
    """Return codes by spelling; what finds the longest spellings in a name; by code how its energy is named."""
    meanings = dict(energy_names(reference).select("name", "energy_codes").iter_rows())
    spelt = sorted((name for name in meanings if _CHINESE.search(name)), key=len, reverse=True)
    longest = re.compile("|".join(map(re.escape, spelt))).findall
    titles = reference.energy_catalogue.select("code", normalised_energy_name(pl.col("name_zh")).alias("name"))
    own = {}
    for code, title in titles.iter_rows():
        names = [name for name in spelt if code in meanings[name]]
        alone = tuple(name for name in names if meanings[name] == [code] and len(name) > 1)
        own[code] = _Own(alone, frozenset(title), frozenset("".join(names)) - _OF_ANY)
    return meanings, longest, own
