"""What findings rest on, counted: every ground is named and stands in the reader's language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from energy_audit.catalogue import Language
from energy_audit.inspection import inspect
from energy_audit.report.batch.outcome import count_laws, count_rules
from energy_audit.report.language import words
from energy_audit.report.material import Options
from energy_audit.report.tables.data import batch_tables
from energy_audit.resources import folder

CHINESE = re.compile("[\u3400-\u9fff]")
STANDARD = {"zh": "GB/T 2589-2020 综合能耗计算通则", "en": "GB/T 2589-2020"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_standard_or_working_value_is_named_and_stands_as_its_rule_says(lang: Language) -> None:
    """ENG005 cites GB/T 2589 in words of its own, KEU007 a working value; neither is an article of the law table."""
    unit = next(folder("sample_data").rglob("示例开阳磷肥-2025.xlsx"))
    dusty = next(folder("sample_data").rglob("示例普定石灰-2025.xlsx"))
    material = inspect([unit, dusty], Options(date(2026, 6, 30), lang=lang)).material
    tables, w = batch_tables(material), words(lang)
    laws = count_laws(material, tables, w)
    (standard,) = (each for each in laws if each.instrument == STANDARD[lang])
    assert ("in_force", "medium") == (standard.legal_status, standard.confidence)
    assert all(each.legal_status and each.confidence for each in laws)
    if lang == "en":
        assert [] == [each.instrument for each in laws if CHINESE.search(each.instrument)]
        assert [] == [law for rule in count_rules(material, tables, w) for law in rule.laws if CHINESE.search(law)]
