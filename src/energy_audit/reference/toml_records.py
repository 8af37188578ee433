"""Reads ``[[head]]`` tables of a TOML file into frozen dataclasses; an unknown or missing key is refused with its line."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.table_schema import CONFIDENCES, LEGAL_STATUSES

if TYPE_CHECKING:
    from pathlib import Path

Record = TypeVar("Record")


@dataclasses.dataclass(frozen=True)
class TomlFile:
    """A parsed file: its name as the user knows it, its text (for lines) and its values."""

    shown: str
    text: str
    values: dict[str, Any]


def parse_toml(path: Path, shown: str) -> TomlFile:
    """Parse ``path``; decimals stay exact.

    Raises:
        ReferenceTableError: the file is missing or not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return TomlFile(shown, text, tomllib.loads(text, parse_float=Decimal))
    except FileNotFoundError:
        raise ReferenceTableError(shown, 0, both("缺少这个参考表；请重新安装，或从备份恢复。")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise ReferenceTableError(
            shown, int(found[1]) if found else 0, both("不是合规的 TOML：{error}。", error=error)
        ) from None


def records(file: TomlFile, head: str, cls: type[Record]) -> tuple[Record, ...]:
    """Return every ``[[head]]`` of ``file`` as one ``cls``.

    Args:
        file: a parsed file.
        head: name of the array of tables.
        cls: a frozen dataclass; a field with a default may be left out, a nested dataclass is an inner table.

    Raises:
        ReferenceTableError: a key is unknown or missing, a value has another type, an id occurs twice, or a
            confidence, legal status or citation is not as it must be; names the line of the record.
    """
    lines = line_of_each(file, head)
    found: list[Record] = []
    seen: dict[str, int] = {}
    for values, line in zip(file.values.get(head, []), lines, strict=True):
        identity = str(values.get("id", ""))
        if identity in seen:
            raise ReferenceTableError(
                file.shown, line, both("编号 {identity} 已在第 {seen} 行用过。", identity=identity, seen=seen[identity])
            )
        seen[identity] = line
        found.append(_record(cls, values, file.shown, line))
    return tuple(found)


def line_of_each(file: TomlFile, head: str) -> list[int]:
    """Return the line of every ``[[head]]``, in order."""
    return [n for n, line in enumerate(file.text.splitlines(), 1) if line.strip() == f"[[{head}]]"]


@cache
def _fields(cls: type) -> tuple[dict[str, Any], dict[str, dataclasses.Field[Any]]]:
    """Give the hints and fields of a dataclass by name; once a class: hints are texts that Python compiles anew each time."""
    return get_type_hints(cls), {field.name: field for field in dataclasses.fields(cls)}


def _record(cls: type[Record], values: dict[str, Any], shown: str, line: int) -> Record:
    hints, fields = _fields(cls)  # type: ignore[arg-type] # a class is hashable, whatever its instances are
    for key in values:
        if key not in fields:
            raise ReferenceTableError(
                shown, line, both("不认识的键 {key}；可用的键：{fields}。", key=key, fields=", ".join(fields))
            )
    for name, field in fields.items():
        optional = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        if name not in values and not optional:
            raise ReferenceTableError(shown, line, both("缺少键 {name}。", name=name))
    built = {key: _value(hints[key], value, key, shown, line) for key, value in values.items()}
    for key, allowed in (("confidence", CONFIDENCES), ("legal_status", LEGAL_STATUSES)):
        if key in built and built[key] not in allowed:
            raise ReferenceTableError(
                shown,
                line,
                both(
                    "{key} 的值 {built!r} 不认识；只能是 {allowed}。",
                    key=key,
                    built=built[key],
                    allowed=", ".join(allowed),
                ),
            )
    if "citation" in fields and not str(built["citation"]).strip():
        raise ReferenceTableError(shown, line, both("没有依据（citation 为空）；没有依据的值不予采用。"))
    start, end = built.get("effective_from"), built.get("effective_to")
    if start and end and start > end:
        raise ReferenceTableError(shown, line, both("起始日晚于终止日。"))
    return cls(**built)


def _value(hint: Any, value: Any, key: str, shown: str, line: int) -> Any:
    """Return ``value`` as ``hint`` asks: lists become tuples, inner tables dataclasses, integers decimals where meant."""
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        if isinstance(value, list):
            return tuple(_value(get_args(hint)[0], item, key, shown, line) for item in value)
    elif dataclasses.is_dataclass(hint):
        if isinstance(value, dict):
            return _record(hint, value, shown, line)  # type: ignore[arg-type] # a class, not an instance: it is a hint
    elif hint is Decimal and type(value) in (int, Decimal):
        return Decimal(value)
    elif type(value) is hint:
        return value
    raise ReferenceTableError(shown, line, both("键 {key} 的值 {value!r} 类型不对。", key=key, value=value))
