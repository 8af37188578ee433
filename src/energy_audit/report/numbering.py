"""Numbers of tables and figures, given in the order in which a page draws them, so that none is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from energy_audit.report.language import Words


_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese: 一, 十, 十二, 三十.

    Raises:
        ValueError: it lies outside.
    """
    if not 0 < number < 100:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


class Numbering:
    """Gives numbers for one page; the same key has the same number wherever it is named.

    Args:
        words: the language.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._tables: dict[str, int] = {}
        self._figures: dict[str, int] = {}
        self._parts: dict[str, int] = {}

    def table(self, key: str) -> str:
        """Name a table: 表 3, Table 3."""
        return self._words("表 ") + str(self._tables.setdefault(key, len(self._tables) + 1))

    def figure(self, key: str) -> str:
        """Name a figure: 图 2, Figure 2."""
        return self._words("图 ") + str(self._figures.setdefault(key, len(self._figures) + 1))

    def part(self, section: str) -> str:
        """Number the next part of a section as official papers do: （一）, (1)."""
        number = self._parts[section] = self._parts.get(section, 0) + 1
        return self._words("（{number}）", number=self._words.numeral(number))

    def table_caption(self, key: str, text: str) -> str:
        """Write the caption of a table: its number, then what it shows."""
        return f"{self.table(key)}{self._words('　')}{text}"

    def figure_caption(self, key: str, text: str) -> str:
        """Write the caption of a figure: its number, then what it shows."""
        return f"{self.figure(key)}{self._words('　')}{text}"
