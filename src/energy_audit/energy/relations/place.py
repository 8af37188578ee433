"""The region code is one that is or was given, and the names of province, prefecture and county are its own (B-09)."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.carbon_factors import PROVINCES
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.filing.problems.problem import ProblemKind
from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books
    from energy_audit.reference.tables import Reference

TABLE = "enterprise"
LEVELS = {"county": "county_name", "prefecture": "city_name", "province": "province_name"}

STEM = 2
"""A name is recognised by its first two characters: 黔南州 is 黔南布依族苗族自治州, 遵义 is 遵义市."""


class PlaceProblem(ProblemKind):
    """What code and names of a place can contradict."""

    UNKNOWN = (
        "region-code-unknown", "warning", Message("行政区划代码 {value} 不是现行的，也不是参考表所列曾用的区划代码（GB/T 2260）：{detail}。请改填单位所在县（市、区）的代码。")
    )  # fmt: skip

    REGION = (
        "region-code-name-disagree", "error", Message("行政区划代码 {value} 与填写的省、市、县名称不符：{detail}。请核对代码和名称。")
    )  # fmt: skip


def place_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each site; of a province whose counties the table of regions does not hold, codes are not judged."""
    sites = books.intake.tables[TABLE]
    rows = sites.join(_known(books.reference), on="region_code", how="inner", maintain_order="left")
    wrong = [_misnamed(pl.col(column), pl.col(f"{level}_names")) for level, column in LEVELS.items()]
    any_wrong = reduce(lambda left, right: left | right, (each.fill_null(value=False) for each in wrong))
    code = Cell(TABLE, "region_code")
    said: tuple[Piece, ...] = (
        code, " = ", pl.col("full_name"), "；",
        Cell(TABLE, "province_name"), "，", Cell(TABLE, "city_name"), "，", Cell(TABLE, "county_name"),
    )  # fmt: skip
    named: tuple[Piece, ...] = (
        code, "；", Cell(TABLE, "province_name"), "，", Cell(TABLE, "city_name"), "，", Cell(TABLE, "county_name"),
    )  # fmt: skip
    return [
        tell(rows, any_wrong, PlaceProblem.REGION, books.intake, said),
        tell(sites, _unknown(books.reference), PlaceProblem.UNKNOWN, books.intake, named),
    ]


def _unknown(reference: Reference) -> pl.Expr:
    """Whether a code is of no province, or of a province of the table and of none of its places; null where it is no code."""
    held = reference.regions
    listed = held.filter(level="province")["code"].str.slice(0, 2).to_list()
    code = pl.when(pl.col("region_code").str.contains("^[0-9]{6}$")).then("region_code")
    province = code.str.slice(0, 2)
    # Tibet, Taiwan, Hong Kong and Macao have no grid factor of their own
    elsewhere = sorted({*PROVINCES, "54", "71", "81", "82"} - set(listed))
    return ~province.is_in(elsewhere) & ~code.is_in(held["code"].to_list())


@once
def _known(reference: Reference) -> pl.DataFrame:
    """For each code the names of its levels; a county renamed goes by its old and its new name."""
    regions = reference.regions.select("code", "name_zh", "level", "parent", "replaced_by")
    name, level = dict(regions.select("code", "name_zh").iter_rows()), dict(regions.select("code", "level").iter_rows())
    parent, replaced = (
        dict(regions.select("code", "parent").iter_rows()),
        dict(regions.select("code", "replaced_by").iter_rows()),
    )
    rows = []
    for code in name:
        chain = [code]
        while parent.get(chain[-1]):
            chain.append(str(parent[chain[-1]]))
        now = replaced.get(code) or code
        kin = [each for each in name if each == now or replaced.get(each) == now]
        found = {level[each]: [name[each]] for each in chain} | {level[code]: [name[each] for each in kin]}
        rows.append(
            {"region_code": code, "full_name": "".join(name[each] for each in reversed(chain))}
            | {f"{each}_names": [title[:STEM] for title in found[each]] if each in found else None for each in LEVELS}
        )
    schema = {"region_code": pl.String, "full_name": pl.String} | {
        f"{each}_names": pl.List(pl.String) for each in LEVELS
    }
    return pl.DataFrame(rows, schema=schema)


def _misnamed(filed: pl.Expr, stems: pl.Expr) -> pl.Expr:
    """Whether a filed name holds none of the stems; null where there is no name or no stem."""
    written = normalised(filed)
    held = pl.concat_list(
        [written.str.contains(stems.list.get(index, null_on_oob=True), literal=True) for index in range(3)]
    ).list.any()
    return pl.when((written != "") & stems.is_not_null()).then(~held.fill_null(value=False))
