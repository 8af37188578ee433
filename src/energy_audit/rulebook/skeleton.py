"""The skeleton of a new rule: complete enough to load, marked so that nobody takes it for finished."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.rulebook.lint import LintIssue
from energy_audit.rulebook.model import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.rulebook.model import Rule, Rulebook, Text
    from energy_audit.vocabulary import Subject

MARK = "TODO"
"""Stands wherever the author must write; ``rules lint`` and ``rules test`` name what still holds it."""
SCHEMA_FILE = "pack.schema.json"
_MARKED = re.compile(rf"\b{MARK}\b")


def is_unfinished(text: str) -> bool:
    """Is the text still that of the skeleton."""
    return bool(_MARKED.search(text))


def unfinished(rulebook: Rulebook) -> list[LintIssue]:
    """Name the rules whose texts or law are still those of the skeleton."""
    issues = []
    for rule in rulebook.rules.values():
        keys = [key for key, text in _texts(rule) if is_unfinished(text.zh + text.en)]
        if is_unfinished(rule.name) or "todo" in rule.name.split("-"):
            keys.insert(0, "name")
        keys += ["citations" for citation in rule.citations if is_unfinished(citation.instrument.zh)]
        if keys:
            message = f"尚未写完，仍有 {MARK}（not finished, still holds {MARK}）: {', '.join(keys)}"
            issues.append(LintIssue(rule.code, rule.place, message))
    return issues


def _texts(rule: Rule) -> Iterator[tuple[str, Text]]:
    yield from (("title", rule.title), ("meaning", rule.meaning), ("why", rule.why), ("remedy", rule.remedy))
    yield "message", rule.message


def pack_text(name: str) -> str:
    """Write ``pack.toml`` of a new pack that builds on the national one."""
    return f"""{_directive("")}name = {_quoted(name)}
version = "0.1"
title = {{ zh = "{MARK} 规则包名称", en = "{MARK} name of the pack" }}
extends = ["national"]
"""


def topic_text(name: str, title: Text | None) -> str:
    """Write the head of a new topic file; ``title`` is that of the topic where it exists already."""
    zh, en = (title.zh, title.en) if title else (f"{MARK} 主题名称", f"{MARK} name of the topic")
    return f"""{_directive("")}
[topic]
name = {_quoted(name)}
title = {{ zh = {_quoted(zh)}, en = {_quoted(en)} }}
"""


def rule_text(code: str, subject: Subject, rulebook: Rulebook) -> str:
    """Write one ``[[rule]]``: a notice on no ground, whose condition asks for the first yes/no fact of its subject."""
    fact = example_fact(subject, rulebook)
    return f"""
# energy-audit rules lint --rules 目录   names what is still {MARK}
[[rule]]
code = {_quoted(code)}
name = "todo-state-found"                # {MARK}: kebab-case，写所见的状态 / the state found
subject = {_quoted(subject)}
kind = "notice"                          # violation（须有现行有效、把握中以上的依据）| suspicion | notice
severity = "low"                         # high | medium | low | info，按后果 / by consequence
# applies = ""                           # {MARK}: 适用条件（SQL），一律适用则删去 / guard in SQL, or leave it out
breached = "{fact} = FALSE"              # {MARK}: 不符合的条件（SQL） / the breach in SQL
title = {{ zh = "{MARK} 哪里不对", en = "{MARK} what is wrong" }}
meaning = {{ zh = "{MARK} 查什么", en = "{MARK} what it checks" }}
why = {{ zh = "{MARK} 为何重要", en = "{MARK} why it matters" }}
remedy = {{ zh = "{MARK} 怎么办", en = "{MARK} how to put it right" }}
authority = "development_and_reform"     # industry | market_regulation | statistics | ecology
first_step = "none"                      # order_to_correct | written_requirement | referral | advice
honesty = "exact"                        # may_over_report | may_under_report
message = {{ zh = "{MARK} {{{fact}}}，请核对", en = "{MARK} {{{fact}}}; check it" }}
# {MARK}: 换成 law.csv 的编号，如 "ECL-52" / replace by ids of law.csv
citations = [{{ text = "{MARK} 依据", confidence = "low", legal_status = "note" }}]
"""


def cases_text(code: str) -> str:
    """Write the cases still to be filled: one a verdict, and a word on thresholds."""
    head = f"""{_directive("../")}# {code}: 每种结论至少一例，每个门槛两侧各一例；未列出的事实即未知。没有 applies 的规则不需要 not_applicable。
# At least one case a verdict and one on each side of every threshold; facts not listed are unknown.
"""
    cases = "".join(
        f'\n[[case]]\nname = "{MARK} {verdict}"\nexpect = "{verdict}"\nfacts = {{ report_year = 2025 }}\n'
        for verdict in VERDICTS
        if verdict != "not_applicable"
    )
    return f"{head}{cases}"


def example_fact(subject: Subject, rulebook: Rulebook) -> str:
    """Name a yes/no fact of the subject (of the enterprise where it has none)."""
    known = [fact for fact in rulebook.vocabulary.values() if fact.dtype == pl.Boolean()]
    return min(known, key=lambda fact: (fact.subject != subject, fact.subject != "enterprise")).name


def _directive(up: str) -> str:
    """Tell editors where the schema is: it is written beside the pack."""
    return f"#:schema ./{up}{SCHEMA_FILE}\n"


def _quoted(text: str) -> str:
    """Write a TOML basic string, which a JSON string is too."""
    return json.dumps(text, ensure_ascii=False)
