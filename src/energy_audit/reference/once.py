"""What is worked out of the tables alone is worked out once for each ``Reference``, and kept with it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.reference.tables import Reference

T = TypeVar("T")
P = ParamSpec("P")


def once(make: Callable[Concatenate[Reference, P], T]) -> Callable[Concatenate[Reference, P], T]:
    """Keep what a function of the tables returns beside them, as a ``cached_property`` of a higher floor would.

    What is returned is kept for each of its further arguments too, so let these be few: days and names of the tables' own,
    nothing that is filed. They are told apart by their ``repr``.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def known(reference: Reference, /, *args: P.args, **named: P.kwargs) -> T:
        kept, key = vars(reference), f"{name} {args} {named}"
        if key not in kept:
            kept[key] = make(reference, *args, **named)
        found: T = kept[key]
        return found

    return known
