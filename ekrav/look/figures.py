"""Amounts, numbers and lists as words: Swedish from `ekrav.money`, English for those who chose it."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekrav.money import MINUS, NBSP, Ore, format_amount, format_kronor

UNKNOWN: Final = "–"


def english() -> bool:
    """Whether the page in hand is read in English."""
    return (get_language() or "sv").startswith("en")


def amount(ore: Ore | None) -> str:
    """Two decimals and no currency, for tables with "kr" in the head: "1 842,00"; "–" when unknown."""
    if ore is None:
        return UNKNOWN
    return _english_amount(ore) if english() else format_amount(ore)


def kronor(ore: Ore | None) -> str:
    """With currency: "1 842,00 kr", in English "SEK 1,842.00"; "–" when unknown."""
    if ore is None:
        return UNKNOWN
    return f"SEK{NBSP}{_english_amount(ore)}" if english() else format_kronor(ore)


def in_fours(digits: str) -> str:
    """Return "1104 2950 3427" of "110429503427": groups of four from the left, easier to read off and type."""
    digits = "".join(digits.split())
    return NBSP.join(digits[start : start + 4] for start in range(0, len(digits), 4))


def listed(names: Sequence[str]) -> str:
    """One, two or more as a sentence names them: "Karin", "Karin och Johan", "Karin, Johan och Bo"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s och %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def short_amount(ore: Ore | None) -> str:
    """As `amount`, but whole kronor drop their ",00": "1 842"."""
    text = amount(ore)
    return text if ore is None or ore % 100 else text[:-3]


def short_kronor(ore: Ore | None) -> str:
    """For prose and buttons: "1 842 kr", but "1 842,50 kr"."""
    text = short_amount(ore)
    if ore is None:
        return text
    return f"SEK{NBSP}{text}" if english() else f"{text}{NBSP}kr"


def signed_kronor(ore: Ore | None) -> str:
    """What an event did to a debt: "+ 180,00 kr", "−500,00 kr"."""
    return f"+{NBSP}{kronor(ore)}" if ore is not None and ore > 0 else kronor(ore)


def key_amount(ore: Ore | None) -> SafeString:
    """The large figure of a page, with a small "kr" beside it."""
    unit = format_html('<span class="unit">{}</span>', "SEK" if english() else "kr")
    if ore is None:
        return format_html('<span class="money-key">{}</span>', UNKNOWN)
    if english():
        return format_html('<span class="money-key">{}{}{}</span>', unit, NBSP, short_amount(ore))
    return format_html('<span class="money-key">{}{}{}</span>', short_amount(ore), NBSP, unit)


def _english_amount(ore: Ore) -> str:
    whole, part = divmod(abs(ore), 100)
    return f"{MINUS if ore < 0 else ''}{whole:,}.{part:02}"
