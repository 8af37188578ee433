"""One catalogue holds what the program says in other languages: complete, up to date, with the fields of the source."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from energy_audit import catalogue
from energy_audit.catalogue import Message, counted, said

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import messages


def test_a_sentence_is_said_in_each_language_with_its_fields_filled_in() -> None:
    assert said("共 {count} 条", "zh", count=3) == "共 3 条"
    assert said("共 {count} 条", "en", count=3) == "3 rules"


def test_without_values_fields_stay_for_those_who_fill_them_in_later() -> None:
    assert said("再显示 {n} 条", "zh") == "再显示 {n} 条"
    assert said("再显示 {n} 条", "en") == "Show {n} more"


def test_the_same_words_have_another_name_in_another_context() -> None:
    assert said("单位", "en") == "Unit"
    assert Message("单位", "language").of("en") == "enterprise"
    assert Message("单位", "language").of("zh") == "单位"


def test_english_goes_by_the_number() -> None:
    assert [counted("{count} 家", "en", number) for number in (0, 1, 2)] == ["0 units", "1 unit", "2 units"]
    assert counted("{count} 家", "zh", 1) == "1 家"


def test_a_field_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        said("共 {count} 条", "en", number=3)


def test_chinese_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "catalogue", None)  # a call of it would fail
    assert Message("单位", "language").of("zh") == "单位"
    assert counted("共 {count} 家", "zh", 2) == "共 2 家"


def test_help_and_chinese_import_no_babel() -> None:
    looked = (
        "import sys, energy_audit.cli, energy_audit.catalogue as c; c.said('合计', 'zh'); print('babel' in sys.modules)"
    )
    assert (
        "False"
        == subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True).stdout.strip()
    )


def test_every_sentence_of_the_source_has_its_english_and_none_is_left_over() -> None:
    english = messages.updated("en", messages.extracted())
    assert [] == messages.faults(english)
    assert messages.written(english) == catalogue.file_of("en").read_text(encoding="utf-8"), "run: make messages"


def test_english_holds_no_chinese_but_names_in_quotes() -> None:
    quoted = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^']*'|\([^()]*\)")
    forms = [
        form
        for each in messages.known("en")
        if each.id
        for form in ([each.string] if isinstance(each.string, str) else each.string)
    ]
    assert [] == [form for form in forms if re.search("[\u3400-\u9fff]{2}", quoted.sub("", form))]


@pytest.mark.parametrize(
    ("text", "english", "flags", "fault"),
    [
        ("合计", "", (), "no translation"),
        ("共 {count} 家", "{number} units", (), "other fields"),
        ("共 {count} 家", "units", (), "other fields"),
        ("合计", "total", ("fuzzy",), "other fields"),
        ("共 {count:,} 家", "{count:,} units", (), None),
        ("用 {{}} 括起", "in {{}}", (), None),
    ],
)
def test_what_is_wrong_with_an_entry_is_found(
    text: str, english: str, flags: tuple[str, ...], fault: str | None
) -> None:
    found = Catalog(locale="en")
    found.add(text, english, [("page.html", 0)], flags=flags)
    faults = messages.faults(found)
    assert ([] if fault is None else [fault]) == [
        each.split(": ")[1].removesuffix(" than the source") for each in faults
    ]


def test_what_the_source_says_is_read_from_calls_and_formatted_texts(tmp_path: Path) -> None:
    module = tmp_path / "page.py"
    module.write_text(
        'x = f"{w(\'合计\')}: {n}"\ny = [Message("规则", "heading"), words("共 {n} 家", n=1), other("别的")]\n',
        encoding="utf-8",
    )
    with module.open("rb") as file:
        found = {(name, texts) for _, name, texts, _ in messages.texts_of_module(file, messages.KEYWORDS, (), {})}
    assert {("w", ("合计",)), ("Message", ("规则", "heading")), ("words", ("共 {n} 家",))} == found
