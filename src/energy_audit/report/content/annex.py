"""What the report was made with: rules and their verdicts, rulebook, inputs, lists not loaded."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import energy_audit
from energy_audit.catalogue import Message
from energy_audit.report.content.model import Annex, Line, TopicCount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from energy_audit.filing.intake import FileRead
    from energy_audit.reference.tables import Reference
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rulebook, Verdict

_VERDICTS: Final[tuple[Verdict, ...]] = ("met", "breached", "not_applicable", "cannot_tell")
DIGEST_SHOWN: Final = 16
"""So many characters of a SHA-256 are printed; the manifest holds all 64."""


def annex_of(
    *,
    counted: list[Row],
    inputs: Iterable[FileRead],
    rulebook: Rulebook,
    slots: tuple[Line, ...],
    as_of: dt.date,
    words: Words,
) -> Annex:
    """Lay out the annex of one enterprise-year.

    Args:
        counted: its verdicts counted: rule, verdict, count.
        inputs: the files its rows were read from.
        rulebook: the rules.
        slots: lists that the authority has not loaded (``slots_not_loaded``).
        as_of: the day of the judgement.
        words: the language.
    """
    return Annex(
        topics=_topics(counted, rulebook, words),
        identity=(
            Line(words("工具"), f"energy-audit {energy_audit.__version__}"),
            Line(words("规则库"), rulebook.identity),
            *(Line(pack.title.of(words.lang), f"{pack.name} {pack.version}") for pack in rulebook.packs),
            Line(words(Message("判定基准日", "annex")), words.day(as_of)),
        ),
        inputs=tuple(Line(file.path, file.sha256[:DIGEST_SHOWN]) for file in inputs),
        slots=slots,
    )


def _topics(counted: list[Row], rulebook: Rulebook, words: Words) -> tuple[TopicCount, ...]:
    """Count verdicts by topic, in the order of the rulebook; a topic without a verdict is left out."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rules: dict[tuple[str, str], set[str]] = defaultdict(set)
    codes: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in counted:
        rule = rulebook.rules[row["rule"]]
        topic = (rule.pack, rule.topic)
        counts[topic][row["verdict"]] += row["count"]
        rules[topic].add(rule.code)
        times = "" if row["count"] == 1 else f"×{row['count']}"
        codes[topic][row["verdict"]].append(f"{rule.code}{times}")
    return tuple(
        TopicCount(
            topic=topic.title.of(words.lang),
            rules=len(rules[(topic.pack, topic.name)]),
            **{verdict: counts[(topic.pack, topic.name)][verdict] for verdict in _VERDICTS},
            codes=tuple(
                (verdict, tuple(sorted(codes[(topic.pack, topic.name)][verdict])))
                for verdict in _VERDICTS
                if codes[(topic.pack, topic.name)][verdict]
            ),
        )
        for topic in rulebook.topics
        if (topic.pack, topic.name) in counts
    )


def slots_not_loaded(reference: Reference, words: Words) -> tuple[Line, ...]:
    """Name the lists that only an authority can load and has not, and what stays open without them."""
    slots = (
        (
            reference.guizhou_two_high_catalogue.is_empty(),
            words("贵州省“两高”项目目录"),
            words("是否列入省级目录不能判断"),
        ),
        (
            reference.designated_units.is_empty(),
            words("省级指定重点用能单位名单"),
            words("仅按企业填报的指定文号判断"),
        ),
        (
            reference.equal_factors.is_empty(),
            words("电力等价折标系数"),
            words("未填报系数的等价值按区间计算"),
        ),
    )
    return tuple(Line(name, effect) for empty, name, effect in slots if empty)
