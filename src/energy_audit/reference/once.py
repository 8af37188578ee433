"""What is worked out of the tables alone is worked out once for each ``Reference``, and kept with it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.reference.tables import Reference

T = TypeVar("T")


def once(make: Callable[[Reference], T]) -> Callable[[Reference], T]:
    """Keep the result of a function of the tables beside them, as a ``cached_property`` of a higher floor would."""
    key = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def known(reference: Reference) -> T:
        kept = vars(reference)
        if key not in kept:
            kept[key] = make(reference)
        found: T = kept[key]
        return found

    return known
