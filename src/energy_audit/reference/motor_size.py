"""A motor filed by less than its whole size: which lists may hold it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from energy_audit.reference.equipment import EliminationEntry

_FRAME = re.compile(r"([A-Z]+)-?(\d{2,3})([SML])?(\d)?(?:-(\d{1,2}))?")
"""Series, height, length, winding and poles of a motor: Y315L1-4 (GB/T 4772.1)."""


def lacks_its_size(entry: EliminationEntry, model: str) -> bool:
    """Whether a motor is filed by no more than a series (Y, Y2, YB), or part of a size (Y315L-4, Y2-160), that an entry lists."""
    if entry.confidence == "low":
        return False
    if not re.fullmatch(r"[A-Z]+\d?", model):
        return _is_part_of_a_size(entry, model)
    if entry.match == "exact":
        # Y2 is another series than the Y200L of the series Y
        behind = "-" if model[-1].isdigit() else "-?"
        return any(re.match(rf"{model}{behind}\d", each) for each in entry.models)
    # any frame that such lists know
    return not re.compile(entry.pattern).search(model) and bool(re.compile(entry.pattern).search(f"{model}-132M-4"))


def _is_part_of_a_size(entry: EliminationEntry, model: str) -> bool:
    """Whether length, winding or poles are left out of the model, so that it may be one that an entry lists."""
    if entry.match == "exact":
        return (filed := _FRAME.fullmatch(model)) is not None and any(
            (listed := _FRAME.fullmatch(each)) is not None
            and filed.groups() != listed.groups()
            and all(own in {None, other} for own, other in zip(filed.groups(), listed.groups(), strict=True))
            for each in entry.models
        )
    bare = re.fullmatch(r"([A-Z]+\d?-?\d{2,3})(-\d{1,2})?", model)
    pattern = re.compile(entry.pattern)
    return bare is not None and not pattern.search(model) and bool(pattern.search(f"{bare[1]}M{bare[2] or ''}"))
