"""In which cells two filings of the same unit, year and site differ: how many there are, and the first few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.filing.problems.problem import marked
from energy_audit.filing.problems.sources import address
from energy_audit.filing.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED: Final = 3
"""So many cells are named; the rest is counted."""

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "energy_consumption": ("energy_code", "energy_name"),
    "energy_conversion": ("energy_code", "energy_name"),
    "product": ("product_code", "product_name"),
    "product_condition": ("product_name",),
    "target": ("target_name",),
    "equipment": ("model", "device_name"),
    "metering": ("energy_type",),
    "project": ("project_code", "project_name"),
    "document": ("document_id",),
}
"""What says that a row of the one and a row of the other speak of the same thing: the first that is filed."""
_OF_THE_THING: Final = {"product": "indicator_name", "product_condition": "condition_name"}
"""What else must be the same, where a thing has several rows."""
_THING: Final = ("_thing", "_nth")
_NO_MARK: Final = "[|⟦⟧]"
_LONGEST: Final = 20


def differences(
    key: str, rows: pl.DataFrame, pairs: pl.DataFrame, by: Sequence[str], sources: pl.DataFrame, placement: pl.DataFrame
) -> pl.DataFrame:
    """Compare each filing with another one, row by row of the same thing.

    Args:
        key: of the table.
        rows: of the table, with ``by`` and ``_copy``: which filing each is of.
        pairs: ``by``, ``_copy`` and ``_other_copy``.
        by: what tells the filings of one unit and year from those of another.
        sources: form of each source.
        placement: where the columns stand.

    Returns:
        ``by``, ``_copy`` and ``_differs``: the end of a sentence (``marked``); filings in which nothing can be compared
        are left out.
    """
    content = [column.key for column in TABLES[key].columns if column.key not in {"uscc", "report_year", "site"}]
    told = _numbered(key, rows.join(pairs.select(by), on=by, how="semi", nulls_equal=True), by, content)
    pair = [*by, "_copy", "_other_copy"]
    own = told.join(pairs.select(pair), on=[*by, "_copy"], nulls_equal=True)
    other = told.rename({"_copy": "_other_copy"}).join(pairs.select(pair), on=[*by, "_other_copy"], nulls_equal=True)
    on = [*pair, *_THING]
    alone = pl.concat(
        one.join(two, on=on, how="anti", nulls_equal=True).select(pair) for one, two in ((own, other), (other, own))
    )
    cells = own.join(other, on=on, suffix="_of_other", nulls_equal=True, maintain_order="left")
    return _said(_differing(key, cells, pair, content, sources, placement), alone, pair).select(
        *by, "_copy", "_differs"
    )


def _numbered(key: str, rows: pl.DataFrame, by: Sequence[str], content: Sequence[str]) -> pl.DataFrame:
    """Say of which thing a row speaks, and the how manyeth of its filing that is; what is filed becomes a text."""
    names = [pl.col(name).cast(pl.String) for name in _NAMES.get(key, ())]
    of_it = pl.col(_OF_THE_THING[key]).fill_null("") if key in _OF_THE_THING else pl.lit("")
    said = pl.concat_str(pl.coalesce(*names, pl.lit("")), of_it)
    thing = said.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase()
    texts = [_text(name, rows.schema[name]) for name in content]
    return (
        rows.sort("source", "row")
        .select(*by, "_copy", "source", "row", *texts, _thing=thing)
        .with_columns(_nth=pl.int_range(pl.len()).over(*by, "_copy", "_thing"))
    )


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Boolean():
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否")).alias(name)
    text = column.cast(pl.String)
    return text.str.replace(r"(\.\d*?)0+$", "$1").str.replace(r"\.$", "") if dtype.is_decimal() else text


def _differing(
    key: str,
    rows: pl.DataFrame,
    pair: Sequence[str],
    content: Sequence[str],
    sources: pl.DataFrame,
    placement: pl.DataFrame,
) -> pl.DataFrame:
    """List the cells that differ: ``pair`` and ``_cell``, both addresses, the heading and both values."""
    places = sources.select("source", "form")
    letters = placement.filter(table=key).select("source", "column", "letter")
    at = ["source", "row", "source_of_other", "row_of_other"]
    changed = pl.concat(
        rows.filter(pl.col(name).ne_missing(pl.col(f"{name}_of_other"))).select(
            *pair,
            *at,
            column=pl.lit(name),
            _order=pl.lit(number),
            _heading=pl.lit(TABLES[key].column(name).name_zh),
            _value=_short(pl.col(name)),
            _value_of_other=_short(pl.col(f"{name}_of_other")),
        )
        for number, name in enumerate(content)
    ).sort("source", "row", "_order")
    for end in ("", "_of_other"):
        source = f"source{end}"
        changed = (
            changed.join(places.rename({"source": source}), on=source, how="left", maintain_order="left")
            .join(letters.rename({"source": source}), on=[source, "column"], how="left", maintain_order="left")
            .with_columns(address(pl.col("letter"), pl.col(f"row{end}"), pl.col("form")).alias(f"_at{end}"))
            .drop("form", "letter")
        )
    # a file that lacks the column has no cell for it
    words = (_filled("_at"), "_heading", "_value", pl.lit("≠"), _filled("_at_of_other"), "_value_of_other")
    return changed.select(*pair, _cell=pl.concat_str(words, separator=" ", ignore_nulls=True))


def _filled(name: str) -> pl.Expr:
    return pl.col(name).replace("", None)


def _short(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(_NO_MARK, "").fill_null("—")
    return pl.when(plain.str.len_chars() > _LONGEST).then(plain.str.slice(0, _LONGEST) + "…").otherwise(plain)


def _said(cells: pl.DataFrame, alone: pl.DataFrame, pair: Sequence[str]) -> pl.DataFrame:
    counted = (
        cells.group_by(pair, maintain_order=True)
        .agg(_cells=pl.col("_cell").head(NAMED).str.join(marked("；")), _count=pl.len().cast(pl.String))
        .join(
            alone.group_by(pair).agg(_alone=pl.len().cast(pl.String)),
            on=pair,
            how="full",
            coalesce=True,
            nulls_equal=True,
        )
    )
    before, after = re.split("\0", marked("；两份有 {count} 格不同：", count="\0"))
    only, rows = re.split("\0", marked("；另有 {count} 行只在其中一份里", count="\0"))
    more = pl.when(pl.col("_count").cast(pl.Int64) > NAMED).then(pl.lit(marked("；") + "…")).otherwise(pl.lit(""))
    differ = pl.concat_str(pl.lit(before), "_count", pl.lit(after), "_cells", more).fill_null("")
    apart = pl.concat_str(pl.lit(only), "_alone", pl.lit(rows)).fill_null("")
    return counted.with_columns(_differs=pl.concat_str(differ, apart))
