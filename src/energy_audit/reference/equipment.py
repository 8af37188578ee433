"""Which equipment must not be used any more: matching a model number with the elimination catalogues.

A model is matched exactly after normalising, or by series only where the catalogue says series
(MIIT lists 2009 to 2016, 产业结构调整指导目录 2024). A condition whose input is missing gives
``cannot_tell``, never a breach; so does an entry of low confidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.model_number import category_of, models_in, normalise_model, squeezed, voltage_in
from energy_audit.reference.motor_size import lacks_its_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "Catalogue",
    "Conditions",
    "EliminationEntry",
    "Equipment",
    "Match",
    "Verdict",
    "category_of",
    "check_entries",
    "match_equipment",
    "normalise_model",
]

Verdict = Literal["met", "breached", "cannot_tell"]


@dataclass(frozen=True)
class Conditions:
    """What else must hold for an entry to apply; a year or size is included in its bound."""

    production_year_max: int | None = None
    commissioned_year_max: int | None = None
    commissioned_year_min: int | None = None
    capacity_kva_min: int | None = None
    capacity_kva_max: int | None = None
    voltage_kv: int | None = None
    frame_mm_min: int | None = None
    frame_mm_max: int | None = None
    voltage_v: tuple[str, ...] = ()
    voltage_v_max: int | None = None
    rule: str = ""
    grate: str = ""
    fuel: str = ""
    evaporation_tph_max: int | None = None


@dataclass(frozen=True)
class Catalogue:
    """One published list."""

    id: str
    title: str
    citation: str
    effective_from: date
    issued: date
    official_count: str
    confidence: str
    legal_status: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class EliminationEntry:
    """One entry of a list.

    Attributes:
        category: motor, transformer, boiler, pump, fan, compressor, welder, electric_furnace, refrigeration, switchgear.
        match: exact (``models``), series (``pattern``) or attribute (``conditions`` alone).
        mandatory: use must stop; false where the list only encourages renewal.
        deadline: last day of lawful use; none where the list gives none.
    """

    id: str
    category: str
    name_zh: str
    catalogue: str
    item_no: str
    match: str
    action: str
    mandatory: bool
    citation: str
    effective_from: date
    confidence: str
    legal_status: str
    models: tuple[str, ...] = ()
    pattern: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    deadline: date | None = None
    deadline_text: str = ""
    law: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    @property
    def binds_from(self) -> date:
        """The first day on which use is forbidden: that of the list, or the one after the last day of use."""
        if self.deadline is None or self.deadline <= self.effective_from:
            return self.effective_from
        return self.deadline + timedelta(days=1)


@dataclass(frozen=True)
class Equipment:
    """What is known of one piece of equipment; a blank or ``None`` is unknown."""

    model: str
    category: str | None = None
    manufactured_year: int | None = None
    commissioned_year: int | None = None
    voltage: str | None = None
    fuel: str | None = None
    grate: str | None = None
    evaporation_tph: float | None = None
    capacity_kva: float | None = None


@dataclass(frozen=True)
class Match:
    """The outcome for one piece of equipment.

    Attributes:
        verdict: met (no entry applies), breached (an entry applies), cannot_tell.
        entry: the entry that decides, if any; an entry that only encourages renewal comes with ``met``.
        missing: what must be known to decide, in Chinese (出厂年份, 设备类别, …).
    """

    verdict: Verdict
    entry: EliminationEntry | None = None
    missing: tuple[str, ...] = ()

    @property
    def eliminated(self) -> bool | None:
        """True on a list, False on none, None where it cannot be told."""
        return {"met": False, "breached": True, "cannot_tell": None}[self.verdict]


def check_entries(
    entries: Sequence[EliminationEntry], lines: Sequence[int], catalogues: Iterable[Catalogue], shown: str
) -> None:
    """Refuse an entry that names no known list or does not say how its models are told.

    Raises:
        ReferenceTableError: names the line of the entry.
    """
    known = {catalogue.id for catalogue in catalogues}
    for entry, line in zip(entries, lines, strict=True):
        told = {
            "exact": bool(entry.models) and not entry.pattern,
            "series": bool(entry.pattern) and not entry.models,
            "attribute": not entry.pattern and not entry.models and entry.conditions != Conditions(),
        }
        if not told.get(entry.match, False):
            raise ReferenceTableError(
                shown,
                line,
                both("条目 {id}：exact 须有 models，series 须有 pattern，attribute 须有 conditions。", id=entry.id),
            )
        if entry.catalogue not in known:
            raise ReferenceTableError(
                shown, line, both("条目 {id} 所属目录 {catalogue} 不存在。", id=entry.id, catalogue=entry.catalogue)
            )
        try:
            _compiled(entry.pattern)
        except re.error as error:
            raise ReferenceTableError(
                shown, line, both("条目 {id} 的 pattern 不是合规的正则表达式：{error}。", id=entry.id, error=error)
            ) from None


def match_equipment(entries: Iterable[EliminationEntry], equipment: Equipment, *, on: date | None = None) -> Match:
    """Say whether a piece of equipment is on an elimination list.

    Args:
        entries: the lists, as ``Reference.eliminated_equipment`` holds them.
        equipment: what is known of it.
        on: the day judged; an entry binds once its last day of use is over. None: every entry binds.

    Returns:
        The worst outcome over all entries: a sure breach first, then a doubt, then advice. A cell that as a whole is on
        no list is looked up model by model, where it names several.
    """
    if not equipment.model.strip() and equipment.category != "boiler":
        return Match("cannot_tell", missing=("型号",))
    binding = [entry for entry in entries if on is None or entry.binds_from <= on]
    whole = _worst(binding, equipment)
    if whole.entry is not None:
        return whole
    voltage = equipment.voltage or voltage_in(equipment.model)
    parts = [replace(equipment, model=model, voltage=voltage) for model in models_in(equipment.model)]
    found = [match for part in parts if (match := _worst(binding, part)).entry is not None]
    return min(found, key=lambda match: _FROM_WORST.index(match.verdict), default=whole)


_FROM_WORST: tuple[Verdict, ...] = ("breached", "cannot_tell", "met")


def _worst(entries: Iterable[EliminationEntry], equipment: Equipment) -> Match:
    outcomes = [outcome for entry in entries if (outcome := _outcome(entry, equipment)) is not None]
    for verdict in _FROM_WORST:
        for outcome in outcomes:
            if outcome.verdict == verdict:
                return outcome
    return Match("met")


def _outcome(entry: EliminationEntry, equipment: Equipment) -> Match | None:
    """Return what one entry says of the equipment, None where it does not apply."""
    # A listed model is the same thing wherever it is entered: a fan filed with its motor's model shows the motor.
    other = entry.match != "exact" and equipment.category not in {None, entry.category}
    if other and not _may_be_of_its_motor(entry, equipment):
        return None
    if entry.match == "attribute" and equipment.category is None:
        return None
    model = normalise_model(equipment.model)
    of_series = equipment.category == entry.category == "motor" and lacks_its_size(entry, model)
    if entry.match == "exact" and not of_series and squeezed(model) not in _squeezed_models(entry.models):
        return None
    if entry.match == "series" and not of_series and not _compiled(entry.pattern).search(model):
        return None
    missing = ["机座号"] if of_series else []
    # A series pattern is short; without the category, SG may be a furnace or a transformer.
    if entry.match == "series" and (equipment.category is None or other):
        missing.append("设备类别")
    for condition in _conditions(entry, equipment, model):
        if condition is False:
            return None
        if isinstance(condition, str):
            missing.append(condition)
    if missing:
        return Match("cannot_tell", entry, tuple(dict.fromkeys(missing)))
    if not entry.mandatory:
        return Match("met", entry)
    return Match("cannot_tell" if entry.confidence == "low" else "breached", entry)


_DRIVEN = frozenset({"fan", "pump", "compressor"})


def _may_be_of_its_motor(entry: EliminationEntry, equipment: Equipment) -> bool:
    """Whether a driven machine is filed with the model of a motor, or its motor with the machine's, of a listed series."""
    kinds = {entry.category, equipment.category}
    if entry.match != "series" or entry.confidence == "low" or "motor" not in kinds or not kinds & _DRIVEN:
        return False
    model = normalise_model(equipment.model)
    found = _compiled(entry.pattern).search(model)
    # a series ends where its size begins: JWQ50 is no JW
    return found is not None and re.match(r"[-\d ]|$", model[found.end() :]) is not None


def _conditions(entry: EliminationEntry, equipment: Equipment, model: str) -> list[bool | str]:
    """Return for each condition whether it holds, or the name of what is missing to say so."""
    wanted = entry.conditions
    # what stands before the hyphen of a transformer is its series: a bare S7 has no size
    number = re.search(r"\d+", model.partition("-")[2] if entry.category == "transformer" else model)
    size = int(number[0]) if number else None
    voltage = equipment.voltage or voltage_in(equipment.model)
    return [
        *_bound("出厂年份", equipment.manufactured_year, None, wanted.production_year_max),
        *_bound("投运年份", equipment.commissioned_year, wanted.commissioned_year_min, wanted.commissioned_year_max),
        *_bound(
            "额定容量",
            equipment.capacity_kva if size is None else size,
            wanted.capacity_kva_min,
            wanted.capacity_kva_max,
        ),
        *_bound("机座号", size, wanted.frame_mm_min, wanted.frame_mm_max),
        *_named("额定电压", _volts(voltage), (f"{wanted.voltage_kv * 1000}",) if wanted.voltage_kv else ()),
        *_named("额定电压", _volts(voltage), tuple(_volts(v) for v in wanted.voltage_v)),
        *_bound("额定电压", _highest(voltage), None, wanted.voltage_v_max),
        *_named("燃料", equipment.fuel, (wanted.fuel,) if wanted.fuel else ()),
        *_named("炉排形式", equipment.grate, (wanted.grate,) if wanted.grate else ()),
        *_bound("额定蒸发量", equipment.evaporation_tph, None, wanted.evaporation_tph_max),
    ]


def _bound(name: str, value: float | None, low: int | None, high: int | None) -> list[bool | str]:
    if low is None and high is None:
        return []
    if value is None:
        return [name]
    return [(low is None or value >= low) and (high is None or value <= high)]


def _named(name: str, value: str | None, allowed: tuple[str | None, ...]) -> list[bool | str]:
    if not allowed:
        return []
    return [name] if value is None else [value in allowed]


def _volts(voltage: str | None) -> str | None:
    """Return 380/660 of 380/660V; kilovolts are turned into volts."""
    if voltage is None:
        return None
    numbers = re.findall(r"\d+(?:\.\d+)?", voltage)
    scale = 1000 if "K" in voltage.upper() else 1
    return "/".join(f"{float(number) * scale:g}" for number in numbers) or None


def _highest(voltage: str | None) -> float | None:
    volts = _volts(voltage)
    return max(float(part) for part in volts.split("/")) if volts else None


@lru_cache(maxsize=256)
def _squeezed_models(models: tuple[str, ...]) -> frozenset[str]:
    return frozenset(squeezed(normalise_model(model)) for model in models)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
