"""Raw tables of a whole batch to typed ones: every row with its owner, and all that is wrong, in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.filing.batch import NotAlone
from energy_audit.filing.own_rows import no_rows, own_rows
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined
from energy_audit.filing.problems.sources import with_addresses
from energy_audit.filing.rows.classification import plain_codes
from energy_audit.filing.rows.identity import code_problems
from energy_audit.filing.rows.names import name_problems
from energy_audit.filing.rows.ownership import (
    alone_in,
    first_rows,
    missing_tables,
    owner_problems,
    owners_of,
    sheet_scopes,
    taken_over,
)
from energy_audit.filing.rows.repeats import without_repeats
from energy_audit.filing.rows.required import required_missing
from energy_audit.filing.rows.sites import site_problems
from energy_audit.filing.rows.strangers import said_of_its_enterprise, strangers_of
from energy_audit.filing.rows.sum_checks import sum_problems, sums_of_nobody
from energy_audit.filing.rows.title_problems import title_problems
from energy_audit.filing.rows.years_told import years_told_once
from energy_audit.filing.schema import KEYS, TABLES
from energy_audit.filing.tables.checks import checked
from energy_audit.filing.values.words import of_both
from energy_audit.progress import silent

if TYPE_CHECKING:
    from energy_audit.filing.batch import Batch
    from energy_audit.filing.values.words import Words
    from energy_audit.progress import Progress


@dataclass(frozen=True)
class Typed:
    """A batch after typing: tables with their owners, problems in order, template rows."""

    batch: Batch
    tables: dict[str, pl.DataFrame]
    problems: pl.DataFrame
    unused: pl.DataFrame


def typed_batch(batch: Batch, tell: Progress = silent) -> Typed:
    """Type what was read, give every row its owner, and say what is wrong.

    Raises:
        NotAlone: of a part that holds the sum of a list of many units, or a row of nobody in the file of one.
    """
    tables, sums, problems, words, unused = _typed_rows(batch, tell)
    with ThreadPoolExecutor(1) as beside:  # whose the rows are does not rest on what is wrong with codes
        codes = beside.submit(code_problems, tables, words)
        tables, more = _owned(tables, sums, problems, batch)
        told = years_told_once(joined([batch.problems, *problems, codes.result(), *more]), tables)
    return Typed(batch, tables, _in_order(told, tables, batch), unused)


def _typed_rows(
    batch: Batch, tell: Progress = silent
) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame], list[pl.DataFrame], dict[str, Words], pl.DataFrame]:
    """Return by table its rows; its sums; what is wrong with cells; by table its distinct texts; rows not used."""
    tables, sums, found, unused = {}, {}, [], [batch.unused.clear()]
    words: dict[str, Words] = {}
    for done, (key, table) in enumerate(TABLES.items(), 1):
        parts, added = [], []
        for filed in batch.raw[key]:
            own = own_rows(filed, table, batch.multipliers.get(key), batch.beyond, batch.beside_rows.get(key))
            frame, read_as, spoken = plain_codes(own.frame, table, own.words)
            frame, impossible = checked(frame, table, own.raw, spoken)
            parts.append(frame.select(*table.schema(), "source", "row"))
            added += [own.sums] if own.sums.height else []
            words[key] = of_both(words.get(key, {}), spoken)
            found.extend([*own.problems, read_as, impossible])
            unused += [_listed(rows, reason, batch) for reason, rows in own.aside.items() if rows.height]
        tables[key] = _in_row_order(parts) if parts else no_rows(key)
        if added:
            sums[key] = pl.concat(added)
        tell("type", done, len(TABLES))
    return tables, sums, found, words, pl.concat(unused)


def _in_row_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    if len(parts) == 1:
        return parts[0]
    frame = pl.concat(parts)
    before = {key: pl.col(key).shift() for key in ("source", "row")}
    later = (pl.col("source") > before["source"]) | (
        (pl.col("source") == before["source"]) & (pl.col("row") >= before["row"])
    )
    return frame if frame.select(later.all()).item() else frame.sort("source", "row", maintain_order=True)


def _listed(rows: pl.DataFrame, reason: str, batch: Batch) -> pl.DataFrame:
    """List rows that are not used: printed ones that nobody filled in, and mere sums."""
    texts = [pl.col(key).cast(pl.String) for key in rows.columns if key not in {"source", "row"}]
    return rows.join(batch.sources, on="source", maintain_order="left").select(
        "file",
        "sheet",
        cells=pl.format("{}:{}", "row", "row"),
        reason=pl.lit(reason),
        text=pl.concat_str(texts, separator=" ", ignore_nulls=True),
    )


def _owned(
    tables: dict[str, pl.DataFrame], sums: dict[str, pl.DataFrame], problems: list[pl.DataFrame], batch: Batch
) -> tuple[dict[str, pl.DataFrame], list[pl.DataFrame]]:
    said = joined(problems)
    both = (sheet_scopes(batch.sources), batch.scopes)
    alone = batch.beyond.alone if batch.beyond else [alone_in(scopes, tables["enterprise"]) for scopes in both]
    unread = unread_keys(said)
    filed = tables
    for scopes, only in zip(both, alone, strict=True):
        tables = taken_over(tables, scopes, unread, only)
        sums = taken_over(sums, scopes, {}, only)
    if batch.beyond and any(sums_of_nobody(frame).height for frame in sums.values()):
        raise NotAlone("a sum of many units")
    added_up = sum_problems(tables, sums, said)
    titles = title_problems(batch.titles, filed, tables)
    tables, repeats = without_repeats(tables, batch.sources, batch.placement, batch.scopes)
    blank = [required_missing(tables[key], table, said, batch) for key, table in TABLES.items() if tables[key].height]
    firsts = first_rows(tables)
    owners = owners_of(firsts)
    passed_over = batch.beyond.passed_over if batch.beyond else None
    missing = missing_tables(tables, owners, batch.sources, batch.scopes, batch.blocks, passed_over)
    enterprises = tables["enterprise"]
    strangers = strangers_of(tables, both, alone)
    if batch.beyond and strangers.height:
        raise NotAlone("rows of nobody beside the one enterprise of their file")
    whose = [
        said_of_its_enterprise(owner_problems(tables, firsts, owners), strangers),
        site_problems(enterprises),
        name_problems(enterprises, batch.sources),
    ]
    return tables, [titles, added_up, repeats, *blank, missing, *whose]


def unread_keys(problems: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """By table, the codes and years that stand there but cannot be read: ``source``, ``row``, ``column``."""
    code, no_value = pl.col("code"), (FilingProblem.ERROR_CELL.code, FilingProblem.FORMULA_WITHOUT_VALUE.code)
    unread = code.str.starts_with("unreadable") | (code == FilingProblem.STRUCK_IN_PART.code)
    unread |= code.is_in(no_value) & (pl.col("column") == "report_year")
    wrong = problems.filter(pl.col("column").is_in(KEYS), unread)
    return {str(key[0]): part.select("source", "row", "column") for key, part in wrong.group_by("table")}


def _in_order(problems: pl.DataFrame, tables: dict[str, pl.DataFrame], batch: Batch) -> pl.DataFrame:
    """Give every problem its address and owner, and sort by file, source and row."""
    rows = problems.select("source", "row").drop_nulls().unique()
    owners = pl.concat(
        frame.lazy()
        .select("source", "row", _uscc="uscc", _year="report_year")
        .filter(pl.col("row").is_in(rows["row"].implode()))
        .join(rows.lazy(), on=["source", "row"], how="semi")
        for key, frame in tables.items()
        if frame.height or key == "enterprise"
    )
    place = batch.sources.lazy().select("file", "sheet", _first="source").unique(["file", "sheet"], keep="first")
    return (
        with_addresses(problems.lazy(), batch.sources, batch.placement)
        .join(owners, on=["source", "row"], how="left", maintain_order="left")
        .with_columns(
            uscc=pl.coalesce("uscc", "_uscc"),
            report_year=pl.coalesce("report_year", "_year"),
            **{name: pl.col(name).fill_null("") for name in ("file", "sheet", "cell", "table", "column", "value")},
        )
        .join(place, on=["file", "sheet"], how="left", maintain_order="left")
        .sort("file", pl.coalesce("source", "_first"), "row", "column", "code", nulls_last=False, maintain_order=True)
        .drop("_uscc", "_year", "_first")
        .collect()
    )
