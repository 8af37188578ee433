"""What the arithmetic finds wrong with a filing: energies and units that cannot be resolved, coal that disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.energy.industrial_use import industrial_use_missing
from energy_audit.energy.terms import YEAR_KEY
from energy_audit.energy.totals import sites_without_consumption
from energy_audit.exact import round_half_up
from energy_audit.filing.problems.problem import ProblemKind, joined, marked, problems_where
from energy_audit.filing.problems.sources import located

if TYPE_CHECKING:
    from energy_audit.energy.account import EnergyAccount
    from energy_audit.filing.intake import Intake


class EnergyProblem(ProblemKind):
    """What reading the energies of a filing can find."""

    UNKNOWN_ENERGY = (
        "unknown-energy", "error", Message("不认识能源品种“{value}”，这一行没有计入，综合能耗因此不能算准。请改用统计目录的名称或 01—40 的代码；只是另一行其中一部分的（其中项、峰谷时段、车间用量），请删去这一行，以免重复计算。")
    )  # fmt: skip
    ENERGY_NOT_NAMED = (
        "energy-not-named", "error", Message("这一行没有写是哪种能源，没有计入，综合能耗因此不能算准。请补填能源名称或代码；不是一行数据的请清空。")
    )  # fmt: skip
    AMBIGUOUS_ENERGY = (
        "ambiguous-energy", "error", Message("“{value}”可以指多个能源品种（{detail}），没有计入。请写明是哪一种，或填代码。")
    )  # fmt: skip
    CODE_NAME_DISAGREE = (
        "energy-code-name-disagree", "error", Message("能源代码与名称不一致：名称“{value}”指 {detail}。没有计入，请改正其中一个。")
    )  # fmt: skip
    UNKNOWN_UNIT = (
        "unknown-unit", "error", Message("不认识计量单位“{value}”，这一行没有计入，综合能耗因此不能算准。请改用规定的单位。")
    )  # fmt: skip
    IMPOSSIBLE_UNIT = (
        "impossible-unit", "error", Message("计量单位“{value}”不适用于该能源（应为 {detail}），这一行没有计入。请核对单位和数量。")
    )  # fmt: skip
    DENSITY_MISSING = (
        "density-missing", "error", Message("以体积（{value}）填报的液体燃料没有填密度，无法折算为吨，这一行没有计入。请在“密度”栏填写千克/升。")
    )  # fmt: skip
    COAL_PARTS_DISAGREE = (
        "coal-parts-disagree", "error", Message("原煤与其分煤种（02—05）之和不符，无法判断以哪一个为准；煤没有计入，综合能耗因此只有下限。请核对各煤种数量：原煤应等于各煤种之和；只分煤种填报的，原煤留空，不填 0。")
    )  # fmt: skip
    SITE_WITHOUT_TABLE = (
        "site-without-energy-table", "error", Message("厂区“{value}”报了表1 而没有报表2，本单位的综合能耗因此不能算准。请补报该厂区的表2。")
    )  # fmt: skip
    UNNAMED_SITE_WITHOUT_TABLE = (
        "unnamed-site-without-energy-table", "error", Message("表1 没有写厂区，表2 各行却都写了厂区，看不出表2 是否齐全，本单位的综合能耗因此不能算准。只有一份表1 的，请清空表2 的厂区栏；分厂区填报的，请按厂区各填一份表1。")
    )  # fmt: skip
    EQUAL_FACTOR_OFF = (
        "equal-factor-off-range", "warning", Message("等价折标系数 {value} 超出通常范围（{detail}）。请核对单位（应为每填报单位折合吨标准煤）和出处。")
    )  # fmt: skip
    EQUAL_FACTOR_IMPOSSIBLE = (
        "equal-factor-impossible", "error", Message("等价折标系数 {value} 不可能（低于当量值，或者是当量值的十倍以上），没有采用，等价值按没有填报系数计算。请核对单位：应为每填报单位折合吨标准煤，例如 0.3 千克标准煤/千瓦时即 3 吨标准煤/万千瓦时。")
    )  # fmt: skip
    MEDIUM_APART = (
        "energy-carrying-medium", "warning", Message("“{value}”是耗能工质，不是能源品种，没有计入综合能耗{detail}。外购的可按 GB/T 2589 附录B 单列，自产的已计入其所耗能源。")
    )  # fmt: skip
    FACTOR_OFF = (
        "factor-off-reference", "warning", Message("采用的折标系数 {value} 偏离参考值（{detail}）。请核对；确为实测或供方提供的，写明来源和低位发热量，备好检测报告。")
    )  # fmt: skip
    FACTOR_OUTSIDE = (
        "factor-outside-range", "warning", Message("采用的折标系数 {value} 超出标准给出的区间（{detail}）。请核对系数及其计量单位；如为实测或供方提供，请注明来源、填写低位发热量并附检测报告。")
    )  # fmt: skip
    RENEWABLE_OUTPUT = (
        "renewable-power-as-conversion-output", "warning", Message("“{column}”填的是 {value}，与补充表的自发自用可再生能源电量相当，没有任何投入：不是加工转换产出，没有从综合能耗中扣减。请清空该格，可再生电量只填补充表。")
    )  # fmt: skip
    PERHAPS_RENEWABLE = (
        "power-output-of-unknown-origin", "warning", Message("“{column}”填的是 {value}，但没有填报任何能发电的投入，综合能耗因此只能给出上下限。请写明来源：余热、燃料发电的，补填投入；光伏等可再生电力不是加工转换产出，移到补充表“自发自用可再生能源电量”。")
    )  # fmt: skip
    RECOVERED_UNUSED = (
        "recovered-energy-used-by-nobody", "warning", Message("“{column}”填的是 {value}，表2 却没有这种能源的消费量，也没有外供，综合能耗因此只能给出上下限。请写明去向：回收后自用的，在表2 补填该品种的消费量；外供的，补填外供量；都不是的，清空该格。")
    )  # fmt: skip
    OUTPUT_UNPLACED = (
        "output-of-unknown-destination", "warning", Message("“{column}”填的是 {value}，其中 {detail} 看不出去向：表2 这种能源的消费、外供、转出和期末库存没有包含它，综合能耗按扣减与不扣减给出上下限。请写明去向：自用的，计入表2 的消费量；供给外单位的，填外供量；入库的，填期末库存；表2 没有这种能源的，先补一行。")
    )  # fmt: skip
    OUTPUT_PRESUMED_SOLD = (
        "output-presumed-sold", "warning", Message("“{column}”填的是 {value}，其中 {detail} 在表2 没有去向。按本行业视为全部外供，已从综合能耗中扣减。请在表2 补填这种能源的外供量；如有自用而没有计入消费量的，请补填消费量，否则综合能耗偏低。")
    )  # fmt: skip


_CODE_COLUMN = pl.when(pl.col("energy_name").is_not_null()).then(pl.col("energy_name")).otherwise(pl.col("energy_code"))
_BY_CODE = pl.col("energy_code").str.strip_chars() != ""
"""A code that nobody knows is told where it stands: the name beside it may be right."""


def energy_problems(account: EnergyAccount, intake: Intake) -> pl.DataFrame:
    """Say what the account could not use, by cell.

    Returns:
        A frame of ``PROBLEM_SCHEMA``.
    """
    rows = _once_each(account.rows)
    by_table = [(str(key[0]), part) for key, part in rows.group_by("table", maintain_order=True)]
    found = [
        problems_where(
            part,
            (pl.col("energy_issue") == kind.code) & _CODE_COLUMN.is_not_null(),
            kind,
            table=table,
            column="energy_name",
            value=_CODE_COLUMN,
            detail=pl.col("candidates"),
        )
        for table, part in by_table
        for kind in (EnergyProblem.AMBIGUOUS_ENERGY, EnergyProblem.CODE_NAME_DISAGREE)
    ]
    found += [
        problems_where(
            part,
            (pl.col("energy_issue") == EnergyProblem.UNKNOWN_ENERGY.code) & pl.col(column).is_not_null() & stated,
            EnergyProblem.UNKNOWN_ENERGY,
            table=table,
            column=column,
        )
        for table, part in by_table
        for column, stated in (("energy_code", _BY_CODE), ("energy_name", ~_BY_CODE.fill_null(value=False)))
    ]
    found += [
        problems_where(
            part,
            pl.col("energy_issue").is_not_null() & _CODE_COLUMN.is_null(),
            EnergyProblem.ENERGY_NOT_NAMED,
            table=table,
            column="energy_name",
        )
        for table, part in by_table
    ]
    found += [
        problems_where(
            part,
            (pl.col("unit_issue") == kind.code) & pl.col("unit").is_not_null(),
            kind,
            table=table,
            column="unit",
            detail=pl.col("standard_unit"),
        )
        for table, part in by_table
        for kind in (EnergyProblem.UNKNOWN_UNIT, EnergyProblem.IMPOSSIBLE_UNIT, EnergyProblem.DENSITY_MISSING)
    ]
    disputed = account.rows.filter("disagrees").unique(
        ["uscc", "report_year", "site", "filing", "flow"], keep="first", maintain_order=True
    )
    found += [
        problems_where(
            part,
            pl.lit(value=True),
            EnergyProblem.COAL_PARTS_DISAGREE,
            table=table,
            column=column,
            value=_plain("quantity"),
        )
        for (table, column), part in _grouped(disputed, ["table", "column"])
    ]
    reference = (
        pl.when(pl.col("reference_low") == pl.col("reference_high"))
        .then(_plain("reference_low"))
        .otherwise(pl.concat_str(_plain("reference_low"), pl.lit("—"), _plain("reference_high")))
    )
    effect = pl.when(pl.col("factor_effect").is_not_null()).then(
        pl.format(
            f"；{marked('使合计相差')} {{}} {marked('吨标准煤')}",
            round_half_up(pl.col("factor_effect"), 2).cast(pl.Decimal(38, 2)),
        )
    )
    adopted = pl.col("counted") & pl.col("factor_adopted").is_not_null()
    slip = pl.col("factor_reason") == "slip"
    both = pl.when(slip).then(pl.lit(f"；{marked('合计改按参考值和填报值给出上下限')}")).otherwise(pl.lit(""))
    for kind, where, detail in (
        (
            EnergyProblem.FACTOR_OFF,
            pl.col("factor_off") & (~pl.col("factor_outside") | slip),
            pl.concat_str(reference, effect.fill_null(""), both),
        ),
        (
            EnergyProblem.FACTOR_OUTSIDE,
            pl.col("factor_outside") & ~slip,
            pl.concat_str(reference, _instead_of_filed().fill_null("")),
        ),
    ):
        found += [
            problems_where(
                part,
                where & adopted,
                kind,
                table=table,
                column="factor_adopted",
                value=_plain("factor_adopted"),
                detail=detail,
            )
            for table, part in by_table
        ]
    usual = pl.concat_str(_plain("equal_range_low"), pl.lit("—"), _plain("equal_range_high").fill_null("…"))
    found += [
        problems_where(
            part,
            pl.col(where) & pl.col("counted") & pl.col("factor_equal").is_not_null(),
            kind,
            table=table,
            column="factor_equal",
            value=_plain("factor_equal"),
            detail=usual,
        )
        for table, part in by_table
        for where, kind in (
            ("equal_off", EnergyProblem.EQUAL_FACTOR_OFF),
            ("equal_impossible", EnergyProblem.EQUAL_FACTOR_IMPOSSIBLE),
        )
    ]
    renewable = pl.col("not_counted_because") == "renewable-output"
    found += [
        problems_where(
            account.rows,
            where,
            kind,
            table="energy_conversion",
            column=column,
            value=_plain("quantity"),
        )
        for kind, where, column in (
            (EnergyProblem.RENEWABLE_OUTPUT, renewable, "conversion_output"),
            (EnergyProblem.PERHAPS_RENEWABLE, pl.col("perhaps_renewable"), "conversion_output"),
            (EnergyProblem.RECOVERED_UNUSED, pl.col("recovered_unused"), "recovered"),
        )
    ]
    found += _unplaced(account.rows)
    apart = round_half_up(pl.col("media_tce_low"), 2)
    found.append(
        problems_where(
            account.media.with_columns(apart=apart),
            pl.lit(value=True),
            EnergyProblem.MEDIUM_APART,
            table="energy_consumption",
            column="energy_name",
            value=pl.col("energy_name"),
            detail=pl.when(pl.col("media_tce_low") == pl.col("media_tce_high"))
            .then(pl.format("（{} tce）", _plain("apart")))
            .otherwise(pl.lit("")),
        )
    )
    found += _silent_sites(intake)
    found.append(industrial_use_missing(account, intake))
    return located(joined(found), intake.sources, intake.placement)


def _unplaced(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Ask where an output went; where a cell that would tell cannot be read, that cell is asked about already."""
    outputs = rows.filter(pl.col("flow") == "output")
    # a term of which only a part is in doubt stands as two of the same cell
    whole = outputs.with_columns(_filed=pl.col("quantity").sum().over("source", "row"))
    return [
        problems_where(
            whole,
            where,
            kind,
            table="energy_conversion",
            column="conversion_output",
            value=_plain("_filed"),
            detail=_plain("quantity"),
        )
        for kind, where in (
            (EnergyProblem.OUTPUT_UNPLACED, pl.col("output_unplaced") & ~pl.col("output_balance_unread")),
            (EnergyProblem.OUTPUT_PRESUMED_SOLD, pl.col("output_presumed_sold")),
        )
    ]


def _silent_sites(intake: Intake) -> list[pl.DataFrame]:
    """Say which sites lack table 2; a lone table 1 without a site beside rows of named sites is asked what it is of."""
    named = intake.tables["enterprise"].filter(pl.col("site").is_not_null()).select(YEAR_KEY).unique()
    silent = sites_without_consumption(intake).join(
        named.with_columns(beside_sites=pl.lit(value=True)), on=YEAR_KEY, how="left", maintain_order="left"
    )
    lone = (pl.col("site") == "") & pl.col("beside_sites").is_null()
    return [
        problems_where(silent, where, kind, table="enterprise", column="site")
        for kind, where in (
            (EnergyProblem.SITE_WITHOUT_TABLE, ~lone),
            (EnergyProblem.UNNAMED_SITE_WITHOUT_TABLE, lone),
        )
    ]


def _instead_of_filed() -> pl.Expr:
    """Say what the total holds in the place of a factor outside its range, and how far the filed one is from each end."""
    above = pl.col("adopted_low") > pl.col("reference_high")
    low, high = (pl.when(far).then("factor_effect_far").otherwise("factor_effect") for far in (above, ~above))
    tonnes = [round_half_up(each, 2).cast(pl.Decimal(38, 2)) for each in (low, high)]
    claimed = pl.when("factor_claimed").then(pl.lit(marked("和填报值"))).otherwise(pl.lit(""))
    return pl.format(
        f"；{marked('合计改按区间两端')}{{}}{marked('给出上下限，按填报值与按下限相差')} "
        f"{{}} {marked('吨标准煤、与按上限相差')} {{}} {marked(Message('吨标准煤', 'from the upper end'))}",
        claimed,
        *tonnes,
    )


def _plain(name: str) -> pl.Expr:
    """A number without the zeros its scale adds."""
    return pl.col(name).cast(pl.String).str.replace(r"\.?0+$", "")


def _once_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the first term of each filed row of which a problem may speak."""
    suspect = (
        pl.col("energy_issue").is_not_null()
        | pl.col("unit_issue").is_not_null()
        | pl.col("factor_off")
        | pl.col("factor_outside")
        | pl.col("equal_off")
        | pl.col("equal_impossible")
    )
    first = rows.lazy().select("source", "row", _suspect=suspect.fill_null(value=False))
    places = first.filter("_suspect").select("source", "row").unique().collect()
    return rows.join(places, on=["source", "row"], how="semi", maintain_order="left").unique(
        ["source", "row"], keep="first", maintain_order=True
    )


def _grouped(rows: pl.DataFrame, by: list[str]) -> list[tuple[tuple[str, str], pl.DataFrame]]:
    return [((str(key[0]), str(key[1])), part) for key, part in rows.group_by(by, maintain_order=True)]
