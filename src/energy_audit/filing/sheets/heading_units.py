"""The units people write in headings, and how one converts into another.

Physical units are those of the reference table; the few that only headings have
(shares, heads, heat values) stand here.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from energy_audit.reference.spelling import normalise
from energy_audit.reference.tables import load_reference
from energy_audit.resources import folder

_OF_HEADINGS: dict[str, dict[str, str]] = {
    "heating value": {
        "千焦/千克": "1",
        "kj/kg": "1",
        "兆焦/千克": "1000",
        "mj/kg": "1000",
        "千焦/立方米": "1",
        "kj/m3": "1",
        "兆焦/立方米": "1000",
        "mj/m3": "1000",
    },
    "factor": {"吨标准煤/单位": "1"},
    "share": {"%": "1", "百分比": "1"},
    "people": {"人": "1"},
    "pieces": {"台": "1", "套": "1", "台套": "1", "个": "1"},
    "hours": {"小时": "1", "h": "1"},
    "power": {"瓦": "1", "w": "1", "千瓦": "1000", "kw": "1000"},
}


@cache
def _units() -> dict[str, tuple[str, Decimal]]:
    """Dimension and size of every spelling."""
    table = load_reference(folder("rules")).units.select("spelling", "dimension", "multiplier")
    known = {spelling: (dimension, size) for spelling, dimension, size in table.iter_rows()}
    for dimension, sizes in _OF_HEADINGS.items():
        known.update({normalise(unit): (dimension, Decimal(size)) for unit, size in sizes.items()})
    return known


def known(unit: str) -> bool:
    """Tell whether a text is a unit, or one unit per another."""
    return _read(unit) is not None


@lru_cache(maxsize=65_536)
def _read(unit: str) -> tuple[str, Decimal] | None:
    """Return dimension and size; of ``kgce/t`` the quotient of both."""
    plain = normalise(unit)
    if plain in _units():
        return _units()[plain]
    upper, slash, lower = plain.partition("/")
    if not slash or upper not in _units() or lower not in _units():
        return None
    (first, size), (second, per) = _units()[upper], _units()[lower]
    return f"{first}/{second}", size / per


def multiplier(unit: str, into: str) -> Decimal | None:
    """Return what a figure in ``unit`` is multiplied by to be in ``into``; None where they do not measure the same."""
    first, second = _read(unit), _read(into)
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def same_dimension(unit: str, other: str) -> bool:
    """Tell whether two units measure the same."""
    return multiplier(unit, other) is not None
