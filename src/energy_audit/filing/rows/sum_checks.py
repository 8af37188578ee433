"""Whether rows that only sum others (小计, 合计, 总计) say what their rows add up to; every one of them, not the first alone.

A 小计 sums what stands between it and the sum above it; a 合计 may as well sum all rows above, all of its table, or those
below it. It is told where it is none of these. Where a row is not read, or may be a part of another, nothing is said.
The sum of an enterprise-year is held against its own rows, that of nobody - a list of many units has one - against all of
its sheet, whosever they are; it is told by its cell alone, of no unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.schema import KEYS, NUMBER, TABLES
from energy_audit.filing.values.decimals import as_filed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TCE: Final = ("reported_tce_calorific", "reported_tce_equal")
_ADDED: Final[dict[str, tuple[str, ...]]] = {
    "enterprise": (
        *(
            "employees",
            "energy_staff_full",
            "energy_staff_part",
            "gross_output",
            "gross_output_const",
            "value_added",
            "sales_revenue",
            "tax_paid",
        ),
        *("energy_cost", "production_cost", *_TCE, "reported_tce_calorific_prev", "reported_tce_equal_prev"),
        "reported_tce_feedstock",
    ),
    "energy_consumption": (
        *("opening_stock", "purchase_qty", "purchase_outside_qty", "consumption_total", "consumption_industrial"),
        *("consumption_feedstock", "consumption_nonindustrial", "consumption_transport", "external_supply"),
        *("transfer_out", "gain_loss", "closing_stock", "purchase_amount", *_TCE),
    ),
    "energy_conversion": (
        *("consumption_industrial", "conversion_input", "conversion_power", "conversion_heat", "conversion_coal_wash"),
        *("conversion_coking", "conversion_refining", "conversion_gas", "conversion_lng", "conversion_coal_product"),
        *("conversion_output", "conversion_output_tce", "recovered"),
    ),
    "equipment": ("quantity", "annual_energy"),
    "metering": ("l1_need", "l1_have", "l2_need", "l2_have", "l3_need", "l3_have"),
    "project": (
        *(
            "approved_tce_calorific",
            "approved_tce_equal",
            "actual_tce",
            "annual_electricity",
            "coal_pq_total",
            "coal_pq",
        ),
        *("coke_pq", "semicoke_pq", "coal_sce_total", "coal_sce", "coke_sce", "semicoke_sce", "substitution_qty"),
        *("feed_coal_pq", "feed_coal_sce"),
    ),
    "target": ("saving_product", "saving_output_value"),
}
"""Columns that may be added up, row by row; neither factors nor shares, nor what has another unit in each product."""

_UNITS: Final = {
    ("energy_consumption", "purchase_amount"): "purchase_amount_unit",
    ("equipment", "annual_energy"): "energy_code",
    **{(table, key): "unit" for table in ("energy_consumption", "energy_conversion") for key in _ADDED[table]},
}
"""Where the unit of an amount stands; only what has the same is added."""
_IN_TCE: Final = frozenset({*_TCE, "conversion_output_tce"})
_COUNTED: Final = frozenset({"台", "人"})

_PART = r"^\s*(?:其中|[#＃])"
_COAL_KIND, _COAL = r"烟煤|褐煤", r"原煤|煤合计|煤炭"
_KIND_CODES, _COAL_CODE = ("02", "03", "04", "05"), "01"

_RELATIVE: Final = "0.0005"
_SAID: Final = Message("相加的各行之和是 {sum}，相差 {difference}")


def sum_problems(
    tables: Mapping[str, pl.DataFrame], sums: Mapping[str, pl.DataFrame], problems: pl.DataFrame
) -> pl.DataFrame:
    """Find sums that contradict their rows.

    Args:
        tables: typed tables, owners filled in.
        sums: by table the rows that only sum others, alike.
        problems: what has been found so far; a cell that could not be read is no zero.
    """
    found = []
    for key, stated in sums.items():
        if key not in _ADDED:
            continue
        for whose, judged in ((tuple(KEYS), stated.drop_nulls(KEYS)), ((), sums_of_nobody(stated))):
            if judged.is_empty():
                continue
            on = whose or ("source",)
            beside = judged if whose else stated.join(judged, on="source", how="semi", maintain_order="left")
            rows = tables[key].join(judged.select(on).unique(), on=on, how="semi", maintain_order="left")
            found += [_of_column(key, column, rows, beside, problems, whose) for column in _ADDED[key]]
    return joined(found)


def sums_of_nobody(stated: pl.DataFrame) -> pl.DataFrame:
    """Keep the sums that are of no enterprise-year, as a list of many units has them."""
    return stated.filter(pl.any_horizontal(pl.col(key).is_null() for key in KEYS))


def _of_column(
    table: str, column: str, rows: pl.DataFrame, stated: pl.DataFrame, problems: pl.DataFrame, whose: Sequence[str]
) -> pl.DataFrame:
    """Judge the sums of one column: those of an enterprise-year, ``whose`` keys they share with rows, or of nobody."""
    if not stated[column].count():
        return joined([])
    of_sheet = [*whose, "source"]
    unit = _UNITS.get((table, column)) if column not in _IN_TCE else None
    unread = problems.filter(pl.col("table") == table, pl.col("column") == column, pl.col("severity") == "error")
    cells = [
        frame.select(
            *KEYS,
            "source",
            "row",
            value=pl.col(column).cast(NUMBER) / TABLES[table].column(column).filed_scale,
            unit=pl.col(unit).str.strip_chars() if unit else pl.lit(""),
            is_sum=pl.lit(is_sum),
            part=_may_be_part(frame) & pl.lit(not is_sum),
        )
        for frame, is_sum in ((rows, False), (stated, True))
    ]
    known = unread.select("source", "row", unread=pl.lit(value=True)).drop_nulls().unique()
    all_cells = (
        pl.concat(cells)
        .join(known, on=["source", "row"], how="left")
        .with_columns(open=pl.col("part") | pl.col("unread").fill_null(value=False))
        .sort(*of_sheet, "row")
        .with_columns(
            place=(pl.col("is_sum").cum_sum() - pl.col("is_sum")).over(of_sheet),
            # a 小计 that leaves its code blank may be that of the unit above it
            whose=pl.when(~pl.col("is_sum")).then(pl.struct(KEYS)).forward_fill().over(of_sheet),
        )
    )
    is_own = pl.lit(value=True) if whose else pl.any_horizontal(pl.col(key).is_null() for key in KEYS)
    judged = all_cells.filter("is_sum", is_own, pl.col("value").is_not_null(), ~pl.col("open"))
    added = all_cells.filter(~pl.col("is_sum"))
    of_span, of_all = [*of_sheet, "place"], [*whose] or ["source"]
    spans = {
        "since": (_added(added, of_span), of_span),
        "above": (_above(added, of_sheet), of_span),
        "unit": (_added(added, [*of_span, "whose"]), [*of_span, "whose"]),
        "below": (_added(added.with_columns(pl.col("place") - 1), of_span), of_span),
        "sheet": (_added(added, of_sheet), of_sheet),
        "all": (_added(added, of_all), of_all),
    }
    exact = TABLES[table].column(column).kind == "integer" or TABLES[table].column(column).unit in _COUNTED
    for name, (frame, on) in spans.items():
        judged = judged.join(frame.rename({each: f"{name}_{each}" for each in _FOUND}), on=on, how="left")
    broken = pl.all_horizontal(_contradicts(name, exact=exact) for name in spans)
    least = pl.coalesce(pl.when(_may_be(name)).then(pl.col(f"{name}_total")) for name in _MEANT)
    told = judged.filter(broken.fill_null(value=False) & least.is_not_null()).with_columns(_sum=least)
    first, middle, last = marked(_SAID, sum="\0", difference="\0").split("\0")
    said = [_said(pl.col("_sum")), _said(pl.col("value") - pl.col("_sum"))]
    return problems_where(
        told.select("source", "row", *KEYS, "value", "_sum"),
        pl.lit(value=True),
        FilingProblem.SUM_DIFFERS,
        table=table,
        column=column,
        value=_said(pl.col("value")),
        detail=pl.concat_str(pl.lit(first), said[0], pl.lit(middle), said[1], pl.lit(last)),
    )


_MEANT = ("since", "above", "sheet", "all")
"""Which rows a sum is held against, the first that there are; the others only excuse it."""
_FOUND = ("total", "count", "open", "decimals", "unit")


def _added(cells: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Add cells: ``total`` and ``count`` of those that are filled, whether one is ``open``, most ``decimals``, the one ``unit``."""
    return cells.group_by(on).agg(
        total=pl.col("value").sum(),
        count=pl.col("value").count(),
        open=pl.col("open").any(),
        decimals=_decimals(pl.col("value")).max(),
        unit=pl.when(pl.col("unit").n_unique() == 1).then(pl.col("unit").first()),
    )


def _above(cells: pl.DataFrame, of_sheet: list[str]) -> pl.DataFrame:
    """Add what stands above each place of a sheet."""
    by_place = _added(cells, [*of_sheet, "place"]).sort(*of_sheet, "place")
    same = (pl.col("unit") == pl.col("unit").first()).fill_null(value=False).cum_min().over(of_sheet)
    return by_place.with_columns(
        total=pl.col("total").cum_sum().over(of_sheet),
        count=pl.col("count").cum_sum().over(of_sheet),
        open=pl.col("open").cum_max().over(of_sheet),
        decimals=pl.col("decimals").cum_max().over(of_sheet),
        unit=pl.when(same).then("unit"),
    )


def _contradicts(name: str, *, exact: bool) -> pl.Expr:
    """Whether a sum cannot be that of these cells; null where it is not known."""
    total, count = pl.col(f"{name}_total"), pl.col(f"{name}_count")
    step = [
        pl.lit("0.5").cast(NUMBER) / pl.lit(10).pow(each).cast(NUMBER)
        for each in (_decimals(pl.col("value")), pl.col(f"{name}_decimals"))
    ]
    slack = pl.max_horizontal(total.abs() * pl.lit(_RELATIVE).cast(NUMBER), step[0] + step[1] * count)
    off = (pl.col("value") - total).abs() > (pl.lit(0).cast(NUMBER) if exact else slack)
    return pl.when(~_may_be(name)).then(pl.lit(value=True)).when(~pl.col(f"{name}_open")).then(off)


def _may_be(name: str) -> pl.Expr:
    """Whether there are such cells, of one unit, and it is not another than the sum's."""
    same = (pl.col(f"{name}_unit") == pl.col("unit")) | pl.col("unit").is_null()
    return (pl.col(f"{name}_count") > 0).fill_null(value=False) & (
        same & pl.col(f"{name}_unit").is_not_null()
    ).fill_null(value=False)


def _decimals(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).str.strip_chars_end("0").str.extract(r"\.(\d*)$", 1).str.len_chars().fill_null(0)


def _may_be_part(frame: pl.DataFrame) -> pl.Expr:
    """Tell rows that another may hold already: 其中, and kinds of coal beside raw coal."""
    names = [column for column, dtype in frame.schema.items() if column.endswith("_name") and dtype == pl.String()]
    part = pl.any_horizontal(pl.col(name).str.contains(_PART) for name in names) if names else pl.lit(value=False)
    if {"energy_code", "energy_name"} <= {*frame.columns}:
        kind = pl.col("energy_code").is_in(_KIND_CODES) | pl.col("energy_name").str.contains(_COAL_KIND)
        whole = (pl.col("energy_code") == _COAL_CODE) | pl.col("energy_name").str.contains(_COAL)
        part = part.fill_null(value=False) | (
            kind.fill_null(value=False) & whole.fill_null(value=False).any().over(KEYS)
        )
    return part.fill_null(value=False)


def _said(value: pl.Expr) -> pl.Expr:
    return as_filed(value.cast(NUMBER), NUMBER).str.replace(r"\.0$", "")
