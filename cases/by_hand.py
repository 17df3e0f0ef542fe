"""Letters that no machine may send: to the estate of somebody who is dead, or to somebody whose address is protected.

They are written like the others, and a person posts them and says on which day. A protected address is nowhere in our
books: Skatteverket forwards the letter (folkbokföringslagen 1991:481 16 §; offentlighets- och sekretesslagen 22 kap.).
"""

from datetime import date, datetime
from typing import Final

from cases.composing import address_of
from cases.models import Case, Debtor
from ekrav import clock
from ekrav.audit.record import Actor, record
from letters.dispatch import posted_by_hand
from letters.models import Dispatch

Word = Debtor.RegisterWord
NOT_AS_USUAL: Final = frozenset({Word.PROTECTED, Word.DECEASED})
FORWARDED: Final = ("Genom Skatteverkets postförmedling",)
UNSENT: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)


class NotThatDay(ValueError):
    """The letter cannot have been posted then: it was not written yet, or the day has not been."""


def by_hand_to(case: Case) -> tuple[str, tuple[str, ...]]:
    """Name and address on a letter that a person posts."""
    if case.debtor.register_word == Word.DECEASED:
        return f"Dödsboet efter {case.debtor.name}", address_of(case)
    return case.debtor.name, FORWARDED


def note_sent_by_hand(
    *, case: Case, dispatch: Dispatch, on: date, today: date, at: datetime, by: Actor
) -> bool:
    """Note the day a person posted the letter; False when that is noted already. Raises `NotThatDay`.

    What it asks for counts from that day, as with any letter (`note_posted`). With the case's row locked.
    """
    if not clock.civil_date(dispatch.created_at) <= on <= today:
        raise NotThatDay(on)
    if not posted_by_hand(dispatch=dispatch, on=on):
        return False
    record(act="letter_sent_by_hand", on=case, by=by, at=at, facts={"letter": dispatch.letter_number})
    return True
