"""Articles of Chinese law in English: by number, and as the law has them where it names no number."""

from __future__ import annotations

import pytest

from energy_audit.report.articles import article_in_english
from energy_audit.report.language import words


@pytest.mark.parametrize(
    ("article", "english"),
    [
        ("第五十二条", "Art. 52"),
        ("第十六条第二款", "Art. 16 para. 2"),
        ("第七十二条第（四）项", "Art. 72 item 4"),
        ("第十四条、第十五条、第三十七条", "Art. 14, Art. 15, Art. 37"),
        ("第五条至第十二条、第十五条、第十七条", "Art. 5 to Art. 12, Art. 15, Art. 17"),
        ("第六条等", "Art. 6 and others"),
        ("第十一项、（十一）、（三十）", "item 11, (11), (30)"),
        ("第一百零三条", "Art. 103"),
        ("第938条", "Art. 938"),
        ("第二十条", "Art. 20"),
        ("第十条", "Art. 10"),
        ("", ""),
        # named by words: as the law has it
        ("限制类说明、淘汰类", "限制类说明、淘汰类"),
        ("企业节能降碳管理部分", "企业节能降碳管理部分"),
    ],
)
def test_articles_are_named_by_number(article: str, english: str) -> None:
    assert article_in_english(article) == english


def test_chinese_keeps_the_laws_own_words() -> None:
    assert (words("zh").article("第五十二条"), words("en").article("第五十二条"), words("en").article(None)) == (
        "第五十二条",
        "Art. 52",
        "",
    )


def test_values_from_the_lists_of_the_form_are_said_in_english() -> None:
    assert [words("en").filed(value) for value in ("在建", "允许", "自由文字", None)] == [
        "under construction",
        "allowed",
        "自由文字",
        "not provided",
    ]
    assert words("zh").filed("在建") == "在建"
