"""The JSON Schema of pack files, for completion and checks in an editor; drawn from the model, so that it cannot drift.

What a schema cannot see (names that exist, SQL, dates that overlap) the loader refuses.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from energy_audit.rulebook.cases import TRUTHS
from energy_audit.rulebook.citations import LEGAL_STATUSES
from energy_audit.rulebook.model import (
    VERDICTS,
    Citation,
    Condition,
    Criterion,
    Pack,
    Parameter,
    ParameterValue,
    Rule,
    Text,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Schema = dict[str, Any]

CODE_PATTERN = "^[A-Z]{3,5}[0-9]{3}$"
_NOT_IN_FILES = {"pack", "topic", "place", "template", "folder", "dtype", "editions"}
"""Fields that follow from where a definition stands, or from the table of law."""
_MAY_BE_LEFT_OUT = {
    "evidence",
    "role",
    "predecessor",
    "successor",
    "told_by",
    "awaits",
    "speaks_of",
    "comes_first",
    "document",
    "extends",
    "unit",
    "document_no",
    "article",
}
"""Keys without None in the model that nevertheless have a default."""
_DESCRIPTIONS = {
    "code": "规则编号，三至五个大写字母加三位数字，永不重用 / code, never used again",
    "name": "名称：规则用 kebab-case 写所见状态，判据和参数用 snake_case / a state in kebab-case; criteria and parameters in snake_case",
    "subject": "判定对象 / what is judged",
    "kind": "violation 违法（须有现行有效且把握中以上的依据）、suspicion 疑似、notice 提示 / a violation needs sound law in force",
    "severity": "后果：high 停产关闭处罚，medium 责令改正，low 建议，info 参考 / by consequence",
    "applies": "适用条件（SQL），省略即一律适用 / guard in SQL; left out: always",
    "breached": "不符合的条件（SQL） / the breach in SQL",
    "holds": "判据成立的条件（SQL） / when the criterion holds, in SQL",
    "role": "报告矩阵中的分组 / group in the report's matrix",
    "title": "短标题：哪里不对 / what is wrong, shortly",
    "meaning": "查什么 / what it checks",
    "why": "为何重要 / why it matters",
    "remedy": "怎么办 / how to put it right",
    "authority": "主管部门 / competent authority",
    "first_step": "法律允许的第一步 / the first step the law allows",
    "honesty": "exact 准确，may_over_report 可能多报，may_under_report 可能漏报 / may it err, and which way",
    "message": "发现的文字，{事实} 和 {:参数} 会换成值和单位 / text of a finding; {fact} and {:parameter} become values",
    "unknown": "不能判断时的文字 / text where it cannot be told",
    "evidence": "随发现列出单元格的事实 / facts shown with their cells",
    "citations": "依据：law.csv 的编号，或带 text、confidence、legal_status 的表 / law ids or tables",
    "citation": "依据 / ground of the value",
    "predecessor": "被它接替的规则 / the rule it follows",
    "successor": "接替它的规则 / the rule that follows it",
    "told_by": "所列规则之一对同一单位（或同一对象的同一行）有发现时，本规则的“不能判断”由其中第一条一并说明，不再单独列为发现 / the first of these rules that has a finding of the unit (or of the same row) says for this one too that it cannot be told",
    "awaits": "与 told_by 同用：该是否类事实为“否”（所需的表未填报）时才一并说明 / with told_by: only where this Boolean fact is false, as the table waited for was not filed",
    "speaks_of": "列出因本规则所说的原因而未知之事实的文字类事实：本规则只代由此不能判断的规则说明 / text fact that lists the facts unknown for the reason this rule states: its finding speaks only for rules that hang on these",
    "comes_first": "true：先于其他一切规则；本规则不符合时，该单位其余规则一律不能判断，由本规则的发现一并说明 / true: before all others; where it is breached, no other rule can be told of the unit, and its finding speaks for all",
    "document": "只判定这一份档案，如 ARC-14 / judged on this document only",
    "code_prefix": "档案规则的编号前缀：ARC 得 ARC001 … / prefix of the generated codes",
    "applies_conditions": "各份档案自己的条件（SQL） / a condition a document, in SQL",
    "unit": "单位 / unit",
    "governed_by": "决定取哪个时段之值或依据的日期类事实 / the Date fact that chooses value or citation",
    "value": '各时段的值；none 表示当时无此义务 / dated values; "none": no such duty then',
    "effective_from": "生效日 / first day",
    "effective_to": "失效日（含），省略即至今 / last day, inclusive; left out: still in force",
    "last_checked": "最近核对日 / day last compared with the source",
    "equivalent": "不改变任何结论的改动，附理由 / changes of a condition that are none, with the reason",
    "change": "rules mutate 所列的改动 / the change as rules mutate names it",
    "reason": "为何改动不改变任何结论 / why it changes no verdict",
    "text": "依据的名称 / what is cited",
    "document_no": "文号 / document number",
    "article": "条款 / article",
    "confidence": "把握 / how surely it is known",
    "legal_status": "法律状态 / legal status",
    "version": "规则包版本 / version of the pack",
    "extends": "所依赖的规则包 / packs it builds on",
    "topic": "主题 / topic",
    "parameter": "带日期的参数，SQL 中写作 :name / dated values, :name in SQL",
    "criterion": "供后续规则使用的判据 / named conditions for later rules",
    "rule": "规则 / rules",
    "document_rule": "按档案清单展开的规则模板 / a template expanded over the documents",
    "case": "用例 / cases",
    "expect": '应得的结论；判据用 true、false、"unknown" / the verdict expected',
    "facts": "给出的事实，未列出的即未知 / facts given; all others are unknown",
    "verdicts": "给出的其他规则的结论 / verdicts of other rules",
    "criteria": "给出的判据真假，未知则不写 / truths of criteria; leave out what is unknown",
}


def pack_schema() -> Schema:
    """Return the schema that every TOML file of a pack fits: its ``pack.toml``, its topics and its case files."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "energy-audit rule pack",
        "anyOf": [{"$ref": f"#/definitions/{name}"} for name in ("topic_file", "pack", "case_file")],
        "definitions": _definitions(),
    }


def schema_text() -> str:
    """Write the schema as ``rules/pack.schema.json`` holds it."""
    return json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


def _definitions() -> Schema:
    rule, criterion, parameter = _keys(Rule), _keys(Criterion), _keys(Parameter)
    rule["code"] |= {"pattern": CODE_PATTERN}
    parameter["value"] = _list_of("parameter_value") | {"minItems": 1}
    del parameter["values"]
    value = _keys(ParameterValue)
    value["value"] = {"type": ["number", "string", "boolean"]}
    citation = _keys(Citation)
    citation["text"] = {"anyOf": [_text(), _ref("bilingual")]}
    citation["legal_status"] = {"enum": list(LEGAL_STATUSES)}
    del citation["id"], citation["instrument"]
    template = {key: rule[key] for key in rule if key not in {"code", "document"}}
    template |= {"code_prefix": _text(), "applies_conditions": _table_of({"type": "string"})}
    dated = {"effective_from", "effective_to"}
    return {
        "bilingual": _closed({"zh": _text(), "en": _text()}, ("zh", "en")),
        "citation": {"anyOf": [_text(), _closed(citation, _wanted(Citation, citation, dated))]},
        "parameter_value": _closed(value, ("value", "effective_from", "citation", "last_checked")),
        "parameter": _closed(parameter, _wanted(Parameter, parameter)),
        "criterion": _closed(criterion, _wanted(Criterion, criterion)),
        "rule": _closed(rule, _wanted(Rule, rule, {"governed_by"})),
        "document_rule": _closed(
            template,
            _wanted(Rule, template, {"subject", "kind", "severity", "citations", "governed_by", "applies_conditions"}),
        ),
        "topic": _closed(_keys(Topic), ("name", "title")),
        "topic_file": _closed(
            {"topic": _ref("topic")}
            | {key: _list_of(key) for key in ("parameter", "criterion", "rule", "document_rule")},
            ("topic",),
        ),
        "pack": _closed(_keys(Pack), _wanted(Pack, _keys(Pack))),
        "case": _closed(
            {
                "name": _text(),
                "expect": {"enum": [*VERDICTS, *TRUTHS, True, False]},
                "facts": _table_of({"type": ["number", "string", "boolean"]}),
                "verdicts": _table_of({"enum": list(VERDICTS)}),
                "criteria": _table_of({"type": "boolean"}),
                "document": _text(),
            },
            ("name", "expect"),
        ),
        "equivalent": _closed({"change": _text(), "reason": _text()}, ("change", "reason")),
        "case_file": _closed({"case": _list_of("case"), "equivalent": _list_of("equivalent")}, ("case",)),
    }


def _keys(model: type) -> Schema:
    """Give the keys of a definition with what each may hold, from the fields of its dataclass."""
    hints = get_type_hints(model)
    return {field.name: _value(hints[field.name]) for field in fields(model) if field.name not in _NOT_IN_FILES}


def _wanted(model: type, keys: Iterable[str], also_optional: Collection[str] = ()) -> list[str]:
    """Name the keys that must be given: those of the model that neither may be None nor have a default."""
    hints = get_type_hints(model)
    optional = {name for name, hint in hints.items() if NoneType in get_args(hint)} | _MAY_BE_LEFT_OUT
    return [key for key in keys if key not in optional and key not in also_optional]


def _value(hint: Any) -> Schema:
    """Say in JSON Schema what a field may hold."""
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        part = get_args(hint)[0]
        return _list_of("citation") | {"minItems": 1} if part is Citation else {"type": "array", "items": _value(part)}
    simple: dict[Any, Schema] = {
        bool: {"type": "boolean"},
        Text: _ref("bilingual"),
        Citation: _ref("citation"),
        Condition: _text(),
        dt.date: {"type": "string", "format": "date"},
    }
    return simple.get(hint, {"type": "string"})


def _closed(keys: Schema, required: Iterable[str]) -> Schema:
    """Describe a table that holds these keys and no others."""
    described = {key: _described(key, value) for key, value in keys.items()}
    return {"type": "object", "properties": described, "required": list(required), "additionalProperties": False}


def _described(key: str, value: Schema) -> Schema:
    if key not in _DESCRIPTIONS:
        return value
    # draft 7 ignores what stands beside a $ref
    value = {"allOf": [value]} if "$ref" in value else value
    return {"description": _DESCRIPTIONS[key], **value}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _table_of(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _text() -> Schema:
    return {"type": "string", "minLength": 1}
