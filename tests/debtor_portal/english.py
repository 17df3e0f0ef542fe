"""What makes a page of Mitt Ärende English: every word it asks for is translated, and no Swedish is left on it."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import django
from django.utils import translation
from django.utils.translation import trans_real

from debtor_portal.catalogue import SOURCE, entries

LANGUAGE: Final = "debtor_portal.language.LanguageMiddleware"

NAMES: Final = (
    *("Åre Bygg AB", "Prästgatan", "Östersund"),
    "Ärende",  # the word on the letter
    *("(betalningsföreläggande)", "(betalningsanmärkning)", "(utmätning)", "(återvinning)", "(tingsrätten)"),
)
"""Proper names of the tests' worlds, and the law's own terms, in brackets after the English."""

SWEDISH: Final = re.compile(
    r"\b(?:och|att|inte|det|som|med|till|har|kan|kr|du|vi|din|ditt|betala|betalt|faktura|skuld|brev|senast|avgift"
    r"|januari|februari|mars|maj|juni|juli|augusti|oktober|okt|onsdag|torsdag|fredag|ingen|inget|beloppet|kravet)\b",
    re.IGNORECASE,
)
"""Small words that no English sentence has, for what has none of the letters å, ä and ö."""


@cache
def has_english() -> frozenset[str]:
    """Every Swedish message of the catalogue."""
    return frozenset(word for each in entries(SOURCE.read_text(encoding="utf-8")) for word in each.swedish)


@cache
def _djangos_own() -> frozenset[str]:
    """Django's messages, which are English to begin with."""
    files = Path(django.__file__).parent / "conf" / "locale" / "sv" / "LC_MESSAGES" / "django.mo"
    with files.open("rb") as file:
        keys = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        return frozenset(str(key[0] if isinstance(key, tuple) else key) for key in keys)


@contextmanager
def words_asked_for() -> Iterator[set[str]]:
    """Everything that gettext is asked for meanwhile."""
    asked: set[str] = set()

    def one(message: str) -> str:
        asked.add(str(message))
        return trans_real.gettext(message)

    def several(singular: str, plural: str, number: int) -> str:
        asked.add(str(singular))
        return trans_real.ngettext(singular, plural, number)

    # Asked once before it is put aside: until then Django has not chosen between translating and not.
    translation.gettext("")
    translation.ngettext("", "", 1)
    ours = patch.multiple(translation._trans, gettext=one, ngettext=several)  # type: ignore[attr-defined]
    with ours:
        yield asked


def untranslated(asked: set[str]) -> list[str]:
    """Those of the messages that have no English."""
    return sorted(asked - has_english() - _djangos_own() - {""})


def no_swedish_in(answer: Any) -> None:
    """Raises AssertionError for a page that is not English through and through; what is no page is left alone."""
    if "text/html" not in answer.get("Content-Type", "") or not answer.content:
        return
    html = answer.content.decode()
    assert '<html lang="en">' in html
    assert answer["Content-Language"] == "en"
    assert re.search(r'<a href="\?[^"]*lang=sv[^"]*" lang="sv" hreflang="sv">Svenska</a>', html)
    rest = unescape(re.sub(r'<(\w+)\b[^>]* lang="sv"[^>]*>[^<]*</\1>', "", html))
    for name in NAMES:
        rest = rest.replace(name, "")
    text = " ".join(re.sub(r"<[^>]+>", " ", rest).split())
    left = re.findall(r"[^<>\n]*[åäöÅÄÖ][^<>\n]*", rest)
    left += [text[max(0, found.start() - 40) : found.end() + 40] for found in SWEDISH.finditer(text)]
    assert not left, f"Swedish on a page in English: {left}"
