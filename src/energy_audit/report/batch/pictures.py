"""Pictures of a batch as inline SVG: bars that stand in table cells, and the road to the policy's target.

Colours are attributes, which PDF prints; classes let a dark page override them.
Nothing is told by colour alone: the unknown is striped, and every picture has
its numbers beside it and in its title, which readers of pages and of PDFs speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from energy_audit.catalogue import Message
from energy_audit.report.batch.tallies import TIERS, same_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from energy_audit.report.batch.report import Target
    from energy_audit.report.batch.tallies import Coverage, Group, YearCoverage
    from energy_audit.report.language import Words

WIDE: Final = 200
HIGH: Final = 12
"""Units of a bar; the page scales it."""

_TIER_COLOURS: Final = {"A": "#0072B2", "B": "#56B4E9", "C": "#E69F00", "D": "#999999"}
_YES, _GROUND, _UNKNOWN = "#009E73", "#e4eaf0", "#6b5b95"
_SHEET_WIDE, _SHEET_HIGH = 420, 216
_LEFT, _RIGHT, _TOP, _FLOOR = 44, 400, 22, 168
_FACE: Final = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


@dataclass(frozen=True)
class Pictures:
    """Draws in one language."""

    words: Words

    def tiers(self, group: Group) -> Markup:
        """Draw the units of a group by tier, undecided ones striped."""
        parts = [
            (f"tier-{tier or 'open'}", _TIER_COLOURS.get(tier), count)
            for tier, count in zip(TIERS, group.tiers, strict=True)
        ]
        return _bar(parts, group.units, self.tier_counts(group))

    def tier_counts(self, group: Group) -> str:
        """Say the same in words, tiers without units left out."""
        undecided = self.words("未定")
        counts = zip(TIERS, group.tiers, strict=True)
        said = [f"{tier or undecided} {count}" for tier, count in counts if count]
        return self.words.join(said) if said else self.words("没有单位")

    def coverage(self, coverage: Coverage) -> Markup:
        """Draw what is so, what may be (striped), and leave the rest blank."""
        parts = [("yes", _YES, coverage.yes), ("maybe", None, coverage.unknown), ("no", _GROUND, coverage.no)]
        label = self.words(
            "是 {yes}，不能判断 {unknown}，否 {no}", yes=coverage.yes, unknown=coverage.unknown, no=coverage.no
        )
        return _bar(parts, coverage.all, label)

    def count(self, value: Decimal | int, largest: Decimal | int) -> Markup:
        """Draw one value against the largest of its list."""
        wide = int(1000 * value / largest) if largest else 0
        return _bar([("count", "#0072B2", wide)], 1000, str(value))

    def road(self, target: Target, years: Sequence[YearCoverage]) -> Markup:
        """Draw both measures year by year, from certain to possible, and the way left to the target."""
        if not years:
            return Markup()
        first, last = years[0].year, max(target.year, years[-1].year)
        span = max(last - first, 1)

        def across(year: int) -> float:
            return _LEFT + (_RIGHT - _LEFT) * (year - first) / span

        drawn = [
            _grid(),
            *(_tick(across(year), year) for year in range(first, last + 1) if span <= 12 or year in {first, last}),
        ]
        measures = (
            (self.words(Message("建档率", "pictures")), "#0072B2", [(year.year, year.archive) for year in years], 0),
            (
                self.words(Message("监察覆盖", "pictures")),
                "#D55E00",
                [(year.year, year.inspected) for year in years],
                5,
            ),
        )
        for place, (name, colour, points, shift) in enumerate(measures):
            drawn.append(_named(_LEFT + place * 120, name, colour))
            known = [(across(year) + shift, cover) for year, cover in points if cover.all]
            if known:
                drawn += _measure(
                    colour, known, across(target.year), joined=same_units(years), dashed=points[-1][0] < target.year
                )
        goal = self.words("{year}年目标", year=target.year)
        drawn.append(_text(across(target.year), _TOP - 5, goal, anchor="end"))
        return Markup(
            '<svg class="road" viewBox="0 0 {} {}" role="img" font-family="{}"><title>{}</title>{}</svg>'
        ).format(_SHEET_WIDE, _SHEET_HIGH, _FACE, self._road_words(target, years), Markup("").join(drawn))

    def _road_words(self, target: Target, years: Sequence[YearCoverage]) -> str:
        said = [
            f"{year.year}: "
            + self.words.join(
                [
                    self.words("建档 {yes}/{all}", yes=year.archive.yes, all=year.archive.all),
                    self.words("监察 {yes}/{all}", yes=year.inspected.yes, all=year.inspected.all),
                ]
            )
            for year in years
        ]
        return "; ".join([*said, self.words("{year}年目标 100%", year=target.year)])


def _bar(parts: Iterable[tuple[str, str | None, int]], whole: int, label: str) -> Markup:
    """Draw a stacked bar; a part without a colour is striped."""
    drawn, left = [], 0.0
    for name, colour, count in parts:
        wide = WIDE * count / whole if whole else 0.0
        if count:
            inside = max(wide - 1, 0.8)
            drawn.append(_stripes(left, inside) if colour is None else _block(name, left, inside, colour))
        left += wide
    ground = _block("ground", 0, WIDE, "#f4f7fa")
    return Markup(
        '<svg class="bar" viewBox="0 0 {0} {1}" width="{0}" height="{1}" preserveAspectRatio="none" role="img"><title>{2}</title>{3}{4}</svg>'
    ).format(WIDE, HIGH, label, ground, Markup("").join(drawn))


def _block(name: str, left: float, wide: float, colour: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" width="{:.1f}" height="{}" fill="{}"/>').format(
        name, left, wide, HIGH, colour
    )


def _stripes(left: float, wide: float) -> Markup:
    """Draw slanting lines inside a rectangle; lines, since SVG patterns print with seams."""
    lines = []
    for start in range(-HIGH + 3, int(wide), 6):
        low, high = max(start, 0.0), min(start + HIGH, wide)
        lines.append(f"M{left + low:.1f} {HIGH - (low - start):.1f}L{left + high:.1f} {HIGH - (high - start):.1f}")
    return Markup(
        '<rect class="open" x="{:.1f}" width="{:.1f}" height="{}" fill="#efecf6"/>'
        '<path class="stripes" d="{}" fill="none" stroke="{}" stroke-width="1.6"/>'
    ).format(left, wide, HIGH, "".join(lines), _UNKNOWN)


def _up(share: Decimal | float) -> float:
    return _FLOOR - (_FLOOR - _TOP) * float(share)


def _grid() -> Markup:
    return Markup("").join(
        Markup('<path class="grid" d="M{} {:.1f}H{}" stroke="#d5dde5" fill="none"/>{}').format(
            _LEFT, _up(tenth / 10), _RIGHT, _text(_LEFT - 6, _up(tenth / 10) + 4, f"{tenth * 10}%", anchor="end")
        )
        for tenth in (0, 5, 10)
    )


def _tick(x: float, year: int) -> Markup:
    return _text(x, _FLOOR + 18, str(year), anchor="middle")


def _measure(
    colour: str, known: Sequence[tuple[float, Coverage]], goal: float, *, joined: bool, dashed: bool
) -> list[Markup]:
    """Draw the certain shares, a whisker up to what is possible, and a dashed line to the goal.

    Years are joined only where the same units stand behind them: else a line would tell of a change that is none.
    """
    points = [(x, _up(cover.share or 0), _up(cover.share_at_most or 0)) for x, cover in known]
    x, y, _ = points[-1]
    drawn = [
        Markup('<path d="M{:.1f} {:.1f}V{:.1f}" stroke="{}" stroke-width="5" stroke-opacity=".3" fill="none"/>').format(
            at, low, high, colour
        )
        for at, low, high in points
    ]
    if joined:
        line = "M" + "L".join(f"{at:.1f} {low:.1f}" for at, low, _ in points)
        drawn.append(Markup('<path d="{}" stroke="{}" stroke-width="2" fill="none"/>').format(line, colour))
    drawn += [
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}"/>').format(at, low, colour) for at, low, _ in points
    ]
    if dashed:
        drawn.append(
            Markup('<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}" stroke="{}" stroke-dasharray="5 4" fill="none"/>').format(
                x, y, goal, _up(1), colour
            )
        )
    return drawn


def _named(x: float, name: str, colour: str) -> Markup:
    """Draw one entry of the key below the years."""
    foot = _SHEET_HIGH - 8
    dot = Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(x + 4, foot - 4, colour)
    return dot + _text(x + 14, foot, name, anchor="start")


def _text(x: float, y: float, text: str, *, anchor: str) -> Markup:
    return Markup(
        '<text class="ink" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="12" fill="#1b2733">{}</text>'
    ).format(x, y, anchor, text)
