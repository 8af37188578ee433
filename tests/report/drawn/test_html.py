"""The template environment: escaped, strict, and in the reader's language."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from jinja2 import UndefinedError

from energy_audit.catalogue import Language
from energy_audit.report.drawn.html import environment


def drawn(source: str, lang: Language = "zh", **names: object) -> str:
    return environment(lang).from_string(source).render(**names)


def test_what_was_filed_is_escaped() -> None:
    name = "<script>alert('1')</script> & \"贵州\""
    assert drawn("{{ name }}", name=name) == "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &#34;贵州&#34;"


def test_nothing_prints_as_none() -> None:
    assert (drawn("{{ value }}", value=None), drawn("{{ value }}", "en", value=None)) == ("未提供", "not provided")


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ nmae }}", name="x")


def test_filters_write_in_the_language_of_the_environment() -> None:
    source = "{{ n | number }} {{ kind | label('kind') }} {{ t('台数') }} {{ w.interval(n, none) }}"
    assert drawn(source, n=D("1234.5"), kind="violation") == "1,234.50 违法违规 台数 ≥ 1,234.50"
    assert drawn(source, "en", n=D("1234.5"), kind="violation") == "1,234.50 violation Pieces ≥ 1,234.50"


def test_an_included_style_keeps_its_quotes() -> None:
    assert '"Noto Serif CJK SC"' in drawn('{% include "style/tokens.css" %}')
