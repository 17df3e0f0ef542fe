"""Clear Swedish for an authority: no abbreviation, and no instruction on how to pay.

The creditor's own words of what was sold go into the grounds. Common abbreviations in them are written out; what looks
like payment instructions is refused, for the debtor of a payment order pays by our letters and by nothing else.
"""

import re
from typing import Final

WRITTEN_OUT: Final[dict[str, str]] = {
    "t ex": "till exempel", "tex": "till exempel", "bl a": "bland annat", "m m": "med mera", "m fl": "med flera",
    "d v s": "det vill säga", "dvs": "det vill säga", "fr o m": "från och med", "t o m": "till och med",
    "o s v": "och så vidare", "osv": "och så vidare", "p g a": "på grund av", "pga": "på grund av",
    "f d": "före detta", "s k": "så kallad", "enl": "enligt", "inkl": "inklusive", "exkl": "exklusive",
    "avs": "avseende", "ang": "angående", "resp": "respektive", "forts": "fortsättning", "nr": "nummer",
    "st": "stycken", "tim": "timmar", "mån": "månader", "ca": "cirka", "kr": "kronor", "kvm": "kvadratmeter",
    "ev.": "eventuellt", "kl.": "klockan", "bil.": "bilaga", "ref.": "referens", "tel.": "telefon", "adr.": "adress",
    "kv.": "kvartal", "fakt.": "faktura", "lev.": "leverans", "förf.": "förfallodag", "bet.": "betalning",
}  # fmt: skip
"""By its letters. Between parts stands a point, a blank or both; one that is a word too is known by its point only."""

_LETTER: Final = r"[^\W\d_]"


def _pattern(short: str) -> str:
    needs_point = short.endswith(".")
    parts = r"(?:\.\s?|\s)".join(map(re.escape, short.rstrip(".").split()))
    return parts + (r"\." if needs_point else r"\.?")


_SHORT: Final = re.compile(
    rf"(?<!{_LETTER})(?<![.\-/])"
    rf"(?:{'|'.join(f'({_pattern(short)})' for short in WRITTEN_OUT)})"
    rf"(?!{_LETTER})(?!-{_LETTER})",
    re.IGNORECASE,
)
_ORE_SIGN: Final = re.compile(r"(?<=\d):-")
_PAYMENT: Final = re.compile(
    r"(?:bank|plus|post)\s*giro|swish|klientmedel|clearing|insättning|konto\s*(?:nummer|nr)|betala\s+(?:till|in|på|via|med)\b|"
    r"\b(?:ocr|iban|bic|bg|pg)\b|\bSE\d{2}[ \d]{12,}|(?<!\d)\d{3,4}-\d{4}(?!\d)",
    re.IGNORECASE,
)


class PaymentInstruction(ValueError):
    """The text says how to pay. `words` is for whoever wrote it."""

    words = "Ta bort uppgifter om hur man betalar (bankgiro, konto, OCR). Grunden ska bara säga vad kravet gäller."


def clear(text: str) -> str:
    """Return the text on one line with its abbreviations written out. Raises PaymentInstruction."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    line = _ORE_SIGN.sub(" kronor", " ".join(line.split()))
    while _SHORT.search(line):  # a writing out may bring two letters together that were apart
        line = " ".join(_SHORT.sub(_written_out, line).split())
    line = re.sub(r" (?=[,;:!?])", "", line)
    if _PAYMENT.search(line):
        raise PaymentInstruction
    return line


def is_clear(text: str) -> bool:
    """Tell whether a text has neither an abbreviation of ours nor payment instructions."""
    return not (_SHORT.search(text) or _PAYMENT.search(text))


def _written_out(found: re.Match[str]) -> str:
    assert found.lastindex is not None
    words = list(WRITTEN_OUT.values())[found.lastindex - 1]
    return f" {words[:1].upper() + words[1:] if found[0][:1].isupper() else words} "
