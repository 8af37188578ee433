"""Tells what units of a batch have in common before the batch is typed.

Which units may have anything in common is seen in a few columns. Whether they have rests on which of their rows count
- a sum, a copied example or a second copy of a filing does not - so the rows of just these units are typed for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.shared import shared_by_units, units_that_share
from energy_audit.filing.own_rows import no_rows

if TYPE_CHECKING:
    from energy_audit.filing.shared import Shared
    from energy_audit.parts.ahead import Untyped

_TOLD_BY = ("nonfossil", "project")
_RESTS_ON = ("enterprise", *_TOLD_BY)
"""Of which site a filing is, and so whether another is its copy, the enterprise table may say."""


def shared_in(untyped: Untyped) -> Shared:
    """Tell what units have in common.

    Raises:
        OSError, pl.exceptions.PolarsError: a file is damaged, or has changed.
    """
    units = units_that_share(*(untyped.tables[key] for key in _TOLD_BY))
    told: dict[str, list[pl.DataFrame]] = {key: [no_rows(key)] for key in _TOLD_BY}
    for tables in untyped.typed_of(units, _RESTS_ON):
        for key, found in told.items():
            found.append(tables[key])
    places = (untyped.batch.sources, untyped.batch.placement)
    nonfossil, projects = (pl.concat(told[key]) for key in _TOLD_BY)
    return shared_by_units(nonfossil, projects, places)
