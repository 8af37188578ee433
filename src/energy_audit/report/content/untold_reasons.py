"""Why one verdict could not be told: the reason that explains most, whose gap it is and what to ask for.

The reasons stand in the order in which they explain: who filed no archive list is asked for it, not for the tier that
the list would have needed as well. A verdict has the first that is true of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.facts.place import COUNTED_ELSEWHERE
from energy_audit.filing.schema import TABLES
from energy_audit.report.content.no_year import of_no_year
from energy_audit.report.content.reason import Reason, joined
from energy_audit.report.content.tiering import why_undecided
from energy_audit.vocabulary import COUNTED, OF_ELECTRICITY, VOCABULARY
from energy_audit.vocabulary.fact import CLAIM_AGAINST_PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from energy_audit.report.content.open_verdict import OpenVerdict
    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rulebook
    from energy_audit.vocabulary import Fact

_TIER_FACTS: Final = {
    "tier",
    "tier_calorific",
    "tier_equal",
    "key_energy_user",
    "statutory_key_user",
    "key_user_duties",
    "basis_sensitive",
    "document_required",
    "document_binding",
}
_TOTAL_FACTS: Final = {f"tce_{basis}{end}" for basis in ("calorific", "equal") for end in ("", "_low", "_high")} | {
    "margin_5000_tce",
    "margin_10000_tce",
    "tier_sensitive_to_row",
}
_GREEN_CELLS: Final = ("re_self_kwh", "green_power_kwh", "gec_kwh")
_GREEN_FACTS: Final = {
    *_GREEN_CELLS,
    "claims_green_power",
    "claims_nonfossil",
    "certificate_used_elsewhere",
    "nonfossil_share",
    "tce_calorific_less_nonfossil",
}
_CATALOGUE_FACTS: Final = {"in_provincial_two_high_catalogue", "project_in_provincial_catalogue"}
_CHOICE_OF_BASIS: Final = {"basis"}
"""Why a tier is open where the filing lacks nothing: nobody has said which basis counts."""
_MOST_FACTS_NAMED: Final = 4


def why_open(verdict: OpenVerdict) -> Reason:
    """Give the reason that explains most; the rule's own message always is one."""
    return next(reason for reasons in _REASONS for reason in reasons(verdict))


def lies_in_its_row(verdict: OpenVerdict) -> bool:
    """Whether what is lacking is to be filled in, or looked at, in the row that was judged.

    Not where the unit as a whole is judged, nor where a document waits for what other tables say.
    """
    subject = verdict.row["subject"]
    first = next(reasons for reasons in _REASONS if next(reasons(verdict), None))
    return first in (_OF_DOCUMENTS if subject == "document" else _OF_ROWS if subject != "enterprise" else ())


def _year_cannot_be(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if of_no_year(verdict.facts):
        year = verdict.facts["report_year"]
        yield Reason(
            words("报告年度填的是 {year}，不可能有这一年的报告", year=year),
            "unit",
            words("请把表1 和各表的报告年度改为四位数字的年份，如 2025"),
        )


def _list_not_filed(verdict: OpenVerdict) -> Iterator[Reason]:
    if verdict.of_documents() and not verdict.facts["archive_list_filed"]:
        yield _no_archive_list(verdict.words)


def _catalogue_not_loaded(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if verdict.unknown & _CATALOGUE_FACTS and not verdict.facts["two_high_catalogue_loaded"]:
        yield Reason(words("省级“两高”目录尚未导入"), "authority", words("由主管部门导入目录后重新判定"))


def _tier(verdict: OpenVerdict) -> Iterator[Reason]:
    facts, words = verdict.facts, verdict.words
    if not verdict.unknown & _TIER_FACTS:
        return
    if facts["tier"] is None:
        yield _open_tier(facts, words)
    elif facts["statutory_key_user"] is None:
        yield Reason(
            words("是否法定重点用能单位不能判断：省级指定名单未导入"),
            "authority",
            words("由主管部门导入名单，或提供指定文件"),
        )


def _total(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if not verdict.unknown & _TOTAL_FACTS:
        return
    if verdict.facts["filed_twice"]:
        yield Reason(
            words("本年度有内容不同的多份申报"),
            "unit",
            words("请单位确认以哪一份为准并撤回其余"),
        )
    yield Reason(
        words("综合能耗只能算出区间"),
        "unit",
        words("请核实表2 中没有数量、没有系数、系数只有范围、数量存疑或年度不符的行（报告见“综合能耗的计算”）"),
    )


def _table_not_filed(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    for table in _tables_not_filed(verdict.unknown, verdict.facts, verdict.rulebook):
        if table == "document":
            yield _no_archive_list(words)
        sheet = TABLES[table].sheet
        yield Reason(
            words("未填“{sheet}”", sheet=sheet),
            "unit",
            words("请补报“{sheet}”", sheet=sheet),
        )


def _green_claims(verdict: OpenVerdict) -> Iterator[Reason]:
    if verdict.unknown & _GREEN_FACTS and verdict.facts["green_claims_read"] is False:
        yield _green_cells(verdict.facts, verdict.words)


def _claim_of_document(verdict: OpenVerdict) -> Iterator[Reason]:
    claim, words = verdict.claim, verdict.words
    if claim is None:
        return
    if claim["not_applicable_reason"] is None:
        yield _no_reason_given(words)
    if claim.get("document_open_because") == CLAIM_AGAINST_PROJECT:
        yield Reason(
            words("档案目录填“不适用”，附表3 却表明该项目应有"),
            "unit",
            words("请核对附表3 的开工、投产日期和能耗；确属应有的，补齐该项并更正目录"),
        )
    if verdict.unknown == {"document_held"}:
        yield _claim_without_ground(words)
    if verdict.levels:
        yield _claim_rests_on(joined(verdict.levels, words), words)


def _entry_of_document(verdict: OpenVerdict) -> Iterator[Reason]:
    unknown, words = verdict.unknown, verdict.words
    if unknown == {"document_condition_holds"}:
        yield Reason(
            words("附条件的档案：条件是否成立没有说明"),
            "unit",
            words("请在档案目录中逐项填“是”或“不适用”并写明理由"),
        )
    if verdict.row["subject"] == "document" and "document_held" in unknown and verdict.claim is None:
        unlisted = "document_listed" in unknown or verdict.says("document_listed", value=False)
        yield _not_listed(unlisted=unlisted, words=words)


def _levels_of_products(verdict: OpenVerdict) -> Iterator[Reason]:
    if verdict.levels:
        yield joined(verdict.levels, verdict.words)


def _weak_entry_of_elimination(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if "equipment_eliminated" in verdict.unknown and verdict.says("elimination_confidence", value="low"):
        yield Reason(
            words("规则库中淘汰目录的该条目把握低，未与原文核对，不作判定"),
            "rulebook",
            words("由监察机构查对目录原文后人工判断"),
        )


def _edition_not_on_file(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if "efficiency_gradable" in verdict.unknown:
        yield Reason(
            words("规则库没有收录报告年度施行的能效标准"),
            "rulebook",
            words("由监察机构对照当年的标准原文判断"),
        )


def _facts_missing(verdict: OpenVerdict) -> Iterator[Reason]:
    if verdict.unknown:
        yield _missing_facts(sorted(verdict.unknown), verdict.rulebook, verdict.words)


def _earlier_verdicts(verdict: OpenVerdict) -> Iterator[Reason]:
    words = verdict.words
    if earlier := [_title(name, verdict.rulebook, words) for name in verdict.names if "." in name]:
        named = words.join(earlier)
        yield Reason(
            words("其前提不能判断（{named}）", named=named),
            "elsewhere",
            words("见该项的原因"),
        )


def _rule_itself(verdict: OpenVerdict) -> Iterator[Reason]:
    """No fact is missing: a parameter, a limit or the law of the day is."""
    words = verdict.words
    yield Reason(
        verdict.row["message"] or words("规则库缺少判定的依据"),
        "rulebook",
        words("由监察机构核实依据后人工判断"),
    )


_REASONS: Final[tuple[Callable[[OpenVerdict], Iterator[Reason]], ...]] = (
    _year_cannot_be,
    _list_not_filed,
    _catalogue_not_loaded,
    _tier,
    _total,
    _table_not_filed,
    _green_claims,
    _claim_of_document,
    _entry_of_document,
    _levels_of_products,
    _weak_entry_of_elimination,
    _edition_not_on_file,
    _facts_missing,
    _earlier_verdicts,
    _rule_itself,
)
"""The one that explains most first."""

_OF_DOCUMENTS: Final = (_claim_of_document, _entry_of_document)
_OF_ROWS: Final = (_levels_of_products, _weak_entry_of_elimination, _edition_not_on_file, _facts_missing)


def _no_archive_list(words: Words) -> Reason:
    return Reason(
        words("未提交节能管理档案目录"),
        "unit",
        words("请填“节能管理档案目录”表，应列的项目见报告“节能管理档案”一节"),
    )


def _green_cells(facts: Row, words: Words) -> Reason:
    cells = [_heading(VOCABULARY[name].source) for name in _GREEN_CELLS if facts[name] is None]
    return Reason(
        words("自发自用可再生电量、绿电、绿证没有填全，或读不出"),
        "unit",
        words("请填写或核实：{places}；没有的填 0，不要留空", places=words.join(cells)),
    )


def _not_listed(*, unlisted: bool, words: Words) -> Reason:
    if unlisted:
        return Reason(
            words("档案目录未列该项，也未声明目录已列全"),
            "unit",
            words("请补列，或在表1“档案目录是否列全”填“是”"),
        )
    return Reason(
        words("档案目录列了该项，但“是否具备”没有可用的填报"),
        "unit",
        words("请在档案目录中填“是”“否”或“不适用”"),
    )


def _no_reason_given(words: Words) -> Reason:
    return Reason(
        words("档案目录对该项填了“不适用”，没有写明理由"),
        "unit",
        words("请在档案目录中写明不适用的理由"),
    )


def _claim_without_ground(words: Words) -> Reason:
    """All that makes the unit owe the document is known to hold, yet it says that it does not apply."""
    return Reason(
        words("档案目录对该项填“不适用”，而按申报的数据本单位应有此项"),
        "unit",
        words("请在档案目录中改填“是”或“否”；仍认为不适用的，说明依据"),
    )


def _claim_rests_on(level: Reason, words: Words) -> Reason:
    """A claim with its reason leaves the unit nothing to file: whether it holds hangs on the products."""
    return Reason(
        words(
            "档案目录对该项填“不适用”并写明理由，理由能否成立取决于产品是否超限额，而这不能判断：{why}", why=level.text
        ),
        level.owner,
        level.ask,
    )


def _open_tier(facts: Row, words: Words) -> Reason:
    why = why_undecided(facts, words)
    text = words("档次不能确定：{why}", why=why)
    if facts["tier_undecided_because"] in _CHOICE_OF_BASIS:
        settle = words("由主管部门确定采用哪一口径；企业无须补正")
        return Reason(text, "authority", settle)
    cells = VOCABULARY["tier_deciding_cells"].said(facts.get("tier_deciding_cells"), words.lang)
    ask = words("请核实总量和口径")
    return Reason(
        text,
        "unit",
        words("{ask}；决定档次的单元格：{cells}", ask=ask, cells=cells) if cells else ask,
    )


def _tables_not_filed(unknown: Iterable[str], facts: Row, rulebook: Rulebook) -> list[str]:
    """Name the tables that unknown facts rest on and that were not handed in, in filing order."""
    resting = {
        column.split(".", 1)[0]
        for name in unknown
        for column in (rulebook.fact(name).source, *rulebook.fact(name).columns)
        if column
    }
    if not facts["conversion_table_likely_missing"]:
        resting.discard("energy_conversion")  # most units convert nothing and owe no such table
    flags = {"energy_conversion": "has_conversion_table", "document": "archive_list_filed"}
    return [
        table for table in TABLES if table in resting and facts.get(flags.get(table, f"has_{table}_table")) is False
    ]


def _missing_facts(unknown: list[str], rulebook: Rulebook, words: Words) -> Reason:
    asked = [rulebook.fact(name) for name in unknown]
    filed, derived = ([fact for fact in asked if bool(fact.source) is is_filed] for is_filed in (True, False))
    said = [
        words("{what}：{named}", what=words(what), named=_named(facts, words))
        for what, facts in ((Message("缺少或认不出的内容"), filed), (Message("不能确定"), derived))
        if facts
    ]
    columns = [fact.source or next(iter(fact.columns), "") for fact in asked]
    places = words.join(list(dict.fromkeys(_heading(column) for column in columns if column))[:_MOST_FACTS_NAMED])
    return Reason(
        words("；").join(said),
        "unit",
        words("请填写或核实：{places}", places=places) if places else words("请补充说明"),
    )


def _named(facts: list[Fact], words: Words) -> str:
    more = words("等") if len(facts) > _MOST_FACTS_NAMED else ""
    return words.join([_asked(fact, words) for fact in facts[:_MOST_FACTS_NAMED]]) + more


def _asked(fact: Fact, words: Words) -> str:
    """Name a fact that is asked for; a truth as a question."""
    named = words.fact(fact)
    return words("是否{fact}", fact=named) if fact.dtype == pl.Boolean() else named


def _title(name: str, rulebook: Rulebook, words: Words) -> str:
    """Name an earlier verdict or criterion by its title."""
    stage, _, code = name.partition(".")
    item = rulebook.rules[code] if stage == "verdict" else rulebook.criteria[code]
    return item.title.of(words.lang)


def _heading(column: str) -> str:
    """Name a cell's column as the form does: 表1 基本情况“单位地址”."""
    table, key = column.partition(OF_ELECTRICITY)[0].replace(COUNTED, COUNTED_ELSEWHERE).split(".", 1)
    return f"{TABLES[table].sheet}“{TABLES[table].column(key).name_zh}”"
