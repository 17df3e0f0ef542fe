"""Whether the name on an invoice and the name in the register are one person's or company's. Pure."""

import re
import unicodedata
from typing import Final

# What says the form of a company and not which one.
_FORMS: Final = frozenset(
    ("ab", "aktiebolag", "aktiebolaget", "publ", "hb", "handelsbolag", "handelsbolaget", "kb", "kommanditbolag",
     "kommanditbolaget", "ekonomisk", "forening", "ef", "enskild", "firma", "och")
)  # fmt: skip
# Ek alone is a surname.
_ABBREVIATED: Final = re.compile(r"\b(?:[ahk]\.b|ek\.? for)\b\.?")
# Letters of neighbouring languages that do not fall apart into a letter and an accent.
_NEIGHBOURS: Final = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ð": "d", "ł": "l", "'": "", "’": ""})


def are_one(on_invoice: str, in_register: str) -> bool:
    """Every word of the invoice's name is in the register's, which may have more: Anna Lindqvist is Anna Eva Lindqvist.

    Capitals, accents, hyphens and the words for a company's form do not count. An initial stands for a word that is not
    written out; two words must be, unless the names are the same: a surname alone is a whole family's. A sole trader's
    two names may stand one in brackets after the other, and either is enough. An empty name is nobody's.
    """
    known = _words(in_register)
    return any(_is_within(_words(name), known) for name in (on_invoice, *re.split(r"[()]", on_invoice)))


def _is_within(given: frozenset[str], known: frozenset[str]) -> bool:
    written = {word for word in given if len(word) > 1}
    if not given or not written <= known:
        return False
    initials, unwritten = given - written, {word[0] for word in known - written}
    return given == known or (len(written) > 1 and initials <= unwritten)


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each)).translate(_NEIGHBOURS)
    return frozenset(re.findall(r"\w+", _ABBREVIATED.sub(" ", letters))) - _FORMS
