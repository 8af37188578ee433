"""Who filed: the unified social credit code (GB 32100-2015) and the codes before it.

A wrong code is a problem, but it still serves to hold a filing together. A code is
never repaired; where letters that the alphabet does not have (I O S V Z) stand for
their look-alikes, the code that would be valid is suggested.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import stdnum.cn.uscc

from energy_audit.filing.problems.filing_problem import FilingProblem
from energy_audit.filing.problems.problem import joined, marked, problems_where
from energy_audit.filing.values.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.filing.values.words import Words

CODE_COLUMNS = {"uscc", "construction_unit_uscc"}

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(rf"^[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}$")
_ALIKE = str.maketrans("IOSVZ", "105U2")
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?E\+?\d+$")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "0123456789X"
_ORGANISATION_CHECK = rf"^.{{16}}[{_CHECKS}]"
_OLD_LENGTHS = {
    8: marked("8 位旧法人代码，缺校验位"),
    9: marked("9 位组织机构代码"),
    15: marked("15 位旧工商注册号或税务登记号"),
}

_BYTES = 256
_APART = 2**16
"""Beyond any sum of GB 32100, so that one number holds the sums of both standards."""


def level_codes(frame: pl.DataFrame, words: Words | None = None) -> tuple[pl.DataFrame, Words]:
    """Bring the code columns to half-width capitals without spaces or hyphens.

    Args:
        frame: typed rows.
        words: the distinct texts of ``frame``, where they are known.

    Returns:
        The frame, and its distinct texts.
    """
    known = words_of(frame) if words is None else words
    odd = [name for name in sorted(CODE_COLUMNS & known.keys()) if not known[name].str.contains("^[0-9A-Z]*$").all()]
    if not odd:
        return frame, known
    level = frame.with_columns(
        pl.col(odd).str.normalize("NFKC").str.replace_all(r"[\s\u200b\ufeff\-‐–—]", "").str.to_uppercase()
    )
    return level, {**known, **words_of(level, odd)}


def code_problems(tables: Mapping[str, pl.DataFrame], words: Mapping[str, Words]) -> pl.DataFrame:
    """Check every distinct code of all tables once, and say it of each row.

    Args:
        tables: typed tables, their codes levelled.
        words: by table, its distinct texts.
    """
    codes = {
        (table, column): own[column] for table, own in words.items() for column in sorted(CODE_COLUMNS & own.keys())
    }
    distinct = pl.concat([pl.Series("code", dtype=pl.String), *codes.values()]).unique()
    doubtful = distinct.filter(~_fits(distinct)).sort()
    verdicts = {code: verdict for code in doubtful if (verdict := code_verdict(code))}
    found = [
        _said(tables[table], table, column, kind, pairs)
        for (table, column), own in codes.items()
        for kind, pairs in _by_kind(verdicts, own)
    ]
    return joined(found)


def _by_kind(
    verdicts: Mapping[str, tuple[FilingProblem, str]], codes: pl.Series
) -> list[tuple[FilingProblem, dict[str, str]]]:
    """Return by kind of problem, in the order of its code, the faulty ones of some codes and their details."""
    by_kind: dict[FilingProblem, dict[str, str]] = {}
    for code in codes.filter(codes.is_in(list(verdicts))).sort():
        kind, detail = verdicts[code]
        by_kind.setdefault(kind, {})[code] = detail
    return sorted(by_kind.items(), key=_by_code)


def _fits(codes: pl.Series) -> pl.Series:
    """Tell the codes that are as they should be: the checks of GB 32100-2015 and, on characters 9-17, of GB 11714.

    The former weighs with 3^i mod 31 over an alphabet without I O S V Z.
    """
    shaped = codes.str.contains(_SHAPE.pattern) & codes.str.contains(_ORGANISATION_CHECK)
    letters = codes.filter(shaped).cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, 18)).explode()
    places = pl.int_range(len(letters), dtype=pl.UInt32, eager=True) % 18 * _BYTES
    both = _worth().gather(places + letters).reshape((-1, 18)).arr.sum()
    right = (both % _APART % 31 == 0) & (both // _APART % 11 == 0)
    return shaped.clone().scatter(shaped.arg_true(), right)


@cache
def _worth() -> pl.Series:
    """What each byte counts at each of the 18 places of a code, to be looked up.

    That is weight times place in the alphabet: for GB 32100, plus ``_APART`` times the same for GB 11714.
    """
    credit = [*((pow(3, place, 31), _ALPHABET) for place in range(17)), (1, _ALPHABET)]
    organisation = [*((0, ""),) * 8, *((weight, _LETTERS) for weight in _ORGANISATION_WEIGHTS), (1, _CHECKS), (0, "")]
    worth = [0] * _BYTES * len(credit)
    for places, times in ((credit, 1), (organisation, _APART)):
        for place, (weight, alphabet) in enumerate(places):
            for value, letter in enumerate(alphabet):
                worth[place * _BYTES + ord(letter)] += times * weight * value
    return pl.Series(worth, dtype=pl.UInt32)


def _by_code(item: tuple[FilingProblem, object]) -> str:
    return item[0].code


def _said(frame: pl.DataFrame, table: str, column: str, kind: FilingProblem, details: dict[str, str]) -> pl.DataFrame:
    told = pl.col(column).replace_strict(details, default="", return_dtype=pl.String)
    return problems_where(frame, pl.col(column).is_in(list(details)), kind, table=table, column=column, detail=told)


def code_verdict(code: str) -> tuple[FilingProblem, str] | None:
    """Return what is wrong with a levelled code and its detail, or None."""
    if _SCIENTIFIC.match(code):
        return FilingProblem.DIGITS_LOST, ""
    if len(code) in _OLD_LENGTHS and code.isalnum() and code.isascii():
        return _old(code)
    if reason := _fault(code):
        return FilingProblem.BAD_CREDIT_CODE, reason + _suggestion(code)
    return None if organisation_code_fits(code[8:17]) else (FilingProblem.BAD_ORGANISATION_CODE, "")


def _fault(code: str) -> str:
    """Say why a code of today is not valid; empty where it is."""
    if len(code) != 18:
        return marked("应为 18 位，实为 {length} 位", length=len(code))
    if not _SHAPE.match(code):
        return marked("含有不允许的字符，或第 3—8 位不是数字")
    # stdnum itself wants digits in the first two places, but registries of the army, farming and others use letters
    if stdnum.cn.uscc.calc_check_digit(code[:17]) != code[17]:
        return marked("校验位不符，很可能有一位抄错")
    return ""


def _old(code: str) -> tuple[FilingProblem, str]:
    detail = _OLD_LENGTHS[len(code)]
    if len(code) == 9 and not organisation_code_fits(code):
        detail += marked("，其校验位也不符")
    return FilingProblem.OLD_CODE, detail


def _suggestion(code: str) -> str:
    candidate = code.translate(_ALIKE)
    if candidate != code and not _fault(candidate):
        return marked("；代码不用字母 I、O、S、V、Z，是否应为 {candidate}", candidate=candidate)
    return ""


def organisation_code_fits(code: str) -> bool:
    """Check the last digit of an organisation code (GB 11714): 9 of 0-9 and A-Z."""
    try:
        total = sum(int(char, 36) * weight for char, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True))
    except ValueError:
        return False
    return code[8:9] == "0123456789X0"[(11 - total % 11) % 11 if total % 11 != 1 else 10]
