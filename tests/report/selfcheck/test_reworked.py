"""Formulas are worked out anew after a change, and what cannot be trusted is named."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from energy_audit.report.ooxml.book import Book
from energy_audit.report.selfcheck.reworked import reworked


def book_of(path: Path, **formulas: tuple[str, object]) -> Book:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("表")
    sheet.write("A1", 2)
    sheet.write("A2", 3)
    for cell, (formula, result) in formulas.items():
        sheet.write_formula(cell, formula, None, result)
    made.close()
    return Book.open(path)


def test_what_depends_on_the_change_is_worked_out_through_other_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = book_of(path, B1=("=A1*A2", 6), C1=('=IF(B1>50,"多","少")', "少"), D1=("=A2+1", 4))
    # 2 → 20: B1 = 20 × 3 = 60, C1 = 多; D1 does not depend on A1
    done = reworked(path, book, {("表", (1, 1)): 20.0})
    assert {("表", (1, 2)): 60.0, ("表", (1, 3)): "多"} == done.results
    assert () == done.stale


def test_errors_days_and_truth_are_written_as_a_file_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = book_of(path, B1=("=6/A1", 3), C1=("=DATE(2025,3,A1)", 45718), D1=("=A1>5", "FALSE"))
    done = reworked(path, book, {("表", (1, 1)): 0.0})
    assert "#DIV/0!" == done.results["表", (1, 2)]
    # 45718 is 2025-03-02; the day before the first of March is 45716
    assert 45716.0 == done.results["表", (1, 3)]
    cleared = reworked(path, book, {("表", (1, 1)): 9.0})
    assert 45725.0 == cleared.results["表", (1, 3)]


def test_a_result_that_was_not_reproduced_before_is_not_trusted_after(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = book_of(path, B1=("=A1*A2", 7))  # saved by a program that reckons otherwise
    done = reworked(path, book, {("表", (1, 1)): 20.0})
    assert {} == done.results
    assert ("表!B1",) == done.stale


def test_a_formula_that_is_typed_over_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = book_of(path, B1=("=A1*A2", 6), C1=("=B1*10", 60))
    done = reworked(path, book, {("表", (1, 2)): 1.0})
    assert {("表", (1, 3)): 10.0} == done.results
