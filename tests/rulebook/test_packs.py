"""Several packs: what extends what, what overrides what."""

from __future__ import annotations

from typing import Any

import pytest

from energy_audit.errors import RulebookError
from energy_audit.rulebook.model import Override


def head(name: str, *extends: str, version: str = "1") -> str:
    listed = ", ".join(f'"{base}"' for base in extends)
    return f'name = "{name}"\nversion = "{version}"\ntitle = {{ zh = "包", en = "Pack" }}\nextends = [{listed}]\n'


def test_base_pack_comes_before_what_extends_it(packs: Any) -> None:
    packs.write(packs.rule("AAA001"), pack="aaa", head=head("aaa", "base"))
    packs.write(packs.rule("BBB001"), pack="base", head=head("base", version="2026.11"))
    assert packs.load().identity.startswith("base@2026.11+aaa@1 sha256:")


def test_names_of_another_pack_may_be_used(packs: Any) -> None:
    packs.write(packs.criterion("big", "tce > 100"), pack="base", head=head("base"))
    packs.write(packs.rule(breached='"criterion.big"'), pack="local", head=head("local", "base"))
    assert ("big",) == packs.load().rules["KEU001"].breached.criteria


def test_unknown_base_pack_is_refused_with_the_nearest(packs: Any) -> None:
    packs.write(packs.rule("AAA001"), pack="aaa", head=head("aaa", "nationl"))
    packs.write(packs.rule("BBB001"), pack="national", head=head("national"))
    with pytest.raises(RulebookError, match="national") as refusal:
        packs.load()
    assert refusal.value.file == "rules/aaa/pack.toml"


def test_packs_that_extend_each_other_are_refused(packs: Any) -> None:
    packs.write(packs.rule("AAA001"), pack="aaa", head=head("aaa", "bbb"))
    packs.write(packs.rule("BBB001"), pack="bbb", head=head("bbb", "aaa"))
    with pytest.raises(RulebookError, match="circular"):
        packs.load()


def test_same_code_in_two_shipped_packs_is_refused(packs: Any) -> None:
    packs.write(packs.rule(), pack="aaa", head=head("aaa"))
    packs.write(packs.rule(), pack="bbb", head=head("bbb"))
    with pytest.raises(RulebookError, match=r"rules/aaa/sample.toml") as refusal:
        packs.load()
    assert refusal.value.file == "rules/bbb/sample.toml"


def test_pack_given_by_hand_overrides_and_says_so(packs: Any) -> None:
    """A rule, a parameter and a criterion of a shipped pack give way; all else stays; each is recorded."""
    line = packs.parameter("line", packs.value("5000", "2018-01-01"))
    packs.write(
        line + packs.criterion("big", "tce > 100") + packs.rule(breached='"tce >= :line"') + packs.rule("KEU002")
    )
    folder = packs.write(
        packs.parameter("line", packs.value("3000", "2018-01-01"))
        + packs.criterion("big", "tce > 1")
        + packs.rule("KEU002", severity='"low"')
        + packs.rule("KEU003"),
        pack="own",
        head=head("own", "test", version="7"),
        root="mine",
    )
    rulebook = packs.load(extra=[folder])
    assert ["high", "low", "high"] == [rule.severity for rule in rulebook.rules.values()]
    assert 3000 == rulebook.parameters["line"].values[0].value
    assert (
        Override("parameter", "line", "own@7", "test@1"),
        Override("criterion", "big", "own@7", "test@1"),
        Override("rule", "KEU002", "own@7", "test@1"),
    ) == rulebook.overrides
    assert rulebook.identity.startswith("test@1+own@7 ")


def test_folder_of_packs_may_be_given_by_hand(packs: Any) -> None:
    packs.write(packs.rule())
    packs.write(packs.rule("KEU002"), pack="own", head=head("own"), root="mine")
    rulebook = packs.load(extra=[packs.folder / "mine"])
    assert "mine/own/sample.toml" == rulebook.rules["KEU002"].place.file


def test_pack_given_by_hand_may_not_define_a_code_twice(packs: Any) -> None:
    packs.write(packs.rule())
    folder = packs.write(packs.rule() + packs.rule(), pack="own", head=head("own"), root="mine")
    with pytest.raises(RulebookError, match="twice"):
        packs.load(extra=[folder])


def test_folder_given_by_hand_without_a_pack_is_refused(packs: Any) -> None:
    packs.write(packs.rule())
    with pytest.raises(RulebookError, match=r"pack.toml"):
        packs.load(extra=[packs.folder / "nowhere"])


def test_folder_given_by_hand_may_hold_reference_tables_alone(packs: Any) -> None:
    packs.write(packs.rule())
    (packs.folder / "mine" / "reference").mkdir(parents=True)
    assert "KEU001" in packs.load(extra=[packs.folder / "mine"]).rules
