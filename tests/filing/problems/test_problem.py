"""Problems are told in plain words, in both languages, with what to do."""

from __future__ import annotations

import string

import polars as pl
import pytest

from energy_audit.catalogue import Message
from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import (
    PROBLEM_SCHEMA,
    ProblemKind,
    in_language,
    joined,
    marked,
    problems_where,
    unmarked,
)


class _Other(ProblemKind):
    STRANGE = (
        "strange-thing",
        "warning",
        Message("“{column}”在“{table}”是{value}（{detail}）"),
    )


@pytest.mark.parametrize("kind", FilingProblem)
def test_every_kind_has_a_code_and_two_sentences_with_the_same_fields(kind: FilingProblem) -> None:
    assert kind.code == kind.name.lower().replace("_", "-")
    sentences = (kind.sentence("zh"), kind.sentence("en"))
    assert sentences[0] != sentences[1]
    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentences]
    assert fields[0] == fields[1]
    assert fields[0] <= {"value", "column", "table", "detail"}


def _frame() -> pl.DataFrame:
    return pl.DataFrame(
        {"source": [0, 0], "row": [2, 3], "uscc": ["A", "B"], "report_year": [2025, None], "unit": ["吨", None]},
        schema_overrides={"source": pl.UInt32, "row": pl.UInt32},
    )


def test_problems_of_a_mask_hold_row_value_and_owner() -> None:
    found = problems_where(
        _frame(), pl.col("unit") == "吨", _Other.STRANGE, table="energy_consumption", column="unit", detail="x{y}"
    )

    assert PROBLEM_SCHEMA == dict(found.schema)
    assert [("strange-thing", "warning", "吨", 0, 2, "A", 2025)] == found.select(
        "code", "severity", "value", "source", "row", "uscc", "report_year"
    ).rows()
    assert ["“计量单位”在“表2 能源消费结构”是吨（x{y}）"] == found["message"].to_list()


def test_a_null_mask_is_no_problem() -> None:
    found = problems_where(_frame(), pl.col("report_year") > 2000, _Other.STRANGE, table="product")
    assert [2] == found["row"].to_list()


def test_problems_can_be_said_in_english() -> None:
    mixed = joined(
        [
            problems_where(_frame(), pl.lit(value=True), _Other.STRANGE, table="product", column="unit"),
            problems_where(
                _frame(), pl.col("row") == 3, FilingProblem.REQUIRED_MISSING, table="product", column="unit"
            ),
        ]
    )

    told = in_language(mixed, "en")

    assert mixed.drop("message").equals(told.drop("message"))
    assert "'unit' is required but blank. Fill it in." == told["message"][2]
    assert in_language(told, "zh").equals(mixed)


def test_marked_words_of_a_detail_are_said_in_the_language_of_the_message() -> None:
    slip = pl.lit(f"800 > 700；{marked('疑为正负号填反')}；12 {marked(Message('吨标准煤', 'from the upper end'))}")
    found = problems_where(_frame(), pl.col("row") == 2, _Other.STRANGE, table="product", column="unit", detail=slip)

    zh, en = in_language(found, "zh"), in_language(found, "en")

    assert zh["message"][0].endswith("（800 > 700；疑为正负号填反；12 吨标准煤）")
    assert "800 > 700；wrong sign?；12 tce from the upper end" in en["message"][0]
    assert found["detail"].equals(en["detail"]), "what was said in one language can be said in the other"
    assert unmarked(en["detail"][0], "zh") == "800 > 700；疑为正负号填反；12 吨标准煤"


def test_values_travel_with_marked_words() -> None:
    detail = marked("{size} MB，上限 {most} MB", size=300, most="200|⟧")
    assert [unmarked(f"a.zip：{detail}", language) for language in ("zh", "en")] == [
        "a.zip：300 MB，上限 200¦］ MB",
        "a.zip：300 MB, at most 200¦］ MB",
    ]


def test_a_long_value_is_cut() -> None:
    frame = _frame().with_columns(unit=pl.lit("长" * 500))
    assert 120 == len(
        problems_where(frame, pl.col("row") == 2, _Other.STRANGE, table="product", column="unit")["value"][0]
    )
