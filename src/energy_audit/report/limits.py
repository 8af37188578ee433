"""What the batch does not know, said on page one, and how its numbers came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from energy_audit.report.language import Words


@dataclass(frozen=True)
class Limit:
    """One thing a reader must know before the numbers: ``query`` shows the units it concerns, empty if none can."""

    key: str
    text: str
    query: str = ""


def state_limits(
    *,
    units: pl.DataFrame,
    of_no_year: int,
    refused: int,
    absent: tuple[tuple[int, int], ...],
    errors: int,
    cannot_tell: int,
    of_no_enterprise: int,
    unloaded: tuple[str, ...],
    target_is_draft: bool,
    rules_as_of: date | None,
    words: Words,
) -> tuple[Limit, ...]:
    """State every limit that holds for this batch, gravest first; what holds for none is left out.

    Args:
        units: the roster at each unit's latest year.
        of_no_year: filings of a year that cannot be.
        refused: files that could not be read.
        absent: years, and how many units of the year's designation list did not file.
        errors: faults of filings.
        cannot_tell: verdicts that could not be told.
        of_no_enterprise: verdicts, breached or open, on rows of which no table 1 names the unit and year.
        unloaded: names of the tables that the authority has not loaded.
        target_is_draft: the policy's target is not adopted.
        rules_as_of: the day whose law all filings were judged by, where that was chosen.
        words: the language.
    """
    open_tier = _count(units, pl.col("tier").is_null())
    open_total = _count(units, pl.col("tce_calorific").is_null())
    negative = _count(units, pl.col("tce_calorific") < 0)
    open_key = _count(units, pl.col("key_energy_user").is_null())
    ranged = _count(units, pl.col("equal_factor_origin") == "range")
    no_list = _count(units, ~pl.col("archive_list_filed").fill_null(value=False))
    stated = (
        (rules_as_of is not None, Limit("replay", replayed(rules_as_of, words) if rules_as_of else "")),
        (refused, Limit("refused", words("{refused} 个文件无法读取，其内容不在任何一个数里。", refused=refused), "quality")),
        (absent, Limit("absent", words("指定名单内没有申报的：{years}；不在任何一个数里，也不在建档率和监察覆盖的分母之内。", years=words.join([words("{year}年度 {count} 家", year=year, count=count) for year, count in absent])), "quality")),
        (of_no_year, Limit("years", words("{of_no_year} 份申报所填的报告年度不可能，全部规则不能判断：不算符合，也不在各年度的数里；改正年度后须重新检查。", of_no_year=of_no_year), "rule=FIL011&year=all")),
        (errors, Limit("errors", words("申报数据有 {errors} 处错误；读不出的数按未知处理，从不当作零。", errors=errors), "quality")),
        (open_total, Limit("total", words("{open_total} 家的综合能耗（当量值）只能给出区间或不能确定，不在合计和排名之内。", open_total=open_total), "total=open")),
        (negative, Limit("negative", words("{negative} 家是电力或热力净输出单位，综合能耗为负，不在合计之内。", negative=negative))),
        (open_tier, Limit("tier", words("{open_tier} 家的档次不能确定，其中 {open_key} 家连是否达到5000吨也不能判断，不在建档率和监察覆盖的分母之内。", open_tier=open_tier, open_key=open_key), "watch=tier")),
        (ranged, Limit("equal", words("{ranged} 家未报电力等价系数，等价值按公开报告中所见的区间估计。", ranged=ranged))),
        (no_list, Limit("archive", words("{no_list} 家没有交节能管理档案目录，档案情况不能判断。", no_list=no_list), "archive=cannot_tell")),
        (cannot_tell, Limit("untold", words("共有 {cannot_tell} 项不能判断。不能判断不是符合，也不是违法。", cannot_tell=cannot_tell), "watch=untold")),
        (of_no_enterprise, Limit("nobodys", nobodys(of_no_enterprise, words), "quality")),
        (len(unloaded), Limit("slots", words("尚未导入：{unloaded}。法定重点用能单位、两高目录等结论因此可能不全。", unloaded=words.join(unloaded)))),
        (target_is_draft, Limit("draft", words("2027年目标出自征求意见稿，只是政策目标，不是处罚依据。"))),
        (units.height, Limit("carbon", words("二氧化碳只含燃料和外购电力、热力，不含工业过程排放。"))),
    )  # fmt: skip
    return tuple(limit for holds, limit in stated if holds)


def replayed(rules_as_of: date, words: Words) -> str:
    """Say that filings were not judged by the law of their own year."""
    day = words.day(rules_as_of)
    return words("规则重放：全部申报改按{day}的规则、限额和目录判定，是试算，不是申报年度的正式结论。", day=day)


def nobodys(count: int, words: Words) -> str:
    """Say how much was found of rows of which no table 1 names the unit and year."""
    return words(
        "{count} 项发现所在的行没有对应的表1，不在任何一份单位报告、任何一个数里。",
        count=count,
    )


def _count(units: pl.DataFrame, where: pl.Expr) -> int:
    return units.filter(where).height


def state_method(loaded: tuple[str, ...], unloaded: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """State how the numbers came about.

    Args:
        loaded: names of the tables that the authority has loaded.
        unloaded: names of those it has not.
        words: the language.
    """
    tables = [*(words("{name}（已导入）", name=name) for name in loaded)]
    tables += [words("{name}（未导入）", name=name) for name in unloaded]
    return (
        words(
            "综合能耗按 GB/T 2589 由填报的消费量和折标系数计算；当量值、等价值分别计算，只有上下限一致时才给出一个数。读不出的数按未知处理，从不当作零。"
        ),
        words("每条规则有四种结论：符合、不符合、不适用、不能判断。缺材料即不能判断，不算符合，也不算违法。"),
        words(
            "“违法违规”须有现行有效、把握高或中的依据；“疑似问题”须人工确认；“提示”不是违法。征求意见稿和把握低的依据不作违法认定。"
        ),
        words(
            "法定重点用能单位（年综合能耗1万吨标准煤及以上，或已指定）与政策统计口径（年综合能耗5000吨及以上，或已指定）不同，分别列示。"
        ),
        words(
            "建档率和监察覆盖的分母是确定达到5000吨标准煤（或已指定）的单位。档案“完整”指交了档案目录，且应有档案中缺失、过期、不能判断均为零；没有交目录或目录不全的列为“不能判断”，留在分母里，从不算完整。附条件的档案，条件是否成立不清楚的，不计入应有数。“监察记录”指档案目录中有节能监察文书。"
        ),
        words("待主管部门导入的表：{tables}。", tables=words.join(tables)),
        words("每个输入文件的校验值、所用规则的版本和各项选择记在 manifest.json。"),
    )
