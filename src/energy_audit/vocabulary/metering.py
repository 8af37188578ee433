"""Facts of a row of the metering table."""

from __future__ import annotations

import polars as pl

from energy_audit.exact import NUMBER
from energy_audit.vocabulary.fact import Fact

FACTS: tuple[Fact, ...] = (
    Fact("energy_type", "metering", pl.String(), "能源种类", "energy", source="metering.energy_type"),
    Fact(
        "l1_std",
        "metering",
        NUMBER,
        "进出用能单位标准配备率",
        "required rate, unit boundary",
        unit="%",
        source="metering.l1_std",
    ),
    Fact(
        "l1_need",
        "metering",
        NUMBER,
        "进出用能单位应配数",
        "needed, unit boundary",
        unit="台",
        source="metering.l1_need",
    ),
    Fact(
        "l1_have",
        "metering",
        NUMBER,
        "进出用能单位实配数",
        "fitted, unit boundary",
        unit="台",
        source="metering.l1_have",
    ),
    Fact(
        "l1_rate",
        "metering",
        NUMBER,
        "进出用能单位配备率",
        "rate, unit boundary",
        unit="%",
        meaning="实配数除以应配数；应配为 0 时为空",
        columns=(
            "metering.l1_have",
            "metering.l1_need",
        ),
    ),
    Fact(
        "l2_std",
        "metering",
        NUMBER,
        "进出主要次级用能单位标准配备率",
        "required rate, sub-unit boundary",
        unit="%",
        source="metering.l2_std",
    ),
    Fact(
        "l2_need",
        "metering",
        NUMBER,
        "进出主要次级用能单位应配数",
        "needed, sub-unit boundary",
        unit="台",
        source="metering.l2_need",
    ),
    Fact(
        "l2_have",
        "metering",
        NUMBER,
        "进出主要次级用能单位实配数",
        "fitted, sub-unit boundary",
        unit="台",
        source="metering.l2_have",
    ),
    Fact(
        "l2_rate",
        "metering",
        NUMBER,
        "进出主要次级用能单位配备率",
        "rate, sub-unit boundary",
        unit="%",
        meaning="实配数除以应配数；应配为 0 时为空",
        columns=(
            "metering.l2_have",
            "metering.l2_need",
        ),
    ),
    Fact(
        "l3_std",
        "metering",
        NUMBER,
        "主要用能设备标准配备率",
        "required rate, main equipment",
        unit="%",
        source="metering.l3_std",
    ),
    Fact(
        "l3_need",
        "metering",
        NUMBER,
        "主要用能设备应配数",
        "needed, main equipment",
        unit="台",
        source="metering.l3_need",
    ),
    Fact(
        "l3_have",
        "metering",
        NUMBER,
        "主要用能设备实配数",
        "fitted, main equipment",
        unit="台",
        source="metering.l3_have",
    ),
    Fact(
        "l3_rate",
        "metering",
        NUMBER,
        "主要用能设备配备率",
        "rate, main equipment",
        unit="%",
        meaning="实配数除以应配数；应配为 0 时为空",
        columns=(
            "metering.l3_have",
            "metering.l3_need",
        ),
    ),
)
