"""The notice of inspection, with the list of what the unit is to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.report.papers.draft import Annex, Draft, Paragraph, Signature, Table
from energy_audit.report.papers.line import Piece, blank, plain
from energy_audit.report.papers.passages import UNCHECKED, Outline, notes, paragraphs, particulars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.line import Line
    from energy_audit.report.papers.wanted import Wanted
    from energy_audit.report.papers.wording import Wording


def notice(case: Case, requests: tuple[Matter, ...], wording: Wording, words: Words) -> Draft:
    """Compose the notice.

    Args:
        case: the enterprise-year.
        requests: what the filing leaves to be explained or completed.
        wording: the fixed wording.
        words: the language.
    """
    paper, outline = wording.papers["notice"], Outline(words)
    period = words.year(case.unit.report_year)
    blocks: list[Block] = [*paragraphs(wording.say("notice.opening"))]
    for zh, en, passages in (
        ("监察内容和期间", "Content and period", ("notice.content",)),
        ("监察形式和时间", "Form and time", ("notice.form",)),
        ("报送要求", "How to hand it in", ("notice.requirements", "notice.refusal")),
        ("权利和监督", "Your rights", ("notice.recusal", "defence", "no_fee", "notice.discipline")),
    ):
        blocks.append(outline.section(zh, en))
        for name in passages:
            blocks += paragraphs(wording.say(name, period=period) if name == "notice.content" else wording.say(name))
    annex = wording.say("notice.annex")
    blocks += paragraphs(wording.say("officers"))
    blocks.append(
        Paragraph(plain(words("附件：", "Annex: ") + "".join(piece.text for line in annex for piece in line)))
    )
    blocks.append(Signature(wording.say("signature")))
    blocks.append(Annex("".join(piece.text for line in annex for piece in line)))
    blocks.append(particulars(case.unit, words))
    blocks += _materials(case, requests, wording, words)
    return Draft(
        title=paper.name(words.lang),
        number=wording.line("number"),
        addressee=wording.line("addressee", name=case.unit.name),
        blocks=tuple(blocks),
        notes=notes(paper, case, (), wording, words),
    )


def _materials(case: Case, requests: tuple[Matter, ...], wording: Wording, words: Words) -> Iterator[Block]:
    """List tables, documents and matters to complete; a request for a whole table or list is not made twice."""
    outline = Outline(words)
    rest = [each for each in requests if not _asks_for_a_table(each, case) and not each.rule.document]
    if not (case.tables or case.archive_list_wanted or case.wanted or rest):
        yield from paragraphs(wording.say("notice.annex_none"))
        return
    if case.tables or case.archive_list_wanted:
        yield outline.section("补填的申报表", "Tables to fill in")
        archive = [words("节能管理档案目录", "list of the management file")] if case.archive_list_wanted else []
        for number, sheet in enumerate((*case.tables, *archive), 1):
            yield Paragraph(plain(f"{number}. {sheet}"))
    if case.wanted:
        yield outline.section("节能管理档案材料", "Documents of the management file")
        yield _documents(case.wanted, words)
    if rest:
        yield outline.section("需要补正或书面说明的事项", "What to complete or explain in writing")
        headings = (words("序号", "No."), words("事项", "Matter"), words("要求", "What to do"))
        rows = [
            (plain(str(number)), plain(_told(each)), plain(each.finding.remedy)) for number, each in enumerate(rest, 1)
        ]
        yield Table(headings, tuple(rows), (8, 52, 40))


def _asks_for_a_table(matter: Matter, case: Case) -> bool:
    """Say whether a matter is a table or the list, which are asked for above."""
    facts = matter.rule.breached.facts
    tables = any(name.startswith("has_") and name.endswith("_table") for name in facts)
    return tables or (case.archive_list_wanted and "archive_list_filed" in facts)


def _told(matter: Matter) -> str:
    """Say a matter by its messages, which name the cells; a matter of many instances by its title."""
    messages = [each.message for each in matter.finding.instances]
    return messages[0] if len(messages) == 1 else f"{matter.finding.title}：{len(messages)}"


def _documents(wanted: tuple[Wanted, ...], words: Words) -> Table:
    headings = (
        words("序号", "No."),
        words("档案编号", "ID"),
        words("材料名称", "Document"),
        words("要求", "Demand"),
        words("申报状态", "As filed"),
    )
    rows = tuple(
        (
            plain(str(number)),
            plain(each.document.id),
            plain(_name(each, words)),
            _demand(each, words),
            plain(_state(each, words)),
        )
        for number, each in enumerate(wanted, 1)
    )
    return Table(headings, rows, (8, 14, 36, 28, 14))


def _name(wanted: Wanted, words: Words) -> str:
    name = words(wanted.document.name_zh, wanted.document.name_en)
    return f"{name}（{wanted.project}）" if wanted.project else name


def _demand(wanted: Wanted, words: Words) -> Line:
    """Say whether it is due always or on a condition; a condition nobody has checked goes out as a blank."""
    document = wanted.document
    demand = plain(words.code("document_requirement", document.requirement))
    if not document.condition_zh or words.lang != "zh":
        return demand
    condition = (
        blank(document.condition_zh) if UNCHECKED.search(document.condition_zh) else plain(document.condition_zh)
    )
    return (*demand, Piece("："), *condition)


def _state(wanted: Wanted, words: Words) -> str:
    """Say what the filing says of it, and no more than that."""
    if wanted.state == "expired" and wanted.valid_until is not None:
        day = words.day(wanted.valid_until)
        return words(f"有效期至{day}，已过期", f"expired: valid until {day}")
    said = {
        "cannot_tell": words("未列明", "not stated"),
        "no_reason": words("填“不适用”，未写理由", "not applicable, no reason given"),
        "owed_open": words("目录已列，是否应有不能判断", "listed; whether it is owed is open"),
        "held_open": words("目录已列，有无不能判断", "listed; whether it is held is open"),
    }
    return said.get(wanted.state) or words.label("document_state", wanted.state)
