"""The shares of the energies that were consumed, for the picture."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from energy_audit.report.charts import Share
from energy_audit.report.content.model import Mix

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.report.content.model import Term
    from energy_audit.report.language import Words

_WHOLE_KEY = 7
"""So many energies have a key of their own in the picture; the rest stand together."""


def mix_of(counted: list[Term], words: Words, *, twice: bool) -> Mix:
    """Share out what was consumed; a term known only within limits enters with its lower end, and the note says so."""
    if twice:
        return Mix((), words("本年度有内容不同的多份申报，不作图。"))
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    ranged = unknown = perhaps = False
    for term in counted:
        if term.sign < 0:
            continue
        if term.quantity is None or term.calorific.low is None or term.disputed:
            unknown = True
            continue
        if term.perhaps:
            perhaps = True
            continue
        ranged |= term.calorific.low != term.calorific.high
        amounts[term.energy] += term.calorific.low
    whole = sum(amounts.values(), Decimal(0))
    ordered = sorted(((label, amount) for label, amount in amounts.items() if amount > 0), key=lambda pair: -pair[1])
    if whole <= 0:
        return Mix((), words("没有可用于作图的消费量。"))
    if len(ordered) > _WHOLE_KEY + 1:
        rest = sum((amount for _, amount in ordered[_WHOLE_KEY:]), Decimal(0))
        ordered = [*ordered[:_WHOLE_KEY], (words("其他品种"), rest)]
    parts = tuple(Share(label, amount, amount / whole) for label, amount in ordered)
    remarks: list[tuple[bool, Callable[[], str]]] = [
        (
            ranged,
            lambda: words("系数为区间的品种按下限计。"),
        ),
        (
            unknown,
            lambda: words("数量、系数不明或有争议的品种未画入。"),
        ),
    ]
    remarks.append((perhaps, lambda: words("疑为重复录入的行未画入。")))
    base = words("按当量值的消费量折标，未扣加工转换产出和回收利用。")
    return Mix(parts, words.gap.join([base, *(say() for applies, say in remarks if applies)]))
