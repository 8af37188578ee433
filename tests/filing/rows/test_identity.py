"""Codes are checked by their digits; a wrong one is a problem and is never repaired."""

from __future__ import annotations

import polars as pl
import pytest
import stdnum.cn.uscc
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import unmarked
from energy_audit.filing.rows.identity import code_problems, code_verdict, level_codes, organisation_code_fits
from energy_audit.filing.values.words import words_of

VALID = [
    "9152000071430580XT",
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91310000631696382C",
    "913100007109384740",
]


@pytest.mark.parametrize("code", VALID)
def test_published_codes_are_valid(code: str) -> None:
    assert code_verdict(code) is None


@pytest.mark.parametrize(
    ("code", "expected", "detail"),
    [
        ("9152000071430580XU", "bad-credit-code", "校验位不符"),
        ("9152000071430850XT", "bad-credit-code", "校验位不符"),
        ("91520000714305", "bad-credit-code", "实为 14 位"),
        ("9152000071430580X?", "bad-credit-code", "字符"),
        ("9.152E+17", "digits-lost", ""),
        ("9.15200007143058E17", "digits-lost", ""),
        ("71430580X", "old-code", "组织机构代码"),
        ("71430580A", "old-code", "校验位也不符"),
        ("71430580", "old-code", "8 位"),
        ("520000000012345", "old-code", "15 位"),
    ],
)
def test_each_fault_of_a_code_has_its_kind(code: str, expected: str, detail: str) -> None:
    verdict = code_verdict(code)
    assert verdict is not None
    assert expected == verdict[0].code
    assert detail in unmarked(verdict[1], "zh")


def test_a_look_alike_letter_is_suggested_only_if_the_suggestion_is_valid() -> None:
    kind, detail = code_verdict("91S20000714305BOXT".replace("B", "8")) or (None, "")
    assert "9152000071430580XT" in detail
    kind, detail = code_verdict("91S20000714305O1XT") or (None, "")
    assert kind is not None
    assert "是否应为" not in detail


@given(st.sampled_from(VALID), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_single_wrong_character_never_passes(code: str, place: int, char: str) -> None:
    changed = code[:place] + char + code[place + 1 :]
    assert (changed == code) == (code_verdict(changed) is None)


def test_the_inner_code_is_checked_on_its_own() -> None:
    assert organisation_code_fits("71430580X")
    assert not organisation_code_fits("714305801")
    assert not organisation_code_fits("7143058?X")


@pytest.mark.parametrize(
    "typed",
    [" 9152000071430580xt ", "９１５２００００７１４３０５８０ＸＴ", "9152 0000 7143 0580 XT", "91520000-71430580X-T"],
)
def test_codes_are_levelled_before_they_are_checked(typed: str) -> None:
    frame, _ = level_codes(pl.DataFrame({"uscc": [typed]}))
    assert ["9152000071430580XT"] == frame["uscc"].to_list()


def test_every_row_with_a_wrong_code_is_said() -> None:
    frame = pl.DataFrame(
        {"source": [0, 0, 1], "row": [2, 3, 2], "uscc": ["X", VALID[0], "X"]},
        schema_overrides={"source": pl.UInt32, "row": pl.UInt32},
    )
    assert [(0, 2, "bad-credit-code"), (1, 2, "bad-credit-code")] == code_problems(
        {"product": frame}, {"product": words_of(frame)}
    ).select("source", "row", "code").rows()


def test_a_registry_of_letters_is_valid() -> None:
    body = "N2520382MF1234567"
    assert (
        "bad-credit-code"
        != (code_verdict(body + stdnum.cn.uscc.calc_check_digit(body)) or (FilingProblem.OLD_CODE,))[0].code
    )


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ", min_size=17, max_size=17), st.booleans(), st.booleans())
def test_the_check_of_columns_agrees_with_the_check_of_one_code(body: str, outer: bool, inner: bool) -> None:
    body = "91520000" + body[8:]
    if inner:
        body = body[:16] + next(char for char in "0123456789X" if organisation_code_fits(body[8:16] + char))
    code = body + (stdnum.cn.uscc.calc_check_digit(body) if outer and not set(body) & set("IOSVZ") else "0")
    frame = pl.DataFrame(
        {"source": [0], "row": [2], "uscc": [code]}, schema_overrides={"source": pl.UInt32, "row": pl.UInt32}
    )

    verdict = code_verdict(code)

    assert ([] if verdict is None else [verdict[0].code]) == code_problems(
        {"product": frame}, {"product": words_of(frame)}
    )["code"].to_list()
    assert (verdict is None or verdict[0].code == "bad-organisation-code") == stdnum.cn.uscc.is_valid(code)
