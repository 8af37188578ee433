"""Writes README.md from promises.toml: one section a unit, what is in it and what the tool must say of it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

INTRODUCTION = """\
# 示例申报 / Sample filings

{units} 个虚构单位、{filings} 份年度申报，分布在贵州九个市州；名称、人员、电话、文号、信用代码均为虚构（信用代码的主体标识码就是示例编号，校验位有效）。
每一份埋设了哪些问题、工具应当给出什么结论，都写在 [`promises.toml`](promises.toml)，由 `tests/samples/test_promises.py` 逐条核对，一条不多、一条不少；判定基准日 {as_of}。
电力等价系数 3.0 吨标准煤/万千瓦时是示例的假设值，不是任何部门发布的数。

{units} invented units and {filings} yearly filings from all nine prefectures of Guizhou. Names, people, numbers and codes are invented; only the
counties and the check digits are real. What is planted in each and what the tool must say of it stands in [`promises.toml`](promises.toml) and is
held to by `tests/samples/test_promises.py`, no more and no less, judged on {as_of}. The equal-value factor of 3.0 tce per 10^4 kWh is an assumption.

```
energy-audit inspect sample_data/filings --as-of {as_of} --out OUT
.venv/bin/python sample_data/make_samples.py        # 改动 enterprises/ 之后重写 / after a change to enterprises/
```

`filings/` 申报文件；`enterprises/` 每个单位一个模块，数字与埋设的问题都在里面；`form/` 怎样写成工作簿。
`filings/` holds what is handed in, `enterprises/` one module a unit with its figures and faults, `form/` how they are put on paper.
本页由 `make_samples.py` 按 `promises.toml` 生成。 This page is written by `make_samples.py`.
"""

REFUSED = """\
## 拒收的文件 / Refused files

不是申报、不能读取的文件逐个列出原因，不影响其他文件。 Files that hold no filing are listed with the reason and stop nothing else.

| 文件 file | 问题 problem |
|---|---|
"""


def write_readme(folder: Path) -> None:
    """Write the page beside ``promises.toml``."""
    promises = tomllib.loads((folder / "promises.toml").read_text("utf-8"), parse_float=Decimal)
    (folder / "README.md").write_text("".join(_page(promises)), "utf-8")


def _page(promises: Mapping[str, Any]) -> Iterator[str]:
    units = promises["unit"]
    yield INTRODUCTION.format(
        units=len(units), filings=sum(len(unit["year"]) for unit in units), as_of=promises["as_of"].isoformat()
    )
    for place, unit in enumerate(units, start=1):
        yield f"\n## {place}. {unit['name']}\n\n"
        yield f"`{unit['uscc']}` · {unit['industry']} · {unit['county']}\n\n"
        yield f"- 埋设：{unit['planted_zh']}\n- Planted: {unit['planted_en']}\n"
        for year in unit["year"]:
            yield from _year(year)
    yield f"\n{REFUSED}"
    for refused in promises["refused"]:
        yield f"| `{refused['file']}` | `{refused['code']}` |\n"


def _year(year: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n**{year['report_year']}** {year['figures']}\n\n"
    yield "| 当量 / 等价 tce | 档次 tier | 违法 violations | 疑似 suspicions | 提示 notices | 不能判断 cannot tell | 填报问题 problems |\n"
    yield "|---|---|---|---|---|---|---|\n"
    cells = (
        f"{_total(year, 'tce_calorific')}<br>{_total(year, 'tce_equal')}",
        year["tier"] or "—",
        _codes(year["violations"]),
        _codes(year["suspicions"]),
        _codes(year["notices"]),
        _codes(year["cannot_tell"], documents=year.get("cannot_tell_documents", 0)),
        _problems(year["problems"]),
    )
    yield f"| {' | '.join(cells)} |\n"


def _total(year: Mapping[str, Any], name: str) -> str:
    """A total, or its two ends."""
    low, high = year.get(f"{name}_low", year[name]), year.get(f"{name}_high", year[name])
    return f"{year[name]:,}" if low == high != "" else f"{_end(low)} … {_end(high)}"


def _end(value: Decimal | str) -> str:
    return f"{value:,}" if isinstance(value, Decimal) else "?"


def _codes(verdicts: Sequence[str], *, documents: int = 0) -> str:
    """Rule codes, each once, with how often; documents of the management file are only counted."""
    codes = [verdict.partition(" ")[0] for verdict in verdicts]
    counted = {code: codes.count(code) for code in codes}
    counted |= {"档案 documents": documents} if documents else {}
    return " ".join(code if count == 1 else f"{code}×{count}" for code, count in counted.items()) or "—"


def _problems(problems: Sequence[Sequence[str]]) -> str:
    return "<br>".join(f"`{code}` {sheet} {cell}" for code, sheet, cell, *_ in problems) or "—"
