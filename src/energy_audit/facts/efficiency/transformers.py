"""10 kV distribution transformers by GB 20052-2024: no-load and load loss, both of which must keep to the grade.

The series in a model (S11, S20, SCB14 …) is the maker's word and gives no grade: two transformers of one series may lie
on either side of a limit. Tables 1 and 2 of the standard are on file (three-phase, two windings, off-circuit taps,
oil-immersed and dry); those of 35 kV and above and of new-energy plants are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.facts.efficiency.grades import BELOW, agree, in_force, settled, unanimous
from energy_audit.facts.efficiency.label import label_grade

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.reference.tables import Reference

STANDARD = "GB 20052-2024"

LEAST_OF_BEST, MOST_OF_LAST = pl.lit("0.3").cast(NUMBER), pl.lit(10).cast(NUMBER)
"""A loss below 0.3 of grade 1 or above 10 of grade 3 was filed in another unit (kW for W): it is not compared. Working figures."""

_LETTERS = r"^([A-Z]+)\d"
_SIZE = r"-(\d+)/(\d+(?:\.\d+)?)"
_KVA = r"(?i)(\d+(?:\.\d+)?)\s*(?:kva|千伏安)"
_VOLTS = [10.0, 10.5]


def grade_transformers(transformers: pl.DataFrame, reference: Reference, on: date) -> pl.DataFrame:
    """Grade transformers, where all kinds of insulation and connection that one may be of agree.

    Args:
        transformers: device, plate_model, plate_text, capacity, no_load_loss, load_loss (W), label, label_standard.
        reference: the losses.
        on: the day judged.

    Returns:
        ``ANSWER``.
    """
    table = in_force(reference.transformer_losses, on)
    described = _described(transformers)
    cases = _cases(described, table)
    by_losses = unanimous(cases).rename({"grade": "by_losses"})
    units = cases.group_by("device").agg(believable=pl.col("believable").any())
    stated = label_grade(STANDARD) if table.height else pl.lit(None, pl.Int64)
    graded = (
        described.with_columns(stated=stated)
        .join(by_losses, on="device", how="left", maintain_order="left")
        .join(units, on="device", how="left", maintain_order="left")
    )
    known = pl.col("construction").is_not_null() & pl.col("rated_kva").is_not_null() & pl.col("kilovolts").is_not_null()
    missing = (
        pl.when(pl.lit(value=table.is_empty()))
        .then(pl.lit("edition"))
        .when(~agree("by_losses"))
        .then(pl.lit("transformer-contradiction"))
        .when(pl.col("no_load_loss").is_null() | pl.col("load_loss").is_null())
        .then(pl.lit("transformer-losses"))
        .when(~known)
        .then(pl.lit("transformer-kind"))
        .when(pl.col("standard").is_null())
        .then(pl.lit("transformer-scope"))
        .when(~pl.col("believable"))
        .then(pl.lit("transformer-unit"))
        .otherwise(pl.lit("transformer-cases"))
    )
    return settled(graded, "by_losses", table, missing)


def _described(transformers: pl.DataFrame) -> pl.DataFrame:
    """Read what the model says (JB/T 3837): S three-phase, C and G dry, H amorphous core, Z taps changed under load."""
    model = pl.col("plate_model").str.replace_all(r"[()]", "")
    letters = model.str.extract(_LETTERS)
    three_phase = letters.str.starts_with("S") & ~letters.str.contains("Z")
    text = pl.col("plate_text").str.to_uppercase().str.replace_all(r"[\s,，]", "")
    return transformers.with_columns(
        construction=pl.when(three_phase & letters.str.contains("[CG]"))
        .then(pl.lit("dry"))
        .when(three_phase)
        .then(pl.lit("oil")),
        core=pl.when(letters.str.contains("H")).then(pl.lit("amorphous")).otherwise(pl.lit("steel")),
        rated_kva=pl.coalesce(
            model.str.extract(_SIZE, 1).cast(pl.Int64, strict=False),
            pl.col("capacity")
            .str.normalize("NFKC")
            .str.extract(_KVA)
            .cast(NUMBER, strict=False)
            .cast(pl.Int64, strict=False),
        ),
        kilovolts=model.str.extract(_SIZE, 2).cast(pl.Float64, strict=False),
        own_connection=pl.when(text.str.contains("[DY][YZ]N11"))
        .then(pl.lit("Dyn11"))
        .when(text.str.contains("YYN0"))
        .then(pl.lit("Yyn0")),
        own_insulation=text.str.extract("([BFH])级"),
    )


def _cases(described: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    no_load, load = pl.col("no_load_loss"), pl.col("load_loss")
    grades = [
        pl.when((no_load <= pl.col(f"no_load{grade}")) & (load <= pl.col(f"load{grade}"))).then(pl.lit(grade, pl.Int64))
        for grade in (1, 2, 3)
    ]
    believable = pl.all_horizontal(
        loss.is_between(pl.col(f"{name}1") * LEAST_OF_BEST, pl.col(f"{name}3") * MOST_OF_LAST)
        for loss, name in ((no_load, "no_load"), (load, "load"))
    )
    may_be = pl.all_horizontal(
        (pl.col(name) == "any") | pl.col(f"own_{name}").is_null() | (pl.col(f"own_{name}") == pl.col(name))
        for name in ("connection", "insulation")
    )
    return (
        described.filter(pl.col("kilovolts").is_in(_VOLTS))
        .join(
            table.rename({"citation": "standard"}),
            on=["construction", "rated_kva", "core"],
            how="inner",
            maintain_order="left",
        )
        .filter(may_be & no_load.is_not_null() & load.is_not_null())
        .with_columns(believable=believable)
        .with_columns(
            case=pl.when("believable").then(pl.coalesce(*grades, pl.lit(BELOW, pl.Int64))),
        )
    )
