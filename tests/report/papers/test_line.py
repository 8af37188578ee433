"""Lines of a paper: what is filled, what stays a blank, what filed text may not do."""

import pytest

from energy_audit.report.papers.line import Piece, clean, fill, text_of


def test_blanks_of_the_wording_are_marked_and_fields_are_not() -> None:
    (line,) = fill("〔机关〕查了{name}。", {"name": "甲公司"})
    assert (Piece("〔机关〕", blank=True), Piece("查了"), Piece("甲公司"), Piece("。")) == line


def test_brackets_and_braces_in_filed_text_are_literal() -> None:
    (line,) = fill("文号{number}", {"number": "黔发改〔2024〕27号 {name}"})
    assert "文号黔发改〔2024〕27号 {name}" == text_of(line)
    assert not any(piece.blank for piece in line)


def test_a_field_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{name}", {})


@pytest.mark.parametrize(
    ("filed", "printed"),
    [
        ("甲\x00乙\x0b丙", "甲乙丙"),
        ("甲\n乙\t 丙", "甲 乙 丙"),
        ("安全\u202e司公甲\u2066", "安全司公甲"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("甲🔥公司𬭁", "甲🔥公司𬭁"),
    ],
)
def test_filed_text_is_printed_on_one_line_without_what_xml_cannot_hold(filed: str, printed: str) -> None:
    assert printed == clean(filed)
