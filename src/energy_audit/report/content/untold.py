"""What could not be told, gathered by reason, each with what to ask for.

A verdict that cannot be told is never a verdict of met. Sixty of them often have
four reasons: no archive list, a table not filed, a tier left open, a list that
the authority has not loaded.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from energy_audit.filing.schema import TABLES
from energy_audit.report.content.model import Untold
from energy_audit.report.content.tiering import why_undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from energy_audit.report.content.partition import Row
    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rule, Rulebook

_TIER_FACTS: Final = {
    "tier",
    "tier_calorific",
    "tier_equal",
    "key_energy_user",
    "statutory_key_user",
    "basis_sensitive",
    "document_required",
    "document_binding",
}
_TOTAL_FACTS: Final = {f"tce_{basis}{end}" for basis in ("calorific", "equal") for end in ("", "_low", "_high")} | {
    "margin_5000_tce",
    "margin_10000_tce",
    "tier_sensitive_to_row",
}
_CATALOGUE_FACTS: Final = {"in_provincial_two_high_catalogue", "project_in_provincial_catalogue"}
_MOST_FACTS_NAMED: Final = 4
_MOST_ITEMS_NAMED: Final = 6


@dataclass(frozen=True)
class _Reason:
    """Why a verdict is open, and what would settle it."""

    text: str
    ask: str


def gather_untold(rows: list[Row], facts: Row, rulebook: Rulebook, words: Words) -> tuple[Untold, ...]:
    """Gather the cannot_tell rows of one enterprise-year; the reason with most verdicts first.

    Args:
        rows: its rows of ``Judgement.findings``.
        facts: its enterprise facts.
        rulebook: the rules.
        words: the language.
    """
    gathered: dict[_Reason, list[Rule]] = defaultdict(list)
    for row in rows:
        if row["verdict"] == "cannot_tell":
            rule = rulebook.rules[row["rule"]]
            reason = next(_reasons(row, facts, rulebook, words))
            gathered[reason].append(rule)
    untold = [
        Untold(
            reason=reason.text,
            ask=reason.ask,
            items=_items(rules, words),
            rules=tuple(dict.fromkeys(f"{rule.code} {rule.title.of(words.lang)}" for rule in rules)),
            count=len(rules),
        )
        for reason, rules in gathered.items()
    ]
    return tuple(sorted(untold, key=lambda each: -each.count))


def _items(rules: list[Rule], words: Words) -> tuple[str, ...]:
    """Name some of what is open; documents, of which there may be fifty, only by their number."""
    titles = list(dict.fromkeys(rule.title.of(words.lang) for rule in rules if rule.subject != "document"))
    documents = sum(rule.subject == "document" for rule in rules)
    more = len(titles) - _MOST_ITEMS_NAMED
    listed = titles[:_MOST_ITEMS_NAMED]
    if more > 0:
        listed.append(words(f"另有 {more} 项，见附录", f"{more} more: see the annex"))
    if documents:
        listed.append(words(f"节能管理档案 {documents} 项", f"{documents} documents of the management file"))
    return tuple(listed)


def _reasons(row: Row, facts: Row, rulebook: Rulebook, words: Words) -> Iterator[_Reason]:
    """Give every reason that is known, the one that explains most first; the rule's own message always is one."""
    names = _unknown_names(row)
    unknown = {name for name in names if "." not in name}
    if row["subject"] == "document" and not facts["archive_list_filed"]:
        yield _Reason(
            words("未提交节能管理档案目录", "no archive list was handed in"),
            words(
                "请提交档案目录，应列的项目见“节能管理档案”一节",
                "hand in the list; see the section on the management file",
            ),
        )
    if unknown & _CATALOGUE_FACTS and not facts["two_high_catalogue_loaded"]:
        yield _Reason(
            words("省级“两高”目录尚未导入", "the provincial two-high catalogue is not loaded"),
            words("由主管部门导入目录后重新判定", "the authority loads it and judges again"),
        )
    if unknown & _TIER_FACTS and facts["tier"] is None:
        yield _open_tier(facts, words)
    elif unknown & _TIER_FACTS and facts["statutory_key_user"] is None:
        yield _Reason(
            words(
                "是否法定重点用能单位不能判断：省级指定名单未导入",
                "statutory status: the designation list is not loaded",
            ),
            words(
                "由主管部门导入名单，或提供指定文件", "the authority loads the list, or the designation is handed in"
            ),
        )
    if unknown & _TOTAL_FACTS:
        yield _Reason(
            words("综合能耗只能算出区间", "the total is only known as an interval"),
            words(
                "请核实“综合能耗的计算”中未提供或系数为区间的行", "check the rows of the sum that are absent or ranged"
            ),
        )
    for table in _tables_not_filed(unknown, facts, rulebook):
        sheet = TABLES[table].sheet
        yield _Reason(
            words(f"未填“{sheet}”", f'table "{sheet}" was not filed'), words(f"请补报“{sheet}”", f'file "{sheet}"')
        )
    if unknown == {"document_condition_holds"}:
        yield _Reason(
            words(
                "附条件的档案：条件是否成立没有说明", "conditional documents: whether their condition holds is not said"
            ),
            words(
                "请在档案目录中逐项填“是”或“不适用”并写明理由", "say yes or not applicable, with the reason, for each"
            ),
        )
    elif unknown:
        yield _missing_facts(sorted(unknown), rulebook, words)
    if earlier := [_title(name, rulebook, words) for name in names if "." in name]:
        named = words.join(earlier)
        yield _Reason(
            words(f"前提不能判断：{named}", f"rests on what cannot be told: {named}"),
            words("见该项的原因", "see the reason given there"),
        )
    yield _Reason(
        row["message"] or words("资料不足", "not enough was provided"), words("请补充后重新判定", "provide it")
    )


def _unknown_names(row: Row) -> tuple[str, ...]:
    """Name what the evidence shows as unknown: facts, and earlier verdicts or criteria that could not be told."""
    evidence = json.loads(row["evidence"] or "{}")
    return tuple(name for name, entry in evidence.items() if entry["value"] in {None, "cannot_tell"} and name[0] != ":")


def _open_tier(facts: Row, words: Words) -> _Reason:
    why = why_undecided(facts, words)
    cells = facts.get("tier_deciding_cells")
    ask = words("请核实总量和口径", "check the total and the basis")
    return _Reason(
        words(f"档次不能确定：{why}", f"the tier is open: {why}"),
        words(f"{ask}；决定档次的单元格：{cells}", f"{ask}; deciding cells: {cells}") if cells else ask,
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


def _missing_facts(unknown: list[str], rulebook: Rulebook, words: Words) -> _Reason:
    names = [words.fact(rulebook.fact(name)) for name in unknown]
    named = words.join(names[:_MOST_FACTS_NAMED]) + (
        words("等", " and others") if len(names) > _MOST_FACTS_NAMED else ""
    )
    columns = [rulebook.fact(name).source or next(iter(rulebook.fact(name).columns), "") for name in unknown]
    places = words.join(list(dict.fromkeys(_heading(column) for column in columns if column))[:_MOST_FACTS_NAMED])
    return _Reason(
        words(f"未提供或不能确定：{named}", f"not provided or open: {named}"),
        words(f"请填写或核实：{places}", f"fill in or check: {places}") if places else words("请补充说明", "explain"),
    )


def _title(name: str, rulebook: Rulebook, words: Words) -> str:
    """Name an earlier verdict or criterion by its title."""
    stage, _, code = name.partition(".")
    item = rulebook.rules[code] if stage == "verdict" else rulebook.criteria[code]
    return item.title.of(words.lang)


def _heading(column: str) -> str:
    """Name a cell's column as the form does: 表1 基本情况“单位地址”."""
    table, key = column.split(".", 1)
    return f"{TABLES[table].sheet}“{TABLES[table].column(key).name_zh}”"
