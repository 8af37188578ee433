"""What a number format shows, in figures worked out by hand; most formats show what is there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from energy_audit.filing.workbooks.number_format import is_otherwise, seen_as, shows_otherwise


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("#,##0,", "1350000", "1,350"),
        ("0.00,,", "1350000", "1.35"),
        ("0,.00", "1350", "1.35"),
        ('0.0,"万"', "1350000", "1350.0万"),
        ("0!.0,", "13500", "1.4"),
        ('0"."0,', "13500", "1.4"),
        ('0"吨"', "5", "5吨"),
        ("0吨", "5", "5吨"),
        ('G/通用格式"吨"', "3.25", "3.25吨"),
        ('0"000"', "1350", "1350000"),
        ('[>=10000]0!.0,"万";0', "13500", "1.4万"),
        ('[<100]0.0;[<1000]0"百";0,', "50000", "50"),
        ("0;0", "-3", "3"),
        ("0.0;;", "-3", ""),
        (";;;", "5", ""),
        ('"——"', "5", "——"),
    ],
)
def test_a_figure_that_looks_otherwise(code: str, value: str, text: str) -> None:
    seen = seen_as(code, Decimal(value))

    assert seen is not None
    assert text == seen.text
    assert is_otherwise(seen, Decimal(value))
    assert shows_otherwise(code)


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("General", "3.25", "3.25"),
        ("0.00", "0.004", "0.00"),
        ("0", "1350.5", "1351"),
        ("0.0##", "1.25", "1.25"),
        ("00000", "86", "00086"),
        ("#,##0.00_ ", "1350", "1,350.00"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1350.5", "-1,350.50"),
        ("0.00_);[Red](0.00)", "-3", "(3.00)"),
        ("0.00;[Red]0.00", "-3", "3.00"),
        ("0.00;[红色]0.00", "-3", "3.00"),
        ("0.00_ ;[Red]\\-0.00\\ ", "-5", "-5.00"),
        ('"¥"#,##0.00', "1350", "¥1,350.00"),
        ("[$¥-804]#,##0.00", "1350", "¥1,350.00"),
    ],
)
def test_a_figure_that_looks_as_it_is_but_for_its_rounding(code: str, value: str, text: str) -> None:
    seen = seen_as(code, Decimal(value))

    assert seen is not None
    assert text == seen.text
    assert not is_otherwise(seen, Decimal(value))
    assert not shows_otherwise(code)


@pytest.mark.parametrize("code", ["yyyy/m/d", "h:mm", "# ?/?", "0.00E+00", "[DBNum2]0", "000-0000", "@", "", "0/0"])
def test_of_what_is_no_plain_figure_nothing_is_told(code: str) -> None:
    assert seen_as(code, Decimal(12345)) is None
    assert not shows_otherwise(code)


def test_of_zero_nothing_is_told() -> None:
    """Many formats show a zero as a dash or not at all, and all know it."""
    assert seen_as('#,##0;-#,##0;"-"', Decimal(0)) is None
