"""The letters' words in the language of the page.

What a letter says is final Swedish text and is asked of no catalogue (`letters.catalogue`). A page that says the same
looks its words up: in Swedish they stay the letter's own.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cases.claims import Claims
from cases.composing import LOWERED
from ekrav.look.dates import brief_day
from ekrav.look.figures import english, listed
from ekrav.money import NBSP
from letters import words as swedish
from letters.catalogue import CATALOGUE, SENTENCES, Consequence, LetterKind
from letters.joint import JOINTLY, ONE_MORE


def title_of(kind: LetterKind) -> str:
    """What a kind of letter is called."""
    return _(CATALOGUE[kind].title)


def what_may_follow(consequence: Consequence, *, creditor: str) -> str:
    """The sentence that says what may follow, as in the letters."""
    return _(SENTENCES[consequence]).format(creditor=creditor)


def jointly(others: Sequence[str]) -> str:
    """What is said of those who answer beside the visitor; a name stays as it is."""
    return _(JOINTLY).format(who=listed([_(name) if name == ONE_MORE else name for name in others]))


def line_of(name: str, *, claims: Claims) -> str:
    """The name of a cost, or of what was given up, as the letter's reckoning has it."""
    lowered = {LOWERED.format(number=claim.invoice_number): claim.invoice_number for claim in claims}
    return _(LOWERED).format(number=lowered[name]) if name in lowered else _(name)


def percent(hundredths: int) -> str:
    """ "10,5 %" of 1050, in English "10.5%"."""
    written = swedish.percent(hundredths)
    return written.replace(",", ".").replace(NBSP, "") if english() else written


def period(first: date, last: date, *, year: int) -> str:
    """ "29 aug–20 nov", in English "29 Aug–20 Nov"; with years as soon as one day lies in another year."""
    if not english():
        return swedish.period(first, last, year=year)
    one_year = first.year == last.year == year
    return "–".join(
        brief_day(day) if one_year else f"{brief_day(day)} {day.year}" for day in (first, last)
    ).replace(" ", NBSP)
