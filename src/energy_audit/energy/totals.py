"""The totals of every enterprise-year: its sets of books added up, as far as they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.arithmetic import known_sum
from energy_audit.energy.consumption import BASES, NOTHING, settle, sum_terms
from energy_audit.energy.numbers import numbered
from energy_audit.energy.strays import years_with_strays
from energy_audit.energy.terms import TERM_KEY, YEAR_KEY, YEAR_NO

if TYPE_CHECKING:
    from energy_audit.filing.intake import Intake

ENDS = [f"{basis}_{end}" for basis in BASES for end in ("low", "high")]


def open_ends(
    rows: pl.DataFrame, flags: pl.DataFrame, silent_sites: pl.DataFrame, pasted: pl.DataFrame, intake: Intake
) -> pl.DataFrame:
    """Find the ends that no sum of the rows gives.

    Where a conversion table is probably missing, the gross figure is only the top.

    Args:
        rows: the terms, weighed.
        flags: what the account knows of each year.
        silent_sites: see ``sites_without_consumption``.
        pasted: see ``pasted_twice``; of these nothing is known.
        intake: for rows whose year may be mistyped (``years_with_strays``).

    Returns:
        uscc, report_year; Booleans, never null: ``low_open``, ``high_open``, and ``gross_only``: the low one for no other
        reason than that what was made of the energy is not known.
    """
    unsettled = pl.concat([_uneven_filings(rows), pasted.with_columns(uneven=pl.lit(value=True))]).unique()
    adding, taking = (
        years_with_strays(intake, table).select(*YEAR_KEY, pl.lit(value=True).alias(table))
        for table in ("energy_consumption", "energy_conversion")
    )
    lacks, lacks_output = (pl.col(table).is_not_null() for table in ("energy_consumption", "energy_conversion"))
    gross_only = (pl.col("conversion_table_likely_missing") | pl.col("conversion_unclear")).fill_null(value=False)
    return (
        flags.join(unsettled, on=YEAR_KEY, how="left", maintain_order="left")
        .join(silent_sites.select(YEAR_KEY).unique().with_columns(silent=True), on=YEAR_KEY, how="left")
        .join(adding, on=YEAR_KEY, how="left")
        .join(taking, on=YEAR_KEY, how="left")
        .select(
            *YEAR_KEY,
            low_open=gross_only | pl.col("uneven").is_not_null() | lacks_output,
            gross_only=gross_only & pl.col("uneven").is_null(),
            high_open=pl.col("uneven").is_not_null() | pl.col("silent").is_not_null() | lacks,
        )
    )


def totals_of(rows: pl.DataFrame, opened: pl.DataFrame) -> pl.DataFrame:
    """Totals per enterprise-year, as far as they can be told.

    Args:
        rows: the terms, weighed.
        opened: as ``open_ends`` finds them.
    """
    summed = per_year(span(rows), ENDS).join(opened, on=YEAR_KEY, how="left", maintain_order="left")
    columns: dict[str, pl.Expr] = {}
    for basis in BASES:
        low, high, total = settle(
            *(
                pl.when(~pl.col(f"{end}_open").fill_null(value=False)).then(pl.col(f"{basis}_{end}"))
                for end in ("low", "high")
            )
        )
        columns |= {f"tce_{basis}_low": low, f"tce_{basis}_high": high, f"tce_{basis}": total}
    return summed.select(*YEAR_KEY, **columns)


def span(rows: pl.DataFrame, *, quantity: str = "quantity") -> pl.DataFrame:
    """Sum the terms, without those that perhaps do not count at the end that they would move.

    An output that is perhaps renewable electricity, perhaps typed twice or went nowhere, and what was recovered and used
    by nobody take nothing off the top; a use that is perhaps typed twice adds nothing to the bottom. What was used at
    least as much as was filed counts at the bottom as filed.
    """
    summed = sum_terms(rows, quantity=quantity)
    repeated, added = pl.col("perhaps_repeated"), pl.col("sign") > 0
    doubtful = pl.any_horizontal("perhaps_renewable", "recovered_unused", "output_unplaced")
    not_taken_off = doubtful | (repeated & ~added)
    for end, perhaps in (("low", repeated & added), ("high", not_taken_off)):
        left_out = rows.select(perhaps).to_series()
        bounded = end == "low" and rows["at_least"].any()
        if left_out.any() or bounded:
            ends = [f"{basis}_{end}" for basis in BASES]
            kept = rows.filter(~left_out)
            if bounded:
                kept = kept.with_columns(pl.col("in_dispute") & ~pl.col("at_least"))
            rest = sum_terms(kept, quantity=quantity).select(*TERM_KEY, *ends, kept=pl.lit(value=True))
            summed = summed.drop(ends).join(rest, on=TERM_KEY, how="left", maintain_order="left")
            # books of which every term is left out hold nothing
            nothing = pl.col("kept").is_null()
            summed = summed.with_columns(pl.when(nothing).then(NOTHING).otherwise(end).alias(end) for end in ends)
            summed = summed.drop("kept")
    return summed


def per_year(per_books: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Add up the sites of an enterprise-year; two filings of the same site span the interval of both."""
    one_site = per_books.group_by(*YEAR_KEY, "site", maintain_order=True).agg(
        pl.when(pl.col(name).is_null().any())
        .then(None)
        .otherwise(pl.col(name).min() if name.endswith("_low") else pl.col(name).max())
        .alias(name)
        for name in names
    )
    return one_site.group_by(YEAR_KEY, maintain_order=True).agg(known_sum(name) for name in names)


def _uneven_filings(rows: pl.DataFrame) -> pl.DataFrame:
    """Enterprise-years whose contradicting filings share one conversion table: which books it belongs to is unknown."""
    of_table = [
        pl.col("filing").filter(pl.col("table") == table).n_unique().alias(table)
        for table in ("energy_consumption", "energy_conversion")
    ]
    consumption, conversion = pl.col("energy_consumption"), pl.col("energy_conversion")
    converting = rows.lazy().filter(pl.col("table") == "energy_conversion").select(pl.col(YEAR_NO).unique())
    return (
        rows.lazy()
        .filter(pl.col(YEAR_NO).is_in(converting.collect().to_series().implode()))
        .group_by(YEAR_NO)
        .agg(pl.col(YEAR_KEY).first(), *of_table)
        .filter(conversion != consumption)
        .select(*YEAR_KEY, uneven=pl.lit(value=True))
        .collect()
    )


def pasted_twice(intake: Intake) -> pl.DataFrame:
    """Enterprise-years that one sheet or file states twice, with energies stated again beside them: uscc, report_year.

    A filing may split an energy over several rows, but not state the unit twice: which rows say the same again, and
    which are the second filing's, nobody can tell, so that adding them up may double the total.
    """
    stated = (
        intake.problems.filter(
            (pl.col("table") == "enterprise") & pl.col("code").is_in(["double-filing", "repeated-filing"])
        )
        .select(*YEAR_KEY, "source", kept=pl.col("code") == "double-filing")
        .drop_nulls()
    )
    if stated.is_empty():
        return stated.select(YEAR_KEY)
    sheet = [*YEAR_KEY, "source"]
    first = intake.tables["enterprise"].select(*sheet, kept=pl.lit(value=True))
    # a repeated row was taken out of the table, a second filing stands in it
    twice = (
        pl.concat([first.join(stated, on=sheet, how="semi"), stated.filter(~pl.col("kept"))])
        .group_by(sheet)
        .agg(times=pl.len())
        .filter(pl.col("times") > 1)
    )
    energies = intake.tables["energy_consumption"].filter((pl.col("consumption_total") != 0).fill_null(value=True))
    again = (
        energies.join(twice, on=YEAR_KEY, how="semi")
        .group_by(*sheet, "site", "energy_code", "energy_name")
        .agg(times=pl.len())
        .filter(pl.col("times") > 1)
    )
    return again.select(YEAR_KEY).unique()


def sites_without_consumption(intake: Intake) -> pl.DataFrame:
    """Sites that filed table 1 but no table 2, while another site of the year did: uscc, report_year, site, source, row."""
    key = [*YEAR_KEY, "site"]
    filled = pl.col("site").fill_null("")
    _, told = numbered(intake.tables["energy_consumption"].select(*YEAR_KEY, filled), key)
    sites = intake.tables["enterprise"].select(*YEAR_KEY, filled, "source", "row")
    return sites.join(told, on=key, how="anti", maintain_order="left").join(
        told.select(YEAR_KEY).unique(), on=YEAR_KEY, how="semi", maintain_order="left"
    )
