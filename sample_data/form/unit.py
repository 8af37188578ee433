"""Who files: an invented unit in a real county, with a code that passes both check digits and belongs to nobody."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal

from energy_audit.resources import folder

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

Registered = Literal["enterprise", "institution"]
_REGISTERED: dict[Registered, str] = {"enterprise": "91", "institution": "12"}

_AREA_CODES = {
    "5201": "0851",
    "5202": "0858",
    "5203": "0851",
    "5204": "0851",
    "5205": "0857",
    "5206": "0856",
    "5223": "0859",
    "5226": "0855",
    "5227": "0854",
}


def organisation_check(body: str) -> str:
    """Return the check character of an organisation code of 8 characters (GB 11714)."""
    total = sum(
        ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def credit_check(body: str) -> str:
    """Return the last character of a credit code from its first 17 (GB 32100-2015)."""
    total = sum(USCC_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return USCC_ALPHABET[(31 - total % 31) % 31]


@dataclass(frozen=True)
class Unit:
    """An invented unit.

    Attributes:
        number: its number in this folder; the body of its code is nothing but this number.
        name: begins with 示例.
        industry: GB/T 4754 class and its name.
        region: code of the county it is in.
        ownership: 单位类型.
        registered: as an enterprise or a public institution.
        former_names: 曾用名.
        wrong_code: a code to file in place of the right one.
    """

    number: int
    name: str
    industry: tuple[str, str]
    region: str
    ownership: str = "民营企业"
    registered: Registered = "enterprise"
    former_names: str = ""
    wrong_code: str = ""

    @property
    def uscc(self) -> str:
        """Its code, as it is filed."""
        body = f"{self.number:08d}"
        head = f"{_REGISTERED[self.registered]}{self.region}{body}{organisation_check(body)}"
        return self.wrong_code or head + credit_check(head)

    @property
    def county(self) -> str:
        """Name of the county."""
        return region_names()[self.region]

    @property
    def city(self) -> str:
        """Name of the prefecture."""
        return region_names()[f"{self.region[:4]}00"]

    @property
    def phone(self) -> str:
        """A number nobody has."""
        return f"{_AREA_CODES[self.region[:4]]}-00000000"


@cache
def region_names() -> dict[str, str]:
    """Name of each region of Guizhou, by code."""
    with (folder("rules") / "reference" / "regions.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(file)}
