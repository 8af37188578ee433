"""Corrections of unit-product limits as declared formulas: what the limit hangs on, in which unit, by how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 - resolved at run time, where the TOML values are typed
from typing import TYPE_CHECKING

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.spelling import normalise
from energy_audit.reference.toml_records import line_of_each, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.reference.toml_records import TomlFile

GRADES = (1, 2, 3)

# The number of inputs each kind of formula takes, at least and at most, and the values that it cannot do without.
_NEEDS = {
    "none_below": (1, 1, ("high",)),
    "linear": (1, 2, ("centre", "slopes")),
    "factor_above": (2, 2, ("high", "intercept", "slopes", "divisor")),
    "all_or_none": (1, 1, ()),
}


@dataclass(frozen=True)
class ConditionUnit:
    """A unit in which a condition may be filed, and how many of the input's first unit it is."""

    spellings: tuple[str, ...]
    multiplier: Decimal


@dataclass(frozen=True)
class CorrectionInput:
    """A condition that moves a limit. A value outside ``low``..``high`` (first unit) cannot be true and is not used."""

    id: str
    names: tuple[str, ...]
    units: tuple[ConditionUnit, ...]
    low: Decimal
    high: Decimal
    note: str = ""


@dataclass(frozen=True)
class Correction:
    """One formula; it covers the name ``covers`` of ``correction_inputs`` of its ``limits``, for its ``grades``.

    Attributes:
        kind: ``none_below`` (no correction for x < high, else unknown), ``linear`` (limit + slope x
            (x held within low..high - centre); the second input, if any, must be ``at_least``),
            ``factor_above`` (no correction for x <= high, else limit x (intercept + slope x second / divisor)),
            ``all_or_none`` (nothing at 0; limit x times + add at 100, unknown if neither is given; unknown between).
        inputs: ids of x, and of the second input where there is one.
        slopes: per unit of x; one for all grades, or one each for grades 1, 2 and 3.
    """

    id: str
    limits: tuple[str, ...]
    covers: str
    kind: str
    inputs: tuple[str, ...]
    grades: tuple[int, ...]
    citation: str
    source: str
    confidence: str
    low: Decimal | None = None
    high: Decimal | None = None
    centre: Decimal | None = None
    slopes: tuple[Decimal, ...] = ()
    at_least: Decimal | None = None
    intercept: Decimal | None = None
    divisor: Decimal | None = None
    add: Decimal | None = None
    times: Decimal | None = None
    note: str = ""

    def slope_of(self, grade: int) -> Decimal | None:
        """Return the slope of a grade; None where the formula has none."""
        if not self.slopes:
            return None
        return self.slopes[0] if len(self.slopes) == 1 else self.slopes[grade - 1]


def read_inputs(file: TomlFile) -> tuple[CorrectionInput, ...]:
    """Return the conditions of ``corrections.toml``.

    Raises:
        ReferenceTableError: a name belongs to two conditions, or a condition has no unit or one unit twice;
            names the line.
    """
    inputs = records(file, "input", CorrectionInput)
    owner: dict[str, str] = {}
    for each, line in zip(inputs, line_of_each(file, "input"), strict=True):
        for name in (each.id, *each.names):
            if owner.setdefault(normalise(name), each.id) != each.id:
                raise ReferenceTableError(
                    file.shown, line, both("“{name}”已是 {owner} 的叫法。", name=name, owner=owner[normalise(name)])
                )
        spellings = [normalise(spelling) for unit in each.units for spelling in unit.spellings]
        if not spellings or len(spellings) != len(set(spellings)):
            raise ReferenceTableError(file.shown, line, both("{id} 没有单位，或同一单位写了两次。", id=each.id))
    return inputs


def read_corrections(file: TomlFile, inputs_of_limit: Mapping[str, Iterable[str]]) -> tuple[Correction, ...]:
    """Return the formulas of ``corrections.toml``.

    Args:
        file: the file, parsed.
        inputs_of_limit: by ``limit_id``, the ``correction_inputs`` of the limits table.

    Raises:
        ReferenceTableError: a formula uses an input or limit that is not there, covers what its limit does not ask
            for or what another formula covers, or lacks what its kind needs; names the line.
    """
    known = {each.id for each in read_inputs(file)}
    found = records(file, "correction", Correction)
    covered: dict[tuple[str, str], str] = {}
    for each, line in zip(found, line_of_each(file, "correction"), strict=True):
        unknown = [name for name in each.inputs if name not in known]
        if unknown:
            raise ReferenceTableError(
                file.shown, line, both("用到的条件 {unknown} 没有 [[input]]。", unknown=", ".join(unknown))
            )
        _check_kind(each, file.shown, line)
        for limit in each.limits:
            if each.covers not in inputs_of_limit.get(limit, ()):
                message = both("限额 {limit} 在 limits.csv 中没有修正条件“{covers}”。", limit=limit, covers=each.covers)
                raise ReferenceTableError(file.shown, line, message)
            other = covered.setdefault((limit, each.covers), each.id)
            if other != each.id:
                message = both(
                    "限额 {limit} 的“{covers}”已由 {other} 修正，只能有一个公式。",
                    limit=limit,
                    covers=each.covers,
                    other=other,
                )
                raise ReferenceTableError(file.shown, line, message)
    return found


def _check_kind(each: Correction, shown: str, line: int) -> None:
    if each.kind not in _NEEDS:
        raise ReferenceTableError(
            shown, line, both("kind 的值 {kind!r} 不认识；只能是 {known}。", kind=each.kind, known=", ".join(_NEEDS))
        )
    fewest, most, needed = _NEEDS[each.kind]
    if not fewest <= len(each.inputs) <= most:
        raise ReferenceTableError(
            shown, line, both("{kind} 需要 {fewest} 至 {most} 个条件。", kind=each.kind, fewest=fewest, most=most)
        )
    lacking = [name for name in needed if getattr(each, name) in (None, ())]
    if each.kind == "linear" and (len(each.inputs) == 2) != (each.at_least is not None):
        lacking.append("at_least")
    if lacking:
        raise ReferenceTableError(
            shown, line, both("{kind} 缺少 {lacking}。", kind=each.kind, lacking=", ".join(lacking))
        )
    if len(each.slopes) not in (0, 1, len(GRADES)):
        raise ReferenceTableError(shown, line, both("slopes 要么一个（各级相同），要么三个（1、2、3级）。"))
    if each.divisor == 0:
        raise ReferenceTableError(shown, line, both("divisor 不能为0。"))
    if not each.grades or not set(each.grades) <= set(GRADES):
        raise ReferenceTableError(shown, line, both("grades 只能取 1、2、3，不能为空。"))
