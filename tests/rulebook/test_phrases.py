"""Whole columns as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from energy_audit.exact import NUMBER
from energy_audit.rulebook.phrases import digits_with_unit, exact, filled, grouped_column, with_grouped
from energy_audit.rulebook.wording import value_text

if TYPE_CHECKING:
    from energy_audit.catalogue import Language


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        ("17288.10", "17288.10", "17,288.1 吨标准煤", "17,288.1 tce"),
        ("17288.10", "18000", "17,288.1 吨标准煤至18,000 吨标准煤", "17,288.1 tce to 18,000 tce"),
        ("17288.10", None, "不低于17,288.1 吨标准煤", "at least 17,288.1 tce"),
        (None, "18000", "不高于18,000 吨标准煤", "at most 18,000 tce"),
        (None, None, "未知", "unknown"),
    ],
)
def test_both_ends_of_a_quantity_say_what_is_certain(low: str | None, high: str | None, zh: str, en: str) -> None:
    ends = pl.DataFrame({"tce_low": [low], "tce_high": [high]}).select(pl.all().cast(pl.String).cast(NUMBER))

    def said(template: str, language: Language) -> str:
        rows = with_grouped(ends, {name: exact(pl.col(name), NUMBER) for name in ends.columns})
        text = filled(
            template,
            lambda name, after: digits_with_unit(pl.col(grouped_column(name)), "tce", language, after),
            language,
        )
        return str(rows.select(text).collect().item())

    assert f"能耗{zh}，请核对。" == said("能耗{tce_low}至{tce_high}，请核对。", "zh")
    assert f"Used {en}; check." == said("Used {tce_low} to {tce_high}; check.", "en")


def test_thousands_are_told_apart_in_numbers_of_any_length() -> None:
    texts = [
        f"{sign}{'1234567890' * 2}"[: length + len(sign)] + rest
        for sign in ("", "-")
        for length in range(1, 21)
        for rest in ("", ".05")
    ]
    numbers = pl.DataFrame({"number": [*texts, "0", "-0.5", None]}).cast(NUMBER)
    written = (
        with_grouped(numbers, {"number": exact(pl.col("number"), NUMBER)}).select(grouped_column("number")).collect()
    )
    known = numbers["number"].drop_nulls()
    assert written.to_series().to_list() == [*(value_text(each, "zh") for each in known), None]
    short = numbers.filter(pl.col("number").abs() < 1000)
    assert with_grouped(short, {"number": exact(pl.col("number"), NUMBER)}).collect()[",number"].to_list() == [
        value_text(each, "zh") for each in short["number"]
    ]
