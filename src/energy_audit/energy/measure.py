"""What a unit-product figure is measured in: a unit of energy over a unit of output, brought to one scale exactly.

千克标准煤/吨, kgce/t, 公斤标煤/t and 吨标准煤/千吨 are one measure; kgce/t and kWh/t are two, and no figure in one
is ever compared with a limit in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalise, normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from energy_audit.reference.tables import Reference

LARGEST_TERM = 10**9
"""A ratio of two measures with a larger numerator or denominator is no slip of a unit: it is not converted."""

# Units of output, and of oil, that no energy is filed in, so that the unit table has no dimension for them. The
# numbers are definitions: powers of ten. A weight case of glass stays one: its mass hangs on the standard.
_MORE_UNITS: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("平方米", "平米", "m2"), ("area", Fraction(1))),
    **dict.fromkeys(("千平方米", "千m2", "103m2"), ("area", Fraction(1_000))),
    **dict.fromkeys(("万平方米", "万平米", "万m2", "104m2"), ("area", Fraction(10_000))),
    **dict.fromkeys(("重量箱", "重箱", "标准重量箱"), ("weight_case", Fraction(1))),
    **dict.fromkeys(("万重量箱", "万重箱"), ("weight_case", Fraction(10_000))),
    **dict.fromkeys(("吨标准油", "吨标油", "toe", "吨油当量"), ("oil_equivalent", Fraction(1))),
    **dict.fromkeys(
        ("千克标准油", "公斤标准油", "千克标油", "公斤标油", "kgoe", "kg标准油", "kg标油", "千克油当量"),
        ("oil_equivalent", Fraction(1, 1_000)),
    ),
    **dict.fromkeys(("adt", "吨风干浆", "风干吨"), ("air_dry_mass", Fraction(1))),
    **dict.fromkeys(("t能量因数", "吨能量因数"), ("mass_energy_factor", Fraction(1))),
}

_PURE_NUMBERS = {"1", "无量纲", "比值", "倍"}
RATIO = "ratio"


@dataclass(frozen=True)
class Measure:
    """A unit over a unit; ``scale`` is its size in base units of the two dimensions.

    Two units of one dimension (kWh/kWh) make a pure number, whose dimensions both are ``ratio``.
    """

    energy: str
    output: str
    scale: Fraction


def measure_of(unit: str | None, units: Mapping[str, tuple[str, Fraction]], product: str = "") -> Measure | None:
    """Return what a filed unit measures; None where it, or half of it, is not known.

    Args:
        unit: as people write it.
        units: ``known_units``.
        product: compared spelling of the product, which may stand behind the unit of output, or the end of it (吨水泥熟料, 吨熟料).
    """
    text = normalise(unit or "").replace("每", "/")
    if text in _PURE_NUMBERS:
        return Measure(RATIO, RATIO, Fraction(1))
    energy, slash, output = text.partition("/")
    above, below = units.get(energy), _output(output, units, product)
    if not slash or above is None or below is None:
        return None
    if above[0] == below[0]:
        return Measure(RATIO, RATIO, above[1] / below[1])
    return Measure(above[0], below[0], above[1] / below[1])


def _output(text: str, units: Mapping[str, tuple[str, Fraction]], product: str) -> tuple[str, Fraction] | None:
    for named in ("", "产品", *(product[start:] for start in range(len(product)))):
        known = units.get(text.removesuffix(named)) if text.endswith(named) else None
        if known is not None:
            return known
    return None


@once
def known_units(reference: Reference) -> dict[str, tuple[str, Fraction]]:
    """Return by compared spelling the dimension and the exact multiplier of every unit that a measure may be made of."""
    filed = reference.units.select("spelling", "dimension", "multiplier").iter_rows()
    return {normalise(unit): (dimension, Fraction(multiplier)) for unit, dimension, multiplier in filed} | _MORE_UNITS


def ratio_of(filed: Measure | None, wanted: Measure | None) -> Fraction | None:
    """Return how many ``wanted`` one ``filed`` is, exactly; None where they are not of the same dimensions."""
    if filed is None or wanted is None or (filed.energy, filed.output) != (wanted.energy, wanted.output):
        return None
    ratio = filed.scale / wanted.scale
    return ratio if max(ratio.numerator, ratio.denominator) <= LARGEST_TERM else None


def measure_ratios(pairs: Iterable[tuple[str | None, str | None, str]], reference: Reference) -> pl.DataFrame:
    """Return how filed units compare with those of a table; every pair is worked out once.

    Args:
        pairs: distinct (unit as filed, unit of the table, compared spelling of the product).
        reference: the tables.

    Returns:
        filed_unit, wanted_unit, product: String as given; ratio_up, ratio_down: NUMBER, whole numbers with
        wanted = filed x ratio_up / ratio_down, null where the two cannot be compared; by_coal_or_oil: Boolean,
        whether the table's unit counts energy in coal or oil, so that electricity was converted for it.
    """
    units = known_units(reference)
    found = []
    for filed_unit, wanted_unit, product in pairs:
        wanted = measure_of(wanted_unit, units)
        ratio = ratio_of(measure_of(filed_unit, units, product), wanted)
        converted = wanted is not None and wanted.energy in {"standard_coal", "oil_equivalent"}
        up, down = (ratio.numerator, ratio.denominator) if ratio is not None else (None, None)
        found.append((filed_unit, wanted_unit, product, up, down, converted))
    schema = {
        "filed_unit": pl.String(),
        "wanted_unit": pl.String(),
        "product": pl.String(),
        "ratio_up": pl.Int64(),
        "ratio_down": pl.Int64(),
        "by_coal_or_oil": pl.Boolean(),
    }
    return pl.DataFrame(found, schema=schema, orient="row").with_columns(pl.col("ratio_up", "ratio_down").cast(NUMBER))


def with_conversion(products: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Add ``conversion``: NUMBER, what energy by output is multiplied by to give the figure of table 4.

    As filed; left blank, it follows from the three filed units (吨标准煤, 吨, 千克标准煤/吨: 1000), and is null where these do
    not tell.
    """
    words = ["numerator_unit", "denominator_unit", "indicator_unit"]
    asked = products.filter(pl.col("conversion_factor").is_null()).select(*words, "product_name").drop_nulls(words)
    if asked.is_empty():
        return products.with_columns(conversion="conversion_factor")
    pairs = asked.unique().with_columns(
        whole=pl.concat_str("numerator_unit", pl.lit("/"), "denominator_unit"),
        product=normalised(pl.col("product_name").fill_null("")),
    )
    ratios = measure_ratios(pairs.select("indicator_unit", "whole", "product").unique().iter_rows(), reference)
    implied = pairs.join(
        ratios, left_on=["indicator_unit", "whole", "product"], right_on=["filed_unit", "wanted_unit", "product"]
    ).select(*words, "product_name", implied=pl.col("ratio_down") / pl.col("ratio_up"))
    return (
        products.join(implied, on=[*words, "product_name"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(conversion=pl.coalesce("conversion_factor", "implied"))
        .drop("implied")
    )
