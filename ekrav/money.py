"""Money in whole öre.

An amount that is kept, compared or shown is an `Ore`: a whole number of öre. Inside a calculation kronor may
be an exact `Fraction`; `to_ore` rounds it, once, at the end. There is no float anywhere.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NewType

Ore = NewType("Ore", int)

NBSP = "\u00a0"
MINUS = "\u2212"

_EXACT = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{2}))?", re.ASCII)
_SPACES = "[ \u00a0\u202f\u2009']"
_TYPED = re.compile(
    rf"(?P<sign>[-{MINUS}]?){_SPACES}*"
    rf"(?P<whole>[0-9]{{1,12}}|[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}}){{1,3}}|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,3}}(?=,)"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,3}(?=\.))"
    rf"(?:[,.](?P<part>[0-9]{{1,2}})|[:,.]-)?{_SPACES}*(?:kr\.?|kronor|sek)?",
    re.ASCII | re.IGNORECASE,
)


class NotAnAmount(ValueError):
    """The text is not an amount of kronor, or it can be read in more than one way."""


class NotDivisible(ValueError):
    """A total cannot be split: there are no weights, a weight is negative, or all are zero."""


def kronor(exact: str) -> Ore:
    """Return the öre of an amount written in code: "1842.00", "-60". Raises NotAnAmount."""
    match = _EXACT.fullmatch(exact)
    if match is None:
        raise NotAnAmount(exact)
    sign, whole, part = match.groups()
    ore = int(whole) * 100 + int(part or "0")
    return Ore(-ore if sign else ore)


def parse_amount(text: str) -> Ore:
    """Return the öre of what a person typed: "1 842,50", "1842.5", "1.842,50 kr", "200:-".

    Decimals are one or two digits after a comma or a point. "1.842" and "1,842" are refused: they may be
    meant as thousands or be a slip of the finger. The sign is kept; whether a negative amount makes sense is
    the caller's question. Raises NotAnAmount.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise NotAnAmount(text)
    whole = re.sub("[^0-9]", "", match["whole"])
    ore = int(whole) * 100 + int((match["part"] or "").ljust(2, "0"))
    return Ore(-ore if match["sign"] else ore)


def to_ore(amount: Fraction) -> Ore:
    """Return an exact amount of kronor as whole öre, half up.

    A half goes away from zero, so that a reversal is the mirror of what it reverses.
    """
    parts, whole = abs(amount.numerator), amount.denominator
    ore = (200 * parts + whole) // (2 * whole)
    return Ore(-ore if amount < 0 else ore)


def split(*, total: Ore, weights: Sequence[int | Fraction]) -> list[Ore]:
    """Split `total` in proportion to `weights` so that the parts sum to it exactly.

    Each part is rounded towards zero; the öre left over go one each to the parts with the largest remainders,
    the earlier first. Raises NotDivisible when there are no weights, a negative one, or only zeros.
    """
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise NotDivisible(f"{total} by {list(weights)}")
    sign = -1 if total < 0 else 1
    shares = [abs(total) * Fraction(weight) / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: (parts[n] - shares[n], n))
    for n in by_remainder[: abs(total) - sum(parts)]:
        parts[n] += 1
    return [Ore(sign * part) for part in parts]


def format_amount(ore: Ore) -> str:
    """Return the amount as read in Sweden, without currency: "1 842,00", "−60,00" (U+00A0 and U+2212)."""
    whole, part = divmod(abs(ore), 100)
    return f"{MINUS if ore < 0 else ''}{whole:,}".replace(",", NBSP) + f",{part:02}"


def format_kronor(ore: Ore) -> str:
    """Return the amount as read in Sweden: "1 842,00 kr" (all spaces U+00A0, minus U+2212)."""
    return f"{format_amount(ore)}{NBSP}kr"
