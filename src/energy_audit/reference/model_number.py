"""Model numbers: from a nameplate as people copy it to the spelling of the elimination lists."""

from __future__ import annotations

import re
import unicodedata

_CATEGORY_WORDS = (
    ("boiler", ("锅炉",)),
    ("transformer", ("变压器", "调压器")),
    ("compressor", ("空压机", "压缩机")),
    ("refrigeration", ("制冷机", "冷水机", "冷冻机")),
    ("welder", ("焊机",)),
    ("fan", ("风机",)),
    ("pump", ("泵",)),
    ("switchgear", ("断路器", "隔离开关", "负荷开关", "开关柜")),
    ("electric_furnace", ("电阻炉", "中频炉", "渗碳炉", "电炉", "箱式炉", "井式炉")),
    ("motor", ("电动机", "电机", "马达")),
)
# A pump or fan entered with its motor's words (水泵电机) is a motor.
_MOTOR_LAST = re.compile(r"(电动机|电机|马达)$")

_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d\u2500\u30fc~～_]")
_CHINESE = re.compile(r"[\u4e00-\u9fff：:，,；;]+")
# Behind a model: 380V, 660/1140 V. A bare 4 before /380V is the pole number, so volts have three digits or more.
_VOLTS = re.compile(r"[-/( ]?(\d{3,5}(?:/\d{3,5})?)V\)?(?=$|[-/ ])")
_KILOVOLTS = re.compile(r"([-/( ]?)(\d{1,3}(?:\.\d+)?)(?:/0\.4)?KV\)?(?=$|[-/ ])")
_LOW_SIDE = re.compile(r"(?<=\d)[-/]0\.4$")
# The kVA behind a transformer's series are its size, not a remark: S7 1000kVA is S7-1000, SL7-1000-10 is SL7-1000/10.
_KVA_OF_TRANSFORMER = re.compile(r"^(S[A-Z()]*\d+)[-/( ]*(\d+) *KVA\)?")
_KV_BEHIND_SIZE = re.compile(r"^(S[A-Z()]*\d+-\d{2,5})-(6|10|20|35)$")
_POWER = re.compile(r"[-/( ]\d+(?:\.\d+)?(?:KW|KVA)\)?(?=$|[-/ ])")


def category_of(name_zh: str) -> str | None:
    """Return the category that an equipment name or class names, or none where it names none."""
    name = unicodedata.normalize("NFKC", name_zh)
    if _MOTOR_LAST.search(name):
        return "motor"
    return next((category for category, words in _CATEGORY_WORDS if any(word in name for word in words)), None)


def normalise_model(model: str) -> str:
    """Return the model as the catalogues write it.

    Half width, capitals, one kind of hyphen, no Chinese words, no voltage or power behind it; a 0 after a
    letter becomes O (J02 is JO2), an O after a digit 0 (Y1OOL is Y100L), a small l after a capital 1 (SLl is SL1).
    """
    text = _CHINESE.sub(" ", _DASHES.sub("-", unicodedata.normalize("NFKC", model))).strip()
    text = re.sub(r"(?<=[A-Z])l(?=[-\d/ ]|$)", "1", text).upper()
    text = _KVA_OF_TRANSFORMER.sub(r"\1-\2", text)
    text = _POWER.sub("", _VOLTS.sub("", text))
    # The lists write the kilovolts of a transformer as /10; anything else behind a model is a remark.
    text = _KILOVOLTS.sub(lambda found: f"/{found[2]}" if found[1] == "/" else "", text)
    text = _LOW_SIDE.sub("", text.strip())
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(r"\s*/\s*", "/", text)
    text = re.sub(r"\s+", "-", text)
    text = re.sub(r"(?<=\d)O+", lambda found: "0" * len(found[0]), text)
    text = re.sub(r"(?<=[A-Z])0(?!\.)", "O", text)
    return _KV_BEHIND_SIZE.sub(r"\1/\2", re.sub(r"-{2,}", "-", text).strip("-/ "))


def voltage_in(model: str) -> str | None:
    """Return the voltage that a model number states: 380V, 10kV, or the /10 of a transformer."""
    text = unicodedata.normalize("NFKC", model).upper()
    if found := _VOLTS.search(text):
        return f"{found[1]}V"
    if found := _KILOVOLTS.search(text):
        return f"{found[2]}KV"
    if found := re.search(r"/(6|10|20|35)$", normalise_model(model)):
        return f"{found[1]}KV"
    return None


def squeezed(model: str) -> str:
    """Drop the hyphens people drop (Y-160M-4, Y160M4), but never the one that names a series: Y2-80M is not Y280M."""
    text = re.sub(r"^([A-Z]+)-", r"\1", model)
    head, tail = (text[: found.end()], text[found.end() :]) if (found := re.match(r"^[A-Z]+\d-", text)) else ("", text)
    return head + tail.replace("-", "")
