"""Makes filings of any size, clean or with a share of planted faults; the same seed gives the same bytes.

    python benchmarks/generate.py OUT --enterprises 50000 [--rows 20] [--faults 0.01] [--form parquet|csv|xlsx] [--seed 1]

A table folder for ``parquet`` and ``csv``; for ``xlsx`` one workbook an enterprise.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

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
FAULTS = ["bad-number", "negative", "unknown-energy", "unknown-unit", "blank", "sum-differs", "bad-code"]


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


def tables(enterprises: int, rows: int, faults: float, seed: int) -> dict[str, pl.DataFrame]:
    """The enterprise and energy tables as texts, as a CSV would hold them."""
    codes = credit_codes(enterprises)
    index = pl.int_range(enterprises, eager=True)
    energies = pl.DataFrame(
        ENERGIES[:rows], schema=["energy_code", "energy_name", "unit", "factor_adopted"], orient="row"
    )
    order = energies.with_row_index("k")
    amount = ((pl.col("i") * 7919 + pl.col("k").cast(pl.Int64) * 104_729 + seed) % 9973) / 10
    energy = (
        pl.DataFrame({"i": index, "uscc": codes})
        .join(order, how="cross")
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
        )
    )
    enterprise = pl.DataFrame({"i": index, "uscc": codes}).select(
        "uscc",
        pl.lit("2025").alias("report_year"),
        pl.concat_str(pl.lit("示例单位"), pl.col("i").cast(pl.String)).alias("enterprise_name"),
        pl.col("i").map_elements(lambda i: INDUSTRIES[i % 10], return_dtype=pl.String).alias("industry_code"),
        pl.col("i").map_elements(lambda i: REGIONS[i % 9], return_dtype=pl.String).alias("region_code"),
    )
    return {"enterprise": enterprise, "energy_consumption": plant(energy, faults, seed)}


def plant(energy: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """Plant faults of seven kinds into a share of the rows, evenly and repeatably."""
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
        when("unknown-unit", pl.lit("桶"), "unit"),
        when("bad-code", pl.lit("91520000000000000O"), "uscc"),
    )
    return faulty.with_columns(
        when("negative", pl.lit("-5"), "consumption_industrial"),
        when("blank", pl.lit(None, pl.String), "consumption_total"),
        when("sum-differs", pl.lit("999999"), "consumption_nonindustrial"),
    )


def write(folder: Path, made: dict[str, pl.DataFrame], form: str) -> None:
    """Write the tables in one form."""
    folder.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        import xlsxwriter

        sheets = {"enterprise": "表1 基本情况", "energy_consumption": "表2 能源消费结构"}
        parts = made["energy_consumption"].partition_by("uscc", as_dict=True, maintain_order=True)
        for row in made["enterprise"].iter_rows(named=True):
            with xlsxwriter.Workbook(folder / f"{row['uscc']}.xlsx") as book:
                for table, frame in (
                    ("enterprise", pl.DataFrame([row])),
                    ("energy_consumption", parts[(row["uscc"],)]),
                ):
                    sheet = book.add_worksheet(sheets[table])
                    sheet.write_row(0, 0, frame.columns)
                    for number, cells in enumerate(frame.iter_rows(), start=1):
                        sheet.write_row(number, 0, ["" if cell is None else cell for cell in cells])
        return
    for name, frame in made.items():
        if form == "csv":
            frame.write_csv(folder / f"{name}.csv")
        else:
            frame.write_parquet(folder / f"{name}.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--enterprises", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20, help="energy rows an enterprise, at most 20")
    parser.add_argument("--faults", type=float, default=0.0, help="share of energy rows with a fault")
    parser.add_argument("--form", choices=["parquet", "csv", "xlsx"], default="parquet")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.out, tables(given.enterprises, given.rows, given.faults, given.seed), given.form)


if __name__ == "__main__":
    main()
