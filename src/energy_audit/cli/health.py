"""The checks of ``doctor``."""

from __future__ import annotations

import ctypes.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.catalogue import Language, Message, said

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = {
    "pango-1.0": ("libpango-1.0-0", "Pango"),
    "pangoft2-1.0": ("libpangoft2-1.0-0", "PangoFT2"),
    "harfbuzz-subset": ("libharfbuzz-subset0", "HarfBuzz subset"),
}
OLDEST_PYTHON = (3, 11)
RARE = "镕㛃𬭁𬬭䶮"
"""Characters of names beyond what every Chinese face has."""


@dataclass(frozen=True)
class Check:
    """One thing the machine needs."""

    name: str
    fine: bool
    advice: str


def checks(lang: Language = "zh") -> Iterator[Check]:
    """Look at Python, libraries, fonts and the shipped folders."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check(f"Python {version}", sys.version_info >= OLDEST_PYTHON, "需要 Python 3.11 以上 / Python 3.11 or newer")
    for name, (package, title) in LIBRARIES.items():
        slower = name == "harfbuzz-subset"
        why = said("缺少时 PDF 慢十几倍", lang) if slower else said("缺少时不能生成 PDF", lang)
        yield Check(
            f"{title} ({name})",
            ctypes.util.find_library(name) is not None,
            f"{why}：apt-get install {package}",
        )
    yield Check(
        "中文字体 / CJK font",
        _has_cjk_font(),
        f"{said('PDF 中的汉字会显示为方框', lang)}：apt-get install fonts-noto-cjk",
    )
    missing = _rare_missing()
    if missing is not None:
        yield Check(
            f"生僻字 / rare characters {RARE}",
            not missing,
            said("PDF 中以统一码代替：{characters}", lang, characters=said("、", lang).join(missing))
            + "：apt-get install fonts-noto-cjk fonts-hanazono",
        )
    yield from _shipped(lang)


def _rare_missing() -> list[str] | None:
    """List the rare characters of names that no face draws; None where PDFs cannot be drawn at all."""
    from energy_audit.errors import MissingLibrary
    from energy_audit.report.drawn.pdf import undrawable

    try:
        return sorted(undrawable(RARE))
    except MissingLibrary:
        return None


def _has_cjk_font() -> bool:
    """Ask fontconfig for a face that covers Chinese; where it is not installed, nothing can be said for it."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return bool(listed.stdout.strip())


def _shipped(lang: Language) -> Iterator[Check]:
    from energy_audit.errors import EnergyAuditError
    from energy_audit.resources import folder

    for name in ("rules", "templates", "sample_data"):
        try:
            place = str(folder(name))
        except EnergyAuditError as error:
            yield Check(name, False, str(error))
        else:
            yield Check(f"{name}: {place}", True, "")
    try:
        from energy_audit.inspection import open_rules

        _, rulebook = open_rules()
    except EnergyAuditError as error:
        yield Check("规则 / rules", False, str(error))
    else:
        yield Check(f"{said(Message('规则', 'doctor'), lang)}: {rulebook.identity}（{len(rulebook.rules)}）", True, "")
