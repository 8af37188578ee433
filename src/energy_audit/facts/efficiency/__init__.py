"""Efficiency grade of a device, where its nameplate allows: motors, industrial boilers, distribution transformers.

Grade 3 is the limit value. Below it a device in use is a case for renewal, not one of elimination. A model name alone
gives no grade; where it does not, what is lacking is named.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.facts.efficiency.boilers import grade_boilers
from energy_audit.facts.efficiency.grades import BELOW
from energy_audit.facts.efficiency.label import labelled
from energy_audit.facts.efficiency.motors import grade_motors
from energy_audit.facts.efficiency.transformers import grade_transformers
from energy_audit.reference.elimination import JUDGED_ON

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

__all__ = ["BELOW", "with_efficiency"]

_PERCENT = r"(\d{2,3}(?:\.\d+)?)\s*%"
_GRADERS = {"motor": grade_motors, "boiler": grade_boilers, "transformer": grade_transformers}
_WITHOUT_TABLE = ["pump", "fan", "compressor", "refrigeration", "welder"]
"""These have standards of their own (GB 19762, GB 19761, GB 19153 …), whose tables are not on file."""


def with_efficiency(devices: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add the grade of each device.

    Args:
        devices: elimination_category (motor | boiler | transformer | …), model, plate_text, capacity, efficiency_level,
            nameplate_standard: String as filed; no_load_loss, load_loss: NUMBER, W; fuel, evaporation_tph; ``JUDGED_ON``:
            Date, whose standards grade the device.
        reference: the grades.

    Returns:
        ``devices`` in their order with ``efficiency_grade``: Int64 (1, 2, 3; 4 is below grade 3), null where the nameplate
        does not allow it or the cases that it may be differ; ``efficiency_gradable``: Boolean, null where the nameplate
        tells and no standard of that day is on file; ``efficiency_standard``,
        ``efficiency_confidence``: String; ``efficiency_missing``: String, a code of what is lacking;
        ``efficiency_likely``: Int64, the grade that the series of an ungraded motor usually has;
        ``efficiency_ground``: String, what on the nameplate was looked at.
    """
    level = pl.col("efficiency_level").str.normalize("NFKC")
    described = labelled(
        devices.with_row_index("device").with_columns(
            level=level,
            percent=level.str.extract(_PERCENT).cast(NUMBER, strict=False),
            plate_model=pl.col("model").str.normalize("NFKC").str.to_uppercase().str.replace_all(r"\s", ""),
        )
    )
    answers = pl.concat(
        [
            grade(
                described.filter((pl.col("elimination_category") == category) & (pl.col(JUDGED_ON) == day)),
                reference,
                day,
            )
            for day in described[JUDGED_ON].unique().sort().to_list() or [date.max]
            for category, grade in _GRADERS.items()
        ],
        how="diagonal",
    )
    no_edition = (pl.col("missing") == "edition").fill_null(value=False) & _ground().is_not_null()
    without = pl.when(pl.col("elimination_category").is_in(_WITHOUT_TABLE)).then(pl.lit("no-table"))
    graded = described.join(answers, on="device", how="left", maintain_order="left")
    return graded.with_columns(
        efficiency_grade=pl.col("grade"),
        efficiency_gradable=pl.when(~no_edition).then(pl.col("grade").is_not_null()),
        efficiency_standard=pl.col("standard"),
        efficiency_confidence=pl.col("confidence"),
        efficiency_missing=pl.coalesce("missing", without),
        efficiency_likely=pl.col("likely"),
        efficiency_ground=_ground(),
    ).drop("device", "level", "percent", "plate_model", "label", "label_standard", *answers.columns[1:])


def _ground() -> pl.Expr:
    """What was filed of the nameplate, in the signs of the standards: a percentage, IE3, a grade, P0 and Pk in watts."""
    losses = pl.format(
        "P0 {} W / Pk {} W",
        *(pl.col(name).cast(pl.String).str.replace(r"\.?0+$", "") for name in ("no_load_loss", "load_loss")),
    )
    filed = pl.col("efficiency_level").str.strip_chars()
    return pl.when(pl.col("elimination_category") == "transformer").then(pl.coalesce(losses, filed)).otherwise(filed)
