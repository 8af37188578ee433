"""What the loader refuses, with file and line, and what it makes of a sound pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from energy_audit.errors import RulebookError
from energy_audit.exact import NUMBER
from energy_audit.rulebook.load import load_rulebook
from energy_audit.rulebook.model import Text

if TYPE_CHECKING:
    from pathlib import Path

FILE = "rules/test/sample.toml"


def refused(packs: Any, text: str, words: str, at: str, *, file: str = FILE) -> RulebookError:
    """Load, and check the refusal's file and the line, which is the one that contains ``at``."""
    packs.write(text)
    with pytest.raises(RulebookError) as refusal:
        packs.load()
    assert words in refusal.value.message
    assert (file, packs.line_of(at)) == (refusal.value.file, refusal.value.line)
    return refusal.value


def test_sound_pack_loads(packs: Any) -> None:
    rulebook = packs.load(
        packs.parameter("line", packs.value("5000", "2018-01-01"))
        + packs.criterion("big", "tce > 100")
        + packs.rule("KEU002", breached='"tce >= :line AND criterion.big"')
        + packs.rule("KEU001"),
    )
    assert ["KEU001", "KEU002"] == list(rulebook.rules)
    rule = rulebook.rules["KEU002"]
    assert Text("超过限值", "Above the line") == rule.title
    assert ("test", "sample", "enterprise", "violation") == (rule.pack, rule.topic, rule.subject, rule.kind)
    assert ("designated", "tce") == rule.facts
    assert ("line",) == rule.parameters
    assert ("tce",) == rule.evidence
    assert ["节约能源法"] == [cited.instrument.zh for cited in rule.citations]
    assert rulebook.topics[0].title.en == "Sample"
    assert "test@1 sha256:" == rulebook.identity[:14]


def test_rules_of_one_condition_each_know_their_own_line_and_kind(packs: Any) -> None:
    """The same words are compiled once a kind of rule: a violation reads the parameter on sound ground only."""
    sound = packs.value("5000", "2018-01-01", "2019-12-31")
    line = packs.parameter("line", sound, packs.value("6000", "2020-01-01", citation='"RUMOUR"'))
    codes = {"KEU001": "violation", "KEU002": "violation", "KEU003": "notice"}
    rules = "".join(
        packs.rule(code, kind=f'"{kind}"', breached=f'"tce >= :line"  # {code}') for code, kind in codes.items()
    )
    loaded = packs.load(line + rules).rules
    assert [packs.line_of(f"# {code}") for code in codes] == [loaded[code].breached.place.line for code in codes]
    assert [":line!", ":line!", ":line"] == [loaded[code].breached.columns[1] for code in codes]


def test_words_that_one_condition_may_say_are_refused_in_another(packs: Any) -> None:
    sound = packs.rule("KEU001", breached='"manager IS NULL"')
    refused(packs, sound + packs.rule("KEU002", applies='"manager IS NULL"  # here'), "IS NULL", "# here")


def test_the_one_condition_that_cannot_be_computed_is_named(packs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are tried together; here the column of one is not of the type its fact promises."""
    types = {"designated": pl.Boolean(), "tce": NUMBER, "staff": pl.String()}
    monkeypatch.setattr("energy_audit.rulebook.condition.dtype_of", lambda name, *_: types[name])
    odd = packs.rule("KEU002", breached='"staff > 1"  # here')
    refused(
        packs, packs.rule("KEU001") + odd + packs.rule("KEU003", breached='"tce > 1"'), "cannot be computed", "# here"
    )


def test_unknown_key_is_refused_with_the_nearest(packs: Any) -> None:
    error = refused(packs, packs.rule(sevrity='"high"'), "sevrity", "sevrity =")
    assert "severity" in error.message


def test_misspelt_required_key_is_named_rather_than_missed(packs: Any) -> None:
    error = refused(packs, packs.rule(severity=None, sevrity='"high"'), "sevrity", "sevrity =")
    assert "severity" in error.message


@pytest.mark.parametrize(
    "key",
    [
        "name",
        "subject",
        "kind",
        "severity",
        "breached",
        "title",
        "meaning",
        "why",
        "remedy",
        "authority",
        "first_step",
        "honesty",
        "message",
        "citations",
    ],
)
def test_missing_key_is_refused_at_the_rule(packs: Any, key: str) -> None:
    refused(packs, packs.rule(**{key: None}), key, "[[rule]]")


def test_missing_code_is_refused_at_the_rule(packs: Any) -> None:
    refused(packs, packs.rule().replace('code = "KEU001"\n', ""), "code", "[[rule]]")


@pytest.mark.parametrize(
    ("key", "value", "near"),
    [
        ("subject", "enterprize", "enterprise"),
        ("kind", "violations", "violation"),
        ("severity", "hgh", "high"),
        ("authority", "industri", "industry"),
        ("first_step", "order_to_corect", "order_to_correct"),
        ("honesty", "exactly", "exact"),
    ],
)
def test_value_outside_its_list_is_refused_with_the_nearest(packs: Any, key: str, value: str, near: str) -> None:
    error = refused(packs, packs.rule(**{key: f'"{value}"'}), value, f"{key} =")
    assert f"最接近的是 {near}" in error.message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": '{ zh = "只有中文" }'}, "en"),
        ({"meaning": '{ en = "English only" }'}, "zh"),
        ({"why": '{ zh = "因", en = " " }'}, "en"),
        ({"remedy": '"改正"'}, "remedy"),
        ({"message": '{ zh = "{tce}", en = "{tce}", fr = "x" }'}, "fr"),
    ],
)
def test_text_needs_both_languages(packs: Any, changes: dict[str, str], words: str) -> None:
    key, value = next(iter(changes.items()))
    refused(packs, packs.rule(**changes), words, f"{key} = {value}")


@pytest.mark.parametrize("code", ["keu001", "KEU1", "KE001", "KEU0011", "KEU-01"])
def test_code_must_be_letters_and_three_digits(packs: Any, code: str) -> None:
    refused(packs, packs.rule(code), "KEU001", "code =")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ('{ zh = "{tec}", en = "{tce}" }', "tce"),
        ('{ zh = "{tce}", en = "{:lne}" }', ":line"),
        ('{ zh = "{tce}", en = "{project_tce}" }', "project_tce"),
        ('{ zh = "{tce", en = "{tce}" }', "花括号"),
        ('{ zh = "{}", en = "{tce}" }', "{}"),
    ],
)
def test_message_field_must_be_a_fact_or_parameter_in_sight(packs: Any, message: str, words: str) -> None:
    text = packs.parameter("line", packs.value("1", "2018-01-01")) + packs.rule(message=message)
    refused(packs, text, words, "message =")


def test_evidence_must_be_facts_in_sight(packs: Any) -> None:
    refused(packs, packs.rule(evidence='["tce", "sectr"]'), "sector", "evidence =")


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ("[]", "citation"),
        ('["ECL-53"]', "ECL-52"),
        ('[{ text = "文件", confidence = "sure", legal_status = "practice" }]', "sure"),
        ('[{ text = "文件", confidence = "low", legal_status = "rumour" }]', "rumour"),
        ('[{ confidence = "low", legal_status = "practice" }]', "text"),
        ("[5]", "citations"),
    ],
)
def test_citation_must_be_known_law_or_a_complete_text(packs: Any, citations: str, words: str) -> None:
    refused(packs, packs.rule(citations=citations), words, "citations =")


@pytest.mark.parametrize("ground", ["DRAFT-1", "RUMOUR", "OLD-1"])
def test_violation_cannot_rest_on_draft_rumour_or_repealed_law(packs: Any, ground: str) -> None:
    refused(packs, packs.rule(citations=f'["{ground}"]'), "violation", "kind =")
    for kind in ("suspicion", "notice"):
        packs.load(packs.rule(citations=f'["{ground}"]', kind=f'"{kind}"'))


def test_violation_may_cite_a_draft_beside_law_in_force(packs: Any) -> None:
    assert "KEU001" in packs.load(packs.rule(citations='["DRAFT-1", "ECL-24"]')).rules


def test_violation_cannot_rest_on_a_parameter_of_unsound_values_only(packs: Any) -> None:
    text = packs.parameter("line", packs.value("5000", "2018-01-01", citation='"RUMOUR"'))
    refused(packs, text + packs.rule(breached='"tce >= :line"'), ":line", "kind =")


def test_condition_is_refused_at_its_own_line(packs: Any) -> None:
    text = packs.rule(breached='"""\ndesignated\nAND tcee > 1"""')
    refused(packs, text, "tcee", "AND tcee")


def test_null_may_not_be_asked_for_in_applies(packs: Any) -> None:
    refused(packs, packs.rule(applies='"manager IS NULL"'), "IS NULL", "applies =")
    assert "KEU001" in packs.load(packs.rule(breached='"manager IS NULL"')).rules


def test_null_may_not_be_asked_for_in_a_criterion(packs: Any) -> None:
    refused(packs, packs.criterion("big", "manager IS NULL"), "IS NULL", "holds =")


def test_criterion_name_is_snake_case(packs: Any) -> None:
    refused(packs, packs.criterion("Big-One", "tce > 1"), "snake_case", 'name = "Big-One"')


@pytest.mark.parametrize(
    ("first", "second", "at"),
    [
        ("rule", "KEU001", 'code = "KEU001"'),
        ("criterion", "big", 'name = "big"'),
        ("parameter", "line", 'name = "line"'),
    ],
)
def test_second_definition_is_refused_and_names_the_first(packs: Any, first: str, second: str, at: str) -> None:
    one = {
        "rule": packs.rule(second),
        "criterion": packs.criterion(second, "tce > 1"),
        "parameter": packs.parameter(second, packs.value("1", "2018-01-01")),
    }[first]
    packs.write(one + "\n# again\n" + one)
    with pytest.raises(RulebookError) as refusal:
        packs.load()
    first_line = packs.line_of(f"[[{first}]]")
    assert f"{FILE}:{first_line}" in refusal.value.message
    assert refusal.value.line > packs.line_of("# again")
    assert at.split('"')[1] in refusal.value.message


def test_circle_of_references_is_refused(packs: Any) -> None:
    packs.write(
        packs.criterion("one", "criterion.two")
        + packs.criterion("two", "verdict.KEU001 = 'met'")
        + packs.rule(breached='"criterion.one"'),
    )
    with pytest.raises(RulebookError, match=r"criterion\.one → criterion\.two → verdict\.KEU001 → criterion\.one"):
        packs.load()


def test_rule_that_names_itself_is_refused(packs: Any) -> None:
    refused(packs, packs.rule(breached="\"verdict.KEU001 = 'met'\""), "circular", "[[rule]]")


@pytest.mark.parametrize(
    ("text", "words"),
    [("[[rule]]\ncode = ", "TOML"), ("[topic]\nname = 'x'\nname = 'y'\n", "TOML"), ('key = "open', "TOML")],
)
def test_broken_toml_is_refused_with_its_line(packs: Any, text: str, words: str) -> None:
    packs.write(text, topic="# one\n# two\n")
    with pytest.raises(RulebookError) as refusal:
        packs.load()
    assert words in refusal.value.message
    assert refusal.value.line > 2


def test_duplicate_key_in_a_rule_is_refused(packs: Any) -> None:
    packs.write(packs.rule() + 'severity = "low"\n')
    with pytest.raises(RulebookError) as refusal:
        packs.load()
    assert refusal.value.line == packs.line_of('severity = "low"')


def test_file_that_is_not_utf8_is_refused(packs: Any) -> None:
    folder = packs.write(packs.rule())
    (folder / "sample.toml").write_bytes("超".encode("gb18030"))
    with pytest.raises(RulebookError, match="UTF-8"):
        packs.load()


def test_topic_header_is_required(packs: Any) -> None:
    packs.write(packs.rule(), topic="")
    with pytest.raises(RulebookError, match=r"\[topic\]"):
        packs.load()


def test_unknown_table_in_a_topic_is_refused(packs: Any) -> None:
    refused(packs, "\n[[rules]]\ncode = 'X'\n", "rule", "[[rules]]")


def test_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"pack\.toml"):
        load_rulebook(tmp_path, laws={})


def test_identity_follows_content_and_not_layout(packs: Any) -> None:
    """Comments and the order of rules leave the digest alone; a changed threshold does not."""
    one, two = packs.rule("KEU001"), packs.rule("KEU002")
    first = packs.load(one + two).identity
    assert first == packs.load("\n# moved\n" + two + one).identity
    assert first != packs.load(one + packs.rule("KEU002", breached='"tce >= 5001"')).identity


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"evidence": '"tce"'}, "evidence"),
        ({"predecessor": "5"}, "predecessor"),
        (
            {"citations": '[{ text = "文", confidence = "low", legal_status = "practice", effective_from = "x" }]'},
            "date",
        ),
    ],
)
def test_value_of_the_wrong_type_is_refused(packs: Any, changes: dict[str, str], words: str) -> None:
    refused(packs, packs.rule(**changes), words, f"{next(iter(changes))} =")


def test_table_in_the_place_of_an_array_is_refused(packs: Any) -> None:
    refused(packs, '\n[rule]\ncode = "KEU001"\n', "[[rule]]", "[rule]")


def test_unreadable_pack_is_refused(packs: Any) -> None:
    folder = packs.write(packs.rule())
    (folder / "folder.toml").mkdir()
    with pytest.raises(RulebookError, match="cannot be read"):
        packs.load()
