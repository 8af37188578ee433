"""Makes filings of any size, clean or with a share of planted faults; the same seed gives the same bytes.

    python benchmarks/generate.py OUT --enterprises 50000 [--complete] [--rows 20] [--faults 0.01] [--form typed] [--seed 1]

A table folder for ``typed`` (Parquet with numbers as numbers), ``parquet`` (the same, all texts) and ``csv``; for
``xlsx`` one workbook an enterprise. By default tables 1 and 2 alone are filed, by units of industries that owe much
more: whatever rests on the rest is found missing or left open. With ``--complete`` each unit files all that it owes
(``complete.py``), and where no fault is planted nothing is found against it and nothing left open.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import complete
import polars as pl
from complete import as_text

Tables = Mapping[str, pl.DataFrame | pl.LazyFrame]
KJ_PER_KGCE = 29307.6
"""GB/T 2589-2020 clause 3.6."""
CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ENERGIES = [
    ("01", "原煤", "吨", "0.7143"), ("06", "洗精煤", "吨", "0.9"), ("09", "焦炭", "吨", "0.9714"),
    ("15", "天然气(气态)", "万立方米", "12.143"), ("18", "原油", "吨", "1.4286"), ("19", "汽油", "吨", "1.4714"),
    ("20", "煤油", "吨", "1.4714"), ("21", "柴油", "吨", "1.4571"), ("22", "燃料油", "吨", "1.4286"),
    ("23", "液化石油气", "吨", "1.7143"), ("24", "炼厂干气", "吨", "1.5714"), ("25", "石脑油", "吨", "1.5"),
    ("26", "润滑油", "吨", "1.4143"), ("27", "石蜡", "吨", "1.3648"), ("28", "溶剂油", "吨", "1.4672"),
    ("29", "石油焦", "吨", "1.0918"), ("30", "石油沥青", "吨", "1.3307"), ("32", "热力", "百万千焦", "0.0341"),
    ("33", "电力", "万千瓦时", "1.229"), ("16", "液化天然气(液态)", "吨", "1.7572"),
]  # fmt: skip
INDUSTRIES = ["3011", "3216", "3140", "2619", "2622", "2521", "4411", "0610", "1512", "6450"]
REGIONS = ["520181", "520304", "520628", "520281", "520402", "520523", "522725", "522601", "522301"]
FAULTS = ["bad-number", "negative", "unknown-energy", "unknown-unit", "blank", "sum-differs", "bad-code", "bad-year",
          "factor-range", "bad-source"]  # fmt: skip
NUMBERS = ["opening_stock", "purchase_qty", "consumption_total", "consumption_industrial", "consumption_nonindustrial",
           "closing_stock", "factor_adopted", "factor_equal", "ncv_adopted", "reported_tce_calorific",
           "reported_tce_equal", "gross_output"]  # fmt: skip
SHEETS = {"enterprise": "表1 基本情况", "energy_consumption": "表2 能源消费结构", **complete.SHEETS}
WHOLE = ["report_year", "employees", "energy_staff_full", "energy_staff_part"]
SAID = {
    "unit_type": "有限责任公司", "address": "示例路1号", "postcode": "550000", "legal_representative": "示例甲",
    "contact_name": "示例乙", "contact_phone": "0851-00000000", "energy_leader_name": "示例丙",
    "energy_leader_title": "副总经理", "energy_dept_name": "能源管理部", "energy_dept_lead": "示例丁",
    "energy_manager": "示例戊", "energy_manager_filed": "是", "energy_staff_full": "2", "energy_staff_part": "1",
    "employees": "300", "ems_certified": "否", "gross_output": "50000", "designated_by": "示例文号〔2025〕1号",
    "responsible_person": "示例甲", "statistics_lead": "示例己", "preparer": "示例庚", "preparer_phone": "0851-00000001",
    "report_date": "2026-03-01", "legal_rep_signed": "是", "sealed": "是", "submitted_on": "2026-03-01",
    "reported_tce_feedstock": "0",
}  # fmt: skip
"""What every unit says on table 1 beside its name, place and totals."""


def credit_codes(count: int) -> pl.Series:
    """Invented credit codes with a valid last character: 91 52 0000 + nine digits from a counter."""
    body = pl.int_range(count, eager=True).cast(pl.String).str.zfill(8)
    weights = [pow(3, i, 31) for i in range(17)]
    inner = (3, 7, 9, 10, 5, 8, 4, 2)
    digits = pl.DataFrame({"body": body})
    check = 11 - sum(pl.col("body").str.slice(i, 1).cast(pl.Int64) * w for i, w in enumerate(inner)) % 11
    digits = digits.with_columns(
        inner=check.replace_strict({10: "X", 11: "0"}, default=check.cast(pl.String), return_dtype=pl.String)
    ).with_columns(code=pl.concat_str(pl.lit("91520000"), "body", "inner"))
    values = {char: index for index, char in enumerate(CHARSET)}
    total = sum(
        pl.col("code").str.slice(i, 1).replace_strict(values, return_dtype=pl.Int64) * w for i, w in enumerate(weights)
    )
    last = ((31 - total % 31) % 31).replace_strict(dict(enumerate(CHARSET)), return_dtype=pl.String)
    return digits.select(pl.concat_str("code", last)).to_series().alias("uscc")


def filings(enterprises: int, rows: int, faults: float, seed: int, *, whole: bool) -> Tables:
    """Every table that is filed: the first two, and in ``whole`` filings the others."""
    two = tables(enterprises, rows, faults, seed, whole=whole)
    return {**two, **complete.beside(two["enterprise"])} if whole else {**two}


def tables(enterprises: int, rows: int, faults: float, seed: int, *, whole: bool = False) -> dict[str, pl.DataFrame]:
    """The enterprise and energy tables as texts, as a CSV would hold them; ``whole``: as of a complete filing."""
    codes = credit_codes(enterprises)
    index = pl.int_range(enterprises, eager=True)
    energies = pl.DataFrame(
        ENERGIES[:rows], schema=["energy_code", "energy_name", "unit", "factor_adopted"], orient="row"
    )
    order = energies.with_row_index("k")
    drawn = (pl.col("i") * 7919 + pl.col("k").cast(pl.Int64) * 104_729 + seed) % 9973
    amount = (complete.amount(drawn) if whole else drawn) / 10
    coal = (pl.col("energy_code") == "01") & whole
    energy = (
        pl.DataFrame({"i": index, "uscc": codes})
        .join(order, how="cross", maintain_order="left_right")
        .with_columns(amount=amount.round(1).cast(pl.String))
        .select(
            "uscc",
            pl.lit("2025").alias("report_year"),
            "energy_code",
            "energy_name",
            "unit",
            pl.lit("0").alias("opening_stock"),
            pl.col("amount").alias("purchase_qty"),
            pl.col("amount").alias("consumption_total"),
            pl.col("amount").alias("consumption_industrial"),
            pl.lit("0").alias("consumption_nonindustrial"),
            pl.lit("0").alias("closing_stock"),
            "factor_adopted",
            pl.when(pl.col("energy_code") == "33")
            .then(pl.lit("3.0"))
            .otherwise("factor_adopted")
            .alias("factor_equal"),
            pl.when(coal).then(pl.lit("实测")).otherwise(pl.lit("参考")).alias("factor_source"),
            pl.when(pl.col("unit") == "吨")
            .then((pl.col("factor_adopted").cast(pl.Float64) * KJ_PER_KGCE).round(0).cast(pl.Int64).cast(pl.String))
            .alias("ncv_adopted"),
        )
    )
    totals = energy.group_by("uscc", maintain_order=True).agg(
        total(factor).alias(f"reported_tce_{basis}")
        for basis, factor in (("calorific", "factor_adopted"), ("equal", "factor_equal"))
    )
    enterprise = pl.DataFrame({"i": index, "uscc": codes}).select(
        "uscc",
        pl.lit("2025").alias("report_year"),
        pl.concat_str(pl.lit("示例单位"), pl.col("i").cast(pl.String)).alias("enterprise_name"),
        _in_turn(INDUSTRIES).alias("industry_code"),
        _in_turn(REGIONS).alias("region_code"),
        *(pl.lit(text).alias(name) for name, text in SAID.items()),
    )
    enterprise = enterprise.join(totals, on="uscc", how="left", maintain_order="left")
    if whole:
        enterprise = complete.first_table(enterprise)
    return {"enterprise": enterprise, "energy_consumption": plant(energy, faults, seed)}


def _in_turn(texts: list[str]) -> pl.Expr:
    return (pl.col("i") % len(texts)).replace_strict(dict(enumerate(texts)), return_dtype=pl.String)


def total(factor: str) -> pl.Expr:
    """Add up quantity x factor in ten-thousandths, so that no float decides a digit."""
    tenths, parts = (
        (pl.col(name).cast(pl.Float64) * size).round(0).cast(pl.Int64)
        for name, size in (("consumption_total", 10), (factor, 10_000))
    )
    return as_text(((tenths * parts).sum() + 500) // 1000)


def plant(energy: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """Plant faults of ten kinds into a share of the rows, evenly and repeatably."""
    if not share:
        return energy
    every = max(1, round(1 / share))
    hit = ((pl.int_range(pl.len()) + seed) % every) == 0
    kind = ((pl.int_range(pl.len()) // every) % len(FAULTS)).replace_strict(
        dict(enumerate(FAULTS)), return_dtype=pl.String
    )

    def when(fault: str, value: pl.Expr, name: str) -> pl.Expr:
        return pl.when(hit & (kind == fault)).then(value).otherwise(pl.col(name)).alias(name)

    faulty = energy.with_columns(
        when("bad-number", pl.lit("约一百"), "consumption_total"),
        when("unknown-energy", pl.lit("神秘燃料"), "energy_name"),
        # beside a code that is known a name is asked about at most
        when("unknown-energy", pl.lit(None, pl.String), "energy_code"),
        when("unknown-unit", pl.lit("桶"), "unit"),
        when("bad-code", pl.lit("91520000000000000O"), "uscc"),
        when("bad-year", pl.lit("1889"), "report_year"),
        when("factor-range", pl.lit("2000000"), "factor_adopted"),
        when("bad-source", pl.lit("估算"), "factor_source"),
    )
    return faulty.with_columns(
        when("negative", pl.lit("-5"), "consumption_industrial"),
        when("blank", pl.lit(None, pl.String), "consumption_total"),
        when("sum-differs", pl.lit("999999"), "consumption_nonindustrial"),
    )


def write(folder: Path, made: Tables, form: str) -> None:
    """Write the tables in one form, one table after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        _write_workbooks(folder, {name: frame.lazy().collect() for name, frame in made.items()})
        return
    for name, each in made.items():
        frame = each.lazy().collect()
        if form == "csv":
            frame.write_csv(folder / f"{name}.csv")
        elif form == "typed":
            _typed(frame).write_parquet(folder / f"{name}.parquet")
        else:
            frame.write_parquet(folder / f"{name}.parquet")


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    numbers, whole = (
        [name for name in frame.columns if name in listed]
        for listed in ({*NUMBERS, *complete.NUMBERS}, {*WHOLE, *complete.WHOLE})
    )
    return frame.with_columns(
        pl.col(numbers).cast(pl.Float64, strict=False), pl.col(whole).cast(pl.Int64, strict=False)
    )


def _write_workbooks(folder: Path, made: dict[str, pl.DataFrame]) -> None:
    """One workbook an enterprise, one sheet a table; a row goes into the workbook of the unit it was made for."""
    import xlsxwriter

    units = made["enterprise"].height
    for unit, uscc in enumerate(made["enterprise"]["uscc"]):
        with xlsxwriter.Workbook(folder / f"{uscc}.xlsx") as book:
            book.set_properties({"created": dt.datetime(2026, 3, 1)})  # noqa: DTZ001 - a workbook knows no zone
            for table, frame in made.items():
                share = frame.height // units
                sheet = book.add_worksheet(SHEETS[table])
                sheet.write_row(0, 0, frame.columns)
                for number, cells in enumerate(frame.slice(unit * share, share).iter_rows(), start=1):
                    sheet.write_row(number, 0, ["" if cell is None else cell for cell in cells])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--enterprises", type=int, default=1000)
    parser.add_argument("--complete", action="store_true", help="all that a unit owes, not tables 1 and 2 alone")
    parser.add_argument("--rows", type=int, default=20, help="energy rows an enterprise, at most 20")
    parser.add_argument("--faults", type=float, default=0.0, help="share of energy rows with a fault")
    parser.add_argument("--form", choices=["typed", "parquet", "csv", "xlsx"], default="typed")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.complete and given.rows != len(ENERGIES):
        parser.error(f"a complete filing has {len(ENERGIES)} energy rows: with fewer its unit owes less")
    write(
        given.out,
        filings(given.enterprises, given.rows, given.faults, given.seed, whole=given.complete),
        given.form,
    )


if __name__ == "__main__":
    main()
