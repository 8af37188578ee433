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
# What stands behind the word that names a device: which one of several, or that it is one.
_BESIDE_THE_NAME = re.compile(
    r"[(\[【〔][^)\]】〕]*[)\]】〕]|[^\u4e00-\u9fff]+$|(?:机组|设备|装置|系统|本体|组|号|台)$"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,3}(?:房|间|站|室)")

_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d\u2500\u30fc~～_]")
_CHINESE = re.compile(r"[\u4e00-\u9fff：:，,；;]+")
# Behind a model: 380V, 660/1140 V. A bare 4 before /380V is the pole number, so volts have three digits or more.
_VOLTS = re.compile(r"[-/( ]?(\d{3,5}(?:/\d{3,5})?)V\)?(?=$|[-/ ])")
_KILOVOLTS = re.compile(r"([-/( ]?)(\d{1,3}(?:\.\d+)?)(?:/0\.4)?KV\)?(?=$|[-/ ])")
_LOW_SIDE = re.compile(r"(?<=\d)[-/]0\.4$")
# No frame of a motor has four digits: in Y2132M the 2 is of the series.
_SERIES_AND_FRAME = re.compile(r"^([A-Z]+[1-9])(1(?:00|12|32|60|80)|2(?:00|25|50|80)|315|355)(?=[SML])")
# The kVA behind a transformer's series are its size, not a remark: S7 1000kVA is S7-1000, SL7-1000-10 is SL7-1000/10.
_KVA_OF_TRANSFORMER = re.compile(r"^(S[A-Z()]*\d+)[-/( ]*(\d+) *KVA\)?")
_KV_BEHIND_SIZE = re.compile(r"^(S[A-Z()]*\d+-\d{2,5})-(6|10|20|35)$")
# Behind the poles of a motor: how many there are, how it is mounted, its power without a unit.
_COUNT = re.compile(r"(?<=\d)\s*[x×*]\s*\d+\s*(?:台|套)?\s*$|\(\s*\d+\s*(?:台|套)\s*\)")
_MOUNTING = re.compile(r"(?:[-/( ]+(?:B3|B5|B14|B35|V1|V3|V5|V6|IP\d\d))+\)?$")
_BARE_POWER = re.compile(r"(?<=[SML]-[2468])-\d{1,3}(?:\.\d+)?$|(?<=[SML]\d-[2468])-\d{1,3}(?:\.\d+)?$")
_BETWEEN_MODELS = re.compile(r"[、,;\s]+")
# Words that tell of another model than the device's own: the one it took the place of.
_OF_ANOTHER = re.compile("替|代|原|改|换|旧")
_WHOLE_MODEL = re.compile(r"\d{0,2}[A-Za-z]+[A-Za-z0-9]*-?\d.*")
_POWER = re.compile(r"[-/( ]\d+(?:\.\d+)?(?:KW|KVA)\)?(?=$|[-/ ])")


def category_of(name_zh: str, filed: str = "") -> str | None:
    """Return the category of a device, or none where nothing names one.

    The word that a name ends in names it (锅炉给水泵 is a pump, 水泵电机 a motor); a row filed among the motors is a
    motor, whatever it drives. Where the name ends in no such word, the filed class decides, then any word of the name.

    Args:
        name_zh: what the device is called.
        filed: the class it is filed under.
    """
    name, filed = (unicodedata.normalize("NFKC", text) for text in (name_zh, filed))
    of_class = _ends_in(filed) or _anywhere_in(filed)
    if of_class == "motor":
        return of_class
    return _ends_in(name) or of_class or _anywhere_in(_PLACE.sub("", name))


def _ends_in(name: str) -> str | None:
    bare = name
    while bare:
        if found := next((kind for kind, words in _CATEGORY_WORDS if bare.endswith(words)), None):
            return found
        shorter = _BESIDE_THE_NAME.sub("", bare).strip()
        if shorter == bare:
            return None
        bare = shorter
    return None


def _anywhere_in(name: str) -> str | None:
    return next((kind for kind, words in _CATEGORY_WORDS if any(word in name for word in words)), None)


def normalise_model(model: str) -> str:
    """Return the model as the catalogues write it.

    Half width, capitals, one kind of hyphen, no Chinese words, no voltage or power behind it; a 0 after a
    letter becomes O (J02 is JO2), an O after a digit 0 (Y1OOL is Y100L), a small l after a capital 1 (SLl is SL1).
    """
    plain = _COUNT.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", model)))
    text = _CHINESE.sub(" ", plain).strip()
    text = re.sub(r"(?<=[A-Z])l(?=[-\d/ ]|$)", "1", text).upper()
    text = _KVA_OF_TRANSFORMER.sub(r"\1-\2", text)
    text = _MOUNTING.sub("", _POWER.sub("", _VOLTS.sub("", text)).strip())
    # The lists write the kilovolts of a transformer as /10; anything else behind a model is a remark.
    text = _KILOVOLTS.sub(lambda found: f"/{found[2]}" if found[1] == "/" else "", text)
    text = _LOW_SIDE.sub("", text.strip())
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(r"\s*/\s*", "/", text)
    text = re.sub(r"\s+", "-", text)
    text = re.sub(r"(?<=\d)O+", lambda found: "0" * len(found[0]), text)
    text = re.sub(r"(?<=[A-Z])0(?!\.)", "O", text)
    text = _BARE_POWER.sub("", _SERIES_AND_FRAME.sub(r"\1-\2", text).strip("-/ "))
    return _KV_BEHIND_SIZE.sub(r"\1/\2", re.sub(r"-{2,}", "-", text).strip("-/ "))


def models_in(text: str) -> list[str]:
    """Return the models of a cell that names several (Y160M-4、Y180L-4), or one and a remark; none where it names one alone.

    What stands in brackets, and a cell that tells of the model that was replaced, is left out.
    """
    plain = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFKC", text))
    if _OF_ANOTHER.search(plain):
        return []
    plain = _CHINESE.sub(" ", plain)
    parts = [part for part in _BETWEEN_MODELS.split(plain) if part]
    slashed = [part for part in plain.split("/") if part.strip()]
    if len(slashed) > 1 and all(_WHOLE_MODEL.fullmatch(part.strip()) for part in slashed):
        parts += slashed
    models = [part.strip() for part in parts if _WHOLE_MODEL.fullmatch(part.strip())]
    return [each for each in dict.fromkeys(models) if each != text.strip()]


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
