"""Pictures as inline SVG: each shows what its words say, in colour, in grey print and on a telephone.

Nothing is told by colour alone: segments carry a pattern and a key, lines a
label, values their number. Colours are attributes, which a page's style may
override by class (dark mode) and which WeasyPrint, which reads no page style
inside SVG, prints as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from energy_audit.report.svg import INK, MUTED, NORMAL, SMALL, block, shortened, swatch, tag, text, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from energy_audit.report.language import Words

WIDTH: Final = 420
"""Units across every chart; a page scales it."""
AXIS_END: Final = 30_000
"""tce; ``consumption_lines`` breaks a longer bar here, so that the lines at 5,000 and 10,000 stay readable."""

_WASH, _LIMIT = "#e9eef3", "#b3261e"
_FACE: Final = "Noto Serif CJK SC, Source Han Serif SC, Songti SC, SimSun, serif"
"""The face of the paper; on a screen the page's style gives its own."""


@dataclass(frozen=True)
class Sheet:
    """What every chart has: a ``name`` unique on its page (its words' ids), a title, a unit, a source line, a language."""

    name: str
    title: str
    unit: str
    source: str
    words: Words


@dataclass(frozen=True)
class Share:
    """One part of a whole; ``share`` of 1."""

    label: str
    value: Decimal
    share: Decimal


@dataclass(frozen=True)
class Span:
    """A quantity known to lie between two ends; ``low`` None: open below, ``high`` None: open above."""

    label: str
    low: Decimal | None
    high: Decimal | None

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The ends that are known."""
        return tuple(end for end in (self.low, self.high) if end is not None)


@dataclass(frozen=True)
class Mark:
    """A named value."""

    label: str
    value: Decimal


def energy_mix(sheet: Sheet, parts: Sequence[Share]) -> Markup:
    """Draw one stacked bar and its key; ``parts`` (at most eight, positive) in the order shown."""
    words = sheet.words
    drawn, left = [_unit_line(sheet)], 0.0
    for index, part in enumerate(parts):
        width, top = WIDTH * float(part.share), 74 + index * 21
        drawn += [
            *block(left, 22, max(width - 1.0, 0.8), 34, index),
            *swatch(index, 0, top),
            text(28, top + 11.5, shortened(part.label, 200, NORMAL)),
            text(345, top + 11.5, words.number(part.value), anchor="end"),
            text(WIDTH, top + 11.5, words.percent(part.share), anchor="end"),
        ]
        left += width
    summary = words.join([f"{part.label} {words.percent(part.share)}" for part in parts])
    return _closed(sheet, summary, 74 + len(parts) * 21, drawn)


def consumption_lines(sheet: Sheet, spans: Sequence[Span], lines: Sequence[Mark]) -> Markup:
    """Draw each span from zero against the lines: plain up to its low end, hatched from there to its high end.

    A span open above, or beyond ``AXIS_END``, ends in an arrow.
    """
    words, right, bottom = sheet.words, WIDTH - 14.0, 40 + len(spans) * 54
    largest = 1.12 * max(
        float(value) for value in (*(line.value for line in lines), *(e for s in spans for e in s.ends))
    )
    axis_end = min(largest, AXIS_END)

    def at(value: Decimal | float) -> float:
        return right * min(max(float(value), 0.0), axis_end) / axis_end

    drawn: list[Markup] = []
    for line in lines:
        x = at(line.value)
        crossings = " ".join(f"M{x:.1f} {50 + index * 54} v24" for index in range(len(spans)))
        drawn += [
            text(x, 15, line.label, anchor="middle", size=SMALL),
            tag("path", d=f"M{x:.1f} 19 v7 {crossings}", stroke=_LIMIT, stroke_width=1.6, fill="none", class_="limit"),
        ]
    limits, drawn = drawn, []
    for index, span in enumerate(spans):
        y = 53 + index * 54
        low = at(span.low or 0)
        high = low if not span.ends else at(axis_end if span.high is None else span.high)
        drawn += [
            text(0, y - 7, f"{span.label}  {words.interval(span.low, span.high)}"),
            tag("rect", x=0, y=y, width=right, height=18, fill=_WASH, class_="wash"),
            *block(0, y, low, 18, 0),
            *block(low, y, high - low, 18, 1),
        ]
        if span.ends and (span.high is None or float(span.high) > axis_end):
            drawn.append(tag("path", d=f"M{right:g} {y} l12 9 l-12 9 z", fill=INK, class_="ink"))
    notes = [words("实色：已确定的部分；斜纹：下限至上限之间。")]
    if largest > AXIS_END:
        notes.append(words("箭头：超出图幅，以数字为准。"))
    summary = words.join([f"{span.label} {words.interval(span.low, span.high)}" for span in spans])
    return _closed(sheet, summary, bottom, [*drawn, *limits], " ".join(notes))


def trend(sheet: Sheet, years: Sequence[tuple[int, Sequence[Span]]]) -> Markup:
    """Draw years side by side, one column a span; the column is the low end, the whisker runs to the high end."""
    words, floor, height, group = sheet.words, 180.0, 130.0, WIDTH / max(len(years), 1)
    labels = [span.label for span in years[0][1]]
    largest = max((float(end) for _, spans in years for span in spans for end in span.ends), default=1.0) or 1.0
    drawn = [
        _unit_line(sheet),
        tag("line", x1=0, y1=floor, x2=WIDTH, y2=floor, stroke=MUTED, class_="axis"),
    ]
    for place, (year, spans) in enumerate(years):
        drawn.append(text(group * (place + 0.5), floor + 17, words("{year}年", year=year), anchor="middle"))
        wide = min(62.0, group / (len(spans) + 0.6))
        start = group * (place + 0.5) - wide * len(spans) / 2
        for index, span in enumerate(spans):
            middle = start + wide * (index + 0.5)
            if not span.ends:
                drawn.append(text(middle, floor - 5, "?", anchor="middle"))
                continue
            low, high = (height * max(float(end), 0.0) / largest for end in (min(span.ends), max(span.ends)))
            drawn += [
                *block(middle - wide * 0.4, floor - low, wide * 0.8, low, index),
                text(middle, floor - high - 5, _height_label(span, words), anchor="middle", size=10.5),
            ]
            if high > low:
                whisker = f"M{middle - 6:.1f} {floor - high:.1f} h12 m-6 0 V{floor - low:.1f}"
                drawn.append(tag("path", d=whisker, stroke=INK, fill="none", stroke_width=1.3, class_="axis"))
    for index, label in enumerate(labels):
        drawn += [
            *swatch(index, index * 150, floor + 28),
            text(index * 150 + 28, floor + 39, label, size=SMALL),
        ]
    summary = words.join(
        [f"{y}: " + words.join([f"{s.label} {words.interval(s.low, s.high)}" for s in ss]) for y, ss in years]
    )
    return _closed(sheet, summary, floor + 46, drawn)


def _height_label(span: Span, words: Words) -> str:
    """Write the end that the column or its whisker reaches, with its sign where the other end is open."""
    if span.low is None or span.high is None:
        return words.interval(span.low, span.high, 0)
    return words.number(span.high, 0)


def gauge(sheet: Sheet, value: Mark, marks: Sequence[Mark]) -> Markup:
    """Draw a bar for ``value`` and a labelled tick for each of ``marks`` (limit, baseline, benchmark)."""
    words = sheet.words
    largest = 1.08 * max(float(mark.value) for mark in (value, *marks)) or 1.0

    def at(mark: Mark) -> float:
        return WIDTH * max(float(mark.value), 0.0) / largest

    drawn = [
        text(0, 13, f"{value.label}  {words.quantity(value.value)} {sheet.unit}"),
        tag("rect", x=0, y=22, width=WIDTH, height=18, fill=_WASH, class_="wash"),
        *block(0, 22, at(value), 18, 0),
    ]
    for index, mark in enumerate(sorted(marks, key=lambda mark: mark.value)):
        x, y = at(mark), 56 + index * 17
        before = x > WIDTH / 2
        drawn += [
            tag("line", x1=x, y1=17, x2=x, y2=y + 2, stroke=INK, stroke_width=1.6, class_="axis"),
            text(
                x - 5 if before else x + 5,
                y,
                f"{mark.label} {words.quantity(mark.value)}",
                anchor="end" if before else "start",
                size=SMALL,
            ),
        ]
    summary = words.join([f"{mark.label} {words.quantity(mark.value)} {sheet.unit}" for mark in (value, *marks)])
    return _closed(sheet, summary, 48 + len(marks) * 17, drawn)


def _closed(sheet: Sheet, summary: str, foot: float, drawn: Sequence[Markup], note: str = "") -> Markup:
    """Put the notes below and the words for those who cannot see it on top."""
    lines = [line for text in (note, sheet.source) for line in wrapped(text, WIDTH, SMALL)]
    written = [text(0, foot + 14 + 15 * index, line, size=SMALL, colour=MUTED) for index, line in enumerate(lines)]
    height = foot + 6 + 15 * len(lines)
    return tag(
        "svg",
        tag("title", escape(sheet.title), id=f"{sheet.name}-title"),
        tag("desc", escape(summary), id=f"{sheet.name}-desc"),
        *drawn,
        *written,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        width=WIDTH,
        height=height,
        role="img",
        aria_labelledby=f"{sheet.name}-title {sheet.name}-desc",
        font_family=_FACE,
        class_="chart",
    )


def _unit_line(sheet: Sheet) -> Markup:
    return text(0, 13, sheet.words("单位：{unit}", unit=sheet.unit), size=SMALL, colour=MUTED)
