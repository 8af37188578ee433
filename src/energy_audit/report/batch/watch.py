"""Units to look at: the largest consumers and the watch lists of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from energy_audit.catalogue import Message
from energy_audit.report.tables.data import TCE

if TYPE_CHECKING:
    from decimal import Decimal

    from energy_audit.report.language import Words
    from energy_audit.rulebook.model import Rulebook, Text

LONGEST_LIST: Final = 200
"""A list on a page ends here and says how many more there are; the workbook holds them all."""
TOP: Final = 20
"""So many largest consumers are named."""
TOP_EMITTERS: Final = 10
NEAR_RULE: Final = "KEU015"
"""The rule that says what is near the 5,000 tce line; codes are never given to another rule."""
NEAR_STATUTORY_RULE: Final = "KEU016"
FELL_RULES: Final = ("YOY005", "YOY006")
"""Units that were at 5,000 tce or more last year, by last year's filing or by table 1."""


@dataclass(frozen=True)
class Unit:
    """One enterprise-year on a list; ``note`` says why it stands there, ``html`` and ``pdf`` are None if not written."""

    uscc: str
    report_year: int
    name: str
    place: str
    industry: str
    tier: str | None
    tce_calorific: tuple[Decimal | None, Decimal | None]
    tce_equal: tuple[Decimal | None, Decimal | None]
    co2: tuple[Decimal | None, Decimal | None]
    note: str
    html: str | None
    pdf: str | None


@dataclass(frozen=True)
class WatchList:
    """A list with a reason; ``units`` are its first ``LONGEST_LIST`` of ``total``, ``query`` the index filter for all."""

    key: str
    title: str
    meaning: str
    total: int
    units: tuple[Unit, ...]
    query: str


@dataclass(frozen=True)
class TopConsumers:
    """The largest consumers by certain calorific tce, or emitters; ``unranked`` units have no total that can be told."""

    units: tuple[Unit, ...]
    ranked: int
    unranked: int


def top_consumers(units: pl.DataFrame) -> TopConsumers:
    """Rank by calorific tce, which needs no factor that the law leaves open."""
    ranked = units.filter(pl.col("tce_calorific").is_not_null()).sort("tce_calorific", "uscc", descending=[True, False])
    return TopConsumers(
        units=listed_units(ranked.head(TOP), pl.lit("")),
        ranked=ranked.height,
        unranked=units.height - ranked.height,
    )


def top_emitters(units: pl.DataFrame) -> TopConsumers:
    """Rank by the CO2 emitted at least: raw coal lies between its kinds, so that most totals are intervals.

    There is no sum: what a plant burns for its power stands again with whoever bought it.
    """
    low, high = pl.col("co2_t_low"), pl.col("co2_t_high")
    ranked = units.filter(low.is_not_null() & high.is_not_null()).sort(
        low, high, "uscc", descending=[True, True, False]
    )
    return TopConsumers(
        units=listed_units(ranked.head(TOP_EMITTERS), pl.lit("")),
        ranked=ranked.height,
        unranked=units.height - ranked.height,
    )


@dataclass(frozen=True)
class _Watch:
    """Who stands on a list, in which order, and why."""

    title: Message
    meaning: Message | Text
    where: pl.Expr
    first: pl.Expr
    note: pl.Expr = field(default_factory=lambda: pl.lit(""))


def watched(roster: pl.DataFrame, rulebook: Rulebook, words: Words) -> pl.DataFrame:
    """Add ``watch``: the keys of the lists that each row stands on."""
    flags = [
        pl.when(watch.where.fill_null(value=False)).then(pl.lit(key))
        for key, watch in _watches(rulebook, words).items()
    ]
    return roster.with_columns(watch=pl.concat_list(flags).list.drop_nulls())


def watch_lists(units: pl.DataFrame, rulebook: Rulebook, words: Words) -> tuple[WatchList, ...]:
    """Draw up every list, empty ones too: that nobody stands on it is worth knowing."""
    lists = []
    for key, watch in _watches(rulebook, words).items():
        listed = units.filter(watch.where).sort(watch.first, "uscc", nulls_last=True)
        lists.append(
            WatchList(
                key=key,
                title=words(watch.title),
                meaning=watch.meaning.of(words.lang),
                total=listed.height,
                units=listed_units(listed.head(LONGEST_LIST), watch.note),
                query=f"watch={key}",
            )
        )
    return tuple(lists)


def _watches(rulebook: Rulebook, words: Words) -> dict[str, _Watch]:
    largest_first = -pl.col("tce_calorific")
    margin = pl.col("margin_5000_tce")
    return {
        "near": _Watch(
            title=Message("5000吨线附近"),
            meaning=_meaning(rulebook, NEAR_RULE),
            where=pl.col("rules").list.contains(NEAR_RULE),
            first=margin.abs(),
            note=_distance(5000, words),
        ),
        "near10000": _Watch(
            title=Message("10000吨线附近"),
            meaning=_meaning(rulebook, NEAR_STATUTORY_RULE),
            where=pl.col("rules").list.contains(NEAR_STATUTORY_RULE),
            first=pl.col("margin_10000_tce").abs(),
            note=_distance(10000, words),
        ),
        "fell": _Watch(
            title=Message("由5000吨以上降到线下"),
            meaning=Message("上年达到5000吨（按上年申报或表1上年数），本年不足；离线最近的在前。"),
            where=pl.any_horizontal(pl.col("rules").list.contains(rule) for rule in FELL_RULES),
            first=margin.abs(),
            note=_distance(5000, words),
        ),
        "basis": _Watch(
            title=Message("口径不同档次不同"),
            meaning=Message("按当量值和按等价值落入不同档次，法律未明确采用哪一口径。"),
            where=pl.col("basis_sensitive"),
            first=largest_first,
            note=pl.lit(words("当量值 ")) + pl.col("tier_calorific") + words("，等价值 ") + pl.col("tier_equal"),
        ),
        "thol": _Watch(
            title=Message("疑似“两高一低”"),
            meaning=Message("高耗能、高排放、低水平判据同时成立。国家没有统一的法律定义，只是疑似，须人工确认。"),
            where=pl.col("two_high_one_low"),
            first=largest_first,
            note=pl.when(pl.col("projects").list.len() > 0)
            .then(pl.lit(words(Message("项目 ", "watch"))) + pl.col("projects").list.join(words("、")))
            .otherwise(pl.lit(words("单位自身"))),
        ),
        "tier": _Watch(
            title=Message("档次不能确定", "watch"),
            meaning=Message("缺数据，或口径、系数未定，不能归入任何一档。"),
            where=pl.col("tier").is_null(),
            first=-pl.col("cannot_tell"),
            note=pl.col("why_open").fill_null(""),
        ),
        "untold": _Watch(
            title=Message("不能判断最多"),
            meaning=Message("不能判断的事项最多的单位。缺口在单位、主管部门还是规则库，见各单位报告。"),
            where=pl.col("cannot_tell") > 0,
            first=-pl.col("cannot_tell"),
            note=pl.col("cannot_tell").cast(pl.String) + words(" 项不能判断"),
        ),
    }


def _meaning(rulebook: Rulebook, code: str) -> Message | Text:
    rule = rulebook.rules.get(code)
    if rule is None:
        return Message("规则包里没有这条规则。")
    return rule.meaning


def _distance(line: int, words: Words) -> pl.Expr:
    """Say how far a unit is above or below a line; nothing where its margin is not known.

    The lists show the calorific total; where the equal-value one is measured, it is named.
    """
    margin = pl.col(f"margin_{line}_tce")
    rounded = margin.abs().round(2, mode="half_away_from_zero").cast(TCE).cast(pl.String)
    whose = (
        pl.when(margin == pl.col("tce_calorific") - line)
        .then(pl.lit(""))
        .otherwise(pl.lit(words(Message("等价值", "watch"))))
    )
    side = pl.when(margin < 0).then(pl.lit(words("比线低 "))).otherwise(pl.lit(words("比线高 ")))
    off = side + rounded + words(" 吨标准煤")
    return pl.when(margin.is_not_null()).then(
        whose + pl.when(margin == 0).then(pl.lit(words("恰在线上"))).otherwise(off)
    )


def listed_units(listed: pl.DataFrame, note: pl.Expr) -> tuple[Unit, ...]:
    """Turn rows of the roster into units, each with its note."""
    place = pl.concat_str(pl.col("prefecture_name"), pl.col("county_name").fill_null(""), separator=" ")
    rows = listed.with_columns(note=note, place=place.str.strip_chars())
    return tuple(
        Unit(
            uscc=row["uscc"],
            report_year=row["report_year"],
            name=row["enterprise_name"] or "",
            place=row["place"],
            industry=row["division_name"],
            tier=row["tier"],
            tce_calorific=_interval(row, "tce_calorific"),
            tce_equal=_interval(row, "tce_equal"),
            co2=_interval(row, "co2_t"),
            note=row["note"] or "",
            html=row["html"],
            pdf=row["pdf"],
        )
        for row in rows.iter_rows(named=True)
    )


def _interval(row: dict[str, Decimal | None], total: str) -> tuple[Decimal | None, Decimal | None]:
    """The certain total as both ends, else the interval."""
    if row[total] is not None:
        return row[total], row[total]
    return row[f"{total}_low"], row[f"{total}_high"]
