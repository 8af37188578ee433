"""Parts that several papers share: particulars of the unit, facts with their cells, articles, numbering."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from energy_audit.report.content.laws import laws_of
from energy_audit.report.papers.draft import Heading, Paragraph, Table
from energy_audit.report.papers.line import Piece, blank, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from energy_audit.catalogue import Message
    from energy_audit.facts.place import Place
    from energy_audit.report.content.judged import Evidence, Instance, Law
    from energy_audit.report.language import Words
    from energy_audit.report.papers.case import Case, Matter, Unit
    from energy_audit.report.papers.draft import Block
    from energy_audit.report.papers.line import Line
    from energy_audit.report.papers.wording import Paper, Wording

UNCHECKED: Final = re.compile("未核|待核")
"""What the tables say of a text nobody has held against the original: it goes out as a blank to be checked."""
_REQUEST: Final = re.compile(r"(?<=[。；])请[^。]*。")
"""What a message asks of the unit: it belongs under the requirements of a paper, not among its facts."""


class Outline:
    """Numbers the headings of one paper."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._first = self._second = 0

    def section(self, title: str | Message) -> Heading:
        """Open the next section: 一、…"""
        self._first, self._second = self._first + 1, 0
        number = self._words("{number}、", number=self._words.numeral(self._first))
        return Heading(1, plain(number + self._words(title)))

    def item(self, title: str) -> Heading:
        """Open the next item of the section: （一）…"""
        self._second += 1
        number = self._words("（{number}）", number=self._words.numeral(self._second))
        return Heading(2, plain(number + title))


def paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """Return each line as running text."""
    return (Paragraph(line) for line in lines)


def or_blank(text: str, what: str) -> Line:
    """Return a filed text, or a blank for it where nothing was filed."""
    return plain(text) if text.strip() else blank(what)


def particulars(unit: Unit, words: Words) -> Table:
    """Lay out who the unit is."""
    rows = (
        (words("被监察单位"), unit.name),
        (words("统一社会信用代码"), unit.uscc),
        (words("法定代表人"), unit.legal_representative),
        (words("住所"), unit.address),
        (words("联系人及电话"), unit.contact),
        (words("监察期间"), unit.period(words)),
    )
    return Table((), tuple((plain(label), or_blank(text, label)) for label, text in rows), (30, 70))


def facts(matter: Matter, words: Words) -> Iterator[Block]:
    """State each instance of a matter with the cells its values stand in, then the articles in force."""
    many = len(matter.finding.instances) > 1
    for number, instance in enumerate(matter.finding.instances, 1):
        message = without_request(instance)
        numbered = f"{number}. {message}" if many else message
        yield Paragraph(plain(numbered + cells(instance, words)))
    if matter.grounds:
        yield Paragraph((Piece(words("依据：")), *_grounds(matter, words)))


def without_request(instance: Instance) -> str:
    """Return what a message states, without what it asks for."""
    return _REQUEST.sub("", instance.message) or instance.message


def cells(instance: Instance, words: Words) -> str:
    """Name the values an instance rests on and their cells, sheet by sheet, in brackets; then those of several sheets."""
    sheets: dict[str, list[str]] = {}
    of_several: list[str] = []
    for each in evidenced(instance, words):
        if len(each.places) > 1:
            of_several.append(f"{each.name} {each.value}{_from(each.places, words)}")
            continue
        place = each.places[0]
        cell = words("据{cells}", cells=place.cell) if each.is_reckoned else place.cell
        seen = words("{name} {value}（{cell}）", name=each.name, value=each.value, cell=cell)
        sheets.setdefault(place.sheet or place.file, []).append(seen)
    if not sheets and not of_several:
        return ""
    of_one = [words("“{sheet}”{seen}", sheet=sheet, seen=words.join(seen)) for sheet, seen in sheets.items()]
    listed = words("；").join([*of_one, *of_several])
    return words("［证据：{evidence}］", evidence=listed)


def _from(places: tuple[Place, ...], words: Words) -> str:
    """Name the cells of several sheets that a value was reckoned from."""
    named = [words("“{sheet}”{cell}", sheet=place.sheet or place.file, cell=place.cell) for place in places]
    return words("（据{cells}）", cells=words("，").join(named))


def place_of(place: Place) -> str:
    """Name a cell by sheet, or by file where it is a line of one."""
    return f"{place.sheet or place.file} {place.cell}"


def evidenced(instance: Instance, words: Words) -> Iterator[Evidence]:
    """Return the evidence that has a value and a cell of the filing."""
    unknown = words.missing("cannot_tell")
    return (each for each in instance.evidence if each.places and each.value != unknown)


def _grounds(matter: Matter, words: Words) -> Line:
    """Cite the law; what took effect after the act, or held only then, is marked for the office to settle."""
    certain = [each for each in matter.grounds if not matter.is_younger_than_the_act(each)]
    younger = [each for each in matter.grounds if matter.is_younger_than_the_act(each)]
    lines = [plain(cited(law, words)) for law in laws_of(certain, words)]
    for citations, remark in (
        (younger, words("行为发生后施行，是否适用须核定")),
        (matter.then, words("行为发生时有效，须核定")),
    ):
        lines += [
            blank(words("{law}：{remark}", law=cited(law, words), remark=remark)) for law in laws_of(citations, words)
        ]
    between = Piece(words("；"))
    return tuple(piece for number, line in enumerate(lines) for piece in ((between, *line) if number else line))


def articles(matter: Matter, words: Words) -> str:
    """Cite the law in force that a matter rests on."""
    return words("；").join(cited(law, words) for law in laws_of(matter.grounds, words))


def cited(law: Law, words: Words) -> str:
    """Cite the articles of one instrument."""
    return titled(law.instrument, law.article, words)


def titled(instrument: str, article: str, words: Words) -> str:
    """Cite in the usual way: 《中华人民共和国节约能源法》（2018年修正）第十六条第二款."""
    if words.lang == "en":
        return f"{instrument}, {article}" if article else instrument
    name, bracket, edition = instrument.partition("（")
    return f"《{name}》{bracket}{edition}{article}"


def notes(paper: Paper, case: Case, matters: Iterable[Matter], wording: Wording, words: Words) -> tuple[str, ...]:
    """Remind the office of what must be checked before the paper goes out."""
    found = [
        words("所有黄底〔 〕处由办案人员填写或核对，填写后去掉底色和括号。"),
        words("办理时限：{deadline}", deadline=paper.deadline(words.lang)),
        words("文书依据：{citation}。", citation=paper.citation),
    ]
    if paper.note:
        found.append(paper.note)
    for matter in matters:
        title = matter.finding.title
        if matter.finding.honesty:
            found.append(words("“{title}”：{honesty}。", title=title, honesty=matter.finding.honesty))
        if matter.to_compare:
            found.append(words("“{title}”所据数值或目录条目为转录，把握不高，须先核对原文。", title=title))
        unsure = [law for law in laws_of(matter.grounds, words) if not law.article]
        if unsure:
            listed = words("、").join(cited(law, words) for law in unsure)
            found.append(words("“{title}”所引{law}条号未核，须核对原文。", title=title, law=listed))
    dropped = [each.id for each in wording.passages.values() if not each.holds_on(case.as_of)]
    if dropped:
        found.append(words("判定基准日尚未施行或已失效、因而略去的段落：{passages}。", passages=words.join(dropped)))
    found.append(
        words(
            "生成依据：{rulebook}；判定基准日 {as_of}；申报文件 {files}。",
            rulebook=case.rulebook,
            as_of=words.day(case.as_of),
            files=words.join([each.path for each in case.inputs]),
        )
    )
    return tuple(dict.fromkeys(found))
