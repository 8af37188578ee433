"""Pictures: drawn to scale, readable without colour, harmless whatever their words hold."""

from __future__ import annotations

from decimal import Decimal as D
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from energy_audit.report import charts
from energy_audit.report.charts import Mark, Share, Sheet, Span
from energy_audit.report.language import words
from energy_audit.report.svg import COLOURS

SVG = "{http://www.w3.org/2000/svg}"
SHEET = Sheet("pic", "标题", "吨标准煤", "数据来源：表2。", words("zh"))
LINES = [Mark("5,000", D(5000)), Mark("10,000", D(10000))]


def parsed(picture: Markup) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def texts(picture: Markup) -> list[str]:
    return [element.text or "" for element in parsed(picture).iter(f"{SVG}text")]


def bars(picture: Markup) -> list[tuple[float, float, str]]:
    """Return x, width and colour of each filled block."""
    rects = parsed(picture).iter(f"{SVG}rect")
    return [
        (float(r.attrib["x"]), float(r.attrib["width"]), r.attrib["fill"]) for r in rects if r.attrib["fill"] in COLOURS
    ]


def test_every_picture_says_in_words_what_it_shows_and_where_from() -> None:
    picture = charts.energy_mix(SHEET, [Share("原煤", D(75), D("0.75")), Share("电力", D(25), D("0.25"))])
    root = parsed(picture)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "pic-title pic-desc"
    assert [root[0].text, root[1].text] == ["标题", "原煤 75.0%、电力 25.0%"]
    assert {"单位：吨标准煤", "原煤", "75.00", "75.0%", "数据来源：表2。"} <= set(texts(picture))


def test_mix_is_drawn_to_scale_and_told_apart_without_colour() -> None:
    picture = charts.energy_mix(SHEET, [Share("原煤", D(75), D("0.75")), Share("电力", D(25), D("0.25"))])
    (coal_x, coal_width, coal), (power_x, power_width, power) = [bar for bar in bars(picture) if bar[1] > 20]
    assert (coal_x, coal_width) == (0, charts.WIDTH * 0.75 - 1)
    assert (power_x, power_width) == (charts.WIDTH * 0.75, charts.WIDTH * 0.25 - 1)
    assert coal != power
    striped = [path.attrib["d"] for path in parsed(picture).iter(f"{SVG}path")]
    assert len(striped) == 2, "the second energy is striped in bar and key, the first is plain"


def test_a_line_stands_where_its_value_is() -> None:
    picture = charts.consumption_lines(SHEET, [Span("当量值", D(5000), D(5000))], LINES)
    [(_, width, _)] = bars(picture)
    lines = [path.attrib["d"] for path in parsed(picture).iter(f"{SVG}path") if path.attrib["class"] == "limit"]
    assert f"M{width:.1f} " in lines[0]


def test_an_interval_is_plain_to_its_low_end_and_hatched_to_its_high_end() -> None:
    picture = charts.consumption_lines(SHEET, [Span("等价值", D(4000), D(8000))], LINES)
    (low_x, low_width, _), (high_x, high_width, _) = bars(picture)
    assert low_x == 0
    assert high_x == pytest.approx(low_width, abs=0.1)
    assert high_width == pytest.approx(low_width, abs=0.2)
    assert "等价值  4,000.00 – 8,000.00" in texts(picture)


def test_what_is_unknown_has_no_bar() -> None:
    picture = charts.consumption_lines(SHEET, [Span("等价值", None, None)], LINES)
    assert bars(picture) == []
    assert "等价值  不能判断" in texts(picture)


@pytest.mark.parametrize(
    ("span", "arrows"), [((D(6000), D(6000)), 0), ((D(6000), None), 1), ((D(482000), D(482000)), 1)]
)
def test_an_open_end_or_a_bar_beyond_the_sheet_ends_in_an_arrow(span: tuple[D, D | None], arrows: int) -> None:
    picture = charts.consumption_lines(SHEET, [Span("当量值", *span)], LINES)
    assert arrows == sum(path.attrib.get("class") == "ink" for path in parsed(picture).iter(f"{SVG}path"))


def test_the_lines_stay_apart_beside_a_giant() -> None:
    picture = charts.consumption_lines(SHEET, [Span("当量值", D(5_000_000), D(5_000_000))], LINES)
    [five, ten] = [t for t in parsed(picture).iter(f"{SVG}text") if t.text in {"5,000", "10,000"}]
    assert float(ten.attrib["x"]) - float(five.attrib["x"]) > 50
    assert any("以数字为准" in text for text in texts(picture))


def test_trend_marks_an_unknown_year_and_an_open_end() -> None:
    years = [
        (2024, [Span("当量值", D(4000), D(4000)), Span("等价值", None, None)]),
        (2025, [Span("当量值", D(8000), D(8000)), Span("等价值", D(9000), None)]),
    ]
    picture = charts.trend(SHEET, years)
    assert {"2024年", "2025年", "4,000", "8,000", "?", "≥ 9,000"} <= set(texts(picture))


def test_trend_columns_grow_with_their_value() -> None:
    picture = charts.trend(
        SHEET, [(2024, [Span("当量值", D(4000), D(4000))]), (2025, [Span("当量值", D(8000), D(8000))])]
    )
    heights = [float(r.attrib["height"]) for r in parsed(picture).iter(f"{SVG}rect") if float(r.attrib["height"]) > 20]
    assert [65.0, 130.0] == heights


def test_gauge_names_each_level() -> None:
    picture = charts.gauge(SHEET, Mark("本期", D("121.5")), [Mark("限额", D(117)), Mark("标杆", D(100))])
    assert {"本期  121.5 吨标准煤", "限额 117", "标杆 100"} <= set(texts(picture))


def test_words_of_a_filing_cannot_become_markup() -> None:
    evil = '</text><script>alert("1")</script>'
    sheet = Sheet("pic", evil, evil, evil, words("zh"))
    for picture in (
        charts.energy_mix(sheet, [Share(evil, D(1), D(1))]),
        charts.consumption_lines(sheet, [Span(evil, D(1), D(1))], LINES),
        charts.trend(sheet, [(2025, [Span(evil, D(1), D(1))])]),
        charts.gauge(sheet, Mark(evil, D(1)), [Mark(evil, D(2))]),
    ):
        assert not list(parsed(picture).iter(f"{SVG}script"))
        assert "<script" not in picture


def test_no_line_of_a_note_begins_with_closing_punctuation() -> None:
    for count in range(20, 60):
        note = "字" * count + "。"
        picture = charts.energy_mix(Sheet("pic", "t", "t", note, words("zh")), [Share("煤", D(1), D(1))])
        assert "。" not in {text[:1] for text in texts(picture)}
