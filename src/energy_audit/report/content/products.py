"""Unit products against their limit, baseline and benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.charts import Mark
from energy_audit.report.content.model import Product, Tone

if TYPE_CHECKING:
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words


def product_of(row: Row, words: Words, *, judged: bool = True) -> Product:
    """Lay out one product figure; only values in the same unit are put into the picture.

    Args:
        row: its facts.
        words: the language.
        judged: whether it is held against anything; not where the year, and with it the standard, is not known.
    """
    return Product(
        name=words.text(row["product_name"]),
        indicator=words.text(row["indicator_name"]),
        unit=words.unit(row["product_unit"]) if row["product_unit"] else words.missing(),
        value=row["product_value"],
        previous=row["product_value_prev"],
        standard=_standard(row, words) if judged else words("报告年度不可能，不知道对照哪一版标准"),
        limit=row["limit_value"],
        baseline=row["baseline_value"],
        benchmark=row["benchmark_value"],
        outcomes=_outcomes(row, words) if judged else ((words.missing("cannot_tell"), "unknown"),),
        remark=_remark(row, words) if judged else "",
        marks=_marks(row, words),
    )


def _standard(row: Row, words: Words) -> str:
    if not row["limit_standard"]:
        return words("无适用的限额标准")
    confidence = row["limit_confidence"]
    return (
        str(row["limit_standard"])
        if confidence == "high"
        else f"{row['limit_standard']} · {words.label('confidence', confidence)}"
    )


def _outcomes(row: Row, words: Words) -> tuple[tuple[str, Tone], ...]:
    """Say how the figure compares, for each level that there is."""
    said: list[tuple[str, Tone]] = []
    if row["product_limited"]:
        said.append(
            _said(
                row["product_over_limit"],
                (words("超过限额"), "breached"),
                words("符合限额"),
                words("是否超限额：不能判断"),
            )
        )
    if row["baseline_value"] is not None:
        said.append(
            _said(
                row["product_below_baseline"],
                (words("低于基准水平"), "suspicion"),
                words("达到基准水平"),
                words("基准水平：不能判断"),
            )
        )
    if row["benchmark_value"] is not None:
        said.append(
            _said(
                row["product_below_benchmark"],
                (words("未达标杆水平"), "notice"),
                words("达到标杆水平"),
                words("标杆水平：不能判断"),
            )
        )
    return tuple(said) or ((words("无可对照的水平"), ""),)


def _said(worse: bool | None, bad: tuple[str, Tone], good: str, unknown: str) -> tuple[str, Tone]:
    if worse is None:
        return (unknown, "unknown")
    return bad if worse else (good, "met")


def _remark(row: Row, words: Words) -> str:
    remarks = []
    if row["product_limited"] and row["limit_value"] is None and row["limit_grade3"] is not None:
        grades = " / ".join(words.quantity(row[f"limit_grade{grade}"]) for grade in (1, 2, 3))
        remarks.append(words("标准1/2/3级：{grades}（未修正）", grades=grades))
    elif row["limit_grade1"] is not None:
        advanced = words.quantity(row["limit_grade1"])
        remarks.append(words("先进值（1级）{advanced}", advanced=advanced))
    if row["product_value"] is not None and row["product_value_prev"]:
        change = words.percent(row["product_value"] / row["product_value_prev"] - 1, 2)
        remarks.append(words("同比 {change}", change=change))
    if row["limit_missing_input"]:
        remarks.append(words("修正缺少：{missing}", missing=row["limit_missing_input"]))
    if row["limit_in_mid_year"]:
        remarks.append(words("报告年度内标准换版"))
    if row["product_is_new"] is None:
        remarks.append(words("装置性质（既有或新建）未提供"))
    if row["baseline_deadline"] is not None:
        deadline = words.day(row["baseline_deadline"])
        remarks.append(words("改造期限{deadline}", deadline=deadline))
    return words("；").join(remarks)


def _marks(row: Row, words: Words) -> tuple[Mark, ...]:
    """Give what stands in the picture: levels whose comparison came out, so that their unit is the figure's."""
    levels = (
        ("limit_value", "product_over_limit", words(Message("限额", "products"))),
        ("baseline_value", "product_below_baseline", words("基准水平")),
        ("benchmark_value", "product_below_benchmark", words("标杆水平")),
    )
    return tuple(
        Mark(label, row[value])
        for value, outcome, label in levels
        if row[value] is not None and row[outcome] is not None
    )
