"""Where a value stands: source, placement, address.

A *source* is one block of rows: a table on a sheet, a CSV file, a Parquet file.
``placement`` says in which column of the source a table's column stands:

- ``letter`` is a column letter (``F``): the address is letter + row, ``F12``.
- ``letter`` ends in a digit (``C7``, ``line:7``): it is the whole address. So it is on forms that
  write a label beside each value, and for a code or year read from a line above the table.
- ``letter`` is empty where ``form`` is ``line``: the address is ``line:N``.

Everybody who needs an address asks ``address``; nobody puts letter and row together again.
"""

from __future__ import annotations

from functools import cache

import polars as pl

SOURCE_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.UInt32(),
    "file": pl.String(),
    "sheet": pl.String(),
    "form": pl.String(),
}
PLACEMENT_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.UInt32(),
    "table": pl.String(),
    "column": pl.String(),
    "letter": pl.String(),
}


@cache
def letter(index: int) -> str:
    """Return the letter of a column, 0-based: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def position(letters: str) -> int:
    """Return the 0-based column of its letters: A → 0, AA → 26."""
    number = 0
    for each in letters.upper():
        number = number * 26 + ord(each) - 64
    return number - 1


def address(letter: pl.Expr, row: pl.Expr, form: pl.Expr) -> pl.Expr:
    """Return the address of a cell: ``F12``, or ``line:12``; empty where it has no cell of its own.

    Args:
        letter: placement's letter; null where the source has no such column.
        row: 1-based sheet row or file line; null where no row is meant.
        form: ``cell`` or ``line``.
    """
    number = row.cast(pl.String)
    return (
        pl.when(letter.str.contains(r"\d$"))
        .then(letter)
        .when(form == "line")
        .then(pl.concat_str(pl.lit("line:"), number))
        .otherwise(pl.concat_str(letter, number))
        .fill_null("")
    )


def located(problems: pl.DataFrame, sources: pl.DataFrame, placement: pl.DataFrame) -> pl.DataFrame:
    """Fill file, sheet and cell of problems that have a source; what is filled stays.

    A problem of a whole row is shown at the first column the source has.
    """
    return with_addresses(problems.lazy(), sources, placement).collect()


def with_addresses(problems: pl.LazyFrame, sources: pl.DataFrame, placement: pl.DataFrame) -> pl.LazyFrame:
    """Do what ``located`` does, as a query, for whoever goes on asking."""
    columns = problems.collect_schema().names()
    places = placement.lazy()
    first = (
        places.filter(~pl.col("letter").str.contains(r"\d$"))
        .group_by("source", maintain_order=True)
        .agg(_first=pl.col("letter").sort_by(pl.col("letter").str.len_chars(), "letter").first())
    )
    return (
        problems.join(
            sources.lazy().rename({"file": "_file", "sheet": "_sheet"}), on="source", how="left", maintain_order="left"
        )
        .join(places, on=["source", "table", "column"], how="left", maintain_order="left")
        .join(first, on="source", how="left", maintain_order="left")
        .with_columns(
            file=pl.coalesce("file", "_file"),
            sheet=pl.coalesce("sheet", "_sheet"),
            cell=pl.coalesce(
                "cell", address(pl.coalesce("letter", "_first"), pl.col("row"), pl.col("form").fill_null(""))
            ),
        )
        .select(columns)
    )
