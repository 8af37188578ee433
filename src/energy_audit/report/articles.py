"""Articles of Chinese law, named for readers of English: 第二十七条第二款 is Art. 27 para. 2."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_NUMBER: Final = "[〇零一二两三四五六七八九十百千0-9]+"
_PARTS: Final = {"条": "Art.", "款": "para.", "项": "item", "章": "ch."}
_PART: Final = re.compile(rf"第（?({_NUMBER})）?({'|'.join(_PARTS)})")
_JOINTS: Final = (("、", ", "), ("至", " to "), ("等", " and others"))
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


def article_in_english(article: str) -> str:
    """Name articles in English; a part that is named by words and not by number stays as the law has it."""
    said = _PART.sub(lambda found: f" {_PARTS[found[2]]} {_value(found[1])}", article)
    said = re.sub(rf"（({_NUMBER})）", lambda found: f"({_value(found[1])})", said)
    for joint, english in _JOINTS:
        said = said.replace(joint, english)
    said = re.sub(r"\s+", " ", said.replace(" ,", ",")).strip()
    return article if _CHINESE.search(said) else said


def _value(number: str) -> int:
    """Read a Chinese number below ten thousand."""
    if number.isdigit() and number.isascii():
        return int(number)
    total, digit = 0, 0
    for character in number:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character] if character in _DIGITS else digit * 10 + int(character)
    return total + digit
