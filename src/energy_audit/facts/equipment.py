"""Facts of each device: is its model on an elimination list, and of which efficiency grade is it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.terms import COAL_CODES, is_among, unread_rows
from energy_audit.facts.efficiency import with_efficiency
from energy_audit.facts.law_day import law_ends
from energy_audit.reference.elimination import JUDGED_ON, with_elimination
from energy_audit.reference.equipment import category_of
from energy_audit.reference.lookup import codes_of_energy_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from energy_audit.filing.intake import Intake
    from energy_audit.reference.equipment import EliminationEntry
    from energy_audit.reference.tables import Reference


FUELS = {
    "燃煤": COAL_CODES,
    "生物质": ["36"],
    "燃气": ["11", "12", "13", "14", "15", "16", "17"],
    "燃油": ["18", "19", "20", "21", "22"],
    "其他": ["23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "37"],
}
"""The fuel of a boiler, as the elimination lists call it, by energy code; 其他 is none that they speak of, waste heat among it."""

LACKING = {
    "型号": "型号",
    "设备类别": "设备分类",
    "出厂年份": "出厂日期",
    "投运年份": "投用日期",
    "额定容量": "容量（kVA）",
    "额定蒸发量": "容量（t/h）",
    "机座号": "型号中的机座号",
    "额定电压": "型号后的额定电压",
    "燃料": "主要消耗能源品种",
    "炉排形式": "设备概况中的炉排形式",
}
"""Where table 8 has room for what an entry of the lists depends on."""


def equipment_facts(
    intake: Intake, reference: Reference, *, as_of: date, rules_as_of: date | None = None
) -> pl.DataFrame:
    """One row a device; ``subject_key`` is its row on the sheet, as the same model stands there often.

    A device is eliminated by the lists that bound at the end of its year, or on ``rules_as_of``: its use before a list
    was published was lawful. What was listed since then, up to ``as_of``, is told apart. Efficiency is graded
    by the standards of the same day: what a later edition asks of a device the filing of its year tells.
    """
    table = intake.tables["equipment"]
    names = table.select("category", "device_name").unique(maintain_order=True)
    categories = names.with_columns(
        elimination_category=pl.Series(
            [category_of(name or "", category or "") for category, name in names.iter_rows()], dtype=pl.String
        )
    )
    described = table.join(
        categories, on=["category", "device_name"], how="left", nulls_equal=True, maintain_order="left"
    ).select(
        "uscc",
        "report_year",
        pl.col("row").cast(pl.String).alias("subject_key"),
        "source",
        "row",
        "model",
        pl.col("category").alias("equipment_category"),
        pl.col("elimination_category").alias("category"),
        pl.col("manufactured_on").dt.year().cast(pl.Int64).alias("manufactured_year"),
        pl.col("commissioned_on").dt.year().cast(pl.Int64).alias("commissioned_year"),
        _fuel(table, reference).alias("fuel"),
        _evaporation().alias("evaporation_tph"),
        _kva().alias("capacity_kva"),
        _grate().alias("grate"),
        pl.col("device_name").alias("equipment_name"),
        pl.col("quantity").alias("equipment_quantity"),
        _in_use(intake).alias("equipment_in_use"),
        "manufactured_on",
        pl.col("commissioned_on").alias("equipment_commissioned_on"),
        "annual_hours",
        "efficiency_level",
        "nameplate_standard",
        "no_load_loss",
        "load_loss",
        pl.col("capacity").alias("equipment_capacity"),
        "capacity",
        pl.concat_str("model", "device_overview", "remark", separator=" ", ignore_nulls=True).alias("plate_text"),
        pl.col("elimination_category"),
    )
    judged_on = pl.min_horizontal(law_ends(rules_as_of), pl.lit(as_of)).alias(JUDGED_ON)
    graded = with_efficiency(described.with_columns(judged_on), reference)
    in_words = _entries_in_words(reference)
    return (
        with_elimination(graded, reference.eliminated_equipment)
        .with_columns(_listed_since(graded, reference.eliminated_equipment, as_of))
        .with_columns(
            pl.col("elimination_entry").replace(in_words),
            elimination_entry_since=pl.when(pl.col("eliminated") == pl.lit(value=False)).then(
                pl.col("elimination_entry_since").replace(in_words)
            ),
            elimination_lacks=_lacking(),
        )
        .with_columns(elimination_open_because=_open_because())
        .rename({"model": "equipment_model", "eliminated": "equipment_eliminated"})
        .drop(
            "category",
            "manufactured_year",
            "commissioned_year",
            "fuel",
            "evaporation_tph",
            "capacity_kva",
            "grate",
            "elimination_missing",
            "capacity",
            "plate_text",
            "elimination_category",
            JUDGED_ON,
        )
    )


def _listed_since(devices: pl.DataFrame, entries: Sequence[EliminationEntry], as_of: date) -> pl.Series | pl.Expr:
    """The entry that forbids a device on ``as_of`` and did not yet bind in the filing's year, null if none."""
    earliest: date | None = devices.select(pl.col(JUDGED_ON).min()).item()
    later = [entry for entry in entries if earliest is not None and earliest < entry.binds_from <= as_of]
    if not later:
        return pl.lit(None, pl.String).alias("elimination_entry_since")
    now = with_elimination(devices.with_columns(pl.lit(as_of).alias(JUDGED_ON)), later)
    return now.select(elimination_entry_since=pl.when(pl.col("eliminated")).then("elimination_entry")).to_series()


def _lacking() -> pl.Expr:
    """What of the nameplate an entry waits for, by where table 8 has it; null where it waits for nothing."""
    words = pl.col("elimination_missing").list.eval(pl.element().replace(LACKING)).list.join("、")
    return pl.when(pl.col("eliminated").is_null() & (words != "")).then(words)


def _open_because() -> pl.Expr:
    """Why it cannot be told whether an eliminated device is used; null where it can."""
    doubtful = pl.col("eliminated").is_null() & pl.col("elimination_confidence").is_not_null()
    unstated = pl.col("equipment_in_use").is_null() & pl.col("eliminated").fill_null(value=True)
    of_the_list = (
        pl.when(pl.col("elimination_lacks") == LACKING["型号"])
        .then(pl.lit("型号没有填，或读不出"))
        .when(pl.col("elimination_lacks").is_not_null())
        .then(pl.concat_str(pl.lit("缺"), "elimination_lacks"))
        .when(doubtful)
        .then(pl.lit("相符的目录条目可信度低，须对照目录原文"))
    )
    of_use = pl.when(unstated).then(pl.lit("是否在用没有填，或读不出，或前后不一"))
    return pl.concat_str(of_the_list, of_use, separator="；", ignore_nulls=True).replace("", None)


REMOVED = "拆除|淘汰|报废|停用|停运|更换|替换"
NOT_YET = f"(?:无|未|没有|计划|拟|将|预计|待)[^，。；、,;已]*(?:{REMOVED})"
"""What was not done, or is to be done, to the end of its clause."""


def _in_use(intake: Intake) -> pl.Expr:
    """Whether a device is in use: none of it is not; a row that contradicts itself leaves it unclear.

    So does one that is said to be in use and, perhaps, removed, or out of use and to have run in the year without a word of
    when it was stopped.
    """
    unread = is_among(unread_rows(intake.problems, ["obsolete_update_info"], "equipment"))
    # 无淘汰更新, 计划明年更换 say that it still runs; 未更换，已停用 says that it does not
    told = pl.col("obsolete_update_info").str.replace_all(r"\s", "").str.replace_all(NOT_YET, "")
    removed = told.str.contains(REMOVED).fill_null(value=False)
    idle = (pl.col("quantity") == 0) | ~pl.col("in_use")
    ran = (pl.col("annual_hours") > 0) | (pl.col("annual_energy") > 0)
    return (
        pl.when(idle & ran & ~removed)
        .then(None)
        .when(pl.col("quantity") == 0)
        .then(pl.lit(value=False))
        .when(pl.col("in_use") & (removed | unread))
        .then(None)
        .otherwise(pl.col("in_use"))
    )


def _evaporation() -> pl.Expr:
    """A boiler's evaporation in t/h, where its capacity is filed so (2030 t/h, 10吨/时, 4蒸吨); never from its heat output."""
    return (
        pl.col("capacity")
        .str.extract(r"(?i)([0-9]+(?:\.[0-9]+)?)\s*(?:t/h|吨/小?时|蒸吨)")
        .cast(pl.Float64, strict=False)
    )


def _kva() -> pl.Expr:
    """A transformer's capacity in kVA, where it is filed so."""
    return pl.col("capacity").str.extract(r"(?i)([0-9]+(?:\.[0-9]+)?)\s*(?:kVA|千伏安)").cast(pl.Float64, strict=False)


def _grate() -> pl.Expr:
    """Clear a boiler of a fixed grate where its model, name or description says otherwise; none of them accuses.

    The third letter of an industrial boiler is its way of burning (JB/T 1626: L chain, W reciprocating, F fluidised,
    S suspension …, G fixed grate); station boilers carry their maker's letters and t/h over MPa (JB/T 1617).
    """
    model = pl.col("model").str.to_uppercase().str.replace_all(r"\s", "")
    burns_otherwise = model.str.contains(r"^[A-Z]{2}[LWFSPXZHAYQ]\d") | model.str.contains(
        r"^(?:DG|HG|SG|WGZ|NG|UG|YG)-?\d{2,4}/"
    )
    described = pl.concat_str("device_name", "device_overview", "remark", separator=" ", ignore_nulls=True)
    # words of what it is not, was or is to be say nothing of what it is
    denied = described.str.contains("固定|[拟改非]|更换|原[为系是有]")
    told = described.str.contains("链条|往复|振动炉排|流化床|煤粉|室燃") & ~denied
    return pl.when(burns_otherwise.fill_null(value=False) | told).then(pl.lit("非固定炉排"))


def _entries_in_words(reference: Reference) -> dict[str, str]:
    """Name an entry as a reader finds it in the published list."""
    return {
        entry.id: f"{entry.citation.replace(f' {entry.item_no}', '')}“{entry.name_zh}”"
        + (f"第{entry.item_no.replace(', ', '、')}项" if entry.item_no[:1].isdigit() else "")
        for entry in reference.eliminated_equipment
    }


_NAMED_FUELS = {
    "燃气": "燃气|天然气|煤气|沼气",
    "燃油": "燃油|柴油",
    "其他": "余热|废热|电锅炉|电极|电加热|电热|电蒸汽|蓄热",
}
"""What clears a boiler of burning coal by its name; a name never accuses."""


def _fuel(table: pl.DataFrame, reference: Reference) -> pl.Expr:
    """The fuel by the device's energy, else by its name; unknown where either means none or several kinds."""
    kinds = {code: fuel for fuel, codes in FUELS.items() for code in codes}
    named = {}
    for text in table["energy_code"].drop_nulls().unique():
        fuels = {kinds.get(code) for code in codes_of_energy_name(reference, text)}
        if len(fuels) == 1:
            named[text] = fuels.pop()
    by_name = [
        pl.when(pl.col("device_name").str.contains(words)).then(pl.lit(fuel)) for fuel, words in _NAMED_FUELS.items()
    ]
    also_coal = pl.col("device_name").str.replace_all("煤气", "").str.contains("煤")
    one = pl.when(pl.concat_list(by_name).list.drop_nulls().list.len() == 1, ~also_coal).then(pl.coalesce(by_name))
    return pl.coalesce(pl.col("energy_code").replace_strict(named, default=None, return_dtype=pl.String), one)
