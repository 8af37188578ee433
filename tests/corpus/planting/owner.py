"""Credit codes of enterprises that do not exist, with both check digits right (GB 32100-2015, GB 11714)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(serial: int) -> str:
    """Return the code of the enterprise of that number; no two numbers share one."""
    body = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return with_check_digit("91520100" + body + "0123456789X0"[rest])


def with_check_digit(body: str) -> str:
    """Complete 17 characters to a code that passes."""
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + _ALPHABET[-total % 31]
