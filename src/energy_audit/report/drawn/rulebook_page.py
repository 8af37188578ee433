"""The rulebook as people read it: every rule under the same headings, on the terminal and as one static page.

``entry`` says one rule, ``catalogue`` all of them by topic; ``page_html`` draws a
catalogue into a file that opens from disk without script, server or network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from energy_audit.catalogue import Message
from energy_audit.report.drawn.html import render
from energy_audit.report.language import words as words_of
from energy_audit.rulebook.model import KINDS, Criterion, Rule
from energy_audit.rulebook.wording import FIELD, exact_text, value_text, with_unit
from energy_audit.rulebook.wording import Shown as ShownValue

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from energy_audit.catalogue import Language
    from energy_audit.report.language import Words
    from energy_audit.rulebook.cases import Case
    from energy_audit.rulebook.model import Citation, Kind, Parameter, Rulebook, Topic

_GIVEN_BY_THE_CASE_READER = ("period_end", "document_id")
"""Inputs that follow from the report year or the document; a case need not say them."""
_TONES = {"breached": "breached", "met": "met", "cannot_tell": "unknown", "not_applicable": "plain"}


@dataclass(frozen=True)
class Line:
    """One line below a heading; ``label`` stands before it, ``href`` is an anchor of the same page.

    ``style`` says whether the text is SQL (``code``) or the label an identifier (``name``).
    """

    text: str
    label: str = ""
    style: Literal["text", "code", "name"] = "text"
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, never nothing."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A rule (or a criterion, whose ``kind`` is empty) in words."""

    anchor: str
    code: str
    name: str
    title: str
    kind: str
    badges: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class TopicPart:
    """A topic with its rules; ``counts`` are in the order of ``KINDS``."""

    anchor: str
    title: str
    name: str
    packs: tuple[str, ...]
    counts: tuple[int, ...]
    rules: tuple[Entry, ...]
    criteria: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything the page shows."""

    identity: str
    packs: tuple[str, ...]
    kinds: tuple[str, ...]
    topics: tuple[TopicPart, ...]
    counts: tuple[int, ...]


def catalogue(
    rulebook: Rulebook, cases: Sequence[Case], lang: Language, *, only: Container[str] | None = None
) -> Catalogue:
    """Say every rule (or those whose codes are in ``only``, without criteria) by topic."""
    words = words_of(lang)
    examples = _by_item(cases)
    topics = []
    for group in topics_of(rulebook):
        rules = tuple(
            entry(rule, rulebook, examples, words)
            for rule in rulebook.rules.values()
            if rule.topic == group.name and (only is None or rule.code in only)
        )
        criteria = tuple(
            criterion_entry(criterion, rulebook, examples, words)
            for criterion in rulebook.criteria.values()
            if criterion.topic == group.name and only is None
        )
        packs = tuple(pack for name, pack in _topic_packs(rulebook) if name == group.name)
        if rules or criteria:
            counts = tuple(sum(rule.kind == kind for rule in rules) for kind in KINDS)
            title = group.title.of(lang)
            topics.append(TopicPart(f"topic-{group.name}", title, group.name, packs, counts, rules, criteria))
    return Catalogue(
        identity=rulebook.identity,
        packs=tuple(f"{pack.title.of(lang)} {pack.name}@{pack.version}" for pack in rulebook.packs),
        kinds=tuple(words.label("kind", kind) for kind in KINDS),
        topics=tuple(topics),
        counts=tuple(sum(topic.counts[place] for topic in topics) for place in range(len(KINDS))),
    )


def page_html(shown: Catalogue, lang: Language) -> str:
    """Draw a catalogue; texts of the packs are escaped."""
    return render("rulebook.html", shown, lang)


def topics_of(rulebook: Rulebook) -> list[Topic]:
    """List the topics, one a name, in the order of the packs."""
    return list({topic.name: topic for topic in reversed(rulebook.topics)}.values())[::-1]


def kind_counts(rulebook: Rulebook, topic: str) -> dict[Kind, int]:
    """Count the rules of a topic by kind."""
    return {kind: sum(rule.kind == kind and rule.topic == topic for rule in rulebook.rules.values()) for kind in KINDS}


def entry(rule: Rule, rulebook: Rulebook, examples: Mapping[str, Sequence[Case]], words: Words) -> Entry:
    """Say one rule under the headings that every rule has."""
    w = words
    sections = (
        Section(w("查什么"), (Line(rule.meaning.of(w.lang)),)),
        Section(w("为何重要"), (Line(rule.why.of(w.lang)),)),
        Section(w("条件"), tuple(_conditions(rule, rulebook, w))),
        Section(w("参数（按日期）"), tuple(_parameters(rule, rulebook, w)) or _none(w)),
        Section(
            w("法律依据"),
            (*(_law(citation, w) for citation in (*rule.citations, *rule.editions)), *_chosen_by(rule, rulebook, w)),
        ),
        Section(w("怎么办"), (Line(rule.remedy.of(w.lang)),)),
        Section(w(Message("主管部门", "rulebook page")), (Line(w.label("authority", rule.authority)),)),
        Section(w("第一步"), (Line(w.label("first_step", rule.first_step)),)),
        Section(w(Message("把握", "rulebook page")), (Line(w.label("honesty", rule.honesty)),)),
        Section(w("用例"), tuple(_cases(rule, examples, w)) or _none(w)),
    )
    return Entry(
        anchor=rule.code,
        code=rule.code,
        name=rule.name,
        title=rule.title.of(w.lang),
        kind=rule.kind,
        badges=tuple(_badges(rule, w)),
        sections=sections,
    )


def _chosen_by(rule: Rule, rulebook: Rulebook, w: Words) -> Iterator[Line]:
    """Say which day picks among the citations."""
    if rule.governed_by:
        fact = rulebook.fact(rule.governed_by)
        yield Line(w("引用{day}（{name}）当日有效的依据。", day=w.fact(fact), name=fact.name))


def criterion_entry(
    criterion: Criterion, rulebook: Rulebook, examples: Mapping[str, Sequence[Case]], words: Words
) -> Entry:
    """Say a named condition that rules build on."""
    w = words
    sections = (
        Section(w("条件"), tuple(_conditions(criterion, rulebook, w))),
        Section(w("参数（按日期）"), tuple(_parameters(criterion, rulebook, w)) or _none(w)),
        Section(w("法律依据"), tuple(_law(citation, w) for citation in criterion.citations)),
        Section(w("用例"), tuple(_cases(criterion, examples, w)) or _none(w)),
    )
    return Entry(
        anchor=f"criterion-{criterion.name}",
        code=criterion.column,
        name="",
        title=criterion.title.of(w.lang),
        kind="",
        badges=(w("判据"), w.label("subject", criterion.subject)),
        sections=sections,
    )


def _topic_packs(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    yield from ((topic.name, topic.pack) for topic in rulebook.topics)


def _by_item(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Group cases by the column of what they judge and by the template they cover."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.item.column, []).append(case)
        if isinstance(case.item, Rule) and case.item.template:
            groups.setdefault(case.item.template, []).append(case)
    return groups


def _badges(rule: Rule, w: Words) -> Iterator[str]:
    yield w.label("kind", rule.kind)
    yield w("后果：") + w.label("severity", rule.severity)
    yield w("对象：") + w.label("subject", rule.subject)
    if rule.predecessor:
        yield w("接替 ") + rule.predecessor
    if rule.successor:
        yield w("由其接替：") + rule.successor
    if rule.comes_first:
        yield w("先于其他规则：不符合时，该单位其余规则一律不能判断")
    if rule.told_by:
        yield w("不能判断时由其一并说明：") + w("、").join(rule.told_by)
    if rule.awaits:
        yield w("一并说明的前提（为“否”）：") + rule.awaits
    if rule.speaks_of:
        yield w("只代由此不能判断的规则说明：") + rule.speaks_of


def _none(w: Words) -> tuple[Line, ...]:
    return (Line(w(Message("无", "rulebook page"))),)


def _conditions(item: Rule | Criterion, rulebook: Rulebook, w: Words) -> Iterator[Line]:
    """The SQL as written, then every name in it in words."""
    guard = item.applies.text.strip() if item.applies else ""
    if guard:
        yield Line(guard, w("适用于"), "code")
    else:
        yield Line(w("一律适用"), w("适用于"))
    said = w("触发条件") if isinstance(item, Rule) else w("成立条件")
    yield Line(item.conditions[-1].text.strip(), said, "code")
    for name in dict.fromkeys(name for part in item.conditions for name in part.facts):
        fact = rulebook.fact(name)
        unit = w.unit(fact.unit) if fact.unit and fact.unit != "year" else ""
        yield Line(w.fact(fact) + (w("（{unit}）", unit=unit) if unit else ""), name, "name")
    for name in dict.fromkeys(name for part in item.conditions for name in part.criteria):
        yield Line(rulebook.criteria[name].title.of(w.lang), f"criterion.{name}", "name", f"criterion-{name}")
    for name in dict.fromkeys(name for part in item.conditions for name in part.verdicts):
        yield Line(rulebook.rules[name].title.of(w.lang), f"verdict.{name}", "name", name)


def _parameters(item: Rule | Criterion, rulebook: Rulebook, w: Words) -> Iterator[Line]:
    shown = FIELD.findall(item.message.zh) if isinstance(item, Rule) else []
    names = [name for part in item.conditions for name in part.parameters]
    names += [name[1:] for name in shown if name.startswith(":")]
    for name in dict.fromkeys(names):
        parameter = rulebook.parameters[name]
        yield Line(
            w(
                "{meaning}；按{day}取值",
                meaning=parameter.meaning.of(w.lang),
                day=w.fact(rulebook.fact(parameter.governed_by)),
            ),
            f":{name}",
            "name",
        )
        yield from _values(parameter, w)


def _values(parameter: Parameter, w: Words) -> Iterator[Line]:
    for value in parameter.values:
        written = w("无此义务") if value.value is None else with_unit(ShownValue(value.value, parameter.unit), w.lang)
        end = value.effective_to.isoformat() if value.effective_to else w("至今")
        checked = w("，{last_checked}核对", last_checked=value.last_checked)
        law = value.citation.id or _law(value.citation, w).text
        yield Line(
            w("{written}（依据 {law}{checked}）", written=written, law=law, checked=checked),
            f"{value.effective_from} — {end}",
            tone="" if value.citation.was_sound else "weak",
        )


def _law(citation: Citation, w: Words) -> Line:
    """Instrument, number, article, whether it is law today and how surely it is known."""
    status = w.label("legal_status", citation.legal_status)
    sure = w.label("confidence", citation.confidence)
    instrument = citation.instrument.of(w.lang)
    named = w.pick(" ", ", ").join(
        part for part in (instrument, citation.document_no, citation.article) if part and part not in instrument[1:]
    )
    text = w("{named}［{status}，{sure}］", named=named, status=status, sure=sure)
    return Line(text, citation.id, "name", tone="" if citation.is_sound else "weak")


def _cases(item: Rule | Criterion, examples: Mapping[str, Sequence[Case]], w: Words) -> Iterator[Line]:
    own = examples.get(item.column, ())
    if not own and isinstance(item, Rule) and item.template:
        shared = examples.get(item.template, ())
        code = shared[0].item.code if shared and isinstance(shared[0].item, Rule) else ""
        if code:
            yield Line(w("与 {code} 同一模板，用例见该条", code=code), href=code)
        return
    for case in own:
        expected = w.label("verdict", case.expected) if isinstance(item, Rule) else _truth(case.expected, w)
        yield Line(f"{case.name}: {_inputs(case, w)}", expected, tone=_TONES.get(case.expected, ""))


def _truth(word: str, w: Words) -> str:
    return {"true": w("成立"), "false": w("不成立")}.get(word, w("不能判断"))


def _inputs(case: Case, w: Words) -> str:
    given = {name: value for name, value in case.inputs.items() if name not in _GIVEN_BY_THE_CASE_READER}
    if not given:
        return w("什么都不知道")
    return ", ".join(f"{name} = {_input(value, w)}" for name, value in given.items())


def _input(value: object, w: Words) -> str:
    return value_text(value, w.lang) if isinstance(value, bool) else exact_text(value)
