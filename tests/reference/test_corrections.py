"""The declared corrections fit the limits they move, and a file that does not is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_audit.errors import ReferenceTableError
from energy_audit.reference.tables import Reference, load_reference


def rewrite(rules: Path, old: str, new: str, table: str = "corrections") -> int:
    """Replace the first ``old`` of a table and return the line of the record that holds it."""
    path = rules / "reference" / f"{table}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = text[: text.index(old)].splitlines()
    return max(number for number, line in enumerate(before, 1) if line.startswith("[["))


def fault(rules: Path, table: str = "corrections") -> ReferenceTableError:
    with pytest.raises(ReferenceTableError) as raised:
        getattr(load_reference(rules), table)
    return raised.value


def test_corrections_have_grounds_and_a_known_confidence(reference: Reference) -> None:
    assert all(each.citation and each.source for each in reference.corrections)
    assert {"high", "medium"} >= {each.confidence for each in reference.corrections}


def test_a_correction_is_no_surer_than_a_standard_whose_limit_it_moves(reference: Reference) -> None:
    sure = dict(reference.limits.select("limit_id", "confidence").iter_rows())
    weaker = [
        each.id
        for each in reference.corrections
        if each.confidence == "high" and "high" not in {sure[i] for i in each.limits}
    ]
    assert [] == weaker


def test_slopes_are_by_grade_or_for_all(reference: Reference) -> None:
    by_id = {each.id: each for each in reference.corrections}
    clinker, ore = by_id["GB16780-2021-clinker"], by_id["GB21341-2022-ferrosilicon"]
    assert ["1.10", "1.15", "1.20"] == [str(clinker.slope_of(grade)) for grade in (1, 2, 3)]
    assert {"-40"} == {str(ore.slope_of(grade)) for grade in (1, 2, 3)}
    assert by_id["GB29141-2024-oleum"].slope_of(3) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('limits = ["GB21341-2022-01"]', 'limits = ["GB21341-2022-02"]', "没有修正条件“矿石品位”"),
        ('limits = ["GB21341-2022-01"]', 'limits = ["GB00000-2022-01"]', "GB00000-2022-01"),
        ('limits = ["GB21341-2022-03"]', 'limits = ["GB21341-2022-01"]', "只能有一个公式"),
        ('inputs = ["熟料比例"]', 'inputs = ["熟料"]', "没有 [[input]]"),
        ('inputs = ["海拔", "大气压"]', 'inputs = ["海拔"]', "需要 2 至 2 个条件"),
        ('kind = "factor_above"', 'kind = "factor"', "kind 的值"),
        ("divisor = 101325", "", "缺少 divisor"),
        ("divisor = 101325", "divisor = 0", "不能为0"),
        ("at_least = 2.2", "", "缺少 at_least"),
        ("slopes = [1.10, 1.15, 1.20]", "slopes = [1.10, 1.15]", "三个"),
        ("slopes = [1.10, 1.15, 1.20]", "slopes = []", "缺少 slopes"),
        ("grades = [3]", "grades = [4]", "grades"),
        ("intercept = 1.179", "intercpt = 1.179", "不认识的键 intercpt"),
        ('spellings = ["米", "m"]', 'spellings = ["米", "千米"]', "同一单位写了两次"),
        ('names = ["海拔高度", ', 'names = ["大气压力", ', "已是 海拔 的叫法"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(rules: Path, old: str, new: str, says: str) -> None:
    rewrite(rules, old, new)
    error = fault(rules)
    assert "rules/reference/corrections.toml" == error.file
    assert says in error.message
    assert error.line > 0


def test_the_fault_names_the_line_of_its_record(rules: Path) -> None:
    line = rewrite(rules, "divisor = 101325", "divisor = 0")
    assert line == fault(rules).line


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('product = "锰硅合金"', 'product = "硅锰"', "没有产品“硅锰”"),
        ('table = "limits"', 'table = "limit"', "table 的值"),
        ('names = ["硅锰合金", "硅锰"]', "names = []", "names 不能为空"),
    ],
)
def test_a_product_name_that_does_not_fit_is_refused(rules: Path, old: str, new: str, says: str) -> None:
    line = rewrite(rules, old, new, "product_names")
    error = fault(rules, "product_names")
    assert ("rules/reference/product_names.toml", line) == (error.file, error.line)
    assert says in error.message


def test_the_shipped_names_read(reference: Reference) -> None:
    assert {"limits", "benchmarks"} == {each.table for each in reference.product_names}
