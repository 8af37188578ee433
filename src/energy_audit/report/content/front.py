"""Page one: who, the verdict in three sentences, the key figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from energy_audit.catalogue import Message
from energy_audit.report.content.model import Cover, Figure, Line, Summary, Tone
from energy_audit.report.content.no_year import of_no_year
from energy_audit.report.content.tiering import (
    LINES,
    basis_in_words,
    deciding_basis,
    interval_of,
    margin,
    why_undecided,
)
from energy_audit.report.content.waiting import whose
from energy_audit.report.limits import replayed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from energy_audit.report.content.judged import FindingGroup
    from energy_audit.report.content.model import Margin, Owner, Untold
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words

_LONGEST_TITLE: Final = 28
_REASONS_NAMED: Final = 3


def cover_of(
    facts: Row,
    filed: Row,
    *,
    chosen: str | None,
    as_of: dt.date,
    rules_as_of: dt.date | None = None,
    industry: str,
    region: str,
    words: Words,
) -> Cover:
    """Lay out the head of the paper.

    Args:
        facts: the enterprise facts.
        filed: its first row of the enterprise table; empty where there is none.
        chosen: the basis chosen for the batch, if any.
        as_of: the day of the judgement.
        rules_as_of: the day whose law was used instead of that of the year, if any.
        industry: name of its industry.
        region: name of its region.
        words: the language.
    """
    name = words.text(facts["enterprise_name"])
    particulars = [
        Line(words("被监察单位"), name),
        Line(words("统一社会信用代码"), facts["uscc"]),
        Line(words("法定代表人"), words.text(filed.get("legal_representative"))),
        Line(words("住所"), words.text(filed.get("address"))),
        Line(words("所属地区"), region),
        Line(words("行业"), industry),
        Line(words("监察期间"), _period(facts, words)),
        Line(words("监察形式"), words("书面监察")),
        Line(words("折算口径"), basis_in_words(facts, chosen, words)),
        Line(words(Message("判定基准日", "front")), words.day(as_of)),
    ]
    if rules_as_of is not None:
        particulars.append(Line(words("规则重放"), replayed(rules_as_of, words)))
    if filed.get("former_names"):
        particulars.insert(1, Line(words("曾用名"), filed["former_names"]))
    if (facts["site_count"] or 0) > 1:
        particulars.append(Line(words("厂区数"), str(facts["site_count"])))
    short = name if len(name) <= _LONGEST_TITLE else name[:_LONGEST_TITLE] + "…"
    return Cover(name, short, facts["uscc"], facts["report_year"], as_of, tuple(particulars))


def _period(facts: Row, words: Words) -> str:
    """Name the year that is inspected; none where it cannot be."""
    year = facts["report_year"]
    if of_no_year(facts):
        return words("不能判断（报告年度填的是 {year}）", year=year)
    return words.year(year)


def summary_of(
    facts: Row, chosen: str | None, groups: tuple[FindingGroup, ...], untold: tuple[Untold, ...], words: Words
) -> Summary:
    """Say the verdict in three sentences and put the key figures beside it."""
    counts: dict[str, int] = {group.kind: group.count for group in groups}
    open_count = sum(each.count for each in untold)
    return Summary(
        tier=_tier_sentence(facts, chosen, words),
        violations=_findings_sentence(groups, words),
        unknown=_unknown_sentence(untold, open_count, words),
        tone=_tone(counts, open_count),
        figures=_figures(facts, counts, open_count, words),
        untold=untold,
    )


def _tone(counts: Mapping[str, int], open_count: int) -> Tone:
    if counts["violation"]:
        return "breached"
    if counts["suspicion"]:
        return "suspicion"
    return "unknown" if open_count else "met"


def _tier_sentence(facts: Row, chosen: str | None, words: Words) -> str:
    year = facts["report_year"]
    calorific, equal = (" ".join(filter(None, _total(facts, basis, words))) for basis in ("calorific", "equal"))
    totals = words("{year}年综合能耗：当量值 {calorific}，等价值 {equal}", year=year, calorific=calorific, equal=equal)
    tier = facts["tier"]
    if tier is None:
        possible = (facts["tiers_possible"] or "").replace("/", words(Message("、", "front")))
        maybe = words("可能为{possible}档；", possible=possible) if possible else ""
        why = why_undecided(facts, words)
        return words("{totals}；重点用能单位档次不能确定（{maybe}{why}）。", totals=totals, maybe=maybe, why=why)
    line = LINES[1] if tier in {"A", "B"} else LINES[0]
    basis = deciding_basis(chosen)
    distance = _distance(margin(interval_of(facts, basis), basis, line), words)
    return words(
        "{totals}；属{tier}档（{label}）{distance}。",
        totals=totals,
        tier=tier,
        label=words.label("tier", tier),
        distance=distance,
    )


def _total(facts: Row, basis: str, words: Words) -> tuple[str, str]:
    """Write the total of a basis and its unit; a total of which nothing is known has none."""
    total = interval_of(facts, basis)
    known = total.low is not None or total.high is not None
    return words.interval(total.low, total.high), words.unit("tce") if known else ""


def _distance(found: Margin, words: Words) -> str:
    """Say how far above or below the line; nothing where the total is no single number."""
    tce, share = found.tce.low, found.share.low
    if tce is None or share is None or tce != found.tce.high:
        return ""
    basis, line = words.label("basis", found.basis), words.number(found.line, 0)
    amount, part = words.number(abs(tce)), words.percent(abs(share))
    side = words("高出") if tce >= 0 else words("低")
    return words(
        "，按{basis}比{line}吨线{side} {amount} 吨（{part}）",
        basis=basis,
        line=line,
        side=side,
        amount=amount,
        part=part,
    )


def _findings_sentence(groups: tuple[FindingGroup, ...], words: Words) -> str:
    counts = {group.kind: group.count for group in groups}
    first = next((f for group in groups[:2] for f in (*group.findings, *group.documents)), None)
    lead = words("；首要的是“{title}”", title=first.title) if first else ""
    if not counts["violation"]:
        return words(
            "现有资料未发现违法违规；疑似问题 {suspicion} 项，提示 {notice} 项{lead}。",
            suspicion=counts["suspicion"],
            notice=counts["notice"],
            lead=lead,
        )
    return words(
        "判定违法违规 {violation} 项，疑似问题 {suspicion} 项，提示 {notice} 项{lead}。",
        violation=counts["violation"],
        suspicion=counts["suspicion"],
        notice=counts["notice"],
        lead=lead,
    )


def _unknown_sentence(untold: tuple[Untold, ...], count: int, words: Words) -> str:
    if not count:
        return words("没有因资料不足而不能判断的事项。")
    reasons = words("；").join(each.reason for each in untold[:_REASONS_NAMED])
    waiting: Counter[Owner] = Counter()
    for each in untold:
        waiting[each.owner] += each.count
    return words(
        "另有 {count} 项不能判断（{whose}），主要因为：{reasons}。不能判断不等于符合要求。",
        count=count,
        whose=whose(waiting, words),
        reasons=reasons,
    )


def _figures(facts: Row, counts: Mapping[str, int], open_count: int, words: Words) -> tuple[Figure, ...]:
    tier = facts["tier"]
    return (
        Figure(
            words("综合能耗（当量值）"),
            *_total(facts, "calorific", words),
            "",
            "",
        ),
        Figure(
            words("综合能耗（等价值）"),
            *_total(facts, "equal", words),
            "",
            "",
        ),
        Figure(
            words("重点用能单位档次"),
            words.missing("cannot_tell") if tier is None else words.pick(f"{tier}档", tier),
            "",
            words.label("tier", tier) if tier else words("可能：") + (facts["tiers_possible"] or "?"),
            "unknown" if tier is None else "",
        ),
        _documents(facts, words),
        *(
            Figure(words.label("kind", kind), str(counts[kind]), words.pick("项", ""), "", tone if counts[kind] else "")
            for kind, tone in _KIND_TONES
        ),
        Figure(
            words(Message("不能判断", "front")),
            str(open_count),
            words.pick("项", ""),
            "",
            "unknown" if open_count else "",
        ),
    )


_KIND_TONES: Final[tuple[tuple[str, Tone], ...]] = (
    ("violation", "breached"),
    ("suspicion", "suspicion"),
    ("notice", "notice"),
)


def _documents(facts: Row, words: Words) -> Figure:
    label = words("档案缺失／应有")
    if not facts["archive_list_filed"]:
        note = words("未提交目录")
        return Figure(label, words.missing("cannot_tell"), "", note, "unknown")
    missing, required = facts["documents_missing"], facts["documents_required"]
    text = " / ".join(words.number(count, 0, "cannot_tell") for count in (missing, required))
    expired = facts["documents_expired"] or 0
    note = words("另有过期 {expired} 份", expired=expired) if expired else ""
    return Figure(label, text, words.pick("份", ""), note, "breached" if missing else "")
