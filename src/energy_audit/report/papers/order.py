"""The order to correct, and the record of hearing the unit that must come before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message
from energy_audit.report.papers.draft import Draft, Signature, Table
from energy_audit.report.papers.line import blank, plain
from energy_audit.report.papers.passages import (
    UNCHECKED,
    Outline,
    articles,
    facts,
    notes,
    paragraphs,
    particulars,
    place_of,
    titled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from energy_audit.reference.lookup import Law
    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.line import Line
    from energy_audit.report.papers.wording import Wording

_POINTS_ELSEWHERE: Final = re.compile(r"适用|见|责任|See |Art\. ")
"""How a consequence begins that only names another article; that article is listed itself."""


def order(case: Case, matters: tuple[Matter, ...], laws: Mapping[str, Law], wording: Wording, words: Words) -> Draft:
    """Compose the order to correct from violations that allow it."""
    paper, outline = wording.papers["order"], Outline(words)
    period = case.unit.period(words)
    blocks: list[Block] = [*paragraphs(wording.say("order.opening", period=period))]
    blocks.append(outline.section(Message("违法违规事实和依据")))
    blocks += _violations(matters, case, outline, wording, words)
    blocks.append(outline.section(Message("整改要求和期限")))
    blocks += paragraphs(wording.say("order.require"))
    blocks.append(_requirements(matters, words))
    blocks += paragraphs(wording.say("order.extension"))
    blocks += paragraphs(wording.say("order.report"))
    blocks.append(outline.section(Message("逾期不改正的后果")))
    blocks += paragraphs(wording.say("order.consequence"))
    blocks += paragraphs(_consequences(matters, laws, case, words))
    blocks.append(outline.section(Message("权利告知")))
    blocks += paragraphs((*wording.say("defence"), *wording.say("remedies")))
    blocks += paragraphs(wording.say("officers"))
    blocks.append(Signature(wording.say("signature")))
    return Draft(
        title=paper.name(words.lang),
        number=wording.line("number"),
        addressee=wording.line("addressee", name=_named(case, words)),
        blocks=tuple(blocks),
        notes=notes(paper, case, matters, wording, words),
    )


def hearing(case: Case, matters: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the record of hearing the unit on the same matters."""
    paper, outline = wording.papers["hearing"], Outline(words)
    blocks: list[Block] = [particulars(case.unit, words)]
    blocks += paragraphs(wording.say("hearing.opening", name=case.unit.name))
    blocks.append(outline.section(Message("拟责令整改的事实和理由")))
    blocks += _violations(matters, case, outline, wording, words)
    blocks.append(outline.section(Message("被监察单位的意见")))
    blocks += paragraphs(wording.say("hearing.statement"))
    blocks.append(outline.section(Message("复核结果")))
    blocks += paragraphs(wording.say("hearing.review"))
    blocks += paragraphs(wording.say("hearing.sign"))
    number = wording.line("number")
    return Draft(paper.name(words.lang), number, (), tuple(blocks), notes(paper, case, matters, wording, words))


def _named(case: Case, words: Words) -> str:
    unit = case.unit
    return words("{name}（统一社会信用代码：{uscc}）", name=unit.name, uscc=unit.uscc)


def _violations(
    matters: tuple[Matter, ...], case: Case, outline: Outline, wording: Wording, words: Words
) -> Iterator[Block]:
    """State the facts; documents that are lacking, of which there may be fifty, share one table."""
    lacking = [matter for matter in matters if matter.rule.document]
    for matter in matters:
        if not matter.rule.document:
            yield outline.item(matter.finding.title)
            yield from facts(matter, words)
    if lacking:
        yield outline.item(words("节能管理材料不具备"))
        yield from paragraphs(wording.say("order.documents"))
        headings = (
            words("序号"),
            words("材料"),
            words(Message("依据", "order")),
            words("申报单元格"),
        )
        cells = [
            (plain(str(number)), plain(title), plain(ground), plain(place))
            for number, (title, ground, place) in enumerate(_lacking(lacking, case, words), 1)
        ]
        yield Table(headings, tuple(cells), (8, 36, 34, 22))


def _lacking(matters: list[Matter], case: Case, words: Words) -> Iterator[tuple[str, str, str]]:
    """Name each document once a project, its articles and the cell that says it is not held."""
    names = {each.document.id: words.pick(each.document.name_zh, each.document.name_en) for each in case.wanted}
    for matter in matters:
        for instance in matter.finding.instances:
            places = dict.fromkeys(place_of(place) for each in instance.evidence for place in each.places)
            _, slash, project = instance.subject.partition("/")
            name = names.get(matter.rule.document, matter.finding.title)
            title = f"{name}（{project}）" if slash else name
            where = next(iter(places), words("目录未列，已声明列全"))
            yield title, articles(matter, words), where


def _requirements(matters: tuple[Matter, ...], words: Words) -> Table:
    headings = (words("序号"), words(Message("事项", "order")), words("整改要求"), words("完成期限"))
    by = blank(words("　　年　月　日前"))
    rows = [
        (plain(str(number)), plain(matter.finding.title), plain(matter.finding.remedy), by)
        for number, matter in enumerate(matters, 1)
    ]
    return Table(headings, tuple(rows), (8, 32, 38, 22))


def _consequences(matters: tuple[Matter, ...], laws: Mapping[str, Law], case: Case, words: Words) -> Iterator[Line]:
    """Say what the articles cited, and the articles on liability they lead to, provide; each once."""
    cited = [law for matter in matters for each in matter.grounds if (law := laws.get(each.id))]
    leading = dict.fromkeys(identity for law in cited for identity in (law.id, law.liability_ref) if identity)
    for law in (laws[identity] for identity in leading if identity in laws):
        consequence = (law.consequence_zh if words.lang == "zh" else law.consequence_en) or ""
        sure = law.status_on(case.as_of) == "in_force" and law.confidence != "low"
        if sure and consequence and not _POINTS_ELSEWHERE.match(consequence):
            instrument = law.instrument_zh if words.lang == "zh" else law.instrument_en
            name = titled(instrument, law.article or "", words)
            said = words("{name}：{consequence}", name=name, consequence=consequence)
            yield blank(said) if UNCHECKED.search(law.consequence_zh or "") else plain(said)
