"""The name of an industry against its code: on the code hang limits, two-high sectors and the division.

Only a name that the table of industries gives to another code says so; short names and other wordings are asked about nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.relations.told import Cell, Piece, tell
from energy_audit.filing.problems.problem import ProblemKind
from energy_audit.reference.industry_classes import no_such_class
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.energy.relations.books import Books

TABLE = "enterprise"


class IndustryProblem(ProblemKind):
    """What code and name of an industry can contradict."""

    UNKNOWN = (
        "industry-code-unknown", "error", Message("“行业代码”填的是“{value}”，国民经济行业分类（GB/T 4754-2017）没有这个大类：{detail}。按什么口径计算综合能耗、适用哪些限额因此都不能判断。请按主要产品改填 4 位小类代码。")
    )  # fmt: skip

    CLASS = (
        "industry-class-unknown", "warning", Message("“行业代码”填的是“{value}”，国民经济行业分类（GB/T 4754-2017）的这一大类里没有这个小类，可能是 2011 年版的代码：{detail}。是否属于两高行业因此不能判断。请按主要产品改填 2017 年版的 4 位小类代码。")
    )  # fmt: skip

    NAME = (
        "industry-code-name-disagree", "warning", Message("“行业名称”填的是“{value}”，与填写的行业代码不符：{detail}。限额按代码判断，两者若不属同一两高行业，是否两高就不能判断。请按主要产品核对，改正其中一个。")
    )  # fmt: skip


def industry_problems(books: Books) -> list[pl.DataFrame]:
    """Judge each site; a division's name goes with every class of it, and the code of a division with their names."""
    known = (
        books.reference.industries.filter(pl.col("level").is_in(["division", "class"]))
        .select(_name=normalised(pl.col("name_zh")), _named="code")
        .filter(pl.col("_name") != "")
    )
    code, name = Cell(TABLE, "industry_code"), Cell(TABLE, "industry_name")
    rows = (
        books.intake.tables[TABLE]
        .with_columns(_name=normalised(name.value))
        .join(known, on="_name", how="inner", maintain_order="left")
    )
    divisions = books.reference.industries.filter(level="division")["code"].to_list()
    unknown = ~code.value.str.slice(0, 2).is_in(divisions)
    no_class = no_such_class(code.value, books.reference)
    named = pl.col("_named")
    disagree = ~code.value.str.starts_with(named) & ~named.str.starts_with(code.value)
    said: tuple[Piece, ...] = (name, " = ", named, "；", code)
    return [
        tell(rows, disagree, IndustryProblem.NAME, books.intake, said),
        *(
            tell(books.intake.tables[TABLE], wrong, kind, books.intake, (code, "；", name))
            for wrong, kind in ((unknown, IndustryProblem.UNKNOWN), (no_class, IndustryProblem.CLASS))
        ),
    ]
