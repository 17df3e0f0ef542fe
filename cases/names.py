"""Whether the name on an invoice and the name in the register are one person's or company's. Pure."""

import re
import unicodedata
from typing import Final

# What says the form of a company and not which one.
_FORMS: Final = frozenset(
    {"ab", "aktiebolag", "aktiebolaget", "hb", "handelsbolag", "kb", "kommanditbolag", "publ"}
)


def are_one(on_invoice: str, in_register: str) -> bool:
    """Every word of the invoice's name is in the register's, which may have more: Anna Lindqvist is Anna Eva Lindqvist.

    Capitals, accents, hyphens and the words for a company's form do not count. An empty name is nobody's.
    """
    given, known = _words(on_invoice), _words(in_register)
    return bool(given) and given <= known


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return frozenset(re.findall(r"\w+", letters)) - _FORMS
