"""The letter that refers matters to the authority whose business they are; one letter for each authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.catalogue import Message
from energy_audit.report.content.laws import laws_of
from energy_audit.report.papers.draft import Draft, Paragraph, Signature, Table
from energy_audit.report.papers.line import plain
from energy_audit.report.papers.passages import Outline, cited, evidenced, facts, notes, paragraphs, particulars

if TYPE_CHECKING:
    from energy_audit.report.content.judged import Evidence
    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.wording import Wording


def by_authority(matters: tuple[Matter, ...]) -> dict[str, tuple[Matter, ...]]:
    """Part matters by the authority whose business they are, in alphabetical order."""
    names = sorted({matter.rule.authority for matter in matters})
    return {name: tuple(matter for matter in matters if matter.rule.authority == name) for name in names}


def referral(case: Case, authority: str, matters: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the letter to one authority; leads that nobody has checked stand apart from facts."""
    paper, outline = wording.papers["referral"], Outline(words)
    unit = case.unit
    opening = wording.say(
        "referral.opening",
        name=unit.name,
        uscc=unit.uscc,
        period=unit.period(words),
        duty=wording.duty(authority),
    )
    blocks: list[Block] = [*paragraphs(opening), outline.section(Message("单位情况")), particulars(unit, words)]
    found = [matter for matter in matters if matter.rule.kind == "violation"]
    leads = [matter for matter in matters if matter.rule.kind != "violation"]
    if found:
        blocks.append(outline.section(Message("移送事项")))
        blocks += _items(found, outline, words)
    if leads:
        blocks.append(outline.section(Message("待核实的线索")))
        blocks += paragraphs(wording.say("referral.lead"))
        blocks += _items(leads, outline, words)
    blocks.append(outline.section(Message("证据目录")))
    evidence = _evidence(matters, words)
    blocks += [evidence] if evidence.rows else paragraphs(wording.say("nothing"))
    blocks += paragraphs(wording.say("referral.closing"))
    blocks.append(Signature(wording.say("signature")))
    return Draft(
        title=paper.name(words.lang),
        number=wording.line("number"),
        addressee=(*wording.recipient(authority), *plain(words(Message("：", "referral")))),
        blocks=tuple(blocks),
        notes=(*notes(paper, case, matters, wording, words), *_note(authority, wording)),
    )


def _note(authority: str, wording: Wording) -> tuple[str, ...]:
    recipient = wording.recipients[authority]
    return tuple(filter(None, (recipient.note,)))


def _items(matters: list[Matter], outline: Outline, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for matter in matters:
        blocks.append(outline.item(matter.finding.title))
        blocks += facts(matter, words)
        others = laws_of([each for each in matter.rule.citations if each not in matter.grounds], words)
        if others:
            named = words("；").join(f"{cited(law, words)}（{law.status}，{law.confidence}）" for law in others)
            blocks.append(Paragraph(plain(words("另见：") + named)))
    return blocks


def _evidence(matters: tuple[Matter, ...], words: Words) -> Table:
    headings = (
        words("序号"),
        words(Message("内容", "referral")),
        words("数值"),
        words("申报文件"),
        words(Message("单元格", "referral")),
    )
    seen = dict.fromkeys(
        (each.name, each.value, each.places[0].file, words("；").join(_cells(each, words)))
        for matter in matters
        for instance in matter.finding.instances
        for each in evidenced(instance, words)
    )
    rows = tuple((plain(str(number)), *map(plain, row)) for number, row in enumerate(seen, 1))
    return Table(headings, rows, (8, 26, 20, 24, 22))


def _cells(evidence: Evidence, words: Words) -> list[str]:
    where = [" ".join(filter(None, (place.sheet, place.cell))) for place in evidence.places]
    return [words("据{cells}", cells=each) for each in where] if evidence.is_reckoned else where
