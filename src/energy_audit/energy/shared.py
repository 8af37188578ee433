"""Finds what several units of a batch say of one thing: a certificate that serves twice, a project that is filed twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.energy.certificates import listed_numbers
from energy_audit.energy.relations.project import NAMED_BY, cells_of_projects, named_projects
from energy_audit.filing.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.filing.intake import Intake

_YEAR = "report_year"


def shared_by_units(
    nonfossil: pl.DataFrame, projects: pl.DataFrame, places: tuple[pl.DataFrame, pl.DataFrame] | None = None
) -> Shared:
    """Tell what units of a batch have in common.

    Args:
        nonfossil: the supplementary tables: uscc, report_year, site, gec_ids.
        projects: the project tables: uscc and ``NAMED_BY``, with places also source and row.
        places: sources and placement of the batch; without them no cell is named.
    """
    several = pl.col("uscc").n_unique() > 1
    shared = Shared(
        listed_numbers(nonfossil).group_by("id").agg(several=several).filter("several").select("id").sort("id"),
        named_projects(projects)
        .group_by(NAMED_BY)
        .agg(several=several, times=pl.len())
        .filter("several")
        .select(*NAMED_BY, "times")
        .sort(NAMED_BY),
    )
    if places is None or shared.projects.is_empty():
        return shared
    of_several = projects.join(shared.projects, on=NAMED_BY, how="semi", nulls_equal=True)
    return replace(shared, project_cells=cells_of_projects(of_several, *places))


def with_own_share(part: Intake) -> Intake:
    """Leave of what units of the batch have in common what a part has a share in, so that nothing else moves it.

    Args:
        part: what was filed for its units; without ``shared`` it is a whole batch, and left as it is.
    """
    if part.shared is None:
        return part
    listed, named = listed_numbers(part.tables["nonfossil"]), named_projects(part.tables["project"])
    own = Shared(
        part.shared.certificates.join(listed, on="id", how="semi", maintain_order="left"),
        *(
            frame.join(named, on=NAMED_BY, how="semi", nulls_equal=True, maintain_order="left")
            for frame in (part.shared.projects, part.shared.project_cells)
        ),
    )
    return replace(part, shared=own)


def units_that_share(nonfossil: pl.DataFrame, projects: pl.DataFrame) -> pl.Series:
    """Return the codes of units that list a certificate or a project, of whatever year, which another one lists, too.

    Args:
        nonfossil: as ``shared_by_units`` takes it; rows that will be taken out may be there still.
        projects: likewise.

    Returns:
        Distinct codes in their order; rows of nobody are those of one more unit, whose code is null and comes last.
    """
    undated = [name for name in NAMED_BY if name != _YEAR]
    own = (_of_several(listed_numbers(nonfossil), ["id"]), _of_several(named_projects(projects), undated))
    return pl.concat(own).unique().sort(nulls_last=True)


def _of_several(rows: pl.DataFrame, named_by: Sequence[str]) -> pl.Series:
    return rows.filter(pl.col("uscc").n_unique().over(named_by) > 1)["uscc"]
